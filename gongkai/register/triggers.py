"""The triggers that keep the register append-only, on SQLite and PostgreSQL.

They are installed by the first migration and again after every `migrate`: on SQLite an altered
table loses its triggers without a word. `verify` compares what is installed with what stands here.
"""

# ruff: noqa: S608  (constants only: no value from outside reaches these texts)

from collections.abc import Iterator
from typing import Any

ENTRY, PAYLOAD, BLOB = TABLES = ("register_entry", "register_payload", "register_blob")
SECONDS = 60  # how far a recorded moment may be from the database's clock
ERASABLE = (
    "salt",
    "body",
    "title",
    "column",
    "department",
    "channels",
    "actor_name",
    "actor_post",
)
FIXED = ("sha256", "size", "media_type", "kept_at")

# SQLite -----------------------------------------------------------------------------------------
# A hidden row number is one more key that OR REPLACE may collide on, so it is watched too.

_DIGITS = "[0-9]"
_SECOND = f"{_DIGITS * 4}-{_DIGITS * 2}-{_DIGITS * 2} {_DIGITS * 2}:{_DIGITS * 2}:{_DIGITS * 2}"
_LAST = f"(SELECT recorded_at FROM {ENTRY} ORDER BY seq DESC LIMIT 1)"
_IS_NEXT = f"NEW.seq = (SELECT COALESCE(MAX(seq), 0) + 1 FROM {ENTRY})"
_IS_A_MOMENT = (
    f"(NEW.recorded_at GLOB '{_SECOND}' OR NEW.recorded_at GLOB '{_SECOND}.{_DIGITS * 6}')"
)
_IS_NOW = f"ABS(JULIANDAY(NEW.recorded_at) - JULIANDAY('now')) * 86400.0 <= {SECONDS}"
_IS_LATER = f"NEW.recorded_at >= COALESCE({_LAST}, '')"


def _taken(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"


def _sqlite(name: str, moment: str, table: str, when: str, message: str) -> tuple[str, str]:
    return name, (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW WHEN {when}\n"
        f"BEGIN SELECT RAISE(ABORT, 'register: {message}'); END"
    )


_EMPTY = " AND ".join(f"NEW.\"{name}\" = ''" for name in ERASABLE)
_SAME = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in FIXED)
_ONCE = "(OLD.erased_at IS NULL OR NEW.erased_at IS OLD.erased_at)"

ON_SQLITE = dict(
    [
        _sqlite(
            "register_entry_next", "INSERT", ENTRY,
            f"NOT COALESCE({_IS_NEXT}, 0) OR {_taken(ENTRY)}",
            "an entry takes the next number",
        ),
        _sqlite(
            "register_entry_clock", "INSERT", ENTRY,
            f"NOT COALESCE({_IS_A_MOMENT} AND {_IS_LATER}"
            f" AND ({_IS_NOW} OR NEW.recorded_at = {_LAST}), 0)",
            "an entry is recorded at the time of the database",
        ),
        _sqlite("register_entry_update", "UPDATE", ENTRY, "1", "an entry is never changed"),
        _sqlite("register_entry_delete", "DELETE", ENTRY, "1", "an entry is never deleted"),
        _sqlite(
            "register_payload_insert", "INSERT", PAYLOAD,
            f"{_taken(PAYLOAD)} OR EXISTS"
            f" (SELECT 1 FROM {PAYLOAD} WHERE entry_id = NEW.entry_id)",
            "a body is written once",
        ),
        _sqlite(
            "register_payload_update", "UPDATE", PAYLOAD,
            "NOT COALESCE(NEW.rowid = OLD.rowid AND NEW.entry_id = OLD.entry_id"
            f" AND {_EMPTY}, 0)",
            "a body is erased or left alone",
        ),
        _sqlite("register_payload_delete", "DELETE", PAYLOAD, "1", "a body is never deleted"),
        _sqlite(
            "register_blob_insert", "INSERT", BLOB,
            f"{_taken(BLOB)} OR EXISTS (SELECT 1 FROM {BLOB} WHERE sha256 = NEW.sha256)",
            "a snapshot is entered once",
        ),
        _sqlite(
            "register_blob_update", "UPDATE", BLOB,
            f"NOT COALESCE(NEW.rowid = OLD.rowid AND {_SAME} AND {_ONCE}, 0)",
            "a snapshot is marked erased or left alone",
        ),
        _sqlite("register_blob_delete", "DELETE", BLOB, "1", "a snapshot is never deleted"),
    ]
)  # fmt: skip

