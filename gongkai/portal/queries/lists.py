"""The front page, the columns and the catalogue."""

from django.db.models import Min

from gongkai.portal import rules, words
from gongkai.portal.queries.pages import (
    CataloguePage,
    ColumnPage,
    HomePage,
    Link,
    Promise,
    Section,
)
from gongkai.portal.queries.site import DOWN, Site, local
from gongkai.publishing import queries as publishing
from gongkai.register.models import Entry
from gongkai.register.queries import head as register_head

LATEST = 12
LISTED = 50
OF_A_SECTION = 6


def home(site: Site) -> HomePage:
    """Return the first page."""
    sections = tuple(
        Section(
            column["name"], rules.column_address(column["key"]),
            site.items(site.editions(site.family(column["key"]))[:OF_A_SECTION]),
        )
        for column in site.children("")
    )  # fmt: skip
    seq, root = register_head()
    return HomePage(
        head=site.head("home"), latest=site.items(site.editions()[:LATEST]),
        sections=tuple(section for section in sections if section.items),
        promises=promises(site), register_seq=seq, register_root=root,
    )  # fmt: skip


def promises(site: Site) -> tuple[Promise, ...]:
    """Return what was promised and kept, this year and the year before.

    Rule: the term is judged only for what was formed since the register was born. An older text,
    taken over from a former site, came out before anything here could have entered it.
    """
    found = []
    first = Entry.objects.first()
    born = local(first.occurred_at).date() if first else None
    this_year = local(site.at).year
    for year in (this_year, this_year - 1):
        rows = site.editions().filter(first_from__year=year)
        total = rows.count()
        if not total:
            continue
        found.append(Promise(f"{total} 条", words.RELEASED_IN.format(year=year)))
        terms = [
            publishing.term_of(formed, local(out).date())
            for formed, out in rows.values_list("formed_on", "first_from")
            if born and formed and formed >= born
        ]
        judged = [term for term in terms if term]
        if judged:
            kept = sum(term.left >= 0 for term in judged)
            text = words.IN_TERM.format(year=year)
            found.append(Promise(f"{kept} / {len(judged)}", text))
    corrected = site.editions().filter(number__gt=1).count()
    found.append(Promise(f"{corrected} 件", words.CORRECTED))
    down = site.changes().filter(kind__in=DOWN).values("public_id").distinct().count()
    found.append(Promise(f"{down} 件", words.TAKEN_DOWN))
    return tuple(found)


def months_of(site: Site, key: str) -> list[str]:
    """Return the months (YYYYMM) in which a column or one below it released something."""
    rows = site.editions(site.family(key)).order_by().values_list("first_from", flat=True)
    return sorted({f"{local(moment):%Y%m}" for moment in rows}, reverse=True)


def column(site: Site, key: str, month: str = "") -> ColumnPage:
    """Return a column's page, or one of its months. Raises: KeyError."""
    found = site.by_key[key]
    rows = site.editions(site.family(key))
    if month:
        rows = rows.filter(first_from__year=int(month[:4]), first_from__month=int(month[4:]))
    months = tuple(
        Link(words.MONTH.format(year=one[:4], month=int(one[4:])),
             rules.column_address(key, one), one == month)
        for one in months_of(site, key)
    )  # fmt: skip
    return ColumnPage(
        head=site.head(key), crumbs=site.crumbs(key)[:-1], name=found["name"],
        description=found["description"], keywords=found["keywords"], type=found["kind"],
        children=tuple(
            Link(child["name"], rules.column_address(child["key"]))
            for child in site.children(key)
        ),
        items=site.items(rows if month else rows[:LISTED]), months=months,
        month=words.MONTH.format(year=month[:4], month=int(month[4:])) if month else "",
    )  # fmt: skip


def years_of(site: Site) -> list[int]:
    """Return the years since something was first released, newest first."""
    first = site.editions().order_by().aggregate(first=Min("first_from"))["first"]
    return list(range(local(site.at).year, local(first).year - 1, -1)) if first else []


def catalogue(site: Site, year: int | None = None) -> CataloguePage:
    """Return the catalogue of a year; without one, of the newest year."""
    years = years_of(site)
    shown = year or (years[0] if years else local(site.at).year)
    rows = site.editions().filter(first_from__year=shown)
    return CataloguePage(
        head=site.head("catalogue"), crumbs=(Link(words.HOME, "/"),),
        name=words.CATALOGUE_OF.format(year=shown), rows=site.items(rows),
        years=tuple(
            Link(f"{one}年", rules.catalogue_address(one), one == shown) for one in years
        ),
    )  # fmt: skip
