from datetime import date

import pytest

from gongkai.law.categories import categories, category, regime


def test_categories_are_the_fifteen_items_in_order() -> None:
    assert [one.number for one in categories()] == list(range(1, 16))
    assert category(4).text == "国民经济和社会发展统计信息"
    assert category(7).text == "财政预算、决算信息"
    assert str(category(15)).startswith("（十五）法律、法规、规章")


@pytest.mark.parametrize("number", [0, 16, -1])
def test_category_is_refused_outside_the_fifteen(number: int) -> None:
    with pytest.raises(LookupError):
        category(number)


def test_regime_of_2008_carries_its_doubt() -> None:
    found = regime(date(2014, 10, 20))
    assert found.article.doubt
    assert "待核" in found.note
    assert "第二十条" not in str(found.article)


def test_regime_of_2019_is_article_twenty_without_a_note() -> None:
    found = regime(date(2019, 5, 15))
    assert str(found.article) == "《政府信息公开条例》第二十条"
    assert found.note == ""
    assert found.categories == categories()
