"""Document numbers and dates by the standards of official documents (发文字号、日期)."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.checks.findings import Finding
from gongkai.checks.sweep import matches
from gongkai.checks.wording.rules import DATE, DOCUMENT_NO, NO_DAY, WEEKDAY

RIGHT = re.compile(r"[\u4e00-\u9fff]{1,12}〔(?:19|20)\d{2}〕[1-9]\d*号")
_WRONG = re.compile(
    r"[\u4e00-\u9fff](?:[\[(（【［]\s*\d{4}\s*[\])）】］]\s*第?\s*\d+\s*号"
    r"|〔\d{2}〕\s*第?\s*\d+\s*号|〔\d{4}〕\s*(?:第\s*\d+|0\d*)\s*号)"
)
_WRONG_HINT = re.compile(r"[\[(（【［〔]\s*\d")
_PADDED = re.compile(
    r"(?<!\d)\d{4}年(?:0[1-9]月(?:\d{1,2}日)?|1[0-2]月0[1-9]日)|(?<!\d)0?\d{1,2}月0[1-9]日"
)
_PADDED_HINT = re.compile(r"[年月]0")
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?"
    r"(?:[（(，,\s]{0,2}(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天1-7])(?![\d年期]))?"
)
_OTHER = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)"
)
_OTHER_HINT = re.compile(r"[-/.](?<=\d.)\d{1,2}[-/.]\d")
WEEKDAYS = "一二三四五六日"
LEAP = 2024  # a day without a year is right if any year has it


def document_no(place: str, number: str) -> Iterator[Finding]:
    """Find a document number not of the form 机关代字〔年份〕N号. An empty one is none."""
    if number and not RIGHT.fullmatch(number):
        yield _numbered(place, number)


def document_no_in_text(place: str, text: str) -> Iterator[Finding]:
    """Find document numbers in prose written with wrong brackets, 第 or a leading zero."""
    for found in matches(_WRONG, _WRONG_HINT, text):
        yield _numbered(place, found[0])


def padded_date(place: str, text: str) -> Iterator[Finding]:
    """Find dates with a leading zero, such as 2014年05月."""
    for found in matches(_PADDED, _PADDED_HINT, text):
        right = re.sub(r"(?<!\d)0(\d)(?=[月日])", r"\1", found[0])
        yield DATE.finding(place, found[0], "月、日不编虚位，即1不编为01。", right)


def impossible_date(place: str, text: str) -> Iterator[Finding]:
    """Find days no calendar has, and weekdays that are not those of their dates."""
    if "月" in text:
        for found in _DAY.finditer(text):
            yield from _day(place, text, found)
    for found in matches(_OTHER, _OTHER_HINT, text):
        if _date(int(found["year"]), int(found["month"]), int(found["day"])) is None:
            yield NO_DAY.at(place, text, found.span(), "公历没有这一天。", "请核对日期。")


def proper_document_no(number: str) -> str:
    """Return a document number in its proper form as far as that can be told.

    >>> proper_document_no("石政办函[2014]第063号")
    '石政办函〔2014〕63号'
    """
    number = re.sub(r"\s", "", number)
    number = re.sub(r"[\[(（【［〔](\d{4})[\])）】］〕]", r"〔\1〕", number)
    return re.sub(r"〕第?0*(\d+)号?$", r"〕\1号", number)


def _numbered(place: str, number: str) -> Finding:
    proposal = proper_document_no(number)
    return DOCUMENT_NO.finding(
        place,
        number,
        "发文字号应为“机关代字〔年份〕序号”：年份用六角括号括入并标全称，序号不编虚位、不加“第”字。",
        proposal if RIGHT.fullmatch(proposal) else "",
    )


def _day(place: str, text: str, found: re.Match[str]) -> Iterator[Finding]:
    year, month = found["year"], int(found["month"])
    if not year and not found["day"]:
        return  # 13月 without a year or a day counts months
    day = _date(int(year or LEAP), month, int(found["day"] or 1))
    if day is None:
        yield NO_DAY.at(place, text, found.span(), "公历没有这一天。", "请核对日期。")
    elif year and found["day"] and found["weekday"]:
        said, right = found["weekday"].replace("天", "日"), WEEKDAYS[day.weekday()]
        said = WEEKDAYS[int(said) - 1] if said.isdecimal() else said
        if said != right:
            why = f"{day.year}年{day.month}月{day.day}日是星期{right}。"
            yield WEEKDAY.at(place, text, found.span(), why, "请核对日期和星期。")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
