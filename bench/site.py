"""A site of any size, written in bulk: what the road would have left behind after ten years.

Everything a release leaves is there: snapshots, cards with their signatures, editions, index
numbers, and the register's entries, so that `gongkai verify` finds nothing. What is not there is
drafts at the desk. Bulk, because the road takes 0.3 seconds an item and the disk's patience.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from bench.prose import content
from gongkai.config.demonstration.load import Replay
from gongkai.config.demonstration.year import load
from gongkai.people.models import Department, Holding, PostKind
from gongkai.publishing.models import (
    ApprovalCard,
    Decision,
    Edition,
    IndexNumber,
    Signature,
    Work,
)
from gongkai.publishing.queries import record_of
from gongkai.publishing.rules import ROUTES, Purpose, Step, canonical, digest, sha256
from gongkai.register import rules as register
from gongkai.register.actions import append
from gongkai.register.models import Blob, Entry, Payload
from gongkai.register.queries import blob_path, database_clock
from gongkai.register.rules import SYSTEM, Act, Actor

A_CARD = 10  # items one card brings out
A_BATCH = 1_000  # items one transaction writes
DAYS = 3_650
YEAR = load()
LEAVES = [row for row in YEAR.columns if not any(one.parent == row.key for one in YEAR.columns)]
LAST = YEAR.since + timedelta(days=DAYS + 30)
STAGES = [[str(stage.step), str(stage.post), stage.own] for stage in ROUTES["general"]]
FIRST_WORK = 10_000_000  # far from the numbers of drafts


def build(items: int) -> None:
    """Fill the configured, migrated database so that its site has so many released items.

    An empty one first gets the demonstration's bureau and columns, by real acts. Called again it
    adds what is missing. Nothing is rendered or indexed: call the press's rebuild and reindex.
    The demonstration's clock then stands behind the last release.
    """
    if not Entry.objects.exists():
        Replay(YEAR).install()
    there = Edition.objects.disclosures().filter(work_id__gte=str(FIRST_WORK)).count()
    for first in range(there, items, A_BATCH):
        with transaction.atomic():
            _Batch().write(range(first, min(items, first + A_BATCH)))
    with transaction.atomic():
        append("demonstration.ready", subject="register", by=SYSTEM, at=LAST)


@dataclass
class _Signer:
    holding: Holding
    step: str

    @property
    def actor(self) -> Actor:
        """Return who signs, as the register keeps it."""
        post = self.holding.post
        return Actor(self.holding.user_id, self.holding.user.name, post.title, str(post.department))


class _Batch:
    """Some hundred items and all that stands around them, written together."""

    def __init__(self) -> None:
        self.columns = {row.key: row.name for row in YEAR.columns}
        self.department = Department.objects.filter(posts__kind=PostKind.EDITOR).order_by("pk")[1]
        self.signers = list(self._signers())
        self.clock = database_clock()
        self.acts: list[Act] = []
        self.blobs: list[Blob] = []
        self.card_serials = _last(ApprovalCard)
        self.index_serials = _last(IndexNumber)

    def _signers(self) -> Iterator[_Signer]:
        rows = Holding.objects.filter(until=None).select_related("user", "post__department")
        for stage in ROUTES["general"]:
            found = rows.filter(post__kind=stage.post).order_by("pk")
            found = found.filter(post__department=self.department) if stage.own else found
            yield _Signer(found[0], str(stage.step))

    def write(self, numbers: range) -> None:
        """Write the items of some numbers."""
        groups = defaultdict(list)
        for number in numbers:
            groups[number // A_CARD].append(number)
        cards = {key: self._card(key, group[0]) for key, group in groups.items()}
        ApprovalCard.objects.bulk_create(cards.values())
        works, editions = [], []
        for key, group in groups.items():
            for number in group:
                work, edition = self._item(cards[key], number)
                works.append(work)
                editions.append(edition)
        Blob.objects.bulk_create(self.blobs)
        Work.objects.bulk_create(works)
        Edition.objects.bulk_create(editions)
        drawn = [self._index(edition) for edition in editions]
        IndexNumber.objects.bulk_create(drawn)
        by_card = _grouped(works), _grouped(editions)
        signatures: list[Signature] = []
        for card in cards.values():
            found = by_card[0][card.pk], by_card[1][card.pk]
            signatures += self._signed(card, *found)
            self._released(card, *found, {row.public_id: row for row in drawn})
        Signature.objects.bulk_create(signatures)
        ApprovalCard.objects.bulk_update(cards.values(), ["digest"])
        self._enter()

    def _card(self, key: int, first: int) -> ApprovalCard:
        draw = Random(f"card {key}")
        at = YEAR.since + timedelta(days=draw.randrange(DAYS), minutes=draw.randrange(30, 480))
        serial = self.card_serials[at.year] = self.card_serials[at.year] + 1
        column = draw.choice(LEAVES)
        return ApprovalCard(
            number=f"{settings.CARD_PREFIX}〔{at.year}〕{serial}号", year=at.year, serial=serial,
            purpose=Purpose.PUBLISH, title=f"演示{first}号等", column=column.key,
            department=self.department, stages=STAGES, step=Step.RELEASED, round=1, findings=[],
            visible_from=at, opened_by=self.signers[0].holding.user, opened_at=at,
            released_at=at,
        )  # fmt: skip

    def _item(self, card: ApprovalCard, number: int) -> tuple[Work, Edition]:
        formed = (card.visible_from - timedelta(days=number % 18)).date()
        found = content(number, card.column, formed)
        data = canonical(found)
        sha, work_id = sha256(data), str(FIRST_WORK + number)
        self.blobs.append(_keep(sha, data, self.clock))
        edition = Edition(
            work_kind="disclosure", work_id=work_id, number=1, sha256=sha, card=card,
            visible_from=card.visible_from, public_id=hashlib.sha256(work_id.encode()).hexdigest()[:12],
            title=found["title"], summary=found["summary"], column=card.column,
            department=self.department, formed_on=formed, first_from=card.visible_from, shown=True,
        )  # fmt: skip
        return Work(card=card, kind="disclosure", object_id=work_id, sha256=sha), edition

    def _index(self, edition: Edition) -> IndexNumber:
        year = edition.formed_on.year
        serial = self.index_serials[year] = self.index_serials[year] + 1
        return IndexNumber(
            year=year, serial=serial, public_id=edition.public_id, drawn_at=edition.visible_from
        )

    def _signed(
        self, card: ApprovalCard, works: list[Work], editions: list[Edition]
    ) -> Iterator[Signature]:
        """Yield the signatures of a card, and enter them and the editions they make."""
        bound = [(work.kind, work.object_id, work.sha256) for work in works]
        for signer in self.signers:
            card.digest = digest(
                bound, card=card.number, round=1, step=signer.step, purpose=str(card.purpose),
                department=card.department_id, stages=card.stages, release_at="",
                findings=sha256(canonical({"findings": card.findings})),
            )  # fmt: skip
            submits = signer.step == Step.DRAFT
            yield Signature(
                card=card, round=1, step=signer.step, user=signer.holding.user,
                decision=Decision.SUBMIT if submits else Decision.SIGN,
                holder=signer.holding.user, name=signer.holding.user.name,
                post=str(signer.holding.post), digest=card.digest, content=works[0].sha256,
                at=card.visible_from,
            )  # fmt: skip
            self._act("card.submitted" if submits else "card.signed", card, signer.actor,
                      detail={"step": signer.step, "round": 1, "digest": card.digest})  # fmt: skip
        for edition in editions:
            self._act("edition.made", card, self.signers[-1].actor, snapshot=edition.sha256,
                      subject=f"edition:{edition.pk}", title=edition.title,
                      detail=record_of(edition))  # fmt: skip
        self._act("card.approved", card, self.signers[-1].actor, detail={})

    def _released(
        self, card: ApprovalCard, works: list[Work], editions: list[Edition],
        drawn: dict[str, IndexNumber],
    ) -> None:  # fmt: skip
        for edition in editions:
            self._act("index.drawn", card, SYSTEM, title=edition.title,
                      subject=f"index:{drawn[edition.public_id]}")  # fmt: skip
        self._act("disclosure.released", card, self.signers[-1].actor,
                  subject=f"disclosure:{editions[0].public_id}", snapshot=works[0].sha256,
                  channels=("局网站",), detail={"card": card.number})  # fmt: skip

    def _act(self, verb: str, card: ApprovalCard, by: Actor, **more: object) -> None:
        values = {"subject": f"card:{card.number}", "title": card.title} | more
        self.acts.append(
            Act(verb=verb, by=by, at=card.visible_from, column=self.columns[card.column],
                department=str(self.department), **values)
        )  # fmt: skip

    def _enter(self) -> None:
        """Enter the acts as `append` would: the next numbers, one clock, hashed alike."""
        last = Entry.objects.last()
        clock = max(database_clock(), last.recorded_at)
        draw = Random(last.seq)
        entries, payloads = [], []
        for seq, act in enumerate(self.acts, last.seq + 1):
            body, salt = register.body(act, clock), draw.randbytes(register.SALT_BYTES)
            commit = register.commitment(salt, body)
            leaf = register.leaf_hash(register.leaf(seq, commit)).hex()
            entries.append(Entry(seq=seq, verb=act.verb, subject=act.subject, occurred_at=act.at,
                                 recorded_at=clock, commit=commit, leaf_hash=leaf))  # fmt: skip
            payloads.append(Payload(entry_id=seq, salt=salt.hex(), body=body.decode(),
                                    **register.copies(register.read(body))))  # fmt: skip
        Entry.objects.bulk_create(entries)
        Payload.objects.bulk_create(payloads)


def _last(model: type[ApprovalCard] | type[IndexNumber]) -> Counter[int]:
    rows = model.objects.order_by().values_list("year").annotate(last=Max("serial"))
    return Counter(dict(rows))


def _grouped(rows: Iterable[Work] | Iterable[Edition]) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.card_id].append(row)
    return found


def _keep(sha: str, data: bytes, at: datetime) -> Blob:
    """Lay a snapshot where the register looks for it, without waiting for the disk."""
    path = blob_path(sha)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(data)
    return Blob(sha256=sha, size=len(data), media_type="application/json", kept_at=at)
