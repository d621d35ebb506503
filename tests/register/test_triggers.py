"""What the database itself refuses, whoever asks. Statements are sent as an attacker would."""

import pytest
from django.db import connection

from gongkai.register import actions, queries, triggers
from gongkai.register.models import Blob, Entry, Payload
from tests.make import NOW
from tests.register.ledgers import CLERK, an_entry, kinds, refuses, run, unguarded

pytestmark = pytest.mark.database

INSERT = (
    'INTO register_entry (seq, verb, subject, occurred_at, recorded_at, "commit", leaf_hash)'
    ' SELECT %s, verb, subject, occurred_at, {moment}, "commit", leaf_hash'
    " FROM register_entry WHERE seq = 1"
)
CLOCK = {"sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '{}') || '000'",
         "postgresql": "clock_timestamp() + interval '{}'"}  # fmt: skip


def insert(moment: str, verb: str = "INSERT") -> str:
    return f"{verb} {INSERT.format(moment=moment)}"


def clock(shift: str) -> str:
    return CLOCK[connection.vendor].format(shift)


@pytest.fixture
def sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this attack exists on SQLite only")


@pytest.fixture
def postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("this attack exists on PostgreSQL only")


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'card.signed'",
        "subject = 'x'",
        "seq = seq + 1",
        "seq = seq",
        "recorded_at = occurred_at",
        '"commit" = leaf_hash',
    ],
)
def test_entry_refuses_every_update(demonstration, change):
    refuses(f"UPDATE register_entry SET {change} WHERE seq = 1")


def test_entry_refuses_to_be_deleted(demonstration):
    an_entry()
    refuses("DELETE FROM register_entry WHERE seq = 2")
    refuses("DELETE FROM register_entry")


@pytest.mark.parametrize("seq", [0, -1, 1, 3, 100])
def test_entry_refuses_a_number_that_is_not_the_next(demonstration, seq):
    refuses(insert("recorded_at"), seq, match="next number")


def test_entry_refuses_a_back_dated_record(demonstration):
    refuses(insert(clock("-61 seconds")), 2, match="time of the database")
    refuses(insert(clock("-1 year")), 2, match="time of the database")


def test_entry_refuses_a_back_dated_record_even_after_a_long_pause(demonstration):
    with unguarded():
        run("UPDATE register_entry SET recorded_at = occurred_at")
    refuses(insert(clock("-61 seconds")), 2, match="time of the database")
    run(insert(clock("-50 seconds")), 2)


def test_entry_refuses_a_record_from_the_future(demonstration):
    refuses(insert(clock("+2 minutes")), 2, match="time of the database")


def test_entry_takes_the_moment_of_the_one_before_it_or_the_clocks(demonstration):
    run(insert("recorded_at"), 2)
    run(insert(clock("+1 seconds")), 3)
    assert Entry.objects.count() == 3


def test_entry_refuses_a_record_before_the_one_before_it(demonstration):
    with unguarded():
        run(f"UPDATE register_entry SET recorded_at = {clock('+30 seconds').replace('%%', '%')}")
    refuses(insert(clock("+1 seconds")), 2, match="time of the database")


def test_entry_refuses_to_be_replaced(demonstration, sqlite):
    refuses(insert(clock("+0 seconds"), "INSERT OR REPLACE"), 1, match="next number")
    refuses(insert(clock("+0 seconds"), "REPLACE"), 1, match="next number")
    refuses("UPDATE OR REPLACE register_entry SET seq = 1")


def test_entry_refuses_to_be_replaced_through_its_hidden_row_number(demonstration, sqlite):
    statement = insert(clock("+0 seconds"), "INSERT OR REPLACE")
    statement = statement.replace("(seq,", "(rowid, seq,").replace("SELECT %s", "SELECT 1, %s")
    refuses(statement, 2)
    assert list(Entry.objects.values_list("verb", flat=True)) == ["register.born"]


@pytest.mark.parametrize("moment", ["'now'", "2461000.5", "NULL", "'9999'", "''",
                                    "recorded_at || '+00:00'", "recorded_at || ' '"])  # fmt: skip
def test_entry_refuses_a_record_that_is_no_plain_moment(demonstration, sqlite, moment):
    refuses(insert(moment), 2, match="time of the database")


def test_entry_refuses_to_be_overwritten_on_conflict(demonstration):
    tail = " WHERE 1 = 1 ON CONFLICT (seq) DO UPDATE SET verb = 'card.signed'"
    refuses(insert("recorded_at").replace(" WHERE seq = 1", tail), 1)


def test_tables_refuse_to_be_truncated(demonstration, postgresql):
    an_entry()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in triggers.TABLES:
        refuses(f"TRUNCATE {table} CASCADE")


