"""The counter: asking for information, writing to the mailbox, and how one's own case stands."""

from typing import Any

from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from gongkai.casework import actions as casework
from gongkai.casework.actions.public import ask, drop_file, held_file, hold_file
from gongkai.casework.forms.public import (
    FORMS,
    ID_KINDS,
    WAYS,
    LetterForm,
    RatingForm,
    RecordForm,
    RequestForm,
    StatusForm,
)
from gongkai.casework.models import Case
from gongkai.casework.queries import file_bytes
from gongkai.casework.queries import public as cases
from gongkai.casework.rules import Kind
from gongkai.design.documents import pdf
from gongkai.law.clock import Channel
from gongkai.law.refused import Refused
from gongkai.people.rules import caller
from gongkai.portal import forms, queries, words
from gongkai.portal.views.frame import public_answer, site_of
from gongkai.publishing import queries as publishing

OFTEN = "10/5m"  # questions about cases, for one address
WRONG = "4/h"  # wrong questions about one code; the fifth shuts it
MANY = "20/h"  # requests and letters from one address
AN_HOUR, MINUTES = 3600, 10  # how long a page is known as handed in; a shown case's links work
SHOWN = "counter.shown"


@require_http_methods(["GET", "POST"])
@public_answer(kept=False)
def request_form(request: HttpRequest) -> HttpResponse:
    """Take a request for information; what is public already is offered first."""
    form = RequestForm(request.POST or None, _files(request, ("proof",)))
    offers = queries.offers(form.data.get("about", "")) if form.is_bound else ()
    if form.is_valid() and (not offers or "offered" in request.POST):
        return _taken(request, "request", form, _ask)
    if offers and "offered" not in request.POST:
        casework.offer_shown(day=publishing.day_of(request.at))
    return _form(request, "request", form, offers=offers)


@require_http_methods(["GET", "POST"])
@public_answer(kept=False)
def record_form(request: HttpRequest) -> HttpResponse:
    """Take a request to correct a record about oneself (条例第四十一条)."""
    form = RecordForm(request.POST or None, _files(request, ("proof", "paper")))
    if form.is_valid():
        return _taken(request, "record", form, _correct)
    return _form(request, "record", form)


@require_safe
@public_answer()
def flow(request: HttpRequest) -> HttpResponse:
    """Show the steps of a request, their terms and articles."""
    return render(
        request, "portal/flow.html", {"page": queries.flow_page(site_of(request), request.at)}
    )


@require_safe
@public_answer()
def flow_print(request: HttpRequest) -> HttpResponse:
    """Print the steps of a request."""
    data = queries.flow_paper(site_of(request), request.at)
    return _print("flow", data, request, words.COUNTER["flow"])


@require_safe
@public_answer()
def form_print(request: HttpRequest) -> HttpResponse:
    """Print the form of a request, to be filled in by hand."""
    choices = {"form": FORMS, "way": WAYS, "id_kind": ID_KINDS}
    data = queries.form_paper(site_of(request), choices, request.at)
    return _print("application", data, request, words.FORM_TITLE)


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
    """Answer with published titles that share the words typed so far: a piece of a page."""
    found = queries.offers(forms.asked(request.GET).text)
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


def _correct(request: HttpRequest, form: RecordForm) -> tuple[Any, str]:
    given, proof, paper = form.cleaned_data, form.cleaned_data["proof"], form.cleaned_data["paper"]
    title, text = form.said()
    return ask(
        kind=Kind.RECORD, applicant=given["applicant"], identity=form.identity(), title=title,
        text=text, way=given["way"], help_needed=given["help"], at=request.at,
        proof=(proof.name, proof.read()), paper=(paper.name, paper.read()),
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
    for field in form.files:
        drop_file(request.POST.get(f"held_{field}", ""), field=field)
    page = queries.received_page(
        site_of(request), name, case.number, code, waits=case.received_on is None
    )
    return render(request, "portal/received.html", {"page": page})


def _form(
    request: HttpRequest, name: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    held = form.is_bound and _hold(request, form)
    page = queries.counter_page(site_of(request), name, form, at=request.at, held=held, **more)
    return render(request, "portal/counter.html", {"page": page}, status=status)


def _files(request: HttpRequest, fields: tuple[str, ...]) -> MultiValueDict | None:
    """Return the files given with a form; those kept from before where none is given anew."""
    found = request.FILES.copy()
    for field in fields:
        token = request.POST.get(f"held_{field}", "")
        if not token or field in found:
            continue
        kept = None if f"drop_{field}" in request.POST else held_file(token, field=field)
        if kept is None:
            drop_file(token, field=field)
        else:
            found[field] = SimpleUploadedFile(*kept)
    return found or None


def _hold(request: HttpRequest, form: Any) -> bool:
    """Keep the files of a form that is shown again, those that are in order; say whether any is."""
    found = False
    for field in form.files:
        file = getattr(form, "cleaned_data", {}).get(field)
        token = request.POST.get(f"held_{field}", "")
        if file is None:
            continue
        if field in request.FILES or not token:
            drop_file(token, field=field)
            file.seek(0)
            token = "" if _holds_much(request) else hold_file(file.name, file.read(), field=field)
        form.fields[field].widget.held = (file.name, token) if token else None
        found = found or bool(token)
    return found


def _holds_much(request: HttpRequest) -> bool:
    return is_ratelimited(request, group="held", key=_address, rate=MANY, method="POST",
                          increment=True)  # fmt: skip


def _print(template: str, data: dict[str, Any], request: HttpRequest, name: str) -> HttpResponse:
    made = pdf(template, data, made_at=queries.made_at(request.at))
    answered = HttpResponse(made, content_type="application/pdf")
    answered["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf")
    return answered


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
    meta = request.META
    return caller(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""))
