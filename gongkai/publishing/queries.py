"""Questions about drafts, cards and editions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from gongkai.law.articles import Article, article
from gongkai.law.refused import Refused
from gongkai.law.terms import Term, publish_term
from gongkai.people.models import Post, PostKind, User
from gongkai.people.queries import Seat, seats
from gongkai.publishing import content, rules, words
from gongkai.publishing.models import (
    ApprovalCard,
    Column,
    Decision,
    Disclosure,
    Duty,
    Edition,
    IndexNumber,
    RouteTable,
    Signature,
    Work,
)
from gongkai.publishing.rules import IN_REVIEW, Route, Stage, Step
from gongkai.register.models import Entry
from gongkai.register.queries import blob


def law(key: str, at: datetime) -> Article | None:
    """Return the article of a key in force at a moment, or None where there was none."""
    try:
        return article(key, timezone.localdate(at))
    except LookupError:
        return None


def latest(page: Disclosure) -> Disclosure:
    """Return the draft as its authors last saved it."""
    return page.get_latest_revision_as_object()


def route_of(kind: str, at: datetime) -> Route:
    """Return the route of a kind of disclosure at a moment: the bureau's own, else the built-in."""
    row = RouteTable.objects.at(at).filter(kind=kind).order_by("since").last()
    return read_route(row.stages) if row else rules.ROUTES[kind]


def read_route(stages: Sequence[Sequence[Any]]) -> Route:
    """Return a stored route as stages."""
    return tuple(Stage(Step(step), post, bool(own)) for step, post, own in stages)


def open_card(kind: str, object_id: object) -> ApprovalCard | None:
    """Return the card under way about a work, if any."""
    return ApprovalCard.objects.open().about(kind, object_id).first()


def lineage(key: str) -> list[str]:
    """Return the keys of a column and the columns above it, nearest first."""
    column = Column.objects.filter(slug=key).first()
    if column is None:
        return [key]
    above = [page.slug for page in column.get_ancestors() if page.depth > 1]
    return [key, *reversed(above)]


def duty_posts(key: str, step: str, at: datetime) -> list[int]:
    """Return the posts that do a step for a column: those named nearest to it; none: not named."""
    rows = list(Duty.objects.at(at).filter(step=step).values_list("column", "post"))
    for name in lineage(key) if rows else []:
        found = [post for column, post in rows if column == name]
        if found:
            return found
    return []


def seats_for(card: ApprovalCard, user: User, at: datetime, step: str | None = None) -> list[Seat]:
    """Return the seats in which a person may act at a card's step, own posts first."""
    step = step or card.step
    if step not in rules.OPEN:
        return []
    stage = rules.stage_of(read_route(card.stages), Step(step))
    named = duty_posts(card.column, step, at)
    return [
        seat
        for seat in seats(user, at)
        if seat.kind == stage.post
        and (not stage.own or seat.department.pk == card.department_id)
        and (not named or seat.post.pk in named)
    ]


def contributors(card: ApprovalCard) -> frozenset[int]:
    """Return everybody who wrote any part of a card's works since they were last published."""
    found = {card.opened_by_id}
    found.update(
        card.signatures.filter(decision=Decision.SUBMIT).values_list("user_id", flat=True)
    )
    for work in card.works.filter(kind="disclosure"):
        found |= authors_since_published(int(work.object_id), until=work.revision)
    return frozenset(found)


def authors_since_published(page: int, until: int | None = None) -> set[int]:
    """Return who saved a draft, or uploaded a file it uses, since its last edition."""
    released = Work.objects.filter(
        kind="disclosure", object_id=str(page), card__step__in=rules.COMPLETE
    ).aggregate(last=Max("revision"))["last"]
    revisions = Revision.objects.filter(object_id=str(page), base_content_type__app_label="wagtailcore",
                                        pk__gt=released or 0)  # fmt: skip
    if until:
        revisions = revisions.filter(pk__lte=until)
    found = set(revisions.exclude(user=None).values_list("user_id", flat=True))
    for block in latest(Disclosure.objects.get(pk=page)).body:
        media = {"image": "image", "attachment": "document"}.get(block.block_type)
        if media and block.value.get(media) and block.value[media].uploaded_by_user_id:
            found.add(block.value[media].uploaded_by_user_id)
    return found


def signed_this_round(card: ApprovalCard) -> QuerySet[Signature]:
    """Return the signatures that count: of this round, over the digest of now."""
    return card.signatures.filter(round=card.round, digest=card.digest)


