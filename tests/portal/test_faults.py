"""Real faults under the press: a full disk, killed processes, clocks that jump, hands on files.

Long because each fault is one story told whole: what was there, what broke, what is left.
"""

import errno
import multiprocessing
import os
import random
import resource
import signal
import sqlite3
import time
import urllib.parse
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.site import LAST, build
from gongkai.config.public_files import PublicFiles
from gongkai.config.wsgi import application
from gongkai.portal import actions as press
from gongkai.portal import generations, queries
from gongkai.portal.actions import RendererLost, prepared, showing, whole
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.rules import GUIDE
from gongkai.register.models import Entry
from tests.make import NOW
from tests.portal import road
from tests.portal.test_crashes import KILLED, dies_at

T = NOW + timedelta(hours=1)
ITEMS = 240  # enough that rendering them takes a second


@pytest.fixture
def bureau(db):
    return road.a_bureau()


@pytest.fixture
def large(copied_database, monkeypatch):
    """Stand a site on the disk that is rendered by several processes."""
    monkeypatch.setattr(whole.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(whole, "ALONE", 0)
    build(ITEMS)
    press.rebuild(LAST)
    return road.tree()


def left_over():
    """Return what lies in the press's folder beside its lease."""
    return [path.name for path in Path(settings.PRESS).iterdir() if path.name != "lease"]


def children_of(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


# The whole site


def test_a_full_disk_while_the_site_is_rendered_leaves_the_old_one_and_nothing_else(large):
    def on_a_full_disk():
        if connection.vendor == "sqlite":  # its memory file lies there already, as in a service
            beside = sqlite3.connect(connection.settings_dict["NAME"])
            beside.execute("SELECT 1 FROM register_entry").fetchone()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, resource.RLIM_INFINITY))
        try:
            with prepared.staging() as store:
                whole.render_whole(store, at=LAST)
        except OSError as error:
            os._exit(error.errno)

    assert road.in_a_child(on_a_full_disk) == errno.EFBIG
    assert (road.tree(), left_over()) == (large, [])


def test_a_renderer_killed_in_the_middle_leaves_the_old_site_and_the_next_try_works(large):
    def kills_one(done, _total, _what):
        if done and (alive := multiprocessing.active_children()):
            os.kill(alive[-1].pid, signal.SIGKILL)

    with pytest.raises(RendererLost):
        press.rebuild(LAST, kills_one)
    assert (road.tree(), left_over()) == (large, [])
    press.rebuild(LAST)
    assert set(road.tree()) == set(large)
    assert road.disagreements() == []


def test_an_interrupted_rendering_leaves_the_old_site(large):
    def interrupts(done, _total, _what):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        press.rebuild(LAST, interrupts)
    assert (road.tree(), left_over()) == (large, [])
    assert multiprocessing.active_children() == []


def test_renderers_whose_press_was_killed_end_and_what_they_left_is_dropped(large):
    reading, writing = os.pipe()
    connection.close()
    child = os.fork()
    if child == 0:
        press.rebuild(LAST, lambda *_: os.write(writing, b"."))
        os._exit(0)
    os.close(writing)
    os.read(reading, 1)
    renderers = children_of(child)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert renderers
    until = time.time() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in renderers) and time.time() < until:
        time.sleep(0.05)
    assert [pid for pid in renderers if Path(f"/proc/{pid}").exists()] == []
    (left,) = (path for path in Path(settings.PRESS).iterdir() if path.is_dir())
    assert len({path.name for path in left.rglob("*.html")}) < ITEMS // 2  # and not at their end
    press.prepare(LAST)
    assert (road.tree(), left_over()) == (large, [])


REBUILDING = {"announcing": ("append", 1), "naming": ("enter_flip", 1)}


