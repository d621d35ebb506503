"""Public texts a draft may repeat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from gongkai.checks import sameness
from gongkai.checks.known import Likeness
from gongkai.publishing.models import Band, Edition
from gongkai.publishing.queries.edition import index_numbers, public_address

NEWEST = 60  # of the same column, whose words are held against a draft's


def likenesses(content: Mapping[str, Any], at: datetime, besides: str = "") -> list[Likeness]:
    """Return the sketches of public texts a content may repeat, by its own and by its column's.

    besides: the public id of the disclosure itself.
    """
    own = sameness.sketch(sameness.text_of(content))
    if not own:
        return []
    visible = Edition.objects.disclosures().visible(at).exclude(public_id=besides)
    near = Band.objects.filter(value__in=sameness.bands(own)).values("sketch__edition")
    column = visible.filter(column=sameness.kind_of(content)).order_by("-visible_from", "-pk")
    latest = list(column.values_list("pk", flat=True)[:NEWEST])
    found = visible.filter(Q(pk__in=near) | Q(pk__in=latest), sketch__isnull=False)
    rows = list(found.select_related("sketch"))
    numbers = index_numbers([row.public_id for row in rows])
    return [
        Likeness(numbers.get(row.public_id, row.public_id), row.title, public_address(row),
                 row.column, tuple(row.sketch.places))
        for row in rows
    ]  # fmt: skip
