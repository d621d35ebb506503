import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.characters import cleaned, is_unseen, lost, unseen
from gongkai.checks.findings import Severity


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x08", "U+0008"),
        ("\u200b", "U+200B"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\ufeff", "U+FEFF"),
        ("\u00ad", "U+00AD"),
        ("\ue000", "U+E000"),
        ("\U000f0001", "U+F0001"),
        ("\ufdd0", "U+FDD0"),
        ("\ufffe", "U+FFFE"),
        ("\U0001ffff", "U+1FFFF"),
    ],
)
def test_unseen_character_blocks_and_is_named(character: str, name: str) -> None:
    (found,) = unseen("名称", f"统计{character}公报")
    assert (found.severity, found.proposal) == (Severity.BLOCK, "统计公报")
    assert name in found.why


@pytest.mark.parametrize(
    "text", ["统计公报\n第二行\t三\r\n", "〇𠮷𬎆龘①㎡★〔2014〕", "\U00031350", ""]
)
def test_seen_characters_and_rare_ones_pass(text: str) -> None:
    assert list(unseen("名称", text)) == []


def test_line_separators_become_line_ends() -> None:
    (found,) = unseen("正文第1段", "一\u2028二")
    assert found.proposal == "一\n二"


def test_lost_character_blocks() -> None:
    (found,) = lost("正文第1段", "石家庄\ufffd统计局")
    assert found.severity is Severity.BLOCK
    assert list(lost("正文第1段", "石家庄市统计局")) == []


@given(st.text())
def test_cleaned_text_has_nothing_unseen_and_is_clean_already(text: str) -> None:
    once = cleaned(text)
    assert not any(map(is_unseen, once))
    assert cleaned(once) == once
    assert list(unseen("正文", once)) == []


@given(st.text(alphabet=st.characters(categories=["Cc", "Co", "Cf"]), min_size=1))
def test_every_control_private_and_format_character_is_found(text: str) -> None:
    hidden = [one for one in text if one not in "\t\n\r"]
    assert bool(list(unseen("正文", text))) == bool(hidden)


@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_visible_text_is_left_as_it_is(text: str) -> None:
    assert cleaned(text) == text, [unicodedata.name(one, "?") for one in text]
