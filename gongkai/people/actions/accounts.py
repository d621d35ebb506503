"""Accounts: a person's user name, password, code device; signing in and being locked out."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime

from axes.utils import reset as lift_lock
from django.db import transaction
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.law.refused import Refused
from gongkai.people import queries, rules, words
from gongkai.people.actions.groups import sync_groups
from gongkai.people.actions.leaving import forget_devices, withdraw_resets
from gongkai.people.models import CredentialsReset, PostKind, User
from gongkai.register.actions import append
from gongkai.register.queries import is_demonstration
from gongkai.register.rules import SYSTEM, Actor

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike; 5 bits each
HALF = 16  # 80 bits in each half of a claim
RECOVERY, RECOVERY_DIGITS = 10, 24  # codes given at a time; 80 bits each, for a phone's digit keys


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


@transaction.atomic
def set_email(*, user: User, email: str, by: User, at: datetime) -> User:
    """Set where a person is told of their work by e-mail, or nowhere; the register keeps no address.

    Raises: Refused for whoever holds no post of the administrator or of the disclosure office.
    """
    held = {seat.kind for seat in queries.seats(by, at) if seat.delegation is None}
    seat = queries.acting(by, PostKind.OFFICE if PostKind.OFFICE in held else PostKind.ADMIN, at)
    user = User.objects.select_for_update().get(pk=user.pk)
    user.email = email.strip()
    user.save(update_fields=["email"])
    title = (words.EMAIL_SET if user.email else words.EMAIL_CLEARED).format(name=user.name)
    append("people.email_set", subject=f"user:{user.pk}", by=seat.actor(by), at=at, title=title)
    return user


def change_password(*, user: User, password: str) -> None:
    """Set the password a person chose for themselves."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


# Signing in


def accept_code(*, user: User, code: str) -> Device | None:
    """Use up a one-time code or a recovery code; None when it is wrong or used already."""
    text = "".join(letter for letter in code if letter.isalnum())
    is_recovery = len(text) == RECOVERY_DIGITS
    device = queries.recovery_of(user) if is_recovery else queries.device_of(user)
    if device is None or not text:
        return None
    return verify_token(user, device.persistent_id, _kept(text) if is_recovery else text)


