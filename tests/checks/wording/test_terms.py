from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.findings import Finding, Severity
from gongkai.checks.known import Known, Term
from gongkai.checks.lists import List, shipped
from gongkai.checks.wording.leaders import leaders
from gongkai.checks.wording.terms import told

ON = date(2026, 6, 1)
KNOWN = Known(ON, terms=shipped())
LEADERS = Known(
    ON,
    terms=(
        Term(List.LEADER, "赵甲", "市长", order=1),
        Term(List.LEADER, "钱乙明", "常务副市长", order=2),
        Term(List.LEADER, "孙丙", "市统计局局长", order=3),
    ),
)


def found(text: str, known: Known = KNOWN) -> list[Finding]:
    return list(told("正文第1段", text, known))


def rules(text: str, known: Known = KNOWN) -> list[str]:
    return [one.rule for one in found(text, known)]


@pytest.mark.parametrize("term", [one for one in shipped() if one.text != one.right])
def test_every_shipped_word_is_found_and_the_allowed_are_not(term: Term) -> None:
    said = found(f"我们{term.text}，")
    if term.kind == List.ALLOWED:
        assert said == []
    else:
        assert term.text in {one.words for one in said}


@pytest.mark.parametrize("kind", [List.WRONG, List.NATIONAL, List.INSTITUTION, List.PLACE])
def test_shipped_word_names_its_source(kind: List) -> None:
    listed = [one for one in shipped() if one.kind == kind and one.text != one.right]
    assert listed
    assert all(one.note for one in listed)


@pytest.mark.parametrize(
    "text",
    [
        *("中华人民共合国", "中华人民共国", "中华人民共和和国", "中华人共民和国", "中华人名共和国"),
        *("中国共产当", "全国人民代表会大会", "习近平新时代中国特色社会主意思想"),
        *(
            "中华 人民 共合国",
            "中·华·人·民·大·和·国",
            "扫黑\u200b险恶",
            "扫 黑 险 恶",
            "各级\n攻府",
        ),
    ],
)
def test_national_name_written_wrongly_blocks(text: str) -> None:
    (finding,) = found(f"根据{text}的规定")
    assert (finding.rule, finding.severity) == ("wording.national", Severity.BLOCK)
    assert finding.waiver == "office"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "中华人民共和国国务院",
            "中国共产党",
            "中国共青团",
            "全省人民代表大会",
            "朝鲜民主主义人民共和国",
        ),
        *(
            "市第十四届人民代表大会",
            "进攻，府谷县",
            "主攻府谷县",
            "台湾国际大学",
            "中华人民共和国，中国共产党",
        ),
        *(
            "习近平新时代中国特色社会主义思想",
            "新时代中国特色社会主义",
            "最高人民法院、最高人民检察院",
        ),
    ],
)
def test_national_name_written_rightly_passes(text: str) -> None:
    assert found(f"根据{text}的规定") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("市国土资源局负责实施。", "wording.institution"),
        ("由市工商局、市质监局", "wording.institution"),
        ("藁城市和鹿泉市增长较快。", "wording.place"),
        ("石家庄市桥东区", "wording.place"),
        ("积极推进一带一路战略", "wording.term"),
        ("国家统计局石家庄市调查队", "wording.term"),
    ],
)
def test_name_of_the_past_is_found_today(text: str, rule: str) -> None:
    assert set(rules(text)) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "原市国土资源局负责",
            "《石家庄市国土资源局关于报送资料的函》",
            "2016年，市国土资源局负责实施",
        ),
        *("国土资源部门", "农业部门和文化部门", "农业农村部", "国家税务总局", "张家口市桥东区"),
        *(
            "藁城市（现藁城区）",
            "藁城区、鹿泉区、栾城区",
            "撤销栾城县",
            "2013年，藁城市生产总值增长8%",
        ),
        "国家统计局石家庄调查队",
    ],
)
def test_name_of_the_past_passes_in_what_tells_of_the_past(text: str) -> None:
    assert found(text) == []


def test_name_counts_by_the_day_of_the_text() -> None:
    assert rules("藁城市", Known(date(2014, 9, 1), terms=shipped())) == []
    assert rules("藁城市", Known(date(2014, 10, 1), terms=shipped())) == ["wording.place"]


def test_word_the_bureau_allows_is_not_found() -> None:
    allowed = (*shipped(), Term(List.ALLOWED, "工商局旧址"))
    assert rules("参观工商局旧址", Known(ON, terms=allowed)) == []
    assert rules("参观工商局", Known(ON, terms=allowed)) == ["wording.institution"]


def test_near_miss_of_the_bureaus_own_name_is_found() -> None:
    own = (Term(List.NATIONAL, "石家庄市统计局", "石家庄市统计局"),)
    assert rules("石家庄市统记局发布", Known(ON, terms=own)) == ["wording.national"]
    assert rules("石家庄市统计局发布", Known(ON, terms=own)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市长孙丙主持会议", "市长孙丙"),
        ("常务副市长赵甲出席", "常务副市长赵甲"),
        ("常务副市长钱乙名出席", "钱乙名"),
        ("市长赵家出席", "赵家"),
        ("孙丙、赵甲出席", "孙丙、赵甲"),
        ("钱乙明，市长赵甲出席", "钱乙明，市长赵甲"),
    ],
)
def test_leader_with_a_wrong_title_name_or_place_is_found(text: str, words: str) -> None:
    (finding,) = leaders("正文第1段", text, LEADERS)
    assert (finding.rule, finding.words) == ("wording.leader", words)


@pytest.mark.parametrize(
    "text",
    [
        *("市长赵甲、常务副市长钱乙明出席", "赵甲和孙丙出席", "市统计局局长孙丙汇报，随后赵甲讲话"),
        *("原市长孙丙", "没有领导人的一句话", "赵甲强调。钱乙明主持。"),
    ],
)
def test_leaders_named_rightly_pass(text: str) -> None:
    assert list(leaders("正文第1段", text, LEADERS)) == []


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="中华人民共和国合大，· \n攻府市原藁城《》赵甲孙丙市长", max_size=60),
    )
)
def test_no_text_raises(text: str) -> None:
    for finding in (*told("正文", text, KNOWN), *leaders("正文", text, LEADERS)):
        assert finding.why
