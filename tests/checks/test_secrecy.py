import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.findings import Severity
from gongkai.checks.known import Known, Term
from gongkai.checks.secrecy import covered, draft, mark, word


@pytest.mark.parametrize(
    "text",
    [
        "秘密★10年",
        "机密★长期",
        "绝密★启用前",
        "秘密 ★ 5 年",
        "机　密★1年",
        "机密☆",
        "机密★６个月　特急",
        "000001 机密★1年 石家庄市统计局文件",
        "机密",
        "绝密",
        "秘密",
        "秘 密",
        "【机密】",
        "机密·10年",
        "机密10年",
        "秘密    特急",
        "密级：秘密",
        "密 级: 机密",
        "内部资料 注意保存",
        "内部资料　注意保存　　　第3期",
        "内部资料，请注意保管。",
        "内部资料",
        "内部文件 严禁外传",
        "内部文件",
        "（内部资料）",
        "关于工业生产情况的报告（内部资料，不得公开）",
        "关于工业生产情况的报告（秘密）",
        "不得公开",
        "（不得公开）",
        "此件不公开",
        "（此件不予公开）",
        "仅供内部参考",
        "秘\u200b密★10年",
        "第一行是正文。\n机密\n第三行是正文。",
    ],
)
def test_mark_of_secrecy_blocks(text: str) -> None:
    (found,) = mark("正文第1段", text)
    assert (found.rule, found.severity, found.place) == (
        "secrecy.mark",
        Severity.BLOCK,
        "正文第1段",
    )
    assert found.why
    assert found.proposal


@pytest.mark.parametrize(
    "text",
    [
        "坚持“谁公开、谁审查，先审查、后公开”的原则，做好保密审查工作。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "属于国家秘密、商业秘密和个人隐私的政府信息不予公开。",
        "依法确定为国家秘密的政府信息不得公开。",
        "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。",
        "统计机构和统计人员对在统计工作中知悉的国家秘密、商业秘密和个人信息应当予以保密。",
        "严格执行保密规定，内部资料严禁上网，内部文件不得擅自复制。",
        "任何单位和个人不得公开能够识别或者推断单个统计调查对象身份的资料。",
        "商业秘密",
        "国家秘密",
        "1.属于国家秘密",
        "不予公开",
        "保密审查",
        "（三）不予公开",
        "涉密文件信息资料",
        "机密性和完整性",
        "密级：公开",
        "全市旅游收入增长★★★★级景区12家",
        "审查信息是否涉及国家秘密（含绝密、机密、秘密），由保密审查员签字。",
        "",
    ],
)
def test_prose_about_secrets_is_no_mark(text: str) -> None:
    assert list(mark("正文第1段", text)) == []


@given(st.integers(0, 6), st.sampled_from("绝机秘"), st.text(alphabet="统计公报，。 ", max_size=30))
def test_mark_is_found_wherever_it_stands_on_the_line(gap: int, level: str, around: str) -> None:
    assert list(mark("正文", f"{around}{level}{' ' * min(gap, 3)}密{' ' * gap}★{around}"))


def test_mark_is_found_once_a_line() -> None:
    assert len(list(mark("正文", "秘密★10年 机密★长期\n绝密★"))) == 2


def corpus_lines(corpus: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((corpus / "02_work_reports").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                for cell in row:
                    yield path.name, cell
    for path in sorted((corpus / "11_laws").glob("*.md")):
        yield path.name, path.read_text(encoding="utf-8")


def test_published_reports_and_laws_carry_no_mark(corpus: Path) -> None:
    read = 0
    for name, text in corpus_lines(corpus):
        read += len(re.findall(r"秘密|保密|机密", text))
        assert [found.excerpt for found in mark(name, text)] == []
    assert read >= 20, "the corpus speaks of secrets, or it proves nothing"


OWN = Known(
    date(2026, 3, 1),
    terms=(
        Term("secret", "甲计划"),
        Term("secret", "旧代号", until=date(2020, 1, 1)),
        Term("wrong", "扫黑险恶"),
    ),
)


@pytest.mark.parametrize("text", ["关于甲计划的说明", "关于甲 计划的说明", "甲\u200b计划"])
def test_own_word_blocks_and_is_never_quoted(text: str) -> None:
    (found,) = word("正文第1段", text, OWN)
    assert (found.rule, found.severity, found.waiver) == (
        *("secrecy.word", Severity.BLOCK),
        "secrecy",
    )
    assert "甲" not in found.excerpt + found.words + found.why + found.proposal
    assert "甲" not in covered(text.replace("\u200b", ""), OWN)


def test_words_of_other_lists_and_other_days_pass() -> None:
    assert list(word("正文第1段", "旧代号，扫黑险恶，某计划", OWN)) == []
    assert list(word("正文第1段", "甲计划", Known(date(2026, 3, 1)))) == []


@pytest.mark.parametrize(
    "name", ["统计办法（征求意见稿）", "工作要点（讨论稿）", "公报送审稿", "条例（草案）"]
)
def test_title_of_a_draft_warns(name: str) -> None:
    attachment = {"type": "attachment", "title": "定稿", "name": f"{name}.docx"}
    found = list(draft({"title": name, "body": [attachment]}, OWN))
    assert {one.rule for one in found} == {"secrecy.draft"}
    assert found[0].severity is Severity.WARN
    assert list(draft({"title": "关于公开征求意见的公告", "body": []}, OWN)) == []


@pytest.mark.parametrize("text", ["工作秘密★3年", "（工作秘密）"])
def test_mark_of_work_secrets_blocks(text: str) -> None:
    assert list(mark("正文第1段", text))
    assert list(mark("正文第1段", "国家秘密、工作秘密、商业秘密")) == []
