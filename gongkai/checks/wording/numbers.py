"""How numbers and units are written (数字和计量单位用法)."""

import re
from collections.abc import Callable, Iterator

from gongkai.checks.findings import Finding
from gongkai.checks.sweep import matches
from gongkai.checks.wording.rules import (
    ABOUT,
    DECIMAL,
    GROUPED,
    MIXED,
    RANGE,
    SYMBOL,
    UNIT,
)

_N = r"\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?<![\d.%％\-—–－/])({_N})([-~～—–－]{{1,2}})({_N})\s?([%％‰])(?!\d)")
_RANGE_HINT = re.compile(r"[-~～—–－]\d[\d.]*\s?[%％‰]")
_HAN_DIGITS = "〇零一二三四五六七八九"
_MIXED = re.compile(
    r"\d+(?:\.\d+)?[十百千](?=[\d一二三四五六七八九十百万元人吨户个件家项名次亩])(?!百亿|万亿)"
    rf"|[{_HAN_DIGITS}十百千]+\d+[万亿年月日元人吨户个件家项名次亩]"
    rf"|[一二]零[零〇一二三四五六七八九]{{2}}(?=年)|(?<![\d.])\d[{_HAN_DIGITS}]{{2,3}}年|(?<!\d)\d{{1,3}}[{_HAN_DIGITS}]+\d*年"
)
_MIXED_HINT = re.compile(rf"[{_HAN_DIGITS}十百千](?:(?<=\d.)|(?=\d)|(?<=[一二]零))")
_ABOUT = re.compile(
    r"(?P<before>大约|大概|将近|接近|约为|约|近)(?P<value>[\d一二三四五六七八九十百千万亿][^，。；：、！？\s]{0,10}?)"
    r"(?P<behind>左右|上下|(?<=[\d十百千万亿元人吨户个件家项名次亩天年月%％])多)"
    r"|(?P<over>超过|突破|超|至少|不低于|不少于)(?P<more>\d[\d.]*[^，。；：、！？\s\d]{0,4}?)(?P<above>以上)"
    r"|(?P<under>不超过|不高于|不多于|最多|低于)(?P<less>\d[\d.]*[^，。；：、！？\s\d]{0,4}?)(?P<below>以下|以内)"
)
_ABOUT_HINT = re.compile(
    r"[左上以多](?:[右下上内]|(?<=[\d十百千万亿元人吨户个件家项名次亩天年月%％]多))"
)
_POINT = re.compile(r"\.(?<![\d.].)\d+(?=[%％‰万亿元个倍])")
_STOP = re.compile(r"[。．](?<=[0-9].)(?=[0-9]+(?:万|亿|元|%|％|个百分点|倍|吨|人))")
_GROUPED = re.compile(r"(?<![\d,，.])\d{1,3}(?:[,，]\d{3})+(?![\d,，])")
_GROUPED_HINT = re.compile(r"[,，](?<=\d.)\d{3}")
_MEASURE = "元|吨|亩|公里|平方米|平方公里|立方米|公顷|千瓦时|标准煤|人|户|件|辆|套|倍"
_TWICE = re.compile(
    rf"(?<=\d)(?P<whole>[万亿]{{0,2}}(?P<unit>{_MEASURE}))(?:(?P=whole)|(?P=unit))(?![均民数口])"
    rf"|(?<=\d)(?:万万|亿亿|亿万|万亿[万亿])(?=(?:{_MEASURE}))"
)
_TWICE_HINT = re.compile(
    r"([元吨亩里米顷时煤人户件辆套倍万亿])(?:[万亿]{0,2}[公平方立千瓦标准]{0,3}\1|(?<=亿)万)"
)
_SYMBOLS = {
    **dict.fromkeys(("KM", "Km"), "km"), **dict.fromkeys(("KG", "Kg"), "kg"),
    **dict.fromkeys(("KW", "Kw", "kw"), "kW"), **dict.fromkeys(("MM", "Mm"), "mm"),
    **dict.fromkeys(("KWH", "KWh", "kwh", "Kwh"), "kW·h"),
    **dict.fromkeys(("M2", "m2", "M²"), "m²"), **dict.fromkeys(("M3", "m3", "M³"), "m³"),
    **dict.fromkeys(("KM2", "km2", "Km2", "KM²", "Km²"), "km²"),
    **dict.fromkeys(("公里2", "公里²", "千米2"), "平方公里"), "平米": "平方米",
}  # fmt: skip
_SYMBOL = re.compile(
    r"(?<=\d)\s?("
    + "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))
    + r")(?![A-Za-z0-9²³])"
)

