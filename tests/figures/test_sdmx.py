"""SDMX: what it answers, in which form, to whom, and how it says no."""

import json
from datetime import timedelta

import pytest
from lxml import etree

from gongkai.figures.rules import Frequency
from gongkai.figures.rules.sdmx import filter_of, passes, within
from gongkai.figures.views import sdmx
from tests.figures.make import a_flow, a_keeper, a_vintage, given, opened
from tests.figures.sdmx import (
    CSV_1,
    CSV_2,
    DATA,
    JSON,
    LATER,
    NOTE,
    SPECIFIC,
    V1,
    V2,
    a_revised_flow,
    body,
    rows,
)
from tests.make import NOW


@pytest.fixture
def flow(db):
    """Return a flow with something of everything."""
    return a_revised_flow()


def cells(client, address: str) -> list[str]:
    return [f"{row['INDICATOR']}.{row['REF_AREA']} {row['TIME_PERIOD']}"
            for row in rows(client, address)]  # fmt: skip


GDP = ["GDP.130100 2013-Q4", "GDP.130100 2014-Q1", "GDP.130100 2014-Q2"]
PROVINCE, GROWTH = "GDP.130000 2014-Q1", "GDP_G.130100 2014-Q1"
PARTS = [
    ("", [PROVINCE, *GDP, GROWTH]),
    ("/*", [PROVINCE, *GDP, GROWTH]),
    ("/Q.GDP.130100", GDP),
    ("/Q.GDP.130100/", GDP),
    ("/*.*.130000", [PROVINCE]),
    ("/Q.GDP.130000,Q.GDP_G.130100", [PROVINCE, GROWTH]),
    ("/Q.GDP,GDP_G.130100", [*GDP, GROWTH]),
    ("?c[REF_AREA]=130000", [PROVINCE]),
    ("?c%5BREF_AREA%5D=130000,999999", [PROVINCE]),
    ("?c[REF_AREA]=ne:130100", [PROVINCE]),
    ("?c[INDICATOR]=ew:_G", [GROWTH]),
    ("?c[INDICATOR]=nc:G", None),
    ("?c[INDICATOR]=sw:GDP%2Bco:_G", [GROWTH]),
    ("?c[FREQ]=Q&c[INDICATOR]=GDP&c[REF_AREA]=130000", [PROVINCE]),
    ("?c[FREQ]=M", None),
    ("/Q.GDP.130100?c[TIME_PERIOD]=ge:2014-01+le:2014-03", GDP[1:2]),
    ("/Q.GDP.130100?c[TIME_PERIOD]=gt:2013", GDP[1:]),
    ("/Q.GDP.130100?c[TIME_PERIOD]=lt:2014", GDP[:1]),
    ("/Q.GDP.130100?c[TIME_PERIOD]=2013,2014-Q2", [GDP[0], GDP[2]]),
    ("/Q.GDP.130100?c[TIME_PERIOD]=ne:2014-Q1", [GDP[0], GDP[2]]),
    ("/Q.GDP.130100?startPeriod=2014&endPeriod=2014-03-31", GDP[1:2]),
    ("/Q.GDP.130100?firstNObservations=1", GDP[:1]),
    ("/Q.GDP.130100?lastNObservations=2", GDP[1:]),
    ("/Q.GDP.130100?firstNObservations=1&lastNObservations=1", [GDP[0], GDP[2]]),
    ("?offset=2&limit=2", GDP[1:]),
    ("?offset=9", None),
    ("?limit=0", None),
    (f"?updatedAfter={NOW.date()}T23:00:00%2B08:00", [GDP[1]]),
    ("?updatedAfter=2099-01-01", None),
    ("/Q.GDP.999999", None),
    ("/*.*.130000?asOf=2099-01-01", [PROVINCE]),
]


@pytest.mark.database
def test_part_of_a_flow_is_what_was_asked_for(flow, client):
    for address, found in PARTS:
        if found is None:
            answer = client.get(f"{DATA}{address}")
            assert (answer.status_code, answer.content) == (204, b""), address
        else:
            assert cells(client, f"{DATA}{address}") == found, address


@pytest.mark.parametrize(
    "address",
    ["*/SJZTJJ/GDP_Q/+/Q.GDP.130000", "dataflow/*/GDP_Q/~/*.*.130000",
     "datastructure/SJZTJJ/DSD_GDP_Q/1.0.0/Q.GDP.130000", "*/*/*/*/*.*.130000"],
)  # fmt: skip
def test_flow_of_version_2_goes_by_several_names(flow, client, address):
    assert cells(client, f"{V2}/data/{address}") == [PROVINCE]


