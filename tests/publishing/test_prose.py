"""Figures in a draft's prose: held against what the public reads, before it is handed in."""

import pytest

from gongkai.figures.models import Flow
from gongkai.publishing import actions
from gongkai.publishing.rules import Step
from tests.figures.make import a_flow, given, opened
from tests.make import NOW, a_bureau, a_card, a_draft, a_text

pytestmark = pytest.mark.django_db
KEY, PERIOD = "GDP.130100", "2014-Q3"
SAID = "2014年前三季度，全市生产总值{value}亿元{growth}。"


@pytest.fixture
def public():
    """Return a bureau whose third-quarter figures are public."""
    bureau = a_bureau()
    rows = given(KEY, PERIOD, "3612.40"), given("GDP_G.130100", PERIOD, "7.5")
    opened(a_flow(bureau.editor), bureau.editor, *rows)
    return bureau


def said(bureau, text: str, **changes):
    """Return a draft that says something of the third quarter."""
    title = "2014年前三季度经济运行情况（演示）"
    return a_draft(bureau, body=[a_text(text)], title=title, **changes)


def found(card, rule: str) -> list[dict]:
    return [one for one in card.findings if one["rule"] == rule]


@pytest.mark.parametrize(
    "text",
    [
        SAID.format(value="3612.40", growth="，比上年同期增长7.5%"),
        SAID.format(value="3612.4", growth=""),
        SAID.format(value="3612", growth=""),
        "2014年前三季度，全市生产总值超过3600亿元。",
    ],
)
def test_draft_that_says_the_released_figure_passes_rounded_or_not(public, text):
    card = a_card(public, said(public, text))
    assert card.step == Step.SECTION
    assert [one for one in card.findings if one["rule"].startswith("claims.")] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            SAID.format(value="3621.40", growth=""),
            ("3621.40亿元", "3612.40亿元", "2014年前三季度地区生产总值"),
        ),
        (SAID.format(value="3612.40", growth="，同比下降7.5%"), ("7.5%", "方向相反")),
        ("2014年前三季度，全市生产总值3612.40万元。", ("3612.40万元", "3612.40亿元")),
    ],
)
def test_draft_that_says_another_figure_is_refused_with_both_numbers(
    public, refused, text, numbers
):
    with refused("checks.block") as error:
        a_card(public, said(public, text))
    assert all(number in error.value.message for number in numbers)


def test_checker_of_figures_may_let_a_contradiction_pass_with_a_reason(public):
    page = said(public, SAID.format(value="3621.40", growth=""), route="data")
    card = a_card(public, page)
    (one,) = found(card, "claims.series")
    assert (one["severity"], one["waiver"]) == ("block", Step.FIGURES)
    assert "请改为3612.40亿元" in one["proposal"]


def test_figure_of_no_known_series_is_listed_as_not_judged(public):
    card = a_card(public, said(public, "2014年前三季度，全市生猪出栏187.0万头。"))
    (one,) = found(card, "claims.unlinked")
    assert one["severity"] == "note"
    assert "未核对：生猪出栏187.0万头（正文第1段）" in one["why"]


def test_draft_is_stopped_again_when_the_figure_was_revised_meanwhile(public, refused):
    page = said(public, SAID.format(value="3612.40", growth=""))
    a_card(public, page)
    rows = given(KEY, PERIOD, "3615.00", status="R")
    opened(Flow.objects.get(), public.editor, rows, kind="revision", reason="修订（演示）")
    with refused("checks.block"):
        a_card(public, said(public, SAID.format(value="3612.40", growth="")))


def test_correct_text_passes_after_it_was_refused(public, refused):
    page = said(public, SAID.format(value="3621.40", growth=""))
    with refused("checks.block"):
        a_card(public, page)
    body = [a_text(SAID.format(value="3612.40", growth=""))]
    actions.revise(page=page, by=public.editor, at=NOW, body=body)
    assert a_card(public, page).step == Step.SECTION
