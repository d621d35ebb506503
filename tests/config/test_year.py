"""The demonstration's year: what it holds, and that it adds up."""

import io
import json
import re
import zipfile
from collections import Counter
from datetime import timedelta
from decimal import Decimal

from gongkai.checks.examine import examine
from gongkai.checks.files import kind_of, safe_name
from gongkai.checks.findings import Severity
from gongkai.checks.known import Known
from gongkai.config.demonstration import year as reader
from gongkai.config.demonstration.audit import began, in_office
from gongkai.config.demonstration.happenings import (
    Corrected,
    Delegated,
    PaperSigned,
    Referred,
    Repealed,
    SentBack,
    Transferred,
    Withdrawn,
)
from gongkai.publishing import content, rules, words

YEAR = reader.load()


def events(shape):
    return [event for event in YEAR.events if isinstance(event, shape)]


def contents():
    """Return every content the year hands in, with its item and the day."""
    for item in YEAR.items:
        yield item, item.content()
        yield item, YEAR.first_content(item.key)
    for event in events(Corrected):
        item = YEAR.item(event.item)
        yield item, event.after(item.content())


def numbers(table):
    return {row[0]: [Decimal(cell) for cell in row[1:] if cell] for row in table["rows"]}


def table_of(key, caption):
    blocks = YEAR.item(key).body
    return next(b for b in blocks if b["type"] == "table" and caption in b["caption"])


def test_the_year_counts_thirty_three_items_by_its_rule():
    counted = [item for item in YEAR.items if item.counts]
    assert len(counted) == 33
    assert {item.released_at.year for item in counted} == {2014}
    assert Counter(item.counted_as for item in counted) == {
        "communique": 1,
        "notice": 4,
        "indicators": 15,
        "work": 13,
    }


def test_the_report_for_2014_is_the_last_act_of_all():
    last = YEAR.timeline()[-1]
    assert (last.kind, last.item) == ("release", "report-2014")
    assert last.at.isoformat() == "2015-03-30T16:26:00+08:00"


def test_the_timeline_is_in_order_and_holds_every_act_in_office_hours():
    acts = YEAR.timeline()
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert [act for act in acts if not in_office(act.at)] == []
    assert sum(act.kind == "release" for act in acts) == 59 + 3
    assert min(act.at for act in acts) >= YEAR.since


def test_events_stand_in_order_of_time_and_show_every_way_off_the_plain_road():
    assert [began(event) for event in YEAR.events] == sorted(began(e) for e in YEAR.events)
    assert Counter(type(event).__name__ for event in YEAR.events) == {
        "Transferred": 1,
        "Delegated": 1,
        "SentBack": 2,
        "Withdrawn": 1,
        "Referred": 1,
        "PaperSigned": 1,
        "Corrected": 1,
        "Repealed": 1,
        "Expired": 1,
    }


def test_everything_invented_is_marked_wherever_it_stands():
    assert all(user.name.startswith("演示·") for user in YEAR.users)
    assert all(found["demonstration"] is True for _, found in contents())
    counties = [one for one in YEAR.departments if one.kind == "county"]
    assert len(counties) >= 2
    assert all(one.name.endswith("统计局（演示）") for one in counties)
    noted = [b for i in YEAR.items if i.kind == "data" for b in i.body if b["type"] == "table"]
    assert noted
    assert all("演示" in block["note"] for block in noted)
    charts = [b for i in YEAR.items for b in i.body if b["type"] == "chart"]
    assert len(charts) >= 3
    assert all("演示" in block["title"] for block in charts)


def test_only_what_is_sent_back_for_it_has_a_finding_of_the_checks():
    found = [
        (item.key, finding.rule)
        for item, one in contents()
        for finding in examine(
            one,
            {file.sha256: file.data for file in item.files},
            Known(item.steps[0].at.date(), hosts=frozenset({"tongji.example"})),
        )
        if finding.severity is not Severity.NOTE
    ]
    assert found == [("ind-2014-04", "claims.table")]


def test_bodies_are_already_as_the_canonical_content_keeps_them():
    for item, found in contents():
        assert json.loads(rules.canonical(found)) == found, item.key
        for block in found["body"]:
            if block["type"] == "text":
                assert content.clean_html(block["html"]) == block["html"], item.key
    assert set(YEAR.channels) == set(words.CHANNELS)
    assert {item.kind for item in YEAR.items} <= words.ROUTE.keys()


def test_files_are_what_their_names_say_and_the_same_each_time():
    made = [file for item in YEAR.items for file in item.files]
    assert sorted(kind_of(file.name, file.data).extension for file in made) == [
        "png",
        "xlsx",
        "xlsx",
    ]
    again = [file for item in reader.year(**reader.parsed()).items for file in item.files]
    assert [file.sha256 for file in made] == [file.sha256 for file in again]
    for file in made:
        assert safe_name(file.name) == file.name
        if file.name.endswith(".xlsx"):
            members = zipfile.ZipFile(io.BytesIO(file.data)).infolist()
            assert {member.date_time[0] for member in members} == {1980}
    named = {
        b["sha256"] for i in YEAR.items for b in i.body if b["type"] in {"image", "attachment"}
    }
    assert named == {file.sha256 for file in made}


