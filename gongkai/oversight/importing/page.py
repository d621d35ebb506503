"""A web page, or a Word document made one, as a flow: paragraphs and rows, merged cells resolved."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from gongkai.law.refused import Refused
from gongkai.oversight.importing.flow import Flow, Line, Row

DROPPED = ["script", "style", "nav", "noscript", "iframe", "svg", "template", "select", "form"]
APART = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "tr", "section", "article",
         "header", "footer", "title", "ul", "ol", "dl", "dd", "dt", "blockquote"}  # fmt: skip
MOST_ROWS = 2000
MOST_COLUMNS = 100
DEEPEST = 200
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DAY_NAMES = re.compile("pubdate|publishdate|publicationdate|pub_date", re.I)


def flow(html: str) -> Flow:
    """Return a page's lines and rows. Raises: Refused "annual.large" for tables beyond reading."""
    found: Flow = []
    words: list[str] = []
    tables = 0
    for one in _walk(_shown(html), 0):
        if isinstance(one, str):
            words.append(one)
            continue
        _close(found, words)
        if one.name == "table":
            tables += 1
            found += [Row(tuple(cells), tables) for cells in _matrix(one)]
    _close(found, words)
    return found


def _close(found: Flow, words: list[str]) -> None:
    if text := "".join(words).strip():
        found.append(Line(text))
    words.clear()


def _shown(html: str) -> BeautifulSoup:
    """Return a page without what nobody sees or what belongs to the site around it."""
    tree = BeautifulSoup(html, "html.parser")
    for tag in (*tree.find_all([*DROPPED, "del"]), *tree.find_all(_is_hidden)):
        if not tag.decomposed:
            tag.decompose()
    return tree


def published(html: str) -> str:
    """Return what a page's own head says of its day, as it is written there."""
    tree = BeautifulSoup(html[:200_000], "html.parser")
    for tag in tree.find_all("meta"):
        if _DAY_NAMES.fullmatch(str(tag.get("name") or "")):
            return str(tag.get("content") or "")
    return ""


def _walk(tag: Tag, deep: int) -> Iterator[str | Tag]:
    """Yield text, and each element that ends a line or is a table of data."""
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _element(child, deep)
        elif type(child) is NavigableString:  # no comment, no declaration
            yield re.sub(r"\s+", " ", str(child))


def _element(tag: Tag, deep: int) -> Iterator[str | Tag]:
    if deep > DEEPEST:
        yield tag.get_text(" ")
    elif tag.name == "table" and not tag.find("table"):
        yield tag
    else:
        if tag.name in APART:
            yield tag
        yield from _walk(tag, deep + 1)
        if tag.name in APART:
            yield tag


def _matrix(table: Tag) -> list[list[str | None]]:
    """Return a table's cells by place; where a merged cell reaches beyond its corner stands None."""
    lines = table.find_all("tr")
    _refuse_large(len(lines))
    grid: list[dict[int, str | None]] = [{} for _ in lines]
    for number, line in enumerate(lines):
        column = 0
        for cell in line.find_all(["td", "th"], recursive=False):
            while column in grid[number]:
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            _refuse_large(0, column + columns)
            for covered in range(number, min(number + rows, len(lines))):
                for place in range(column, column + columns):
                    grid[covered].setdefault(place, None)
            grid[number][column] = _text(cell)
            column += columns
    return [[row.get(place) for place in range(max(row, default=-1) + 1)] for row in grid]


def _text(cell: PageElement) -> str:
    return "".join(
        "\n" if isinstance(one, Tag) else one
        for one in (_walk(cell, 0) if isinstance(cell, Tag) else ())
    ).strip(" \n\t\r")


def _span(cell: Tag, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", str(cell.get(name) or "1"))
    return max(1, int(found[1])) if found else 1


def _refuse_large(rows: int, columns: int = 0) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise Refused(
            "annual.large",
            f"文件里有一个表格超过{MOST_ROWS}行或{MOST_COLUMNS}列，不是年度报告的表格，没有读取。",
        )


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN.search(str(tag.get("style") or "")))
