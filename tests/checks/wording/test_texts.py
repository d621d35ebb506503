"""Every rule of a text by itself: what it finds, and what is right and stays unfound."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checks import wording
from gongkai.checks.findings import Finding

WRONG = [
    ("wording.no_day", "会议定于2014年2月30日召开。", "2月30日", ""),
    ("wording.no_day", "截至2014年13月底。", "2014年13月", ""),
    ("wording.no_day", "更新于2014-11-31。", "2014-11-31", ""),
    ("wording.weekday", "2014年10月20日（星期二）", "星期二", ""),
    ("wording.weekday", "2014年10月20日，周日", "周日", ""),
    ("wording.countries", "出口香港、日本、韩国等国家的货物增长。", "等国家", "国家和地区"),
    ("wording.countries", "来自台湾、新加坡等10多个国家的客商", "国家", "和地区"),
    ("wording.range", "增长20~40%。", "20~40%", "20%~40%"),
    ("wording.range", "力争增长4.5-5%左右", "4.5-5%", "4.5%~5%"),
    ("wording.mixed", "投资3百万元。", "3百", ""),
    ("wording.mixed", "二零一四年", "二零一四", "二〇一四"),
    ("wording.mixed", "三十5万元", "三十5万", ""),
    ("wording.about", "约300人左右。", "约300人左右", "约300人"),
    ("wording.about", "超过5000亿元以上", "以上", "5000亿元"),
    ("wording.about", "不超过10%以内", "以内", "10%"),
    ("wording.decimal", "占.46%", ".46", "0.46"),
    ("wording.decimal", "总值42370。4亿元", "42370。4", "."),
    ("wording.grouped", "共12,345家企业", "12,345", "12345"),
    ("wording.grouped", "计1，234，567人", "1，234，567", "1234567"),
    ("wording.unit", "投资50亿元元。", "亿元元", ""),
    ("wording.unit", "投资50万万元。", "万万", ""),
    ("wording.symbol", "面积15KM2。", "KM2", "km²"),
    ("wording.symbol", "用电500kwh，", "kwh", "kW·h"),
    ("wording.percent", "增长百分之8.5。", "百分之8.5", "8.5%"),
    ("wording.percent", "提高0.3百分点。", "0.3百分点", "0.3个百分点"),
    ("wording.percent", "提高0.3%个百分点。", "0.3%个百分点", "0.3个百分点"),
    ("wording.points", "城镇化率由58.2%提高到59.4%，提高1.2%。", "1.2%", "1.2个百分点"),
    ("wording.points", "比重从33%下降到30%，下降了3%。", "3%", "3个百分点"),
    ("wording.times", "成本降低了2倍。", "降低了2倍", ""),
    ("wording.times", "利润下降120%。", "下降120%", ""),
    ("wording.times", "由20亿元增长到60亿元，增长3倍。", "增长3倍", "增长2倍"),
    ("wording.grown", "由50家增加了80家。", "增加了80", ""),
    ("wording.grown", "产值增加了到80亿元。", "增加了到", ""),
    ("wording.compared", "同比比上年增长8%。", "同比比上年", ""),
    ("wording.compared", "比去年同期同比增长8%。", "同比", ""),
    ("wording.compared", "环比比上月下降0.3%。", "环比比上月", ""),
    ("wording.repeated", "全市的的生产总值", "的的", "的"),
    ("wording.repeated", "实现生产总值生产总值5000亿元", "生产总值生产总值", "生产总值"),
    ("wording.pair", "按照《统计法的规定，", "《", ""),
    ("wording.pair", "生产总值）增长", "）", ""),
    ("wording.doubled", "增长8%，，其中", "，，", "，"),
    ("wording.doubled", "等等。。。", "。。。", "……"),
    ("wording.half", "经济运行平稳,稳中有进。", ",", "，"),
    ("wording.half", "经济运行(以下简称)平稳", "(", "（"),
    ("wording.wide", "增长８．５％", "８．５％", "8.5%"),
    ("wording.wide", "完成ＧＤＰ核算", "ＧＤＰ", "GDP"),
    (
        "wording.ending",
        "前三季度，全市经济平稳运行。工业生产稳中有升，消费市场保持活跃，投资结构继续优化，物价总体稳定",
        "定",
        "",
    ),
    (
        "wording.ending",
        "我市认真贯彻落实党中央、国务院决策部署。统计数据质量稳步提高，统计服务水平不断提升，",
        "，",
        "",
    ),
]
RIGHT = [
    "2014年2月28日，2012年2月29日，2月29日，2014年10月20日（星期一）召开。",
    "全年13个月，工期12月，每月30日前报送，周一至周五，2024—2025年。",
    "出口日本、韩国等国家，对香港、日本等国家和地区的出口增长，香港、澳门居民国家意识",
    "增长20%~40%，2014—2016年，3.5%-4.5%，比例为1-2。",
    "投资3000亿元、5千瓦时、3千米，二〇一四年，超9千亿元，一百二十三万，10千伏，前10强。",
    "约300人，300人左右，5000亿元以上，超10亿元项目50个以上，近年来多部门，约谈3人。",
    "占0.46%，增长8.5。其中，版本1.2.3，编号3.12",
    "共12345家，12 345家，分别为1,2,3类",
    "投资50亿元，人均5000元，每人50元。万元以上，农村人人参与，10万人人均",
    "面积15km²，用电500kW·h，15平方公里，5G，10M",
    "增长百分之八点五，增长8.5%，提高0.3个百分点，百分制",
    "城镇化率由58.2%提高到59.4%，提高1.2个百分点。价格由10%上涨到20%，上涨100%。",
    "成本降低20%，增长2倍，下降100%以上的企业，由20亿元增长到60亿元，增长2倍。",
    "由50家增加到80家，增加了30家，增长到80亿元。",
    "同比增长8%，比上年增长8%，环比下降0.3%，同比、环比分别增长8%和2%。",
    "为了了解情况，实实在在，的的确确，目的的实现，可以以电子形式，人人参与，天天向上，和和美美，是是非非",
    "按照《统计法》的规定，“一、（一）”；1）第一，2）第二。",
    "增长8%，其中……“十二五”。（一）综合：8.5%；对！",
    "经济运行平稳，GDP（下同）增长8.5%。时间10:30，http://tjj.sjz.gov.cn/a?b=1,2",
    "单位：亿元",
]


def found(text: str) -> list[Finding]:
    rules = [rule for rule in wording.TEXT_RULES if rule is not wording.suspected]
    return [finding for rule in rules for finding in rule("正文第1段", text)]


@pytest.mark.parametrize(("rule", "text", "words", "proposal"), WRONG)
def test_wrong_text_is_found_by_one_rule_with_what_is_right(
    rule: str, text: str, words: str, proposal: str
) -> None:
    (finding,) = found(text)
    assert finding.rule == rule
    assert words in finding.words
    assert finding.words in finding.excerpt
    assert proposal in finding.proposal


def test_every_rule_of_a_text_has_two_wrong_cases() -> None:
    tested = Counter(rule for rule, *_ in WRONG)
    elsewhere = {"document_no", "date", "term", "national", "institution", "place", "leader"}
    elsewhere |= {"address", "host", "dead_link", "suspect"}
    expected = {rule.name for rule in wording.RULES} - {f"wording.{one}" for one in elsewhere}
    assert set(tested) == expected
    assert min(tested.values()) >= 2


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_is_not_found(text: str) -> None:
    assert found(text) == []


LETTERS = (
    "的了和约近超过由从增长下降到倍比重率年月日星期一二三四五六〇零0123456789.,，。%％~-（）()"
    "《》“”：；！？个百分点亿元万千十同比环上年去 \nＡ８香港等国家km2KM²"
)


@given(st.one_of(st.text(), st.text(alphabet=LETTERS, max_size=80)))
def test_no_text_raises(text: str) -> None:
    for rule in wording.TEXT_RULES:
        for finding in rule("正文第1段", text):
            assert finding.place == "正文第1段"
