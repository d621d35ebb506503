"""Chinese messages of the room."""

TITLE = "{bureau}{year}年政府信息公开工作年度报告"
SUMMARY = "{bureau}{year}年主动公开、依申请公开、行政复议和诉讼、存在问题和改进情况。"
COUNT_ALL = "全年首次在网站公开且年末仍在公开的政府信息，一文计一条，转载信息不计入。"
KEYWORDS = "年度报告 {year}年 政府信息公开"
TABLES = {
    "table2": "主动公开政府信息情况",
    "table3": "收到和处理政府信息公开申请情况（单位：件）",
    "table4": "政府信息公开行政复议、行政诉讼情况（单位：件）",
}
TABLE3_HEAD = ("项目", "具体情形")
OTHERS = "法人或其他组织"
SUITS = "行政诉讼"
CONTENT = "信息内容"
UNDECLARED = "未填报"

KIND_CELL = "主动公开：{name}"
RESULT_CELL = "依申请公开：{name}"
STATISTIC_CELL = "统计表“{row}”"
CELLS = {
    "published": "主动公开：各类合计",
    "apart": "主动公开：不计入的信息",
    "letters.received": "政府信箱：收到来信",
    "letters.answered": "政府信箱：截止日前办结",
    "letters.unanswered": "政府信箱：截止日仍未办结",
    "letters.late": "政府信箱：办结但超过期限",
    "letters.converted": "政府信箱：转作其他办理",
    "requests.late": "依申请公开：超过法定期限答复",
    "complaints": "投诉举报",
    "fees.asked": "信息处理费：收费通知",
    "fees.paid": "信息处理费：已缴费",
}
TABLE_CELL = "表{table}“{row}”“{column}”"
DISPUTE_NUMBER = "{body}　{number}"

NO_YEAR = "{year}年没有可用的年度报告格式：条例自2008年5月1日起施行。"
YEAR_TO_COME = "{year}年还没有开始，不能编制年度报告。"
NO_CELL = "年度报告里没有这个数：{cell}。"
NOT_NUMBER = "“{label}”应当填不小于0的整数，填的是“{value}”。"
NOT_MONEY = "“{label}”应当填不小于0的数，填的是“{value}”。"
NO_FIELD = "{year}年度报告没有“{key}”这一项，不能填报。"
NO_BASIS = "请写明填报的依据（如科室、文号、账册），以便核对。"
NOTHING_NEW = "没有改动，未保存。"
NOT_WRITER = "年度报告由采编岗位或者信息公开机构填报，您目前没有这样的岗位。"
NOT_HUB = "报送年度报告由信息公开机构办理。"
SLOTS_EMPTY = "以下内容还没有写，不能拟订成稿：{slots}。请先在“填报”里写好。"
CELLS_EMPTY = "以下数字系统里没有，也没有填报，不能拟订成稿：{cells}。"
CHECK_FAILED = "核对发现必须改正的问题，不能拟订成稿：{findings}"
DRAFTED_BEFORE = (
    "本年度报告已经拟订成稿。重新拟订会用现在的数据和文字替换草稿正文（旧稿留在修改记录里），"
    "请勾选“替换已有草稿”后再拟订。"
)
NO_SHAPE = "{year}年度报告没有“{shape}”这种体例。"
NOT_PUBLISHED = "{year}年度报告还没有公布，不能登记报送。"
SUBMIT_EARLY = "报送日期{on}早于公布日期{published}，请核对。"
SUBMIT_LATER = "报送日期{on}在今天之后，请核对。"
RECEIPT_NAME = "{year}年度报告报送回执.{extension}"
NO_RECEIPT = "请填写回执编号；没有编号的，写明收件人。"
BAD_RULE = "每类信息写一行“名称：栏目代码、栏目代码”。这一行读不出来：“{line}”。"
NO_COLUMN = "没有栏目“{key}”。"

CHECKED = "已核对：{what}。"
NOT_CHECKED = "没有核对：{what}。系统里没有{year}年度报告。"
CHECK_TABLES = "各表勾稽关系和填数（AR-01至AR-04、AR-07、AR-08）"
CHECK_FORM = "信息处理费、公布期限、各部分标题（AR-09至AR-11、AR-17）"
CHECK_PROSE = "文字里的件数与表格、记录（AR-12、AR-14）"
CHECK_GROWTH = "增幅与两年的数（AR-13）"
CHECK_SAID = "增幅与文字里写明的两年的数（AR-13）"
CHECK_REPEATS = "与上年度报告的文字重复（AR-15）"
CHECK_LAST = "与上年度报告的结转、件数和文字重复（AR-05、AR-06、AR-15、AR-16）"
SIMILAR = "与{year}年度报告的文字重复{share}%。"
SIMILAR_WHY = "内容雷同、敷衍塞责是通报所列的问题。"
SIMILAR_DO = "请按本年的情况改写。"
PROSE = "文字部分"
WHOLE = "全文"
DUE = "{year}年度报告应于{due}前公布（{article}）。"
DUE_LAST = "{year}年度报告尚未公布：期限为{due}，今天是期限前最后一个工作日。"
DUE_WEEKEND = (
    "{year}年度报告尚未公布：期限为{due}，还有{days}天；期限前最后一个工作日（{warn}）已过。"
)
DUE_TODAY = "{year}年度报告尚未公布：今天（{due}）期限届满；最后一个工作日（{warn}）已过。"
DUE_SOON = "{year}年度报告尚未公布：期限为{due}（{article}），还有{days}天。"
DUE_PAST = "{year}年度报告尚未公布：已超过期限{due}（{article}）{days}天。"
BEFORE_BIRTH = (
    "登记台账自{day}启用，此前收到的申请和来信不在系统里；上年结转等数请按上年度报告核对。"
)
RUNNING = "{year}年还没有结束，数字截至{day}，年末前还会变。"
STATISTIC_DOUBT = "表式凭记忆整理，待核；核实前不写入报告。"
OUT = "已于{on}公布"
OUT_LATE = "已于{on}公布，晚于期限"
CARD_CELL = "办结并发布的审批卡"
REPORT = "{year}年度政府信息公开工作年度报告"
COUNTING = "主动公开统计口径"
NOT_OFFICE = "统计口径由信息公开机构设定，您目前没有这样的岗位。"
NOT_EDITOR = "您没有采编岗位，不能拟订年度报告。"
NO_DRAFT = "{year}年度报告还没有拟订。"
ATTACHED = {"docx": "可编辑文本（DOCX）", "pdf": "打印版（PDF）"}
APPLICANTS = "申请人情况"
DECLARED = "已保存{count}项。"
DRAFTED = "已拟订成稿，DOCX和PDF附在文后。请核对后送审。"
REPRINTED = "已按草稿重新生成DOCX和PDF。"
SUBMITTED = "已登记报送。"
COUNTED = "已设定统计口径。"
SENTENCE_LOST = "由记录得出的这句话在正文里没有或者被改动：“{text}”"
CELL_LOST = "{place}与记录不符，记录为{now}"
FILE_OLD = "附在文后的{name}与现在的正文不一致，请在年度报告页“按草稿重新生成附件”"
HAND_IN = "年度报告现在不能送审：{fault}。请改正后再送审。"
NOT_OVER = "{year}年还没有结束，年度报告到下一年才能拟订。"
