"""The column tree: as drafted, as the public sees it, and how fresh it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from gongkai.publishing import content, words
from gongkai.publishing.models import Column, Edition
from gongkai.publishing.queries.edition import content_of
from gongkai.publishing.rules import columns_in, resolved


def drafted_columns() -> list[dict[str, Any]]:
    """Return the drafted column tree as it stands in canonical content."""
    rows = Column.objects.all().order_by("path")
    depth = {row.path: row.slug for row in rows}
    return [
        {
            "key": row.slug,
            "name": content.plain(row.title),
            "parent": depth.get(row.path[: -Column.steplen], ""),
            "kind": row.kind,
            "description": row.description,
            "keywords": row.keywords,
            "fresh_days": row.fresh_days,
            "moved_to": row.moved_to,
        }
        for row in rows
    ]


def column_name(key: str) -> str:
    """Return the name of a column; its key where there is none."""
    if key in words.BESIDE:
        return words.BESIDE[key]
    return Column.objects.filter(slug=key).values_list("title", flat=True).first() or key


def published_columns(at: datetime) -> list[dict[str, Any]]:
    """Return the column tree the public sees at a moment."""
    edition = Edition.objects.visible(at).filter(work_kind="columns").first()
    return columns_in(content_of(edition.sha256) if edition else None)


@dataclass(frozen=True)
class Overdue:
    """A column whose newest item is older than it promises."""

    name: str
    key: str
    days: int
    promised: int


def stale_columns(at: datetime) -> list[Overdue]:
    """Return the columns that break their promise of freshness (检查指标: 栏目不更新).

    What stands in a closed column counts for the one it was merged into.
    """
    found = []
    tree = published_columns(at)
    rows = Edition.objects.visible(at).disclosures().values("column")
    newest: dict[str, datetime] = {}
    for row in rows.annotate(last=Max("visible_from")).order_by():
        key = resolved(tree, row["column"])
        newest[key] = max(row["last"], newest.get(key, row["last"]))
    for column in tree:
        last = None if column["moved_to"] else newest.get(column["key"])
        if column["fresh_days"] and last and at - last > timedelta(days=column["fresh_days"]):
            found.append(
                Overdue(column["name"], column["key"], (at - last).days, column["fresh_days"])
            )
    return found
