"""What a case waits for: a correction, an opinion, a payment; and how it ends when none comes."""

from datetime import date, datetime

from django.db import transaction

from gongkai.casework import queries, rules, words
from gongkai.casework.actions.case import enter
from gongkai.casework.actions.handling import (
    enter_own,
    opened,
    refuse_empty,
    refuse_past,
    written,
)
from gongkai.casework.models import Case, CaseFact
from gongkai.casework.rules import Kind, Stage
from gongkai.law.clock import CONSULTS, Event, Party
from gongkai.law.clock.facts import NEW_REGULATION
from gongkai.law.outcomes import outcome as outcome_of
from gongkai.law.refused import Refused
from gongkai.people.models import User


@transaction.atomic
def receive_correction(
    *, case: int, on: date, text: str, by: User, at: datetime, reason: str = ""
) -> CaseFact:
    """Record the corrected text; the term begins anew that day.

    reason: the good reason for which one that comes late is taken up all the same.
    Raises: Refused for a late one without it. Law: 条例第三十条.
    """
    refuse_empty(text)
    row = opened(case)
    lapse = queries.clock_of(row, today=on).lapse if row.stage == Stage.CORRECTING else None
    if lapse is not None and on > lapse and not reason.strip():
        raise Refused("corrected.late", words.CORRECTED_LATE.format(day=words.day(lapse)),
                      queries.law("request.correct", row.received_on or on))  # fmt: skip
    return enter_own(case, Event.CORRECTED, by, at, on=on, text=text, reason=reason, scrub=True)


@transaction.atomic
def end_consult(
    *, case: int, pair: str, on: date, answer: str, text: str, by: User, at: datetime
) -> CaseFact:
    """Record what a consulted party said, or that its time ran out.

    answer: one of words.ANSWER; a refusal is with a sound reason or without, and of one without,
    text says why. Silence of a joint maker is consent; of a third party, the authority decides.
    Raises: Refused. Law: 条例第三十二条, 第三十四条.
    """
    row = opened(case)
    if answer not in words.ANSWER:
        raise Refused("consult.answer", words.PARTY_ANSWER)
    if answer == "unsound" and not text.strip():
        raise Refused("consult.unsound", words.UNSOUND_WHY,
                      queries.law("consult.third_party", row.received_on or at))  # fmt: skip
    if answer == "silent":
        _refuse_silence(row, pair, on)
    seat = queries.handling_seat(row, by, at)
    return enter(row, Event.CONSULT_ENDED, on=on, what=answer, pair=pair, by=seat.actor(by),
                 user=by, at=at, detail=written(row, text=text))  # fmt: skip


def _refuse_silence(row: Case, pair: str, on: date) -> None:
    """Refuse to record silence while a party may still answer.

    Another agency has no time by law, nor has anybody under the regulation of 2008: only the day the
    letter named.
    """
    asked = next((one for one in queries.facts(row) if one.event == Event.CONSULTED
                  and one.pair == pair), None)  # fmt: skip
    if asked is None:
        return
    last, received = asked.until, row.received_on or on
    if asked.what != Party.AGENCY and received >= NEW_REGULATION:
        legal = queries.calendar().add_working_days(asked.on, queries.OPINION_DAYS)
        last = min(last, legal) if last else legal
    if last is not None and on <= last:
        raise Refused("consult.silence", words.SILENCE_EARLY.format(day=words.day(last)),
                      queries.law(CONSULTS[Party(asked.what)], received))  # fmt: skip


@transaction.atomic
def receive_fee(*, case: int, on: date, amount: int, by: User, at: datetime) -> CaseFact:
    """Record a payment of what the notice asked. Unit: yuan. Raises: Refused."""
    row, seat = opened(case), queries.office_seat(by, at)
    notice = next((one for one in queries.standing_facts(row) if one.event == Event.FEE_ASKED),
                  None)  # fmt: skip
    wanted = notice.detail.get("amount") if notice else None
    if wanted is not None and wanted != amount:
        raise Refused("fee.amount", words.FEE_AMOUNT.format(wanted=wanted, given=amount),
                      queries.law("fee.one", on))  # fmt: skip
    return enter(row, Event.FEE_PAID, on=on, by=seat.actor(by), user=by, at=at,
                 detail={"amount": amount})  # fmt: skip


@transaction.atomic
def close_unanswered(
    *, case: int, outcome: str, on: date, reason: str, by: User, at: datetime
) -> Case:
    """Close a request without a reply today: not corrected or not paid in time, nothing else.

    outcome: uncorrected, unpaid; a withdrawal is proposed and confirmed (confirming.py).
    Raises: Refused while the time for it still runs.
    Law: 条例第三十条, 第三十三条第二款 (what is received is answered), 信息处理费管理办法.
    """
    row, seat = opened(case), queries.office_seat(by, at)
    if row.kind != Kind.REQUEST or outcome not in rules.UNANSWERED_ENDS:
        is_withdrawn = outcome in {"withdrawn", rules.WITHDRAWN_END}
        message = words.WITHDRAW_TWO if is_withdrawn else words.NO_UNANSWERED
        raise Refused("close.outcome", message,
                      queries.law("request.reply", row.received_on or on))  # fmt: skip
    refuse_empty(reason)
    _refuse_running(row, outcome, on)
    refuse_past(on, at)
    enter(row, Event.CLOSED, on=on, what=outcome, by=seat.actor(by), user=by, at=at,
          detail=written(row, reason=reason))  # fmt: skip
    return row


def _refuse_running(row: Case, outcome: str, on: date) -> None:
    """Refuse to close for silence while the applicant may still act."""
    state = {"uncorrected": "correcting", "unpaid": "paying"}[outcome]
    what = {"uncorrected": "补正", "unpaid": "缴费"}[outcome]
    clock, law = queries.clock_of(row, today=on), outcome_of(outcome).articles(on)
    if clock.state != state:
        message = words.NOTHING_ASKED.format(what=what)
        raise Refused("close.unasked", message, law[0] if law else None)
    if clock.lapse is None or on <= clock.lapse:
        day = words.day(clock.lapse) if clock.lapse else "—"
        raise Refused("close.early", words.NOT_LAPSED.format(what=what, day=day),
                      law[0] if law else None)  # fmt: skip
