"""Shape of a disclosure (著录项和正文结构): what it must have, headings, tables, pictures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.checks.findings import Finding, Rule, Severity, cut
from gongkai.law.articles import article

CATALOGUE = "《政府信息公开条例》公开目录四要素"
ACCESS = "GB/T 37668-2019 无障碍"
MISSING = Rule("metadata.missing", "1", Severity.BLOCK, CATALOGUE)
WRONG = Rule("metadata.wrong", "1", Severity.BLOCK, CATALOGUE)
TITLE = Rule("metadata.title", "1", Severity.BLOCK, CATALOGUE)
SUMMARY = Rule("metadata.summary", "1", Severity.BLOCK, "内容概述不超过100字")
BODY = Rule("body.empty", "1", Severity.BLOCK, "正文")
BLOCK = Rule("body.block", "1", Severity.BLOCK, "正文")
HEADING = Rule("heading.blank", "1", Severity.BLOCK, ACCESS)
ORDER = Rule("heading.order", "1", Severity.WARN, "GB/T 9704-2012 结构层次序数")
RAGGED = Rule("table.ragged", "1", Severity.WARN, ACCESS)
HEADLESS = Rule("table.head", "1", Severity.WARN, ACCESS)
IMAGE_ALT = Rule("image.alt", "1", Severity.BLOCK, ACCESS)
CHART_ALT = Rule("chart.alt", "1", Severity.BLOCK, ACCESS)
CHART_VALUE = Rule("chart.value", "1", Severity.BLOCK, "统计图数据")

TITLE_LENGTH = 80  # our choice: two lines of a headline
SUMMARY_LENGTH = 100
REQUIRED = {
    "summary": "内容概述",
    "formed_on": "生成日期",
    "column": "栏目",
    "attribute": "公开属性",
    "category": "主动公开类别",
    "channels": "公开渠道",
}
NO_ALT = frozenset({"", "图", "图片", "图像", "照片", "图表", "image", "picture", "img"})
_DIGITS = "一二三四五六七八九"
_NUMBERED = re.compile(
    r"\s*(?:([一二三四五六七八九十]{1,3})、|[（(]([一二三四五六七八九十]{1,3})[）)])"
)

_FIGURE = re.compile(r"[-−]?[0-9][0-9 \u2009]{0,19}(\.[0-9]{1,9})?")  # digits may be grouped
Content = Mapping[str, Any]


def metadata(content: Content, on: date) -> Iterator[Finding]:
    """Find missing and impossible metadata.

    Law: 政府信息公开条例 (2019) 第十二条: index, name, summary, day of forming.
    """
    for key, name in REQUIRED.items():
        if not content.get(key) or not str(content[key]).strip():
            yield _missing(name, on)
    source = content.get("source") or {}
    if not str(source.get("name", "")).strip():
        yield _missing("来源", on)
    if source.get("kind") == "repost" and not _is_address(source.get("url", "")):
        why = "转载内容须注明原文网址。"
        yield WRONG.finding("来源", cut(str(source.get("url", ""))), why, "请填写原文网址。")
    correction = content.get("correction")
    if correction is not None and not (correction.get("what") and correction.get("why")):
        why = "更正须写明更正了什么和为什么更正。"
        yield MISSING.finding("更正说明", "", why, "请填写更正内容和更正原因。")
    yield from _formed(str(content.get("formed_on") or ""), on)
    yield from _filed(content)


def title(text: str) -> Iterator[Finding]:
    """Find a title that is blank, too long, or padded with spaces or line ends."""
    if not text.strip():
        yield TITLE.finding("名称", "", "缺少名称。", "请填写名称。")
    elif len(text) > TITLE_LENGTH:
        why = f"名称有{len(text)}字，超过{TITLE_LENGTH}字。"
        yield TITLE.finding("名称", cut(text), why, "请缩短名称，细节写入内容概述。")
    if text.strip() and (text != text.strip() or re.search(r"[\n\r\t]", text)):
        why = "名称首尾有空格，或者中间有换行。"
        yield TITLE.finding("名称", cut(text), why, " ".join(text.split()))


def summary(text: str) -> Iterator[Finding]:
    """Find a summary of more than a hundred characters."""
    if len(text) > SUMMARY_LENGTH:
        why = f"内容概述有{len(text)}字，超过{SUMMARY_LENGTH}字。"
        yield SUMMARY.finding("内容概述", cut(text), why, f"请压缩到{SUMMARY_LENGTH}字以内。")


def headings(blocks: Sequence[Content]) -> Iterator[Finding]:
    """Find blank headings, headings with nothing under them, and numbers out of order."""
    last = {1: 0, 2: 0}
    for number, (block, after) in enumerate(_headings(blocks), start=1):
        place, text = f"第{number}个标题", str(block.get("text", "")).strip()
        if not text:
            yield HEADING.finding(place, "", "标题是空的。", "请填写或者删去。")
            continue
        level, count = numbered(text)
        if after is None or (after.get("type") == "heading" and not _opens(text, after)):
            yield ORDER.finding(place, cut(text), "标题下面没有内容。", "请补充内容或者删去标题。")
        if level and count != last[level] + 1:
            why = f"标题序号不连续，前一个同级序号是{chinese(last[level])}。"
            yield ORDER.finding(
                place, cut(text), why, f"请核对，此处应为{chinese(last[level] + 1)}。"
            )
        if level:
            last[level] = count
        if level == 1:
            last[2] = 0


def table(number: int, block: Content) -> Iterator[Finding]:
    """Find a table without head and rows of unequal length."""
    head, rows = block.get("head") or [], block.get("rows") or []
    place = f"表{number}"
    if not rows:
        yield RAGGED.finding(place, "", "表格没有数据行。", "请补充数据或者删去表格。")
    if not head:
        yield HEADLESS.finding(
            place, "", "表格没有表头，读屏软件读不出各列的含义。", "请设置表头。"
        )
    width = len((head or rows or [[]])[0])
    for kind, lines in (("表头", head), ("", rows)):
        for row, cells in enumerate(lines, start=1):
            if len(cells) != width:
                why = f"这一行有{len(cells)}格，第一行有{width}格。"
                excerpt = cut("｜".join(map(str, cells)))
                yield RAGGED.finding(
                    f"{place}{kind}第{row}行", excerpt, why, "请补齐或者合并单元格。"
                )


def image(number: int, block: Content) -> Iterator[Finding]:
    """Find a picture without text for those who do not see it."""
    if not says_something(block.get("alt"), block.get("name")):
        why = "图片没有替代文字，看不见图的读者无从知道内容。"
        excerpt = cut(str(block.get("name", "")))
        yield IMAGE_ALT.finding(f"图{number}", excerpt, why, "请用一句话写明图片说了什么。")


def chart(number: int, block: Content) -> Iterator[Finding]:
    """Find a chart without text for those who do not see it, or with cells that are no figures."""
    if not says_something(block.get("alt"), None):
        why = "统计图没有替代文字，看不见图的读者无从知道内容。"
        excerpt = cut(str(block.get("title", "")))
        yield CHART_ALT.finding(f"统计图{number}", excerpt, why, "请写明走势和主要数值。")
    if not block.get("series"):
        yield CHART_VALUE.finding(
            f"统计图{number}",
            cut(str(block.get("title", ""))),
            "统计图没有数据。",
            "请粘贴数据，第一行是系列名称。",
        )
    for series in block.get("series") or []:
        for value in series.get("values") or []:
            if value and not _FIGURE.fullmatch(str(value)):
                why = "统计图的数据不是数字，图画不出来。"
                yield CHART_VALUE.finding(
                    f"统计图{number}", cut(str(value)), why, "请填数字；缺数留空。"
                )


def says_something(alt: object, name: object) -> bool:
    """Say whether a text for a picture is more than a blank, 图片, or the file's name."""
    text = str(alt or "").strip()
    return text.lower() not in NO_ALT and text != str(name or "")


