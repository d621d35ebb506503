"""What happens to an item after it came out: urgent takedown, purge, correction, expiry."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.portal import actions as press
from gongkai.portal import queries
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Change, Edition
from tests.make import NOW
from tests.portal import road

T = NOW + timedelta(hours=1)


@pytest.fixture
def bureau(db):
    return road.a_bureau()


def folders():
    return Path(settings.PUBLIC), Path(settings.PRESS)


def test_an_urgent_takedown_takes_an_item_off_every_surface(bureau):
    page = road.released(bureau, "演示误发件")
    correction = {"what": "演示更正", "why": "演示"}
    publishing.revise(page=page, by=bureau.editor, at=NOW, title="演示误发件（第二版）")
    road.approved(bureau, page, NOW, correction=correction)
    press.tick(NOW)
    assert road.public(road.path_of(page, ".v1.html"))
    publishing.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=T)
    press.flip_due(T)
    public, prepared = folders()
    assert road.written("演示误发件", public, prepared) == []
    assert "下线" in road.public(road.path_of(page))
    assert road.public(road.path_of(page, ".v1.html")) is None
    assert Change.objects.get().carried_out_at == T
    assert road.dead_links() == set()
    assert road.disagreements() == []


def test_a_purge_leaves_nothing_of_the_text_or_its_files(copied_database):
    bureau = road.a_bureau()
    block, data = road.a_picture(bureau, 10, 90)
    body = [{"type": "text", "html": "<p>演示私密正文</p>"}, block]
    page = road.released(bureau, "演示误发件", body=body)
    other = road.drafted(bureau, "演示待发件")
    road.approved(bureau, other, release_at=T + timedelta(days=1))
    press.tick(NOW)
    public, prepared = folders()
    for text in ("演示私密正文", "演示误发件", data):
        assert road.written(text, public) != []
    publishing.take_down_urgently(public_id=page.public_id, reason="演示", by=bureau.office, at=T,
                                  purge=True)  # fmt: skip
    press.flip_due(T)
    for text in ("演示私密正文", "演示误发件", data, block["sha256"]):
        assert road.written(text, public, prepared) == []
    assert road.disagreements() == []
    press.tick(T + timedelta(days=1))
    assert "演示待发件" in road.public("index.html")


def test_a_file_that_another_item_shows_stays_when_one_is_taken_down(bureau):
    block, data = road.a_picture(bureau, 30, 60)
    first = road.released(bureau, "演示甲件", body=[block])
    second = road.released(bureau, "演示乙件", body=[block])
    for page, left in ((first, True), (second, False)):
        road.asked(bureau, page, "take_down", T)
        press.tick(T)
        assert (data in road.tree().values()) is left
    assert "演示原因" in road.public(road.path_of(first))
    assert road.disagreements() == []


def test_a_takedown_that_was_withdrawn_takes_nothing_down(bureau):
    page = road.released(bureau, "演示本件")
    card = road.asked(bureau, page, "take_down", NOW, T)
    press.tick(NOW)
    publishing.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="演示撤回")
    later = T + timedelta(hours=1)
    assert press.tick(later) == []
    press.rebuild(later)
    assert "演示本件" in road.public(road.path_of(page))
    assert Edition.objects.visible(later).filter(public_id=page.public_id).exists()


def test_a_correction_keeps_the_superseded_version_at_its_own_address(bureau):
    page = road.released(bureau, "演示更正件")
    publishing.revise(page=page, by=bureau.editor, at=T, title="演示更正件（更正）")
    road.approved(bureau, page, T, correction={"what": "演示改数", "why": "演示有误"})
    press.tick(T)
    old, new = road.public(road.path_of(page, ".v1.html")), road.public(road.path_of(page))
    assert "这是第1版，已被更正" in old
    assert f'href="/{road.path_of(page)}"' in old
    assert "演示改数" in new
    assert f'href="/{road.path_of(page, ".v1.html")}"' in new
    assert road.entered("disclosure.corrected") == 1
    assert "演示更正件（更正）" in road.public("index.html")
    assert ".v1.html" not in road.public("index.html")
    assert road.dead_links() == set()


def test_corrections_are_counted_by_what_came_out_not_by_what_was_tried(bureau):
    page = road.released(bureau, "演示更正件")
    for title, taken_back in (("演示一改", True), ("演示二改", False)):
        publishing.revise(page=page, by=bureau.editor, at=NOW, title=title)
        correction = {"what": title, "why": "演示"}
        card = road.approved(bureau, page, NOW, T if taken_back else None, correction=correction)
        if taken_back:
            publishing.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="演示撤回")
        press.tick(NOW)
    edition = Edition.objects.get(number=3)
    found = queries.article(queries.Site(NOW), edition)
    assert [(one.number, one.what) for one in found.corrections] == [(1, "演示二改")]
    assert "演示一改" not in "".join(str(data) for data in road.tree().values())


def test_an_expired_item_says_so_and_stays(bureau):
    page = road.released(bureau, "演示失效件")
    road.asked(bureau, page, "expire", T)
    press.tick(T)
    assert "演示原因" in road.public(road.path_of(page))
    assert "失效" in road.public("columns/news/index.html")
