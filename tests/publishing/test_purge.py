"""What was purged is nowhere: not in the database's bytes, not in its journal, not on disk."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, PageLogEntry

from gongkai.publishing import actions, content, queries
from gongkai.publishing.models import ApprovalCard, Disclosure, Edition, Referral
from gongkai.publishing.rules import Step
from gongkai.register.models import Entry
from gongkai.register.queries import verify
from tests.make import (
    NOW,
    Bureau,
    a_bureau,
    a_card,
    a_draft,
    a_release,
    a_signed,
    a_text,
    released,
)
from tests.publishing.files import a_pdf, a_picture, an_attachment, attached, png, shown

WORD = "鸿雁行动计划"
FILE = a_pdf(comment=WORD)
CORRECTION = {"what": f"补充{WORD}。", "why": f"遗漏{WORD}。"}


@pytest.fixture
def committed(copied_database) -> Bureau:
    """Return a bureau in a database of its own, in which commits are real."""
    return a_bureau()


def secret_fields() -> dict[str, object]:
    return {
        "title": f"{WORD}公报（演示）", "summary": f"{WORD}的概述。", "keywords": WORD,
        "source_name": f"{WORD}办公室",
    }  # fmt: skip


def secret_body(bureau) -> list[dict[str, object]]:
    file = an_attachment(bureau.editor, name=f"{WORD}.pdf", data=FILE, title=WORD)
    picture = a_picture(bureau.editor, name=f"{WORD}.png", title=WORD, data=png(7))
    file.tags.add(WORD)
    picture.get_rendition("width-1")
    for row in (file, picture):
        ModelLogEntry.objects.log_action(row, "wagtail.create", title=row.title)
    return [
        a_text(f"正文提到{WORD}。"), {"type": "heading", "text": WORD}, attached(file),
        shown(picture) | {"alt": WORD, "caption": WORD},
        {"type": "table", "caption": WORD, "head": [["甲", WORD]], "rows": [["乙", WORD]],
         "note": WORD},
        {"type": "chart", "title": WORD, "form": "bar", "unit": WORD, "labels": [WORD],
         "series": [{"name": WORD, "values": ["1"]}], "alt": WORD},
    ]  # fmt: skip


def leave_traces(page, user) -> None:
    """Leave what the editor leaves: a log, a preview of an unsaved form."""
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=user, title=page.title)
    FormState.objects.create(
        data=f"title={quote_plus(WORD)}", user=user, object_id=str(page.pk), parent_object_id="",
        content_type=ContentType.objects.get_for_model(Disclosure), last_updated_at=timezone.now(),
    )  # fmt: skip


def spellings() -> list[bytes]:
    """Return how the word may stand in bytes: plain, escaped in JSON, in an address, UTF-16."""
    escaped = json.dumps(WORD)[1:-1]
    return [WORD.encode(), escaped.encode(), escaped.replace("\\", "\\\\").encode(),
            quote_plus(WORD).encode(), WORD.encode("utf-16-le"), WORD[:4].encode()]  # fmt: skip


def rows_of(database) -> Iterator[tuple[str, str]]:
    """Yield every row of every table that can be read; the rest are numbers, and bytes above."""
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    for (table,) in tables.fetchall():
        for row in database.execute(f'SELECT * FROM "{table}"'):
            yield table, str(row)


def places(settings) -> list[str]:
    """Return every place that holds the word: tables, the database's bytes, files and names."""
    name = connection.settings_dict["NAME"]
    found = []
    for path in (Path(name + suffix) for suffix in ("", "-wal", "-journal")):
        if path.exists():
            data = path.read_bytes()
            found += [f"{path.name}: {one!r}" for one in spellings() if one in data]
    with closing(sqlite3.connect(name)) as database:
        found += [f"{table}: {row}"[:120] for table, row in rows_of(database) if WORD in row]
    for folder in (settings.BLOBS, settings.MEDIA_ROOT):
        for path in Path(folder).rglob("*"):
            data = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
            found += [str(path) for one in spellings() if one in data]
    return found


def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("the bytes of the database are looked at on SQLite only")


def a_secret_card(bureau) -> tuple[Disclosure, ApprovalCard]:
    page = a_draft(bureau, body=secret_body(bureau), **secret_fields())
    card = a_card(bureau, page, comment=f"请审{WORD}。")
    actions.send_back(
        card=card.pk, by=bureau.head, at=NOW, digest=card.digest, reason=f"改{WORD}。"
    )
    page = actions.revise(page=page, by=bureau.editor, at=NOW, document_no=f"{WORD}1号")
    leave_traces(page, bureau.editor)
    card = actions.submit(page=page, by=bureau.editor, at=NOW)
    card = actions.sign(card=card.pk, by=bureau.head, at=NOW, digest=card.digest,
                        comment=f"{WORD}可发。")  # fmt: skip
    return page, card


def test_word_searched_for_is_found_everywhere_before_it_is_purged(committed, settings):
    on_sqlite()
    a_secret_card(committed)
    found = "\n".join(places(settings))
    for table in ("revision", "payload", "signature", "attachment", "picture", "pagelogentry",
                  "modellogentry", "taggit_tag", quote_plus(WORD)):  # fmt: skip
        assert table in found, table
    assert str(settings.BLOBS) in found
    assert str(settings.MEDIA_ROOT) in found


