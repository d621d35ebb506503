"""SDMX-ML data: generic and structure-specific 2.1, structure-specific 3.0. Streams."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from gongkai.figures.formats.sdmx import (
    LANGUAGE,
    VERSION,
    Group,
    Message,
    Obs,
    Run,
    data_sets,
    moment,
)

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
BAD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Namespaces:
    """The addresses of a version's schemas."""

    message: str
    common: str
    structure: str
    generic: str
    specific: str


def _at(version: str) -> Namespaces:
    start = f"http://www.sdmx.org/resources/sdmxml/schemas/v{version}"
    return Namespaces(f"{start}/message", f"{start}/common", f"{start}/structure",
                      f"{start}/data/generic", f"{start}/data/structurespecific")  # fmt: skip


V2, V3 = _at("2_1"), _at("3_0")
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def clean(value: str) -> str:
    """Return text without the characters XML cannot carry."""
    return BAD.sub("", value)


def quoted(value: str) -> str:
    """Return an attribute's value in its quotes."""
    return quoteattr(clean(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def said(value: str) -> str:
    """Return text between tags."""
    return escape(clean(value))


def header(agency: str, name: str, prepared: datetime, *, is_test: bool, more: str = "") -> str:
    """Return a message's header. Shape: prepared is when the answer last changed, not the clock."""
    return (
        f"<mes:Header><mes:ID>{name}</mes:ID><mes:Test>{str(is_test).lower()}</mes:Test>"
        f"<mes:Prepared>{moment(prepared)}</mes:Prepared><mes:Sender id={quoted(agency)}/>"
        f'<mes:Receiver id="not_supplied"/>{more}</mes:Header>'
    )


def error(number: int, text: str) -> str:
    """Return a refusal as SDMX-ML 2.1 says it."""
    return (
        f'{HEAD}<mes:Error xmlns:mes="{V2.message}" xmlns:com="{V2.common}">'
        f'<mes:ErrorMessage code="{number}"><com:Text xml:lang="{LANGUAGE}">{said(text)}</com:Text>'
        "</mes:ErrorMessage></mes:Error>"
    )


def generic(message: Message, given: Iterable[Run]) -> Iterator[str]:
    """Yield a flow as generic data, SDMX-ML 2.1."""
    yield (
        f'{HEAD}<mes:GenericData xmlns:mes="{V2.message}" xmlns:com="{V2.common}" '
        f'xmlns:gen="{V2.generic}">{_header(message, V2, is_specific=False)}'
    )
    for start, several in data_sets(message, given):
        since = f' validFromDate="{start}"' if start else ""
        yield f'<mes:DataSet structureRef="S" action="{_action(start)}"{since}>'
        yield from (_generic(group) for group in several)
        yield "</mes:DataSet>"
    yield "</mes:GenericData>"


def specific(message: Message, given: Iterable[Run], names: Namespaces = V2) -> Iterator[str]:
    """Yield a flow as structure-specific data, SDMX-ML 2.1 or 3.0."""
    yield (
        f'{HEAD}<mes:StructureSpecificData xmlns:mes="{names.message}" xmlns:com="{names.common}" '
        f'xmlns:ss="{names.specific}" xmlns:ns="{_own(message)}" xmlns:xsi="{XSI}">'
        f"{_header(message, names, is_specific=True)}"
    )
    for start, several in data_sets(message, given):
        since = f' ss:validFromDate="{start}"' if start else ""
        yield (f'<mes:DataSet ss:dataScope="DataStructure" xsi:type="ns:DataSetType" '
               f'ss:structureRef="S" ss:action="{_action(start)}"{since}>')  # fmt: skip
        yield from (_specific(group) for group in several)
        yield "</mes:DataSet>"
    yield "</mes:StructureSpecificData>"


def _action(start: str) -> str:
    """Return what a reader does with a set: the vintages of a history replace one another."""
    return "Replace" if start else "Information"


def _own(message: Message) -> str:
    kind = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow="
    return f"{kind}{message.reference}:ObsLevelDim:{message.across}"


def _header(message: Message, names: Namespaces, *, is_specific: bool) -> str:
    own = f' namespace="{_own(message)}"' if is_specific else ""
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={message.reference}"
    reference = (
        f'<Ref agencyID={quoted(message.agency)} id="{message.code}" version="{VERSION}" '
        'class="Dataflow"/>' if names is V2 else urn
    )  # fmt: skip
    more = (
        f'<mes:Structure structureID="S"{own} '
        f'dimensionAtObservation="{message.across}"><com:StructureUsage>{reference}'
        "</com:StructureUsage></mes:Structure>"
    )
    return header(message.agency, f"{message.code}-{message.order}", message.prepared,
                  is_test=message.is_test, more=more)  # fmt: skip


def _pairs(values: Iterable[tuple[str, str]]) -> str:
    return "".join(f" {name}={quoted(value)}" for name, value in values)


def _specific(group: Group) -> str:
    rows = "".join(
        f"<Obs{_pairs(one.dimensions)}"
        + (f' OBS_VALUE="{one.value}"' if one.value is not None else "")
        + f"{_pairs(one.attributes)}/>"
        for one in group.values
    )
    if not group.dimensions:
        return rows
    return f"<Series{_pairs(group.dimensions)}{_pairs(group.attributes)}>{rows}</Series>"


def _values(tag: str, values: Iterable[tuple[str, str]]) -> str:
    inner = "".join(f'<gen:Value id="{name}" value={quoted(value)}/>' for name, value in values)
    return f"<gen:{tag}>{inner}</gen:{tag}>" if inner else ""


def _generic(group: Group) -> str:
    rows = "".join(_generic_obs(one, flat=not group.dimensions) for one in group.values)
    if not group.dimensions:
        return rows
    return (f"<gen:Series>{_values('SeriesKey', group.dimensions)}"
            f"{_values('Attributes', group.attributes)}{rows}</gen:Series>")  # fmt: skip


def _generic_obs(one: Obs, *, flat: bool) -> str:
    if flat:
        place = _values("ObsKey", one.dimensions)
    else:
        ((name, value),) = one.dimensions
        place = f'<gen:ObsDimension id="{name}" value={quoted(value)}/>'
    shown = f'<gen:ObsValue value="{one.value}"/>' if one.value is not None else ""
    return f"<gen:Obs>{place}{shown}{_values('Attributes', one.attributes)}</gen:Obs>"
