"""A cube with everything in it that a format may lose: for tests without a database."""

from datetime import UTC, datetime

from gongkai.figures.rules import Cube, Kept

META = {
    "flow": {
        "code": "GDP_Q", "name": "地区生产总值（季度）", "frequency": "Q",
        "subject": {"code": "NA", "name": "国民经济核算"}, "department": "国民经济核算科",
        "source": "国民经济核算（演示）", "coverage": "全市（演示）", "method": "核算（演示）",
        "calculation": "生产法（演示）", "sample": "不适用", "demonstration": True,
    },
    "dimensions": [
        {"code": "INDICATOR", "name": "指标", "values": [
            {"code": "GDP", "name": "地区生产总值", "above": ""},
            {"code": "GDP_G", "name": "=地区生产总值增速", "above": ""}]},
        {"code": "REF_AREA", "name": "地区", "values": [
            {"code": "130000", "name": "河北省", "above": ""},
            {"code": "130100", "name": "石家庄市", "above": "130000"}]},
        {"code": "SECTOR", "name": "三次产业", "values": [
            {"code": "TOTAL", "name": "合计", "above": ""}]},
    ],
    "indicators": {
        "GDP": {"name": "地区生产总值", "unit": "亿元", "decimals": 2, "comparison": "level",
                "span": "so_far", "price": "current", "season": "raw", "scope": "含辛集",
                "meaning": "常住单位生产活动的最终成果", "authority": "bureau"},
        "GDP_G": {"name": "=地区生产总值增速", "unit": "%", "decimals": 1, "comparison": "year",
                  "span": "so_far", "price": "comparable", "season": "raw", "scope": "",
                  "meaning": "", "authority": "bureau"},
    },
    "series": ["GDP.130100.TOTAL", "GDP_G.130100.TOTAL", "GDP.130000.TOTAL"],
    "breaks": {"GDP.130100.TOTAL": [
        {"period": "2014-Q2", "kind": "scope", "text": "不含辛集"}]},
}  # fmt: skip
CELLS = [
    Kept("GDP.130100.TOTAL", "2014-Q1", 100050, 2, "P", "", "初步核算，以年度核实为准"),
    Kept("GDP.130100.TOTAL", "2014-Q2", 210000, 2, "A", "", ""),
    Kept("GDP.130100.TOTAL", "2014-Q3", None, 0, "A", "O", '停报"一季"，待补'),
    Kept("GDP_G.130100.TOTAL", "2014-Q1", -56, 1, "R", "", ""),
    Kept("GDP_G.130100.TOTAL", "2014-Q2", None, 0, "A", "Q", ""),
    Kept("GDP_G.130100.TOTAL", "2014-Q3", 80, 1, "E", "", ""),
]


def a_cube(**changes) -> Cube:
    """Return two indicators of three quarters; of 河北 nothing is known."""
    given = {
        "code": "GDP_Q", "meta": META, "keys": list(META["series"]),
        "periods": ["2014-Q1", "2014-Q2", "2014-Q3"],
        "cells": {(one.key, one.period): one for one in CELLS},
        "updated": datetime(2014, 10, 20, 1, 30, tzinfo=UTC), "order": 3,
    }  # fmt: skip
    return Cube(**given | changes)
