"""Figures read out of sentences: what each construction of official prose states."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.checks.claims.claim import Claim, Kind
from gongkai.checks.claims.extract import extract

FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def said(text: str) -> list[tuple[str, str, str, str]]:
    """Return what a text states: indicator, value, unit, kind."""
    return [(one.indicator, _value(one), one.unit, str(one.kind)) for one in extract(text)]


def _value(claim: Claim) -> str:
    return ":".join(map(str, claim.parts)) if claim.number is None else str(claim.number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "初步核算，全年全市生产总值②达到5481.6亿元，按可比价计算，比上年增长3.5%。",
            ["生产总值 5481.6 亿元 level", "生产总值 3.5 % growth"],
        ),
        (
            "第一产业增加值214.1亿元，增长1.7%；第二产业增加值2139.0亿元，下降1.6%。",
            [
                "第一产业增加值 214.1 亿元 level",
                "第一产业增加值 1.7 % growth",
                "第二产业增加值 2139.0 亿元 level",
                "第二产业增加值 -1.6 % growth",
            ],
        ),
        (
            "全州生猪、牛、羊出栏分别为210.5万头、25.3万头和30.2万只，分别增长3.2%、-4.1%和6.0%。",
            [
                "生猪出栏 210.5 万头 level",
                "牛出栏 25.3 万头 level",
                "羊出栏 30.2 万只 level",
                "生猪出栏 3.2 % growth",
                "牛出栏 -4.1 % growth",
                "羊出栏 6.0 % growth",
            ],
        ),
        (
            "第一、二、三产业增加值分别增长1.7%、1.6%和5.1%。",
            [
                "第一产业增加值 1.7 % growth",
                "第二产业增加值 1.6 % growth",
                "第三产业增加值 5.1 % growth",
            ],
        ),
        ("三次产业结构为3.9:39.0:57.1。", ["三次产业结构 3.9:39.0:57.1  ratio"]),
        (
            "三次产业结构由上年的20.4∶22.1∶57.5调整为20.1∶21.8∶58.1。",
            ["三次产业结构 20.4:22.1:57.5  ratio", "三次产业结构 20.1:21.8:58.1  ratio"],
        ),
        (
            "常住人口城镇化率为67.42%，比上年末提高0.94个百分点。",
            ["常住人口城镇化率 67.42 % rate", "常住人口城镇化率 0.94 个百分点 pp"],
        ),
        (
            "规上工业增加值增长6.7%、低于全国0.8个百分点。",
            ["规上工业增加值 6.7 % growth", "规上工业增加值 -0.8 个百分点 pp"],
        ),
        (
            "税收占一般公共预算收入比重为65.7%，比上年下降1.6个百分点。",
            ["税收 65.7 % share", "税收 -1.6 个百分点 pp"],
        ),
        (
            "最终消费支出拉动经济增长4.3个百分点，货物和服务净出口向下拉动0.6个百分点。",
            ["最终消费支出 4.3 个百分点 contribution", "货物和服务净出口 -0.6 个百分点 contribution"],
        ),
        ("服务业对经济增长的贡献率为28.1%。", ["服务业 28.1 % contribution"]),
        (
            "年末各项存款余额7833.2亿元，比年初增加468.6亿元。",
            ["各项存款余额 7833.2 亿元 level", "各项存款余额 468.6 亿元 delta"],
        ),
        (
            "稻谷种植面积2895万公顷，减少50万公顷。",
            ["稻谷种植面积 2895 万公顷 level", "稻谷种植面积 -50 万公顷 delta"],
        ),
        (
            "五年净增经营主体24.8万户、规上法人单位1302户。",
            ["经营主体 24.8 万户 delta", "规上法人单位 1302 户 delta"],
        ),
        (
            "今年主要预期目标是：地区生产总值增长6%—7%，居民消费价格涨幅2%左右。",
            [
                "地区生产总值 6 % growth",
                "地区生产总值 7 % growth",
                "居民消费价格 2 % growth",
            ],
        ),
        (
            "新增1个国家级优势特色产业集群、2—3个现代农业产业园。",
            [
                "新增国家级优势特色产业集群 1 个 level",
                "新增现代农业产业园 2 个 level",
                "新增现代农业产业园 3 个 level",
            ],
        ),
        ("无人机产量占全国近九成。", ["无人机产量 9 成 share"]),
        ("进出口总值翻一番。", ["进出口总值 1 番 growth"]),
        ("耕地面积占全国三分之一。", ["耕地面积 1 三分之 share"]),
        ("经济总量突破十万亿元。", ["经济总量 10 万亿元 level"]),
        ("旅游收入超万亿元。", ["旅游收入 1 万亿元 level"]),
        ("技术合同成交额增长2.5倍，是2020年的3.5倍。", ["技术合同成交额 2.5 倍 growth", "技术合同成交额 3.5 倍 multiple"]),
        (
            "地区生产总值居全国第3位，区域创新能力升至全国第二。",
            ["地区生产总值 3 位 rank", "区域创新能力 2  rank"],
        ),
        ("全市共有文化馆15个，藏书289万册。", ["文化馆 15 个 level", "文化馆藏书 289 万册 level"]),
        (
            "普通高中83所，招生5.3万人，在校生15.6万人。",
            ["普通高中 83 所 level", "普通高中招生 5.3 万人 level", "普通高中在校生 15.6 万人 level"],
        ),
        (
            "省级以上企业技术中心171个，其中国家级17个。",
            ["省级以上企业技术中心 171 个 level", "国家级企业技术中心 17 个 level"],
        ),
        ("保费收入177.9亿元，其中财产险39.2亿元。", ["保费收入 177.9 亿元 level", "财产险保费收入 39.2 亿元 level"]),
        (
            "规模以上工业增加值增长0.2%。分经济类型看，国有企业下降2.3%。分门类看，采矿业增长6.7%。",
            [
                "规模以上工业增加值 0.2 % growth",
                "国有企业增加值 -2.3 % growth",
                "采矿业增加值 6.7 % growth",
            ],
        ),
        (
            "固定资产投资（不含农户，下同）比上年下降7.5%。",
            ["固定资产投资 -7.5 % growth"],
        ),
        (
            "实际使用外资11339亿元，下降8.0%，折1633亿美元，下降13.7%。",
            [
                "实际使用外资 11339 亿元 level",
                "实际使用外资 -8.0 % growth",
                "实际使用外资 1633 亿美元 level",
                "实际使用外资 -13.7 % growth",
            ],
        ),
        (
            "民用汽车保有量336万辆（包括三轮汽车7万辆），比上年末增加17万辆。",
            [
                "民用汽车保有量 336 万辆 level",
                "三轮汽车 7 万辆 level",
                "民用汽车保有量 17 万辆 delta",
            ],
        ),
        ("一、综合 全年粮食产量241.5万吨。", ["粮食产量 241.5 万吨 level"]),
        ("居民消费价格指数为102.3。", ["居民消费价格指数 102.3  rate"]),
        ("城乡低保标准提高到每月815元和615元。", ["城市低保标准 815 元 level", "农村低保标准 615 元 level"]),
        (
            "人均GDP从2020年的5.2万元提高到2025年的7.4万元。",
            ["人均GDP 5.2 万元 level", "人均GDP 7.4 万元 level"],
        ),
        ("组织86个项目集中开工。", ["项目 86 个 level"]),
        (
            "改造城镇老旧小区1700个、城乡危旧房2万户，改造提升农村公路3983公里。",
            [
                "改造城镇老旧小区 1700 个 level",
                "改造城乡危旧房 2 万户 level",
                "改造提升农村公路 3983 公里 level",
            ],
        ),
        (
            "一般公共预算收入62.3亿元，为预算的101.2%，比上年增长2.1%。",
            [
                "一般公共预算收入 62.3 亿元 level",
                "一般公共预算收入 101.2 % rate",
                "一般公共预算收入 2.1 % growth",
            ],
        ),
        (
            "亿元GDP生产安全事故死亡率0.068，城乡居民收入比由2.5缩小到2.3。",
            [
                "亿元GDP生产安全事故死亡率 0.068  rate",
                "城乡居民收入比 2.5  rate",
                "城乡居民收入比 2.3  rate",
            ],
        ),
        (
            "累计建成15回跨境输电线路，食用菌5.1亿棒，普及率3.5部/百人。",
            ["跨境输电线路 15 回 level", "食用菌 5.1 亿棒 level", "普及率 3.5 部/百人 level"],
        ),
        (
            "常住人口375.9万人，与2010年的348.1万人相比，十年共增加27.8万人。",
            [
                "常住人口 375.9 万人 level",
                "常住人口 348.1 万人 level",
                "常住人口 27.8 万人 delta",
            ],
        ),
        (
            "中国传统村落409个，占全国的6%、全省的56.5%。",
            ["中国传统村落 409 个 level", "中国传统村落 6 % share", "中国传统村落 56.5 % share"],
        ),
        (
            "商品房销售面积350万平方米，其中住宅300万平方米；销售额180亿元。",
            [
                "商品房销售面积 350 万平方米 level",
                "住宅销售面积 300 万平方米 level",
                "商品房销售额 180 亿元 level",
            ],
        ),
        (
            "国家级非遗名录56项，省级218项。全年人均GDP77434元。",
            ["国家级非遗名录 56 项 level", "省级非遗名录 218 项 level", "人均GDP 77434 元 level"],
        ),
        (
            "新登记经营主体320万户，总量达2037万户。",
            ["新登记经营主体 320 万户 level", "经营主体 2037 万户 level"],
        ),
        (
            "发放以旧换新补贴121.9亿元、带动销售905亿元。",
            ["以旧换新补贴 121.9 亿元 level", "以旧换新带动销售 905 亿元 level"],
        ),
        (
            "棉花产量占全国九成以上、就地转化率达45%。",
            ["棉花产量 9 成 share", "就地转化率 45 % rate"],
        ),
        (
            "创新成果22项，获奖牌252枚（金牌88枚、银牌84枚）。",
            ["创新成果 22 项 level", "奖牌 252 枚 level", "金牌 88 枚 level", "银牌 84 枚 level"],
        ),
        ("工业产品中占比超过10%的有44种。", ["工业产品中占比超过10% 44 种 level"]),
        ("设立300亿元的科创母基金。", ["科创母基金 300 亿元 level"]),
        ("建设20个校企联合实验室。", ["校企联合实验室 20 个 level"]),
        ("重点抓好14个方面的工作。", ["方面 14 个 level"]),
    ],
)  # fmt: skip
def test_a_sentence_states_each_of_its_figures(text, expected):
    assert [" ".join(claim) for claim in said(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年12月31日，“十四五”规划第3次会议印发第12号文件。",
        "PM2.5、5G网络、4A级景区、12345热线、“1+3+N”政策。",
        "65岁及以上老年人和500万元以上项目。",
        "220千伏及以上输电线路。",
        "| 指标 | 5481.6 | 3.5% |",
        "注 [3] 和 ① 见后，表1 说明。",
        "联系电话 0311-12345678，网址 https://example.cn/a12个.html。",
        "推进“8个100”行动和《3年计划》。",
        "第七次人口普查、一系列、三大体系、四个定位。",
        "2020—2025年，1—5月，上半年。",
        "建成吞吐量超千万人次的机场。",
    ],
)
def test_what_only_names_or_dates_states_nothing(text):
    assert said(text) == []


def test_a_number_keeps_its_place_in_the_text_as_given():
    text = "全年粮食产量２４１．５　万吨，增长３．５％。"
    for claim in extract(text):
        assert text[claim.start : claim.end] == claim.raw
    assert [claim.raw for claim in extract(text)] == ["２４１．５　万吨", "３．５％"]


def test_a_cell_that_tells_in_sentences_is_prose():
    assert [" ".join(claim) for claim in said("| 简况 | 全年，粮食产量241.5万吨。 |")] == [
        "粮食产量 241.5 万吨 level"
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "全年粮食产量**241.5** 万吨，比上年增长**3.5%**。",
        "全年粮食产量 241.5 万吨，比上年增长 3.5 %。",
        "全年粮食产量[[1]](#_ftn1)241.5万吨，比上年增长①3.5%。",
        "全年粮食产量<b>241.5</b>万吨，比上年增长&nbsp;3\\.5%。",
        "全年粮食\u200b产量241\u200b.5万吨，比上年增长3·5%.",
        "全年粮食产量〔1〕241. 5万吨，比上年增长\u00ad3.5%。",
        "到了年末，经各县（市、区）统计机构逐级审核和汇总，全年粮\n食产量241.5万吨，比上年增\n长3.5%。",
    ],
)
def test_what_printing_left_behind_changes_nothing(printed):
    claims = extract(printed)
    assert [" ".join(claim) for claim in said(printed)] == [
        "粮食产量 241.5 万吨 level",
        "粮食产量 3.5 % growth",
    ]
    for claim in claims:
        assert printed[claim.start : claim.end] == claim.raw
        assert claim.raw[0].isdigit()


@pytest.mark.parametrize(
    ("text", "basis", "whole"),
    [
        ("贷款余额比上年末增加5亿元。", "上年末", ""),
        ("PM2.5年均浓度较2020年下降25%。", "2020年", ""),
        ("进出口同比增长3%。", "同比", ""),
        ("研发投入年均增长10%。", "年均", ""),
        ("工业增加值快于全国平均水平0.4个百分点。", "全国", ""),
        ("民生支出占一般公共预算支出的73.7%。", "", "一般公共预算支出"),
    ],
)
def test_a_claim_tells_what_it_is_compared_with_or_part_of(text, basis, whole):
    (claim,) = extract(text)
    assert (claim.basis, claim.whole) == (basis, whole)


@pytest.mark.parametrize(
    ("text", "period", "cumulative"),
    [
        ("工业增加值增长3%。", "2014", False),
        ("上半年，工业增加值增长3%。", "2014-S1", False),
        ("前三季度工业增加值增长3%。", "2014-Q3", True),
        ("三季度工业增加值增长3%。", "2014-Q3", False),
        ("1—5月份，工业增加值增长3%。", "2014-05", True),
        ("12月份，工业增加值增长3%。", "2014-12", False),
        ("2020年工业增加值增长3%。", "2020", False),
        ("工业增加值比2012年增长3%。", "2014", False),
    ],
)
def test_the_period_comes_from_the_sentence_else_from_the_text(text, period, cumulative):
    (claim,) = extract(text, period="2014")
    assert (claim.period, claim.cumulative) == (period, cumulative)


def test_another_territory_is_told_and_the_own_one_is_not():
    own, other = extract(
        "石家庄市生产总值5170.3亿元。全国居民人均可支配收入39218元。", region="石家庄市"
    )
    assert (own.indicator, own.region) == ("生产总值", "")
    assert (other.indicator, other.region) == ("居民人均可支配收入", "全国")


def test_goals_and_rough_numbers_are_marked():
    (goal,) = extract("力争进出口总额增长5%左右。")
    (fact,) = extract("进出口总额增长5.0%。")
    assert (goal.planned, goal.approximate) == (True, True)
    assert (fact.planned, fact.approximate, fact.places) == (False, False, 1)


GROWS = {1: ("增长", "上涨", "提高"), -1: ("下降", "减少", "回落")}


@given(
    number=st.decimals("0.1", "99999", places=1),
    sign=st.sampled_from([1, -1]),
    verb=st.integers(0, 2),
    wide=st.booleans(),
    gap=st.sampled_from(["", " ", "　"]),
    name=st.sampled_from(["粮食产量", "居民人均可支配收入", "进出口总额", "规模以上工业增加值"]),
)
def test_a_growth_written_in_any_way_is_read_back(number, sign, verb, wide, gap, name):
    written = f"{number:f}{gap}%"
    text = (
        f"全年{name}比上年{GROWS[sign][verb]}{written.translate(FULL_WIDTH) if wide else written}。"
    )
    (claim,) = extract(text)
    assert (claim.indicator, claim.number, claim.kind) == (name, sign * number, Kind.GROWTH)
    assert (claim.unit, claim.places, claim.basis) == ("%", 1, "上年")
    assert claim.raw == text[claim.start : claim.end]


@given(
    number=st.integers(1, 10**9),
    style=st.sampled_from(["{}", "{:,}"]),
    unit=st.sampled_from(["亿元", "万人", "家", "公里", "万吨", "亿千瓦时", "元/平方米"]),
    verb=st.sampled_from(["", "为", "达到", "达", "突破", "约", "超过"]),
)
def test_a_level_written_in_any_way_is_read_back(number, style, unit, verb):
    (claim,) = extract(f"年末全市社会总量指标{verb}{style.format(number)}{unit}，再创新高。")
    assert (claim.number, claim.unit, claim.kind) == (Decimal(number), unit, Kind.LEVEL)
    assert claim.indicator == "社会总量指标"


PIECES = [
    *("全市", "其中", "分别", "增长", "占", "比上年", "和", "、", "，", "。", "；", "\n", "（", "）", "“", "”"),
    *("12", "3.5", "%", "个百分点", "亿元", "一", "成", "番", "第", "位", ":", "—", "-", "万", "|", "\x00"),
]  # fmt: skip


@settings(max_examples=400)
@given(text=st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_text_makes_the_reader_fail(text):
    before = 0
    for claim in extract(text, period="2014-05", region="全市"):
        assert before <= claim.start < claim.end <= len(text)
        assert claim.raw == text[claim.start : claim.end]
        before = claim.end
