"""Invented annual reports (演示) as values, and as the files other offices would send."""

import io
from dataclasses import replace
from html import escape
from itertools import groupby
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
import typst

from gongkai.law import annual
from gongkai.law.annual import Annual, Section, Table2, Table3, Table4

COLUMNS = [column.key for column in annual.columns()]
OUTCOMES = [row.key for row in annual.outcome_rows()]
SUITS = [suit.key for suit in annual.suits()]
RESULTS = [result.key for result in annual.results()]
# What is not nothing: row -> the six kinds of applicants.
LEAVES = {
    "r03": (20, 3, 0, 1, 2, 0), "r04": (6, 0, 0, 0, 1, 0), "r05": (1, 0, 0, 0, 0, 0),
    "r10": (2, 1, 0, 0, 0, 0), "r13": (9, 0, 1, 0, 0, 1), "r16": (3, 0, 0, 0, 0, 0),
    "r21": (2, 0, 0, 0, 0, 0), "r23": (1, 0, 0, 0, 0, 0),
}  # fmt: skip
CARRIED, LEFT = (4, 0, 0, 0, 1, 0), (5, 1, 0, 0, 0, 0)
TEXTS = {
    1: "（一）主动公开情况。演示局全年主动公开政府信息148条。"
       "（二）依申请公开情况。全年共收到政府信息公开申请{new}件，上年结转{carried}件，办结{done}件，"
       "其中予以公开{open}件、部分公开{part}件、不予公开{refused}件、无法提供{lacking}件，"
       "另有{left}件结转下年度继续办理。因政府信息公开引起的行政复议{review}件，其中结果维持{upheld}件；"
       "政府信息公开行政诉讼{suits}件。",
    5: "演示局政策解读的形式还不够丰富，下一步将围绕群众关心的统计数据，多用图表说明指标的含义和口径。",
    6: "演示局本年度未收取信息处理费。",
}  # fmt: skip


def table3(leaves=LEAVES, carried=CARRIED, left=LEFT):
    """Return a table 3 in which every sum is right."""
    six = {row: list(leaves.get(row, (0,) * 6)) for row in OUTCOMES}
    six["r24"] = [sum(six[row][place] for row in OUTCOMES) for place in range(6)]
    six["r02"], six["r25"] = list(carried), list(left)
    six["r01"] = [done + after - before for done, after, before in zip(
        six["r24"], left, carried, strict=True)]  # fmt: skip
    cells = {
        (row, column): number
        for row, numbers in six.items()
        for column, number in zip(COLUMNS, [*numbers, sum(numbers)], strict=True)
    }
    return Table3(cells)


def table4(*groups):
    """Return a table 4 out of three groups of four results."""
    groups = groups or ((3, 1, 0, 1), (1, 0, 0, 0), (0, 0, 1, 1))
    return Table4({
        (suit, result): number
        for suit, four in zip(SUITS, groups, strict=True)
        for result, number in zip(RESULTS, [*four, sum(four)], strict=True)
    })  # fmt: skip


def a_report(year=2024, **changes):
    """Return a report in which everything agrees."""
    table2 = Table2({
        ("rules", "issued"): 1, ("rules", "repealed"): 0, ("rules", "valid"): 4,
        ("normative", "issued"): 3, ("normative", "repealed"): 2, ("normative", "valid"): 21,
        ("licence", "decisions"): 12, ("penalty", "decisions"): 5, ("coercion", "decisions"): 0,
        ("fee", "amount"): 0,
    })  # fmt: skip
    made = Annual(year, "演示市统计局", table2, table3(), table4(), ())
    return replace(made, **{"sections": sections(made)} | changes)


def last_year(**changes):
    """Return the report of the year before a_report: what it left is carried over."""
    before = a_report(2023)
    cells = dict(before.table2.cells) | {("rules", "valid"): 3, ("normative", "valid"): 20}
    own = Annual(2023, before.unit, Table2(cells), table3(left=CARRIED), table4(), ())
    texts = {1: "演示局去年建立了公开目录，修订了公开指南。", 5: "公开目录还不完整。",
             6: "没有收取信息处理费。"}  # fmt: skip
    return replace(own, **{"sections": sections(own, texts)} | changes)


def sections(report, texts=TEXTS):
    """Return the six sections, their prose saying what the tables say."""
    three, four = report.table3, report.table4
    numbers = {
        "new": three.of("r01"), "carried": three.of("r02"), "done": three.of("r24"),
        "open": three.of("r03"), "part": three.of("r04"), "left": three.of("r25"),
        "refused": three.group("不予公开"), "lacking": three.group("无法提供"),
        "review": four.of("review"), "upheld": four.of("review", "upheld"),
        "suits": four.of("direct") + four.of("after"),
    }  # fmt: skip
    return tuple(
        Section(heading, texts.get(number, "").format(**numbers))
        for number, heading in enumerate(annual.forms()[0].sections, 1)
    )


def silent(report):
    """Return a report whose prose names no number of the tables."""
    return replace(report, sections=sections(report, TEXTS | {1: "演示局按要求公开。"}))


def changed(report, table, row, column, number):
    """Return a report with one cell changed, its prose as it was."""
    name = f"table{table}"
    old = getattr(report, name)
    return replace(report, **{name: type(old)(dict(old.cells) | {(row, column): number})})


