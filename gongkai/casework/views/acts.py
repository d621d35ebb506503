"""One page an act on a case: a small form, the law it stands on, and one action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.casework import actions, case_page, queries, words
from gongkai.casework.forms import ACTS, AnswerDisputeForm, CloseDisputeForm, VoidForm
from gongkai.casework.models import Case
from gongkai.casework.queries import lists
from gongkai.casework.views.handling import form_page, found, the_case
from gongkai.people.queries import seats
from gongkai.people.views.handling import handled
from gongkai.publishing.queries import day_of, open_columns


def _add_file(*, file: Any, **given: Any) -> object:
    return actions.add_file(name=file.name, data=b"".join(file.chunks()), **given)


def _reopen(*, dispute: Any, **given: Any) -> object:
    return actions.reopen(dispute=dispute.pk, **given)


def _disclose(*, case: int, cases: list[str], **given: Any) -> object:
    return actions.propose_disclosure(cases=[case, *map(int, cases)], **given)


VERBS: dict[str, Callable[..., Any]] = {
    "receipt": actions.confirm_receipt,
    "assign": actions.assign,
    "search": actions.record_search,
    "part": actions.decide_part,
    "corrected": actions.receive_correction,
    "reasons": actions.receive_reasons,
    "consulted": actions.end_consult,
    "exempt": actions.exempt,
    "paid": actions.receive_fee,
    "note": actions.note,
    "file": _add_file,
    "unanswered": actions.close_unanswered,
    "withdrawn": actions.propose_withdrawal,
    "receipt_anew": actions.replace_receipt,
    "confirm": actions.confirm_proposal,
    "return": actions.hand_back,
    "convert": actions.convert,
    "exchange": actions.publish_exchange,
    "disclose": _disclose,
    "archive": actions.archive,
    "dispute": actions.open_dispute,
    "reopen": _reopen,
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one act on a case. A refusal keeps what was typed and names the article."""
    if name not in ACTS:
        raise Http404
    case = the_case(request, pk)
    _refuse_others(request, case, name)
    form = ACTS[name](request.POST or None, request.FILES or None, **_given(request, case, name))
    made: list[Any] = []

    def run(values: dict[str, Any]) -> None:
        made.append(VERBS[name](case=case.pk, by=request.user, at=request.at, **values))

    if request.method == "POST" and _posted(form) and handled(form, run):
        return _done(request, case, name, form.done, made[0])
    law = queries.law(form.law, case.received_on or request.at) if form.law else None
    return form_page(
        request, form, back=reverse("casework:case", args=[pk]), about=str(case), law=law
    )


def _posted(form: Any) -> bool:
    """Bind a form without a field, whose post is empty but for its token."""
    form.is_bound = True
    return True


def _refuse_others(request: HttpRequest, case: Case, name: str) -> None:
    """Refuse who only reads the case, or whose posts do not have this act. Raises: Refused."""
    queries.handling_seat(case, request.user, request.at)
    if not ACTS[name].posts & {seat.kind for seat in seats(request.user, request.at)}:
        queries.office_seat(request.user, request.at)


def _given(request: HttpRequest, case: Case, name: str) -> dict[str, Any]:
    """Return what a form is made of."""
    given: dict[str, Any] = {"case": case, "today": day_of(request.at)}
    if name == "consulted":
        given["pairs"] = case_page.open_pairs(queries.facts(case))
    if name == "convert":
        given["topics"] = lists.topics(request.at)
    if name in {"exchange", "disclose"}:
        given["columns"] = [(one.slug, one.title) for one in open_columns()]
    if name == "disclose":
        given["alike"] = [(one.case.pk, str(one.case)) for one in queries.convertible(case)]
    if name == "part":
        given["initial"] = lists.part_initial(case, request.GET.get("part", ""))
    return given


def _done(request: HttpRequest, case: Case, name: str, done: str, made: Any) -> HttpResponse:
    """Say what was done, and go back to the case, or on to the one it became."""
    if name == "convert":
        case, code = made
        done = words.CONVERTED.format(number=case.number, code=code)
    if name in {"exchange", "disclose"}:
        messages.success(request, done)
        return redirect("publishing:disclosure", made.pk)
    messages.success(request, done)
    return redirect("casework:case", case.pk)


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    """Void a fact entered wrongly."""
    case = the_case(request, pk)
    row = found(lists.fact_for(request.user, pk, fact, request.at))
    form = VoidForm(request.POST or None, case=case, today=day_of(request.at))

    def run(values: dict[str, Any]) -> None:
        seat = queries.office_seat(request.user, request.at)
        actions.void_fact(fact=row.pk, by=request.user, seat=seat, at=request.at, **values)

    if request.method == "POST" and handled(form, run):
        messages.success(request, form.done)
        return redirect("casework:case", pk)
    about = f"{case.number}　{row.on}　{row.get_event_display()}"
    return form_page(request, form, back=reverse("casework:case", args=[pk]), about=about)


@require_POST
def drop_part(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Take back what was decided of a piece by mistake."""
    row = found(lists.part_for(request.user, pk, part, request.at))
    actions.drop_part(part=row.pk, by=request.user, at=request.at)
    messages.success(request, words.PART_DROPPED)
    return redirect("casework:case", pk)


@require_http_methods(["GET", "POST"])
def answer_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that the bureau answered a review or a lawsuit."""
    return _dispute(request, pk, AnswerDisputeForm, actions.answer_dispute)


@require_http_methods(["GET", "POST"])
def close_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter how a review or a lawsuit ended."""
    return _dispute(request, pk, CloseDisputeForm, actions.close_dispute)


def _dispute(request: HttpRequest, pk: int, kind: type, verb: Callable[..., Any]) -> HttpResponse:
    row = found(lists.dispute(pk))
    form = kind(request.POST or None, case=row.case, today=day_of(request.at))

    def run(values: dict[str, Any]) -> None:
        verb(dispute=row.pk, by=request.user, at=request.at, **values)

    if request.method == "POST" and handled(form, run):
        messages.success(request, form.done)
        return redirect("casework:disputes")
    about = f"{row.get_kind_display()}　{row.number}　{row.body}"
    return form_page(request, form, back=reverse("casework:disputes"), about=about)
