"""The index of the search: what is out, and nothing else, changed in the release's transaction."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from gongkai.portal import grams, terms
from gongkai.portal.actions.prepared import lease
from gongkai.portal.models import Indexed
from gongkai.portal.queries import Site, local
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Edition
from gongkai.publishing.rules import Purpose

GAP = 64  # between the places of two neighbours: room for what comes back
BATCH = 500
TOGETHER = 50  # items looked at while nobody else writes
INVALID = (Purpose.EXPIRE, Purpose.REPEAL)
Progress = Callable[[int, int], None]  # how many items are done, of how many


def _unseen(_done: int, _all: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class _Item:
    """What the index says of a disclosure."""

    edition: Edition
    facets: list[int]
    name: str
    folded: str
    text: str

    def row(self, place: int) -> Indexed:
        """Return it as a row at a place."""
        return Indexed(
            place=place, edition=self.edition, public_id=self.edition.public_id,
            released=self.edition.first_from, facets=self.facets, name=self.name,
            folded=self.folded, text=self.text,
        )  # fmt: skip


def index(public_ids: Collection[str], *, at: datetime) -> None:
    """Enter what is out of some disclosures and remove what is not. Call inside a transaction.

    What is removed leaves no term behind: it may have been taken down for what it said.
    """
    site = Site(at)
    rows = site.editions().filter(public_id__in=list(public_ids)).order_by("first_from", "pk")
    items = {item.edition.public_id: item for item in _items(site, rows)}
    there = {row.public_id: row for row in Indexed.objects.filter(public_id__in=list(public_ids))}
    gone = [row for public_id, row in there.items() if public_id not in items]
    if not all(_enter(item, there.get(public_id)) for public_id, item in items.items()):
        _build_anew(at, _unseen)
        return
    if gone:
        terms.drop((row.place, _terms(row)) for row in gone)
        Indexed.objects.filter(pk__in=[row.pk for row in gone]).delete()
        terms.forget()
        transaction.on_commit(_empty_journal)


def keep_up(public_ids: Collection[str], *, at: datetime) -> Exception | None:
    """Make the search what the site shows of some disclosures. Call inside a transaction.

    Return what made that fail: it undoes nothing else. They are found no more then, so that
    nothing taken down is; `mend` finds them again.
    """
    try:
        with transaction.atomic():
            index(public_ids, at=at)
    except Exception as error:
        Indexed.objects.filter(public_id__in=list(public_ids)).delete()
        return error
    return None


def _enter(item: _Item, old: Indexed | None) -> bool:
    """Enter what is out, or what is new of it; say whether there was room for it."""
    place = old.place if old else _place(item.edition.first_from)
    if place is None:
        return False
    new = item.row(place)
    if old is None:
        new.save(force_insert=True)
    elif all(getattr(new, name) == getattr(old, name) for name in _SAID):
        return True
    else:
        terms.drop([(place, _terms(old))])
        new.save(force_update=True)
    terms.put([(place, _terms(new))])
    return True


_SAID = ("edition_id", "released", "facets", "name", "folded", "text")


def _terms(row: Indexed) -> set[int]:
    return grams.terms(row.name, row.folded, row.facets)


def _place(released: datetime) -> int | None:
    """Return a free place in the order of release; None when the neighbours leave no room."""
    before = Indexed.objects.filter(released__lte=released).order_by("-released", "-place").first()
    after = Indexed.objects.filter(released__gt=released).order_by("released", "place").first()
    low = before.place if before else 0
    if after is None:
        return low + GAP
    middle = (low + after.place) // 2
    return middle if low < middle < after.place else None


def _items(site: Site, rows: Iterable[Edition]) -> Iterator[_Item]:
    """Yield what the index says of editions that are out; what was erased says nothing."""
    for batch in publishing.batched(rows, BATCH):
        ids = [edition.public_id for edition in batch]
        numbers = publishing.index_numbers(ids)
        changes = site.changes().filter(public_id__in=ids, kind__in=INVALID)
        invalid = set(changes.values_list("public_id", flat=True))
        for edition in batch:
            content = publishing.known_content(edition.sha256)
            if content is None:
                continue
            lines = grams.lines(content, [numbers.get(edition.public_id, "")])
            text = "\n".join(lines)
            facets = [grams.facet(grams.YEAR, local(edition.first_from).year),
                      grams.facet(grams.COLUMN, edition.column)]  # fmt: skip
            facets += [grams.facet(grams.HAS, form) for form in sorted(grams.forms(content))]
            if edition.public_id not in invalid:
                facets.append(grams.facet(grams.VALID, 1))
            yield _Item(edition, facets, grams.fold(lines[0]), grams.fold(text), text)


def mend(*, at: datetime, progress: Progress = _unseen) -> None:
    """Make the index what the editions say, item by item: others write in between.

    It goes by the rows; terms that are damaged, or of another version's grams, it leaves: `reindex`.
    Shape: progress is told how many items are done, and of how many.
    """
    if not Indexed.objects.exists():
        reindex(at=at, progress=progress)
        return
    ids = set(Site(at).editions().values_list("public_id", flat=True))
    waiting = sorted(ids | set(Indexed.objects.values_list("public_id", flat=True)))
    for start in range(0, len(waiting), TOGETHER):
        with lease(), transaction.atomic():  # no takedown between what is read and what is written
            index(waiting[start : start + TOGETHER], at=at)
        progress(min(start + TOGETHER, len(waiting)), len(waiting))


def reindex(*, at: datetime, progress: Progress = _unseen) -> int:
    """Build the index anew from the editions, rows and terms; return how many items it holds.

    Readers go on with the old one until it is done. It holds the lease: a release entered meanwhile
    would be lost from it. On SQLite nobody else can write until it is done.
    """
    with lease():
        return _build_anew(at, progress)


@transaction.atomic
def _build_anew(at: datetime, progress: Progress) -> int:
    site = Site(at)
    Indexed.objects.all().delete()
    table = terms.begin_anew()
    rows = site.editions().order_by("first_from", "pk")
    total, done = rows.count(), 0
    items = _items(site, rows.iterator(BATCH))
    while batch := [
        item.row((done + number) * GAP) for number, item in enumerate(islice(items, BATCH), 1)
    ]:
        Indexed.objects.bulk_create(batch)
        terms.put(((row.place, _terms(row)) for row in batch), table)
        done += len(batch)
        progress(done, total)
    terms.end_anew()
    transaction.on_commit(_empty_journal)
    return done


def _empty_journal() -> None:
    """Write an SQLite journal back and cut it: pages of before would keep what was removed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