def signers(card: ApprovalCard) -> frozenset[int]:
    """Return everybody who has signed a review step of this round."""
    rows = signed_this_round(card).filter(decision=Decision.SIGN)
    return frozenset(pk for row in rows.values_list("user_id", "holder_id") for pk in row)


def waiting_for(user: User, at: datetime) -> list[ApprovalCard]:
    """Return the cards a person may sign now, oldest first."""
    cards = ApprovalCard.objects.filter(step__in=IN_REVIEW).order_by("opened_at")
    return [
        card
        for card in cards
        if any(
            not rules.may_sign(
                person=user.pk,
                holder=seat.holder.pk,
                contributors=contributors(card),
                signed=signers(card),
            )
            for seat in seats_for(card, user, at)
        )
    ]


def drafts_of(user: User, at: datetime) -> QuerySet[Disclosure]:
    """Return the drafts of the editor posts a person holds: work belongs to posts."""
    posts = [seat.post.pk for seat in seats(user, at) if seat.kind == PostKind.EDITOR]
    busy = Work.objects.filter(kind="disclosure", card__step__in=rules.IN_REVIEW | rules.COMPLETE)
    return Disclosure.objects.filter(post__in=posts).exclude(
        pk__in=[int(pk) for pk in busy.values_list("object_id", flat=True)]
    )


def editor_seat(user: User, at: datetime, post: Post | None = None) -> Seat | None:
    """Return the seat in which a person drafts; for a post's department when one is given."""
    for seat in seats(user, at):
        if seat.kind == PostKind.EDITOR and (
            post is None or seat.department.pk == post.department_id
        ):
            return seat
    return None


def current_edition(page: Disclosure, at: datetime) -> Edition | None:
    """Return what the public reads of a disclosure at a moment."""
    return Edition.objects.visible(at).filter(work_kind="disclosure", work_id=str(page.pk)).first()


def last_edition(page_pk: object) -> Edition | None:
    """Return the newest edition of a disclosure, whether out yet or not; withdrawn ones not."""
    return (
        Edition.objects.filter(
            work_kind="disclosure", work_id=str(page_pk), card__step__in=rules.COMPLETE
        )
        .order_by("number")
        .last()
    )


def content_of(sha256: str) -> dict[str, Any]:
    """Return canonical content by its hash. Raises: Refused when erased, LookupError."""
    return json.loads(blob(sha256))


def index_no(public_id: str) -> str:
    """Return the live index number of a disclosure, or an empty string."""
    row = IndexNumber.objects.filter(public_id=public_id, voided_at=None).first()
    return str(row) if row else ""


def term_of(formed_on: date | None, today: date) -> Term | None:
    """Return the twenty working days of a disclosure (条例第二十六条; 2008: 第十八条)."""
    try:
        return publish_term(formed_on, today) if formed_on else None
    except Refused:  # formed before there was a term
        return None


def columns_tree() -> dict[str, Any]:
    """Return the drafted column tree as canonical content."""
    rows = Column.objects.all().order_by("path")
    depth = {row.path: row.slug for row in rows}
    return {
        "v": 1,
        "kind": "columns",
        "columns": [
            {
                "key": row.slug,
                "name": content.plain(row.title),
                "parent": depth.get(row.path[: -Column.steplen], ""),
                "kind": row.kind,
                "description": row.description,
                "keywords": row.keywords,
                "fresh_days": row.fresh_days,
            }
            for row in rows
        ],
    }


def published_columns(at: datetime) -> list[dict[str, Any]]:
    """Return the column tree the public sees at a moment."""
    edition = Edition.objects.visible(at).filter(work_kind="columns").first()
    return content_of(edition.sha256)["columns"] if edition else []


def last_seen(card: ApprovalCard, user: User | None) -> str:
    """Return the content hash a person last decided on, here or on an earlier card of the work."""
    works = card.works.values_list("object_id", flat=True)
    rows = Signature.objects.filter(
        card__works__object_id__in=list(works), card__works__kind="disclosure"
    ).exclude(content="")
    if user is not None:
        rows = rows.filter(user=user)
    row = rows.order_by("at", "pk").last()
    return row.content if row else ""


@dataclass(frozen=True)
class Overdue:
    """A column whose newest item is older than it promises."""

    name: str
    key: str
    days: int
    promised: int


