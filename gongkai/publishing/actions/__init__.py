"""What the room does. One verb, one function, one transaction, one entry."""

from gongkai.publishing.actions.binding import void_if_changed
from gongkai.publishing.actions.card import refer, send_back, sign, submit, withdraw
from gongkai.publishing.actions.change import approve_columns, ask_change, resubmit_change
from gongkai.publishing.actions.check import findings_of, recheck
from gongkai.publishing.actions.column import add_column, change_column
from gongkai.publishing.actions.desk import open_desk
from gongkai.publishing.actions.draft import draft, own_draft, refuse_secret, revise
from gongkai.publishing.actions.media import keep_attachment, keep_picture
from gongkai.publishing.actions.paper import confirm_paper, enter_paper
from gongkai.publishing.actions.release import arm, claim, draw_index_numbers, release
from gongkai.publishing.actions.responsibility import end_duty, set_duty, set_route
from gongkai.publishing.actions.takedown import note_taken_down, take_down_urgently

__all__ = [
    "add_column",
    "approve_columns",
    "arm",
    "ask_change",
    "change_column",
    "claim",
    "confirm_paper",
    "draft",
    "draw_index_numbers",
    "end_duty",
    "enter_paper",
    "findings_of",
    "keep_attachment",
    "keep_picture",
    "note_taken_down",
    "open_desk",
    "own_draft",
    "recheck",
    "refer",
    "refuse_secret",
    "release",
    "resubmit_change",
    "revise",
    "send_back",
    "set_duty",
    "set_route",
    "sign",
    "submit",
    "take_down_urgently",
    "void_if_changed",
    "withdraw",
]
