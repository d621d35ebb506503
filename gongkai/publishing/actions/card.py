"""The approval card: submit, sign, send back, withdraw, refer, sign on paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.checks.examine import VERSIONS, examine
from gongkai.checks.findings import Severity
from gongkai.law.refused import Refused
from gongkai.people.models import Department, PostKind, User
from gongkai.people.queries import Seat, seat_for
from gongkai.publishing import content, queries, rules, words
from gongkai.publishing.actions.draft import office_seat
from gongkai.publishing.actions.purge import purge_draft
from gongkai.publishing.actions.release import complete
from gongkai.publishing.models import (
    ApprovalCard,
    Attachment,
    Decision,
    Disclosure,
    IndexNumber,
    MediaFile,
    Picture,
    Referral,
    Signature,
    Work,
)
from gongkai.publishing.rules import Purpose, Step
from gongkai.register.actions import append, keep, lock_head

JSON = "application/json"


def _locked(card: int) -> ApprovalCard:
    return ApprovalCard.objects.select_for_update().get(pk=card)


def _register(verb: str, card: ApprovalCard, seat: Seat, by: User, at: datetime, **more: Any) -> None:
    detail = {"step": str(card.step), "round": card.round, "digest": card.digest}
    detail.update(more.pop("detail", {}))
    append(verb, subject=f"card:{card.number}", by=seat.actor(by), at=at, title=card.title,
           column=card.column, department=str(card.department), detail=detail,
           article=more.pop("article", queries.law("card", at)), **more)  # fmt: skip


def _open(
    *, purpose: Purpose, title: str, column: str, department: Department, route: rules.Route,
    by: User, at: datetime, request: Mapping[str, Any] | None = None,
) -> ApprovalCard:  # fmt: skip
    lock_head()
    year = timezone.localdate(at).year
    serial = (ApprovalCard.objects.filter(year=year).aggregate(n=Max("serial"))["n"] or 0) + 1
    return ApprovalCard.objects.create(
        number=f"{settings.CARD_PREFIX}〔{year}〕{serial}号", year=year, serial=serial,
        purpose=purpose, title=title[:255] or words.TITLE_MISSING, column=column,
        department=department, opened_by=by, opened_at=at, request=dict(request or {}),
        stages=[[stage.step, stage.post, stage.own] for stage in route],
    )  # fmt: skip


def _signature(
    card: ApprovalCard, seat: Seat, by: User, at: datetime, decision: Decision, comment: str = "",
    **paper: Any,
) -> Signature:  # fmt: skip
    actor = seat.actor(by)
    work = card.works.order_by("kind", "object_id").first()
    return Signature.objects.create(
        card=card, round=card.round, step=card.step, decision=decision, user=by,
        holder=seat.holder, name=actor.name, post=str(seat.post), comment=comment,
        digest=card.digest, content=work.sha256 if work else "", at=at, **paper,
    )  # fmt: skip


def read_files(found: Mapping[str, Any]) -> dict[str, tuple[MediaFile, bytes]]:
    """Return the bytes of the files a content names, each checked against its hash.

    Raises: Refused when a file on disk is not the one that was registered.
    """
    result = {}
    for sha256, name in content.files(found).items():
        row = (
            Attachment.objects.filter(sha256=sha256).first()
            or Picture.objects.filter(sha256=sha256).first()
        )
        data = b""
        if row is not None:
            with row.file.open("rb") as handle:
                data = handle.read()
        if row is None or rules.sha256(data) != sha256:
            raise Refused("file.changed", words.FILE_CHANGED.format(name=name))
        result[sha256] = (row, data)
    return result


def check(found: Mapping[str, Any], at: datetime) -> list[dict[str, str]]:
    """Return what the checks find in a content and its files, ready to be kept on the card."""
    files = {sha256: data for sha256, (_, data) in read_files(found).items()}
    return [
        {
            "rule": finding.rule,
            "version": VERSIONS.get(finding.rule, ""),
            "severity": str(finding.severity),
            "place": finding.place,
            "excerpt": finding.excerpt,
            "why": finding.why,
            "proposal": finding.proposal or "",
        }
        for finding in examine(found, files, on=timezone.localdate(at))
    ]


def findings_of(draft: Disclosure, at: datetime) -> list[dict[str, str]]:
    """Return what the checks would find in a draft now, for its author to see beforehand."""
    try:
        return check(content.disclosure(draft), at)
    except Refused as error:
        return [{"rule": error.code, "severity": "block", "place": "附件", "excerpt": "",
                 "why": error.message, "proposal": ""}]  # fmt: skip


def blocking(findings: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the findings that stop a card."""
    return [finding for finding in findings if finding["severity"] == str(Severity.BLOCK)]


