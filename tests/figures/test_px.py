"""PxWebApi 2: what it answers, to whom, and how it says no."""

import json
from datetime import timedelta

import pytest

from gongkai.figures import actions as vintages
from gongkai.figures.models import SavedQuery, Vintage
from gongkai.figures.rules import Missing, Status
from gongkai.figures.views import answers
from gongkai.register.rules import SYSTEM
from tests.figures.make import a_flow, a_keeper, a_vintage, given, opened
from tests.make import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
DATA = "/api/v2/tables/GDP_Q/data"


@pytest.fixture
def flow():
    """Return a flow with three quarters in public, and a fourth that is a draft."""
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by,
           given("GDP.130100", "2014-Q1", "1000.50", status=Status.PROVISIONAL, note="快报"),
           given("GDP.130100", "2014-Q2", "2100.00"), given("GDP_G.130100", "2014-Q1", "5.6"),
           given("GDP_G.130100", "2014-Q3", "", missing=Missing.UNKNOWN))  # fmt: skip
    a_vintage(flow, by, given("GDP.130000", "2014-Q4", "9999.99", status=Status.ESTIMATED))
    return flow


def values(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content.decode()
    found = answer.json()
    return found["value"], [
        list(found["dimension"][one]["category"]["index"]) for one in found["id"]
    ]


@pytest.mark.database
def test_slice_has_what_was_asked_for_in_order(flow, client):
    found, codes = values(client, DATA, **{
        "valuecodes[ContentsCode]": "GDP_G,GDP", "valuecodes[TIME_PERIOD]": "TOP(2)"})  # fmt: skip
    assert codes == [["GDP", "GDP_G"], ["130100"], ["2014-Q2", "2014-Q3"]]
    assert found == [2100.00, None, None, None]


@pytest.mark.parametrize(
    ("expression", "periods"),
    [
        ("*", ["2014-Q1", "2014-Q2", "2014-Q3"]),
        ("2014-Q?", ["2014-Q1", "2014-Q2", "2014-Q3"]),
        ("TOP(1)", ["2014-Q3"]),
        ("top(1,1)", ["2014-Q2"]),
        ("BOTTOM(2)", ["2014-Q1", "2014-Q2"]),
        ("FROM(2014-Q2)", ["2014-Q2", "2014-Q3"]),
        ("TO(2013-Q4)", []),
        ("RANGE(2014-Q1,2014-Q2)", ["2014-Q1", "2014-Q2"]),
        ("2014-Q3,2014-Q1", ["2014-Q1", "2014-Q3"]),
    ],
)
def test_expression_chooses_periods(flow, client, expression, periods):
    _, codes = values(client, DATA, **{"valuecodes[TIME_PERIOD]": expression})
    assert codes[-1] == periods


def test_post_asks_the_same_as_get(flow, client):
    asked = {"selection": [{"variableCode": "INDICATOR", "valueCodes": ["GDP"]},
                           {"variableCode": "TIME_PERIOD", "valueCodes": ["2014-Q1"]}]}  # fmt: skip
    answer = client.post(f"{DATA}?outputFormat=json-stat2", json.dumps(asked), "application/json")
    assert answer.json()["value"] == [1000.5]
    assert answer.json()["status"] == {"0": "P"}
    assert answer.json()["extension"]["notes"] == {"0": "快报"}
    assert b"1000.50" in answer.content
    assert "ETag" not in answer


def test_draft_is_not_hinted_at(flow, client):
    seen = b"".join(
        client.get(path).content for path in
        ("/api/v2/tables", "/api/v2/tables/GDP_Q", "/api/v2/tables/GDP_Q/metadata", DATA,
         "/api/v2/codelists/GDP_Q.REF_AREA", f"{DATA}?outputFormat=csv")
    )  # fmt: skip
    for hint in (b"9999.99", b"2014-Q4", b"130000", "河北".encode()):
        assert hint not in seen


def test_unknown_and_not_yet_open_are_the_same_answer(db, client):
    by = a_keeper()
    a_vintage(a_flow(by, code="AAAA"), by, given("GDP.130100", "2014-Q1", "1"))
    for tail in ("", "/metadata", "/data", "/defaultselection"):
        drafted, unknown = (client.get(f"/api/v2/tables/{one}{tail}") for one in ("AAAA", "BBBB"))
        assert drafted.status_code == unknown.status_code == 404
        assert drafted.content.replace(b"AAAA", b"BBBB") == unknown.content
        assert drafted.headers == unknown.headers
    drafted, unknown = (client.get(f"/api/v2/codelists/{one}.REF_AREA") for one in ("AAAA", "BBBB"))
    assert drafted.content.replace(b"AAAA", b"BBBB") == unknown.content


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("valuecodes[NO]=1", 400, "没有变量"),
        ("valuecodes[ContentsCode]=NO", 400, "没有“NO”"),
        ("valuecodes[ContentsCode]=TOP(x)", 400, "表达式"),
        ("valuecodes[ContentsCode]=RANGE(NO,GDP)", 400, "表达式"),
        ("valuecodes[REF_AREA]=99*", 400, "没有选中"),
        ("codelist[REF_AREA]=agg_NO", 400, "没有代码"),
        ("outputFormat=parquet", 400, "可用的格式"),
        ("outputFormat=csv&outputFormatParams=Nothing", 400, "格式选项"),
        ("valuecodes[TIME_PERIOD]=TOP(0)", 400, "表达式"),
        ("valuecodes[TIME_PERIOD]=" + ",".join(f"{n}*" for n in range(101)), 400, "超过 100 个"),
        ("valuecodes[TIME_PERIOD]=" + "*1" * 11, 400, "表达式"),
        ("asOf=yesterday", 400, "asOf"),
        ("asOf=0001-01-01T00:00:00", 400, "asOf"),
        ("asOf=0001-01-01T00:00:00%2B14:00", 400, "asOf"),
        ("asOf=9999-12-31T23:59:59-14:00", 400, "asOf"),
        ("asOf=2014-13-45", 400, "asOf"),
    ],
)
def test_wrong_question_is_told_what_is_wrong_with_it(flow, client, query, status, says):
    answer = client.get(f"{DATA}?{query}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["status"] == status
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"selection": 3}', '{"selection": [{"variableCode": "REF_AREA"}]}',
             '{"selection": [{"variableCode": "REF_AREA", "valueCodes": [1]}]}', "[" * 5000,
             r'{"selection": [{"variableCode": "\ud800", "valueCodes": []}]}',
             r'{"selection": [{"variableCode": "TIME_PERIOD", "valueCodes": ["*\u0000"]}]}']
)  # fmt: skip
def test_body_that_is_no_selection_is_refused(flow, client, body):
    assert client.post(DATA, body, "application/json").status_code == 400


