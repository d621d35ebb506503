"""The gate: whatever is really posted, whoever posts it, nothing comes out without a card.

Long because every address that takes a POST is named in it.

Out of scope: `loaddata`, `shell`, `dbshell` and whatever else holds the database itself. Who has
that can write any row; `gongkai verify` names what they wrote.
"""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command, get_commands
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from gongkai.config.access import ACCESS, EVERYONE, SIGNED_IN
from gongkai.law.refused import Refused
from gongkai.people.actions import sync_groups
from gongkai.people.models import Holding, PostKind
from gongkai.portal import actions as press
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Change, Disclosure, Edition
from gongkai.register.actions import append
from gongkai.register.queries import now
from gongkai.register.rules import SYSTEM
from tests.config.addresses import addresses, signed_in
from tests.make import NOW, a_holder, a_user
from tests.portal import road

SUPERUSER = "superuser"
HOLDERS = [*PostKind, SUPERUSER]
PAST = NOW - timedelta(days=300)

# Every open address that takes a POST, and what it may write. One that is not here fails the test
# below: whoever adds a road says what it does.
WRITING = {
    "a session or an account": {
        "people:add_department", "people:add_post",
        "people:login", "people:logout", "people:claim", "people:password", "people:add_user",
        "people:recovery", "people:rebind", "people:email",
    },
    "who holds what": {
        "people:propose_holding", "people:transfer", "people:propose_reset", "people:end_holding",
        "people:confirm_holding", "people:confirm_reset", "people:delegate",
        "people:end_delegation", "people:disable", "people:withdraw_reset",
    },
    "a draft, its files, its column, its duties": {
        "wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtaildocs_chooser:create",
        "wagtailimages_chooser:create", "publishing:column_new", "publishing:column_change",
        "publishing:column_move", "publishing:column_close", "publishing:column_reopen",
        "publishing:profile", "publishing:refile",
        "publishing:duty_new", "publishing:list_add", "publishing:list_end",
        "publishing:duty_end", "publishing:route_change",
        "publishing:import_draft",
    },
    "a card, a step further or back": {
        "publishing:submit", "publishing:sign", "publishing:waive", "publishing:live_checks",
        "publishing:clean", "publishing:send_back", "publishing:refer",
        "publishing:withdraw", "publishing:enter_paper", "publishing:confirm_paper",
        "publishing:ask_change", "publishing:resubmit_change", "publishing:site",
    },
    "an urgent takedown": {"publishing:urgent"},
    "a case: its facts, documents, files, who asked shown": {
        "casework:register", "casework:act", "casework:void", "casework:identity", "casework:file",
        "casework:draft", "casework:revise", "casework:hand_in", "casework:deliver",
        "casework:print", "casework:drop_part", "casework:redact", "casework:destruction",
        "casework:dispute_new", "casework:answer_dispute", "casework:close_dispute",
        "casework:withheld_new", "casework:withheld_review", "casework:topic_new",
        "casework:topic_end", "casework:slip", "casework:sheet", "casework:calendar_renew", "casework:calendar_revoke",
    },
    "a request or a letter of a stranger, and a question about one": {
        "portal:request", "portal:record", "portal:mailbox", "portal:status", "portal:rate",
    },
    "what a year's report is drawn with, and a draft of it": {
        "oversight:declare", "oversight:counting", "oversight:draft", "oversight:reprint",
        "oversight:submit", "oversight:compare",
    },
    "what is measured, a vintage not signed yet, what another body agreed to": {
        "figures:subject_new", "figures:subject", "figures:indicator_new", "figures:indicator",
        "figures:codelist_new", "figures:codelist", "figures:regions", "figures:flow_new",
        "figures:flow_edit", "figures:break_new", "figures:vintage_new", "figures:cell",
        "figures:cell_out", "figures:take_up", "figures:drop", "figures:gate", "figures:consent",
        "figures:consent_confirm", "figures:import_new", "figures:import_file",
        "figures:import_drop",
    },
    "the release calendar": {
        "outreach:plan", "outreach:settle", "outreach:change", "outreach:decide",
        "outreach:cancel", "outreach:tie",
    },
    "who may read figures before their moment": {
        "publishing:name_reader", "publishing:end_reader",
    },
    "a question to the data services, and one kept under a name": {
        "figures:px_data", "figures:px_save",
    },
    "the working days of a year": {"publishing:holidays_new", "publishing:holidays_confirm"},
    "nothing of the bureau's: previews, choices, who else is editing": {
        "wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release",
        "wagtailadmin_sprite", "wagtailadmin_pages:view_draft", "design:parts",
        "wagtailadmin_pages:revisions_index", "wagtaildocs_serve",
        "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
        "wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete",
    },
}  # fmt: skip
LISTED = {name for names in WRITING.values() for name in names}
COMMANDS = {
    "django.core", "django.contrib.staticfiles", "django.contrib.sessions", "axes",
    "django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "taggit",
}  # fmt: skip
OF_WAGTAIL = {
    "publish_scheduled", "publish_scheduled_pages", "move_pages", "fixtree",
    "create_log_entries_from_revisions", "rebuild_references_index", "show_references_index",
    "set_url_paths", "purge_embeds", "convert_mariadb_uuids", "wagtail_update_image_renditions",
}  # fmt: skip


