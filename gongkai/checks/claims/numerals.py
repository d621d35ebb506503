"""Numbers as prose writes them (数字的写法): digits, scale words, units, 成, 番, 分之, 第几位.

Everything reads folded text (`fold`), which has the length of the text as given: what is found in
the one stands at the same place in the other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.checks.claims.masked import DIGITS, PASS, RANGE
from gongkai.checks.claims.units import COUNT, SCALE, SIZE, UNIT, Sort, sort_of

# One character for each: full-width forms, the many dashes, tildes, colons and percent signs.
_SAME = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
for _one in "，；！？":
    del _SAME[ord(_one)]
_SAME |= dict.fromkeys(map(ord, "﹣－−‐‑‒\u00ad"), ord("-"))
_SAME |= dict.fromkeys(map(ord, "–―─━"), ord("—"))
_SAME |= dict.fromkeys(map(ord, "～∼〜"), ord("~"))
_SAME |= dict.fromkeys(map(ord, "∶：︰﹕꞉"), ord(":"))
_SAME |= dict.fromkeys(map(ord, "﹪％"), ord("%"))
_SAME |= dict.fromkeys(map(ord, "﹐"), ord("，"))
_SAME |= dict.fromkeys((0x3000, 0xA0, 0x09, *range(0x2000, 0x200C), 0xFEFF), 0x20)
_SAME |= {ord("．"): ord("."), ord("﹒"): ord("."), ord(";"): ord("；"), ord("\r"): 0x20}
_SAME |= dict.fromkeys(map(ord, "〔【"), ord("[")) | dict.fromkeys(map(ord, "〕】"), ord("]"))


def fold(text: str) -> str:
    """Return a text with one way of writing digits, signs and spaces, of the same length.

    >>> fold("增长３．５％，为－０．５７‰")
    '增长3.5%，为-0.57‰'
    """
    return text.translate(_SAME)


@dataclass(frozen=True)
class Figure:
    """A number that may state something: start and end as in the text, unit as written."""

    start: int
    end: int
    numbers: tuple[Decimal, ...]
    places: int
    unit: str
    sort: Sort
    approximate: bool = False


_CN = "一二两三四五六七八九十百千〇零"
_RANKED = (
    r"(?P<rank>(?:(?:(?<=[国省区界球市州居列名部])|(?<=跃至|升至|位次|评估|排在))第|前) ?"
    r"(?P<place>[一二三四五六七八九十]{1,3}|\d{1,3})(?: ?(?P<rankunit>位|名)(?!额)|(?=[，。、；)强]|$)))|"
    r"(?P<fraction>(?<![\d/.])(?P<above>\d)/(?P<below>[2-9]|10)(?=[，。、；以左]))|"
    r"第 ?(?P<nth>[一二三四五六七八九十]{1,3}|\d{1,3}) ?(?P<nthunit>位|名)(?!额)"
)
_MEASURED = rf"(?:{SIZE}|{COUNT})"
_OF_A_CLASS = "次?的?(?:县|镇|村|市(?!场)|企业|产业|园区|集群|项目|机场)"
_WORDS = "|".join(
    (
        r"(?P<double>翻(?:了)?(?P<folds>[一两二三四五六七八九十]|\d(?:\.\d+)?)番)",
        r"(?P<tenths>(?<![第一二三四五六七八九十百几])[一二两三四五六七八九]成(?P<half>半|五)?"
        r"(?=[，。、；以左的多)]|$))",
        rf"(?P<part>百分之[{_CN}点]+|[{_CN}]{{1,3}}分之[{_CN}]{{1,3}}(?!地区|一线))",
        rf"(?P<big>(?:(?<=[近超过破约达逾上至到在])|(?<=[近超过破约达逾上][了到]))"
        rf"(?P<bignum>[一二两三四五六七八九十百千]*)(?P<bigscale>万亿|千亿|百亿|千万|百万|十万|亿|万)"
        rf"(?:(?P<bigunit>(?!级){_MEASURED})(?!级|{_OF_A_CLASS})|(?=[，。；]|以上|的省)))",
        rf"(?P<bare>(?<![{_CN}万亿几数])(?P<barenum>[一二两三四五六七八九十]+)(?P<barescale>万亿|亿)"
        rf"(?P<bareunit>(?!级){_MEASURED})?(?!级))",
        r"(?P<times>(?<=[长高加大了近超至到约为翻是的达])(?P<manytimes>[一两二三四五六七八九十]+)倍)",
    )
)
_NUMBER = (
    rf"(?P<sign>(?<![\d%‰年月日天个A-Za-z万亿千百元吨人家岁])-)?(?P<digits>{DIGITS}) ?"
    rf"(?P<vague1>[多余几])?(?P<scale>{SCALE})? ?(?P<vague>[多余来几])?(?P<unit>{UNIT})?"
)
_RATIO = r"(?P<ratio>(?<![\d:.])\d+(?:\.\d+)?(?: ?: ?\d+(?:\.\d+)?){1,4}(?![\d:]))"
_TOKEN = re.compile(rf"{_RANKED}|(?P<pass>{PASS})|{_RATIO}|{_NUMBER}|{_WORDS}")

_APART = re.compile(rf" ?(?:{RANGE}|[、和及与或/]|以及) ?(?=-?\d)")
_ROUGH_AFTER = re.compile(r"[^，。、；]{0,1}(?:左右|以上|以下|以内|上下|多)")
_ROUGH_BEFORE = re.compile(r"(?:约|近|超|超过|逾|突破|不少于|不低于|至少|过)$")
_CLASS = re.compile(
    r" ?(?:及以上|以上|及以下|以下|以内)(?=[\u4e00-\u9fff“])(?!增|的?水平|左|就|并|且|其|比|较|同|占|和|与)"
)
_EXCEEDING = re.compile(r"(?:以上|以下)?的(?:共?有|共|达)\d")
_NEVER_CLASS = re.compile("%|个|家|户|条|种|件|项|名|所|处|座|对|场|次|例|份|批")
_INDEX = re.compile(
    r"(?:指数|系数|PMI|性别比|收入比|比值|倍差|得分|综合评价)"
    r"(?:[^，。；]{0,12}|[^。；]{0,24}(?:缩小|扩大|提高|降低|下降|上升|回落|增加|减少)(?:了)?)$"
    r"|(?:人口|人数|户数)[^，。；\d]{0,4}$"
)
# What makes a claim of a number that has no unit, or one of a unit unknown here.
_SAID = re.compile(
    r"(?:[为达是]|达到|[到至]|由|从|增[长加]|减少|下降|提高|上升|扩大|缩小|[高低多少]出?|均)(?:了|约|近|超过?)?$"
)
_BARE_IS = re.compile(
    r"-?(?:\d+\.\d+点?(?=[，。；、)]|[降提升上增减缩扩到至])|(?!(?:19|20)\d\d(?!\d))\d{2,}(?=[，。；)]))"
)
_ALONE = re.compile("[，。；]")
_HAN_END = re.compile("[\u4e00-\u9fff]$")
_DONE = re.compile(
    r"(?:新[增建开辟设]|建成|建设|实施|完成|开展|开通|举办|共?有|拥有|达到?|累计|引进|培育|改造|取得|获得|打造|颁发|推出)"
    r"(?:了|约|近|超过?)?$"
)
_MEASURES = re.compile(r"(?P<unit>[余多]?[\u4e00-\u9fff])(?=[\u4e00-\u9fff，。；、])")
_NEVER_MEASURE = frozenset(
    "大强周年月日时号级届版条届度世以在的是为和与及或至到比占均左上下内外前后连期代岁成余多国省市县区"
)
_AGED = re.compile(r"(?:寿命|年龄|[提增][高加长])[^，。；]*$")

DIGIT = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
DIGIT |= {"八": 8, "九": 9, "半": 5}
TENS = {"十": 10, "百": 100, "千": 1000}


def chinese(words: str) -> Decimal:
    """Return the number that Chinese numerals up to 9999 say; nothing is one: 万亿元 is 1万亿元.

    >>> chinese("二十五"), chinese("十"), chinese("")
    (Decimal('25'), Decimal('10'), Decimal('1'))
    """
    whole, dot, fraction = words.partition("点")
    if dot:
        digits = "".join(str(DIGIT.get(one, 0)) for one in fraction)
        return Decimal(f"{chinese(whole)}.{digits or 0}")
    total = last = 0
    for one in whole:
        if one in TENS:
            total += (last or 1) * TENS[one]
            last = 0
        else:
            last = DIGIT.get(one, 0)
    return Decimal(total + last) if words else Decimal(1)


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers of a folded text that state a size, a share, a rank.

    Left out: dates, names (PM2.5, 5G), classes (65岁及以上), ordinals, numbers of headings.
    """
    found = [_read(match, text) for match in _TOKEN.finditer(text) if not match["pass"]]
    yield from reversed(_settled([figure for figure in found if figure], text))


