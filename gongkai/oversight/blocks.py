"""A report as canonical blocks, and blocks read again as a report.

The blocks are the one form of it: the draft holds them, DOCX and PDF are printed from them, the
constraints are checked on them, and last year's is read out of its edition the same way.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gongkai.law import annual
from gongkai.law.annual import Annual, Number, Section, Table2, Table3, Table4
from gongkai.oversight import words
from gongkai.oversight.importing.reading import read
from gongkai.oversight.rules.narrative import Part

Block = dict[str, Any]
Tables = Mapping[str, Table2 | Table3 | Table4]
WIDE = 7
_YEAR = re.compile(r"(20\d\d)年")


def of_report(parts: Sequence[Part], tables: Tables, year: int) -> list[Block]:
    """Return a report's body as canonical blocks."""
    found: list[Block] = []
    for part in parts:
        if part.heading:
            found.append({"type": "heading", "text": part.heading})
        paragraphs = ["".join(one.text for one in part.sentences)]
        paragraphs += [line for one in part.written for line in one.text.splitlines()]
        text = "".join(f"<p>{html.escape(line.strip())}</p>" for line in paragraphs if line.strip())
        if text:
            found.append({"type": "text", "html": text})
        found += [table_block(name, tables[name], year) for name in part.tables]
    return found


def table_block(name: str, table: Table2 | Table3 | Table4, year: int) -> Block:
    """Return one of the form's tables as a block."""
    head, rows = {"table2": _second, "table3": _third, "table4": _fourth}[name](table, year)
    note = annual.header_note().strip("（）") if name == "table3" else ""
    return {"type": "table", "caption": words.TABLES[name], "head": [head], "rows": rows,
            "note": note}  # fmt: skip


def kind_of(block: Mapping[str, Any]) -> str:
    """Return which of the form's tables a block is; "" for another."""
    names = {caption: name for name, caption in words.TABLES.items()}
    return names.get(block.get("caption", ""), "") if block["type"] == "table" else ""


def annual_of(content: Mapping[str, Any]) -> Annual:
    """Return canonical content as a report. Raises: Refused for what cannot be read for certain."""
    body = "".join(_html(block) for block in content["body"])
    page = f"<html><body><h1>{html.escape(content['title'])}</h1>{body}</body></html>"
    return read("report.html", page.encode())


def prose_of(content: Mapping[str, Any], year: int) -> Annual:
    """Return the prose of a report of any form, without its tables: for what repeats another."""
    sections: list[Section] = []
    for block in content["body"]:
        if block["type"] == "heading":
            sections.append(Section(block["text"]))
        elif block["type"] == "text" and sections:
            last = sections[-1]
            sections[-1] = replace(last, text=last.text + text_of({"body": [block]}))
    return Annual(year, "", Table2({}), Table3({}), Table4({}), tuple(sections))


def text_of(content: Mapping[str, Any]) -> str:
    """Return the text of a content's paragraphs, without their marks."""
    texts = [block["html"] for block in content["body"] if block["type"] == "text"]
    return html.unescape(re.sub("<[^>]+>", "", "".join(texts)))


def year_of(title: str) -> int:
    """Return the report year a title names; 0 for none.

    >>> year_of("石家庄市统计局2014年政府信息公开工作情况的报告"), year_of("公告")
    (2014, 0)
    """
    found = _YEAR.search(title)
    return int(found[1]) if found and "报告" in title and "公开" in title else 0


def shown(number: Number | None) -> str:
    """Return a number as a table shows it; what is not known is a blank, never a zero."""
    if number is None:
        return ""
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _second(table: Table2, year: int) -> tuple[list[str], list[list[str]]]:
    rows: list[list[str]] = []
    blocks = annual.form_of(year).table2
    width = 1 + max(len(block.columns) for block in blocks)
    for block in blocks:
        rows.append([block.item])
        rows.append([words.CONTENT, *(column.label for column in block.columns)])
        rows += [
            [row.label, *(shown(table.cells.get((row.key, one.key))) for one in block.columns)]
            for row in block.rows
        ]
    wide = [[*row, *[""] * (width - len(row))] for row in rows]
    return wide[0], wide[1:]


def _third(table: Table3, _year: int) -> tuple[list[str], list[list[str]]]:
    head = [*words.TABLE3_HEAD, *(one.label for one in annual.columns())]
    rows = [
        [row.over or row.label, row.label if row.over else "",
         *(shown(table.cells.get((row.key, one.key))) for one in annual.columns())]
        for row in table.rows
    ]  # fmt: skip
    return head, rows


def _fourth(table: Table4, _year: int) -> tuple[list[str], list[list[str]]]:
    results = annual.results()
    head = []
    for suit in annual.suits():
        head += [suit.label, *[""] * (len(results) - 1)]
    cells = [(suit.key, one.key) for suit in annual.suits() for one in results]
    return head, [
        [one.label for _ in annual.suits() for one in results],
        [shown(table.cells.get(cell)) for cell in cells],
    ]


def _html(block: Mapping[str, Any]) -> str:
    if block["type"] == "heading":
        return f"<h2>{html.escape(block['text'])}</h2>"
    if block["type"] == "text":
        return str(block["html"])
    if block["type"] != "table":
        return ""
    lines = [
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in [*block["head"], *block["rows"]]
    ]
    return f"<table>{''.join(lines)}</table>"
