"""What a question to PxWebApi asks for: which table, which values, in which format."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from django.http import HttpRequest, QueryDict

from gongkai.figures import words
from gongkai.figures.queries import FlowShown, Numbers
from gongkai.figures.queries.cubes import periods
from gongkai.figures.rules import UnknownCodeError, chosen, listed
from gongkai.figures.rules.selections import MOST_EXPRESSIONS, TooManyError
from gongkai.figures.views.answers import MOST_CELLS, Fault

CONTENTS, TIME = "ContentsCode", "TIME_PERIOD"
ALIASES = {"INDICATOR": CONTENTS}
FORMATS = ("json-stat2", "csv", "px", "xlsx", "html")
OPTIONS = ("UseCodes", "UseTexts", "UseCodesAndTexts", "IncludeTitle", "SeparatorTab",
           "SeparatorSpace", "SeparatorSemicolon")  # fmt: skip
VALUES = re.compile(r"(valuecodes|codelist)\[([^\[\]]+)\]", re.IGNORECASE)
SHOWN_FIRST, EACH, FEW = 13, 10, 5_000  # of a default selection: periods; values if it were more
LONGEST_NUMBER = 12  # digits
Selection = dict[str, list[str]]


@dataclass(frozen=True)
class Wanted:
    """A rectangle. Shape: codes by dimension in order of the key; over are its periods."""

    codes: Sequence[Sequence[str]]
    over: Sequence[str]

    @property
    def cells(self) -> int:
        """Return how many cells it has."""
        return prod(map(len, self.codes)) * len(self.over)


def flow_of(numbers: Numbers, code: str) -> FlowShown:
    """Return a flow that is public. Raises: Fault, the same for unknown and not open yet."""
    flow = numbers.flows.get(code)
    if flow is None:
        raise Fault(404, words.NO_SUCH_TABLE.format(code=code[:60]))
    return flow


def variables(flow: FlowShown) -> list[str]:
    """Return the variables of a table: dimensions in order of the key, then time."""
    return [CONTENTS, *(one["code"] for one in flow.meta["dimensions"][1:]), TIME]


def codes_of(numbers: Numbers, flow: FlowShown, variable: str) -> Sequence[str]:
    """Return the codes of a variable."""
    if variable == TIME:
        return periods(numbers, flow)
    place = variables(flow).index(variable)
    return [one["code"] for one in flow.meta["dimensions"][place]["values"]]


def default(numbers: Numbers, flow: FlowShown) -> Selection:
    """Return what is shown of a table when nothing is asked: the last periods, all if few."""
    names = variables(flow)[:-1]
    sizes = {name: len(codes_of(numbers, flow, name)) for name in names}
    many = prod(sizes.values()) * SHOWN_FIRST > FEW
    found = {name: [f"TOP({EACH})"] if many and size > EACH else ["*"]
             for name, size in sizes.items()}  # fmt: skip
    return found | {TIME: [f"TOP({SHOWN_FIRST})"]}


def selection_of(request: HttpRequest, flow: FlowShown) -> Selection:
    """Return which values are asked for, by variable, as they were asked. Raises: Fault."""
    if request.method == "POST":
        return selection_in(flow, body_of(request))
    found: Selection = {}
    for name, given in request.GET.lists():
        match = VALUES.fullmatch(name)
        if match and match[1].lower() == "valuecodes":
            found[_variable(flow, match[2])] = [one for text in given for one in listed(text)]
        elif match:
            _refuse_codelist(flow, match[2], given[-1])
    return found


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object sent, its texts such as a database takes. Raises: Fault."""
    try:
        found = json.loads(request.body or b"{}")
        written = json.dumps(found, ensure_ascii=False).encode()  # no half of a character
    except (ValueError, RecursionError):
        raise Fault(400, words.BAD_JSON) from None
    if not isinstance(found, dict) or rb"\u0000" in written:
        raise Fault(400, words.BAD_JSON)
    return found


