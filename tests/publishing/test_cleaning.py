"""A clean copy in place of a file with something hidden in it."""

import io

import docx
import pytest

from gongkai.checks import hidden
from gongkai.publishing import actions, content, queries
from gongkai.publishing.models import Attachment, Disclosure
from tests.config.addresses import signed_in
from tests.make import NOW, a_bureau, a_draft, a_text
from tests.publishing.files import PDF, an_attachment, attached

pytestmark = pytest.mark.django_db


def a_docx(author: str = "演示作者") -> bytes:
    """Return a Word document that names who wrote it."""
    document = docx.Document()
    document.add_paragraph("附件正文（演示）。")
    document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def bureau():
    return a_bureau()


@pytest.fixture
def page(bureau):
    """Return a draft with a Word document that names its author."""
    row = an_attachment(bureau.editor, name="说明.docx", data=a_docx())
    return a_draft(bureau, body=[a_text(), attached(row)])


def file_of(page) -> str:
    (sha256,) = content.files(
        content.disclosure(queries.latest(Disclosure.objects.get(pk=page.pk)))
    )
    return sha256


def test_clean_copy_takes_the_place_of_the_file(bureau, page):
    before = file_of(page)
    actions.use_clean_copy(page=page, sha256=before, by=bureau.editor, at=NOW)
    after = file_of(page)
    assert after != before
    with Attachment.objects.get(sha256=after).file.open("rb") as file:
        data = file.read()
    assert not [one for one in hidden.look("说明.docx", data) if one.severity != "note"]
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "附件正文（演示）。"


def test_cleaning_is_refused_to_others_and_where_nothing_is_hidden(bureau, page, refused):
    with refused("draft.post"):
        actions.use_clean_copy(page=page, sha256=file_of(page), by=bureau.head, at=NOW)
    with refused("clean.none"):
        actions.use_clean_copy(page=page, sha256="0" * 64, by=bureau.editor, at=NOW)
    assert file_of(page)


def test_page_of_handing_in_offers_to_clean_and_does(bureau, page):
    client, address = signed_in(bureau.editor), f"/desk/disclosures/{page.pk}/submit/"
    before = file_of(page)
    shown = client.get(address).content.decode()
    assert "清理“说明.docx”" in shown
    client.post(f"/desk/disclosures/{page.pk}/clean/{before}/")
    assert file_of(page) != before
    assert "清理“说明.docx”" not in client.get(address).content.decode()


def test_file_without_anything_hidden_is_not_offered(bureau):
    row = an_attachment(bureau.editor, data=PDF)
    page = a_draft(bureau, body=[a_text(), attached(row)])
    shown = signed_in(bureau.editor).get(f"/desk/disclosures/{page.pk}/submit/").content.decode()
    assert "清理文件里的隐藏内容" not in shown
