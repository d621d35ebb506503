"""A vintage as pages show it: from its signed content to a table, a chart, or one value.

Shape: content as rules.content makes it; what comes out are the table and chart blocks of a body,
so that whatever shows those shows these.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.figures import rules, words
from gongkai.figures.models import Vintage
from gongkai.figures.queries.vintages import by_hash, content_of
from gongkai.figures.rules import Missing, Span, Status
from gongkai.law.refused import Refused
from gongkai.register.queries import blob

Content = Mapping[str, Any]
Block = dict[str, Any]
MOST = 4000  # cells of a table in a text; the whole vintage is in the data services
DRAWN = frozenset({"line", "bar", "share", "index"})
NAMED = 3  # series named in a note before it says "and others"


def signed_content(sha256: str) -> Content | None:
    """Return a vintage's content by its hash: as it was kept, or as its rows are before that.

    None where it was erased, or is no longer what the hash says.
    """
    try:
        return json.loads(blob(sha256))
    except Refused:
        return None
    except LookupError:
        row = by_hash(sha256)
    found = content_of(row) if row is not None and row.meta else None
    return found if found is not None and rules.digest(found) == sha256 else None


@dataclass(frozen=True)
class Picked:
    """What is shown of a content: keys and periods in order, and the cells there are."""

    content: Content
    keys: Sequence[str]
    periods: Sequence[str]
    cells: Mapping[tuple[str, str], Sequence[str]]

    def indicator(self, key: str) -> Mapping[str, Any]:
        """Return what is said of a series' indicator."""
        found: Mapping[str, Any] = self.content["meta"]["indicators"][rules.split_key(key)[0]]
        return found

    def place(self, key: str) -> str:
        """Return what a series is of beside its indicator, in words."""
        _, region, codes = rules.split_key(key)
        dimensions = self.content["meta"]["dimensions"][1:]
        names = [_name(one, code) for one, code in zip(dimensions, (region, *codes), strict=True)]
        return " ".join(names)

    def name(self, key: str) -> str:
        """Return a series' name, as long as it must be to be told from the others."""
        said = self.indicator(key)["name"]
        return f"{self.place(key)} {said}" if len(set(map(self.place, self.keys))) > 1 else said

    def period(self, period: str, keys: Collection[str] = ()) -> str:
        """Return a period in words, as the series it stands over count time."""
        spans = {self.indicator(key)["span"] for key in keys or self.keys}
        return rules.spelled(period, spans.pop() if len(spans) == 1 else Span.PERIOD)

    def unit(self, key: str) -> str:
        """Return a series' unit."""
        return str(self.indicator(key)["unit"])

    def text(self, key: str, period: str) -> str:
        """Return a cell as a table shows it: digits, the sign of why it is missing, or nothing."""
        cell = self.cells.get((key, period))
        if cell is None:
            return ""
        return words.SIGNS[Missing(cell[4])] if cell[4] else cell[2]


def _name(dimension: Mapping[str, Any], code: str) -> str:
    return next((one["name"] for one in dimension["values"] if one["code"] == code), code)


def _place_in(content: Content) -> Callable[[str], tuple[int, ...]]:
    """Return how series are put in order: as the dimensions order their values."""
    orders = [{one["code"]: n for n, one in enumerate(dimension["values"])}
              for dimension in content["meta"]["dimensions"]]  # fmt: skip

    def places(key: str) -> tuple[int, ...]:
        indicator, region, codes = rules.split_key(key)
        parts = zip(orders, (indicator, region, *codes), strict=True)
        return tuple(order.get(code, 0) for order, code in parts)

    return places


def picked(content: Content, show: Mapping[str, Any]) -> Picked:
    """Return what is shown of a content. Shape: show has form, keys (none: all), periods (0: all)."""
    wanted = set(show.get("keys") or ())
    cells = {(row[0], row[1]): row for row in content["observations"]
             if not wanted or row[0] in wanted}  # fmt: skip
    held = {key for key, _ in cells}
    periods = sorted({period for _, period in cells})[-int(show.get("periods") or 0) :]
    return Picked(content, sorted(held, key=_place_in(content)), periods,
                  {place: cell for place, cell in cells.items() if place[1] in periods})  # fmt: skip