def with_text(report, number, text):
    """Return a report with the prose of one section replaced."""
    heading = annual.forms()[0].sections[number - 1]
    return replace(report, sections=tuple(
        Section(heading, text) if one.heading == heading else one for one in report.sections
    ))  # fmt: skip


# As files. A cell is (text, rows, columns).


def grids(report):
    """Return the tables by section, as the form prints them: rows of cells, merged ones once."""
    return {2: _second(report), 3: _third(report), 4: _fourth(report)}


def _shown(report, table, row, column):
    mark = report.marks.get((table, row, column))
    number = getattr(report, f"table{table}").cells[row, column]
    return mark if mark is not None else str(number)


def _second(report):
    rows = []
    for block in annual.forms()[0].table2:
        wide = 3 // len(block.columns)
        rows.append([(block.item, 1, 4)])
        rows.append([("信息内容", 1, 1), *((one.label, 1, wide) for one in block.columns)])
        rows += [
            [(row.label, 1, 1), *((_shown(report, 2, row.key, column.key), 1, wide)
                                  for column in block.columns)]
            for row in block.rows
        ]  # fmt: skip
    return rows


def _third(report):
    names = [column.label for column in annual.columns()]
    rows = [
        [(annual.header_note(), 3, 3), ("申请人情况", 1, 7)],
        [(names[0], 2, 1), ("法人或其他组织", 1, 5), (names[6], 2, 1)],
        [(name, 1, 1) for name in names[1:6]],
    ]
    heads = {"三、本年度办理结果", ""}
    for over, group in groupby(report.table3.rows, lambda row: row.over):
        group = list(group)
        for place, row in enumerate(group):
            label = (
                [] if row.key != "r03" else [("三、本年度办理结果", len(report.table3.rows) - 3, 1)]
            )
            if over in heads:
                label.append((row.label, 1, 2 if over else 3))
            else:
                label += [(over, len(group), 1)] if place == 0 else []
                label.append((row.label, 1, 1))
            rows.append(label + [(_shown(report, 3, row.key, column), 1, 1) for column in COLUMNS])
    return rows


def _fourth(report):
    results = [result.label for result in annual.results()]
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((one, 2, 1) for one in results), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(one, 1, 1) for one in results * 2],
        [(_shown(report, 4, suit, result), 1, 1) for suit in SUITS for result in RESULTS],
    ]


def title(report):
    return f"{report.unit}{report.year}年政府信息公开工作年度报告"


def html(report, tables=None, head=""):
    """Return a report as a web page. tables: others than its own, by section."""
    tables = grids(report) | (tables or {})
    body = f"<h1>{escape(title(report))}</h1>{head}"
    for place, one in enumerate(report.sections, 1):
        body += f"<p>{escape(one.heading)}</p><p>{escape(one.text)}</p>"
        if place in tables:
            own = tables[place]
            body += own if isinstance(own, str) else _table(own)
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def _table(rows):
    lines = "".join(
        "<tr>" + "".join(
            f'<td rowspan="{tall}" colspan="{wide}">{escape(text)}</td>'
            for text, tall, wide in row
        ) + "</tr>"
        for row in rows
    )  # fmt: skip
    return f"<table border=1>{lines}</table>"


def pdf(report, height="297mm"):
    """Return a report as a PDF with ruled tables. height: of a page, so that tables break."""
    source = f"#set page(width: 210mm, height: {height}, margin: 20mm)\n#set text(size: 9pt)\n"
    source += f"= {title(report)}\n\n"
    tables = grids(report)
    for place, one in enumerate(report.sections, 1):
        source += f"{one.heading}\n\n{one.text}\n\n"
        if place in tables:
            wide = {2: 4, 3: 10, 4: 15}[place]
            cells = "".join(
                f"table.cell(rowspan: {tall}, colspan: {width})[{text}],"
                for row in tables[place] for text, tall, width in row
            )  # fmt: skip
            source += f"#table(columns: {wide}, {cells})\n\n"
    folder = pylopdf_fonts_zh_cn.sans_path().parent
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    return bytes(typst.compile(source.encode(), format="pdf", font_paths=fonts))


def word(report, template: Path):
    """Return a report as a Word document, written into the blank official template."""
    document = docx.Document(str(template))
    _write_text(document, report)
    two, three, four = document.tables
    blocks = {row.label: (row, block) for block in annual.forms()[0].table2 for row in block.rows}
    for line in two.rows:
        if known := blocks.get(line.cells[0].text):
            for place, column in enumerate(known[1].columns, 1):
                line.cells[place].text = _shown(report, 2, known[0].key, column.key)
    for line, row in zip(three.rows[3:], report.table3.rows, strict=True):
        for at, column in enumerate(COLUMNS, 3):
            line.cells[at].text = _shown(report, 3, row.key, column)
    pairs = [(suit, result) for suit in SUITS for result in RESULTS]
    for cell, pair in zip(four.rows[3].cells, pairs, strict=True):
        cell.text = _shown(report, 4, *pair)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _write_text(document, report):
    texts = {one.heading: one.text for one in report.sections}
    document.paragraphs[0].text = title(report)
    last = ""
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("（文字描述"):
            paragraph.text = texts.get(last, "")
        last = paragraph.text if paragraph.text in texts else last