@transaction.atomic
def sign_in(*, user: User, at: datetime) -> None:
    """Register that a person signed in, and let the editor's group follow their posts."""
    sync_groups(user, at)
    held = queries.seats(user, at)
    actor = held[0].actor(user) if held else Actor(user.pk, user.name, "", "")
    title = words.SIGNED_IN.format(name=user.name)
    append("people.signed_in", subject=f"user:{user.pk}", by=actor, at=at, title=title)
    if queries.in_recovery(user):
        title = words.RECOVERED.format(name=user.name)
        append("people.recovery_used", subject=f"user:{user.pk}", by=actor, at=at, title=title)


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

    For an account out of use it proposes to use it again: the same two people, the same claim.
    Raises: Refused.
    """
    seat = queries.acting(by, PostKind.ADMIN, at)
    user = User.objects.select_for_update().get(pk=user.pk)
    if queries.pending_resets().filter(user=user).exists():
        raise Refused("people.reset_open", words.RESET_OPEN.format(name=user.name))
    half = _half()
    row = CredentialsReset.objects.create(
        user=user, proposed_by=by, proposed_at=at, first_hash=_hash(half),
        enables=not user.is_active,
    )  # fmt: skip
    append("people.credentials_reset_proposed", subject=f"user:{user.pk}", by=seat.actor(by),
           at=at, title=_proposed(row))  # fmt: skip
    return row, half


def _proposed(row: CredentialsReset) -> str:
    text = words.ENABLING_PROPOSED if row.enables else words.RESET_PROPOSED
    return text.format(name=row.user.name)


@transaction.atomic
def withdraw_reset(*, reset: CredentialsReset, by: User, at: datetime) -> CredentialsReset:
    """Withdraw a reset one proposed, or refuse it for the disclosure office. Raises: Refused."""
    row = _pending(reset)
    office = queries.seat_for(by, PostKind.OFFICE, at)
    if by.pk == row.proposed_by_id:
        actor, text = queries.acting(by, PostKind.ADMIN, at).actor(by), words.RESET_WITHDRAWN
    elif office is not None and office.delegation is None:
        actor, text = office.actor(by), words.RESET_REFUSED
    else:
        raise Refused("people.not_proposer", words.NOT_PROPOSER)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    append("people.credentials_reset_withdrawn", subject=f"user:{row.user_id}", by=actor, at=at,
           title=text.format(what=_proposed(row)))  # fmt: skip
    return row


def _pending(reset: CredentialsReset) -> CredentialsReset:
    row = CredentialsReset.objects.select_for_update().get(pk=reset.pk)
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        raise Refused("people.reset_done", words.RESET_DONE)
    return row


@transaction.atomic
def confirm_reset(*, reset: CredentialsReset, by: User, at: datetime) -> str:
    """Confirm a reset: the old password, codes and sessions end now; return the claim's other half.

    Earlier claims nobody took up lapse: none is left to take up once this one is. An account out of
    use is in use again, without any post. Raises: Refused.
    """
    seat = queries.acting(by, PostKind.OFFICE, at)
    row = _pending(reset)
    user = row.user
    if by.pk == user.pk:
        raise Refused("people.own_power", words.OWN_POWER)
    if by.pk == row.proposed_by_id:
        raise Refused("people.own_proposal", words.OWN_PROPOSAL)
    half, actor = _half(), seat.actor(by)
    withdraw_resets(user, actor, at, but=row)
    row.confirmed_by, row.confirmed_at, row.second_hash = by, at, _hash(half)
    row.save(update_fields=["confirmed_by", "confirmed_at", "second_hash"])
    user.set_unusable_password()
    user.is_active = user.is_active or row.enables
    user.save(update_fields=["password", "is_active"])
    forget_devices(user)
    verb = "people.account_enabled" if row.enables else "people.credentials_reset"
    text = words.ENABLED if row.enables else words.RESET_CONFIRMED
    append(verb, subject=f"user:{user.pk}", by=actor, at=at, title=text.format(name=user.name))
    return half


@transaction.atomic
def claim_reset(
    *, username: str, first: str, second: str, password: str, at: datetime
) -> tuple[TOTPDevice, list[str]]:
    """Take up a confirmed reset, once, with both halves; return the new device and recovery codes.

    Raises: Refused.
    """
    row = (
        CredentialsReset.objects.select_for_update()
        .filter(user__username=username, user__is_active=True, taken_at=None, withdrawn_at=None,
                confirmed_at__gt=at - rules.TAKE_UP)
        .order_by("-pk")
        .first()
    )  # fmt: skip
    if row is None or not (_fits(first, row.first_hash) and _fits(second, row.second_hash)):
        raise Refused("people.claim", words.CLAIM_WRONG)
    row.taken_at = at
    row.save(update_fields=["taken_at"])
    user = row.user
    change_password(user=user, password=password)
    device, codes = _new_device(user), _new_recovery(user)
    lift_lock(username=user.username)
    actor, title = Actor(user.pk, user.name, "", ""), words.RESET_TAKEN.format(name=user.name)
    append("people.credentials_reset", subject=f"user:{user.pk}", by=actor, at=at, title=title)
    return device, codes


# Recovery codes: a way back for who lost the phone, which no administrator holds


@transaction.atomic
def give_recovery_codes(*, user: User, at: datetime) -> list[str]:
    """Give a person ten codes, each good for one sign-in without the device; the old ones lapse.

    They are shown once and kept as hashes. Raises: Refused without a device.
    """
    if queries.device_of(user) is None:
        raise Refused("people.no_device", words.NO_RECOVERY)
    codes = _new_recovery(user)
    actor, title = Actor(user.pk, user.name, "", ""), words.RECOVERY_GIVEN.format(name=user.name)
    append("people.recovery_given", subject=f"user:{user.pk}", by=actor, at=at, title=title)
    return codes


@transaction.atomic
def rebind(*, user: User, at: datetime) -> tuple[TOTPDevice, list[str]]:
    """Bind a new device after signing in with a recovery code; return it and new codes.

    Raises: Refused for a session that no recovery code opened.
    """
    if not queries.in_recovery(user):
        raise Refused("people.recovery_only", words.RECOVERY_ONLY)
    device, codes = _new_device(user), _new_recovery(user)
    actor, title = Actor(user.pk, user.name, "", ""), words.REBOUND.format(name=user.name)
    append("people.credentials_reset", subject=f"user:{user.pk}", by=actor, at=at, title=title)
    return device, codes


def _new_recovery(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [_recovery_code() for _ in range(RECOVERY)]
    device.token_set.bulk_create(StaticToken(device=device, token=_kept(code)) for code in codes)
    return codes


def _recovery_code() -> str:
    digits = "".join(secrets.choice("0123456789") for _ in range(RECOVERY_DIGITS))
    return "-".join(digits[n : n + 4] for n in range(0, RECOVERY_DIGITS, 4))


def _kept(code: str) -> str:
    """Return what is kept of a recovery code: as much of its hash as the table takes, 96 bits."""
    digits = "".join(letter for letter in code if letter.isalnum())
    return urlsafe_b64encode(hashlib.sha256(digits.encode()).digest()[:12]).decode()


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
