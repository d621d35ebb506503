"""Texts as a statistics bureau writes them, made from a number: always the same for the same one.

All of it is invented (演示). Names of villages, enterprises and people are put together from single
characters, so that pairs of characters are as many and as uneven as in real text.
"""

from datetime import date
from random import Random
from typing import Any

PLACES = [
    "长安区",
    "桥西区",
    "新华区",
    "裕华区",
    "井陉矿区",
    "藁城区",
    "鹿泉区",
    "栾城区",
    "井陉县",
    "正定县",
    "行唐县",
    "灵寿县",
    "高邑县",
    "深泽县",
    "赞皇县",
    "无极县",
    "平山县",
    "元氏县",
    "赵县",
    "晋州市",
    "新乐市",
    "高新技术产业开发区",
]
INDICATORS = [
    "规模以上工业增加值",
    "固定资产投资",
    "社会消费品零售总额",
    "城镇居民人均可支配收入",
    "居民消费价格指数",
    "农村居民人均可支配收入",
    "工业生产者出厂价格",
    "一般公共预算收入",
    "进出口总额",
    "实际利用外资",
    "房地产开发投资",
    "商品房销售面积",
    "全社会用电量",
    "货物运输周转量",
    "邮电业务总量",
    "粮食总产量",
    "蔬菜播种面积",
    "生猪存栏",
    "高新技术产业增加值",
    "战略性新兴产业产值",
    "规模以上服务业营业收入",
    "限额以上住宿业营业额",
    "电子商务交易额",
    "研究与试验发展经费",
    "单位生产总值能耗",
    "城镇登记失业率",
    "常住人口城镇化率",
    "金融机构存款余额",
    "旅游总收入",
]
INDUSTRIES = [
    "医药制造业",
    "纺织服装业",
    "装备制造业",
    "石油化工业",
    "食品加工业",
    "钢铁冶炼业",
    "建材工业",
    "电子信息产业",
    "现代物流业",
    "批发和零售业",
    "住宿和餐饮业",
    "软件和信息技术服务业",
    "畜牧业",
    "林业",
    "渔业",
    "建筑业",
    "家具制造业",
    "汽车零部件制造业",
    "皮革毛皮加工业",
    "文化创意产业",
    "节能环保产业",
    "生物产业",
    "航空运输业",
    "仓储业",
]
WORK = [
    "业务培训",
    "数据质量核查",
    "基层基础建设",
    "统计执法检查",
    "入户调查",
    "名录库更新",
    "联网直报审核",
    "普查登记",
    "样本轮换",
    "数据评估",
    "法治宣传",
    "一套表改革",
    "档案整理",
    "帮扶走访",
    "信息公开",
    "网站维护",
    "能耗核算",
    "投入产出调查",
    "人口变动抽样调查",
    "畜禽监测",
    "劳动力调查",
    "价格采集",
    "粮食产量实割实测",
    "经济运行分析",
    "专题调研",
]
CAUSES = [
    "受上年同期基数较高影响",
    "得益于重点项目集中开工",
    "在消费回暖带动下",
    "随着新增产能陆续释放",
    "由于原材料价格波动",
    "在一系列扶持政策作用下",
    "受季节性因素影响",
    "因部分企业停产检修",
    "随着供给侧结构性改革深入推进",
    "在节能减排约束加强的情况下",
]
ENDINGS = [
    "总体保持平稳运行态势。",
    "结构继续优化，质量效益同步提升。",
    "但下行压力仍然较大，基础尚需巩固。",
    "与全省平均水平的差距进一步缩小。",
    "各项工作任务按时间节点有序推进。",
    "为领导决策提供了可靠的数据支撑。",
    "下一步将继续加强监测预警。",
    "有关口径说明见附注。",
]
KINDS = ("运行情况", "主要数据", "统计公报", "分析简报", "情况通报", "工作动态", "公告", "调查结果")
SYLLABLES = (
    "安白北柏宝昌长常陈成城春翠大丹德东方凤福富高耿谷关广桂郭海韩汉和河荷恒红洪侯华怀黄惠吉家贾建江姜"
    "焦金晋靖久开康兰乐雷李利连良凉林灵凌刘柳龙隆楼卢路罗马满茂孟米苗明牟南牛潘彭平坡祁齐启前桥青清秋曲"
    "泉仁荣瑞润沙山尚申沈盛石时双水顺朔松苏孙太唐陶滕田铁同瓦万汪王卫魏温文吴武西习夏仙祥向小谢新兴徐"
    "薛牙严阎阳杨姚叶伊易银英永尤于余宇玉元袁岳云翟张赵郑中周朱庄宗邹左"
)


