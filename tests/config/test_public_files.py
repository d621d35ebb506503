"""The public files as the embedded server gives them: what may be asked, and how it answers."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from gongkai.config.public_files import PublicFiles
from gongkai.design import assets
from gongkai.people.actions import sync_groups
from gongkai.people.models import PostKind
from gongkai.portal import actions as press
from gongkai.portal import generations
from tests.config.addresses import signed_in
from tests.make import NOW, a_holder
from tests.portal import road

BEHIND = b"the desk"
STRICT = {
    "default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
    "frame-ancestors 'self'",
}  # fmt: skip


def desk(environ, start):
    start("200 OK", [])
    return [BEHIND]


@pytest.fixture
def folder(tmp_path):
    """Return a public folder with a few files, and secrets beside and above it."""
    public = tmp_path / "site"
    files = {
        "index.html": b"home", "404.html": "没有".encode(), "columns/news/index.html": b"news",
        "info/201410/a.html": b"article", "files/ab/x.pdf": b"%PDF", "files/ab/y.svg": b"<svg/>",
        generations.MANIFEST: b'{"cards": ["secret"]}',
    }  # fmt: skip
    generations.point(public, generations.lay(public, "", files, moment=NOW))
    (tmp_path / "secret.html").write_bytes(b"secret")
    return public


def ask(public, path, method="GET", **headers):
    """Return (status, headers, body) of a request; the path as the server decodes it."""
    said = {}

    def start(status, given):
        said.update(status=int(status[:3]), headers=given)

    environ = {"PATH_INFO": path.encode().decode("latin-1"), "REQUEST_METHOD": method} | {
        f"HTTP_{name.upper()}": value for name, value in headers.items()
    }
    body = b"".join(PublicFiles(desk, public)(environ, start))
    return said["status"], dict(said["headers"]), body


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/", "text/html; charset=utf-8", b"home"),
        ("/index.html", "text/html; charset=utf-8", b"home"),
        ("/columns/news/", "text/html; charset=utf-8", b"news"),
        ("/info/201410/a.html", "text/html; charset=utf-8", b"article"),
        ("/files/ab/x.pdf", "application/pdf", b"%PDF"),
        ("/files/ab/y.svg", "image/svg+xml", b"<svg/>"),
    ],
)
def test_a_public_file_is_given_as_it_is(folder, path, kind, body):
    status, headers, given = ask(folder, path)
    assert (status, headers["Content-Type"], given) == (200, kind, body)
    assert headers["Content-Length"] == str(len(body))


TRICKS = [
    "/../secret.html", "/info/../../../secret.html", "/info/../index.html", "/./index.html",
    "//index.html", "/info//201410/a.html", "/info\\201410\\a.html", "/..\\secret.html",
    "/index.html\x00", "/\x00", "/.generation.json", "/.index", "/info/.index",
    "/info/201410/.index", "/info", "/info/201410", "/index.html/", "/info/201410/a.html/",
    "/trees/", "/current/index.html",
    "/%2e%2e/secret.html", "/..%2fsecret.html", "", "index.html", "/" + "a" * 5000, "/\udcff",
    "/ index.html", "/index.html.", "/INDEX.HTML", "/files/ab/", "/deskx", "/static",
]  # fmt: skip


@pytest.mark.parametrize("path", TRICKS)
def test_a_path_with_a_trick_gets_the_one_answer(folder, path):
    nothing = ask(folder, "/nothing/of/the/kind.html")
    assert nothing[0] == 404
    assert ask(folder, path.encode("utf-8", "replace").decode()) == nothing


def test_a_trick_behind_a_name_of_the_desk_is_the_desks_to_refuse(folder):
    assert ask(folder, "/desk/../secret.html")[2] == BEHIND
    for path in ("/desk/../secret.html", "/static/../../secret.html", "/desk/%2e%2e/x"):
        assert Client().get(path).status_code in {302, 404}


def test_a_link_made_by_hand_leads_only_where_verify_will_name_it(folder):
    tree = generations.current(folder)
    (folder / "trees" / tree / "evil.html").symlink_to(folder.parent / "secret.html")
    assert "/evil.html" in list(generations.faults(folder, tree))


@pytest.mark.parametrize("path", ["/", "/nothing.html"])
def test_head_says_what_get_says_without_the_body(folder, path):
    status, headers, body = ask(folder, path)
    assert ask(folder, path, "HEAD") == (status, headers, b"")
    assert body


def test_an_unchanged_file_is_not_sent_again(folder):
    _, headers, _ = ask(folder, "/")
    tag, date = headers["ETag"], headers["Last-Modified"]
    for given in (
        {"if_none_match": tag}, {"if_none_match": f'"x", {tag}'}, {"if_none_match": f"W/{tag}"},
        {"if_none_match": "*"}, {"if_modified_since": date},
    ):  # fmt: skip
        status, again, body = ask(folder, "/", **given)
        assert (status, body) == (304, b""), given
        assert "Content-Length" not in again
        assert again["ETag"] == tag
    for given in (
        {"if_none_match": '"x"'}, {"if_none_match": '"x"', "if_modified_since": date},
        {"if_modified_since": "Sat, 01 Jan 2000 00:00:00 GMT"}, {"if_modified_since": "rubbish"},
    ):  # fmt: skip
        assert ask(folder, "/", **given)[0] == 200, given


def test_a_file_changed_by_a_release_is_sent_again(folder):
    _, before, _ = ask(folder, "/")
    tree = generations.lay(folder, generations.current(folder), {"index.html": b"more"}, moment=NOW)
    generations.point(folder, tree)
    assert ask(folder, "/", if_none_match=before["ETag"])[2] == b"more"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/nothing.html"])
def test_a_public_address_takes_no_other_method(folder, method, path):
    status, headers, body = ask(folder, path, method)
    assert (status, headers["Allow"], body) == (405, "GET, HEAD", b"")


@pytest.mark.parametrize(("path", "method"), [("/", "GET"), ("/x", "GET"), ("/", "POST")])
def test_every_public_answer_carries_the_headers_of_safety(folder, path, method):
    _, headers, _ = ask(folder, path, method)
    policy = set(headers["Content-Security-Policy"].split("; "))
    assert policy >= STRICT
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-cache"


def test_an_asset_of_a_new_version_is_given_before_any_page_needs_it(folder):
    """The search page asks for it while every released page is still of the version before."""
    path, data = next(iter(assets.files().items()))
    status, headers, body = ask(folder, f"/{path}")
    assert (status, body) == (200, data)
    assert headers["Content-Type"] == "text/css; charset=utf-8"
    assert ask(folder, f"/{path}x")[0] == 404


def test_an_empty_site_says_so(tmp_path):
    status, _, body = ask(tmp_path, "/")
    assert (status, body.decode()) == (404, "本站尚未发布任何信息。")


def test_what_is_not_released_yet_answers_like_what_never_was(db):
    bureau = road.a_bureau()
    page = road.drafted(bureau, "演示禁发件")
    road.approved(bureau, page, release_at=NOW + timedelta(hours=1))
    press.tick(NOW)
    coming, public = f"/{road.path_of(page)}", Path(settings.PUBLIC)
    for method in ("GET", "HEAD", "POST"):
        for given in ({}, {"if_none_match": "*"}, {"if_modified_since": "rubbish"}):
            never = ask(public, "/info/201410/zzzzzzzzzzzz.html", method, **given)
            assert ask(public, coming, method, **given) == never
    press.tick(NOW + timedelta(hours=1))
    assert ask(public, coming)[0] == 200


# The desk


@pytest.fixture
def office(db):
    """Return a browser of the disclosure office, and a draft to look at."""
    bureau = road.a_bureau()
    user = a_holder(PostKind.EDITOR)
    sync_groups(user, NOW)
    return signed_in(user), road.drafted(bureau, "演示草稿")


def directives(answer):
    text = answer["Content-Security-Policy"]
    return {part.strip() for part in text.split(";")}


@pytest.mark.parametrize(
    "path",
    ["/desk/", "/desk/cards/", "/desk/register/", "/desk/people/", "/desk/login/", "/design/"],
)
def test_the_desks_own_pages_run_no_inline_script_or_style(office, path):
    client, _ = office
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert directives(answer) >= STRICT
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Referrer-Policy"] == "same-origin"


def test_only_the_editor_is_given_the_inline_parts_it_is_built_with(office):
    client, page = office
    answer = client.get(f"/desk/editor/pages/{page.pk}/edit/")
    assert answer.status_code == 200
    assert directives(answer) >= STRICT
    assert "script-src 'self' 'unsafe-inline'" in directives(answer)
    assert "unsafe-eval" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_refusals_and_missing_pages_of_the_desk_carry_the_headers_too(office):
    client, _ = office
    for path, status in (("/desk/disclosures/1/urgent/", 403), ("/desk/nothing/", 404)):
        answer = client.get(path)
        assert answer.status_code == status
        assert directives(answer) >= STRICT
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_files_of_drafts_lie_under_no_public_root():
    roots = [Path(settings.PUBLIC), Path(settings.STATIC_ROOT)]
    for private in (settings.MEDIA_ROOT, settings.BLOBS, settings.PRESS, settings.DATA):
        assert not any(Path(private).is_relative_to(root) for root in roots)
        assert os.path.commonpath([private, settings.PUBLIC]) != str(settings.PUBLIC)
