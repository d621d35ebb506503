"""The site's own profile, and the one card that makes columns and profile public: a redesign."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.checks.examine import Piece, texts
from gongkai.design.looks import LOOKS
from gongkai.law.refused import Refused
from gongkai.people.models import PostKind, User
from gongkai.publishing import content, queries, rules, words
from gongkai.publishing.actions.binding import (
    JSON,
    hand_in,
    locked,
    open_new,
    refuse_broken,
)
from gongkai.publishing.actions.card import refuse_past
from gongkai.publishing.actions.check import Findings, kept, refuse_blocked
from gongkai.publishing.actions.column import lock_tree
from gongkai.publishing.actions.responsibility import office_seat
from gongkai.publishing.models import ApprovalCard, Profile
from gongkai.publishing.rules import Purpose, Stage, Step
from gongkai.register.actions import append, keep

READ = ("secrecy", "characters", "personal")  # the checks that speak of text, not of an article


@transaction.atomic
def change_profile(*, by: User, at: datetime, **fields: Any) -> Profile:
    """Change the drafted profile of the site; the public sees it when a card approves it.

    Shape: name, code, look; footer and guide as mappings, of which only what is given changes.
    Raises: Refused — not of the disclosure office, or a field that has not its shape.
    """
    seat = office_seat(by, at)
    refuse_broken(fields)
    lock_tree()
    row = queries.profile_row() or Profile(pk=1)
    for name, value in fields.items():
        if name in {"footer", "guide"}:
            value = {**getattr(row, name), **value}
        setattr(row, name, value)
    found = content.profile(row)
    faults = rules.profile_faults(found) + ([] if row.look in LOOKS else ["look"])
    if faults:
        raise Refused("profile.form", "；".join(fault_text(one) for one in faults) + "。")
    row.name, row.code = found["name"], found["code"]
    row.footer, row.guide = found["footer"], found["guide"]
    row.save()
    append("profile.drafted", subject="profile:site", by=seat.actor(by), at=at,
           title=words.WORK["profile"], department=str(seat.department),
           detail=seat.behalf)  # fmt: skip
    return row


def fault_text(code: str) -> str:
    """Return what is wrong with a field of the profile, in words."""
    group, _, name = code.rpartition(".")
    label = {"footer": words.FOOTER, "guide": words.GUIDE}.get(group, {}).get(name, "")
    text = words.PROFILE_FAULT.get(name) if group != "guide" else None
    return (text or words.PROFILE_FAULT[group]).format(name=label)


@transaction.atomic
def approve_site(
    *, by: User, at: datetime, comment: str = "", release_at: datetime | None = None
) -> ApprovalCard:
    """Open a card for the site as it is drafted, or take up the one that was sent back.

    It carries the column tree, the profile, or both: whatever differs from what is public.
    Raises: Refused — nothing differs, a card already under way, a past moment, a guide with gaps,
    a tree unfit for the public, findings that block.
    Law: nine fields of the guide (条例第十二条; 2008: 第十九条).
    """
    seat = office_seat(by, at)
    lock_tree()  # one at a time: the site has one frame
    refuse_past(release_at, at)
    card = _card_to_take_up()
    public, drafted = queries.frames(at)
    works = queries.site_works(public, drafted)
    if not works:
        raise Refused("site.same", words.SITE_SAME)
    for found in works:
        _refuse_unfit(found, public, at)
    findings = _findings(works, at)
    general = queries.route_of("general", at)
    route = (Stage(Step.DRAFT, PostKind.OFFICE), *[one for one in general[1:] if not one.own])
    refuse_blocked(findings, queries.read_route(card.stages) if card else route)
    if card is None:
        card = open_new(purpose=Purpose.SITE, title=words.SITE, column="", by=by, at=at,
                        department=seat.department, route=route, seat=seat)  # fmt: skip
    bound = [
        (found["kind"], queries.SITE, keep(rules.canonical(found), media_type=JSON), 0)
        for found in works
    ]
    return hand_in(card, bound, seat=seat, by=by, at=at, comment=comment,
                   release_at=release_at, findings=findings)  # fmt: skip


def _card_to_take_up() -> ApprovalCard | None:
    """Return the redesign's card that was sent back, locked. Raises: Refused for one under way."""
    found = queries.site_card()
    if found is None:
        return None
    card = locked(found.pk)
    if card.step != Step.DRAFT:
        raise Refused("card.open", words.OPEN_CARD.format(no=card.number))
    return card


def _refuse_unfit(found: Mapping[str, Any], public: queries.Frame, at: datetime) -> None:
    if found["kind"] == "profile":
        gaps = rules.guide_gaps(found)
        if gaps:
            names = "、".join(words.GUIDE[name] for name in gaps)
            raise Refused("profile.guide", words.GUIDE_GAPS.format(names=names),
                          queries.law("guide", at))  # fmt: skip
        return
    columns = found["columns"]
    there = {column["key"] for column in columns}
    gone = [one["key"] for one in public.columns if one["key"] not in there]
    faults = [*rules.tree_faults(columns), *(("gone", key) for key in gone)]
    if faults:
        names = {one["key"]: one["name"] for one in [*public.columns, *columns]}
        text = "".join(words.TREE_FAULT[code].format(name=names[key]) for code, key in faults)
        raise Refused("site.tree", text)


def _findings(works: Iterable[Mapping[str, Any]], at: datetime) -> Findings:
    """Return what the checks find in every text of the site: marks, hidden characters, persons."""
    given = [piece for found in works for piece in _pieces(found)]
    found = texts(given, queries.known({}, at))
    return kept(one for one in found if one.rule.partition(".")[0] in READ)


def _pieces(found: Mapping[str, Any]) -> Iterator[Piece]:
    if found["kind"] == "columns":
        for column in found["columns"]:
            for field in ("name", "kind", "description", "keywords"):
                yield Piece(column["name"], column[field])
        return
    yield Piece(words.SITE_NAME, found["name"])
    for group, labels in (("footer", words.FOOTER), ("guide", words.GUIDE)):
        for name, text in found[group].items():
            yield Piece(words.FIELD_OF[group].format(name=labels[name]), text)
