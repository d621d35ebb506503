import hashlib
import stat
from datetime import UTC, timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from gongkai.law.articles import Article
from gongkai.law.refused import Refused
from gongkai.register import actions, queries, rules
from gongkai.register.models import Blob, Entry, Payload
from gongkai.register.rules import SYSTEM
from tests.make import NOW
from tests.register.ledgers import CLERK, an_entry, kinds, unguarded


def files(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.database
def test_entries_are_numbered_from_one_without_a_gap(demonstration):
    assert [an_entry().seq for _ in range(3)] == [2, 3, 4]
    assert demonstration.seq == 1


@pytest.mark.database
def test_entry_binds_its_body_and_its_number(demonstration):
    entry = an_entry(title="演示公报", channels=["门户网站"], detail={"round": 1})
    payload = entry.payload
    commit = rules.commitment(bytes.fromhex(payload.salt), payload.body.encode())
    leaf = b'{"commit":"%s","seq":2,"v":1}' % commit.encode()
    assert entry.commit == commit
    assert entry.leaf_hash == hashlib.sha256(b"\x00" + leaf).hexdigest()


@pytest.mark.database
def test_entry_keeps_who_did_what_under_which_article(demonstration):
    article = Article("政府信息公开条例", "第二十六条", NOW.date(), None)
    entry = an_entry("disclosure.released", article=article, column="tjgb", title="演示公报",
                     channels=("门户网站", "报纸"), detail={"card": "1号"})  # fmt: skip
    value = rules.read(Payload.objects.get(entry=entry).body)
    assert value["actor"] == {
        "user": 7,
        "name": "演示甲",
        "post": "综合处采编岗",
        "department": "综合处（演示）",
    }
    assert value["article"] == "《政府信息公开条例》第二十六条"
    assert value["channels"] == ["门户网站", "报纸"]
    assert value["department"] == "综合处（演示）"
    assert value["detail"] == {"card": "1号"}
    assert (value["v"], value["verb"], value["snapshot"]) == (1, "disclosure.released", "")


@pytest.mark.database
def test_entry_is_recorded_at_the_clock_of_the_database_not_at_the_act(demonstration):
    before = queries.database_clock()
    entry = an_entry(at=NOW)
    assert before <= entry.recorded_at <= queries.database_clock()
    assert entry.occurred_at == NOW
    assert abs(entry.recorded_at - timezone.now()) < timedelta(seconds=5)


@pytest.mark.database
def test_recorded_moments_never_run_backwards(demonstration):
    moments = [an_entry().recorded_at for _ in range(20)]
    assert moments == sorted(moments)


@pytest.mark.database
def test_entry_takes_the_moment_of_the_last_when_the_clock_was_set_back(demonstration):
    ahead = timezone.now() + timedelta(seconds=30)
    with unguarded():
        Entry.objects.update(recorded_at=ahead)
    assert an_entry().recorded_at == ahead


def test_two_entries_of_one_act_have_different_commitments(demonstration):
    assert an_entry().commit != an_entry().commit


@pytest.mark.database
def test_an_act_undone_leaves_no_gap(demonstration):
    with transaction.atomic():
        assert an_entry().seq == 2
        transaction.set_rollback(True)
    assert an_entry().seq == 2
    assert kinds(queries.verify()) == []


def test_append_is_a_programming_error_outside_a_transaction(copied_database):
    actions.born(demonstration=True, at=NOW)
    with pytest.raises(TransactionManagementError):
        actions.append("card.opened", subject="card:1", by=SYSTEM, at=NOW)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("verb", ["card.eaten", "", "register.born"])
def test_append_refuses_an_unknown_verb_and_a_second_birth(demonstration, verb):
    with pytest.raises(ValueError, match="verb"):
        an_entry(verb)


@pytest.mark.parametrize("detail", [{"x": float("nan")}, {"x": 1.5}, {1: "x"}])
def test_append_refuses_inexact_detail_before_anything_is_written(demonstration, detail):
    with pytest.raises((TypeError, ValueError)):
        actions.append("card.opened", subject="card:1", by=SYSTEM, at=NOW, detail=detail)
    assert Entry.objects.count() == Payload.objects.count() == 1


def test_append_refuses_a_snapshot_that_was_not_kept(demonstration):
    with pytest.raises(LookupError, match="kept before"):
        an_entry(snapshot="0" * 64)


def test_append_is_refused_before_the_register_is_born(db):
    with pytest.raises(Refused) as refusal:
        an_entry()
    assert refusal.value.code == "register.unborn"


@pytest.mark.database
@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 365])
def test_time_is_refused_in_a_real_register_when_it_is_not_the_clocks(real, minutes):
    with pytest.raises(Refused) as refusal:
        an_entry(at=timezone.now() + timedelta(minutes=minutes))
    assert refusal.value.code == "register.time"
    assert Entry.objects.count() == 1


