"""What the delivery of a document will enter into its case, asked of the law before it is drafted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.casework import queries, rules, sealing, words
from gongkai.casework.models import Case, Identity
from gongkai.casework.rules import Kind, Letter, Own
from gongkai.law import fees, outcomes
from gongkai.law.clock import Event, Fact, Party, fault
from gongkai.law.refused import Refused

Plan = Mapping[str, Any]
PARTIES = {
    Letter.CONSULT: Party.THIRD_PARTY,
    Letter.JOINT: Party.JOINT,
    Letter.AGENCY: Party.AGENCY,
}


def planned(kind: str, case: Case, given: Plan, at: datetime) -> dict[str, Any]:
    """Return what delivery enters, after asking the clock's law whether it may today.

    Shape: {"event", "until", "days", "what", "pair", "detail"}, each only where it says something.
    Raises: Refused.
    """
    today = timezone.localdate(at)
    refused = queries.no_term(case, kind, queries.clock_of(case, today=today))
    if refused is not None:
        raise refused
    maker = MAKERS.get(Letter(kind))
    plan = maker(case, given, at) if maker else {}
    if case.kind == Kind.REQUEST and plan.get("event") in set(Event):
        _ask_law(case, plan, today)
    return plan


def _ask_law(case: Case, plan: Plan, today: date) -> None:
    fact = Fact(event=Event(plan["event"]), on=today, until=_day(plan.get("until")),
                days=plan.get("days", 0), what=plan.get("what", ""), pair=plan.get("pair", ""))  # fmt: skip
    refused = fault(queries.facts(case), fact, today=today, calendar=queries.calendar())
    if refused is not None:
        raise refused


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def _text(value: object) -> str:
    try:
        day = _day(value)  # type: ignore[arg-type]  # whatever a form sent
    except ValueError as error:
        raise Refused("plan.day", words.NO_DAY) from error
    return day.isoformat() if day else ""


def _receipt(case: Case, _given: Plan, _at: datetime) -> dict[str, Any]:
    """Let the delivery of a receipt confirm what both sides confirm; post is signed for before."""
    why = queries.receipt_waits(case)
    if why:
        raise Refused("receipt.first", why, queries.law("request.receipt", case.arrived_at))
    return {} if case.received_on else {"event": str(Event.RECEIVED)}


def _correction(_case: Case, given: Plan, _at: datetime) -> dict[str, Any]:
    return {"event": str(Event.CORRECTION_ASKED), "until": _text(given.get("until"))}


def _extension(_case: Case, given: Plan, _at: datetime) -> dict[str, Any]:
    return {"event": str(Event.EXTENDED), "days": int(given.get("days") or 0)}


def _delay(case: Case, given: Plan, at: datetime) -> dict[str, Any]:
    if not any(row.event == Own.REASONS_GIVEN for row in queries.standing_facts(case)):
        raise Refused("delay.reasons", words.DELAY_REASONS,
                      queries.law("request.excess", case.received_on or at))  # fmt: skip
    return {"event": str(Event.DELAYED), "until": _text(given.get("until"))}


def _reasons(_case: Case, given: Plan, at: datetime) -> dict[str, Any]:
    """Ask for reasons, by a day if one is named: after it the request may be judged without them."""
    until = _text(given.get("until"))
    if until and until < timezone.localdate(at).isoformat():
        raise Refused("plan.day", words.NO_DAY)
    return {"event": str(Own.REASONS_ASKED), "until": until}


def _consult(kind: Letter) -> Any:
    def make(case: Case, given: Plan, _at: datetime) -> dict[str, Any]:
        asked = [row for row in queries.standing_facts(case) if row.event == Event.CONSULTED]
        pair = str(given.get("pair") or f"{PARTIES[kind]}-{len(asked) + 1}")
        _keep_party(case, pair, given.get("party"))
        until = _text(given.get("until")) if kind == Letter.AGENCY else ""
        return {"event": str(Event.CONSULTED), "what": str(PARTIES[kind]), "pair": pair[:40],
                **({"until": until} if until else {})}  # fmt: skip

    return make


def _assist(case: Case, given: Plan, _at: datetime) -> dict[str, Any]:
    """Ask another agency for help: who it is is kept, and no clock stands for it."""
    asked = case.documents.filter(kind=Letter.ASSIST).count()
    pair = str(given.get("pair") or f"assist-{asked + 1}")
    _keep_party(case, pair, given.get("party"))
    return {"pair": pair[:40]}


def _keep_party(case: Case, pair: str, party: Mapping[str, str] | None) -> None:
    """Seal who is consulted beside who asked: the letter names them only when it is printed."""
    if not party:
        return
    row = Identity.objects.get(case=case)
    found = sealing.unseal_fields(row.wrapped_key, row.sealed)
    found["parties"] = {**found.get("parties", {}), pair: dict(party)}
    row.sealed = sealing.seal_fields(row.wrapped_key, found)
    row.save(update_fields=["sealed"])


def _overruled(_case: Case, given: Plan, _at: datetime) -> dict[str, Any]:
    return {"pair": str(given.get("pair") or "")}


def _fee(case: Case, given: Plan, at: datetime) -> dict[str, Any]:
    """Reckon the fee by item or by page, for what this applicant asked in the month."""
    pages, items = given.get("pages"), given.get("items")
    before = queries.counters(case).month_before
    fee = fees.charge(timezone.localdate(at), items=(before, int(items)) if items else None,
                      pages=int(pages) if pages else None)  # fmt: skip
    if not fee.amount:
        raise Refused("fee.none", words.FEE_NONE.format(lines="；".join(map(str, fee.lines))),
                      fee.article)  # fmt: skip
    detail = {"amount": fee.amount, "standard": fee.standard,
              "lines": "；".join(map(str, fee.lines)),
              **({"items": int(items)} if items else {})}  # fmt: skip
    return {"event": str(Event.FEE_ASKED), "detail": detail}


def _reply(_case: Case, given: Plan, _at: datetime) -> dict[str, Any]:
    key = str(given.get("outcome") or "")
    if key not in {one.key for one in outcomes.outcomes()}:
        raise Refused("reply.outcome", words.NO_OUTCOME)
    laws = [str(one) for one in given.get("laws", ())]
    clause = outcomes.outcome(key).clause(str(given.get("clause") or ""))
    return {"event": str(Event.CLOSED), "what": key, **({"laws": laws} if laws else {}),
            **({"clause": clause.key} if clause else {})}  # fmt: skip


def _answer(_case: Case, _given: Plan, _at: datetime) -> dict[str, Any]:
    return {"event": str(Event.CLOSED), "what": rules.LETTER_ENDS[0]}


def _record(_case: Case, given: Plan, _at: datetime) -> dict[str, Any]:
    if given.get("result") not in rules.RECORD_ENDS:
        raise Refused("reply.outcome", words.NO_OUTCOME)
    return {"event": str(Event.CLOSED), "what": given["result"]}


MAKERS = {
    Letter.RECEIPT: _receipt,
    Letter.CORRECTION: _correction,
    Letter.REASONS: _reasons,
    Letter.EXTENSION: _extension,
    Letter.DELAY: _delay,
    Letter.CONSULT: _consult(Letter.CONSULT),
    Letter.JOINT: _consult(Letter.JOINT),
    Letter.AGENCY: _consult(Letter.AGENCY),
    Letter.ASSIST: _assist,
    Letter.OVERRULED: _overruled,
    Letter.FEE: _fee,
    Letter.REPLY: _reply,
    Letter.ANSWER: _answer,
    Letter.RECORD: _record,
}
