"""Where a text has a number that tells of a person (号码识别), and how it may be shown."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from gongkai.checks.characters import cleaned
from gongkai.checks.findings import Rule
from gongkai.checks.personal import rules
from gongkai.checks.personal.numbers import (
    SOLE,
    is_credit_code,
    is_identity_number,
    is_old_identity_number,
    passes_luhn,
)

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF |= {0x3000: 0x20, 0xA0: 0x20, 0x2212: 0x2D, 0x425: 0x58, 0x445: 0x78}  # Х and х are no x
_HALF |= dict.fromkeys(range(0x2000, 0x200B), 0x20) | dict.fromkeys(range(0x2010, 0x2016), 0x2D)
_NARROW = {chr(wide): chr(half) for wide, half in _HALF.items()}
_WIDE = re.compile(r"[\xa0\u0425\u0445\u2000-\u200a\u2010-\u2015\u2212\u3000\uff01-\uff5e]")

_LONG = re.compile(r"[0-9](?:[ \-·_/.)]{0,2}[0-9]){6}")  # what no number below can do without

_FREE, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_IDENTITY = re.compile(
    rf"{_FREE}[GLgl]?([1-9][0-9]{{5}}[ -]?(?:19|20)[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?"
    rf"[0-9]{{3}}[ -]?[0-9Xx×])(?:[1-7][1-4])?{_END}"
)  # behind it a card of disability has its kind and grade; a school number has a letter before it
_GAP = r"[ \-·_/]"
_SPACED = re.compile(
    rf"{_FREE}(?<![0-9]{_GAP})(?<![0-9]{_GAP}{_GAP})[1-9](?:{_GAP}{{0,2}}[0-9]){{16}}"
    rf"{_GAP}{{0,2}}[0-9Xx×](?![A-Za-z]|{_GAP}{{0,2}}[0-9])"
)  # no part of a longer row of numbers
_EIGHTEEN = re.compile(rf"{_FREE}[0-9]{{17}}[0-9Xx]{_END}")
_ANY_IDENTITY = re.compile(r"身份|证件|公民|居民|姓名|[男女]|ID|id")
MANY, FEW = 10, 5  # of so many long numbers, less than one in five fits by chance: no identity
_OLD = re.compile(r"(?<![0-9A-Za-z.])[1-8][0-9]{5}[ -]?[0-9]{6}[ -]?[0-9]{3}(?!\.?[0-9A-Za-z])")
_IDENTITY_WORD = re.compile(r"身份证?|证件号|公民身份|居民证|ID\s?(?:card|No)|户口|户籍", re.I)

_CARD = re.compile(
    r"(?<![0-9A-Za-z.])(?:[3-6][0-9]|9[4-9])[0-9]{2}(?:[0-9]{12,15}"
    r"|(?P<gap>[ -])[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{4}(?:(?P=gap)[0-9]{1,3})?)"
    r"(?!\.?[0-9A-Za-z])"
)
_ISSUED = re.compile(r"62|4[0-9]{15}$|5[1-5][0-9]{14}$|35[2-8][0-9]{13}$|9558|9559")
_CARD_WORD = re.compile(
    r"卡号|银行|账号|帐号|账户|帐户|户名|开户|存折|工资卡|信用卡|储蓄|打款|汇款"
)
_OTHER_WORD = re.compile(
    r"(?:编号|编码|代码|序列号?|单号|文号|批号|流水号?|条码|条形码|订单号?|项目号|备案号|许可证?号?"
    r"|登记号|案号|ISBN|No\.?)[:为是\s]{0,3}$"
)
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?:\+|00)?86[ -]?)?(1[3-9][0-9](?:[ -]?[0-9]{4}[ -]?[0-9]{4}"
    r"|[ -][0-9]{3}[ -][0-9]{5}|[0-9]{2}[ -][0-9]{3}[ -][0-9]{3}))(?![0-9A-Za-z]|\.[0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.\-])(?:(?:\+|00)?86[ -]?)?"
    r"(\(0?[1-9][0-9]{1,2}\)[ -]?[2-8][0-9]{2,3}[ -]?[0-9]{4}"
    r"|0[1-9][0-9]{1,2}[ -]?[2-8][0-9]{2,3}[ -]?[0-9]{4})(?!\.?[0-9A-Za-z]|-[0-9]{5})"
)
_PUBLIC = re.compile(r"咨询|办公|值班|热线|监督|举报|投诉|服务|新闻|传真|查询|受理|总机|信访|维权")
_LOCAL = re.compile(
    r"(?:电话|座机|宅电|传真|[Tt]el)(?:号码)?[:：为是\s]{1,3}"
    r"([2-8][0-9]{2,3}[ -]?[0-9]{4})(?!\.?[0-9A-Za-z])(?!\s?[万亿元户部个人次])"
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
    r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_OWN = re.compile(
    r"@(?:[a-z0-9-]+\.)*(?:qq|vip|foxmail|163|126|yeah|188|sina|sohu|139|189|wo|21cn|tom|aliyun|"
    r"gmail|googlemail|outlook|hotmail|live|msn|yahoo|icloud|me|proton|protonmail)"
    r"\.(?:com|cn|net|com\.cn|cc|hk|me)$",
    re.I,
)
_PAPERS = ("护照", "通行证", "台胞证", "回乡证", "军官证", "士兵证", "警官证", "文职证", "驾驶证", "社保", "医保",
           "居住证", "学籍", "军人证", "兵证", "台湾居民", "港澳居民")  # fmt: skip
_PAPER = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|(?:军官|士兵|警官|文职|军人|驾驶|居住)证|社保卡|社会保障卡?|医保卡?|学籍)"
    r"[^0-9A-Za-z\n。；]{0,12}"
    r"((?:[军兵士文武广南北海空政参后装沈济兰成]{1,2}字?第?)?[A-Z]{0,2}[0-9]{6,12}|[CEGP][A-Z][0-9]{7})"
    r"(?!\.?[0-9A-Za-z])(?!\s?[万亿元户部个人次本张份])",
    re.I,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼](?<![A-Za-z0-9].)"
    r"[A-HJ-NP-Z][·• \-]?(?=[A-Z]{0,4}[0-9])(?:[A-HJ-NP-Z0-9]{6}|[A-HJ-NP-Z0-9]{5}|"
    r"[A-HJ-NP-Z0-9]{4}[警学挂港澳领使])(?![A-Za-z0-9])"
)
_STAR = r"[*＊xX×•·#某●]"
_REVERSIBLE = re.compile(
    rf"{_FREE}(?:[1-9][0-9]{{5}}(?:19|20)[0-9]{{6}}{_STAR}{{3,4}}"  # region and day shown
    rf"|[1-9][0-9]{{5}}(?:19|20)[0-9]{{2}}{_STAR}{{2,4}}[0-9]{{3}}[0-9Xx]"  # region, year, last
    rf"|[1-9][0-9]{{13}}{_STAR}{{1,3}}[0-9Xx]{{1,3}}"
    rf"|{_STAR}{{1,6}}(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])[0-9]{{2}}[0-9]{{3}}[0-9Xx])(?![0-9A-Za-z*])"
)
_SOLE = re.compile(rf"{_FREE}{SOLE}[0-9A-HJ-NPQRTUWXY]{{16}}{_END}")


class Mark(NamedTuple):
    """A number in a text of half width: which rule, where, and as it may be shown."""

    rule: Rule
    start: int
    end: int
    shown: str


def plain(text: str) -> str:
    """Return a text in half width, its dashes and spaces made one kind, nothing hidden in it."""
    return _WIDE.sub(lambda one: _NARROW[one[0]], cleaned(text).replace("，", ","))


def digits(text: str) -> str:
    """Return the digits of a number as written, and its X."""
    return re.sub(r"[^0-9X]", "", text.upper().replace("×", "X"))


def marks(text: str, known: Collection[str] = (), *, strict: bool = True) -> list[Mark]:
    """Return what is found in a text of half width, in reading order, none upon another.

    Shape: known are telephone numbers anybody may read; strict judges numbers that nothing checks
    by the words beside them; without it they count wherever they stand, as for masking.
    """
    found: list[Mark] = []
    for start, line in _lines(text):
        for finder in _NUMBERED:
            for one in finder(line, known, strict):
                found.append(one._replace(start=one.start + start, end=one.end + start))
    right = sum(1 for one in found if one.rule is rules.IDENTITY)
    if right and strict and _by_chance(text, right):
        found = [one for one in found if one.rule is not rules.IDENTITY]
    found += mails(text)
    found += plates(text)
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Mark] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that have a long number, and where each begins."""
    end = 0
    while found := _LONG.search(text, end):
        start = text.rfind("\n", end, found.start()) + 1 or end
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        yield start, text[start:end]


