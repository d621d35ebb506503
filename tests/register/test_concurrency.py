"""Eight writers at once, each a process of its own, on a database where commits are real."""

import multiprocessing

import pytest
from django.db import connection, transaction

from gongkai.register import actions, queries
from gongkai.register.models import Blob, Entry
from tests.make import NOW
from tests.register.ledgers import an_entry, kinds

pytestmark = pytest.mark.database
WRITERS, ACTS = 8, 12


def at_once(work) -> list[int]:
    """Run a piece of work in eight processes at once; return how each ended."""
    connection.close()  # a connection must not be shared between processes
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=work, args=(number,)) for number in range(WRITERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(90)
    return [process.exitcode for process in processes]


def write(writer: int) -> None:
    """Append acts; let every third one fail after its entry was written."""
    for act in range(ACTS):
        try:
            with transaction.atomic():
                an_entry(subject=f"card:{writer}-{act}")
                if act % 3 == 2:
                    raise RuntimeError
        except RuntimeError:
            continue


def keep_the_same(_writer: int) -> None:
    for number in range(ACTS):
        actions.keep(b"%d" % number * 1000, media_type="text/plain")


def bear(_writer: int) -> None:
    actions.born(demonstration=True, at=NOW)


def test_entries_stay_gap_free_when_eight_processes_write_at_once(copied_database):
    actions.born(demonstration=True, at=NOW)
    assert at_once(write) == [0] * WRITERS
    kept = WRITERS * ACTS * 2 // 3
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, kept + 2))
    assert kinds(queries.verify(against=queries.head())) == []


def test_register_is_born_once_when_eight_processes_try_at_once(copied_database):
    assert at_once(bear) == [0] * WRITERS
    assert Entry.objects.count() == 1


def test_snapshot_is_kept_once_when_eight_processes_keep_it_at_once(copied_database):
    actions.born(demonstration=True, at=NOW)
    assert at_once(keep_the_same) == [0] * WRITERS
    assert Blob.objects.count() == ACTS
    assert kinds(queries.verify()) == []
