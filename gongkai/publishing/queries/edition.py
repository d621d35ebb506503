"""Editions and their contents by hash."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.law.refused import Refused
from gongkai.publishing import content, rules
from gongkai.publishing.models import Disclosure, Edition, IndexNumber
from gongkai.register.queries import blob


def latest(page: Disclosure) -> Disclosure:
    """Return the draft as its authors last saved it."""
    return page.get_latest_revision_as_object()


def current_edition(page: Disclosure, at: datetime) -> Edition | None:
    """Return what the public reads of a disclosure at a moment."""
    return Edition.objects.visible(at).filter(work_kind="disclosure", work_id=str(page.pk)).first()


def last_edition(page_pk: object) -> Edition | None:
    """Return the newest edition of a disclosure, whether out yet or not; withdrawn ones not."""
    return (
        Edition.objects.filter(
            work_kind="disclosure", work_id=str(page_pk), card__step__in=rules.COMPLETE
        )
        .order_by("number")
        .last()
    )


def content_of(sha256: str) -> dict[str, Any]:
    """Return canonical content by its hash. Raises: Refused when erased, LookupError."""
    return json.loads(blob(sha256))


def known_content(sha256: str) -> dict[str, Any] | None:
    """Return canonical content by its hash; None where it was erased or never kept."""
    try:
        return content_of(sha256)
    except (LookupError, Refused):
        return None


def index_no(public_id: str) -> str:
    """Return the live index number of a disclosure, or an empty string."""
    row = live_index_numbers(public_id).first()
    return str(row) if row else ""


def live_index_numbers(public_id: str) -> QuerySet[IndexNumber]:
    """Return the index number of a disclosure that is not void, if it has one."""
    return IndexNumber.objects.filter(public_id=public_id, voided_at=None)


def index_numbers(public_ids: Collection[str]) -> dict[str, str]:
    """Return the live index numbers of some disclosures, of those that have one."""
    rows = IndexNumber.objects.filter(public_id__in=public_ids, voided_at=None)
    return {row.public_id: str(row) for row in rows}


def files_in_use(gone: Collection[int]) -> set[str]:
    """Return the hashes of all contents that editions name, and of the files in them.

    Shape: gone are the keys of the editions that do not count.
    """
    found: set[str] = set()
    rows = Edition.objects.exclude(pk__in=list(gone))
    for sha in rows.values_list("sha256", flat=True).distinct():
        found.add(sha)
        named = known_content(sha) or {}
        found |= {*content.files(named), *content.vintages(named)}
    return found


def public_address(edition: Edition) -> str:
    """Return where the public reads an edition: /info/<month of first release>/<id>.html.

    The month is the bureau's own; the address never changes with a correction.
    """
    return f"/info/{timezone.localtime(edition.first_from):%Y%m}/{edition.public_id}.html"


def editions_of(page: int) -> QuerySet[Edition]:
    """Return all editions of a disclosure, newest first."""
    rows = Edition.objects.filter(work_kind="disclosure", work_id=str(page))
    return rows.select_related("card").order_by("-number")
