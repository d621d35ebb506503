"""Objects of this room: a counter with its people, requests and letters, documents signed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl

from gongkai.casework import actions
from gongkai.casework.models import Case, Document
from gongkai.casework.rules import ROUTE_OF, Kind, Letter
from gongkai.law.clock import Channel
from gongkai.people.models import Department, PostKind, User
from gongkai.publishing.rules import Step
from tests.make import SHANGHAI, Bureau, a_bureau, a_department, a_holder, a_signed

MONDAY = date(2026, 6, 1)
NAME = "演示甲乙丙"
NUMBER = "11010519491231002X"
PHONE = "13900001234"
ADDRESS = "演示市演示路99号"
WHO = {"name": NAME, "id_kind": "居民身份证", "id_number": NUMBER, "phone": PHONE,
       "address": ADDRESS}  # fmt: skip


def moment(day: date, hour: int = 9) -> datetime:
    """Return a moment of a day in the bureau's zone."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Counter:
    """A bureau, the head of its office, and the second head who reads replies for their lawfulness."""

    bureau: Bureau
    legal: User
    second_office: User
    chief: User

    @property
    def office(self) -> User:
        """Return who stands at the counter."""
        return self.bureau.office

    @property
    def editor(self) -> User:
        """Return who handles cases of the section."""
        return self.bureau.editor

    @property
    def section(self) -> Department:
        """Return the section."""
        return self.bureau.section


def a_counter(*, columns: bool = False) -> Counter:
    """Return a counter whose posts are filled."""
    bureau = a_bureau(columns=columns)
    legal = a_holder(PostKind.HEAD, a_department("法规处（演示）"))
    hub = bureau.office.holdings.get().post.department
    return Counter(bureau, legal, bureau.second_office, a_holder(PostKind.HEAD, hub))


def a_request(counter: Counter, day: date = MONDAY, **changes: Any) -> Case:
    """Return a request handed in at the counter and given to the section."""
    assigned = changes.pop("assigned", True)
    values = {
        "kind": Kind.REQUEST, "channel": Channel.IN_PERSON, "submitted_on": day, "identity": WHO,
        "applicant": "person", "title": "2025年工业企业用电量汇总表",
        "text": "申请公开2025年全市工业企业用电量汇总表（演示）。", "by": counter.office,
        "at": moment(day),
    } | changes  # fmt: skip
    case, _ = actions.register_case(**values)
    if assigned:
        actions.assign(case=case.pk, department=counter.section, by=counter.office,
                       at=values["at"])  # fmt: skip
    return fresh(case)


def a_topic(counter: Counter, days: int = 15, name: str = "数据咨询"):
    """Return a topic whose letters the section answers."""
    return actions.set_topic(name=name, department=counter.section, days=days, by=counter.office,
                             at=moment(MONDAY - timedelta(days=30)))  # fmt: skip


def a_letter(counter: Counter, day: date = MONDAY, **changes: Any) -> Case:
    """Return a letter to the mailbox."""
    values = {
        "kind": Kind.LETTER, "channel": "internet", "applicant": "person", "identity": WHO,
        "title": "什么时候公布工资数据", "text": "请问什么时候公布工资数据（演示）？",
        "at": moment(day), "arrived_at": moment(day),
    } | changes  # fmt: skip
    if "topic" not in values:
        values["topic"] = a_topic(counter)
    case, _ = actions.open_case(**values)
    return fresh(case)


def fresh(case: Case) -> Case:
    """Return a case as it now is."""
    return Case.objects.select_related("department", "topic", "post").get(pk=case.pk)


def a_document(
    counter: Counter, case: Case, kind: str, at: datetime, *, fields: dict[str, str] | None = None,
    **plan: Any,
) -> Document:  # fmt: skip
    """Return a drafted document; notices are drafted by the office, the rest by the section."""
    by = counter.editor if kind in {Letter.REPLY, Letter.ANSWER} else counter.office
    return actions.draft_document(case=case.pk, kind=kind, by=by, at=at, plan=plan, fields=fields)


def sent(counter: Counter, document: Document, at: datetime, **changes: Any) -> Document:
    """Return a document handed in, signed by everybody and delivered."""
    return delivered(counter, signed(counter, document, at), at, **changes)


def signed(counter: Counter, document: Document, at: datetime) -> Document:
    """Return a document handed in and signed by everybody."""
    actions.submit_document(document=document.pk, by=document.drafted_by, at=at)
    document = Document.objects.get(pk=document.pk)
    second = counter.second_office if document.drafted_by == counter.office else counter.office
    signers = {Step.LEGAL: counter.legal, Step.OFFICE: second}
    if document.kind not in ROUTE_OF:  # a notice: the head of the office agrees (第三十三条)
        signers[Step.SECTION] = counter.chief
    a_signed(counter.bureau, document.card, at=at, signers=signers)
    return Document.objects.get(pk=document.pk)


def delivered(counter: Counter, document: Document, at: datetime, **changes: Any) -> Document:
    """Return a signed document delivered on its day."""
    values = {"on": at.date(), "way": "post", "by": counter.office, "at": at} | changes
    return actions.deliver(document=document.pk, **values)


def a_reply(
    counter: Counter, case: Case, at: datetime, outcome: str = "granted",
    fields: dict[str, str] | None = None, **plan: Any,
) -> Document:  # fmt: skip
    """Return a drafted reply that says what its result asks."""
    said = fields or {"material": "见局网站“统计数据”栏目（演示）。"}
    return a_document(counter, case, Letter.REPLY, at, fields=said, outcome=outcome, **plan)


def withdrawn(counter: Counter, case: Case, at: datetime) -> Case:
    """Return a request its applicant withdrew on paper, as one person proposed and another confirmed."""
    paper = actions.add_file(case=case.pk, role="scan", name="撤回申请.xlsx",
                             data=a_workbook(["撤回（演示）"]), by=counter.office, at=at)  # fmt: skip
    said = actions.propose_withdrawal(case=case.pk, paper=paper.pk, on=at.date(), reason="书面撤回",
                                      by=counter.office, at=at)  # fmt: skip
    actions.confirm_proposal(case=case.pk, proposal=said.pk, by=counter.second_office, at=at)
    return fresh(case)


def an_answered(counter: Counter, day: date = MONDAY, **changes: Any) -> Case:
    """Return a request that was granted the day after it came."""
    case = a_request(counter, day, **changes)
    at = moment(day + timedelta(days=1))
    sent(counter, a_reply(counter, case, at), at)
    return fresh(case)


def a_workbook(*rows: Sequence[object]) -> bytes:
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
