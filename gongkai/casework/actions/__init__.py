"""What the room does. One verb, one function, one transaction, one entry."""

from gongkai.casework.actions.case import open_case, renew_code, void_fact
from gongkai.casework.actions.confirming import (
    confirm_proposal,
    propose_withdrawal,
    replace_receipt,
)
from gongkai.casework.actions.desk import end_calendar, make_calendar, remind
from gongkai.casework.actions.disputes import answer_dispute, close_dispute, open_dispute, reopen
from gongkai.casework.actions.documents import (
    deliver,
    draft_document,
    revise_document,
    submit_document,
)
from gongkai.casework.actions.files import add_file, show_proof, sweep
from gongkai.casework.actions.handling import (
    archive,
    assign,
    confirm_receipt,
    convert,
    exempt,
    hand_back,
    note,
    offer_shown,
    offer_taken,
    rate,
    receive_reasons,
    record_search,
    register_case,
    show_identity,
)
from gongkai.casework.actions.keeping import catch_up, destroy, end_topic, rederive, set_topic
from gongkai.casework.actions.parts import decide_part, drop_part, redact_part
from gongkai.casework.actions.public import sweep_held
from gongkai.casework.actions.publishing import propose_disclosure, publish_exchange
from gongkai.casework.actions.waiting import (
    close_unanswered,
    end_consult,
    receive_correction,
    receive_fee,
)
from gongkai.casework.actions.withheld import end_withheld, enter_withheld, review_withheld

__all__ = [
    "add_file",
    "answer_dispute",
    "archive",
    "assign",
    "catch_up",
    "close_dispute",
    "close_unanswered",
    "confirm_proposal",
    "confirm_receipt",
    "convert",
    "decide_part",
    "deliver",
    "destroy",
    "draft_document",
    "drop_part",
    "end_calendar",
    "end_consult",
    "end_topic",
    "end_withheld",
    "enter_withheld",
    "exempt",
    "hand_back",
    "make_calendar",
    "note",
    "offer_shown",
    "offer_taken",
    "open_case",
    "open_dispute",
    "propose_disclosure",
    "propose_withdrawal",
    "publish_exchange",
    "rate",
    "receive_correction",
    "receive_fee",
    "receive_reasons",
    "record_search",
    "redact_part",
    "rederive",
    "register_case",
    "remind",
    "renew_code",
    "reopen",
    "replace_receipt",
    "review_withheld",
    "revise_document",
    "set_topic",
    "show_identity",
    "show_proof",
    "submit_document",
    "sweep",
    "sweep_held",
    "void_fact",
]
