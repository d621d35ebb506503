"""What requests brought into proactive disclosure: the list of 主动公开政府信息移送."""

import json
from dataclasses import dataclass
from datetime import date

from gongkai.casework.models import Case
from gongkai.casework.rules import Letter
from gongkai.publishing.queries import day_of, index_no
from gongkai.register.models import Entry


@dataclass(frozen=True)
class Transfer:
    """What was asked for and drafted for everybody (条例第四十四条); index_no: once it is public."""

    case: str
    title: str
    department: str
    reply: str
    on: date
    index_no: str


def transfers(year: int) -> list[Transfer]:
    """Return what requests brought into proactive disclosure in a year, in the order it was drafted."""
    rows = Entry.objects.of("case.convert_drafted").select_related("payload").order_by("seq")
    made = [(entry, json.loads(entry.payload.body or "{}").get("detail", {}))
            for entry in rows if day_of(entry.occurred_at).year == year]  # fmt: skip
    numbers = [entry.subject.removeprefix("case:") for entry, _ in made]
    cases = {one.number: one for one in Case.objects.filter(number__in=numbers)
             .select_related("department").prefetch_related("documents")}  # fmt: skip
    return [
        Transfer(number, cases[number].title, str(cases[number].department or ""),
                 _replied(cases[number]), day_of(entry.occurred_at), index_no(detail.get("draft", "")))
        for number, (entry, detail) in zip(numbers, made, strict=True) if number in cases
    ]  # fmt: skip


def _replied(case: Case) -> str:
    """Return the number of the reply a request was given."""
    return "、".join(one.number for one in case.documents.all()
                    if one.kind == Letter.REPLY and one.delivered_on)  # fmt: skip
