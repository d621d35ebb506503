"""Readers of PxWebApi 2 that others wrote, against the running service."""

import io

import jsonstat_validator
import pandas
import pxweb
import pytest
import requests
from pxstatspy import PxAPI, PxAPIConfig
from pxstatspy.pxapi import OutputFormat
from pyjstat import pyjstat

from gongkai.figures.rules import Missing, Status
from tests.figures.make import a_flow, a_keeper, given, opened
from tests.make import NOW

EVERYTHING = {"ContentsCode": ["*"], "REF_AREA": ["*"], "TIME_PERIOD": ["*"]}


@pytest.fixture
def service(served) -> str:
    """Return the service's address, with a flow of two indicators and forty quarters."""
    by = a_keeper()
    flow = a_flow(by)
    rows = [given("GDP.130100", f"{year}-Q{quarter}", f"{year}.{quarter}0",
                  status=Status.PROVISIONAL if year == 2013 else Status.FINAL)
            for year in range(2004, 2014) for quarter in range(1, 5)]  # fmt: skip
    opened(flow, by, *rows, given("GDP_G.130100", "2013-Q4", "", missing=Missing.CONFIDENTIAL))
    return f"{served}/api/v2"


def test_pxwebpy_reads_tables_variables_slices_and_the_whole(service):
    api = pxweb.PxApi(service, disable_cache=True)
    assert api.number_of_tables == 1
    assert api.search(query="地区生产总值")["tables"][0]["id"] == "GDP_Q"
    variables = api.get_table_variables("GDP_Q")
    assert list(variables) == ["ContentsCode", "REF_AREA", "TIME_PERIOD"]
    lists = variables["REF_AREA"]["codelists"]
    assert api.get_code_list(lists[0]["id"])["values"][0]["label"] == "石家庄市"
    some = api.get_table_data(
        "GDP_Q", {"ContentsCode": "GDP", "TIME_PERIOD": ["TOP(2)"]}, show="code"
    )
    assert [(row["时期"], row["value"]) for row in some] == [
        ("2013-Q3", 2013.3),
        ("2013-Q4", 2013.4),
    ]
    assert len(api.get_table_data("GDP_Q", EVERYTHING)) == 80
    assert len(api.get_table_data("GDP_Q")) == 26
    with pytest.raises(requests.exceptions.HTTPError, match="没有代码为“NO”的数据集"):
        api.get_table_data("NO")
    with pytest.raises(requests.exceptions.HTTPError, match="没有“1999-Q1”"):
        api.get_table_data("GDP_Q", {"TIME_PERIOD": ["1999-Q1"]})


def test_pxwebpy_cuts_a_large_question_into_what_is_allowed(service, monkeypatch):
    monkeypatch.setattr("gongkai.figures.views.px.MOST_CELLS", 30)
    monkeypatch.setattr("gongkai.figures.views.px_asked.MOST_CELLS", 30)
    api = pxweb.PxApi(service, disable_cache=True, max_workers=1)
    assert len(api.get_table_data("GDP_Q", EVERYTHING)) == 80


def test_pxstatspy_reads_a_frame(service):
    api = PxAPI(PxAPIConfig(base_url=service, language="zh"))
    assert api.max_data_cells == 100_000
    assert api.find_tables(display=False)["page"]["totalElements"] == 1
    frame = api.get_data_as_dataframe("GDP_Q", value_codes={
        "ContentsCode": ["GDP"], "REF_AREA": ["130100"], "TIME_PERIOD": ["FROM(2013-Q1)"]})  # fmt: skip
    assert len(frame) == 4
    assert 2013.4 in set(frame.iloc[:, -1])
    assert api.get_table_data("GDP_Q", value_codes={"TIME_PERIOD": ["TOP(1)"]},
                              output_format=OutputFormat.CSV)  # fmt: skip


def test_pyjstat_and_a_validator_read_what_is_answered(service):
    url = f"{service}/tables/GDP_Q/data?valuecodes[TIME_PERIOD]=TOP(3)"
    frame = pyjstat.Dataset.read(url).write("dataframe")
    assert len(frame) == 6
    for asked in (url, f"{url}&valuecodes[ContentsCode]=GDP_G", f"{service}/tables/GDP_Q/data"):
        assert jsonstat_validator.validate_jsonstat(requests.get(asked, timeout=9).json())


def test_pandas_reads_the_whole_flow_as_csv(service):
    url = f"{service}/tables/GDP_Q/data?outputFormat=csv&valuecodes[TIME_PERIOD]=*"
    frame = pandas.read_csv(io.BytesIO(requests.get(url, timeout=9).content))
    assert len(frame) == 41
    assert frame["OBS_VALUE"].isna().sum() == 1
    assert frame[frame["OBS_STATUS"] == "Q"]["缺数原因"].tolist() == ["依法不公开"]
    past = requests.get(f"{url}&asOf=2014-10-19", timeout=9)
    assert past.status_code == 404
    assert requests.get(f"{url}&asOf={NOW.date()}", timeout=9).status_code == 200
