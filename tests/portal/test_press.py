"""The press: nothing before T, everything at T, nothing of what was withdrawn or taken down."""

import errno
import json
import os
import resource
import shutil
import signal
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gongkai.law.refused import Refused
from gongkai.portal import actions as press
from gongkai.portal import generations, queries
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, IndexNumber
from gongkai.register.models import Entry
from gongkai.register.queries import blob_path
from tests.make import NOW, SHANGHAI
from tests.portal import road

T = NOW + timedelta(hours=1)


@pytest.fixture
def bureau(db):
    return road.a_bureau()


def folders():
    return Path(settings.PUBLIC), Path(settings.PRESS)


def withdraw(bureau, card, at=NOW):
    publishing.withdraw(card=card.pk, by=bureau.office, at=at, reason="演示撤回")


def test_nothing_of_a_release_stands_under_the_public_folder_before_its_moment(bureau):
    page = road.drafted(bureau, "演示禁发件")
    road.approved(bureau, page, release_at=T)
    public, prepared = folders()
    for at in (NOW, T - timedelta(seconds=1)):
        assert press.tick(at) == []
        assert road.written("演示禁发件", public) == []
        assert road.written(page.public_id, public) == []
    assert road.written("演示禁发件", prepared) != []
    assert press.tick(T) == [ApprovalCard.objects.latest("pk").number]
    assert "演示禁发件" in road.public(road.path_of(page))


def test_prepared_files_are_for_the_press_alone(bureau):
    _, prepared = folders()
    prepared.chmod(0o755)
    road.approved(bureau, road.drafted(bureau, "演示禁发件"), release_at=T)
    press.tick(NOW)
    assert prepared.stat().st_mode & 0o777 == 0o700
    inside = [path for path in prepared.rglob("*") if path.name != "lease"]
    assert len(inside) > 5
    assert {path.stat().st_mode & 0o077 for path in inside} == {0}


def test_what_was_prepared_is_what_is_shown(bureau):
    road.approved(bureau, road.drafted(bureau, "演示本件"), release_at=T)
    press.tick(NOW)
    (manifest,) = folders()[1].rglob("manifest.json")
    files = json.loads(manifest.read_text())["files"]
    road.drafted(bureau, "演示后来的草稿")
    press.flip_due(T)
    public, _ = folders()
    shown = dict(generations.walk(public, generations.current(public)))
    wanted = {path: digest for path, digest in files.items() if digest}
    assert {path: shown[path] for path in wanted} == wanted
    assert not list(folders()[1].rglob("manifest.json"))


def test_prepared_files_are_made_anew_when_the_site_moved_on(bureau):
    road.approved(bureau, road.drafted(bureau, "演示后发件"), release_at=T)
    press.tick(NOW)
    road.released(bureau, "演示先发件")
    press.prepare(NOW)
    (manifest,) = folders()[1].rglob("manifest.json")
    assert json.loads(manifest.read_text())["base"] == queries.flipped_tree()
    assert press.prepare(NOW) == 0
    press.flip_due(T)
    assert "演示先发件" in road.public("index.html")
    assert "演示后发件" in road.public("index.html")


def test_prepared_files_that_were_changed_are_not_shown(bureau):
    page = road.drafted(bureau, "演示本件")
    road.approved(bureau, page, release_at=T)
    press.tick(NOW)
    for path in folders()[1].rglob("*"):
        if path.is_file() and "演示本件" in path.read_text() and path.name != "manifest.json":
            path.write_text("演示伪造")
    press.flip_due(T)
    assert road.written("演示伪造", *folders()) == []
    assert "演示本件" in road.public(road.path_of(page))


def test_all_cards_of_one_moment_appear_in_one_rename(bureau):
    pages = [road.drafted(bureau, f"演示第{n}件") for n in range(3)]
    cards = [road.approved(bureau, page, release_at=T) for page in pages]
    before = road.entered("release.flipped")
    assert press.tick(T) == [card.number for card in cards]
    assert road.entered("release.flipped") == before + 1
    assert all(road.public(road.path_of(page)) for page in pages)


def test_a_card_withdrawn_after_preparation_never_appears(bureau):
    page = road.drafted(bureau, "演示撤回件")
    card = road.approved(bureau, page, release_at=T)
    press.tick(NOW)
    drawn = IndexNumber.objects.get(public_id=page.public_id)
    withdraw(bureau, card)
    assert press.tick(T + timedelta(days=1)) == []
    assert road.written("演示撤回件", *folders()) == []
    assert road.written(page.public_id, *folders()) == []
    drawn.refresh_from_db()
    assert drawn.voided_at is not None
    other = road.released(bureau, "演示后来件", T + timedelta(days=1))
    assert IndexNumber.objects.get(public_id=other.public_id).serial == drawn.serial + 1