class Desk:
    """A bureau with something public, something under review and something drafted."""

    def __init__(self):
        self.bureau = road.a_bureau()
        self.public = road.released(self.bureau, "演示公开件")
        self.draft = road.drafted(self.bureau, "演示草稿")
        self.reviewed = road.drafted(self.bureau, "演示在审件")
        self.card = publishing.submit(page=self.reviewed, by=self.bureau.editor, at=NOW)
        with transaction.atomic():
            append("demonstration.ready", subject="register", by=SYSTEM, at=NOW)

    def user(self, kind):
        """Return a newcomer with one post, or a superuser with all posts and all rights."""
        if kind != SUPERUSER:
            return a_holder(kind)
        user = a_user(is_superuser=True, is_staff=True)
        for each in PostKind:
            post = a_holder(each).holdings.get().post
            Holding.objects.create(user=user, post=post, since=PAST, confirmed_at=PAST)
        sync_groups(user, NOW)
        editors = user.groups.get()
        for codename in ("publish_page", "bulk_delete_page", "lock_page", "unlock_page"):
            permission = Permission.objects.get(codename=codename)
            GroupPagePermission.objects.create(
                group=editors, page=Page.get_first_root_node(), permission=permission
            )
        return user

    def objects(self, page):
        """Return what the sample addresses name: one page, one card."""
        column = page.get_parent()
        return {
            "page_id": page.pk, "pk": page.pk, "page_to_move_id": page.pk,
            "parent_page_id": column.pk, "destination_id": column.pk,
            "revision_id": page.latest_revision.pk,
            **{f"publishing_{name}_pk": self.card.pk for name in (
                "sign", "send_back", "refer", "withdraw", "enter_paper", "confirm_paper",
                "resubmit_change", "card", "card_pdf")},
        }  # fmt: skip


@pytest.fixture
def desk(db):
    return Desk()


def outside():
    """Return all that the public can know: editions, changes, every file."""
    editions = list(Edition.objects.visible(now()).order_by("pk").values_list("pk", "sha256"))
    return editions, list(Change.objects.values_list("pk")), road.tree()


def unchanged(before):
    """Say whether nothing came out, even after the press has had its pass; no page is live."""
    press.tick(now() + timedelta(minutes=1))
    return outside() == before and not Disclosure.objects.filter(live=True).exists()