def _refuse_blocked(findings: list[dict[str, str]]) -> None:
    found = blocking(findings)
    if found:
        text = "；".join(
            f"{one['place']}“{one['excerpt']}”（{one['why']}）" for one in found[:5]
        )
        raise Refused("checks.block", words.BLOCKED.format(findings=text))


def _bind(card: ApprovalCard, works: list[tuple[str, str, str, int]], release_at: datetime | None,
          findings: list[dict[str, str]]) -> None:  # fmt: skip
    """Write on the card what the signatures of this round will bind."""
    card.works.all().delete()
    Work.objects.bulk_create(
        Work(card=card, kind=kind, object_id=pk, sha256=sha, revision=revision)
        for kind, pk, sha, revision in works
    )
    card.release_at, card.findings, card.round = release_at, findings, card.round + 1
    card.digest = digest_of(card)


def digest_of(card: ApprovalCard) -> str:
    """Return the digest of a card's works, moment and findings as they stand."""
    return rules.digest(
        list(card.works.values_list("kind", "object_id", "sha256")),
        release_at=card.release_at.isoformat() if card.release_at else "",
        findings=rules.sha256(rules.canonical({"findings": card.findings})),
        no=card.number,
    )


@transaction.atomic
def submit(
    *, page: Disclosure, by: User, at: datetime, release_at: datetime | None = None,
    correction: Mapping[str, str] | None = None, comment: str = "",
) -> ApprovalCard:  # fmt: skip
    """Hand a draft in: check it, freeze it, sign it as its author, open or take up its card.

    Raises: Refused — not the drafting post, a card already under way, findings that block, a past
    moment, a correction without its reason.
    Law: secrecy review before disclosure (条例第十七条; 2008: 第十四条).
    """
    page = Disclosure.objects.select_for_update().get(pk=page.pk)
    seat = queries.editor_seat(by, at, page.post)
    if seat is None:
        raise Refused("submit.post", words.NOT_AUTHOR)
    if release_at is not None and release_at <= at:
        raise Refused("submit.past", words.PAST_RELEASE)
    card = queries.open_card("disclosure", page.pk)
    if card and card.step != Step.DRAFT:
        raise Refused("card.open", words.OPEN_CARD.format(no=card.number))
    edition = queries.last_edition(page.pk)
    draft = queries.latest(page)
    found = content.disclosure(draft, correction=_correction(edition, correction))
    _refuse_unfit(found, edition)
    findings = check(found, at)
    _refuse_blocked(findings)
    sha256 = keep(rules.canonical(found), media_type=JSON)
    for row, data in read_files(found).values():
        keep(data, media_type=row.media_type)
    if card is None:
        card = _open(purpose=Purpose.CORRECT if edition else Purpose.PUBLISH, by=by, at=at,
                     title=found["title"], column=found["column"], department=seat.department,
                     route=queries.route_of(draft.route, at))  # fmt: skip
        _register("card.opened", card, seat, by, at)
    card.title, card.column = found["title"][:255], found["column"]
    _bind(card, [("disclosure", str(page.pk), sha256, draft.latest_revision_id)], release_at,
          findings)  # fmt: skip
    _signature(card, seat, by, at, Decision.SUBMIT, comment)
    card.step = rules.following(queries.read_route(card.stages), Step.DRAFT)
    card.save()
    _register("card.submitted", card, seat, by, at, snapshot=sha256)
    return card


