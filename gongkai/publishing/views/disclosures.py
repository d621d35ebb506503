"""Disclosures on the desk: list, page, handing in, changes of state, urgent takedown."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.static import serve

from gongkai.law.refused import Refused
from gongkai.people.models import PostKind
from gongkai.publishing import actions, content, queries, words
from gongkai.publishing.card_page import Told, told
from gongkai.publishing.forms import ChangeForm, ReasonForm, RefileForm, SubmitForm, UrgentForm
from gongkai.publishing.models import ApprovalCard, Disclosure
from gongkai.publishing.rules import Purpose


@require_GET
def disclosures(request: HttpRequest) -> HttpResponse:
    """List disclosures with their state and their twenty working days."""
    asked, mine = request.GET.get("q", "").strip(), None
    if request.GET.get("mine"):
        mine = [seat.department.pk for seat in queries.seats(request.user, request.at)]
    rows = queries.disclosures(asked, mine)
    page = queries.paged(rows, request.GET.get("page"))
    lines = [queries.state_of(row, request.at) for row in page]
    context = {"page_of": page, "lines": lines, "q": asked,
               "mine": request.GET.get("mine"), "may_draft": PostKind.EDITOR in request.kinds}  # fmt: skip
    return render(request, "publishing/disclosures.html", context)


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """Choose the column to draft in."""
    return render(request, "publishing/new.html", {"columns": queries.open_columns()})


@require_GET
def disclosure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a disclosure: draft, cards, editions, what may be done."""
    row = get_object_or_404(Disclosure, pk=pk)
    draft = queries.latest(row)
    context = {
        "line": queries.state_of(row, request.at),
        "draft": draft,
        "imported": queries.imported(row, draft),
        "cards": queries.cards_about(row),
        "editions": queries.editions_of(row.pk),
        "may_edit": queries.editor_seat(request.user, request.at, row.post) is not None,
        "office": PostKind.OFFICE in request.kinds,
        "public": queries.current_edition(row, request.at),
        "may_read": queries.reads_draft(request.user, row, draft, request.at),
    }
    return render(request, "publishing/disclosure.html", context)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft in; a refusal keeps what was typed."""
    row = get_object_or_404(Disclosure, pk=pk)
    draft = queries.latest(row)
    edition = queries.last_edition(row.pk)
    form = SubmitForm(request.POST or None, correcting=edition is not None,
                      initial={"release_at": draft.planned_at})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        correction = {"what": given["what"], "why": given["why"]} if edition else None
        try:
            card = actions.submit(
                page=row, by=request.user, at=request.at, release_at=given["release_at"],
                correction=correction, comment=given["comment"],
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已送审，审批卡编号 {card.number}。")
            return redirect("publishing:card", pk=card.pk)
    findings = _findings(request, row, draft)
    context = {"form": form, "heading": f"送审：{draft.title}", "button": "送审",
               "findings": findings, "cleanable": _cleanable(row, draft, findings or ()),
               "back_to": row}  # fmt: skip
    return render(request, "publishing/form.html", context)


def _cleanable(
    row: Disclosure, draft: Disclosure, findings: Iterable[Told]
) -> list[tuple[str, str]]:
    """Return the files of a draft in which something is hidden: name, and where to clean it."""
    places = [told.one["place"] for told in findings if told.one["rule"].startswith("hidden.")]
    return [
        (name, reverse("publishing:clean", args=[row.pk, sha256]))
        for sha256, name in content.files(content.disclosure(draft)).items()
        if any(f"《{name}》" in place for place in places)
    ]


@require_POST
def clean(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """Put a clean copy of a file in its place in the draft."""
    row = get_object_or_404(Disclosure, pk=pk)
    try:
        actions.use_clean_copy(page=row, sha256=sha256, by=request.user, at=request.at)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words.CLEANED)
    return redirect("publishing:submit", pk=pk)


def _findings(request: HttpRequest, row: Disclosure, draft: Disclosure) -> tuple[Told, ...] | None:
    """Return what the checks find; they quote the text: None for whoever may not read it."""
    may_read = queries.reads_draft(request.user, row, draft, request.at)
    if not may_read:
        return None
    route = queries.route_of(draft.route, request.at)
    return told(actions.findings_of(draft, request.at), route=route)


@require_http_methods(["GET", "POST"])
def refile(request: HttpRequest, pk: int) -> HttpResponse:
    """File a draft in another column."""
    row = get_object_or_404(Disclosure, pk=pk)
    form = RefileForm(request.POST or None, now_in=row.column_key)
    if form.is_valid():
        try:
            actions.refile(page=row, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            name = queries.column_name(form.cleaned_data["column"])
            messages.success(request, words.REFILED.format(name=name))
            return redirect("publishing:disclosure", pk=pk)
    context = {"form": form, "heading": f"改栏目：{queries.latest(row).title}", "button": "保存",
               "back_to": row}  # fmt: skip
    return render(request, "publishing/form.html", context)


@require_http_methods(["GET", "POST"])
def ask_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to expire, repeal or take down what is public."""
    row = get_object_or_404(Disclosure, pk=pk)
    form = ChangeForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        given["purpose"] = Purpose(given["purpose"])
        try:
            card = actions.ask_change(page=row, by=request.user, at=request.at, **given)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已送审，审批卡编号 {card.number}。")
            return redirect("publishing:card", pk=card.pk)
    context = {
        "form": form,
        "heading": f"变更公开状态：{row.title}",
        "button": "送审",
        "back_to": row,
    }
    return render(request, "publishing/form.html", context)


@require_http_methods(["GET", "POST"])
def resubmit_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in again a change that was sent back, or the card after an urgent takedown."""
    card = get_object_or_404(ApprovalCard, pk=pk)
    form = ReasonForm(request.POST or None, initial={"reason": card.request.get("reason", "")})
    if form.is_valid():
        try:
            actions.resubmit_change(card=pk, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已送审：{card.number}。")
            return redirect("publishing:card", pk=pk)
    context = {"form": form, "heading": f"送审 {card.number}", "button": "送审", "back": card}
    return render(request, "publishing/form.html", context)


@require_http_methods(["GET", "POST"])
def urgent(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item off every surface at once."""
    row = get_object_or_404(Disclosure, pk=pk)
    form = UrgentForm(request.POST or None)
    if form.is_valid():
        try:
            card = actions.take_down_urgently(
                public_id=row.public_id, by=request.user, at=request.at, **form.cleaned_data
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            due = f"{card.follow_up_due:%Y-%m-%d}"
            messages.success(request, words.URGENT_DONE.format(due=due, no=card.number))
            return redirect("publishing:card", pk=card.pk)
    context = {"form": form, "heading": f"紧急下线：{row.title}", "button": "立即下线",
               "danger": True, "back_to": row}  # fmt: skip
    return render(request, "publishing/form.html", context)


@require_GET
def file(_request: HttpRequest, sha256: str, **_address: str) -> HttpResponse:
    """Show the desk a file by its hash, before the public may see it."""
    try:
        data, media_type = queries.file_bytes(sha256)
    except LookupError as error:
        raise Http404 from error
    return _download(data, media_type)


def _download(data: bytes, media_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    if not media_type.startswith("image/"):
        answer["Content-Disposition"] = "attachment"
    return answer


@require_GET
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Show the desk an uploaded file; the folder lies under no public root."""
    try:
        answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # a name no file system holds
        raise Http404 from error
    if not answer.get("Content-Type", "").startswith("image/"):
        answer["Content-Disposition"] = "attachment"
    return answer
