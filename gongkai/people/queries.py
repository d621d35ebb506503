"""Who holds what at a moment, in which seat a person acts, and what is to be shown of it."""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.law.refused import Refused
from gongkai.people import rules, words
from gongkai.people.models import (
    ONE_TIME_CODE,
    CredentialsReset,
    Delegation,
    Department,
    Holding,
    Post,
    PostKind,
    User,
)
from gongkai.register.queries import entries, is_demonstration, now
from gongkai.register.rules import Actor

POWERS = (
    "people.holding_confirmed",
    "people.holding_ended",
    "people.delegated",
    "people.delegation_ended",
    "people.credentials_reset",
)


@dataclass(frozen=True)
class Seat:
    """A post in which a person may act: their own, or delegated to them by its holder."""

    post: Post
    holder: User
    delegation: Delegation | None

    @property
    def kind(self) -> PostKind:
        """Return what the post may do."""
        return PostKind(self.post.kind)

    @property
    def department(self) -> Department:
        """Return the department the post belongs to."""
        return self.post.department

    def actor(self, user: User) -> Actor:
        """Return who acts, as values: a signature keeps the name and post of its day."""
        name = f"{user.name}（代{self.holder.name}）" if self.delegation else user.name
        return Actor(user.pk, name, self.post.title, self.department.name)


@dataclass(frozen=True)
class Account:
    """A demonstration account, with the one-time code that works now ("" where none is needed)."""

    username: str
    name: str
    posts: tuple[str, ...]
    code: str


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
    is_self: bool


# Seats


def seats(user: User, at: datetime) -> list[Seat]:
    """Return the seats in which a person may act: own posts first, then delegated ones.

    A delegation counts only while its giver still holds the post.
    """
    if not user.is_active:
        return []
    own = Holding.objects.in_force(at).filter(user=user).select_related("post__department")
    taken = _delegations(at).filter(taker=user).select_related("post__department", "giver")
    return [Seat(row.post, user, None) for row in own] + [
        Seat(row.post, row.giver, row) for row in taken
    ]


def _delegations(at: datetime) -> QuerySet[Delegation]:
    held = Holding.objects.in_force(at).filter(user=OuterRef("giver"), post=OuterRef("post"))
    return Delegation.objects.at(at).filter(Exists(held), giver__is_active=True)


def seat_for(
    user: User, kind: PostKind, at: datetime, department: Department | None = None
) -> Seat | None:
    """Return the first seat of a kind, in a department where one is given."""
    for seat in seats(user, at):
        if seat.kind == kind and department in {None, seat.department}:
            return seat
    return None


def acting(user: User, kind: PostKind, at: datetime) -> Seat:
    """Return a person's own seat of a kind. Powers over people are never delegated.

    Raises: Refused.
    """
    found = [seat for seat in seats(user, at) if seat.kind == kind]
    for seat in found:
        if seat.delegation is None:
            return seat
    text = words.NOT_OWN_POST if found else words.NOT_YOUR_POST
    raise Refused("people.not_your_post", text.format(post=kind.label))


def kinds_of(user: User, at: datetime) -> frozenset[PostKind]:
    """Return the kinds of posts in which a person may act."""
    return frozenset(seat.kind for seat in seats(user, at))


def users_in(kind: PostKind, at: datetime, department: Department | None = None) -> QuerySet[User]:
    """Return who may act in posts of a kind: holders and delegates."""
    posts = Post.objects.filter(kind=kind)
    if department is not None:
        posts = posts.filter(department=department)
    own = Holding.objects.in_force(at).filter(post__in=posts, user__is_active=True)
    taken = _delegations(at).filter(post__in=posts)
    return User.objects.filter(
        Q(pk__in=own.values("user")) | Q(pk__in=taken.values("taker")), is_active=True
    ).order_by("pk")


def spans(user: User, *, but: Holding | None = None) -> list[rules.Span]:
    """Return what a person holds or is delegated, confirmed, past and to come."""
    own = Holding.objects.filter(user=user).exclude(confirmed_at=None).select_related("post")
    if but is not None:
        own = own.exclude(pk=but.pk)
    taken = Delegation.objects.filter(taker=user).select_related("post")
    return [rules.Span(row.post.kind, row.since, row.until) for row in [*own, *taken]]


def recent_power_changes(user: User, at: datetime, days: int = 30) -> list[str]:
    """Return sentences on what changed in a person's powers of late, newest first."""
    found = entries().about(f"user:{user.pk}").of(*POWERS).order_by("-seq")
    found = found.filter(occurred_at__gt=at - timedelta(days=days), occurred_at__lte=at)
    return [
        words.CHANGE.format(day=words.day(entry.occurred_at), title=entry.payload.title)
        for entry in found.select_related("payload")
    ]


# Signing in


def needs_code(user: User, at: datetime) -> bool:
    """Say whether a person must show a one-time code: who signs, or makes accounts."""
    return bool(kinds_of(user, at) & ONE_TIME_CODE)


def device_of(user: User) -> TOTPDevice | None:
    """Return a person's confirmed code device."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()


def usable_code(device: TOTPDevice) -> str:
    """Return the one-time code of a device that would be taken now, by the wall clock."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    totp.drift += rules.usable_step(totp.t(), device.last_t) - totp.t()
    return f"{totp.token():0{device.digits}d}"


def lock_ends(username: str, wall: datetime) -> datetime | None:
    """Return when a user name's lock-out lifts, by the wall clock. No matter whether it exists."""
    cool_off = get_cool_off() or timedelta()
    rows = AccessAttempt.objects.filter(username=username, attempt_time__gte=wall - cool_off)
    return rules.lifts_at(
        list(rows.values_list("attempt_time", "failures_since_start")),
        limit=settings.AXES_FAILURE_LIMIT,
        cool_off=cool_off,
    )


def demonstration_accounts() -> list[Account]:
    """Return the accounts anyone may use, in a demonstration; none at all in a real database."""
    if not is_demonstration():
        return []
    devices = {row.user_id: row for row in TOTPDevice.objects.filter(confirmed=True)}
    people = _with_posts(now()).filter(is_active=True)
    return [
        Account(
            username=user.username,
            name=user.name,
            posts=_post_names(user),
            code=usable_code(devices[user.pk]) if user.pk in devices else "",
        )
        for user in people
        if user.held
    ]


def _with_posts(at: datetime) -> QuerySet[User]:
    held = Holding.objects.in_force(at).select_related("post__department")
    return User.objects.order_by("pk").prefetch_related(
        Prefetch("holdings", queryset=held, to_attr="held")
    )


def _post_names(user: User) -> tuple[str, ...]:
    return tuple(str(holding.post) for holding in user.held)


# Pages


def people(at: datetime) -> list[Person]:
    """Return everybody with an account and their posts of the moment."""
    bound = set(TOTPDevice.objects.filter(confirmed=True).values_list("user", flat=True))
    return [
        Person(
            user.pk, user.name, user.username, user.is_active, _post_names(user), user.pk in bound
        )
        for user in _with_posts(at)
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
        is_self=viewer.pk == person.pk,
    )


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
    return CredentialsReset.objects.filter(confirmed_at=None).select_related("user", "proposed_by")


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


def everybody() -> QuerySet[User]:
    """Return all active users, by name."""
    return User.objects.filter(is_active=True).order_by("name")