@pytest.mark.parametrize(
    "address",
    ["GDP_Q/Q.GDP.130000", "SJZTJJ,GDP_Q/Q..130000", "SJZTJJ,GDP_Q,1.0.0/..130000/all",
     "SJZTJJ,GDP_Q,latest/Q.GDP+GDP_G.130000/SJZTJJ?startPeriod=2014"],
)  # fmt: skip
def test_flow_of_version_1_goes_by_several_names(flow, client, address):
    (row,) = rows(client, f"{V1}/data/{address}", CSV_1)
    assert (row["DATAFLOW"], row["OBS_VALUE"]) == ("SJZTJJ:GDP_Q(1.0.0)", "6000.10")


def test_value_keeps_its_digits_status_note_and_break(flow, client):
    old, first, missing = rows(client, f"{DATA}/Q.GDP.130100?asOf={NOW.date()}")
    assert (first["OBS_VALUE"], first["OBS_STATUS"], first["NOTE"]) == ("1000.50", "P", NOTE)
    assert (missing["OBS_VALUE"], missing["OBS_STATUS"]) == ("NaN", "Q")
    assert (old["UNIT_MEASURE"], old["DECIMALS"], old["TITLE"]) == (
        "亿元", "2", "地区生产总值，石家庄市")  # fmt: skip
    now = rows(client, f"{DATA}/Q.GDP.130100")
    assert [row["BREAK"] for row in now] == ["", "不再含辛集市（演示）", ""]
    assert [row["OBS_VALUE"] for row in rows(client, f"{V1}/data/GDP_Q/Q.GDP.130100", CSV_1)] == [
        "4000.00", "1001.00", ""]  # fmt: skip


@pytest.mark.parametrize("kind", ["*/*", SPECIFIC])
def test_note_and_missing_survive_xml(flow, client, kind):
    answer = client.get(f"{V1}/data/GDP_Q/Q.GDP.130100?asOf={NOW.date()}",
                        headers={"accept": kind})  # fmt: skip
    found = etree.fromstring(answer.content)
    said = {value for one in found.iter() for value in one.attrib.values()}
    assert {NOTE, "1000.50", "Q", "亿元"} <= said
    assert "NaN" not in said


def test_json_holds_every_value_with_what_is_said_of_it(flow, client):
    answer = client.get(f"{DATA}?asOf={NOW.date()}", headers={"accept": JSON})
    assert '"1000.50"' not in body(answer)
    assert "[1000.50," in body(answer)
    data = json.loads(body(answer))["data"]
    structure, (held,) = data["structures"][0], data["dataSets"]
    series = structure["dimensions"]["series"]
    shown = {}
    for key, one in held["series"].items():
        codes = [dim["values"][int(n)]["id"]
                 for dim, n in zip(series, key.split(":"), strict=True)]  # fmt: skip
        for place, (value, *said) in one["observations"].items():
            period = structure["dimensions"]["observation"][0]["values"][int(place)]["id"]
            about = {
                what["id"]: what["values"][n].get("id", what["values"][n].get("value"))
                for what, n in zip(structure["attributes"]["observation"], said, strict=False)
                if n is not None
            }
            shown[".".join(codes[1:]), period] = (value, about)
    assert shown["GDP.130100", "2014-Q1"] == (1000.5, {"OBS_STATUS": "P", "NOTE": NOTE})
    assert shown["GDP.130100", "2014-Q2"] == ("NaN", {"OBS_STATUS": "Q"})
    assert len(shown) == 5


@pytest.mark.database
def test_history_says_from_when_until_when_each_value_stood(flow, client):
    found = rows(client, f"{DATA}/Q.GDP.130100?includeHistory=true&c[TIME_PERIOD]=2014-Q1")
    assert [(row["OBS_VALUE"], row["VALID_FROM"], row["VALID_TO"]) for row in found] == [
        ("1000.50", NOW.isoformat(), LATER.isoformat()), ("1001.00", LATER.isoformat(), "")]  # fmt: skip
    answer = client.get(f"{V1}/data/GDP_Q/Q.GDP.130100?includeHistory=true")
    sets = etree.fromstring(answer.content).findall("{*}DataSet")
    assert [one.get("validFromDate") for one in sets] == [NOW.isoformat(), LATER.isoformat()]
    assert [one.get("action") for one in sets] == ["Replace", "Replace"]
    assert len(rows(client, f"{DATA}/Q.GDP.130100?includeHistory=true&asOf={NOW.date()}")) == 3


