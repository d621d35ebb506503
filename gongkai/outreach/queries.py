"""Questions to the release calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from gongkai.figures.models import Flow, Observation, Vintage
from gongkai.figures.queries import by_hash
from gongkai.outreach import rules, words
from gongkai.outreach.models import DateChange, Release
from gongkai.outreach.rules import State
from gongkai.people.models import PostKind, User
from gongkai.people.queries import seats
from gongkai.publishing.models import ApprovalCard, Disclosure, Edition
from gongkai.publishing.queries import (
    content_of,
    early_readings,
    public_address,
    readable_cards,
    waiting_vintages,
)
from gongkai.publishing.rules import BUSY, Step

BACK = timedelta(days=366)


def told(change: DateChange) -> str:
    """Return an approved change in words."""
    before, reason, by = words.moment(change.before), change.reason, change.approved_by
    if change.after is None:
        return words.CALLED_OFF.format(before=before, reason=reason, by=by)
    after = words.moment(change.after)
    return words.CHANGED.format(before=before, after=after, reason=reason, by=by)


@dataclass(frozen=True)
class Line:
    """An entry as it is told: where it stands, its changes, what came out and when."""

    release: Release
    state: State
    name: str
    changes: tuple[DateChange, ...]
    pending: DateChange | None
    edition: Edition | None
    address: str
    late: bool
    readings: tuple[
        tuple[str, int], ...
    ]  # posts that read it before, and how often; once it is out


def line(release: Release, at: datetime) -> Line:
    """Return an entry as it stands at a moment."""
    is_over = _is_over(release, at)
    edition = _out(release, at) if is_over else None
    state = State.RELEASED if is_over else State(release.state)
    rows = list(release.changes.all())
    return Line(
        release=release, state=state, name=words.STATE[state],
        changes=tuple(one for one in rows if one.approved_at and one.approved_at <= at),
        pending=next((one for one in rows if not one.approved_at and not one.refused_at), None),
        edition=edition, address=public_address(edition) if edition else "",
        late=edition is not None and edition.first_from > release.planned_at,
        readings=tuple(early_readings(edition.card)) if edition else (),
    )  # fmt: skip


def _out(release: Release, at: datetime) -> Edition | None:
    """Return what the public reads of what an entry announced."""
    rows = Edition.objects.filter(work_kind="disclosure", work_id=str(release.disclosure_id))
    return rows.visible(at).order_by("number").last()


def has_come_out(page: int, at: datetime) -> bool:
    """Say whether the public could ever read a disclosure, taken down since or not."""
    rows = Edition.objects.filter(work_kind="disclosure", work_id=str(page))
    return rows.filter(card__step=Step.RELEASED, visible_from__lte=at).exists()


def _is_over(release: Release, at: datetime) -> bool:
    """Say whether what an entry announced came out; taking it down since unsays nothing."""
    page, state = release.disclosure_id, release.state
    return page is not None and state != State.CANCELLED and has_come_out(page, at)


def public_lines(at: datetime) -> list[Line]:
    """Return what the public is told: a year back, and all that is planned, by date."""
    rows = Release.objects.public().filter(planned_at__gte=at - BACK)
    return [line(one, at) for one in rows.prefetch_related("changes").select_related("department")]


def desk_lines(at: datetime) -> list[Line]:
    """Return what the desk sees: those to be settled too."""
    rows = Release.objects.filter(planned_at__gte=at - BACK).prefetch_related("changes")
    return [line(one, at) for one in rows.select_related("department", "disclosure")]


def updated(lines: Iterable[Line]) -> datetime | None:
    """Return when what the public is told last changed."""
    moments = [one.release.updated_at for one in lines]
    moments += [one.edition.visible_from for one in lines if one.edition]
    return max(moments, default=None)


def release_of(pk: int) -> Release | None:
    """Return an entry."""
    return Release.objects.select_related("department", "disclosure").filter(pk=pk).first()


def flows() -> QuerySet[Flow]:
    """Return the data sets an entry may announce."""
    return Flow.objects.select_related("department")


def own_drafts(user: User, release: Release, at: datetime) -> QuerySet[Disclosure]:
    """Return the drafts of a person's section that no entry announces yet."""
    own = [seat.department.pk for seat in seats(user, at) if seat.kind == PostKind.EDITOR]
    rows = Disclosure.objects.filter(post__department__in=own).order_by("-pk")
    return rows.filter(Q(release=None) | Q(release=release))


def release_fault(card: ApprovalCard, at: datetime) -> str:
    """Return why what a card releases may not go out under the calendar; empty when it may.

    Rule: no announced figure before its hour, by whatever disclosure (统计法实施条例第二十八条), nor
    one whose announcement was cancelled and not made anew.
    """
    moment = max(at, card.visible_from or at)
    for work in card.works.filter(kind="disclosure"):
        page = Disclosure.objects.filter(pk=int(work.object_id)).first()
        own = Release.objects.filter(disclosure=page).first() if page else None
        for entry in [*([own] if own else []), *_announced(work.sha256)]:
            fault = rules.release_fault(State(entry.state), entry.planned_at, moment)
            if fault and (entry == own or fault != "unconfirmed"):
                planned = words.moment(entry.planned_at)
                return words.FAULT[fault].format(title=entry.title, planned=planned)
    return ""


def _announced(sha256: str) -> Iterable[Release]:
    """Yield the entries for what a content carries of their flows and periods."""
    for block in content_of(sha256).get("body", ()):
        if block["type"] != "data":
            continue
        vintage = by_hash(block["sha256"])
        if vintage is not None:
            yield from _announcing(vintage)


def _announcing(vintage: Vintage) -> Iterable[Release]:
    """Yield the entries for a vintage; a cancelled one only while no other announces the same."""
    rows = Release.objects.public().exclude(period="")
    named = [one for one in rows if vintage.flow.code in one.flows]
    coming = {one.period for one in named if one.state != State.CANCELLED}
    for entry in named:
        anew = entry.state == State.CANCELLED and entry.period in coming
        rows_in = Observation.objects.filter(vintage=vintage, period=entry.period)
        if not anew and rows_in.exists():
            yield entry


def unlisted(user: User, at: datetime) -> list[ApprovalCard]:
    """Return the cards handed in with figures the calendar does not announce, as one may read."""
    rows = readable_cards(user, at).filter(step__in=BUSY, works__kind="vintage").distinct()
    return [card for card in rows.order_by("pk")
            if not all(any(_announcing(one)) for one in waiting_vintages(card))]  # fmt: skip