def table_of(content: Content, show: Mapping[str, Any], title: str) -> Block:
    """Return a content as a table block."""
    found = picked(content, show)
    places = list(dict.fromkeys(map(found.place, found.keys)))
    if len(found.periods) == 1 and len(places) > 1:
        head, rows = _by_place(found, places)
    elif len(found.periods) > len(found.keys):
        head = [words.PERIOD_HEAD, *(_with_unit(found.name(key), found.unit(key))
                                     for key in found.keys)]  # fmt: skip
        rows = [[found.period(period), *(found.text(key, period) for key in found.keys)]
                for period in found.periods]  # fmt: skip
    else:
        head = [*words.SERIES_HEAD, *map(found.period, found.periods)]
        rows = [[found.name(key), found.unit(key),
                 *(found.text(key, period) for period in found.periods)]
                for key in found.keys]  # fmt: skip
    note = "".join(_notes(found))
    most = max(1, MOST // len(head))
    if len(rows) > most:
        note = words.MORE_ROWS.format(most=most, count=len(rows)) + note
        rows = rows[:most]
    return {"type": "table", "caption": title, "head": [head], "rows": rows, "note": note}


def _by_place(found: Picked, places: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    period = found.periods[0]
    indicators = list(dict.fromkeys(rules.split_key(key)[0] for key in found.keys))
    by_both = {(found.place(key), rules.split_key(key)[0]): key for key in found.keys}
    first = {code: next(key for key in found.keys if rules.split_key(key)[0] == code)
             for code in indicators}  # fmt: skip
    names = [_with_unit(found.indicator(first[code])["name"], found.unit(first[code]))
             for code in indicators]  # fmt: skip
    rows = [
        [place, *(found.text(by_both[place, code], period) if (place, code) in by_both else ""
                  for code in indicators)]
        for place in places
    ]  # fmt: skip
    return [found.period(period), *names], rows


def _with_unit(name: str, unit: str) -> str:
    return f"{name}（{unit}）" if unit else name


def _notes(found: Picked) -> Iterator[str]:
    """Yield what must be said under a table: states of values, signs, notes of cells, breaks."""
    yield from _states(found)
    used = {cell[4] for cell in found.cells.values()} - {""}
    for missing in (one for one in Missing if one in used):
        yield words.SIGN_NOTE.format(sign=words.SIGNS[missing], name=words.MISSING[missing])
    for (key, period), cell in found.cells.items():
        if cell[5]:
            yield words.CELL_NOTE.format(name=found.name(key), period=found.period(period, [key]),
                                         note=cell[5].rstrip("。"))  # fmt: skip
    for key in found.keys:
        for one in found.content["meta"]["breaks"].get(key, ()):
            if one["period"] in found.periods:
                yield words.BREAK_NOTE.format(
                    name=found.name(key), period=found.period(one["period"], [key]),
                    text=one["text"])  # fmt: skip


def _states(found: Picked) -> Iterator[str]:
    by_state: dict[str, list[tuple[str, str]]] = {}
    for place, cell in found.cells.items():
        if not cell[4]:
            by_state.setdefault(cell[3], []).append(place)
    for state, places in by_state.items():
        word = words.STATUS[Status(state)]
        if state == Status.FINAL:
            continue
        if len(by_state) == 1:
            yield words.ALL_STATE.format(word=word)
            continue
        periods = sorted({period for _, period in places})
        whole = [one for one in periods if _all_in(one, state, found)]
        if whole == periods:
            yield words.SOME_STATE.format(what="、".join(map(found.period, periods)), word=word)
        else:
            names = [f"{found.period(period, [key])}{found.name(key)}" for key, period in places]
            shown = "、".join(names[:NAMED]) + (words.MORE if len(names) > NAMED else "")
            yield words.SOME_STATE.format(what=shown, word=word)


def _all_in(period: str, state: str, found: Picked) -> bool:
    return all(cell[3] == state for (_, one), cell in found.cells.items() if one == period)


def chart_of(content: Content, show: Mapping[str, Any], title: str) -> Block | None:
    """Return a content as a chart block, of the series in the first one's unit; None for a table.

    Of one period it compares places, else it goes through time. Parts that make no whole, and what
    is no index, are drawn as bars of one period and as lines through time.
    """
    if show.get("form") not in DRAWN:
        return None
    found = picked(content, show)
    keys = [key for key in found.keys if found.unit(key) == found.unit(found.keys[0])]
    if not keys:
        return None
    if len(found.periods) == 1:
        labels, series = _across(found, keys)
    else:
        labels = [found.period(period, keys) for period in found.periods]
        series = [{"name": found.name(key), "values": [_digits(found, key, period)
                   for period in found.periods]} for key in keys]  # fmt: skip
    alt = words.CHART_ALT.format(title=title, first=labels[0], last=labels[-1], count=len(series))
    unit, form = found.unit(keys[0]), show["form"]
    if not _fits(form, unit, [one["values"] for one in series]):
        form = "line" if len(found.periods) > 1 else "bar"
    return {"type": "chart", "title": title, "form": form, "unit": unit, "labels": labels,
            "series": series, "breaks": _breaks(found, keys), "alt": alt}  # fmt: skip


def _breaks(found: Picked, keys: Sequence[str]) -> list[int]:
    """Return the places of the periods that do not compare with those before them."""
    periods = {
        one["period"] for key in keys for one in found.content["meta"]["breaks"].get(key, ())
    }
    return [n for n, one in enumerate(found.periods) if n and one in periods]


def _fits(form: str, unit: str, values: Sequence[Sequence[str]]) -> bool:
    """Say whether values may be drawn in a form: shares that make 100 %, an index of a base 100."""
    if form == "share":
        none_below = not any(one.startswith("-") for row in values for one in row)
        return unit == "%" and len(values) > 1 and none_below and rules.makes_whole(values)
    return form != "index" or unit.replace(" ", "").endswith("=100")


def _across(found: Picked, keys: Sequence[str]) -> tuple[list[str], list[dict[str, Any]]]:
    period = found.periods[0]
    places = list(dict.fromkeys(map(found.place, keys)))
    if len(places) == 1:
        values = [_digits(found, key, period) for key in keys]
        return [found.name(key) for key in keys], [
            {"name": found.period(period, keys), "values": values}
        ]
    by_name: dict[str, dict[str, str]] = {}
    for key in keys:
        said = by_name.setdefault(found.indicator(key)["name"], {})
        said[found.place(key)] = _digits(found, key, period)
    return places, [{"name": name, "values": [values.get(place, "") for place in places]}
                    for name, values in by_name.items()]  # fmt: skip


def _digits(found: Picked, key: str, period: str) -> str:
    cell = found.cells.get((key, period))
    return cell[2] if cell else ""


def title_of(vintage: Vintage) -> str:
    """Return what a vintage is called where one is chosen."""
    state = words.OPEN_VINTAGE if vintage.order is not None else words.DRAFT_VINTAGE
    return f"{vintage.flow.name}　{vintage.title}（{state}）"


def with_data(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a text whose data blocks hold what is to be shown: table, and chart.

    Shape: both as the blocks of those names, chart None for a table alone; neither key where what
    was signed was erased.
    """
    return {**found, "body": [_with_data(block) for block in found.get("body", [])]}


def _with_data(block: Block) -> Block:
    said = signed_content(block["sha256"]) if block["type"] == "data" else None
    if said is None:
        return block
    title, show = block["title"], block["show"]
    return {**block, "table": table_of(said, show, title), "chart": chart_of(said, show, title)}


def carried_lines(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a signer must know of the vintages a text carries: which, and who goes first."""
    for block in found.get("body", []):
        said = signed_content(block["sha256"]) if block["type"] == "data" else None
        if said is None:
            continue
        vintage, count = said["meta"]["vintage"], len(said["observations"])
        yield words.CARRIED, words.CARRIED_SAID.format(
            flow=said["meta"]["flow"]["name"], count=count, **vintage)  # fmt: skip
        gate = vintage.get("gate") or {}
        if gate.get("released_at"):
            yield words.UPSTREAM, f"{gate['organ']}　{gate['released_at']}　{gate['source']}"
        if gate.get("consent"):
            yield words.CONSENT, f"{gate['consent']['organ']}　{gate['consent']['on']}"


def words_of(content: Content) -> list[str]:
    """Return every text in a content, each once: what the checks must have read."""
    found = [*_texts(content["meta"])]
    found += [row[5] for row in content["observations"]]
    return [text for text in dict.fromkeys(found) if text]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _texts(one) if name != "sha256" else ()
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
