from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.law.refused import Refused
from gongkai.register import actions, queries, rules
from gongkai.register.models import Entry
from gongkai.register.queries import Criteria
from tests.make import NOW, SHANGHAI
from tests.register.ledgers import CLERK, an_entry, run, unguarded

MOMENT = timedelta(seconds=5)


def seqs(found) -> list[int]:
    return [entry.seq for entry in found]


def test_now_is_the_wall_clocks_in_a_real_register_whatever_the_setting(real, settings):
    settings.NOW = "2015-03-30T16:26:00+08:00"
    assert abs(queries.now() - timezone.now()) < MOMENT


def test_now_is_the_wall_clocks_before_the_register_is_born(db):
    assert abs(queries.now() - timezone.now()) < MOMENT
    assert not queries.is_demonstration()


@pytest.mark.database
def test_now_of_a_demonstration_starts_where_it_was_made_ready_and_advances(demonstration):
    an_entry("demonstration.ready", at=NOW - timedelta(days=1), subject="register")
    ready = an_entry("demonstration.ready", at=NOW, subject="register")
    an_entry(at=NOW + timedelta(days=30))
    passed = timezone.now() - ready.recorded_at
    first = queries.now()
    assert NOW + passed <= first < NOW + passed + MOMENT
    assert queries.now() > first


@pytest.mark.parametrize("text", ["2015-03-30T16:26:00+08:00", "2015-03-30 16:26"])
def test_now_of_a_demonstration_may_be_set_from_outside(demonstration, settings, text):
    settings.NOW = text
    start = datetime(2015, 3, 30, 16, 26, tzinfo=SHANGHAI)
    assert start <= queries.now() < start + timedelta(hours=2)


def test_period_includes_both_days_as_people_here_count_them(demonstration):
    first = an_entry(at=datetime(2014, 11, 1, 0, 0, tzinfo=SHANGHAI)).seq
    last = an_entry(at=datetime(2014, 11, 30, 23, 59, 59, 999999, tzinfo=SHANGHAI)).seq
    an_entry(at=datetime(2014, 12, 1, 0, 0, tzinfo=SHANGHAI))
    month = Entry.objects.for_period(date(2014, 11, 1), date(2014, 11, 30))
    assert seqs(month) == [first, last]
    assert seqs(Entry.objects.for_period(None, date(2014, 10, 31))) == [1]
    assert len(Entry.objects.for_period(date(2014, 11, 30), None)) == 2


@pytest.mark.database
def test_channel_is_found_by_its_whole_name_only(demonstration):
    both = an_entry(channels=["门户网站", "石家庄日报"]).seq
    paper = an_entry(channels=["日报"]).seq
    assert seqs(Entry.objects.through_channel("门户网站")) == [both]
    assert seqs(Entry.objects.through_channel("日报")) == [paper]
    assert seqs(Entry.objects.through_channel("%")) == []


@pytest.mark.database
def test_ledger_words_combine(demonstration):
    release = {"verb": "disclosure.released", "channels": ["门户网站"]}
    wanted = an_entry(column="统计公报", department="综合处", **release).seq
    an_entry(column="统计公报", department="办公室", **release)
    an_entry(column="统计公告", department="综合处", **release)
    an_entry("card.opened", column="统计公报", department="综合处", channels=["门户网站"])
    asked = Criteria(column="统计公报", department="综合处", channel="门户网站")
    assert seqs(queries.entries(asked)) == [wanted]
    assert len(queries.entries()) == 5
    assert len(Entry.objects.released().in_column("统计公报")) == 2
    assert len(Entry.objects.of_department("综合处").of("card.opened")) == 1


def test_entries_are_found_by_what_they_are_about(demonstration):
    one, other = an_entry(subject="card:1").seq, an_entry(subject="card:2").seq
    an_entry(subject="card:11")
    assert seqs(Entry.objects.about("card:1")) == [one]
    assert seqs(Entry.objects.about(["card:1", "card:2"])) == [one, other]


@pytest.mark.database
def test_head_is_the_size_and_root_of_all_leaves(demonstration):
    for size in range(1, 20):
        hashes = [bytes.fromhex(text) for text in Entry.objects.values_list("leaf_hash", flat=True)]
        assert queries.head() == (size, rules.root(hashes).hex())
        an_entry()


def test_head_forgets_entries_of_an_act_undone(demonstration):
    with transaction.atomic():
        an_entry()
        undone = queries.head()
        transaction.set_rollback(True)
    leaf = rules.leaf_hash(rules.leaf(1, demonstration.commit))
    assert queries.head() == (1, rules.root([leaf]).hex())
    an_entry()
    assert queries.head()[0] == undone[0] == 2
    assert queries.head()[1] != undone[1]


def test_head_of_an_unborn_register_is_the_hash_of_nothing(db):
    assert queries.head() == (0, rules.root([]).hex())


def test_head_costs_two_questions_however_long_the_log(demonstration, django_assert_num_queries):
    queries.head()
    an_entry()
    with django_assert_num_queries(2):
        queries.head()