def test_the_long_table_has_two_hundred_rows_of_its_rule():
    rows = table_of("towns-2013", "基本情况")["rows"]
    assert len(rows) == 200
    assert rows[0] == ["演示乡镇001", str(4200 + 137), str(13600 + 431), str(18 + 7)]
    assert len({row[0] for row in rows}) == 200


def test_budget_and_final_accounts_add_up():
    budget = numbers(table_of("budget-2014", "部门收支预算"))
    spent = [row[0] for name, row in budget.items() if name not in {"合计", "公共财政预算拨款"}]
    assert [sum(spent)] * 2 == budget["合计"]
    for key, column in (("budget-2014", 0), ("final-2013", 0), ("final-2013", 1)):
        three = numbers(table_of(key, "“三公”经费"))
        parts = [row[column] for name, row in three.items() if name.startswith(("因公", "公务"))]
        assert sum(parts) == three["“三公”经费合计"][column]
    final = numbers(table_of("final-2013", "收入支出决算"))
    assert final["本年收入合计"][0] - final["本年支出合计"][0] == final["年末结转"][0]
    assert final["基本支出"][0] + final["项目支出"][0] == final["本年支出合计"][0]


def test_sectors_and_industries_add_up_to_their_totals():
    for key, caption in (
        ("gdp-2014", "核算结果"),
        ("communique-2013", "全市生产总值"),
        ("gdp-q3", "核算结果"),
        ("communique-2014", "全市生产总值"),
        ("services-q1", "营业收入"),
        ("industry-h1", "财务指标"),
    ):
        total, *parts = table_of(key, caption)["rows"]
        assert sum(Decimal(row[1]) for row in parts) == Decimal(total[1]), key


def test_figures_in_the_text_stand_in_the_table():
    for item in YEAR.items:
        if item.key.startswith("ind-20"):
            assert _loose(item.content()) == set(), item.key


def _loose(found):
    """Return the figures with a unit in the text that the table does not hold."""
    table = next(block for block in found["body"] if block["type"] == "table")
    cells = {cell for row in table["rows"] for cell in row}
    cells |= {str(Decimal(row[2]) - 100) for row in table["rows"] if row[1] == "%"}
    text = next(block for block in found["body"] if block["type"] == "text")["html"]
    return set(re.findall(r"(\d+\.\d)(?:%|亿)", text)) - cells


def test_a_correction_says_what_and_why_and_changes_one_name():
    event = events(Corrected)[0]
    before = YEAR.item(event.item).content()
    after = event.after(before)
    assert after["correction"] == {"what": event.what, "why": event.why}
    assert "财政总收入" in str(before["body"])
    assert "财政总收入" not in str(after["body"])
    assert timedelta(days=1) < event.released_at - YEAR.item(event.item).released_at


def test_what_was_sent_back_first_read_otherwise():
    for event in events(SentBack):
        first, released = YEAR.first_content(event.item), YEAR.item(event.item).content()
        assert first != released
        assert event.edits[0].was in str(first)
        assert event.edits[0].was not in str(released)
        assert event.reason


def test_a_draft_in_doubt_holds_no_content_and_never_comes_out():
    event = events(Referred)[0]
    item = YEAR.item(event.item)
    assert item.released_at is None
    assert "不录入任何存疑内容" in str(item.body)
    assert YEAR.item(events(Withdrawn)[0].item).released_at is None


def test_one_leader_signs_for_another_only_while_delegated():
    event = events(Delegated)[0]
    lent = [step for item in YEAR.items for step in item.steps if step.behalf]
    assert [(step.by, step.behalf) for step in lent] == [(event.taker, event.giver)]
    assert event.since <= lent[0].at < event.until
    away = [
        step
        for item in YEAR.items
        for step in item.steps
        if step.by == event.giver and event.since <= step.at < event.until
    ]
    assert away == []


def test_work_open_on_the_day_of_the_transfer_is_taken_up_by_the_new_head():
    event = events(Transferred)[0]
    towns = YEAR.item("towns-2013")
    assert towns.steps[0].at < event.effective < towns.released_at
    section = next(step for step in towns.steps if step.step == "section")
    assert section.by == next(m.user for m in event.moves if m.takes == "general.head")


def test_the_successor_and_the_repeal_come_out_in_the_same_moment():
    event = events(Repealed)[0]
    assert YEAR.item(event.successor).released_at == event.released_at


def test_a_signature_on_paper_is_entered_by_one_and_confirmed_by_another_person():
    event = events(PaperSigned)[0]
    persons = {event.signer, event.entered_by, event.confirmed_by}
    assert len(persons) == 3
    assert persons.isdisjoint(step.by for step in YEAR.item(event.item).steps)
    assert kind_of(event.scan.name, event.scan.data).is_image


def test_every_column_that_holds_items_has_one_and_is_fresh_at_the_end():
    end = YEAR.timeline()[-1].at
    newest = {}
    for item in YEAR.items:
        if item.released_at:
            newest[item.column] = max(item.released_at, newest.get(item.column, item.released_at))
    for column in YEAR.columns:
        if column.fresh_days and column.key in newest:
            assert (end - newest[column.key]).days <= column.fresh_days, column.key
    leaves = {column.key for column in YEAR.columns if column.fresh_days}
    assert leaves - newest.keys() == set()


def test_a_content_is_fresh_each_time_it_is_asked_for():
    first = YEAR.item("guide-2014").content()
    first["body"].clear()
    assert YEAR.item("guide-2014").content()["body"]
