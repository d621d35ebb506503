"""What a person may do against a reply (救济途径), by result and day, and the terms that follow.

Since 2024-01-01 whoever is refused information must ask for review before a suit, and the reply must
say so, and name the organ and the period. The periods of the law on suits are 待核, so no text states
them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.articles import Article, article, known
from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.clock.letters import LastDay
from gongkai.law.outcomes import Lack, outcome

REVIEW_LAW = date(2024, 1, 1)
UNANSWERED = "unanswered"  # no reply in time: not a result, yet there is a remedy
REVIEW_DAYS, DECIDE_DAYS, DECIDE_MORE, SIMPLE_DAYS = 60, 60, 30, 30
ANSWER_DAYS, SIMPLE_ANSWER_DAYS, SUIT_DAYS, SUIT_MONTHS = 10, 5, 15, 6
# Directed to another law, not refused (第三十六条第（七）项): whether review must come first is 待核.
ELSEWHERE = "query"

REVIEW_FIRST = (
    "如对本答复不服，应当自收到本答复之日起60日内，先向{organ}申请行政复议；"
    "对行政复议决定不服的，再依法在法定期限内向人民法院提起行政诉讼。"
)
EITHER = (
    "如对本答复不服，可以自收到本答复之日起60日内向{organ}申请行政复议，"
    "也可以依法在法定期限内向人民法院提起行政诉讼。"
)
SOFT = (
    "如对本答复不服，可以自收到本答复之日起60日内向{organ}申请行政复议；"
    "对行政复议决定不服的，可以再依法在法定期限内向人民法院提起行政诉讼。"
)
BEFORE = "如对本答复不服，可以依法在法定期限内申请行政复议或者提起行政诉讼。"
CHANNEL = "行政复议申请书可以通过互联网渠道提交：{url}。"
NO_REPLY = (
    "行政机关未在法定期限内答复的，申请人可以向{organ}申请行政复议；"
    "对行政复议决定不服的，可以再依法在法定期限内向人民法院提起行政诉讼。"
)
NO_REPLY_BEFORE = "行政机关未在法定期限内答复的，申请人可以依法申请行政复议或者提起行政诉讼。"
FIRST_UNSURE = "是否必须先申请行政复议，待核"


@dataclass(frozen=True)
class Remedy:
    """The sentence for the letter, whether review comes first, and the articles behind it.

    doubt: what of it is not settled, for those who sign, never for the letter.
    """

    text: str
    review_first: bool
    articles: tuple[Article, ...]
    doubt: str = ""


def remedy(
    outcome_key: str, on: date, *, organ: str, channel: str = "", withheld_part: bool = False
) -> Remedy:
    """Return the remedy to state in a reply dated on a day.

    organ: who reviews the bureau's acts; channel: where its review may be asked for online.
    withheld_part: the reply withholds some of the information, whatever its result.
    Raises: LookupError for an unknown result.
    Law: 行政复议法 (2023) 第二十、二十二至二十四条; review first for a partial refusal is our caution.
    """
    new = on >= REVIEW_LAW
    first = new and _refuses(outcome_key, withheld_part)
    unsure = new and not first and outcome_key in {ELSEWHERE, UNANSWERED}
    keys = ["request.remedy", "review.period", "review.organ"]
    if unsure:
        more = "review.first.unanswered" if outcome_key == UNANSWERED else "review.first"
        keys += [more, "suit.after_review"]
    elif first:
        keys += ["review.first", "review.tell", "review.first.detail", "suit.after_review"]
    else:
        keys.append("suit.direct")
    text = _text(outcome_key, on, first=first).format(organ=organ)
    if new and channel and outcome_key != UNANSWERED:
        text += CHANNEL.format(url=channel)
        keys.append("review.channel")
    return Remedy(text, first, known(*keys, on=on), FIRST_UNSURE if unsure else "")


def names_channel(text: str) -> bool:
    """Say whether a remedy names where review may be asked for online."""
    return "互联网渠道" in text


def remedy_faults(
    text: str, outcome_key: str, on: date, *, organ: str, withheld_part: bool = False,
    body: str = "",
) -> tuple[Lack, ...]:  # fmt: skip
    """Return what is wrong with the remedy a letter of a day states, and with what its body says of it.

    Codes: remedy.missing, remedy.organ, remedy.first, remedy.direct, remedy.period.
    """
    wanted = remedy(outcome_key, on, organ=organ, withheld_part=withheld_part)
    plain, free = re.sub(r"\s", "", text), re.sub(r"\s", "", body)
    law = next(iter(known("review.tell", on=on) if wanted.review_first else wanted.articles), None)
    if "行政复议" not in plain:
        return (Lack("remedy.missing", "没有告知申请行政复议的途径。", law),)
    faults = []
    if wanted.review_first and not FIRST.search(plain):
        faults.append(Lack("remedy.first", "没有告知应当先申请行政复议。", law))
    if wanted.review_first and any(map(_suit_first, (plain, free))):
        faults.append(Lack("remedy.direct", "应当先申请行政复议，不能告知直接提起行政诉讼。", law))
    return (*faults, *(_untold(plain, free, outcome_key, on, organ) if on >= REVIEW_LAW else ()))


def _untold(plain: str, free: str, outcome_key: str, on: date, organ: str) -> Iterator[Lack]:
    """Yield what of the organ and the period is not told, or told wrongly."""
    if not organ or organ not in plain:
        yield Lack(
            "remedy.organ", "没有写明向哪个行政复议机关申请行政复议。", article("review.untold", on)
        )
    if outcome_key == UNANSWERED:
        return
    told = PERIOD.findall(plain)
    if not told or any(found not in SIXTY for found in (*told, *PERIOD.findall(free))):
        text = "申请行政复议的期限应当写明为60日。"
        yield Lack("remedy.period", text, article("review.period", on))


def _suit_first(text: str) -> bool:
    return bool(DIRECT.search(text) or SUIT_FIRST.search(text))


_COURT = "法院|诉讼|起诉"
FIRST = re.compile(rf"先(?:(?!{_COURT})[^。；]){{0,40}}?复议|复议前置")
SUIT_FIRST = re.compile(rf"先(?:(?!复议)[^。；]){{0,30}}?(?:{_COURT})")
DIRECT = re.compile(
    r"复议[^。；再]{0,12}(?:，|、)?(?:或者?|也可以?|亦可)[^。；]{0,40}(?:诉讼|起诉)"
    r"|直接[^。；]{0,20}(?:诉讼|起诉)"
)
PERIOD = re.compile(
    r"([0-9]+|[一二两三四五六七八九十百]+)(个?工作日|日|天|个?月|年)(?:之|以)?内"
    r"[^。；，]{0,12}(?:，先)?[^。；，]{0,40}复议"
)
SIXTY = frozenset({("60", "日"), ("六十", "日")})


def _refuses(outcome_key: str, withheld_part: bool) -> bool:
    if outcome_key in {ELSEWHERE, UNANSWERED}:
        return withheld_part
    return outcome(outcome_key).group in {"withheld", "partial"} or withheld_part


def _text(outcome_key: str, on: date, *, first: bool) -> str:
    new = on >= REVIEW_LAW
    if outcome_key == UNANSWERED:
        return NO_REPLY if new else NO_REPLY_BEFORE
    if first:
        return REVIEW_FIRST
    if outcome_key == ELSEWHERE and new:
        return SOFT
    return EITHER if new else BEFORE


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


def answer_until(
    received: date, calendar: Calendar = STANDARD, *, simplified: bool = False
) -> LastDay:
    """Return the last day to answer in a review: 10 working days, 5 in a simplified one.

    received: the day the copy of the request for review came. Raises: LookupError before 2024-01-01.
    Law: 行政复议法 (2023) 第四十八、五十四条; working days by its 第八十八条第二款.
    """
    days = SIMPLE_ANSWER_DAYS if simplified else ANSWER_DAYS
    key = "review.answer.simplified" if simplified else "review.answer"
    return LastDay(calendar.add_working_days(received, days), days, article(key, received))


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
