"""A press killed at any stage: the next one completes, releases once, and the site is never half.

The child process dies by os._exit at a stage of its work, as it would by a power cut.
"""

import os
from datetime import timedelta

import pytest

from gongkai.portal import actions as press
from gongkai.portal import generations, public, queries
from gongkai.portal.actions import prepared, showing
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard
from tests.make import NOW
from tests.portal import road

KILLED = 9
T = NOW + timedelta(hours=1)
STAGES = {
    "rendering": (public, "touched", 1),
    "preparing": (prepared, "_write", 3),
    "arming": (publishing, "arm", 1),
    "laying": (generations, "_save", 4),
    "naming": (generations, "point", 1),
    "renaming": (generations, "_sync", 7),
    "entering the flip": (showing, "append", 1),
    "entering the release": (publishing, "release", 1),
}


def dies_at(monkeypatch, module, name, call):
    """Make a process end at the n-th call of a function."""
    before, calls = getattr(module, name), []

    def instead(*args, **more):
        calls.append(1)
        if len(calls) == call:
            os._exit(KILLED)
        return before(*args, **more)

    monkeypatch.setattr(module, name, instead)


def press_twice(at):
    press.prepare(at)
    press.flip_due(T)


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_press_is_completed_by_the_next_at(copied_database, monkeypatch, stage):
    bureau = road.a_bureau()
    first = road.released(bureau, "演示前一件")
    page = road.drafted(bureau, "演示本件")
    card = road.approved(bureau, page, release_at=T)
    before = road.tree()

    with monkeypatch.context() as patched:
        dies_at(patched, *STAGES[stage])
        assert road.in_a_child(lambda: press_twice(NOW)) == KILLED
    after = road.tree()
    assert after == before or ("演示本件" in after[road.path_of(page)].decode())
    assert (stage in {"entering the flip", "entering the release"}) is (after != before)

    press_twice(T)
    assert "演示本件" in road.public(road.path_of(page))
    assert "演示前一件" in road.public(road.path_of(first))
    assert "演示本件" in road.public("index.html")
    assert ApprovalCard.objects.get(pk=card.pk).step == "released"
    assert road.entered("disclosure.released", subject=f"disclosure:{page.public_id}") == 1
    assert road.disagreements() == []
    press_twice(T)
    assert road.entered("disclosure.released") == 2


def test_a_flip_that_was_not_entered_is_told_by_verify(copied_database, monkeypatch):
    bureau = road.a_bureau()
    road.approved(bureau, road.drafted(bureau, "演示本件"))
    with monkeypatch.context() as patched:
        dies_at(patched, showing, "append", 1)
        assert road.in_a_child(lambda: press.tick(NOW)) == KILLED
    assert road.disagreements() == ["/ 对外显示的版本不是台账最后登记的版本。"]


def test_two_presses_at_once_release_once(copied_database):
    bureau = road.a_bureau()
    page = road.drafted(bureau, "演示本件")
    road.approved(bureau, page)
    road.connection.close()
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            try:
                press.tick(NOW)
                os._exit(0)
            finally:
                os._exit(70)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert road.entered("disclosure.released") == 1
    assert road.entered("release.flipped") == 2
    assert road.disagreements() == []


def test_a_killed_takedown_is_completed_by_the_next(copied_database, monkeypatch):
    bureau = road.a_bureau()
    page = road.released(bureau, "演示误发件")
    publishing.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=T)
    with monkeypatch.context() as patched:
        dies_at(patched, generations, "sweep", 1)
        assert road.in_a_child(lambda: press.flip_due(T)) == KILLED
    press.flip_due(T)
    assert "演示误发件" not in road.public(road.path_of(page))
    assert road.written("演示误发件", road.Path(road.settings.PUBLIC)) == []
    assert queries.urgent() == []
    assert road.disagreements() == []
