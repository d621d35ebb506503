"""Why a fact may not be added (不予办理), with the article that says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.articles import Article, known
from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.clock.account import CONSULTS, Clock, clock, say
from gongkai.law.clock.facts import Channel, Event, Fact, Party
from gongkai.law.clock.reckoning import reckon, regime_of
from gongkai.law.refused import Refused

FAR = timedelta(days=2 * 366)  # no term reaches so far: a slip of the pen
LAPSES = {"uncorrected": "request.correct", "unpaid": "fee.lapse"}  # results of law.outcomes
ENDS = {
    "uncorrected": (Event.CORRECTION_ASKED, Event.CORRECTED, "补正"),
    "unpaid": (Event.FEE_ASKED, Event.FEE_PAID, "缴费"),
}


def fault(
    facts: Sequence[Fact], new: Fact, *, today: date, calendar: Calendar = STANDARD
) -> Refused | None:
    """Return why a new fact may not be added to the recorded ones, or None.

    Raises: ValueError if the recorded facts themselves cannot be.
    """
    case = _Case(facts, new, clock(facts, today=new.on, calendar=calendar), calendar)
    return _dates(case, today) or _order(case) or RULES[Event(new.event)](case) or _whole(case)


@dataclass(frozen=True)
class _Case:
    facts: Sequence[Fact]
    new: Fact
    clock: Clock  # on the day of the new fact
    calendar: Calendar

    def all(self, event: Event) -> list[Fact]:
        return [fact for fact in self.facts if fact.event == event]

    def has(self, event: Event) -> bool:
        return any(fact.event == event for fact in self.facts)

    def first(self, event: Event) -> Fact | None:
        return next((fact for fact in self.facts if fact.event == event), None)

    def law(self, key: str) -> Article | None:
        found = known(key, on=self.clock.received or self.new.on)
        return found[0] if found else None

    @property
    def old(self) -> bool:
        return self.clock.regime == "2008"

    @property
    def limit(self) -> int:
        return regime_of(self.clock.received or self.new.on).extension

    @property
    def late(self) -> bool:
        return self.clock.due is not None and self.new.on > self.clock.due


def _dates(case: _Case, today: date) -> Refused | None:
    new = case.new
    if new.on > today:
        return Refused("clock.future", f"{say(new.on)}还没有到，只能记载已经发生的事，请核对日期。")
    if new.days < 0 or (new.until is not None and new.until < new.on):
        return Refused("clock.order", "截止日期早于发生日期，或天数为负，请核对。")
    if new.until is not None and new.until - new.on > FAR:
        return Refused("clock.far", f"{say(new.until)}过于遥远，请核对日期。")
    return None


def _order(case: _Case) -> Refused | None:
    new = case.new
    if new.event == Event.SUBMITTED:
        return None
    if case.has(Event.CLOSED):
        return Refused(
            "clock.closed", "这件申请已经答复，不能再办理；需要重新答复的，请先按复议或诉讼的结果重新办理。",
            case.law("request.archive"),
        )  # fmt: skip
    if new.event == Event.RECEIVED:
        return None
    if case.clock.received is None:
        return Refused(
            "clock.unreceived",
            "尚未确定收到申请之日，请先确认收到日期。",
            case.law("request.receipt"),
        )
    if new.on < case.clock.received:
        return Refused(
            "clock.order",
            f"{say(new.on)}早于收到申请之日{say(case.clock.received)}，请核对日期。",
            case.law("request.receipt"),
        )
    return None


def _submitted(case: _Case) -> Refused | None:
    if case.facts:
        return Refused("clock.twice", "提交日期已经记载，不能重复记载。", case.law("request.apply"))
    if case.new.what not in set(Channel):
        return Refused("clock.channel", "请选择申请的提交方式。", case.law("request.receipt"))
    return None


def _received(case: _Case) -> Refused | None:
    law = case.law("request.receipt")
    if case.has(Event.RECEIVED):
        return Refused("clock.twice", "收到申请之日已经确定，不能重复确定。", law)
    submitted = case.first(Event.SUBMITTED)
    if submitted and case.new.on < submitted.on:
        return Refused(
            "clock.order", f"收到申请之日不能早于提交之日{say(submitted.on)}，请核对日期。", law
        )
    return None


def _correction_asked(case: _Case) -> Refused | None:
    law, new, last = case.law("request.correct"), case.new, case.clock.correction_due
    if case.has(Event.CORRECTION_ASKED):
        return Refused(
            "correction.second", "补正应当一次性告知，不能再次告知；补正后仍不明确的，请按无法提供答复。", law,
        )  # fmt: skip
    if case.old and case.late:
        return _too_late(case, "correction.late", "不能再告知补正", law)
    if last is not None and new.on > last:
        return Refused(
            "correction.late",
            f"告知补正的期限是收到申请之日起7个工作日，到{say(last)}已经届满，请按现有内容办理。", law,
        )  # fmt: skip
    if new.until is None or new.until <= new.on:
        return Refused("correction.period", "请写明合理的补正期限，应当晚于告知之日。", law)
    return None


def _corrected(case: _Case) -> Refused | None:
    law, asked = case.law("request.correct"), case.first(Event.CORRECTION_ASKED)
    if asked is None:
        return Refused("corrected.unasked", "没有告知过补正，不能记载收到补正。", law)
    if case.has(Event.CORRECTED):
        return Refused("corrected.twice", "已经记载收到补正，不能重复记载。", law)
    if case.new.on < asked.on:
        return Refused("clock.order", f"收到补正不能早于告知补正之日{say(asked.on)}。", law)
    return None


def _consulted(case: _Case) -> Refused | None:
    law = case.law("request.uncounted")
    if case.new.what not in set(Party):
        return Refused("consult.party", "请选择征求意见的对象。", law)
    if any(fact.pair == case.new.pair for fact in case.all(Event.CONSULTED)):
        return Refused("consult.twice", "这一对象的意见已经征求过，请另行编号。", law)
    return _consulted_until(case)


def _consulted_until(case: _Case) -> Refused | None:
    """Refuse a longer time for opinions than the law gives a third party or a joint maker."""
    new, days = case.new, regime_of(case.clock.received or case.new.on).opinion
    if new.until is None or not days or new.what == Party.AGENCY:
        return None
    last = case.calendar.add_working_days(new.on, days)
    if new.until <= last:
        return None
    text = f"提出意见的期限是收到征求意见书之日起{days}个工作日，最迟到{say(last)}。"
    return Refused("consult.until", text, case.law(CONSULTS[Party(new.what)]))


def _consult_ended(case: _Case) -> Refused | None:
    law, pair = case.law("request.uncounted"), case.new.pair
    begun = next((fact for fact in case.all(Event.CONSULTED) if fact.pair == pair), None)
    if begun is None:
        return Refused("consult.unbegun", "没有记载过这次征求意见，不能记载其结束。", law)
    if any(fact.pair == pair for fact in case.all(Event.CONSULT_ENDED)):
        return Refused("consult.ended", "这次征求意见已经结束，不能重复记载。", law)
    if case.new.on < begun.on:
        return Refused("clock.order", f"征求意见的结束不能早于其开始{say(begun.on)}。", law)
    return None


def _extended(case: _Case) -> Refused | None:
    law, limit = case.law("request.extend"), case.limit
    granted = sum(fact.days for fact in case.all(Event.EXTENDED))
    if case.late:
        return _too_late(case, "extension.late", "不能再延长", law)
    if not case.new.days:
        return Refused("extension.days", "请写明延长的工作日数。", law)
    if granted + case.new.days > limit:
        before = f"，此前已延长{granted}个" if granted else ""
        return Refused("extension.cap", f"延长的期限最长不得超过{limit}个工作日{before}。", law)
    return None


def _too_late(case: _Case, code: str, what: str, law: Article | None) -> Refused:
    due = say(case.clock.due) if case.clock.due else ""
    return Refused(code, f"答复期限{due}已经届满，{what}，请尽快答复并说明情况。", law)


def _delayed(case: _Case) -> Refused | None:
    law, due, until = case.law("request.excess"), case.clock.due, case.new.until
    if case.old:
        return Refused("delay.regime", "2008年的条例没有延迟答复的规定，请按期答复或者延长期限。")
    if case.late:
        return _too_late(case, "delay.late", "不能再延迟答复", law)
    if until is None or (due is not None and until <= due):
        return Refused("delay.until", "请写明延迟答复的合理期限，应当晚于现在的答复期限。", law)
    if not case.calendar.is_working_day(until):
        text = f"{say(until)}不是工作日；告知申请人的日期就是期限，请改为工作日。"
        return Refused("delay.day_off", text, law)
    return None


def _fee_asked(case: _Case) -> Refused | None:
    law = case.law("request.fee")
    if case.has(Event.FEE_ASKED):
        return Refused("fee.second", "收费通知已经发出，一件申请只收一次费用。", law)
    if case.old or not known("fee.one", on=case.new.on):
        text = "信息处理费管理办法尚未施行，或者申请按2008年的条例办理，不能收取信息处理费。"
        return Refused("fee.no_law", text, law)
    if case.late:
        return _too_late(case, "fee.late", "不能再通知收费", law)
    return None


def _fee_paid(case: _Case) -> Refused | None:
    law, asked = case.law("request.fee"), case.first(Event.FEE_ASKED)
    if asked is None:
        return Refused("fee.unasked", "没有发出过收费通知，不能记载缴费。", law)
    if case.has(Event.FEE_PAID):
        return Refused("fee.paid", "已经记载缴费，不能重复记载。", law)
    if case.new.on < asked.on:
        return Refused("clock.order", f"缴费不能早于收费通知之日{say(asked.on)}。", law)
    lapse = case.clock.lapse
    if lapse is not None and case.new.on > lapse:
        text = f"缴费的期限到{say(lapse)}已经届满，视为放弃申请，不能再记载缴费。"
        return Refused("fee.lapsed", text, law)
    return None


def _closed(case: _Case) -> Refused | None:
    new, lapse = case.new, case.clock.lapse
    last = max((fact.on for fact in case.facts), default=new.on)
    if new.on < last:
        text = f"答复日期不能早于已经记载的{say(last)}，请核对日期。"
        return Refused("clock.order", text, case.law("request.reply"))
    key = LAPSES.get(new.what)
    if key is None:
        return None
    if case.old:
        return Refused("closed.regime", "2008年的条例没有规定逾期视为放弃申请，请按申请内容答复。")
    asked, done, what = ENDS[new.what]
    if not case.has(asked) or case.has(done):
        text = f"没有告知过{what}，或者已经收到{what}，不能按逾期不{what}不再处理。"
        return Refused("closed.unasked", text, case.law(key))
    if lapse and new.on <= lapse:
        text = f"期限到{say(lapse)}才届满，届满以前不能按逾期不再处理。"
        return Refused("closed.early", text, case.law(key))
    return None


def _whole(case: _Case) -> Refused | None:
    try:
        reckon([*case.facts, case.new], today=case.new.on, calendar=case.calendar)
    except ValueError:
        return Refused("clock.order", "与已经记载的事项前后不符，请核对日期和内容。")
    return None


RULES: dict[Event, Callable[[_Case], Refused | None]] = {
    Event.SUBMITTED: _submitted,
    Event.RECEIVED: _received,
    Event.CORRECTION_ASKED: _correction_asked,
    Event.CORRECTED: _corrected,
    Event.CONSULTED: _consulted,
    Event.CONSULT_ENDED: _consult_ended,
    Event.EXTENDED: _extended,
    Event.FEE_ASKED: _fee_asked,
    Event.FEE_PAID: _fee_paid,
    Event.DELAYED: _delayed,
    Event.CLOSED: _closed,
}