def test_temporary_table_of_the_same_name_does_not_fool_the_trigger(demonstration, postgresql):
    run("CREATE TEMPORARY TABLE register_entry (seq bigint, recorded_at timestamptz)")
    try:
        refuses(
            "INSERT INTO public.register_entry"
            ' SELECT 1, verb, subject, occurred_at, recorded_at, "commit", leaf_hash'
            " FROM public.register_entry",
            match="next number",
        )
    finally:
        run("DROP TABLE pg_temp.register_entry")


def test_triggers_stay_on_for_a_replica_session(demonstration, postgresql):
    run("SET LOCAL session_replication_role = replica")
    refuses("DELETE FROM register_entry")


@pytest.mark.parametrize("change", ["body = '{}'", "title = 'x'", "salt = 'x'", "body = ''",
                                    "entry_id = 2", "title = NULL"])  # fmt: skip
def test_body_refuses_every_update_but_erasure(demonstration, change):
    refuses(f"UPDATE register_payload SET {change} WHERE entry_id = 1")


def test_body_refuses_to_be_deleted(demonstration):
    refuses("DELETE FROM register_payload")


def test_body_refuses_to_be_written_again_after_erasure(demonstration):
    entry = an_entry()
    actions.erase_payload([entry.seq], by=CLERK, at=NOW, reason="含个人信息")
    refuses("UPDATE register_payload SET body = '{}' WHERE entry_id = 2")


def test_body_refuses_to_be_replaced(demonstration, sqlite):
    an_entry()
    columns = 'entry_id, salt, body, title, "column", department, channels, actor_name, actor_post'
    values = "SELECT 1, salt, body, title, \"column\", department, channels, '', ''"
    source = " FROM register_payload WHERE entry_id = 2"
    refuses(f"INSERT OR REPLACE INTO register_payload ({columns}) {values}{source}")
    refuses(
        "UPDATE OR REPLACE register_payload SET rowid = 1, salt = '', body = '', title = '',"
        " \"column\" = '', department = '', channels = '', actor_name = '', actor_post = ''"
        " WHERE entry_id = 2"
    )
    assert Payload.objects.count() == 2


def test_body_refuses_to_be_replaced_through_its_hidden_row_number(demonstration, sqlite):
    run(insert("recorded_at"), 2)
    refuses(
        "INSERT OR REPLACE INTO register_payload"
        ' (rowid, entry_id, salt, body, title, "column", department, channels, actor_name,'
        " actor_post) SELECT rowid, 2, salt, body, '', '', '', '', '', '' FROM register_payload"
    )
    assert Payload.objects.get().entry_id == 1


@pytest.mark.parametrize("change", ["size = 9", "media_type = 'x'", "kept_at = NULL"])
def test_snapshot_row_refuses_every_update_but_the_mark_of_erasure(demonstration, change):
    actions.keep(b"x", media_type="text/plain")
    refuses(f"UPDATE register_blob SET {change}")
    run("UPDATE register_blob SET erased_at = kept_at")
    refuses("UPDATE register_blob SET erased_at = NULL")


def test_snapshot_row_refuses_to_be_deleted_or_replaced(demonstration):
    actions.keep(b"x", media_type="text/plain")
    refuses("DELETE FROM register_blob")
    if connection.vendor == "sqlite":
        into = "INSERT OR REPLACE INTO register_blob"
        refuses(f"{into} SELECT * FROM register_blob")
        refuses(
            f"{into} (rowid, sha256, size, media_type, kept_at)"
            " SELECT rowid, 'x', size, media_type, kept_at FROM register_blob"
        )
    assert Blob.objects.count() == 1


def test_verify_names_each_trigger_that_is_gone(demonstration):
    names = triggers.ON_POSTGRESQL if connection.vendor == "postgresql" else triggers.ON_SQLITE
    with unguarded():
        found = [problem.subject for problem in queries.verify()]
    assert sorted(found) == sorted(names)
    assert kinds(queries.verify()) == []


def test_verify_names_a_trigger_that_no_longer_refuses(demonstration):
    run("SET CONSTRAINTS ALL IMMEDIATE") if connection.vendor == "postgresql" else None
    if connection.vendor == "postgresql":
        run("CREATE OR REPLACE FUNCTION register_payload_update() RETURNS trigger LANGUAGE plpgsql"
            " AS $$BEGIN RETURN NEW; END$$")  # fmt: skip
    else:
        run("DROP TRIGGER register_payload_update")
        run("CREATE TRIGGER register_payload_update BEFORE UPDATE ON register_payload"
            " BEGIN SELECT 1; END")  # fmt: skip
    assert [problem.subject for problem in queries.verify()] == ["register_payload_update"]
