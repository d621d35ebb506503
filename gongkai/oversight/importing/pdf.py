"""A PDF as a flow: ruled rows as rows of tables, all other text as lines, page by page."""

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from gongkai.law.refused import Refused
from gongkai.oversight.importing.flow import Flow, Line, Row

MOST_PAGES = 60
MOST_MARKS = 60_000  # letters and lines on a page
FEWEST_LETTERS = 200  # fewer in a whole file: its pages are pictures
# What the library says of a damaged file, in all its ways.
ODD = (PdfminerException, AssertionError, AttributeError, IndexError, KeyError, LookupError,
       OSError, RecursionError, TypeError, ValueError, ZeroDivisionError)  # fmt: skip


def flow(name: str, data: bytes) -> Flow:
    """Return a PDF's lines and rows.

    Raises: Refused "file.broken", "file.encrypted", "annual.large", "annual.scanned".
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            found = _pages(name, document)
    except ODD as odd:
        for inner in odd.args:  # a limit was met inside the library
            if isinstance(inner, Refused | MemoryError):
                raise inner from odd
        if any(isinstance(one, PDFPasswordIncorrect) for one in (odd, *odd.args)):
            raise Refused(
                "file.encrypted", f"文件“{name}”设有密码，没有读取。请解除密码后再核对。"
            ) from odd
        raise Refused(
            "file.broken", f"文件“{name}”已损坏或者不是规范的 PDF，没有读取。请重新导出后再核对。"
        ) from odd
    letters = sum(len(one.text if isinstance(one, Line) else one.words) for one in found)
    if letters < FEWEST_LETTERS:
        raise Refused(
            "annual.scanned",
            f"文件“{name}”里几乎没有文字，页面可能是扫描图片，没有读取。请用文字版 PDF、Word 或网页核对。",
        )
    return found


def _pages(name: str, document: Any) -> Flow:
    if len(document.pages) > MOST_PAGES:
        raise Refused(
            "annual.large",
            f"文件“{name}”有{len(document.pages)}页，超过上限{MOST_PAGES}页，没有读取。",
        )
    found: Flow = []
    tables = 0
    for number, page in enumerate(document.pages, 1):
        if _marks(page) > MOST_MARKS:
            raise Refused(
                "annual.large", f"文件“{name}”第{number}页的内容过多，不像年度报告，没有读取。"
            )
        placed: list[tuple[float, Line | Row]] = []
        ruled: list[tuple[float, float, float, float]] = []
        for table in page.find_tables():
            tables += 1
            for row, cells in zip(table.rows, table.extract(), strict=True):
                boxes = [box for box in row.cells if box]
                if len(boxes) > 1:
                    ruled += boxes
                    placed.append((boxes[0][1], Row(tuple(cells), tables, number)))
        placed += _lines(page, ruled, number)
        found += [one for _, one in sorted(placed, key=lambda pair: pair[0])]
        page.close()
    return found


def _marks(page: Any) -> int:
    return sum(len(kind) for kind in (page.chars, page.lines, page.rects, page.curves))


def _lines(
    page: Any, ruled: list[tuple[float, float, float, float]], number: int
) -> Iterator[tuple[float, Line]]:
    """Yield the lines of text that stand in no ruled cell, each with its height on the page."""

    def is_free(mark: dict[str, Any]) -> bool:
        x, y = (mark["x0"] + mark["x1"]) / 2, (mark["top"] + mark["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= low for left, top, right, low in ruled)

    free = page.filter(lambda mark: mark["object_type"] != "char" or is_free(mark))
    for line in free.extract_text_lines(return_chars=False):
        yield line["top"], Line(line["text"], number)
