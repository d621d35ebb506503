"""What the desk lists: disclosures and where they stand, and what is about to go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.law.terms import Term
from gongkai.publishing import rules, words
from gongkai.publishing.models import ApprovalCard, Change, Disclosure, Edition
from gongkai.publishing.queries.card import busy_card
from gongkai.publishing.queries.edition import current_edition, index_no, public_address
from gongkai.publishing.queries.responsibility import term_of
from gongkai.publishing.rules import Step

PER_PAGE = 30


def paged(rows: QuerySet[Any] | Sequence[Any], number: str | None) -> PaginatorPage:
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
    card = busy_card(page.pk)
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
        return _under_way(card, is_public=public is not None), "warn"
    if public is not None:
        banners = (rules.Purpose.REPEAL, rules.Purpose.EXPIRE)
        kind = next((kind for kind in banners if kind in marks), "")
        return (words.PURPOSE[kind] if kind else "已公开"), "ok"
    if marks & {rules.Purpose.URGENT, rules.Purpose.TAKE_DOWN}:
        return "已下线", "block"
    return "草稿", ""


def _under_way(card: ApprovalCard, *, is_public: bool) -> str:
    step = Step(card.step)
    if not is_public:
        return words.STEP[step]
    where = words.IN_REVIEW if step in rules.IN_REVIEW else f"（{words.STEP[step]}）"
    return words.PUBLIC_AND.format(purpose=words.PURPOSE[rules.Purpose(card.purpose)], where=where)


def upcoming(at: datetime) -> QuerySet[ApprovalCard]:
    """Return the cards that wait for their moment."""
    rows = ApprovalCard.objects.filter(step__in=rules.WAITING, visible_from__gt=at)
    return rows.order_by("visible_from")
