"""Accounts: a person's user name, password, code device; signing in and being locked out."""

import hashlib
import hmac
import secrets
from datetime import datetime

from axes.utils import reset as lift_lock
from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.law.refused import Refused
from gongkai.people import queries, rules, words
from gongkai.people.actions.groups import sync_groups
from gongkai.people.models import CredentialsReset, PostKind, User
from gongkai.register.actions import append
from gongkai.register.queries import is_demonstration
from gongkai.register.rules import SYSTEM, Actor

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike; 5 bits each
HALF = 16  # 80 bits in each half of a claim


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    password: str,
    by: Actor,
    at: datetime,
    must_change_password: bool = False,
) -> User:
    """Add a person with an account and no power. Raises: Refused when the name is taken."""
    if User.objects.filter(username__iexact=username).exists():
        raise Refused("people.username_taken", words.USERNAME_TAKEN.format(username=username))
    user = User.objects.create_user(
        username=username, password=password, name=name, must_change_password=must_change_password
    )
    title = words.USER_ADDED.format(name=name, username=username)
    append("people.user_added", subject=f"user:{user.pk}", by=by, at=at, title=title)
    return user


def change_password(*, user: User, password: str) -> None:
    """Set the password a person chose for themselves."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


# Signing in


def accept_code(*, user: User, code: str) -> TOTPDevice | None:
    """Use up a one-time code of the person's device; None when it is wrong or used already."""
    device = queries.device_of(user)
    text = "".join(code.split())
    return verify_token(user, device.persistent_id, text) if device and text else None


@transaction.atomic
def sign_in(*, user: User, at: datetime) -> None:
    """Register that a person signed in, and let the editor's group follow their posts."""
    sync_groups(user, at)
    held = queries.seats(user, at)
    actor = held[0].actor(user) if held else Actor(user.pk, user.name, "", "")
    title = words.SIGNED_IN.format(name=user.name)
    append("people.signed_in", subject=f"user:{user.pk}", by=actor, at=at, title=title)


@transaction.atomic
def lock_out(*, username: str, at: datetime) -> None:
    """Register that an account was locked. A user name that is nobody's leaves no entry."""
    user = User.objects.filter(username=username).first()
    if user is not None:
        title = words.LOCKED_OUT.format(name=user.name)
        append("people.locked_out", subject=f"user:{user.pk}", by=SYSTEM, at=at, title=title)


# Password and code made anew


@transaction.atomic
def install_device(*, user: User, at: datetime, by: Actor = SYSTEM) -> TOTPDevice:
    """Bind a code device without a confirmer: the first ones of a database, or a demonstration's.

    Raises: Refused, in a real database, once a reset can be proposed and confirmed.
    """
    if queries.able_to_reset(at) and not is_demonstration():
        raise Refused("people.device_installed", words.DEVICE_INSTALLED)
    device = _new_device(user)
    title = words.DEVICE_GIVEN.format(name=user.name)
    append("people.credentials_reset", subject=f"user:{user.pk}", by=by, at=at, title=title)
    return device


@transaction.atomic
def propose_reset(*, user: User, by: User, at: datetime) -> tuple[CredentialsReset, str]:
    """Propose a person's password and code be made anew; return the first half of the claim.

    Raises: Refused.
    """
    seat = queries.acting(by, PostKind.ADMIN, at)
    user = User.objects.select_for_update().get(pk=user.pk)
    if queries.pending_resets().filter(user=user).exists():
        raise Refused("people.reset_open", words.RESET_OPEN.format(name=user.name))
    half = _half()
    row = CredentialsReset.objects.create(
        user=user, proposed_by=by, proposed_at=at, first_hash=_hash(half)
    )
    verb, title = "people.credentials_reset_proposed", words.RESET_PROPOSED.format(name=user.name)
    append(verb, subject=f"user:{user.pk}", by=seat.actor(by), at=at, title=title)
    return row, half


@transaction.atomic
def confirm_reset(*, reset: CredentialsReset, by: User, at: datetime) -> str:
    """Confirm a reset: the old password, codes and sessions end now; return the claim's other half.

    Raises: Refused.
    """
    seat = queries.acting(by, PostKind.OFFICE, at)
    row = CredentialsReset.objects.select_for_update().get(pk=reset.pk)
    user = row.user
    if row.confirmed_at is not None:
        raise Refused("people.reset_done", words.RESET_DONE)
    if by.pk == user.pk:
        raise Refused("people.own_power", words.OWN_POWER)
    if by.pk == row.proposed_by_id:
        raise Refused("people.own_proposal", words.OWN_PROPOSAL)
    half = _half()
    row.confirmed_by, row.confirmed_at, row.second_hash = by, at, _hash(half)
    row.save(update_fields=["confirmed_by", "confirmed_at", "second_hash"])
    user.set_unusable_password()
    user.save(update_fields=["password"])
    TOTPDevice.objects.filter(user=user).delete()
    title = words.RESET_CONFIRMED.format(name=user.name)
    append(
        "people.credentials_reset", subject=f"user:{user.pk}", by=seat.actor(by), at=at, title=title
    )
    return half


@transaction.atomic
def claim_reset(
    *, username: str, first: str, second: str, password: str, at: datetime
) -> TOTPDevice:
    """Take up a confirmed reset, once, with both halves; return the new device. Raises: Refused."""
    row = (
        CredentialsReset.objects.select_for_update()
        .filter(user__username=username, taken_at=None, confirmed_at__gt=at - rules.TAKE_UP)
        .order_by("-pk")
        .first()
    )
    if row is None or not (_fits(first, row.first_hash) and _fits(second, row.second_hash)):
        raise Refused("people.claim", words.CLAIM_WRONG)
    row.taken_at = at
    row.save(update_fields=["taken_at"])
    user = row.user
    change_password(user=user, password=password)
    device = _new_device(user)
    lift_lock(username=user.username)
    actor, title = Actor(user.pk, user.name, "", ""), words.RESET_TAKEN.format(name=user.name)
    append("people.credentials_reset", subject=f"user:{user.pk}", by=actor, at=at, title=title)
    return device


def _new_device(user: User) -> TOTPDevice:
    TOTPDevice.objects.filter(user=user).delete()
    return TOTPDevice.objects.create(user=user, name="totp", confirmed=True)


def _half() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(HALF))
    return "-".join(letters[n : n + 4] for n in range(0, HALF, 4))


def _hash(half: str) -> str:
    plain = "".join(letter for letter in half.upper() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _fits(half: str, kept: str) -> bool:
    return hmac.compare_digest(_hash(half), kept)
