"""An officer's calendar: its private address, and the file other programs read."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongkai.casework import actions, words
from gongkai.casework.queries import calendars
from gongkai.casework.views.handling import found


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Say whether there is a calendar, and how to use it."""
    context = {"link": calendars.link_of(request.user)}
    return render(request, "casework/calendar.html", context)


@never_cache
@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """Give a new address and show it this once."""
    secret = actions.make_calendar(by=request.user, at=request.at)
    address = f"{settings.BASE_URL}{reverse('casework:feed', args=[secret])}"
    context = {"link": calendars.link_of(request.user), "address": address}
    messages.success(request, words.CALENDAR_SHOWN)
    return render(request, "casework/calendar.html", context)


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """End the address."""
    actions.end_calendar(by=request.user, at=request.at)
    messages.success(request, words.CALENDAR_ENDED)
    return redirect("casework:calendar")


@never_cache
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar of whose address this is; any other address is not there."""
    owner = found(calendars.owner_of(secret))
    data = calendars.feed(owner, request.at, base_url=settings.BASE_URL)
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")
