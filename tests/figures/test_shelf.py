"""The shelf of answers: made once, bounded, nothing kept of what went wrong."""

import threading
import time

import pytest

from gongkai.figures.shelf import Shelf


def test_answer_asked_for_by_many_at_once_is_made_once():
    shelf, made, start = Shelf(), [], threading.Barrier(20)

    def make():
        made.append(1)
        time.sleep(0.05)
        return "answer", 6

    def ask():
        start.wait()
        got.append(shelf.make("key", make))

    got: list[str] = []
    threads = [threading.Thread(target=ask) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(made), got) == (1, ["answer"] * 20)


def test_failure_is_told_to_all_who_waited_and_not_kept():
    shelf = Shelf()

    def fails():
        raise ValueError("演示")

    with pytest.raises(ValueError, match="演示"):
        shelf.make("key", fails)
    assert shelf.make("key", lambda: ("answer", 6)) == "answer"


def test_shelf_throws_out_what_was_asked_for_longest_ago():
    shelf = Shelf(most=10, largest=5)
    for key in "ab":
        shelf.make(key, lambda: ("first", 5))
    shelf.make("a", lambda: ("again", 5))
    shelf.make("c", lambda: ("first", 5))
    assert shelf.make("a", lambda: ("again", 5)) == "first"
    assert shelf.make("b", lambda: ("again", 5)) == "again"
    shelf.make("large", lambda: ("first", 6))
    assert shelf.make("large", lambda: ("again", 6)) == "again"
