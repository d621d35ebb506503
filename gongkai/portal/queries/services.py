"""The public page of the data services: addresses, limits, examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.figures.queries import Numbers
from gongkai.figures.services import described
from gongkai.portal import words
from gongkai.portal.queries.pages import Head, Link
from gongkai.portal.queries.site import Site

SAMPLE = "CODE"  # stands for a data set where none is public yet


@dataclass(frozen=True)
class ServicesPage:
    """统计数据接口. Shape: paths and sdmx as in services.toml; flow: the code the examples ask for."""

    head: Head
    crumbs: tuple[Link, ...]
    said: Mapping[str, str]
    paths: Sequence[Mapping[str, Any]]
    sdmx: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Mapping[str, str]]
    flow: str
    cells: int
    calls: int
    seconds: int


def services_page(site: Site, at: datetime, limits: tuple[int, int, int]) -> ServicesPage:
    """Return the page. Shape: limits are cells of an answer, calls, and in how many seconds."""
    found = described()
    flow = next(iter(Numbers(at).flows), SAMPLE)
    return ServicesPage(site.head("services"), (Link(words.HOME, "/"),), found["info"],
                        found["paths"], found["sdmx"], found["parameters"], flow, *limits)  # fmt: skip
