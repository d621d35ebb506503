"""What the room does. One verb, one function, one transaction, one entry."""

from gongkai.publishing.actions.binding import void_if_changed
from gongkai.publishing.actions.card import refer, send_back, sign, submit, withdraw
from gongkai.publishing.actions.change import ask_change, resubmit_change
from gongkai.publishing.actions.check import examined, findings_of, hold, live_findings, recheck
from gongkai.publishing.actions.cleaning import use_clean_copy
from gongkai.publishing.actions.column import (
    add_column,
    change_column,
    close_column,
    move_column,
    reopen_column,
)
from gongkai.publishing.actions.desk import open_desk
from gongkai.publishing.actions.document import forget_document, submit_document
from gongkai.publishing.actions.draft import draft, own_draft, refile, refuse_secret, revise
from gongkai.publishing.actions.holidays import announce_holidays, propose_holidays
from gongkai.publishing.actions.importing import import_draft
from gongkai.publishing.actions.lists import add_word, end_word
from gongkai.publishing.actions.media import keep_attachment, keep_picture
from gongkai.publishing.actions.paper import confirm_paper, enter_paper
from gongkai.publishing.actions.readers import end_reader, enter_reading, name_reader
from gongkai.publishing.actions.release import (
    arm,
    claim,
    draw_index_numbers,
    note_all_shown,
    release,
)
from gongkai.publishing.actions.responsibility import end_duty, set_duty, set_route
from gongkai.publishing.actions.site import approve_site, change_profile, fault_text
from gongkai.publishing.actions.takedown import note_taken_down, take_down_urgently
from gongkai.publishing.actions.waivers import waive

__all__ = [
    "add_column",
    "add_word",
    "announce_holidays",
    "approve_site",
    "arm",
    "ask_change",
    "change_column",
    "change_profile",
    "claim",
    "close_column",
    "confirm_paper",
    "draft",
    "draw_index_numbers",
    "end_duty",
    "end_reader",
    "end_word",
    "enter_paper",
    "enter_reading",
    "examined",
    "fault_text",
    "findings_of",
    "forget_document",
    "hold",
    "import_draft",
    "keep_attachment",
    "keep_picture",
    "live_findings",
    "move_column",
    "name_reader",
    "note_all_shown",
    "note_taken_down",
    "open_desk",
    "own_draft",
    "propose_holidays",
    "recheck",
    "refer",
    "refile",
    "refuse_secret",
    "release",
    "reopen_column",
    "resubmit_change",
    "revise",
    "send_back",
    "set_duty",
    "set_route",
    "sign",
    "submit",
    "submit_document",
    "take_down_urgently",
    "use_clean_copy",
    "void_if_changed",
    "waive",
    "withdraw",
]
