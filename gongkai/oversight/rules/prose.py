"""What the prose must say, and that it says the same as the tables: AR-09 to AR-14, AR-17."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from gongkai.checks.findings import Finding, Severity, cut
from gongkai.law import annual
from gongkai.law.annual import Annual, Number
from gongkai.oversight.rules.claims import COUNT, FOREIGN, PAST, SENTENCE, Claim, claims
from gongkai.oversight.rules.known import Known, known_claims
from gongkai.oversight.rules.numerals import value
from gongkai.oversight.rules.sources import RULES

ORDINALS = "零一二三四五六"
PROSE = (1, 5, 6)
FEE = "信息处理费"
SAYS = re.compile(r"\d|未|没有|无|零|不收|免|[一二三四五六七八九十百千万]+元")
GROWTH = re.compile(
    r"(?:同比|(?:[比较](?:上年|去年|上一年|20\d\d年)(?:度|同期)?)|与(?:上年|去年)(?:度|同期)?相比)"
    r"[^，。；\d]{0,8}?(?P<way>增长|上升|增加|增幅|提高|提升|下降|减少|降低|降幅)(?:了|约|为|达)?"
    r"(?P<percent>\d+(?:\.\d+)?)[%％]"
)
FALLS = {"下降", "减少", "降低", "降幅"}
NONE: Known = {}
NOW = re.compile("(?:本年|今年|当年)(?:度)?")  # alone before a number: this year's level
NAMED = {"received": "新收", "handled": "收办", "r24": "（七）总计", "r02": "上年结转", "r25": "结转下年",
         "r03": "（一）予以公开", "r04": "（二）部分公开"}  # fmt: skip
KNOWN = {
    "published": "主动公开的政府信息",
    "letters.received": "收到来信",
    "letters.answered": "办结来信",
}


def fee(report: Annual) -> Iterator[Finding]:
    """AR-09 and AR-10: section six says whether a fee was taken; at the latest where r22 counts."""
    text = report.text(6)
    sentences = [one[0] for one in SENTENCE.finditer(text) if FEE in one[0]]
    if any(SAYS.search(one) for one in sentences):
        return
    unpaid = report.table3.of("r22")
    if unpaid and not sentences:
        yield RULES["AR-09"].finding(
            section(6), f"表三“逾期未按收费通知要求缴纳费用”为{unpaid}件，第六部分没有提到信息处理费",
            "发出过收费通知，第六部分应当报告收取信息处理费的情况。", "在第六部分写明收取的金额。",
        )  # fmt: skip
    else:
        yield RULES["AR-10"].finding(
            section(6), cut(sentences[0]) if sentences else "没有提到信息处理费",
            "第六部分应当报告收取信息处理费的情况。", "写明收取的金额，或者写明“未收取”。",
        )  # fmt: skip


def on_time(report: Annual, published: date | None) -> Iterator[Finding]:
    """AR-11: published on the last day or before."""
    due, law, _ = annual.report_due(report.year, government=report.is_of_government)
    if published and published > due:
        yield RULES["AR-11"].finding(
            "发布日期", f"{_day(published)}发布，期限为{_day(due)}",
            f"发布日期晚于法定期限（{law}）。", "核对发布日期；确属逾期的，按规定说明。",
        )  # fmt: skip


def agreement(report: Annual, known: Known = NONE) -> Iterator[Finding]:
    """AR-12 and AR-14: a number in prose is the table's number, or that of the records."""
    for claim in _claims(report, known):
        bases = _bases(report, claim, known)
        if claim.number in bases:
            continue
        place = f"{section(claim.section)}“{cut(claim.sentence, 60)}”"
        told = f"“{claim.words}”，{_named(report, claim)}为{bases[0]}"
        if claim.kind.endswith("/total") and claim.number in _without_pending(report, claim):
            yield RULES["AR-14"].finding(
                place, told, "文字的合计没有计入尚未审结的件数。", "建议与表四的总计一致，或者写明不含尚未审结。"
            )  # fmt: skip
        elif claim.scoped:
            yield Finding(
                "AR-12", Severity.NOTE, place, told,
                "这句话说的范围可能小于表格，未作为差错。", "请核对范围；与表格同一范围的，应当一致。",
            )  # fmt: skip
        else:
            yield RULES["AR-12"].finding(
                place,
                told,
                "文字中的数与表格或者记录不一致。",
                "核对后改文字，或者改正表格、记录。",
            )