@pytest.mark.parametrize("stage", REBUILDING)
def test_a_rebuild_killed_at_its_flip_is_completed_by_the_next_start(
    copied_database, monkeypatch, stage
):
    bureau = road.a_bureau()
    road.released(bureau, "演示本件")
    before = generations.current(Path(settings.PUBLIC))
    with monkeypatch.context() as patched:
        dies_at(patched, showing, *REBUILDING[stage])
        assert road.in_a_child(lambda: press.rebuild(T)) == KILLED
    shown = generations.current(Path(settings.PUBLIC))
    assert (shown != before) is (stage == "naming")
    press.flip_due(T)
    assert queries.flipped_tree() == shown
    assert road.disagreements() == []


def test_a_tree_the_press_never_announced_is_not_entered(bureau):
    road.released(bureau, "演示本件")
    public = Path(settings.PUBLIC)
    said = generations.manifest(public, queries.flipped_tree())
    forged = {generations.MANIFEST: str(said | {"number": 9}).replace("'", '"').encode()}
    generations.point(public, generations.lay(public, queries.flipped_tree(), forged))
    press.flip_due(T)
    assert road.disagreements() == ["/ 对外显示的版本不是台账最后登记的版本。"]


# A redesign and what is released meanwhile


def test_a_release_due_while_a_redesign_is_rendered_goes_out_and_stands_in_both(
    bureau, monkeypatch
):
    """The item was signed for a column that closes while its pages are being rendered."""
    publishing.add_column(key="brief", name="统计快讯", parent="", by=bureau.keeper, at=NOW)
    road.out(bureau, NOW)
    press.tick(NOW)
    road.released(bureau, "演示先发件", NOW, column="brief")
    page = road.drafted(bureau, "演示到时件", NOW, column="brief")
    road.approved(bureau, page, release_at=T)
    press.prepare(NOW)
    publishing.close_column(key="brief", moved_to="news", by=bureau.keeper, at=NOW)
    later = T + timedelta(hours=1)
    road.out(bureau, NOW, later)
    render = showing.render_whole

    def renders_while_it_falls_due(*args, **more):
        tree = render(*args, **more)
        signal.alarm(60)  # a lease held while rendering would never come free
        assert len(press.flip_due(T)) == 1
        signal.alarm(0)
        return tree

    monkeypatch.setattr(showing, "render_whole", renders_while_it_falls_due)
    press.prepare(NOW)
    monkeypatch.undo()
    assert "演示到时件" in road.public("columns/brief/index.html")
    assert len(press.flip_due(later)) == 1
    moved = road.public("columns/brief/index.html")
    assert "演示到时件" not in moved
    assert "url=/columns/news/" in moved
    for title in ("演示先发件", "演示到时件"):
        assert title in road.public("columns/news/index.html")
        assert title in road.public("index.html")
    assert road.dead_links() == set()
    assert road.disagreements() == []


def test_an_item_prepared_for_a_column_that_closed_is_rendered_again_where_it_went(bureau):
    publishing.add_column(key="brief", name="统计快讯", parent="", by=bureau.keeper, at=NOW)
    road.out(bureau, NOW)
    press.tick(NOW)
    page = road.drafted(bureau, "演示到时件", NOW, column="brief")
    road.approved(bureau, page, release_at=T)
    press.tick(NOW)
    publishing.close_column(key="brief", moved_to="news", by=bureau.keeper, at=NOW)
    road.out(bureau, NOW)
    press.tick(NOW)
    press.tick(T)
    assert "演示到时件" in road.public("columns/news/index.html")
    assert "演示到时件" not in road.public("columns/brief/index.html")
    assert "统计快讯" not in road.public(road.path_of(page))
    assert road.disagreements() == []


def test_a_redesign_not_yet_rendered_holds_up_nothing_that_is_due(bureau):
    publishing.change_profile(name="演示新名", code="1301000000", by=bureau.keeper, at=NOW)
    guide = dict.fromkeys(GUIDE, "演示")
    publishing.change_profile(guide=guide, by=bureau.keeper, at=NOW)
    road.out(bureau, NOW, T)
    card = road.approved(bureau, road.drafted(bureau, "演示照发件"), release_at=T)
    moment = T + timedelta(seconds=1)
    later = road.approved(bureau, road.drafted(bureau, "演示后发件"), release_at=moment)
    ApprovalCard.objects.filter(pk=card.pk).update(step="held")
    assert press.flip_due(moment) == [later.number]
    assert "演示新名" not in road.public("index.html")
    press.tick(moment)
    assert "演示新名" in road.public("index.html")
    assert "演示后发件" in road.public("index.html")
    assert road.disagreements() == []


