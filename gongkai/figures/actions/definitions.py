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
from gongkai.figures.rules import Frequency, frequency_of
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

    Raises: Refused. Standard: GB/T 2260.
    """
    seat = owner_seat(by, at)
    for place, (code, name, above) in enumerate(rows):
        if not code.isascii() or not code.isalnum() or len(code) > 12:
            raise Refused("figures.region", words.UNKNOWN_REGION.format(code=code[:20]))
        upper = Region.objects.filter(code=above).first()
        _put(Region, {"code": code}, {"name": name, "above": upper, "place": place})
    append("figures.defined", subject="regions", by=seat.actor(by), at=at,
           title="地区", detail={"codes": [code for code, _, _ in rows]})  # fmt: skip
    return len(rows)


@transaction.atomic
def define_codelist(
    *, code: str, name: str, rows: Sequence[tuple[str, str, str]], by: User, at: datetime
) -> Codelist:
    """Name a classification and its items: (code, name, code of the one above or "").

    Raises: Refused.
    """
    seat = owner_seat(by, at)
    for one in (code, *(row[0] for row in rows)):
        refuse_code(one)
    if code in RESERVED:
        raise Refused("figures.reserved", words.RESERVED.format(code=code))
    found = _put(Codelist, {"code": code}, {"name": name})
    for place, (item, label, above) in enumerate(rows):
        _put(Code, {"codelist": found, "code": item},
             {"name": label, "above": above, "place": place})  # fmt: skip
    append("figures.defined", subject=f"codelist:{code}", by=seat.actor(by), at=at, title=name)
    return found


@transaction.atomic
def define_indicator(
    *, code: str, subject: Subject, by: User, at: datetime, **given: Any
) -> Indicator:
    """Say what an indicator is, or say it anew. Raises: Refused; ValidationError for a bad field."""
    refuse_code(code)
    seat = owner_seat(by, at)
    row = _put(Indicator, {"code": code}, {"subject": subject, **given})
    append("figures.defined", subject=f"indicator:{code}", by=seat.actor(by), at=at,
           title=row.name, detail={"unit": row.unit})  # fmt: skip
    return row


@transaction.atomic
def define_flow(
    *, code: str, subject: Subject, department: Department, by: User, at: datetime, **given: Any
) -> Flow:
    """Say what a data set is, or say it anew; its frequency and classifications never change.

    Raises: Refused; ValidationError for a bad field.
    """
    refuse_code(code)
    seat = owner_seat(by, at, department)
    before = Flow.objects.filter(code=code).first()
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
