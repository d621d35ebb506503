"""What a question to SDMX asks for: which flow, which part of it, written how."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from gongkai.figures.formats import words
from gongkai.figures.formats.sdmx import ALL, OF_SERIES, OF_VALUES, TIME, VALUE, VERSION, key_ids
from gongkai.figures.models import Vintage
from gongkai.figures.queries import FlowShown, Numbers
from gongkai.figures.queries.runs import Slice
from gongkai.figures.rules import Frequency
from gongkai.figures.rules.periods import FIRST, LAST
from gongkai.figures.rules.sdmx import Test, bounds, filter_of, keys_of, passes, within
from gongkai.figures.views.answers import Fault

COMPONENT = re.compile(r"c\[(\w+)\]", re.ASCII)
LATEST = frozenset({"latest", "all", "*", "~", "+", VERSION, "1.0+.0", "1+.0.0", "1.0.0+"})
ANY = frozenset({"", "all", "*"})
MOST, LONGEST = 2**31, 12  # of a count: the highest, digits
DETAILS = {"full": (None, True, True), "dataonly": (frozenset(), True, True),
           "serieskeysonly": (frozenset(), False, False),
           "nodata": (None, False, False)}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A way to write an answer. Shape: also are other names of its media type; write yields text."""

    kind: str
    also: Sequence[str]
    write: Callable[..., Any]
    is_held: bool = False  # made in memory, so it is limited

    def takes(self, kind: str, version: str) -> bool:
        """Say whether an item of Accept takes it."""
        own, _, mark = self.kind.partition(";version=")
        names = {own, *self.also}
        if kind.endswith("/*"):
            return kind == "*/*" or any(one.startswith(kind[:-1]) for one in names)
        return kind in names and version in {"", mark}


@dataclass(frozen=True)
class Asked:
    """A part of a flow, and what of it is to be written."""

    part: Slice
    across: str
    attributes: frozenset[str] | None
    has_values: bool
    has_cells: bool
    offset: int
    limit: int | None


def query_of(request: HttpRequest) -> QueryDict:
    """Return what stands behind the ?, in which a plus is a plus: it means "and"."""
    return QueryDict(request.META.get("QUERY_STRING", "").replace("+", "%2B"))


def form_of(request: HttpRequest, forms: Sequence[Form]) -> Form:
    """Return the way to write that is liked best, the first one for who doesn't mind.

    Raises: Fault. Standard: RFC 9110, 12.5.1.
    """
    liked = []
    header = request.headers.get("Accept", "").lower()
    for place, item in enumerate(header.split(",")):
        kind, *given = (one.strip() for one in item.split(";"))
        said = dict(one.partition("=")[::2] for one in given)
        weight = _weight(said.get("q", "1"))
        if kind and weight:
            liked.append((-weight, "*" in kind, place, kind, said.get("version", "")))
    if not header.strip():
        return forms[0]
    for *_, kind, version in sorted(liked):
        for form in forms:
            if form.takes(kind, version):
                return form
    raise Fault(406, words.ACCEPT.format(formats="、".join(one.kind for one in forms)))


def _weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def wrong(what: str, status: int = 400) -> Fault:
    """Return that something was asked for wrongly."""
    return Fault(status, words.SYNTAX.format(what=what))


def choice(query: QueryDict, name: str, values: Sequence[str], otherwise: str) -> str:
    """Return what was chosen among some values. Raises: Fault."""
    found = query.get(name) or otherwise
    if found not in values:
        raise wrong(words.CHOICE.format(name=name, values="、".join(values)))
    return found


def count(query: QueryDict, name: str) -> int | None:
    """Return a number of things, None where none is given. Raises: Fault."""
    text = query.get(name, "")
    if not text:
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    if not is_number or int(text) > MOST:
        raise wrong(words.COUNT.format(name=name))
    return int(text)


def since(vintage: Vintage, numbers: Numbers) -> datetime:
    """Return since when a vintage is public, by the bureau's clock."""
    return timezone.localtime(vintage.visible_from or numbers.at)


def _is_yes(query: QueryDict, name: str) -> bool:
    """Return a yes or no, which sdmx1 begins with a capital letter. Raises: Fault."""
    return choice(query, name, ("true", "false", "True", "False"), "false").lower() == "true"


def updated_after(query: QueryDict) -> int | None:
    """Return the order after which values are asked for. Raises: Fault."""
    text = query.get("updatedAfter", "")
    if not text:
        return None
    try:
        at = parse_datetime(text) or parse_datetime(f"{parse_date(text)}T00:00:00")
    except ValueError:
        at = None
    if at is None or not FIRST <= at.year <= LAST:
        raise wrong(words.MOMENT.format(text=text[:40]))
    at = timezone.make_aware(at) if timezone.is_naive(at) else at
    return Numbers(at).order


def flow_of(numbers: Numbers, agency: str, code: str, version: str, own: str) -> FlowShown:
    """Return a flow that is public. Raises: Fault, the same for unknown and not open yet."""
    flow = numbers.flows.get(code)
    if flow is None or agency not in {own, *ANY} or version not in LATEST:
        raise Fault(404, words.NOT_FOUND)
    return flow


def chosen_1(flow: FlowShown, key: str) -> list[frozenset[str] | None]:
    """Return the codes a key of version 1 chooses: "+" is or, nothing is any. Raises: Fault."""
    ids = key_ids(flow.meta)
    if key in ANY:
        return [None] * len(ids)
    parts = key.split(".")
    if len(parts) != len(ids):
        raise wrong(words.KEY.format(most=len(ids), names=".".join(ids)))
    return [frozenset(part.split("+")) if part not in ANY else None for part in parts]


