"""The form of an official paper (公文格式): title, numbering, attachments, addressee, date.

What only a page shows (margins, fonts, lines) is the printed document's own business.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.checks.findings import Finding, Rule, Severity, cut
from gongkai.checks.known import Known
from gongkai.checks.markup import paragraphs
from gongkai.checks.structure import chinese, numbered

PAPERS = "GB/T 9704-2012"
WARN, NOTE = Severity.WARN, Severity.NOTE
TITLE_MARK = Rule("format.title_mark", "1", WARN, f"{PAPERS} 标题")
TITLE_TWICE = Rule("format.title_twice", "1", WARN, f"{PAPERS} 标题")
TITLE_KIND = Rule("format.title_kind", "1", NOTE, f"{PAPERS} 标题（发文机关、事由、文种）")
REQUEST = Rule("format.request", "1", WARN, "党政机关公文处理工作条例：报告不得夹带请示事项")
ADDRESSEE = Rule("format.addressee", "1", NOTE, f"{PAPERS} 主送机关")
NUMBERING = Rule("format.numbering", "1", WARN, f"{PAPERS} 结构层次序数")
ORDINAL = Rule("format.ordinal", "1", NOTE, f"{PAPERS} 结构层次序数")
ATTACHMENT = Rule("format.attachment", "1", WARN, f"{PAPERS} 附件说明")
ATTACHMENT_MARK = Rule("format.attachment_mark", "1", NOTE, f"{PAPERS} 附件说明")
YEAR = Rule("format.year", "1", WARN, f"{PAPERS} 发文字号、成文日期")
SIGNED = Rule("format.signed", "1", WARN, f"{PAPERS} 成文日期")
RULES = (
    *(TITLE_MARK, TITLE_TWICE, TITLE_KIND, REQUEST, ADDRESSEE, NUMBERING, ORDINAL),
    *(ATTACHMENT, ATTACHMENT_MARK, YEAR, SIGNED),
)

Content = Mapping[str, Any]
Piece = tuple[str, str]  # place, text

_KINDS = (
    *("决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示"),
    *("批复", "议案", "函", "纪要", "办法", "规定", "细则", "规则", "条例", "方案", "要点", "计划"),
    *("规划", "总结", "说明", "制度", "指南", "目录", "名单", "清单"),
)
_KIND = re.compile(f"(?:{'|'.join(_KINDS)})$")
_ABOUT = re.compile(r"(?:决定|通知|通报|请示|批复|函)$")  # kinds that say what they are about
_TO = re.compile(r"(?:通知|通报|请示|批复|函)$")  # kinds that say to whom
_TAIL = re.compile(r"[（(][^（）()]{1,20}[）)]$")
_MARKS = re.compile(r"[，。；！？,;!?…]|[：:、.]$")
_TWICE = re.compile(
    r"关于关于|关于对|(通知|意见|函|请示|报告|批复|通报)的\1$|请示报告$|请示的报告$|报告的请示$"
    r"|(?:转发|印发).{0,40}(?:转发|印发).{0,40}(?:转发|印发)"
)
_ASKS = re.compile(r"(?:妥否|当否|可否)，?请(?:予)?(?:批示|批复|审批)|请予(?:批准|批复|审批)")
_ORDINAL = re.compile(
    r"\s*(\d{1,2})[.．、](?![\d\s]*(?:亿|万|%|％|元|年|月))(?=\s*\D)|\s*[（(](\d{1,2})[）)]"
)
_ODD = re.compile(
    r"\s*(?:(?P<dotted>[一二三四五六七八九十]{1,3})[.．，](?!\d)|[（(](?P<both>[一二三四五六七八九十\d]{1,3})[）)][、.．，]"
    r"|(?P<listed>\d{1,2})、)"
)
_NAMED = re.compile(r"\s*附\s?件\s?[:：]\s?(?P<names>.+)", re.S)
_ITEM = re.compile(r"(?:^|[\s；;])\s*\d{1,2}[.．、]\s*")
_OWN_PAGE = re.compile(r"\s*附\s?件\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s?[:：]?\s*")
_SEE = re.compile(r"(?:见|详见|参见|如)本?(?:通知|公告)?附件(?:\d{1,2})?")
_DATE = re.compile(r"\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*")
_CHINESE_DATE = re.compile(
    r"\s*[一二][〇○零OＯ0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日\s*"
)
_BARE = re.compile(
    r"[\s《》“”\"'（）()〔〕\[\]【】,，、.．。_-]|\.(?:docx?|xlsx?|pdf|ofd|wps|et|zip)$", re.I
)
_FILES = frozenset({"attachment", "image"})
LAST = 4  # paragraphs at the end among which the date stands
LIST_END = 6  # lines at most of a list of attachments


def title(content: Content, known: Known) -> Iterator[Finding]:
    """Find marks in a title, a kind said twice, and a paper whose title names none."""
    del known
    text = str(content.get("title") or "").strip()
    if found := _MARKS.search(re.sub(r"《[^》]*》|“[^”]*”", lambda one: "书" * len(one[0]), text)):
        why = "标题中除书名号外一般不用标点符号。"
        yield TITLE_MARK.at("名称", text, found.span(), why, "请删去标点，或者改写标题。")
    if found := _TWICE.search(_TAIL.sub("", text)):
        why = "标题用词重复或者文种混用。"
        yield TITLE_TWICE.at("名称", text, found.span(), why, "请只用一个“关于”和一个文种。")
    if _is_paper(content):
        bare = _TAIL.sub("", text)
        if "关于" in bare and not _KIND.search(bare):
            why = "公文标题一般由发文机关名称、事由和文种组成，这里没有文种。"
            yield TITLE_KIND.finding("名称", cut(text), why, "请补上通知、公告、函等文种。")
        elif (
            _ABOUT.search(bare) and "关于" not in bare and not re.search("[转印]发|任免|表彰", bare)
        ):
            why = "公文标题一般由发文机关名称、事由和文种组成，这里没有“关于……”的事由。"
            yield TITLE_KIND.finding("名称", cut(text), why, "请写明事由。")


def request(content: Content, known: Known) -> Iterator[Finding]:
    """Find a report that asks for a decision."""
    del known
    if _TAIL.sub("", str(content.get("title") or "").strip()).endswith("报告"):
        for place, text in _paragraphs(content):
            if found := _ASKS.search(text):
                why = "报告中不得夹带请示事项。"
                yield REQUEST.at(place, text, found.span(), why, "需要批复的，请另行请示。")


def addressee(content: Content, known: Known) -> Iterator[Finding]:
    """Find a notice or letter that does not begin with whom it is for."""
    del known
    kind = _TAIL.sub("", str(content.get("title") or "").strip())
    first = next(iter(_paragraphs(content)), None)
    if not (_is_paper(content) and _TO.search(kind) and first is not None):
        return
    if not first[1].split("\n")[0].rstrip().endswith(("：", ":")):
        why = "通知、通报、请示、批复和函正文之前写主送机关，后面用全角冒号。"
        yield ADDRESSEE.finding(first[0], cut(first[1]), why, "请补上主送机关。")


def numbering(content: Content, known: Known) -> Iterator[Finding]:
    """Find numbers of paragraphs out of order: 一、（一）1.（1）each from its own beginning."""
    del known
    last = [0, 0, 0, 0]
    for place, text in _paragraphs(content, headings=True):
        level, count = _level(text)
        if _NAMED.match(text):
            last[2:] = [1, 0]  # the list of attachments counts for itself
        if not level:
            continue
        before = last[level - 1]
        last[level - 1 :] = [count, *[0] * (4 - level)]
        if count not in (1, before + 1) and not place.endswith("标题"):
            why = f"序号不连续，前一个同级序号是{_ordinal(level, before)}。"
            right = f"请核对，此处应为{_ordinal(level, before + 1)}。"
            yield NUMBERING.finding(place, cut(text), why, right)


def ordinals(content: Content, known: Known) -> Iterator[Finding]:
    """Find numbers with a wrong mark behind: 一. 1、（一）、"""
    del known
    for place, text in _paragraphs(content, headings=True):
        if found := _ODD.match(text):
            right = (
                f"{found['dotted']}、"
                if found["dotted"]
                else f"（{found['both']}）"
                if found["both"]
                else f"{found['listed']}."
            )
            why = "结构层次序数依次写作“一、”“（一）”“1.”“（1）”，带括号的后面不加标点。"
            yield ORDINAL.at(place, text, found.span(), why, right)


def attachments(content: Content, known: Known) -> Iterator[Finding]:
    """Find attachments named and not there, there and not named, and named with a full stop."""
    del known
    blocks = [one for one in content.get("body") or [] if one.get("type") == "attachment"]
    real = [str(one.get("title") or one.get("name") or "") for one in blocks]
    files = [*real, *(str(one.get("name") or "") for one in blocks)]
    lines = list(_paragraphs(content, headings=True))
    named = list(_named(lines))
    inline = [text for _, text in lines if _OWN_PAGE.fullmatch(text.split("\n")[0])]
    for place, name in named:
        if not inline and not any(_is_same(name, file) for file in files):
            why = f"附件说明列有《{cut(name)}》，没有找到这个附件。"
            yield ATTACHMENT.finding(place, cut(name), why, "请上传附件，或者改正附件名称。")
        if name.endswith(("。", "；", "，", ".", ";")):
            why = "附件名称后面不加标点符号。"
            yield ATTACHMENT_MARK.finding(place, cut(name), why, name.rstrip("。；，.;"))
    if named:
        for number, file in enumerate(real, start=1):
            names = [one for _, one in named]
            if not any(
                _is_same(one, it) for one in names for it in (file, files[len(real) + number - 1])
            ):
                why = "正文的附件说明没有列出这个附件。"
                yield ATTACHMENT.finding(f"附件{number}标题", cut(file), why, "请补列或者删去。")
    elif not inline and not any(one.get("type") in _FILES for one in content.get("body") or []):
        yield from _unseen(lines)


def dates(content: Content, known: Known) -> Iterator[Finding]:
    """Find a document number of another year, and a date at the end that cannot be right."""
    formed = str(content.get("formed_on") or "")
    year = re.search(r"〔(\d{4})〕", str(content.get("document_no") or ""))
    if year and formed and year[1] != formed[:4]:
        why = f"发文字号的年份与生成日期（{formed}）不是同一年。"
        yield YEAR.finding("发文字号", str(content["document_no"]), why, "请核对。")
    for place, text in list(_paragraphs(content))[-LAST:]:
        for line in text.split("\n"):
            yield from _dated(place, line, formed, known.on)


def _is_paper(content: Content) -> bool:
    """Say whether a content is an official document: it has a number, or is about to have one."""
    return bool(str(content.get("document_no") or "").strip())


def _paragraphs(content: Content, *, headings: bool = False) -> Iterator[Piece]:
    """Yield the paragraphs of the body; place of a heading ends in 标题."""
    number = heading = 0
    for block in content.get("body") or []:
        if block.get("type") == "text":
            for text in paragraphs(str(block.get("html", ""))):
                number += 1
                yield f"正文第{number}段", text
        elif block.get("type") == "heading":
            heading += 1
            if headings:
                yield f"第{heading}个标题", str(block.get("text") or "")


def _level(text: str) -> tuple[int, int]:
    """Return level and number of a paragraph; (0, 0) without one.

    >>> _level("（三）工业"), _level("2.加快"), _level("(4)其他"), _level("1.5亿元")
    ((2, 3), (3, 2), (4, 4), (0, 0))
    """
    level, count = numbered(text)
    if level:
        return level, count
    found = _ORDINAL.match(text)
    if not found:
        return 0, 0
    return (3, int(found[1])) if found[1] else (4, int(found[2]))


def _ordinal(level: int, count: int) -> str:
    word = chinese(count) if level < 3 else str(count)
    return {1: f"{word}、", 2: f"（{word}）", 3: f"{word}.", 4: f"（{word}）"}[level]


def _named(lines: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the attachments a list names; it may go on in the paragraphs after its first."""
    for at, (place, text) in enumerate(lines):
        found = _NAMED.match(text)
        if not found:
            continue
        names = [one.strip() for one in _ITEM.split(found["names"])]
        yield from ((place, one) for one in names if one)
        for where, line in lines[at + 1 : at + LIST_END]:
            if not _ITEM.match(line) or len(line) > 60:
                break
            yield from ((where, one.strip()) for one in _ITEM.split(line) if one.strip())


