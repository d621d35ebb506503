"""Every hiding place is found, told with its place, read by the rules of text, and gone when cleaned."""

import io

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image

from gongkai.checks import hidden
from gongkai.checks.findings import Severity
from gongkai.law.refused import Refused
from tests.checks.hidden import (
    planted_images,
    planted_other,
    planted_pdf,
    planted_sheet,
    planted_word,
)
from tests.checks.hidden.made import SECRET, SHOWN

PLACES = [
    *((f"docx: {name}", "文.docx", rule, data) for name, rule, data in planted_word.PLACES),
    *((f"xlsx: {name}", "表.xlsx", rule, data) for name, rule, data in planted_sheet.PLACES),
    *((f"pdf: {name}", "文.pdf", rule, data) for name, rule, data in planted_pdf.PLACES),
    *((f"{file}: {name}", file, rule, data) for name, rule, file, data in planted_images.PLACES),
    *((f"{file}: {name}", file, rule, data) for name, rule, file, data in planted_other.PLACES),
]
SILENT = {
    *(f"docx: {name}" for name in planted_word.SILENT),
    *(f"xlsx: {name}" for name in planted_sheet.SILENT),
    *(f"pdf: {name}" for name in planted_pdf.SILENT),
    *("图.jpg: place of a photograph", "图.jpg: camera", "图.jpg: thumbnail of a photograph"),
}
REFUSED = {
    *(f"docx: {name}" for name in planted_word.REFUSED),
    *(f"xlsx: {name}" for name in planted_sheet.REFUSED),
    *(f"pdf: {name}" for name in planted_pdf.REFUSED),
}
WORDS = (SECRET, planted_pdf.WORD)
OPENS = {
    "docx": lambda data: docx.Document(io.BytesIO(data)),
    "xlsx": lambda data: openpyxl.load_workbook(io.BytesIO(data)),
    "pdf": lambda data: pikepdf.open(io.BytesIO(data)).close(),
}


def every(name: str, data: bytes) -> str:
    return "\n".join(text for _, text in hidden.texts(name, data))


def ids(one: object) -> str | None:
    return one if isinstance(one, str) and ": " in one else ""


def test_there_are_more_than_forty_places() -> None:
    counts = {kind: sum(name.startswith(kind) for name, *_ in PLACES) for kind in OPENS}
    assert counts["docx"] >= 14
    assert counts["xlsx"] >= 16
    assert counts["pdf"] >= 10
    assert len(PLACES) >= 100


@pytest.mark.parametrize(("case", "name", "rule", "data"), PLACES, ids=ids)
def test_hidden_place_is_found_and_told(case: str, name: str, rule: str, data: bytes) -> None:
    found = list(hidden.look(name, data))
    told = [one for one in found if one.rule == rule]
    assert told, [(one.rule, one.place, one.excerpt) for one in found]
    assert all(one.place and one.why for one in told)


@pytest.mark.parametrize(("case", "name", "rule", "data"), PLACES, ids=ids)
def test_what_is_hidden_is_read_by_the_rules_of_text(
    case: str, name: str, rule: str, data: bytes
) -> None:
    if case not in SILENT:
        assert any(word in every(name, data) for word in WORDS)


@pytest.mark.parametrize(("case", "name", "rule", "data"), PLACES, ids=ids)
def test_clean_copy_holds_only_what_was_shown(case: str, name: str, rule: str, data: bytes) -> None:
    if case in REFUSED:
        with pytest.raises(Refused) as refused:
            hidden.clean(name, data)
        assert refused.value.code in {"clean.meaning", "clean.remains"}
        assert "请" in refused.value.message
        return
    made = hidden.clean(name, data)
    left = [one for one in hidden.look(name, made) if one.severity is not Severity.NOTE]
    assert left == []
    text = every(name, made)
    assert not any(word in text for word in WORDS)
    kind = name.rpartition(".")[2]
    if kind in OPENS:
        OPENS[kind](made)
        assert "Economy" in text if kind == "pdf" else SHOWN in text
    elif kind not in {"pptx", "ofd"}:
        with Image.open(io.BytesIO(data)) as old, Image.open(io.BytesIO(made)) as new:
            assert old.convert("RGB").tobytes() == new.convert("RGB").tobytes()
    else:
        assert SHOWN in text
