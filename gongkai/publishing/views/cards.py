"""The to-do list and the approval card."""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.design.documents import pdf
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind
from gongkai.publishing import actions, queries, words
from gongkai.publishing.card_page import Told, card_page
from gongkai.publishing.forms import DecisionForm, PaperForm, ReaderForm, ReasonForm, WaiverForm
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.redesign import Redesign
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.queries import blob, head

CONFIRMING = {PostKind.OFFICE, PostKind.SECRECY}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, oldest first."""
    drafts = list(queries.drafts_of(request.user, request.at)[:50])
    context = {
        "waiting": queries.waiting_for(request.user, request.at),
        "drafts": [(page, queries.term_of(page.formed_on, queries.day_of(request.at)),
                    queries.sent_back(page.pk)) for page in drafts],
        "urgent": queries.urgent_cards(),
        "paper": queries.paper_to_confirm(request.user) if request.kinds & CONFIRMING else [],
        "stale": queries.stale_columns(request.at) if PostKind.OFFICE in request.kinds else [],
        "quoted": _stale_figures(request),
        "releases": queries.upcoming(request.at),
        "held": queries.held_cards(request.at) if PostKind.OFFICE in request.kinds else [],
        "may_draft": PostKind.EDITOR in request.kinds,
        "holidays": queries.holidays_to_confirm(request.user)
        if PostKind.OFFICE in request.kinds else [],
    }  # fmt: skip
    return render(request, "publishing/home.html", context)


def _stale_figures(request: HttpRequest) -> list[queries.StaleText]:
    """Return the texts of a person's sections, for the office all, whose figures were revised."""
    if PostKind.OFFICE in request.kinds:
        return queries.stale_texts(request.at)
    own = {seat.department.pk for seat in queries.seats(request.user, request.at)
           if seat.kind == PostKind.EDITOR}  # fmt: skip
    return queries.stale_texts(request.at, own) if own else []


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """List cards, by step."""
    step = request.GET.get("step", "")
    rows = queries.cards(request.user, request.at, step if step in words.STEP else "")
    page = queries.paged(rows, request.GET.get("page"))
    steps = [(key, name, str(key) == step) for key, name in words.STEP.items()]
    context = {"page_of": page, "steps": steps, "step": step}
    return render(request, "publishing/cards.html", context)


def _card(request: HttpRequest, pk: int) -> ApprovalCard:
    """Return a card this person may read, or say that there is none."""
    return get_object_or_404(queries.readable_cards(request.user, request.at), pk=pk)


def _show(
    request: HttpRequest, row: ApprovalCard, status: int = 200, **more: object
) -> HttpResponse:
    context = {"page": card_page(row, request.user, request.at), **more}
    context.setdefault("decision", DecisionForm(initial={"digest": row.digest}))
    return render(request, "publishing/card.html", context, status=status)


@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a card as this person sees it; who opens figures not yet public is entered."""
    row = _card(request, pk)
    actions.enter_reading(card=pk, by=request.user, at=request.at)
    return _show(request, row)


@require_http_methods(["GET", "POST"])
def name_reader(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody who may read the card's figures before they are public."""
    row = _card(request, pk)
    form = ReaderForm(request.POST or None, people=queries.possible_readers(request.at))
    if form.is_valid():
        try:
            actions.name_reader(card=pk, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.READER_NAMED)
            return redirect("publishing:card", pk=pk)
    context = {
        "form": form,
        "heading": f"指定发布前阅看人 {row.number}",
        "button": "指定",
        "back": row,
    }
    return render(request, "publishing/form.html", context, status=422 if form.errors else 200)


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a finding pass, with a reason. A refusal keeps what was typed."""
    row = _card(request, pk)
    form = WaiverForm(request.POST)
    if form.is_valid():
        try:
            actions.waive(card=pk, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            _void_when_changed(request, row, error)
            form.add_error("reason", str(error))
            row.refresh_from_db()
        else:
            messages.success(request, words.WAIVED)
            return redirect("publishing:card", pk=pk)
    return _show(request, row, status=422, waiver=form)


@require_POST
def end_reader(request: HttpRequest, pk: int, reader: int) -> HttpResponse:
    """End what a named reader may read."""
    found = get_object_or_404(_card(request, pk).readers, pk=reader)
    actions.end_reader(reader=found.pk, by=request.user, at=request.at)
    messages.success(request, words.READER_ENDED)
    return redirect("publishing:card", pk=pk)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the step. A refusal keeps what was typed."""
    form = DecisionForm(request.POST)
    row = _card(request, pk)
    if not form.is_valid():
        return _show(request, row, status=422, decision=form)
    try:
        row = actions.sign(card=pk, by=request.user, at=request.at, **form.cleaned_data)
    except Refused as error:
        _void_when_changed(request, row, error)
        form.add_error(None, str(error))
        row.refresh_from_db()
        return _show(request, row, status=409, decision=form)
    sent_out = row.purpose == Purpose.DOCUMENT and row.step == Step.RELEASED
    step = words.TO_DELIVER if sent_out else words.STEP[Step(row.step)]
    messages.success(request, f"已签：{row.number}，现在处于“{step}”。")
    return redirect("publishing:home")


