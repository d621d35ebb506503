"""What a case is made of, where its facts put it, and what may lawfully be done next. Pure."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Any

from gongkai.checks.characters import is_unseen
from gongkai.checks.personal import spans
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Channel, Clock, Fact, Line
from gongkai.law.clock import Event as Clocked


class Kind(StrEnum):
    """What came in."""

    REQUEST = "request"  # 依申请公开
    LETTER = "letter"  # 政府信箱
    RECORD = "record"  # 更正本机关提供的与其自身相关的记录 (条例第四十一条)


class Stage(StrEnum):
    """Where the facts put a case. Being late is no stage, nor is a reply under way on its card."""

    ARRIVED = "arrived"  # the day of receipt is not settled yet (条例第三十一条)
    ACCEPTED = "accepted"  # received, with nobody yet
    HANDLING = "handling"  # with a department
    CORRECTING = "correcting"  # the applicant was asked to correct the text
    PAYING = "paying"  # a fee notice is out
    ANSWERED = "answered"  # closed: the applicant was told
    CONVERTED = "converted"  # goes on as another case, from the same moment
    ARCHIVED = "archived"


OPEN = frozenset({Stage.ARRIVED, Stage.ACCEPTED, Stage.HANDLING, Stage.CORRECTING, Stage.PAYING})
OVER = frozenset(Stage) - OPEN


class Own(StrEnum):
    """What happens to a case beside what moves its clock."""

    ASSIGNED = "assigned"
    SEARCHED = "searched"  # 检索记录: what was looked through, and what was found
    REASONS_ASKED = "reasons_asked"  # 说明理由 (条例第三十五条)
    REASONS_GIVEN = "reasons_given"
    EXEMPTED = "exempted"  # why no third party was consulted, or why it was overruled
    NOTED = "noted"
    DELIVERED = "delivered"
    CONVERTED = "converted"
    REOPENED = "reopened"  # a review or a court ordered a new reply
    ARCHIVED = "archived"
    PROPOSED = "proposed"  # waits for a second person of the office
    VOIDED = "voided"  # another fact was entered wrongly; it stays readable


# The five kinds of organisation and the natural person: the columns of the annual report.
APPLICANTS = ("person", "company", "research", "welfare", "legal", "organisation")
COLUMN = {kind: f"c{number}" for number, kind in enumerate(APPLICANTS, start=1)}


# What is known of an applicant; sealed, never stored in the clear. Organisations add the last two.
IDENTITY = (
    *("name", "id_kind", "id_number", "phone", "email", "address", "postcode", "agent"),
    *("representative", "contact"),
)


class Letter(StrEnum):
    """Documents that leave the house over a request (宿政办函〔2021〕21号 as a model)."""

    RECEIPT = "receipt"  # 接收回执
    CORRECTION = "correction"  # 补正告知书
    REASONS = "reasons"  # 说明理由告知书
    EXTENSION = "extension"  # 延期答复告知书
    DELAY = "delay"  # 延迟答复告知书 (第三十五条)
    CONSULT = "consult"  # 征求意见书（第三方）
    CONSULT_TOLD = "consult_told"  # 征求意见告知书（申请人）
    OVERRULED = "overruled"  # 依申请公开告知书（第三方）
    JOINT = "joint"  # 征求意见书（共同制作机关）
    AGENCY = "agency"  # 征求意见函（其他机关）: its time is not counted (第三十三条第三款)
    ASSIST = "assist"  # 协办函: only asks for help, moves no clock
    FEE = "fee"  # 收费通知书
    REPLY = "reply"  # 答复书
    ANSWER = "answer"  # 信箱答复
    RECORD = "record"  # 更正申请答复书 (第四十一条)


# Not to the applicant: the status page does not show them.
TO_OTHERS = frozenset(
    {Letter.CONSULT, Letter.OVERRULED, Letter.JOINT, Letter.AGENCY, Letter.ASSIST}
)
ROUTE_OF = {
    Letter.REPLY: "reply", Letter.OVERRULED: "reply", Letter.RECORD: "reply", Letter.ANSWER: "letter"
}  # fmt: skip
# Which kind of case a document is for; every other one is for a request.
KIND_OF = {Letter.ANSWER: Kind.LETTER, Letter.RECORD: Kind.RECORD}
NOTICE = "notice"  # the route of every other document

# What an entered fact does to the stage; the clock's CLOSED and our own CONVERTED end a case.
_TO: dict[str, Stage] = {
    Clocked.RECEIVED: Stage.ACCEPTED,
    Clocked.CORRECTION_ASKED: Stage.CORRECTING,
    Clocked.CORRECTED: Stage.HANDLING,
    Clocked.FEE_ASKED: Stage.PAYING,
    Clocked.FEE_PAID: Stage.HANDLING,
    Clocked.CLOSED: Stage.ANSWERED,
    Own.ASSIGNED: Stage.HANDLING,
    Own.CONVERTED: Stage.CONVERTED,
    Own.REOPENED: Stage.HANDLING,
    Own.ARCHIVED: Stage.ARCHIVED,
}


def stage(events: Sequence[str]) -> Stage:
    """Return where a case stands after its facts, in the order they were entered.

    >>> stage(["submitted"]), stage(["submitted", "received", "assigned"])
    (<Stage.ARRIVED: 'arrived'>, <Stage.HANDLING: 'handling'>)
    """
    now = Stage.ARRIVED
    for event in events:
        to = _TO.get(event, now)
        # A case handed to a section before it is received, or while a notice is out, stays there.
        if event == Own.ASSIGNED and now not in {Stage.ACCEPTED, Stage.HANDLING}:
            continue
        now = to
    return now


def squeezed(text: str) -> str:
    """Return a text for comparing: without white space and punctuation."""
    return re.sub(r"[\W_]+", "", text)


def likeness(one: str, other: str) -> float:
    """Return how alike two requests are, from 0 to 1: their shared pairs of characters (Dice)."""
    return _shared(_pairs(one), _pairs(other))


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _pairs(text: str) -> frozenset[str]:
    found = squeezed(text)
    return frozenset(found[n : n + 2] for n in range(len(found) - 1))


def grouped(texts: Sequence[str], least: float) -> list[list[int]]:
    """Group texts, by place, with the first of a group they are at least so like.

    Two texts that alike share one of their rarest pairs, so only few firsts are compared.
    """
    pairs = [_pairs(text) for text in texts]
    often = Counter(pair for found in pairs for pair in found)
    groups: list[list[int]] = []
    by_pair: dict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(pairs):
        rare = sorted(found, key=lambda pair: (often[pair], pair))
        rare = rare[: len(rare) - ceil(len(rare) * least / (2 - least) - 1e-9) + 1]
        near = sorted({group for pair in rare for group in by_pair[pair]})
        home = next((n for n in near if _shared(pairs[groups[n][0]], found) >= least), None)
        if home is None:
            home = len(groups)
            groups.append([])
            for pair in rare:
                by_pair[pair].append(home)
        groups[home].append(place)
    return groups


def masked(text: str, head: int = 1, tail: int = 0) -> str:
    """Return a text of which only its ends are shown.

    >>> masked("演示甲"), masked("130102199001011234", 3, 4)
    ('演**', '130***********1234')
    """
    kept = head + tail
    if len(text) <= kept:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - kept) + (text[-tail:] if tail else "")


def missing(given: Collection[str], wanted: Collection[str]) -> list[str]:
    """Return what is wanted and not given, in the wanted order."""
    return [one for one in wanted if one not in given]


# A letter older than three months without an answer vetoes the whole inspection (VETO-5); the two
# warnings before it are the bureau's own. Unit: calendar days after arrival.
WARN_AFTER, ALARM_AFTER, VETO_AFTER = 60, 80, 90
LETTER_DAYS = 15  # working days where no topic says otherwise
LETTER_ENDS = ("answered", "returned", "merged")  # results of a letter
RECORD_ENDS = ("corrected", "referred", "declined", "directed")  # of a correction (第四十一条)
# Requests closed without a reply, and the result each counts as; nothing else goes unanswered.
UNANSWERED_ENDS = ("uncorrected", "unpaid")
WITHDRAWN_END = "other"  # by the applicant's paper, and two persons of the office
SUPPLIED = frozenset({"granted", "partial"})  # results that hand something over
ALIKE = 0.8  # likeness from which two requests are shown as possibly the same
MANY_MONTH, MANY_YEAR = 10, 60  # requests of one applicant; the bureau's own marks of excess
KEEP_YEARS = 10  # how long who asked is kept after archiving, unless told otherwise
TEXT, NOTE, FILE, FILES = 20_000, 2_000, 30 * 1024 * 1024, 40  # the most of each
WAYS = ("counter", "post", "mail", "fax", "online", "hotline")  # how a document is delivered
BY_INTERNET = frozenset({"mail", "online"})
CONFIRMED_BY_BOTH = frozenset({Channel.INTERNET, Channel.FAX})  # what a receipt may confirm
UNCONFIRMED = 3  # working days an arrived request may wait for its confirmation before a reminder


def age_level(arrived: date, today: date) -> str:
    """Return how near an open letter is to three months: "", "warn", "alarm" or "veto".

    >>> age_level(date(2026, 1, 1), date(2026, 3, 2)), age_level(date(2026, 1, 1), date(2026, 1, 9))
    ('warn', '')
    """
    age = (today - arrived).days
    levels = ((VETO_AFTER, "veto"), (ALARM_AFTER, "alarm"), (WARN_AFTER, "warn"))
    return next((name for days, name in levels if age >= days), "")


def veto_day(arrived: date) -> date:
    """Return the day on which a letter without an answer is three months old."""
    return arrived + timedelta(days=VETO_AFTER)


def letter_clock(
    facts: Sequence[Fact], *, days: int, basis: str, today: date, calendar: Calendar
) -> Clock:
    """Return where a letter's time stands, in the shape of a request's: its topic's term, no pause.

    Unit: working days. Rule: the bureau's own terms, whose basis every line names.
    """
    by_event = {fact.event: fact for fact in facts}
    received, closed = by_event.get(Clocked.RECEIVED), by_event.get(Clocked.CLOSED)
    if received is None:
        return Clock("letter", None, "unreceived", None, days, None, None, (), provisional=False,
                     overdue=False, on_time=None)  # fmt: skip
    due = calendar.add_working_days(received.on, days)
    until = closed.on if closed else today
    late = until > due
    lines = [
        Line(received.on, f"{_day(received.on)}收到来信。", None),
        Line(received.on, f"按{basis or '本机关政府信箱办理规定'}，{days}个工作日内答复，至{_day(due)}。", None),
    ]  # fmt: skip
    if closed:
        lines.append(
            Line(closed.on, f"{_day(closed.on)}办结，{'逾期' if late else '未逾期'}。", None)
        )
    return Clock(
        regime="letter", received=received.on, state="closed" if closed else "running", due=due,
        left=(-calendar.working_days_between(due, until) if late
              else calendar.working_days_between(until, due)),
        correction_due=None, lapse=None, lines=tuple(lines),
        provisional=bool(calendar.provisional_years(received.on, due)),
        overdue=late and not closed, on_time=not late if closed else None,
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


CITED = re.compile(  # an article as texts cite it
    r"《([^《》]{2,40})》([（(][^（）()]{1,20}[）)])?(第[零〇一二三四五六七八九十百\d]+条)?"
)

# What of an applicant must not stand in a text, and what is written in its place.
PLACES = {
    "name": "〔申请人〕", "id_number": "〔证件号码〕", "phone": "〔电话〕", "email": "〔电子邮箱〕",
    "address": "〔地址〕", "agent": "〔代理人〕", "representative": "〔负责人〕", "contact": "〔联系人〕",
}  # fmt: skip


# The same of whoever is named by a number, by the rule of the checks that finds it.
FOUND = {
    "personal.identity": "〔证件号码〕", "personal.bank_card": "〔银行卡号〕",
    "personal.mobile": "〔电话〕", "personal.mail": "〔电子邮箱〕",
}  # fmt: skip
SEPARATORS = r"\s\-‐‑‒–—―·•‧∙・._/\\()*"  # what people write between the pieces of a name or number
APART = re.compile(f"[{SEPARATORS}]")
WITHIN = re.compile(r"(?<=\d)[ \-‐‑‒–—―·•‧∙・._/()]{1,2}(?=[\dx])")
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters without a shape
JOINED = frozenset({"phone", "email", "agent", "representative", "contact"})  # may hold several
PIECE = re.compile(r"\d{7,}|[^\W\d_]{2,}")
LABEL = re.compile(
    "电话|手机|联系|联系人|联系电话|手机号|手机号码|号码|姓名|代理人|委托代理人|法定代表人|负责人|律师|先生|女士"
)
Mark = tuple[int, int, str]  # from, to, what is written in its place


def scrubbed(text: str, identity: Mapping[str, object]) -> str:
    """Return a text in which what tells who asked, and anybody's number, is replaced by what it is.

    Width, case, unseen characters and separators hide nothing.

    >>> scrubbed("我是演示甲，电话138-0013-8000", {"name": "演示甲", "phone": "13800138000"})
    '我是〔申请人〕，电话〔电话〕'
    """
    found: list[Mark] = []
    for start, end, place in sorted([*_named(text, identity), *_numbered(text)],
                                    key=lambda one: (one[0], -one[1])):  # fmt: skip
        if found and start < found[-1][1]:  # what overlaps goes as one
            found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2])
        else:
            found.append((start, end, place))
    for start, end, place in reversed(found):
        text = text[:start] + place + text[end:]
    return text


def tells(text: str, identity: Mapping[str, object]) -> bool:
    """Say whether a text names who asked."""
    return next(_named(text, identity), None) is not None


def _named(text: str, identity: Mapping[str, object]) -> Iterator[Mark]:
    """Yield where a text names who asked."""
    flat, places = _flat(text, APART)
    for field, place in PLACES.items():
        for value in _values(field, str(identity.get(field) or "")):
            wanted, _ = _flat(value, APART)
            at = flat.find(wanted) if len(wanted) >= 2 else -1
            while at >= 0:
                start, end = places[at], places[at + len(wanted) - 1] + 1
                if not _is_part(text, wanted, start, end):
                    yield start, end, place
                at = flat.find(wanted, at + 1)


def _values(field: str, value: str) -> Iterator[str]:
    """Yield what a field of the identity may be known by: whole, and of some each name and number."""
    yield value
    if field in JOINED:
        found = PIECE.findall(unicodedata.normalize("NFKC", value))
        yield from (one for one in found if not LABEL.fullmatch(one)
                    and (one.isdigit() or field not in {"phone", "email"}))  # fmt: skip


def _is_part(text: str, wanted: str, start: int, end: int) -> bool:
    """Say whether Latin letters stand inside a longer word, and so are no name."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return (
        wanted.isascii()
        and wanted.isalpha()
        and any(one.isascii() and one.isalpha() for one in around)
    )


