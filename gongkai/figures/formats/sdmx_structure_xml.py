"""Structures as SDMX-ML 2.1 and 3.0. The versions name the same things and refer differently."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from gongkai.figures.formats.sdmx import LANGUAGE, TIME, VALUE, VERSION
from gongkai.figures.formats.sdmx_artefacts import CONCEPTS, Artefact, Item, Part, Remark
from gongkai.figures.formats.sdmx_xml import HEAD, V2, V3, Namespaces, header, quoted, said

URN = re.compile(r"urn:sdmx:org\.sdmx\.infomodel\.(\w+)\.(\w+)=(\w+):(\w+)\(([\d.]+)\)(?:\.(\w+))?")
# Where each kind stands, in the order of the schemas: kind, box, box within (2.1 only), element.
BOXES_2 = (
    ("agencyscheme", "OrganisationSchemes", "AgencyScheme", "Agency"),
    ("dataproviderscheme", "OrganisationSchemes", "DataProviderScheme", "DataProvider"),
    ("dataflow", "Dataflows", "Dataflow", ""),
    ("categoryscheme", "CategorySchemes", "CategoryScheme", "Category"),
    ("categorisation", "Categorisations", "Categorisation", ""),
    ("codelist", "Codelists", "Codelist", "Code"),
    ("conceptscheme", "Concepts", "ConceptScheme", "Concept"),
    ("datastructure", "DataStructures", "DataStructure", ""),
    ("dataconstraint", "Constraints", "ContentConstraint", ""),
)
BOXES_3 = (
    ("agencyscheme", "AgencySchemes", "AgencyScheme", "Agency"),
    ("categorisation", "Categorisations", "Categorisation", ""),
    ("categoryscheme", "CategorySchemes", "CategoryScheme", "Category"),
    ("codelist", "Codelists", "Codelist", "Code"),
    ("conceptscheme", "ConceptSchemes", "ConceptScheme", "Concept"),
    ("dataconstraint", "DataConstraints", "DataConstraint", ""),
    ("dataflow", "Dataflows", "Dataflow", ""),
    ("dataproviderscheme", "DataProviderSchemes", "DataProviderScheme", "DataProvider"),
    ("datastructure", "DataStructures", "DataStructure", ""),
)


def written(
    agency: str, found: Sequence[Artefact], prepared: datetime, order: int, *, is_test: bool,
    names: Namespaces = V2,
) -> str:  # fmt: skip
    """Return structures as one message."""
    boxes = BOXES_2 if names is V2 else BOXES_3
    inner, box_now = "", ""
    for kind, box, tag, item in boxes:
        rows = "".join(_artefact(one, tag, item, names) for one in found if one.kind == kind)
        if rows and box != box_now:
            inner += (f"</str:{box_now}>" if box_now else "") + f"<str:{box}>"
            box_now = box
        inner += rows
    inner += f"</str:{box_now}>" if box_now else ""
    head = header(agency, f"STRUCTURES-{order}", prepared, is_test=is_test)
    return (
        f'{HEAD}<mes:Structure xmlns:mes="{names.message}" xmlns:com="{names.common}" '
        f'xmlns:str="{names.structure}">{head}<mes:Structures>{inner}</mes:Structures>'
        "</mes:Structure>"
    )


def _artefact(one: Artefact, tag: str, item: str, names: Namespaces) -> str:
    more = ' isExternalReference="true"' if one.is_stub else ""
    role = "type" if names is V2 else "role"
    more += f' {role}="Actual"' if one.region else ""
    inner = "" if one.is_stub else _body(one, item, names)
    version = "" if one.kind.endswith(("agencyscheme", "providerscheme")) and names is V3 else (
        f' version="{one.version}"')  # fmt: skip
    return (
        f'<str:{tag} id="{one.code}" agencyID={quoted(one.agency)}{version} urn="{_urn(one, names)}"'
        f"{more}>{_remarks(one.remarks)}{_named(one.name, one.description)}{inner}</str:{tag}>"
    )


def _urn(one: Artefact, names: Namespaces) -> str:
    return one.urn.replace("DataConstraint", "ContentConstraint") if names is V2 else one.urn


def _body(one: Artefact, item: str, names: Namespaces) -> str:
    makers: dict[str, Callable[[Artefact, Namespaces], str]] = {
        "dataflow": _flow, "datastructure": _structure, "categorisation": _categorisation,
        "dataconstraint": _constraint,
    }  # fmt: skip
    maker = makers.get(one.kind)
    if maker:
        return maker(one, names)
    return "".join(_item(row, item, one, names) for row in one.items)


def _named(name: str, description: str = "") -> str:
    found = f'<com:Name xml:lang="{LANGUAGE}">{said(name)}</com:Name>'
    if description:
        found += f'<com:Description xml:lang="{LANGUAGE}">{said(description)}</com:Description>'
    return found


def _remarks(rows: Iterable[Remark]) -> str:
    inner = "".join(
        f'<com:Annotation id="{one.code}"><com:AnnotationTitle>{said(one.title)}'
        f"</com:AnnotationTitle><com:AnnotationType>{one.kind}</com:AnnotationType>"
        + (f'<com:AnnotationText xml:lang="{LANGUAGE}">{said(one.text)}</com:AnnotationText>'
           if one.text else "")
        + "</com:Annotation>"
        for one in rows
    )  # fmt: skip
    return f"<com:Annotations>{inner}</com:Annotations>" if inner else ""


def _item(row: Item, tag: str, scheme: Artefact, names: Namespaces) -> str:
    above = ""
    if row.above and (names is V2 or not row.above[0].isdecimal()):  # what 3.0's schema forbids
        inner = f'<Ref id="{row.above}"/>' if names is V2 else row.above
        above = f"<str:Parent>{inner}</str:Parent>"
    return (f'<str:{tag} id="{row.code}" urn="{scheme.item(row.code)}">'
            f"{_named(row.name, row.description)}{above}</str:{tag}>")  # fmt: skip


def _refer(urn: str, names: Namespaces) -> str:
    """Return a reference: spelled out in 2.1, a URN in 3.0."""
    if names is V3:
        return urn
    found = URN.fullmatch(urn)
    if found is None:
        raise ValueError(urn)
    package, kind, agency, code, version, item = found.groups()
    place = f'package="{package}" class="{kind}"'
    if item:
        return (f'<Ref id="{item}" maintainableParentID="{code}" '
                f'maintainableParentVersion="{version}" agencyID="{agency}" {place}/>')  # fmt: skip
    return f'<Ref id="{code}" version="{version}" agencyID="{agency}" {place}/>'


def _flow(one: Artefact, names: Namespaces) -> str:
    return f"<str:Structure>{_refer(one.refers[0], names)}</str:Structure>"


def _categorisation(one: Artefact, names: Namespaces) -> str:
    return (f"<str:Source>{_refer(one.refers[0], names)}</str:Source>"
            f"<str:Target>{_refer(one.target, names)}</str:Target>")  # fmt: skip


def _structure(one: Artefact, names: Namespaces) -> str:
    places = "".join(
        f'<str:Dimension id="{part.code}" position="{place}">{_part(one, part, names)}'
        "</str:Dimension>"
        for place, part in enumerate(one.dimensions, 1 if names is V2 else 0)
    )
    last = len(one.dimensions) + (1 if names is V2 else 0)
    at = f' position="{last}"' if names is V2 else ""
    time = Part(TIME, "", "ObservationalTimePeriod")
    places += (f'<str:TimeDimension id="{TIME}"{at}>{_part(one, time, names)}'
               "</str:TimeDimension>")  # fmt: skip
    attributes = "".join(
        _attribute(one, part, of_value, names) for part, of_value in one.attributes
    )
    tag = "PrimaryMeasure" if names is V2 else "Measure"
    measure = _part(one, Part(VALUE, "", "Decimal"), names)
    return (
        f'<str:DataStructureComponents><str:DimensionList id="DimensionDescriptor">{places}'
        f'</str:DimensionList><str:AttributeList id="AttributeDescriptor">{attributes}'
        f'</str:AttributeList><str:MeasureList id="MeasureDescriptor"><str:{tag} id="{VALUE}">'
        f"{measure}</str:{tag}></str:MeasureList></str:DataStructureComponents>"
    )


def _part(one: Artefact, part: Part, names: Namespaces) -> str:
    concept = (f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={one.agency}:{CONCEPTS}"
               f"({VERSION}).{part.code}")  # fmt: skip
    kind = (f"<str:Enumeration>{_refer(part.codelist, names)}</str:Enumeration>" if part.codelist
            else f'<str:TextFormat textType="{part.kind}"/>')  # fmt: skip
    return (f"<str:ConceptIdentity>{_refer(concept, names)}</str:ConceptIdentity>"
            f"<str:LocalRepresentation>{kind}</str:LocalRepresentation>")  # fmt: skip


def _attribute(one: Artefact, part: Part, of_value: bool, names: Namespaces) -> str:
    ids = [place.code for place in one.dimensions]
    if names is V2:
        usage = 'assignmentStatus="Conditional"'
        to = (f'<str:PrimaryMeasure><Ref id="{VALUE}"/></str:PrimaryMeasure>' if of_value else
              "".join(f'<str:Dimension><Ref id="{code}"/></str:Dimension>' for code in ids))  # fmt: skip
    else:
        usage = 'usage="optional"'
        to = ("<str:Observation/>" if of_value else
              "".join(f"<str:Dimension>{code}</str:Dimension>" for code in ids))  # fmt: skip
    return (f'<str:Attribute id="{part.code}" {usage}>{_part(one, part, names)}'
            f"<str:AttributeRelationship>{to}</str:AttributeRelationship></str:Attribute>")  # fmt: skip


def _constraint(one: Artefact, names: Namespaces) -> str:
    region = one.region
    if region is None:
        return ""
    space = "com" if names is V2 else "str"
    keys = "".join(
        f'<{space}:KeyValue id="{code}">'
        + "".join(f"<{space}:Value>{value}</{space}:Value>" for value in values)
        + f"</{space}:KeyValue>"
        for code, values in region.values.items() if values
    )  # fmt: skip
    if region.first:
        keys += (
            f'<{space}:KeyValue id="{TIME}"><{space}:TimeRange><{space}:StartPeriod>{region.first}'
            f"</{space}:StartPeriod><{space}:EndPeriod>{region.last}</{space}:EndPeriod>"
            f"</{space}:TimeRange></{space}:KeyValue>"
        )
    return (f"<str:ConstraintAttachment><str:Dataflow>{_refer(one.refers[0], names)}</str:Dataflow>"
            f'</str:ConstraintAttachment><str:CubeRegion include="true">{keys}</str:CubeRegion>')  # fmt: skip
