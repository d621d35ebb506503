"""Samples of the pages of figures, as the queries hand them to the templates."""

from gongkai.figures.services import described
from gongkai.portal.queries import data_pages as pages
from gongkai.portal.queries.pages import Element, Link
from gongkai.portal.queries.services import ServicesPage
from tests.design.samples import HEAD, OUT

CRUMBS = (Link("首页", "/"), Link("数据", "/data/"), Link("主要经济指标（月度）", "/data/MAIN_M/"))
LEGEND = (Element("…", "缺数"), Element("初", "初步数"), Element("空白", "没有这一期"))
CHART = pages.Chart(
    {"title": "规模以上工业增加值增速（%）", "alt": "最新为2014年1—9月8.0%；其间最高9.4，最低8.0。"},
    "/data/MAIN_M/chart-1.svg", "/data/MAIN_M/chart-1.png",
)  # fmt: skip
LATEST = pages.Latest(
    "2014年1—9月", "128301.40", "亿元", "初步数", "", "含辛集市。",
    (pages.Change("比2013年1—9月名义增长8.1%（现价，未扣除价格因素）", "up"),
     pages.Change("2013年的口径与本期不同，不直接比较。", "")),
)  # fmt: skip
CELLS = (pages.Shown("128301.40", "", ("初", "①")), pages.Shown("…", "缺数"), pages.Shown())
LINES = tuple(
    pages.Line(f"规模以上工业增加值{n}（石家庄市，通用设备制造业）", f"/data/MAIN_M/IND{n}.130100/", "亿元",
               CELLS * 2)
    for n in range(12)
)  # fmt: skip
VINTAGES = tuple(
    pages.VintageLine(f"2014年{month}月主要经济指标", "修订", OUT, "依据年度核实结果修订。",
                      f"/api/v2/tables/MAIN_M/data?asOf=2014-{month}-24T10:00:00%2B08:00")
    for month in (10, 11)
)  # fmt: skip
METHODS = (Element("数据来源", "本局各专业统计"), Element("抽样调查样本量", "不适用"))
DOWNLOADS = (
    Link("CSV 表格（含代码和状态）", "/data/MAIN_M/MAIN_M.csv"),
    Link("PX 文件", "/data/MAIN_M/MAIN_M.px"),
)
QUERIES = (
    pages.Query(
        "最近24期",
        "/api/v2/tables/MAIN_M/data?valueCodes[INDICATOR]=IND&valueCodes[REF_AREA]=130100"
        "&valueCodes[TIME_PERIOD]=TOP(24)&outputFormat=json-stat2",
    ),
)
LD = {"@type": "Dataset", "description": "公布的主要经济指标，2013年1月至2014年9月。"}
HEADINGS = tuple(f"2014年1—{n}月" for n in range(4, 10))

DATA = pages.DataPage(
    HEAD, CRUMBS[:2],
    (pages.Group("综合", (
        pages.FlowLine("主要经济指标（月度）", "/data/MAIN_M/", "月度", OUT, False,
                       "规模以上工业增加值", LATEST),
        pages.FlowLine("人口（年度）", "/data/POP_A/", "年度", OUT, False, "", None),
    )),),
    (Link("DCAT 目录（Turtle）", "/data/catalog.ttl"),), "/data/",
)  # fmt: skip
FLOW = pages.FlowPage(
    HEAD, CRUMBS, "主要经济指标（月度）", "MAIN_M", "月度", "综合", OUT, False,
    pages.Grid("主要经济指标（月度）", HEADINGS, LINES, LEGEND, (Element("①", "含辛集市"),)),
    (CHART,), (Element("规模以上工业增加值（亿元）", "规模以上工业企业生产活动的最终成果。累计。"),),
    METHODS, VINTAGES, DOWNLOADS, QUERIES, LD, "/data/MAIN_M/",
)  # fmt: skip
SERIES = pages.SeriesPage(
    HEAD, CRUMBS, "规模以上工业增加值（石家庄市）", "IND.130100", "亿元", CRUMBS[2], OUT, False, LATEST,
    (Element("口径", "累计、绝对数、现价"),), CHART,
    tuple(pages.PeriodLine(f"20{n}年1—9月", pages.Shown("128301.40"), "初步数", "含辛集市",
                           "统计范围调整：含辛集市" if n == 14 else "") for n in range(14, 0, -1)),
    LEGEND[:1], (Element("自2014年9月起", "统计范围调整：含辛集市"),),
    pages.Triangle(VINTAGES, (pages.Line("2014年1—9月", "", "", CELLS[:2]),)), VINTAGES, METHODS,
    DOWNLOADS, QUERIES, LD, "/data/MAIN_M/IND.130100/",
)  # fmt: skip
SAID = described()
SERVICES = ServicesPage(
    HEAD, CRUMBS[:1], SAID["info"], SAID["paths"], SAID["sdmx"], SAID["parameters"], "MAIN_M",
    100_000, 60, 10,
)  # fmt: skip
DATA_PAGES = {
    "portal/data_index.html": DATA, "portal/data_flow.html": FLOW,
    "portal/data_series.html": SERIES, "portal/services.html": SERVICES,
}  # fmt: skip
