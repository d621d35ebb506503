"""Personal data, secrets and embargoed figures: what is found, what is missed, and how fast.

Identity numbers are made at random, of every year of birth and province and in every shape they
are written in; prose is real where there is a corpus (GONGKAI_CORPUS), else made.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from time import perf_counter

from bench.report import CORPUS, Report
from gongkai.checks import characters, embargo, inside, personal, secrecy
from gongkai.checks.findings import Finding, Severity
from gongkai.checks.known import Known, Term, Value
from gongkai.checks.personal.numbers import CHECK, PROVINCES, WEIGHTS

ON = date(2026, 3, 1)
EACH = 3  # numbers of each year and province
RANDOM = 100_000  # strings of eighteen digits
FUZZ = 1_000_000  # strings nothing may be raised at
FUZZED = "0123456789Xx -·.＊１２３４\u200b@:/\\()护照电话号京A姓名张三，男患\n"
SHAPES = ("{}", "（{}）", "身份证{}，", "1 演示 {} 略")
LEAST = 5  # MB a second


def measure(report: Report) -> None:
    """Measure identity numbers, what is raised by chance, embargoed figures, and speed."""
    _identities(report)
    _chance(report)
    _fuzz(report)
    _prose(report)
    _embargo(report)
    _speed(report)


def _identities(report: Report) -> None:
    random, missed, many = Random(6), 0, 0
    for year in range(1900, 2027):
        for province in sorted(PROVINCES):
            for _ in range(EACH):
                many += 1
                number = _written(random, _number(random, province, year))
                found = personal.told("", random.choice(SHAPES).format(number), Known(ON))
                missed += personal.IDENTITY.name not in {one.rule for one in found}
    report(
        f"身份号码：{many} 个（1900—2026 年、{len(PROVINCES)} 个省份、6 种写法），漏 {missed} 个（限 0）"
    )


def _number(random: Random, province: str, year: int) -> str:
    day = date(year, 1, 1) + timedelta(random.randrange(365))
    region = f"{province}{random.randrange(71):02}{random.randrange(100):02}"
    body = f"{region}{day:%Y%m%d}{random.randrange(1000):03}"
    return body + CHECK[sum(int(a) * b for a, b in zip(body, WEIGHTS, strict=True)) % 11]


def _written(random: Random, number: str) -> str:
    return random.choice((
        number,
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:6]}-{number[6:10]}-{number[10:14]}-{number[14:]}",
        " ".join(number),
        "\u200b".join(number),
        "".join(chr(ord(one) + 0xFEE0) for one in number),
    ))  # fmt: skip


def _chance(report: Report) -> None:
    random = Random(7)
    strings = [str(random.randrange(10**17, 10**18)) for _ in range(RANDOM)]
    alone = sum(personal.is_identity_number(one) for one in strings)
    columns = ("\n".join(strings[at : at + 100]) for at in range(0, RANDOM, 100))
    told = sum(one.rule == personal.IDENTITY.name
               for text in columns for one in personal.told("", text, Known(ON)))  # fmt: skip
    report(f"随机十八位数字 {RANDOM} 个：号码本身合格 {alone} 个，成列出现时误报 {told} 个（限 1）")


def _fuzz(report: Report) -> None:
    random = Random(8)
    for _ in range(FUZZ):
        text = "".join(random.choices(FUZZED, k=random.randrange(40)))
        for _found in personal.told("", text, Known(ON)):
            pass
    report(f"随机字符串 {FUZZ} 个：没有出错")


def _prose(report: Report) -> None:
    counts: Counter[str] = Counter()
    size = 0
    for text in _texts():
        size += len(text)
        counts.update(one.rule for one in _read(text, Known(ON)) if one.severity is Severity.BLOCK)
    report(
        f"公报、工作报告和法律 {size} 字：误拦 {sum(counts.values())} 处（限 0）{dict(counts) or ''}"
    )


def _texts() -> Iterator[str]:
    paths = (
        *CORPUS.glob("0[123]_*/*.txt"),
        *CORPUS.glob("0[123]_*/*.csv"),
        *CORPUS.glob("11_laws/*"),
    )
    for path in sorted(paths):
        yield path.read_text(encoding="utf-8-sig")


def _embargo(report: Report) -> None:
    blocked = asked = 0
    for seed in range(5):
        known = Known(date(2031, 6, 1), "某市", embargoed=_figures(Random(seed), 1000))
        for text in _texts():
            found = list(embargo.text("", text, known))
            blocked += sum(one.severity is Severity.BLOCK for one in found)
            asked += sum(one.severity is Severity.WARN for one in found)
    report(
        f"未发布数据各 1000 个、5 组，对照以上正文：误拦 {blocked} 处（限 0），请核对 {asked} 处"
    )
    values = _figures(Random(9), 500)
    known = Known(date(2031, 6, 1), "某市", embargoed=values)
    missed = sum(not _is_stopped(f"2031年{PERIODS[one.period[5:]]}，全市{one.names[0]}"
                                 f"{'增长' if one.unit == '%' else '为'}{one.number}{one.unit}。", known)
                 for one in values)  # fmt: skip
    report(
        f"写进句子的未发布数据 {len(values)} 个：没有拦住 {missed} 个（一位有效数字的只提请核对）"
    )


PERIODS = {"Q1": "一季度", "S1": "上半年", "Q3": "前三季度", "05": "5月", "11": "11月"}
NAMES = ("地区生产总值", "第一产业增加值", "固定资产投资", "社会消费品零售总额", "粮食产量", "常住人口",
         "一般公共预算收入", "居民可支配收入", "进出口总额", "用电量", "旅客运输量")  # fmt: skip
UNITS = ("亿元", "%", "万人", "元", "万吨", "亿美元", "亿千瓦时")


def _figures(random: Random, many: int) -> tuple[Value, ...]:
    def one() -> Value:
        unit, places = random.choice(UNITS), random.choice((1, 2))
        number = Decimal(f"{10 ** random.uniform(0, 2 if unit == '%' else 4):.{places}f}")
        name, period = random.choice(NAMES), f"2031-{random.choice(tuple(PERIODS))}"
        comparison = "yoy" if unit == "%" else "level"
        return Value(name, (name,), "某市", period, number, places, unit, comparison=comparison)

    return tuple(one() for _ in range(many))


def _is_stopped(text: str, known: Known) -> bool:
    return any(one.severity is Severity.BLOCK for one in embargo.text("", text, known))


def _read(text: str, known: Known) -> Iterator[Finding]:
    yield from personal.told("", text, known)
    yield from secrecy.mark("", text)
    yield from secrecy.word("", text, known)
    yield from inside.addresses("", text)
    yield from inside.keys("", text)
    yield from characters.unseen("", text)


def _speed(report: Report) -> None:
    known = Known(ON, terms=tuple(Term("secret", f"演示{one}号工程") for one in range(200)))
    real = list(_texts())
    texts = real * 4 or [
        f"演示{number}年，全市生产总值{number}.5亿元，同比增长7.8%。\n" * 9999
        for number in range(9)
    ]
    size = sum(len(text.encode()) for text in texts) / 1e6
    started = perf_counter()
    for text in texts:
        list(_read(text, known))
    spent = perf_counter() - started
    report(f"个人信息、密级标志、内部地址和词表：{size:.1f} MB 用 {spent:.2f} 秒，"
           f"{size / spent:.1f} MB/秒（限不低于 {LEAST}）")  # fmt: skip
    held = Known(ON, "某市", embargoed=_figures(Random(3), 1000))
    started = perf_counter()
    for text in texts:
        list(embargo.text("", text, held))
    report(f"未发布数据 1000 个：{size / (perf_counter() - started):.1f} MB/秒")