def test_a_withdrawn_title_stands_in_nobody_elses_list(bureau):
    """The later card was prepared when the earlier one was still to come out before it."""
    first = road.approved(bureau, road.drafted(bureau, "演示撤回件"), release_at=T)
    road.approved(bureau, road.drafted(bureau, "演示照发件"), release_at=T + timedelta(hours=1))
    press.tick(NOW)
    withdraw(bureau, first)
    press.flip_due(T + timedelta(hours=1))
    assert "演示照发件" in road.public("index.html")
    assert road.written("演示撤回件", folders()[0]) == []


def test_a_card_withdrawn_from_a_shared_moment_leaves_the_others(bureau):
    pages = [road.drafted(bureau, title) for title in ("演示撤回件", "演示照发件")]
    first, second = (road.approved(bureau, page, release_at=T) for page in pages)
    press.tick(NOW)
    withdraw(bureau, first)
    press.prepare(NOW)
    assert road.written("演示撤回件", *folders()) == []
    assert press.tick(T) == [second.number]
    assert road.written("演示撤回件", *folders()) == []


def test_withdrawal_and_claim_at_once_have_one_winner(copied_database):
    bureau = road.a_bureau()
    for n in range(4):
        title, at = f"演示争用{n}号", T + timedelta(hours=n)
        card = road.approved(bureau, road.drafted(bureau, title, at), at, at + timedelta(minutes=1))
        press.prepare(at)
        refused, start = [], threading.Barrier(2)

        def takes_back(card=card, at=at, start=start, refused=refused):
            start.wait()
            try:
                withdraw(bureau, card, at)
            except Refused as error:
                refused.append(error.code)
            connection.close()

        thread = threading.Thread(target=takes_back)
        thread.start()
        start.wait()
        done = press.flip_due(at + timedelta(minutes=1))
        thread.join()
        done += press.flip_due(at + timedelta(minutes=2))
        card.refresh_from_db()
        assert (card.step, refused, done) in [
            ("withdrawn", [], []), ("released", ["withdraw.late"], [card.number]),
        ]  # fmt: skip
        shown = title in road.public("index.html")
        assert shown is (card.step == "released")


def test_a_card_approved_late_takes_nothing_off_the_lists(bureau):
    """Its moment lies before what is shown already; it is rendered as of what is shown."""
    early = road.approved(bureau, road.drafted(bureau, "演示迟到件"), NOW)
    road.approved(bureau, road.drafted(bureau, "演示先到件"), NOW + timedelta(seconds=1))
    ApprovalCard.objects.filter(pk=early.pk).update(step="sign")
    press.tick(NOW + timedelta(seconds=1))
    assert "演示迟到件" not in road.public("index.html")
    ApprovalCard.objects.filter(pk=early.pk).update(step="approved")
    press.tick(NOW + timedelta(seconds=2))
    assert "演示迟到件" in road.public("index.html")
    assert "演示先到件" in road.public("index.html")


def test_a_card_whose_snapshot_is_gone_is_held_and_holds_up_no_other(bureau):
    later = T + timedelta(hours=1)
    broken = road.approved(bureau, road.drafted(bureau, "演示坏件"), release_at=T)
    sound = road.approved(bureau, road.drafted(bureau, "演示好件"), release_at=later)
    blob_path(broken.works.get().sha256).unlink()
    press.prepare(NOW)
    assert press.flip_due(later) == [sound.number]
    broken.refresh_from_db()
    assert broken.step == "held"
    assert "演示坏件" not in road.public("index.html")


def test_a_full_disk_leaves_the_old_site_and_the_next_pass_completes(copied_database):
    bureau = road.a_bureau()
    body = [{"type": "text", "html": f"<p>{'演示长文' * 4000}</p>"}]
    page = road.drafted(bureau, "演示长件", body=body)
    card = road.approved(bureau, page, release_at=T)
    press.prepare(NOW)
    before = road.tree()

    def on_a_full_disk():
        data = Path(connection.settings_dict["NAME"]).parent
        size = sum(path.stat().st_size for path in data.glob("*"))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        lay = generations.lay

        def full(*args, **more):
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, size * 4))
            return lay(*args, **more)

        generations.lay = full
        try:
            press.flip_due(T)
        except OSError as error:
            os._exit(error.errno)

    assert road.in_a_child(on_a_full_disk) == errno.EFBIG
    assert road.tree() == before
    assert not list((folders()[0] / "trees").glob(".*"))
    assert press.flip_due(T) == [card.number]
    assert "演示长文" in road.public(road.path_of(page))
    assert road.disagreements() == []


def test_a_name_pointed_elsewhere_is_named_and_not_built_on(bureau):
    road.released(bureau, "演示先发件")
    public, _ = folders()
    evil = generations.lay(public, queries.flipped_tree(), {"index.html": "演示伪造".encode()})
    generations.point(public, evil)
    assert road.disagreements() == ["/ 对外显示的版本不是台账最后登记的版本。"]
    road.released(bureau, "演示后发件")
    assert "演示伪造" not in road.public("index.html")
    assert road.disagreements() == []


