"""What letters say, and when one may not be handed in."""

import re
from datetime import date, timedelta

import pytest

from gongkai.casework import actions, letters, queries
from gongkai.casework.models import Document
from gongkai.casework.rules import Letter
from gongkai.law.outcomes import outcomes
from gongkai.law.refused import Refused
from tests.casework.made import (
    MONDAY,
    a_counter,
    a_document,
    a_letter,
    a_reply,
    a_request,
    a_workbook,
    an_answered,
    fresh,
    moment,
    sent,
)

DAY = timedelta(days=1)
AT = moment(MONDAY)
TODAY, THEN = date(2026, 6, 1), date(2014, 10, 20)
FACTS = {
    "case": "石统依申请〔2026〕1号", "asked": "用电量", "received": "2026年6月1日", "days": "20",
    "due": "2026年7月28日", "until": "2026年6月15日", "channel": "当面提交", "arrived": "2026年6月1日",
    "amount": "100", "lines": "第11至11件", "standard": "按件", "bureau": "演示局",
}  # fmt: skip
DRAFTED = {name: f"〈{name}〉" for name in (
    *("items", "why", "content", "text", "note", "pay", "material", "withheld_reasons", "reasons"),
    *("basis", "which_law", "not_held", "none_ready", "unclear", "channel", "earlier_reply"),
    *("where", "unreasonable", "not_handled"),
)}  # fmt: skip


def said(document: Document) -> str:
    """Return a document's text."""
    return re.sub(r"<[^>]+>", "", "".join(one["html"] for one in document.content["body"]))


def lacks(document: Document, at=AT) -> list[str]:
    """Return the codes of what a document lacks."""
    return [one.code for one in queries.document_lacks(document, fresh(document.case), at)]


@pytest.mark.parametrize("kind", [kind for kind in Letter if kind != Letter.REPLY])
@pytest.mark.parametrize("day", [TODAY, THEN])
def test_every_letter_is_whole_and_cites_what_is_in_force(kind, day):
    if not letters.is_lawful(kind, day):
        return
    drafted = {name: DRAFTED[name] for name in (*letters.needs(kind), *letters.may(kind))}
    lines = letters.paragraphs(kind, FACTS, drafted, day)
    text = "\n".join(lines)
    assert not re.search(r"[{}]", text)
    assert "待核" not in text
    assert all(one in text for one in drafted.values())
    assert not letters.outdated(text, day, day)
    assert letters.title(kind)


@pytest.mark.parametrize("result", outcomes(), ids=lambda one: one.key)
@pytest.mark.parametrize("day", [TODAY, THEN])
def test_every_result_has_a_reply_that_says_all_it_must(result, day):
    lines = letters.reply(result, FACTS, DRAFTED, day, ["statistics.confidential"])
    text = "\n".join(lines)
    assert not re.search(r"[{}]", text)
    assert "待核" not in text
    for code in result.contents:
        assert code == "remedy" or DRAFTED[code] in text, code
    assert not letters.outdated(text, day, day)
    if day == TODAY and result.keys:
        assert "《" in text, "no article is cited"


@pytest.mark.parametrize(
    ("text", "day", "lapsed"),
    [
        ("依照《统计法》第二十五条", TODAY, True),
        ("依照《统计法》第二十五条", THEN, False),
        ("依照《统计法》第二十八条", TODAY, False),
        ("根据法释〔2011〕17号", TODAY, True),
        ("根据国办公开办函〔2015〕207号", TODAY, True),
        ("依照《政府信息公开条例》第三十三条", TODAY, False),
        ("依照《行政复议法》第二十三条", THEN, True),
        ("参见《石家庄统计年鉴》第十条", TODAY, False),
    ],
)
def test_law_that_is_not_in_force_is_found_in_free_text(text, day, lapsed):
    assert bool(letters.outdated(text, day, day)) is lapsed


def test_text_from_outside_is_no_html():
    assert letters.html(["<script>x</script>\n甲 & 乙"]) == (
        "<p>&lt;script&gt;x&lt;/script&gt;</p><p>甲 &amp; 乙</p>"
    )


@pytest.mark.django_db
def test_a_letter_citing_law_not_in_force_is_not_handed_in():
    counter = a_counter()
    case = a_request(counter)
    fields = {"reasons": "依照《统计法》第二十五条，应当保密（演示）。", "basis": ""}
    document = a_reply(counter, case, AT, "other_law", fields, laws=["statistics.confidential"])
    assert "《统计法》第二十八条" in said(document)
    with pytest.raises(Refused) as refused:
        actions.submit_document(document=document.pk, by=counter.editor, at=AT)
    assert refused.value.code == "document.lacks"
    assert "第二十五条" in refused.value.message
    fields["reasons"] = "能够识别单个统计调查对象，应当保密（演示）。"
    actions.revise_document(document=document.pk, by=counter.editor, at=AT, fields=fields)
    sent(counter, Document.objects.get(pk=document.pk), AT)
    assert fresh(case).outcome == "other_law"


@pytest.mark.django_db
def test_a_refusal_tells_to_ask_for_review_first_and_a_grant_offers_both():
    counter = a_counter()
    refusal = a_reply(counter, a_request(counter), AT, "process", {"reasons": "属讨论记录。"})
    assert "先向行政复议机关申请行政复议" in refusal.content["remedy"]
    grant = a_reply(counter, a_request(counter), AT)
    assert "也可以依法在法定期限内向人民法院提起行政诉讼" in grant.content["remedy"]
    old = moment(date(2015, 3, 3))
    earlier = a_reply(counter, a_request(counter, old.date()), old, "internal", {"reasons": "是"})
    assert "先" not in earlier.content["remedy"]


