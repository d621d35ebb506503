"""The reader refuses a year that could not have been."""

import copy
from datetime import date, datetime

import pytest

from gongkai.config.demonstration import year as reader


def row_of(data, key):
    return next(row for row in data["items"] if row["key"] == key)


def step_of(row, step):
    return next(one for one in row["steps"] if one["step"] == step)


def _late(data):
    row_of(data, "work-press")["formed_on"] = date(2014, 3, 1)


def _author_signs(data):
    step_of(row_of(data, "work-press"), "office")["by"] = "sunqing"


def _twice(data):
    row = row_of(data, "work-press")
    step_of(row, "sign")["by"] = step_of(row, "secrecy")["by"]


def _wrong_post(data):
    step_of(row_of(data, "work-press"), "sign")["by"] = "majun"


def _other_section(data):
    step_of(row_of(data, "work-press"), "section")["by"] = "jinduo"


def _no_secrecy(data):
    row = row_of(data, "work-press")
    row["steps"].remove(step_of(row, "secrecy"))


def _on_sunday(data):
    row_of(data, "work-press")["released_at"] = datetime.fromisoformat("2014-04-20 10:00")


def _one_less(data):
    del row_of(data, "work-press")["counted_as"]


def _unknown_column(data):
    row_of(data, "work-press")["column"] = "news-nowhere"


def _unknown_field(data):
    row_of(data, "work-press")["colour"] = "red"


def _mistyped(data):
    row_of(data, "work-press")["category"] = "15"


def _same_key(data):
    data["items"].append(copy.deepcopy(row_of(data, "work-press")))


def _ragged(data):
    next(b for b in row_of(data, "gdp-q3")["body"] if b["type"] == "table")["rows"][0].pop()


def _unmarked(data):
    data["people"]["users"][0]["name"] = "高远"


def _edit_nowhere(data):
    data["events"]["corrected"][0]["edits"][0]["was"] = "没有这句话"


def _alone(data):
    paper = data["events"]["paper_signed"][0]
    paper["confirmed_by"] = paper["entered_by"]


def _after_delegation(data):
    data["events"]["delegated"][0]["until"] = datetime.fromisoformat("2014-07-15 08:30")


def _early_repeal(data):
    data["events"]["repealed"][0]["released_at"] = datetime.fromisoformat("2014-05-23 10:00")


def _not_back(data):
    data["events"]["sent_back"].pop()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_late, "after its term"),
        (_author_signs, "signs what they wrote"),
        (_twice, "signs twice"),
        (_wrong_post, "majun may not take the step sign"),
        (_other_section, "jinduo may not take the step section"),
        (_no_secrecy, "do not follow the route"),
        (_on_sunday, "out of office hours"),
        (_one_less, "32 items count, not 33"),
        (_unknown_column, "no such 'news-nowhere'"),
        (_unknown_field, "colour"),
        (_mistyped, "category"),
        (_same_key, "work-press: twice"),
        (_ragged, "ragged"),
        (_unmarked, "not marked"),
        (_edit_nowhere, "exactly once"),
        (_alone, "a second person apart"),
        (_after_delegation, "linan may not take the step sign"),
        (_early_repeal, "another moment than its successor"),
        (_not_back, "as many rounds as returns"),
    ],
)
def test_the_reader_refuses_a_year_that_could_not_have_been(spoil, why):
    data = reader.parsed()
    spoil(data)
    with pytest.raises(ValueError, match=why):
        reader.year(**data)
