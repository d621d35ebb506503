"""Hints of slow patterns: no text a pattern matches is passed over for want of its hint."""

import random
import re

import pytest

from gongkai.checks.personal import people
from gongkai.checks.wording import dates, growth, marks, numbers

HINTED = [
    pytest.param(vars(module)[name.removesuffix("_HINT")], hint, id=f"{module.__name__}.{name}")
    for module in (dates, growth, marks, numbers, people)
    for name, hint in vars(module).items()
    if name.endswith("_HINT")
]
WORDS = re.compile(r"[\u4e00-\u9fff]{1,8}|[A-Za-z]+|[^\w\s]")
NUMBERS = ["0", "5", "12", "8.5", "2014", "2014-01-32", "05", "1,234", "5%", "3~5％", " ", "上年", "同期"]  # fmt: skip

SLIPS = [
    *("政[2014]5号", "政〔14〕5号", "政〔2014〕05号", "2014年05月", "5月03日", "由50增加了60"),
    *("增加了到5", "提高到0.5个百分点", "约50人左右", "近百多", "超过50亿以上", "低于5%以下"),
]


@pytest.mark.parametrize(("pattern", "hint"), HINTED)
def test_hint_stands_in_every_text_its_pattern_matches(
    pattern: re.Pattern[str], hint: re.Pattern[str]
) -> None:
    chance = random.Random(6)
    told = WORDS.findall(pattern.pattern)
    parts = [
        *told,
        *(one for word in told for one in word),
        *(NUMBERS + SLIPS) * max(1, len(told) // 8),
    ]
    matched = 0
    for _ in range(4000):
        text = "".join(chance.choices(parts, k=chance.randint(1, 7)))
        if chance.random() < 0.3:
            text += text[-chance.randint(1, 4) :]
        found = pattern.search(text)
        matched += bool(found)
        assert not found or hint.search(text), text
    assert matched