@pytest.mark.parametrize(
    ("asked", "heads"),
    [
        ("?attributes=none", ["TIME_PERIOD", "OBS_VALUE"]),
        ("?attributes=NOTE,UNIT_MEASURE", ["TIME_PERIOD", "OBS_VALUE", "NOTE", "UNIT_MEASURE"]),
        ("?attributes=obs&measures=none", ["TIME_PERIOD", "OBS_STATUS", "NOTE", "BREAK"]),
        ("?attributes=none&measures=none", []),
    ],
)
def test_what_is_written_of_a_value_can_be_chosen(flow, client, asked, heads):
    found = rows(client, f"{DATA}{asked}")
    assert list(found[0]) == ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR",
                              "REF_AREA", *heads]  # fmt: skip
    assert len(found) == (5 if heads else 3)


@pytest.mark.parametrize(
    ("detail", "series", "values", "attributes"),
    [("full", 3, 5, True), ("dataonly", 3, 5, False), ("serieskeysonly", 3, 0, False),
     ("nodata", 3, 0, True)],
)  # fmt: skip
def test_detail_of_version_1_is_kept(flow, client, detail, series, values, attributes):
    found = etree.fromstring(client.get(f"{V1}/data/GDP_Q?detail={detail}").content)
    assert len(list(found.iter("{*}Series"))) == series
    assert len(list(found.iter("{*}Obs"))) == values
    assert bool(list(found.iter("{*}Attributes"))) == attributes


WRONG = [
    (f"{V1}/data/NO", 404), (f"{V1}/data", 404), (f"{V1}/data/X,GDP_Q", 404),
    (f"{V1}/data/SJZTJJ,GDP_Q,2.0", 404), (f"{V1}/data/GDP_Q/Q.GDP", 400),
    (f"{V1}/data/GDP_Q/Q.GDP.999999", 404), (f"{V1}/data/GDP_Q/all/OTHER", 404),
    (f"{V1}/data/GDP_Q?startPeriod=soon", 400), (f"{V1}/data/GDP_Q?detail=some", 400),
    (f"{V1}/data/GDP_Q?lastNObservations=-1", 400), (f"{V1}/data/GDP_Q?updatedAfter=x", 400),
    (f"{V1}/data/GDP_Q?asOf=x", 400), (f"{V1}/data/GDP_Q?updatedAfter=9999-12-31", 400),
    (f"{V1}/data/GDP_Q?startPeriod=2014-Q9", 400),
    (f"{V1}/data/GDP_Q?startPeriod=2014-02-30", 400), (f"{V1}/codelist/SJZTJJ/NO", 404),
    (f"{V1}/dataflow?references=some", 400), (f"{V1}/metadata/X", 501),
    (f"{V1}/schema/dataflow/X", 501), (f"{V1}/nothing", 501), (f"{V1}/process", 501),
    (f"{V2}/nothing/dataflow/SJZTJJ/GDP_Q", 501), (f"{V1}/data/GDP_Q?startPeriod=9999-W52", 400),
    (f"{V1}/data/GDP_Q?endPeriod=9999-D999", 400), (f"{DATA}?c[TIME_PERIOD]=ge:9999-D900", 400),
    (f"{V1}/data/GDP_Q?asOf=0001-01-01T00:00:00%2B14:00", 400),
    (f"{DATA}?limit={'0' * 12}{'9' * 30}", 400), (f"{DATA}?offset={'0' * 12}{'9' * 5000}", 400),
    (f"{V1}/data/GDP_Q?dimensionAtObservation=X", 400),
    (f"{V2}/data/dataflow/SJZTJJ/NO", 404), (f"{V2}/data/other/SJZTJJ/GDP_Q", 404),
    (f"{V2}/data/provisionagreement/SJZTJJ/GDP_Q", 404), (f"{DATA}/Q.GDP", 422),
    (f"{DATA}?c[X]=1", 422), (f"{DATA}?c[OBS_VALUE]=gt:1", 501), (f"{DATA}?sort=x", 501),
    (f"{DATA}?attributes=X", 422), (f"{DATA}?measures=X", 422), (f"{DATA}?limit=x", 400),
    (f"{DATA}?c[TIME_PERIOD]=ge:soon", 400), (f"{DATA}?limit=99999999999999", 400),
    (f"{V2}/structure/hierarchy", 501), (f"{V2}/structure/dataflow/SJZTJJ/NO", 404),
    (f"{V2}/metadata/metadataflow/X", 501), (f"{V2}/registration/id/X", 501),
    (f"{V2}/structure/codelist/SJZTJJ/CL_FREQ/~/X", 404),
    (f"{V2}/availability/dataflow/SJZTJJ/GDP_Q?mode=some", 400),
]  # fmt: skip


def test_wrong_question_is_answered_with_its_number_and_open_to_all(flow, client):
    for address, status in WRONG:
        answer = client.get(address)
        said = body(answer)
        assert answer.status_code == status, (address, said)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cache-Control"] == "no-store"
        assert "ErrorMessage" in said if address.startswith(V1) else json.loads(said)["errors"]


