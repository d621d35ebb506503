"""Every road of the model to the public without a card: refused, or without public effect."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from gongkai.law.refused import Refused
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Column, Disclosure, Edition
from tests.make import NOW, a_draft, a_release, a_text

LATER = timezone.now() + timedelta(days=9999)


def publish(page):
    page.get_latest_revision().publish()


def save_live(page):
    page.live = True
    page.save()


def update_live(page):
    Page.objects.filter(pk=page.pk).update(live=True)


def unpublish(page):
    page.unpublish()


def schedule(page):
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at, clean=False)
    assert revision.approved_go_live_at
    call_command("publish_scheduled")


def copy(page):
    page.copy(update_attrs={"slug": "copy", "live": True}, keep_live=True)


def copy_column(page):
    page.get_parent().specific.copy(recursive=True, update_attrs={"slug": "copy"})


def add_child_live(page):
    child = Disclosure(title="另起（演示）", slug="other", live=True)
    Column.objects.get(slug="news").add_child(instance=child)
    child.refresh_from_db()
    assert not child.live


def move(page):
    page.move(Column.objects.get(slug="news"), pos="last-child")


def alias(page):
    page.create_alias(update_slug="alias", parent=Column.objects.get(slug="news"))


ROADS = {
    publish: "disclosure.live", save_live: "disclosure.live", unpublish: "disclosure.live",
    schedule: "disclosure.live", copy: "disclosure.copy", copy_column: "disclosure.copy",
    alias: "public_id", update_live: "", add_child_live: "", move: "",
}  # fmt: skip


def walk(road, page):
    """Walk a road; return the code of its refusal, or what the database said of it."""
    try:
        with transaction.atomic():
            road(page)
    except Refused as error:
        return error.code
    except IntegrityError as error:  # a second disclosure under one public id
        return "public_id" if "public_id" in str(error) else str(error)
    return ""


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_road_shows_a_draft_to_the_public(bureau, road):
    page = a_draft(bureau)
    assert walk(road, Disclosure.objects.get(pk=page.pk)) == ROADS[road]
    assert not Edition.objects.visible(LATER).disclosures().exists()
    if road is not update_live:
        assert not Disclosure.objects.filter(live=True).exists()


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_road_changes_or_hides_what_is_public(bureau, road):
    page = a_draft(bureau)
    edition = a_release(bureau, page).editions.get()
    changed = actions.revise(page=page, by=bureau.editor, at=NOW, body=[a_text("改。")])
    walk(road, Disclosure.objects.get(pk=changed.pk))
    assert list(Edition.objects.visible(LATER).disclosures()) == [edition]
    assert queries.content_of(edition.sha256)["body"] == [a_text()]
    assert list(queries.edition_faults()) == []


def test_draft_marked_live_behind_the_desk_can_no_longer_be_saved(bureau):
    page = a_draft(bureau)
    update_live(page)
    with pytest.raises(Refused):
        Disclosure.objects.get(pk=page.pk).save()


def test_nobody_has_a_permission_to_publish_move_copy_or_lock(bureau):
    page = a_draft(bureau)
    root = bureau.editor.__class__.objects.create_superuser("root", password="x" * 12, name="演示")
    for user in (bureau.editor, bureau.office, bureau.leader, root):
        may = page.permissions_for_user(user)
        for power in ("publish", "unpublish", "publish_subpage", "move", "copy", "lock",
                      "set_view_restrictions"):  # fmt: skip
            assert not getattr(may, f"can_{power}")(), (user, power)


def test_draft_with_a_card_or_an_edition_cannot_be_deleted_in_the_editor(bureau):
    root = bureau.editor.__class__.objects.create_superuser("root", password="x" * 12, name="演示")
    page = a_draft(bureau)
    assert page.permissions_for_user(root).can_delete()
    a_release(bureau, page)
    assert not Disclosure.objects.get(pk=page.pk).permissions_for_user(root).can_delete()
    assert not Column.objects.get(slug="data").permissions_for_user(root).can_delete()
