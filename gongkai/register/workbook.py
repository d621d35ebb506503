"""The ledger as an XLSX workbook. Every cell is text or a number: no formula, no link."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils import timezone

from gongkai.register import words
from gongkai.register.queries import Row

LONGEST = 32_767  # characters in a cell
MOST = 1_000_000  # lines in a sheet
WIDTHS = (8, 18, 18, 48, 14, 28, 36, 28)
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(title: str, rows: Iterable[Row]) -> BytesIO:
    """Return the workbook, with its title in the first line and headings in the second."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet = book.add_worksheet(title[:31])
    for number, width in enumerate(WIDTHS):
        sheet.set_column(number, number, width)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.freeze_panes(2, 0)
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, title, bold)
    for number, name in enumerate(words.HEADINGS):
        sheet.write_string(1, number, name, bold)
    for line, row in enumerate(rows, 2):
        if line > MOST:
            break
        sheet.write_number(line, 0, row.seq)
        for number, text in enumerate(_texts(row), 1):
            sheet.write_string(line, number, text[:LONGEST])
    book.close()
    file.seek(0)
    return file


def _texts(row: Row) -> tuple[str, ...]:
    at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
    channels = "、".join(row.channels)
    return at, row.column, row.title, row.label, row.actor, row.article, channels
