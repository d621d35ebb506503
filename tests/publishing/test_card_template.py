import re

import pytest

from gongkai.publishing.card_page import Difference, Piece, told
from gongkai.publishing.forms import DecisionForm
from tests.design.samples import HASH
from tests.publishing.desk_pages import (
    Outline,
    a_card,
    a_draft,
    a_finding,
    a_person,
    a_signature,
    a_told,
    the_card,
)

CHANGED = Difference(
    "第2块（正文）", (Piece("", "增加值"), Piece("del", "1743.5"), Piece("ins", "1745.3"))
)


def test_card_is_read_in_the_order_a_signer_needs() -> None:
    html = the_card(since="changed", differences=(CHANGED,), findings=(a_told("warn"),),
                    power_changes=("演示乙 10月20日任科室负责人",))  # fmt: skip
    order = [
        "石统网审〔2014〕29号", "前三季度全市经济", "2014-10-24 10:00:00", "20个工作日", "待您",
        "您上次看过之后", "机器检查", "近30天有变动", "综合处科室负责人", "一、&lt;工业&gt;",
        "公开属性", "退回采编", "同意签发", "打印审批卡",
    ]  # fmt: skip
    places = [html.index(words) for words in order]
    assert places == sorted(places)


def test_card_shows_what_was_taken_out_and_put_in() -> None:
    html = the_card(since="changed", differences=(CHANGED,))
    assert "改了1处" in html
    assert "增加值<del>1743.5</del><ins>1745.3</ins>" in html


def test_card_says_against_what_a_correction_is_compared() -> None:
    html = the_card(card=a_card(purpose="correct"), since="changed", differences=(CHANGED,))
    assert "与上次签过或已公开的版本相比，改了1处" in html


def test_card_says_when_nothing_changed_and_nothing_at_a_first_look() -> None:
    assert "与您上次看到的一致" in the_card(since="unchanged")
    assert "改动" not in the_card(since="")
    assert "正文没有改动" in the_card(since="changed")


def test_card_shows_findings_heaviest_first_with_reason_and_proposal() -> None:
    found = [
        a_finding("note", place="丙"),
        a_finding("warn", place="乙"),
        a_finding("block", place="甲"),
    ]
    html = the_card(findings=told(found))
    assert html.index("甲“回落") < html.index("乙“回落") < html.index("丙“回落")
    assert re.search(r'tag block">须改正.*tag warn">请核对.*tag ">提示', html, re.DOTALL)
    assert "疑为百分点" in html
    assert "改为0.2个百分点" in html


def test_card_says_the_checks_found_nothing_only_where_they_ran() -> None:
    assert "机器检查未发现问题" in the_card()
    assert "机器检查" not in the_card(content=None)


def test_card_form_binds_the_digest_of_what_is_shown() -> None:
    stale = DecisionForm({"digest": "0" * 64, "comment": "同意"})
    html = the_card(decision=stale)
    assert f'name="digest" value="{HASH}"' in html
    assert "0" * 64 not in html


@pytest.mark.parametrize(("step", "words"), [("sign", "同意签发"), ("secrecy", "同意")])
def test_card_button_says_what_the_step_does(step: str, words: str) -> None:
    assert f'<button class="btn primary">{words}</button>' in the_card(card=a_card(step=step))


def test_card_is_signed_or_sent_back_from_one_form_without_scripts() -> None:
    html = the_card()
    page = Outline(html)
    decision = [form for form in page.all("form") if form.get("id") == "decision"]
    assert decision == [{"method": "post", "action": "/desk/cards/29/sign/", "id": "decision",
                         "class": "actions sign"}]  # fmt: skip
    assert {"class": "btn danger", "formaction": "/desk/cards/29/send-back/"} in page.all("button")
    assert "<details open" not in html.split('id="decision"')[1]
    assert "<script" not in html


def test_card_keeps_what_was_typed_and_says_why_it_was_not_accepted() -> None:
    form = DecisionForm({"digest": HASH, "comment": "数据<有误>"})
    form.add_error(None, "您看到的内容已不是这张卡现在的内容。")
    html = the_card(decision=form)
    assert "数据&lt;有误&gt;</textarea>" in html
    assert html.index("您看到的内容已不是") < html.index('class="steps"')
    assert "<details open" in html.split('id="decision"')[1]


def test_card_opens_the_reason_when_it_is_missing() -> None:
    form = DecisionForm({"digest": HASH, "comment": ""})
    form.add_error("comment", "请写明理由。")
    html = the_card(decision=form).split('id="decision"')[1]
    assert "<details open" in html
    assert 'aria-invalid="true"' in html


def test_card_says_kindly_why_somebody_may_not_sign() -> None:
    html = the_card(may_sign=False, why_not="您参与过本件的采编。")
    assert "现在不用您签" in html
    assert "您参与过本件的采编。" in html
    assert 'id="decision"' not in html
    assert "待您" not in html


