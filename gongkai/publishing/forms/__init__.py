"""Shapes of input: the draft in the editor, uploads, and the desk's own forms."""

from gongkai.publishing.forms.card import (
    ChangeForm,
    DecisionForm,
    PaperForm,
    ReaderForm,
    ReasonForm,
    SubmitForm,
    UrgentForm,
    WaiverForm,
)
from gongkai.publishing.forms.draft import AttachmentForm, DisclosureForm, PictureForm
from gongkai.publishing.forms.holidays import HolidayForm
from gongkai.publishing.forms.importing import ImportForm
from gongkai.publishing.forms.lists import WordForm
from gongkai.publishing.forms.office import ColumnForm, DutyForm, RouteForm
from gongkai.publishing.forms.site import (
    CloseForm,
    MoveForm,
    ProfileForm,
    RefileForm,
    SiteForm,
)

__all__ = [
    "AttachmentForm",
    "ChangeForm",
    "CloseForm",
    "ColumnForm",
    "DecisionForm",
    "DisclosureForm",
    "DutyForm",
    "HolidayForm",
    "ImportForm",
    "MoveForm",
    "PaperForm",
    "PictureForm",
    "ProfileForm",
    "ReaderForm",
    "ReasonForm",
    "RefileForm",
    "RouteForm",
    "SiteForm",
    "SubmitForm",
    "UrgentForm",
    "WaiverForm",
    "WordForm",
]
