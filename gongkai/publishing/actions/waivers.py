"""Findings let pass by the signer their rule names, with a reason (放行)."""

from datetime import datetime

from django.db import transaction

from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.publishing import queries, rules, words
from gongkai.publishing.actions.binding import locked, register, said
from gongkai.publishing.actions.card import seat_to_act
from gongkai.publishing.models import Waiver
from gongkai.publishing.rules import Step

MOST = 300


@transaction.atomic
def waive(*, card: int, key: str, by: User, at: datetime, digest: str, reason: str) -> Waiver:
    """Let a finding pass on a card, at the step its rule names, before signing there.

    Shape: key is the rules.finding_key of a finding on the card.
    Raises: Refused — as seat_to_act; no such finding, one nobody may let pass, another step's,
    one that has been let pass, no reason.
    """
    row = locked(card)
    seat = seat_to_act(row, by, at, digest)
    found = next((one for one in row.findings if rules.finding_key(one) == key), None)
    if found is None or found["severity"] != "block":
        raise Refused("waiver.none", words.WAIVE_NONE)
    step = found.get("waiver", "")
    if not step:
        raise Refused("waiver.never", words.WAIVE_NEVER)
    if step != row.step:
        raise Refused("waiver.step", words.WAIVE_STEP.format(step=words.STEP[Step(step)]))
    if key in queries.waived_keys(row):
        raise Refused("waiver.twice", words.WAIVE_TWICE)
    text = said(reason, MOST)
    if not text:
        raise Refused("waiver.reason", words.WAIVE_REASON)
    actor = seat.actor(by)
    made = Waiver.objects.create(
        card=row, round=row.round, key=key, rule=found["rule"], step=step, user=by,
        name=actor.name, post=str(seat.post), reason=text, at=at,
    )  # fmt: skip
    detail = {"rule": found["rule"], "place": found["place"], "finding": key, "why": text}
    register("finding.waived", row, actor, at, detail=detail)
    return made
