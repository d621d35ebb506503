"""What every data service answers with: who may read it, how long it is kept, how it says no.

A service's view takes the request and the numbers of the moment asked for, and returns a response
or raises a Fault:

    @data_answer()
    def table(request, numbers, code):
        return answered(jsonstat.written(cube(numbers, found(numbers, code))), JSON)

The decorator gives it

- `numbers`: what is public at request.at, or was at `asOf` (a day, or a moment with its zone);
- CORS on every answer, errors too, and an answer to OPTIONS;
- an ETag of what is public, the address and the accepted form; 304 before any work is done;
- one making of what several ask for at once, and a shelf of answers filed under the stamp;
- a limit of work: what is on the shelf, or unchanged at the reader's, does not count;
- HEAD like GET, without the body; `Cache-Control: no-cache`, of errors `no-store`.

says: how a Fault is told, where RFC 7807 will not do. varies: request headers the answer depends
on (SDMX: Accept). daily: it also depends on today. A StreamingHttpResponse passes through unkept.
Nothing of a view may depend on who asks. What is unknown and what is not open yet must raise the
same Fault, word for word.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import http_date
from django_ratelimit.core import get_usage

from gongkai.figures import words
from gongkai.figures.queries import Numbers
from gongkai.figures.rules.periods import FIRST, LAST
from gongkai.figures.shelf import KEPT
from gongkai.people.rules import caller

log = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]
JSON = "application/json; charset=utf-8"
CALLS, SECONDS = 60, 10  # work one address may ask for, within so many seconds
MOST_CELLS = 100_000  # of one answer; CSV is streamed and has no end
STREAMS = "20/m"  # whole flows one address may ask for
LONGEST_BODY = 256 * 1024
ASKED_WITH = "Accept, Accept-Language, Content-Type, If-None-Match"
TITLES = {400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
          406: "Not Acceptable", 413: "Payload Too Large", 415: "Unsupported Media Type",
          422: "Unprocessable Content", 429: "Too Many Requests", 501: "Not Implemented"}  # fmt: skip


@dataclass
class Fault(Exception):  # noqa: N818 (named like Refused: what it says, not that it is an error)
    """A "no" of a data service. Shape: detail in Chinese, said to the person behind the program."""

    status: int
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)


def problem(_request: HttpRequest, fault: Fault) -> HttpResponse:
    """Tell a fault as problem details. Standard: RFC 7807."""
    said = {"type": "about:blank", "title": TITLES[fault.status], "status": fault.status,
            "detail": fault.detail}  # fmt: skip
    body = json.dumps(said, ensure_ascii=False)
    return HttpResponse(body, "application/problem+json; charset=utf-8", fault.status)


def answered(body: bytes, kind: str = JSON, **headers: str) -> HttpResponse:
    """Return a body as an answer; headers with _ for -."""
    response = HttpResponse(body, kind)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def told(found: Any) -> HttpResponse:
    """Return something as JSON, its Chinese readable."""
    return answered(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())


@dataclass(frozen=True)
class Manner:
    """How a view answers: what data_answer was given."""

    says: Callable[[HttpRequest, Fault], HttpResponse] = problem
    methods: tuple[str, ...] = ("GET", "HEAD")
    varies: tuple[str, ...] = ()
    daily: bool = False
    kept: bool = True
    rate: str = f"{CALLS}/{SECONDS}s"

    @property
    def allowed(self) -> str:
        """Return the methods as a header says them."""
        return ", ".join((*self.methods, "OPTIONS"))


def data_answer(**given: Any) -> Callable[[View], View]:
    """Make a view a data service's. Shape: given as in Manner.

    kept: False for what does something: it is made each time, and counted by itself.
    """
    manner = Manner(**given)

    def framed(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
            try:
                response = _asked(manner, view, request, named)
            except Fault as fault:
                response = _told_no(manner, request, fault)
            except (ValueError, OverflowError):  # what nobody thought that a question could hold
                log.exception("not understood: %s", request.path)
                response = _told_no(manner, request, Fault(400, words.NOT_UNDERSTOOD))
            return _open(request, response, manner)

        answer.csrf_exempt = True  # type: ignore[attr-defined]  # no session, no right is used
        return answer

    return framed


def _told_no(manner: Manner, request: HttpRequest, fault: Fault) -> HttpResponse:
    response = manner.says(request, fault)
    response["Cache-Control"] = "no-store"
    for name, value in fault.headers.items():
        response[name] = value
    return response


def _asked(
    manner: Manner, view: View, request: HttpRequest, named: dict[str, Any]
) -> HttpResponseBase:
    """Answer: unchanged, from the shelf, or made now."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in manner.methods:
        raise Fault(405, words.METHOD, {"Allow": manner.allowed})
    given = request.GET.get("asOf", "")
    numbers = Numbers(asked_moment(given, request.at) if given else request.at)
    tag = _tag(request, numbers, manner)
    is_safe = request.method != "POST"
    changed = None if manner.daily or numbers.changed is None else int(numbers.changed.timestamp())
    if is_safe and manner.kept:
        unchanged = get_conditional_response(request, etag=tag, last_modified=changed)
        if unchanged is not None:
            return _kept_so(unchanged, tag, changed)
    group = "data" if manner.kept else view.__name__

    def work() -> HttpResponseBase:
        _refuse_often(request, group, manner.rate)
        response = view(request, numbers, **named)
        if isinstance(response, StreamingHttpResponse):
            _refuse_often(request, "stream", STREAMS)
        return response

    made = _from_shelf(tag, work) if manner.kept else work()
    return _kept_so(made, tag, changed) if is_safe and manner.kept else _kept_so(made)


