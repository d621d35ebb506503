"""Who holds what at a moment, and in which seat a person acts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from gongkai.law.refused import Refused
from gongkai.people import rules, words
from gongkai.people.models import Delegation, Department, Holding, Post, PostKind, User
from gongkai.register.queries import entries
from gongkai.register.rules import Actor

POWERS = (
    "people.holding_confirmed",
    "people.holding_ended",
    "people.delegated",
    "people.delegation_ended",
    "people.credentials_reset",
    "people.account_disabled",
    "people.account_enabled",
    "people.recovery_used",
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

    @property
    def behalf(self) -> dict[str, int]:
        """Return for whom a delegate acts, as an entry's detail keeps it; nothing for one's own."""
        return {"holder": self.holder.pk} if self.delegation else {}

    def actor(self, user: User) -> Actor:
        """Return who acts, as values: a signature keeps the name and post of its day."""
        name = f"{user.name}（代{self.holder.name}）" if self.delegation else user.name
        return Actor(user.pk, name, self.post.title, self.department.name)


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


def unfilled(at: datetime) -> frozenset[PostKind]:
    """Return what nobody holds of the two kinds it takes to give powers: proposing, confirming."""
    held = Holding.objects.in_force(at).filter(user__is_active=True)
    return frozenset({PostKind.ADMIN, PostKind.OFFICE}) - set(
        held.values_list("post__kind", flat=True)
    )


def spans(user: User) -> list[rules.Span]:
    """Return what a person holds or is delegated, confirmed, past and to come."""
    own = Holding.objects.filter(user=user).exclude(confirmed_at=None).select_related("post")
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


def with_posts(at: datetime) -> QuerySet[User]:
    """Return everybody, each with the posts they hold themselves, as `held`."""
    held = Holding.objects.in_force(at).select_related("post__department")
    return User.objects.order_by("pk").prefetch_related(
        Prefetch("holdings", queryset=held, to_attr="held")
    )


def post_names(user: User) -> tuple[str, ...]:
    """Return the names of the posts that `with_posts` found."""
    return tuple(str(holding.post) for holding in user.held)
