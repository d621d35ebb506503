"""The clock told step by step, in words a clerk can read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.articles import Article, known
from gongkai.law.calendar import STANDARD, Calendar
from gongkai.law.clock.facts import Channel, Event, Fact, Party
from gongkai.law.clock.reckoning import FEE_DAYS, Reckoning, Step, reckon

UNSURE = "待核"
CHANNELS = {
    Channel.IN_PERSON: "当面提交",
    Channel.REGISTERED: "以挂号信或特快专递提交",
    Channel.ORDINARY: "以平信提交",
    Channel.INTERNET: "通过互联网提交",
    Channel.FAX: "以传真提交",
    Channel.ORAL: "口头提出、由工作人员代填",
}
PARTIES = {Party.THIRD_PARTY: "第三方", Party.JOINT: "共同制作机关", Party.AGENCY: "其他机关"}
CONSULTS = {
    Party.THIRD_PARTY: "consult.third_party",
    Party.JOINT: "consult.joint",
    Party.AGENCY: "consult.other",
}
# How a request ended without a reply, by its result; every other one was answered.
ENDED = {
    "uncorrected": "因申请人逾期不补正不再处理",
    "unpaid": "因申请人逾期不缴费不再处理",
    "other": "作其他处理",
}


@dataclass(frozen=True)
class Line:
    """One step of the explanation. A doubt says what of it is not settled."""

    on: date | None
    text: str
    article: Article | None
    doubt: str = ""


@dataclass(frozen=True)
class Clock:
    """Where a request stands on a day.

    due: None while nobody can know it: not received, a correction or a fee outstanding, another
    agency still consulted. left: working days left on that day, negative when overdue; while the
    clock stands, those it stood at; 0 on days off just after the due date, though it is overdue.
    correction_due: last day for the one notice of correction, while it may still be sent.
    lapse: when an outstanding correction or fee lapses. on_time: for closed ones only.
    """

    regime: str
    received: date | None
    state: str  # unreceived, running, paused, correcting, paying, closed
    due: date | None
    left: int
    correction_due: date | None
    lapse: date | None
    lines: tuple[Line, ...]
    provisional: bool
    overdue: bool
    on_time: bool | None


def clock(facts: Sequence[Fact], *, today: date, calendar: Calendar = STANDARD) -> Clock:
    """Return where a request stands on a day, and why.

    Raises: ValueError for facts that cannot be, such as an end without its beginning.
    Law: 条例 (2019) 第三十至三十五条; (2008) 第二十三、二十四条; by the day of receipt.
    """
    now = reckon(facts, today=today, calendar=calendar)
    state = _state(now, today)
    lapse = _lapse(now, calendar)
    correction_due = _correction_due(now, calendar)
    last = max(day for day in (now.due, lapse, correction_due, today) if day is not None)
    years = calendar.provisional_years(now.received.on, last) if now.received else ()
    late = now.due is not None and (now.closed.on if now.closed else today) > now.due
    return Clock(
        regime=now.regime.name,
        received=now.received.on if now.received else None,
        state=state,
        due=now.due,
        left=_left(now, now.closed.on if now.closed else today, calendar),
        correction_due=correction_due,
        lapse=lapse,
        lines=tuple(_lines(now, today, lapse, years, late=late)),
        provisional=bool(years),
        overdue=late and not now.closed,
        on_time=not late if now.closed else None,
    )


def say(day: date) -> str:
    """Return a day in Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"


def _state(now: Reckoning, today: date) -> str:
    if now.closed:
        return "closed"
    if now.received is None:
        return "unreceived"
    if now.asked and not now.corrected:
        return "correcting"
    if now.open and now.open.fact.event == Event.FEE_ASKED:
        return "paying"
    return "paused" if now.open or any(_stands(step, today) for step in now.steps) else "running"


def _stands(step: Step, today: date) -> bool:
    """Say whether a step still keeps the clock standing on a day."""
    spell = step.spell
    return bool(step.days and spell and not spell.end and spell.last and today <= spell.last)


