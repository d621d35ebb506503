"""The counter's public pages: asking, writing, and how one's own case stands."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from gongkai.casework.models import CaseFile
from gongkai.casework.queries.public import PublicStatus, Sent
from gongkai.law.steps import Step
from gongkai.portal import words
from gongkai.portal.queries.catalogue import law_of
from gongkai.portal.queries.guide import asking
from gongkai.portal.queries.pages import Head, Heading, Link
from gongkai.portal.queries.paper import steps_now
from gongkai.portal.queries.search import Suggestion
from gongkai.portal.queries.site import Site, address_of


@dataclass(frozen=True)
class CounterPage:
    """A form in the public frame. terms: the rules beside it; offers: what is public already."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    form: Any
    nonce: str
    kind: str
    terms: tuple[Heading, ...] = ()
    offers: tuple[Suggestion, ...] = ()
    error: str = ""
    held: bool = False  # a file is kept for when the form is handed in again


@dataclass(frozen=True)
class ReceivedPage:
    """What was handed in: its number, and its query code, shown this once."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    number: str
    code: str
    waits: bool  # the day it counts as received is still to be confirmed (条例第三十一条)


@dataclass(frozen=True)
class StatusPage:
    """How a case stands. status: None until a code and its fragment fit; rating: a form, or None.

    sent: documents, each with its files and what a file is fetched with; token: for the rating.
    """

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    form: Any
    status: PublicStatus | None = None
    rating: Any = None
    error: str = ""
    token: str = ""
    sent: tuple[tuple[Sent, tuple[tuple[CaseFile, str], ...]], ...] = ()


@dataclass(frozen=True)
class FlowPage:
    """The steps of a request, with terms and articles."""

    head: Head
    crumbs: tuple[Link, ...]
    name: str
    steps: tuple[Step, ...]


def flow_page(site: Site, at: datetime) -> FlowPage:
    """Return the page of the steps."""
    return FlowPage(*_frame(site, "flow"), steps=steps_now(at))


def counter_page(site: Site, name: str, form: Any, *, at: datetime, **more: Any) -> CounterPage:
    """Return the page of a form, with the law of now. Shape: name is a key of words.COUNTER."""
    terms = {
        "request": asking(at),
        "record": tuple(Heading(one, text, law_of(key, at) if key else "")
                        for one, key, text in words.RECORD_TERMS),
        "mailbox": tuple(Heading(*one, law="") for one in words.MAILBOX_TERMS),
    }[name]  # fmt: skip
    return CounterPage(*_frame(site, name), form=form, terms=terms, nonce=token_urlsafe(16),
                       kind=name, **more)  # fmt: skip


def received_page(site: Site, name: str, number: str, code: str, *, waits: bool) -> ReceivedPage:
    """Return the page that acknowledges a request or a letter."""
    return ReceivedPage(*_frame(site, name), number=number, code=code, waits=waits)


def status_page(site: Site, form: Any, **more: Any) -> StatusPage:
    """Return the page on which one asks for one's own case."""
    return StatusPage(*_frame(site, "status"), form=form, **more)


def address_of_public(site: Site, public_id: str) -> str:
    """Return where a disclosure the public may read stands; "" for any other id."""
    edition = site.editions().filter(public_id=public_id).first()
    return address_of(edition) if edition else ""


def _frame(site: Site, name: str) -> tuple[Head, tuple[Link, ...], str]:
    return site.head(name), (Link(words.HOME, "/"),), words.COUNTER[name]
