"""Two people at the same moment: one is first, the other is refused; no number is drawn twice."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from gongkai.casework import actions
from gongkai.casework.models import Case, CaseFact, Document
from gongkai.casework.rules import Kind, Letter
from gongkai.law.refused import Refused
from gongkai.register import queries as register
from tests.casework.made import (
    MONDAY,
    WHO,
    a_counter,
    a_document,
    a_reply,
    a_request,
    a_workbook,
    delivered,
    fresh,
    moment,
    signed,
)

pytestmark = pytest.mark.database
AT = moment(MONDAY)
DAY = timedelta(days=1)


def together(*acts: Callable[[], object]) -> list[object]:
    """Return what acts done at the same moment gave: a value, or the code of a refusal."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(n: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[n] = act()
        except Refused as refused:
            results[n] = refused.code
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_officers_close_a_case_at_once_and_the_second_is_refused(copied_database):
    counter = a_counter()
    case = a_request(counter)
    document = signed(counter, a_reply(counter, case, AT), AT)
    paper = actions.add_file(case=case.pk, role="scan", name="撤回.xlsx", data=a_workbook(["撤回"]),
                             by=counter.office, at=AT)  # fmt: skip
    said = actions.propose_withdrawal(case=case.pk, paper=paper.pk, on=MONDAY, reason="撤回",
                                      by=counter.office, at=AT)  # fmt: skip
    results = together(
        lambda: bool(delivered(counter, document, AT)),
        lambda: bool(actions.confirm_proposal(
            case=case.pk, proposal=said.pk, by=counter.second_office, at=AT)),
    )  # fmt: skip
    assert sorted(map(str, results)) == ["True", "clock.closed"]
    assert CaseFact.objects.filter(case=case, event="closed").count() == 1
    assert fresh(case).outcome in {"granted", "other"}


def test_one_document_is_delivered_once_by_two_officers_at_once(copied_database):
    counter = a_counter()
    case = a_request(counter)
    document = a_document(counter, case, Letter.EXTENSION, AT, fields={"why": "多"}, days=10)
    document = signed(counter, document, AT)
    results = together(*(
        lambda by=by: bool(delivered(counter, document, AT, by=by))
        for by in (counter.office, counter.second_office)
    ))  # fmt: skip
    assert sorted(map(str, results)) == ["True", "deliver.twice"]
    assert CaseFact.objects.filter(case=case, event="extended").count() == 1


def test_cases_and_documents_that_come_at_once_get_numbers_without_a_gap(copied_database):
    counter = a_counter()
    case = a_request(counter)

    def ask() -> str:
        return actions.open_case(
            kind=Kind.REQUEST, channel="internet", applicant="person", identity=WHO, title="表",
            text="申请公开表（演示）。", at=AT,
        )[0].number  # fmt: skip

    def draft() -> str:
        return a_document(counter, case, Letter.CONSULT_TOLD, AT).number

    results = together(*[ask] * 4, *[draft] * 4)
    assert sorted(map(str, results)) == sorted(
        [*(f"石统依申请〔2026〕{n}号" for n in (2, 3, 4, 5)),
         *(f"石统公复〔2026〕{n}号" for n in (1, 2, 3, 4))]
    )  # fmt: skip
    assert (Case.objects.count(), Document.objects.count()) == (5, 4)
    assert not [one for one in register.verify() if one.fatal]


def test_a_case_is_converted_once_by_two_officers_at_once(copied_database):
    counter = a_counter()
    case = actions.open_case(kind=Kind.LETTER, channel="internet", applicant="person", identity=WHO,
                             title="要表", text="请公开表（演示）。", at=AT)[0]  # fmt: skip
    results = together(*(
        lambda by=by: bool(actions.convert(case=case.pk, to=Kind.REQUEST, reason="要求公开", by=by,
                                           at=AT))
        for by in (counter.office, counter.second_office)
    ))  # fmt: skip
    assert sorted(map(str, results)) == ["True", "clock.closed"]
    assert Case.objects.requests().count() == 1