def _settled(found: list[Figure], text: str) -> list[Figure]:
    """Return the figures last first, each with the unit that the next of its list or range has."""
    settled: list[Figure] = []
    after: Figure | None = None
    for one in reversed(found):
        one = _in_list(one, after, text)
        if not _states(one, text):
            after = one if one.sort is Sort.BARE else None
            continue
        after = one
        settled.append(one)
    return settled


def _in_list(one: Figure, after: Figure | None, text: str) -> Figure:
    if after is None or one.sort not in (Sort.BARE, Sort.COUNT):
        return one
    if not (gap := _APART.match(text, one.end)) or gap.end() != after.start:
        return one
    if after.unit and (one.sort is Sort.BARE or not one.unit.strip("万亿千百")):
        scaled = (
            one.unit and one.unit != "点" and not after.unit.startswith(("万", "亿", "千", "百"))
        )
        return replace(one, unit=(one.unit if scaled else "") + after.unit, sort=after.sort)
    if one.unit == "个" and after.sort is Sort.POINTS:
        return replace(one, unit=after.unit, sort=Sort.POINTS)
    return one


def _states(one: Figure, text: str) -> bool:
    """Say whether a number with its unit states something, by what stands beside it."""
    if text[max(0, one.start - 1) : one.start] == "每":
        return False
    if one.sort is Sort.BARE:
        left = text[max(0, one.start - 32) : one.start]
        if text.startswith(("+", "-"), one.end):
            return False
        return bool(
            _INDEX.search(left)
            or (_BARE_IS.match(text, one.start) and _SAID.search(left))
            or (one.places and _ALONE.match(text, one.end) and _HAN_END.search(left))
        )
    if one.sort is Sort.PERCENT and _EXCEEDING.match(text, one.end):
        return False
    if not one.unit.strip("万亿千百"):
        return not text.startswith(("+", "级"), one.end)
    if one.unit == "岁":
        return bool(_AGED.search(text[max(0, one.start - 12) : one.start]))
    if one.sort in (Sort.SIZE, Sort.COUNT) and not _NEVER_CLASS.match(one.unit.lstrip("万亿千百")):
        return not _CLASS.match(text, one.end)
    return True


