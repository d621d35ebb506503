"""Findings let pass: by the signer the rule names, with a reason, on the card and in the register."""

from datetime import timedelta

import pytest

from gongkai.people.models import Post
from gongkai.publishing import actions, queries, rules
from gongkai.publishing.card_page import card_page
from gongkai.publishing.models import Waiver
from gongkai.publishing.rules import Step
from gongkai.register.models import Entry
from tests.config.addresses import signed_in
from tests.make import NOW, a_bureau, a_card, a_draft, a_text, released

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
CARD_LIKE = "4111111111111111"  # passes Luhn, as one long number in nine does by chance


@pytest.fixture
def bureau():
    return a_bureau()


@pytest.fixture
def card(bureau):
    """Return a card at the secrecy reviewer, with one finding of theirs to decide."""
    page = a_draft(bureau, body=[a_text(f"对照表第{CARD_LIKE}项（演示）。")])
    row = a_card(bureau, page)
    while row.step != Step.SECRECY:
        row = actions.sign(card=row.pk, by=bureau.signer(row.step), at=NOW, digest=row.digest)
    return row


def key_of(card):
    (one,) = [one for one in card.findings if one["severity"] == "block"]
    return rules.finding_key(one)


def waive(card, bureau, **changes):
    order = {"key": key_of(card), "by": bureau.secrecy, "at": LATER, "digest": card.digest,
             "reason": "经核对是项目编号，不是银行卡号（演示）"}  # fmt: skip
    return actions.waive(card=card.pk, **{**order, **changes})


def sign(card, by):
    return actions.sign(card=card.pk, by=by, at=LATER, digest=card.digest)


def test_signer_named_by_the_rule_lets_a_finding_pass_and_then_signs(card, bureau, refused):
    with refused("card.undecided"):
        sign(card, bureau.secrecy)
    waive(card, bureau)
    row = sign(card, bureau.secrecy)
    assert row.step == Step.OFFICE
    entry = Entry.objects.of("finding.waived").last()
    assert "项目编号" in entry.payload.body
    assert CARD_LIKE not in entry.payload.body


def test_card_with_a_waived_finding_goes_out(card, bureau):
    waive(card, bureau)
    row = sign(card, bureau.secrecy)
    for person in (bureau.office, bureau.leader):
        row = sign(row, person)
    assert released(row, at=LATER).step == Step.RELEASED


def test_recheck_holds_a_card_whose_waiver_was_removed(card, bureau):
    made = waive(card, bureau)
    row = sign(card, bureau.secrecy)
    for person in (bureau.office, bureau.leader):
        row = sign(row, person)
    Waiver.objects.filter(pk=made.pk).delete()
    assert not actions.recheck(card=row.pk, at=LATER)
    row.refresh_from_db()
    assert row.step == Step.HELD


def test_verification_names_a_card_whose_waiver_was_rewritten(card, bureau):
    made = waive(card, bureau)
    row = sign(card, bureau.secrecy)
    for person in (bureau.office, bureau.leader):
        row = sign(row, person)
    assert (row.number, "waiver") not in list(queries.edition_faults())
    Waiver.objects.filter(pk=made.pk).update(reason="另一个理由（演示）")
    assert (row.number, "waiver") in list(queries.edition_faults())


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"reason": " "}, "waiver.reason"), ({"key": "0" * 64}, "waiver.none"),
     ({"digest": "0" * 64}, "card.stale")],
)  # fmt: skip
def test_letting_pass_is_refused(card, bureau, changes, code, refused):
    with refused(code):
        waive(card, bureau, **changes)
    assert not Waiver.objects.exists()


def test_nobody_else_lets_a_finding_pass(card, bureau, refused):
    for person in (bureau.editor, bureau.head, bureau.office, bureau.leader):
        with refused("card.step"):
            waive(card, bureau, by=person)


def test_finding_is_let_pass_once(card, bureau, refused):
    waive(card, bureau)
    with refused("waiver.twice"):
        waive(card, bureau)


def test_new_round_is_decided_anew(card, bureau, refused):
    waive(card, bureau)
    actions.send_back(card=card.pk, by=bureau.secrecy, at=LATER, digest=card.digest, reason="改")
    row = queries.open_card("disclosure", int(card.works.get().object_id))
    page = queries.page_of(row)
    row = actions.submit(page=page, by=bureau.editor, at=LATER)
    while row.step != Step.SECRECY:
        row = sign(row, bureau.signer(row.step))
    with refused("card.undecided"):
        sign(row, bureau.secrecy)


def test_finding_of_a_step_the_route_lacks_stops_at_handing_in():
    found = [{"rule": "x", "severity": "block", "place": "", "excerpt": "", "waiver": "figures"}]
    assert rules.stopping(found, {"section", "secrecy"}) == found
    assert rules.stopping(found, {"figures"}) == []
    assert rules.to_decide(found, "figures", ()) == found


def test_page_offers_the_reviewer_to_let_pass_and_keeps_what_was_typed(card, bureau):
    client = signed_in(bureau.secrecy)
    address = f"/desk/cards/{card.pk}/"
    assert "说明理由，放行" in client.get(address).content.decode()
    answer = client.post(f"{address}waive/", {"key": key_of(card), "digest": "0" * 64,
                                              "reason": "写了半天的理由（演示）"})  # fmt: skip
    assert answer.status_code == 422
    assert "写了半天的理由（演示）" in answer.content.decode()
    client.post(f"{address}waive/", {"key": key_of(card), "digest": card.digest,
                                     "reason": "不是银行卡号（演示）"})  # fmt: skip
    page = client.get(address).content.decode()
    assert "放行：不是银行卡号（演示）" in page
    assert '<span class="tag ok">已放行</span>' in page
    assert '<span class="tag block">须改正</span>' not in page


def test_who_may_not_sign_is_told_the_post_named_for_the_column(card, bureau):
    post = Post.objects.get(holdings__user=bureau.secrecy)
    actions.set_duty(column="data", step=Step.SECRECY, post=post, since=NOW, by=bureau.office,
                     at=NOW)  # fmt: skip
    assert f"应由“{post}”办理" in card_page(card, bureau.leader, LATER).why_not
