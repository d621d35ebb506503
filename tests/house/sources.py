"""The project's own files, read once: what the house rules look at."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
SKIPPED = {".venv", ".git", ".hypothesis", "var", "build"}


@cache
def files() -> tuple[Path, ...]:
    """Return the files that belong to the project: git's view, or all where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
    )
    if listed.returncode == 0:
        paths = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if _ours(path.relative_to(ROOT))]
    return tuple(sorted(path for path in paths if path.is_file()))


def python(*folders: str) -> list[Path]:
    """Return the Python files under these folders, migrations left out."""
    return [path for path in under(*folders) if path.suffix == ".py" and not is_migration(path)]


def under(*folders: str) -> list[Path]:
    """Return the files under these folders."""
    return [path for path in files() if path.relative_to(ROOT).parts[0] in folders]


def is_migration(path: Path) -> bool:
    """Say whether a file was written by makemigrations."""
    return "migrations" in path.parts


def rooms() -> list[str]:
    """Return the names of the rooms."""
    return sorted({path.parent.name for path in (ROOT / "gongkai").glob("*/__init__.py")})


@cache
def text(path: Path) -> str:
    """Return a file's text, or nothing for a binary one."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a module, each knowing its parent."""
    found = []
    for node in ast.walk(ast.parse(text(path))):
        found.append(node)
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return tuple(found)


def parents(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes a node stands in, innermost first."""
    while node := getattr(node, "parent", None):
        yield node


def place(path: Path, node: ast.AST | int) -> str:
    """Return file:line, as a reader of a failure wants it."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 0)
    return f"{path.relative_to(ROOT)}:{line}"


def _ours(path: Path) -> bool:
    return not any(
        part in SKIPPED or part == "__pycache__" or part.endswith(("_cache", ".egg-info"))
        for part in path.parts
    )
