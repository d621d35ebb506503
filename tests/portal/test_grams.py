"""How text is folded and cut: whatever piece of a text is asked for, the text has its terms."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gongkai.portal import grams, terms
from tests.portal import road
from tests.portal.searching import letters, only

SCRIPTS = {
    "Chinese": "统计公报", "traditional": "統計公報", "extension B": "𠮷野家𪚥", "Tibetan": "བོད་ལྗོངས་",
    "Uyghur": "ئۇيغۇرچە", "Mongolian": "ᠮᠣᠩᠭᠣᠯ", "Korean": "통계청", "emoji": "👩‍🔬📈", "Latin": "Communiqué",
    "kana": "がぎぐ", "full-width": "２０１４ＧＤＰ", "combining": "e\u0301te\u0301", "percent": "8.3%",
    "underscore": "a_b", "backslash": "c:\\d", "punctuation": "，。；", "Yi": "ꆈꌠ", "roman": "Ⅳ期",
}  # fmt: skip
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
on_database = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def bureau(db):
    return road.a_bureau()


@given(texts, st.data())
def test_every_piece_of_a_text_asks_only_for_terms_the_text_has(text, data):
    folded = grams.fold(text)
    assume(folded.strip())
    first = data.draw(st.integers(0, len(folded) - 1))
    last = data.draw(st.integers(first + 1, len(folded)))
    asked = grams.query(folded[first:last])
    kept = grams.terms("", folded, [])
    assert set(grams.asked(asked.words)) <= kept
    assert all(word in folded for word in asked.words)


@given(texts, st.data())
def test_a_text_cut_between_letters_is_part_of_the_folded_text(text, data):
    pieces = letters(text)
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first + 1, len(pieces)))
    words = grams.query("".join(pieces[first:last])).words
    folded = grams.fold(text)
    assert all(word in folded for word in words), (words, folded)


@given(texts)
def test_folding_twice_is_folding_once_and_keeps_the_lines(text):
    assert grams.fold(grams.fold(text)) == grams.fold(text)
    assert grams.fold(text).count("\n") == text.count("\n")


@given(texts, texts)
def test_the_pieces_of_a_marked_text_are_the_text(text, asked):
    assert "".join(part.text for part in grams.parts(text, grams.query(asked).words)) == text


@pytest.mark.database
@on_database
@given(texts, st.data())
def test_every_piece_of_a_text_finds_it_in_the_database(bureau, text, data):
    pieces = letters(text)
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first + 1, len(pieces)))
    asked = grams.query("".join(pieces[first:last])).words
    assume(asked)
    with only("题", text):
        assert terms.find(terms.Asked(asked), 5) == [1]
    with only(" ".join(text.splitlines())):
        assert terms.find(terms.Asked(asked, in_title=True), 5) == [1]


@pytest.mark.database
@on_database
@given(texts, texts)
def test_nothing_is_found_that_does_not_contain_the_words(bureau, text, asked):
    words = grams.query(asked).words
    assume(words)
    with only(text) as row:
        contains = all(word in row.folded for word in words)
        assert terms.find(terms.Asked(words), 5) == [1] * contains


@pytest.mark.database
def test_text_of_every_script_is_found_by_all_of_its_pieces(bureau):
    for script, text in SCRIPTS.items():
        pieces = letters(text)
        with only("演示甲", f"前文{text}后文（演示）。"):
            for first in range(len(pieces)):
                for last in range(first + 1, len(pieces) + 1):
                    asked = grams.query("".join(pieces[first:last])).words
                    found = terms.find(terms.Asked(asked), 5) if asked else [1]
                    assert found == [1], (script, pieces[first:last])
