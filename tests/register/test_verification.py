import pytest
from django.db import transaction

from gongkai.register import actions, queries
from gongkai.register.models import Blob, Entry
from tests.make import NOW
from tests.register.ledgers import CLERK, an_entry, kinds, run, unguarded

pytestmark = pytest.mark.database


@pytest.fixture
def ledger(demonstration) -> str:
    """Make a register of five entries with one snapshot, and return the snapshot's hash."""
    sha256 = actions.keep(b"<p>x</p>", media_type="text/html")
    for number in range(4):
        an_entry("disclosure.released", title=f"演示{number}", snapshot=sha256, column="统计公报")
    return sha256


def problems(**against) -> list[tuple[str, str, bool]]:
    return [(one.kind, one.subject, one.fatal) for one in queries.verify(**against)]


def tampered(*statements: str) -> list[tuple[str, str, bool]]:
    with unguarded():
        for statement in statements:
            run(statement)
    return problems()


def test_verify_finds_nothing_in_an_honest_register(ledger):
    assert problems() == []
    assert problems(against=queries.head()) == []


def test_verify_agrees_with_a_head_known_from_before(ledger):
    known = queries.head()
    an_entry()
    assert problems(against=known) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE register_payload SET body = REPLACE(body, '演示2', '演示9') WHERE entry_id = 4",
         "payload.changed"),
        ("UPDATE register_payload SET salt = '00' WHERE entry_id = 4", "payload.changed"),
        ("UPDATE register_payload SET salt = 'zz' WHERE entry_id = 4", "payload.changed"),
        ("UPDATE register_payload SET body = '' WHERE entry_id = 4", "payload.emptied"),
        ("UPDATE register_payload SET title = 'x' WHERE entry_id = 4", "payload.copy"),
        ("UPDATE register_payload SET actor_name = 'x' WHERE entry_id = 4", "payload.copy"),
        ("UPDATE register_payload SET channels = 'x' WHERE entry_id = 4", "payload.copy"),
        ("UPDATE register_entry SET verb = 'card.signed' WHERE seq = 4", "payload.copy"),
        ("UPDATE register_entry SET subject = 'card:9' WHERE seq = 4", "payload.copy"),
        ("UPDATE register_entry SET leaf_hash = \"commit\" WHERE seq = 4", "entry.leaf"),
        ("DELETE FROM register_payload WHERE entry_id = 4", "payload.missing"),
    ],
)  # fmt: skip
def test_verify_names_each_way_to_change_an_entry(ledger, statement, kind):
    assert tampered(statement) == [(kind, "第4条", True)]


def test_verify_names_a_changed_moment_of_the_act(ledger):
    statement = "UPDATE register_entry SET occurred_at = recorded_at WHERE seq = 4"
    assert tampered(statement) == [("payload.copy", "第4条", True)]


def test_verify_names_a_commitment_made_to_fit_a_changed_body(ledger):
    found = tampered('UPDATE register_entry SET "commit" = leaf_hash WHERE seq = 4')
    assert found == [("entry.leaf", "第4条", True), ("payload.changed", "第4条", True)]


def test_verify_names_a_record_that_runs_backwards(ledger):
    back = "(SELECT occurred_at FROM register_entry WHERE seq = 1)"
    found = tampered(f"UPDATE register_entry SET recorded_at = {back} WHERE seq = 4")
    assert ("entry.time", "第4条", True) in found


def test_verify_names_entries_taken_out_of_the_middle(ledger):
    found = tampered(
        "DELETE FROM register_payload WHERE entry_id IN (3, 4)",
        "DELETE FROM register_entry WHERE seq IN (3, 4)",
    )
    assert found == [("entry.gap", "第5条", True)]
    assert [one.message for one in queries.verify()] == ["缺少第3条至第4条登记"]


def test_verify_names_a_register_whose_birth_was_taken_out(ledger):
    found = tampered(
        "DELETE FROM register_payload WHERE entry_id = 1",
        "DELETE FROM register_entry WHERE seq = 1",
    )
    assert found == [("entry.gap", "第2条", True), ("entry.first", "第2条", True)]


def test_verify_says_that_a_register_is_unborn(db):
    assert problems() == [("register.unborn", "register", True)]


def test_verify_names_a_cut_only_when_the_size_was_known(ledger):
    known = queries.head()
    cut = (
        "DELETE FROM register_payload WHERE entry_id = 5",
        "DELETE FROM register_entry WHERE seq = 5",
    )
    assert tampered(*cut) == []
    assert problems(against=known) == [("log.cut", "5", True)]


def test_verify_names_a_last_entry_cut_and_written_anew(ledger):
    known = queries.head()
    tampered(
        "DELETE FROM register_payload WHERE entry_id = 5",
        "DELETE FROM register_entry WHERE seq = 5",
    )
    an_entry("disclosure.released", title="演示3")
    assert problems() == []
    assert problems(against=known) == [("log.forked", "5", True)]


def test_verify_names_a_snapshot_changed_on_disk(ledger):
    queries.blob_path(ledger).write_bytes(b"<p>y</p>")
    assert problems() == [("blob.changed", ledger, True)]


def test_verify_names_a_snapshot_whose_file_is_gone(ledger):
    queries.blob_path(ledger).unlink()
    assert problems() == [("blob.missing", ledger, True)]


def test_verify_names_a_snapshot_whose_row_is_gone(ledger):
    assert tampered("DELETE FROM register_blob") == [
        ("snapshot.missing", "第2条", True),
        ("blob.stray", f"{ledger[:2]}/{ledger}", False),
    ]


def test_verify_names_a_snapshot_whose_size_was_changed(ledger):
    assert tampered("UPDATE register_blob SET size = 1") == [("blob.size", ledger, True)]


def test_verify_notes_files_nobody_entered(ledger, settings):
    (settings.BLOBS / "ab").mkdir()
    (settings.BLOBS / "ab" / "说明.txt").write_text("x")
    assert problems() == [("blob.stray", "ab/说明.txt", False)]


def test_verify_reports_what_was_erased_as_erased(ledger, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase([ledger], by=CLERK, at=NOW, reason="含个人信息")
    actions.erase_payload([3], by=CLERK, at=NOW, reason="含个人信息")
    assert problems() == [("payload.erased", "第3条", False), ("blob.erased", ledger, False)]


def test_verify_names_bytes_that_outlived_their_erasure(ledger):
    data = queries.blob(ledger)
    with transaction.atomic():
        actions.erase([ledger], by=CLERK, at=NOW, reason="含个人信息")
    queries.blob_path(ledger).write_bytes(data)
    assert problems() == [("blob.remains", ledger, True)]


def test_verify_names_a_snapshot_marked_erased_without_an_entry(ledger):
    Blob.objects.update(erased_at=NOW)
    assert problems() == [("blob.emptied", ledger, True)]


def test_verify_survives_a_body_that_is_no_json(ledger):
    assert tampered("UPDATE register_payload SET body = '{' WHERE entry_id = 4") == [
        ("payload.changed", "第4条", True)
    ]


def test_verify_messages_are_chinese_sentences_for_people(ledger):
    queries.blob_path(ledger).unlink()
    (problem,) = queries.verify()
    assert problem.message == "归档件文件缺失"
    assert kinds([problem]) == ["blob.missing"]
    assert Entry.objects.count() == 5
