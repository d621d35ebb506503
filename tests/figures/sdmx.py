"""A flow for tests of SDMX, and how its answers are read."""

import csv
import io
from datetime import timedelta

from gongkai.figures import actions
from gongkai.figures.models import Flow, Series
from gongkai.figures.rules import Missing, Status
from tests.figures.make import a_flow, a_keeper, a_vintage, given, opened
from tests.make import NOW

LATER = NOW + timedelta(days=30)
NOTE = '含“辛集”，"快报" <演示>\n第二行'
CSV_1 = "application/vnd.sdmx.data+csv;version=1.0.0"
CSV_2 = "application/vnd.sdmx.data+csv;version=2.0.0"
JSON = "application/vnd.sdmx.data+json;version=2.0.0"
SPECIFIC = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
V1, V2 = "/sdmx/v1", "/sdmx/v2"
DATA = f"{V2}/data/dataflow/SJZTJJ/GDP_Q/1.0.0"


def a_revised_flow() -> Flow:
    """Return a flow with a revision, a missing value, a break and notes, and one value in draft."""
    by = a_keeper()
    flow = a_flow(by)
    opened(flow, by,
           given("GDP.130100", "2013-Q4", "4000.00"),
           given("GDP.130100", "2014-Q1", "1000.50", status=Status.PROVISIONAL, note=NOTE),
           given("GDP.130100", "2014-Q2", "", missing=Missing.CONFIDENTIAL),
           given("GDP.130000", "2014-Q1", "6000.10"),
           given("GDP_G.130100", "2014-Q1", "5.60"))  # fmt: skip
    actions.record_break(series=Series.objects.get(key="GDP.130100"), period="2014-Q1",
                         kind="scope", text="不再含辛集市（演示）", by=by, at=NOW)  # fmt: skip
    opened(flow, by, given("GDP.130100", "2014-Q1", "1001.00", status=Status.REVISED), at=LATER,
           kind="revision", reason="演示")  # fmt: skip
    a_vintage(flow, by, given("GDP_G.130000", "2014-Q4", "99.9", status=Status.ESTIMATED))
    return flow


def body(answer) -> str:
    """Return an answer's text, streamed or not."""
    return answer.getvalue().decode()


def rows(client, address: str, kind: str = CSV_2) -> list[dict[str, str]]:
    """Return an answer's lines."""
    answer = client.get(address, headers={"accept": kind})
    assert answer.status_code == 200, body(answer)
    return list(csv.DictReader(io.StringIO(body(answer), newline="")))
