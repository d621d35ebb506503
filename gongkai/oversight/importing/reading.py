"""One file in, one annual report out: its title, year and unit, its sections and its tables."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from gongkai.checks import files
from gongkai.law import annual
from gongkai.law.annual import Annual, Section
from gongkai.law.refused import Refused
from gongkai.oversight.importing import grids, page, pdf
from gongkai.oversight.importing.flow import Flow, Line, joined
from gongkai.oversight.rules.writing import (
    BLOCK,
    DAY,
    NUMBERED,
    PAGE_NUMBER,
    PERIOD,
    SAID_DAY,
    TITLE,
    UNIT,
)  # fmt: skip
from gongkai.publishing.importing import web, word

MEGABYTE = 1024 * 1024
MOST = 30 * MEGABYTE
HEADING = 40  # characters


def read(name: str, data: bytes) -> Annual:
    """Read an annual report out of a PDF, a Word document (docx) or a web page.

    Raises: Refused "annual.size", "annual.kind", "annual.form", those of grids.py, pdf.py,
    publishing.importing.web and word, and of checks.files.
    """
    _refuse_large(name, data)
    flow, said = _flow(name, data)
    lines = _lines(flow)
    found = _sections(lines)
    head = _before(lines)
    unit, year = _title(head, lines)
    if not year or not found:
        raise Refused(
            "annual.kind",
            f"文件“{name}”里没有读到年度报告的标题、年度或者各部分的标题，不像政府信息公开工作年度报告，"
            "没有读取。",
        )
    _refuse_old(year)
    read = grids.read(flow)
    table2, table3, table4 = read.tables
    return Annual(year, unit, table2, table3, table4, found,
                  published=_published(said, head), form=read.form, marks=read.marks)  # fmt: skip


def sections(data: bytes, name: str) -> tuple[Section, ...]:
    """Read the prose of a report of any form, tables left out: to hold another's text against it.

    Shape: under one empty heading where no section of the form is found. Raises: Refused as `read`,
    but for the tables and the form.
    """
    _refuse_large(name, data)
    lines = _lines(_flow(name, data)[0])
    found = _sections(lines) or (Section("", "".join(one.text for one in lines)),)
    if not any(one.text for one in found):
        raise Refused("annual.kind", f"文件“{name}”里没有读到文字，可能是扫描件，没有读取。")
    return found


def _lines(flow: Flow) -> list[Line]:
    return [
        Line(text, one.page)
        for one in flow
        if isinstance(one, Line) and (text := joined(one.text)) and not PAGE_NUMBER.fullmatch(text)
    ]


def _refuse_large(name: str, data: bytes) -> None:
    if len(data) > MOST:
        raise Refused(
            "annual.size",
            f"文件“{name}”有{len(data) / MEGABYTE:.1f}MB，超过上限{MOST // MEGABYTE}MB，没有读取。",
        )


def _flow(name: str, data: bytes) -> tuple[Flow, str]:
    """Return a file's flow, and the day of publication a page's head names."""
    if name.lower().endswith((*web.PAGES, *web.MHT, ".zip")):
        html = web.read(name, data).html
        return page.flow(html), page.published(html)
    if name.lower().endswith(".pdf"):
        files.kind_of(name, data)  # says what an encrypted or misnamed file is
        return pdf.flow(name, data), ""
    if name.lower().endswith((".docx", ".docm")):
        return page.flow(word.read(name, data).html), ""
    raise Refused(
        "annual.kind", f"“{PurePath(name).name}”不能核对，可以核对 PDF、Word 文档（docx）和网页。"
    )


def _refuse_old(year: int) -> None:
    if annual.form_of(year).key == "2008":
        raise Refused(
            "annual.form",
            f"这是{year}年度的报告。2018年度及以前的报告按2008年条例编写，没有统一的表二、表三、表四，"
            "不能用现行格式的勾稽关系核对。",
        )


def _before(lines: Iterable[Line]) -> list[str]:
    """Return the lines above the first section."""
    found = []
    for line in lines:
        if _is_heading(line.text):
            break
        found.append(line.text)
    return found


def _is_heading(text: str) -> bool:
    return (
        NUMBERED.match(text) is not None
        and len(text) <= HEADING
        and text[-1] not in "。；，"
        and annual.section_number(text) > 0
    )


def _sections(lines: Iterable[Line]) -> tuple[Section, ...]:
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if _is_heading(line.text):
            found.append((line.text, []))
        elif found and not BLOCK.fullmatch(line.text):
            found[-1][1].append(line.text)
    return tuple(Section(heading, "".join(texts)) for heading, texts in found)


def _title(head: list[str], lines: list[Line]) -> tuple[str, int]:
    """Return the unit and the year a report's title names; the year may stand in its opening."""
    for place, text in enumerate(head):
        if not text.endswith("。") and (found := TITLE.search(text)):
            unit = _unit(found[1]) or (_unit(head[place - 1]) if place else "")
            return unit, int(found[2])
    period = PERIOD.search("".join(line.text for line in lines))
    return "", int(period[1]) if period else 0


def _unit(text: str) -> str:
    found = UNIT.match(text.strip())
    whole = found is not None and UNIT.fullmatch(text.strip())
    return text.strip() if whole else ""


def _published(said: str, head: list[str]) -> date | None:
    """Return the day of publication a page names in its head or above the text."""
    for text in (said, *(found[1] for line in head for found in SAID_DAY.finditer(line))):
        if found := DAY.search(text):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
    return None
