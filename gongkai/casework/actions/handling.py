"""A case handled: registered, received, assigned, searched, noted, converted, archived."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.casework import queries, rules, words
from gongkai.casework.actions.case import enter, locked, open_case
from gongkai.casework.models import Case, CaseFact, Document, Identity, Offer, Topic
from gongkai.casework.rules import Kind, Letter, Own, Stage
from gongkai.law.clock import Channel, Event, receipt_day
from gongkai.law.refused import Refused
from gongkai.people.models import Department, Post, PostKind, User
from gongkai.publishing.rules import OPEN as CARD_OPEN
from gongkai.register.actions import append
from gongkai.register.rules import SYSTEM


@transaction.atomic
def register_case(
    *, kind: Kind, channel: str, submitted_on: date, identity: Mapping[str, str], applicant: str,
    title: str, text: str, by: User, at: datetime, received_on: date | None = None,
    form: str = "", way: str = "", topic: Topic | None = None, outside_no: str = "",
    outside_due: date | None = None, help_needed: bool = False, consent: bool = False,
) -> tuple[Case, str]:  # fmt: skip
    """Register what came to the counter, by post, by fax or by word; return it with its code.

    received_on: the day it was signed for or confirmed, where that is known already.
    Raises: Refused. Law: 条例第二十九条, 第三十一条.
    """
    seat, today = queries.office_seat(by, at), timezone.localdate(at)
    if submitted_on > today:
        raise Refused("clock.future", words.LETTER_DAY)
    noon = timezone.make_aware(datetime.combine(submitted_on, time(12)))
    case, code = open_case(
        kind=kind, channel=channel, applicant=applicant, identity=identity, title=title, text=text,
        at=at, by=seat.actor(by), user=by, arrived_at=at if submitted_on == today else noon,
        form=form, way=way, topic=topic, outside_no=outside_no, outside_due=outside_due,
        help_needed=help_needed, consent=consent,
    )  # fmt: skip
    if received_on is not None and case.received_on is None:
        case = confirm_receipt(case=case.pk, on=received_on, by=by, at=at)
    return case, code


@transaction.atomic
def confirm_receipt(
    *, case: int, on: date, by: User, at: datetime, arrived: date | None = None
) -> Case:
    """Settle the day a request counts as received: signed for, or confirmed with the applicant.

    arrived: the day a letter that nobody signs for came; it is to be confirmed that same day, and a
    later confirmation is noted. Raises: Refused. Law: 条例第三十一条.
    """
    row, seat = locked(case), queries.office_seat(by, at)
    refuse_receipt_day(row, on, arrived)
    detail = _arrival(arrived, on) if row.channel == Channel.ORDINARY else {}
    enter(row, Event.RECEIVED, on=on, by=seat.actor(by), user=by, at=at, detail=detail)
    return row


def refuse_receipt_day(row: Case, on: date, arrived: date | None) -> None:
    """Refuse a day of receipt that is not the channel's. Raises: Refused. Law: 条例第三十一条."""
    submitted = timezone.localdate(row.arrived_at)
    try:
        day = receipt_day(row.channel, submitted=submitted, signed=arrived or on, confirmed=on)
    except ValueError as error:
        raise Refused("clock.order", words.LETTER_DAY) from error
    if day != on:
        said = words.day(day) if day else "—"
        message = words.RECEIPT_SAME.format(channel=row.get_channel_display(), day=said)
        raise Refused("receipt.day", message, queries.law("request.receipt", on))


def _arrival(arrived: date | None, on: date) -> dict[str, str]:
    """Return what is kept of the day a letter came, and that it was confirmed on another."""
    if arrived is None:
        return {}
    if arrived > on:
        raise Refused("clock.order", words.LETTER_DAY, queries.law("request.receipt", on))
    late = {"warning": words.CONFIRM_LATE} if arrived != on else {}
    return {"arrived": words.day(arrived), **late}


@transaction.atomic
def assign(
    *, case: int, department: Department, by: User, at: datetime, post: Post | None = None,
    note: str = "",
) -> Case:  # fmt: skip
    """Give a case to a section, or to one post of it. Raises: Refused."""
    row, seat = opened(case), queries.office_seat(by, at)
    if post and (post.department != department or post.kind != PostKind.EDITOR):
        raise Refused("assign.post", words.NO_POST.format(post=post, department=department))
    row.department, row.post = department, post
    row.save(update_fields=["department", "post"])
    detail = {"department": department.name, **written(row, note=note)}
    enter(row, Own.ASSIGNED, on=timezone.localdate(at), by=seat.actor(by), user=by, at=at,
          detail=detail)  # fmt: skip
    return row


