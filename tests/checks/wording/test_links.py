from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.known import Known
from gongkai.checks.wording.links import dead, in_content, in_text

KNOWN = Known(date(2026, 6, 1), hosts=frozenset({"news.cn"}))


def a_link(*addresses: str) -> dict[str, Any]:
    html = "".join(f'<p><a href="{one}">见</a></p>' for one in addresses)
    return {"body": [{"type": "text", "html": html}]}


@pytest.mark.parametrize(
    "text",
    [
        *("见http：//tjj.sjz.gov.cn/a", "见http:tjj.sjz.gov.cn", "见https:/tjj.sjz.gov.cn"),
        *("见http://tjj", "见http://[tjj.sjz.gov.cn/"),
    ],
)
def test_address_written_wrongly_is_found(text: str) -> None:
    assert [one.rule for one in in_text("正文", text, KNOWN)] == ["wording.address"]


@pytest.mark.parametrize(
    "text", ["见http://www.example.com/a。", "见www.163.com", "https://gov.cn.example.org"]
)
def test_other_host_is_told(text: str) -> None:
    assert [one.rule for one in in_text("正文", text, KNOWN)] == ["wording.host"]


@pytest.mark.parametrize(
    "text",
    [
        *("见http://tjj.sjz.gov.cn/a.html。", "（https://www.stats.gov.cn/）", "www.news.cn，"),
        *("邮箱tjj@sjz.gov.cn", "比例10:3", "http是协议", "网站"),
    ],
)
def test_official_address_passes(text: str) -> None:
    assert list(in_text("正文", text, KNOWN)) == []


def test_link_behind_words_is_judged() -> None:
    content = a_link(
        "https://tjj.sjz.gov.cn/a", "/data/", "#top", "ftp://x.gov.cn/", "http://a.com/"
    )
    found = [(one.rule, one.place) for one in in_content(content, KNOWN)]
    assert found == [("wording.address", "正文第4个链接"), ("wording.host", "正文第5个链接")]


def test_dead_link_is_told_by_what_the_caller_saw() -> None:
    content = a_link("http://a.gov.cn/", "http://b.gov.cn/", "http://c.gov.cn/", "http://d.gov.cn/")
    answers = {"http://a.gov.cn/": 200, "http://b.gov.cn/": 404, "http://c.gov.cn/": None}
    places = [one.place for one in dead(content, answers)]
    assert places == ["正文第2个链接", "正文第3个链接"]


@given(st.one_of(st.text(), st.text(alphabet="htpsw:/.[]@?#gov.cn：中 ", max_size=40)))
def test_no_text_raises(text: str) -> None:
    list(in_text("正文", f"http://{text}", KNOWN))
    list(in_content(a_link(text), KNOWN))
