"""The guide (政府信息公开指南) and the map of the site, both from what cards have approved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from gongkai.law.articles import articles
from gongkai.portal import rules, words
from gongkai.portal.queries.catalogue import law_of
from gongkai.portal.queries.pages import Branch, Element, GuidePage, Heading, Link, MapPage
from gongkai.portal.queries.site import Site, local
from gongkai.publishing.words import GUIDE as FIELDS

NEW_REGULATION = articles()["request.apply"][0].since


def guide(site: Site) -> GuidePage:
    """Return the guide as its card approved it; before that, its questions without answers.

    Law: nine fields (条例第十二条; 2008: 第十九条, 待核).
    """
    found = fields_of(site)
    return GuidePage(
        head=site.head("guide"), address=rules.GUIDE, law=law_of("guide", site.at),
        crumbs=(Link(words.HOME, "/"), Link(words.GUIDE, "", current=True)),
        fields=tuple(Element(name, found.get(key, "")) for key, name in FIELDS.items()),
        approved=bool(site.profile), channels=_channels(found), asking=asking(site.at),
    )  # fmt: skip


def fields_of(site: Site) -> Mapping[str, str]:
    """Return what the approved profile says under each field of the guide."""
    return (site.profile or {}).get("guide", {})


def contact(site: Site) -> tuple[Element, ...]:
    """Return whom to ask, as far as the approved guide says."""
    found = fields_of(site)
    names = ("unit", "phone", "hours", "address")
    return tuple(Element(FIELDS[name], found[name]) for name in names if found.get(name))


def _channels(found: Mapping[str, str]) -> tuple[Element, ...]:
    """Return the ways to hand in a request that the profile has a place for."""
    address = found.get("address", "")
    hours = found.get("hours", "")
    handed = words.HANDED.format(address=address, hours=hours) if address and hours else address
    ways = (
        (words.BY_HAND, handed),
        (words.BY_POST, address),
        (words.BY_FAX, found.get("fax", "")),
        (words.BY_NET, found.get("online", "")),
    )
    return tuple(Element(name, value) for name, value in ways if value)


def asking(at: datetime) -> tuple[Heading, ...]:
    """Return what a person asks about asking, under the regulation of the day."""
    today = local(at).date()
    asked = words.ASKING_2019 if today >= NEW_REGULATION else words.ASKING_2008
    found = [Heading(name, text, law_of(key, at) if key else "") for name, key, text in asked]
    first = law_of("review.first", at)
    if first:  # 行政复议法 (2023): some must be reviewed before they go to court
        found[-1] = replace(found[-1], text=found[-1].text + words.REVIEW_FIRST,
                            law=f"{found[-1].law}、{first}")  # fmt: skip
    return tuple(found)


def site_map(site: Site) -> MapPage:
    """Return every column with what is below it, and the pages that belong to none."""
    return MapPage(
        head=site.head("map"), address=rules.MAP, columns=_branches(site, ""),
        crumbs=(Link(words.HOME, "/"), Link(words.MAP, "", current=True)),
        pages=(
            Link(words.HOME, "/"), Link(words.GUIDE, rules.GUIDE),
            Link(words.CATALOGUE, rules.catalogue_address()), Link(words.CHANGES, rules.CHANGES),
            Link(words.SEARCH, "/search/"),
            *(Link(words.COUNTER[name], address) for name, address in words.COUNTER_AT.items()),
        ),
    )  # fmt: skip


def _branches(site: Site, key: str) -> tuple[Branch, ...]:
    return tuple(
        Branch(column["name"], rules.column_address(column["key"]), column["description"],
               _branches(site, column["key"]))
        for column in site.children(key)
    )  # fmt: skip
