"""Sheets the counter keeps on paper: the register sheet of a case, the list of what goes on."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.casework import actions, case_page, queries, words
from gongkai.casework.models import Case
from gongkai.casework.queries import lists
from gongkai.casework.rules import Kind, Own
from gongkai.casework.views.handling import the_case
from gongkai.design.documents import pdf
from gongkai.law.clock import Event
from gongkai.publishing.queries import day_of

STEPS = ("日期", "事项", "文书", "经办人")
TRANSFERRED = ("序号", "信息名称", "申请编号", "答复文号", "承办科室", "移送日期", "索引号")
WIDE = frozenset({"事项", "文书", "信息名称"})


@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a case's register sheet; posted, with who asked in full, and that is registered."""
    case = the_case(request, pk)
    queries.handling_seat(case, request.user, request.at)
    if request.method == "POST":
        known = actions.show_identity(case=case.pk, by=request.user, at=request.at)
        who = case_page.identity_lines(known)
    else:
        who = list(case_page.identity_masked(case))
    facts = [*_asked(case), *who, *_handled(case, request)]
    return _print(request, words.SHEET.format(kind=words.KIND[Kind(case.kind)]), case.number, facts,
                  STEPS, list(_steps(case)))  # fmt: skip


@require_GET
def transferred(request: HttpRequest) -> HttpResponse:
    """Print what requests brought into proactive disclosure in a year (主动公开政府信息移送明细表)."""
    this, asked = day_of(request.at).year, request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this
    lines = [
        [str(number), one.title, one.case, one.reply, one.department, words.day(one.on),
         one.index_no or words.NOT_PUBLIC_YET]
        for number, one in enumerate(queries.transfers(year), start=1)
    ]  # fmt: skip
    return _print(request, words.TRANSFERRED, f"{year}年", [], TRANSFERRED, lines,
                  note=str(queries.law("request.convert", request.at) or ""), wide=True)  # fmt: skip


def _asked(case: Case) -> Iterator[tuple[str, str]]:
    """Yield what came in."""
    yield "编号", case.number
    yield "来件方式", case.get_channel_display()
    yield "来件日期", words.day(day_of(case.arrived_at))
    yield "收到日期", _day(case.received_on)
    yield "申请人类型", case.get_applicant_display()
    yield "事由", case.title
    yield "内容", case.text
    if case.kind != Kind.LETTER:
        yield "提供形式", case.form
        yield "获取方式", case.way


def _handled(case: Case, request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield how it was handled and how it ended."""
    rows, clock = queries.standing_facts(case), queries.clock_of(case, today=day_of(request.at))
    filed = next((row for row in reversed(rows) if row.event == Own.ARCHIVED), None)
    replied = [one.number for one in case.documents.exclude(delivered_on=None)
               if one.plan.get("event") == Event.CLOSED]  # fmt: skip
    yield "承办科室", str(case.department or "")
    yield "答复期限", _day(clock.due)
    yield "答复日期", _day(case.closed_on)
    yield "答复文号", "、".join(replied)
    yield "办理结果", words.ended(case.outcome)
    yield "复议诉讼", "\n".join(f"{one.get_kind_display()}{one.number}　{one.get_result_display()}"
                             for one in case.disputes.all())  # fmt: skip
    yield "档号", str(filed.detail.get("archive_no", "")) if filed else ""


def _steps(case: Case) -> Iterator[list[str]]:
    """Yield what happened, with its document and who entered it."""
    for row in lists.steps_of(case):
        until = words.UNTIL.format(day=words.day(row.until)) if row.until else ""
        yield [words.day(row.on), row.get_event_display() + until,
               str(row.document) if row.document else "", row.name]  # fmt: skip


def _day(day: date | None) -> str:
    return words.day(day) if day else ""


def _print(
    request: HttpRequest, title: str, number: str, facts: list[tuple[str, str]],
    columns: tuple[str, ...], lines: list[list[str]], *, note: str = "", wide: bool = False,
) -> HttpResponse:  # fmt: skip
    """Return a sheet as a PDF to look at."""
    data: Mapping[str, Any] = {
        "org": settings.BUREAU, "title": title, "no": number, "note": note, "wide": wide,
        "facts": [{"name": name, "value": str(value)} for name, value in facts],
        "columns": [{"name": name, "wide": name in WIDE} for name in columns], "lines": lines,
        "demonstration": request.demonstration,
    }  # fmt: skip
    answer = HttpResponse(pdf("sheet", data, made_at=request.at), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{title}{number}.pdf")
    return answer
