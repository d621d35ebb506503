"""How an entry of the release calendar moves, and what it demands of a release."""

from datetime import datetime, timedelta
from enum import StrEnum

AHEAD = timedelta(days=400)  # a year ahead and a little: next December is planned in November


class State(StrEnum):
    """Where an entry stands. Released is never stored: the edition that came out says it."""

    PROPOSED = "proposed"  # at the desk only
    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    RELEASED = "released"


PUBLIC = frozenset({State.PROVISIONAL, State.CONFIRMED, State.CANCELLED})
COMING = frozenset({State.PROVISIONAL, State.CONFIRMED})


def date_fault(after: datetime, before: datetime | None, at: datetime) -> str:
    """Return what is wrong with a planned moment, as a code; empty when nothing is."""
    if after <= at:
        return "past"
    if after - at > AHEAD:
        return "far"
    return "same" if after == before else ""


def release_fault(state: State, planned: datetime, out: datetime) -> str:
    """Return why a release may not go out at a moment under an entry, as a code.

    Late is told on the calendar, and goes out: holding it back would make it later.

    >>> from datetime import UTC
    >>> ten, nine = datetime(2014, 10, 20, 10, tzinfo=UTC), datetime(2014, 10, 20, 9, tzinfo=UTC)
    >>> release_fault(State.CONFIRMED, ten, nine), release_fault(State.CONFIRMED, nine, ten)
    ('early', '')
    """
    if state == State.CANCELLED:
        return "cancelled"
    if state != State.CONFIRMED:
        return "unconfirmed"
    return "early" if out < planned else ""