def test_a_redesign_whose_pages_are_of_before_a_rebuild_waits_for_new_ones(bureau):
    guide = dict.fromkeys(GUIDE, "演示")
    publishing.change_profile(name="演示新名", code="1301000000", guide=guide, by=bureau.keeper,
                              at=NOW)  # fmt: skip
    card = road.out(bureau, NOW, T)
    press.prepare(NOW)
    press.rebuild(NOW)
    assert press.flip_due(T) == []
    assert press.tick(T) == [card.number]
    assert "演示新名" in road.public("index.html")
    assert road.disagreements() == []


# The clock


def test_a_clock_that_jumps_releases_nothing_early_nothing_twice_and_takes_nothing_back(bureau):
    first = road.approved(bureau, road.drafted(bureau, "演示甲件"), release_at=T)
    second = road.approved(bureau, road.drafted(bureau, "演示乙件"), release_at=T + timedelta(1))
    assert press.tick(T - timedelta(microseconds=1)) == []
    assert press.tick(T) == [first.number]
    after = road.tree()
    for at in (NOW - timedelta(days=400), NOW, T - timedelta(seconds=1), T):
        assert press.tick(at) == []
        assert road.tree() == after
    forward = T + timedelta(days=900)
    assert press.tick(forward) == [second.number]
    back = T + timedelta(hours=2)
    assert press.tick(back) == []
    third = road.released(bureau, "演示丙件", back)
    page = road.public("index.html")
    for title in ("演示甲件", "演示乙件", "演示丙件"):
        assert title in page
    assert "演示丙件" in road.public(road.path_of(third))
    publishing.take_down_urgently(public_id=third.public_id, reason="演示", by=bureau.office,
                                  at=back)  # fmt: skip
    press.flip_due(back)
    assert "演示丙件" not in road.public("index.html")
    assert "演示乙件" in road.public("index.html")
    assert road.entered("disclosure.released") == 3
    assert road.disagreements() == []


# Processes


@pytest.mark.database
def test_two_running_clocks_release_once_and_in_time(copied_database, tmp_path):
    now = timezone.now()
    bureau = road.a_bureau(now, demonstration=False)
    release_at = now + timedelta(seconds=12)
    page = road.drafted(bureau, "演示定时件", now)
    road.approved(bureau, page, now, release_at)
    path = road.path_of(page)
    with road.running(tmp_path, "clock", "clock", "worker"):
        while "演示定时件" not in (road.public(path) or ""):
            seen = time.time()
            assert seen < release_at.timestamp() + 10
            time.sleep(0.01)
    assert seen >= release_at.timestamp() - 0.02
    assert road.entered("disclosure.released") == 1
    assert road.entered("release.flipped") == 2
    assert road.disagreements() == []


def test_presses_killed_at_any_moment_release_each_item_once(copied_database):
    """Twelve presses are killed by the system somewhere in their work; one more finishes it."""
    bureau = road.a_bureau()
    moments = [T + timedelta(minutes=n) for n in range(12)]
    pages = [road.drafted(bureau, f"演示{n}件") for n in range(12)]
    for page, moment in zip(pages, moments, strict=True):
        road.approved(bureau, page, release_at=moment)
    draw = random.Random(20141020)
    for moment in moments:
        connection.close()
        child = os.fork()
        if child == 0:
            try:
                press.tick(moment)
            finally:
                os._exit(0)
        time.sleep(draw.uniform(0.05, 0.6))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        shown = road.tree()["index.html"].decode()
        early = [n for n, one in enumerate(moments) if one > moment and f"演示{n}件" in shown]
        assert early == []
    press.tick(moments[-1])
    released = Entry.objects.filter(verb="disclosure.released").values_list("subject", flat=True)
    assert sorted(released) == sorted(f"disclosure:{page.public_id}" for page in pages)
    for n, page in enumerate(pages):
        assert f"演示{n}件" in road.public(road.path_of(page))
    assert road.dead_links() == set()
    assert road.disagreements() == []


