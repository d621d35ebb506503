"""The figures' desk over HTTP: define, fill, compare, and who reads what waits."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.figures import actions
from gongkai.figures.models import Break, Flow, Indicator, Observation, Vintage
from gongkai.people.models import PostKind
from tests.config.addresses import signed_in
from tests.figures.make import a_flow, a_keeper, a_vintage, given, opened
from tests.make import NOW, a_department, a_holder

pytestmark = pytest.mark.django_db
KEY = "GDP.130100"


@pytest.fixture
def keeper():
    """Return an editor of the section that keeps figures."""
    return a_keeper()


def page(client, name, *args, **query) -> str:
    """Return a page of the desk that is there."""
    answer = client.get(reverse(f"figures:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def posted(client, view, /, *args, **data):
    """Return the answer to a form; one that is shown again prints what was wrong."""
    return client.post(reverse(f"figures:{view}", args=args), data)


def test_section_defines_what_it_measures_and_fills_a_vintage_cell_by_cell(keeper):
    a_flow(keeper, code="OTHER")
    client = signed_in(keeper)
    assert posted(client, "subject_new", code="PRICE", name="价格", place="3").status_code == 302
    subject = Indicator.objects.get(code="GDP").subject_id
    answer = posted(client, "indicator_new", code="VA", name="增加值", subject=subject, unit="亿元",
                    decimals="2", comparison="level", span="so_far", price="current", season="raw",
                    scope="", meaning="涵义（演示）", authority="bureau")  # fmt: skip
    assert answer.status_code == 302
    posted(client, "codelist_new", code="INDUSTRY", name="三次产业",
           rows="PRIMARY 第一产业\nSECONDARY 第二产业")  # fmt: skip
    answer = posted(client, "flow_new", code="VA_Q", name="增加值（季度）", subject=subject,
                    department=a_department().pk, frequency="Q", codelists="INDUSTRY", source="",
                    coverage="全市", method="核算", calculation="生产法", sample="")  # fmt: skip
    assert answer.url == "/desk/figures/flows/VA_Q/"
    assert "抽样调查样本量" in page(client, "flow", "VA_Q")
    answer = posted(client, "vintage_new", "VA_Q", title="三季度", kind="routine", reason="")
    vintage = Vintage.objects.get()
    answer = posted(client, "cell", vintage.pk, indicator="VA", region="130100", code0="SECONDARY",
                    period="2014-Q3", value="1，234.50", status="P", missing="", note="演示")  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    cell = Observation.objects.get()
    assert (cell.series.key, cell.number, cell.places) == ("VA.130100.SECONDARY", 123450, 2)
    shown = page(client, "vintage", vintage.pk)
    assert "1234.50" in shown
    assert "新增" in shown
    assert 'value="1234.50"' in page(client, "cell", vintage.pk, key=cell.series.key,
                                     period="2014-Q3")  # fmt: skip
    posted(client, "cell_out", vintage.pk, key=cell.series.key, period="2014-Q3")
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": "十二"}, "不是数字"), ({"value": ""}, "缺数不等于零"),
        ({"period": "2014-03"}, "不是季度数据的时期"), ({"missing": "O"}, "既有数值又注明缺数"),
    ],
)  # fmt: skip
def test_wrong_cell_is_told_and_what_was_typed_stays(keeper, wrong, said):
    vintage = a_vintage(a_flow(keeper), keeper)
    typed = {"indicator": "GDP", "region": "130100", "period": "2014-Q3", "value": "12",
             "status": "A", "missing": "", "note": "照旧（演示）"}  # fmt: skip
    shown = posted(signed_in(keeper), "cell", vintage.pk, **typed | wrong).content.decode()
    assert said in shown
    assert "照旧（演示）" in shown
    assert not Observation.objects.exists()


def test_marked_note_is_refused_and_no_word_of_it_is_shown_again(keeper):
    vintage = a_vintage(a_flow(keeper), keeper)
    typed = {"indicator": "GDP", "region": "130100", "period": "2014-Q3", "value": "12",
             "status": "A", "missing": "", "note": "机密★1年 某某厂"}  # fmt: skip
    shown = posted(signed_in(keeper), "cell", vintage.pk, **typed).content.decode()
    assert "疑似密级标志" in shown
    assert "某某厂" not in shown
    assert not Observation.objects.exists()


def test_waiting_vintage_is_read_by_its_own_section_only(keeper):
    vintage = a_vintage(a_flow(keeper), keeper, given(KEY, "2014-Q3", "77.77"))
    for kind in (PostKind.LEADER, PostKind.HEAD, PostKind.EDITOR):
        client = signed_in(a_holder(kind, a_department("别的处（演示）")))
        assert vintage.title not in page(client, "flow", "GDP_Q")
        assert client.get(reverse("figures:vintage", args=[vintage.pk])).status_code == 404
        assert "未公布" not in page(client, "desk").replace("没有公布", "")
    assert "77.77" in page(signed_in(keeper), "vintage", vintage.pk)


def test_vintage_is_shown_beside_what_stands(keeper):
    flow = a_flow(keeper)
    opened(flow, keeper, given(KEY, "2014-Q1", "10.0"), given(KEY, "2014-Q2", "20.0"))
    vintage = a_vintage(flow, keeper, given(KEY, "2014-Q1", "10.5"), given(KEY, "2014-Q2", "20.0"),
                        kind="revision", reason="核实（演示）")  # fmt: skip
    shown = page(signed_in(keeper), "vintage", vintage.pk)
    for words in ("+0.5", "修订", "未变"):
        assert words in shown


def test_triangle_shows_each_opening_and_what_it_changed(keeper):
    flow = a_flow(keeper)
    opened(flow, keeper, given(KEY, "2014-Q1", "10.0"))
    opened(flow, keeper, given(KEY, "2014-Q1", "10.5"), given(KEY, "2014-Q2", "20.0"),
           at=NOW + timedelta(seconds=1))  # fmt: skip
    client = signed_in(a_holder(PostKind.LEADER))
    shown = page(client, "triangle", "GDP_Q", key=KEY)
    assert 'class="number revised">10.5<' in shown
    assert 'class="number">10.0<' in shown


def test_break_and_gate_and_consent_are_entered_at_the_desk(keeper):
    flow = a_flow(keeper)
    vintage = a_vintage(flow, keeper, given(KEY, "2014-Q1", "10.0"))
    client = signed_in(keeper)
    posted(client, "break_new", "GDP_Q", series=flow.series.get().pk, period="2014-Q1",
           kind="scope", text="含辛集（演示）")  # fmt: skip
    assert Break.objects.get().text == "含辛集（演示）"
    assert "有改动" in page(client, "vintage", vintage.pk)
    posted(client, "take_up", vintage.pk)
    assert "有改动" not in page(client, "vintage", vintage.pk)
    posted(client, "gate", vintage.pk, organ="国家统计局", released_at="2014-10-21T10:00:00",
           source="发布会（演示）")  # fmt: skip
    scan = SimpleUploadedFile("同意.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    answer = posted(
        client, "consent", vintage.pk, organ="调查队（演示）", on="2014-10-20", scan=scan
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "待另一人核对确认" in page(client, "vintage", vintage.pk)
    other = signed_in(a_holder(PostKind.EDITOR, a_department()))
    posted(other, "consent_confirm", vintage.pk)
    assert "已由另一人核对确认" in page(client, "vintage", vintage.pk)
    actions.put(vintage=vintage.pk, rows=[given(KEY, "2014-Q1", "10.1")], by=keeper, at=NOW)
    shown = page(client, "vintage", vintage.pk)
    assert "已失效，请重新征得同意" in shown
    assert "已由另一人核对确认" not in shown
    assert client.get(reverse("figures:consent_scan", args=[vintage.pk])).content[:4] == b"%PDF"


def test_names_are_listed_and_found(keeper):
    a_flow(keeper)
    client = signed_in(keeper)
    shown = page(client, "names", q="增速")
    assert "GDP_G" in shown
    assert "/indicators/GDP/" not in shown
    assert posted(client, "flow_edit", "GDP_Q", code="HACKED", name="改名（演示）",
                  subject=Flow.objects.get().subject_id, department=a_department().pk,
                  frequency="Q", codelists="").status_code == 302  # fmt: skip
    assert Flow.objects.get().name == "改名（演示）"
    assert Flow.objects.get().code == "GDP_Q"


@pytest.mark.parametrize(("kind", "reaches"), [
    (PostKind.OFFICE, True), (PostKind.HEAD, False), (PostKind.EDITOR, True),
])  # fmt: skip
def test_links_of_the_desk_lead_where_a_post_may_go(keeper, kind, reaches):
    a_flow(keeper, codelists=())
    actions.define_codelist(code="SEX", name="性别", rows=[("M", "男", "")], by=keeper, at=NOW)
    client = signed_in(a_holder(kind, a_department()))
    names = reverse("figures:names")
    assert f'href="{names}"' in page(client, "desk")
    shown = page(client, "names")
    own = set(re.findall(r'href="(/desk/figures/[^"]+)"', shown))
    assert {one for one in own if client.get(one).status_code != 200} == set()
    assert (reverse("figures:indicator", args=["GDP"]) in own) is reaches
