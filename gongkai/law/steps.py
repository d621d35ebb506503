"""The steps of a request (流程图): who does what, within how long, by which article. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.law.articles import Article, article
from gongkai.law.clock.facts import NEW_REGULATION
from gongkai.law.clock.reckoning import FEE_DAYS, NEW, OLD, Regime
from gongkai.law.remedies import REVIEW_LAW


@dataclass(frozen=True)
class Step:
    """A step, its term in words, and the article. aside: it is taken only where it is needed."""

    name: str
    text: str
    term: str
    article: Article | None
    aside: bool = False


def steps(on: date) -> tuple[Step, ...]:
    """Return the steps of a request received on a day, in their order; those that day's law knows."""
    return tuple(_steps(NEW if on >= NEW_REGULATION else OLD, on))


def _steps(regime: Regime, on: date) -> Iterator[Step]:
    yield _step("提出申请", "写明姓名或者名称、身份证明和联系方式，所要的信息，希望得到的形式和途径。", "",
                "request.apply", on)  # fmt: skip
    yield _step("收到、登记", "当面提交的，提交之日收到；须签收的邮件，签收之日收到；平信，当日与申请人确认，"
                "确认之日收到；互联网、传真，双方确认之日收到。", "期限从收到之日起算",
                "request.receipt", on)  # fmt: skip
    yield _step("告知补正", "内容不明确的，一次性告知要补正的事项和合理的期限；无正当理由逾期不补正的，不再处理。",
                f"{regime.correction}个工作日内告知；期限自收到补正之日起计算" if regime.correction else "",
                "request.correct", on, aside=True)  # fmt: skip
    yield _step("征求意见", "涉及第三方合法权益的书面征求其意见；与其他机关共同制作的征求其意见。",
                f"{regime.opinion}个工作日，不计入答复期限" if regime.opinion else "不计入答复期限",
                "consult.third_party", on, aside=True)  # fmt: skip
    if regime.fee_stops:
        yield _step("收取信息处理费", "数量、频次明显超过合理范围的，可以收取；逾期不缴纳的，不再处理。",
                    f"{FEE_DAYS}个工作日内缴纳", "request.fee", on, aside=True)  # fmt: skip
    yield _step("延长期限", "经政府信息公开工作机构负责人同意，并告知申请人。", f"最长{regime.extension}个工作日",
                "request.extend", on, aside=True)  # fmt: skip
    yield _step("答复", "能够当场答复的，当场答复。公开、部分公开、不予公开、不能提供或者不予处理，写明理由和依据。",
                f"{regime.reply}个工作日内", "request.reply", on)  # fmt: skip
    yield _step("不服答复", "可以投诉、举报，也可以依法申请行政复议或者提起行政诉讼。"
                + ("其中对不予公开不服的，应当先申请行政复议。" if on >= REVIEW_LAW else ""), "",
                "remedy", on)  # fmt: skip


def _step(name: str, text: str, term: str, key: str, on: date, *, aside: bool = False) -> Step:
    try:
        found = article(key, on)
    except LookupError:
        found = None
    return Step(name, text, term, found, aside)
