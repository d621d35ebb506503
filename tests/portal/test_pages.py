"""What the pages say: promises, and the law of the day."""

from datetime import date, datetime

import pytest

from gongkai.portal import queries
from gongkai.publishing.models import Edition
from tests.make import NOW, SHANGHAI
from tests.portal import road


@pytest.fixture
def bureau(db):
    return road.a_bureau()


def test_promises_judge_only_what_was_formed_since_the_register_was_born(bureau):
    road.released(bureau, "演示旧章", formed_on=date(2012, 3, 1))
    road.released(bureau, "演示新件", formed_on=NOW.date())
    said = {one.text: one.value for one in queries.promises(queries.Site(NOW))}
    assert said["2014年主动公开信息"] == "2 条"
    assert said["2014年在20个工作日内公开"] == "1 / 1"


@pytest.mark.parametrize(
    ("formed", "law", "category"),
    [
        (date(2014, 10, 13), "第九条至第十二条", ""),
        (date(2019, 5, 14), "第九条至第十二条", ""),
        (date(2019, 5, 15), "第二十条", "（四）"),
    ],
)
def test_an_article_cites_the_law_of_the_day_it_was_formed(db, formed, law, category):
    at = datetime(2019, 6, 3, 9, tzinfo=SHANGHAI)
    bureau = road.a_bureau(NOW)
    page = road.released(bureau, "演示本件", at, formed_on=formed, category=4)
    found = queries.article(queries.Site(at), Edition.objects.get(public_id=page.public_id))
    elements = {one.name: one.value for one in found.elements}
    assert elements["有效性"] == "有效"
    assert elements["依据"].startswith(f"《政府信息公开条例》{law}")
    assert elements.get("类别", "")[:3] == category