@pytest.mark.django_db
def test_a_remedy_that_offers_a_direct_suit_against_a_refusal_is_not_handed_in():
    counter = a_counter()
    document = a_reply(counter, a_request(counter), AT, "process", {"reasons": "属讨论记录。"})
    document.content["remedy"] = "可以自收到之日起60日内申请行政复议，或者直接向人民法院提起诉讼。"
    assert {"remedy.first", "remedy.direct"} <= set(lacks(document))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "lacking"),
    [
        ("not_held", {"search", "not_held"}),
        ("third_party", {"consultation", "reasons"}),
        ("unclear", {"correction", "unclear"}),
        ("vexatious", {"reasons_asked", "unreasonable"}),
        ("unpaid", {"fee_notice"}),
        ("repeated", {"earlier_reply", "reply.earlier"}),
        ("partial", {"material", "withheld_reasons", "part.partial"}),
        ("state_secret", {"reasons", "basis"}),
        ("petition", {"channel"}),
        ("other", {"reply.note"}),
    ],
)
def test_a_reply_names_what_it_lacks(outcome, lacking):
    counter = a_counter()
    document = a_reply(counter, a_request(counter), AT, outcome, {"nothing": ""})
    assert set(lacks(document)) == lacking
    with pytest.raises(Refused) as refused:
        actions.submit_document(document=document.pk, by=counter.editor, at=AT)
    assert refused.value.code == "document.lacks"


@pytest.mark.django_db
def test_a_reply_of_nothing_held_passes_with_a_record_of_the_search():
    counter = a_counter()
    case = a_request(counter)
    document = a_reply(counter, case, AT, "not_held", {"not_held": "经检索不存在。"})
    assert lacks(document) == ["search"]
    actions.record_search(case=case.pk, where="档案室2025年卷、统计数据库", found="没有该项目",
                          by=counter.editor, at=AT)  # fmt: skip
    sent(counter, document, AT)
    assert fresh(case).outcome == "not_held"


@pytest.mark.django_db
def test_a_repeat_is_refused_by_the_number_of_the_reply_to_the_same_person():
    counter = a_counter()
    first = an_answered(counter)
    number = first.documents.get().number
    other = a_request(counter, MONDAY + 2 * DAY, identity={"name": "演示丁", "phone": "13900009999"})
    at = moment(MONDAY + 2 * DAY)
    document = a_reply(counter, other, at, "repeated", {"earlier_reply": number})
    assert lacks(document, at) == ["reply.earlier"]
    again = a_request(counter, MONDAY + 2 * DAY)
    assert [one.case for one in queries.duplicates(again)] == [first]
    sent(counter, a_reply(counter, again, at, "repeated", {"earlier_reply": number}), at)
    assert fresh(again).outcome == "repeated"


@pytest.mark.django_db
def test_an_extension_says_the_date_it_leads_to():
    counter = a_counter()
    case = a_request(counter)
    document = a_document(counter, case, Letter.EXTENSION, AT, fields={"why": "资料较多"}, days=20)
    sent(counter, document, AT)
    case = fresh(case)
    assert f"延长后的答复期限至{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日" in said(document)


@pytest.mark.django_db
def test_a_notice_without_its_reason_is_not_handed_in():
    counter = a_counter()
    document = a_document(counter, a_request(counter), Letter.EXTENSION, AT, days=20)
    assert lacks(document) == ["letter.field"]


@pytest.mark.django_db
def test_a_reply_names_the_files_that_go_with_it_by_their_hash():
    counter = a_counter()
    case = a_request(counter)
    file = actions.add_file(case=case.pk, role="material", name="汇总表.xlsx", by=counter.editor,
                            data=a_workbook(["行业", "用电量"], ["制造业", 12]), at=AT)  # fmt: skip
    actions.decide_part(case=case.pk, name="汇总表", decision="give", material=file,
                        by=counter.editor, at=AT)  # fmt: skip
    document = sent(counter, a_reply(counter, case, AT, fields={"material": ""}), AT)
    assert document.content["files"] == [
        {"name": "汇总表.xlsx", "sha256": file.sha256, "size": file.size}
    ]
    assert "汇总表" in said(document)


@pytest.mark.django_db
def test_files_that_the_checks_block_do_not_go_with_a_reply():
    counter = a_counter()
    case = a_request(counter)
    file = actions.add_file(case=case.pk, role="material", name="名单.xlsx", by=counter.editor,
                            data=a_workbook(["证件号码", "11010519491231002X"]), at=AT)  # fmt: skip
    actions.decide_part(case=case.pk, name="名单", decision="give", material=file,
                        by=counter.editor, at=AT)  # fmt: skip
    document = a_reply(counter, case, AT)
    with pytest.raises(Refused) as refused:
        actions.submit_document(document=document.pk, by=counter.editor, at=AT)
    assert refused.value.code == "checks.block"
    assert Document.objects.get(pk=document.pk).card is None


@pytest.mark.django_db
def test_an_answer_to_a_letter_goes_by_the_section_and_the_office():
    counter = a_counter()
    case = a_letter(counter)
    document = a_document(counter, case, Letter.ANSWER, AT, fields={"text": "将于6月20日公布。"})
    assert document.number == "石统信复〔2026〕1号"
    document = sent(counter, document, AT)
    steps = list(document.card.signatures.order_by("pk").values_list("step", flat=True))
    assert steps == ["draft", "section", "office"]
    assert (fresh(case).outcome, fresh(case).on_time) == ("answered", True)
