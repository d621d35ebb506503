"""`gongkai check` as a person runs it: no database, what it says, its status, the clean copies."""

import io
import json
import zipfile

import pytest

from tests.checks.hidden.made import SECRET, SHOWN, a_body, a_book, a_document, a_run, packed
from tests.config.commands import alone


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "公报.docx").write_bytes(a_document())
    (tmp_path / "藏.docx").write_bytes(a_body(a_run(SECRET, "<w:vanish/>")))
    (tmp_path / "表.xlsx").write_bytes(a_book())
    (tmp_path / "断.xlsx").write_bytes(a_book()[:2000])
    (tmp_path / "包.zip").write_bytes(packed({"a": b"b"}))
    (tmp_path / "稿.txt").write_text("第一行\n机密★10年\n", encoding="gb18030")
    (tmp_path / "页.html").write_text("<p>全市</p><p>平稳<!-- 机密★ --></p>", encoding="utf-8")
    return tmp_path


def check(folder, *words):
    return alone(folder, "check", *words)


def test_files_in_order_pass(folder):
    status, said = check(folder, "公报.docx", "表.xlsx", "--on", "2026-07-20")
    assert status == 0
    assert "《公报.docx》" in said
    assert "没有发现问题" in said


def test_hidden_text_fails_and_its_clean_copy_is_written_once(folder):
    status, said = check(folder, "藏.docx", "--clean", "清")
    assert status == 1
    for words in ("须改正　hidden.text　第2段", SECRET, "清理后的副本：清/藏.docx"):
        assert words in said
    with zipfile.ZipFile(io.BytesIO((folder / "清" / "藏.docx").read_bytes())) as made:
        text = made.read("word/document.xml").decode()
    assert SHOWN in text
    assert SECRET not in text
    assert check(folder, "清/藏.docx")[0] == 0
    assert "已经存在" in check(folder, "藏.docx", "--clean", "清")[1]


def test_text_and_pages_are_read_line_by_line(folder):
    status, said = check(folder, "稿.txt", "页.html", "--json")
    shape = json.loads(said)
    assert status == 1
    assert [one["status"] for one in shape] == ["fails", "fails"]
    places = [found["place"] for one in shape for found in one["findings"]]
    assert places == ["第2行", "第2段"]
    assert all(found["source"] and found["why"] for one in shape for found in one["findings"])


def test_what_cannot_be_read_has_a_status_of_its_own(folder):
    status, said = check(folder, "公报.docx", "断.xlsx", "包.zip", "没有.pdf", "--json")
    assert status == 2
    assert [one["status"] for one in json.loads(said)] == ["passes", *["unreadable"] * 3]