def _left(now: Reckoning, day: date, calendar: Calendar) -> int:
    """Count the working days from a day to the due date that no pause covers.

    While the clock stands until nobody knows when, they are those it stood at.
    """
    if now.base is None:
        return now.regime.reply
    due = now.due or calendar.add_working_days(now.base, now.total)
    if now.due is None and now.floor:
        due = max(due, now.floor)
    if now.open:
        day = min(day, now.open.fact.on)
    left, covered = calendar.working_days_between(day, due), day
    for step in now.steps:
        if left > 0 and step.days and step.spell and step.spell.last:
            first, last = max(covered, step.spell.fact.on), min(step.spell.last, due)
            left -= max(0, calendar.working_days_between(first, last))
            covered = max(covered, last)
    return left


def _lapse(now: Reckoning, calendar: Calendar) -> date | None:
    if now.closed:
        return None
    if now.asked and not now.corrected:
        return now.asked.until
    if now.fee and now.regime.fee_stops:
        return now.fee.until or calendar.add_working_days(now.fee.on, FEE_DAYS)
    return None


def _correction_due(now: Reckoning, calendar: Calendar) -> date | None:
    if now.received is None or now.asked or now.closed or not now.regime.correction:
        return None
    return calendar.add_working_days(now.received.on, now.regime.correction)


def _lines(
    now: Reckoning, today: date, lapse: date | None, years: tuple[int, ...], *, late: bool
) -> Iterator[Line]:
    if now.submitted:
        yield _submission(now.submitted)
    if now.received is None:
        text = "尚未确定收到申请之日，答复期限还没有起算。"
        yield Line(None, text, _law("request.receipt", today))
        return
    yield from _start(now, now.received)
    if now.asked:
        yield from _correction(now, now.asked, now.received.on)
    if now.base and now.first_due:
        yield _term(now, now.base, now.first_due, now.received.on)
    for step in now.steps:
        yield _step(now, step, now.received.on)
    if years:
        named = f"{years[0]}年" if len(years) == 1 else f"{years[0]}年至{years[-1]}年"
        yield Line(
            None, f"{named}放假安排尚未公布，暂按周末计算，公布后重新推算。", None, "暂按周末计算"
        )
    yield _end(now, today, lapse, late=late)


def _submission(fact: Fact) -> Line:
    way = CHANNELS[Channel(fact.what)] if fact.what else "提交"
    return Line(fact.on, f"{say(fact.on)}，申请人{way}申请。", _law("request.apply", fact.on))


def _start(now: Reckoning, received: Fact) -> Iterator[Line]:
    text = f"收到申请之日为{say(received.on)}，按{now.regime.name}年的条例办理。"
    yield Line(received.on, text, _law("request.receipt", received.on))
    counting = "期间从次日起按工作日计算，收到当日不计。"
    yield Line(None, counting, None, "条例没有写明当日是否计入，按通行做法计算，待核")


def _correction(now: Reckoning, asked: Fact, received: date) -> Iterator[Line]:
    law = _law("request.correct", received)
    doubt = "" if law else "2008年条例如何计算补正后的期限待核"
    period = f"，补正期限至{say(asked.until)}" if asked.until else ""
    text = f"{say(asked.on)}告知申请人补正{period}；等待补正期间不计算答复期限。"
    yield Line(asked.on, text, law, doubt)
    if now.corrected:
        day = now.corrected.on
        yield Line(day, f"{say(day)}收到补正的申请，答复期限自该日起重新计算。", law, doubt)


def _term(now: Reckoning, base: date, due: date, received: date) -> Line:
    what = "补正的申请" if now.corrected else "申请"
    text = (
        f"自收到{what}之日（{say(base)}）起{now.regime.reply}个工作日内答复，从次日计算，"
        f"至{say(due)}。"
    )
    return Line(base, text, _law("request.reply", received))