def record_search(*, case: int, where: str, found: str, by: User, at: datetime) -> CaseFact:
    """Record what was looked through and what was found (检索记录). Raises: Refused."""
    if not where.strip() or not found.strip():
        raise Refused("search.empty", words.SEARCH_NEEDED)
    return enter_own(case, Own.SEARCHED, by, at, where=where, found=found)


def note(*, case: int, text: str, by: User, at: datetime) -> CaseFact:
    """Note something on a case, which names nobody. Raises: Refused."""
    refuse_empty(text)
    return enter_own(case, Own.NOTED, by, at, text=text)


def exempt(*, case: int, text: str, by: User, at: datetime) -> CaseFact:
    """Record why no third party was asked, or why its refusal does not stand. Raises: Refused.

    Law: 条例第三十二条 (public interest); 第十五条.
    """
    refuse_empty(text)
    return enter_own(case, Own.EXEMPTED, by, at, text=text)


def receive_reasons(*, case: int, on: date, text: str, by: User, at: datetime) -> CaseFact:
    """Record the reasons an applicant gave for asking so much. Law: 条例第三十五条."""
    refuse_empty(text)
    return enter_own(case, Own.REASONS_GIVEN, by, at, on=on, text=text)


@transaction.atomic
def convert(
    *, case: int, to: Kind, reason: str, by: User, at: datetime, topic: Topic | None = None
) -> tuple[Case, str]:
    """Carry a letter on as a request, or a request as a letter, from the moment it arrived.

    A request already received is converted only after the reply that tells its applicant so.
    Raises: Refused. Law: 条例第三十九条.
    """
    row, seat = locked(case), queries.office_seat(by, at)
    refuse_empty(reason)
    if row.kind == to:
        raise Refused("convert.kind", words.SAME_KIND.format(kind=words.KIND[to]))
    if to == Kind.LETTER and topic is None:
        raise Refused("convert.topic", words.NEED_TOPIC)
    _refuse_untold(row)
    refuse_open_card(row)
    new, code = open_case(
        kind=to, channel=_channel(row.channel, to), applicant=row.applicant,
        identity=_identity(row), title=row.title, text=row.text, at=at, by=seat.actor(by), user=by,
        arrived_at=row.arrived_at, form=row.form, way=row.way, topic=topic, came_from=row,
        outside_no=row.outside_no, outside_due=row.outside_due, help_needed=row.help_needed,
    )  # fmt: skip
    enter(row, Own.CONVERTED, on=timezone.localdate(at), by=seat.actor(by), user=by, at=at,
          detail={"to": new.number, **written(row, reason=reason)})  # fmt: skip
    return new, code


def _refuse_untold(row: Case) -> None:
    """Refuse to convert a request whose applicant was not told, or a letter that is over."""
    if row.kind != Kind.REQUEST or row.received_on is None:
        refuse_over(row)
    elif (
        row.stage != Stage.ANSWERED or row.outcome not in {"petition", "other"} or not _is_told(row)
    ):
        raise Refused("convert.told", words.TELL_FIRST,
                      queries.law("reply.petition", row.received_on))  # fmt: skip


def _is_told(row: Case) -> bool:
    """Say whether a reply reached the applicant: other results need none."""
    replies = Document.objects.filter(case=row, kind=Letter.REPLY)
    return replies.exclude(delivered_on=None).exists()


def _channel(channel: str, to: Kind) -> str:
    if to == Kind.LETTER or channel in set(Channel):
        return channel
    return Channel.ORAL if channel == "phone" else Channel.INTERNET


def _identity(row: Case) -> dict[str, Any]:
    """Return who asked, with the text as it came, for the case a case goes on as."""
    return queries.identity_of(row)


@transaction.atomic
def hand_back(*, case: int, on: date, reason: str, by: User, at: datetime) -> Case:
    """Hand a letter back to the city's mailbox it came from, under its number there.

    Raises: Refused.
    """
    row, seat = opened(case), queries.office_seat(by, at)
    refuse_empty(reason)
    if row.kind != Kind.LETTER or not row.outside_no:
        raise Refused("letter.return", words.NO_RETURN)
    refuse_past(on, at)
    enter(row, Event.CLOSED, on=on, what="returned", by=seat.actor(by), user=by, at=at,
          detail={"number": row.outside_no, **written(row, reason=reason)})  # fmt: skip
    return row


@transaction.atomic
def archive(
    *, case: int, by: User, at: datetime, years: int = rules.KEEP_YEARS, archive_no: str = ""
) -> Case:
    """Archive a case that is over; who asked is kept for some years from then.

    archive_no: its number in the archive (档号), kept when the rest is destroyed.
    Raises: Refused while something of it is still under way. Law: 条例第四十五条.
    """
    row, seat = locked(case), queries.office_seat(by, at)
    if row.stage not in {Stage.ANSWERED, Stage.CONVERTED}:
        act = words.EVENT[Own.ARCHIVED]
        raise Refused("archive.open", words.CASE_OPEN.format(number=row.number, act=act),
                      queries.law("request.archive", at))  # fmt: skip
    refuse_open_card(row)
    today = timezone.localdate(at)
    until = date(today.year + years, 12, 31)  # terms of keeping end with a year
    Identity.objects.filter(case=row).update(keep_until=until)
    enter(row, Own.ARCHIVED, on=today, until=until, by=seat.actor(by), user=by, at=at,
          detail=written(row, archive_no=archive_no))  # fmt: skip
    return row


