"""Figures of one text against each other, no series known."""

from datetime import date

import pytest

from gongkai.checks.claims.compare import claims
from gongkai.checks.findings import Severity
from gongkai.checks.known import Known

SECTORS = "第一产业增加值480.5亿元，第二产业增加值2913.9亿元，第三产业增加值3066.4亿元。"


def found(*texts: str, title: str = "2017年统计公报（演示）") -> dict[str, str]:
    """Return why each rule found something, by the rule's name without its family."""
    html = "".join(f"<p>{text}</p>" for text in texts)
    content = {"title": title, "body": [{"type": "text", "html": html}]}
    every = claims(content, Known(date(2018, 3, 1), territory="石家庄市"))
    return {one.rule.partition(".")[2]: one.why for one in every if one.rule != "claims.unlinked"}


@pytest.mark.parametrize(
    "text",
    [
        f"全市生产总值6460.9亿元。其中，{SECTORS}",  # 6460.8: rounding, no error
        "年末常住人口707.9万人，其中城镇常住人口477.3万人，常住人口城镇化率为67.42%。",
        "出生率为7.20‰；死亡率为7.77‰；自然增长率为-0.57‰。",
        "进出口总值240.0亿元，增长14.7%。其中，出口总值194.1亿元，增长10.7%；进口总值45.9亿元，增长35.2%。",
        "年末固定电话用户60万户，其中城市固定电话用户48.1万户；移动电话用户350.3万户。",
        "三次产业结构由上年的20.4:22.1:57.5调整为20.1:21.8:58.1。",
        "常住人口城镇化率为67.42%，比上年末提高0.94个百分点。",
        "一般公共预算收入404.3亿元，其中税收收入265.6亿元，税收占一般公共预算收入比重为65.7%。",
        "全员劳动生产率提高1.5%。",
        "企业由41.2万户增加到88.5万户，增长115%。",
        "居民人均可支配收入33662元。城镇居民人均可支配收入45727元。农村居民人均可支配收入19734元。",
    ],
)
def test_figures_that_agree_within_their_rounding_pass(text):
    assert found(text) == {}


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        ("sum", f"全市生产总值6406.9亿元。其中，{SECTORS}", "6460.8亿元"),
        ("sum", "进出口总值240.0亿元，其中出口总值149.1亿元，进口总值45.9亿元。", "195亿元"),
        ("adds", "粮食产量241.5万吨。其中，夏粮产量114.6万吨，秋粮产量162.9万吨。", "277.5万吨"),
        # 洪洞 2019 and 交城 2019, as they were published
        ("part", "一般公共预算收入97092万元，其中税收收入190268万元。", "190268万元"),
        ("unit", "年末常住人口766579，增长0.3%。", "没有计量单位"),
        ("share", "生产总值914326万元。第一产业增加值37952万元，占生产总值的比重为4.1%。", "4.15%"),
        ("share", "生产总值914326万元。第二产业增加值251664万元，占生产总值的比重为27.6%。", "27.52%"),
        ("verb", "农林水支出20.7%。", "增长、下降还是占比"),
        ("ratio", "三次产业结构为3.9:39.0:75.1。", "118"),
        ("ratio", f"全市生产总值6460.9亿元，{SECTORS}三次产业结构为7.4:54.1:38.5。", "47.46%"),
        ("weighed", "进出口总值240.0亿元，下降14.7%。其中，出口总值194.1亿元，增长10.7%；"
                    "进口总值45.9亿元，增长35.2%。", "14.7"),
        ("rate", "出生率为7.20‰；死亡率为7.77‰；自然增长率为0.57‰。", "-0.57"),
        ("rate", "年末常住人口707.9万人，其中城镇常住人口477.3万人，常住人口城镇化率为76.42%。", "67.4"),
        ("points", "常住人口城镇化率为67.42%，比上年末提高0.94%。", "百分点"),
        ("points", "规模以上工业增加值增长6.7%，高于全国0.8%。", "百分点"),
        ("growth", "企业由41.2万户增加到88.5万户，增长141%。", "114.81%"),
        ("moved", "城镇化率由66.48%提高到67.42%，提高9.4个百分点。", "0.94个百分点"),
        ("growth", "贷款余额6910.0亿元，比年初增加640.8亿元，增长12.0%。", "10.22%"),
        ("per_head", "生产总值5481.6亿元，年末常住人口707.9万人，人均生产总值87434元。", "77435元"),
        ("mean", "居民人均可支配收入53662元，城镇居民人均可支配收入45727元，"
                 "农村居民人均可支配收入19734元。", "之间"),
        ("over", "常住人口城镇化率为674.2%。", "超过100%"),
        ("unit", "普通高校招生7.2人。", "不会有小数"),
        ("unit", "批发和零售业增加值522.3亿元，金融业增加值309.3亿元，房地产业增加值300.8万元。", "一万倍"),
        ("twice", "全市生产总值5481.6亿元。|全市生产总值5418.6亿元。", "不一致"),
        ("period", "2018年，粮食产量241.5万吨。", "以后的2018"),
    ],
)  # fmt: skip
def test_contradiction_within_a_text_is_found_and_named(rule, text, said):
    assert said in found(*text.split("|"))[rule]


def test_lost_decimal_point_stands_out_among_numbers_of_its_kind():
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    text = "，".join(f"{name}材料制造业增加值增长{at + 1}.5%" for at, name in enumerate(names))
    assert found(text + "。") == {}
    lost = text.replace("长2.5%", "长25%")
    assert "写1位小数" in found(lost + "。")["decimals"]


def test_only_what_is_certain_stops():
    blocking = {"claims.sum", "claims.part", "claims.twice", "claims.series", "claims.table"}
    from_text = claims(
        {"title": "2017年", "body": [{"type": "text", "html": f"<p>全市生产总值6406.9亿元。{SECTORS}</p>"}]},
        Known(date(2018, 3, 1)),
    )  # fmt: skip
    stopped = {one.rule for one in from_text if one.severity is Severity.BLOCK}
    assert stopped
    assert stopped <= blocking
