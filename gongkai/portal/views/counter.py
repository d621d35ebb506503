"""The counter: asking for information, writing to the mailbox, and how one's own case stands."""

from ipaddress import ip_address, ip_network
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from gongkai.casework import actions as casework
from gongkai.casework.actions.public import ask
from gongkai.casework.forms.public import LetterForm, RatingForm, RequestForm, StatusForm
from gongkai.casework.models import Case
from gongkai.casework.queries import file_bytes
from gongkai.casework.queries import public as cases
from gongkai.casework.rules import Kind
from gongkai.law.clock import Channel
from gongkai.law.refused import Refused
from gongkai.portal import forms, queries, words
from gongkai.portal.views.frame import public_answer, site_of
from gongkai.publishing import queries as publishing

OFTEN = "10/5m"  # questions about cases, for one address
WRONG = "4/h"  # wrong questions about one code; the fifth shuts it
MANY = "20/h"  # requests and letters from one address
AN_HOUR, MINUTES = 3600, 10  # how long a page is known as handed in; a shown case's links work
SHOWN = "counter.shown"
LOCAL = frozenset({"127.0.0.1", "::1", ""})  # where nginx stands


@require_http_methods(["GET", "POST"])
@public_answer(kept=False)
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
@public_answer(kept=False)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Take a letter."""
    form = LetterForm(request.POST or None, topics=cases.topics(request.at))
    if form.is_valid():
        return _taken(request, "mailbox", form, _write)
    return _form(request, "mailbox", form)


@require_safe
@public_answer()
def answers(request: HttpRequest) -> HttpResponse:
    """Answer with published titles that contain what was typed so far: a piece of a page."""
    found = queries.suggest(forms.asked(request.GET).text)
    if found and request.GET.get("first"):
        casework.offer_shown(day=publishing.day_of(request.at))
    return render(request, "portal/offers.html", {"offers": found})


@require_safe
@public_answer()
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Count that a published answer was taken, and lead to it."""
    address = queries.address_of_public(site_of(request), public_id)
    if not address:
        raise Http404
    casework.offer_taken(day=publishing.day_of(request.at))
    return redirect(address)


@require_http_methods(["GET", "POST"])
@public_answer(kept=False)
def status(request: HttpRequest) -> HttpResponse:
    """Tell how a case stands to whoever has its code and knows its applicant."""
    form = StatusForm(request.POST or None)
    if not form.is_valid():
        return _status(request, form)
    if _too_often(request, form.cleaned_data["code"]):
        return _status(request, form, status=429, error=words.TOO_OFTEN)
    case = cases.case_of(form.cleaned_data["code"], form.cleaned_data["fragment"])
    if case is None:
        _missed(request, form.cleaned_data["code"])
        return _status(request, form, error=words.NO_SUCH)
    return _told(request, case)


@require_safe
@public_answer(kept=False)
def status_file(_request: HttpRequest, token: str) -> HttpResponse:
    """Hand out a file that went with a reply, for some minutes after the case was shown."""
    try:
        case, file = signing.loads(token, salt=SHOWN, max_age=MINUTES * 60)
    except signing.BadSignature:
        return redirect("portal:status")
    found = cases.file_given(case, file)
    if found is None:
        raise Http404
    answered = HttpResponse(file_bytes(found), content_type=found.media_type)
    answered["Content-Disposition"] = content_disposition_header(True, found.name)
    return answered


@require_POST
@public_answer(kept=False)
def rate(request: HttpRequest) -> HttpResponse:
    """Take how content a writer is with the answer: once, by who was just shown it."""
    rating = RatingForm(request.POST)
    try:
        pk = signing.loads(request.POST.get("token", ""), salt=SHOWN, max_age=MINUTES * 60)
    except signing.BadSignature:
        return _status(request, StatusForm(), error=words.ASK_AGAIN)
    case = cases.case_by_id(pk)
    if not rating.is_valid():
        return _told(request, case, rating=rating)
    try:
        casework.rate(case=case.pk, score=rating.cleaned_data["score"], at=request.at)
    except Refused as error:
        return _told(request, case, error=str(error))
    return _told(request, cases.case_by_id(pk))


def _told(
    request: HttpRequest, case: Case, *, rating: RatingForm | None = None, error: str = ""
) -> HttpResponse:
    """Show a case to its applicant; the question that found it is not repeated."""
    found = cases.public_status(case, request.at)
    sent = tuple(
        (one, tuple((file, signing.dumps([case.pk, file.pk], salt=SHOWN)) for file in one.files))
        for one in found.sent
    )
    page = queries.status_page(
        site_of(request), StatusForm(), status=found, error=error, sent=sent,
        token=signing.dumps(case.pk, salt=SHOWN),
        rating=(rating or RatingForm()) if found.may_rate else None,
    )  # fmt: skip
    return render(request, "portal/status.html", {"page": page})


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
    """Hand a form in and acknowledge it; a refusal loses nothing that was typed.

    The code stands in this one answer and nowhere else: no session, no address holds it. The same
    page sent again is not taken twice.
    """
    if is_ratelimited(request, group="counter", key=_address, rate=MANY, method="POST",
                      increment=True):  # fmt: skip
        return _form(request, name, form, status=429, error=words.TOO_MANY)
    nonce = request.POST.get("nonce", "")[:40]
    if nonce and not cache.add(f"handed:{nonce}", 1, timeout=AN_HOUR):
        return _form(request, name, form, status=409, error=words.HANDED_BEFORE)
    try:
        case, code = act(request, form)
    except Refused as error:
        cache.delete(f"handed:{nonce}")
        return _form(request, name, form, error=str(error))
    page = queries.received_page(
        site_of(request), name, case.number, code, waits=case.received_on is None
    )
    return render(request, "portal/received.html", {"page": page})


def _form(
    request: HttpRequest, name: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = queries.counter_page(site_of(request), name, form, **more)
    return render(request, "portal/counter.html", {"page": page}, status=status)


def _status(
    request: HttpRequest, form: StatusForm, *, status: int = 200, error: str = ""
) -> HttpResponse:
    page = queries.status_page(site_of(request), form, error=error)
    return render(request, "portal/status.html", {"page": page}, status=status)


def _too_often(request: HttpRequest, code: str) -> bool:
    """Say whether an address asks too often, or a code was asked for wrongly too often.

    Codes that exist and those that do not are counted alike. Nobody is refused for what others do.
    """
    limits: dict[str, Any] = {"method": "POST"}
    if is_ratelimited(request, group="status", key=_address, rate=OFTEN, increment=True, **limits):
        return True
    return is_ratelimited(request, group="code", key=_key(code), rate=WRONG, **limits)


def _missed(request: HttpRequest, code: str) -> None:
    """Count a wrong question about a code."""
    is_ratelimited(request, group="code", key=_key(code), rate=WRONG, method="POST", increment=True)


def _key(code: str) -> Any:
    return lambda _group, _request: cases.code_mark(code)


def _address(_group: str, request: HttpRequest) -> str:
    """Return whom to count: the address nginx names, since all come from it; else the caller's.

    Of IPv6 the network: one house has more addresses than there are counters.
    """
    caller = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    named = forwarded.rpartition(",")[2].strip() if forwarded and caller in LOCAL else caller
    try:
        address = ip_address(named)
    except ValueError:
        return named
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else named
