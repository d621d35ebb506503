"""What the pages of posts and people show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.people.models import (
    CredentialsReset,
    Delegation,
    Department,
    Holding,
    Post,
    PostKind,
    User,
)
from gongkai.people.queries.accounts import device_of, recovery_left
from gongkai.people.queries.seats import post_names, recent_power_changes, seats, with_posts


@dataclass(frozen=True)
class Term:
    """A person in a post, from when to when; `giver` is who delegated it."""

    user: int
    name: str
    since: datetime
    until: datetime | None
    giver: str = ""


@dataclass(frozen=True)
class PostTerms:
    """A post and who held it, own holders and delegates."""

    title: str
    kind: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class DepartmentPosts:
    """A department and its posts."""

    name: str
    kind: str
    posts: tuple[PostTerms, ...]


@dataclass(frozen=True)
class Person:
    """A person in the list: the posts of the moment, and whether a code device is bound."""

    pk: int
    name: str
    username: str
    active: bool
    posts: tuple[str, ...]
    has_device: bool


@dataclass(frozen=True)
class HoldingRow:
    """A holding as a line of a person's page: its state in words and what may be done to it."""

    row: Holding
    state: str
    may_end: bool
    may_transfer: bool


@dataclass(frozen=True)
class DelegationRow:
    """A delegation as a line of a person's page."""

    row: Delegation
    state: str
    may_end: bool


@dataclass(frozen=True)
class PersonPage:
    """All that a person's page shows to one viewer."""

    person: User
    has_device: bool
    holdings: tuple[HoldingRow, ...]
    delegations: tuple[DelegationRow, ...]
    changes: tuple[str, ...]
    may_propose: bool
    may_delegate: bool
    may_disable: bool
    may_set_email: bool
    is_self: bool
    recovery_left: int
    vacated: tuple[Post, ...]


@dataclass(frozen=True)
class LeavingPage:
    """What ends when a person's account is put out of use, and which posts nobody then holds."""

    person: User
    holdings: tuple[Holding, ...]
    delegations: tuple[Delegation, ...]
    vacated: tuple[Post, ...]


def people(at: datetime) -> list[Person]:
    """Return everybody with an account and their posts of the moment."""
    bound = set(TOTPDevice.objects.filter(confirmed=True).values_list("user", flat=True))
    return [
        Person(
            user.pk, user.name, user.username, user.is_active, post_names(user), user.pk in bound
        )
        for user in with_posts(at)
    ]


def person(pk: int) -> User | None:
    """Return the person of a number."""
    return User.objects.filter(pk=pk).first()


def person_page(person: User, viewer: User, at: datetime) -> PersonPage:
    """Return a person's page as a viewer sees it."""
    own = {seat.kind for seat in seats(viewer, at) if seat.delegation is None}
    keeps = bool(own & {PostKind.ADMIN, PostKind.OFFICE})
    held = Holding.objects.filter(user=person).select_related(
        "user", "post__department", "proposed_by", "confirmed_by"
    )
    shared = Delegation.objects.filter(Q(giver=person) | Q(taker=person)).select_related(
        "post__department", "giver", "taker"
    )
    return PersonPage(
        person=person,
        has_device=device_of(person) is not None,
        holdings=tuple(
            _holding_row(row, keeps, PostKind.ADMIN in own, at)
            for row in held.order_by("-since", "-pk")
        ),
        delegations=tuple(
            _delegation_row(row, keeps or viewer.pk in {row.giver_id, row.taker_id}, at)
            for row in shared.order_by("-since", "-pk")
        ),
        changes=tuple(recent_power_changes(person, at)),
        may_propose=PostKind.ADMIN in own,
        may_delegate=viewer.pk == person.pk and bool(own),
        may_disable=PostKind.ADMIN in own and person.is_active and viewer.pk != person.pk,
        may_set_email=keeps and person.is_active,
        is_self=viewer.pk == person.pk,
        recovery_left=recovery_left(person) if viewer.pk == person.pk else 0,
        vacated=_vacated(person, at),
    )


def leaving(person: User, at: datetime) -> LeavingPage:
    """Return what ends when a person's account is put out of use at a moment."""
    held = Holding.objects.unended(at).filter(user=person).select_related("post__department")
    shared = Delegation.objects.unended(at).filter(Q(giver=person) | Q(taker=person))
    alone = [row.post for row in held if row.confirmed_at and not _others_in(row.post, person, at)]
    return LeavingPage(
        person, tuple(held), tuple(shared.select_related("post__department", "giver", "taker")),
        tuple(dict.fromkeys(alone)),
    )  # fmt: skip


