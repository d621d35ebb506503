"""Files looked into for what they hide, and their text read by the rules: the limits of issue 6."""

import io
import resource
import time
import tracemalloc
from collections.abc import Callable
from datetime import date

import docx
import xlsxwriter

from bench.prose import content
from bench.report import Report
from gongkai.checks import examine, hidden
from gongkai.checks.apart import apart
from gongkai.checks.known import Known
from gongkai.checks.markup import paragraphs

ON = Known(on=date(2026, 7, 20))
PAGES, LETTERS = 30, 900  # of a document: characters a page
ROWS, COLUMNS = 5_000, 10


def measure(report: Report) -> None:
    """Measure documents, workbooks, plain text, and the process apart."""
    prose = _prose()
    document, book = _document(prose), _book()
    report(
        f"docx {PAGES} 页 {len(document) >> 10} KB，xlsx {ROWS * COLUMNS} 格 {len(book) >> 10} KB"
    )
    _file(report, "30 页 docx：隐藏内容和文字规则", "文.docx", document, "1 秒")
    _file(report, "5 万格 xlsx：隐藏内容和文字规则", "表.xlsx", book, "5 秒")
    _time(report, "30 页 docx：清理并复查", 3, lambda: hidden.clean("文.docx", document))
    _time(report, "5 万格 xlsx：清理并复查", 1, lambda: hidden.clean("表.xlsx", book))
    _time(report, "docx 在另一进程中", 3, lambda: apart(examine.file, "文.docx", document, ON))
    _plain(report, prose)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    report(f"本进程内存峰值：{peak} MB")


def _file(report: Report, what: str, name: str, data: bytes, limit: str) -> None:
    _time(report, what, 3, lambda: examine.file(name, data, ON), limit)
    tracemalloc.start()
    list(hidden.look(name, data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    report(f"{what}：Python 内存峰值 {peak / 1024**2:.0f} MB（不含 XML 库）")


def _time(
    report: Report, what: str, times: int, act: Callable[[], object], limit: str = ""
) -> None:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    report.times(what, taken, limit)


def _plain(report: Report, prose: list[str]) -> None:
    pieces = [examine.Piece(f"第{n}段", text) for n, text in enumerate(prose)]
    size = sum(len(text.encode()) for text in prose)
    while size < 5_000_000:
        pieces, size = pieces * 2, size * 2
    started = time.perf_counter()
    found = examine.texts(pieces, ON)
    taken = time.perf_counter() - started
    report(f"文字规则 examine.texts：{size / 1e6 / taken:.2f} MB/秒（限 5），发现 {len(found)} 处")
    data = "\n".join(one.text for one in pieces).encode()
    started = time.perf_counter()
    examine.file("文.txt", data, ON)
    taken = time.perf_counter() - started
    report(f"文本文件 examine.file：{len(data) / 1e6 / taken:.2f} MB/秒")


def _prose() -> list[str]:
    found: list[str] = []
    for number in range(400):
        for block in content(number, "data", ON.on)["body"]:
            if block["type"] == "text":
                found += paragraphs(block["html"])
    return found


def _document(prose: list[str]) -> bytes:
    made, length = docx.Document(), 0
    for text in prose:
        paragraph = made.add_paragraph()
        for start in range(0, len(text), 12):  # as Word cuts a paragraph into runs
            paragraph.add_run(text[start : start + 12]).bold = bool(start % 24)
        length += len(text)
        if length > PAGES * LETTERS:
            break
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _book() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("分县区")
        for row in range(ROWS):
            sheet.write(row, 0, f"演示乡镇{row}")
            for column in range(1, COLUMNS):
                sheet.write_number(row, column, row * 10.5 + column)
    return out.getvalue()