def numbered(text: str) -> tuple[int, int]:
    """Return level and number of a heading such as 二、 or （三）; (0, 0) without one.

    >>> numbered("十二、人口"), numbered("（三）工业"), numbered("附注")
    ((1, 12), (2, 3), (0, 0))
    """
    found = _NUMBERED.match(text)
    if not found:
        return 0, 0
    word = found[1] or found[2]
    tens, ten, ones = word.rpartition("十")
    value = (_DIGITS.find(tens) + 1 or 1) * 10 if ten else 0
    return (1 if found[1] else 2), value + _DIGITS.find(ones or " ") + 1


def chinese(number: int) -> str:
    """Return a number below a hundred in Chinese.

    >>> [chinese(n) for n in (0, 3, 10, 12, 20, 35)]
    ['零', '三', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    word = ("" if tens < 2 else _DIGITS[tens - 1]) + ("十" if tens else "")
    return (word + (_DIGITS[ones - 1] if ones else "")) or "零"


def cite(key: str, on: date) -> str:
    """Return the article of a key in brackets, nothing when none is in force."""
    try:
        return f"（{article(key, on)}）"
    except LookupError:
        return ""


def _missing(name: str, on: date) -> Finding:
    why = f"缺少{name}，不能编入政府信息公开目录{cite('catalogue', on)}。"
    return MISSING.finding(name, "", why, f"请填写{name}。")


def _formed(text: str, on: date) -> Iterator[Finding]:
    if not text:
        return
    try:
        formed = date.fromisoformat(text)
    except ValueError:
        yield WRONG.finding("生成日期", cut(text), "不是日期。", "请填写年、月、日。")
        return
    if formed > on:
        yield WRONG.finding("生成日期", text, "生成日期晚于今天。", "请核对生成日期。")


def _filed(content: Content) -> Iterator[Finding]:
    attribute, category = content.get("attribute"), content.get("category")
    if attribute and attribute != "主动公开":
        why = "只有主动公开的信息可以上网。"
        yield WRONG.finding("公开属性", cut(str(attribute)), why, "请改走相应的办理程序。")
    if category and category not in range(1, 16):
        yield WRONG.finding("主动公开类别", str(category), "没有这个类别。", "请从十五类中选一类。")


def _is_address(url: object) -> bool:
    return re.fullmatch(r"https?://\S+", str(url)) is not None


def _headings(blocks: Sequence[Content]) -> Iterator[tuple[Content, Content | None]]:
    for place, block in enumerate(blocks):
        if block.get("type") == "heading":
            yield block, blocks[place + 1] if place + 1 < len(blocks) else None


def _opens(text: str, after: Content) -> bool:
    """Say whether the heading after is of a level below, so that it is the content."""
    level, below = numbered(text)[0], numbered(str(after.get("text", "")))[0]
    return below > level > 0