def test_card_marks_void_signatures_and_puts_them_after_those_that_count() -> None:
    signatures = (
        a_signature("演示甲", round=1, comment="旧的意见"),
        a_signature("演示丙", round=1, decision="send_back", comment="数据不一致"),
        a_signature("演示乙", comment="新的意见"),
    )
    html = the_card(signatures=signatures)
    assert html.index("数据不一致") < html.index("新的意见") < html.index("旧的意见")
    assert html.index("<summary>已作废的签批") > html.index("数据不一致")
    void = re.findall(r'class="finding signature void".*?</div>', html, re.DOTALL)
    assert ["旧的意见" in one for one in void] == [False, True]
    assert "作废</b>" in void[1]


def test_card_sent_back_shows_the_reason_and_voids_the_round() -> None:
    signatures = (
        a_signature("演示乙", comment="同意报送"),
        a_signature("演示丙", decision="send_back", comment="数据不一致"),
    )
    html = the_card(card=a_card(step="draft"), signatures=signatures, may_sign=False)
    assert "演示丙已退回：数据不一致" in html
    assert re.search(r"signature void.*作废.*同意报送", html, re.DOTALL)


def test_card_shows_a_signature_on_paper_with_its_scan_and_both_clerks() -> None:
    paper = a_signature("演示丁", paper=HASH, entered_by=a_person("演示戊", 3),
                        confirmed_by=a_person("演示己", 4))  # fmt: skip
    html = the_card(signatures=(paper,))
    assert "代录" in html
    assert "演示戊录入，演示己核对确认" in html
    assert "/desk/cards/29/paper/5/" in Outline(html).links()


@pytest.mark.parametrize("may", [True, False])
def test_card_lets_only_a_second_person_confirm_paper(may: bool) -> None:
    paper = a_signature("演示丁", paper=HASH, entered_by=a_person("演示戊", 3))
    html = the_card(signatures=(paper,), pending=paper, may_sign=False, may_confirm_paper=may)
    assert "待核对" in html
    assert ('action="/desk/cards/29/paper/confirm/"' in html) == may


def test_card_asks_twice_before_it_refers_and_purges() -> None:
    assert "存疑报送" not in the_card()
    html = the_card(may_refer=True)
    inside = re.search(r"<details class=\"block\">.*?</details>", html, re.DOTALL)[0]
    assert "不能恢复" in inside
    assert 'form="decision" formaction="/desk/cards/29/refer/"' in inside


@pytest.mark.parametrize(
    ("answer", "address"),
    [
        ("may_withdraw", "/desk/cards/29/withdraw/"),
        ("may_enter_paper", "/desk/cards/29/paper/"),
        ("may_submit", "/desk/disclosures/7/submit/"),
    ],
)
def test_card_offers_only_what_may_be_done(answer: str, address: str) -> None:
    assert address in Outline(the_card("editor", **{answer: True})).links()
    assert address not in Outline(the_card("editor")).links()


@pytest.mark.parametrize(
    ("purpose", "address"),
    [
        ("correct", "/desk/disclosures/7/submit/"),
        ("repeal", "/desk/cards/29/resubmit/"),
        ("site", "/desk/site/"),
    ],
)
def test_card_is_handed_in_again_on_the_road_of_its_purpose(purpose: str, address: str) -> None:
    html = the_card("editor", "office", card=a_card(purpose=purpose, step="draft"),
                    may_submit=True, may_sign=False)  # fmt: skip
    assert f'"{address}"' in html


def test_card_offers_no_submitting_to_somebody_who_is_no_editor() -> None:
    html = the_card("office", card=a_card(step="draft"), may_submit=True, may_sign=False)
    assert "/desk/disclosures/7/submit/" not in Outline(html).links()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"step": "withdrawn"}, "未发布"),
        ({"step": "referred"}, "已存疑报送"),
        (
            {"step": "draft", "purpose": "urgent", "follow_up_due": "2014-10-24"},
            "2014年10月24日前补办",
        ),
        ({"purpose": "take_down"}, "拟于 <time"),
        ({"purpose": "urgent"}, "已紧急下线"),
    ],
)
def test_card_says_where_it_stands_in_words(changes: dict[str, str], words: str) -> None:
    assert words in the_card(card=a_card(**changes), may_sign=False)


def test_card_that_is_held_says_why_and_what_to_do() -> None:
    html = the_card(card=a_card(step="held"), held="附件有隐藏内容<乙>", may_sign=False)
    assert "附件有隐藏内容&lt;乙&gt;" in html
    assert "撤回本卡" in html
    assert "暂缓发布" in html


def test_card_of_a_change_shows_what_is_asked_and_leads_to_the_item() -> None:
    html = the_card(card=a_card(purpose="repeal"), content=None, page=a_draft(),
                    elements=(("事项", "废止"), ("理由", "已被代替")), purpose="废止")  # fmt: skip
    assert "审批事项" in html
    assert "已被代替" in html
    assert "全文" not in html
    assert "/desk/disclosures/7/" in Outline(html).links()