@transaction.atomic
def show_identity(*, case: int, by: User, at: datetime) -> dict[str, Any]:
    """Return who asked, unmasked, and register that it was looked at. Raises: Refused."""
    row = locked(case)
    seat = queries.handling_seat(row, by, at)
    found = queries.identity_of(row)
    append("case.identity_shown", subject=f"case:{row.number}", by=seat.actor(by), at=at,
           title=words.KIND[Kind(row.kind)], department=str(row.department or ""))  # fmt: skip
    return found


@transaction.atomic
def rate(*, case: int, score: int, at: datetime) -> Case:
    """Record how content who wrote was with the answer, once. Raises: Refused."""
    if not 1 <= score <= 5:
        raise Refused("rate.score", words.SCORE)
    row = locked(case)
    if row.kind != Kind.LETTER or row.outcome != "answered" or row.satisfaction is not None:
        raise Refused("rate.case", words.NOT_RATEABLE)
    row.satisfaction = score
    row.save(update_fields=["satisfaction"])
    append("case.rated", subject=f"case:{row.number}", by=SYSTEM, at=at,
           title=words.KIND[Kind.LETTER], department=str(row.department or ""),
           detail={"score": score})  # fmt: skip
    return row


def offer_shown(*, day: date) -> None:
    """Count that published answers were offered before something was submitted."""
    _count(day, "shown")


def offer_taken(*, day: date) -> None:
    """Count that a published answer was opened in place of submitting."""
    _count(day, "taken")


@transaction.atomic
def _count(day: date, field: str) -> None:
    Offer.objects.get_or_create(day=day)
    Offer.objects.filter(day=day).update(**{field: F(field) + 1})


@transaction.atomic
def enter_own(
    case: int, event: str, by: User, at: datetime, *, on: date | None = None, scrub: bool = False,
    **said: str,
) -> CaseFact:  # fmt: skip
    """Enter a fact of who handles the case, with what they wrote."""
    row = opened(case)
    seat = queries.handling_seat(row, by, at)
    if scrub:  # the applicant's own words
        known = queries.known_identity(row)
        said = {name: rules.scrubbed(text, known) for name, text in said.items()}
    return enter(row, event, on=on or timezone.localdate(at), by=seat.actor(by), user=by, at=at,
                 detail=written(row, **said) | seat.behalf)  # fmt: skip


def opened(case: int) -> Case:
    """Return a locked case that is not over. Raises: Refused."""
    row = locked(case)
    refuse_over(row)
    return row


def refuse_over(row: Case) -> None:
    """Refuse to act on a case that is over. Raises: Refused."""
    if row.stage in rules.OVER:
        message = words.CASE_OVER.format(number=row.number, stage=row.get_stage_display())
        raise Refused("clock.closed", message, queries.law("request.archive", row.received_on
                                                           or row.arrived_at))  # fmt: skip


def refuse_open_card(row: Case) -> None:
    """Refuse while a document of the case is on its card. Raises: Refused."""
    for one in Document.objects.filter(case=row, card__step__in=CARD_OPEN).select_related("card"):
        raise Refused("case.card", words.OPEN_CARD.format(number=one.number))


def refuse_past(on: date, at: datetime) -> None:
    """Refuse to close on an earlier day: nothing shows that it was then. Raises: Refused."""
    today = timezone.localdate(at)
    if on < today:
        raise Refused("close.past", words.CLOSE_TODAY.format(day=words.day(today)))


def refuse_empty(text: str) -> None:
    """Refuse an act without its reason. Raises: Refused."""
    if not text.strip():
        raise Refused("case.reason", words.REASON_NEEDED)


def written(row: Case, **texts: str) -> dict[str, str]:
    """Return what was written, as a fact keeps it. Raises: Refused when it names who asked."""
    refuse_named(row, *texts.values())
    return {name: text.strip() for name, text in texts.items() if text.strip()}


def refuse_named(row: Case, *texts: str) -> None:
    """Refuse a text that names who asked, or is too long. Raises: Refused."""
    known = queries.known_identity(row)
    for text in texts:
        if len(text) > rules.TEXT:
            raise Refused("case.long", words.TEXT_LONG.format(most=rules.TEXT, found=len(text)))
        if rules.tells(text, known):
            raise Refused("identity.named", words.NAMED)