def test_unknown_and_unopened_are_the_same_to_the_byte(client, db):
    by = a_keeper()
    a_vintage(a_flow(by), by, given("GDP.130100", "2014-Q1", "1"))
    for start in ("v1/data/", "v2/data/dataflow/SJZTJJ/", "v2/structure/dataflow/SJZTJJ/",
                  "v1/dataflow/all/", "v2/availability/dataflow/SJZTJJ/",
                  "v2/schema/dataflow/SJZTJJ/"):  # fmt: skip
        unopened, unknown = (client.get(f"/sdmx/{start}{code}") for code in ("GDP_Q", "OTHER"))
        assert unopened.status_code == 404
        assert (unopened.content, dict(unopened.items())) == (
            unknown.content, dict(unknown.items()))  # fmt: skip


def test_unchanged_answer_is_not_sent_again_until_something_opens(flow, client):
    first = client.get(f"{V1}/data/GDP_Q")
    again = client.get(f"{V1}/data/GDP_Q", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = {"if-modified-since": first["Last-Modified"]}
    assert client.get(f"{V1}/data/GDP_Q", headers=since).status_code == 304
    other = client.get(f"{V1}/data/GDP_Q",
                       headers={"if-none-match": first["ETag"], "accept": CSV_1})  # fmt: skip
    assert other.status_code == 200
    by = a_keeper()
    opened(flow, by, given("GDP.130100", "2014-Q3", "3000.00"),
           at=LATER + timedelta(days=1))  # fmt: skip
    assert client.get(f"{V1}/data/GDP_Q", headers=since).status_code == 200
    later = client.get(f"{V1}/data/GDP_Q", headers={"if-none-match": first["ETag"]})
    assert later.status_code == 200


def test_large_answer_is_streamed_and_what_cannot_be_is_refused(flow, client, monkeypatch):
    whole = body(client.get(DATA, headers={"accept": CSV_2}))
    monkeypatch.setattr(sdmx, "WHOLE", 1)
    monkeypatch.setattr(sdmx, "MOST_CELLS", 3)
    monkeypatch.setattr("gongkai.figures.queries.runs.AT_ONCE", 1)
    streamed = client.get(f"{DATA}?x=1", headers={"accept": CSV_2})
    assert streamed.streaming
    assert body(streamed) == whole
    assert client.get(f"{DATA}?x=1", headers={"accept": JSON}).status_code == 413
    assert client.get(f"{DATA}?includeHistory=true").status_code == 413
    assert client.head(f"{DATA}?x=1").getvalue() == b""


def test_stream_begun_before_an_opening_ends_as_it_began(flow, client, monkeypatch):
    whole = body(client.get(DATA))
    monkeypatch.setattr(sdmx, "WHOLE", 1)
    monkeypatch.setattr("gongkai.figures.queries.runs.AT_ONCE", 1)
    pieces = client.get(f"{DATA}?x=1").streaming_content
    begun = next(pieces)
    opened(flow, a_keeper(), given("GDP_G.130100", "2014-Q1", "9.99"), at=LATER)
    assert (begun + b"".join(pieces)).decode() == whole
    assert "9.99" in body(client.get(DATA))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2014", ("2014-01", "2014-12")), ("2014-A1", ("2014-01", "2014-12")),
        ("2014-S2", ("2014-07", "2014-12")), ("2014-T1", ("2014-01", "2014-04")),
        ("2014-Q1", ("2014-01", "2014-03")), ("2014-M02", ("2014-02", "2014-02")),
        ("2014-02-28", ("2014-02", "2014-02")), ("2014-W01", ("2013-12", "2014-01")),
        ("2014-D032", ("2014-02", "2014-02")),
        ("2014-12-31T23:59:59+08:00", ("2014-12", "2014-12")),
    ],
)  # fmt: skip
def test_time_of_any_width_is_turned_into_periods(text, found):
    assert within(text, Frequency.MONTH) == found


@pytest.mark.parametrize("text", ["14", "2014-13", "2014-Q5", "2014-S3", "2014-T4", "2014-W60",
                                  "2014-02-30", "２０１４", "0000", "9999-W52",
                                  "1899", "2200-01", "2014-D000", "2014-D999"])  # fmt: skip
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        within(text, Frequency.MONTH)


def test_and_binds_closer_than_or():
    test = passes(filter_of("ge:2010+le:2011,ge:2014"), Frequency.YEAR)
    assert [year for year in range(2009, 2016) if test(str(year))] == [2010, 2011, 2014, 2015]
