"""Chinese messages of the public site."""

HOME = "首页"
CATALOGUE = "公开目录"
CATALOGUE_NAME = "政府信息公开目录"
CATALOGUE_OF = "{month}政府信息公开目录"
CATALOGUE_HEAD = (
    "索引号",
    "名称",
    "内容概述",
    "生成日期",
    "公开时间",
    "文号",
    "有效性",
    "栏目",
    "网址",
)
MONTH = "{year}年{month}月"
MONTH_ONLY = "{}月"
YEAR = "{}年"
GUIDE = "公开指南"
CHANGES = "更正、失效与撤下"
MAP = "站点地图"
SEARCH = "站内检索"
FEED = "{name}：最新公开"
INDICATOR_OF = "{name}（{flow}）"
FLOW_FEED = "{name}：数据更新"
FLOW_FEED_ABOUT = "“{name}”历次公布和修订的版次，最新的在前。"
FEED_ABOUT = "{bureau}公开和更正的政府信息，最多{most}条，新公开和新更正的在前。"
CORRECTED_SO = "{what}原因：{why}"
BECAUSE = "{mark}：{reason}"
MARKED = "{title}（{mark}）"
DESCRIBED = "{bureau}{name}栏目公开的政府信息"
PAGES = "页"
INDEXED = "条检索"
RELEASED_IN = "{year}年主动公开信息"
IN_TERM = "{year}年在20个工作日内公开"
CORRECTED = "公开后更正"
TAKEN_DOWN = "公开后撤下"
URGENT = "本件不宜继续公开，已紧急下线。"
TERM = "第{used}个工作日公开（限{days}个，{law}）"
VERSION = "第{number}版"
SUPERSEDED = "这是第{number}版，已被更正，仅供查阅。"
VALID = "有效"
MARK = {"expire": "失效", "repeal": "废止"}
CHANGED = {
    "expire": "本件自{day}起失效。{reason}",
    "repeal": "本件自{day}起废止。{reason}",
}

# The guide: how to ask, under the regulation of the day.
BY_HAND = "当面提交"
BY_POST = "邮政寄送"
BY_FAX = "传真"
BY_NET = "网上提交"
HANDED = "{address}；{hours}"
ASKING_2008 = (
    ("怎样提出", "", "按所列渠道提出申请，写明您要什么信息、希望以什么形式得到，并留下联系方式。"),
    (
        "多久答复",
        "request.reply",
        "能当场答复的当场答复；不能的，自收到申请之日起15个工作日内答复。需要延长的，"
        "经工作机构负责人同意并告知申请人，最长再延15个工作日。征求第三方意见的时间不计在内。",
    ),
    ("要不要钱", "request.fee", "只收检索、复制、邮寄等成本费用。"),
    (
        "查本人的记录",
        "request.own",
        "申请提供与自己有关的政府信息的，应出示有效身份证件；记录不准确的，可以要求更正。",
    ),
)
# Since the Administrative Review Law of 2023 some must be reviewed before they go to court.
REVIEW_FIRST = "其中，对不予公开的决定不服的，应当先申请行政复议。"
ASKING_2019 = (
    (
        "怎样提出",
        "request.apply",
        "用书面形式（包括信件、数据电文）提出；书面确有困难的，可以口头提出，由本机关代为填写。"
        "写明三项：姓名或者名称、身份证明和联系方式；所要信息的名称、文号或者便于查询的特征；希望得到的形式和途径。",
    ),
    (
        "写得不清楚怎么办",
        "request.correct",
        "本机关自收到申请之日起7个工作日内一次性告知需要补正的事项和合理的补正期限。"
        "答复期限自收到补正的申请之日起计算；无正当理由逾期不补正的，视为放弃申请，不再处理。",
    ),
    (
        "多久答复",
        "request.reply",
        "能当场答复的当场答复；不能的，自收到申请之日起20个工作日内答复。需要延长的，"
        "经工作机构负责人同意并告知申请人，最长再延20个工作日。征求第三方和其他机关意见的时间不计在内。",
    ),
    ("要不要钱", "request.fee", "不收费。申请的数量、频次明显超过合理范围的，可以收取信息处理费。"),
    ("查本人的记录", "request.own", "有证据证明本机关的记录不准确的，可以要求更正。"),
    ("阅读、视听有困难", "request.help", "本机关为您提供必要的帮助。"),
    (
        "对公开工作有意见",
        "remedy",
        "认为侵犯您合法权益的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报，"
        "也可以依法申请行政复议或者提起行政诉讼。",
    ),
)


def month(month: str) -> str:
    """Return a month (YYYYMM) in words.

    >>> month("201409")
    '2014年9月'
    """
    return MONTH.format(year=month[:4], month=int(month[4:]))


# The search.
SEARCH_ALL = "全部"
SEARCH_COLUMN = "栏目"
SEARCH_BELOW = "下级栏目"
SEARCH_YEAR = "公开年份"
SEARCH_HAS = "内容"
SEARCH_FORMS = {"table": "有数据表", "chart": "有图表", "attachment": "有附件", "image": "有图片"}
SEARCH_VALID = "有效性"
SEARCH_VALID_ONLY = "只看有效"
SEARCH_SORTS = ("按相关度", "按公开时间")
SEARCH_TOTAL = "{count} 条"
SEARCH_MORE = "超过 {count} 条"
SEARCH_CUT = "您输入的内容较长，只按前{most}个字、前{words}个词查找。"


