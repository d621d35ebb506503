import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.known import Known, Likeness
from gongkai.checks.sameness import alike, alike_in_words, bands, published, sketch, text_of

WORDS = "经济运行平稳增长工业农业消费投资出口居民收入价格城市农村人口就业能源环境科技教育卫生文化".strip()


def a_text(seed: int, length: int = 2000) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(WORDS) for _ in range(length))


def a_report(figure: str) -> str:
    return "。".join(f"{a_text(number, 14)}{figure}{number}亿元" for number in range(40))


def a_content(text: str, column: str = "analysis") -> dict[str, Any]:
    return {"column": column, "body": [{"type": "text", "html": f"<p>{text}</p>"}]}


def a_likeness(text: str, kind: str = "analysis") -> Likeness:
    return Likeness("11", "去年的报告（演示）", "/a/", kind, sketch(text_of(a_content(text))))


def found(text: str, *given: Likeness, column: str = "analysis") -> list[str]:
    known = Known(date(2026, 6, 1), published=given)
    return [one.rule for one in published(a_content(text, column), known)]


def test_sketch_is_always_the_same_and_marks_do_not_count() -> None:
    one = sketch(a_text(1))
    assert len(one) == 256
    assert sketch("，".join(a_text(1))) == one
    assert sum(one) == 62_079_287_710


def test_text_is_alike_as_much_as_it_shares() -> None:
    whole, half = a_text(1), a_text(1)[:1000] + a_text(2)[:1000]
    assert alike(sketch(whole), sketch(whole)) == 1
    assert alike(sketch(whole), sketch(a_text(2))) < 0.1
    assert 0.2 < alike(sketch(whole), sketch(half)) < 0.5  # a third, by Jaccard
    assert set(bands(sketch(whole))) & set(bands(sketch(whole[20:])))
    assert not set(bands(sketch(whole))) & set(bands(sketch(a_text(2))))


def test_text_too_short_is_like_nothing() -> None:
    assert sketch("经济平稳") == ()
    assert alike((), sketch(a_text(1))) == 0
    assert found("经济平稳", a_likeness("经济平稳")) == []


def test_published_text_is_found_again() -> None:
    assert found(a_text(1), a_likeness(a_text(1))) == ["sameness.published"]
    assert found(a_text(1)[30:], a_likeness(a_text(1)), a_likeness(a_text(2))) == [
        "sameness.published"
    ]


def test_other_text_is_not_found() -> None:
    assert found(a_text(1), a_likeness(a_text(2))) == []
    assert found(a_text(1)) == []


def test_report_with_only_its_figures_changed_is_told_for_the_same_kind() -> None:
    last, now = a_report("315."), a_report("48")
    assert alike_in_words(sketch(last), sketch(now)) > 0.7 > alike(sketch(last), sketch(now))
    assert found(now, a_likeness(last)) == ["sameness.last_year"]
    assert found(now, replace(a_likeness(last), kind="news")) == []


def test_communique_pasted_with_other_marks_is_one_and_another_is_not(corpus: Path) -> None:
    docx = pytest.importorskip("docx")
    folder = corpus / "01_communiques"
    text = (folder / "luoyang_2023_communique.txt").read_text(encoding="utf-8")
    # the file of that name holds the communiqué of another place and year
    other = docx.Document(str(folder / "luoyang_2023_communique.docx"))
    said = "\n".join(paragraph.text for paragraph in other.paragraphs)
    assert alike(sketch(text), sketch(text[120:].replace("，", ", ").replace("\n", " "))) > 0.8
    assert alike(sketch(text), sketch(said)) < 0.2


@given(st.text(), st.text())
def test_no_text_raises(one: str, other: str) -> None:
    assert 0 <= alike(sketch(one), sketch(other)) <= 1
    assert bands(sketch(one)) == bands(sketch(one))