def a_form(desk, title, **more):
    """Return what the editor's own form posts, with the buttons and dates of other roads."""
    values = {
        "title": title, "summary": "演示", "route": "general", "category": "4",
        "formed_on": "2014-10-13", "document_no": "", "attribute": "主动公开", "planned_at": "",
        "channels": [], "keywords": "", "source_kind": "own", "source_name": "演示局",
        "source_url": "", "body": streamfield([("text", rich_text("<p>演示</p>"))]),
    }  # fmt: skip
    return nested_form_data(values | more)


EVERYTHING = {
    "action-publish": "1", "action-submit": "1", "action-restart-workflow": "1",
    "action-unpublish": "1", "publish_copies": "1", "copy_subpages": "1", "confirm": "1",
    "go_live_at": "2014-01-01 00:00", "approved_go_live_at": "2014-01-01 00:00", "live": "1",
    "new_title": "演示复制", "new_slug": "yanshi-copy", "new_parent_page": "2", "position": "0",
    "restriction_type": "none", "digest": "0" * 64, "next": "/desk/",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOLDERS)
def test_no_road_that_can_be_posted_brings_anything_out(desk, kind):
    client, before = signed_in(desk.user(kind)), outside()
    cards = set(ApprovalCard.objects.values_list("pk", "step"))
    for page in (desk.draft, desk.public):
        objects = desk.objects(page)
        objects |= {"id": page.pk, "action_name": "publish"}
        data = a_form(desk, "演示乱投", **EVERYTHING) | {"id": page.pk}
        for address in addresses():
            is_tried = address.name in ACCESS or kind == SUPERUSER  # who has every right tries all
            if is_tried and address.name not in {"people:logout", "publishing:withdraw"}:
                client.post(address.path(**objects), data)
    assert unchanged(before)
    assert not {card for card in ApprovalCard.objects.values_list("pk", "step")
                if card[1] in {"approved", "armed", "released"}} - cards  # fmt: skip


@pytest.mark.parametrize("kind", [PostKind.EDITOR, PostKind.OFFICE, PostKind.ADMIN, SUPERUSER])
def test_every_road_of_wagtails_own_is_shut(desk, kind):
    client, before = signed_in(desk.user(kind)), outside()
    editor = "/desk/editor"
    for page in (desk.draft, desk.public, desk.reviewed):
        pk, column = page.pk, page.get_parent().pk
        for path in (
            *(f"{editor}/bulk/wagtailcore/page/{name}/?next=/desk/&id={pk}"
              for name in ("publish", "unpublish", "move", "delete")),
            *(f"{editor}/api/main/pages/{pk}/action/{name}/"
              for name in ("publish", "unpublish", "copy", "delete", "move", "create_alias",
                           "convert_alias", "revert_to_page_revision", "copy_for_translation")),
            *(f"{editor}/pages/{pk}/{name}/"
              for name in ("unpublish", "delete", "copy", "move", "privacy", "lock", "unlock",
                           "convert_alias", "set_position")),
            f"{editor}/pages/{pk}/move/{column}/confirm/",
            f"{editor}/pages/{pk}/revisions/{page.latest_revision.pk}/revert/",
            f"{editor}/pages/{pk}/revisions/{page.latest_revision.pk}/unschedule/",
            f"{editor}/pages/workflow/action/{pk}/approve/1/",
            f"{editor}/pages/workflow/confirm_cancellation/{pk}/",
            f"{editor}/collections/add/",
            f"{editor}/collections/1/privacy/",
        ):  # fmt: skip
            assert client.post(path, EVERYTHING).status_code == 403, path
    assert Disclosure.objects.count() == 3
    assert unchanged(before)


@pytest.mark.parametrize("kind", [PostKind.EDITOR, SUPERUSER])
def test_creating_with_every_button_makes_a_draft_and_nothing_more(desk, kind):
    user, before = desk.user(kind), outside()
    sync_groups(user, NOW)
    path = f"/desk/editor/pages/add/publishing/disclosure/{desk.draft.get_parent().pk}/"
    answer = signed_in(user).post(path, a_form(desk, "演示新稿", **EVERYTHING))
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    page = Disclosure.objects.get(title="演示新稿")
    assert not page.live
    assert page.approved_schedule is False
    call_command("publish_scheduled")
    assert unchanged(before)


