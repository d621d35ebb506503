"""The examples in the docstrings of pure modules run."""

import doctest
import importlib

from tests.house.sources import ROOT, python

PURE_ROOMS = {"law", "checks"}


def test_examples_of_pure_modules_are_true():
    failed = {}
    for path in python("gongkai"):
        _, room, *rest = path.relative_to(ROOT).with_suffix("").parts
        if room in PURE_ROOMS or "rules" in rest:
            name = ".".join(["gongkai", room, *(part for part in rest if part != "__init__")])
            if count := doctest.testmod(importlib.import_module(name)).failed:
                failed[name] = count
    assert failed == {}
