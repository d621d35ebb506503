"""Importing at the desk: a file, how it is read, the vintage it goes to, what to check in it."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.figures import actions, queries, words
from gongkai.figures.forms.importing import FileForm, SheetForm, SheetsForm, VintageForm
from gongkai.figures.import_page import page_of
from gongkai.figures.models import ImportFile
from gongkai.figures.queries.importing import Opened
from gongkai.figures.rules import VintageKind
from gongkai.law.refused import Refused


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file and propose how to read it; list the files that wait."""
    own = queries.own_departments(request.user, request.at)
    form = FileForm(request.POST or None, request.FILES or None, departments=own,
                    initial={"flow": request.GET.get("flow")})  # fmt: skip
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.take_file(flow=form.cleaned_data["flow"], name=file.name, data=file.read(),
                                    proof=form.cleaned_data["proof"], by=request.user,
                                    at=request.at)  # fmt: skip
        except Refused as error:
            form.add_error("proof" if error.code.startswith("cells.") else "file", str(error))
        else:
            return redirect("figures:import_file", pk=row.pk)
    return render(request, "figures/import_new.html",
                  {"form": form, "waiting": queries.unfinished(own)})  # fmt: skip


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a file is read, correct it, and bring its values into a draft vintage."""
    row = _waiting(request, pk)
    if row.vintage_id is not None:
        return redirect("figures:import_checks", pk=row.vintage_id)
    opened = queries.opened_file(row, settings.IMPORT_MOST, request.at)
    place = _number(request.GET.get("sheet"), len(row.mapping["sheets"]) - 1)
    sheet = _sheet_form(request, row, opened, place)
    into = VintageForm(request.POST if "into" in request.POST else None, file=row,
                       initial={"title": _title(row), "kind": _kind(row)})  # fmt: skip
    sheets = SheetsForm(request.POST if "sheets_of" in request.POST else None,
                        mapping=row.mapping, known=opened.known)  # fmt: skip
    if "sheets_of" in request.POST and sheets.is_valid():
        _choose(request, row, sheets)
        messages.success(request, words.SHEETS_KEPT)
        return redirect(f"{request.path}?sheet={place}")
    if "map" in request.POST and sheet.is_valid() and _corrected(request, row, sheet, place):
        messages.success(request, words.MAPPING_KEPT)
        return redirect(f"{request.path}?sheet={place}")
    if "into" in request.POST and into.is_valid():
        done = _into(request, row, into)
        if done is not None:
            messages.success(request, words.IMPORTED)
            return redirect("figures:import_checks", pk=done)
    page = page_of(row.mapping, opened.book.sheets, opened.found, opened.book.said, place=place,
                   row=_number(request.GET.get("row"), 10**6))  # fmt: skip
    return render(request, "figures/import_file.html",
                  {"file": row, "page": page, "sheet": sheet, "into": into, "sheets": sheets,
                   "before": queries.imported_before(row), "proof": queries.file_proof(row)})  # fmt: skip


def _waiting(request: HttpRequest, pk: int) -> ImportFile:
    """Return a file of a section this person keeps figures for."""
    row = queries.file_of(pk)
    own = queries.own_departments(request.user, request.at)
    if row is None or row.flow.department_id not in own:
        raise Http404
    return row


def _number(text: str | None, most: int) -> int:
    return (
        min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
    )


def _sheet_form(request: HttpRequest, row: ImportFile, opened: Opened, place: int) -> SheetForm:
    before = row.mapping["sheets"][place]
    width = next(one.width for one in opened.book.sheets if one.name == before["sheet"])
    return SheetForm(request.POST if "map" in request.POST else None, before=before,
                     relations=row.mapping["identities"], known=opened.known, width=width)  # fmt: skip


def _corrected(request: HttpRequest, row: ImportFile, form: SheetForm, place: int) -> bool:
    lines = form.cleaned_data["relations"]
    for old, new in form.renamed().items():
        lines = re.sub(rf"\b{re.escape(old)}\b", new, lines)
    mapping: dict[str, Any] = {
        "sheets": queries.revised(row, place, form.mapping(), settings.IMPORT_MOST, request.at),
        "identities": [line.strip() for line in lines.splitlines() if line.strip()],
    }
    try:
        actions.correct_mapping(file=row.pk, mapping=mapping, by=request.user, at=request.at)
    except Refused as error:
        form.add_error("relations", str(error))
        return False
    return True


def _choose(request: HttpRequest, row: ImportFile, form: SheetsForm) -> None:
    given = form.cleaned_data
    sheets = queries.chosen(row, form.uses(), given["region"], given["status"],
                            settings.IMPORT_MOST, request.at)  # fmt: skip
    mapping = {**row.mapping, "sheets": sheets}
    actions.correct_mapping(file=row.pk, mapping=mapping, by=request.user, at=request.at)


def _into(request: HttpRequest, row: ImportFile, form: VintageForm) -> int | None:
    given = form.cleaned_data
    try:
        vintage = actions.import_kept(
            file=row.pk, by=request.user, at=request.at, title=given["title"], kind=given["kind"],
            reason=given["reason"], leave=given["leave"],
            vintage=given["vintage"].pk if given["vintage"] else None)  # fmt: skip
    except Refused as error:
        form.add_error(None, str(error))
        return None
    return vintage.pk


def _title(row: ImportFile) -> str:
    used = [one["title"] for one in row.mapping["sheets"] if one["use"] and one["title"]]
    return used[0] if used else words.IMPORT_TITLE.format(name=row.name)


def _kind(row: ImportFile) -> VintageKind:
    return VintageKind.ROUTINE if queries.has_opened(row.flow) else VintageKind.FIRST


@require_POST
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off the desk."""
    actions.drop_file(file=_waiting(request, pk).pk, by=request.user, at=request.at)
    messages.success(request, words.FILE_DROPPED)
    return redirect("figures:import_new")


@require_GET
def import_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what does not hold in a vintage, what is unlike its past, and what it changes."""
    row = queries.readable_vintages(request.user, request.at).filter(pk=pk).first()
    if row is None:
        raise Http404
    return render(request, "figures/import_checks.html",
                  {"page": queries.looked(row, request.at), "proof": queries.proof_of(row)})  # fmt: skip
