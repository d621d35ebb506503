"""Questions kept for those who ask them again."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction

from gongkai.figures.models import SavedQuery

LENGTH = 16  # hexadecimal digits of a name: 64 bits


@transaction.atomic
def save_query(*, table: str, said: Mapping[str, Any], at: datetime) -> SavedQuery:
    """Keep a question under a name made of its content; the same question is kept once.

    It is no act of the bureau's: nothing is registered, and nobody is named.
    """
    mark = hashlib.sha256(rfc8785.dumps({"table": table, **said}))
    row, _ = SavedQuery.objects.get_or_create(
        code=mark.hexdigest()[:LENGTH], defaults={"table": table, "said": said, "made_at": at}
    )
    return row
