"""The checks: before a draft is handed in, and again before it goes out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.checks.apart import apart
from gongkai.checks.examine import VERSIONS, Piece, examine, texts
from gongkai.checks.files import RULES as FILE_RULES
from gongkai.checks.findings import Finding, Severity
from gongkai.checks.known import Known
from gongkai.law.refused import Refused
from gongkai.publishing import content, queries, rules, words
from gongkai.publishing.actions.binding import locked, register
from gongkai.publishing.actions.data import carried_fault
from gongkai.publishing.models import ApprovalCard, Attachment, Disclosure, MediaFile, Picture
from gongkai.publishing.rules import Stage, Step
from gongkai.register.queries import blob
from gongkai.register.rules import SYSTEM

Findings = list[dict[str, str]]
SECONDS, MEMORY = 120, 2 * 1024**3  # for the files of one disclosure together
LIVE, LIVE_SHOWN = 200_000, 50  # characters read and findings shown while somebody types
SHOWN = 5  # findings named in a refusal


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
        data = _bytes(row) if row is not None else b""
        if row is None or rules.sha256(data) != sha256:
            raise Refused("file.changed", words.FILE_CHANGED.format(name=name))
        result[sha256] = (row, data)
    return result


def _bytes(row: MediaFile) -> bytes:
    try:
        with row.file.open("rb") as handle:
            return handle.read()
    except FileNotFoundError:
        return b""


def check(
    found: Mapping[str, Any], files: Mapping[str, bytes], at: datetime,
    out: datetime | None = None, besides: str = "",
) -> Findings:  # fmt: skip
    """Return what the checks find in a content and its files, ready to be kept on the card.

    out: when it is to appear, when that is later; besides: the public id of the disclosure itself.
    """
    content = queries.with_words(found)
    return kept(examined(content, files, queries.known(content, at, out, besides)))


def examined(
    content: Mapping[str, Any], files: Mapping[str, bytes], known: Known
) -> Sequence[Finding]:
    """Return what the checks find; files are opened in a process of their own, which may die.

    What cannot be read to its end cannot be published: then that is the finding.
    """
    if not files:
        return examine(content, files, known)
    try:
        plain = json.loads(rules.canonical(content))  # the process apart knows no framework
        return apart(examine, plain, files, known, seconds=SECONDS, memory=MEMORY)
    except Refused as refused:
        return [FILE_RULES["file.hostile"].finding(words.FILE_FINDING, "", refused.message)]


def kept(findings: Iterable[Finding]) -> Findings:
    """Return findings as a card keeps them."""
    return [
        {
            "rule": finding.rule,
            "version": VERSIONS.get(finding.rule, ""),
            "severity": str(finding.severity),
            "place": finding.place,
            "excerpt": finding.excerpt,
            "why": finding.why,
            "proposal": finding.proposal or "",
            "words": finding.words,
            "waiver": finding.waiver,
        }
        for finding in findings
    ]


def findings_of(draft: Disclosure, at: datetime) -> Findings:
    """Return what the checks would find in a draft now, for its author to see beforehand."""
    found = content.disclosure(draft)
    try:
        files = {sha256: data for sha256, (_, data) in read_files(found).items()}
    except Refused as error:
        return [{"rule": error.code, "severity": str(Severity.BLOCK), "place": words.FILE_FINDING,
                 "excerpt": "", "why": error.message, "proposal": ""}]  # fmt: skip
    return check(found, files, at, draft.planned_at, draft.public_id)


def live_findings(given: Sequence[tuple[str, str]], at: datetime) -> Findings:
    """Return what the fast checks find in places and texts as they are typed; nothing is kept."""
    pieces, room = [], LIVE
    for place, text in given:
        pieces.append(Piece(place, text[:room]))
        room -= len(text)
        if room <= 0:
            break
    return kept(texts(pieces, queries.known({}, at)))[:LIVE_SHOWN]


def refuse_blocked(findings: Findings, route: Iterable[Stage]) -> None:
    """Refuse what the checks stop and no step of the route may let pass, naming the first few.

    Raises: Refused.
    """
    steps = {str(stage.step) for stage in route} - {str(Step.DRAFT)}
    if stopped := rules.stopping(findings, steps):
        raise Refused("checks.block", words.BLOCKED.format(findings=in_words(stopped)))


def in_words(findings: Sequence[Mapping[str, str]]) -> str:
    """Return the first of some findings as a sentence."""
    return "；".join(
        f"{one['place']}“{one['excerpt']}”（{one['why']}）" for one in findings[:SHOWN]
    )


def refuse_undecided(card: ApprovalCard) -> None:
    """Refuse to sign a step whose signer has findings still to decide. Raises: Refused."""
    left = rules.to_decide(card.findings, card.step, queries.waived_keys(card))
    if left:
        message = words.UNWAIVED.format(count=len(left), findings=in_words(left))
        raise Refused("card.undecided", message)


@transaction.atomic
def recheck(*, card: int, at: datetime) -> bool:
    """Run the checks again over what a complete card releases, and hold it when they now stop it.

    The press asks before it arms a card; it arms only on True. A held card stays in the office's
    list until it is withdrawn: nothing signed is changed, nothing doubtful goes out.
    """
    row = locked(card)
    if row.step not in rules.WAITING:
        return False
    then = max(at, row.visible_from)  # as on the day it appears, whatever a clock says today
    findings = [one for work in row.works.filter(kind="disclosure") for one in _again(work, then)]
    stopped = rules.stopping(findings, (), queries.waived_keys(row))
    fault = in_words(stopped) or carried_fault(row)
    if fault:
        _hold(row, fault, at)
    return not fault


@transaction.atomic
def sound_data(*, card: int, at: datetime) -> bool:
    """Say whether the figures a complete card carries still are what was signed; hold it if not."""
    row = locked(card)
    fault = carried_fault(row) if row.step in rules.WAITING else ""
    if fault:
        _hold(row, fault, at)
    return not fault


@transaction.atomic
def hold(*, card: int, reason: str, at: datetime) -> None:
    """Hold a complete card for what a room above found against its release."""
    row = locked(card)
    if row.step in rules.WAITING:
        _hold(row, reason, at)


def _hold(row: ApprovalCard, findings: str, at: datetime) -> None:
    row.step = Step.HELD
    row.save(update_fields=["step"])
    reason = words.HELD.format(findings=findings)
    register("release.held", row, SYSTEM, at, detail={"reason": reason})


def _again(work: Any, at: datetime) -> Findings:
    """Return what the checks find in the content and files as they were signed and kept."""
    try:
        found = queries.content_of(work.sha256)
        files = {sha256: blob(sha256) for sha256 in content.files(found)}
    except (Refused, LookupError) as error:
        return [{"rule": "file.changed", "severity": str(Severity.BLOCK),
                 "place": words.FILE_FINDING, "excerpt": "", "why": str(error)}]  # fmt: skip
    page = Disclosure.objects.filter(pk=int(work.object_id)).first()
    return check(found, files, at, besides=page.public_id if page else "")
