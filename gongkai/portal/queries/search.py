"""The search: what is out and contains the words asked, its page, and titles while one types.

Rule: by relevance means that what has all the words in its title comes first; among equals, and by
time, what came out later comes first. The same on both databases, and it can be told in a sentence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from gongkai.figures.rules import split_key
from gongkai.portal import grams, rules, terms, words
from gongkai.portal.models import Indexed
from gongkai.portal.queries.pages import Head, Item, Link
from gongkai.portal.queries.site import Site, address_of, local
from gongkai.publishing.models import Change

FIGURES = 8
SIZE = 20
COUNTED = 500  # beyond it a total is "more than": to count on would be to read every text
SUGGESTED = 8
LAST_PAGE = 10_000
SORTS = ("relevance", "time")


@dataclass(frozen=True)
class Asked:
    """A search as its address says it. column: a key; has: a form; year: of the first release."""

    text: str = ""
    column: str = ""
    year: int = 0
    has: str = ""
    valid: bool = False
    sort: str = SORTS[0]
    page: int = 1

    @property
    def address(self) -> str:
        """Return the address of this search; what is as usual is left out."""
        values = {
            "q": self.text, "column": self.column, "year": self.year or "", "has": self.has,
            "valid": "1" if self.valid else "", "sort": self.sort if self.sort != SORTS[0] else "",
            "page": self.page if self.page > 1 else "",
        }  # fmt: skip
        return "/search/?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class Hit:
    """A disclosure that was found: its line, its title and a piece of its text with marks."""

    item: Item
    title: tuple[grams.Part, ...]
    snippet: tuple[grams.Part, ...]


@dataclass(frozen=True)
class Choice:
    """A filter: what it is about, and its values as links."""

    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class SearchPage:
    """Answers to a search, or why there are none. total: empty before anything was asked."""

    head: Head
    crumbs: tuple[Link, ...]
    asked: Asked
    words: tuple[str, ...]
    note: str
    total: str
    hits: tuple[Hit, ...]
    sorts: tuple[Link, ...]
    choices: tuple[Choice, ...]
    previous: str
    following: str
    filtered: bool
    unfiltered: str
    figures: tuple[Link, ...] = ()  # data sets and indicators with all the words


@dataclass(frozen=True)
class Suggestion:
    """A title that contains what was typed so far."""

    title: tuple[grams.Part, ...]
    address: str
    public_id: str


def search(site: Site, asked: Asked) -> SearchPage:
    """Return the page that answers a search. What its address says wrongly is left out."""
    query = grams.query(asked.text)
    asked = _known(site, asked)
    places, asked = _page(site, query.words, asked) if query.words else ([], asked)
    first = (asked.page - 1) * SIZE
    shown = places[first : first + SIZE]
    plain = Asked(text=asked.text, sort=asked.sort)
    return SearchPage(
        head=site.head("search"), crumbs=(Link(words.HOME, "/"),), asked=asked, words=query.words,
        note=words.SEARCH_CUT.format(most=grams.LONGEST, words=grams.MOST) if query.cut else "",
        total=_total(len(places)) if query.words else "",
        hits=_hits(site, shown, query.words), sorts=_sorts(asked), choices=_choices(site, asked),
        previous=replace(asked, page=asked.page - 1).address if asked.page > 1 else "",
        following=replace(asked, page=asked.page + 1).address if places[first + SIZE :] else "",
        filtered=replace(asked, page=1) != plain, unfiltered=plain.address,
        figures=tuple(_figures(site, query.words))[:FIGURES] if query.words else (),
    )  # fmt: skip


def _figures(site: Site, asked: tuple[str, ...]) -> Iterator[Link]:
    """Yield the data sets and the indicators whose names, units or meanings hold all the words."""

    def bears(*texts: str) -> bool:
        said = "\n".join(texts).casefold()
        return all(word.casefold() in said for word in asked)

    for code, shown in site.numbers.flows.items():
        flow = shown.meta["flow"]
        if bears(flow["name"], flow["subject"]["name"], code):
            yield Link(flow["name"], rules.data_address(code))
    for code, shown in site.numbers.flows.items():
        keys: dict[str, list[str]] = {}
        for key in shown.ids:
            keys.setdefault(split_key(key)[0], []).append(key)
        for name, one in shown.meta["indicators"].items():
            if name in keys and bears(one["name"], one["unit"], one["meaning"], name):
                alone = keys[name][0] if len(keys[name]) == 1 else ""
                title = words.INDICATOR_OF.format(name=one["name"], flow=shown.meta["flow"]["name"])
                yield Link(title, rules.data_address(code, alone))


def suggest(text: str) -> tuple[Suggestion, ...]:
    """Return the newest of what is out whose title contains the words typed so far."""
    asked = grams.query(text).words
    places = found_places(terms.Asked(asked, in_title=True), SUGGESTED) if asked else []
    rows = Indexed.objects.filter(place__in=places).select_related("edition").only("edition")
    return tuple(
        Suggestion(
            grams.parts(row.edition.title, asked), address_of(row.edition), row.edition.public_id
        )
        for row in rows
    )


def _known(site: Site, asked: Asked) -> Asked:
    return replace(
        asked,
        text=asked.text.strip()[: grams.LONGEST],
        column=site.by_key[asked.column]["key"] if asked.column in site.by_key else "",
        has=asked.has if asked.has in grams.FORMS else "",
        sort=asked.sort if asked.sort in SORTS else SORTS[0],
        page=min(max(asked.page, 1), LAST_PAGE),
    )


def _page(site: Site, found: tuple[str, ...], asked: Asked) -> tuple[list[int], Asked]:
    """Return the places of the hits in order, up to the end of the page and of what is counted.

    A page behind the last one is the last one.
    """
    limit = max(COUNTED, asked.page * SIZE) + 1
    wanted = terms.Asked(found, *_facets(site, asked))
    places = found_places(wanted, limit)
    last = max(1, -(-len(places) // SIZE))
    asked = replace(asked, page=min(asked.page, last))
    if asked.sort == "relevance" and places:
        titled = found_places(replace(wanted, in_title=True), min(limit, asked.page * SIZE + 1))
        first = set(titled)
        places = [*titled, *(place for place in places if place not in first)][:limit]
    return places, asked


def found_places(asked: terms.Asked, limit: int) -> list[int]:
    """Return places, without what was taken down and is still being removed."""
    going = Change.objects.urgent_pending().values("public_id")
    gone = set(Indexed.objects.filter(public_id__in=going).values_list("place", flat=True))
    found = terms.find(asked, limit + len(gone))
    return [place for place in found if place not in gone][:limit]


def _facets(site: Site, asked: Asked) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the terms an item must have all of, and those it must have any of."""
    all_of = []
    if asked.year:
        all_of.append(grams.facet(grams.YEAR, asked.year))
    if asked.has:
        all_of.append(grams.facet(grams.HAS, asked.has))
    if asked.valid:
        all_of.append(grams.facet(grams.VALID, 1))
    family = sorted(site.family(asked.column)) if asked.column else []
    return tuple(all_of), tuple(grams.facet(grams.COLUMN, key) for key in family)


