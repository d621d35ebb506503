"""Documents of a case on the approval card: signed like what is published, sent to one person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import Department, PostKind, User
from gongkai.people.queries import Seat, seats
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.binding import JSON, hand_in, locked, open_new, refuse_broken
from gongkai.publishing.actions.check import Findings, check, refuse_blocked
from gongkai.publishing.models import ApprovalCard, Signature, Work
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.actions import keep

KIND = "document"
READ = frozenset({"secrecy", "characters", "personal", "wording", "file"})  # checks of a document
File = tuple[str, str, bytes]  # name, format, bytes


@transaction.atomic
def submit_document(
    *, document: str, found: Mapping[str, Any], route: str, department: Department,
    by: User, at: datetime, comment: str = "", files: Sequence[File] = (),
    contributors: Iterable[int] = (), about: str = "",
) -> ApprovalCard:  # fmt: skip
    """Hand a document of a case in: check it, freeze it, sign it as its author, pass it on.

    Shape: document is a name of the caller's ("d12"); found is canonical content of kind
    "document" (docs/content.md); route is one of words.CASE_ROUTE. The last signature ends the
    card: nothing goes to the public. Files go with the document: they are read by the checks and
    bound by their hash in found["files"], not kept here. contributors: who else had a hand in it, and
    so does not sign it. about: which case, for who looks at a list of cards; it is not registered and
    goes with the document. Raises: Refused — not a drafting post, a card already with a
    reviewer, findings that block.
    Law: review before supply (条例第十七条; 2008: 第四条).
    """
    refuse_broken(found)
    stages = queries.route_of(route, at)
    card = queries.open_card(KIND, document)
    if card is not None:
        card = locked(card.pk)
        if card.step != Step.DRAFT:
            raise Refused("card.open", words.OPEN_CARD.format(no=card.number))
        stages, department = queries.read_route(card.stages), card.department
    seat = _author_seat(stages[0], department, by, at)
    findings = _findings(found, files, at)
    refuse_blocked(findings, stages)
    sha256 = keep(rules.canonical(found), media_type=JSON)
    if card is None:
        card = open_new(purpose=Purpose.DOCUMENT, title=found["title"], column=rules.CASES, by=by, at=at,
                        department=department, route=stages, seat=seat)  # fmt: skip
    had = {*card.request.get("contributors", ()), *contributors}
    card.request = {**card.request, "contributors": sorted(had), "about": about}
    return hand_in(card, [(KIND, document, sha256, 0)], seat=seat, by=by, at=at, comment=comment,
                   findings=findings)  # fmt: skip


@transaction.atomic
def forget_document(document: str) -> set[str]:
    """Empty what was said on the cards of a document that is being destroyed; return their snapshots.

    Who decided what and when stays, with the hashes; the caller erases the snapshots, scans included.
    """
    cards = ApprovalCard.objects.about(KIND, document)
    signed = Signature.objects.filter(card__in=cards.values("pk"))
    kept = {*signed.values_list("content", flat=True), *signed.values_list("paper", flat=True)}
    kept.update(Work.objects.filter(card__in=cards.values("pk")).values_list("sha256", flat=True))
    signed.update(comment="")
    for card in cards:
        card.request = {**card.request, "about": ""}
        card.save(update_fields=["request"])
    return kept - {""}


def _findings(found: Mapping[str, Any], files: Sequence[File], at: datetime) -> Findings:
    """Return what the checks find in a document and in what goes with it."""
    read = {rules.sha256(data): data for _, _, data in files}
    blocks = [
        {"type": "attachment", "sha256": rules.sha256(data), "name": name, "title": name,
         "size": len(data), "media_type": media_type}
        for name, media_type, data in files
    ]  # fmt: skip
    content = {**found, "body": [*found["body"], *blocks]}
    return [one for one in check(content, read, at) if one["rule"].partition(".")[0] in READ]


def _author_seat(stage: rules.Stage, department: Department, by: User, at: datetime) -> Seat:
    """Return the seat in which a person drafts for a department; the office drafts for any."""
    mine = seats(by, at)
    for seat in mine:
        if seat.kind == stage.post and (not stage.own or seat.department == department):
            return seat
    for seat in mine:
        if seat.kind == PostKind.OFFICE:
            return seat
    raise Refused("document.post", words.NOT_DRAFTER.format(department=department))