def stale_columns(at: datetime) -> list[Overdue]:
    """Return the columns that break their promise of freshness (检查指标: 栏目不更新)."""
    found = []
    newest = {
        row["column"]: row["last"]
        for row in Edition.objects.visible(at).disclosures().values("column")
        .annotate(last=Max("visible_from")).order_by()
    }  # fmt: skip
    for column in published_columns(at):
        last = newest.get(column["key"])
        if column["fresh_days"] and last and at - last > timedelta(days=column["fresh_days"]):
            found.append(
                Overdue(column["name"], column["key"], (at - last).days, column["fresh_days"])
            )
    return found


def files_in_use(except_ids: Sequence[str]) -> set[str]:
    """Return the hashes of all files and contents that editions of other disclosures name."""
    found: set[str] = set()
    rows = Edition.objects.filter(~Q(public_id__in=list(except_ids)))
    for sha in rows.values_list("sha256", flat=True).distinct():
        found.add(sha)
        try:
            found |= set(content.files(content_of(sha)))
        except (LookupError, Refused):
            continue
    return found


PER_PAGE = 30


def paged(rows: QuerySet[Any], number: str | None) -> PaginatorPage:
    """Return one page of a list; a number that is none gives the first or the last page."""
    return Paginator(rows, PER_PAGE).get_page(number)


def day_of(at: datetime) -> date:
    """Return the bureau's own day of a moment."""
    return timezone.localdate(at)


def local_text(at: datetime) -> str:
    """Return a moment as 2014-10-24 10:00 in the bureau's own time."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class DisclosureLine:
    """A disclosure as the desk lists it: where it stands and how its term runs."""

    page: Disclosure
    title: str
    column: str
    department: str
    state: str
    tag: str
    term: Term | None
    index_no: str
    card: ApprovalCard | None
    public: Edition | None
    address: str


def state_of(page: Disclosure, at: datetime) -> DisclosureLine:
    """Return a disclosure's state for the desk."""
    card = open_card("disclosure", page.pk) or open_card("change", page.pk)
    waiting = ApprovalCard.objects.filter(step__in=rules.COMPLETE - {Step.RELEASED})
    card = card or waiting.about("disclosure", page.pk).first()
    public = current_edition(page, at)
    state, tag = _state(page, card, public, at)
    first = public.first_from if public else at
    return DisclosureLine(
        page=page, title=page.draft_title or page.title, column=page.get_parent().title,
        department=str(page.post.department) if page.post else "", state=state, tag=tag,
        term=term_of(page.formed_on, day_of(first)), index_no=index_no(page.public_id), card=card,
        public=public, address=public_address(public) if public else "",
    )  # fmt: skip


def _state(
    page: Disclosure, card: ApprovalCard | None, public: Edition | None, at: datetime
) -> tuple[str, str]:
    marks = {change.kind for change in Change.objects.of([page.public_id], at)}
    if card is not None:
        return words.STEP[Step(card.step)], "warn"
    if public is not None:
        kind = next((kind for kind in (rules.Purpose.REPEAL, rules.Purpose.EXPIRE) if kind in marks), "")
        return (words.PURPOSE[kind] if kind else "已公开"), "ok"
    if marks & {rules.Purpose.URGENT, rules.Purpose.TAKE_DOWN}:
        return "已下线", "block"
    return "草稿", ""


def public_address(edition: Edition) -> str:
    """Return where the public reads an edition: /info/<month of first release>/<id>.html."""
    return f"/info/{timezone.localtime(edition.first_from):%Y%m}/{edition.public_id}.html"


def editions_of(page: int) -> QuerySet[Edition]:
    """Return all editions of a disclosure, newest first."""
    rows = Edition.objects.filter(work_kind="disclosure", work_id=str(page))
    return rows.select_related("card").order_by("-number")


def upcoming(at: datetime) -> QuerySet[ApprovalCard]:
    """Return the cards that wait for their moment."""
    rows = ApprovalCard.objects.filter(step__in=rules.WAITING, visible_from__gt=at)
    return rows.order_by("visible_from")


def edition_faults() -> Iterator[tuple[str, str]]:
    """Yield the editions that are not what was signed: (title, code)."""
    made = set(Entry.objects.filter(verb="edition.made").values_list("subject", flat=True))
    for edition in Edition.objects.select_related("card").iterator(chunk_size=500):
        name = edition.title or str(edition.pk)
        if edition.card.step not in rules.COMPLETE | {Step.WITHDRAWN}:
            yield name, "card"
        if f"edition:{edition.pk}" not in made:
            yield name, "entry"
        try:
            found = content_of(edition.sha256)
        except Refused:
            continue  # erased by law; the register says so
        except LookupError:
            yield name, "content"
            continue
        if edition.work_kind == "disclosure" and found["title"] != edition.title:
            yield name, "title"
