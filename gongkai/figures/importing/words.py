"""What an import looks for in heads, labels and titles, and what it says to the clerk (导入)."""

import re

from gongkai.figures.rules import Frequency

FREQUENCY = {Frequency.YEAR: "年度", Frequency.HALF: "半年", Frequency.QUARTER: "季度",
             Frequency.MONTH: "月度"}  # fmt: skip
_YEAR = r"(?P<year>\d{4})年?"
_SEP = r"[-/.年_]?"
PERIODS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("so_far", rf"(?:{_YEAR}{_SEP})?1月?[-至到~](?P<month>\d{{1,2}})月(?:累计|份|止)?"),
        ("so_far", rf"(?:{_YEAR}{_SEP})?前(?P<month>\d{{1,2}})个月"),
        ("month", r"(?P<year>\d{4})(?:[-/.年]|M|-M)(?P<month>\d{1,2})(?:月份?|[-/.]0?1(?:T.*)?)?(?:当月)?"),
        ("month", r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月]\d{1,2}(?:T.*)?"),
        ("month", r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月份?(?P<point>末|底)?(?:当月)?"),
        ("quarters", rf"(?:{_YEAR}{_SEP})?(?:前(?P<quarter>[二三])季度)"),
        ("quarters", rf"(?:{_YEAR}{_SEP})?[1一][-至到](?P<quarter>[2-4二三四])季度"),
        ("quarter", rf"(?:{_YEAR}{_SEP})?第?(?P<quarter>[1-4一二三四])季度?"),
        ("quarter", rf"{_YEAR}[-/]?Q(?P<quarter>[1-4])"),
        ("quarter", r"Q(?P<quarter>[1-4])"),
        ("half", rf"(?:{_YEAR}{_SEP})?(?P<half>[上下])半年"),
        ("half", rf"{_YEAR}-?[SH](?P<half>[12])"),
        ("year", r"(?P<year>\d{4})(?:年度?|-A1)?(?P<point>末|底)?(?:全年)?"),
    )
)  # fmt: skip
PERIODS_INSIDE = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("so_far", r"(?<!\d)(?P<year>(?:19|20)\d\d)[年_-]?1月?[-至到~_](?P<month>1[0-2]|[2-9])(?:月|(?!\d))"),
        ("quarters", r"(?P<year>(?:19|20)\d\d)年?前(?P<quarter>[二三])季度"),
        ("quarter", r"(?P<year>(?:19|20)\d\d)年?第?(?P<quarter>[1-4一二三四])季度"),
        ("half", r"(?P<year>(?:19|20)\d\d)年?(?P<half>[上下])半年"),
        ("month", r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年|[-_.](?=\d{1,2}(?!\d)))(?P<month>\d{1,2})(?:月|(?!\d))"),
        ("month", r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?!\d)"),
        ("year", r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)"),
    )
)  # fmt: skip

TIME = re.compile(r"(?:时间|日期|月份|年份|年度|季度|时期|报告期|统计期|[年月期](?:别|次)?|time(?:_period)?|"
                  r"date|year|month|quarter|period|TIME_PERIOD)", re.IGNORECASE)  # fmt: skip
REGION = re.compile(r"(?:地区|地区名称|地市|城市|省份|省市|市县|县区|区县|县（市、区）|县\(市、区\)|各市|"
                    r"行政区划|行政区划代码|"
                    r"地域|地名|地区代码|ref_area|region|area|city|province|county|geo)", re.IGNORECASE)  # fmt: skip
INDICATOR = re.compile(r"(?:指标|指标名称|项目|统计指标|indicator|series|dataset|measure|item|contents|"
                       r"指标代码)", re.IGNORECASE)  # fmt: skip
UNIT_HEAD = re.compile(r"(?:计量)?单位|unit(?:s|_measure)?", re.IGNORECASE)
VALUE = re.compile(r"(?:数值|值|数据|指标值|value|obs_value|figure)", re.IGNORECASE)
STATUS = re.compile(r"obs_status|数据状态|status", re.IGNORECASE)
NOTE = re.compile(r"(?:备注|注释|注|说明|note|notes|remark|remarks|obs_note|comment|description)",
                  re.IGNORECASE)  # fmt: skip
LEFT_OUT = re.compile(r"(?:序号|编号|no\.?|dataflow|structure|structure_id|structure_name|freq|frequency|频率|"
                      r"decimals|unit_mult|obs_conf|last_update|id)", re.IGNORECASE)  # fmt: skip
ACTION = re.compile(r"action", re.IGNORECASE)

