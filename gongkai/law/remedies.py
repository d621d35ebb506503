"""What a person may do against a reply (救济途径), by result and day, and the terms that follow.

Since 2024-01-01 whoever is refused information, or gets no answer, must ask for review before a
suit, and the reply must say so. The periods of the law on suits are 待核, so no text states them.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.articles import Article, article, known
from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.clock.letters import LastDay
from gongkai.law.outcomes import Lack, outcome

REVIEW_LAW = date(2024, 1, 1)
UNANSWERED = "unanswered"  # no reply in time: not a result, yet there is a remedy
REVIEW_DAYS, DECIDE_DAYS, DECIDE_MORE, SIMPLE_DAYS = 60, 60, 30, 30
ANSWER_DAYS, SUIT_DAYS, SUIT_MONTHS = 5, 15, 6

REVIEW_FIRST = (
    "如对本答复不服，应当自收到本答复之日起60日内，先向行政复议机关申请行政复议；"
    "对行政复议决定不服的，再依法在法定期限内向人民法院提起行政诉讼。"
)
EITHER = (
    "如对本答复不服，可以自收到本答复之日起60日内向行政复议机关申请行政复议，"
    "也可以依法在法定期限内向人民法院提起行政诉讼。"
)
BEFORE = "如对本答复不服，可以依法在法定期限内申请行政复议或者提起行政诉讼。"
NO_REPLY = (
    "行政机关未在法定期限内答复的，申请人应当先向行政复议机关申请行政复议；"
    "对行政复议决定不服的，再依法在法定期限内向人民法院提起行政诉讼。"
)
NO_REPLY_BEFORE = "行政机关未在法定期限内答复的，申请人可以依法申请行政复议或者提起行政诉讼。"


@dataclass(frozen=True)
class Remedy:
    """The sentence for the letter, whether review comes first, and the articles behind it."""

    text: str
    review_first: bool
    articles: tuple[Article, ...]


def remedy(outcome_key: str, on: date, *, withheld_part: bool = False) -> Remedy:
    """Return the remedy to state in a reply dated on a day.

    withheld_part: the reply withholds some of the information, whatever its result.
    Raises: LookupError for an unknown result.
    Law: 行政复议法 (2023) 第二十、二十三条; review first for a partial refusal is our caution.
    """
    first = on >= REVIEW_LAW and _refuses(outcome_key, withheld_part)
    keys = ["request.remedy", "review.period"]
    if not first:
        keys.append("suit.direct")
    elif outcome_key == UNANSWERED:
        keys += ["review.first.unanswered", "review.tell", "suit.after_review"]
    else:
        keys += ["review.first", "review.tell", "review.first.detail", "suit.after_review"]
    return Remedy(_text(outcome_key, on, first=first), first, known(*keys, on=on))


def remedy_faults(text: str, outcome_key: str, on: date, *, withheld_part: bool = False) -> tuple[Lack, ...]:  # fmt: skip
    """Return what is wrong with the remedy a letter of a day states.

    Codes: remedy.missing, remedy.first, remedy.direct, remedy.period.
    """
    wanted = remedy(outcome_key, on, withheld_part=withheld_part)
    plain = re.sub(r"\s", "", text)
    law = next(iter(known("review.tell", on=on) if wanted.review_first else wanted.articles), None)
    if "行政复议" not in plain:
        return (Lack("remedy.missing", "没有告知申请行政复议的途径。", law),)
    faults = []
    if wanted.review_first and not FIRST.search(plain):
        faults.append(Lack("remedy.first", "没有告知应当先申请行政复议。", law))
    if wanted.review_first and DIRECT.search(plain):
        faults.append(Lack("remedy.direct", "应当先申请行政复议，不能告知直接提起行政诉讼。", law))
    periods = PERIOD.findall(plain)
    if on >= REVIEW_LAW and any(found not in {"60", "六十"} for found in periods):
        faults.append(
            Lack("remedy.period", "申请行政复议的期限应当为60日。", article("review.period", on))
        )
    return tuple(faults)


FIRST = re.compile(r"先[^。；]{0,20}(?:行政)?复议|复议前置")
DIRECT = re.compile(
    r"复议[^。；再]{0,12}(?:，|、)?(?:或者?|也可以?|亦可)[^。；]{0,40}(?:诉讼|起诉)"
    r"|直接[^。；]{0,20}(?:诉讼|起诉)"
)
PERIOD = re.compile(
    r"([0-9]+|[一二三四五六七八九十百]+)个?(?:工作)?日内[^。；，]{0,12}(?:，先)?[^。；，]{0,20}复议"
)


def _refuses(outcome_key: str, withheld_part: bool) -> bool:
    if outcome_key == UNANSWERED:
        return True
    return outcome(outcome_key).group in {"withheld", "partial"} or withheld_part


def _text(outcome_key: str, on: date, *, first: bool) -> str:
    if outcome_key == UNANSWERED:
        return NO_REPLY if first else NO_REPLY_BEFORE
    if first:
        return REVIEW_FIRST
    return EITHER if on >= REVIEW_LAW else BEFORE


def review_until(knew: date) -> LastDay:
    """Return the last day to ask for review: 60 days after the reply was known.

    Raises: LookupError before 2024-01-01.
    Law: 行政复议法 (2023) 第二十条.
    """
    return LastDay(knew + timedelta(REVIEW_DAYS), REVIEW_DAYS, article("review.period", knew))


def review_until_untold(knew: date) -> LastDay:
    """Return the last day to ask for review where the reply did not tell of it: one year.

    Raises: LookupError before 2024-01-01.
    Law: 行政复议法 (2023) 第二十条.
    """
    return LastDay(_months(knew, 12), 0, article("review.period", knew))


def decision_until(accepted: date, *, simplified: bool = False, extended: bool = False) -> LastDay:
    """Return the last day of a review: 60 days, 30 more when extended; 30 when simplified.

    Raises: ValueError for a simplified one extended; LookupError before 2024-01-01.
    Law: 行政复议法 (2023) 第五十三、六十二条.
    """
    if simplified and extended:
        raise ValueError("a simplified review is not extended")
    days = SIMPLE_DAYS if simplified else DECIDE_DAYS + (DECIDE_MORE if extended else 0)
    return LastDay(accepted + timedelta(days), days, article("review.decide", accepted))


def answer_until(received: date, calendar: Calendar = STANDARD) -> LastDay:
    """Return the last day to answer in a simplified review: 5 working days.

    Raises: LookupError before 2024-01-01.
    Law: 行政复议法 (2023) 第五十四条.
    """
    due = calendar.add_working_days(received, ANSWER_DAYS)
    return LastDay(due, ANSWER_DAYS, article("review.answer", received))


def suit_until(received: date, *, after_review: bool) -> LastDay:
    """Return the last day of a suit: 15 days after the decision of a review, else six months.

    Raises: LookupError before 2015-05-01.
    Law: 行政诉讼法 第四十五、四十六条, 待核.
    """
    if after_review:
        law = article("suit.after_review", received)
        return LastDay(received + timedelta(SUIT_DAYS), SUIT_DAYS, law)
    return LastDay(_months(received, SUIT_MONTHS), 0, article("suit.direct", received))


def _months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError("no such month")
