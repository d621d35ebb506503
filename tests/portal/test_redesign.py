"""A redesign: seen beforehand by those who sign it, shown to all in one flip, raising no alarm."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from gongkai.design import assets
from gongkai.people.actions import sync_groups
from gongkai.people.models import PostKind
from gongkai.portal import actions as press
from gongkai.portal.public.preview import kept_inside
from gongkai.publishing import actions, queries, rules
from gongkai.publishing.models import ApprovalCard, Edition, Profile
from gongkai.register.models import Entry
from gongkai.register.queries import now
from tests.config.addresses import signed_in
from tests.make import NOW, a_holder, a_user
from tests.portal import road

T = NOW + timedelta(days=2)
GUIDE = {name: f"演示{name}" for name in rules.GUIDE}
SITE = "/desk/site/preview/"


def shown_page(path: str) -> str:
    return road.public(path) or ""


@pytest.fixture
def bureau(db):
    """Return a bureau with two columns, each with something public."""
    bureau = road.a_bureau()
    by = {"by": bureau.keeper, "at": NOW}
    actions.add_column(key="brief", name="统计快讯", parent="", **by)
    out(bureau, NOW)
    road.released(bureau, "演示动态一")
    road.released(bureau, "演示快讯一", column="brief")
    return bureau


def out(bureau, at, release_at=None) -> ApprovalCard:
    """Take the drafted site through its card; the press has its turn."""
    card = actions.approve_site(by=bureau.keeper, at=at, release_at=release_at)
    for kind in road.REVIEW[1:]:
        card = actions.sign(card=card.pk, by=bureau.signers[kind], at=at, digest=card.digest)
    press.tick(at)
    return card


def redrafted(bureau) -> None:
    """Draft a redesign: one column closed into the other, another colour, another footer."""
    by = {"by": bureau.keeper, "at": NOW}
    actions.close_column(key="brief", moved_to="news", **by)
    actions.change_column(key="news", title="统计要闻", **by)
    actions.change_profile(name="演示统计局", code="1301000000", look="umber", guide=GUIDE,
                           footer={"phone": "0311-12345678"}, **by)  # fmt: skip


def test_redesign_raises_no_alarm_and_changes_every_page_in_one_flip(bureau):
    before, flips = road.tree(), Entry.objects.of("release.flipped").count()
    hashes = list(Edition.objects.disclosures().order_by("pk").values_list("sha256", flat=True))
    redrafted(bureau)
    out(bureau, NOW, release_at=T)
    assert road.tree() == before  # ready, and not a byte of it shown
    press.tick(T)
    after = road.tree()
    assert Entry.objects.of("release.flipped").count() == flips + 1
    pages = [path for path in after if path.endswith(".html")]
    assert len(pages) > 8
    for path in pages:
        assert "0311-12345678" in shown_page(path), path
        assert assets.address(assets.style("umber"), "css") in shown_page(path), path
        assert before.get(path) != after[path], path
    assert road.disagreements() == []
    assert road.dead_links() == set()
    found = Edition.objects.disclosures().order_by("pk").values_list("sha256", flat=True)
    assert list(found) == hashes


def test_every_old_address_answers_after_a_redesign(bureau):
    before = {path for path in road.tree() if path.endswith(".html")}
    articles = {path: Edition.objects.get(title=title).sha256
                for path in before if path.startswith("info/")
                for title in re.findall(r"<h1[^>]*>(.*?)</h1>", shown_page(path))}  # fmt: skip
    redrafted(bureau)
    out(bureau, T)
    assert {path for path in before if road.public(path) is None} == set()
    for path, sha256 in articles.items():
        assert sha256 in shown_page(path)
    old = shown_page("columns/brief/index.html")
    assert re.search(r'http-equiv="refresh"[^>]*url=/columns/news/', old)
    assert '<a href="/columns/news/"' in old


def test_items_of_a_closed_column_are_listed_where_it_went(bureau):
    redrafted(bureau)
    out(bureau, T)
    page = shown_page("columns/news/index.html")
    assert "演示快讯一" in page
    assert "演示动态一" in page
    assert "统计快讯" not in re.search(r"<nav.*?</nav>", page, re.DOTALL)[0]
    road.released(bureau, "演示动态二", at=T)
    assert "演示快讯一" in shown_page("columns/news/index.html")
    assert road.disagreements() == []


def test_withdrawn_redesign_leaves_the_site_as_it_was(bureau):
    before = road.tree()
    redrafted(bureau)
    card = out(bureau, NOW, release_at=T)
    actions.withdraw(card=card.pk, by=bureau.office, at=NOW, reason="演示")
    press.tick(T)
    assert road.tree() == before
    assert queries.published_profile(T) is None


# Seen beforehand


def pages_of(client, root):
    """Yield every page of a preview by its address, and what it links to outside unread."""
    seen, ahead = set(), [root]
    while ahead:
        address = ahead.pop()
        seen.add(address)
        if not address.startswith(root):
            yield address, None
            continue
        answer = client.get(address)
        yield address, answer
        if answer["Content-Type"].startswith("text/html") and answer.status_code == 200:
            found = re.findall(r'(?:href|src)="(/[^"#?]*)', answer.content.decode())
            ahead += {one for one in found if one not in seen and one not in ahead}


LEFT_OUT = re.compile(
    r".*(?:feed\.atom|sitemap\.xml|search/|request/(?:\S*)|status/|mailbox/|calendar/)$"
    r"|/desk/(?:site|cards/\d+)/$"
)


def test_preview_shows_the_whole_site_in_its_new_frame_and_its_links_stay_inside(bureau):
    redrafted(bureau)
    found = dict(pages_of(signed_in(bureau.keeper), SITE))
    outside = [one for one in found if not one.startswith(SITE)]
    assert outside == ["/desk/site/"]  # the way back
    del found["/desk/site/"]
    broken = {one: answer.status_code for one, answer in found.items()
              if answer.status_code != 200 and not LEFT_OUT.fullmatch(one)}  # fmt: skip
    assert broken == {}
    names = {one.removeprefix(SITE) for one in found}
    style = assets.address(assets.style("umber"), "css")[1:]
    assert {"", "columns/news/", "guide/", "catalogue/", style} <= names
    for one, answer in found.items():
        if answer["Content-Type"].startswith("text/html"):
            assert "预览：改版尚未公开" in answer.content.decode(), one
            assert "0311-12345678" in answer.content.decode(), one
    assert "演示access" in found[f"{SITE}guide/"].content.decode()
    article = next(one for one in found if "/info/" in one)
    assert "（演示）" in found[article].content.decode()


def test_preview_leads_from_a_closed_column_to_the_one_it_goes_into(bureau):
    redrafted(bureau)
    page = signed_in(bureau.keeper).get(f"{SITE}columns/brief/").content.decode()
    assert f"url={SITE}columns/news/" in page
    listed = signed_in(bureau.keeper).get(f"{SITE}columns/news/").content.decode()
    assert "演示快讯一" in listed


def test_preview_is_kept_by_nothing_and_found_by_nobody(bureau):
    redrafted(bureau)
    answer = signed_in(bureau.keeper).get(SITE)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_card_preview_shows_what_its_signatures_bind_not_what_was_drafted_since(bureau):
    redrafted(bureau)
    card = actions.approve_site(by=bureau.keeper, at=NOW)
    actions.change_profile(by=bureau.keeper, at=NOW, look="pine", footer={"phone": "12345"})
    page = signed_in(bureau.signers[PostKind.LEADER]).get(f"/desk/cards/{card.pk}/preview/")
    assert "0311-12345678" in page.content.decode()
    assert assets.address(assets.style("umber"), "css")[1:] in page.content.decode()


def test_preview_shows_nothing_of_other_cards(bureau):
    redrafted(bureau)
    page = road.drafted(bureau, "演示未公开件")
    road.approved(bureau, page, release_at=T)
    press.tick(NOW)
    edition = Edition.objects.get(title="演示未公开件")
    client = signed_in(bureau.keeper)
    assert all("演示未公开件" not in answer.content.decode(errors="ignore")
               for _, answer in pages_of(client, SITE) if answer)  # fmt: skip
    address = queries.public_address(edition)[1:]
    missing = client.get(f"{SITE}info/201410/nothing.html")
    assert client.get(SITE + address).content == missing.content
    assert missing.status_code == 404


@pytest.mark.parametrize(
    "path", ["../settings.py", "a/../../x", ".generation.json", "files/x", "//",
             "columns/news/201499.html", "columns/news/201001.html", "columns/brief/201499.html",
             "columns/news/０００００１.html", "catalogue/201499.html", "catalogue/000001.csv"]
)  # fmt: skip
def test_preview_has_no_page_but_those_of_the_site(bureau, path):
    redrafted(bureau)
    assert signed_in(bureau.keeper).get(SITE + path).status_code == 404


def test_preview_is_for_holders_of_posts_only(bureau):
    redrafted(bureau)
    card = actions.approve_site(by=bureau.keeper, at=NOW)
    other = road.approved(bureau, road.drafted(bureau, "演示件"), release_at=T)
    address = f"/desk/cards/{card.pk}/preview/"
    assert signed_in(bureau.editor).get(address).status_code == 200
    assert signed_in(bureau.editor).get(SITE).status_code == 403
    for user in (a_user(), a_holder(PostKind.ADMIN)):
        assert signed_in(user).get(address).status_code == 403
    assert signed_in(bureau.editor).get(f"/desk/cards/{other.pk}/preview/").status_code == 404


def test_addresses_of_other_sites_are_left_alone_in_a_preview():
    page = b'<a href="//x.cn/">a</a><a href="https://x.cn/">b</a><link href="/b.css"><a href="#c">'
    assert kept_inside(page, "/p/", b"") == page.replace(b'"/b.css"', b'"/p/b.css"')


# The desk's own forms


def the_profile(**changes):
    given = {f"guide_{name}": "演示" for name in rules.GUIDE}
    return {"name": "演示局", "code": "1301000000", "look": "pine", **given} | changes


def test_desk_keeps_everything_typed_when_a_field_of_the_profile_is_wrong(bureau):
    client = signed_in(bureau.keeper)
    wrong = the_profile(code="13", footer_phone="无", footer_address="演示街1号")
    answer = client.post("/desk/profile/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Profile.objects.exists()
    for text in (
        "网站标识码应为10位数字",
        "电话的写法无法识别",
        'value="演示街1号"',
        "有2处需要改正",
    ):
        assert text in page
    assert client.post("/desk/profile/", the_profile()).status_code == 302
    assert queries.profile_row().look == "pine"


def test_desk_shows_what_changes_and_hands_it_in_for_a_moment(bureau):
    client = signed_in(bureau.keeper)
    client.post("/desk/columns/brief/close/", {"moved_to": "news"})
    client.post("/desk/profile/", the_profile(guide_fax=""))
    page = client.get("/desk/site/").content.decode()
    assert "统计快讯" in page
    assert "/desk/site/preview/" in page
    refused = client.post("/desk/site/", {"comment": "演示说明"}).content.decode()
    assert "公开指南缺少：传真号码" in refused
    assert "演示说明" in refused
    client.post("/desk/profile/", the_profile())
    tomorrow = localtime(now() + timedelta(days=1))  # requests take the clock's moment
    answer = client.post("/desk/site/", {"release_at": f"{tomorrow:%Y-%m-%dT%H:%M}"})
    card = ApprovalCard.objects.get(purpose="site", step="secrecy")
    assert answer["Location"] == f"/desk/cards/{card.pk}/"
    assert card.release_at is not None


def test_desk_moves_closes_and_opens_columns_and_says_why_not(bureau):
    client = signed_in(bureau.keeper)
    client.post("/desk/columns/brief/move/", {"parent": "news", "after": "-"})
    assert queries.column_of("brief").get_parent().slug == "news"
    page = client.post("/desk/columns/news/close/", {"moved_to": "brief"}).content.decode()
    assert "还有开放的下级栏目" in page
    client.post("/desk/columns/brief/close/", {"moved_to": "news"})
    assert queries.column_of("brief").moved_to == "news"
    client.post("/desk/columns/brief/reopen/")
    assert queries.column_of("brief").moved_to == ""
    page = client.post("/desk/columns/brief/move/", {"parent": "-", "after": "nowhere"})
    assert page.status_code == 200


def test_desk_offers_no_closed_column_to_a_new_draft(bureau):
    actions.close_column(key="brief", moved_to="news", by=bureau.keeper, at=NOW)
    page = signed_in(bureau.editor).get("/desk/disclosures/new/").content.decode()
    assert "统计动态" in page
    assert "统计快讯" not in page


def test_desk_files_a_draft_in_another_column(bureau):
    page = road.drafted(bureau, "演示草稿")
    client = signed_in(bureau.editor)
    assert client.get(f"/desk/disclosures/{page.pk}/column/").status_code == 200
    client.post(f"/desk/disclosures/{page.pk}/column/", {"column": "brief"})
    page.refresh_from_db()
    assert page.column_key == "brief"


def test_editor_never_says_that_a_draft_is_seen_by_all(bureau):
    page = road.drafted(bureau, "演示草稿")
    sync_groups(bureau.editor, NOW)
    shown = signed_in(bureau.editor).get(f"/desk/editor/pages/{page.pk}/edit/").content.decode()
    assert "任何人可看" not in shown
    assert "草稿，公众看不到" in shown


def test_preview_of_a_redesign_that_is_out_says_so(bureau):
    redrafted(bureau)
    card = out(bureau, T)
    page = signed_in(bureau.editor).get(f"/desk/cards/{card.pk}/preview/").content.decode()
    assert "回看：改版已经公开" in page
    assert card.number in page


def test_damaged_profile_edition_is_told_by_verify(bureau):
    redrafted(bureau)
    out(bureau, T)
    assert road.disagreements() == []
    Edition.objects.filter(work_kind="profile").update(sha256="0" * 64)
    assert road.disagreements()


def test_only_the_style_of_the_old_look_goes_with_a_redesign(bureau):
    before = set(road.tree())
    redrafted(bureau)
    out(bureau, T)
    assert before - set(road.tree()) == {assets.address(assets.style(), "css")[1:]}
