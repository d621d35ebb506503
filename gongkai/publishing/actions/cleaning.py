"""A clean copy in place of a draft's file (清理副本): what is hidden in it goes, what is seen stays."""

from datetime import datetime

from django.db import transaction

from gongkai.checks import hidden
from gongkai.checks.apart import apart
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import content, queries, words
from gongkai.publishing.actions.binding import void_if_changed
from gongkai.publishing.actions.check import MEMORY, SECONDS, read_files
from gongkai.publishing.actions.media import keep_attachment, keep_picture
from gongkai.publishing.models import Disclosure

CHOSEN = {"attachment": "document", "image": "image"}


@transaction.atomic
def use_clean_copy(*, page: Disclosure, sha256: str, by: User, at: datetime) -> Disclosure:
    """Put a clean copy of a file in its place in a draft; signatures over the draft are void.

    The file as it was stays at the desk, in no text. Raises: Refused — not the drafting section, no
    such file, one that can't be cleaned without changing what a reader sees.
    """
    if queries.editor_seat(by, at, page.post) is None:
        raise Refused("draft.post", words.NOT_AUTHOR)
    draft = queries.latest(page)
    row, data = read_files(content.disclosure(draft)).get(sha256, (None, b""))
    if row is None:
        raise Refused("clean.none", words.CLEAN_NONE)
    cleaned = apart(hidden.clean, row.file_name, data, seconds=SECONDS, memory=MEMORY)
    if cleaned == data:
        raise Refused("clean.none", words.CLEAN_NOTHING)
    for child in draft.body:
        name = CHOSEN.get(child.block_type)
        old = child.value[name] if name else None
        if old is not None and old.sha256 == sha256:
            keep = keep_picture if name == "image" else keep_attachment
            child.value[name] = keep(name=old.file_name, data=cleaned, title=old.title, by=by)
    draft.save()
    draft.save_revision(user=by, clean=False)
    void_if_changed(page=draft, by=by, at=at)
    return draft
