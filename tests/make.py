"""Plain functions that make objects for tests: a_user(name="演示甲"). Time is passed in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from gongkai.people.models import Department, DepartmentKind, Holding, Post, PostKind, User
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard, Disclosure
from gongkai.publishing.rules import IN_REVIEW, Step
from gongkai.register.actions import born

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2014, 10, 20, 9, 0, tzinfo=SHANGHAI)
NUMBERS = count(1)


def a_department(name: str = "综合处（演示）", **changes) -> Department:
    """Return the department of that name, made if need be."""
    return Department.objects.get_or_create(
        name=name, defaults={"kind": DepartmentKind.SECTION} | changes
    )[0]


def a_post(kind: PostKind = PostKind.EDITOR, department: Department | None = None) -> Post:
    """Return the post of a kind in a department, made if need be."""
    return Post.objects.get_or_create(
        department=department or a_department(), kind=kind, title=f"{kind.label}岗"
    )[0]


def a_user(name: str = "", **changes) -> User:
    """Return a new user with a password nobody is asked for."""
    number = next(NUMBERS)
    return User.objects.create_user(
        **{"username": f"user{number}", "name": name or f"演示人员{number}"} | changes
    )


def a_holder(
    kind: PostKind = PostKind.EDITOR, department: Department | None = None, **changes
) -> User:
    """Return a new user who has held a post of that kind, confirmed, for a year."""
    user = a_user()
    since = NOW - timedelta(days=365)
    values = {"since": since, "confirmed_by": a_user(), "confirmed_at": since} | changes
    Holding.objects.create(user=user, post=a_post(kind, department), **values)
    return user


@dataclass(frozen=True)
class Bureau:
    """A small bureau: one drafting section, the hub, a reviewer and two leaders."""

    section: Department
    editor: User
    second_editor: User
    head: User
    secrecy: User
    office: User
    second_office: User
    leader: User
    second_leader: User

    def signer(self, step: str) -> User:
        """Return who signs a step of the usual route."""
        return {
            Step.FIGURES: self.second_editor,
            Step.SECTION: self.head,
            Step.SECRECY: self.secrecy,
            Step.OFFICE: self.office,
            Step.SIGN: self.leader,
        }[Step(step)]


def a_bureau(*, columns: bool = True) -> Bureau:
    """Return a bureau in a demonstration's register, its posts filled, its columns public."""
    born(demonstration=True, at=NOW - timedelta(days=400))
    publishing.open_desk()
    section, hub = a_department(), a_department("办公室（演示）")
    bureau = Bureau(
        section=section,
        editor=a_holder(PostKind.EDITOR, section),
        second_editor=a_holder(PostKind.EDITOR, section),
        head=a_holder(PostKind.HEAD, section),
        secrecy=a_holder(PostKind.SECRECY, hub),
        office=a_holder(PostKind.OFFICE, hub),
        second_office=a_holder(PostKind.OFFICE, hub),
        leader=a_holder(PostKind.LEADER, a_department("局领导（演示）")),
        second_leader=a_holder(PostKind.LEADER, a_department("局领导（演示）")),
    )
    if columns:
        before = NOW - timedelta(days=1)
        for key, name in (("data", "统计数据"), ("news", "统计动态")):
            publishing.add_column(key=key, name=name, parent="", by=bureau.office, at=before)
        card = publishing.approve_site(by=bureau.second_office, at=before)
        signers = {Step.OFFICE: a_holder(PostKind.OFFICE, hub)}
        released(a_signed(bureau, card, at=before, signers=signers), at=before)
    return bureau


def a_text(text: str = "三季度全市工业生产平稳增长（演示）。") -> dict[str, Any]:
    """Return a paragraph as a canonical block."""
    return {"type": "text", "html": f"<p>{text}</p>"}


def a_draft(bureau: Bureau, **changes: Any) -> Disclosure:
    """Return a draft of the bureau's editor that the checks pass."""
    values = {
        "column": "data", "by": bureau.editor, "at": NOW, "body": [a_text()],
        "title": "三季度工业统计公报（演示）", "summary": "三季度工业生产情况（演示）。",
        "formed_on": date(2014, 10, 17), "source_name": "石家庄市统计局",
        "demonstration": True,
    } | changes  # fmt: skip
    if any(block["type"] == "data" for block in values["body"]):
        values.setdefault("route", "data")  # figures are checked by a second person
    return publishing.draft(**values)


def a_card(bureau: Bureau, page: Disclosure | None = None, **changes: Any) -> ApprovalCard:
    """Return the card of a draft handed in by the bureau's editor."""
    values = {"by": bureau.editor, "at": NOW} | changes
    return publishing.submit(page=page or a_draft(bureau), **values)


def a_signed(
    bureau: Bureau, card: ApprovalCard, *, until: str = "", at: datetime = NOW,
    signers: dict[str, User] | None = None,
) -> ApprovalCard:  # fmt: skip
    """Return a card signed step by step up to a step, or through."""
    card = ApprovalCard.objects.get(pk=card.pk)
    while card.step in IN_REVIEW and card.step != until:
        by = (signers or {}).get(card.step) or bureau.signer(card.step)
        card = publishing.sign(card=card.pk, by=by, at=at, digest=card.digest)
    return card


def released(card: ApprovalCard, *, at: datetime = NOW) -> ApprovalCard:
    """Return a complete card after the moves the press makes, without any file."""
    pks = [card.pk]
    moment = max(at, card.visible_from)
    with transaction.atomic():
        publishing.draw_index_numbers(cards=pks, at=moment)
        publishing.arm(cards=pks, manifest="0" * 64, release_at=moment, at=moment)
    assert publishing.claim(cards=pks, at=moment) == pks
    publishing.release(cards=pks, tree="1" * 64, at=moment)
    return ApprovalCard.objects.get(pk=card.pk)


def a_release(bureau: Bureau, page: Disclosure | None = None, **changes: Any) -> ApprovalCard:
    """Return the card of a disclosure that went the whole road."""
    at = changes.get("at", NOW)
    return released(a_signed(bureau, a_card(bureau, page, **changes), at=at), at=at)
