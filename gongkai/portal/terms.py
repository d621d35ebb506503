"""The terms of the search in the database's own kind of inverted index, on SQLite and PostgreSQL.

A term is a number (see grams.py). SQLite keeps them as words of a full-text table without content
and without positions; PostgreSQL as an array with a GIN index. Both answer the same: the places of
the items that have all the terms asked, newest first; and where the terms alone do not tell that
words stand in a text, the folded text is looked at, item by item, until enough are found.
"""

# ruff: noqa: S608  (names of our own tables only: values are always given as parameters)

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from gongkai.portal import grams
from gongkai.portal.models import TERMS, Indexed

ROWS = Indexed._meta.db_table
Row = tuple[int, Collection[int]]

ON_SQLITE = (
    f"CREATE VIRTUAL TABLE {TERMS} USING fts5"
    "(terms, content='', columnsize=0, detail=none, tokenize='ascii')",
)
# No statistics: planned as rare, the terms are always asked of their index. No pending list: what
# is written is in the index at once, so that no search has to read a heap of what is not.
ON_POSTGRESQL = (
    "CREATE TABLE {0} (place bigint NOT NULL, terms bigint[] NOT NULL)",
    "ALTER TABLE {0} ALTER COLUMN terms SET STATISTICS 0",
)
INDEXES = (
    "ALTER TABLE {0} ADD CONSTRAINT {0}_pkey PRIMARY KEY (place)",
    "CREATE INDEX {0}_gin ON {0} USING gin (terms) WITH (fastupdate = off)",
)
NEW = f"{TERMS}_new"
IN_PLACE = (
    f"DROP TABLE IF EXISTS {TERMS}",
    f"ALTER TABLE {NEW} RENAME TO {TERMS}",
    f"ALTER INDEX {NEW}_pkey RENAME TO {TERMS}_pkey",
    f"ALTER INDEX {NEW}_gin RENAME TO {TERMS}_gin",
)


def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _run(statements: Iterable[str], table: str = TERMS) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table))


def create() -> None:
    """Make the empty table of terms."""
    _run(ON_SQLITE if _on_sqlite() else (*ON_POSTGRESQL, *INDEXES))


def begin_anew() -> str:
    """Return an empty table of terms to be filled; readers go on with the old one."""
    if _on_sqlite():
        _run([f"DROP TABLE IF EXISTS {TERMS}", *ON_SQLITE])
        return TERMS
    _run(ON_POSTGRESQL, NEW)
    return NEW


def end_anew() -> None:
    """Put the table that was filled in the place of the old one."""
    if _on_sqlite():
        forget()
    else:
        _run([statement.format(NEW) for statement in INDEXES])
        _run(IN_PLACE)


def put(rows: Iterable[Row], table: str = TERMS) -> None:
    """Enter the terms of items by their places."""
    given = [(place, _value(found)) for place, found in rows]
    column = "rowid" if _on_sqlite() else "place"
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({column}, terms) VALUES (%s, %s)", given)


def drop(rows: Iterable[Row]) -> None:
    """Remove the terms of items; on SQLite they must be the ones that were entered."""
    given = [(place, _value(found)) for place, found in rows]
    with connection.cursor() as cursor:
        if _on_sqlite():
            sql = f"INSERT INTO {TERMS} ({TERMS}, rowid, terms) VALUES ('delete', %s, %s)"
            cursor.executemany(sql, given)
        else:
            places = [place for place, _ in given]
            cursor.execute(f"DELETE FROM {TERMS} WHERE place = ANY (%s)", [places])


def forget() -> None:
    """Let no term of what was dropped stay in the file: SQLite only marks them until it merges."""
    if _on_sqlite():
        _run([f"INSERT INTO {TERMS} ({TERMS}) VALUES ('optimize')"])


def _value(found: Collection[int]) -> str | list[int]:
    return " ".join(f"{term:x}" for term in found) if _on_sqlite() else sorted(found)


@dataclass(frozen=True)
class Asked:
    """Words that must stand in an item, or in its title; facets it must have, all and any of."""

    words: tuple[str, ...]
    all_of: tuple[int, ...] = ()
    any_of: tuple[int, ...] = ()
    in_title: bool = False


def find(asked: Asked, limit: int) -> list[int]:
    """Return the places of items that have what is asked, newest first, so many at most."""
    wanted = [*grams.asked(asked.words, in_title=asked.in_title), *asked.all_of]
    text = grams.to_look_up(asked.words, in_title=asked.in_title)
    column = "name" if asked.in_title else "folded"
    ask = _find_on_sqlite if _on_sqlite() else _find_on_postgresql
    return ask(wanted, asked.any_of, text, column, limit)


def _find_on_sqlite(
    wanted: list[int], any_of: tuple[int, ...], text: list[str], column: str, limit: int
) -> list[int]:
    either = " OR ".join(f"{term:x}" for term in any_of)
    match = " AND ".join([*(f"{term:x}" for term in wanted), *([f"({either})"] if either else [])])
    looked_up = "".join(f" AND instr(row.{column}, %s) > 0" for _ in text)
    joined = f" CROSS JOIN {ROWS} row ON row.place = {TERMS}.rowid" if text else ""
    sql = (
        f"SELECT {TERMS}.rowid FROM {TERMS}{joined} WHERE {TERMS} MATCH %s{looked_up}"
        f" ORDER BY {TERMS}.rowid DESC LIMIT %s"
    )
    return _places(sql, [match, *text, limit])


def _find_on_postgresql(
    wanted: list[int], any_of: tuple[int, ...], text: list[str], column: str, limit: int
) -> list[int]:
    """Ask the index for all candidates, sort them, and look texts up in that order."""
    either = " AND terms && %s::bigint[]" if any_of else ""
    tests = " AND ".join(f"position(%s IN row.{column}) > 0" for _ in text)
    looked_up = (
        f" WHERE (SELECT {tests} FROM {ROWS} row WHERE row.place = found.place)" if text else ""
    )
    sql = (
        f"SELECT place FROM (SELECT place FROM {TERMS} WHERE terms @> %s::bigint[]{either}"
        f" ORDER BY place + 0 DESC OFFSET 0) found{looked_up} LIMIT %s"
    )
    given = [wanted, *([list(any_of)] if any_of else []), *text, limit]
    with transaction.atomic(), connection.cursor() as cursor:
        # The arrays lie beside the table, so reading all of it looks cheap to the planner.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(sql, given)
        return [place for (place,) in cursor.fetchall()]


def _places(sql: str, given: list[object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [place for (place,) in cursor.fetchall()]
