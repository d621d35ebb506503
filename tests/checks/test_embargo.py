from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from gongkai.checks import embargo
from gongkai.checks.findings import Finding, Severity
from gongkai.checks.known import Known, Value

GDP = ("生产总值", "地区生产总值", "GDP")
CITY = "石家庄市"


def a_value(names, period, number, unit, region=CITY, **more) -> Value:
    places = len(number.partition(".")[2])
    return Value("/".join(names), names, region, period, Decimal(number), places, unit, **more)


EMBARGOED = (
    a_value(GDP, "2014-Q3", "5170.3", "亿元", span="ytd"),
    a_value(GDP, "2014-Q3", "7.8", "%", comparison="yoy", span="ytd"),
    a_value(("增加值",), "2014-Q3", "2411.37", "亿元", items=("第二产业",)),
    a_value(GDP, "2014-Q3", "312.6", "亿元", region="长安区"),
    a_value(("规模以上工业增加值",), "2014-09", "-3.4", "%", comparison="yoy"),
    a_value(("居民消费价格指数",), "2014-09", "102.3", "%", comparison="yoy"),
    a_value(("常住人口",), "2014", "1061.62", "万人"),
)
RELEASED = (
    a_value(GDP, "2013-Q3", "4863.7", "亿元"),
    a_value(("用电量",), "2013", "5170.3", "亿千瓦时"),
)
KNOWN = Known(date(2014, 10, 10), CITY, embargoed=EMBARGOED, released=RELEASED)


def found(text: str, known: Known = KNOWN) -> list[Finding]:
    return list(embargo.text("正文第1段", text, known))


def rules(text: str) -> list[str]:
    return [one.rule for one in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "前三季度，全市生产总值5170.3亿元。",
        "完成5,170.3 亿元。",
        "5170.30",
        "合计51703000万元",
        "共517 0300 万元"[:0] + "达到５１７０．３亿元",
        "5170.3亿",
        "2014年前三季度，全市GDP达5170亿元",
        "前三季度，全市生产总值约5200亿元。",
        "前三季度，全市生产总值增长7.8%。",
        "2014年1—9月，全市地区生产总值同比增长7.8%",
        "前三季度全市实现生产总值四千元，第二产业增加值2411.4亿元",
        "三季度，第二产业实现增加值2411亿元",
        "前三季度，长安区生产总值312.6亿元",
        "9月，规模以上工业增加值同比下降3.4%",
        "9月份居民消费价格指数102.3%"[:-1] + "%，同比上涨",
        "2014年末全市常住人口1062万人",
        "5170.3亿元的生产总值",
        "生产总值5170300万元、517030000000元"[:0] + "生产总值517030000000元",
    ],
)
def test_embargoed_figure_blocks_however_it_is_written(text: str) -> None:
    one = next(one for one in found(text) if one.rule == "embargo.value")
    assert (one.severity, one.waiver) == (Severity.BLOCK, "figures")
    assert one.words in one.excerpt


@pytest.mark.parametrize(
    "text",
    [
        "2013年全市生产总值增长7.8%。",
        "增长7.8%",
        "前三季度，全国国内生产总值增长7.8%",
        "2014年前三季度第三产业增加值增长7.8%",
        "前三季度，长安区财政收入增长7.8%",
        "前三季度，全市生产总值增长8.1%，人均消费支出增长7.8%。"[18:],
        "全长5170.3公里",
        "全社会用电量5170.3亿千瓦时",
        "2013年前三季度生产总值4863.7亿元",
        "2012年末全市常住人口为1038.6万人",
        "2014年全市生产总值预期目标增长8%",
        "电话5170300",
        "2014年10月10日",
        "文件第5170号",
    ],
)
def test_other_figures_pass(text: str) -> None:
    assert rules(text) == []


def test_series_and_period_with_any_number_beside_it_warns() -> None:
    (one,) = found("2014年前三季度全市生产总值为4900亿元。")
    assert (one.rule, one.severity) == ("embargo.series", Severity.WARN)
    assert "5170" not in one.why + one.excerpt + one.proposal


def test_figure_of_few_digits_without_a_period_is_asked_about() -> None:
    assert rules("居民消费价格指数为102.3，同比上涨") == ["embargo.likely"]


def test_cells_are_read_with_their_heads() -> None:
    table = {
        "type": "table",
        "caption": "主要指标",
        "head": [["指标", "前三季度（亿元）", "增长（%）"]],
        "rows": [["生产总值", "5170", "7.8"], ["财政收入", "512", "7.8"]],
    }
    chart = {"type": "chart", "title": "生产总值增长速度", "unit": "%", "labels": ["一季度", "前三季度"],
             "series": [{"name": "生产总值增速", "values": ["7.1", "7.8"]}]}  # fmt: skip
    figure = {
        "type": "figure",
        "indicator": "生产总值",
        "period": "2014年前三季度",
        "value": "5170",
        "unit": "亿元",
    }
    given = {"title": "2014年前三季度经济运行情况", "body": [table, chart, figure]}
    places = [(one.rule, one.place) for one in embargo.content(given, KNOWN)]
    assert places == [
        ("embargo.value", "表1第1行第2格"),
        ("embargo.value", "表1第1行第3格"),
        ("embargo.value", "统计图1“前三季度”"),
        ("embargo.value", "指标1数值"),
    ]


def test_rows_of_a_file_are_read_with_their_heads() -> None:
    rows = [["2014年前三季度", "增长（%）"], ["生产总值", "7.8"], ["财政收入", "7.8"]]
    found = list(embargo.table("工作表“甲”", rows, KNOWN, "主要指标"))
    titled = [["主要指标", ""], *rows]
    assert list(embargo.table("工作表“乙”", titled, KNOWN)) != []
    assert [(one.rule, one.place) for one in found] == [("embargo.value", "工作表“甲”第1行第2格")]


def test_nothing_is_looked_for_without_an_embargo() -> None:
    assert found("生产总值5170.3亿元", Known(date(2014, 10, 10), CITY)) == []


def synthetic(seed: int, many: int = 600) -> tuple[Value, ...]:
    """Make figures of the size and the names real ones have, for periods no communiqué tells of."""
    random = Random(seed)
    names = ("地区生产总值", "第一产业增加值", "固定资产投资", "社会消费品零售总额", "粮食产量", "常住人口",
             "一般公共预算收入", "居民人均可支配收入", "进出口总额", "用电量", "旅客运输量")  # fmt: skip
    units = ("亿元", "%", "亿元", "万人", "元", "万吨", "亿元", "%", "亿美元", "亿千瓦时")
    return tuple(
        a_value((random.choice(names),), f"2031-{random.choice(('Q1', 'S1', 'Q3', '05', '11'))}",
                f"{10 ** random.uniform(0, 4):.{random.choice((1, 2))}f}", unit,
                comparison="yoy" if unit == "%" else "level")
        for unit in (random.choice(units) for _ in range(many))
    )  # fmt: skip


def test_published_communiques_raise_no_false_block(corpus: Path) -> None:
    files = [*corpus.glob("01_communiques/*.txt"), *corpus.glob("02_work_reports/*.csv")]
    assert files
    blocked = [
        (path.name, one.excerpt, one.why)
        for seed in range(3)
        for path in files
        for one in found(
            path.read_text(encoding="utf-8-sig"),
            Known(date(2031, 6, 1), "某市", embargoed=synthetic(seed)),
        )
        if one.severity is Severity.BLOCK
    ]
    assert blocked == []