def _from_shelf(tag: str, work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return an answer as it was kept, or made now by whoever asked first; a stream by everyone."""

    def made() -> tuple[tuple[int, dict[str, str], bytes] | None, int]:
        own.append(True)
        response = work()
        if isinstance(response, StreamingHttpResponse):
            streams.append(response)
            return None, 2**62
        parts = response.status_code, dict(response.items()), response.content
        return parts, len(parts[2])

    streams: list[StreamingHttpResponse] = []
    own: list[bool] = []
    try:
        found = KEPT.make(tag, made)
    except Fault as fault:
        if fault.status == 429 and not own:  # another asked too often, not this one
            return _from_shelf(tag, work)
        raise
    if found is None:
        return streams[0] if streams else work()
    status, headers, body = found
    return HttpResponse(body, status=status, headers=headers)


def _kept_so(
    response: HttpResponseBase, tag: str = "", changed: int | None = None
) -> HttpResponseBase:
    response["Cache-Control"] = "no-cache" if tag else "no-store"
    if tag:
        response["ETag"] = tag
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    return response


def _open(request: HttpRequest, response: HttpResponseBase, manner: Manner) -> HttpResponseBase:
    """Open an answer to every page of the web; of HEAD, take the body off."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After, Content-Disposition, Location"
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = manner.allowed
        response["Access-Control-Allow-Headers"] = ASKED_WITH
        response["Access-Control-Max-Age"] = "86400"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept-Encoding", *manner.varies])
    if request.method == "HEAD":
        _bare(response)
    return response


def _bare(response: HttpResponseBase) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        size = len(response.content)
        response.content = b""
        response["Content-Length"] = str(size)


def asked_moment(given: str, at: datetime) -> datetime:
    """Return the moment somebody wrote down, or this one where it lies ahead. Raises: Fault."""
    try:
        day = parse_date(given)
        found = parse_datetime(given.replace(" ", "+")) if day is None else None
    except ValueError:
        day = found = None
    if day is not None:  # the whole of a day: what stood at its end
        found = datetime.combine(day, time.max)
    if found is None or not FIRST <= found.year <= LAST:
        raise Fault(400, words.AS_OF)
    return min(timezone.make_aware(found) if timezone.is_naive(found) else found, at)


def _tag(request: HttpRequest, numbers: Numbers, manner: Manner) -> str:
    """Return the validator of an answer: what is public, what was asked, what the code writes."""
    if len(request.body) > LONGEST_BODY:
        raise Fault(413, words.BODY_LONG.format(most=LONGEST_BODY // 1024))
    accepted = [request.headers.get(name, "") for name in manner.varies]
    day = str(request.at.date()) if manner.daily else ""
    is_post = request.method == "POST"  # of any other method no view reads a body
    asked = [numbers.stamp, _code(), request.path, request.META.get("QUERY_STRING", ""), day,
             is_post, *accepted]  # fmt: skip
    mark = hashlib.sha256(json.dumps(asked).encode())
    if is_post:
        mark.update(b"\0" + request.body)
    return f'"{mark.hexdigest()[:32]}"'


@cache
def _code() -> str:
    """Return a mark of the code that writes answers: a new version's are others."""
    room = Path(__file__).parents[1]
    mark = hashlib.sha256()
    for path in sorted(room.rglob("*.py")):
        mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


def _refuse_often(request: HttpRequest, group: str, rate: str) -> None:
    usage = get_usage(request, group=f"figures.{group}", key=_address, rate=rate, increment=True)
    if usage and usage["should_limit"]:
        wait = max(1, usage["time_left"])
        raise Fault(429, words.OFTEN.format(seconds=wait), {"Retry-After": str(wait)})


def _address(_group: str, request: HttpRequest) -> str:
    meta = request.META
    return caller(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""))
