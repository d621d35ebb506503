"""Holidays of the years around today (放假安排)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.law.refused import Refused
from gongkai.publishing import actions, queries, words
from gongkai.publishing.forms import HolidayForm
from gongkai.publishing.models import HolidayNotice


@require_GET
def holidays(request: HttpRequest) -> HttpResponse:
    """Show how the years are counted, and what waits to be confirmed."""
    year = queries.day_of(request.at).year
    context = {"years": queries.holiday_years(year), "this_year": year,
               "pending": queries.pending_holidays()}  # fmt: skip
    return render(request, "publishing/holidays.html", context)


@require_http_methods(["GET", "POST"])
def holidays_new(request: HttpRequest) -> HttpResponse:
    """Enter the notice of a year; what is refused keeps everything typed."""
    year = queries.day_of(request.at).year + 1
    form = HolidayForm(request.POST if request.method == "POST" else None, initial={"year": year})
    if form.is_valid():
        try:
            actions.propose_holidays(by=request.user, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words.HOLIDAY_ENTERED)
            return redirect("publishing:holidays")
    context = {"form": form, "heading": "录入放假安排", "button": "保存",
               "back_address": "/desk/holidays/"}  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "publishing/form.html", context, status=status)


@require_POST
def holidays_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm an entered notice."""
    notice = get_object_or_404(HolidayNotice, pk=pk)
    try:
        actions.announce_holidays(notice=notice.pk, by=request.user, at=request.at)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words.HOLIDAY_CONFIRMED.format(notice=notice))
    return redirect("publishing:holidays")