def test_expressions_leave_room_for_all_plain_codes(flow, client):
    codes = ["2014-Q2"] * 3000
    asked = {"selection": [{"variableCode": "TIME_PERIOD", "valueCodes": codes}]}
    found = client.post(DATA, json.dumps(asked), "application/json").json()
    assert list(found["dimension"]["TIME_PERIOD"]["category"]["index"]) == ["2014-Q2"]


def test_body_of_a_get_is_neither_read_nor_kept_for_others(flow, client):
    def body(period):
        return json.dumps(
            {"selection": [{"variableCode": "TIME_PERIOD", "valueCodes": [period]}]}
        ).encode()

    whole = client.get(DATA)
    for sent in (b"POST" + body("2014-Q1"), b"POST\0" + body("2014-Q1"), body("2014-Q1")):
        answer = client.generic("GET", DATA, sent, "application/json")
        assert (answer["ETag"], answer.content) == (whole["ETag"], whole.content)
    posted = client.post(DATA, body("2014-Q1"), "application/json").json()
    assert list(posted["dimension"]["TIME_PERIOD"]["category"]["index"]) == ["2014-Q1"]


def test_what_nobody_thought_of_is_a_problem_open_to_all(flow, client, monkeypatch):
    monkeypatch.setattr("gongkai.figures.views.answers.FIRST", 1)  # as if no year were refused
    answer = client.get(DATA, {"asOf": "0001-01-01T00:00:00+14:00"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (400, "*")
    assert "不能识别" in answer.json()["detail"]


def test_body_without_an_end_is_refused(flow, client):
    body = json.dumps({"selection": ["x" * 300_000]})
    assert client.post(DATA, body, "application/json").status_code == 413


def test_more_cells_than_the_limit_are_refused_and_streamed_as_csv(flow, client, monkeypatch):
    monkeypatch.setattr("gongkai.figures.views.px_asked.MOST_CELLS", 3)
    monkeypatch.setattr("gongkai.figures.views.px.MOST_CELLS", 3)
    answer = client.get(DATA)
    assert answer.status_code == 403
    assert "上限" in answer.json()["detail"]
    whole = client.get(f"{DATA}?outputFormat=csv")
    assert whole.streaming
    lines = b"".join(whole.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    asked = [client.get(f"{DATA}?outputFormat=csv&n={n}").status_code for n in range(41)]
    assert 429 in asked
    head = client.head(f"{DATA}?outputFormat=csv", REMOTE_ADDR="192.0.2.9")
    assert head.status_code == 200
    assert b"".join(head.streaming_content) == b""


def test_unchanged_answer_is_not_sent_again_until_something_is_released(flow, client):
    first = client.get(DATA)
    same = client.get(DATA, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == first["ETag"]
    assert same["Cache-Control"] == "no-cache"
    weak = client.get(DATA, headers={"if-none-match": f"W/{first['ETag']}"})  # nginx gzips
    assert weak.status_code == 304
    by = a_keeper()
    opened(flow, by, given("GDP.130100", "2014-Q2", "2101.00"))
    fresh = client.get(DATA, headers={"if-none-match": first["ETag"]})
    assert fresh.status_code == 200
    assert b"2101.00" in fresh.content


def test_two_questions_have_two_validators(flow, client):
    tags = {client.get(path)["ETag"] for path in
            (DATA, f"{DATA}?outputFormat=csv", f"{DATA}?outputFormat=px", "/api/v2/tables",
             f"{DATA}?asOf=2014-10-21")}  # fmt: skip
    assert len(tags) == 5


@pytest.mark.database
def test_past_moment_gives_what_was_read_then(flow, client):
    by = a_keeper()
    opened(flow, by, given("GDP.130100", "2014-Q1", "1001.00", status=Status.REVISED), at=LATER,
           kind="revision", reason="年度核算修订（演示）")  # fmt: skip
    asked = {"valuecodes[ContentsCode]": "GDP", "valuecodes[TIME_PERIOD]": "2014-Q1"}
    assert values(client, DATA, **asked)[0] == [1001.0]
    for moment in (NOW.date().isoformat(), NOW.isoformat(), "2014-10-20T09:00:00 08:00"):
        assert values(client, DATA, asOf=moment, **asked)[0] == [1000.5]
    assert client.get(DATA, {"asOf": "2010-01-01"}).status_code == 404
    assert values(client, DATA, asOf="2099-01-01", **asked)[0] == [1001.0]


def test_what_was_taken_down_is_given_for_past_moments_neither(flow, client):
    by = a_keeper()
    wrong = opened(flow, by, given("GDP.130100", "2014-Q1", "1001.00", status=Status.REVISED),
                   at=LATER, kind="revision", reason="年度核算修订（演示）")  # fmt: skip
    asked = {"valuecodes[ContentsCode]": "GDP", "valuecodes[TIME_PERIOD]": "2014-Q1",
             "asOf": LATER.isoformat()}  # fmt: skip
    assert values(client, DATA, **asked)[0] == [1001.0]
    vintages.withdraw_vintage(vintage=wrong.pk, by=SYSTEM, at=LATER)
    assert values(client, DATA, **asked)[0] == [1000.5]  # what it had replaced
    for row in Vintage.objects.opened().filter(withdrawn_at=None).order_by("-order"):
        vintages.withdraw_vintage(vintage=row.pk, by=SYSTEM, at=LATER)
    assert client.get(DATA, asked).status_code == 404


def test_head_is_a_get_without_its_body(flow, client):
    whole, head = client.get(DATA), client.head(DATA)
    assert head.content == b""
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == str(len(whole.content))


def test_page_of_another_site_may_ask(flow, client):
    answer = client.options(DATA, headers={"access-control-request-method": "POST"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    assert client.get(DATA)["Access-Control-Allow-Origin"] == "*"
    refused = client.delete(DATA)
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (405, "*")
    assert refused["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_unknown_address_of_the_service_is_a_problem_not_a_page(flow, client):
    for path in ("/api/v2/navigation", "/api/v2/tables/GDP_Q/none", "/api/v2/tables/%00",
                 "/api/v2/savedqueries/%00", "/api/v2/codelists/%ED%A0%80.x"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("application/problem+json")


def test_who_asks_for_too_much_work_is_told_when_to_come_back(flow, client):
    def ask(n, **more):
        return client.get(f"{DATA}?valuecodes[TIME_PERIOD]=TOP({n})", **more)

    most = 2 * answers.CALLS  # a new span of time may begin on the way
    refused = next(one for one in map(ask, range(1, most + 2)) if one.status_code != 200)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= answers.SECONDS
    assert ask(1).status_code == 200  # it is on the shelf
    assert ask(9999, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_tables_are_found_by_words_and_paged(flow, client):
    by = a_keeper()
    opened(
        a_flow(by, code="CPI_Q", name="居民消费价格"), by, given("GDP_G.130100", "2014-Q1", "2.0")
    )
    found = client.get("/api/v2/tables", {"query": "消费"}).json()
    assert [one["id"] for one in found["tables"]] == ["CPI_Q"]
    page = client.get("/api/v2/tables", {"pageSize": 1, "pageNumber": 2}).json()
    assert [one["id"] for one in page["tables"]] == ["GDP_Q"]
    assert page["page"]["totalPages"] == 2
    assert {one["rel"] for one in page["page"]["links"]} == {"first", "previous"}
    assert page["tables"][0]["firstPeriod"] == "2014-Q1"
    for name in ("pageSize", "pageNumber", "pastDays"):
        for wrong in ("0", "0" * 11 + "1" + "9" * 30):
            assert client.get("/api/v2/tables", {name: wrong}).status_code == 400
    assert client.get("/api/v2/tables", {"pastDays": "1"}).json()["tables"] == []


def test_metadata_says_units_bases_and_codelists(flow, client):
    found = client.get("/api/v2/tables/GDP_Q/metadata").json()
    said = found["dimension"]["ContentsCode"]
    assert said["category"]["unit"]["GDP"] == {"label": "亿元", "base": "亿元", "decimals": 2}
    assert said["extension"]["basePeriod"]["GDP_G"] == "上年同期"
    assert said["extension"]["priceType"]["GDP_G"] == "Fixed"
    assert found["value"] is None
    lists = found["dimension"]["REF_AREA"]["extension"]
    assert lists["codelists"] == lists["codeLists"]
    values = client.get(f"/api/v2/codelists/{lists['codelists'][0]['id']}").json()["values"]
    assert values == [{"code": "130100", "label": "石家庄市", "valueMap": ["130100"]}]


def save(client, **changes):
    asked = {"tableId": "GDP_Q", "language": "zh", "outputFormat": "json-stat2", "selection": {
        "selection": [{"variableCode": "ContentsCode", "valueCodes": ["GDP"]},
                      {"variableCode": "TIME_PERIOD", "valueCodes": ["TOP(1)"]}]}} | changes  # fmt: skip
    return client.post("/api/v2/savedqueries", json.dumps(asked), "application/json")


@pytest.mark.database
def test_stored_query_follows_the_latest_period(flow, client):
    saved = save(client)
    assert saved.status_code == 201
    address = f"/api/v2/savedqueries/{saved.json()['id']}"
    assert client.get(address).json() == saved.json()
    assert client.get(f"{address}/selection").json()["selection"][1]["valueCodes"] == ["TOP(1)"]
    before, codes = values(client, f"{address}/data")
    assert (before, codes[-1]) == ([None], ["2014-Q3"])
    opened(flow, a_keeper(), given("GDP.130100", "2014-Q4", "4200.00", status=Status.ESTIMATED))
    assert values(client, f"{address}/data")[0] == [4200.0]
    assert save(client).json()["id"] == saved.json()["id"]


@pytest.mark.database
def test_frozen_query_goes_on_saying_what_it_said(flow, client):
    everything = {"selection": [{"variableCode": "TIME_PERIOD", "valueCodes": ["*"]}]}
    code = save(client, selection=everything, asOf=NOW.isoformat()).json()["id"]
    before = values(client, f"/api/v2/savedqueries/{code}/data")
    opened(flow, a_keeper(), given("GDP.130100", "2014-Q1", "1.00"), at=LATER)
    assert values(client, f"/api/v2/savedqueries/{code}/data") == before


def test_stored_query_outlives_periods_that_go(flow, client):
    by = a_keeper()
    opened(a_flow(by, code="SHORT"), by, given("GDP.130100", "2014-Q1", "1"))
    said = [{"variableCode": "TIME_PERIOD", "valueCodes": ["2014-Q1", "RANGE(2013-Q1,2014-Q1)"]}]
    code = save(client, tableId="SHORT", selection={"selection": said}).json()["id"]
    address = f"/api/v2/savedqueries/{code}/data"
    assert values(client, address)[0] == [1]
    early = client.get(address, {"asOf": "2014-10-21"})
    assert early.status_code == 200
    row = SavedQuery.objects.get()
    row.said["selection"] = [["TIME_PERIOD", ["2009-Q1"]], ["ContentsCode", ["GONE", "GDP"]]]
    row.save()
    answers.KEPT.forget()
    found, codes = values(client, address)
    assert (found, codes[0], codes[-1]) == ([], ["GDP"], [])


def test_stored_query_is_small_and_must_be_answerable(flow, client):
    assert save(client, tableId="NO").status_code == 404
    assert save(client, selection=[]).status_code == 400
    assert save(client, outputFormat="exe").status_code == 400
    assert save(client, asOf="0001-01-01T00:00:00").status_code == 400
    assert save(client, outputFormatParams="UseCodes").status_code == 400
    assert save(client, selection={"selection": [
        {"variableCode": "TIME_PERIOD", "valueCodes": ["x" * 40_000]}]}).status_code == 413  # fmt: skip
    assert client.get("/api/v2/savedqueries/none").status_code == 404
    assert client.get("/api/v2/savedqueries").status_code == 405
    assert {save(client).status_code for _ in range(21)} == {201, 429}