def _correction(edition: Any, correction: Mapping[str, str] | None) -> dict[str, str] | None:
    if edition is None:
        return None
    given = {key: str((correction or {}).get(key, "")).strip() for key in ("what", "why")}
    if not all(given.values()):
        raise Refused("correction.reason", words.NEED_CORRECTION)
    return given


def _refuse_unfit(found: Mapping[str, Any], edition: Any) -> None:
    if found["attribute"] != "主动公开":
        message = words.NOT_PROACTIVE.format(attribute=found["attribute"]) + words.ATTRIBUTE_HINT
        raise Refused("submit.attribute", message)
    if edition is not None:
        before = {**queries.content_of(edition.sha256), "correction": None}
        if before == {**found, "correction": None}:
            raise Refused("correction.same", words.UNCHANGED)


@transaction.atomic
def ask_change(
    *, page: Disclosure, purpose: Purpose, reason: str, by: User, at: datetime,
    release_at: datetime | None = None,
) -> ApprovalCard:  # fmt: skip
    """Open a card to expire, repeal or take down what is public. Raises: Refused."""
    page = Disclosure.objects.select_for_update().get(pk=page.pk)
    seat = queries.editor_seat(by, at, page.post) or seat_for(by, PostKind.OFFICE, at)
    if seat is None:
        raise Refused("submit.post", words.NOT_AUTHOR)
    if not reason.strip():
        raise Refused("change.reason", words.NEED_REASON)
    edition = queries.current_edition(page, at)
    if edition is None:
        raise Refused("change.none", words.NOT_PUBLIC.format(act=words.PURPOSE[purpose]))
    running = queries.open_card("disclosure", page.pk) or queries.open_card("change", page.pk)
    if running:
        raise Refused("card.open", words.OPEN_CARD.format(no=running.number))
    card = _open(purpose=purpose, title=edition.title, column=edition.column, by=by, at=at,
                 department=page.post.department if page.post else seat.department,
                 route=queries.route_of("general", at))  # fmt: skip
    _register("card.opened", card, seat, by, at)
    return _hand_in_change(card, edition.public_id, edition.number, str(page.pk), reason, seat, by,
                           at, release_at)  # fmt: skip


def _hand_in_change(
    card: ApprovalCard, public_id: str, up_to: int, page: str, reason: str, seat: Seat, by: User,
    at: datetime, release_at: datetime | None,
) -> ApprovalCard:  # fmt: skip
    card.request = {"public_id": public_id, "up_to": up_to, "reason": reason.strip()}
    found = {"v": 1, "kind": "change", "act": str(card.purpose), **card.request}
    sha256 = keep(rules.canonical(found), media_type=JSON)
    _bind(card, [("change", page, sha256, 0)], release_at, [])
    _signature(card, seat, by, at, Decision.SUBMIT, reason.strip()[:500])
    card.step = rules.following(queries.read_route(card.stages), Step.DRAFT)
    card.save()
    _register("card.submitted", card, seat, by, at, snapshot=sha256)
    return card


@transaction.atomic
def resubmit_change(
    *, card: int, reason: str, by: User, at: datetime, release_at: datetime | None = None
) -> ApprovalCard:
    """Hand in again a change that was sent back, or the card an urgent takedown waits for."""
    row = _locked(card)
    page = Disclosure.objects.filter(public_id=row.request["public_id"]).first()
    seat = queries.editor_seat(by, at, page.post if page else None)
    seat = seat or seat_for(by, PostKind.OFFICE, at)
    if row.step != Step.DRAFT or seat is None:
        raise Refused("card.not_open", words.NOT_OPEN)
    if not reason.strip():
        raise Refused("change.reason", words.NEED_REASON)
    pk = str(page.pk) if page else row.request["public_id"]
    return _hand_in_change(row, row.request["public_id"], row.request["up_to"], pk, reason, seat,
                           by, at, release_at)  # fmt: skip


