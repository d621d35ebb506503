"""What the three tables must show, and what last year's report says of them: AR-01 to AR-08, AR-16."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.checks.findings import Finding, Severity
from gongkai.law import annual
from gongkai.law.annual import Annual, Cells, Name, Number
from gongkai.oversight.rules.sources import RULES

SIGNED = {"change"}  # a column of the form of 2019 that may be negative
MONEY = {("fee", "amount"), ("purchase", "amount"), ("fee", "change")}
EXPLAINED = re.compile(
    "[^。；]*(?:结转)[^。；]*(?:不一致|不一样|差异|相差|调整|更正|修正|口径|原因|说明|撤回|合并)[^。；]*"
)


def carry(report: Annual) -> Iterator[Finding]:
    """AR-01: in each column, received and carried over are as many as answered and left."""
    table = report.table3
    for column in annual.columns():
        have = [table.of(row, column.key) for row in ("r01", "r02", "r24", "r25")]
        if have[0] + have[1] != have[2] + have[3]:
            yield RULES["AR-01"].finding(
                f"表三“{column.label}”列",
                f"{have[0]}+{have[1]}={have[0] + have[1]}，{have[2]}+{have[3]}={have[2] + have[3]}",
                "第一项加第二项之和不等于第三项（七）总计加第四项之和。",
                "核对该列的新收、上年结转、办理结果总计和结转下年度四个数。",
            )


def outcomes(report: Annual) -> Iterator[Finding]:
    """AR-02: in each column, 总计 is the sum of the outcomes."""
    for column in annual.columns():
        shown, due = report.table3.of("r24", column.key), report.table3.outcomes(column.key)
        if shown != due:
            yield RULES["AR-02"].finding(
                place3("r24", column), f"表中为{shown}，各项之和为{due}",
                "办理结果（一）至（六）各项之和不等于（七）总计。", "逐项核对该列的办理结果。",
            )  # fmt: skip


def across(report: Annual) -> Iterator[Finding]:
    """AR-03: in each row, 总计 is the sum of natural persons and the five kinds of others."""
    for row in report.table3.rows:
        shown, due = report.table3.of(row.key), report.table3.across(row.key)
        if shown != due:
            parts = "+".join(
                str(report.table3.of(row.key, one.key)) for one in annual.columns()[:-1]
            )
            yield RULES["AR-03"].finding(
                place3(row.key, annual.columns()[-1]), f"{parts}={due}，表中为{shown}",
                "该行各类申请人之和不等于总计。", "核对该行七个数。",
            )  # fmt: skip


def suits(report: Annual) -> Iterator[Finding]:
    """AR-04: in table 4 each 总计 is the sum of the four results."""
    for suit in annual.suits():
        shown, due = report.table4.of(suit.key), report.table4.sum(suit.key)
        if shown != due:
            parts = "+".join(str(report.table4.of(suit.key, r.key)) for r in annual.results()[:-1])
            yield RULES["AR-04"].finding(
                f"表四“{suit.label}”“总计”", f"{parts}={due}，表中为{shown}",
                "四种结果之和不等于总计。", "核对该组五个数。",
            )  # fmt: skip


def carried_over(report: Annual, previous: Annual) -> Iterator[Finding]:
    """AR-05: in each column, what is carried over is what last year's report left."""
    rule = RULES["AR-05"]
    told = EXPLAINED.search(report.text(1) + "。" + report.text(6))
    for column in annual.columns():
        now, then = report.table3.of("r02", column.key), previous.table3.of("r25", column.key)
        if now == then:
            continue
        severity = Severity.NOTE if told else rule.severity
        yield Finding(
            rule.name, severity, place3("r02", column),
            f"本年报告为{now}，{previous.year}年度报告“结转下年度继续办理”为{then}",
            "上年结转与上一年度报告公布的结转数不一致。"
            + (f"报告另有说明：“{told[0][-60:]}”。" if told else ""),
            "核对说明是否充分。" if told else "改正本年数，或者在报告里写明两数不一致的原因。",
        )  # fmt: skip


