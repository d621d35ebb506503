from datetime import date

import pytest

from gongkai.law.clock import Petition, letter_term, petition_term

D = date.fromisoformat


def test_letter_has_its_own_term_and_shows_its_rule_as_unsure() -> None:
    term = letter_term(D("2026-06-01"), 5, today=D("2026-06-03"))
    assert (term.due, term.left) == (D("2026-06-08"), 3)
    assert term.article.doubt


@pytest.mark.parametrize(
    ("step", "extended", "last", "law"),
    [
        (Petition.DISPATCH, False, "2026-06-16", "《信访工作条例》第二十三条第二款、第三款"),
        (Petition.FINISH, False, "2026-07-31", "《信访工作条例》第三十四条"),
        (Petition.FINISH, True, "2026-08-30", "《信访工作条例》第三十四条"),
        (Petition.RECHECK, False, "2026-07-01", "《信访工作条例》第三十五条"),
        (Petition.REVIEW, False, "2026-07-01", "《信访工作条例》第三十六条"),
    ],
)
def test_petition_term_counts_calendar_days(
    step: Petition, extended: bool, last: str, law: str
) -> None:
    found = petition_term(step, D("2026-06-01"), extended=extended)
    assert (found.on, str(found.article)) == (D(last), law)


def test_petition_term_is_only_extended_for_finishing() -> None:
    with pytest.raises(ValueError, match="extended"):
        petition_term(Petition.REVIEW, D("2026-06-01"), extended=True)
