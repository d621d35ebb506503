"""Figures a text quotes by reference: filled from the data, and told when the data is revised."""

from datetime import timedelta

import pytest

from gongkai.figures.models import Vintage
from gongkai.publishing import actions, content, queries
from gongkai.publishing.models import Quote
from tests.config.addresses import signed_in
from tests.figures.make import a_flow, a_vintage, given, opened
from tests.make import NOW, a_card, a_draft, a_release, a_text
from tests.publishing.test_data import KEY, PERIOD, THEN, a_data, a_waiting

pytestmark = pytest.mark.database
LATER = NOW + timedelta(days=30)


def a_quote(value: str, vintage: Vintage, key: str = KEY, **changes) -> dict:
    """Return a quoted figure of the series."""
    return {
        "type": "figure", "indicator": "地区生产总值", "period": "2014年前三季度", "value": value,
        "unit": "亿元", "note": "", "vintage": vintage.sha256,
        "series": {"flow": "GDP_Q", "key": key, "period": PERIOD},
    } | changes  # fmt: skip


def a_public(bureau, value: str = "3612.40", **changes) -> Vintage:
    """Return an opened vintage."""
    return opened(a_flow(bureau.editor), bureau.editor, given(KEY, PERIOD, value), **changes)


def test_quote_of_what_stands_is_released_and_noted(bureau):
    vintage = a_public(bureau)
    a_release(bureau, a_draft(bureau, body=[a_text(), a_quote("3612.40", vintage)]))
    quote = Quote.objects.get()
    assert (quote.value, quote.period, quote.series.key) == ("3612.40", PERIOD, KEY)
    assert queries.stale_figures(NOW) == []


def test_quote_of_what_comes_out_with_the_text_itself_is_released(bureau):
    vintage = a_waiting(bureau)
    body = [a_data(vintage), a_quote("3612.40", vintage, note="初步数")]
    a_release(bureau, a_draft(bureau, body=body))
    assert Quote.objects.count() == 1


def test_quote_of_figures_that_wait_elsewhere_is_refused(bureau, refused):
    vintage = a_waiting(bureau)
    with refused("checks.block"):  # figures of a series that is not public stand in no draft
        a_card(bureau, a_draft(bureau, body=[a_quote("3612.40", vintage, note="初步数")]))


def test_quote_that_says_something_else_than_the_data_is_refused(bureau, refused):
    vintage = a_public(bureau)
    with refused("quote.stale"):
        a_card(bureau, a_draft(bureau, body=[a_quote("3612.50", vintage)]))


def test_revised_figure_is_told_until_the_text_is_corrected(bureau):
    vintage = a_public(bureau)
    page = a_draft(bureau, body=[a_text(), a_quote("3612.40", vintage)])
    a_release(bureau, page)
    fresh = opened(vintage.flow, bureau.editor, given(KEY, PERIOD, "3620.00", status="R"),
                   at=LATER, kind="revision", reason="核实（演示）")  # fmt: skip
    assert queries.stale_figures(NOW) == []
    (stale,) = queries.stale_figures(LATER)
    assert (stale.was, stale.now, stale.edition.public_id) == ("3612.40", "3620.00", page.public_id)
    assert queries.stale_figures(LATER, [bureau.office.pk + 1000]) == []
    actions.revise(page=page, by=bureau.editor, at=LATER,
                   body=[a_text(), a_quote("3620.00", fresh, note="修订数")])  # fmt: skip
    a_release(bureau, page, at=LATER, correction={"what": "数值（演示）", "why": "修订（演示）"})
    assert queries.stale_figures(LATER) == []


def test_figure_taken_back_is_told_too(bureau):
    vintage = a_waiting(bureau)
    carrier = a_draft(bureau, body=[a_data(vintage)])
    a_release(bureau, carrier)
    a_release(bureau, a_draft(bureau, body=[a_quote("3612.40", vintage, note="初步数")]))
    actions.take_down_urgently(
        public_id=carrier.public_id, reason="演示", by=bureau.office, at=THEN
    )
    (stale,) = queries.stale_figures(THEN)
    assert stale.now == ""


def test_typed_figure_stays_possible_and_is_never_told(bureau):
    typed = {"type": "figure", "indicator": "工业", "period": "9月", "value": "7.1", "unit": "%",
             "note": "初步"}  # fmt: skip
    a_release(bureau, a_draft(bureau, body=[typed]))
    assert not Quote.objects.exists()


def test_stale_figures_cost_the_same_however_many_are_quoted(bureau, django_assert_num_queries):
    flow = a_flow(bureau.editor)
    rows = [given(KEY, f"20{year:02}-Q3", "1.00") for year in range(1, 14)]
    vintage = opened(flow, bureau.editor, *rows)
    body = [a_quote("1.00", vintage, period=f"20{year:02}年前三季度",
                    series={"flow": "GDP_Q", "key": KEY, "period": f"20{year:02}-Q3"})
            for year in range(1, 14)]  # fmt: skip
    a_release(bureau, a_draft(bureau, body=body))
    a_vintage(flow, bureau.editor, given(KEY, "2001-Q3", "2.00"))
    with django_assert_num_queries(6):
        assert queries.stale_figures(NOW) == []