_SYMBOL_HINT = re.compile(rf"[{''.join(sorted({one[0] for one in _SYMBOLS}))}](?<=[\d\s].)")


def ranges(place: str, text: str) -> Iterator[Finding]:
    """Find ranges whose first number lacks the percent sign, such as 20~40%."""
    for found in matches(_RANGE, _RANGE_HINT, text):
        low, high, sign = found[1], found[3], found[4]
        if float(low) < float(high):
            why = "数值范围两端都要写百分号，否则前一个数会被读作倍数。"
            yield RANGE.at(place, text, found.span(), why, f"{low}{sign}~{high}{sign}")


def mixed(place: str, text: str) -> Iterator[Finding]:
    """Find numbers half in Chinese and half in Arabic numerals; 万 and 亿 may follow digits."""
    for found in matches(_MIXED, _MIXED_HINT, text):
        if found[0].isalpha() and not any(map(str.isdecimal, found[0])):
            why = "年份的“零”写作“〇”。"
            yield MIXED.at(place, text, found.span(), why, found[0].replace("零", "〇"))
        else:
            why = "同一个数里汉字数字和阿拉伯数字混用（阿拉伯数字后面只能接“万”“亿”）。"
            yield MIXED.at(place, text, found.span(), why, "请统一写作阿拉伯数字。")


def about(place: str, text: str) -> Iterator[Finding]:
    """Find what is said to be about and roughly at once: 约…左右, 超过…以上."""
    for found in matches(_ABOUT, _ABOUT_HINT, text):
        first = found["before"] or found["over"] or found["under"]
        last = found["behind"] or found["above"] or found["below"]
        value = found["value"] or found["more"] or found["less"]
        why = f"“{first}”和“{last}”意思重复。"
        yield ABOUT.at(place, text, found.span(), why, f"{first}{value}，或者{value}{last}")


def decimals(place: str, text: str) -> Iterator[Finding]:
    """Find decimals without the zero before the point, and points that are full stops."""
    for found in _POINT.finditer(text):
        why = "纯小数小数点前的“0”不能省略。"
        yield DECIMAL.at(place, text, found.span(), why, f"0{found[0]}")
    for found in _STOP.finditer(text):
        span = (_number_start(text, found.start()), found.end() + 1)
        yield DECIMAL.at(place, text, span, "小数点写成了句号。", "请改为小数点“.”。")


def grouped(place: str, text: str) -> Iterator[Finding]:
    """Find thousands set apart by commas, once a piece of text."""
    if found := next(matches(_GROUPED, _GROUPED_HINT, text), None):
        why = "多位数不用逗号分节，可以不分节，也可以每三位留一个小空。"
        right = re.sub(r"[,，]", "", found[0])
        yield GROUPED.at(place, text, found.span(), why, right)


def units(place: str, text: str) -> Iterator[Finding]:
    """Find units written twice, such as 亿元元 or 万万元."""
    for found in matches(_TWICE, _TWICE_HINT, text):
        why = "计量单位重复。"
        yield UNIT.at(place, text, found.span(), why, "请删去多余的单位。")


def symbols(place: str, text: str) -> Iterator[Finding]:
    """Find unit symbols in the wrong case or form, such as KM2."""
    for found in matches(_SYMBOL, _SYMBOL_HINT, text):
        right = _SYMBOLS[found[1]]
        why = "计量单位符号的写法不规范；中文行文宜用中文名称。"
        yield SYMBOL.at(place, text, found.span(1), why, right)


def _number_start(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isdecimal():
        at -= 1
    return at


NUMBERS: tuple[Callable[[str, str], Iterator[Finding]], ...] = (
    *(ranges, mixed, about, decimals, grouped, units, symbols),
)
