from datetime import date, timedelta
from itertools import pairwise

import pytest

from gongkai.law.articles import DOUBT, Article, article, articles

NEW = date(2019, 5, 15)
OLD = date(2014, 10, 20)


@pytest.mark.parametrize(
    ("key", "on", "shown"),
    [
        ("publish.term", date(2026, 6, 1), "《政府信息公开条例》第二十六条"),
        ("publish.term", NEW, "《政府信息公开条例》第二十六条"),
        ("publish.term", date(2019, 5, 14), "《政府信息公开条例》第十八条（待核）"),
        ("publish.term", date(2008, 5, 1), "《政府信息公开条例》第十八条（待核）"),
        ("review.secrecy", NEW, "《政府信息公开条例》第十七条"),
        ("review.secrecy", OLD, "《政府信息公开条例》第四条第（四）项"),
        ("catalogue", NEW, "《政府信息公开条例》第十二条"),
        ("catalogue", OLD, "《政府信息公开条例》第十九条（待核）"),
        ("guide", NEW, "《政府信息公开条例》第十二条"),
        ("supply", NEW, "《政府信息公开条例》第二十五条"),
        ("accuracy", NEW, "《政府信息公开条例》第六条"),
        ("accountability", NEW, "《政府信息公开条例》第五十三条"),
        ("request.reply", OLD, "《政府信息公开条例》第二十四条"),
        ("request.reply", NEW, "《政府信息公开条例》第三十三条第二款"),
        ("statistics.publish", date(2024, 9, 13), "《统计法》第二十六条"),
        ("statistics.publish", date(2024, 9, 12), "《统计法》第二十三条（待核）"),
        ("statistics.confidential", OLD, "《统计法》第二十五条"),
        ("statistics.confidential", date(2025, 1, 1), "《统计法》第二十八条"),
        ("card", OLD, "《上网信息审批卡》制度"),
        ("request.receipt", NEW, "《政府信息公开条例》第三十一条"),
        ("request.receipt", date(2016, 6, 1), "国办公开办函〔2015〕207号"),
        ("request.receipt", OLD, "《政府信息公开条例》（待核）"),
        ("request.extend", OLD, "《政府信息公开条例》第二十四条"),
        ("consult.third_party", OLD, "《政府信息公开条例》第二十三条"),
        ("consult.third_party", NEW, "《政府信息公开条例》第三十二条"),
        ("consult.joint", NEW, "《政府信息公开条例》第三十四条"),
        ("request.excess", NEW, "《政府信息公开条例》第三十五条"),
        ("request.archive", NEW, "《政府信息公开条例》第四十五条"),
        ("request.convert", NEW, "《政府信息公开条例》第四十四条"),
        ("withheld.review", NEW, "《政府信息公开条例》第十八条"),
        ("annual_report.content", NEW, "《政府信息公开条例》第五十条"),
        ("fee.items", date(2026, 6, 1), "《政府信息公开信息处理费管理办法》第四条"),
        ("fee.restart", date(2026, 6, 1), "《政府信息公开信息处理费管理办法》（待核）"),
        ("review.first", date(2024, 1, 1), "《行政复议法》第二十三条第一款第（四）项"),
        ("suit.direct", date(2026, 6, 1), "《行政诉讼法》第四十六条（待核）"),
    ],
)
def test_article_is_the_one_in_force(key: str, on: date, shown: str) -> None:
    assert str(article(key, on)) == shown


@pytest.mark.parametrize("key", sorted(articles()))
def test_an_act_of_2014_never_cites_the_regulation_of_2019(key: str) -> None:
    try:
        found = article(key, OLD)
    except LookupError:
        return
    assert found.since <= OLD
    assert "711" not in found.decree


@pytest.mark.parametrize("key", ["publish.term", "catalogue", "supply", "accuracy", "guide"])
def test_regulations_meet_without_gap_or_overlap(key: str) -> None:
    first, second = articles()[key]
    assert first.until is not None
    assert first.until + timedelta(days=1) == second.since == NEW


@pytest.mark.parametrize("key", sorted(articles()))
def test_articles_of_one_key_never_overlap(key: str) -> None:
    rows = articles()[key]
    for before, after in pairwise(rows):
        assert before.until is not None
        assert before.until < after.since


def test_doubt_is_marked_for_every_article_from_memory_and_no_other() -> None:
    for rows in articles().values():
        for row in rows:
            assert row.doubt == (row.evidence == "U"), row
            assert str(row).endswith(DOUBT) == row.doubt
            assert row.evidence in {"V", "V2", "U"}


def test_article_is_refused_before_any_regulation() -> None:
    with pytest.raises(LookupError):
        article("publish.term", date(2008, 4, 30))


def test_article_is_refused_for_an_unknown_key() -> None:
    with pytest.raises(LookupError):
        article("publish.nothing", NEW)


def test_article_names_a_statute_in_book_marks_once() -> None:
    law = Article("统计法", "第二十六条", NEW, None)
    rule = Article("《上网信息审批卡》制度", "", NEW, None)
    assert (str(law), str(rule)) == ("《统计法》第二十六条", "《上网信息审批卡》制度")
