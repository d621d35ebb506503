"""What is published already and may answer a request: titles that share the words of what is asked.

A question is taken apart: the years it names, what it asks for, and what people only write around it.
A title fits when it names one of the years, if any is named, and most of the pairs of characters of
what is asked for, under that name or another one of the same thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from gongkai.portal import grams, terms, words
from gongkai.portal.models import Indexed
from gongkai.portal.queries.search import SUGGESTED, Suggestion, found_places
from gongkai.portal.queries.site import address_of

ENOUGH = 0.6  # of the pairs asked for a title must have so many
LOOKED_AT = 400  # titles weighed, the newest first
PAIRS, YEARS = 24, 3  # of a question that are asked of the index
DIGITS = words.DIGITS
YEAR = re.compile(words.YEAR_NAMED)
AROUND = re.compile(f"{words.ASKED_AROUND}|[^\\w]+|_")
PIECE = re.compile(r"[a-z]+|[^a-z]+")
PLACE = re.compile(words.PLACE)


@dataclass(frozen=True)
class Wanted:
    """What is asked for: years, each as titles write it; and things, each by all its names."""

    years: tuple[str, ...]
    things: tuple[tuple[str, ...], ...]


def wanted_of(text: str, bureau: str) -> Wanted:
    """Take a question apart.

    >>> wanted_of("石家庄2014年GDP是多少", "石家庄市统计局")
    Wanted(years=('2014', '二〇一四'), things=(('gdp', '地区生产总值', '生产总值'),))
    """
    folded = grams.fold(text[: grams.LONGEST])
    years = [form for found in YEAR.findall(folded) for form in _forms(found)]
    rest = YEAR.sub(" ", folded)
    place = PLACE.match(bureau)
    if place:  # with its rank or without: all that is public here is about it
        rest = rest.replace(place[0], " ").replace(place[1], " ")
    pieces = [piece for part in AROUND.split(rest) if part for piece in PIECE.findall(part)]
    things = tuple(_names(piece) for piece in dict.fromkeys(pieces) if len(piece) > 1)
    return Wanted(tuple(dict.fromkeys(years))[: 2 * YEARS], things)


def _forms(year: str) -> tuple[str, str]:
    """Return a year in digits and in Chinese."""
    plain = "".join(str(DIGITS.index(one)) if one in DIGITS else one for one in year)
    return plain, "".join(DIGITS[int(one)] for one in plain)


def _names(piece: str) -> tuple[str, ...]:
    """Return a thing's names: its own, and it with each part that titles call otherwise."""
    others = [piece.replace(one, other) for one, names in words.SAME.items() if one in piece
              for other in names if other not in piece]  # fmt: skip
    return tuple(dict.fromkeys((piece, *others)))


def offers(text: str) -> tuple[Suggestion, ...]:
    """Return what is out and may answer a question, what fits best first, then the newest."""
    wanted = wanted_of(text, settings.BUREAU)
    if not wanted.things:
        return ()
    names = dict(Indexed.objects.filter(place__in=_candidates(wanted)).values_list("place", "name"))
    weighed = [(_fits(name, wanted), place) for place, name in names.items()]
    best = sorted((one for one in weighed if one[0] >= ENOUGH), reverse=True)[:SUGGESTED]
    rows = Indexed.objects.filter(place__in=[place for _, place in best]).select_related("edition")
    there = {row.place: row.edition for row in rows}
    marked = [*wanted.years, *(pair for thing in wanted.things for name in thing
                               for pair in _pairs(name))]  # fmt: skip
    return tuple(
        Suggestion(grams.parts(found.title, marked), address_of(found), found.public_id)
        for _, place in best if (found := there.get(place))
    )  # fmt: skip


def _candidates(wanted: Wanted) -> Iterator[int]:
    """Yield the places of titles with one of the years and some pair of what is asked for."""
    pairs = [pair for thing in wanted.things for name in thing for pair in _pairs(name)]
    some = tuple(grams.asked(dict.fromkeys(pairs), in_title=True))[:PAIRS]
    whole = tuple(max(thing, key=len) for thing in wanted.things)
    for years in [(year,) for year in wanted.years] or [()]:
        yield from found_places(terms.Asked((*years, *whole), in_title=True), SUGGESTED)
        yield from found_places(terms.Asked(years, any_of=some, in_title=True), LOOKED_AT)


def _fits(name: str, wanted: Wanted) -> float:
    """Return which part of what is asked for a title names, from 0 to 1; 0 for another year."""
    if wanted.years and not any(year in name for year in wanted.years):
        return 0.0
    asked = [max((_share(name, one), len(_pairs(one))) for one in thing) for thing in wanted.things]
    return sum(share * size for share, size in asked) / sum(size for _, size in asked)


def _share(name: str, asked: str) -> float:
    pairs = _pairs(asked)
    return sum(pair in name for pair in pairs) / len(pairs)


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
