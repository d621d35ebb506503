"""Names that share a head or a tail (并列): 猪、牛、羊出栏分别为…, 第一、二、三产业增加值."""

import re

from gongkai.checks.claims.names import DEPENDENT, MEASURED

LONGEST = 14  # characters of a name that is cut off by a comma

_TAILS = (
    "产业增加值|产业投资|产业总?产值|产业营业?收入?|产业|(?:常住)?居民(?:人均[\u4e00-\u9fff]{2,8}|恩格尔系数)|先进产能|生产能力|增加值|总产值|产值|零售额|销售额|"
    "营业收入|接待游客|收入|支出|投资|产量|出栏|存栏|年出栏量|出栏量|存栏量|贷款余额|存款余额|余额|总额|总值|货运量|客运量|周转量|"
    "运输量|吞吐量|用电量|发电量|价格|面积|覆盖率|普及率|入学率|合格率|完成率|使用率|处理率|治理率|率|比例|比重|案件|警情|人口|人数|进出口(?:总额|总值|额)?|出口|进口|装机容量|装机|规模|指数|收入|利润|浓度|标准|参保率"
)
_TAIL = re.compile(rf"(?:{_TAILS})$")
_NARROW = re.compile(rf"(?:{_TAILS.partition('|产业|')[2]})$")
_AND_OTHERS = re.compile(
    rf"(?<![高中初同均])等(?![级教学次候])[^、]*?(?=(?:接待游客|{_TAILS.partition('|产业|')[2]})$)"
)
_BOTH = {"存贷款": ("存款", "贷款"), "内外资": ("内资", "外资")}
_ANIMALS = re.compile("[猪牛羊]{2,3}$")
_COMPLETE = re.compile(rf"{MEASURED.pattern}|[数量率额值]$")
_BARE = frozenset(("死亡人数", "受伤人数", "总花费", "花费"))  # 事故起数、死亡人数
_ENDING = re.compile(r"(?:起数|数量|人数|人次|营业收入|营收|利润|产值|产量|收入)$")
_ORDER = re.compile(r"^(?:第)?([一二三])(?:次)?(产业|产)?")
_CUTS = (
    re.compile(r"、|以及|和|与|及(?!其)"),
    re.compile(r"、"),
    re.compile(r"以及|和|与|及(?!其)"),
    re.compile(r"，"),
    re.compile(r"、|，|以及|和|与|及(?!其)"),
)


def names_of(phrase: str, count: int) -> list[str]:
    """Return so many names that a phrase lists, each whole, or none if it does not list so many.

    >>> names_of("第一、二、三产业增加值", 3)
    ['第一产业增加值', '第二产业增加值', '第三产业增加值']
    >>> names_of("猪、牛出栏", 2)
    ['猪出栏', '牛出栏']
    """
    if count == 2 and phrase.startswith("城乡"):
        return [("城镇" if "居民" in phrase else "城市") + phrase[2:], "农村" + phrase[2:]]
    for both, each in _BOTH.items():
        if count == 2 and both in phrase:
            return [phrase.replace(both, one) for one in each]
    if _ANIMALS.match(phrase[:count]):
        return [one + phrase[count:] for one in phrase[:count]]
    for cut in _CUTS:
        parts = [part.strip() for part in cut.split(phrase) if part.strip()]
        if len(parts) == count and ("，" not in phrase or max(map(len, parts)) <= LONGEST):
            return _whole(parts)
    return []


def _joined(part: str, tail: str) -> str:
    return part + tail[2:] if part.endswith(tail[:2]) else part + tail


def _whole(parts: list[str]) -> list[str]:
    last = _AND_OTHERS.sub("", parts[-1])
    ordered = [_ORDER.match(part) for part in parts]
    if all(ordered) and "产" in last:
        rest = _ORDER.sub("", last)
        return [f"第{match[1]}产业{rest}" for match in ordered if match]
    if DEPENDENT.fullmatch(last) or last in _BARE:
        head = _ENDING.sub("", parts[0])
        return [*parts[:-1], last if head == parts[0] else head + last]
    tail = (_NARROW if parts[0].endswith("业") else _TAIL).search(last)
    if not tail or tail.start() == 0:
        return parts
    first = [part if _COMPLETE.search(part) else _joined(part, tail[0]) for part in parts[:-1]]
    return [*first, last]
