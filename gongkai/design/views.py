"""The live page of parts: every token and every part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.design.samples import samples


def parts(request: HttpRequest) -> HttpResponse:
    """Show every token and every part."""
    return render(request, "design/parts.html", {"page": samples()})
