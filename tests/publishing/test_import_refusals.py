"""Files that cannot be imported: a clear word, and nothing left behind. And the way at the desk."""

import hashlib
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.law.refused import Refused
from gongkai.people.actions import sync_groups
from gongkai.people.models import PostKind
from gongkai.publishing import actions, content, queries
from gongkai.publishing.models import Attachment, Disclosure, Picture, Referral
from gongkai.register.models import Blob, Entry
from gongkai.register.queries import verify
from tests.config.addresses import signed_in
from tests.make import NOW, a_holder
from tests.publishing import documents as doc
from tests.publishing.files import PDF, png

LONG = "全年全市规模以上工业增加值比上年增长7.4%，其中采矿业增长3.1%，制造业增长8.0%。"
GOOD = doc.docx(doc.centred("演示公报"), doc.para("一、综合"), doc.para(LONG))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO = {"word__vbaProject_x_bin": b"x"}


def brought_in(bureau, name: str, data: bytes) -> Disclosure:
    return actions.import_draft(column="data", name=name, data=data, by=bureau.editor, at=NOW)


def all_there(settings) -> tuple:
    """Return everything an import could leave: rows, files, entries."""
    found = (path for root in (settings.MEDIA_ROOT, settings.BLOBS) for path in root.rglob("*"))
    files = sorted(str(path) for path in found if path.is_file())
    files += sorted(path.name for path in Path(tempfile.gettempdir()).glob("*.upload*"))
    counts = [
        model.objects.count() for model in (Disclosure, Picture, Attachment, Blob, Entry, Referral)
    ]
    return files, counts


def pictured(*body: str) -> bytes:
    return doc.docx(
        doc.centred("演示公报"), *body, doc.para(doc.picture("rId1")),
        word___rels__document_x_xml_x_rels=doc.links(rId1="media/image1.png"),
        word__media__image1_x_png=png(),
    )  # fmt: skip


def cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2]


def deceiving() -> bytes:
    """Return a document whose visible body is not the one its links name."""
    other = doc.ROOT.replace("word/document.xml", "word/other.xml")
    return doc.docx(doc.para(LONG), **{"_rels__.rels": other, "word__other_x_xml": "<a/>"})