def _void_when_changed(request: HttpRequest, row: ApprovalCard, error: Refused) -> None:
    if error.code != "card.changed":
        return
    page = queries.page_of(row)
    if page is not None:
        actions.void_if_changed(page=page, by=request.user, at=request.at)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the card back with reasons."""
    form = DecisionForm(request.POST)
    row = _card(request, pk)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.send_back(card=pk, by=request.user, at=request.at, digest=given["digest"],
                              reason=given["comment"])  # fmt: skip
        except Refused as error:
            form.add_error("comment" if error.code == "send_back.reason" else None, str(error))
        else:
            messages.success(request, f"已退回：{row.number}。")
            return redirect("publishing:home")
    return _show(request, row, status=422, decision=form)


@require_POST
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """Refer a draft in doubt; nothing of it stays."""
    actions.refer(card=pk, by=request.user, at=request.at, digest=request.POST.get("digest", ""))
    messages.success(request, words.REFERRED)
    return redirect("publishing:home")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a card back before it goes out."""
    row = _card(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw(card=pk, by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已撤回：{row.number}。")
            return redirect("publishing:card", pk=pk)
    context = {"form": form, "heading": f"撤回审批卡 {row.number}", "button": "撤回", "back": row}
    return render(request, "publishing/form.html", context)


@require_http_methods(["GET", "POST"])
def enter_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a signature given on paper."""
    row = _card(request, pk)
    form = PaperForm(request.POST or None, request.FILES or None, signers=queries.paper_signers(row, request.at),
                     initial={"digest": row.digest, "signed_at": request.at})  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        scan, media_type = given.pop("scan")
        try:
            actions.enter_paper(card=pk, by=request.user, at=request.at, scan=scan,
                                media_type=media_type, **given)  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.PAPER_ENTERED)
            return redirect("publishing:card", pk=pk)
    context = {"form": form, "heading": f"代录纸质签批 {row.number}", "button": "代录", "back": row}
    return render(request, "publishing/form.html", context)


@require_POST
def confirm_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, as the second person, a signature on paper."""
    row = _card(request, pk)
    actions.confirm_paper(
        card=row.pk, by=request.user, at=request.at, digest=request.POST.get("digest", "")
    )
    messages.success(request, words.PAPER_CONFIRMED)
    return redirect("publishing:card", pk=pk)


@require_GET
def paper_scan(request: HttpRequest, pk: int, signature: int) -> HttpResponse:
    """Show the scan of a signature on paper."""
    card = _card(request, pk)
    row = get_object_or_404(card.signatures.exclude(paper=""), pk=signature)
    data = blob(row.paper)
    kind = "application/pdf" if data.startswith(b"%PDF") else "image/png"
    return HttpResponse(data, content_type=kind)


@require_GET
def card_pdf(request: HttpRequest, pk: int) -> FileResponse:
    """Print the card as 《上网信息审批卡》."""
    row = _card(request, pk)
    actions.enter_reading(card=pk, by=request.user, at=request.at)
    data = pdf("card", printed(row, request), made_at=request.at)
    name = "办件文书审批卡" if row.purpose == Purpose.DOCUMENT else "上网信息审批卡"
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{name}{row.number}.pdf")
    return answer


def printed(row: ApprovalCard, request: HttpRequest) -> dict[str, object]:
    """Return a card as the data of its print."""
    page = card_page(row, request.user, request.at)
    seq, root = head()
    found = page.content or {}
    source = found.get("source") or {}
    local = queries.local_text
    return {
        "org": settings.BUREAU, "no": row.number, "title": row.title, "column": page.column,
        "department": str(row.department), "source": source.get("name") or "本机关制作",
        "document_no": found.get("document_no") or found.get("number", ""), "attribute": found.get("attribute", ""),
        "category": dict(page.elements).get("类别", ""), "formed_on": found.get("formed_on", ""),
        "planned": local(page.planned) if page.planned else "签发后即发",
        "index_no": queries.index_no(page.page.public_id) if page.page else "",
        "channels": "、".join(found.get("channels", [])),
        "keywords": "、".join(found.get("keywords", [])),
        "summary": found.get("summary") or row.request.get("reason", ""),
        "demonstration": request.demonstration, "purpose": page.purpose,
        "steps": [
            {"step": words.STEP[one.step], "by": one.name, "post": one.post,
             "opinion": f"{one.get_decision_display()}　{one.comment}".strip(),
             "at": local(one.at), "paper": bool(one.paper)}
            for one in page.signatures
        ],
        "findings": [
            {"severity": "waived" if one.waiver else one.one["severity"],
             "text": f"{one.one['place']}：{one.one['excerpt']}（{one.one['why']}）"
             + _let_pass(one)}
            for one in page.findings
        ],
        "redesign": _redesign_printed(page.redesign),
        "document": [{"name": name, "value": value} for name, value in page.elements] if page.document else [],
        "digest": row.digest, "register": {"seq": queries.last_entry(row) or seq, "root": root},
    }  # fmt: skip


def _let_pass(one: Told) -> str:
    """Return who let a finding pass and why, as printed behind it."""
    if one.waiver is None:
        return ""
    return words.PASSED_BY.format(name=one.waiver.name, post=one.waiver.post, why=one.waiver.reason)


def _redesign_printed(found: Redesign | None) -> dict[str, object] | None:
    """Return what a redesign changes as the data of its print: the differences, then the whole."""
    if found is None:
        return None
    was, now = found.look_was, found.look_now
    return {
        "first": found.first,
        "count": found.count,
        "look": [{"name": one.name, "colours": [one.brand, one.brand_deep, one.brand_soft]}
                 for one in (was, now) if one],
        "columns": [{"act": one.label, "name": one.name, "was": one.was, "now": one.now}
                    for one in found.columns],
        "profile": [asdict(one) for one in ([] if found.first else found.profile)],
        "tree": [asdict(one) for one in found.tree],
        "whole": [asdict(one) for one in found.whole],
    }  # fmt: skip
