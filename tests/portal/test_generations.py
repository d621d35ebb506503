"""Trees of files: what is laid is what is read, and whoever touches it is found."""

import errno
import hashlib
import os
import resource
import shutil
import signal
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.portal import generations
from gongkai.portal.generations import Damaged, current, faults, lay, point, sweep, walk

NUMBERS = count(1)
NAMES = st.sampled_from(["a", "b", "c", "d.html", "e f", "统计", ".x"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
OVERLAYS = st.lists(
    st.dictionaries(PATHS, st.none() | st.binary(max_size=6), max_size=8), min_size=1, max_size=6
)


def fits(overlay):
    """Say whether no path of an overlay is a folder of another."""
    return not any(
        other.startswith(f"{path}/") for path in overlay for other in overlay if other != path
    )


def applied(model, overlay):
    """Return what a plain dictionary says the site is after an overlay."""
    for path, data in overlay.items():
        parts = path.split("/")
        above = {"/".join(parts[:n]) for n in range(1, len(parts))}
        model = {
            known: bytes_
            for known, bytes_ in model.items()
            if known != path and known not in above and not known.startswith(f"{path}/")
        }
        if data is not None:
            model[path] = data
    return model


def read(public, tree):
    """Return a tree's files as a reader gets them: through the links."""
    return {path: (public / "trees" / tree / path).read_bytes() for path, _ in walk(public, tree)}


@settings(max_examples=60, deadline=None)
@given(overlays=OVERLAYS.map(lambda found: [one for one in found if fits(one)]), data=st.data())
def test_laying_overlays_in_sequence_is_what_a_dictionary_says(tmp_path_factory, overlays, data):
    public = tmp_path_factory.getbasetemp() / f"site{next(NUMBERS)}"
    tree, model = "", {}
    for overlay in overlays:
        tree, model = lay(public, tree, overlay), applied(model, overlay)
        assert read(public, tree) == model
        assert list(faults(public, tree)) == []
        assert lay(public, "", model) == tree
    if model:
        path = data.draw(st.sampled_from(sorted(model)))
        flipped(public / "trees" / tree / path, data.draw(st.integers(0, 255)))
        assert f"/{path}" in list(faults(public, tree))
    shutil.rmtree(public, ignore_errors=True)


def flipped(path: Path, mask: int) -> None:
    """Change one byte behind everybody's back."""
    data = path.read_bytes() or b"\0"
    path.write_bytes(bytes([data[0] ^ (mask or 1), *data[1:]]))


def site(public, **files):
    """Return a small site, laid and shown."""
    given_files = {"index.html": b"home", "info/201410/a.html": b"a", "info/201411/b.html": b"b"}
    tree = lay(public, "", given_files | files)
    point(public, tree)
    return tree


def replace_link(folder):
    (folder / "info").unlink()
    (folder / "info").symlink_to(f"../../elsewhere/{(folder.name)}")


def link_a_file(folder):
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to("info/201410/a.html")


def lead_elsewhere(folder):
    """Keep the last part of the link: the hash is right, the place is not."""
    below = (folder / "info").readlink().name
    shutil.copytree(folder.parent / below, folder.parents[2] / "evil" / below, symlinks=True)
    (folder / "info").unlink()
    (folder / "info").symlink_to(f"../../../evil/{below}")


A, B = "info/201410/a.html", "info/201410/b.html"
TAMPERED = {
    "a changed file": (lambda f: (f / "info/201410/a.html").write_bytes(b"x"), f"/{A}"),
    "an added file": (lambda f: (f / "info/201410/b.html").write_bytes(b"x"), f"/{B}"),
    "a removed file": (lambda f: (f / "info/201410/a.html").unlink(), f"/{A}"),
    "a file made a link": (link_a_file, "/index.html"),
    "a replaced link": (replace_link, "/info"),
    "a link that leads elsewhere": (lead_elsewhere, "/info"),
    "a folder deleted": (lambda f: shutil.rmtree((f / "info").resolve()), "/info/"),
    "an index changed": (lambda f: (f / ".index").write_text("f 00 index.html\n"), "/.index"),
    "an index that is no text": (lambda f: (f / ".index").write_bytes(b"\xff\xfe"), "/"),
    "the whole generation deleted": (shutil.rmtree, "/"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_faults_names_what_was_changed_by_hand(tmp_path, what):
    public = tmp_path / "public"
    tree = site(public)
    assert list(faults(public, tree)) == []
    change, path = TAMPERED[what]
    change(public / "trees" / tree)
    assert path in list(faults(public, tree))


def test_a_changed_file_that_a_new_tree_links_is_still_named(tmp_path):
    tree = site(tmp_path)
    (tmp_path / "trees" / tree / "index.html").write_bytes(b"evil")
    later = lay(tmp_path, tree, {"more.html": b"more"})
    assert read(tmp_path, later)["index.html"] == b"evil"
    assert list(faults(tmp_path, later)) == ["/index.html"]


def test_nothing_is_laid_on_an_index_that_was_changed(tmp_path):
    tree = site(tmp_path)
    (tmp_path / "trees" / tree / "evil.html").write_bytes(b"evil")
    index = tmp_path / "trees" / tree / ".index"
    index.write_text(f"{index.read_text()}f {hashlib.sha256(b'evil').hexdigest()} evil.html\n")
    with pytest.raises(Damaged):
        lay(tmp_path, tree, {"more.html": b"more"})


def test_nothing_is_laid_on_a_tree_that_lost_a_file(tmp_path):
    tree = site(tmp_path)
    (tmp_path / "trees" / tree / "index.html").unlink()
    with pytest.raises(Damaged):
        lay(tmp_path, tree, {"more.html": b"more"})


def test_a_damaged_directory_is_written_again_when_its_content_is_laid_again(tmp_path):
    tree = site(tmp_path)
    (tmp_path / "trees" / tree / "info/201410/a.html").write_bytes(b"evil")
    assert site(tmp_path) == tree
    assert list(faults(tmp_path, tree)) == []
    assert (tmp_path / "current/info/201410/a.html").read_bytes() == b"a"


def test_current_that_leads_out_of_the_trees_is_no_tree(tmp_path):
    public = tmp_path / "public"
    tree = site(public)
    assert current(public) == tree
    (public / "current").unlink()
    (public / "current").symlink_to(f"../evil/trees/{tree}")
    assert current(public) == ""


def test_adding_one_page_to_twenty_thousand_files_writes_only_the_way_to_it(tmp_path):
    files = {f"info/{month}/{n}.html": b"p" for month in range(200) for n in range(100)}
    tree = lay(tmp_path, "", files)
    assert len(list(walk(tmp_path, tree))) == 20_000
    before = set(os.listdir(tmp_path / "trees"))
    lay(tmp_path, tree, {"info/7/new.html": b"new"})
    assert len(set(os.listdir(tmp_path / "trees")) - before) == 3  # the root, info, info/7


def test_the_files_of_a_release_are_as_old_as_its_moment(tmp_path):
    moment = datetime(2014, 10, 20, 1, tzinfo=UTC)
    tree = lay(tmp_path, "", {"a.html": b"a"}, moment=moment)
    assert (tmp_path / "trees" / tree / "a.html").stat().st_mtime == moment.timestamp()


def test_a_full_disk_leaves_the_old_site_and_nothing_half(tmp_path):
    """The kernel refuses to write beyond a limit, in a child process of its own."""
    tree = site(tmp_path)
    left = sorted(os.listdir(tmp_path / "trees"))
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            lay(tmp_path, tree, {"info/201410/big.html": b"x" * 100_000})
        except OSError as error:
            os._exit(error.errno)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == errno.EFBIG
    assert sorted(os.listdir(tmp_path / "trees")) == left
    assert current(tmp_path) == tree
    assert list(faults(tmp_path, tree)) == []


def test_sweeping_keeps_what_can_be_read_and_nothing_else(tmp_path):
    old = site(tmp_path)
    new = lay(tmp_path, old, {"info/201411/b.html": None, "index.html": b"new"})
    point(tmp_path, new)
    (tmp_path / "trees" / ".unfinished").mkdir()
    (tmp_path / "trees" / "stray").symlink_to("nowhere")
    (tmp_path / ".current-left").symlink_to("nowhere")
    expected = read(tmp_path, new)
    assert sweep(tmp_path, keep=[new]) == 5  # root, info and 201411 as they were; both strays
    assert read(tmp_path, new) == expected
    assert not (tmp_path / "trees" / old).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "trees"]


def test_sweeping_goes_by_the_links_even_where_an_index_was_changed(tmp_path):
    tree = site(tmp_path)
    (tmp_path / "trees" / tree / ".index").write_text("")
    assert sweep(tmp_path, keep=[tree]) == 0
    assert (tmp_path / "current/info/201410/a.html").read_bytes() == b"a"


def test_a_name_is_flipped_without_a_moment_of_nothing(tmp_path):
    first, second = site(tmp_path), lay(tmp_path, "", {"index.html": b"second"})
    child = os.fork()
    if child == 0:
        for _ in range(300):
            generations.point(tmp_path, second)
            generations.point(tmp_path, first)
        os._exit(0)
    seen = {(tmp_path / "current" / "index.html").read_bytes() for _ in range(3000)}
    os.waitpid(child, 0)
    assert seen <= {b"home", b"second"}
