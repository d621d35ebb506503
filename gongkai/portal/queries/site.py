"""The public site at one moment: what is out, the column tree, and the lines of its lists."""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.design import assets
from gongkai.design.looks import DEFAULT
from gongkai.figures.queries import Numbers
from gongkai.portal import rules, words
from gongkai.portal.queries.months import count_by_month, month_of
from gongkai.portal.queries.pages import Assets, Described, Footer, Head, Item, Link
from gongkai.portal.queries.vintages import numbers_at
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition
from gongkai.publishing.queries import DOWN
from gongkai.publishing.rules import columns_in, resolved
from gongkai.register.models import Entry
from gongkai.register.queries import is_demonstration

__all__ = ["DOWN", "Site", "address_of", "local", "version_address_of"]


def local(moment: datetime) -> datetime:
    """Return a moment in the bureau's own time zone."""
    return timezone.localtime(moment)


def address_of(edition: Edition) -> str:
    """Return the address of a disclosure's current version."""
    return publishing.public_address(edition)


def version_address_of(edition: Edition) -> str:
    """Return the address of this very version once it is superseded."""
    first = local(edition.first_from)
    return rules.version_address(edition.public_id, first, edition.number)


def _frame(profile: dict[str, Any], look: str) -> Head:
    """Return the frame of every page, its navigation still empty, from the approved profile."""
    said = profile.get("footer", {})
    bureau = profile.get("name") or settings.BUREAU
    return Head(
        bureau=bureau, demonstration=is_demonstration(),
        site_code=profile.get("code") or settings.SITE_CODE, base_url=settings.BASE_URL.rstrip("/"),
        domain=urlparse(settings.BASE_URL).netloc, nav=(),
        footer=Footer(**{"sponsor": bureau} | {name: text for name, text in said.items() if text}),
        assets=Assets(
            style=assets.address(assets.style(look), "css"),
            script=assets.address(assets.script(), "js"),
            icon=assets.address(assets.icon(), "svg"),
        ),
    )  # fmt: skip


