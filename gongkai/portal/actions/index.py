"""The index of the search: what is out, and nothing else, changed in the release's transaction."""

from collections.abc import Callable, Collection
from datetime import datetime


def index(public_ids: Collection[str], *, at: datetime) -> None:
    """Enter what is out of some disclosures and remove what is not. Call inside a transaction."""


def reindex(*, at: datetime, progress: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Build the index anew from the editions; return how many items it holds."""
    return 0
