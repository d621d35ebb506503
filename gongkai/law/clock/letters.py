"""Terms of letters to the mailbox (政府信箱) and of petitions (信访)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.articles import Article, article
from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.terms import Term, term

SIMPLE, OTHER = 5, 15  # working days; defaults from the rule for websites, 待核


class Petition(StrEnum):
    """The steps of a petition that have a term."""

    DISPATCH = "dispatch"  # 书面告知接收情况; 转送、交办 is the petition office's
    FINISH = "finish"  # 办结
    RECHECK = "recheck"  # 复查
    REVIEW = "review"  # 复核


@dataclass(frozen=True)
class LastDay:
    """The last day of a term in calendar days or months, and the article that sets it."""

    on: date
    days: int  # 0 where the law counts in months
    article: Article


PETITION_DAYS = {
    Petition.DISPATCH: 15,
    Petition.FINISH: 60,
    Petition.RECHECK: 30,
    Petition.REVIEW: 30,
}
PETITION_MORE = 30  # only for finishing


def letter_term(received: date, days: int, calendar: Calendar = STANDARD, *, today: date) -> Term:
    """Return the term to answer a letter; how many working days is a rule of the bureau's.

    Law: 政府网站发展指引, 待核.
    Raises: ValueError if days is negative; LookupError before that rule (2017-05-15).
    """
    return term(received, days, article("letter.reply", received), today=today, calendar=calendar)


def petition_term(step: Petition, accepted: date, *, extended: bool = False) -> LastDay:
    """Return the last day of a step of a petition; extended: by 30 days, for finishing only.

    Unit: calendar days; the first day is not counted.
    Raises: ValueError for an extension of another step; LookupError before 2022-05-01.
    Law: 信访工作条例 (2022) 第二十三、三十四至三十六条.
    """
    if extended and step is not Petition.FINISH:
        raise ValueError("only the term to finish can be extended")
    days = PETITION_DAYS[step] + (PETITION_MORE if extended else 0)
    return LastDay(accepted + timedelta(days=days), days, article(f"petition.{step}", accepted))