UNIT_LINE = re.compile(r"[（(]?\s*(?:计量|金额)?\s*单\s*位\s*[:：]\s*(?P<unit>.{1,30}?)\s*[）)]?")
UNIT_AFTER = re.compile(
    r"(?P<title>.+?)\s*[（(]?\s*(?:计量|金额)?单位[:：]\s*(?P<unit>[^）)]{1,30})[）)]?"
)
BRACKETS = re.compile(r"\s*[（(](?P<inside>[^（）()]{1,20})[）)]\s*")
_SIZES = r"(?:百|千|万|十万|百万|千万|亿|十亿|百亿|万亿)?"
_THINGS = (
    r"(?:人民币)?(?:元|美元|欧元|港元|日元)(?:人民币)?|人|人次|人日|户|家|个|吨|公斤|千克|克|斤|米|平方米|"
    r"立方米|公顷|亩|平方公里|公里|千米|千瓦|千瓦时|千瓦小时|度|标准煤|吨标准煤|辆|台|套|头|只|件|册|部|艘|"
    r"岁|年|天|小时|次|条|张|座|处|所|床|点|倍|标准箱|吨公里|人公里|位|份|升|匹|枚|箱|重量箱|卷"
)
UNIT = re.compile(
    rf"{_SIZES}(?:{_THINGS})(?:[/每](?:{_SIZES}(?:{_THINGS}|日|月|季)|百户|平方米|人|千人))*|"
    r"[%％‰±]{1,2}|个?百分点|‰|.{1,6}年?(?:同期|同月)?=\s*100"
)
MARK = re.compile(r"(?:[-—–_/*×xX※.…·]{1,6}|\(\s*\)|n\.?a\.?|nan|null|none|缺|无|暂无|空|保密|不予公布|不公布|[:：]{1,2})",
                  re.IGNORECASE)  # fmt: skip
KEPT_BACK = frozenset({"保密", "不予公布", "不公布", "×", "※"})  # never a head over numbers
GENERIC = re.compile(r"(?:当月|累计|本月|本期|数量|同比|环比|增长|增速|定基|value|数值|指数|[·()%])+",
                     re.IGNORECASE)  # fmt: skip
CHANGING = re.compile(r"[\d\s一二三四前上下半季至到—–~年月份度.-]+")
PERIOD_INSIDE = re.compile(
    r"(?:19|20)\d\d年?(?:[前上下]?[\d一二三四半]{1,2}(?:[-—–至到]\d{1,2})?(?:个?月|季度|年))?(?:份|度)?"
)
UNDER = re.compile(r"\s*[（(]?(?:注|附注|说明|备注|资料来源|数据来源)")  # what stands under a table
PERCENT_INSIDE = re.compile(r"[±]?\s*[%％‰]\s*$")
BASE = re.compile(r"(?P<base>[^（）()]{0,10}=\s*100)")
YEAR_BEFORE = re.compile(r"同比|比上?年同期|比去年同期|上年同[期月]=|上年=|较上年|yoy|YOY")
PERIOD_BEFORE = re.compile(r"环比|比上[月期季]|上[月期]=|mom|MOM")
FIXED_BASE = re.compile(r"定基|\d{4}年?=\s*100|基期")
SHARE = re.compile(r"比重|占比|构成|份额|所占|率$")
SO_FAR = re.compile(r"累计|年初至|本年|ytd|YTD")
POINT = re.compile(r"余额|期末|年末|月末|季末|年底|月底|\(M[012]\)")
COMPARABLE = re.compile(r"可比价|不变价|增加值.*(?:增长|增速|指数)|生产总值.*(?:增长|增速|指数)")
ENDINGS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "省", "市",
           "地区", "盟", "县", "区")  # fmt: skip
PER_HEAD = re.compile(r"人均|比重|占比|增长|增速|同比|环比|指数|贡献|拉动|%")

FORBIDDEN = re.compile(
    r"(?:(?:调查|填报|法人|产业活动)?单位|企业|公司|机构|个体户|经营者|调查对象|项目单位)(?:详细)?名称|"
    r"(?:统一)?社会信用代码|组织机构代码|(?:法人)?单位代码|纳税人识别号|"
    r"(?:企业)?法人|法人代表|(?:企业)?法定代表人|(?:单位|统计)?负责人|联系人|填表人|经办人|户主|姓名|户主姓名|"
    r"(?:公民)?身份(?:证|证号|证号码|证件号|证件号码|号码)|"
    r"(?:联系|办公|固定)?电话(?:号码)?|联系方式|(?:联系)?手机(?:号|号码)?|移动电话(?:号码)?|传真(?:号码)?|"
    r"(?:详细|单位|企业|注册|联系|通信|通讯|家庭|经营|生产经营)?(?:地址|住址)|"
    r"(?:电子)?邮箱(?:地址)?|电子邮件(?:地址)?|银行(?:账号|卡号)"
)  # heads of what is kept of a single unit or person: rule ST-1

