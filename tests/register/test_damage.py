"""Rows nobody could enter by way of the register: its pages still open, and verify names each."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, models
from django.test import RequestFactory

from gongkai.register import actions, queries, rules, triggers, views
from gongkai.register.models import Entry
from tests.make import NOW
from tests.register.ledgers import an_entry, kinds, run, unguarded

SALT = bytes(32)


def asked(view, **captured) -> str:
    request = RequestFactory().get("/desk/register/", {"ledger": "all"})
    request.at, request.user, request.demonstration = NOW, AnonymousUser(), True
    return view(request, **captured).content.decode()


def forge(seq: int, body: str) -> None:
    """Write a body into an entry, with a commitment and a leaf that fit it."""
    commit = rules.commitment(SALT, body.encode())
    leaf = rules.leaf_hash(rules.leaf(seq, commit)).hex()
    with unguarded():
        run(
            'UPDATE register_entry SET "commit" = %s, leaf_hash = %s WHERE seq = %s',
            commit, leaf, seq,
        )  # fmt: skip
        run(
            "UPDATE register_payload SET salt = %s, body = %s WHERE entry_id = %s",
            SALT.hex(), body, seq,
        )  # fmt: skip


@pytest.mark.database
@pytest.mark.parametrize(
    "body",
    ["{}", "[]", "null", '{"v":1}', '{"v":1,"actor":null}', '{"detail":{"entries":[[]]},"v":1}'],
)
def test_verify_names_a_body_that_fits_its_hash_and_says_nothing(demonstration, body):
    forge(an_entry("card.opened").seq, body)
    assert kinds(queries.verify()) == ["payload.unreadable"]


@pytest.mark.database
def test_verify_names_a_body_whose_actor_is_none(demonstration):
    entry = an_entry()
    forge(entry.seq, entry.payload.body.replace('"actor":{', '"actor":[{').replace("},", "}],", 1))
    assert kinds(queries.verify()) == ["payload.unreadable"]


@pytest.mark.database
def test_verify_is_not_stopped_by_an_erasure_that_lists_no_numbers(demonstration):
    entry = actions.erase(["0" * 64], by=rules.SYSTEM, at=NOW, reason="演示")
    body = entry.payload.body.replace(f'["{"0" * 64}"]', '[{"0":1}]')
    assert body != entry.payload.body
    forge(entry.seq, body)
    assert kinds(queries.verify()) == []


@pytest.mark.database
def test_verify_names_a_snapshot_whose_hash_is_no_hash(demonstration):
    actions.keep(b"x", media_type="text/plain")
    with unguarded():
        run("UPDATE register_blob SET sha256 = '../../etc/passwd'")
    assert kinds(queries.verify()) == ["blob.name", "blob.stray"]


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("UPDATE register_payload SET body = '{' WHERE entry_id = 2", "〔内容被改动，无法读取〕"),
        ("DELETE FROM register_payload WHERE entry_id = 2", "〔内容已清除〕"),
    ],
)
def test_ledger_and_entry_still_open_when_a_body_was_damaged(demonstration, statement, shown):
    an_entry(title="演示公报")
    with unguarded():
        run(statement)
    assert shown in asked(views.ledger)
    assert shown in asked(views.ledger_print)
    text = asked(views.entry, seq=2)
    assert Entry.objects.get(pk=2).commit in text
    assert ("请立即核验" in text) is ("被改动" in shown)


@pytest.mark.database
def test_triggers_are_back_after_a_migration_that_altered_the_table(copied_database):
    actions.born(demonstration=True, at=NOW)
    old, new = Entry._meta.get_field("verb"), models.CharField(max_length=41)
    new.set_attributes_from_name("verb")
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, old, new)
        editor.alter_field(Entry, new, old)
    if connection.vendor == "sqlite":
        assert triggers.missing(connection), "SQLite no longer loses triggers: simplify apps.py"
    call_command("migrate", "register", verbosity=0)
    assert triggers.missing(connection) == []
    assert kinds(queries.verify()) == []