# PostgreSQL -------------------------------------------------------------------------------------
# The tables are named by the trigger's own schema: a temporary table of the same name fools none.

_RAISE = "RAISE EXCEPTION 'register: {}' USING ERRCODE = 'integrity_constraint_violation';"
_REFUSE = (
    "BEGIN RAISE EXCEPTION 'register: % refuses %', TG_TABLE_NAME, TG_OP"
    " USING ERRCODE = 'integrity_constraint_violation'; END"
)
_NEXT = f"""
DECLARE last record;
BEGIN
  EXECUTE format('SELECT seq, recorded_at FROM %I.%I ORDER BY seq DESC LIMIT 1',
                 TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO last;
  IF NEW.seq IS DISTINCT FROM COALESCE(last.seq, 0) + 1 THEN
    {_RAISE.format("an entry takes the next number")}
  END IF;
  IF NEW.recorded_at IS DISTINCT FROM last.recorded_at AND (
      NEW.recorded_at IS NULL OR NEW.recorded_at < last.recorded_at
      OR abs(extract(epoch FROM NEW.recorded_at - clock_timestamp())) > {SECONDS}) THEN
    {_RAISE.format("an entry is recorded at the time of the database")}
  END IF;
  RETURN NEW;
END"""


def _unless(condition: str, message: str) -> str:
    return (
        f"BEGIN IF ({condition}) IS NOT TRUE THEN {_RAISE.format(message)} END IF; RETURN NEW; END"
    )


_SAME_PG = " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in FIXED)
FUNCTIONS = {
    "register_refuse": _REFUSE,
    "register_entry_next": _NEXT,
    "register_payload_update": _unless(
        f"NEW.entry_id = OLD.entry_id AND {_EMPTY}", "a body is erased or left alone"
    ),
    "register_blob_update": _unless(
        f"{_SAME_PG} AND (OLD.erased_at IS NULL OR NEW.erased_at = OLD.erased_at)",
        "a snapshot is marked erased or left alone",
    ),
}
# trigger: (table, moment, each row?, function)
ON_POSTGRESQL = {
    "register_entry_next": (ENTRY, "INSERT", True, "register_entry_next"),
    "register_entry_update": (ENTRY, "UPDATE", True, "register_refuse"),
    "register_payload_update": (PAYLOAD, "UPDATE", True, "register_payload_update"),
    "register_blob_update": (BLOB, "UPDATE", True, "register_blob_update"),
    **{f"{table}_delete": (table, "DELETE", True, "register_refuse") for table in TABLES},
    **{f"{table}_truncate": (table, "TRUNCATE", False, "register_refuse") for table in TABLES},
}
_BITS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}  # pg_trigger.tgtype
_ROW, _BEFORE = 1, 2


def install(connection: Any) -> None:
    """Install every trigger anew."""
    statements = _for_postgresql() if connection.vendor == "postgresql" else _for_sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing(connection: Any) -> list[str]:
    """Return the names of triggers that are absent, switched off, or not as written here."""
    read = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    found = read(connection)
    return [name for name, text in _expected(connection.vendor).items() if found.get(name) != text]


def _expected(vendor: str) -> dict[str, Any]:
    if vendor != "postgresql":
        return ON_SQLITE
    return {
        name: (table, _BITS[moment] + _BEFORE + _ROW * row, FUNCTIONS[function], "A", None)
        for name, (table, moment, row, function) in ON_POSTGRESQL.items()
    }


def _for_sqlite() -> Iterator[str]:
    for name, text in ON_SQLITE.items():
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield text


def _for_postgresql() -> Iterator[str]:
    for name, source in FUNCTIONS.items():
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${source}$$"
        )
    for name, (table, moment, row, function) in ON_POSTGRESQL.items():
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table}"
            f" FOR EACH {'ROW' if row else 'STATEMENT'} EXECUTE FUNCTION {function}()"
        )
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def _on_sqlite(connection: Any) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _on_postgresql(connection: Any) -> dict[str, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, t.tgtype, p.prosrc, t.tgenabled, t.tgqual"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND c.oid = ANY (%s::regclass[])",
            [list(TABLES)],
        )
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}
