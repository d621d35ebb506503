"""`gongkai verify`: what is served is what was flipped, and what the installed packages carry."""

import gzip
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from gongkai.config import verification, words
from gongkai.portal import generations
from tests.make import NOW
from tests.portal import road

MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def faults() -> list[tuple[str, str]]:
    """Return what is said of the public files, by name."""
    return [(one.subject, one.message) for one in verification.public_files()]


@pytest.fixture
def public(db, settings) -> Path:
    """Return the folder of a public site that stands and agrees."""
    road.a_bureau()
    assert faults() == []
    return Path(settings.PUBLIC)


def test_a_public_folder_that_became_a_link_is_named(public):
    elsewhere = public.with_name("elsewhere")
    public.rename(elsewhere)
    public.symlink_to(elsewhere)
    assert faults() == [("public", words.LEADS_ELSEWHERE)]


def test_a_folder_of_trees_that_became_a_link_is_named(public):
    elsewhere = public.with_name("elsewhere")
    (public / "trees").rename(elsewhere)
    (public / "trees").symlink_to(elsewhere)
    assert faults() == [("trees", words.LEADS_ELSEWHERE)]


@pytest.mark.parametrize("kind", ["outside", "copy", "absolute", "folder", "tree's own copy"])
def test_a_current_that_leads_elsewhere_is_named_however_alike_it_looks(public, kind):
    tree = generations.current(public)
    (public / "current").unlink()
    if kind == "folder":
        shutil.copytree(public / "trees" / tree, public / "current", symlinks=True)
    elif kind == "copy":
        shutil.copytree(public / "trees" / tree, public / "copy", symlinks=True)
        (public / "current").symlink_to("copy")
    else:
        where = {
            "outside": public.parent,
            "absolute": public / "trees" / tree,
            "tree's own copy": f"trees/../trees/{tree}",
        }
        (public / "current").symlink_to(where[kind])
    assert ("current", words.LEADS_ELSEWHERE) in faults()


def test_a_current_before_the_first_release_is_named(db, settings):
    public = Path(settings.PUBLIC)
    assert faults() == []
    public.mkdir(exist_ok=True)
    (public / "current").mkdir()
    assert ("current", words.LEADS_ELSEWHERE) in faults()


def test_an_older_tree_shown_again_is_named(public):
    older = generations.lay(public, "", {"index.html": b"old"}, moment=NOW)
    generations.point(public, older)
    assert ("/", words.NOT_FLIPPED) in faults()


# The desk's files


@pytest.fixture(params=[MANIFEST, "django.contrib.staticfiles.storage.StaticFilesStorage"])
def static(request, settings, tmp_path) -> Path:
    """Return the folder of collected files, as it should be, plain or named by content."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": request.param}}
    settings.STATIC_ROOT = str(tmp_path / "static")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    assert list(verification.static_files()) == []
    return tmp_path / "static"


def named() -> list[str]:
    found = list(verification.static_files())
    assert all(one.fatal and one.message == words.STATIC_CHANGED for one in found)
    return [one.subject for one in found]


def test_nothing_is_said_before_anything_was_collected(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path / "none")
    assert list(verification.static_files()) == []


def test_a_changed_added_or_missing_file_of_the_desk_is_named(static):
    style = static / "design" / "tokens.css"
    style.write_bytes(style.read_bytes() + b"/**/")
    (static / "evil.js").write_bytes(b"alert(1)")
    (static / "design" / "print.css").unlink()
    assert named() == ["design/print.css", "evil.js", "design/tokens.css"]


def test_a_file_collecting_leaves_out_is_not_missed(static, settings, tmp_path):
    for name in (".swp/a.css", "b.css~", "CVS/c.css", "kept.css"):
        (tmp_path / "more" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "more" / name).write_text("a{}")
    settings.STATICFILES_DIRS = [tmp_path / "more"]
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    assert (static / "kept.css").exists()
    assert list(verification.static_files()) == []


def test_a_link_in_place_of_a_file_is_named(static):
    style = static / "design" / "tokens.css"
    style.unlink()
    style.symlink_to(finders.find("design/tokens.css"))
    assert named() == ["design/tokens.css"]


@pytest.mark.parametrize("static", [MANIFEST], indirect=True)
def test_what_is_served_under_a_hashed_name_or_packed_is_compared_too(static):
    (hashed,) = (static / "design").glob("tokens.????????????.css")
    (packed,) = (static / "design").glob("tokens.????????????.css.gz")
    hashed.write_bytes(b"*{display:none}")
    packed.write_bytes(gzip.compress(b"*{display:none}"))
    names = [str(path.relative_to(static)) for path in (hashed, packed)]
    assert named() == names
    manifest = static / "staticfiles.json"
    manifest.write_text(manifest.read_text().replace(hashed.name, "evil.css"))
    assert named() == [*names, "staticfiles.json"]
    packed.write_bytes(b"not packed at all")
    assert named() == [*names, "staticfiles.json"]


@pytest.mark.parametrize("static", [MANIFEST], indirect=True)
def test_collecting_again_mends_it_and_takes_away_what_was_added(static):
    (static / "design" / "tokens.css").write_bytes(b"")
    (static / "evil.js").write_bytes(b"alert(1)")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    assert named() == []
