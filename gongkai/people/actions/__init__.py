"""What people do about people. One function a verb; each that changes a power is registered."""

from gongkai.people.actions.accounts import (
    accept_code,
    add_user,
    change_password,
    claim_reset,
    confirm_reset,
    give_recovery_codes,
    install_device,
    lock_out,
    propose_reset,
    rebind,
    set_email,
    sign_in,
    withdraw_reset,
)
from gongkai.people.actions.delegations import delegate, end_delegation
from gongkai.people.actions.groups import sync_groups
from gongkai.people.actions.holdings import (
    add_department,
    add_post,
    confirm_holding,
    end_holding,
    install_holding,
    propose_holding,
    transfer,
)
from gongkai.people.actions.leaving import disable_user
from gongkai.people.actions.structure import set_up_department, set_up_post

__all__ = [
    "accept_code",
    "add_department",
    "add_post",
    "add_user",
    "change_password",
    "claim_reset",
    "confirm_holding",
    "confirm_reset",
    "delegate",
    "disable_user",
    "end_delegation",
    "end_holding",
    "give_recovery_codes",
    "install_device",
    "install_holding",
    "lock_out",
    "propose_holding",
    "propose_reset",
    "rebind",
    "set_email",
    "set_up_department",
    "set_up_post",
    "sign_in",
    "sync_groups",
    "transfer",
    "withdraw_reset",
]
