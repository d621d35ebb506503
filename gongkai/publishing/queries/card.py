"""Cards: who may act on one, who wrote what is in it, which wait for whom."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Revision

from gongkai.figures.models import Vintage
from gongkai.people.models import Holding, Post, PostKind, User
from gongkai.people.queries import Seat, seats
from gongkai.publishing import content, rules
from gongkai.publishing.models import (
    ApprovalCard,
    Attachment,
    Decision,
    Disclosure,
    Picture,
    Reader,
    Signature,
    Work,
)
from gongkai.publishing.queries.edition import known_content
from gongkai.publishing.queries.responsibility import duty_posts, read_route
from gongkai.publishing.rules import IN_REVIEW, Purpose, Step
from gongkai.register.models import Entry

FILLED = ("vintage.drafted", "vintage.filled", "vintage.gate", "vintage.consent_entered")
DOCUMENT_DRAFTED = "document.drafted"
DRAFTED = {"columns": "column.drafted", "profile": "profile.drafted"}


def open_card(kind: str, object_id: object) -> ApprovalCard | None:
    """Return the card under way about a work, if any."""
    return ApprovalCard.objects.open().about(kind, object_id).first()


def busy_card(page: object) -> ApprovalCard | None:
    """Return the card that must be out of the way before anything else is asked of a disclosure.

    The card that follows an urgent takedown stands in nobody's way.
    """
    about = Q(works__kind__in=["disclosure", "change"], works__object_id=str(page))
    rows = ApprovalCard.objects.filter(about, step__in=rules.BUSY)
    return rows.exclude(purpose=Purpose.URGENT).order_by("pk").first()


def sent_back(page: object) -> Signature | None:
    """Return who sent a draft back, and why, while it lies with its author."""
    card = busy_card(page)
    if card is None or card.step != Step.DRAFT:
        return None
    last = card.signatures.filter(round=card.round).last()
    return last if last and last.decision == Decision.SEND_BACK else None


def page_of(card: ApprovalCard) -> Disclosure | None:
    """Return the draft a card is about, if there still is one."""
    work = card.works.exclude(kind__in=["columns", "vintage"]).first()
    if work is not None and work.object_id.isdigit():
        return Disclosure.objects.filter(pk=int(work.object_id)).first()
    return Disclosure.objects.filter(public_id=card.request.get("public_id", "")).first()


def seats_for(
    card: ApprovalCard,
    user: User,
    at: datetime,
    step: str | None = None,
    among: Sequence[Seat] | None = None,
) -> list[Seat]:
    """Return the seats in which a person may act at a card's step, own posts first."""
    step = step or card.step
    if step not in rules.OPEN:
        return []
    stage = rules.stage_of(read_route(card.stages), Step(step))
    mine = [
        seat
        for seat in (seats(user, at) if among is None else among)
        if seat.kind == stage.post and (not stage.own or seat.department.pk == card.department_id)
    ]
    named = duty_posts(card.column, step, at) if mine else []
    return [seat for seat in mine if not named or seat.post.pk in named]


def whose_step(card: ApprovalCard, at: datetime) -> str:
    """Return who signs a card's step, in words: the posts named for its column, else the kind."""
    named = Post.objects.filter(pk__in=duty_posts(card.column, card.step, at))
    stage = rules.stage_of(read_route(card.stages), Step(card.step))
    return "、".join(map(str, named)) or PostKind(stage.post).label


def contributors(card: ApprovalCard) -> frozenset[int]:
    """Return everybody who had a hand in a card's works since they were last published.

    Who opened or submitted the card, and whoever they did it for; who saved the draft; who
    uploaded a file in it; for the site's frame, who drafted columns or the profile; for a document
    of a case, whom its room names.
    """
    found = {card.opened_by_id, *card.request.get("contributors", ())}
    submitted = card.signatures.filter(decision=Decision.SUBMIT)
    for row in submitted.values_list("user_id", "holder_id"):
        found.update(row)
    for work in card.works.all():
        if work.kind == "disclosure":
            found |= _revisers(card, work) | _uploaders(work)
        elif work.kind in DRAFTED:
            found |= _frame_drafters(card, work.kind)
        elif work.kind == "vintage":
            found |= _actors(Entry.objects.of(*FILLED).about(f"vintage:{work.object_id}"))
        elif work.kind == "document":
            found |= _actors(Entry.objects.of(DOCUMENT_DRAFTED).about(f"document:{work.object_id}"))
    return frozenset(found)


