"""Papers made for the test, right and wrong, each wrong one by one rule."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import format
from gongkai.checks.findings import Finding
from gongkai.checks.known import Known

KNOWN = Known(date(2014, 10, 20))
TITLE = "石家庄市统计局关于做好统计年报工作的通知（演示）"


def a_paper(*paragraphs: str, files: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    lines = paragraphs or ("各县（市、区）统计局：", "现将有关事项通知如下。")
    html = "".join(f"<p>{one}</p>" for one in lines)
    body: list[dict[str, Any]] = [{"type": "text", "html": html}]
    body += [{"type": "attachment", "title": one, "name": f"{one}.docx"} for one in files]
    paper = {"title": TITLE, "document_no": "石统〔2014〕63号", "formed_on": "2014-10-16"}
    return paper | {"body": body} | changes


def found(content: Mapping[str, Any]) -> list[Finding]:
    return [finding for rule in format.CONTENT_RULES for finding in rule(content, KNOWN)]


TO = "各县（市、区）统计局："
WRONG = [
    ("format.title_mark", a_paper(title="关于做好统计年报，严格质量的通知")),
    ("format.title_mark", a_paper(title="前三季度经济运行平稳。", document_no="")),
    ("format.title_twice", a_paper(title="关于转发省局关于年报工作的通知的通知")),
    ("format.title_twice", a_paper(title="关于对年报工作的批复")),
    ("format.title_kind", a_paper(title="关于做好统计年报工作")),
    ("format.title_kind", a_paper(title="石家庄市统计局通知")),
    ("format.request", a_paper("市政府：", "妥否，请批示。", title="关于年报工作的报告")),
    ("format.request", a_paper("市政府：", "当否，请批复。", title="关于经费的报告")),
    ("format.addressee", a_paper("现将有关事项通知如下。")),
    ("format.addressee", a_paper("你局来函收悉。", title="关于年报工作的复函")),
    ("format.numbering", a_paper(TO, "一、目标。", "三、要求。")),
    ("format.numbering", a_paper(TO, "一、目标。", "（一）数量。", "（三）质量。")),
    ("format.numbering", a_paper(TO, "1.目标。", "3.要求。")),
    ("format.numbering", a_paper(TO, "（1）目标。", "（2）要求。", "（5）其他。")),
    ("format.ordinal", a_paper(TO, "一.目标。")),
    ("format.ordinal", a_paper(TO, "（一）、目标。")),
    ("format.ordinal", a_paper(TO, "1、目标。")),
    ("format.attachment", a_paper(TO, "附件：统计年报表")),
    ("format.attachment", a_paper(TO, "附件：1.统计年报表", "2.填报说明", files=("统计年报表",))),
    ("format.attachment", a_paper(TO, "附件：统计年报表", files=("统计年报表", "名单"))),
    ("format.attachment", a_paper(TO, "报送要求详见附件。")),
    ("format.attachment_mark", a_paper(TO, "附件：统计年报表。", files=("统计年报表",))),
    ("format.attachment_mark", a_paper(TO, "附件：1.统计年报表；", files=("统计年报表",))),
    ("format.year", a_paper(document_no="石统〔2013〕63号")),
    ("format.year", a_paper(document_no="石统〔2015〕1号")),
    ("format.signed", a_paper(TO, "特此通知。", "二〇一四年十月十六日")),
    ("format.signed", a_paper(TO, "特此通知。", "2014年12月1日")),
    ("format.signed", a_paper(TO, "特此通知。", "2014年10月15日")),
]
RIGHT = [
    a_paper(),
    a_paper(title="石家庄市统计局 国家统计局石家庄调查队关于印发《统计年报办法（试行）》的通知"),
    a_paper("一季度，经济平稳。", title="一季度全市经济运行情况", document_no=""),
    a_paper("1.5亿元是总额。", "2.3万人参加。", title="2014年石家庄市国民经济和社会发展统计公报"),
    a_paper(
        TO,
        "一、目标。",
        "（一）数量。",
        "1.总数。",
        "（1）合计。",
        "（2）分计。",
        "2.分数。",
        "二、要求。",
    ),
    a_paper(TO, "（一）甲。", "（二）乙。", "一、要求。", "（一）丙。"),
    a_paper(TO, "附件：1.统计年报表", "2.填报说明", files=("统计年报表", "附件2 填报说明")),
    a_paper(TO, "附件：统计年报表", "石家庄市统计局", "2014年10月16日", files=("统计年报表",)),
    a_paper(TO, "要求见附件。", files=("说明",)),
    a_paper(TO, "要求见附件。", "附件1", "表格"),
    a_paper("市政府：", "特此报告。", title="关于年报工作的报告"),
    a_paper("省统计局：", "妥否，请批示。", title="关于年报经费的请示"),
]


@pytest.mark.parametrize(("rule", "paper"), WRONG)
def test_paper_out_of_form_is_found_by_one_rule(rule: str, paper: dict[str, Any]) -> None:
    assert {one.rule for one in found(paper)} == {rule}


def test_every_rule_has_two_wrong_papers() -> None:
    tested = Counter(rule for rule, _ in WRONG)
    assert set(tested) == {rule.name for rule in format.RULES}
    assert min(tested.values()) >= 2


@pytest.mark.parametrize("paper", RIGHT)
def test_paper_in_form_has_no_findings(paper: dict[str, Any]) -> None:
    assert found(paper) == []


@given(
    st.lists(
        st.text(alphabet="一二、（）()1234.附件：见关于的通知2014年10月<>& \n", max_size=30),
        max_size=6,
    )
)
def test_no_paper_raises(paragraphs: list[str]) -> None:
    found(a_paper(*paragraphs))
    found({"title": "".join(paragraphs), "document_no": "".join(paragraphs), "body": None})
