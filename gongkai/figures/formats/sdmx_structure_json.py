"""Structures as SDMX-JSON 2.0.0. Readers look for the schema in the first characters."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from gongkai.figures.formats.sdmx import LANGUAGE, TIME, VALUE, VERSION, moment
from gongkai.figures.formats.sdmx_artefacts import CONCEPTS, Artefact, Item, Part

SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json"
BOXES = {"agencyscheme": ("agencySchemes", "agencies"),
         "categorisation": ("categorisations", ""),
         "categoryscheme": ("categorySchemes", "categories"),
         "codelist": ("codelists", "codes"),
         "conceptscheme": ("conceptSchemes", "concepts"),
         "dataconstraint": ("dataConstraints", ""),
         "dataflow": ("dataflows", ""),
         "dataproviderscheme": ("dataProviderSchemes", "dataProviders"),
         "datastructure": ("dataStructures", "")}  # fmt: skip
Found = dict[str, Any]


def meta(
    schema: str, agency: str, name: str, prepared: datetime, *, is_test: bool
) -> Found:  # fmt: skip
    """Return a message's head, its schema first."""
    return {"schema": schema, "id": name, "test": is_test, "prepared": moment(prepared),
            "contentLanguages": [LANGUAGE], "sender": {"id": agency}}  # fmt: skip


def written(
    agency: str, found: Sequence[Artefact], prepared: datetime, order: int, *, is_test: bool
) -> str:
    """Return structures as one message."""
    data: Found = {}
    for one in found:
        data.setdefault(BOXES[one.kind][0], []).append(_artefact(one))
    head = meta(SCHEMA, agency, f"STRUCTURES-{order}", prepared, is_test=is_test)
    head["links"] = [{"rel": "self", "urn": one.urn} for one in found]
    return json.dumps({"meta": head, "data": data}, ensure_ascii=False, separators=(",", ":"))


def error(number: int, text: str) -> str:
    """Return a refusal as SDMX-JSON says it."""
    said = {"code": number, "title": text, "titles": {LANGUAGE: text}}
    return json.dumps({"errors": [said]}, ensure_ascii=False)


def _artefact(one: Artefact) -> Found:
    found: Found = {"id": one.code, "agencyID": one.agency, "version": one.version,
                    **_named(one.name, one.description)}  # fmt: skip
    if one.is_stub:
        found["isExternalReference"] = True
    if one.remarks:
        found["annotations"] = [
            {"id": row.code, "type": row.kind, "title": row.title}
            | ({"text": row.text, "texts": {LANGUAGE: row.text}} if row.text else {})
            for row in one.remarks
        ]
    return found if one.is_stub else found | _body(one)


def _named(name: str, description: str = "") -> Found:
    found: Found = {"name": name, "names": {LANGUAGE: name}}
    if description:
        found |= {"description": description, "descriptions": {LANGUAGE: description}}
    return found


def _body(one: Artefact) -> Found:
    makers: dict[str, Callable[[Artefact], Found]] = {
        "dataflow": lambda flow: {"structure": flow.refers[0]},
        "categorisation": lambda row: {"source": row.refers[0], "target": row.target},
        "datastructure": _structure, "dataconstraint": _constraint,
    }  # fmt: skip
    maker = makers.get(one.kind)
    if maker:
        return maker(one)
    rows = [_item(row) for row in one.items]
    return {BOXES[one.kind][1]: rows} if rows else {}


def _item(row: Item) -> Found:
    return {"id": row.code, **_named(row.name, row.description),
            **({"parent": row.above} if row.above else {})}  # fmt: skip


def _structure(one: Artefact) -> Found:
    ids = [part.code for part in one.dimensions]
    dimensions = [_part(one, part) | {"position": place}
                  for place, part in enumerate(one.dimensions)]  # fmt: skip
    of_series = {"attributeRelationship": {"dimensions": ids}}
    of_values = {"attributeRelationship": {"observation": {}}, "measureRelationship": [VALUE]}
    attributes = [
        _part(one, part) | {"usage": "optional"} | (of_values if is_value else of_series)
        for part, is_value in one.attributes
    ]
    time = _part(one, Part(TIME, "", "ObservationalTimePeriod"))
    measure = _part(one, Part(VALUE, "", "Decimal"))
    return {"dataStructureComponents": {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions,
                          "timeDimension": time},
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
        "measureList": {"id": "MeasureDescriptor", "measures": [measure]},
    }}  # fmt: skip


def _part(one: Artefact, part: Part) -> Found:
    concept = (f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={one.agency}:{CONCEPTS}"
               f"({VERSION}).{part.code}")  # fmt: skip
    kind = ({"enumeration": part.codelist} if part.codelist
            else {"format": {"dataType": part.kind}})  # fmt: skip
    return {"id": part.code, "conceptIdentity": concept, "localRepresentation": kind}


def _constraint(one: Artefact) -> Found:
    region = one.region
    if region is None:
        return {}
    keys: list[Found] = [{"id": code, "values": [{"value": value} for value in values]}
                         for code, values in region.values.items() if values]  # fmt: skip
    if region.first:
        keys.append({"id": TIME, "timeRange": {
            "startPeriod": {"period": region.first, "isInclusive": True},
            "endPeriod": {"period": region.last, "isInclusive": True}}})  # fmt: skip
    return {"role": "Actual", "constraintAttachment": {"dataflows": [one.refers[0]]},
            "cubeRegions": [{"include": True, "keyValues": keys}] if keys else []}  # fmt: skip
