"""What machines read about the figures: DCAT 3, schema.org, and CSVW beside each CSV.

Everything has an address of its own, no blank nodes, so that the same figures give the same bytes.
No licence is named, for none has been granted: what may be done with the data is for the bureau.
"""

import csv
import json
from typing import Any
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from gongkai.figures.formats.csv import written as csv_written
from gongkai.figures.queries import FlowShown, cube
from gongkai.figures.rules import Cube, Frequency
from gongkai.figures.words import FREQUENCY
from gongkai.portal import queries, rules, words
from gongkai.portal.public.feeds import Files
from gongkai.portal.queries import FlowData, Site

MEDIA = Namespace("https://www.iana.org/assignments/media-types/")
OFTEN = Namespace("http://publications.europa.eu/resource/authority/frequency/")
CHINESE = URIRef("http://id.loc.gov/vocabulary/iso639-1/zh")
HOW_OFTEN = {
    Frequency.YEAR: "ANNUAL", Frequency.HALF: "ANNUAL_2", Frequency.QUARTER: "QUARTERLY",
    Frequency.MONTH: "MONTHLY",
}  # fmt: skip
MEDIA_TYPES = {
    "csv": "text/csv", "json": "application/json", "px": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
API = "/api/v2/"
SDMX = "/sdmx/v2/"
CONFORMS = {
    API: "https://github.com/PxTools/PxApiSpecs",
    SDMX: "https://github.com/sdmx-twg/sdmx-rest",
    "json": "https://json-stat.org/full/",
}
FILES = ("csv", "xlsx", "json", "px")  # what lies beside a flow's page
TEXTS = {"SCOPE", "UNIT", "OBS_STATUS", "OBS_STATUS_NAME", "MISSING_REASON", "NOTE"}
BASES = ("SPAN", "COMPARISON", "PRICE_BASE", "SCOPE")  # of the indicator
AFTER_TIME = ("OBS_VALUE", "OBS_STATUS", "OBS_STATUS_NAME", "MISSING_REASON", "NOTE")


def files(site: Site) -> Files:
    """Render the catalogue of all flows as Turtle and as JSON-LD; none of it without a flow."""
    names = [f"{rules.DATA[1:]}catalog.{ending}" for ending in ("ttl", "jsonld")]
    if not site.numbers.flows:
        return dict.fromkeys(names)
    graph = catalogue(site)
    plain = json.loads(graph.serialize(format="json-ld", auto_compact=True))
    plain["@graph"] = sorted(plain["@graph"], key=lambda one: one["@id"])
    turtle = graph.serialize(format="turtle").encode()
    return dict(zip(names, (turtle, _json(plain)), strict=True))


def _json(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def catalogue(site: Site) -> Graph:
    """Return the catalogue of all flows (DCAT 3)."""
    head, graph = site.head(), Graph()
    for name, space in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF), ("skos", SKOS)):
        graph.bind(name, space)
    here, bureau = (URIRef(f"{head.base_url}{rules.DATA}#{name}") for name in ("catalog", "bureau"))
    graph.add((bureau, RDF.type, FOAF.Organization))
    graph.add((bureau, RDF.type, FOAF.Agent))
    graph.add((bureau, FOAF.name, _said(head.bureau)))
    graph.add((bureau, FOAF.homepage, URIRef(f"{head.base_url}/")))
    graph.add((here, RDF.type, DCAT.Catalog))
    graph.add((here, DCTERMS.title, _said(words.CATALOG.format(bureau=head.bureau))))
    graph.add((here, DCTERMS.description, _said(words.CATALOG_ABOUT.format(bureau=head.bureau))))
    graph.add((here, DCTERMS.publisher, bureau))
    graph.add((here, DCTERMS.language, CHINESE))
    graph.add((here, FOAF.homepage, URIRef(head.base_url + rules.DATA)))
    for address in (API, SDMX):
        _service(graph, here, head.base_url + address, CONFORMS[address])
    for flow in site.numbers.flows.values():
        _flow(graph, here, bureau, site, flow)
    return graph


def _said(text: str) -> Literal:
    return Literal(text, lang="zh")


