"""The open-data catalogue and the descriptions beside files, judged by the field's libraries."""

import json
from pathlib import Path

import pytest
from csvw import CSVW
from pyshacl import validate
from rdflib import DCAT, RDF, Graph
from rdflib.compare import isomorphic

from gongkai.portal import public
from gongkai.portal.queries import Site
from tests.figures.make import a_flow, a_keeper, given, opened
from tests.make import NOW
from tests.portal.test_data import some_rows

SHAPES = Path(__file__).with_name("shapes.ttl")


@pytest.fixture
def files(db) -> dict[str, bytes]:
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by, *some_rows(), given("GDP.130000", "2013-Q4", "9.50", note='=1+1, "引号"'))
    opened(a_flow(by, "GDP_R"), by, given("GDP.130100", "2013-Q4", "1.0"))
    return public.everything(Site(NOW))


def test_catalogue_says_what_dcat_asks_and_we_promise(files):
    graph = Graph().parse(data=files["data/catalog.ttl"], format="turtle")
    agrees, _, said = validate(graph, shacl_graph=str(SHAPES))
    assert agrees, said
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 2


def test_shapes_find_what_is_left_out(files):
    graph = Graph().parse(data=files["data/catalog.ttl"], format="turtle")
    graph.remove((None, DCAT.downloadURL, None))
    assert not validate(graph, shacl_graph=str(SHAPES))[0]


def test_catalogue_is_the_same_graph_in_turtle_and_in_json(files):
    turtle = Graph().parse(data=files["data/catalog.ttl"], format="turtle")
    linked = Graph().parse(data=files["data/catalog.jsonld"], format="json-ld")
    assert isomorphic(turtle, linked)


def test_catalogue_leads_to_files_that_are_there(files):
    graph = Graph().parse(data=files["data/catalog.ttl"], format="turtle")
    addresses = [str(one) for one in graph.objects(None, DCAT.downloadURL)]
    assert len(addresses) == 8
    assert all(f"data/{one.partition('/data/')[2]}" in files for one in addresses)


def test_catalogue_is_the_same_bytes_when_it_is_made_twice(files):
    again = public.everything(Site(NOW))
    names = ("data/catalog.ttl", "data/catalog.jsonld")
    assert [again[name] for name in names] == [files[name] for name in names]


def test_csv_can_be_read_by_what_stands_beside_it(files, tmp_path):
    for name in ("GDP_Q.csv", "GDP_Q.csv-metadata.json"):
        (tmp_path / name).write_bytes(files[f"data/GDP_Q/{name}"])
    found = CSVW(str(tmp_path / "GDP_Q.csv-metadata.json"), validate=True)
    assert found.is_valid, [str(one.message) for one in found.warnings]
    (table,) = found.to_json()["tables"]
    rows = [row["describes"][0] for row in table["row"]]
    assert len(rows) == 13
    missing = next(row for row in rows if row["INDICATOR"] == "GDP_G" and "OBS_VALUE" not in row)
    assert (missing["OBS_STATUS"], missing["MISSING_REASON"]) == ("O", "缺数")
    noted = next(row for row in rows if row["REF_AREA"] == "130000")
    assert noted["NOTE"] == '\'=1+1, "引号"'


def test_description_names_every_column_of_the_csv_in_order(files):
    said = json.loads(files["data/GDP_Q/GDP_Q.csv-metadata.json"])
    titles = [one["titles"] for one in said["tableSchema"]["columns"]]
    head = files["data/GDP_Q/GDP_Q.csv"].decode("utf-8-sig").splitlines()[0]
    assert head == ",".join(titles)