def stock(report: Annual, previous: Annual) -> Iterator[Finding]:
    """AR-06: rules in force are last year's, and those made, less those repealed."""
    if report.form != "2021" or previous.form != "2021":
        return
    now, then = report.table2, previous.table2
    for row in annual.forms()[0].table2[0].rows:
        before, made, gone = then.of(row.key, "valid"), now.of(row.key, "issued"), now.of(
            row.key, "repealed")  # fmt: skip
        shown = now.of(row.key, "valid")
        if shown != before + made - gone:
            yield RULES["AR-06"].finding(
                f"表二“{row.label}”行“现行有效件数”列",
                f"{before}+{made}-{gone}={before + made - gone}，表中为{shown}",
                f"现行有效件数与{previous.year}年度报告的件数和本年制发、废止件数对不上。",
                "核对制发、废止和现行有效件数；清理口径有变的，在报告里说明。",
            )


def numbers(report: Annual) -> Iterator[Finding]:
    """AR-07: every cell holds a whole number not below 0; an amount of money may have decimals."""
    for place, key, value in _cells(report):
        is_whole = value == int(value) and not isinstance(value, Decimal)
        if (value < 0 and key[1] not in SIGNED) or (not is_whole and key not in MONEY):
            yield RULES["AR-07"].finding(
                place, f"{value}", "应当是不小于0的整数" + ("或金额。" if key in MONEY else "。"),
                "改正该格。",
            )  # fmt: skip


def blanks(report: Annual) -> Iterator[Finding]:
    """AR-08: no cell is blank or shows a mark in place of 0. One finding a row."""
    rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for (table, row, column), shown in report.marks.items():
        name, head, _ = label(report, table, row, column)
        rows.setdefault((name, head), []).append((label(report, table, row, column)[2], shown))
    for (name, head), cells in rows.items():
        marks = "、".join(dict.fromkeys(f"“{shown}”" if shown else "空白" for _, shown in cells))
        columns = "、".join(f"“{column}”" for column, _ in cells)
        yield RULES["AR-08"].finding(
            f"{name}“{head}”行{columns}列", marks, "没有数的格应当填0，不留空白，不用符号代替。",
            "填写0或者实际的数。",
        )  # fmt: skip


def after_review(report: Annual, previous: Annual) -> Iterator[Finding]:
    """AR-16: lawsuits after a review presuppose reviews, of this year or the year before."""
    sued = report.table4.of("after")
    reviewed = report.table4.sum("review") + previous.table4.sum("review")
    if sued > reviewed:
        yield RULES["AR-16"].finding(
            "表四“复议后起诉”“总计”", f"复议后起诉{sued}件，两年行政复议共{reviewed}件",
            "复议后起诉的件数多于本年和上年行政复议的件数。", "请核对；跨年未审结的案件会造成差异。",
        )  # fmt: skip


def place3(row: str, column: Name) -> str:
    """Return where a cell of table 3 stands."""
    names = {one.key: one.label for split in (True, False)
             for one in annual.table3_rows(split=split)}  # fmt: skip
    return f"表三“{names[row]}”行“{column.label}”列"


def label(report: Annual, table: int, row: str, column: str) -> tuple[str, str, str]:
    """Return a cell's table, row and column as printed."""
    if table == 3:
        rows = {one.key: one.label for one in report.table3.rows}
        return "表三", rows[row], {one.key: one.label for one in annual.columns()}[column]
    if table == 4:
        names = {one.key: one.label for one in annual.suits()}
        return "表四", names[row], {one.key: one.label for one in annual.results()}[column]
    form = next(one for one in annual.forms() if one.key == report.form)
    for block in form.table2:
        heads = {one.key: one.label for one in block.columns}
        for name in block.rows:
            if name.key == row:
                return "表二", name.label, heads[column]
    raise LookupError(f"no cell {row}/{column} in table 2")


def _cells(report: Annual) -> Iterator[tuple[str, tuple[str, str], Number]]:
    """Yield every number with its place in words and its key."""
    tables: tuple[tuple[int, Cells], ...] = (
        (2, report.table2.cells), (3, report.table3.cells), (4, report.table4.cells),
    )  # fmt: skip
    for table, cells in tables:
        for (row, column), value in cells.items():
            if value is not None:
                name, head, under = label(report, table, row, column)
                yield f"{name}“{head}”行“{under}”列", (row, column), value