@pytest.mark.parametrize("kind", [PostKind.EDITOR, SUPERUSER])
@pytest.mark.parametrize("which", ["draft", "public", "reviewed"])
def test_editing_with_every_button_changes_the_draft_and_nothing_more(desk, kind, which):
    user, page, before = desk.user(kind), getattr(desk, which), outside()
    sync_groups(user, NOW)
    answer = signed_in(user).post(
        f"/desk/editor/pages/{page.pk}/edit/", a_form(desk, "演示改稿", **EVERYTHING)
    )
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    page.refresh_from_db()
    assert page.latest_revision.as_object().title == "演示改稿"
    assert not page.live
    assert not page.revisions.exclude(approved_go_live_at=None).exists()
    call_command("publish_scheduled")
    assert unchanged(before)


def test_every_open_address_that_takes_a_post_is_listed(desk):
    client = signed_in(desk.user(SUPERUSER))
    taking = set()
    for address in addresses():
        if address.name in ACCESS and address.name != "people:logout":
            answer = client.post(address.path(**desk.objects(desk.draft)), {})
            if answer.status_code != 405:
                taking.add(address.name)
    taking.add("people:logout")
    assert taking - LISTED == set()
    assert LISTED - taking == set()


def test_every_management_command_is_known(db):
    found = {}
    for name, app in get_commands().items():
        found.setdefault(str(app), set()).add(name)
    ours = {app for app in found if app.startswith("gongkai")}
    assert ours == {"gongkai.people", "gongkai.publishing"}
    shut = found.pop("gongkai.publishing") | found.pop("gongkai.people")
    assert shut == {"purge_revisions", "addstatictoken"}  # of the libraries
    for name in shut:
        with pytest.raises(CommandError):
            call_command(name)
    assert set(found) - COMMANDS == {"wagtail", "wagtail.images"}
    assert found["wagtail"] | found["wagtail.images"] == OF_WAGTAIL


def test_scheduling_behind_the_editors_back_brings_nothing_out(desk):
    before = outside()
    for page in (desk.draft, desk.public):
        page.revisions.update(approved_go_live_at=timezone.now() - timedelta(days=1))
        page.go_live_at = timezone.now() - timedelta(days=1)
        with suppress(Refused):
            page.save()
        with suppress(Refused):
            call_command("publish_scheduled")
    assert unchanged(before)


@pytest.mark.parametrize(
    "road_taken",
    [
        lambda page: page.latest_revision.publish(),
        lambda page: page.save_revision(changed=False).publish(),
        lambda page: setattr(page, "live", True) or page.save(),
        lambda page: page.unpublish(),
        lambda page: page.copy(update_attrs={"slug": "copy", "public_id": "c" * 12}),
        lambda page: setattr(page, "body", [("text", RichText("<p>演示</p>"))]) or page.save(),
    ],
    ids=["publish", "publish anew", "live and save", "unpublish", "copy", "save"],
)
@pytest.mark.parametrize("which", ["draft", "public"])
def test_code_that_imports_or_publishes_brings_nothing_out(desk, road_taken, which):
    before = outside()
    with suppress(Refused):
        road_taken(getattr(desk, which).specific)
    assert unchanged(before)


def test_the_public_reads_no_row_that_only_says_it_is_live(desk):
    before = outside()
    Disclosure.objects.update(live=True)
    press.rebuild(now())
    after = outside()
    assert [set(part) for part in after[:2]] == [set(part) for part in before[:2]]
    assert set(after[2]) == set(before[2])
    assert not any("演示草稿".encode() in data for data in after[2].values())


# Forms that come late, twice, or together