def _read(match: re.Match[str], text: str) -> Figure | None:
    if match["digits"]:
        return _plain(match, text)
    if match["ratio"]:
        return _ratio(match, text)
    return _worded(match)


def _plain(match: re.Match[str], text: str) -> Figure | None:
    digits = match["digits"].replace(",", "").replace(" ", "")
    number = Decimal((match["sign"] or "") + digits)
    unit = match["unit"] or ""
    end = match.end()
    if unit == "点" and not _has_points(text, match.start()):
        unit, end = "", end - 1
    if unit in _WITH_NOTHING or (unit and _eaten(unit, text, end)):
        unit, end = "", end - len(unit)
    scale = match["scale"] or ""
    if not unit and (unit := _unknown(text, match)):
        return Figure(
            match.start(), match.end() + len(unit), (number,), 0, scale + unit, Sort.COUNT
        )
    if not unit:  # 33.7 as it stands, or 200万 of what comes behind
        end = match.end("scale") if scale else match.end("digits")
    sort = Sort.COUNT if scale and not unit else sort_of(unit)
    rough = bool(match["vague"] or match["vague1"] or _is_rough(text, match.start(), end))
    return Figure(
        match.start(),
        end,
        (number,),
        len(digits.partition(".")[2]),
        scale + unit.removesuffix("人民币"),
        sort,
        rough,
    )


def _has_points(text: str, start: int) -> bool:
    left = text[max(0, start - 24) : start]
    return bool(_INDEX.search(left) or (_BARE_IS.match(text, start) and _SAID.search(left)))