@transaction.atomic
def approve_columns(*, by: User, at: datetime, comment: str = "") -> ApprovalCard:
    """Open a card for the column tree as it is drafted now. Raises: Refused."""
    seat = office_seat(by, at)
    card = queries.open_card("columns", "site")
    if card and card.step != Step.DRAFT:
        raise Refused("card.open", words.OPEN_CARD.format(no=card.number))
    if card is None:
        route = tuple(
            stage for stage in rules.ROUTES["general"] if stage.step is not Step.SECTION
        )
        route = (rules.Stage(Step.DRAFT, PostKind.OFFICE), *route[1:])
        card = _open(purpose=Purpose.COLUMNS, title="栏目结构", column="", by=by, at=at,
                     department=seat.department, route=route)  # fmt: skip
        _register("card.opened", card, seat, by, at)
    sha256 = keep(rules.canonical(queries.columns_tree()), media_type=JSON)
    _bind(card, [("columns", "site", sha256, 0)], None, [])
    _signature(card, seat, by, at, Decision.SUBMIT, comment)
    card.step = rules.following(queries.read_route(card.stages), Step.DRAFT)
    card.save()
    _register("card.submitted", card, seat, by, at, snapshot=sha256)
    return card


def _changed_since_bound(card: ApprovalCard) -> bool:
    """Say whether a draft is no longer what the card's signatures bind."""
    for work in card.works.filter(kind="disclosure"):
        page = Disclosure.objects.filter(pk=int(work.object_id)).first()
        if page is None:
            return True
        kept = queries.content_of(work.sha256)["correction"]
        found = content.disclosure(queries.latest(page), correction=kept)
        if rules.sha256(rules.canonical(found)) != work.sha256:
            return True
    return False


@transaction.atomic
def void_if_changed(*, page: Disclosure, by: User, at: datetime) -> ApprovalCard | None:
    """Send a card back to its author when the draft under it was edited: signatures are void.

    Rule: a signature binds the content; whoever edits becomes a contributor.
    """
    card = queries.open_card("disclosure", page.pk)
    if card is None or card.step == Step.DRAFT:
        return None
    row = _locked(card.pk)
    if not _changed_since_bound(row):
        return None
    seat = queries.editor_seat(by, at, page.post) or queries.seats(by, at)[0]
    row.step = Step.DRAFT
    row.save(update_fields=["step"])
    _register("card.voided", row, seat, by, at)
    return row


def _seat_to_act(card: ApprovalCard, by: User, at: datetime, digest: str) -> Seat:
    """Return the seat in which a person may act on a card now. Raises: Refused."""
    if card.step not in rules.IN_REVIEW:
        raise Refused("card.not_open", words.NOT_OPEN if card.step in rules.OVER else words.STALE)
    if digest != card.digest:
        raise Refused("card.stale", words.STALE)
    if _changed_since_bound(card):
        raise Refused("card.changed", words.CHANGED)
    options = queries.seats_for(card, by, at)
    if not options:
        stage = rules.stage_of(queries.read_route(card.stages), Step(card.step))
        message = words.NOT_YOUR_STEP.format(
            step=words.STEP[Step(card.step)], post=PostKind(stage.post).label
        )
        raise Refused("card.step", message)
    wrote, signed = queries.contributors(card), queries.signers(card)
    why = ""
    for seat in options:
        why = rules.may_sign(
            person=by.pk, holder=seat.holder.pk, contributors=wrote, signed=signed
        )
        if not why:
            return seat
    raise Refused(f"card.{why}", words.CONTRIBUTOR if why == "contributor" else words.TWICE)


def _pending(card: ApprovalCard) -> Signature | None:
    rows = queries.signed_this_round(card).filter(step=card.step, confirmed_by=None)
    return rows.exclude(paper="").first()


