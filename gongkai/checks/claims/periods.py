"""When a number was so (时期): out of the sentence, else out of what is known of the text."""

import re
from dataclasses import dataclass

_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4}
_DATES = re.compile(
    r"(?P<basis>[比较](?:上年|去年|年初)?|以)?"
    r"(?:(?P<year>(?:19|20)\d\d) ?年(?:(?:全年|末|底|度|年末)*)|(?P<whole>全年|年末))?"
    r"(?:(?P<half>[上下])半年|(?P<sofar>前)?(?P<quarter>[一二三四])季度(?!末)|"
    r"(?:(?P<from>\d{1,2})(?:月份?)?(?:—|-|~|至|到))?(?P<month>\d{1,2})月(?:份|末)?(?!均))?"
)


@dataclass(frozen=True)
class Period:
    """A period as claims write it, and whether it adds up from the beginning of the year."""

    name: str = ""
    cumulative: bool = False


def year_of(period: str) -> str:
    """Return the year of a period, empty if it has none."""
    return period[:4] if re.match(r"(?:19|20)\d\d", period) else ""


def latest(text: str, now: Period) -> Period:
    """Return the period that holds behind a stretch of text, which held `now` before it."""
    for match in _DATES.finditer(text):
        if match[0] and not match["basis"]:
            now = _named(match, now)
    return now


def _named(match: re.Match[str], now: Period) -> Period:
    year = match["year"] or year_of(now.name)
    if not year:
        return now
    if match["half"]:
        return Period(f"{year}-S{1 if match['half'] == '上' else 2}")
    if match["quarter"]:
        return Period(f"{year}-Q{_QUARTER[match['quarter']]}", bool(match["sofar"]))
    if match["month"]:
        month = int(match["month"])
        return Period(f"{year}-{month:02d}", bool(match["from"])) if 1 <= month <= 12 else now
    return Period(year) if match["year"] or match["whole"] else now
