"""Documents of a case: composed, looked at, handed in, printed, delivered."""

import re
from html import unescape
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.casework import actions, queries, words
from gongkai.casework.forms import (
    DRAFTS,
    DeliverForm,
    DraftForm,
    HandInForm,
    ResultForm,
    initial_of,
)
from gongkai.casework.models import Case, Document
from gongkai.casework.queries import lists
from gongkai.casework.rules import OPEN, Kind, Letter
from gongkai.casework.views.handling import form_page, found, the_case
from gongkai.design.documents import pdf
from gongkai.people.views.handling import handled
from gongkai.publishing.queries import day_of
from gongkai.publishing.rules import Step

PARAGRAPH = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Compose a document: fields by its kind, of a reply by its result. Nothing leaves yet."""
    case = the_case(request, pk)
    queries.handling_seat(case, request.user, request.at)
    if kind not in DRAFTS[Kind(case.kind)]:
        raise Http404
    form = DraftForm(request.POST or None, case=case, kind=Letter(kind), at=request.at,
                     outcome_key=request.GET.get("outcome", ""))  # fmt: skip
    made: list[Document] = []

    def act(_: dict[str, Any]) -> None:
        made.append(actions.draft_document(case=case.pk, kind=Letter(kind), by=request.user,
                                           at=request.at, **form.composed()))  # fmt: skip

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.DRAFTED.format(number=made[0].number))
        return redirect("casework:document", made[0].pk)
    return _draft_page(request, case, form, back=reverse("casework:case", args=[pk]))


def _draft_page(request: HttpRequest, case: Case, form: DraftForm, back: str) -> HttpResponse:
    """Return the page of a draft's fields, or of the choice that comes before them."""
    context = {"form": form, "case": case, "back": back}
    if form.kind == Letter.REPLY:
        context["choose"] = ResultForm(initial={"outcome": form.result.key if form.result else ""},
                                       lapsed=queries.lapsed(case, day_of(request.at)))  # fmt: skip
        context["result"] = form.result
        context["articles"] = form.result.articles(form.day) if form.result else ()
    return render(request, "casework/draft.html", context, status=422 if form.errors else 200)


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document as it will be read, with its card and what may be done with it."""
    row = _document(request, pk)
    return render(request, "casework/document.html", _page(request, row, HandInForm()))


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the text of a document that is with its author."""
    row = _document(request, pk)
    outcome = request.GET.get("outcome", row.plan.get("what", ""))
    form = DraftForm(request.POST or None, case=row.case, kind=Letter(row.kind), at=request.at,
                     outcome_key=outcome, initial=initial_of(row))  # fmt: skip

    def act(_: dict[str, Any]) -> None:
        actions.revise_document(document=row.pk, by=request.user, at=request.at, **form.composed())

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.REVISED.format(number=row.number))
        return redirect("casework:document", pk)
    return _draft_page(request, row.case, form, back=reverse("casework:document", args=[pk]))


@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a document in: it goes on the approval card."""
    row = _document(request, pk)
    form = HandInForm(request.POST)
    made = []

    def act(values: dict[str, Any]) -> None:
        made.append(
            actions.submit_document(document=row.pk, by=request.user, at=request.at, **values)
        )

    if handled(form, act):
        card = made[0].card
        messages.success(request, f"已送审，审批卡编号 {card.number}。")
        return redirect("publishing:card", card.pk)
    row.refresh_from_db()
    return render(request, "casework/document.html", _page(request, row, form), status=422)


@require_http_methods(["GET", "POST"])
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that a signed document was delivered: only now does it move the case."""
    row = _document(request, pk)
    form = DeliverForm(request.POST or None, request.FILES or None, document=row,
                       today=day_of(request.at))  # fmt: skip

    def act(values: dict[str, Any]) -> None:
        proof = values.pop("proof")
        if proof:
            values["proof"] = (proof.name, b"".join(proof.chunks()))
        actions.deliver(document=row.pk, by=request.user, at=request.at, **values)

    if request.method == "POST" and handled(form, act):
        messages.success(request, words.DELIVERED_NOW.format(number=row.number))
        return redirect("casework:case", row.case_id)
    return form_page(request, form, back=reverse("casework:document", args=[pk]), about=str(row))


@never_cache
@require_http_methods(["GET", "POST"])
def print_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a document; posted, with the name and address of who asked, and that is registered."""
    row = _document(request, pk)
    known: dict[str, Any] = {}
    if request.method == "POST":
        known = actions.show_identity(case=row.case_id, by=request.user, at=request.at)
    data = pdf(
        "document", printed(row, known, demonstration=request.demonstration), made_at=request.at
    )
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{row.number}.pdf")
    return answer


def printed(row: Document, known: dict[str, Any], *, demonstration: bool) -> dict[str, Any]:
    """Return a document as the data of its print; who asked is added here and kept nowhere."""
    found, card = row.content, row.card
    who = known.get("parties", {}).get(row.plan.get("pair"), {}) if row.plan.get("pair") else known
    is_signed = card is not None and card.step == Step.RELEASED
    return {
        "org": settings.BUREAU, "number": found["number"], "title": found["title"],
        "to": who.get("name", ""),
        "address": "　".join(str(who[name]) for name in ("postcode", "address") if who.get(name)),
        "body": [_block(one) for one in found["body"] if one["type"] in {"heading", "text"}],
        "remedy": found.get("remedy", ""), "files": [one["name"] for one in found.get("files", [])],
        "date": _dated(row), "signed": is_signed, "case": found.get("case", ""),
        "demonstration": demonstration,
    }  # fmt: skip


def _block(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block as plain lines: what is printed is never markup."""
    if block["type"] == "heading":
        return {"type": "heading", "text": block["text"]}
    return {
        "type": "text",
        "lines": [unescape(strip_tags(one)) for one in PARAGRAPH.findall(block["html"])],
    }


def _dated(row: Document) -> str:
    """Return the day the document was signed, or none while it is a draft."""
    moment = row.card.released_at if row.card else None
    day = row.delivered_on or (day_of(moment) if moment else None)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _document(request: HttpRequest, pk: int) -> Document:
    return found(lists.document(request.user, pk, request.at))


def _page(request: HttpRequest, row: Document, form: HandInForm) -> dict[str, Any]:
    card = row.card
    handles = lists.may_handle(row.case, request.user, request.at)
    with_author = card is None or card.step in {Step.DRAFT, Step.WITHDRAWN}
    may_revise = handles and with_author and row.delivered_on is None and row.case.stage in OPEN
    return {
        "row": row, "case": row.case, "card": card, "form": form,
        "content": queries.compose(row, row.case, request.at) if may_revise else row.content,
        "lacks": queries.document_lacks(row, row.case, request.at) if with_author else [],
        "may_revise": may_revise,
        "may_deliver": handles and card is not None and card.step == Step.RELEASED
        and row.delivered_on is None,
        "handles": handles, "files": lists.files_named(row),
    }  # fmt: skip
