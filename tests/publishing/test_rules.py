"""Routes, the table of moves, who may sign, and what a signature binds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing import rules
from gongkai.publishing.rules import ROUTES, Stage, Step, following, moves, route_faults

GENERAL = ROUTES["general"]


@pytest.mark.parametrize("kind", sorted(ROUTES))
def test_built_in_routes_are_lawful_and_sign_each_step_by_its_own_post(kind):
    assert route_faults(ROUTES[kind], kind) == []


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        (GENERAL[1:], "starts"),
        (GENERAL[:-1], "ends"),
        (tuple(stage for stage in GENERAL if stage.step is not Step.SECRECY), "secrecy"),
        ((*GENERAL[:2], *GENERAL[1:]), "steps"),
        ((GENERAL[0], Stage(Step.RELEASED, "office"), *GENERAL[1:]), "steps"),
        ((*GENERAL[:2], Stage(Step.SECRECY, "editor"), *GENERAL[3:]), "posts"),
        ((*GENERAL[:-1], Stage(Step.SIGN, "office")), "posts"),
        ((), "starts"),
    ],
)
def test_route_faults_name_what_a_route_lacks(route, fault):
    assert fault in route_faults(route)


def test_moves_lead_through_the_2014_route_and_back_to_the_author():
    table = moves(GENERAL)
    step, road = Step.DRAFT, []
    while step is not Step.APPROVED:
        to = following(GENERAL, step)
        road.append((step, to, table[(step, to)]))
        step = to
    assert [str(post) for _, _, post in road] == ["editor", "head", "secrecy", "office", "leader"]
    assert all((step, Step.DRAFT) in table for step, _, _ in road[1:])


def test_following_knows_no_step_outside_the_route():
    with pytest.raises(LookupError):
        following(GENERAL, Step.FIGURES)


@pytest.mark.parametrize(
    ("person", "holder", "why"),
    [
        (1, 1, "contributor"),  # wrote it
        (5, 1, "contributor"),  # signs for somebody who wrote it
        (1, 5, "contributor"),  # wrote it, and signs for somebody else
        (2, 2, "twice"),
        (5, 2, "twice"),
        (2, 5, "twice"),
        (5, 6, ""),
    ],
)
def test_nobody_signs_what_they_or_their_giver_wrote_or_signed(person, holder, why):
    assert rules.may_sign(person=person, holder=holder, contributors={1}, signed={2}) == why


def test_digest_differs_by_round_step_and_every_other_thing_bound():
    works = [("disclosure", "7", "a" * 64)]
    bound = {"card": "演示〔2014〕1号", "round": 1, "step": "section", "release_at": ""}
    first = rules.digest(works, **bound)
    others = [rules.digest(works, **bound | {key: "other"}) for key in bound]
    others.append(rules.digest([("disclosure", "7", "b" * 64)], **bound))
    assert first == rules.digest(list(works), **bound)
    assert len({first, *others}) == 1 + len(others)


def test_digest_does_not_depend_on_the_order_of_works():
    works = [("disclosure", "7", "a"), ("change", "9", "b")]
    assert rules.digest(works, round=1) == rules.digest(works[::-1], round=1)


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_what_fits_storage_can_be_hashed_and_holds_no_nul(value):
    rules.canonical({"value": value})
    assert rules.fits_storage(value) == ("\x00" not in "".join(texts(value)))


def texts(value):
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    for one in [*value, *value.values()] if isinstance(value, dict) else value:
        yield from texts(one) if not isinstance(value, str) else ()


def test_half_a_character_never_fits_storage():
    assert not rules.fits_storage({"rows": [["\ud800"]]})