def identities(text: str, *, strict: bool = True) -> Iterator[Mark]:
    """Find identity numbers of eighteen characters, however they are spaced, and of fifteen."""
    places = {}
    for found in _IDENTITY.finditer(text):
        places[found.start(1)] = found.span(1)
    for found in _SPACED.finditer(text):
        places.setdefault(found.start(), found.span())
    right = [span for span in places.values() if is_identity_number(digits(text[slice(*span)]))]
    if right and not _by_chance(text, len(right)):
        for start, end in right:
            number = digits(text[start:end])
            yield Mark(rules.IDENTITY, start, end, f"{number[:6]}{'*' * 8}{number[-4:]}")
    for found in _OLD.finditer(text):
        number = digits(found[0])
        told = not strict or _IDENTITY_WORD.search(
            text, max(0, found.start() - 24), found.end() + 12
        )
        if told and is_old_identity_number(number):
            yield Mark(rules.IDENTITY, *found.span(), f"{number[:6]}{'*' * 6}{number[-3:]}")


def _by_chance(text: str, right: int) -> bool:
    """Say whether so few of so many long numbers fit that they are numbers of something else."""
    numbers = len(_EIGHTEEN.findall(text))
    return numbers >= MANY and right * FEW < numbers and not _ANY_IDENTITY.search(text)


