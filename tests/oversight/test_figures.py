"""The numbers of the annual report: counted, adding up by construction, each open to what it counts."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from gongkai.casework.queries import letter_rate
from gongkai.casework.rules import APPLICANTS, COLUMN, Stage
from gongkai.law import annual
from gongkai.law.annual import Annual, Section, Table2
from gongkai.law.outcomes import outcomes
from gongkai.law.refused import Refused
from gongkai.oversight import queries
from gongkai.oversight.queries import disclosed, figures
from gongkai.oversight.queries.span import Span
from gongkai.oversight.rules import check
from tests.make import a_bureau
from tests.oversight.made import AUTUMN, SPRING, YEAR, a_case, a_dispute, a_letter, the_year

SPAN = Span(2025, date(2025, 12, 31))
DAYS = some.dates(date(2023, 12, 1), date(2026, 3, 1))
KEYS = [one.key for one in outcomes()]
CELLS = [(row.key, column.key) for row in annual.table3_rows(split=True)
         for column in annual.columns()]  # fmt: skip


@some.composite
def a_history(draw):
    received = draw(DAYS)
    closed = draw(some.none() | some.dates(received, date(2026, 4, 1)))
    outcome = draw(some.sampled_from([*KEYS, "answered", "withdrawn"])) if closed else ""
    return received, closed, draw(some.sampled_from(APPLICANTS)), outcome


def as_report(span=SPAN):
    sections = tuple(Section(name) for name in annual.forms()[0].sections)
    return Annual(
        span.year, "演示局", Table2({}), figures.table3(span), figures.table4(span), sections
    )


@pytest.mark.database
@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(some.lists(a_history(), max_size=25),
       some.lists(some.tuples(DAYS, some.none() | DAYS,
                              some.sampled_from(["review", "suit_direct", "suit_after", "complaint"]),
                              some.sampled_from(["upheld", "corrected", "other", ""])), max_size=8))  # fmt: skip
def test_any_cases_satisfy_the_constraints_of_the_form_and_every_cell_opens_to_as_many(
    db, histories, disputes
):
    with transaction.atomic():
        for received, closed, applicant, outcome in histories:
            a_case(received, closed, applicant=applicant, outcome=outcome)
        for begun, closed, kind, result in disputes:
            a_dispute(begun, closed and max(begun, closed), kind=kind,
                      result=result if closed else "")  # fmt: skip
        found = [one for one in check(as_report()) if one.rule in {f"AR-0{n}" for n in range(1, 5)}]
        assert found == []
        last = Span(2024, date(2024, 12, 31))
        table, before = figures.table3(SPAN), figures.table3(last)
        for column in annual.columns():
            assert table.of("r02", column.key) == before.of("r25", column.key)
        for row, column in CELLS:
            if table.of(row, column) or row in {"r01", "r02", "r24", "r25"}:
                assert queries.behind(SPAN, f"t3.{row}.{column}").count == table.of(row, column)
        suits = figures.table4(SPAN)
        for suit, result in suits.cells:
            assert queries.behind(SPAN, f"t4.{suit}.{result}").count == suits.of(suit, result)
        transaction.set_rollback(True)


def test_table_three_has_all_its_cells_and_counts_each_outcome_in_its_row(db):
    for n, one in enumerate(outcomes()):
        for _ in range(n % 3 + 1):
            a_case(date(2025, 2, 3), date(2025, 2, 20), outcome=one.key, applicant="company")
    table = figures.table3(SPAN)
    assert len(table.cells) == 175
    for n, one in enumerate(outcomes()):
        assert table.of(one.row, COLUMN["company"]) == table.of(one.row) == n % 3 + 1
    assert table.of("r24") == table.outcomes() == table.of("r01")
    assert len(figures.table4(SPAN).cells) == 15


def test_a_request_open_at_the_end_of_a_year_is_carried_into_the_next(db):
    a_case(date(2024, 12, 30), date(2025, 1, 10))
    a_case(date(2024, 12, 31))
    before, table = figures.table3(Span(2024, date(2024, 12, 31))), figures.table3(SPAN)
    assert [before.of(row) for row in ("r01", "r02", "r24", "r25")] == [2, 0, 0, 2]
    assert [table.of(row) for row in ("r01", "r02", "r24", "r25")] == [0, 2, 1, 1]


def test_a_case_handed_on_as_another_counts_there_unless_it_was_answered_first(db):
    a_case(date(2025, 5, 6), stage=Stage.CONVERTED)
    a_case(date(2025, 5, 6), stage=Stage.ARCHIVED)
    a_letter(date(2025, 5, 6), stage=Stage.CONVERTED)
    a_case(date(2025, 5, 6), date(2025, 5, 9), stage=Stage.CONVERTED, outcome="petition")
    assert figures.table3(SPAN).of("r01") == figures.table3(SPAN).of("r16") == 1
    assert figures.table3(SPAN).of("r25") == 0
    assert figures.mailbox(SPAN).received == 0
    assert figures.mailbox(SPAN).converted == 1


def test_a_request_whose_receipt_is_not_settled_counts_nowhere_yet(db):
    a_case(None, stage=Stage.ARRIVED)
    assert set(figures.table3(SPAN).cells.values()) == {0}


def test_the_mailbox_shows_numerator_denominator_and_what_is_unanswered_at_the_cut_off(db):
    a_letter(date(2025, 3, 3), date(2025, 3, 10))
    a_letter(date(2025, 12, 29), date(2026, 1, 6))
    a_letter(date(2025, 6, 3), date(2025, 9, 10), on_time=False)
    a_letter(date(2024, 12, 30), date(2025, 1, 5))
    found = figures.mailbox(SPAN)
    assert (found.received, found.answered, found.unanswered, found.late) == (3, 2, 1, 1)
    for name in figures.LETTERS:
        assert queries.behind(SPAN, f"letters.{name}").count == getattr(found, name)


def test_the_mailbox_agrees_with_the_counters_own_rate(db):
    a_letter(date(2025, 3, 3), date(2025, 3, 10))
    a_letter(date(2025, 12, 29), date(2026, 1, 6))
    a_letter(date(2025, 4, 1), stage=Stage.CONVERTED)
    found = letter_rate(*SPAN.days, cutoff=SPAN.last)
    own = figures.mailbox(SPAN)
    assert (own.received, own.answered, own.unanswered, own.converted) == (
        found.received, found.handled, len(found.unanswered), found.converted)  # fmt: skip


def test_a_number_the_report_has_not_is_refused(db):
    for cell in ("t3.r99.c1", "t3.r01", "t4.review.lost", "kind.海报", "letters.lost", "x", "fees.x",
                 "t2.rules.lost"):  # fmt: skip
        with pytest.raises(Refused) as refused:
            queries.behind(SPAN, cell)
        assert refused.value.code == "report.cell"


def test_a_year_to_come_has_no_report(db):
    with pytest.raises(Refused) as refused:
        queries.span_of(2027, AUTUMN)
    assert refused.value.code == "report.to_come"


def test_the_items_of_2014_that_count_are_those_the_data_names(db):
    editions = the_year()
    found = disclosed.disclosed(queries.span_of(2014, SPRING))
    counted = {item.key for item in YEAR.items if item.counted_as}
    assert {row.work_id for row in found.editions} == counted
    assert found.total == YEAR.counting.total
    assert {name: len(rows) for name, rows in found.kinds.items()} == {
        kind.name: kind.number for kind in YEAR.counting.kinds
    }
    out = [row for row in editions.values() if row.first_from.year == 2014]
    assert len(out) == found.total + len(found.apart)
    for name, rows in found.kinds.items():
        assert queries.behind(queries.span_of(2014, SPRING), f"kind.{name}").editions == rows


def test_without_a_counting_rule_everything_of_ones_own_counts(db):
    a_bureau(columns=False)
    found = disclosed.disclosed(queries.span_of(2014, SPRING))
    assert (found.total, list(found.kinds)) == (0, ["政府信息"])