PART = "{sheet}（第{number}个表）"
STACKED = "工作表“{sheet}”里上下有{count}个表，已分开读取，请分别核对。"
WHERE = "表“{sheet}”{cell}"
WHERE_ROW = "表“{sheet}”第{row}行"
WHERE_NUMBER = "第{number}个数"
SIZE = "文件“{name}”有{size}MB，超过导入的上限{most}MB，没有导入。请只留下要导入的表。"
KIND = "“{name}”不能导入。可以导入 Excel 工作簿（xlsx、xls）、csv、PX 和 SDMX-CSV 文件。"
EMPTY = "文件“{name}”里没有内容，没有导入。"
BROKEN = "文件“{name}”已损坏或者格式不对，无法读取。请在原来的软件里重新另存后再导入。"
ENCODING = "文件“{name}”的文字编码无法识别，请另存为 UTF-8 编码的 csv 后再导入。"
LINKS = "文件“{name}”里有取自其他文件的数（外部链接），不能核对来源，没有导入。请在 Excel 里断开链接、保留数值后再导入。"
LARGE = "表“{sheet}”有{rows}行、{columns}列，超过导入的上限（{most}格），没有导入。请删去空白的行列，或分成几个文件。"
MERGED = "文件“{name}”的合并单元格覆盖超过{most}格，没有导入。请取消大片的合并单元格后再导入。"
LARGE_FILE = "文件里的表合计超过{most}格，没有导入。请分成几个文件。"
HIDDEN_SHEET = "工作表“{sheet}”是隐藏的，没有读取。"
OLD = "这是旧版 Excel 文件（xls）：公式和百分数显示格式无法读出，请核对比率类指标的单位。"
PX_KEYWORD = "PX 文件的第{line}行不能识别，没有导入。"
PX_COUNT = "PX 文件应有{wanted}个数，实有{found}个，没有导入。"
PX_MISSING = "PX 文件缺少“{name}”，没有导入。"
PX_LANGUAGES = "PX 文件有多种语言，只读取默认语言的名称。"
DELETES = "SDMX-CSV 的 ACTION 列要求删除数据，这里不能删除。请另编更正版次。"

FAULTS = {
    "text": "应为数字，实为文字“{value}”",
    "thousands": "“{value}”的千分位不对，不能确定是哪个数",
    "zeros": "“{value}”以 0 开头，像代码，不像数值",
    "logical": "应为数字，实为逻辑值",
    "date": "应为数字，实为日期",
    "error": "公式出错“{value}”",
    "hollow": "公式没有计算结果，请在 Excel 里打开、计算、保存后再导入",
    "mark": "符号“{value}”没有说明代表什么，请在对应里选择缺数原因",
    "units": "单位是“{unit}”，这一格却写作“{value}”，一列里有两种单位",
    "mixed": "同一列里有的数显示为百分数，有的不是，大小又不相称，不能确定单位",
    "head": "有数字，但这一列没有表头",
    "label": "有数字，但这一行没有{role}",
    "time": "“{value}”看不出是哪一期",
    "region": "地区“{value}”没有对应的代码",
    "no_region": "没有地区，请在对应里选择",
    "no_time": "没有时期，请在对应里填写",
    "indicator": "“{value}”没有对应的指标",
    "item": "分类“{list}”里没有“{value}”",
    "no_item": "没有分类“{list}”的取值",
    "period": "“{value}”不是{frequency}数据的一期",
    "twice": "与{other}重复，两处数值不同（{value}、{before}）",
    "early": "{value}还没有结束。请核对时期；确是估计数的，数据状态选“估计数”",
    "rival": "与{other}重复，那一处有问题，不能确定取哪一个",
    "size": "“{value}”超过 18 位数字",
    "status": "数据状态“{value}”不能识别",
    "delete": "要求删除数据，没有导入",
    "microdata": (
        "表里有单个统计调查对象的资料“{value}”，整张表不能导入：能够识别单个统计调查对象身份的资料不得对外提供"
        "（《统计法》第二十八条、《统计法实施条例》第二十九条）。请只留下汇总数后再导入"
    ),
    "outside": "有数字，但不在所选的表内",
}
NOTES = {
    "wide": "全角数字，已读作半角",
    "thousands": "千分位分隔符，已去掉",
    "power": "科学计数法，已还原，请核对位数",
    "sign": "百分号、千分号，单位已按列核对",
    "percent": "显示为百分数的数，已乘以 100",
    "fraction": "没有百分号，但与同列百分数相称，已乘以 100",
    "serial": "日期以序列数存放，已换算",
    "repeated": "重复行，数值相同，只取一次",
    "rounded": "小数超过 12 位，已四舍五入到 12 位",
    "places": "小数位数多于指标规定，按原样保留",
    "hidden": "在隐藏的行列里，没有导入",
    "blank": "空格，没有导入",
    "dropped": "所在的行列选为不导入",
}
NOT_PROVEN = "{why}请选入 gongkai protect 写出的安全表（safe.csv 原件，没有另存或者改动）和同时写出的 verdict.json。"
PROOF_MARK = "安全表里隐藏数据的符号不能识别。请在 spec.toml 里把 mark 写成“保密”或“×”，重新运行 gongkai protect。"
COUNTED = "{what}：{count}处（{places}）"
MORE = "等"
