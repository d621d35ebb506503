"""The catalogue (政府信息公开目录) by month of first release, and what happened afterwards."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from gongkai.portal import rules, words
from gongkai.portal.queries.months import month_bounds
from gongkai.portal.queries.pages import (
    CataloguePage,
    ChangesPage,
    Event,
    Link,
    Month,
    Row,
    Year,
)
from gongkai.portal.queries.site import DOWN, Site
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Change, Edition
from gongkai.publishing.rules import Purpose

NEWEST = 50  # lines on the overview
EVENTS = 100  # of each kind on the page of changes


def law_of(key: str, at: datetime) -> str:
    """Return the article of a duty in force at a moment; empty where there is none."""
    return str(publishing.law(key, at) or "")


def month_rows(site: Site, month: str) -> QuerySet[Edition]:
    """Return what was first released in a month, newest first."""
    since, until = month_bounds(month)
    return site.editions().filter(first_from__gte=since, first_from__lt=until)


def catalogue_rows(site: Site, month: str, most: int | None = None) -> tuple[Row, ...]:
    """Return the lines of a month of the catalogue; the first ones where most is given."""
    editions = list(month_rows(site, month)[:most])
    return tuple(
        Row(
            index_no=item.index_no, title=item.title, address=item.address, summary=item.summary,
            formed_on=item.formed_on, published=item.published, document_no=edition.document_no,
            validity=item.mark or words.VALID, column=item.column, mark=item.mark,
        )
        for edition, item in zip(editions, site.items(editions), strict=True)
    )  # fmt: skip


def catalogue(site: Site) -> CataloguePage:
    """Return the catalogue's overview: all months with their counts, the newest month's lines."""
    counts = site.months()
    newest = next(iter(counts), "")
    found = catalogue_rows(site, newest, NEWEST) if newest else ()
    return CataloguePage(
        head=site.head("catalogue"), address=rules.catalogue_address(),
        crumbs=(Link(words.HOME, "/"), Link(words.CATALOGUE, "", current=True)),
        name=words.CATALOGUE_NAME, law=law_of("catalogue", site.at), rows=found,
        month=words.month(newest) if newest else "", count=counts.get(newest, 0),
        years=_years(counts), whole=rules.catalogue_address(newest) if newest else "",
        csv=rules.catalogue_address(newest, "csv") if newest else "",
    )  # fmt: skip


def catalogue_month(site: Site, month: str, rows: tuple[Row, ...]) -> CataloguePage:
    """Return the page of a month of the catalogue. It names no other month: it stays as it is."""
    name = words.month(month)
    return CataloguePage(
        head=site.head("catalogue"), address=rules.catalogue_address(month),
        crumbs=(
            Link(words.HOME, "/"), Link(words.CATALOGUE, rules.catalogue_address()),
            Link(name, "", current=True),
        ),
        name=words.CATALOGUE_OF.format(month=name), law=law_of("catalogue", site.at), rows=rows,
        month=name, count=len(rows), years=(), whole="",
        csv=rules.catalogue_address(month, "csv"),
    )  # fmt: skip


def _years(counts: dict[str, int]) -> tuple[Year, ...]:
    years: dict[str, list[Month]] = {}
    for month, count in counts.items():
        link = Month(words.MONTH_ONLY.format(int(month[4:])), rules.catalogue_address(month), count)
        years.setdefault(month[:4], []).append(link)
    return tuple(
        Year(year, words.YEAR.format(year), sum(one.count for one in months), tuple(months))
        for year, months in years.items()
    )


def changes(site: Site) -> ChangesPage:
    """Return what was corrected, lost its force or was taken down, the newest of each kind.

    Rule: what was taken down is named by its 索引号 only, an urgent one without its reason too.
    """
    rows = list(site.editions().filter(number__gt=1).order_by("-visible_from", "-pk")[:EVENTS])
    corrected = zip(rows, site.items(rows), strict=True)
    return ChangesPage(
        head=site.head("changes"), address=rules.CHANGES, most=EVENTS,
        crumbs=(Link(words.HOME, "/"), Link(words.CHANGES, "", current=True)),
        corrected=tuple(
            Event(edition.visible_from, item.title, item.address, item.index_no, _said(edition))
            for edition, item in corrected
        ),
        invalid=_invalid(site), down=_down(site),
    )  # fmt: skip


def _said(edition: Edition) -> str:
    said = (publishing.known_content(edition.sha256) or {}).get("correction")
    if not said:
        return ""
    what = said["what"] if said["what"].endswith("。") else f"{said['what']}。"
    return words.CORRECTED_SO.format(what=what, why=said["why"])


def _last_changes(site: Site, kinds: Collection[str]) -> dict[str, Change]:
    """Return the newest changes of some kinds, the last one of each item."""
    found: dict[str, Change] = {}
    for change in site.changes().filter(kind__in=kinds).order_by("-since", "-pk")[:EVENTS]:
        found.setdefault(change.public_id, change)
    return found


def _invalid(site: Site) -> tuple[Event, ...]:
    found = _last_changes(site, (Purpose.EXPIRE, Purpose.REPEAL))
    rows = list(site.editions().filter(public_id__in=found))
    events = [
        Event(change.since, item.title, item.address, item.index_no,
              words.BECAUSE.format(mark=item.mark, reason=change.reason))
        for edition, item in zip(rows, site.items(rows), strict=True)
        if (change := found[edition.public_id])
    ]  # fmt: skip
    return tuple(sorted(events, key=lambda one: (one.at, one.address), reverse=True))


def _down(site: Site) -> tuple[Event, ...]:
    """Return what was taken down and did not come out again."""
    found = _last_changes(site, DOWN)
    back = set(site.editions().filter(public_id__in=found).values_list("public_id", flat=True))
    gone = {one: change for one, change in found.items() if one not in back}
    first = {edition.public_id: edition for edition in site.came_out(gone)}
    shown = [(gone[one], edition) for one, edition in first.items()]
    items = site.items([edition for _, edition in shown])
    events = [
        Event(change.since, "", item.address, item.index_no,
              words.URGENT if change.kind == Purpose.URGENT else change.reason)
        for (change, _), item in zip(shown, items, strict=True)
    ]  # fmt: skip
    return tuple(sorted(events, key=lambda one: (one.at, one.address), reverse=True))