def _step(now: Reckoning, step: Step, received: date) -> Line:
    fact = step.fact
    if fact.event == Event.CONSULTED:
        return _consultation(now, step, received)
    if fact.event == Event.FEE_ASKED:
        return _fee(now, step)
    late = "" if not step.late else f"作出时期限已过，{NO_EFFECT}"
    if fact.event == Event.DELAYED:
        until = f"，延迟至{say(fact.until)}答复" if fact.until else ""
        text = f"{say(fact.on)}告知申请人理由合理但不能按期答复{until}；{late or _to(step)}"
        return Line(fact.on, text, _law("request.excess", received))
    text = (
        f"{say(fact.on)}经政府信息公开工作机构负责人同意并告知申请人，延长{fact.days}个工作日；"
        f"{late or _to(step)}"
    )
    if not late and step.days < fact.days:
        text = f"{text}延长合计以{now.regime.extension}个工作日为限，只计{step.days}个。"
    before = now.corrected is not None and fact.on <= now.corrected.on
    doubt = "补正以前作出的延长，补正后是否继续有效，待核" if before else ""
    return Line(fact.on, text, _law("request.extend", received), doubt)


NO_EFFECT = "不影响期限。"


def _to(step: Step) -> str:
    return f"期限至{say(step.due)}。" if step.due else "期限在中止结束后推算。"


def _consultation(now: Reckoning, step: Step, received: date) -> Line:
    fact, spell = step.fact, step.spell
    party = Party(fact.what)
    text = f"{say(fact.on)}征求{PARTIES[party]}意见"
    law = _law("request.uncounted", received) if party in now.regime.uncounted else None
    if spell is None or step.late:
        return Line(fact.on, f"{text}，期限已过，{NO_EFFECT}", law)
    if party not in now.regime.uncounted:
        text = f"{text}；{now.regime.name}年的条例只对第三方不计算时间，{NO_EFFECT}"
        return Line(fact.on, text, _law("request.uncounted", received))
    if spell.last is None:
        return Line(fact.on, f"{text}，尚未结束，所需时间不计算在答复期限内。", law)
    ended = f"{say(spell.last)}结束" if spell.end and spell.end.on == spell.last else (
        f"最迟至{say(spell.last)}提出，逾期{'视为同意公开' if party is Party.JOINT else '由本机关决定'}"
    )  # fmt: skip
    text = (
        f"{text}，{ended}，{step.days}个工作日不计算在答复期限内（已扣除的不重复扣除）；{_to(step)}"
    )
    return Line(fact.on, text, law)


def _fee(now: Reckoning, step: Step) -> Line:
    fact, spell = step.fact, step.spell
    text = f"{say(fact.on)}通知申请人缴纳费用"
    law = _law("fee.restart", fact.on)
    if step.late or not now.regime.fee_stops:
        return Line(fact.on, f"{text}，{NO_EFFECT}", law)
    if spell is None or spell.last is None:
        text = f"{text}，尚未缴纳，答复期限中止。"
    else:
        paid = spell.end.on if spell.end else spell.last
        over = f"（逾期，中止只计到{say(spell.last)}）" if paid > spell.last else ""
        text = (
            f"{text}，{say(paid)}缴纳{over}，次日起继续计算，{step.days}个工作日不计；{_to(step)}"
        )
    return Line(fact.on, text, law, "缴费期间是否中止、何时恢复计算，待核")


def _end(now: Reckoning, today: date, lapse: date | None, *, late: bool) -> Line:
    due = f"答复期限至{say(now.due)}" if now.due else "答复期限没有在计算"
    if now.closed:
        result, how = "逾期" if late else "按期", ENDED.get(now.closed.what, "答复")
        return Line(now.closed.on, f"{say(now.closed.on)}{how}，{due}，{result}办结。", None)
    if lapse and now.due is None:
        passed = "已过，" if today > lapse else ""
        who = "逾期未缴纳" if now.fee and not _correcting(now) else "无正当理由逾期不补正"
        text = f"期限至{say(lapse)}，{passed}申请人{who}的，视为放弃申请，不再处理。"
        return Line(lapse, text, _lapse_law(now))
    return Line(now.due, f"{due}{'，已经超期' if late else ''}。", None)


def _correcting(now: Reckoning) -> bool:
    return now.asked is not None and now.corrected is None


def _lapse_law(now: Reckoning) -> Article | None:
    if now.asked and _correcting(now):
        return _law("request.correct", now.received.on if now.received else now.asked.on)
    return _law("fee.lapse", now.fee.on) if now.fee else None


def _law(key: str, on: date) -> Article | None:
    found = known(key, on=on)
    return found[0] if found else None
