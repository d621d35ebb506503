"""Shape of what is entered over cases; which acts and documents a kind of case has."""

from gongkai.casework.forms.acts import (
    HANDLERS,
    OFFICE,
    ActForm,
    AnswerDisputeForm,
    ArchiveForm,
    AssignForm,
    CloseDisputeForm,
    ConfirmReceiptForm,
    ConvertForm,
    CorrectedForm,
    DiscloseForm,
    DisputeForm,
    EndConsultForm,
    ExchangeForm,
    ExemptForm,
    FeePaidForm,
    FileForm,
    HandBackForm,
    NoteForm,
    ReasonsForm,
    ReopenForm,
    SearchForm,
    UnansweredForm,
    VoidForm,
)
from gongkai.casework.forms.choices import (
    AFTERWARDS,
    ARCHIVED_BEFORE,
    ASK_REASONS,
    ASK_THIRD_PARTY,
    DOCUMENTS,
    GROUPS,
    HANDLING,
    IDENTITY_LABEL,
    NO_DECISION,
    NO_PAIR,
    NOT_OVER,
    RECEIPT_RULE,
    SHOWN,
)
from gongkai.casework.forms.confirming import ConfirmForm, ReceiptAnewForm, WithdrawalForm
from gongkai.casework.forms.documents import (
    DeliverForm,
    DraftForm,
    HandInForm,
    ResultForm,
    initial_of,
)
from gongkai.casework.forms.keeping import (
    DestroyForm,
    RateWindowForm,
    ReviewForm,
    TopicForm,
    WithheldForm,
)
from gongkai.casework.forms.parts import PartForm, RedactPdfForm, RedactSheetForm
from gongkai.casework.forms.register import RegisterForm
from gongkai.casework.rules import NOTICE, ROUTE_OF, Kind, Letter, Own
from gongkai.law.clock import Event

# In the order in which a case meets them.
ACTS: dict[str, type[ActForm]] = {
    "receipt": ConfirmReceiptForm,
    "confirm": ConfirmForm,
    "assign": AssignForm,
    "search": SearchForm,
    "part": PartForm,
    "corrected": CorrectedForm,
    "reasons": ReasonsForm,
    "consulted": EndConsultForm,
    "exempt": ExemptForm,
    "paid": FeePaidForm,
    "note": NoteForm,
    "file": FileForm,
    "unanswered": UnansweredForm,
    "withdrawn": WithdrawalForm,
    "receipt_anew": ReceiptAnewForm,
    "return": HandBackForm,
    "convert": ConvertForm,
    "exchange": ExchangeForm,
    "disclose": DiscloseForm,
    "archive": ArchiveForm,
    "dispute": DisputeForm,
    "reopen": ReopenForm,
}
ACTS_OF = {
    **dict.fromkeys(
        ("search", "part", "corrected", "reasons", "consulted", "exempt", "paid", "unanswered",
         "withdrawn", "dispute", "reopen", "disclose"), Kind.REQUEST),
    **dict.fromkeys(("return", "exchange"), Kind.LETTER),
}  # fmt: skip
AFTER = frozenset(
    {"archive", "convert", "reopen", "exchange", "disclose"}
)  # mostly of a case that is over
ANY_TIME = frozenset({"dispute"})

DRAFTS: dict[Kind, tuple[Letter, ...]] = {
    Kind.REQUEST: (
        Letter.REPLY, Letter.RECEIPT, Letter.CORRECTION, Letter.REASONS, Letter.CONSULT,
        Letter.CONSULT_TOLD, Letter.OVERRULED, Letter.JOINT, Letter.AGENCY, Letter.ASSIST, Letter.FEE,
        Letter.EXTENSION, Letter.DELAY,
    ),
    Kind.LETTER: (Letter.ANSWER,),
    Kind.RECORD: (Letter.RECORD,),
}  # fmt: skip
LAW_OF = {
    Letter.RECEIPT: "request.receipt",
    Letter.CORRECTION: "request.correct",
    Letter.REASONS: "request.excess",
    Letter.EXTENSION: "request.extend",
    Letter.DELAY: "request.excess",
    Letter.CONSULT: "consult.third_party",
    Letter.CONSULT_TOLD: "consult.third_party",
    Letter.OVERRULED: "consult.third_party",
    Letter.JOINT: "consult.joint",
    Letter.AGENCY: "consult.other",
    Letter.FEE: "request.fee",
    Letter.REPLY: "request.reply",
    Letter.RECORD: "request.own",
}
# What must have happened before a document makes sense, beside what its own fact needs.
NEEDS: dict[Letter, str] = {
    Letter.CONSULT_TOLD: Event.CONSULTED,
    Letter.OVERRULED: Event.CONSULTED,
    Letter.DELAY: Own.REASONS_GIVEN,
}
NEEDED = {
    Letter.CONSULT_TOLD: ASK_THIRD_PARTY,
    Letter.OVERRULED: ASK_THIRD_PARTY,
    Letter.DELAY: ASK_REASONS,
}
LAST = frozenset(
    {
        "unanswered",
        "withdrawn",
        "receipt_anew",
        "return",
        "convert",
        "exchange",
        "disclose",
        "archive",
        "dispute",
        "reopen",
    }
)


def posts_of(letter: Letter) -> frozenset[str]:
    """Return who drafts a document: a notice the office, a reply whoever handles the case."""
    return OFFICE if ROUTE_OF.get(letter, NOTICE) == NOTICE else HANDLERS


def group_of(act: str) -> str:
    """Return under which heading an act stands."""
    return AFTERWARDS if act in LAST else HANDLING


__all__ = [
    "ACTS", "ACTS_OF", "AFTER", "ANY_TIME", "ARCHIVED_BEFORE", "DOCUMENTS", "DRAFTS", "GROUPS",
    "HANDLERS", "IDENTITY_LABEL", "LAW_OF", "NEEDED", "NEEDS", "NOT_OVER", "NO_DECISION",
    "NO_PAIR", "OFFICE", "RECEIPT_RULE", "SHOWN", "ActForm", "AnswerDisputeForm",
    "ArchiveForm", "AssignForm", "CloseDisputeForm", "ConfirmForm", "ConfirmReceiptForm", "ConvertForm",
    "CorrectedForm", "DeliverForm", "DestroyForm", "DiscloseForm", "DisputeForm", "DraftForm",
    "EndConsultForm", "ExchangeForm", "ExemptForm", "FeePaidForm", "FileForm", "HandBackForm",
    "HandInForm", "NoteForm", "PartForm", "RateWindowForm", "ReasonsForm", "ReceiptAnewForm", "RedactPdfForm",
    "RedactSheetForm", "RegisterForm", "ReopenForm", "ResultForm", "ReviewForm", "SearchForm",
    "TopicForm", "UnansweredForm", "VoidForm", "WithdrawalForm", "WithheldForm", "group_of", "initial_of",
    "posts_of",
]  # fmt: skip