def content(number: int, column: str, formed_on: date) -> dict[str, Any]:
    """Return the canonical content of an item."""
    draw = Random(number)
    place, indicator = draw.choice(PLACES), draw.choice(INDICATORS)
    month = f"{formed_on.year}年{formed_on.month}月"
    title = f"{month}{place}{indicator}{draw.choice(KINDS)}（演示{number}）"
    body: list[dict[str, Any]] = []
    for heading in ("一、总体情况", "二、分行业情况", "三、工作开展情况")[: draw.randint(1, 3)]:
        body.append({"type": "heading", "text": heading})
        body += [{"type": "text", "html": f"<p>{_paragraph(draw)}</p>"} for _ in range(2)]
    if number % 4 == 0:
        body.insert(2, _table(draw, indicator))
    return {
        "v": 1, "kind": "disclosure", "title": title, "column": column,
        "summary": f"{month}{place}{indicator}有关情况（演示）。",
        "formed_on": formed_on.isoformat(), "document_no": "", "attribute": "主动公开",
        "category": draw.randint(1, 15), "source": {"kind": "own", "name": "", "url": ""},
        "keywords": [place, indicator], "channels": ["局网站"], "demonstration": True,
        "body": body, "correction": None,
    }  # fmt: skip


def _paragraph(draw: Random) -> str:
    return "".join(_sentence(draw) for _ in range(draw.randint(2, 5)))


def _sentence(draw: Random) -> str:
    choice = draw.random()
    if choice < 0.5:
        return (
            f"{draw.choice(CAUSES)}，{draw.choice(PLACES)}{draw.choice(INDICATORS)}完成"
            f"{draw.randint(100, 99999) / 10}亿元，同比{draw.choice(('增长', '下降'))}"
            f"{draw.randint(1, 250) / 10}%，其中{draw.choice(INDUSTRIES)}占比"
            f"{draw.randint(10, 600) / 10}%，{draw.choice(ENDINGS)}"
        )
    if choice < 0.8:
        return (
            f"{draw.choice(PLACES)}{_name(draw, 2)}镇{_name(draw, 2)}村开展{draw.choice(WORK)}，"
            f"走访{_name(draw, 2)}{draw.choice(INDUSTRIES)[:-1]}企业{draw.randint(2, 300)}家，"
            f"发放资料{draw.randint(50, 9000)}份，{draw.choice(ENDINGS)}"
        )
    return (
        f"{_name(draw, 3)}（演示人名）在{draw.choice(WORK)}会上介绍，{draw.choice(INDICATORS)}"
        f"由上年的{draw.randint(100, 9999)}调整为{draw.randint(100, 9999)}，{draw.choice(ENDINGS)}"
    )


def _name(draw: Random, length: int) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(length))


def _table(draw: Random, indicator: str) -> dict[str, Any]:
    places = draw.sample(PLACES, draw.randint(5, 14))
    return {
        "type": "table", "caption": f"分县（市、区）{indicator}（演示）",
        "head": [["地区", "绝对值（亿元）", "同比增长（%）"]],
        "rows": [
            [place, f"{draw.randint(100, 99999) / 10}", f"{draw.randint(-99, 300) / 10}"]
            for place in places
        ],
        "note": "数据为演示。",
    }  # fmt: skip
