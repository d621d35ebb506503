"""Address × post: every address has a row or is shut for a reason, and the answers keep to it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import resolve
from wagtail.models import Page

from gongkai.config.access import ACCESS, EVERYONE, SIGNED_IN, may_open
from gongkai.people.models import Holding, PostKind
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Disclosure, Signature
from tests.config.addresses import addresses, nameless, signed_in
from tests.make import NOW, a_holder, a_user
from tests.portal import road


def named(prefix, text):
    """Return the names in a text, each with a prefix."""
    return [prefix + name for name in text.split()]


# Why an address is shut to all: each group and all that is in it. What is neither here nor in
# access.py fails, so a new release of Wagtail cannot bring a road nobody has looked at.
CLOSED = {
    "the press publishes, on a complete card; a draft is moved, copied, locked by nobody": [
        "wagtail_bulk_action",
        *named("wagtailadmin_pages:",
            "convert_alias copy delete lock unlock move move_confirm set_page_position set_privacy"
            " unpublish revisions_revert revisions_unschedule"),
    ],
    "a second road to the same pages, for programs; none of ours uses it": [
        *named("wagtailadmin_api:",
            "pages:action pages:detail pages:find pages:listing images:detail images:find"
            " images:listing documents:detail documents:find documents:listing"),
    ],
    "the approval card is the only workflow": [
        *named("wagtailadmin_pages:",
            "workflow_action workflow_history workflow_history_detail workflow_preview"
            " collect_workflow_action_data confirm_workflow_cancellation"),
        *named("wagtailadmin_workflows:",
            "index index_results add edit enable disable usage usage_results remove task_index"
            " task_index_results add_task edit_task enable_task disable_task select_task_type"
            " task_chooser task_chooser_create task_chooser_results task_chosen"),
    ],
    "signing in, out and passwords are ours: lock-out, one-time codes, register": [
        "wagtailadmin_account", "wagtailadmin_login", "wagtailadmin_logout",
        "wagtailadmin_password_reset", "wagtailadmin_password_reset_complete",
        "wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_done",
    ],
    "people and their powers come from posts held, never from an account's rights": [
        *named("wagtailusers_users:",
            "index index_results add edit delete copy history history_results usage"),
        *named("wagtailusers_groups:",
            "index index_results add edit delete history history_results usage"),
    ],
    "files are chosen and uploaded in a draft; changing one would change what was signed": [
        *named("wagtaildocs:",
            "index index_results add edit delete document_usage add_multiple edit_multiple"
            " delete_multiple delete_upload_multiple"
            " create_multiple_from_uploaded_document"),
        *named("wagtailimages:",
            "index index_results add edit delete image_usage preview url_generator"
            " url_generator_output add_multiple edit_multiple delete_multiple"
            " delete_upload_multiple create_multiple_from_uploaded_image"),
        "wagtailimages_chooser:select_format", "wagtaildocs_authenticate_with_password",
        *named("wagtailadmin_collections:",
            "index add edit delete set_privacy"),
    ],
    "text links to other sites only: a page of ours has no address before it is released": [
        "wagtailadmin_choose_page", "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search", "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_choose_page_anchor_link", "wagtailadmin_choose_page_phone_link",
        "wagtailembeds:chooser", "wagtailembeds:chooser_upload",
    ],
    "the desk has its own lists; the editor is entered from a draft": [
        "wagtailadmin_home", "wagtailadmin_explore", "wagtailadmin_explore_root",
        "wagtailadmin_explore_results", "wagtailadmin_error_test", "wagtailsnippets:index",
        *named("wagtailadmin_pages:",
            "add_subpage choose_parent search search_results type_use type_use_results"
            " usage"),
        *named("wagtailadmin_reports:",
            "aging_pages aging_pages_results locked_pages locked_pages_results page_types_usage"
            " page_types_usage_results site_history site_history_results workflow workflow_results"
            " workflow_tasks workflow_tasks_results"),
    ],
}  # fmt: skip
SHUT = {name for names in CLOSED.values() for name in names}
NAMES = {address.name for address in addresses()}
DONE = {200, 302, 400, 404, 405, 501}  # what an open address may answer to a bare GET


@pytest.fixture
def objects(db):
    """Return one of everything an address may name."""
    bureau = road.a_bureau()
    block, _ = road.a_picture(bureau, 10)
    page = road.released(bureau, "演示本件", body=[block])
    draft = road.drafted(bureau, "演示草稿")
    draft.save_revision(user=bureau.editor)
    card = publishing.submit(page=draft, by=bureau.editor, at=NOW)
    person = a_user()
    holding = Holding.objects.create(user=person, post=bureau.editor.holdings.get().post, since=NOW)
    return {
        "page_id": draft.pk,
        "parent_page_id": draft.get_parent().pk,
        "revision_id": draft.latest_revision.pk,
        "wagtailadmin_pages_add_parent_page_id": draft.get_parent().pk,
        "document_id": 1,
        "sha256": block["sha256"],
        "suffix": "png",
        "seq": 1,
        "signature": Signature.objects.latest("pk").pk,
        **{f"publishing_{name}_pk": page.pk for name in ("disclosure", "submit", "urgent")},
        "publishing_ask_change_pk": page.pk,
        **{f"publishing_{name}_pk": card.pk for name in ("card", "card_pdf", "withdraw")},
        **{f"people_{name}_pk": person.pk for name in ("user", "propose_holding")},
        "people_transfer_pk": holding.pk,
    }


def test_every_address_has_a_row_or_is_shut_for_a_reason():
    assert NAMES - set(ACCESS) - SHUT == set()


def test_no_address_is_both_open_and_shut():
    assert set(ACCESS) & SHUT == set()


def test_no_row_names_a_view_that_is_not_there():
    assert (set(ACCESS) | SHUT) - NAMES == set()


def test_nothing_without_a_row_may_be_opened():
    everything = frozenset(PostKind)
    assert not any(may_open(name, everything, signed_in=True) for name in SHUT)
    assert not may_open("", everything, signed_in=True)
    assert not may_open("publishing:nothing", everything, signed_in=True)


def test_no_row_is_open_to_posts_that_do_not_exist():
    known = set(PostKind)
    rows = {name: allowed - known for name, allowed in ACCESS.items()
            if allowed not in (EVERYONE, SIGNED_IN)}  # fmt: skip
    assert {name: extra for name, extra in rows.items() if extra} == {}


def wrong(client, objects, kinds, *, is_signed_in=True, shut=False):
    """Return the addresses whose answer is not what the matrix says: name -> status."""
    found = {}
    for address in addresses():
        if (address.name in SHUT) is not shut:
            continue
        cache.clear()  # how often one may ask is not what is asked here
        answer = client.get(address.path(**objects))
        may = may_open(address.name, kinds, signed_in=is_signed_in)
        if may:
            fits = answer.status_code in DONE
        elif is_signed_in:
            fits = answer.status_code == 403
        else:
            fits = answer.status_code == 302 and answer["Location"].startswith("/desk/login/?next=")
        if not fits:
            found[address.name] = answer.status_code
    return found


@pytest.mark.parametrize("kind", PostKind)
def test_a_holder_of_a_post_opens_what_its_row_says_and_nothing_else(objects, kind):
    client = signed_in(a_holder(kind))
    assert wrong(client, objects, frozenset({kind})) == {}


def test_a_person_without_a_post_opens_what_everybody_may(objects):
    assert wrong(signed_in(a_user()), objects, frozenset()) == {}


def test_a_stranger_is_sent_to_the_sign_in_page(objects):
    assert wrong(Client(), objects, frozenset(), is_signed_in=False) == {}
    assert wrong(Client(), objects, frozenset(), is_signed_in=False, shut=True) == {}


def test_a_shut_address_is_shut_to_a_holder_of_every_post_and_to_a_superuser(objects):
    person = a_user(is_superuser=True, is_staff=True)
    for kind in PostKind:
        post = a_holder(kind).holdings.get().post
        Holding.objects.create(user=person, post=post, since=NOW.replace(year=2013),
                               confirmed_at=NOW.replace(year=2013))  # fmt: skip
    assert wrong(signed_in(person), objects, frozenset(PostKind), shut=True) == {}


def test_a_pattern_without_a_name_is_refused(objects):
    assert nameless() == 2
    client = signed_in(a_holder(PostKind.OFFICE))
    for path in ("/desk/editor/test404/", "/desk/editor/no-such-page/"):
        assert not resolve(path).url_name
        assert client.get(path).status_code == 403


def test_an_account_that_was_closed_opens_nothing(objects):
    user = a_holder(PostKind.OFFICE)
    client = signed_in(user)
    assert client.get("/desk/cards/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/desk/cards/").status_code == 302


def test_another_spelling_of_a_shut_path_opens_nothing(objects):
    client = signed_in(a_holder(PostKind.EDITOR))
    page = Page.objects.get(pk=objects["page_id"])
    for path in (
        f"/desk/editor/pages/{page.pk}/unpublish",
        f"/desk/editor/pages//{page.pk}/unpublish/",
        f"/desk/editor/pages/{page.pk}/%75npublish/",
        f"/desk/./editor/pages/{page.pk}/unpublish/",
        f"/DESK/editor/pages/{page.pk}/unpublish/",
    ):
        assert client.post(path, follow=True).status_code in {403, 404}, path
    assert Disclosure.objects.get(pk=page.pk)