def test_referred_draft_leaves_no_word_in_the_database_or_on_disk(committed, settings):
    on_sqlite()
    page, card = a_secret_card(committed)
    actions.refer(card=card.pk, by=committed.secrecy, at=NOW, digest=card.digest)
    assert places(settings) == []
    card.refresh_from_db()
    assert card.step == Step.REFERRED
    assert not Disclosure.objects.filter(pk=page.pk).exists()
    assert Referral.objects.get().user == committed.secrecy
    entry = Entry.objects.of("card.referred").select_related("payload").get()
    assert entry.payload.actor_name == committed.secrecy.name
    assert [problem for problem in verify() if problem.fatal] == []
    assert list(queries.edition_faults()) == []


def test_refer_is_the_secrecy_reviewers_at_their_step_only(bureau, refused):
    card = a_card(bureau)
    with refused("card.step"):
        actions.refer(card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest)
    with refused("refer.step"):
        actions.refer(card=card.pk, by=bureau.head, at=NOW, digest=card.digest)
    assert not Referral.objects.exists()


def test_referred_correction_is_purged_and_what_is_public_stays(committed, settings):
    on_sqlite()
    row = an_attachment(committed.editor)
    page = a_draft(committed, body=[a_text("公开的正文。"), attached(row)])
    first = a_release(committed, page)
    edition = first.editions.get()
    page = actions.revise(page=page, by=committed.editor, at=NOW,
                          body=secret_body(committed), **secret_fields())  # fmt: skip
    leave_traces(page, committed.editor)
    card = actions.submit(page=page, by=committed.editor, at=NOW, correction=CORRECTION)
    card = a_signed(committed, card, until=Step.SECRECY)
    actions.refer(card=card.pk, by=committed.secrecy, at=NOW, digest=card.digest)
    assert places(settings) == []
    draft = queries.latest(Disclosure.objects.get(pk=page.pk))
    assert content.disclosure(draft) == queries.content_of(edition.sha256)
    assert list(Edition.objects.visible(NOW).disclosures()) == [edition]
    first.refresh_from_db()
    assert first.title == edition.title
    assert list(queries.drafts_of(committed.editor, NOW)) == []
    assert list(queries.edition_faults()) == []
    assert [problem for problem in verify() if problem.fatal] == []


def test_urgent_takedown_with_purge_leaves_hash_entry_and_tombstone_only(committed, settings):
    on_sqlite()
    page, card = a_secret_card(committed)
    released(a_signed(committed, card))
    page = actions.revise(page=page, by=committed.editor, at=NOW, summary=f"{WORD}又改。")
    second = actions.submit(page=page, by=committed.editor, at=NOW, correction=CORRECTION)
    edition = card.editions.get()
    follow_up = actions.take_down_urgently(
        public_id=edition.public_id, reason="含有个人信息。", by=committed.second_office, at=NOW,
        purge=True,
    )  # fmt: skip
    assert places(settings) == []
    assert ApprovalCard.objects.get(pk=second.pk).step == Step.WITHDRAWN
    kept = Edition.objects.get(pk=edition.pk)
    assert (kept.sha256, kept.number) == (edition.sha256, 1)
    entry = Entry.objects.of("disclosure.urgent_takedown").select_related("payload").get()
    assert edition.sha256 in entry.payload.body
    card = actions.resubmit_change(card=follow_up.pk, reason="含有个人信息。", at=NOW,
                                   by=committed.second_office)  # fmt: skip
    assert a_signed(committed, card).step == Step.RELEASED
    assert list(queries.edition_faults()) == []
    assert [problem for problem in verify() if problem.fatal] == []


def test_purge_keeps_a_file_another_disclosure_still_shows(bureau):
    row = an_attachment(bureau.editor)
    other = a_release(bureau, a_draft(bureau, body=[a_text(), attached(row)]))
    card = a_signed(bureau, a_card(bureau, a_draft(bureau, body=[a_text("另文。"), attached(row)])),
                    until=Step.SECRECY)  # fmt: skip
    actions.refer(card=card.pk, by=bureau.secrecy, at=NOW, digest=card.digest)
    assert row.sha256 in content.files(queries.content_of(other.works.get().sha256))
    assert actions.recheck(card=a_signed(bureau, a_card(bureau)).pk, at=NOW)
    row.refresh_from_db()


def test_refused_marked_draft_leaves_only_the_rule(bureau):
    FormState.objects.create(
        data="title=x", user=bureau.editor, object_id="", parent_object_id="3",
        content_type=ContentType.objects.get_for_model(Disclosure), last_updated_at=timezone.now(),
    )  # fmt: skip
    row = actions.refuse_secret(by=bureau.editor, at=NOW, rule="secrecy.mark")
    assert (row.rule, row.department) == ("secrecy.mark", str(bureau.section))
    assert not FormState.objects.exists()
    entry = Entry.objects.of("draft.refused").select_related("payload").get()
    assert entry.payload.title == ""