def cards(text: str, *, strict: bool = True) -> Iterator[Mark]:
    """Find bank cards: one a Chinese issuer prints, or any number beside a word of banks."""
    for found in _CARD.finditer(text):
        number = digits(found[0])
        if not passes_luhn(number) or is_identity_number(number):
            continue
        before = text[max(0, found.start() - 30) : found.start()]
        if strict and not _CARD_WORD.search(before) and not _is_issued(number, before):
            continue
        shown = f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
        yield Mark(rules.CARD, *found.span(), shown)


def _is_issued(number: str, before: str) -> bool:
    return bool(_ISSUED.match(number)) and not _OTHER_WORD.search(before)


def mobiles(text: str, known: Collection[str] = ()) -> Iterator[Mark]:
    """Find mobile numbers but the known ones."""
    told = {digits(number) for number in known}
    for found in _MOBILE.finditer(text):
        number = digits(found[1])
        if number not in told:
            yield Mark(rules.MOBILE, *found.span(1), f"{number[:3]}****{number[-4:]}")


def landlines(text: str, known: Collection[str] = ()) -> Iterator[Mark]:
    """Find telephones with an area code, or beside the word telephone, but the known ones."""
    told = {digits(number) for number in known}
    for pattern in (_LANDLINE, _LOCAL):
        for found in pattern.finditer(text):
            number = digits(found[1])
            before = text[max(0, found.start(1) - 12) : found.start(1)]
            if not (_PUBLIC.search(before) or _is_known(number, told)):
                shown = f"{found[1][:-6]}****{number[-2:]}"
                yield Mark(rules.LANDLINE, *found.span(1), shown)


def _is_known(number: str, told: Collection[str]) -> bool:
    """Say whether a number is a known one, whichever of them has the area code."""
    return any(len(one) > 6 and (one.endswith(number) or number.endswith(one)) for one in told)


def mails(text: str) -> Iterator[Mark]:
    """Find mail addresses; those at a provider for private persons are shown in part."""
    for found in _MAIL.finditer(text) if "@" in text else ():
        name, _, host = found[0].partition("@")
        if _OWN.search(found[0]):
            yield Mark(rules.OWN_MAIL, *found.span(), f"{name[:2]}***@{host}")
        else:
            yield Mark(rules.MAIL, *found.span(), found[0])


def papers(text: str) -> Iterator[Mark]:
    """Find numbers of passports, passes and cards of service beside their names."""
    if any(word in text for word in _PAPERS):
        for found in _PAPER.finditer(text):
            yield Mark(rules.PAPER, *found.span(1), f"{found[1][:2]}****{found[1][-2:]}")


def plates(text: str) -> Iterator[Mark]:
    """Find number plates of vehicles."""
    for found in _PLATE.finditer(text):
        yield Mark(rules.PLATE, *found.span(), f"{found[0][:2]}****{found[0][-1]}")


def reversibles(text: str) -> Iterator[Mark]:
    """Find identity numbers masked so little that the rest can be found by trying."""
    for found in _REVERSIBLE.finditer(text):
        yield Mark(rules.REVERSIBLE, *found.span(), f"{found[0][:6]}{'*' * 8}{found[0][-2:]}")


def soles(text: str) -> Iterator[Mark]:
    """Find credit codes of individual businesses, which are persons."""
    for found in _SOLE.finditer(text):
        if is_credit_code(found[0]):
            yield Mark(rules.SOLE, *found.span(), f"{found[0][:8]}{'*' * 6}{found[0][-4:]}")


Finder = Callable[[str, Collection[str], bool], Iterator[Mark]]
_NUMBERED: tuple[Finder, ...] = (
    lambda text, _, strict: identities(text, strict=strict),
    lambda text, _, strict: cards(text, strict=strict),
    lambda text, known, _: mobiles(text, known),
    lambda text, known, _: landlines(text, known),
    lambda text, _, __: papers(text),
    lambda text, _, __: reversibles(text),
    lambda text, _, __: soles(text),
)