def _numbered(text: str) -> Iterator[Mark]:
    """Yield where a text has a number of a proof, a card, a mobile, or a mail address, anybody's."""
    wide, places = _flat(text, None)
    gaps = {at for gap in WITHIN.finditer(wide) for at in range(*gap.span())}
    kept = [at for at in range(len(wide)) if at not in gaps]
    tight = "".join(wide[at] for at in kept)
    for read, where in ((wide, places), (tight, [places[at] for at in kept])):
        for rule, start, end in spans(read):
            yield where[start], where[end - 1] + 1, FOUND[rule]


def _flat(text: str, apart: re.Pattern[str] | None) -> tuple[str, list[int]]:
    """Return a text in half width and small letters without what nobody sees, and each one's place."""
    found = [
        (one, place)
        for place, char in enumerate(text)
        for one in unicodedata.normalize("NFKC", char).casefold()
        if not (is_unseen(one) or one in BLANK or unicodedata.category(one) in {"Mn", "Me"}
                or (apart and apart.match(one)))
    ]  # fmt: skip
    return "".join(one for one, _ in found), [place for _, place in found]


def standing(rows: Sequence[Any]) -> list[Any]:
    """Return the facts that count, each in its place: one put right stands where the wrong one stood.

    Shape: rows as entered, each with pk, voids_id and event.
    """
    place: dict[int, int] = {}
    for row in rows:
        place[row.pk] = place.get(row.voids_id, row.voids_id) if row.voids_id else row.pk
    voided = {row.voids_id for row in rows if row.voids_id}
    kept = [row for row in rows if row.pk not in voided and row.event != Own.VOIDED]
    return sorted(kept, key=lambda row: place[row.pk])


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2025, 6, 3), 12)
    (datetime.date(2026, 2, 28), datetime.date(2026, 6, 3))
    """
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
