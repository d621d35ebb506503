"""The rules of the house that no linter knows. What each is for stands in docs/house.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import (
    HAN,
    ROOT,
    files,
    is_migration,
    nodes,
    parents,
    place,
    python,
    rooms,
    text,
    under,
)

SPEAKING_FILES = {"words", "models", "forms", "blocks", "panels", "apps", "rules", "samples"}
SPEAKING_ROOMS = {"law", "checks"}
SPEAKING_CONFIG = {"settings", "cli", "demonstration"}
SPEAKING_KEYWORDS = {"verbose_name", "verbose_name_plural", "label", "help_text", "help", "title"}
LABEL = 12  # characters; what is longer is a message, and lives in words.py
SENTENCE = re.compile(r"[。；！？]")
DATABASE_FILES = {"models", "queries", "actions", "management", "demonstration"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "shared"}
LONG = 400
SOURCE = {".py", ".html", ".css", ".js", ".sh", ".typ"}
MACHINE = re.compile(r"(?<![\w./:-])/(?:work|root|home|Users)/")
REGISTRY = re.compile(
    r"[p]ypi\.org|[p]ythonhosted|[n]pmjs|[n]pmmirror|--[e]xtra-index|--[i]ndex-url|--[f]ind-links",
    re.IGNORECASE,
)
# A data element is read by search engines and run by nobody: the policy of the headers lets it pass.
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=| type=\"application/ld\+json\">)|\sstyle\s*="
    r"|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
FLUSHING = {"transactional_db", "live_server", "TransactionTestCase", "LiveServerTestCase"}


def test_identifiers_hold_no_chinese():
    found = [
        f"{place(path, node)} {name}"
        for path in python("gongkai", "tests", "tools", "bench")
        for node in nodes(path)
        for name in _names(node)
        if HAN.search(name)
    ]
    assert not found


def test_chinese_sentences_stand_only_where_people_look_for_them():
    found = [
        f"{place(path, node)} {node.value[:30]!r}"
        for path in python("gongkai")
        if not _speaks(path)
        for node in nodes(path)
        if _is_chinese(node) and not _may_stand(node)
    ]
    assert not found


def test_the_database_is_asked_only_in_models_queries_and_actions():
    found = [
        place(path, node)
        for path in python("gongkai")
        if not DATABASE_FILES & set(_inner(path))
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert not found


def test_an_exception_from_a_linter_rule_says_why():
    mark = re.compile(r"# (?:noqa: [A-Z0-9, ]+?|type: ignore\S*|fmt: skip|pragma: \w+)[ (]*(.*)$")
    found = [
        place(path, number)
        for path in python("gongkai", "tests", "tools", "bench")
        for number, line in enumerate(text(path).splitlines(), 1)
        if (match := re.search(mark, line)) and "fmt:" not in line and len(match[1]) < 8
    ]
    assert not found


def test_no_module_has_a_name_that_says_nothing():
    found = [
        str(path.relative_to(ROOT))
        for path in python("gongkai", "tests", "tools")
        if {path.stem, path.parent.name} & VAGUE
    ]
    assert not found


def test_a_rooms_init_is_one_docstring():
    for room in rooms():
        path = ROOT / "gongkai" / room / "__init__.py"
        body = ast.parse(text(path)).body
        assert len(body) == 1, room
        assert HAN.search(ast.get_docstring(ast.parse(text(path))) or ""), room


def test_source_files_are_short_or_say_why_not():
    found = [
        f"{path.relative_to(ROOT)}: {len(lines)} lines"
        for path in under("gongkai", "tests", "tools", "bench")
        if path.suffix in SOURCE and not is_migration(path)
        if len(lines := text(path).splitlines()) > LONG
        and not any("Long because" in line for line in lines[:15])
    ]
    assert not found


def test_templates_hold_no_inline_style_or_script():
    found = [
        f"{place(path, number)} {line.strip()[:60]}"
        for path in under("gongkai")
        if "templates" in path.parts and path.suffix in {".html", ".xml"}
        for number, line in enumerate(text(path).splitlines(), 1)
        if INLINE.search(line)
    ]
    assert not found


def test_tests_are_sentences_and_plain_functions():
    found = []
    for path in python("tests"):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                found.append(f"{place(path, node)} {node.name}: a class")
            if (
                isinstance(node, ast.FunctionDef)
                and node.name.startswith("test_")
                and node.name.count("_") < 3
            ):
                found.append(f"{place(path, node)} {node.name}: no sentence")
    assert not found


def test_tests_never_flush_append_only_tables():
    found = [
        place(path, node)
        for path in python("tests")
        if path != Path(__file__)
        for node in nodes(path)
        if FLUSHING & set(_names(node))
        or (isinstance(node, ast.keyword) and node.arg == "transaction" and _is_true(node.value))
    ]
    assert not found, "use the fixture copied_database"


def test_locks_hold_hashes_and_no_address():
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        lines = text(lock).splitlines()
        assert "://" not in text(lock), lock.name
        pins = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line, re.I)]
        assert pins, lock.name
        for number in pins:
            assert re.match(r"[\w.\[\]-]+==\S+( ;.*)? \\$", lines[number]), lines[number]
            assert "--hash=sha256:" in lines[number + 1], lines[number]


def test_the_tests_lock_pins_what_the_system_runs_on():
    run, test = (_pins(ROOT / "requirements" / name) for name in ("run.txt", "test.txt"))
    assert run <= test


def test_no_file_names_a_machine_or_a_registry():
    found = [
        f"{place(path, number)} {match[0]}"
        for path in files()
        if path != Path(__file__)
        for number, line in enumerate(text(path).splitlines(), 1)
        if (match := MACHINE.search(line) or REGISTRY.search(line))
    ]
    assert not found


def _pins(lock: Path) -> set[str]:
    return {line.split()[0] for line in text(lock).splitlines() if "==" in line}


def _inner(path: Path) -> tuple[str, ...]:
    """Return a module's path inside gongkai, without suffix: ("people", "actions", "posts")."""
    return path.relative_to(ROOT / "gongkai").with_suffix("").parts


def _names(node: ast.AST) -> Iterator[str]:
    for field in ("name", "id", "arg", "attr", "asname"):
        value = getattr(node, field, None)
        if isinstance(value, str):
            yield value


def _speaks(path: Path) -> bool:
    """Say whether a module is a place for Chinese: STYLE rule 8."""
    room, *rest = _inner(path)
    return (
        room in SPEAKING_ROOMS
        or bool(SPEAKING_FILES & set(rest))
        or (room == "config" and bool(SPEAKING_CONFIG & set(rest)))
    )


def _is_chinese(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(HAN.search(node.value))
    )


def _may_stand(node: ast.Constant) -> bool:
    """Allow a docstring, a short label, a named label, and the message of a Refused."""
    if len(node.value) <= LABEL and not SENTENCE.search(node.value):
        return True
    for parent in parents(node):
        if isinstance(parent, ast.Expr):
            return parent.value is node
        if isinstance(parent, ast.keyword) and parent.arg in SPEAKING_KEYWORDS:
            return True
        if isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "Refused":
            return True
        if isinstance(parent, ast.stmt):
            return False
    return False


def _is_true(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is True
