"""Plain functions that fill the index of the search and ask it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unicodedata import combining

from django.db import transaction

from gongkai.portal import actions as press
from gongkai.portal import grams, queries, terms
from gongkai.portal.models import Indexed
from gongkai.portal.queries.search import Asked, search
from gongkai.publishing.models import Disclosure, Edition
from tests.make import NOW
from tests.portal import road


def entered(at: datetime = NOW) -> None:
    """Enter in the index everything that is out, as the press does with each release."""
    with transaction.atomic():
        press.index(set(Edition.objects.disclosures().values_list("public_id", flat=True)), at=at)


def found(text: str, at: datetime = NOW, **asked: object) -> list[str]:
    """Return the titles a search finds, in order, over all pages."""
    titles, page = [], 1
    while True:
        answer = search(queries.Site(at), Asked(text=text, page=page, **asked))
        titles += [hit.item.title for hit in answer.hits]
        if not answer.following:
            return titles
        page += 1


def published(bureau: road.Bureau, title: str, at: datetime = NOW, **fields: object) -> Disclosure:
    """Release a disclosure and enter it."""
    page = road.released(bureau, title, at, **fields)
    with transaction.atomic():
        press.index([page.public_id], at=at)
    return page


@contextmanager
def only(title: str, text: str = "") -> Iterator[Indexed]:
    """Let the index hold one item, whatever it says, without taking it down the road."""
    source = {"kind": "own", "name": ""}
    content = {"title": title, "summary": text, "document_no": "", "keywords": [], "source": source,
               "body": []}  # fmt: skip
    lines = grams.lines(content) or [""]
    text = "\n".join(lines)
    row = Indexed(place=1, public_id="x", released=NOW, facets=[], edition=Edition.objects.first(),
                  name=grams.fold(lines[0]), folded=grams.fold(text), text=text)  # fmt: skip
    found = grams.terms(row.name, row.folded, row.facets)
    row.save(force_insert=True)
    terms.put([(1, found)])
    try:
        yield row
    finally:
        terms.drop([(1, found)])
        row.delete()


def letters(text: str) -> list[str]:
    """Return a text in pieces that may be cut apart: what is one letter for a reader stays whole."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else ""
        joins = grams.fold(last + char) != grams.fold(last) + grams.fold(char)
        if pieces and (joins or combining(char) or not grams.fold(char)):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
