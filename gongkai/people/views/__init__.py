"""The edge of the room: signing in, and the pages of posts and people."""

from gongkai.people.views.people import (
    add_user,
    confirm_holding,
    confirm_reset,
    confirmations,
    delegate,
    end_delegation,
    end_holding,
    overview,
    propose_holding,
    propose_reset,
    transfer,
    user,
    users,
)
from gongkai.people.views.sign_in import Login, Logout, Password, claim, locked_out
from gongkai.people.views.structure import add_department, add_post

__all__ = [
    "Login",
    "Logout",
    "Password",
    "add_department",
    "add_post",
    "add_user",
    "claim",
    "confirm_holding",
    "confirm_reset",
    "confirmations",
    "delegate",
    "end_delegation",
    "end_holding",
    "locked_out",
    "overview",
    "propose_holding",
    "propose_reset",
    "transfer",
    "user",
    "users",
]