def _revisers(card: ApprovalCard, work: Work) -> set[int]:
    """Return who saved the draft after what was last published, up to what the card binds."""
    published = Work.objects.filter(
        kind="disclosure", object_id=work.object_id, card__step__in=rules.COMPLETE
    ).exclude(card=card)
    since = published.aggregate(last=Max("revision"))["last"] or 0
    rows = Revision.objects.filter(
        object_id=work.object_id, base_content_type__app_label="wagtailcore",
        pk__gt=since, pk__lte=work.revision,
    )  # fmt: skip
    return set(rows.exclude(user=None).values_list("user_id", flat=True))


def _uploaders(work: Work) -> set[int]:
    found: set[int] = set()
    bound = known_content(work.sha256)
    for model in (Attachment, Picture) if bound else ():
        rows = model.objects.filter(sha256__in=list(content.files(bound)))
        rows = rows.exclude(uploaded_by_user=None)
        found |= set(rows.values_list("uploaded_by_user_id", flat=True))
    return found


def _frame_drafters(card: ApprovalCard, kind: str) -> set[int]:
    """Return who drafted columns, or the profile, since what another card last handed in of them.

    Counted from that handing in, not from its signing: what was drafted in between is in this card.
    """
    others = ApprovalCard.objects.complete().about(kind, "site").exclude(pk=card.pk)
    handed_in = Entry.objects.of("card.submitted").filter(
        subject__in=[f"card:{number}" for number in others.values_list("number", flat=True)]
    )
    since = handed_in.aggregate(last=Max("seq"))["last"] or 0
    return _actors(Entry.objects.of(DRAFTED[kind]).filter(seq__gt=since))


def _actors(entries: QuerySet[Entry]) -> set[int]:
    """Return who did some acts, and for whom, as the register says; an emptied entry names nobody."""
    found = [json.loads(entry.payload.body) for entry in entries.select_related("payload")
             if entry.payload.body]  # fmt: skip
    users = {one["actor"]["user"] for one in found}
    return users.union(one["detail"].get("holder") for one in found) - {None}


def readable_cards(user: User, at: datetime) -> QuerySet[ApprovalCard]:
    """Return the cards a person may read: all that lead to the public; documents by need.

    A document of a case is read by who signs such documents, by its own section's editors, and by
    who opened or signed it; not by other sections (decision 0014). Figures that are not public yet
    are read by their own section, by who signs for the house, and by who was named to read them
    (统计法实施条例第二十八条): who has left the section or holds no post any more reads them no more.
    """
    mine = seats(user, at)
    rows = ApprovalCard.objects.all() if mine else ApprovalCard.objects.none()
    own = _own_sections(mine)
    signed = Signature.objects.filter(user=user).values("card")
    near = Q(department__in=own) | Q(opened_by=user) | Q(pk__in=signed)
    if not any(seat.kind in rules.HOUSE_SIGNERS for seat in mine):
        held = Holding.objects.in_force(at).filter(user=user).values("post")
        named = Reader.objects.filter(
            user=user, ended_at=None, since__lte=at, post__in=held
        ).values("card")
        rows = rows.filter(~_kept_back() | Q(department__in=own) | Q(pk__in=named))
    if not any(seat.kind in rules.DOCUMENT_READERS for seat in mine):
        rows = rows.filter(~Q(purpose=Purpose.DOCUMENT) | near)
    return rows


def _own_sections(mine: Sequence[Seat]) -> set[int]:
    return {seat.department.pk for seat in mine if seat.kind in {PostKind.EDITOR, PostKind.HEAD}}


def _kept_back() -> Q:
    """Return what finds cards whose figures are not public."""
    carrying = Work.objects.filter(kind="vintage").values("card")
    return Q(pk__in=carrying) & ~Q(step=Step.RELEASED)


def is_kept_back(card: ApprovalCard) -> bool:
    """Say whether a card carries figures that are not public yet."""
    return ApprovalCard.objects.filter(_kept_back(), pk=card.pk).exists()


def reads_draft(user: User, page: Disclosure, draft: Disclosure, at: datetime) -> bool:
    """Say whether a person may read a draft's text: one that carries waiting figures as its card."""
    carried = content.vintages({"body": content.body(draft.body)})
    if not Vintage.objects.drafts().filter(sha256__in=carried).exists():
        return True
    mine = seats(user, at)
    if any(seat.kind in rules.HOUSE_SIGNERS for seat in mine):
        return True
    card = busy_card(page.pk)
    if card is not None and readable_cards(user, at).filter(pk=card.pk).exists():
        return True
    return page.post is not None and page.post.department_id in _own_sections(mine)


