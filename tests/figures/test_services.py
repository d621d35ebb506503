"""The services as they are described: every address answers, and every one that answers is there."""

import json

import pytest
from django.urls import get_resolver

from gongkai.figures.formats.sdmx_artefacts import PACKAGES
from gongkai.figures.services import described, openapi
from tests.figures.make import a_flow, a_keeper, given, opened
from tests.portal import road

pytestmark = pytest.mark.django_db
PATHS = described()["paths"]


@pytest.fixture
def samples(client) -> dict[str, str]:
    """Return what stands for the braces of addresses: of a flow, a codelist, a stored query."""
    by = a_keeper()
    opened(a_flow(by), by, given("GDP.130100", "2014-Q1", "1"))
    said = {"tableId": "GDP_Q", "selection": {"selection": []}}
    saved = client.post("/api/v2/savedqueries", json.dumps(said), "application/json")
    return {"code": "GDP_Q", "codelist": "GDP_Q.REF_AREA", "query": saved.json()["id"]}


@pytest.mark.parametrize(
    "one", [one for one in PATHS if one.get("get", True)], ids=lambda one: one["name"]
)
def test_described_address_answers_with_every_parameter(one, samples, client):
    path = one["path"].format(**samples)
    assert client.get(path).status_code == 200
    known = described()["parameters"]
    for name in one.get("parameters", ()):
        example = known[name].get("example", "")
        assert client.get(path, {name: example}).status_code == 200, name


@pytest.mark.parametrize("one", described()["sdmx"], ids=lambda one: one["path"])
def test_described_address_of_sdmx_answers_with_every_parameter(one, samples, client):
    path = one["path"].format(**samples)
    assert client.get(path).status_code == 200
    for name in one["parameters"]:
        example = described()["parameters"][name]["example"]
        assert client.get(path, {name: example}).status_code == 200, name


def test_every_kind_of_structure_is_described():
    paths = {one["path"] for one in described()["sdmx"]}
    for kind in {*PACKAGES, "structure"} - {"dataconstraint"}:
        assert f"/sdmx/v1/{kind}/all/all/latest" in paths
        assert f"/sdmx/v2/structure/{'*' if kind == 'structure' else kind}" in paths


def test_every_address_that_is_served_is_described():
    figures = next(
        one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "figures"
    )
    served = {one.name for one in figures.url_patterns if str(one.pattern).startswith("api/v2/")}
    assert served - {"px_unknown"} == {one["name"] for one in PATHS}


def test_openapi_document_says_the_same(samples, client):
    found = client.get("/api/v2/openapi.json").json()
    assert found == openapi("http://127.0.0.1:8000")
    assert found["openapi"] == "3.1.0"
    data = found["paths"]["/api/v2/tables/{code}/data"]
    assert set(data) == {"parameters", "get", "post"}
    refs = {one["$ref"].rpartition("/")[2] for one in data["parameters"] if "$ref" in one}
    assert refs <= set(found["components"]["parameters"])
    assert "get" not in found["paths"]["/api/v2/savedqueries"]
    filtered = found["paths"]["/sdmx/v2/data/dataflow/*/{code}/*/*"]
    assert {"$ref": "#/components/parameters/c"} in filtered["parameters"]
    assert found["components"]["parameters"]["c"]["name"] == "c[TIME_PERIOD]"
    assert "content" not in filtered["get"]["responses"]["404"]


def test_public_page_tells_addresses_limits_and_examples(samples, client):
    road.a_bureau()
    page = client.get("/api/").content.decode()
    for one in PATHS:
        assert f"<code>{one['path']}</code>" in page
    assert "一次最多 100000 个单元格" in page
    assert "/api/v2/tables/GDP_Q/data" in page
