"""Words of change (增减表述): percentages and points, times, 增加了 and 增加到, 同比 and 环比."""

import re
from collections.abc import Callable, Iterator

from gongkai.checks.findings import Finding
from gongkai.checks.sweep import matches
from gongkai.checks.wording.rules import COMPARED, GROWN, PERCENT, POINTS, TIMES

_N = r"\d+(?:\.\d+)?"
_UP = "增长|增加|提高|提升|上升|上涨|扩大|加快"
_DOWN = "下降|减少|降低|回落|下滑|缩小|缩减|压减|减弱|下跌"

_PERCENT = re.compile(
    rf"百分之{_N}[%％]?|百分之[零一二三四五六七八九十百点]+[%％]"
    rf"|{_N}\s?[%％]\s?个?百分点|{_N}个百分比|{_N}\s?百分点|{_N}个百分(?!点|比|制|位)|{_N}\s?[%％]{{2,}}"
)
_PERCENT_HINT = re.compile(
    r"[百%％](?:(?<=百)分(?!点)|(?<=百)分点(?<!个百分点)|(?<!百)\s?个?百分点|(?<!百)[%％])"
)
_TWO_RATES = re.compile(
    rf"(?:从|由)[^，。；：\d]{{0,12}}({_N})[%％][^，。；：\d]{{0,8}}?(?:{_UP}|{_DOWN})?(?:到|至|为)[^，。；：\d]{{0,8}}({_N})[%％]"
    rf"[，、]?[^，。；：\d]{{0,8}}(?:{_UP}|{_DOWN})了?({_N})[%％]"
)
_DOWN_TIMES = re.compile(
    rf"(?:{_DOWN})了?(?:近|约|超过?|达到?)?({_N}|[一二两三四五六七八九十几数]+)(?:多)?倍"
)
_DOWN_ALL = re.compile(rf"(?:{_DOWN})了?(?:近|约|超过?|达到?)?({_N})[%％](?!的|以上)")
_GREW_TIMES = re.compile(
    rf"(?:从|由)[^，。；：\d]{{0,12}}({_N})([万亿]?[^\d，。；：%％]{{1,4}}?)[^，。；：\d]{{0,6}}?(?:{_UP})?(?:到|至)[^，。；：\d]{{0,8}}({_N})\2"
    rf"[，、][^，。；：\d]{{0,8}}(?:增长|增加)了?({_N})倍"
)
_GROWN = re.compile(
    rf"(?:从|由)[^，。；：\d]{{0,12}}({_N})[^\d，。；：]{{0,4}}(?:{_UP}|{_DOWN})了({_N})"
    rf"|(?:{_UP}|{_DOWN})了(?:到|至)(?=[^，。；]{{0,3}}\d)|(?:{_UP}|{_DOWN})(?:到|至)了?(?=\d+(?:\.\d+)?个百分点)"
)
_GROWN_HINT = re.compile(r"[了到至][到至\d]")
_SAME = r"(?:比|较)(?:去年|上年)(?:同期)?"
_COMPARED = re.compile(
    rf"同比{_SAME}|{_SAME}同比|同比(?:同期|同比)|环比(?:比|较)上(?:月|季度|季|期)|(?:比|较)上(?:月|季度|季|期)环比"
    rf"|环比环比|同比环比(?=[增长下降]{{2}}\d)|(?:比|较)(?:去年|上年)(?:同期)?(?:比|较)(?:去年|上年)"
)
_COMPARED_HINT = re.compile(r"[比年期月度季][比较同环]")
HALF = 0.5001  # of the last digit: what rounding may make of a difference


def percents(place: str, text: str) -> Iterator[Finding]:
    """Find percentages written twice or by halves: 百分之8.5, 0.3百分点, 5%个百分点."""
    for found in matches(_PERCENT, _PERCENT_HINT, text):
        why = "百分数、百分点的写法不对：写作“8.5%”或者“0.3个百分点”。"
        yield PERCENT.at(place, text, found.span(), why, _percent(found[0]))


def points(place: str, text: str) -> Iterator[Finding]:
    """Find a difference of two rates told in percent where both rates are given and say points."""
    for found in _TWO_RATES.finditer(text):
        before, after, change = found[1], found[2], found[3]
        if _is_difference(before, after, change):
            why = f"{before}%与{after}%相差{change}个百分点；写成“{change}%”是相对变化。"
            yield POINTS.at(place, text, found.span(), why, f"{change}个百分点")


def times(place: str, text: str) -> Iterator[Finding]:
    """Find decreases told in times or of more than all there was, and times that count the base."""
    for found in _DOWN_TIMES.finditer(text):
        why = "减少、下降不用“倍”，倍数只用于增加。"
        yield TIMES.at(place, text, found.span(), why, "请改用百分数或者分数。")
    for found in _DOWN_ALL.finditer(text):
        if float(found[1]) > 100:
            why = "减少、下降不会超过100%（由正转负的写明正负，不计算增速）。"
            yield TIMES.at(place, text, found.span(), why, "请核对数字。")
    for found in _GREW_TIMES.finditer(text):
        base, level, said = float(found[1]), float(found[3]), float(found[4])
        if base > 0 and abs(level / base - said) < 0.05 < abs(level / base - 1 - said):
            why = f"{found[3]}是{found[1]}的{found[4]}倍，增长的是{_short(level / base - 1)}倍。"
            proposal = f"增长{_short(level / base - 1)}倍，或者写作“是……的{found[4]}倍”"
            yield TIMES.at(place, text, found.span(), why, proposal)


def grown(place: str, text: str) -> Iterator[Finding]:
    """Find 增加了 where 增加到 is meant: 由50增加了60."""
    for found in matches(_GROWN, _GROWN_HINT, text):
        why = "“增加了”是增量，“增加到”是总量，“由……”后面接“增加到”。"
        yield GROWN.at(place, text, found.span(), why, "请核对，分清“了”和“到”。")


def compared(place: str, text: str) -> Iterator[Finding]:
    """Find a basis of comparison said twice, such as 同比比上年."""
    for found in matches(_COMPARED, _COMPARED_HINT, text):
        why = "比较基期重复：“同比”就是比上年同期，“环比”就是比上期。"
        yield COMPARED.at(place, text, found.span(), why, "请保留一个。")


def _percent(said: str) -> str:
    number = re.search(_N, said)
    if number is None:
        return said.rstrip("%％")
    points = "点" in said.partition("百分")[2] or "个" in said
    return f"{number[0]}个百分点" if points else f"{number[0]}%"


def _is_difference(before: str, after: str, change: str) -> bool:
    unit = max(_unit(before), _unit(after), _unit(change))
    return abs(abs(float(after) - float(before)) - float(change)) < 2 * HALF * unit


def _unit(number: str) -> float:
    return float(10 ** -len(number.partition(".")[2]))


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


GROWTH: tuple[Callable[[str, str], Iterator[Finding]], ...] = (
    *(percents, points, times, grown, compared),
)