def _is_same(name: str, other: str) -> bool:
    """Say whether two names are of one attachment: alike but for marks, or one within the other."""
    one, two = _bare(name), _bare(other)
    return bool(one and two) and (one in two or two in one)


def _bare(name: str) -> str:
    return re.sub(r"^附件\d*", "", _BARE.sub("", name))


def _unseen(lines: Sequence[Piece]) -> Iterator[Finding]:
    for place, text in lines:
        if found := _SEE.search(text):
            why = "正文说到附件，但是没有附件。"
            yield ATTACHMENT.at(place, text, found.span(), why, "请上传附件，或者改写。")
            return


def _dated(place: str, line: str, formed: str, on: date) -> Iterator[Finding]:
    if _CHINESE_DATE.fullmatch(line):
        why = "成文日期用阿拉伯数字标全年、月、日。"
        yield SIGNED.finding(place, line.strip(), why, "请写作2014年10月20日的样子。")
    elif found := _DATE.fullmatch(line):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return  # told by the rules of wording
        if day > on:
            yield SIGNED.finding(place, line.strip(), "成文日期晚于发布日期。", "请核对日期。")
        elif formed and day.isoformat() != formed:
            why = f"落款日期与著录的生成日期（{formed}）不一致。"
            yield SIGNED.finding(place, line.strip(), why, "请核对日期。")


CONTENT_RULES: tuple[Callable[[Content, Known], Iterator[Finding]], ...] = (
    *(title, request, addressee, numbering, ordinals, attachments, dates),
)
