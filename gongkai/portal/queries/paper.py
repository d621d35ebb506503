"""The counter on paper: the form of a request and its steps, from what the form and the law say."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from gongkai.casework.rules import APPLICANTS
from gongkai.casework.words import APPLICANT
from gongkai.law.steps import Step, steps
from gongkai.portal import words
from gongkai.portal.queries.catalogue import law_of
from gongkai.portal.queries.guide import contact
from gongkai.portal.queries.site import Site, local


def steps_now(at: datetime) -> tuple[Step, ...]:
    """Return the steps of a request handed in now."""
    return steps(local(at).date())


def form_paper(site: Site, choices: Mapping[str, tuple[str, ...]], at: datetime) -> dict[str, Any]:
    """Return the form of a request as the data of its print. Shape: choices of form, way, id_kind."""
    head = site.head("request")
    return {
        "org": head.bureau, "title": words.FORM_TITLE, "demonstration": head.demonstration,
        "applicants": [APPLICANT[one] for one in APPLICANTS], "law": law_of("request.apply", at),
        **{name: list(given) for name, given in choices.items()},
        "ask": [[one.name, one.value] for one in contact(site)],
    }  # fmt: skip


def flow_paper(site: Site, at: datetime) -> dict[str, Any]:
    """Return the steps as the data of their print."""
    head = site.head("request")
    return {
        "org": head.bureau, "title": words.COUNTER["flow"], "demonstration": head.demonstration,
        "steps": [{"name": one.name, "text": one.text, "term": one.term, "aside": one.aside,
                   "law": str(one.article or "")} for one in steps_now(at)],
    }  # fmt: skip


def made_at(at: datetime) -> datetime:
    """Return the moment a print bears: that of the law it follows, so that its bytes stay the same."""
    since = max(one.article.since for one in steps_now(at) if one.article)
    return datetime(since.year, since.month, since.day, tzinfo=UTC)