class Site:
    """The public site at a moment: what cards have released, and those the press is releasing.

    Narrower than what dynamic answers ask: a card that is complete and due, but not claimed by the
    press, may still be withdrawn, so its title must stand in no list that is rendered for another.

    Shape: by_key leads from a column to the open one its items stand in; columns are the open ones.
    Another tree or profile than the approved one is for a preview.
    """

    def __init__(
        self, at: datetime, cards: Collection[int] = (),
        columns: list[dict[str, Any]] | None = None, profile: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.at, self._cards = at, tuple(cards)
        self._months: dict[frozenset[str] | None, Mapping[str, int]] = {}
        self.tree = columns_in(self._approved("columns")) if columns is None else columns
        self.columns = [column for column in self.tree if not column["moved_to"]]
        own = {column["key"]: column for column in self.tree}
        places = {key: resolved(self.tree, key) for key in own}
        self.by_key = {key: own[place] for key, place in places.items() if place}
        self.profile = profile or self._approved("profile")
        self.look = (self.profile or {}).get("look") or DEFAULT
        self._head = _frame(self.profile or {}, self.look)

    def _approved(self, kind: str) -> dict[str, Any] | None:
        """Return the column tree or the profile that is out; None before the first."""
        rows = Edition.objects.filter(publishing.out(self._cards), work_kind=kind)
        edition = rows.filter(visible_from__lte=self.at).order_by("number").last()
        return publishing.content_of(edition.sha256) if edition else None

    @cached_property
    def _in_motion(self) -> set[str]:
        """Return the disclosures whose standing is not noted yet: the press is about to change it.

        What the cards bring out or change, and what is being taken down urgently.
        """
        pending = Change.objects.urgent_pending().values_list("public_id", flat=True)
        return publishing.changed_by(self._cards) | set(pending)

    @cached_property
    def _moved(self) -> list[int]:
        """Return the editions of what is in motion that will stand."""
        return [rows[-1].pk for rows in self.standing(self._in_motion).values()]

    def standing(self, public_ids: Iterable[str]) -> dict[str, list[Edition]]:
        """Return the versions of some disclosures that are out, oldest first; the last one stands."""
        return publishing.standing(public_ids, self.at, self._cards)

    def came_out(self, public_ids: Collection[str]) -> QuerySet[Edition]:
        """Return the versions of some disclosures that came out, also those taken down since."""
        rows = Edition.objects.filter(publishing.out(self._cards), public_id__in=public_ids)
        return rows.filter(visible_from__lte=self.at).order_by("number")

    @cached_property
    def numbers(self) -> Numbers:
        """Return the figures that can be read: with what the cards open, without what goes."""
        return numbers_at(self.at, self._cards)

    @cached_property
    def born(self) -> date | None:
        """Return the day the register was born; what is older came out before it could be entered."""
        first = Entry.objects.first()
        return local(first.occurred_at).date() if first else None

    def changes(self) -> QuerySet[Change]:
        """Return what has happened to disclosures after they came out, oldest first."""
        rows = Change.objects.filter(publishing.changes_out(self.at, self._cards))
        return rows.order_by("since", "pk")

    def editions(self, keys: Iterable[str] | None = None) -> QuerySet[Edition]:
        """Return the disclosures the public may read, newest release first."""
        noted = Q(shown=True)
        if self._in_motion:
            moving = Q(public_id__in=self._in_motion)
            noted = noted & ~moving | Q(pk__in=self._moved)
        rows = Edition.objects.filter(noted).order_by("-first_from", "-pk")
        return rows if keys is None else rows.filter(column__in=list(keys))

    def newest(
        self, count: int, keys: Iterable[str] | None = None, by: str = "first_from"
    ) -> list[Edition]:
        """Return the first lines of a list. Asked column by column, so that an index answers."""
        bound = Q(**{f"{by}__lte": self.at})  # true of all: it leads to the index
        rows = self.editions().filter(bound).order_by(f"-{by}", "-pk")
        if keys is None:
            return list(rows[:count])
        found = [edition for key in keys for edition in rows.filter(column=key)[:count]]
        return heapq.nlargest(count, found, key=lambda one: (getattr(one, by), one.pk))

    def months(self, keys: Collection[str] | None = None) -> Mapping[str, int]:
        """Return how many items came out first in each month (YYYYMM), newest month first.

        Asked once for each set of columns: a site at a moment does not change.
        """
        asked = None if keys is None else frozenset(keys)
        if asked not in self._months:
            self._months[asked] = self._counted(asked)
        return self._months[asked]

    def _counted(self, keys: Collection[str] | None) -> dict[str, int]:
        """Count the rows noted as shown, less those in motion, and what will stand of these."""
        counts = Counter(count_by_month(keys))
        noted = Edition.objects.filter(shown=True, public_id__in=self._in_motion)
        moved = Edition.objects.filter(pk__in=self._moved)
        for sign, rows in ((-1, noted), (1, moved)) if self._in_motion else ():
            for key, moment in rows.values_list("column", "first_from"):
                if keys is None or key in keys:
                    counts[month_of(moment)] += sign
        return {month: counts[month] for month in sorted(counts, reverse=True) if counts[month]}

    def head(self, current: str = "") -> Head:
        """Return the frame of a page, with the first-level columns as navigation."""
        top = self.lineage(current)[-1]["key"] if current in self.by_key else current
        nav = [Link(words.HOME, "/", current == "home"),
               Link(words.DATA, rules.DATA, current == rules.DATA)]  # fmt: skip
        nav += [
            Link(column["name"], rules.column_address(column["key"]), column["key"] == top)
            for column in self.children("")
        ]
        return replace(
            self._head, nav=(*nav, Link(words.CATALOGUE, "/catalogue/", current == "catalogue"))
        )

    def children(self, key: str) -> list[dict[str, Any]]:
        """Return the columns directly below one; below the site for an empty key."""
        return [column for column in self.columns if column["parent"] == key]

    def lineage(self, key: str) -> list[dict[str, Any]]:
        """Return a column and those above it, nearest first; nothing for an unknown key."""
        found = []
        while key in self.by_key and len(found) <= len(self.columns):
            found.append(self.by_key[key])
            key = self.by_key[key]["parent"]
        return found

    def family(self, key: str) -> set[str]:
        """Return the keys of a column and all below it, and those that were closed into them."""
        return {one for one in self.by_key if key in {up["key"] for up in self.lineage(one)}}

    def described(self, key: str) -> Described | None:
        """Return what a column's meta tags say: its own words, plain ones where it has none."""
        column = self.by_key.get(key)
        if column is None:
            return None
        name, bureau = column["name"], self._head.bureau
        return Described(
            name=name, type=column["kind"], keywords=column["keywords"] or f"{name},{bureau}",
            description=column["description"] or words.DESCRIBED.format(bureau=bureau, name=name),
        )  # fmt: skip

    def crumbs(self, key: str) -> tuple[Link, ...]:
        """Return the way from the home page to a column."""
        links = [
            Link(column["name"], rules.column_address(column["key"]))
            for column in self.lineage(key)
        ]
        return (Link(words.HOME, "/"), *reversed(links))

    def items(self, rows: Iterable[Edition]) -> tuple[Item, ...]:
        """Return editions as lines of a list."""
        editions = list(rows)
        ids = [edition.public_id for edition in editions]
        numbers = publishing.index_numbers(ids)
        marks = {
            change.public_id: words.MARK[change.kind]
            for change in self.changes().filter(public_id__in=ids)
            if change.kind in words.MARK
        }
        return tuple(
            Item(
                title=edition.title, address=address_of(edition),
                column=self.by_key.get(edition.column, {}).get("name", ""),
                published=edition.first_from, formed_on=edition.formed_on,
                index_no=numbers.get(edition.public_id, ""), summary=edition.summary,
                mark=marks.get(edition.public_id, ""),
            )
            for edition in editions
        )  # fmt: skip