# What people write around the thing they ask for; and what they call what titles call otherwise.
ASKED_AROUND = (
    "请问|我想|想要|想|了解|查询|查阅|查找|申请|公开|提供|获取|需要|关于|一下|是多少|有多少|多少|是什么|什么|哪些|哪里"
    "|怎么样|怎样|怎么|如何|情况|数据|数字|信息|资料|材料|你们|贵局|我市|本市|全市|我|要|的|是|吗|呢"
)
DIGITS = "〇一二三四五六七八九"
YEAR_NAMED = rf"((?:19|20)\d\d|[一二][{DIGITS}]{{3}})年?度?"
PLACE = "^(.{2,6}?)[省市县区]"
SAME = {
    "gdp": ("地区生产总值", "生产总值"),
    "cpi": ("居民消费价格",),
    "物价": ("居民消费价格",),
    "ppi": ("工业生产者出厂价格",),
    "pmi": ("采购经理指数",),
    "工资": ("平均工资",),
    "收入": ("可支配收入",),
    "人口": ("常住人口",),
    "年鉴": ("统计年鉴",),
    "公报": ("统计公报",),
}


# The counter.
FORM_TITLE = "政府信息公开申请表"
COUNTER = {"request": "申请政府信息公开", "record": "申请更正记录", "mailbox": "政府信箱",
           "status": "查询办理情况", "flow": "依申请公开办理流程"}  # fmt: skip
COUNTER_AT = {"request": "/request/", "record": "/request/record/", "mailbox": "/mailbox/",
              "status": "/request/status/", "flow": "/request/flow/"}  # fmt: skip
MAILBOX_TERMS = (
    (
        "这里收什么",
        "对统计工作的咨询、意见和建议。要本机关没有公开的信息，请用“申请政府信息公开”。",
    ),
    ("多久答复", "按类别规定的工作日答复，期限在查询页上写明。"),
    ("会不会公开", "只有您同意，并且隐去个人信息以后，才公开来信和答复。"),
)
RECORD_TERMS = (
    (
        "什么可以更正",
        "request.own",
        "有证据证明本机关提供的与您自身相关的政府信息记录不准确的，可以要求更正。",
    ),
    (
        "怎样处理",
        "request.own",
        "有权更正并且审核属实的，予以更正并告知您；不属于本机关职能范围的，转送有权更正的机关处理并告知您，"
        "或者告知您向有权更正的机关提出；不予更正的，说明理由。",
    ),
    ("多久办结", "", "条文没有写明期限（待核），本机关及时办理；办理情况可以凭查询码查询。"),
    ("要带什么", "", "身份证明和证据材料。要本机关没有公开的信息，请用“申请政府信息公开”。"),
)
TOO_OFTEN = "查询得太频繁了，请过几分钟再试。这是为了防止他人猜测查询码。"
NO_SUCH = "没有查到。请核对查询码和后4位；两项都对才能查到。"
TOO_MANY = (
    "这个网络地址一小时内提交得太多，请稍后再交；急需的请当面提交或者寄送。您填写的内容都还在。"
)
ASK_AGAIN = "离上次查询已经太久，请重新查询后再评价。"
HANDED_BEFORE = "这一页已经提交过，没有重复受理。没有记下查询码的，请凭身份证明到本机关查询。"

# Figures.
DATA = "数据"
SUBJECTS = "统计专业"
OF_PLACE = "{name}（{place}）"
CHANGE_SAID = {
    "growth": "比{period}{word}{value}%",
    "nominal": "比{period}名义{word}{value}%（现价，未扣除价格因素）",
    "points": "比{period}{word}{value}{unit}",
}
UP_DOWN = {"growth": ("增长", "下降"), "nominal": ("增长", "下降"), "points": ("提高", "回落")}
LEVEL_WITH = "与{period}持平"
NOT_COMPARED = "{period}的口径与本期不同，不直接比较。"
POINTS = {"%": "个百分点", "‰": "个千分点"}
POINT = "个点"
STATUS_MARK = {"P": "初", "R": "修", "E": "估"}
NO_CELL = "空白"
NO_CELL_SAID = "没有这一期"
BREAK_SAID = "{kind}：{text}"
BREAK_BEFORE = "自{period}起"
CHART_OF_ONE = "{name}，{first}至{last}。最新为{period}{value}{unit}；其间最高{most}，最低{least}。"
CHART_OF_MANY = "{names}，{first}至{last}，单位：{unit}。数据见表。"
UNTIL = "{first}至{last}"
BASIS, SCOPE, MEANING = "口径", "统计口径", "指标涵义"
DESCRIBED_FLOW = "{bureau}公布的{name}（{frequency}），{first}至{last}，共{count}个序列。"
DESCRIBED_SERIES = "{bureau}公布的{name}，{first}至{last}，单位：{unit}。"
CATALOG = "{bureau}开放数据目录"
CATALOG_ABOUT = "{bureau}公布的统计数据集，每个都有说明、历次版次和可以下载的文件。"
DOWNLOADS = {
    "csv": "CSV 表格（含代码和状态）", "xlsx": "Excel 工作簿", "json": "JSON-stat 2.0",
    "px": "PX 文件",
}  # fmt: skip
DOWNLOAD_META = "CSV 的说明（CSVW）"
QUERY_LATEST = "最近{count}期"
QUERY_FROM = "自{period}起"
QUERY_ALL = "全部（CSV）"
QUERY_FROZEN = "定在{moment}时的样子，以后修订也不变"
QUERY_SDMX = "SDMX 3.0（CSV）"
QUERY_SDMX_OLD = "SDMX 2.1（XML）"
CATALOG_FILES = (
    ("DCAT 目录（Turtle）", "/data/catalog.ttl"), ("DCAT 目录（JSON-LD）", "/data/catalog.jsonld"),
)  # fmt: skip
NEW_FIGURES = "最新数据"