def growth(
    report: Annual, previous: Annual | None, known: Known = NONE, before: Known = NONE
) -> Iterator[Finding]:
    """AR-13: a stated growth follows from the two years' numbers. before: what was known last year."""
    for number, text in _texts(report):
        for found in SENTENCE.finditer(text):
            for told in GROWTH.finditer(found[0]):
                lead = found[0][: told.start()]
                levels = (
                    _said_levels(found[0], lead, report.year)
                    or _table_levels(report, previous, lead, number)
                    or _known_levels(report.year, lead, known, before)
                )
                if levels and (fault := _fault(told, *levels)):
                    yield RULES["AR-13"].finding(
                        f"{section(number)}“{cut(found[0], 60)}”",
                        f"“{told[0]}”，本年{levels[0]}，上年{levels[1]}",
                        fault, "按两年的数重新计算增幅。",
                    )  # fmt: skip


def headings(report: Annual) -> Iterator[Finding]:
    """AR-17: six sections, with the names of the form, in its order."""
    rule = RULES["AR-17"]
    order = [annual.section_number(one.heading) for one in report.sections]
    for number, name in enumerate(annual.forms()[0].sections, 1):
        own = [
            one.heading for one in report.sections if annual.section_number(one.heading) == number
        ]
        if not own:
            yield rule.finding(section(number), "没有", f"缺少“{name}”。", "按格式补上这一部分。")
        elif len(own) > 1:
            yield rule.finding(
                section(number),
                "、".join(own),
                f"“{name}”出现了{len(own)}次。",
                "每个部分只写一次。",
            )
        elif own[0] != name:
            yield rule.finding(
                section(number), own[0], f"标题应当是“{name}”。", "按格式的名称和序号改正标题。"
            )
    once = list(dict.fromkeys(order))
    if once != sorted(once):
        yield rule.finding(
            "各部分的次序", "、".join(ORDINALS[one] for one in order),
            "各部分没有按格式的次序排列。", "按一至六的次序排列。",
        )  # fmt: skip


def section(number: int) -> str:
    """Return a section's name in a place."""
    return f"第{ORDINALS[number]}部分"


def _texts(report: Annual) -> Iterator[tuple[int, str]]:
    """Yield the sections to be read with their numbers: under the form of 2008 all, as they stand."""
    if report.form == "2008":
        yield from ((place, one.text) for place, one in enumerate(report.sections, 1))
        return
    yield from ((number, report.text(number)) for number in PROSE)


def _claims(report: Annual, known: Known) -> Iterator[Claim]:
    for number, text in _texts(report):
        yield from claims(text, number, report.year)
        yield from known_claims(text, number, report.year, known)


def _bases(report: Annual, claim: Claim, known: Known = NONE) -> list[Number]:
    """Return what a claim may say: what a table shows, and what it should show by its own sums."""
    if claim.kind in known:
        return [known[claim.kind]]
    if "/" in claim.kind:
        return _results(report, claim.kind)
    table = report.table3
    if claim.kind in annual.groups():
        return [table.group(claim.kind)]
    total = [table.of("r24"), table.outcomes()]
    received = [table.of("r01"), table.across("r01")]
    handled = [one + table.of("r02") for one in received]
    if claim.kind == "r24":
        return total
    if claim.kind == "handled":
        return [*handled, *received]
    if claim.kind == "received":
        return received + (handled if claim.with_carried else [])
    return [table.of(claim.kind), table.across(claim.kind)]


