"""Who may hold what beside what, how long a delegation runs, and when a lock-out lifts. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

ADMIN = "admin"
SIGNING = frozenset({"head", "secrecy", "office", "leader"})
APART = ((frozenset({ADMIN}), SIGNING),)  # pairs of sets no person stands in at the same time

LONGEST_DELEGATION = timedelta(days=92)  # what lasts longer is a holding, and needs confirming
TAKE_UP = timedelta(days=3)  # for fetching a new password and code once confirmed
DEMONSTRATION_PASSWORD = "yanshi-2014-gongkai"  # noqa: S105 (public by design, demonstration only)

LOCAL = frozenset({"127.0.0.1", "::1", ""})  # where nginx stands


@dataclass(frozen=True)
class Span:
    """A kind of post held from a moment to another, or without an end."""

    kind: str
    since: datetime
    until: datetime | None


def overlap(one: Span, other: Span) -> bool:
    """Say whether two spans share a moment. A span ends before its `until`."""
    return (other.until is None or one.since < other.until) and (
        one.until is None or other.since < one.until
    )


def conflict(new: Span, others: Iterable[Span]) -> Span | None:
    """Return the span that forbids the new one: who makes accounts can sign nothing.

    >>> day = datetime(2014, 1, 2)
    >>> conflict(Span("head", day, None), [Span("admin", day, None)]).kind
    'admin'
    >>> conflict(Span("head", day, None), [Span("editor", day, None)])
    """
    for other in others:
        if _apart(new.kind, other.kind) and overlap(new, other):
            return other
    return None


def _apart(one: str, other: str) -> bool:
    return any(
        (one in left and other in right) or (one in right and other in left)
        for left, right in APART
    )


def delegation_fault(*, since: datetime, until: datetime, at: datetime) -> str:
    """Return what is wrong with a delegation's window: order, past, long, or nothing.

    Rule: a delegation is never dated back, so it can't cover a signature already made.
    """
    if until <= since:
        return "order"
    if since < at:
        return "past"
    return "long" if until - since > LONGEST_DELEGATION else ""


def only_admin(kinds: Iterable[str]) -> bool:
    """Say whether a person makes accounts and does nothing else."""
    return set(kinds) == {ADMIN}


def lifts_at(
    failures: Sequence[tuple[datetime, int]], *, limit: int, cool_off: timedelta
) -> datetime | None:
    """Return when a lock-out lifts: as soon as the failures still counted are fewer than the limit.

    Shape: (moment of the last failure, number) for each place the failures came from.
    """
    left = sum(number for _, number in failures)
    lifted = None
    for moment, number in sorted(failures):
        if left < limit:
            break
        left -= number
        lifted = moment + cool_off
    return lifted


def minutes_left(until: datetime, now: datetime) -> int:
    """Return the minutes to wait, rounded up, so that who waits that long gets in.

    >>> minutes_left(datetime(2014, 1, 2, 9, 30), datetime(2014, 1, 2, 9, 0, 1))
    30
    """
    return max(1, -((now - until) // timedelta(minutes=1)))


def usable_step(now: int, used: int) -> int:
    """Return the time step whose one-time code still works: a used code never works again.

    >>> usable_step(now=100, used=-1), usable_step(now=100, used=100)
    (100, 101)
    """
    return max(now, used + 1)


def caller(remote: str, forwarded: str) -> str:
    """Return whom to count: the address nginx names, since all come from it; else the caller's.

    Of IPv6 the network: one house has more addresses than there are counters.

    >>> caller("127.0.0.1", "10.0.0.1, 192.0.2.7"), caller("2001:db8::1", "")
    ('192.0.2.7', '2001:db8::/64')
    """
    named = forwarded.rpartition(",")[2].strip() if forwarded and remote in LOCAL else remote
    try:
        address = ip_address(named)
    except ValueError:
        return named
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else named
