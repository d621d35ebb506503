"""The counter: asking for information, writing to the mailbox, and how one's own case stands."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from gongkai.casework import actions as casework
from gongkai.casework.actions.public import ask
from gongkai.casework.forms.public import LetterForm, RatingForm, RequestForm, StatusForm
from gongkai.casework.queries import file_bytes
from gongkai.casework.queries import public as cases
from gongkai.casework.rules import Kind
from gongkai.law.clock import Channel
from gongkai.law.refused import Refused
from gongkai.portal import forms, queries, words
from gongkai.portal.views.frame import public_answer, site_of
from gongkai.publishing import queries as publishing

OFTEN = "10/5m"  # questions about cases, for one address
MANY = "20/h"  # requests and letters from one address
ANY = "2000/5m"  # questions about cases, for all together: a guess from many addresses
RECEIVED, SHOWN = "received", "shown"  # keys of the visitor's session
LOCAL = frozenset({"127.0.0.1", "::1", ""})  # where nginx stands


@require_http_methods(["GET", "POST"])
@public_answer
def request_form(request: HttpRequest) -> HttpResponse:
    """Take a request for information; what is public already is offered first."""
    form = RequestForm(request.POST or None, request.FILES or None)
    offers = queries.suggest(form.data.get("about", "")) if form.is_bound else ()
    if form.is_valid() and (not offers or "offered" in request.POST):
        return _taken(request, "request", form, _ask)
    if offers and "offered" not in request.POST:
        casework.offer_shown(day=publishing.day_of(request.at))
    return _form(request, "request", form, offers=offers)


@require_http_methods(["GET", "POST"])
@public_answer
def mailbox(request: HttpRequest) -> HttpResponse:
    """Take a letter."""
    form = LetterForm(request.POST or None, topics=cases.topics(request.at))
    if form.is_valid():
        return _taken(request, "mailbox", form, _write)
    return _form(request, "mailbox", form)


@require_safe
@public_answer
def answers(request: HttpRequest) -> HttpResponse:
    """Answer with published titles that contain what was typed so far: a piece of a page."""
    found = queries.suggest(forms.asked(request.GET).text)
    if found and request.GET.get("first"):
        casework.offer_shown(day=publishing.day_of(request.at))
    return render(request, "portal/offers.html", {"offers": found})


@require_safe
@public_answer
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Count that a published answer was taken, and lead to it."""
    address = queries.address_of_public(site_of(request), public_id)
    if not address:
        raise Http404
    casework.offer_taken(day=publishing.day_of(request.at))
    return redirect(address)


@require_safe
@public_answer
def received(request: HttpRequest) -> HttpResponse:
    """Acknowledge what was handed in: the number, and the code, shown this once."""
    kept = request.session.pop(RECEIVED, None)
    if kept is None:
        return redirect("portal:status")
    page = queries.received_page(site_of(request), *kept)
    return render(request, "portal/received.html", {"page": page})


@require_http_methods(["GET", "POST"])
@public_answer
def status(request: HttpRequest) -> HttpResponse:
    """Tell how a case stands to whoever has its code and knows its applicant."""
    form = StatusForm(request.POST or None)
    if not form.is_valid():
        return _status(request, form)
    if _too_often(request):
        return _status(request, form, status=429, error=words.TOO_OFTEN)
    case = cases.case_of(form.cleaned_data["code"], form.cleaned_data["fragment"])
    if case is None:
        return _status(request, form, error=words.NO_SUCH)
    found = cases.public_status(case, request.at)
    request.session[SHOWN] = case.pk
    rating = RatingForm() if found.may_rate else None
    return _status(request, form, found=found, rating=rating)


@require_safe
@public_answer
def status_file(request: HttpRequest, file: int) -> HttpResponse:
    """Hand out a file that went with a reply, to whom the case was just shown."""
    found = cases.file_given(request.session.get(SHOWN, 0), file)
    if found is None:
        raise Http404
    answered = HttpResponse(file_bytes(found), content_type=found.media_type)
    answered["Content-Disposition"] = content_disposition_header(True, found.name)
    return answered


@require_POST
@public_answer
def rate(request: HttpRequest) -> HttpResponse:
    """Take how content a writer is with the answer: once, by who has the code."""
    form, rating = StatusForm(request.POST), RatingForm(request.POST)
    if _too_often(request):
        return _status(request, form, status=429, error=words.TOO_OFTEN)
    fits = form.is_valid() and rating.is_valid()
    case = cases.case_of(**form.cleaned_data) if fits else None
    if case is None:
        return _status(request, form, error=words.NO_SUCH)
    try:
        casework.rate(case=case.pk, score=rating.cleaned_data["score"], at=request.at)
    except Refused as error:
        return _status(request, form, error=str(error))
    case.refresh_from_db()
    return _status(request, form, found=cases.public_status(case, request.at))


def _ask(request: HttpRequest, form: RequestForm) -> tuple[Any, str]:
    given, proof = form.cleaned_data, form.cleaned_data["proof"]
    text = f"{given['about']}\n{given['text']}"
    return ask(
        applicant=given["applicant"], identity=form.identity(), title=given["about"], text=text,
        form=given["form"], way=given["way"], help_needed=given["help"], at=request.at,
        proof=(proof.name, proof.read()),
    )  # fmt: skip


def _write(request: HttpRequest, form: LetterForm) -> tuple[Any, str]:
    given = form.cleaned_data
    return casework.open_case(
        kind=Kind.LETTER, channel=Channel.INTERNET, applicant=given["applicant"],
        identity=form.identity(), title=given["title"], text=given["text"], topic=given["topic"],
        consent=given["consent"], at=request.at,
    )  # fmt: skip


def _taken(request: HttpRequest, name: str, form: Any, act: Any) -> HttpResponse:
    """Hand a form in, and lead to its acknowledgement; a refusal loses nothing that was typed."""
    if is_ratelimited(request, group="counter", key=_address, rate=MANY, method="POST",
                      increment=True):  # fmt: skip
        return _form(request, name, form, status=429, error=words.TOO_MANY)
    try:
        case, code = act(request, form)
    except Refused as error:
        return _form(request, name, form, error=str(error))
    request.session[RECEIVED] = [name, case.number, code]
    return redirect("portal:received")


def _form(
    request: HttpRequest, name: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = queries.counter_page(site_of(request), name, form, **more)
    return render(request, "portal/counter.html", {"page": page}, status=status)


def _status(
    request: HttpRequest, form: StatusForm, *, status: int = 200, error: str = "",
    found: Any = None, rating: Any = None,
) -> HttpResponse:  # fmt: skip
    page = queries.status_page(site_of(request), form, status=found, rating=rating, error=error)
    return render(request, "portal/status.html", {"page": page}, status=status)


def _too_often(request: HttpRequest) -> bool:
    limits: Mapping[str, Any] = {"group": "status", "method": "POST", "increment": True}
    one = is_ratelimited(request, key=_address, rate=OFTEN, **limits)
    every = is_ratelimited(request, key=_everybody, rate=ANY, **limits | {"group": "statuses"})
    return one or every


def _address(_group: str, request: HttpRequest) -> str:
    """Return whom to count: the address nginx names, since all come from it; else the caller's."""
    caller = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return forwarded.rpartition(",")[2].strip() if forwarded and caller in LOCAL else caller


def _everybody(_group: str, _request: HttpRequest) -> str:
    return "all"