def _results(report: Annual, kind: str) -> list[Number]:
    suit, result = kind.split("/")
    table = report.table4
    groups = ("direct", "after") if suit == "suits" else (suit,)
    shown = sum((table.of(one, result) for one in groups), 0)
    return [shown, sum((table.sum(one) for one in groups), 0)] if result == "total" else [shown]


def _without_pending(report: Annual, claim: Claim) -> list[Number]:
    suit = claim.kind.split("/")[0]
    pending = _results(report, f"{suit}/pending")[0]
    return [one - pending for one in _bases(report, claim)]


def _named(report: Annual, claim: Claim) -> str:
    """Return how the tables, or the records, name what a claim counts."""
    if name := KNOWN.get(claim.kind) or claim.kind.partition("kind.")[2]:
        return f"记录中“{name}”"
    if report.form == "2008":
        return "记录"
    if "/" not in claim.kind:
        return f"表三“{NAMED.get(claim.kind, claim.kind)}”"
    suit, result = claim.kind.split("/")
    names = {one.key: one.label for one in annual.suits()} | {"suits": "行政诉讼"}
    return f"表四“{names[suit]}”“{next(r.label for r in annual.results() if r.key == result)}”"


def _said_levels(sentence: str, lead: str, year: int) -> tuple[Decimal, Decimal] | None:
    """Return both years' numbers where the sentence itself names them."""
    now: list[tuple[str, Decimal]] = []
    then: list[tuple[str, Decimal]] = []
    end = 0
    for found in COUNT.finditer(sentence):
        clause = re.split("[，：；（）()]", sentence[end : found.start()])[-1]
        end = found.end()
        number = value(found["number"])
        past = PAST.search(clause)
        if number is None or found["vague"]:
            return None
        if past and past[0] != f"{year}年":
            then.append((found["unit"], number))
        elif found.end() <= len(lead) or NOW.fullmatch(clause):
            now.append((found["unit"], number))
    if len(then) != 1 or not now or now[-1][0] != then[0][0]:
        return None
    return now[-1][1], then[0][1]


def _table_levels(
    report: Annual, previous: Annual | None, lead: str, number: int
) -> tuple[Number, Number] | None:
    """Return both years' numbers of what was counted last before a growth, from the tables."""
    clause = re.split("[；。]", lead)[-1]
    counts = list(COUNT.finditer(clause))
    if not previous or not counts or FOREIGN.search(clause):
        return None
    told = [one for one in claims(clause, number, report.year) if not one.scoped]
    if not told or not told[-1].words.endswith(counts[-1][0]):
        return None
    return _bases(report, told[-1])[0], _bases(previous, told[-1])[0]


def _known_levels(
    year: int, lead: str, known: Known, before: Known
) -> tuple[Number, Number] | None:
    """Return both years' numbers of what the records count, where it was named right before."""
    clause = re.split("[；。]", lead)[-1]
    told = [one for one in known_claims(clause, 0, year, known) if not one.scoped]
    if not told or told[-1].kind not in before or not clause.rstrip("，").endswith(told[-1].words):
        return None
    return known[told[-1].kind], before[told[-1].kind]


def _fault(told: re.Match[str], now: Number, then: Number) -> str:
    """Return what is wrong with a stated growth; nothing when it follows from the levels."""
    if not then:
        return "上年为0，不能计算增幅。"
    true = (Decimal(now) - Decimal(then)) / Decimal(then) * 100
    stated = Decimal(told["percent"])
    signed = -stated if told["way"] in FALLS else stated
    exponent = stated.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if abs(signed - true) <= step / 2:
        return ""
    right = abs(true).quantize(step, ROUND_HALF_UP)
    return f"应当是{'下降' if true < 0 else '增长'}{right}%。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
