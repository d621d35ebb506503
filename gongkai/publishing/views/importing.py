"""Bringing a document in as a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.law.refused import Refused
from gongkai.publishing import actions, words
from gongkai.publishing.forms import ImportForm


@require_http_methods(["GET", "POST"])
def import_draft(request: HttpRequest) -> HttpResponse:
    """Make a draft of a document, and show its author what was recognised and what was not."""
    form = ImportForm(
        request.POST or None, request.FILES or None, initial={"column": request.GET.get("column")}
    )
    if form.is_valid():
        file, column = form.cleaned_data["file"], form.cleaned_data["column"]
        try:
            page = actions.import_draft(
                column=column.slug, name=file.name, data=file.read(), by=request.user, at=request.at
            )
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, words.IMPORTED)
            return redirect("publishing:disclosure", pk=page.pk)
    return render(request, "publishing/import.html", {"form": form})