def selection_in(flow: FlowShown, body: Mapping[str, Any]) -> Selection:
    """Return which values a sent selection asks for. Raises: Fault."""
    rows = body.get("selection") or []
    if not isinstance(rows, list):
        raise Fault(400, words.BAD_JSON)
    found: Selection = {}
    for row in rows:
        codes = row.get("valueCodes") if isinstance(row, dict) else None
        if (
            codes is None
            or not isinstance(codes, list)
            or not all(isinstance(one, str) for one in codes)
        ):
            raise Fault(400, words.BAD_JSON)
        variable = _variable(flow, str(row.get("variableCode", "")))
        _refuse_codelist(flow, variable, str(row.get("codelist") or row.get("codeList") or ""))
        found[variable] = codes
    return found


def _variable(flow: FlowShown, name: str) -> str:
    known = {one.casefold(): one for one in variables(flow)}
    known |= {alias.casefold(): one for alias, one in ALIASES.items()}
    if name.casefold() not in known:
        said = "、".join(variables(flow))
        raise Fault(400, words.NO_SUCH_VARIABLE.format(code=name[:60], known=said))
    return known[name.casefold()]


def _refuse_codelist(flow: FlowShown, name: str, given: str) -> None:
    if given and given != codelist_id(flow, _variable(flow, name)):
        raise Fault(400, words.NO_SUCH_CODELIST.format(code=given[:60]))


def codelist_id(flow: FlowShown, variable: str) -> str:
    """Return what the classification behind a variable is called."""
    return f"{flow.code}.{variable}"


def wanted(numbers: Numbers, flow: FlowShown, asked: Selection, *, lenient: bool = False) -> Wanted:
    """Return the rectangle meant; a variable left out takes its default selection.

    lenient: for stored queries; what is there no longer is left out. Raises: Fault.
    """
    full = default(numbers, flow) | asked
    found = []
    for variable in variables(flow):
        codes = codes_of(numbers, flow, variable)
        try:
            some = chosen(full[variable], codes, time=variable == TIME, lenient=lenient)
        except TooManyError:
            said = words.MANY_EXPRESSIONS.format(variable=variable, most=MOST_EXPRESSIONS)
            raise Fault(400, said) from None
        except UnknownCodeError as error:
            said = words.NO_SUCH_VALUE.format(variable=variable, code=str(error)[:60])
            raise Fault(400, said) from None
        if not some and not lenient and variable != TIME:
            raise Fault(400, words.NOTHING_CHOSEN.format(variable=variable))
        found.append(some)
    return Wanted(found[:-1], found[-1])


def refuse_many(rectangle: Wanted) -> None:
    """Refuse more cells than one answer may have. Raises: Fault."""
    if rectangle.cells > MOST_CELLS:
        raise Fault(403, words.TOO_MANY_CELLS.format(cells=rectangle.cells, most=MOST_CELLS))


def format_of(given: str) -> str:
    """Return the format asked for. Raises: Fault."""
    if (given or FORMATS[0]) not in FORMATS:
        raise Fault(400, words.NO_SUCH_FORMAT.format(code=given[:30], known="、".join(FORMATS)))
    return given or FORMATS[0]


def options_of(given: Sequence[str]) -> list[str]:
    """Return the options of a format, in their own spelling. Raises: Fault."""
    known = {one.casefold(): one for one in OPTIONS}
    asked = [one for text in given for one in listed(text)]
    for one in asked:
        if one.casefold() not in known:
            said = words.NO_SUCH_OPTION.format(code=one[:30], known="、".join(OPTIONS))
            raise Fault(400, said)
    return [known[one.casefold()] for one in asked]


def whole(query: QueryDict, name: str, most: int, default_to: int) -> int:
    """Return a whole number asked for. Raises: Fault."""
    given = query.get(name, "")
    if not given:
        return default_to
    is_number = given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER
    if not is_number or not 1 <= int(given) <= most:
        raise Fault(400, words.BAD_NUMBER.format(name=name, most=most))
    return int(given)
