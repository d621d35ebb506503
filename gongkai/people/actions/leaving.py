"""Somebody leaves: the account is put out of use, never deleted, and comes back by two people."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.law.refused import Refused
from gongkai.people import queries, words
from gongkai.people.actions.delegations import end_delegation
from gongkai.people.actions.groups import sync_groups
from gongkai.people.actions.holdings import end_holding
from gongkai.people.models import CredentialsReset, Delegation, Holding, PostKind, User
from gongkai.register.actions import append
from gongkai.register.rules import Actor


@transaction.atomic
def disable_user(*, user: User, reason: str, by: User, at: datetime) -> User:
    """Put an account out of use: posts, delegations, sessions, password and codes end now.

    Signatures keep the name and post of their day; drafts and cards stay with the posts, for the
    next holder. Coming back takes a proposal and a confirmation (propose_reset).
    Raises: Refused for oneself, an account disabled already, the disclosure office's last holder.
    """
    seat = queries.acting(by, PostKind.ADMIN, at)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.pk:
        raise Refused("people.own_account", words.OWN_ACCOUNT)
    if not user.is_active:
        raise Refused("people.disabled", words.IS_DISABLED.format(name=user.name))
    if not reason.strip():
        raise Refused("people.no_reason", words.NO_LEAVING_REASON)
    _end_powers(user, by, at)
    withdraw_resets(user, seat.actor(by), at)
    user.is_active, user.disabled_at = False, at
    user.set_unusable_password()  # a session hangs on it, and would live again with the account
    user.save(update_fields=["is_active", "disabled_at", "password"])
    forget_devices(user)
    sync_groups(user, at)
    title = words.DISABLED.format(name=user.name, reason=reason.strip())
    append("people.account_disabled", subject=f"user:{user.pk}", by=seat.actor(by), at=at,
           title=title)  # fmt: skip
    return user


def forget_devices(user: User) -> None:
    """Take away a person's code device and recovery codes."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def withdraw_resets(
    user: User, by: Actor, at: datetime, *, but: CredentialsReset | None = None
) -> None:
    """Withdraw every reset, but one, that a person has not taken up: its claim is worth nothing."""
    rows = CredentialsReset.objects.filter(user=user, taken_at=None, withdrawn_at=None)
    title = words.RESET_VOID.format(name=user.name)
    for row in rows.exclude(pk=but and but.pk):
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        append("people.credentials_reset_withdrawn", subject=f"user:{user.pk}", by=by, at=at,
               title=title)  # fmt: skip


def _end_powers(user: User, by: User, at: datetime) -> None:
    """End what a person holds, is proposed for, gave and took; each end is registered."""
    for delegation in Delegation.objects.unended(at).filter(Q(giver=user) | Q(taker=user)):
        end_delegation(delegation=delegation, by=by, at=at)
    for holding in Holding.objects.unended(at).filter(user=user):
        end_holding(holding=holding, by=by, at=at)
