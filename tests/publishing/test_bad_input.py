"""Bad input, double and stale forms, long tables, file names: nothing lost, nothing let through."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from gongkai.people.models import Holding, PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.card_page import card_page
from gongkai.publishing.models import ApprovalCard, Work
from gongkai.publishing.rules import Step
from tests.make import NOW, a_card, a_draft, a_holder, a_post, a_release, a_signed, a_text
from tests.publishing.files import PDF, an_attachment, attached

CORRECTION = {"what": "增速由7.1%更正为7.2%。", "why": "采编时录入有误。"}


def test_second_hand_in_of_the_same_draft_is_refused(bureau, refused):
    page = a_draft(bureau)
    a_card(bureau, page)
    with refused("card.open"):
        actions.submit(page=page, by=bureau.editor, at=NOW)
    assert Work.objects.filter(kind="disclosure").count() == 1


def test_signing_twice_with_the_same_form_is_refused(bureau, refused):
    card = a_card(bureau)
    actions.sign(card=card.pk, by=bureau.head, at=NOW, digest=card.digest)
    with refused("card.stale"):
        actions.sign(card=card.pk, by=bureau.head, at=NOW, digest=card.digest)


def test_form_of_a_step_signs_no_later_step_even_by_one_who_holds_both_posts(bureau, refused):
    card = a_signed(bureau, a_card(bureau), until=Step.OFFICE)
    both = a_holder(PostKind.OFFICE, a_post(PostKind.OFFICE).department)
    Holding.objects.create(user=both, post=a_post(PostKind.LEADER), since=NOW - timedelta(days=9),
                           confirmed_at=NOW - timedelta(days=9))  # fmt: skip
    form = card.digest
    actions.sign(card=card.pk, by=bureau.office, at=NOW, digest=form)
    with refused("card.stale"):
        actions.sign(card=card.pk, by=both, at=NOW, digest=form)


def test_form_of_an_earlier_round_signs_nothing_after_the_same_text_is_handed_in_again(
    bureau, refused
):
    page = a_draft(bureau)
    card = a_card(bureau, page)
    form = card.digest
    actions.send_back(card=card.pk, by=bureau.head, at=NOW, digest=form, reason="请再核对。")
    again = actions.submit(page=page, by=bureau.editor, at=NOW)
    assert (again.pk, again.round) == (card.pk, 2)
    with refused("card.stale"):
        actions.sign(card=card.pk, by=bureau.head, at=NOW, digest=form)


@pytest.mark.parametrize("text", ["机密★1年", "坏\u200b字", "身份证号11010519491231002X"])
def test_hand_in_is_refused_when_the_checks_find_what_must_not_go_out(bureau, refused, text):
    page = a_draft(bureau, body=[a_text(text)])
    with refused("checks.block"):
        a_card(bureau, page)
    assert not Work.objects.filter(kind="disclosure").exists()


def test_text_with_a_control_character_is_refused(bureau, refused):
    with refused("checks.block"):
        a_card(bureau, a_draft(bureau, title="三季度\x08公报（演示）"))


def test_opinion_is_refused_rather_than_cut(bureau, refused):
    card = a_card(bureau)
    with refused("text.long"):
        actions.sign(card=card.pk, by=bureau.head, at=NOW, digest=card.digest, comment="长" * 501)
    assert ApprovalCard.objects.get(pk=card.pk).step == Step.SECTION


def test_file_changed_on_disk_is_refused_at_hand_in(bureau, refused):
    row = an_attachment(bureau.editor)
    page = a_draft(bureau, body=[a_text(), attached(row)])
    Path(row.file.path).write_bytes(PDF + b"%")
    with refused("file.changed"):
        a_card(bureau, page)
    Path(row.file.path).unlink()
    with refused("file.changed"):
        a_card(bureau, page)
    assert actions.findings_of(page, NOW)[0]["rule"] == "file.changed"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\三季度 公报.pdf", "三季度 公报.pdf"),
        ("../../../etc/三季度公报.pdf", "三季度公报.pdf"),
        ("三季度\u202e公报.pdf", "三季度公报.pdf"),
    ],
)
def test_uploaded_file_keeps_its_chinese_name_and_no_path(bureau, settings, given, kept):
    row = an_attachment(bureau.editor, name=given)
    assert row.file_name == kept
    assert Path(settings.MEDIA_ROOT) in Path(row.file.path).resolve().parents
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_text(), attached(row)])))
    (_, block) = queries.content_of(card.works.get().sha256)["body"]
    assert (block["name"], block["sha256"]) == (kept, row.sha256)


def test_ten_thousand_rows_are_drafted_signed_and_compared_within_seconds(bureau):
    def table(change=0):
        rows = [[f"企业{n:05d}", f"{n}.{n % 10}", str(n * 7 + (change if n % 1000 == 5 else 0))]
                for n in range(10_000)]  # fmt: skip
        return [{"type": "table", "caption": "表1（演示）", "head": [["单位", "产值", "人数"]],
                 "rows": rows, "note": ""}]  # fmt: skip

    began = time.monotonic()
    page = a_draft(bureau, body=table())
    a_release(bureau, page)
    actions.revise(page=page, by=bureau.editor, at=NOW, body=table(3))
    card = actions.submit(page=page, by=bureau.editor, at=NOW, correction=CORRECTION)
    card = actions.sign(card=card.pk, by=bureau.head, at=NOW, digest=card.digest)
    found = card_page(card, bureau.leader, NOW).differences
    assert queries.content_of(card.works.get().sha256)["body"] == table(3)
    assert len(found) == 10
    assert time.monotonic() - began < 20
