"""The site's frame — column tree and profile — as drafted and as the public sees it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.publishing import content
from gongkai.publishing.models import ApprovalCard, Column, Edition, Profile
from gongkai.publishing.queries.column import drafted_columns, published_columns
from gongkai.publishing.queries.edition import content_of, known_content
from gongkai.publishing.rules import BUSY, COMPLETE, Purpose, columns_in

SITE = "site"  # the object id of both works
NUMBERS = re.compile(r"[、，,；;/\s]+")


@dataclass(frozen=True)
class Frame:
    """What every page of the site hangs on: the column tree and, once there is one, the profile."""

    columns: list[dict[str, Any]]
    profile: dict[str, Any] | None


def profile_row() -> Profile | None:
    """Return the drafted profile, if it was ever drafted."""
    return Profile.objects.first()


def drafted_frame() -> Frame:
    """Return the frame as it is drafted."""
    row = profile_row()
    return Frame(drafted_columns(), content.profile(row) if row else None)


def published_profile(at: datetime) -> dict[str, Any] | None:
    """Return the profile the public sees at a moment; None before the first."""
    edition = Edition.objects.visible(at).filter(work_kind="profile").first()
    return content_of(edition.sha256) if edition else None


def published_numbers(at: datetime) -> list[str]:
    """Return the telephone numbers the bureau's own released profile names."""
    profile = published_profile(at) or {}
    places = [profile.get(place, {}) for place in ("footer", "guide")]
    said = [place.get(name, "") for place in places for name in ("phone", "fax")]
    return [one for text in said for one in NUMBERS.split(text) if any(map(str.isdigit, one))]


def published_frame(at: datetime) -> Frame:
    """Return the frame the public sees at a moment."""
    return Frame(published_columns(at), published_profile(at))


def frames(at: datetime) -> tuple[Frame, Frame]:
    """Return the frame the public sees at a moment, and the one that is drafted."""
    return published_frame(at), drafted_frame()


def site_works(public: Frame, drafted: Frame) -> list[dict[str, Any]]:
    """Return the contents in which a drafted site differs from the public one."""
    found: list[dict[str, Any]] = []
    if drafted.columns != public.columns:
        found.append({"v": 1, "kind": "columns", "columns": drafted.columns})
    if drafted.profile is not None and drafted.profile != public.profile:
        found.append(drafted.profile)
    return found


def site_card() -> ApprovalCard | None:
    """Return the redesign's card under way or waiting for its moment, if there is one."""
    rows = ApprovalCard.objects.filter(purpose=Purpose.SITE, step__in=BUSY)
    return rows.order_by("pk").first()


def frames_of(card: ApprovalCard) -> tuple[Frame, Frame]:
    """Return the frame a card of Purpose.SITE replaces, and the one it brings."""
    bound = {work.kind: known_content(work.sha256) for work in card.works.all()}
    tree, profile = _replaced(card, "columns"), _replaced(card, "profile")
    before = Frame(columns_in(tree), profile)
    after = columns_in(bound["columns"]) if bound.get("columns") else before.columns
    return before, Frame(after, bound.get("profile") or profile)


def redesign_card(pk: int) -> ApprovalCard | None:
    """Return a card of Purpose.SITE by its key; None for any other card."""
    return ApprovalCard.objects.filter(pk=pk, purpose=Purpose.SITE).first()


def _replaced(card: ApprovalCard, kind: str) -> dict[str, Any] | None:
    """Return what was public of a kind when a card came out; what is public now, if it is not."""
    rows = Edition.objects.filter(work_kind=kind, card__step__in=COMPLETE).exclude(card=card)
    own = card.editions.filter(work_kind=kind).first()
    if own is not None:
        rows = rows.filter(number__lt=own.number)
    elif card.visible_from is not None:
        rows = rows.filter(visible_from__lte=card.visible_from)
    last = rows.order_by("number").last()
    return known_content(last.sha256) if last else None


def column_of(key: str) -> Column | None:
    """Return a drafted column by its key."""
    return Column.objects.filter(slug=key).first()
