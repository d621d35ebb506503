"""SDMX-CSV 1.0.0 and 2.0.0: one line a value, written as it is read."""

from collections.abc import Iterable, Iterator

from gongkai.figures.formats.sdmx import OF_VALUES, TIME, VALUE, Message, Run
from gongkai.figures.rules import text

NOT_A_NUMBER = "NaN"  # a number that is missing, since SDMX 3; its reason stands in OBS_STATUS
MARKS = frozenset(',"\r\n')


def csv_1(message: Message, given: Iterable[Run]) -> Iterator[str]:
    """Yield a flow as SDMX-CSV 1.0.0. Shape: a missing value is empty."""
    return _written(message, given, ["DATAFLOW"], [message.reference], "")


def csv_2(message: Message, given: Iterable[Run]) -> Iterator[str]:
    """Yield a flow as SDMX-CSV 2.0.0. Shape: a missing value is NaN."""
    return _written(message, given, ["STRUCTURE", "STRUCTURE_ID", "ACTION"],
                    ["dataflow", message.reference, "I"], NOT_A_NUMBER)  # fmt: skip


def _quoted(value: str) -> str:
    """Return a field of a line."""
    return value if MARKS.isdisjoint(value) else '"' + value.replace('"', '""') + '"'


def _line(values: Iterable[str]) -> str:
    return ",".join(map(_quoted, values))


def _written(
    message: Message, given: Iterable[Run], heads: list[str], lead: list[str], missing: str
) -> Iterator[str]:  # fmt: skip
    time = [TIME] if message.has_cells else []
    shown = [VALUE] if message.has_cells and message.has_values else []
    of_values = message.of_values if message.has_cells else []
    yield _line([*heads, *message.key_ids, *time, *shown, *of_values, *message.of_series]) + "\r\n"
    start = _line(lead)
    for run in given:
        said = message.said(run.key)
        place = f"{start},{_line([message.meta['flow']['frequency'], *run.key.split('.')])}"
        tail = "".join(f",{_quoted(said[one])}" for one in message.of_series)
        if message.has_cells:
            yield from _values(message, run, place, tail, missing)
        else:
            yield f"{place}{tail}\r\n"


def _values(message: Message, run: Run, place: str, tail: str, missing: str) -> Iterator[str]:
    """Yield the lines of a series, in one piece: there may be a million of them."""
    names, breaks = message.of_values, message.breaks(run)
    if message.has_values and names == list(OF_VALUES) and not breaks:
        yield "".join([
            f"{place},{one.period},"
            f"{missing if one.number is None else text(one.number, one.places)},"
            f"{one.missing or one.status},{_quoted(one.note) if one.note else ''},{tail}\r\n"
            for one in run.cells
        ])  # fmt: skip
        return
    for cell, until in zip(run.cells, message.ends(run), strict=True):
        value = missing if cell.number is None else text(cell.number, cell.places)
        shown = [cell.period, value] if message.has_values else [cell.period]
        said = message.attributes_of(cell, breaks, until)
        yield f"{place},{_line([*shown, *(said.get(one, '') for one in names)])}{tail}\r\n"
