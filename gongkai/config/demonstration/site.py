"""The demonstration site's profile, and its redesign as acts in order of time: site.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.config.demonstration.year import zoned
from gongkai.publishing.rules import GUIDE


@dataclass(frozen=True)
class SiteAct:
    """One act of the redesign; kind: draft, submit, sign, release. A release has no person."""

    at: datetime
    kind: str
    by: str = ""


@dataclass(frozen=True)
class Site:
    """The profile the site opens with, what its redesign changes, and who acts when."""

    opening: Mapping[str, Any]
    look: str
    footer: Mapping[str, str]
    renamed: Mapping[str, str]
    closed: Mapping[str, str]
    moved: Mapping[str, str]
    comment: str
    released_at: datetime
    acts: tuple[SiteAct, ...]


@cache
def load() -> Site:
    """Return the site's data. Raises: ValueError."""
    text = files("gongkai.config.demonstration").joinpath("site.toml").read_text("utf-8")
    return read(text)


def read(text: str) -> Site:
    """Read the site. Raises: ValueError for a guide with gaps, or acts out of order."""
    data = tomllib.loads(text)
    opening, row = data["opening"], data["redesign"]
    gaps = [name for name in GUIDE if not opening["guide"].get(name)]
    if gaps:
        raise ValueError(f"the guide lacks {gaps}")
    first, *signers = row["steps"]
    acts = (
        SiteAct(zoned(row["drafted_at"]), "draft", row["by"]),
        SiteAct(zoned(first["at"]), "submit", first["by"]),
        *(SiteAct(zoned(step["at"]), "sign", step["by"]) for step in signers),
        SiteAct(zoned(row["released_at"]), "release"),
    )
    moments = [act.at for act in acts]
    if moments != sorted(moments):
        raise ValueError(f"the redesign is out of order: {moments}")
    names = ("look", "footer", "renamed", "closed", "moved", "comment")
    return Site(opening=opening, released_at=acts[-1].at, acts=acts,
                **{name: row[name] for name in names})  # fmt: skip
