"""What the docs promise is there: names, rooms, decisions, links, commands."""

import re
from datetime import date

import pytest
from django.apps import apps

from tests.house.sources import HAN, ROOT, files, rooms, text

DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
HEADER = ("Number", "Title", "Status", "Date", "Replaces")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_every_model_is_named_in_the_glossary():
    cells = re.split(r"[|，、,（）()\n]", text(DOCS / "glossary.md"))
    known = {cell.strip().strip("`") for cell in cells}
    ours = [model for model in apps.get_models() if model.__module__.startswith("gongkai.")]
    assert ours
    names = {model.__name__: str(model._meta.verbose_name) for model in ours}
    assert {model: name for model, name in names.items() if name not in known} == {}
    assert [model for model, name in names.items() if not HAN.search(name)] == []


def test_the_map_shows_every_room_and_no_other():
    shown = set(re.findall(r"^\| `(\w+)` \|", text(DOCS / "map.md"), re.MULTILINE))
    assert shown == set(rooms())


def test_decisions_carry_their_headers_and_follow_in_number():
    paths = sorted((DOCS / "decisions").glob("*.md"))
    assert paths
    for number, path in enumerate(paths, 1):
        fields = dict(re.findall(r"^(\w+): (.+)$", text(path), re.MULTILINE))
        assert [name for name in HEADER if name not in fields] == [], path.name
        assert path.name.startswith(f"{number:04}-"), path.name
        assert fields["Number"] == f"{number:04}", path.name
        assert fields["Status"] in {"Accepted", "Replaced", "Proposed"}, path.name
        assert date.fromisoformat(fields["Date"]), path.name


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_both_commands_on_its_first_screen(name):
    screen = "\n".join(text(ROOT / name).splitlines()[:30])
    assert "make run" in screen
    assert "make test" in screen
    assert "docs/screenshot.png" in screen


def test_both_readmes_list_the_same_settings():
    first, second = (set(re.findall(r"^\| `([A-Z_]+)`", text(ROOT / n), re.M)) for n in READMES)
    assert first == second


def test_the_readme_lists_every_setting_the_code_reads():
    read = re.compile(r"""(?:environ\.get\(|environ\[|getenv\()["']((?:GONGKAI|DATABASE)\w*)""")
    ours = [path for path in files() if path.suffix == ".py" and "gongkai" in path.parts]
    used = {name for path in ours for name in read.findall(text(path))}
    assert "GONGKAI_DATA" in used
    assert used - set(re.findall(r"`([A-Z_]+)`", text(ROOT / READMES[0]))) == set()


def test_docs_link_only_to_what_is_there():
    found = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in files()
        if path.suffix == ".md"
        for target in LINK.findall(text(path))
        if not (path.parent / target).exists()
    ]
    assert not found