def _others_in(post: Post, person: User, at: datetime) -> bool:
    held = Holding.objects.in_force(at).filter(post=post, user__is_active=True)
    return held.exclude(user=person).exists()


def _vacated(person: User, at: datetime) -> tuple[Post, ...]:
    """Return the posts a person left by being put out of use, and that nobody holds since."""
    if person.is_active or person.disabled_at is None:
        return ()
    rows = Holding.objects.filter(user=person, until=person.disabled_at).exclude(confirmed_at=None)
    posts = dict.fromkeys(row.post for row in rows.select_related("post__department"))
    return tuple(post for post in posts if not _others_in(post, person, at))


def _state(row: Holding | Delegation, at: datetime) -> str:
    if row.until == row.since:
        return "已撤回"
    if row.until is not None and row.until <= at:
        return "已结束"
    return "未开始" if row.since > at else "现行"


def _holding_row(row: Holding, keeps: bool, transfers: bool, at: datetime) -> HoldingRow:
    state = _state(row, at)
    is_open = state in {"现行", "未开始"}
    if row.confirmed_at is None and row.until != row.since:
        return HoldingRow(row, "待确认", keeps, False)
    return HoldingRow(row, state, keeps and is_open, transfers and state == "现行")


def _delegation_row(row: Delegation, ends: bool, at: datetime) -> DelegationRow:
    state = _state(row, at)
    return DelegationRow(row, state, ends and state in {"现行", "未开始"})


def holding(pk: int) -> Holding | None:
    """Return a holding by number."""
    return Holding.objects.filter(pk=pk).select_related("user", "post__department").first()


def delegation(pk: int) -> Delegation | None:
    """Return a delegation by number."""
    return Delegation.objects.filter(pk=pk).select_related("giver", "taker", "post").first()


def reset(pk: int) -> CredentialsReset | None:
    """Return a reset by number."""
    return CredentialsReset.objects.filter(pk=pk).select_related("user").first()


def pending_holdings() -> QuerySet[Holding]:
    """Return the proposals that wait for the disclosure office."""
    return Holding.objects.pending().select_related("user", "post__department", "proposed_by")


def pending_resets() -> QuerySet[CredentialsReset]:
    """Return the resets that wait for the disclosure office."""
    rows = CredentialsReset.objects.filter(confirmed_at=None, withdrawn_at=None)
    return rows.select_related("user", "proposed_by")


def posts() -> QuerySet[Post]:
    """Return every post, with its department."""
    return Post.objects.select_related("department")


def own_posts(user: User, at: datetime) -> QuerySet[Post]:
    """Return the posts a person holds themselves."""
    held = Holding.objects.in_force(at).filter(user=user)
    return posts().filter(pk__in=held.values("post"))


def others(user: User) -> QuerySet[User]:
    """Return everybody else with a working account."""
    return User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("pk")


def responsibility(day: date, at: datetime) -> list[DepartmentPosts]:
    """Return the responsibility table (岗位责任表) of a day: who held each post, from when to when.

    Only what is known at the moment `at`: today is shown up to now.
    """
    start = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    end = min(start + timedelta(days=1), at + timedelta(microseconds=1))
    terms = _terms(start, end)
    departments = Department.objects.prefetch_related("posts")
    return [
        DepartmentPosts(
            department.name,
            department.get_kind_display(),
            tuple(
                PostTerms(post.title, post.get_kind_display(), tuple(terms.get(post.pk, ())))
                for post in department.posts.all()
            ),
        )
        for department in departments
    ]


def _terms(start: datetime, end: datetime) -> dict[int, list[Term]]:
    on = Q(since__lt=end) & (Q(until=None) | Q(until__gt=start) & Q(until__gt=F("since")))
    held = Holding.objects.filter(on, confirmed_at__lt=end).select_related("user")
    backed = held.filter(user=OuterRef("giver"), post=OuterRef("post"))
    given = Delegation.objects.filter(on, Exists(backed)).select_related("giver", "taker")
    found: dict[int, list[Term]] = {}
    for row in held:
        term = Term(row.user.pk, row.user.name, max(row.since, row.confirmed_at), row.until)
        found.setdefault(row.post_id, []).append(term)
    for row in given:
        term = Term(row.taker.pk, row.taker.name, row.since, row.until, row.giver.name)
        found.setdefault(row.post_id, []).append(term)
    return found


def departments() -> QuerySet[Department]:
    """Return all departments in their order."""
    return Department.objects.all()