def _unknown(text: str, match: re.Match[str]) -> str:
    """Return the measure word that no list holds, told by where it stands: 建成15回输电通道."""
    found = _MEASURES.match(text, match.end())
    if not found or found["unit"] in _NEVER_MEASURE or match["unit"]:
        return ""
    if match["scale"]:
        return found["unit"] if text[found.end()] in "，。；、" else ""
    if not match["digits"].isdigit() or match["vague1"]:
        return ""
    said = _DONE.search(text, max(0, match.start() - 8), match.start())
    return found["unit"] if said else ""


# Characters that measure only in some company: what follows them tells that they do not here.
_WITH_NOTHING = frozenset(
    (
        "号",
        "级",
        "线",
        "站",
        "期",
        "省",
        "国",
        "市",
        "校",
        "区",
        "县",
        "乡",
        "镇",
        "村",
        "汽车",
        "品种",
        "团队",
    )
)
_EATEN = {
    "人": "口",
    "度": "假",
    "对": "接",
    "分": "之别",
    "米": "兰",
    "元": "旦",
    "家": "庭",
    "场": "馆地所",
    "口": "岸",
    "门": "店户",
    "单": "位",
    "班": "列",
    "位": "于居列",
    "集": "中团体",
    "点": "",
    "组": "织建",
    "首": "次批",
    "本": "科级地",
    "道": "路",
    "台": "风阶账",
    "节": "能点",
    "团": "队",
    "级": "",
    "成": "立为",
    "类": "别",
    "项": "目",
    "队": "伍",
}


def _eaten(unit: str, text: str, end: int) -> bool:
    """Say whether the unit is the beginning of a longer word: 12市(州), 5类别."""
    if unit in ("项", "个"):
        return False
    return end < len(text) and text[end] in _EATEN.get(unit, "")


def _is_rough(text: str, start: int, end: int) -> bool:
    return bool(
        _ROUGH_AFTER.match(text, end) or _ROUGH_BEFORE.search(text[max(0, start - 3) : start])
    )


def _ratio(match: re.Match[str], text: str) -> Figure | None:
    parts = tuple(Decimal(one) for one in re.split(r" ?: ?", match["ratio"]))
    if (
        len(parts) == 2
        and "." not in match["ratio"]
        and not re.search(
            r"(?:比|结构|比例|比值|配比)[^，。；]{0,8}$",
            text[max(0, match.start() - 14) : match.start()],
        )
    ):
        return None
    places = max(len(one.partition(".")[2]) for one in re.split(r" ?: ?", match["ratio"]))
    return Figure(match.start(), match.end(), parts, places, "", Sort.RATIO)


def _worded(match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    if match["double"]:
        folds = match["folds"] or "一"
        number = Decimal(folds) if folds[0].isascii() else chinese(folds)
        return Figure(start, end, (number,), 0, "番", Sort.TIMES)
    if match["tenths"]:
        number = chinese(match["tenths"][0]) + (Decimal("0.5") if match["half"] else 0)
        return Figure(start, end, (number,), 0, "成", Sort.PERCENT)
    if match["fraction"]:
        below = "一二三四五六七八九十"[int(match["below"]) - 1]
        return Figure(start, end, (Decimal(match["above"]),), 0, f"{below}分之", Sort.PERCENT)
    if match["part"]:
        return _part(match["part"], start, end)
    if match["times"]:
        return Figure(start, end, (chinese(match["manytimes"]),), 0, "倍", Sort.TIMES)
    return _placed(match) or _large(match)


def _part(words: str, start: int, end: int) -> Figure:
    below, _, above = words.partition("分之")
    if below == "百":
        number = chinese(above)
        return Figure(start, end, (number,), _places(number), "%", Sort.PERCENT)
    return Figure(start, end, (chinese(above),), 0, f"{below}分之", Sort.PERCENT)


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _placed(match: re.Match[str]) -> Figure | None:
    words = match["place"] or match["nth"]
    if not words:
        return None
    number = Decimal(words) if words.isascii() else chinese(words)
    unit = match["rankunit"] or match["nthunit"] or ""
    return Figure(match.start(), match.end(), (number,), 0, unit, Sort.RANK)


def _large(match: re.Match[str]) -> Figure | None:
    words = match["bignum"] if match["big"] else match["barenum"]
    scale = match["bigscale"] or match["barescale"]
    unit = match["bigunit"] or match["bareunit"] or ""
    if not scale or words is None:
        return None
    sort = sort_of(unit) if unit else Sort.SIZE
    return Figure(match.start(), match.end(), (chinese(words),), 0, scale + unit, sort, True)