def possible_readers(at: datetime) -> QuerySet[User]:
    """Return the people who hold a post now: whoever may be named to read."""
    held = Holding.objects.in_force(at).exclude(post__kind=PostKind.ADMIN)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def early_readings(card: ApprovalCard) -> list[tuple[str, int]]:
    """Return by which posts a card's figures were opened before they were public, and how often."""
    rows = Entry.objects.of("card.read_early").about(f"card:{card.number}")
    return sorted(Counter(rows.values_list("payload__actor_post", flat=True)).items())


def signed_this_round(card: ApprovalCard) -> QuerySet[Signature]:
    """Return the decisions that count: of this round. A round binds one content, moment, route."""
    return card.signatures.filter(round=card.round)


def signers(card: ApprovalCard) -> frozenset[int]:
    """Return everybody who has signed a review step of this round, in person or for another."""
    rows = signed_this_round(card).filter(decision=Decision.SIGN)
    return frozenset(pk for row in rows.values_list("user_id", "holder_id") for pk in row)


def waiting_for(user: User, at: datetime) -> list[ApprovalCard]:
    """Return the cards a person may sign now, oldest first."""
    mine = seats(user, at)
    rows = ApprovalCard.objects.filter(step__in=IN_REVIEW).order_by("opened_at", "pk")
    return [card for card in rows if mine and _may_sign(card, user, at, mine)]


def _may_sign(card: ApprovalCard, user: User, at: datetime, mine: Sequence[Seat]) -> bool:
    options = seats_for(card, user, at, among=mine)
    if not options:
        return False
    wrote, signed = contributors(card), signers(card)
    return any(
        not rules.may_sign(person=user.pk, holder=seat.holder.pk, contributors=wrote, signed=signed)
        for seat in options
    )


def drafts_of(user: User, at: datetime) -> QuerySet[Disclosure]:
    """Return what waits for the editor posts a person holds: work belongs to posts.

    Left out: what is with a reviewer or waits for release, and what is public as it stands.
    """
    posts = [seat.post.pk for seat in seats(user, at) if seat.kind == PostKind.EDITOR]
    works = Work.objects.filter(
        kind="disclosure", object_id=Cast(OuterRef("pk"), output_field=CharField())
    )
    away = works.filter(card__step__in=rules.BUSY - {Step.DRAFT})
    released = works.filter(card__step=Step.RELEASED).order_by("-revision").values("revision")[:1]
    rows = Disclosure.objects.filter(~Exists(away), post__in=posts)
    rows = rows.annotate(released=Subquery(released))
    return rows.filter(Q(released=None) | ~Q(latest_revision_id=F("released")))


def held_cards(at: datetime) -> QuerySet[ApprovalCard]:
    """Return the complete cards that do not go out: a check before release found something."""
    rows = ApprovalCard.objects.filter(step=Step.HELD, opened_at__lte=at)
    return rows.select_related("department").order_by("visible_from", "pk")


def hold_reason(card: ApprovalCard) -> str:
    """Return why a card is held, as the register says."""
    entry = Entry.objects.of("release.held").about(f"card:{card.number}").last()
    body = entry.payload.body if entry else ""
    return json.loads(body)["detail"]["reason"] if body else ""


def last_seen(card: ApprovalCard, user: User | None) -> str:
    """Return the content hash a person last decided on, here or on an earlier card of the work."""
    works = card.works.values_list("object_id", flat=True)
    rows = Signature.objects.filter(
        card__works__object_id__in=list(works), card__works__kind="disclosure"
    ).exclude(content="")
    if user is not None:
        rows = rows.filter(user=user)
    row = rows.order_by("at", "pk").last()
    return row.content if row else ""


def waived_keys(card: ApprovalCard) -> set[str]:
    """Return the keys of the findings let pass in a card's round."""
    return set(card.waivers.filter(round=card.round).values_list("key", flat=True))


def pending_paper(card: ApprovalCard) -> Signature | None:
    """Return the signature on paper that waits for its second person at the card's step."""
    rows = signed_this_round(card).filter(step=card.step, confirmed_by=None)
    return rows.exclude(paper="").first()


def digest_of(card: ApprovalCard, step: str | None = None) -> str:
    """Return what a signature at a step of this round binds; the card's own step by default."""
    return rules.digest(
        list(card.works.values_list("kind", "object_id", "sha256")),
        card=card.number,
        round=card.round,
        step=str(step or card.step),
        purpose=str(card.purpose),
        department=card.department_id,
        stages=card.stages,
        release_at=card.release_at.astimezone(UTC).isoformat() if card.release_at else "",
        findings=rules.sha256(rules.canonical({"findings": card.findings})),
    )
