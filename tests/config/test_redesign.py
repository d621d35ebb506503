"""The demonstration's site: its profile, and its redesign in the year it happened."""

from importlib.resources import files

import pytest

from gongkai.config.demonstration import site
from gongkai.config.demonstration import year as reader
from gongkai.config.demonstration.audit import in_office
from gongkai.design.looks import LOOKS
from gongkai.publishing import rules

TEXT = files("gongkai.config.demonstration").joinpath("site.toml").read_text("utf-8")
FOUND = site.load()


def test_redesign_happens_in_2014_in_office_hours_and_in_order():
    assert [act.kind for act in FOUND.acts] == [
        "draft",
        "submit",
        "sign",
        "sign",
        "sign",
        "release",
    ]
    assert all(in_office(act.at) and act.at.year == 2014 for act in FOUND.acts)
    assert FOUND.released_at == FOUND.acts[-1].at


def test_redesign_names_columns_and_people_of_the_year_and_no_author_signs():
    year = reader.load()
    columns, users = {one.key for one in year.columns}, {one.username for one in year.users}
    named = {*FOUND.renamed, *FOUND.closed, *FOUND.closed.values(), *FOUND.moved}
    assert named <= columns
    drafter, submitter, *signers, _ = (act.by for act in FOUND.acts)
    assert {drafter, submitter, *signers} <= users
    assert len({submitter, *signers}) == 4
    assert drafter not in signers


def test_profile_is_fit_for_approval_and_says_what_is_invented():
    found = {"code": "1301000000", **FOUND.opening}
    assert rules.profile_faults(found) == []
    assert rules.guide_gaps(found) == []
    assert {FOUND.opening["look"], FOUND.look} <= LOOKS.keys()
    invented = ("address", "phone", "icp", "police")
    assert all("演示" in FOUND.opening["footer"][name] for name in invented)
    assert all("演示" in FOUND.opening["guide"][name] for name in ("address", "hours", "phone"))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("2014-09-17 09:40:00", "2014-09-15 09:40:00", "out of order"),
        ('fax = "0311-00000002（演示）"', 'fax = ""', "lacks"),
    ],
)
def test_site_that_could_not_have_been_is_refused(was, now, said):
    assert was in TEXT
    with pytest.raises(ValueError, match=said):
        site.read(TEXT.replace(was, now))
