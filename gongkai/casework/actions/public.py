"""What a citizen does at the counter: ask, with a proof of who asks."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongkai.casework.actions.case import open_case
from gongkai.casework.actions.files import keep_file
from gongkai.casework.models import Case
from gongkai.casework.rules import Kind
from gongkai.law.clock import Channel


@transaction.atomic
def ask(
    *, applicant: str, identity: Mapping[str, str], title: str, text: str, form: str, way: str,
    help_needed: bool, proof: tuple[str, bytes], at: datetime,
) -> tuple[Case, str]:  # fmt: skip
    """Take a request with the proof of who asks; both are kept, or neither. Raises: Refused.

    Shape: proof is a file's name and bytes. Law: 条例第二十九条.
    """
    case, code = open_case(
        kind=Kind.REQUEST, channel=Channel.INTERNET, applicant=applicant, identity=identity,
        title=title, text=text, form=form, way=way, help_needed=help_needed, at=at,
    )  # fmt: skip
    name, data = proof
    keep_file(case, "identity", name, data, at=at, by=None)
    return case, code
