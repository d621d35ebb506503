"""Answers kept in this process: each made once at a time, the oldest thrown out first.

A key says what was public (Numbers.stamp), so nothing here outlives a release; no clock is asked.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any

MOST = 48 * 1024**2  # bytes of all answers
LARGEST = 4 * 1024**2  # of one; what is larger is handed to those who wait, and not kept


class Shelf:
    """Answers by key. What several ask for at once is made once; the others wait for it."""

    def __init__(self, most: int = MOST, largest: int = LARGEST) -> None:
        self._most, self._largest, self._size = most, largest, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._made: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def make(self, key: Hashable, act: Callable[[], tuple[Any, int]]) -> Any:
        """Return what act makes, with its size in bytes; who asks meanwhile gets the same.

        What act raises is raised to all of them, and nothing is kept.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            waited = self._made.get(key)
            if waited is None:
                mine = self._made[key] = Future()
        if waited is not None:
            return waited.result()
        try:
            made, size = act()
        except BaseException as error:
            self._done(key).set_exception(error)
            raise
        self._keep(key, made, size)
        mine.set_result(made)
        return made

    def forget(self) -> None:
        """Throw everything out: another database stands behind."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _done(self, key: Hashable) -> Future[Any]:
        with self._lock:
            return self._made.pop(key)

    def _keep(self, key: Hashable, made: Any, size: int) -> None:
        with self._lock:
            self._made.pop(key)
            if size > self._largest:
                return
            self._kept[key] = made, size
            self._size += size
            while self._size > self._most:
                self._size -= self._kept.popitem(last=False)[1][1]


KEPT = Shelf()
