"""From a case to the public, through the card: Art. 44, and exchanges of letters without names."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.casework import letters, queries, words
from gongkai.casework.models import Case
from gongkai.casework.rules import SUPPLIED, Kind, Letter
from gongkai.law.articles import Article
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Disclosure
from gongkai.register.actions import append


@transaction.atomic
def propose_disclosure(*, cases: Sequence[int], column: str, by: User, at: datetime) -> Disclosure:
    """Draft as proactive disclosure what several applicants were given; its card decides.

    Files that were given go with it, as given. Raises: Refused. Law: 条例第四十四条.
    """
    rows = list(Case.objects.filter(pk__in=cases, kind=Kind.REQUEST).order_by("pk"))
    law = queries.law("request.convert", at)
    if not rows or len(rows) != len(set(cases)) or any(row.outcome not in SUPPLIED for row in rows):
        raise Refused("convert.granted", words.PROPOSE_GRANTED, law)
    title = rows[0].title
    body = [{"type": "text", "html": letters.html([words.PROPOSED.format(title=title)])}]
    for file in {one.sha256: one for row in rows for one in queries.files_given(row)}.values():
        kept = publishing.keep_attachment(
            name=file.name, data=queries.file_bytes(file), title=file.name, by=by
        )
        body.append({"type": "attachment", "sha256": kept.sha256, "name": kept.file_name,
                     "title": kept.title, "size": kept.file_size,
                     "media_type": kept.media_type})  # fmt: skip
    page = publishing.draft(
        column=column, body=body, by=by, at=at, title=title, source_name=settings.BUREAU,
        summary=words.PROPOSED.format(title=title)[:100], formed_on=timezone.localdate(at),
    )  # fmt: skip
    for row in rows:
        _register("case.convert_drafted", row, page, by, at, law)
    return page


@transaction.atomic
def publish_exchange(*, case: int, column: str, by: User, at: datetime) -> Disclosure:
    """Draft a letter and its answer for the public, without names; its card decides.

    Raises: Refused — not answered, or without the consent of who wrote. Law: 个人信息保护法第二十五条.
    """
    row = Case.objects.filter(pk=case, kind=Kind.LETTER, outcome="answered").first()
    answer = row and row.documents.filter(kind=Letter.ANSWER).exclude(delivered_on=None).last()
    if not row or not answer:
        raise Refused("exchange.answered", words.EXCHANGE_ANSWERED)
    if not row.consent:
        raise Refused("exchange.consent", words.EXCHANGE_CONSENT,
                      queries.law("personal.publish", at))  # fmt: skip
    body = [
        {"type": "heading", "text": words.EXCHANGE_LETTER},
        {"type": "text", "html": letters.html([row.text])},
        {"type": "heading", "text": words.EXCHANGE_ANSWER},
        *answer.content["body"],
    ]
    page = publishing.draft(
        column=column, body=body, by=by, at=at, title=row.title, source_name=settings.BUREAU,
        summary=row.title[:100], formed_on=answer.delivered_on,
    )  # fmt: skip
    row.public_id = page.public_id
    row.save(update_fields=["public_id"])
    _register("case.exchange_drafted", row, page, by, at, None)
    return page


def _register(
    verb: str, row: Case, page: Disclosure, by: User, at: datetime, law: Article | None
) -> None:
    seat = queries.handling_seat(row, by, at)
    append(verb, subject=f"case:{row.number}", by=seat.actor(by), at=at,
           title=words.KIND[Kind(row.kind)], department=str(row.department or ""), article=law,
           detail={"draft": page.public_id})  # fmt: skip