def sign_path(card):
    return f"/desk/cards/{card.pk}/sign/"


def signed_through(desk, card, last):
    """Sign a card up to a step."""
    for kind in road.REVIEW:
        card.refresh_from_db()
        if card.step == last:
            break
        publishing.sign(card=card.pk, by=desk.bureau.signers[kind], at=NOW, digest=card.digest)
    card.refresh_from_db()
    return card


def test_a_replayed_form_signs_nothing_twice(desk):
    card, client = desk.card, signed_in(desk.bureau.signers[PostKind.HEAD])
    form = {"digest": card.digest, "comment": ""}
    assert client.post(sign_path(card), form).status_code == 302
    assert client.post(sign_path(card), form).status_code == 409
    other = signed_in(a_holder(PostKind.HEAD))
    assert other.post(sign_path(card), form).status_code == 409
    assert card.signatures.filter(decision="sign").count() == 1


def test_a_stale_form_signs_nothing_after_an_edit(desk):
    card, before = signed_through(desk, desk.card, "sign"), outside()
    client = signed_in(desk.bureau.signers[PostKind.LEADER])
    form = {"digest": card.digest, "comment": ""}
    publishing.revise(page=desk.reviewed, by=desk.bureau.editor, at=NOW, title="演示偷换")
    assert client.post(sign_path(card), form).status_code == 409
    card.refresh_from_db()
    assert card.step == "draft"
    assert client.post(sign_path(card), form).status_code == 409
    assert unchanged(before)


def test_a_form_of_an_earlier_round_signs_nothing(desk):
    card, before = signed_through(desk, desk.card, "sign"), outside()
    old = {"digest": card.digest, "comment": ""}
    leader = desk.bureau.signers[PostKind.LEADER]
    publishing.send_back(card=card.pk, by=leader, at=NOW, digest=card.digest, reason="演示")
    publishing.revise(page=desk.reviewed, by=desk.bureau.editor, at=NOW, title="演示二稿")
    publishing.submit(page=desk.reviewed, by=desk.bureau.editor, at=NOW)
    card = signed_through(desk, card, "sign")
    assert signed_in(leader).post(sign_path(card), old).status_code == 409
    assert unchanged(before)


def test_a_post_without_the_forms_own_token_is_refused(desk):
    client = signed_in(desk.bureau.signers[PostKind.HEAD], enforce_csrf_checks=True)
    answer = client.post(sign_path(desk.card), {"digest": desk.card.digest})
    assert answer.status_code == 403
    assert not desk.card.signatures.filter(decision="sign").exists()


def test_two_signers_at_once_make_one_edition(copied_database):
    desk = Desk()
    card = signed_through(desk, desk.card, "sign")
    leaders = [desk.bureau.signers[PostKind.LEADER], a_holder(PostKind.LEADER)]
    clients, statuses, start = [signed_in(user) for user in leaders], [], threading.Barrier(2)

    def signs(client: Client) -> None:
        start.wait()
        answer = client.post(sign_path(card), {"digest": card.digest, "comment": ""})
        statuses.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=signs, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 409]
    assert Edition.objects.filter(card=card).count() == 1
    assert card.signatures.filter(step="sign", decision="sign").count() == 1


def test_no_row_is_open_to_strangers_but_signing_in_and_what_shows_nothing():
    open_to_all = {name for name, allowed in ACCESS.items() if allowed == EVERYONE}
    assert open_to_all & LISTED == {
        "people:login", "people:logout", "people:claim", "wagtailadmin_sprite", "design:parts",
        "portal:request", "portal:record", "portal:mailbox", "portal:status", "portal:rate",
        "figures:px_data", "figures:px_save",
    }  # fmt: skip
    assert {name for name, allowed in ACCESS.items() if allowed == SIGNED_IN} & LISTED == {
        "people:password", "people:recovery", "people:rebind",
    }  # fmt: skip
