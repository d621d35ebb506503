"""What an insider or a broken browser posts: no draft of others is touched, no page breaks."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from gongkai.people.actions import sync_groups
from gongkai.people.models import PostKind
from gongkai.publishing import actions, queries
from gongkai.publishing.models import ApprovalCard, Attachment, Column, Disclosure, Picture
from tests.config.addresses import signed_in
from tests.make import NOW, a_bureau, a_card, a_department, a_draft, a_holder, a_release
from tests.publishing.files import PDF, png

EDITOR = "/desk/editor/pages"
HUGE = 10**23
PREFIX = {"documents": "document-chooser-upload", "images": "image-chooser-upload"}
FILE = {"documents": ("公报.pdf", PDF), "images": ("图.png", png())}
CELLS = {"first_row_is_table_header": True}


@pytest.fixture
def bureau(db):
    return a_bureau()


def browser(user):
    sync_groups(user, NOW)
    return signed_in(user)


def a_form(*blocks, **more):
    values = {
        "title": "演示新稿", "summary": "演示", "route": "general", "category": "4",
        "formed_on": "2014-10-13", "document_no": "", "attribute": "主动公开", "planned_at": "",
        "channels": [], "keywords": "", "source_kind": "own", "source_name": "演示局",
        "source_url": "", "body": streamfield(list(blocks)),
    }  # fmt: skip
    return nested_form_data(values | more)


def a_text_of(text):
    return "text", rich_text(f"<p>{text}</p>")


def a_table(table):
    sent = table if isinstance(table, str) else json.dumps(table)
    return "table", {"caption": "表（演示）", "table": sent, "note": ""}


def created(bureau, form):
    column = Column.objects.get(slug="data")
    path = f"{EDITOR}/add/publishing/disclosure/{column.pk}/"
    return browser(bureau.editor).post(path, form)


def roads(page):
    return [
        f"{EDITOR}/{page.pk}/{end}"
        for end in ("edit/", "edit/preview/", "view_draft/", "revisions/", "history/",
                    "history/results/", f"revisions/{page.latest_revision_id}/view/",
                    "revisions/compare/earliest...latest/")
    ]  # fmt: skip


def test_preview_by_another_section_purges_no_draft_and_refers_no_card(bureau):
    page = a_draft(bureau)
    card = a_card(bureau, page)
    stranger = browser(a_holder(PostKind.EDITOR, a_department("外处（演示）")))
    answer = stranger.post(f"{EDITOR}/{page.pk}/edit/preview/", a_form(title="机密★1年"))
    assert answer.status_code == 403
    assert Disclosure.objects.filter(pk=page.pk).exists()
    assert ApprovalCard.objects.get(pk=card.pk).step == card.step


def test_editor_opens_no_road_to_a_draft_of_another_section(bureau):
    page = a_draft(bureau)
    stranger = browser(a_holder(PostKind.EDITOR, a_department("外处（演示）")))
    assert {path: stranger.get(path).status_code for path in roads(page)} == dict.fromkeys(
        roads(page), 403
    )


def test_editor_opens_every_road_to_a_draft_of_their_own_section(bureau):
    page = a_draft(bureau)
    own = browser(bureau.second_editor)
    assert {own.get(path, follow=True).status_code for path in roads(page)} == {200}


@pytest.mark.parametrize("end", ["{0}/edit/", "{0}/edit/preview/", "{0}/history/",
                                 "add/publishing/column/{0}/",
                                 "add/publishing/column/{0}/preview/"])  # fmt: skip
def test_column_is_drafted_on_the_desk_only(bureau, end):
    column, before = Column.objects.get(slug="data"), Column.objects.count()
    path = f"{EDITOR}/{end.format(column.pk)}"
    client = browser(bureau.editor)
    assert client.get(path).status_code == 403
    assert client.post(path, {"title": "改名", "slug": "changed"}).status_code == 403
    assert Column.objects.count() == before
    assert Column.objects.get(pk=column.pk).get_latest_revision() is None


@pytest.mark.parametrize("path", ["disclosures/{}/", "disclosures/{}/submit/", "cards/{}/",
                                  "people/users/{}/", "register/{}/"])  # fmt: skip
def test_number_no_row_can_have_is_not_found(bureau, path):
    client = browser(bureau.editor)
    assert client.get(f"/desk/{path.format(HUGE)}").status_code == 404


@pytest.mark.parametrize("path", ["{1}/revisions/compare/{0}...latest/",
                                  "{0}/revisions/compare/{1}...{1}/"])  # fmt: skip
def test_number_no_row_can_have_is_not_found_where_wagtail_takes_it_as_text(bureau, path):
    page = a_draft(bureau)
    for huge in (HUGE, "9" * 5000):
        address = f"{EDITOR}/{path.format(huge, page.pk)}"
        assert browser(bureau.editor).get(address).status_code == 404


def test_paper_of_no_card_is_not_found(bureau):
    answer = browser(bureau.office).post("/desk/cards/404/paper/confirm/", {"digest": "x"})
    assert answer.status_code == 404


# Uploads in the editor


def uploaded(bureau, kind, name, data):
    prefix = PREFIX[kind]
    form = {f"{prefix}-title": "演示", f"{prefix}-collection": "1",
            f"{prefix}-file": SimpleUploadedFile(name, data)}  # fmt: skip
    return browser(bureau.editor).post(f"/desk/editor/{kind}/chooser/create/", form)


@pytest.mark.parametrize("kind", PREFIX)
def test_file_uploaded_in_the_editor_is_kept_with_what_its_bytes_are(bureau, kind):
    name, data = FILE[kind]
    assert uploaded(bureau, kind, name, data).json()["step"] == "chosen"
    row = {"documents": Attachment, "images": Picture}[kind].objects.get()
    assert (row.file_name, len(row.sha256), row.uploaded_by_user) == (name, 64, bureau.editor)
    assert queries.file_bytes(row.sha256)[0] == data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("页.html", b"<script>1</script>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("公报.pdf", "机密★1年".encode()),
        ("公报.png", PDF),
    ],
)
def test_file_of_no_public_kind_is_not_kept_by_the_editor(bureau, name, data):
    answer = uploaded(bureau, "documents", name, data)
    assert answer.json()["step"] == "reshow_creation_form"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("kind", PREFIX)
@pytest.mark.parametrize("page", ["", "results/"])
@pytest.mark.parametrize("asked", ["%00公报", "公报"])
def test_chooser_stays_open_when_it_is_searched(bureau, kind, page, asked):
    address = f"/desk/editor/{kind}/chooser/{page}?q={asked}"
    assert browser(bureau.editor).get(address).status_code == 200


# Drafts no browser sends


@pytest.mark.parametrize(
    "table",
    [
        "{", "[" * 50_000, [1], {"data": 5}, {"data": "abc"}, {"data": [1, 2]}, {"data": [None]},
        {"data": [[{"a": 1}]]}, {"data": [["\ud800", "1"]]}, {"data": [["\x00", "1"]]},
    ],
    ids=str,
)  # fmt: skip
def test_table_that_is_none_is_refused_and_not_stored(bureau, table):
    sent = table if isinstance(table, str) else {**CELLS, **table} if table != [1] else table
    answer = created(bureau, a_form(a_table(sent)))
    assert answer.status_code in {200, 403}
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("sent", ["{", '{"blocks":[{}]}', '{"blocks":[],"entityMap":5}x'])
def test_rich_text_that_is_none_is_refused_and_not_stored(bureau, sent):
    form = a_form(a_text_of("演示")) | {"body-0-value": sent}
    assert created(bureau, form).status_code == 403
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("changes", [{"body-count": "zz"}, {"body-count": "2"}])
def test_body_whose_parts_are_missing_is_refused_and_not_stored(bureau, changes):
    assert created(bureau, a_form(a_text_of("演示")) | changes).status_code == 403
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("field", [{"formed_on": "9999-12-31"}, {"formed_on": "2199-01-01"},
                                   {"planned_at": "0001-01-01 00:00"}], ids=str)  # fmt: skip
def test_day_out_of_reach_is_refused_so_that_no_list_of_the_desk_breaks(bureau, field):
    assert created(bureau, a_form(a_text_of("演示"), **field)).status_code == 200
    assert not Disclosure.objects.exists()
    assert browser(bureau.editor).get("/desk/disclosures/").status_code == 200


def test_draft_with_a_proper_table_is_stored(bureau):
    table = {**CELLS, "data": [["地区", "产值"], ["长安区", None], ["合计", 5]]}
    assert created(bureau, a_form(a_text_of("演示"), a_table(table))).status_code == 302
    (text, found) = queries.latest(Disclosure.objects.get()).body
    assert (text.block_type, found.block_type) == ("text", "table")


# The desk's own forms


@pytest.mark.parametrize("release_at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_moment_out_of_reach_is_said_on_the_form(bureau, release_at):
    page = a_draft(bureau)
    a_release(bureau, page)
    form = {"purpose": "expire", "reason": "演示", "release_at": release_at}
    answer = browser(bureau.editor).post(f"/desk/disclosures/{page.pk}/change/", form)
    assert answer.status_code == 200
    assert "1990年至2199年" in answer.content.decode()


def test_route_of_no_kind_is_not_found(bureau):
    assert browser(bureau.office).get("/desk/routes/nothing/").status_code == 404


@pytest.mark.parametrize("field", [{"fresh_days": "9223372036854775807"}, {"name": "统\u202e计"}])
def test_column_no_card_could_hold_is_refused(bureau, field):
    form = {"key": "odd", "name": "演示栏目", "kind": "信息公开"} | field
    assert browser(bureau.office).post("/desk/columns/new/", form).status_code == 200
    assert not Column.objects.filter(slug="odd").exists()


def test_uploaded_file_that_is_no_picture_is_offered_for_download_only(bureau):
    row = actions.keep_attachment(name="公报.pdf", data=PDF, title="演示", by=bureau.editor)
    client = browser(bureau.editor)
    answer = client.get(f"/desk/media/{row.file.name}")
    assert (answer.status_code, answer["Content-Disposition"]) == (200, "attachment")
    assert client.get(f"/desk/media/{'a' * 300}").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0", "\x00"])
def test_responsibility_table_of_a_day_out_of_reach_says_so(bureau, day):
    answer = browser(bureau.editor).get("/desk/people/", {"on": day})
    assert answer.status_code == 200


def test_post_from_the_year_one_is_refused(bureau):
    admin, person = a_holder(PostKind.ADMIN), bureau.editor
    form = {"post": bureau.head.holdings.get().post.pk, "since": "0001-01-01T00:00"}
    path = f"/desk/people/users/{person.pk}/holdings/add/"
    assert browser(admin).post(path, form).status_code == 200
    assert person.holdings.count() == 1


@pytest.mark.parametrize("form", [{"name": "普\u200b查处", "kind": "section"},
                                  {"title": "采编\u200b岗", "kind": "editor"}])  # fmt: skip
def test_department_and_post_are_not_named_with_unseen_characters(bureau, form):
    kind = "posts" if "title" in form else "departments"
    form = form | {"department": a_department().pk}
    answer = browser(a_holder(PostKind.ADMIN)).post(f"/desk/people/{kind}/add/", form)
    assert (answer.status_code, "看不见的字符" in answer.content.decode()) == (200, True)


def test_person_is_not_named_with_unseen_characters(bureau):
    form = {"username": "other", "name": f"{bureau.leader.name}\u200b", "password": "x7-Kq2-yanshi"}
    answer = browser(a_holder(PostKind.ADMIN)).post("/desk/people/users/add/", form)
    assert answer.status_code == 200
    assert not type(bureau.editor).objects.filter(username="other").exists()
