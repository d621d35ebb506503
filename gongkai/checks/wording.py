"""Wording by the standards of official documents (公文格式): document numbers and dates."""

import re
from collections.abc import Iterator

from gongkai.checks.findings import Finding, Rule, Severity

DOCUMENT_NO = Rule("wording.document_no", "1", Severity.WARN, "GB/T 9704-2012 发文字号")
DATE = Rule("wording.date", "1", Severity.WARN, "GB/T 9704-2012 成文日期；GB/T 15835-2011")

RIGHT = re.compile(r"[\u4e00-\u9fff]{1,12}〔(?:19|20)\d{2}〕[1-9]\d*号")
_WRONG = re.compile(
    r"[\u4e00-\u9fff](?:[\[(（【［]\s*\d{4}\s*[\])）】］]\s*第?\s*\d+\s*号"
    r"|〔\d{2}〕\s*第?\s*\d+\s*号|〔\d{4}〕\s*(?:第\s*\d+|0\d*)\s*号)"
)
_PADDED = re.compile(
    r"(?<!\d)\d{4}年(?:0[1-9]月(?:\d{1,2}日)?|1[0-2]月0[1-9]日)|(?<!\d)0?\d{1,2}月0[1-9]日"
)


def document_no(place: str, number: str) -> Iterator[Finding]:
    """Find a document number not of the form 机关代字〔年份〕N号. An empty one is none."""
    if number and not RIGHT.fullmatch(number):
        yield _numbered(place, number)


def document_no_in_text(place: str, text: str) -> Iterator[Finding]:
    """Find document numbers in prose written with wrong brackets, 第 or a leading zero."""
    for found in _WRONG.finditer(text):
        yield _numbered(place, found[0])


def padded_date(place: str, text: str) -> Iterator[Finding]:
    """Find dates with a leading zero, such as 2014年05月."""
    for found in _PADDED.finditer(text):
        right = re.sub(r"(?<!\d)0(\d)(?=[月日])", r"\1", found[0])
        yield DATE.finding(place, found[0], "月、日不编虚位，即1不编为01。", right)


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
