"""The public site at one moment: what is out, the column tree, and the lines of its lists."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.design import assets
from gongkai.portal import rules, words
from gongkai.portal.queries.pages import Assets, Footer, Head, Item, Link
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition, IndexNumber
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.queries import is_demonstration

DOWN = (Purpose.TAKE_DOWN, Purpose.URGENT)


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


class Site:
    """The public site at a moment: what cards have released, and those the press is releasing.

    Narrower than what dynamic answers ask: a card that is complete and due, but not claimed by the
    press, may still be withdrawn, so its title must stand in no list that is rendered for another.
    """

    def __init__(self, at: datetime, cards: Collection[int] = ()) -> None:
        self.at, self._cards = at, tuple(cards)
        self.columns = self._columns()
        self.by_key = {column["key"]: column for column in self.columns}
        self._head = Head(
            bureau=settings.BUREAU, demonstration=is_demonstration(),
            site_code=settings.SITE_CODE, base_url=settings.BASE_URL,
            domain=urlparse(settings.BASE_URL).netloc, nav=(),
            footer=Footer(sponsor=settings.BUREAU),
            assets=Assets(
                style=assets.address(assets.style(), "css"),
                script=assets.address(assets.script(), "js"),
                icon=assets.address(assets.icon(), "svg"),
            ),
        )  # fmt: skip

    def _columns(self) -> list[dict[str, Any]]:
        edition = self.visible().filter(work_kind="columns").first()
        return publishing.content_of(edition.sha256)["columns"] if edition else []

    def _out(self) -> Q:
        return Q(card__step=Step.RELEASED) | Q(card__in=self._cards)

    def changes(self) -> QuerySet[Change]:
        """Return what has happened to disclosures after they came out, oldest first."""
        rows = Change.objects.filter(self._out() | Q(kind=Purpose.URGENT), since__lte=self.at)
        return rows.order_by("since", "pk")

    def reached(self) -> QuerySet[Edition]:
        """Return what has come out and not been taken down, superseded versions too."""
        down = self.changes().filter(
            public_id=OuterRef("public_id"), up_to__gte=OuterRef("number"), kind__in=DOWN
        )
        return Edition.objects.filter(self._out(), ~Exists(down), visible_from__lte=self.at)

    def visible(self) -> QuerySet[Edition]:
        """Return what has come out and is not superseded."""
        later = Edition.objects.filter(
            self._out(),
            work_kind=OuterRef("work_kind"),
            work_id=OuterRef("work_id"),
            number__gt=OuterRef("number"),
            visible_from__lte=self.at,
        )
        return self.reached().filter(~Exists(later))

    def editions(self, keys: Iterable[str] | None = None) -> QuerySet[Edition]:
        """Return the disclosures the public may read, newest release first."""
        rows = self.visible().disclosures().order_by("-first_from", "-pk")
        return rows if keys is None else rows.filter(column__in=list(keys))

    def head(self, current: str = "") -> Head:
        """Return the frame of a page, with the first-level columns as navigation."""
        top = self.lineage(current)[-1]["key"] if current in self.by_key else current
        nav = [Link(words.HOME, "/", current == "home")]
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
        """Return the keys of a column and all below it."""
        found = {key}
        for child in self.children(key):
            found |= self.family(child["key"])
        return found

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
        numbers = {
            row.public_id: str(row)
            for row in IndexNumber.objects.filter(public_id__in=ids, voided_at=None)
        }
        marks = {
            change.public_id: words.MARK[change.kind]
            for change in self.changes().filter(public_id__in=ids)
            if change.kind in words.MARK
        }
        return tuple(
            Item(
                title=edition.title, address=address_of(edition),
                column=self.by_key.get(edition.column, {}).get("name", ""),
                kind=self.by_key.get(edition.column, {}).get("name", ""),
                published=edition.first_from, formed_on=edition.formed_on,
                index_no=numbers.get(edition.public_id, ""), summary=edition.summary,
                mark=marks.get(edition.public_id, ""),
            )
            for edition in editions
        )  # fmt: skip