ENTITIES = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + doc.part("document", "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>").split("?>")[1]
)
ROWS = [[str(n), hashlib.sha256(b"%d" % n).hexdigest()] for n in range(10_000)]  # no zip bomb
LARGE_TABLE = doc.docx(doc.para(LONG), doc.table(*ROWS))
REFUSED = {
    "empty": ("a.docx", b"", "file.empty"),
    "no archive": ("a.docx", b"hello" * 99, "file.broken"),
    "cut short": ("a.docx", cut_short(GOOD), "file.broken"),
    "an archive of something else": ("a.docx", doc.zipped({"a.txt": "x"}), "file.zip"),
    "an old document": ("a.doc", OLE + b"\0" * 600, "file.kind"),
    "encrypted": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
    "a renamed pdf": ("a.docx", PDF, "file.broken"),
    "a pdf": ("a.pdf", PDF, "import.kind"),
    "a spreadsheet": ("a.docx", doc.zipped({"xl/workbook.xml": "<a/>"}), "file.name"),
    "macros": ("a.docm", doc.docx(doc.para(LONG), **MACRO), "file.macro"),
    "an archive that explodes": (
        "a.docx", doc.docx(doc.para(LONG), word__a_x_xml=b" " * 60_000_000), "file.bomb"),
    "entities": ("a.docx", doc.docx(word__document_x_xml=ENTITIES), "file.broken"),
    "a body that is no xml": ("a.docx", doc.docx(word__document_x_xml="<a"), "file.broken"),
    "a body of nothing known": ("a.docx", doc.docx(word__document_x_xml="<a/>"), "file.broken"),
    "a body elsewhere": ("a.docx", deceiving(), "file.broken"),
    "a link to no picture": (
        "a.docx", doc.docx(doc.para(LONG, doc.picture("rId7"))), "file.broken"),
    "a path out of the archive": (
        "a.zip", doc.zipped({"../../p.html": "<p>x</p>"}), "file.path"),
    "a document with a path out": (
        "a.docx", doc.docx(doc.para(LONG), **{"word/../../evil.xml": "<a/>"}), "file.path"),
    "two pages": ("a.zip", doc.zipped({"a.html": "1", "b.htm": "2"}), "import.pages"),
    "an archive of no page": ("a.mht", b"MIME-Version: 1.0\n\nhello", "file.broken"),
    "an unknown encoding": ("a.html", b"<p>\xff\xff\x81</p>", "import.encoding"),
    "ten thousand rows": ("a.docx", LARGE_TABLE, "import.rows"),
    "ten thousand rows of a page": (
        "a.html", b"<table>" + b"<tr><td>1</td><td>2</td></tr>" * 10_000, "import.rows"),
    "spans without end": (
        "a.html", b"<table>" + b"<tr><td rowspan=9999 colspan=999>x" * 2000, "import.rows"),
    "nothing in it": ("a.docx", doc.docx(doc.para(" ")), "import.empty"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(bureau, settings, name, data, code):
    before = all_there(settings)
    with pytest.raises(Refused) as caught:
        brought_in(bureau, name, data)
    assert caught.value.code == code
    assert len(caught.value.message) > 10
    assert all_there(settings) == before


def test_an_oversized_file_is_refused_with_both_numbers(bureau, settings, refused):
    settings.IMPORT_MOST = 2 * 1024**2
    before = all_there(settings)
    with refused("import.size") as caught:
        brought_in(bureau, "a.docx", b"PK\x03\x04" + b"x" * 3 * 1024**2)
    assert "3.0MB" in caught.value.message
    assert "2MB" in caught.value.message
    assert all_there(settings) == before


def test_a_marked_document_leaves_only_a_record_without_content(bureau, settings, refused):
    files, before = all_there(settings)
    with refused("secrecy.mark") as caught:
        brought_in(bureau, "机密★鸿雁.docx", pictured(doc.para("机密★一年"), doc.para("鸿雁计划")))
    assert "机密" not in caught.value.message
    after, counts = all_there(settings)
    assert after == files
    assert [new - old for new, old in zip(counts, before, strict=True)] == [0, 0, 0, 0, 1, 1]
    entry = Entry.objects.last()
    assert entry.verb == "draft.refused"
    assert "鸿雁" not in entry.payload.body
    assert "机密" not in entry.payload.body


def test_a_name_that_bears_a_mark_is_as_bad_as_a_text(bureau, refused):
    with refused("secrecy.mark"):
        brought_in(bureau, "机密★鸿雁.docx", GOOD)
    assert not any("鸿雁" in entry.payload.body for entry in Entry.objects.all())


def test_a_failure_after_the_pictures_leaves_none_on_the_disk(bureau, settings):
    before = all_there(settings)
    with pytest.raises(Refused):
        actions.import_draft(column="no-such-column", name="a.docx", data=pictured(doc.para(LONG)),
                             by=bureau.editor, at=NOW)  # fmt: skip
    assert all_there(settings) == before


def test_nobody_without_a_drafting_post_imports(bureau, settings, refused):
    before = all_there(settings)
    with refused("draft.post"):
        actions.import_draft(column="data", name="a.docx", data=GOOD, by=bureau.leader, at=NOW)
    assert all_there(settings) == before


def test_an_import_makes_a_draft_nobody_outside_sees_and_registers_the_files_hash(bureau):
    data = pictured(doc.para("一、综合"), doc.para(LONG))
    page = brought_in(bureau, "公报.docx", data)
    assert not page.live
    assert page.post.department == bureau.section
    entry = Entry.objects.about(f"draft:{page.public_id}").get()
    assert entry.verb == "draft.imported"
    assert hashlib.sha256(data).hexdigest() in entry.payload.body
    found = content.disclosure(page)
    assert [block["type"] for block in found["body"]] == ["heading", "text", "image"]
    assert Picture.objects.get().file_name == "公报-图01.png"
    assert list(verify()) == []


def test_a_second_import_uses_the_pictures_the_desk_has(bureau):
    first, second = (brought_in(bureau, "公报.docx", pictured(doc.para(LONG))) for _ in range(2))
    assert Picture.objects.count() == 1
    assert content.body(first.body) == content.body(second.body)


def test_an_import_is_handed_in_only_when_every_picture_says_what_it_shows(bureau, refused):
    page = brought_in(bureau, "公报.docx", pictured(doc.para(LONG)))
    rules = {one["rule"] for one in actions.findings_of(page, NOW) if one["severity"] == "block"}
    assert "image.alt" in rules
    with refused("checks.block"):
        actions.submit(page=page, by=bureau.editor, at=NOW)


def test_a_purged_draft_takes_the_name_of_its_file_with_it(bureau):
    page = brought_in(bureau, "鸿雁.docx", GOOD)
    actions.refuse_secret(by=bureau.editor, at=NOW, rule="secrecy.mark", page=page.pk)
    entry = Entry.objects.of("draft.imported").get()
    assert entry.payload.body == ""
    assert [problem.kind for problem in verify()] == ["payload.erased"]  # and that was registered


# At the desk


def posted(client: Client, name: str, data: bytes, **more: str):
    file = SimpleUploadedFile(name, data)
    return client.post(
        reverse("publishing:import_draft"), {"column": "data", "file": file} | more, follow=True
    )


def test_a_clerk_imports_sees_what_was_found_and_goes_on_in_the_editor(bureau):
    sync_groups(bureau.editor, NOW)
    client = signed_in(bureau.editor)
    offered = client.get(reverse("publishing:new")).content.decode()
    assert reverse("publishing:import_draft") in offered
    answer = posted(client, "公报.docx", pictured(doc.para("一、综合"), doc.para(LONG, doc.CHART)))
    page = Disclosure.objects.get()
    assert answer.redirect_chain == [(reverse("publishing:disclosure", args=[page.pk]), 302)]
    shown = answer.content.decode()
    assert "标题 1 个，表格 0 个，图片 1 张" in shown
    assert "1个用图表工具画的统计图没有导入（一、综合）" in shown
    assert "一、综合" in shown
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


def test_a_refusal_is_shown_beside_the_file_and_keeps_the_column(bureau):
    answer = posted(signed_in(bureau.editor), "a.docx", OLE + b"\0" * 600)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "旧版 Word" in shown
    assert '<option value="data" selected>' in shown
    assert not Disclosure.objects.exists()


def test_an_oversized_upload_is_refused_at_the_form(bureau, settings):
    settings.IMPORT_MOST = 1024**2
    shown = posted(signed_in(bureau.editor), "a.docx", b"x" * 2 * 1024**2).content.decode()
    assert "有2.0MB，超过导入的上限1MB" in shown
    assert not list(Path(tempfile.gettempdir()).glob("*.upload*"))


@pytest.mark.parametrize("kind", [PostKind.LEADER, PostKind.OFFICE, PostKind.ADMIN])
def test_only_those_who_draft_open_the_import(bureau, kind):
    assert posted(signed_in(a_holder(kind)), "a.docx", GOOD).status_code == 403
    assert not Disclosure.objects.exists()


def test_a_real_communique_imported_at_the_desk_goes_on_the_whole_road(bureau, corpus):
    path = corpus / "01_communiques/daqing_2012_communique.html"
    answer = posted(signed_in(bureau.editor), path.name, path.read_bytes())
    assert "标题 10 个，表格 7 个" in answer.content.decode()
    page = Disclosure.objects.get()
    actions.revise(page=page, by=bureau.editor, at=NOW, summary="大庆市2012年统计公报。")
    card = actions.submit(page=page, by=bureau.editor, at=NOW)
    assert card.step == "section"
    assert queries.imported(page, page).counts == {"headings": 10, "tables": 7, "pictures": 0}