def chosen_2(flow: FlowShown, key: str) -> list[list[frozenset[str] | None]]:
    """Return the codes each key of version 2 chooses: "*" is any, "," another key, or code.

    Raises: Fault.
    """
    ids = key_ids(flow.meta)
    if key in ANY:
        return [[None] * len(ids)]
    several = key.split(",")
    if any(one.count(".") != len(ids) - 1 for one in several):
        several = [key]
    if key.count(".") != len(ids) - 1 and len(several) == 1:
        raise wrong(words.KEY.format(most=len(ids), names=".".join(ids)), 422)
    return [[frozenset(part.split(",")) if part not in ANY else None for part in one.split(".")]
            for one in several]  # fmt: skip


def keys(
    flow: FlowShown, several: Sequence[Sequence[frozenset[str] | None]], tests: Mapping[str, Test]
) -> list[str]:
    """Return the series that were asked for."""
    ids = key_ids(flow.meta)
    frequency = tests.get(ids[0])
    if frequency is not None and not frequency(str(flow.frequency)):
        return []
    by_place = {ids.index(name) - 1: test for name, test in tests.items() if name != ids[0]}
    found: dict[str, None] = {}
    for first, *others in several:
        if first is None or flow.frequency in first:
            found |= dict.fromkeys(keys_of(flow.ids, others, by_place))
    return list(found)


def tests_of(query: QueryDict, flow: FlowShown) -> tuple[dict[str, Test], dict[str, Any]]:
    """Return the tests of a question, by dimension, and what they say of time.

    Raises: Fault for a component that is none, or cannot be asked for.
    """
    ids = key_ids(flow.meta)
    tests: dict[str, Test] = {}
    time: dict[str, Any] = {}
    for name in query:
        found = COMPONENT.fullmatch(name)
        if found is None:
            continue
        code, texts = found[1], query.getlist(name)
        if code == TIME:
            time = _time(texts, flow.frequency)
        elif code in ids:
            tests[code] = _all([passes(filter_of(text)) for text in texts])
        elif code in {VALUE, *OF_VALUES, *OF_SERIES}:
            raise Fault(501, words.NOT_HERE.format(what=words.OPERATOR.format(name=code)))
        else:
            raise wrong(words.DIMENSION.format(name=code[:40]), 422)
    return tests, time


def _all(tests: Sequence[Test]) -> Test:
    return lambda value: all(test(value) for test in tests)


def _time(texts: Sequence[str], frequency: Frequency) -> dict[str, Any]:
    """Return between which periods, and which of them. Raises: Fault."""
    try:
        filters = [filter_of(text) for text in texts]
        ends = [bounds(one, frequency) for one in filters]
        test = _all([passes(one, frequency) for one in filters])
    except ValueError as error:
        raise wrong(words.PERIOD.format(text=str(error)[:40])) from None
    lasts = [last for _, last in ends if last]
    is_plain = all(len(one) == 1 and all(name in {"ge", "le", "eq"} for name, _ in one[0])
                   for one in filters)  # fmt: skip
    return {"first": max(first for first, _ in ends), "last": min(lasts, default=""),
            "keep": None if is_plain else test}  # fmt: skip


def range_of(query: QueryDict, frequency: Frequency) -> dict[str, str]:
    """Return between which periods: startPeriod, endPeriod. Raises: Fault."""
    found = {}
    for name, field, end in (("startPeriod", "first", 0), ("endPeriod", "last", 1)):
        text = query.get(name, "")
        try:
            found[field] = within(text, frequency)[end] if text else ""
        except ValueError:
            raise wrong(words.PERIOD.format(text=text[:40])) from None
    return found


def shown_of(query: QueryDict) -> tuple[frozenset[str] | None, bool, bool]:
    """Return what of values is written: attributes, numbers, anything. Raises: Fault."""
    if "attributes" not in query and "measures" not in query:
        return DETAILS[choice(query, "detail", list(DETAILS), "full")]
    names = {one for text in query.getlist("attributes") for one in text.split(",")} or {"dsd"}
    measures = {one for text in query.getlist("measures") for one in text.split(",")} or {"all"}
    sets = {"none": (), "msd": (), "dataset": (), "series": OF_SERIES, "obs": OF_VALUES}
    if names & {"all", "dsd"}:
        attributes = None
    else:
        attributes = frozenset(one for name in names for one in sets.get(name, (name,)))
        if attributes - {*OF_SERIES, *OF_VALUES}:
            raise wrong(words.DIMENSION.format(name=",".join(sorted(names))[:40]), 422)
    has_values = bool(measures & {"all", VALUE})
    if not has_values and measures != {"none"}:
        raise wrong(words.DIMENSION.format(name=",".join(sorted(measures))[:40]), 422)
    of_values = attributes is None or bool(attributes & set(OF_VALUES))
    return attributes, has_values, has_values or of_values


def asked_of(
    query: QueryDict, flow: FlowShown, several: Sequence[Sequence[frozenset[str] | None]]
) -> Asked:
    """Return the part of a flow a question asks for. Raises: Fault."""
    tests, time = tests_of(query, flow)
    given = range_of(query, flow.frequency) | time
    attributes, has_values, has_cells = shown_of(query)
    ids = key_ids(flow.meta)
    across = choice(query, "dimensionAtObservation", [TIME, ALL, *ids], TIME)
    part = Slice(
        keys(flow, several, tests), **given, since=updated_after(query),
        first_n=count(query, "firstNObservations"), last_n=count(query, "lastNObservations"),
        has_history=_is_yes(query, "includeHistory"),
    )  # fmt: skip
    if query.get("sort"):
        raise Fault(501, words.NOT_HERE.format(what="sort"))
    return Asked(part, across, attributes, has_values, has_cells, count(query, "offset") or 0,
                 count(query, "limit"))  # fmt: skip
