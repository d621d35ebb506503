"""Readers of SDMX that others wrote, against the running service."""

import io
from datetime import timedelta

import httpx
import pandas
import pytest
import requests
import sdmx
import sdmx.reader.xml.v30  # before any 2.1 is read: it copies that reader's parsers
from pysdmx import errors
from pysdmx.api.dc.rest import SdmxConnector
from pysdmx.api.fmr import RegistryClient
from pysdmx.io import read_sdmx
from pysdmx.io.format import StructureFormat
from sdmxthon import read_sdmx as read_with_sdmxthon

from gongkai.figures.rules import Missing, Status
from tests.figures.make import a_flow, a_keeper, given, opened
from tests.make import NOW

LATER = NOW + timedelta(days=30)
REFERENCE = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=SJZTJJ:GDP_Q(1.0.0)"
NOTE = '含“辛集市”，"快报" <演示> & 更多'


@pytest.fixture
def service(served) -> str:
    """Return the service's address: two indicators, two regions, a revision, a value missing."""
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by,
           given("GDP.130100", "2014-Q1", "1000.50", status=Status.PROVISIONAL, note=NOTE),
           given("GDP.130100", "2014-Q2", "", missing=Missing.CONFIDENTIAL),
           given("GDP.130000", "2014-Q1", "6000.10"), given("GDP_G.130100", "2014-Q1", "5.60"))  # fmt: skip
    opened(flow, by, given("GDP.130100", "2014-Q1", "1001.00", status=Status.REVISED), at=LATER,
           kind="revision", reason="演示")  # fmt: skip
    return f"{served}/sdmx"


@pytest.fixture
def client(service) -> sdmx.Client:
    """Return sdmx1 on version 1."""
    source = {"id": "SJZTJJ", "url": f"{service}/v1", "name": "演示"}
    sdmx.add_source(source, override=True)
    return sdmx.Client("SJZTJJ")


def test_sdmx1_lists_flows_and_reads_what_one_is_made_of(client):
    assert list(client.dataflow().dataflow) == ["GDP_Q"]
    found = client.dataflow("GDP_Q")
    structure = found.structure["DSD_GDP_Q"]
    assert [one.id for one in structure.dimensions] == [
        "FREQ", "INDICATOR", "REF_AREA", "TIME_PERIOD"]  # fmt: skip
    codes = structure.dimensions.get("REF_AREA").local_representation.enumerated
    assert str(codes["130100"].name) == "石家庄市"
    assert found.dataflow["GDP_Q"].name["zh"] == "地区生产总值（季度）"
    assert sorted(client.categoryscheme().category_scheme) == ["SUBJECTS"]


def test_sdmx1_reads_generic_and_structure_specific_data_alike(client):
    generic = client.data("GDP_Q")
    structure = client.dataflow("GDP_Q").structure["DSD_GDP_Q"]
    specific = client.data("GDP_Q", dsd=structure)
    for message in (generic, specific):
        frame = sdmx.to_pandas(message, attributes="os")
        rows = frame.reset_index().sort_values("TIME_PERIOD")
        here = rows[(rows.INDICATOR == "GDP") & (rows.REF_AREA == "130100")]
        assert here["value"].tolist()[0] == 1001
        assert here["OBS_STATUS"].tolist() == ["R", "Q"]
        assert pandas.isna(here["value"].tolist()[1])
        assert set(here["UNIT_MEASURE"]) == {"亿元"}
        assert len(frame) == 4


def test_sdmx1_reads_a_slice_and_is_told_of_an_empty_one(client):
    found = client.data("GDP_Q", key={"REF_AREA": "130000+130100", "INDICATOR": "GDP"},
                        params={"startPeriod": "2014", "endPeriod": "2014-03"})  # fmt: skip
    assert len(sdmx.to_pandas(found)) == 2
    with pytest.raises(requests.HTTPError, match="404"):
        client.data("GDP_Q", key="Q.GDP.130000", params={"startPeriod": "2099"})
    with pytest.raises(requests.HTTPError, match="404"):
        client.data("NO")


def test_sdmx1_reads_what_stood_at_a_moment(client):
    address = f"{client.source.url}/data/GDP_Q/Q.GDP.130100?asOf={NOW.date()}"
    found = client.get(url=address)
    frame = sdmx.to_pandas(found, attributes="o")
    assert frame["value"].tolist()[0] == 1000.5
    assert frame["NOTE"].tolist()[0] == NOTE


def test_sdmx1_reads_a_history_as_one_set_a_vintage(client):
    found = client.data("GDP_Q", key="Q.GDP.130100", params={"includeHistory": True})
    assert [len(one.obs) for one in found.data] == [2, 1]


def test_sdmx1_reads_version_3_of_the_xml(service):
    def read(address, kind):
        headers = {"Accept": f"application/vnd.sdmx.{kind}+xml;version=3.0.0"}
        answer = requests.get(f"{service}/v2/{address}", headers=headers, timeout=10)
        return io.BytesIO(answer.content)

    asked = "structure/dataflow/SJZTJJ/GDP_Q/+?references=descendants"
    structures = sdmx.read_sdmx(read(asked, "structure"))
    structure = structures.structure["DSD_GDP_Q"]
    found = sdmx.read_sdmx(read("data/*/SJZTJJ/GDP_Q/+", "data"), structure=structure)
    assert len(found.data[0].obs) == 4


