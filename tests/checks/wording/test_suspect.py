import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks.findings import Severity
from gongkai.checks.wording.suspect import fold, model, suspected, suspicions


@pytest.mark.parametrize(
    ("text", "said", "likely"),
    [
        ("坚持稳中求进工作总基掉，推动高质量发展。", "掉", "调"),
        ("扎实推进高质量发站，经济稳中向好。", "站", "展"),
        ("固定资产投姿增长较快，消费市场活跃。", "姿", "资"),
        ("我们深入贯彻落实中央决策部暑。", "暑", "署"),
    ],
)
def test_slip_in_official_prose_is_suspected_with_what_is_likely(
    text: str, said: str, likely: str
) -> None:
    (finding,) = suspected("正文第1段", text)
    assert (finding.rule, finding.severity) == ("wording.suspect", Severity.NOTE)
    assert (finding.words, finding.proposal) == (said, likely)


@pytest.mark.parametrize(
    "text",
    [
        "前三季度，全市经济平稳运行，居民收入稳定增长。",
        "坚持稳中求进工作总基调，推动高质量发展。",
        "打响“浙里来消费”品牌，举办“全闽乐购”活动。",
        "藁城区、鹿泉区、栾城区和正定县增长较快。",
        "abc 123 ，。",
    ],
)
def test_prose_without_slips_is_not_suspected(text: str) -> None:
    assert list(suspected("正文第1段", text)) == []


def test_names_of_things_are_not_read() -> None:
    assert list(suspected("附件1文件名", "坚持稳中求进工作总基掉，推动高质量发展。")) == []


def test_model_holds_counts_only() -> None:
    read = model()
    assert max(map(len, read.threes)) == 3
    assert read.least < 1


@given(st.one_of(st.text(), st.text(alphabet="中求进工作总基掉的部暑收人，。1a 龘𠀀", max_size=60)))
def test_no_text_raises_and_places_are_of_the_text(text: str) -> None:
    assert len(fold(text)) == len(text) + 4
    for one in suspicions(text, model(), 0.5):
        assert text[one.at] == one.said != one.likely
    list(suspected("正文第1段", text))
