"""The counter's public pages: asking, writing, and how one's own case stands."""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from gongkai.casework.models import CaseFile
from gongkai.casework.queries.public import PublicStatus, Sent
from gongkai.portal import words
from gongkai.portal.queries.guide import asking
from gongkai.portal.queries.pages import Head, Heading, Link
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
    terms: tuple[Heading, ...] = ()
    offers: tuple[Suggestion, ...] = ()
    error: str = ""


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


def counter_page(site: Site, name: str, form: Any, **more: Any) -> CounterPage:
    """Return the page of a form. Shape: name is a key of words.COUNTER."""
    told = tuple(Heading(*one, law="") for one in words.MAILBOX_TERMS)
    terms = asking(site) if name == "request" else told
    return CounterPage(*_frame(site, name), form=form, terms=terms, nonce=token_urlsafe(16), **more)


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
