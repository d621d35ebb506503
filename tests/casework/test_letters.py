"""What letters say, and when one may not be handed in."""

import re
from datetime import date, timedelta

import pytest

from gongkai.casework import actions, letters, queries
from gongkai.casework.models import Document
from gongkai.casework.rules import Letter
from gongkai.law.articles import known
from gongkai.law.outcomes import outcome, outcomes
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
    "case": "石统依申请〔2026〕1号", "asked": "用电量", "received": "2026年6月2日", "days": "20",
    "due": "延长后的答复期限至2026年7月28日。", "until": "2026年6月15日", "way": "in_person",
    "arrived": "2026年6月1日", "by_day": "", "amount": "100", "lines": "第11至11件", "standard": "按件", "bureau": "演示局",
    "you": "您", "result": "declined",
}  # fmt: skip
DRAFTED = {name: f"〈{name}〉" for name in (
    *("items", "why", "content", "text", "note", "pay", "material", "withheld_reasons", "reasons"),
    *("basis", "which_law", "not_held", "none_ready", "unclear", "channel", "earlier_reply"),
    *("where", "unreasonable", "not_handled", "decided"),
)}  # fmt: skip
NEW_ONLY = ("一次告知", "视为放弃", "其他机关意见所需时间", "第三方或者其他机关", "15个工作日")


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
    if day == THEN:
        assert not [one for one in NEW_ONLY if one in text]


@pytest.mark.parametrize(
    ("way", "received", "said"),
    [
        ("in_person", "2026年6月1日", "以提交之日2026年6月1日为收到申请之日"),
        ("oral", "2026年6月1日", "以代为填写之日2026年6月1日为收到申请之日"),
        ("registered", "2026年6月3日", "以本机关签收之日2026年6月3日为收到申请之日"),
        ("ordinary", "2026年6月3日", "与您确认收到，以确认之日2026年6月3日为收到申请之日"),
        ("internet", "2026年6月2日", "双方确认之日2026年6月2日为收到申请之日"),
        ("fax", "", "本回执送达您之日即为双方确认之日"),
    ],
)
def test_a_receipt_says_by_which_day_the_request_counts_in_one_sentence(way, received, said):
    facts = {**FACTS, "way": way, "received": received}
    lines = letters.paragraphs(Letter.RECEIPT, facts, {}, TODAY)
    assert [said in line for line in lines] == [False, True, False]
    assert "为收到申请之日" not in lines[0] + lines[2]
    assert "方式提交的" not in lines[0]


def test_a_statute_is_named_once_before_its_articles():
    laws = [
        *known("secrecy.third_party", "consult.third_party", on=TODAY),
        *known("fee.one", on=TODAY),
    ]
    assert letters.said(laws) == (
        "《政府信息公开条例》第十五条、第三十二条、《政府信息公开信息处理费管理办法》第三条的规定"
    )


@pytest.mark.parametrize("kind", [Letter.CORRECTION, Letter.DELAY])
def test_a_day_named_in_a_letter_is_itself_still_in_time(kind):
    text = "\n".join(letters.paragraphs(kind, FACTS, DRAFTED, TODAY))
    assert "2026年6月15日前（含当日）" in text


@pytest.mark.parametrize(
    ("key", "clause", "number", "said"),
    [
        ("granted", "", "第三十六条第（二）项", "属于可以公开"),
        ("granted", "open", "第三十六条第（一）项", "已经主动公开"),
        ("not_held", "", "第三十六条第（四）项", "该政府信息不存在"),
        ("not_held", "not_ours", "第三十六条第（五）项", "不属于本机关负责公开"),
    ],
)
def test_a_reply_cites_the_clause_chosen_and_no_other(key, clause, number, said):
    text = "\n".join(letters.reply(outcome(key), FACTS, DRAFTED, TODAY, clause=clause))
    assert number in text
    assert said in text
    assert text.count("第三十六条") == 1


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
        ("依照《统计法》第二十五条", TODAY, False),
        ("依照《中华人民共和国统计法》第二十五条", TODAY, False),
        ("依照《统计法》第二十五条", THEN, False),
        ("依照《政府信息公开条例》（2019）第二十七条", TODAY, False),
        ("依照《政府信息公开条例》第二十七条", TODAY, False),
        ("依照《个人信息保护法》第二十五条", THEN, True),
        ("依照《中华人民共和国个人信息保护法》", THEN, True),
        ("依照《统计法》第二十八条", TODAY, False),
        ("根据法释〔2011〕17号", TODAY, True),
        ("根据国办公开办函〔2015〕207号", TODAY, True),
        ("依照《政府信息公开条例》第三十三条", TODAY, False),
        ("依照《行政复议法》第二十三条", THEN, False),  # its text of 1999 was in force
        ("参见《石家庄统计年鉴》第十条", TODAY, False),
    ],
)
def test_law_that_is_not_in_force_is_found_in_free_text(text, day, lapsed):
    found = [one for one in letters.outdated(text, day, day) if one.code not in letters.WARNED]
    assert bool(found) is lapsed


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("依照《中华人民共和国统计法》第二十五条", ["law.number"]),
        ("依照《统计法》（2009年修订）第二十五条", []),
        ("依照《统计法》第二十八条", []),
    ],
)
def test_a_number_of_the_old_text_is_only_a_warning(text, codes):
    found = letters.outdated(text, TODAY, TODAY)
    assert [one.code for one in found] == codes
    assert all("不施行" not in one.text for one in found)