@pytest.mark.database
def test_time_is_taken_in_a_real_register_within_five_minutes(real):
    at = timezone.now() - timedelta(minutes=4)
    assert an_entry(at=at).occurred_at == at


def test_time_is_free_in_a_demonstration(demonstration):
    at = NOW - timedelta(days=400)
    assert an_entry(at=at).occurred_at == at
    assert an_entry(at=NOW + timedelta(days=4000)).seq == 3


@pytest.mark.database
def test_born_is_written_once_and_says_what_it_is(db):
    first = actions.born(demonstration=True, at=NOW)
    assert actions.born(demonstration=True, at=NOW) == first
    assert (first.seq, first.verb, Entry.objects.count()) == (1, "register.born", 1)
    assert "演示" in first.payload.title
    assert queries.is_demonstration()


@pytest.mark.parametrize("demonstration", [True, False])
def test_born_refuses_to_become_the_other_kind(db, demonstration):
    actions.born(demonstration=demonstration, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        actions.born(demonstration=not demonstration, at=timezone.now())
    assert refusal.value.code == "register.born"
    assert queries.is_demonstration() is demonstration


def test_born_of_a_real_register_takes_the_clocks_time(db):
    with pytest.raises(Refused) as refusal:
        actions.born(demonstration=False, at=NOW)
    assert refusal.value.code == "register.time"


@pytest.mark.database
def test_keep_stores_bytes_under_their_hash_for_nobody_else_to_read(demonstration, settings):
    sha256 = actions.keep("公报".encode(), media_type="text/plain")
    path = settings.BLOBS / sha256[:2] / sha256
    assert sha256 == hashlib.sha256("公报".encode()).hexdigest()
    assert queries.blob(sha256) == path.read_bytes() == "公报".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    row = Blob.objects.get()
    assert (row.size, row.media_type, row.erased_at) == (6, "text/plain", None)


@pytest.mark.database
def test_keep_changes_nothing_the_second_time(demonstration, settings):
    first = actions.keep(b"x", media_type="text/plain")
    kept_at = Blob.objects.get().kept_at
    assert actions.keep(b"x", media_type="text/html") == first
    assert Blob.objects.get().kept_at == kept_at
    assert len(files(settings.BLOBS)) == 1


def test_keep_mends_a_file_that_is_no_longer_what_it_was(demonstration):
    sha256 = actions.keep(b"x", media_type="text/plain")
    queries.blob_path(sha256).write_bytes(b"y")
    actions.keep(b"x", media_type="text/plain")
    assert queries.blob(sha256) == b"x"


def test_keep_leaves_no_half_file_when_the_disk_refuses(demonstration, settings):
    sha256 = hashlib.sha256(b"x").hexdigest()
    (settings.BLOBS / sha256[:2] / sha256).mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        actions.keep(b"x", media_type="text/plain")
    assert files(settings.BLOBS) == []
    assert not Blob.objects.exists()


@pytest.mark.database
def test_erase_removes_bytes_and_keeps_row_hash_and_entry(
    demonstration, django_capture_on_commit_callbacks
):
    sha256, other = (actions.keep(data, media_type="text/plain") for data in (b"x", b"y"))
    an_entry(snapshot=sha256)
    with django_capture_on_commit_callbacks(execute=True):
        entry = actions.erase([sha256], by=CLERK, at=NOW, reason="含个人信息")
    assert not queries.blob_path(sha256).exists()
    assert queries.blob(other) == b"y"
    assert Blob.objects.get(pk=sha256).erased_at == entry.recorded_at
    assert rules.read(entry.payload.body)["detail"] == {"hashes": [sha256], "reason": "含个人信息"}
    with pytest.raises(Refused) as refusal:
        queries.blob(sha256)
    assert refusal.value.code == "register.erased"


def test_erase_leaves_the_bytes_when_the_act_is_undone(
    demonstration, django_capture_on_commit_callbacks
):
    sha256 = actions.keep(b"x", media_type="text/plain")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.erase([sha256], by=CLERK, at=NOW, reason="误操作")
        transaction.set_rollback(True)
    assert queries.blob(sha256) == b"x"


def test_erase_enters_a_hash_that_was_never_kept(demonstration):
    entry = actions.erase(["0" * 64], by=CLERK, at=NOW, reason="草稿附件")
    assert rules.read(entry.payload.body)["detail"]["hashes"] == ["0" * 64]


@pytest.mark.parametrize("hashes", [[], ["../../etc/passwd"], ["A" * 64]])
def test_erase_refuses_nothing_and_what_is_no_hash(demonstration, hashes):
    with pytest.raises((ValueError, LookupError)):
        actions.erase(hashes, by=CLERK, at=NOW, reason="误操作")
    assert Entry.objects.count() == 1


def test_keep_refuses_what_was_erased(demonstration):
    sha256 = actions.keep(b"x", media_type="text/plain")
    actions.erase([sha256], by=CLERK, at=NOW, reason="含个人信息")
    with pytest.raises(Refused) as refusal:
        actions.keep(b"x", media_type="text/plain")
    assert refusal.value.code == "register.erased"


@pytest.mark.database
def test_erase_payload_empties_the_body_and_keeps_the_entry(demonstration):
    entry = an_entry(title="演示来信", channels=["信箱"])
    before = (entry.commit, entry.leaf_hash)
    actions.erase_payload([entry.seq], by=CLERK, at=NOW, reason="含个人信息")
    payload = Payload.objects.get(entry=entry)
    assert {payload.body, payload.salt, payload.title, payload.channels} == {""}
    assert {payload.actor_name, payload.actor_post, payload.department, payload.column} == {""}
    entry.refresh_from_db()
    assert (entry.commit, entry.leaf_hash) == before


def test_erase_payload_refuses_entries_by_which_others_are_judged(demonstration):
    erased = actions.erase(["0" * 64], by=CLERK, at=NOW, reason="草稿附件")
    for seq in (1, erased.seq):
        with pytest.raises(Refused) as refusal:
            actions.erase_payload([seq], by=CLERK, at=NOW, reason="误操作")
        assert refusal.value.code == "register.kept"


@pytest.mark.parametrize("seqs", [[], [99], [1, 99]])
def test_erase_payload_refuses_numbers_that_are_no_entries(demonstration, seqs):
    with pytest.raises(LookupError):
        actions.erase_payload(seqs, by=CLERK, at=NOW, reason="误操作")


@pytest.mark.database
def test_long_and_strange_texts_are_kept_as_they_are(demonstration):
    title = "统计公报" * 400 + "\u0007\u2028'\"; DROP TABLE"
    entry = an_entry(title=title, subject="card:" + "长" * 500)
    assert Payload.objects.get(entry=entry).title == title
    assert kinds(queries.verify()) == []


def test_database_clock_is_in_utc_and_close_to_ours(db):
    clock = queries.database_clock()
    assert clock.tzinfo is UTC
    assert abs(clock - timezone.now()) < timedelta(seconds=5)