def test_a_file_changed_under_current_is_named_until_the_site_is_made_again(bureau):
    page = road.released(bureau, "演示先发件")
    (folders()[0] / "current" / road.path_of(page)).write_text("演示伪造")
    named = [f"/{road.path_of(page)} 公开文件被改动、增加或删除，与登记的校验值不一致。"]
    assert road.disagreements() == named
    road.released(bureau, "演示后发件")
    assert road.disagreements() == named
    press.rebuild(NOW)
    assert road.disagreements() == []
    assert "演示先发件" in road.public(road.path_of(page))


@pytest.mark.parametrize("damage", ["index", "file", "everything"])
def test_a_release_on_a_damaged_site_makes_the_whole_site_again(bureau, damage):
    page = road.released(bureau, "演示先发件")
    public, _ = folders()
    root = public / "trees" / queries.flipped_tree()
    if damage == "index":
        (root / ".index").write_text("")
    elif damage == "file":
        (root / road.path_of(page)).unlink()
    else:
        shutil.rmtree(public / "trees")
    later = road.released(bureau, "演示后发件")
    assert "演示先发件" in road.public(road.path_of(page))
    assert "演示后发件" in road.public(road.path_of(later))
    assert road.disagreements() == []


def test_a_site_grown_by_releases_is_the_site_rendered_whole(bureau):
    """Every address says the same; only the front page names the register's newest entry."""
    publishing.add_column(key="brief", name="旧栏目", parent="", by=bureau.keeper, at=NOW)
    road.out(bureau, NOW)
    block, _ = road.a_picture(bureau, 20, 40)
    days = [NOW + timedelta(days=30 * n) for n in range(5)]
    pages = [road.released(bureau, f"演示第{n}件", at, column=("news", "brief")[n % 2],
                           body=[block, {"type": "text", "html": "<p>演示</p>"}])
             for n, at in enumerate(days)]  # fmt: skip
    same_as_whole(days[-1])
    publishing.revise(page=pages[0], by=bureau.editor, at=days[-1], title="演示更正件")
    road.approved(bureau, pages[0], days[-1], correction={"what": "演示", "why": "演示"})
    press.tick(days[-1])
    road.asked(bureau, pages[2], "take_down", days[-1])
    road.asked(bureau, pages[1], "expire", days[-1])
    press.tick(days[-1])
    same_as_whole(days[-1])
    publishing.close_column(key="brief", moved_to="news", by=bureau.keeper, at=days[-1])
    road.out(bureau, days[-1])
    press.tick(days[-1])
    publishing.take_down_urgently(public_id=pages[3].public_id, reason="演示", by=bureau.office,
                                  at=days[-1])  # fmt: skip
    press.flip_due(days[-1])
    road.released(bureau, "演示末件", days[-1] + timedelta(days=31))
    same_as_whole(days[-1] + timedelta(days=31))


def same_as_whole(at):
    grown = road.tree()
    press.rebuild(at)
    whole = road.tree()
    assert set(grown) == set(whole)
    own = {"index.html", generations.MANIFEST}
    assert [path for path in whole if whole[path] != grown[path] and path not in own] == []
    assert road.dead_links() == set()
    assert road.disagreements() == []


def test_a_release_of_the_new_year_leaves_no_link_without_a_page(bureau):
    page = road.released(bureau, "演示旧年件")
    january = datetime(2015, 1, 5, 9, tzinfo=SHANGHAI)
    publishing.revise(page=page, by=bureau.editor, at=january, title="演示旧年件（更正）")
    road.approved(bureau, page, january, correction={"what": "演示", "why": "演示"})
    press.tick(january)
    assert "/catalogue/201410.html" in road.public("catalogue/index.html")
    assert "演示旧年件（更正）" in road.public("catalogue/201410.html")
    assert road.dead_links() == set()


def test_old_generations_are_swept_and_the_shown_one_stays_whole(bureau):
    for n in range(press.KEPT * 2):
        press.rebuild(NOW + timedelta(minutes=n))
    public, _ = folders()
    roots = [path for path in (public / "trees").iterdir() if (path / ".generation.json").exists()]
    assert press.KEPT <= len(roots) < press.KEPT * 2
    assert road.disagreements() == []


def test_the_register_tells_every_flip_once_and_in_order(bureau):
    for n in range(3):
        road.released(bureau, f"演示第{n}件", NOW + timedelta(minutes=n))
    rows = Entry.objects.filter(verb="release.flipped").select_related("payload").order_by("seq")
    assert [json.loads(row.payload.body)["detail"]["number"] for row in rows] == [1, 2, 3, 4]
    manifest = generations.manifest(folders()[0], queries.flipped_tree())
    assert manifest["number"] == 4