def in_a_sentence(shown: str, reference: str = f"GDP_Q:{KEY}@{PERIOD}") -> dict:
    """Return a paragraph that quotes a figure inside its sentence."""
    return {
        "type": "text",
        "html": f'<p>前三季度全市生产总值<data value="{reference}">{shown}</data>（演示）。</p>',
    }


def test_figure_inside_a_sentence_is_released_noted_and_told_when_revised(bureau):
    vintage = a_public(bureau)
    page = a_draft(bureau, body=[in_a_sentence("3612.40亿元")])
    a_release(bureau, page)
    quote = Quote.objects.get()
    assert (quote.value, quote.period, quote.series.key) == ("3612.40", PERIOD, KEY)
    opened(vintage.flow, bureau.editor, given(KEY, PERIOD, "3620.00", status="R"),
           at=LATER, kind="revision", reason="核实（演示）")  # fmt: skip
    (stale,) = queries.stale_figures(LATER)
    assert (stale.was, stale.now) == ("3612.40", "3620.00")


@pytest.mark.parametrize(
    ("shown", "code"),
    [("3612.50亿元", "quote.stale"), ("3612.40万元", "quote.stale"), ("", "quote.stale")],
)
def test_figure_inside_a_sentence_that_says_something_else_is_refused(bureau, shown, code, refused):
    a_public(bureau)
    with refused(code):
        a_card(bureau, a_draft(bureau, body=[in_a_sentence(shown)]))


def test_figure_inside_a_sentence_of_an_unknown_series_is_refused(bureau, refused):
    a_public(bureau)
    with refused("quote.none"):
        a_card(bureau, a_draft(bureau, body=[in_a_sentence("1亿元", f"GDP_Q:X.1@{PERIOD}")]))


def test_saving_fills_a_figure_inside_a_sentence_from_the_data(bureau):
    a_public(bureau)
    page = a_draft(bureau, body=[in_a_sentence("0亿元")])
    body = queries.latest(page).body
    assert queries.fill_quotes(body, NOW) == []
    assert "3612.40亿元</data>" in body[0].value.source


def test_decrease_shows_its_value_without_the_sign_and_a_turn_is_named(bureau):
    a_public(bureau, "-3.20")
    reference = f"GDP_Q:{KEY}@{PERIOD}-"
    body = queries.latest(a_draft(bureau, body=[in_a_sentence("0", reference)])).body
    assert queries.fill_quotes(body, NOW) == []
    assert ">3.20亿元</data>" in body[0].value.source
    opened(Vintage.objects.get().flow, bureau.editor, given(KEY, PERIOD, "1.00", status="R"),
           at=LATER, kind="revision", reason="核实（演示）")  # fmt: skip
    assert queries.fill_quotes(body, LATER) != []


def test_editor_is_offered_series_by_name_with_their_last_values(bureau):
    a_public(bureau)
    answer = signed_in(bureau.editor).get("/desk/quotable/", {"q": "生产总值"})
    (one,) = answer.json()["series"]
    assert "生产总值" in one["name"]
    assert one["values"][0]["reference"] == f"GDP_Q:{KEY}@{PERIOD}"
    assert one["values"][0]["shown"] == "3612.40亿元"


def test_data_element_that_refers_to_nothing_becomes_text():
    assert content.clean_html('<p><data value="x">12</data><data>3</data></p>') == "<p>123</p>"


def test_cell_a_text_shows_is_told_when_a_later_vintage_revised_it(bureau):
    rows = [given(KEY, "2014-Q2", "2100.00"), given(KEY, PERIOD, "3612.40", status="P")]
    first = a_waiting(bureau, *rows)
    page = a_draft(bureau, body=[a_text(), a_data(first)])
    latest = a_draft(bureau, body=[a_data(first, periods=1)])
    earlier = a_draft(bureau, body=[a_data(first, keys=[KEY]), a_text()])
    for one in (page, latest, earlier):
        a_release(bureau, one)
    assert queries.stale_texts(NOW) == []
    again = [given(KEY, "2014-Q2", "2090.5", status="R"), given(KEY, PERIOD, "3612.4")]
    fresh = opened(first.flow, bureau.editor, *again, at=LATER, kind="revision",
                   reason="核实（演示）")  # fmt: skip
    assert queries.stale_texts(NOW) == []
    found = queries.stale_texts(LATER)
    assert [one.page for one in found] == [page.pk, earlier.pk]  # the last period's value stands
    (stale,) = found[0].figures
    assert stale.name == "地区生产总值"
    assert (stale.period, stale.was, stale.now) == ("2014年上半年", "2100.00", "2090.5")
    assert queries.stale_texts(LATER, [bureau.office.pk + 1000]) == []
    actions.revise(page=page, by=bureau.editor, at=LATER, body=[a_text(), a_data(fresh)])
    a_release(bureau, page, at=LATER, correction={"what": "数值（演示）", "why": "修订（演示）"})
    assert [one.page for one in queries.stale_texts(LATER)] == [earlier.pk]


def test_text_that_shows_old_and_new_beside_each_other_is_not_told(bureau):
    first = a_waiting(bureau)
    a_release(bureau, a_draft(bureau, body=[a_data(first)]))
    second = a_waiting(bureau, given(KEY, PERIOD, "3620.00"), flow=first.flow)
    both = a_draft(bureau, body=[a_data(first), a_data(second)])
    a_release(bureau, both)
    assert both.pk not in [one.page for one in queries.stale_texts(NOW)]
