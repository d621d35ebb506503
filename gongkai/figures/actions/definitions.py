"""What is measured, where and how: subjects, regions, codes, indicators, flows, breaks.

All of it is draft: the public reads it as the last vintage opened says it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from gongkai.checks.secrecy import MARK, mark
from gongkai.figures import words
from gongkai.figures.models import Break, Code, Codelist, Flow, Indicator, Region, Series, Subject
from gongkai.figures.rules import Authority, Frequency, frequency_of
from gongkai.law.refused import Refused
from gongkai.people.models import Department, PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.register.actions import append

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,29}", re.ASCII)

RESERVED = frozenset({
    *("FREQ", "INDICATOR", "REF_AREA", "TIME_PERIOD", "TIME", "OBS_VALUE", "OBS_STATUS", "NOTE"),
    *("UNIT_MEASURE", "DECIMALS", "TITLE", "DATAFLOW", "STRUCTURE", "ACTION", "CONTENTSCODE"),
})  # fmt: skip  # what data services name their own columns


def owner_seat(by: User, at: datetime, department: Department | None = None) -> Seat:
    """Return the seat in which a person keeps figures: an editor's, of the department if given.

    Raises: Refused.
    """
    seat = seat_for(by, PostKind.EDITOR, at, department)
    if seat is None:
        raise Refused("figures.post", words.NOT_OWN)
    return seat


def _seat(by: User, at: datetime, flows: Iterable[Flow], name: str) -> Seat:
    """Return the seat in which a person says anew what some flows use: a section's that keeps one.

    Raises: Refused.
    """
    departments = {flow.department_id: flow.department for flow in flows}
    if not departments:
        return owner_seat(by, at)
    for one in departments.values():
        seat = seat_for(by, PostKind.EDITOR, at, one)
        if seat is not None:
            return seat
    raise Refused("figures.used", words.USED.format(name=name))


def refuse_code(code: str) -> None:
    """Refuse a code that data services cannot carry. Raises: Refused."""
    if not CODE.fullmatch(code):
        raise Refused("figures.code", words.CODE.format(code=code[:40], most=30))


def refuse_marked(texts: Iterable[str]) -> None:
    """Refuse a text with a mark of secrecy: nothing of it is stored. Raises: Refused.

    Law: 条例第十七条 (2008: 第四条): a system on the open net may hold no state secret.
    """
    if any(finding for text in set(texts) for finding in mark("", text)):
        raise Refused(MARK.name, words.MARKED)


def _put(kind: type[models.Model], named: dict[str, Any], given: dict[str, Any]) -> Any:
    """Make a row or give it what is said now."""
    refuse_marked(value for value in given.values() if isinstance(value, str))
    row, _ = kind._default_manager.update_or_create(**named, defaults=given)
    row.full_clean(validate_unique=False)
    return row


@transaction.atomic
def define_subject(*, code: str, name: str, place: int, by: User, at: datetime) -> Subject:
    """Name a field of statistics. Raises: Refused."""
    refuse_code(code)
    seat = owner_seat(by, at)
    row = _put(Subject, {"code": code}, {"name": name, "place": place})
    append("figures.defined", subject=f"subject:{code}", by=seat.actor(by), at=at, title=name)
    return row


@transaction.atomic
def define_regions(*, rows: Sequence[tuple[str, str, str]], by: User, at: datetime) -> int:
    """Name regions: (code, name, code of the one above or ""), those above first.

    Raises: Refused, also for another name of a region only others' flows use. Standard: GB/T 2260.
    """
    seat = owner_seat(by, at)
    for place, (code, name, above) in enumerate(rows):
        if not code.isascii() or not code.isalnum() or len(code) > 12:
            raise Refused("figures.region", words.UNKNOWN_REGION.format(code=code[:20]))
        upper = Region.objects.filter(code=above).first()
        if Region.objects.filter(code=code).exclude(name=name, above=upper).exists():
            seat = _seat(by, at, _flows_with(series__region__code=code), code)
        _put(Region, {"code": code}, {"name": name, "above": upper, "place": place})
    append("figures.defined", subject="regions", by=seat.actor(by), at=at,
           title="地区", detail={"codes": [code for code, _, _ in rows]})  # fmt: skip
    return len(rows)


@transaction.atomic
def define_codelist(
    *, code: str, name: str, rows: Sequence[tuple[str, str, str]], by: User, at: datetime
) -> Codelist:
    """Name a classification and its items: (code, name, code of the one above or "").

    Raises: Refused, also for other names in one that only others' flows use.
    """
    seat = owner_seat(by, at)
    for one in (code, *(row[0] for row in rows)):
        refuse_code(one)
    if code in RESERVED:
        raise Refused("figures.reserved", words.RESERVED.format(code=code))
    if _renames(code, name, rows):
        used = [one for one in _flows_with() if code in one.codelists]
        seat = _seat(by, at, used, code)
    found = _put(Codelist, {"code": code}, {"name": name})
    for place, (item, label, above) in enumerate(rows):
        _put(Code, {"codelist": found, "code": item},
             {"name": label, "above": above, "place": place})  # fmt: skip
    append("figures.defined", subject=f"codelist:{code}", by=seat.actor(by), at=at, title=name)
    return found


def _flows_with(**series: Any) -> models.QuerySet[Flow]:
    """Return the flows with such series, each with its section."""
    rows = Flow.objects.filter(series__isnull=False, **series)
    return rows.select_related("department").order_by("pk").distinct()


def _renames(codelist: str, name: str, rows: Iterable[tuple[str, str, str]]) -> bool:
    """Say whether a classification or an item it has already would be called otherwise."""
    before = Codelist.objects.filter(code=codelist).first()
    if before is None:
        return False
    items = {one.code: (one.name, one.above) for one in before.codes.all()}
    return before.name != name or any(
        code in items and items[code] != (label, above) for code, label, above in rows
    )


@transaction.atomic
def define_indicator(
    *, code: str, subject: Subject, by: User, at: datetime, **given: Any
) -> Indicator:
    """Say what an indicator is, or say it anew.

    One that has series is said anew by a section that keeps some of them; that another body
    publishes it first (公布权限) is taken back by the office alone. Raises: Refused;
    ValidationError for a bad field. Law: 统计法实施条例第二十四条.
    """
    refuse_code(code)
    before = Indicator.objects.select_for_update().filter(code=code).first()
    used = _flows_with(series__indicator=before) if before is not None else []
    freed = before is not None and bool(used) and _is_freed(before, given)
    seat = _office_seat(by, at) if freed else _seat(by, at, used, code)
    row = _put(Indicator, {"code": code}, {"subject": subject, **given})
    was = {"unit": before.unit, "authority": before.authority} if before is not None else {}
    append("figures.defined", subject=f"indicator:{code}", by=seat.actor(by), at=at,
           title=row.name, detail={"unit": row.unit, "authority": row.authority,
                                   **({"before": was} if was else {})})  # fmt: skip
    return row


def _is_freed(before: Indicator, given: dict[str, Any]) -> bool:
    """Say whether another body would no longer publish an indicator first, or another one would."""
    now = given.get("authority", before.authority)
    return before.authority != Authority.BUREAU and now != before.authority


def _office_seat(by: User, at: datetime) -> Seat:
    seat = seat_for(by, PostKind.OFFICE, at)
    if seat is None:
        raise Refused("figures.authority", words.NOT_OFFICE)
    return seat


@transaction.atomic
def define_flow(
    *, code: str, subject: Subject, department: Department, by: User, at: datetime, **given: Any
) -> Flow:
    """Say what a data set is, or say it anew; its frequency and classifications never change.

    Only the section that keeps one says it anew, or hands it to another. Raises: Refused;
    ValidationError for a bad field.
    """
    refuse_code(code)
    before = Flow.objects.select_related("department").filter(code=code).first()
    seat = owner_seat(by, at, department if before is None else before.department)
    if before is not None and _differs(before, given):
        raise Refused("figures.taken", words.CODE_TAKEN.format(code=code))
    row = _put(Flow, {"code": code}, {"subject": subject, "department": department, **given})
    append("figures.defined", subject=f"flow:{code}", by=seat.actor(by), at=at, title=row.name,
           department=str(department), detail={"frequency": row.frequency})  # fmt: skip
    return row


def _differs(before: Flow, given: dict[str, Any]) -> bool:
    if not before.series.exists():
        return False
    return any(given.get(name, getattr(before, name)) != getattr(before, name)
               for name in ("frequency", "codelists"))  # fmt: skip


@transaction.atomic
def record_break(
    *, series: Series, period: str, kind: str, text: str, by: User, at: datetime
) -> Break:
    """Record from which period a series is no longer comparable with what was before.

    Raises: Refused. It is public with the next vintage of the flow.
    """
    seat = owner_seat(by, at, series.flow.department)
    frequency = Frequency(series.flow.frequency)
    try:
        fits = frequency_of(period) == frequency
    except ValueError:
        fits = False
    if not fits:
        raise Refused("figures.period", words.PERIOD.format(
            period=period[:20], frequency=words.FREQUENCY[frequency]))  # fmt: skip
    row = _put(Break, {"series": series, "period": period, "kind": kind}, {"text": text})
    append("figures.break", subject=f"series:{series.flow.code}/{series.key}", by=seat.actor(by),
           at=at, title=text, detail={"period": period, "kind": str(kind)})  # fmt: skip
    return row
