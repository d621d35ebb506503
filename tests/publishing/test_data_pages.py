"""Figures in the editor, on the card and at the desk, as people meet them."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from gongkai.people.actions import sync_groups
from gongkai.publishing import content, queries
from gongkai.publishing.models import Disclosure
from gongkai.publishing.rules import Step
from tests.config import addresses
from tests.figures.make import a_flow, a_vintage, given, opened
from tests.make import (
    NOW,
    a_card,
    a_department,
    a_draft,
    a_holder,
    a_release,
    a_signed,
    a_text,
)
from tests.publishing.test_data import KEY, PERIOD, a_data, a_waiting
from tests.publishing.test_quotes import a_quote

pytestmark = pytest.mark.django_db


def signed_in(user):
    """Return a client of somebody who may open the editor."""
    sync_groups(user, NOW)
    return addresses.signed_in(user)


def a_form(*blocks, **more) -> dict:
    """Return what the editor posts."""
    values = {
        "title": "三季度公报（演示）", "summary": "演示", "route": "general", "category": "4",
        "formed_on": "2014-10-17", "document_no": "", "attribute": "主动公开", "planned_at": "",
        "channels": [], "keywords": "", "source_kind": "own", "source_name": "演示局",
        "source_url": "", "demonstration": "on", "body": streamfield(list(blocks)),
    }  # fmt: skip
    return nested_form_data(values | more)


def a_series(vintage, key: str = KEY) -> int:
    return vintage.flow.series.get(key=key).pk


def a_figure(vintage, of: str = PERIOD) -> tuple:
    names = ("indicator", "period", "value", "unit", "note", "vintage")
    chosen = {"series": str(a_series(vintage)), "of": of}
    return "figure", chosen | dict.fromkeys(names, "")


def a_block(vintage) -> tuple:
    return "data", {"vintage": str(vintage.pk), "title": "地区生产总值", "form": "line",
                    "periods": "", "series": streamfield([])}  # fmt: skip


def edited(bureau, page, *blocks):
    client = signed_in(bureau.editor)
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), a_form(*blocks))


def tells(answer, words: str) -> bool:
    """Say whether an editor's page tells of an error; it does so as JSON."""
    return json.dumps(words)[1:-1] in answer.content.decode()


def test_saving_a_draft_fills_its_quotes_from_the_data(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau)
    answer = edited(bureau, page, ("text", rich_text("<p>演示</p>")), a_block(vintage),
                    a_figure(vintage))  # fmt: skip
    assert answer.status_code == 302
    found = content.disclosure(queries.latest(Disclosure.objects.get(pk=page.pk)))
    assert found["body"][1]["sha256"] == vintage.sha256
    assert found["body"][2] == {
        "type": "figure", "indicator": "地区生产总值", "period": "2014年前三季度",
        "value": "3612.40", "unit": "亿元", "note": "初步数", "vintage": vintage.sha256,
        "series": {"flow": "GDP_Q", "key": KEY, "period": PERIOD},
    }  # fmt: skip


def test_draft_that_quotes_what_waits_elsewhere_is_not_saved(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau)
    answer = edited(bureau, page, a_figure(vintage))
    assert tells(answer, "尚未公布")
    assert content.disclosure(queries.latest(page))["body"] == [a_text()]


def test_typed_figure_without_its_value_is_not_saved(bureau):
    page = a_draft(bureau)
    names = ("series", "of", "period", "value", "unit", "note", "vintage")
    answer = edited(bureau, page, ("figure", {"indicator": "工业"} | dict.fromkeys(names, "")))
    assert tells(answer, "没有选的填指标")


def test_draft_of_another_section_is_neither_offered_nor_taken(bureau):
    other = a_holder(department=a_department("价格处（演示）"))
    flow = a_flow(bureau.editor)
    flow.department = a_department("价格处（演示）")
    flow.save()
    foreign = a_vintage(flow, other, given(KEY, PERIOD, "1.0"))
    client = signed_in(bureau.editor)
    assert foreign.title not in client.get(reverse("vintages:choose")).content.decode()
    assert client.get(reverse("vintages:chosen", args=[foreign.pk])).status_code == 404
    answer = edited(bureau, a_draft(bureau), a_block(foreign))
    assert tells(answer, "其他科室尚未公布")
    assert "GDP" not in client.get(reverse("series:choose_results")).content.decode()


def test_series_is_found_by_words_of_its_names(bureau):
    vintage = opened(a_flow(bureau.editor), bureau.editor, given(KEY, PERIOD, "1"),
                     given("GDP_G.130000", PERIOD, "7.1"))  # fmt: skip
    client = signed_in(bureau.editor)
    page = client.get(reverse("series:choose_results"), {"q": "河北 增速"}).content.decode()
    assert "GDP_G.130000" in page
    assert "GDP.130100" not in page
    chosen = client.get(reverse("series:chosen", args=[a_series(vintage)])).json()
    assert chosen["result"]["title"].startswith("地区生产总值　石家庄市")


def test_card_and_preview_show_the_figures_that_are_signed(bureau):
    vintage = a_waiting(bureau)
    page = a_draft(bureau, body=[a_data(vintage, form="line"), a_quote("3612.40", vintage,
                                                                       note="初步数")])  # fmt: skip
    card = a_card(bureau, page)
    shown = signed_in(bureau.head).get(reverse("publishing:card", args=[card.pk])).content.decode()
    for words in ("3612.40", "本表数据为初步数。", "GDP_Q", "折线图"):
        assert words in shown
    preview = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "本表数据为初步数。" in signed_in(bureau.editor).get(preview).content.decode()


def test_desk_tells_the_section_which_of_its_texts_quote_revised_figures(bureau):
    vintage = opened(a_flow(bureau.editor), bureau.editor, given(KEY, PERIOD, "3612.40"))
    page = a_draft(bureau, body=[a_quote("3612.40", vintage)])
    a_release(bureau, page)
    opened(vintage.flow, bureau.editor, given(KEY, PERIOD, "3620.00"), at=NOW, kind="revision",
           reason="核实（演示）")  # fmt: skip
    home = signed_in(bureau.editor).get("/desk/").content.decode()
    assert "引用或者列出的数据已修订" in home
    assert "现为 3620.00" in home
    assert "引用或者列出的数据已修订" not in signed_in(bureau.leader).get("/desk/").content.decode()
    assert "打开编辑" in home
    office = signed_in(bureau.office).get("/desk/").content.decode()
    assert "引用或者列出的数据已修订" in office
    assert "打开编辑" not in office


def test_card_tells_its_signers_what_does_not_hold_in_its_figures(bureau):
    flow = a_flow(bureau.editor)
    rows = [given(KEY, f"{year}-Q3", str(20 * year)) for year in range(1995, 2014)]
    vintage = a_vintage(flow, bureau.editor, *rows, given(KEY, PERIOD, "99999"))
    card = a_card(bureau, a_draft(bureau, body=[a_data(vintage)]))
    card = a_signed(bureau, card, until=Step.SECTION)
    page = signed_in(bureau.head).get(f"/desk/cards/{card.pk}/").content.decode()
    assert "平衡关系 0 处不成立，变动异常 1 处" in page
    assert f"{PERIOD}：" in page