def test_blob_refuses_bytes_that_are_no_longer_what_they_were(demonstration):
    sha256 = actions.keep(b"x", media_type="text/plain")
    queries.blob_path(sha256).write_bytes(b"y")
    with pytest.raises(Refused) as refusal:
        queries.blob(sha256)
    assert refusal.value.code == "register.changed"


@pytest.mark.parametrize("sha256", ["0" * 64, "", "../../../etc/passwd", "0" * 63 + "G"])
def test_blob_is_not_found_when_it_was_never_kept(demonstration, sha256):
    with pytest.raises(LookupError):
        queries.blob(sha256)


def test_blob_is_not_found_when_its_file_is_gone(demonstration):
    sha256 = actions.keep(b"x", media_type="text/plain")
    queries.blob_path(sha256).unlink()
    with pytest.raises(LookupError, match="not on disk"):
        queries.blob(sha256)


def test_ledger_page_is_newest_first_fifty_a_page(demonstration):
    for number in range(60):
        an_entry("disclosure.released", title=f"演示{number}")
    first, second = (queries.ledger_page(Criteria(), number) for number in (1, 2))
    assert [row.title for row in first.rows] == [f"演示{n}" for n in range(59, 9, -1)]
    assert [row.title for row in second.rows] == [f"演示{n}" for n in range(9, -1, -1)]
    assert (first.total, first.pages, first.number, second.number) == (60, 2, 1, 2)


@pytest.mark.parametrize(("asked", "number"), [("x", 1), ("99", 1), ("-3", 1), ("", 1)])
def test_ledger_page_out_of_range_is_the_nearest(demonstration, asked, number):
    assert queries.ledger_page(Criteria(), asked).number == number


def test_ledger_costs_the_same_questions_however_many_lines(
    demonstration, django_assert_max_num_queries
):
    for _ in range(30):
        an_entry("disclosure.released", channels=["门户网站"])
    with django_assert_max_num_queries(6):
        assert len(queries.ledger_page(Criteria()).rows) == 30


def test_ledger_row_of_an_erased_body_says_so(demonstration):
    entry = an_entry("disclosure.released", title="演示来信")
    actions.erase_payload([entry.seq], by=CLERK, at=NOW, reason="含个人信息")
    (row,) = queries.ledger_page(Criteria()).rows
    assert (row.title, row.actor, row.seq) == ("〔内容已清除〕", "", entry.seq)


def test_print_holds_no_more_than_its_limit_and_says_so(demonstration):
    for number in range(3):
        an_entry("disclosure.released", title=f"演示{number}")
    page = queries.ledger_print(Criteria(), limit=2)
    assert [row.title for row in page.rows] == ["演示0", "演示1"]
    assert page.cut == "只列出前2条，其余请导出电子表格。"
    assert queries.ledger_print(Criteria(), limit=3).cut == ""


@pytest.mark.parametrize("body", ["{", "{}", "[]"])
def test_ledger_row_of_a_changed_body_says_so(demonstration, body):
    entry = an_entry("disclosure.released", title="演示公报")
    with unguarded():
        run("UPDATE register_payload SET body = %s WHERE entry_id = %s", body, entry.seq)
    (row,) = queries.ledger_page(Criteria()).rows
    page = queries.entry_page(entry.seq)
    assert "被改动" in row.title
    assert (page.unreadable, page.erased, page.commit) == (True, False, entry.commit)


def test_file_of_the_ledger_is_named_by_its_period_and_kind(demonstration):
    october = Criteria(first=date(2014, 10, 1), last=date(2014, 10, 31))
    named = "登记台账（演示）_2014-10-01_2014-10-31.xlsx"
    assert queries.ledger_file_name(october, NOW) == named
    assert queries.ledger_file_name(Criteria(), NOW) == "登记台账（演示）_启用_2014-10-20.xlsx"


def test_entry_page_shows_what_is_known(demonstration):
    sha256 = actions.keep(b"x", media_type="text/plain")
    detail = {"card": "演示1号", "purged": True, "hashes": ["a", "b"], "odd": None}
    channels = ["门户网站", "报纸"]
    entry = an_entry(title="演示公报", snapshot=sha256, channels=channels, detail=detail)
    page = queries.entry_page(entry.seq)
    assert (page.label, page.snapshot, page.snapshot_state) == ("建立审批卡", sha256, "kept")
    assert dict(page.fields)["渠道"] == "门户网站、报纸"
    assert dict(page.fields)["经手人"] == "演示甲"
    assert dict(page.detail) == {
        "审批卡": "演示1号",
        "内容已清除": "是",
        "所清除的归档件": "a、b",
        "odd": "无",
    }


def test_entry_page_of_an_unknown_number_is_not_found(demonstration):
    with pytest.raises(LookupError):
        queries.entry_page(2)


def test_choices_are_what_entries_name(demonstration):
    an_entry(column="统计公报", channels=["门户网站", "报纸"])
    an_entry(column="统计公告", channels=["报纸"])
    assert queries.choices() == {
        "column": ["统计公告", "统计公报"],
        "department": ["综合处（演示）"],
        "channel": ["报纸", "门户网站"],
    }


def test_choices_are_in_no_need_of_a_born_register(db):
    assert queries.choices() == {"column": [], "department": [], "channel": []}
