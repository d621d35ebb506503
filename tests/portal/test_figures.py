"""The figures of the front page: only of what the public may read, and only of data."""

from datetime import timedelta

import pytest

from gongkai.portal import queries
from gongkai.portal.queries.figures import key_figures
from gongkai.publishing import actions as publishing
from tests.make import NOW
from tests.portal import road

TABLE = {
    "type": "table",
    "caption": "演示",
    "head": [["指标", "单位", "本月止累计", "同比增长（%）"]],
    "rows": [[name, "亿元", "12.5", "−1.0"] for name in "甲乙丙丁戊"],
    "note": "演示数据",
}
LATER = NOW + timedelta(days=1)


@pytest.fixture
def bureau(db):
    return road.a_bureau()


def site(at=LATER, kind="统计数据"):
    columns = [dict(column, kind=kind) for column in queries.Site(at).columns]
    return queries.Site(at, columns=columns)


def test_key_figures_are_the_first_of_the_newest_table(bureau):
    road.released(bureau, "演示旧表", body=[TABLE])
    road.released(bureau, "演示新表", NOW + timedelta(hours=1), body=[TABLE])
    road.released(bureau, "演示无表", NOW + timedelta(hours=2))
    found = key_figures(site())
    assert found.item.title == "演示新表"
    assert [one.name for one in found.figures] == list("甲乙丙丁")
    assert (found.figures[0].change, found.demonstration) == ("同比下降 1.0%", True)


def test_key_figures_are_those_of_a_corrected_version(bureau):
    page = road.released(bureau, "演示表", body=[TABLE])
    rows = [[name, "亿元", "13.0", "2.0"] for name in "甲乙丙"]
    publishing.revise(page=page, by=bureau.editor, at=NOW, body=[TABLE | {"rows": rows}])
    said = {"what": "演示", "why": "演示"}
    road.approved(bureau, page, NOW + timedelta(hours=1), correction=said)
    road.press.tick(NOW + timedelta(hours=1))
    assert key_figures(site()).figures[0].value == "13.0"


def test_key_figures_say_nothing_before_their_moment(bureau):
    page = road.drafted(bureau, "演示表", body=[TABLE])
    road.approved(bureau, page, NOW, release_at=LATER)
    road.press.tick(NOW + timedelta(hours=1))
    assert key_figures(site(NOW + timedelta(hours=2))) is None


def test_key_figures_are_none_outside_the_columns_of_data(bureau):
    road.released(bureau, "演示表", body=[TABLE])
    assert key_figures(site(kind="政务动态")) is None