def test_sdmxthon_reads_structures_and_data(service):
    whole = requests.get(f"{service}/v1/dataflow/SJZTJJ/GDP_Q?references=all", timeout=10).text
    kind = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
    values = requests.get(f"{service}/v1/data/GDP_Q", headers={"Accept": kind}, timeout=10).text
    structures = read_with_sdmxthon(whole, validate=True)
    assert "SJZTJJ:DSD_GDP_Q(1.0.0)" in str(structures.content["DataStructures"])
    (frame,) = [one.data for one in read_with_sdmxthon(values, validate=True).content.values()]
    assert sorted(frame["OBS_VALUE"].dropna()) == ["1001.00", "5.60", "6000.10"]


def test_pysdmx_discovers_and_reads_flows(service):
    connector = SdmxConnector(f"{service}/v2")
    (listed,) = connector.dataflows()
    assert (listed.id, listed.name) == ("GDP_Q", "地区生产总值（季度）")
    flow = connector.dataflow(REFERENCE)
    assert (flow.obs_count, flow.series_count) == (4, 3)
    assert [one.id for one in flow.structure.components.dimensions] == [
        "FREQ", "INDICATOR", "REF_AREA", "TIME_PERIOD"]  # fmt: skip
    assert len(list(connector.data(REFERENCE))) == 4


def test_pysdmx_reads_a_slice_and_an_empty_one(service):
    connector = SdmxConnector(f"{service}/v2")
    asked = "REF_AREA = '130100' AND TIME_PERIOD >= '2014-04'"
    (row,) = connector.data(REFERENCE, asked)
    assert (row["OBS_VALUE"], row["OBS_STATUS"]) == ("NaN", "Q")
    assert len(list(connector.data(REFERENCE, "REF_AREA IN ('130000', '130100')"))) == 4
    assert list(connector.data(REFERENCE, "REF_AREA = '130000' AND INDICATOR = 'GDP_G'")) == []
    with pytest.raises(errors.NotFound):
        list(connector.data(REFERENCE.replace("GDP_Q", "NO")))


def test_pysdmx_knows_the_schema_of_a_flow(service):
    client = RegistryClient(f"{service}/v2", StructureFormat.SDMX_JSON_2_0_0)
    schema = client.get_schema("dataflow", "SJZTJJ", "GDP_Q", "1.0.0")
    assert schema.components["OBS_STATUS"].enumeration["Q"].name == "依法不公开"
    assert schema.components["UNIT_MEASURE"].attachment_level == "FREQ,INDICATOR,REF_AREA"
    assert client.get_codes("SJZTJJ", "CL_GDP_Q_REF_AREA", "1.0.0")["130100"].name == "石家庄市"
    assert client.get_dataflow_details("SJZTJJ", "GDP_Q", "1.0.0").name == "地区生产总值（季度）"
    assert next(iter(client.get_categories("SJZTJJ", "SUBJECTS"))).name == "国民经济核算"
    assert [one.id for one in client.get_agencies("SDMX")] == ["SJZTJJ"]
    assert [one.id for one in client.get_providers("SJZTJJ")] == ["SJZTJJ"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("v1/structure/all/all/latest", "*/*"),
        ("v1/data/GDP_Q", "*/*"),
        ("v1/data/GDP_Q", "application/vnd.sdmx.structurespecificdata+xml;version=2.1"),
        ("v1/data/GDP_Q", "text/csv"),
        ("v1/data/GDP_Q?includeHistory=true", "*/*"),
        ("v1/data/GDP_Q?dimensionAtObservation=AllDimensions", "*/*"),
        ("v2/structure/*/*/*/*", "*/*"),
        ("v2/structure/*/*/*/*", "application/vnd.sdmx.structure+xml;version=3.0.0"),
        ("v2/data/dataflow/SJZTJJ/GDP_Q/1.0.0", "*/*"),
        ("v2/data/dataflow/SJZTJJ/GDP_Q/1.0.0", "application/vnd.sdmx.data+xml;version=3.0.0"),
    ],
)
def test_pysdmx_finds_no_fault_in_a_message(service, address, kind):
    answer = httpx.get(f"{service}/{address}", headers={"Accept": kind})
    assert answer.status_code == 200, answer.text
    assert read_sdmx(answer.text, validate=True)


def test_pandas_reads_values_with_their_digits_and_notes(service):
    kind = {"Accept": "application/vnd.sdmx.data+csv;version=1.0.0"}
    text = requests.get(f"{service}/v1/data/GDP_Q?asOf={NOW.date()}", headers=kind, timeout=10)
    frame = pandas.read_csv(io.StringIO(text.content.decode()), dtype=str)
    row = frame[(frame.INDICATOR == "GDP") & (frame.REF_AREA == "130100")]
    assert row.OBS_VALUE.tolist()[0] == "1000.50"
    assert row.NOTE.tolist()[0] == NOTE
    assert row.OBS_STATUS.tolist() == ["P", "Q"]