def _service(graph: Graph, catalog: URIRef, address: str, conforms: str) -> None:
    node = URIRef(f"{address}#service")
    graph.add((catalog, DCAT.service, node))
    graph.add((node, RDF.type, DCAT.DataService))
    graph.add((node, DCTERMS.title, Literal(address)))
    graph.add((node, DCAT.endpointURL, URIRef(address)))
    graph.add((node, DCTERMS.conformsTo, URIRef(conforms)))


def _flow(graph: Graph, catalog: URIRef, bureau: URIRef, site: Site, flow: FlowShown) -> None:
    data = queries.data_of(site, flow.code)
    base = site.head().base_url
    landing = base + rules.data_address(flow.code)
    node, said = URIRef(f"{landing}#dataset"), flow.meta["flow"]
    graph.add((catalog, DCAT.dataset, node))
    graph.add((node, RDF.type, DCAT.Dataset))
    graph.add((node, DCTERMS.title, _said(flow.name)))
    graph.add((node, DCTERMS.description, _said(_described(data))))
    graph.add((node, DCTERMS.identifier, Literal(flow.code)))
    graph.add((node, DCTERMS.publisher, bureau))
    graph.add((node, DCTERMS.language, CHINESE))
    graph.add((node, DCTERMS.modified, _moment(data.updated)))
    graph.add((node, DCTERMS.issued, _moment(data.opened_at(data.vintages[0]))))
    graph.add((node, DCTERMS.accrualPeriodicity, OFTEN[HOW_OFTEN[flow.frequency]]))
    graph.add((node, DCAT.landingPage, URIRef(landing)))
    graph.add((node, URIRef(f"{DCAT}version"), Literal(str(len(data.vintages)))))
    for one in flow.meta["indicators"].values():
        graph.add((node, DCAT.keyword, _said(one["name"])))
    _theme(graph, catalog, node, base, said["subject"])
    _places(graph, node, base, data.cube)
    if data.cube.periods:
        _time(graph, node, landing, data.cube)
    for ending in FILES:
        _file(graph, node, landing, flow.code, ending)
    for address in (API, SDMX):
        graph.add((URIRef(f"{base}{address}#service"), DCAT.servesDataset, node))


def _moment(at: Any) -> Literal:
    return Literal(queries.local(at).isoformat(timespec="seconds"), datatype=XSD.dateTime)


def _theme(
    graph: Graph, catalog: URIRef, node: URIRef, base: str, subject: dict[str, str]
) -> None:  # fmt: skip
    scheme = URIRef(f"{base}{rules.DATA}#subjects")
    theme = URIRef(f"{base}{rules.DATA}#subject-{quote(subject['code'])}")
    graph.add((catalog, DCAT.themeTaxonomy, scheme))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.title, _said(words.SUBJECTS)))
    graph.add((node, DCAT.theme, theme))
    graph.add((theme, RDF.type, SKOS.Concept))
    graph.add((theme, SKOS.inScheme, scheme))
    graph.add((theme, SKOS.prefLabel, _said(subject["name"])))


def _places(graph: Graph, node: URIRef, base: str, found: Cube) -> None:
    for one in found.used(1):
        place = URIRef(f"{base}{rules.DATA}#region-{one['code']}")
        graph.add((node, DCTERMS.spatial, place))
        graph.add((place, RDF.type, DCTERMS.Location))
        graph.add((place, SKOS.prefLabel, _said(one["name"])))
        graph.add((place, DCTERMS.identifier, Literal(one["code"])))


def _time(graph: Graph, node: URIRef, landing: str, found: Cube) -> None:
    first, last = queries.covered(found.periods)
    period = URIRef(f"{landing}#period")
    graph.add((node, DCTERMS.temporal, period))
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, Literal(first, datatype=XSD.date)))
    graph.add((period, DCAT.endDate, Literal(last, datatype=XSD.date)))


def _file(graph: Graph, node: URIRef, landing: str, code: str, ending: str) -> None:
    address = URIRef(f"{landing}{code}.{ending}")
    made = URIRef(f"{landing}#{ending}")
    graph.add((node, DCAT.distribution, made))
    graph.add((made, RDF.type, DCAT.Distribution))
    graph.add((made, DCTERMS.title, _said(words.DOWNLOADS[ending])))
    graph.add((made, DCAT.accessURL, URIRef(landing)))
    graph.add((made, DCAT.downloadURL, address))
    graph.add((made, DCAT.mediaType, MEDIA[MEDIA_TYPES[ending]]))
    if ending in CONFORMS:
        graph.add((made, DCTERMS.conformsTo, URIRef(CONFORMS[ending])))


