"""SDMX-JSON 2.0.0 data. Held in memory: the caller limits it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.figures.formats import words
from gongkai.figures.formats.sdmx import (
    ALL,
    CODED,
    OF_SERIES,
    TIME,
    VALUE,
    VERSION,
    Group,
    Message,
    Obs,
    Run,
    data_sets,
)
from gongkai.figures.formats.sdmx_structure_json import meta

SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-data-schema.json"
NOT_A_NUMBER = '"NaN"'


class _Values:
    """The values of a component that were met, each with its place."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, value: str) -> int:
        """Return the place of a value, met now or before."""
        return self.places.setdefault(value, len(self.places))


class _Writer:
    """One message on its way: components and what was met of them."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.met: dict[str, _Values] = {}
        self.ids = [*message.key_ids, TIME]
        self.has_numbers = message.has_values and message.has_cells
        is_flat = message.across == ALL
        self.own = [] if is_flat else [one for one in self.ids if one != message.across]
        every = message.of_series if message.across == TIME else []
        self.of_group = every
        self.of_obs = [*(() if every else message.of_series), *message.of_values]

    def place(self, name: str, value: str) -> int:
        """Return the place of a component's value."""
        return self.met.setdefault(name, _Values()).place(value)

    def key(self, pairs: Sequence[tuple[str, str]]) -> str:
        """Return the places of some dimensions as one key."""
        return ":".join(str(self.place(*pair)) for pair in pairs)

    def attributes(self, names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Return the places of attributes, null where nothing is said; none after the last."""
        said = dict(pairs)
        found = [str(self.place(one, said[one])) if one in said else "null" for one in names]
        while found and found[-1] == "null":
            found.pop()
        return found


def written(message: Message, given: Iterable[Run]) -> str:
    """Return a flow as SDMX-JSON 2.0.0. Shape: numbers with their digits; NaN where missing."""
    writer = _Writer(message)
    parts = [(start, list(several)) for start, several in data_sets(message, given)]
    sets = [_set(writer, part, start) for start, part in parts]
    head = meta(SCHEMA, message.agency, f"{message.code}-{message.order}", message.prepared,
                is_test=message.is_test)  # fmt: skip
    said = {"structures": [_structure(writer, len(sets))]}
    top, below = (
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (head, said)
    )
    return f'{{"meta":{top},"data":{below[:-1]},"dataSets":[{",".join(sets)}]}}}}'


def _structure(writer: _Writer, sets: int) -> dict[str, Any]:
    message, ids = writer.message, writer.ids
    own = writer.own
    across = [one for one in ids if one not in own] if message.has_cells else []
    measures = [{"id": VALUE, "name": words.CONCEPTS[VALUE]}] if writer.has_numbers else []
    return {
        "name": message.meta["flow"]["name"],
        "links": _links(message),
        "dimensions": {"dataSet": [], "series": [_dimension(writer, one) for one in own],
                       "observation": [_dimension(writer, one) for one in across]},
        "measures": {"observation": measures},
        "attributes": {"dataSet": [], "series": [_attribute(writer, one) for one in writer.of_group],
                       "observation": [_attribute(writer, one) for one in writer.of_obs]},
        "dataSets": list(range(sets)),
    }  # fmt: skip


def _set(writer: _Writer, part: Sequence[Group], start: str) -> str:
    since = f'"validFrom":"{start}",' if start else ""
    lead = (f'{{"structure":0,"action":"{"Replace" if start else "Information"}",{since}'
            f'"links":{json.dumps(_links(writer.message), ensure_ascii=False)},')  # fmt: skip
    if not writer.own:
        rows = ",".join(_obs(writer, one) for group in part for one in group.values)
        return f'{lead}"observations":{{{rows}}}}}'
    several = []
    for group in part:
        said = ",".join(writer.attributes(writer.of_group, group.attributes))
        rows = ",".join(_obs(writer, one) for one in group.values)
        several.append(f'"{writer.key(group.dimensions)}":{{"attributes":[{said}],'
                       f'"observations":{{{rows}}}}}')  # fmt: skip
    return f'{lead}"series":{{{",".join(several)}}}}}'


def _obs(writer: _Writer, one: Obs) -> str:
    shown = [NOT_A_NUMBER if one.value is None else one.value] if writer.has_numbers else []
    said = writer.attributes(writer.of_obs, one.attributes)
    return f'"{writer.key(one.dimensions)}":[{",".join([*shown, *said])}]'


def _links(message: Message) -> list[dict[str, str]]:
    start = "urn:sdmx:org.sdmx.infomodel.datastructure"
    return [{"rel": "dataflow", "urn": f"{start}.Dataflow={message.reference}"},
            {"rel": "structure",
             "urn": f"{start}.DataStructure={message.agency}:DSD_{message.code}({VERSION})"}]  # fmt: skip


def _dimension(writer: _Writer, name: str) -> dict[str, Any]:
    return {"values": [], **_component(writer, name), "keyPosition": writer.ids.index(name)}


def _attribute(writer: _Writer, name: str) -> dict[str, Any]:
    ids = writer.message.key_ids
    to: dict[str, Any] = {"dimensions": ids} if name in OF_SERIES else {"observation": {}}
    return {**_component(writer, name), "relationship": to}


def _component(writer: _Writer, name: str) -> dict[str, Any]:
    """Return a component with the values met of it, coded ones with their names."""
    known = _names(writer.message, name)
    met = writer.met.get(name)
    values = [{"id": one, "name": known.get(one, one)} if known or name == TIME else {"value": one}
              for one in (met.places if met else ())]  # fmt: skip
    shown = {"id": name, "name": _called(writer.message, name)}
    return shown | ({"values": values} if values else {})


def _names(message: Message, name: str) -> dict[str, str]:
    if name in CODED:
        return words.LISTS[CODED[name]]
    ids = message.key_ids[1:]
    return message.names[ids.index(name)] if name in ids else {}


def _called(message: Message, name: str) -> str:
    more = {one["code"]: one["name"] for one in message.meta["dimensions"]}
    return words.CONCEPTS.get(name) or str(more.get(name, name))
