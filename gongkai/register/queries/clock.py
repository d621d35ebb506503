"""What time it is: the wall clock's, or a demonstration's own."""

import json
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from gongkai.register import words
from gongkai.register.models import Entry, Payload

STARTED = timezone.now()
CLOCKS = {
    "sqlite": "SELECT STRFTIME('%Y-%m-%dT%H:%M:%f', 'now')",
    "postgresql": "SELECT clock_timestamp()",
}


def is_demonstration() -> bool:
    """Say whether this database was born as a demonstration. That never changes."""
    born = Payload.objects.filter(entry=1).values_list("body", flat=True).first()
    return bool(born) and json.loads(born)["detail"].get("demonstration") is True


def now(*, demonstration: bool | None = None) -> datetime:
    """Return the moment acts take: the wall clock's; a demonstration's own, which advances too.

    demonstration: what is_demonstration said, where it was just asked.
    """
    wall = timezone.now()
    if not (is_demonstration() if demonstration is None else demonstration):
        return wall
    if settings.NOW:
        return _set(settings.NOW) + (wall - STARTED)
    ready = Entry.objects.of(words.READY).last()
    return ready.occurred_at + (wall - ready.recorded_at) if ready else wall


def database_clock() -> datetime:
    """Return the database's own time: what entries are recorded at."""
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS[connection.vendor])
        (found,) = cursor.fetchone()
    if isinstance(found, str):
        return datetime.fromisoformat(found).replace(tzinfo=UTC)
    return found.astimezone(UTC)


def _set(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value if timezone.is_aware(value) else timezone.make_aware(value)
