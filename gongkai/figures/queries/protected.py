"""Small cells at the desk: the verdict a vintage came with, the cells kept back (不予公布)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.checks.cells.told import WHOLES
from gongkai.checks.known import Value
from gongkai.figures import words
from gongkai.figures.models import STANDS, Code, ImportFile, Observation, Vintage
from gongkai.figures.queries.checked import aliased, stands, unreleased
from gongkai.figures.queries.vintages import by_hash, kept_cells
from gongkai.figures.rules import Missing, split_key
from gongkai.figures.rules.vintages import cells_digest

MOST = 20_000  # cells a text is held against
SHOWN = 100  # cells named on a page
TOLD = 20  # cells named in findings


@dataclass(frozen=True)
class ProofShown:
    """A verdict in words. Shape: hidden are the first of the cells kept back; count says how many."""

    title: str
    table: str  # SHA-256 of the safe table
    lines: tuple[str, ...]
    unjudged: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    count: int = 0
    changed: bool = False


def file_proof(row: ImportFile) -> ProofShown | None:
    """Return the verdict a file at the desk came with."""
    return _shown(row.proof) if row.proof else None


def proof_of(row: Vintage) -> ProofShown | None:
    """Return the verdict a vintage came with, and the cells it keeps back."""
    if not row.proof:
        return None
    cells = row.observations.filter(missing=Missing.CONFIDENTIAL).order_by("series", "period")
    names = _names(_with_names(cells)[:SHOWN])
    return _shown(row.proof["said"], tuple(names), cells.count(), changed=_is_changed(row))


def _shown(
    said: Mapping[str, Any], hidden: tuple[str, ...] = (), count: int = 0, *, changed: bool = False
) -> ProofShown:
    lines = [words.PROOF_COUNTS.format(**said), *_rules(said["rules"])]
    return ProofShown(said["title"], said["table_sha256"], tuple(lines), tuple(_unjudged(said)),
                      hidden, count, changed)  # fmt: skip


def _rules(said: Mapping[str, Any]) -> Iterator[str]:
    for name, line in words.PROOF_RULES.items():
        given = said.get(name)
        if name == "dominance":
            pairs = (one for one in given or () if isinstance(one, list) and len(one) == 2)
            given = "、".join(words.PROOF_DOMINANCE.format(n=n, k=k) for n, k in pairs)
        elif isinstance(given, list):
            given = "、".join(map(str, given))
        if given:
            yield line.format(said=given)


def _unjudged(said: Mapping[str, Any]) -> Iterator[str]:
    for why, count in said["unjudged"].items():
        yield words.PROOF_UNJUDGED.format(count=count, why=why)
    yield from said["unaudited"]


def _is_changed(row: Vintage) -> bool:
    return cells_digest(kept_cells(row.pk)) != row.proof["cells"]


def protection_of(sha256: str) -> dict[str, Any] | None:
    """Return how the cells of a vintage that waits are protected, for the checks; None of others.

    Shape: needed, proven, changed, unjudged, told: see checks.cells.certificate and told.
    """
    row = by_hash(sha256)
    if row is None or row.order is not None or not row.meta:
        return None
    return {
        "needed": row.flow.respondents, "proven": bool(row.proof),
        "changed": bool(row.proof) and _is_changed(row),
        "unjudged": list(_unjudged(row.proof["said"])) if row.proof else [],
        "told": [*_told(row)],
    }  # fmt: skip


def kept_back() -> QuerySet[Observation]:
    """Return the cells kept back, public or waiting, that nothing has taken the place of."""
    return Observation.objects.filter(
        missing=Missing.CONFIDENTIAL, closed=STANDS, vintage__dropped_at=None,
        vintage__withdrawn_at=None,
    )  # fmt: skip


def _told(row: Vintage) -> Iterator[str]:
    """Yield cells that one vintage keeps back and the other, waiting with it, tells."""
    own = Observation.objects.filter(vintage=row)
    waiting = Observation.objects.filter(vintage__in=Vintage.objects.drafts())
    for line, hidden, telling in (
        (words.TOLD, kept_back().exclude(vintage=row), own.filter(number__isnull=False)),
        (words.TELLS, own.filter(missing=Missing.CONFIDENTIAL),
         waiting.filter(number__isnull=False).exclude(vintage=row)),
    ):  # fmt: skip
        same = {"series": OuterRef("series"), "period": OuterRef("period")}
        telling = telling.filter(Exists(hidden.filter(**same)), series__in=hidden.values("series"))
        found = _with_names(telling)[:TOLD]
        for one, name in zip(found, _names(found), strict=True):
            other = hidden.filter(series=one.series_id, period=one.period).first()
            of = one.vintage if line is words.TELLS else other.vintage if other else row
            yield line.format(cell=name, title=of.title)


def hidden_values(said: str | None, aliases: Mapping[str, Collection[str]]) -> list[Value]:
    """Return the cells kept back of the indicators a text names; None: of all, for what is in files.

    Shape: aliases are what else an indicator is called. Numbers are 0: nobody here knows them.
    """
    rows = kept_back()
    if said is not None:
        names = rows.order_by().values_list("series__indicator", "series__indicator__name")
        wanted = [pk for pk, name in names.distinct() if stands(aliased(name, aliases), said)]
        rows = rows.filter(series__indicator__in=wanted) if wanted else rows.none()
    codes = _codes() if rows.exists() else {}
    found = {}
    for row in _with_names(rows)[:MOST]:
        names = aliased(row.series.indicator.name, aliases)
        found[row.series_id, row.period] = unreleased(row, names, codes, without=WHOLES)
    return list(found.values())


def _with_names(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    return rows.select_related("series__indicator", "series__region", "series__flow", "vintage")


def _codes() -> dict[tuple[str, str], str]:
    rows = Code.objects.values_list("codelist__code", "code", "name")
    return {(codelist, code): name for codelist, code, name in rows}


def _names(rows: Iterable[Observation]) -> list[str]:
    rows = list(rows)
    codes = _codes() if rows else {}
    found = []
    for row in rows:
        _, _, items = split_key(row.series.key)
        pairs = zip(row.series.flow.codelists, items, strict=False)
        found.append(words.KEPT_BACK.format(
            region=row.series.region.name, items="".join(codes.get(one, one[1]) for one in pairs),
            name=row.series.indicator.name, period=row.period))  # fmt: skip
    return found