def _total(count: int) -> str:
    if count > COUNTED:
        return words.SEARCH_MORE.format(count=COUNTED)
    return words.SEARCH_TOTAL.format(count=count)


def _hits(site: Site, places: list[int], found: tuple[str, ...]) -> tuple[Hit, ...]:
    rows = Indexed.objects.filter(place__in=places).select_related("edition")
    there = {row.place: row for row in rows}
    rows_in_order = [there[place] for place in places if place in there]
    items = site.items(row.edition for row in rows_in_order)
    return tuple(
        Hit(item, grams.parts(item.title, found),
            grams.snippet(row.text, row.folded, row.name, found) or _summary(item, found))
        for item, row in zip(items, rows_in_order, strict=True)
    )  # fmt: skip


def _summary(item: Item, found: Iterable[str]) -> tuple[grams.Part, ...]:
    return grams.parts(item.summary, found)


def _sorts(asked: Asked) -> tuple[Link, ...]:
    return tuple(
        Link(name, replace(asked, sort=sort, page=1).address, asked.sort == sort)
        for sort, name in zip(SORTS, words.SEARCH_SORTS, strict=True)
    )


def _choices(site: Site, asked: Asked) -> tuple[Choice, ...]:
    """Return the filters. They are offered whole: to count each would be a search of its own."""
    here = replace(asked, page=1)
    found = (
        *_columns(site, here),
        Choice(words.SEARCH_YEAR, (
            Link(words.SEARCH_ALL, replace(here, year=0).address, not asked.year),
            *(Link(words.YEAR.format(year), replace(here, year=year).address, asked.year == year)
              for year in _years()))),
        Choice(words.SEARCH_HAS, (
            Link(words.SEARCH_ALL, replace(here, has="").address, not asked.has),
            *(Link(name, replace(here, has=form).address, asked.has == form)
              for form, name in words.SEARCH_FORMS.items()))),
        Choice(words.SEARCH_VALID, (
            Link(words.SEARCH_ALL, replace(here, valid=False).address, not asked.valid),
            Link(words.SEARCH_VALID_ONLY, replace(here, valid=True).address, asked.valid))),
    )  # fmt: skip
    return tuple(choice for choice in found if len(choice.links) > 1)


def _columns(site: Site, asked: Asked) -> Iterator[Choice]:
    """Yield the columns by levels: the first, and what is below the one chosen."""
    above = [column["key"] for column in site.lineage(asked.column)]
    for parent in ("", *reversed(above)):
        links = [
            Link(
                column["name"], replace(asked, column=column["key"]).address, column["key"] in above
            )
            for column in site.children(parent)
        ]
        whole = Link(
            words.SEARCH_ALL, replace(asked, column=parent).address, asked.column == parent
        )
        if links:
            yield Choice(words.SEARCH_BELOW if parent else words.SEARCH_COLUMN, (whole, *links))


def _years() -> range:
    """Return the years in which something came out, newest first."""
    ends = [row.released for row in (Indexed.objects.only("released").first(),
                                     Indexed.objects.only("released").last()) if row]  # fmt: skip
    return range(local(ends[0]).year, local(ends[-1]).year - 1, -1) if ends else range(0)
