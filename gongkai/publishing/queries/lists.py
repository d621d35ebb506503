"""Rows behind the desk's lists and forms."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.people.models import PostKind, User
from gongkai.people.queries import users_in
from gongkai.publishing import words
from gongkai.publishing.models import (
    ApprovalCard,
    Attachment,
    Column,
    Disclosure,
    Duty,
    Picture,
    Signature,
)
from gongkai.publishing.queries.card import readable_cards
from gongkai.publishing.queries.responsibility import read_route
from gongkai.publishing.rules import IN_REVIEW, Purpose, Step, stage_of
from gongkai.register.models import Entry


def cards(user: User, at: datetime, step: str = "") -> QuerySet[ApprovalCard]:
    """Return the cards a person may read, newest first; of one step when it is named."""
    rows = readable_cards(user, at).select_related("department", "opened_by")
    return rows.filter(step=step) if step else rows


def urgent_cards() -> QuerySet[ApprovalCard]:
    """Return the cards an urgent takedown still waits for."""
    return ApprovalCard.objects.filter(purpose=Purpose.URGENT, step=Step.DRAFT)


def paper_to_confirm(user: User) -> QuerySet[ApprovalCard]:
    """Return the cards whose signature on paper waits for a second person, who may be this one."""
    pending = Signature.objects.exclude(paper="").filter(
        card=OuterRef("pk"), round=OuterRef("round"), confirmed_by=None
    )
    mine = pending.filter(Q(entered_by=user) | Q(user=user))
    return ApprovalCard.objects.filter(Exists(pending), ~Exists(mine), step__in=IN_REVIEW)


def paper_signers(card: ApprovalCard, at: datetime) -> QuerySet[User]:
    """Return the people who may have signed a card's step on paper."""
    if card.step not in IN_REVIEW:
        return User.objects.none()
    stage = stage_of(read_route(card.stages), Step(card.step))
    return users_in(PostKind(stage.post), at, card.department if stage.own else None)


def cards_about(page: Disclosure) -> QuerySet[ApprovalCard]:
    """Return every card about a disclosure."""
    about = Q(works__object_id=str(page.pk)) | Q(request__public_id=page.public_id)
    return ApprovalCard.objects.filter(about).distinct()


def disclosures(
    asked: str = "", departments: Collection[int] | None = None
) -> QuerySet[Disclosure]:
    """Return disclosures, the last edited first; by words of the title, by department."""
    rows = Disclosure.objects.select_related("post__department")
    if asked:
        rows = rows.filter(title__icontains=asked)
    if departments is not None:
        rows = rows.filter(post__department__in=departments)
    return rows.order_by("-latest_revision_created_at", "-pk")


def columns() -> QuerySet[Column]:
    """Return the drafted columns in the order of their tree."""
    return Column.objects.order_by("path")


def open_columns() -> QuerySet[Column]:
    """Return the drafted columns that are not closed."""
    return columns().filter(moved_to="")


def column_names() -> dict[str, str]:
    """Return the names of what a duty can be for: the drafted columns, and the cases."""
    return dict(Column.objects.values_list("slug", "title")) | words.BESIDE


def duties() -> QuerySet[Duty]:
    """Return every duty, past ones too."""
    return Duty.objects.select_related("post__department")


def file_bytes(sha256: str) -> tuple[bytes, str]:
    """Return an uploaded file's bytes and format. Raises: LookupError.

    What else is kept by its hash (contents, figures, papers) is read where its card says who may.
    """
    for model in (Attachment, Picture):
        row = model.objects.filter(sha256=sha256).first()
        if row is not None:
            with row.file.open("rb") as handle:
                return handle.read(), row.media_type
    raise LookupError(sha256)


def last_entry(card: ApprovalCard) -> int:
    """Return the number of the last entry about a card; 0 before the first."""
    entry = Entry.objects.filter(subject=f"card:{card.number}").order_by("seq").last()
    return entry.seq if entry else 0
