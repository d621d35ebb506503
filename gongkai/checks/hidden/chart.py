"""Charts (图表): what is drawn, and what is kept behind it."""

from collections.abc import Collection, Iterator
from contextlib import suppress

from gongkai.checks.findings import Finding, cut
from gongkai.checks.hidden import book, rules
from gongkai.checks.hidden.office import WAY
from gongkai.checks.hidden.parts import Package, each, opened
from gongkai.law.refused import Refused


def look(package: Package, seen: Collection[str] | None = None) -> Iterator[Finding]:
    """Find data behind charts. Shape: seen are the numbers readers of the sheets see, if any."""
    known = {round(float(one), 9) for one in seen or () if is_number(one)}
    for part in charts(package):
        place = f"图表{part.rsplit('/', 1)[-1]}"
        drawn = {round(float(one), 9) for one in drawn_by(package, part)}
        if seen is not None and (more := sorted(drawn - known)):
            why = "图表里存着表格没有显示的数据，在图上右键就能读到。"
            yield rules.CACHE.finding(place, cut("、".join(map(str, more))), why,
                                      "请核对这些数据可以公开，或者把图表换成图片。")  # fmt: skip
        for workbook in workbooks(package, part):
            held = set(_numbers(package.parts[workbook]))
            if more := sorted(held - drawn):
                why = "图表背后的工作簿里有图上没有的数据。"
                yield rules.CACHE.finding(place, cut("、".join(map(str, more))), why, WAY)


def charts(package: Package) -> list[str]:
    """Return the parts that are charts."""
    return [one for one in package.named("", ".xml")
            if "/charts/chart" in one or "/charts/chartEx" in one]  # fmt: skip


def workbooks(package: Package, part: str) -> list[str]:
    """Return the workbooks a chart brings along."""
    return [one.target for one in package.relations(part)
            if one.kind == "package" and not one.is_external and one.target in package.parts]  # fmt: skip


def drawn_by(package: Package, part: str) -> Iterator[str]:
    """Yield the numbers a chart draws."""
    for cache in each(package.tree(part), "numCache", "numLit", "lvl"):
        for one in each(cache, "v", "pt"):
            if one.text and is_number(one.text):
                yield one.text


def is_number(text: str) -> bool:
    """Say whether a text is a number as files write one."""
    with suppress(ValueError):
        return abs(float(text)) < float("inf")
    return False


def _numbers(data: bytes) -> Iterator[float]:
    try:
        read = book.read(opened("图表.xlsx", data))
    except Refused:
        return
    for sheet in read.sheets:
        yield from (round(float(cell.value), 9) for cell in read.cells(sheet)
                    if cell.is_number and is_number(cell.value))  # fmt: skip