def test_text_from_outside_is_no_html():
    assert letters.html(["<script>x</script>\n甲 & 乙"]) == (
        "<p>&lt;script&gt;x&lt;/script&gt;</p><p>甲 &amp; 乙</p>"
    )


@pytest.mark.django_db
def test_a_letter_citing_law_not_in_force_is_not_handed_in():
    counter = a_counter()
    case = a_request(counter)
    fields = {"reasons": "依照法释〔2011〕17号，应当保密；参见《统计法》第二十五条。", "basis": ""}
    document = a_reply(counter, case, AT, "other_law", fields, laws=["statistics.confidential"])
    assert "《统计法》第二十八条" in said(document)
    with pytest.raises(Refused) as refused:
        actions.submit_document(document=document.pk, by=counter.editor, at=AT)
    assert refused.value.code == "document.lacks"
    assert "法释〔2011〕17号" in refused.value.message
    assert "第二十五条" not in refused.value.message
    fields["reasons"] = "能够识别单个统计调查对象，应当保密；参见《统计法》第二十五条（演示）。"
    actions.revise_document(document=document.pk, by=counter.editor, at=AT, fields=fields)
    sent(counter, Document.objects.get(pk=document.pk), AT)
    assert fresh(case).outcome == "other_law"


@pytest.mark.django_db
def test_a_refusal_tells_to_ask_for_review_first_and_a_grant_offers_both():
    counter = a_counter()
    refusal = a_reply(counter, a_request(counter), AT, "process", {"reasons": "属讨论记录。"})
    assert "先向石家庄市人民政府申请行政复议" in refusal.content["remedy"]
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
    assert {"remedy.first", "remedy.direct", "remedy.organ"} <= set(lacks(document))


@pytest.mark.django_db
def test_a_reply_whose_text_offers_a_direct_suit_is_not_handed_in():
    counter = a_counter()
    fields = {"reasons": "属讨论记录。如不服，可以直接向人民法院提起行政诉讼。"}
    assert lacks(a_reply(counter, a_request(counter), AT, "process", fields)) == ["remedy.direct"]


@pytest.mark.django_db
def test_no_reply_is_handed_in_while_no_organ_of_review_is_set(settings):
    settings.REVIEW_ORGAN = ""
    counter = a_counter()
    assert lacks(a_reply(counter, a_request(counter), AT)) == ["remedy.organ"]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["online", "mail"])
def test_a_refusal_goes_over_the_internet_only_with_where_review_is_asked_for_there(settings, way):
    counter = a_counter()
    given = (counter, a_request(counter), AT, "process", {"reasons": "属讨论记录。"})
    with pytest.raises(Refused) as refused:
        sent(counter, a_reply(*given), AT, way=way)
    assert refused.value.code == "deliver.channel"
    assert str(refused.value.article) == "《行政复议法》第二十二条第二款"
    sent(counter, a_reply(counter, a_request(counter), AT), AT, way=way)  # nothing is refused
    settings.REVIEW_URL = "https://example.org/review"
    case = a_request(counter)
    document = a_reply(counter, case, AT, "process", {"reasons": "属讨论记录。"})
    assert "https://example.org/review" in document.content["remedy"]
    sent(counter, document, AT, way=way)
    assert fresh(case).outcome == "process"


@pytest.mark.django_db
def test_a_refusal_of_2015_goes_out_by_mail_as_it_did_then():
    counter, old = a_counter(), moment(date(2015, 3, 3))
    case = a_request(counter, old.date())
    sent(counter, a_reply(counter, case, old, "internal", {"reasons": "是"}), old, way="mail")
    assert fresh(case).outcome == "internal"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "lacking"),
    [
        ("not_held", {"search", "not_held"}),
        ("third_party", {"consultation", "reasons"}),
        ("unclear", {"correction", "corrected", "unclear"}),
        ("vexatious", {"reasons_asked", "reasons_given", "unreasonable"}),
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
def test_a_reply_of_something_not_ours_to_publish_needs_no_search():
    counter = a_counter()
    fields = {"not_held": "由演示区统计局制作，联系电话0311-00000000。"}
    document = a_reply(counter, a_request(counter), AT, "not_held", fields, clause="not_ours")
    assert lacks(document) == []
    assert "第三十六条第（五）项" in said(document)


@pytest.mark.django_db
def test_a_reply_of_a_lapse_that_never_was_is_not_drafted():
    counter = a_counter()
    for outcome_key in ("unpaid", "uncorrected"):
        with pytest.raises(Refused) as refused:
            a_reply(counter, a_request(counter), AT, outcome_key, {"nothing": ""})
        assert refused.value.code == "closed.unasked"


@pytest.mark.django_db
def test_a_repeat_is_refused_by_the_number_of_the_reply_to_the_same_person():
    counter = a_counter()
    first = an_answered(counter)
    number = first.documents.get().number
    other = a_request(
        counter, MONDAY + 2 * DAY, identity={"name": "演示丁", "phone": "13900009999"}
    )
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
    assert (
        f"延长后的答复期限至{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日"
        in said(document)
    )


@pytest.mark.django_db
def test_an_extension_while_another_agency_is_still_asked_says_what_its_day_waits_for():
    counter = a_counter()
    case = a_request(counter)
    letter = a_document(counter, case, Letter.AGENCY, AT, fields={"content": "用电量"},
                        party={"name": "演示局"})  # fmt: skip
    sent(counter, letter, AT)
    document = a_document(counter, case, Letter.EXTENSION, AT, fields={"why": "资料较多"}, days=20)
    assert "加上征求意见等依法不计算的时间后确定" in said(document)
    assert "至。" not in said(document)


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
