"""Files at the desk: what they really are, and bodies that name them by hash."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from gongkai.checks.files import kind_of, safe_name
from gongkai.figures.queries import known_figures
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import content, rules, words
from gongkai.publishing.actions.binding import refuse_broken
from gongkai.publishing.models import Attachment, Disclosure, Picture


def keep_attachment(*, name: str, data: bytes, title: str, by: User | None) -> Attachment:
    """Keep an uploaded file after looking at what it really is. Raises: Refused."""
    refuse_broken(title)
    kind, name = kind_of(name, data), safe_name(name)
    row = Attachment(title=title or name, uploaded_by_user=by, file=ContentFile(data, name=name))
    describe(row, name=name, data=data, media_type=kind.media_type)
    row.save()
    return row


def keep_picture(*, name: str, data: bytes, title: str, by: User | None) -> Picture:
    """Keep an uploaded picture after looking at what it really is. Raises: Refused."""
    refuse_broken(title)
    kind, name = kind_of(name, data), safe_name(name)
    if not kind.is_image:
        raise Refused("file.image", words.NOT_PICTURE.format(name=name))
    row = Picture(title=title or name, uploaded_by_user=by,
                  file=ImageFile(ContentFile(data, name=name), name=name))  # fmt: skip
    describe(row, name=name, data=data, media_type=kind.media_type)
    row.save()
    return row


def describe(row: Attachment | Picture, *, name: str, data: bytes, media_type: str) -> None:
    """Write on a file's row what its bytes are."""
    row.sha256, row.file_name, row.media_type = rules.sha256(data), name, media_type
    row.file_size = len(data)


def set_body(page: Disclosure, blocks: Sequence[Mapping[str, Any]]) -> None:
    """Give a draft a body of canonical blocks. Raises: Refused; KeyError for an unknown file."""
    refuse_broken(list(blocks))
    pictures = dict(Picture.objects.order_by("pk").values_list("sha256", "pk"))
    documents = dict(Attachment.objects.order_by("pk").values_list("sha256", "pk"))
    vintages, series = known_figures(blocks)
    stream = [
        content.to_stream(dict(block), pictures=pictures, documents=documents, vintages=vintages,
                          series=series) for block in blocks
    ]  # fmt: skip
    page.body = page.body.stream_block.to_python(stream)
