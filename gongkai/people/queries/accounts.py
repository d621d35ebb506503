"""Accounts: who shows a one-time code, when a lock lifts, what a demonstration shows."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.people import rules
from gongkai.people.models import ONE_TIME_CODE, PostKind, User
from gongkai.people.queries.seats import kinds_of, post_names, users_in, with_posts
from gongkai.register.queries import is_demonstration, now


@dataclass(frozen=True)
class Account:
    """A demonstration account, with the one-time code that works now ("" where none is needed)."""

    username: str
    name: str
    posts: tuple[str, ...]
    code: str


def needs_code(user: User, at: datetime) -> bool:
    """Say whether a person must show a one-time code: who signs, or makes accounts."""
    return bool(kinds_of(user, at) & ONE_TIME_CODE)


def has_proof(user: User, kinds: frozenset[PostKind]) -> bool:
    """Say whether a session may act in these posts: to sign, it must have begun with a code.

    A post may be confirmed, or a delegation begin, while its taker is signed in without one.
    """
    return not kinds & ONE_TIME_CODE or user.is_verified()


def device_of(user: User) -> TOTPDevice | None:
    """Return a person's confirmed code device."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()


def recovery_of(user: User) -> StaticDevice | None:
    """Return what keeps a person's recovery codes."""
    return StaticDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()


def recovery_left(user: User) -> int:
    """Return how many recovery codes a person has not used yet."""
    device = recovery_of(user)
    return device.token_set.count() if device else 0


def in_recovery(user: User) -> bool:
    """Say whether a session was opened with a recovery code: it may do nothing but bind anew."""
    return isinstance(getattr(user, "otp_device", None), StaticDevice)


def able_to_reset(at: datetime) -> bool:
    """Say whether a reset can be proposed and confirmed: both kinds of holders can sign in."""
    bound = TOTPDevice.objects.filter(confirmed=True).values("user")
    return all(
        users_in(kind, at).filter(pk__in=bound).exists()
        for kind in (PostKind.ADMIN, PostKind.OFFICE)
    )


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
    people = with_posts(now()).filter(is_active=True)
    return [
        Account(
            username=user.username,
            name=user.name,
            posts=post_names(user),
            code=usable_code(devices[user.pk]) if user.pk in devices else "",
        )
        for user in people
        if user.held
    ]
