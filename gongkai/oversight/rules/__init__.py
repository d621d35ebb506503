"""What an annual report must hold to: AR-01 to AR-17. Values in, findings out.

tables.py checks the tables, prose.py the text, likeness.py what is repeated; sources.py says how
much each constraint weighs and where it comes from; claims.py and known.py read numbers out of prose.
"""

from collections.abc import Sequence
from datetime import date

from gongkai.checks.findings import Finding, Severity
from gongkai.law.annual import Annual
from gongkai.oversight.rules import likeness, prose, tables
from gongkai.oversight.rules.known import Known
from gongkai.oversight.rules.sources import RULES

__all__ = ["RULES", "Known", "check", "check_prose", "fails"]


def check(
    report: Annual,
    previous: Annual | None = None,
    siblings: Sequence[Annual] = (),
    *,
    published: date | None = None,
    known: Known = prose.NONE,
    before: Known = prose.NONE,
) -> list[Finding]:
    """Return what is wrong with a report, by constraint and place.

    AR-05, AR-06 and AR-16 need last year's report; AR-11 the day of publication, the report's own
    unless another is given; AR-13 last year's report or both levels in the sentence. known: what the
    records count beside the tables, and what they counted the year before.
    Raises: ValueError unless previous is the report of the year before.
    """
    if previous and previous.year != report.year - 1:
        raise ValueError(f"previous is of {previous.year}, not {report.year - 1}")
    found = [
        *tables.carry(report), *tables.outcomes(report), *tables.across(report),
        *tables.suits(report), *tables.numbers(report), *tables.blanks(report),
        *prose.fee(report), *prose.on_time(report, published or report.published),
        *prose.agreement(report, known), *prose.growth(report, previous, known, before),
        *prose.headings(report),
    ]  # fmt: skip
    others = [(f"{one.unit or '另一单位'}的报告", one) for one in siblings]
    if previous:
        found += [*tables.carried_over(report, previous), *tables.stock(report, previous),
                  *tables.after_review(report, previous)]  # fmt: skip
        others.insert(0, (f"{previous.year}年度报告", previous))
    found += likeness.likeness(report, others)
    return sorted(found, key=lambda one: one.rule)


def check_prose(
    report: Annual,
    previous: Annual | None = None,
    *,
    known: Known = prose.NONE,
    before: Known = prose.NONE,
) -> list[Finding]:
    """Return what is wrong with the prose of a report without tables, of the form of 2008.

    Shape: the tables of report and previous are what the records say; AR-12, AR-13, AR-14.
    """
    return [*prose.agreement(report, known), *prose.growth(report, previous, known, before)]


def fails(findings: Sequence[Finding]) -> bool:
    """Say whether a report fails: something has to be corrected, not only to be looked at."""
    return any(one.severity is Severity.BLOCK for one in findings)
