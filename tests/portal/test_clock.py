"""The running clock: `gongkai clock` as a process of its own releases and takes down in time."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from gongkai.portal import actions as press
from gongkai.publishing import actions as publishing
from tests.portal import road

WITHIN = 60  # seconds until an urgent takedown is off every surface


@pytest.fixture
def bureau(copied_database, settings, tmp_path):
    """Return a real bureau whose data folder another process can work on."""
    return road.a_bureau(timezone.now(), demonstration=False)


def first_seen(path, text, until):
    """Return when a text was first read at a public path, looked for a hundred times a second."""
    while time.time() < until:
        if text in (road.public(path) or ""):
            return time.time()
        time.sleep(0.01)
    return None


def test_the_clock_releases_within_a_second_of_the_moment_and_never_before(bureau, tmp_path):
    now = timezone.now()
    release_at = now + timedelta(seconds=6)
    page = road.drafted(bureau, "演示定时件", now)
    road.approved(bureau, page, now, release_at)
    press.prepare(now)
    with road.running(tmp_path, "clock"):
        seen = first_seen(road.path_of(page), "演示定时件", release_at.timestamp() + 10)
    late = seen - release_at.timestamp()
    assert 0 <= late <= 1, f"{late:.3f} s"
    assert road.entered("disclosure.released") == 1
    assert road.disagreements() == []


def test_an_urgent_takedown_is_carried_out_in_time_by_the_clock(bureau, tmp_path):
    page = road.released(bureau, "演示误发件", timezone.now())
    with road.running(tmp_path, "clock"):
        started = time.time()
        publishing.take_down_urgently(
            public_id=page.public_id, reason="演示", by=bureau.office, at=timezone.now()
        )
        public, prepared = Path(settings.PUBLIC), Path(settings.PRESS)
        while road.written("演示误发件", public, prepared) and time.time() < started + WITHIN:
            time.sleep(0.1)
        taken = time.time() - started
    assert road.written("演示误发件", public, prepared) == []
    assert taken < WITHIN
    assert road.public(road.path_of(page)) is not None
    assert road.disagreements() == []
