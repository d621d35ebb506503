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


# The counter.
COUNTER = {"request": "申请政府信息公开", "mailbox": "政府信箱", "status": "查询办理情况"}
COUNTER_AT = {"request": "/request/", "mailbox": "/mailbox/", "status": "/request/status/"}
MAILBOX_TERMS = (
    (
        "这里收什么",
        "对统计工作的咨询、意见和建议。要本机关没有公开的信息，请用“申请政府信息公开”。",
    ),
    ("多久答复", "按类别规定的工作日答复，期限在查询页上写明。"),
    ("会不会公开", "只有您同意，并且隐去个人信息以后，才公开来信和答复。"),
)
TOO_OFTEN = "查询得太频繁了，请过几分钟再试。这是为了防止他人猜测查询码。"
NO_SUCH = "没有查到。请核对查询码和后4位；两项都对才能查到。"
TOO_MANY = (
    "这个网络地址一小时内提交得太多，请稍后再交；急需的请当面提交或者寄送。您填写的内容都还在。"
)
ASK_AGAIN = "离上次查询已经太久，请重新查询后再评价。"
HANDED_BEFORE = "这一页已经提交过，没有重复受理。没有记下查询码的，请凭身份证明到本机关查询。"
