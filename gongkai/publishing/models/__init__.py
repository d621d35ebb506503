"""Columns and drafts (Wagtail pages nobody outside ever reads), cards, signatures, editions."""

from gongkai.publishing.models.card import ApprovalCard, Decision, Referral, Signature, Work
from gongkai.publishing.models.check import ListedWord, Waiver
from gongkai.publishing.models.draft import Column, Disclosure, SourceKind
from gongkai.publishing.models.edition import Change, Edition, IndexNumber
from gongkai.publishing.models.holidays import HolidayNotice
from gongkai.publishing.models.media import Attachment, MediaFile, Picture, Rendition
from gongkai.publishing.models.quote import Quote
from gongkai.publishing.models.reader import Reader
from gongkai.publishing.models.responsibility import Duty, RouteTable
from gongkai.publishing.models.site import Profile
from gongkai.publishing.models.sketch import Band, Sketch

__all__ = [
    "ApprovalCard",
    "Attachment",
    "Band",
    "Change",
    "Column",
    "Decision",
    "Disclosure",
    "Duty",
    "Edition",
    "HolidayNotice",
    "IndexNumber",
    "ListedWord",
    "MediaFile",
    "Picture",
    "Profile",
    "Quote",
    "Reader",
    "Referral",
    "Rendition",
    "RouteTable",
    "Signature",
    "Sketch",
    "SourceKind",
    "Waiver",
    "Work",
]
