import pickle
from datetime import date

import pytest

from gongkai.law.articles import article
from gongkai.law.refused import Refused

LAW = article("publish.term", date(2026, 6, 1))


def test_refused_carries_code_message_and_article() -> None:
    with pytest.raises(Refused) as caught:
        raise Refused("card.move", "这一步不由您办理。", LAW)
    assert (caught.value.code, caught.value.message) == ("card.move", "这一步不由您办理。")
    assert caught.value.article is LAW
    assert str(caught.value) == "这一步不由您办理。（《政府信息公开条例》第二十六条）"


def test_refused_shows_only_its_message_without_an_article() -> None:
    assert str(Refused("card.move", "这一步不由您办理。")) == "这一步不由您办理。"


def test_refused_survives_a_process_boundary() -> None:
    again = pickle.loads(pickle.dumps(Refused("a.b", "不行", LAW)))
    assert (again.code, again.message, again.article) == ("a.b", "不行", LAW)
