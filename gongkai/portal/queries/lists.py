"""The front page and the columns."""

from datetime import date
from functools import lru_cache

from django.db.models import Count, Max

from gongkai.portal import rules, words
from gongkai.portal.queries.figures import key_figures
from gongkai.portal.queries.guide import contact
from gongkai.portal.queries.months import month_bounds
from gongkai.portal.queries.pages import (
    ColumnPage,
    HomePage,
    Link,
    MovedPage,
    Promise,
    Section,
)
from gongkai.portal.queries.site import DOWN, Site, local
from gongkai.publishing import queries as publishing
from gongkai.register.queries import head as register_head

LATEST = 12
LISTED = 50
OF_A_SECTION = 4


def home(site: Site) -> HomePage:
    """Return the first page."""
    sections = tuple(
        Section(
            column["name"], rules.column_address(column["key"]),
            site.items(site.newest(OF_A_SECTION, site.family(column["key"]))),
        )
        for column in site.children("")
    )  # fmt: skip
    seq, root = register_head()
    return HomePage(
        head=site.head("home"), latest=site.items(site.newest(LATEST)),
        sections=tuple(section for section in sections if section.items),
        promises=promises(site), figures=key_figures(site),
        register_seq=seq, register_root=root, ask=contact(site),
    )  # fmt: skip


def promises(site: Site) -> tuple[Promise, ...]:
    """Return what was promised and kept, this year and the year before.

    Rule: the term is judged only for what was formed since the register was born. An older text,
    taken over from a former site, came out before anything here could have entered it.
    """
    found = []
    released = site.months()
    this_year = local(site.at).year
    for year in (this_year, this_year - 1):
        total = sum(count for month, count in released.items() if month.startswith(str(year)))
        if not total:
            continue
        said = words.RELEASED_IN.format(year=year)
        found.append(Promise(f"{total} 条", said, _year_address(year)))
        kept, judged = in_term(site, year, site.born) if site.born else (0, 0)
        if judged:
            text = words.IN_TERM.format(year=year)
            found.append(Promise(f"{kept} / {judged}", text, _year_address(year)))
    corrected = site.editions().filter(number__gt=1).count()
    found.append(Promise(f"{corrected} 件", words.CORRECTED, f"{rules.CHANGES}#corrected"))
    down = site.changes().filter(kind__in=DOWN).values("public_id").distinct().count()
    found.append(Promise(f"{down} 件", words.TAKEN_DOWN, f"{rules.CHANGES}#down"))
    return tuple(found)


def in_term(site: Site, year: int, born: date) -> tuple[int, int]:
    """Return how many items of a year came out in their term, and how many had one.

    Judged by the day of forming: where the last of a day's items was in its term, all were.
    """
    since, until = month_bounds(f"{year}01")[0], month_bounds(f"{year}12")[1]
    rows = site.editions().filter(first_from__gte=since, first_from__lt=until, formed_on__gte=born)
    days = rows.order_by().values("formed_on").annotate(count=Count("pk"), last=Max("first_from"))
    kept = judged = 0
    for day in days:
        formed = day["formed_on"]
        term = _term(formed, local(day["last"]).date())
        if term is None:
            continue
        judged += day["count"]
        if term.left >= 0:
            kept += day["count"]
            continue
        for out in rows.filter(formed_on=formed).values_list("first_from", flat=True):
            own = _term(formed, local(out).date())
            kept += own is not None and own.left >= 0
    return kept, judged


_term = lru_cache(maxsize=10_000)(publishing.term_of)  # of two days, always the same


def _year_address(year: int) -> str:
    return f"{rules.catalogue_address()}#y{year}"


def months_of(site: Site, key: str) -> dict[str, int]:
    """Return how much a column, and all below it, released by month (YYYYMM), newest first."""
    return site.months(site.family(key))


def column(site: Site, key: str, month: str = "") -> ColumnPage:
    """Return a column's page, or one of its months. Raises: KeyError."""
    found, family = site.by_key[key], site.family(key)
    if month:
        since, until = month_bounds(month)
        rows = list(site.editions(family).filter(first_from__gte=since, first_from__lt=until))
    else:
        rows = site.newest(LISTED, family)
    links = tuple(
        Link(words.month(one), rules.column_address(key, one), one == month)
        for one in beside(list(months_of(site, key)), month)
    )
    return ColumnPage(
        head=site.head(key), crumbs=site.crumbs(key)[:-1], name=found["name"],
        address=rules.column_address(key, month), feed=rules.feed_address(key),
        described=site.described(key),
        description=found["description"],
        children=tuple(
            Link(child["name"], rules.column_address(child["key"]), child["key"] == key)
            for child in site.children(key) or (found["parent"] and site.children(found["parent"]))
        ),
        items=site.items(rows), months=links,
        month=words.month(month) if month else "",
    )  # fmt: skip


def beside(months: list[str], month: str) -> list[str]:
    """Return a month and the two beside it; all months without one.

    Rule: only a column's own page lists them all, so a month that is over changes no more.
    """
    if month not in months:
        return [] if month else months
    place = months.index(month)
    return months[max(0, place - 1) : place + 2]


def moved(site: Site, key: str, month: str = "") -> MovedPage:
    """Return what stands at the address of a closed column: where its items are. Raises: KeyError."""
    target = site.by_key[key]
    name = next(column["name"] for column in site.tree if column["key"] == key)
    address = rules.column_address(target["key"], month)
    return MovedPage(head=site.head(key), name=name, target=Link(target["name"], address))
