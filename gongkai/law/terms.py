"""Terms (期限): how long an act may take, by which article, and what is left of it.

A due date is derived from recorded facts each time it is shown; it is never stored as truth.
"""

from dataclasses import dataclass
from datetime import date

from gongkai.law.articles import Article, article
from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.refused import Refused

PUBLISH_DAYS = 20  # in both regulations


@dataclass(frozen=True)
class Term:
    """A term in working days: its last day, the days used and left (negative when overdue)."""

    days: int
    due: date
    used: int
    left: int
    article: Article
    provisional: bool

    def __str__(self) -> str:
        state = f"尚余{self.left}个" if self.left >= 0 else f"已超期{-self.left}个"
        tail = "，放假安排尚未公布，暂按周末计算" if self.provisional else ""
        return (
            f"{self.days}个工作日，至{self.due.year}年{self.due.month}月{self.due.day}日止，"
            f"已用{self.used}个，{state}（依据{self.article}）{tail}"
        )


def publish_term(formed: date, today: date, calendar: Calendar = STANDARD) -> Term:
    """Return the term to publish information on one's own initiative, by the day it was formed.

    Unit: working days; the day of forming is not counted.
    Raises: Refused "term.no_law" for a day before the first regulation.
    Law: 政府信息公开条例 (2008) 第十八条, 待核; (2019) 第二十六条.
    """
    try:
        law = article("publish.term", formed)
    except LookupError as missing:
        raise Refused(
            "term.no_law",
            f"{formed.year}年{formed.month}月{formed.day}日《政府信息公开条例》尚未施行，没有法定公开期限。",
        ) from missing
    return term(formed, PUBLISH_DAYS, law, today=today, calendar=calendar)


def term(
    first: date, days: int, law: Article, *, today: date, calendar: Calendar = STANDARD
) -> Term:
    """Return a term of some working days after a day, the day itself not counted.

    Raises: ValueError if days is negative.
    """
    due = calendar.add_working_days(first, days)
    used = max(0, calendar.working_days_between(first, today))
    return Term(
        days=days,
        due=due,
        used=used,
        left=days - used,
        article=law,
        provisional=bool(calendar.provisional_years(first, due)),
    )