@transaction.atomic
def sign(*, card: int, by: User, at: datetime, digest: str, comment: str = "") -> ApprovalCard:
    """Sign a card's step and pass it on; the last signature makes the editions.

    Raises: Refused — wrong step, stale or replayed form, an edited draft, a contributor, a second
    signature of the same person. Law: 上网信息审批卡 (先审查后公开).
    """
    row = _locked(card)
    seat = _seat_to_act(row, by, at, digest)
    if _pending(row):
        raise Refused("paper.pending", words.PAPER_PENDING)
    _signature(row, seat, by, at, Decision.SIGN, comment.strip())
    return _advance(row, seat, by, at)


def _advance(
    row: ApprovalCard, seat: Seat, by: User, at: datetime, **detail: str
) -> ApprovalCard:
    """Take a signed card to its next step, or complete it."""
    signed = Step(row.step)
    _register("card.signed", row, seat, by, at, detail=detail)
    row.step = rules.following(queries.read_route(row.stages), signed)
    row.save(update_fields=["step"])
    if row.step == Step.APPROVED:
        complete(row, seat.actor(by), at)
        _register("card.approved", row, seat, by, at)
    return row


@transaction.atomic
def send_back(*, card: int, by: User, at: datetime, digest: str, reason: str) -> ApprovalCard:
    """Send a card back to its author with reasons; this round's signatures are void.

    Raises: Refused.
    """
    row = _locked(card)
    if not reason.strip():
        raise Refused("send_back.reason", words.NEED_REASON)
    seat = _seat_to_act(row, by, at, digest)
    _signature(row, seat, by, at, Decision.SEND_BACK, reason.strip()[:500])
    row.step = Step.DRAFT
    row.save(update_fields=["step"])
    _register("card.sent_back", row, seat, by, at, detail={"reason": reason.strip()[:500]})
    return row


@transaction.atomic
def withdraw(*, card: int, by: User, at: datetime, reason: str) -> ApprovalCard:
    """Take a card back before it goes out: its author while open, the office until the flip.

    Raises: Refused once the press has claimed it.
    """
    row = _locked(card)
    if not reason.strip():
        raise Refused("withdraw.reason", words.NEED_REASON)
    seat = _withdrawing_seat(row, by, at)
    may_be = list(rules.OPEN | rules.WAITING)
    if not ApprovalCard.objects.filter(pk=row.pk, step__in=may_be).update(step=Step.WITHDRAWN):
        raise Refused("withdraw.late", words.TOO_LATE)
    _signature(row, seat, by, at, Decision.WITHDRAW, reason.strip()[:500])
    row.step = Step.WITHDRAWN
    _void_index_numbers(row, seat, by, at)
    _register("card.withdrawn", row, seat, by, at, detail={"reason": reason.strip()[:500]})
    return row


def _withdrawing_seat(row: ApprovalCard, by: User, at: datetime) -> Seat:
    seat = seat_for(by, PostKind.OFFICE, at)
    if seat is None and row.step in rules.OPEN:
        seat = seat_for(by, PostKind.EDITOR, at, row.department)
    if seat is None:
        raise Refused("withdraw.post", words.NOT_AUTHOR if row.step in rules.OPEN else words.NOT_OFFICE)
    if row.purpose == Purpose.URGENT:
        raise Refused("withdraw.late", words.TOO_LATE)
    return seat


def _void_index_numbers(row: ApprovalCard, seat: Seat, by: User, at: datetime) -> None:
    """Void index numbers drawn for a release that will not be: never used again, never a gap."""
    for edition in row.editions.filter(work_kind="disclosure", number=1):
        number = IndexNumber.objects.filter(public_id=edition.public_id, voided_at=None)
        for index in number:
            index.voided_at = at
            index.save(update_fields=["voided_at"])
            append("index.voided", subject=f"index:{index}", by=seat.actor(by), at=at,
                   title=row.title, column=row.column, department=str(row.department))  # fmt: skip