def _described(data: FlowData, key: str = "") -> str:
    periods = data.cube.periods if not key else [one.period for one in data.by_key[key]]
    ends = (periods[0], periods[-1]) if periods else ()
    first, last = map(data.cube.period, ends) if ends else ("—", "—")
    bureau = data.site.head().bureau
    if key:
        return words.DESCRIBED_SERIES.format(bureau=bureau, name=data.name(key), first=first,
                                             last=last, unit=data.cube.indicator(key)["unit"])  # fmt: skip
    return words.DESCRIBED_FLOW.format(bureau=bureau, name=data.flow.name, first=first, last=last,
                                       frequency=FREQUENCY[data.flow.frequency],
                                       count=len(data.keys))  # fmt: skip


def dataset(data: FlowData, key: str = "") -> dict[str, Any]:
    """Return a flow, or one of its series, as a Dataset of schema.org."""
    head, periods = data.site.head(), data.cube.periods
    base = head.base_url
    address = base + rules.data_address(data.code, key)
    bureau = {"@type": "GovernmentOrganization", "name": head.bureau, "url": f"{base}/"}
    names = [data.meta["indicators"][code]["name"] for code in data.meta["indicators"]]
    found: dict[str, Any] = {
        "@context": "https://schema.org/", "@type": "Dataset", "@id": f"{address}#dataset",
        "name": data.name(key) if key else data.flow.name, "description": _described(data, key),
        "url": address, "identifier": f"{data.code}/{key}" if key else data.code,
        "inLanguage": "zh-CN", "isAccessibleForFree": True, "creator": bureau, "publisher": bureau,
        "dateModified": queries.local(data.updated).isoformat(timespec="seconds"),
        "variableMeasured": [data.cube.indicator(key)["name"]] if key else names,
        "spatialCoverage": [one["name"] for one in data.cube.used(1)],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": MEDIA_TYPES[ending],
             "contentUrl": f"{base}{rules.data_address(data.code, name=f'{data.code}.{ending}')}"}
            for ending in FILES
        ],
    }  # fmt: skip
    if key:
        found["isPartOf"] = {"@id": f"{base}{rules.data_address(data.code)}#dataset"}
    if periods:
        found["temporalCoverage"] = "/".join(queries.covered(periods))
    if data.meta["flow"]["method"]:
        found["measurementTechnique"] = data.meta["flow"]["method"]
    return found


def csvw(data: FlowData) -> bytes:
    """Return what a flow's CSV is (CSV on the Web): its columns, their kinds, its key."""
    head = csv_written(cube(data.site.numbers, data.flow, ())).decode("utf-8-sig")
    titles = next(csv.reader([head.splitlines()[0]]))
    codes = [one["code"] for one in data.cube.dimensions]
    first, *others = [(code, f"{code}_NAME") for code in codes]
    named = [*first, *BASES, *(name for one in others for name in one)]
    named += ["UNIT", "TIME_PERIOD", "TIME_PERIOD_NAME", *AFTER_TIME]
    base = data.site.head().base_url
    return _json({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": f"{data.code}.csv",
        "dc:title": data.flow.name,
        "dc:description": _described(data),
        "dc:publisher": data.site.head().bureau,
        "dc:source": data.meta["flow"]["source"],
        "dc:modified": queries.local(data.updated).isoformat(timespec="seconds"),
        "dc:isPartOf": base + rules.data_address(data.code),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {
            "columns": [_column(name, title) for name, title in zip(named, titles, strict=True)],
            "primaryKey": [*codes, "TIME_PERIOD"],
        },
    })  # fmt: skip


def _column(name: str, title: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "titles": title}
    if name == "OBS_VALUE":
        return found | {"datatype": "decimal"}  # empty where it is missing: MISSING_REASON says why
    return found | {"datatype": "string", "required": name not in TEXTS}
