"""The press: render before T, flip at T, enter it, and make good what a crash left half done.

Order (DESIGN 3): the rendered files and their manifest lie ready and are entered; the name flips;
the entry "released" is written; a start after a crash compares `current` with the register and
completes what is missing. One press works at a time: the lease is a file lock on one machine.
Only a whole site is rendered without it, for that takes minutes at fifty thousand pages.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.outreach.queries import release_fault as calendar_fault
from gongkai.oversight.queries import release_fault as report_fault
from gongkai.portal import generations, queries, words
from gongkai.portal.actions import prepared, showing
from gongkai.portal.actions.index import keep_up, mend
from gongkai.portal.actions.prepared import Prepared, lease
from gongkai.portal.actions.showing import KEPT, Cards
from gongkai.portal.actions.whole import Progress, render_whole
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import ApprovalCard
from gongkai.publishing.queries import carried_by, changed_by
from gongkai.publishing.rules import is_late

__all__ = ["KEPT", "flip_due", "prepare", "rebuild", "tick"]
LAST = timedelta(minutes=1)


def tick(at: datetime) -> list[str]:
    """Do one pass of the press: prepare what is approved, flip what is due."""
    prepare(at)
    return flip_due(at)


def prepare(at: datetime) -> int:
    """Render what waits for its moment, and again when the site moved on; return how many moments.

    Also again when somebody read its figures, whose post their page will say: not in the last
    minute, when nothing may be in the way of the release.

    The lease is taken anew for each, so that a release that falls due does not wait for them all.
    Raises: ExceptionGroup of what could not be rendered; all else is.
    """
    with lease():
        prepared.drop_others(
            [*queries.moments(), *(one.visible_from for one in queries.unfinished())]
        )
    done, failed = 0, []
    for moment in queries.moments():
        try:
            done += _prepare(moment, at)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("not prepared", failed)
    if not done:  # deleting a whole old site takes seconds: when nothing waits for this pass
        generations.clear(showing.folder())
    return done


def _prepare(moment: datetime, at: datetime) -> bool:
    """Render the files of a moment into a folder outside every served one, and arm its cards."""
    with lease():
        cards = queries.cards_of(moment)
        is_read = moment - at > LAST and _was_read(moment, cards)
        if not cards or (_is_ready(moment, cards) and not is_read):
            return False
        if not showing.is_whole(cards):
            return _prepare_files(moment, cards, at)
        if _lies_ready(moment, cards) and _kept_up(moment, cards):
            return True
        cards, base = _drawn(cards, at), queries.flipped_tree()
        if not cards:
            return False
    with showing.whole_site(cards, moment, base) as found, lease():
        if queries.cards_of(moment) != cards:  # withdrawn or joined meanwhile: the next pass
            return False
        return _arm(moment, cards, found, at)


def _kept_up(moment: datetime, cards: Cards) -> bool:
    """Lay on a prepared site what was released since, so that little is left to do at T."""
    found = _prepared(moment, cards, showing.shown_at(moment, queries.flipped_tree()))
    if found:
        _keep(moment, cards, found)
    return found is not None


def _prepare_files(moment: datetime, cards: Cards, at: datetime) -> bool:
    cards, base = _drawn(cards, at), queries.flipped_tree()
    if not cards:
        return False
    seen_at, ids = showing.shown_at(moment, base), changed_by([card.pk for card in cards])
    with showing.changes(ids, cards, seen_at, base) as found:
        return _arm(moment, cards, found, at)


def _drawn(cards: Cards, at: datetime) -> list[ApprovalCard]:
    """Check cards again and draw their index numbers; what would be stopped today is held."""
    sound = [card for card in cards
             if publishing.recheck(card=card.pk, at=at) and _agrees(card, at)]  # fmt: skip
    publishing.draw_index_numbers(cards=[card.pk for card in sound], at=at)
    return sound


def _agrees(card: ApprovalCard, at: datetime) -> bool:
    """Say whether the rooms above let a card out; one they do not is held.

    An annual report says what the records say; what the calendar announces waits for its hour.
    """
    fault = report_fault(card, at) or calendar_fault(card, at)
    return not _held(card, fault, at)


def _is_on_time(card: ApprovalCard, at: datetime) -> bool:
    """Ask the calendar again at the moment: a date may have been changed since the card was armed."""
    return not _held(card, calendar_fault(card, at), at)


def _held(card: ApprovalCard, fault: str, at: datetime) -> bool:
    if fault:
        publishing.hold(card=card.pk, reason=fault, at=at)
    return bool(fault)


def _arm(moment: datetime, cards: Cards, found: Prepared, at: datetime) -> bool:
    said = _keep(moment, cards, found)
    publishing.arm(cards=[card.pk for card in cards], manifest=said, release_at=moment, at=at)
    return True


def _keep(moment: datetime, cards: Cards, found: Prepared) -> str:
    numbers = [card.number for card in cards]
    return prepared.keep(moment, found, numbers, queries.readings_of(numbers))


def _was_read(moment: datetime, cards: Cards) -> bool:
    """Say whether cards were read by somebody since their pages were rendered."""
    read = queries.readings_of([card.number for card in cards])
    return bool(read != prepared.manifest(moment).get("readings"))


def _is_ready(moment: datetime, cards: Cards) -> bool:
    """Say whether what lies prepared is for these very cards and for the site as it is."""
    return _lies_ready(moment, cards) and (
        prepared.manifest(moment)["base"] == queries.flipped_tree()
    )


def _lies_ready(moment: datetime, cards: Cards) -> bool:
    """Say whether what lies prepared is for these very cards, however old."""
    said = prepared.manifest(moment)
    return bool(said) and said["cards"] == [card.number for card in cards] and (
        all(card.step == "armed" for card in cards)
    )  # fmt: skip


def _can_be_shown(moment: datetime, cards: Cards) -> bool:
    """Say whether a whole site lies prepared that needs only what was released since."""
    if not _lies_ready(moment, cards):
        return False
    return queries.changed_since(prepared.manifest(moment)["base"]) is not None


def flip_due(at: datetime) -> list[str]:
    """Take down what is urgent, then release what is due, in order of moment; return the numbers.

    All cards of one moment appear in one rename. Idempotent; safe to call every second. A redesign
    whose pages are not rendered yet waits for `prepare`: nothing that is due waits for it.
    Raises: ExceptionGroup of what could not be prepared; every other moment is released. OSError
    for a full disk, DatabaseError for a fault of the search: the next call goes on with the rest.
    """
    with lease():
        _recover_rebuilt(at)
        done = _flip_takedowns(at) + _recover(at)
        failed = []
        for moment in queries.moments(until=at):
            try:
                _make_ready(moment, at)
            except Exception as error:
                failed.append(error)
            else:
                done += _flip(moment, at)
    if failed:
        raise ExceptionGroup("not prepared", failed)
    return done


def _make_ready(moment: datetime, at: datetime) -> None:
    cards = queries.cards_of(moment)
    if not cards or _is_ready(moment, cards):
        return
    if not showing.is_whole(cards):
        _prepare_files(moment, cards, at)
    elif not queries.flipped_tree() and (cards := _drawn(cards, at)):
        with showing.whole_site(cards, moment, "") as found:
            _arm(moment, cards, found, at)


def _flip(moment: datetime, at: datetime) -> list[str]:
    """Claim the cards of a moment and show them. What was withdrawn meanwhile is not claimed."""
    armed = [card for card in queries.cards_of(moment) if _is_on_time(card, at)]
    if not armed or (showing.is_whole(armed) and not _can_be_shown(moment, armed)):
        return []
    claimed = publishing.claim(cards=[card.pk for card in armed], at=at)
    cards = [card for card in armed if card.pk in claimed]
    return _release(cards, at) if cards else []


def _release(cards: list[ApprovalCard], at: datetime, since: datetime | None = None) -> list[str]:
    """Show claimed cards and enter that they are out, since when if it was a crash ago."""
    moment, numbers = cards[0].visible_from, [card.number for card in cards]
    pks = [card.pk for card in cards]
    base = queries.flipped_tree()
    late = since is None and is_late(moment, at) and bool(carried_by(pks))
    seen_at = showing.shown_at(at if late else moment, base)
    if late:  # the prepared pages name a moment at which nothing was out
        prepared.drop(moment)
    with _ready_files(moment, cards, seen_at, base) as found:
        told = {"since": since.isoformat()} if since else {}
        tree = showing.show(found, cards=cards, seen_at=seen_at, at=max(at, moment), **told)
    _enter(cards, tree, max(at, moment), since)
    prepared.drop(moment)
    showing.sweep_sometimes(tree)
    return numbers


@contextlib.contextmanager
def _ready_files(
    moment: datetime, cards: Cards, at: datetime, base: str
) -> Iterator[Prepared]:  # fmt: skip
    """Give what lies prepared for some cards, or is rendered now, laid on the site as it is."""
    found = _prepared(moment, cards, at)
    if found:
        yield found
    elif showing.is_whole(cards):
        with showing.whole_site(cards, moment, base) as whole:
            yield whole
    else:
        ids = changed_by([card.pk for card in cards])
        with showing.changes(ids, cards, at, base) as changed:
            yield changed


def _prepared(moment: datetime, cards: Cards, at: datetime) -> Prepared | None:
    if prepared.manifest(moment).get("cards") != [card.number for card in cards]:
        return None
    try:
        return showing.brought_up(prepared.read(moment), cards, at)
    except (OSError, ValueError, KeyError, generations.Damaged):
        return None  # it was left half done, or somebody changed it


def _enter(cards: Cards, tree: str, at: datetime, since: datetime | None = None) -> None:
    """Enter that cards are out, and find them from now on. Raises: what the search failed by.

    They are out and entered even so: a fault of the search holds up no release.
    """
    pks = [card.pk for card in cards]
    with transaction.atomic():
        publishing.release(cards=pks, tree=tree, at=at, since=since)
        fault = keep_up(changed_by(pks), at=at)
    if fault:
        raise fault


def _recover(at: datetime) -> list[str]:
    """Finish what a killed press had claimed: show it, again if it was shown, and enter it.

    When it was shown already, the entries tell since when: the time the name was really flipped.
    """
    left, done = queries.unfinished(), []
    if not left:
        return []
    shown, tree = generations.current(showing.folder()), queries.flipped_tree()
    said = generations.manifest(showing.folder(), shown).get("cards", [])
    flipped = at - generations.pointed_ago(showing.folder())
    for moment in sorted({card.visible_from for card in left}):
        cards = [card for card in left if card.visible_from == moment]
        numbers = [card.number for card in cards]
        since = max(moment, flipped) if numbers == said else None
        if since and shown == tree:
            _enter(cards, tree, max(at, moment), since)
            done += numbers
        else:
            done += _release(cards, at, since)
    return done


def _recover_rebuilt(at: datetime) -> None:
    """Enter the flip of a whole site whose press was killed between the rename and the entry.

    That the press meant to is in the register; a tree it never announced is not entered.
    """
    shown = generations.current(showing.folder())
    if shown and shown != queries.flipped_tree() and queries.is_announced(shown):
        since = at - generations.pointed_ago(showing.folder())
        number = generations.manifest(showing.folder(), shown)["number"]
        showing.enter_flip(shown, number, at, cards=[], rebuilt=True, since=since.isoformat())


def _flip_takedowns(at: datetime) -> list[str]:
    """Take urgently taken down items off every surface: pages, lists, files, old generations.

    Prepared files go too, for they may hold the item; they are rendered again.
    """
    changes, base = queries.urgent(), queries.flipped_tree()
    if not changes or not base:
        return []
    seen_at, ids = showing.shown_at(at, base), sorted({change.public_id for change in changes})
    with showing.changes(ids, (), seen_at, base) as found:
        tree = showing.show(found, seen_at=seen_at, at=at, items=ids)
    generations.sweep(showing.folder(), keep=[tree])
    prepared.drop_others()
    with transaction.atomic():
        publishing.note_taken_down(changes=[change.pk for change in changes], at=at)
        fault = keep_up(ids, at=at)
    if fault:
        raise fault
    return ids


def rebuild(at: datetime, progress: Progress = lambda _done, _all, _what: None) -> str:
    """Render the whole site again and flip to it, for a new look of ours or a damaged tree.

    What is noted of the editions and the index of the search are made again too. Interrupted, it
    leaves the site as it was. Raises: RendererLost; OSError; Damaged.
    """
    publishing.note_all_shown()
    with lease():
        _recover_rebuilt(at)
        _recover(at)
        base = queries.flipped_tree()
    with prepared.staging() as store:
        tree = render_whole(store, at=showing.shown_at(at, base), progress=progress)
        found: Prepared | None = Prepared(
            base, tree=tree, store=store, broken=showing.broken(store, tree)
        )
        with lease():
            _recover(at)
            seen_at = showing.shown_at(at, queries.flipped_tree())
            found = showing.brought_up(found, (), seen_at)
            if found:
                tree = showing.show(found, seen_at=seen_at, at=at, rebuilt=True)
                showing.sweep_sometimes(tree)
    if not found:  # a redesign came out meanwhile
        return rebuild(at, progress)
    generations.clear(showing.folder())
    mend(at=at, progress=lambda done, total: progress(done, total, words.INDEXED))
    return tree