@transaction.atomic
def refer(*, card: int, by: User, at: datetime, digest: str) -> Referral:
    """Refer a draft in doubt to the secrecy authority: purge it here, keep no word of it.

    Raises: Refused for anybody but the secrecy reviewer at their step.
    Law: 条例第十七条 (2008: 第十四条): in doubt, refer; this system may hold no state secret.
    """
    row = _locked(card)
    seat = _seat_to_act(row, by, at, digest)
    if row.step != Step.SECRECY:
        raise Refused("refer.step", words.NOT_YOUR_STEP.format(
            step=words.STEP[Step(row.step)], post=PostKind.SECRECY.label))  # fmt: skip
    _signature(row, seat, by, at, Decision.REFER)
    referral = Referral.objects.create(
        at=at, user=by, department=str(row.department), rule="secrecy.doubt"
    )
    row.step, row.title, row.findings = Step.REFERRED, words.STEP[Step.REFERRED], []
    row.save(update_fields=["step", "title", "findings"])
    _register("card.referred", row, seat, by, at, article=queries.law("review.secrecy", at))
    for work in row.works.filter(kind="disclosure"):
        purge_draft(int(work.object_id), by=seat.actor(by), at=at)
    return referral


@transaction.atomic
def enter_paper(
    *, card: int, signer: User, signed_at: datetime, scan: bytes, media_type: str, by: User,
    at: datetime, digest: str, comment: str = "",
) -> Signature:  # fmt: skip
    """Enter a signature given on paper, with its scan; it counts once a second person confirms.

    Raises: Refused — the signer did not hold the post, the clerk wrote the text or is the signer.
    """
    row = _locked(card)
    office = office_seat(by, at)
    if row.step not in rules.IN_REVIEW or digest != row.digest or _changed_since_bound(row):
        raise Refused("card.stale", words.STALE)
    if _pending(row):
        raise Refused("paper.pending", words.PAPER_PENDING)
    if by.pk == signer.pk or by.pk in queries.contributors(row):
        raise Refused("paper.same", words.PAPER_SAME)
    seat = next(iter(queries.seats_for(row, signer, signed_at)), None)
    if seat is None:
        stage = rules.stage_of(queries.read_route(row.stages), Step(row.step))
        message = words.PAPER_SIGNER.format(post=PostKind(stage.post).label)
        raise Refused("paper.signer", message)
    _seat_to_act(row, signer, signed_at, digest)
    sha256 = keep(scan, media_type=media_type)
    signature = _signature(row, seat, signer, signed_at, Decision.SIGN, comment.strip(),
                           paper=sha256, entered_by=by)  # fmt: skip
    _register("card.paper_entered", row, office, by, at, snapshot=sha256,
              detail={"signer": signature.name, "post": signature.post})  # fmt: skip
    return signature


@transaction.atomic
def confirm_paper(*, card: int, by: User, at: datetime, digest: str) -> ApprovalCard:
    """Confirm, as the second person, that the paper says what was entered. Raises: Refused."""
    row = _locked(card)
    if row.step not in rules.IN_REVIEW or digest != row.digest or _changed_since_bound(row):
        raise Refused("card.stale", words.STALE)
    signature = _pending(row)
    if signature is None:
        raise Refused("paper.none", words.PAPER_NONE)
    office = seat_for(by, PostKind.OFFICE, at) or seat_for(by, PostKind.SECRECY, at)
    if office is None:
        raise Refused("office.only", words.NOT_OFFICE)
    barred = {signature.entered_by_id, signature.user_id} | queries.contributors(row)
    if by.pk in barred:
        raise Refused("paper.same", words.PAPER_SAME)
    signature.confirmed_by = by
    signature.save(update_fields=["confirmed_by"])
    _register("card.paper_confirmed", row, office, by, at, snapshot=signature.paper,
              detail={"signer": signature.name, "post": signature.post})  # fmt: skip
    seat = next(iter(queries.seats_for(row, signature.user, signature.at)))
    return _advance(row, seat, signature.user, at, paper=signature.paper, confirmed_by=by.name)