def test_a_release_completed_after_a_crash_tells_when_it_was_really_shown(
    copied_database, monkeypatch
):
    bureau = road.a_bureau()
    card = road.approved(bureau, road.drafted(bureau, "演示本件"), release_at=T)
    press.prepare(NOW)
    with monkeypatch.context() as patched:
        dies_at(patched, publishing, "release", 1)
        assert road.in_a_child(lambda: press.flip_due(T)) == KILLED
    link = Path(settings.PUBLIC) / "current"
    before = time.time() - 600
    os.utime(link, (before, before), follow_symlinks=False)
    assert press.flip_due(T + timedelta(hours=1)) == [card.number]
    card.refresh_from_db()
    late = T + timedelta(hours=1) - card.released_at
    assert timedelta(seconds=599) < late < timedelta(seconds=660)


# Before T: nothing, to the byte


def asked(address):
    """Return everything the embedded server answers: status, headers, body."""
    answered = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address.encode().decode("latin-1"),
        "QUERY_STRING": "", "SERVER_NAME": "testserver", "SERVER_PORT": "80",
        "wsgi.url_scheme": "http", "wsgi.input": None,
    }  # fmt: skip
    site = PublicFiles(application, Path(settings.PUBLIC))
    body = b"".join(site(environ, lambda *said: answered.append(said)))
    return answered, body


def test_what_is_not_released_yet_is_to_the_byte_what_does_not_exist(bureau):
    block, _ = road.a_picture(bureau, 10, 70)
    road.released(bureau, "演示旧件")
    before = road.tree()
    chart = {"type": "chart", "title": "演示图", "form": "line", "unit": "亿元", "alt": "演示",
             "labels": ["2013", "2014"], "series": [{"name": "甲", "values": ["1", "2"]}]}  # fmt: skip
    month = T + timedelta(days=40)
    page = road.drafted(bureau, "演示禁发件", body=[block, chart])
    road.approved(bureau, page, release_at=month)
    press.tick(NOW)
    assert road.tree() == before  # lists, feeds, site map, catalogue: nothing moved
    known = set(before)
    press.tick(month - timedelta(seconds=1))
    assert road.tree() == before
    rendered = prepared.manifest(month)["files"]
    fresh = sorted(path for path, digest in rendered.items() if digest and path not in known)
    kinds = {path.split("/")[0] for path in fresh}
    assert {"info", "files", "columns", "catalogue", "sitemaps"} <= kinds
    never = {str(asked(address)) for address in NEVER}
    assert len(never) == 1
    assert {path for path in fresh if str(asked(f"/{path}")) not in never} == set()
    for address in SEARCHES:
        assert searched(address, "演示禁发件") == searched(address, "演示绝无件"), address
    press.tick(month)
    assert {path for path in fresh if str(asked(f"/{path}")) in never} == set()
    for address in SEARCHES:
        assert searched(address, "演示禁发件") != searched(address, "演示绝无件"), address


SEARCHES = ("/search/", "/search/suggest/")
NEVER = (
    "/info/201411/nonexistent1.html", "/info/201411/nonexistent1.v1.html",
    f"/files/ab/{'ab' * 32}.png", f"/files/ab/{'ab' * 32}.svg", "/columns/news/209901.html",
    "/columns/nowhere/", "/columns/nowhere/feed.atom", "/catalogue/209901.html",
    "/catalogue/209901.csv", "/sitemaps/209901.xml",
)  # fmt: skip


def searched(address, text):
    """Return what a search answers, its own words taken out."""
    answer = Client().get(address, {"q": text})
    said = answer.content.decode()
    for form in (text, urllib.parse.quote(text), text.encode("unicode_escape").decode()):
        said = said.replace(form, "?")
    return answer.status_code, dict(answer.headers), said
