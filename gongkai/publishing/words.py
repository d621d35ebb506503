"""Chinese messages of the room."""

from gongkai.checks.lists import List
from gongkai.publishing.rules import CASES, Purpose, Step

STEP = {
    Step.DRAFT: "采编",
    Step.FIGURES: "核数",
    Step.SECTION: "科室审核",
    Step.LEGAL: "法制审核",
    Step.SECRECY: "保密审查",
    Step.OFFICE: "报送局办公室",
    Step.SIGN: "签发",
    Step.APPROVED: "已签发",
    Step.HELD: "暂缓发布",
    Step.ARMED: "待发布",
    Step.FLIPPING: "正在发布",
    Step.RELEASED: "已发布",
    Step.WITHDRAWN: "已撤回",
    Step.REFERRED: "存疑报送",
}
PURPOSE = {
    Purpose.PUBLISH: "首次公开",
    Purpose.CORRECT: "更正",
    Purpose.EXPIRE: "宣布失效",
    Purpose.REPEAL: "废止",
    Purpose.TAKE_DOWN: "撤下",
    Purpose.URGENT: "紧急下线补办",
    Purpose.SITE: "网站改版",
    Purpose.DOCUMENT: "办件文书",
}
ROUTE = {"general": "一般信息", "data": "统计数据", "repost": "转载信息"}
CASE_ROUTE = {"reply": "答复书", "notice": "办理告知", "letter": "来信答复"}
ROUTES = ROUTE | CASE_ROUTE
BESIDE = {CASES: "依申请公开与政府信箱"}  # what duties are named for beside the columns
ATTRIBUTE = {"主动公开": "主动公开", "依申请公开": "依申请公开", "不予公开": "不予公开"}
CHANNELS = ("局网站", "市政府门户网站", "新闻发布会", "报刊", "广播电视", "公开查阅点")

NOT_DRAFTER = "{department}的采编或信息公开机构才能起草这份文书，您目前没有这样的岗位。"
NO_LIVE = "主动公开信息只能凭办结的《上网信息审批卡》发布，不能从编辑器直接发布、定时发布或下线。"
NOT_YOUR_STEP = "这张卡现在处于“{step}”环节，应由“{post}”办理，您目前没有这个岗位。"
CONTRIBUTOR = "您参与过本件的采编，按职责分离的规定不能再审核或签发同一件信息。请交由其他人员办理。"
TWICE = "您已在这张卡上签过其他环节，同一人不能签两个环节。请交由其他人员办理。"
STALE = (
    "您看到的内容已不是这张卡现在的内容（可能有人修改或已签过，或您重复提交了表单）。"
    "请重新打开审批卡，看过改动再签。"
)
CHANGED = "正文、附件或发布时间在签批之后被修改过，先前的签批作废，请退回采编重新送审。"
OPEN_CARD = "本件已有审批卡 {no} 正在办理，办结或撤回之后才能另开新卡。"
BLOCKED = "机器检查发现必须先处理的问题，暂不能送审：{findings}"
NOT_PROACTIVE = "公开属性为“{attribute}”的信息不能通过本流程上网公开。"
ATTRIBUTE_HINT = "只有主动公开的信息可以送审。"
NEED_REASON = "请写明理由：退回、撤回、更正、废止、失效和撤下都要写明原因。"
NEED_CORRECTION = "本件已经公开。再次送审属于更正，请写明更正了什么、为什么更正。"
SEARCH = "查找"
SEARCH_NAMES = "名称或代码，多个词用空格隔开"
CHOOSE_VINTAGE = "选择数据版次"
CHOOSE_SERIES = "选择序列"
QUOTES_EMPTY = (
    "引用的数据不存在、缺数或者尚未公布：{names}。请改引已公布的，或者随本件公布的数据；"
    "由降转升或由升转降的，请改写句子后重新引用。"
)
VINTAGE_FOREIGN = "选了其他科室尚未公布的数据版次，请另选。"
VINTAGE_SECTION = "数据版次“{vintage}”不是本科室编制的，不能随本件公布。请由编制科室送审。"
VINTAGE_TAKEN = "数据版次“{vintage}”已在审批卡 {no} 中办理，一个版次只能随一张卡公布。"
QUOTE_LABEL, QUOTE_HELP = "引", "引用指标：数字随数据更新"
QUOTE_NONE = (
    "引用的数据不存在、缺数或者尚未公布：{series[flow]} {series[key]} {series[period]}。"
    "请改引已公布的，或者随本件公布的数据。"
)
QUOTE_STALE = "{period}{indicator}现在是{now}，文中引用的是“{was}”。请打开草稿保存一次，照数据重新填写，再送审。"
UNCHANGED = "内容与已公开的版本完全相同，没有可更正之处。"
TOO_LATE = "这张卡的内容已在发布或已经发布，不能再撤回。需要下线的，请办理撤下审批或紧急下线。"
NOT_OPEN = "这张卡已办结或已撤回，不能再办理。"
NOT_PUBLIC = "本件当前没有公开的版本，不能{act}。"
NOT_AUTHOR = "只有采编岗位所在科室的人员可以送审本件。"
NOT_OFFICE = "这项操作由信息公开机构办理。"
PAPER_SAME = "代录须由另一人核对确认，录入人和签批人本人都不能确认。"
PAPER_NONE = "没有待确认的代录签批。"
PAPER_PENDING = "这个环节已有一份代录签批等待另一人核对确认。"
PAPER_SIGNER = "被代录的人员当日没有担任“{post}”岗位，不能代录其签批。"
SECRET = "".join(  # a message, though a linter takes the name for a password
    (
        "检查发现疑似密级标志（{excerpt}）。本系统不得存储、处理涉密信息，这次提交的内容没有保存。",
        "请立即停止在联网计算机上处理该文件，携原件报保密工作机构处理。系统已留下一条不含内容的记录。",
    )
)
REFERRED = (
    "已存疑报送：草稿、历次修改和附件已从本系统清除，只留下不含内容的记录。"
    "请携原件报保密行政管理部门确定。"
)
OWN_POST = "您没有采编岗位，不能起草信息。"
FILE_CHANGED = "附件《{name}》与登记的校验值不一致，请重新上传。"
NOT_PICTURE = "《{name}》不是图片，请作为附件上传。"
DUPLICATE_KEY = "栏目代码“{key}”已经使用。"
ROUTE_FAULT = {
    "starts": "流程必须从采编开始。",
    "ends": "流程必须以签发结束。",
    "secrecy": "流程必须有保密审查环节。",
    "steps": "流程中有重复或不认识的环节。",
    "posts": "流程中有的环节不是由应当办理它的岗位办理。",
}
TITLE_MISSING = "（未命名）"
PAST_RELEASE = "计划发布时间早于现在，请改为将来的时间，或留空表示签发后即发。"
EDITOR_TAB = "信息"
BACK_TO_DESK = "返回工作台"
HAND_IN = "保存并送审"
VOIDED = "内容有改动，审批卡 {no} 已退回采编，先前的签批作废，请重新送审。"
WAITING_CARD = (
    "本件的审批卡 {no} 已经签发，正等待发布。请在它发布之后再办理，或先由信息公开机构撤回。"
)
BUSY_CARD = "本件已有审批卡 {no} 正在办理，办结或撤回之后才能办理其他事项。"
CHANGE_SAME = "本件已经办理过{act}，不必重复办理。"
CHANGE_UNKNOWN = "这张卡不是变更公开状态的卡，不能这样办理。"
COMMENT_PERSONAL = (
    "意见里含有证件号码、手机号码、银行卡号或者电子邮箱，请删去后重新提交：意见随审批卡长期保存。"
)
TOO_LONG = "意见和理由最多{most}字，现在有{found}字，请精简后重新提交。"
BROKEN_TEXT = "内容中含有无法保存的字符（空字符或残缺的字符编码），请清除后再保存。"
ROUTE_CHANGED = "{kind}的审批流程"
ROUTE_KIND = "没有“{kind}”这种信息种类。"
DUTY_STEP = "“{step}”不是流程中的环节。"
DUTY_KIND = "“{step}”环节不由{kind}岗位办理。"
LISTS = {
    List.WRONG: "规范表述",
    List.NATIONAL: "重要名称和敏感表述",
    List.INSTITUTION: "机构名称",
    List.PLACE: "地名和行政区划",
    List.LEADER: "领导人姓名和职务",
    List.SECRET: "保密词语",
    List.NUMBER: "公开的办公电话",
    List.HOST: "可以链接的网站",
    List.ALIAS: "指标别称",
    List.ALLOWED: "放行词",
}
CLEAN_NONE = "草稿里没有这个文件，请刷新后再试。"
CLEAN_NOTHING = "这个文件里没有可以清理的隐藏内容。"
CLEANED = "已换成清理后的副本，请打开核对一遍。原文件不会公开。"
WAIVE_STEP = "这条意见由“{step}”环节的签批人决定，现在不能放行。"
WAIVE_NONE = "卡上没有这条意见，请刷新后再看。"
WAIVE_NEVER = "这条意见不能放行，请退回采编改正。"
WAIVE_TWICE = "这条意见已经放行。"
WAIVE_REASON = "放行必须写明理由，供后面的签批人和以后查考的人看。"
WAIVED = "已放行，理由记在审批卡和登记台账上。"
PASSED_BY = "【{post}{name}放行：{why}】"
UNWAIVED = "还有{count}条须由本环节决定的意见：{findings}。请逐条写明理由放行，或者退回采编改正。"
LIST_ADDED = "已增加“{text}”。"
LIST_ENDED = "“{text}”已停用。"
LIST_RIGHT = "“{list}”要写明规范写法。"
LIST_SAME = "规范写法与词语相同，请核对。"
LIST_TWICE = "“{list}”里已经有“{text}”。"
LIST_DAYS = "停用日期不能早于启用日期。"
LIST_SHORT = "词语至少两个字，否则会误报。"
DUTY_OVER = "这项岗位责任已经终止。"
DUTY_ELSEWHERE = "这个栏目的采编已明确由其他岗位负责，您的岗位不能送审。"
PAPER_TIME = "纸质签批的时间应在上一环节办理之后、现在之前。"
PURGED = "〔已清除〕"
ERASED_BY_LAW = "依法清除"
HELD = "发布前复查发现必须先处理的问题，本件暂缓发布：{findings}"
FILE_FINDING = "附件"
NO_COPY = "草稿和栏目不能复制：复制会丢掉谁写过什么的记录。请在目标栏目另行起草。"
MANY_CHANGES = "改动很多，这里没有全部列出，请打开全文核对。"
URGENT_DONE = "已紧急下线，60秒内从全部页面消失。请在{due}前补办审批卡 {no}。"
PAPER_CONFIRMED = "已核对确认。"
PAPER_ENTERED = "已代录，请另一人核对扫描件后确认。"
IN_REVIEW = "审批中"
PUBLIC_AND = "已公开 · {purpose}{where}"
LINK_ADDRESS = "网址"
LINK_TEXT = "链接文字"
NO_PURGE = "修订记录是职责分离的依据，不得清除。"
URGENT = "紧急下线"
IMPORTED_EARLY = "文中的成文日期晚于今天，没有填入生成日期，请核对。"
IMPORTED = "已导入为草稿。请先看导入情况，再编辑、送审。"
SITE = "网站改版"
WORK = {"columns": "栏目结构", "profile": "站点资料"}
SITE_SAME = "网站的栏目和站点资料与已公开的完全相同，没有需要审批的改动。"
SITE_SUBMITTED = "网站改版已送审，审批卡编号 {no}。"
SITE_NAME = "网站名称"
SITE_CODE = "网站标识码"
LOOK = "主色调"
FOOTER = {
    "sponsor": "主办单位",
    "operator": "承办单位",
    "address": "地址",
    "postcode": "邮编",
    "phone": "电话",
    "fax": "传真",
    "email": "邮箱",
    "icp": "ICP备案号",
    "police": "公安备案号",
}
GUIDE = {
    "classification": "政府信息的分类",
    "arrangement": "编排体系",
    "access": "获取方式",
    "unit": "工作机构的名称",
    "address": "办公地址",
    "hours": "办公时间",
    "phone": "联系电话",
    "fax": "传真号码",
    "online": "互联网联系方式",
}
FIELD_OF = {"footer": "页脚：{name}", "guide": "公开指南：{name}"}
COLUMN_FIELD = {
    "kind": "栏目类型",
    "description": "说明",
    "keywords": "关键词",
    "fresh_days": "更新周期（天）",
}
COLUMN_ACT = {
    "added": "新增",
    "closed": "关闭",
    "reopened": "恢复",
    "moved": "移动",
    "renamed": "改名",
    "changed": "修改",
    "reordered": "调整次序",
    "removed": "取消",
}
PATH = " › "
TOP = "（一级栏目）"
MERGED_INTO = "已关闭，并入“{name}”"
FRESH_WITHIN = "{days}天内更新"
AFTER = "排到“{name}”之后"
FOREMOST = "排到最前"
PROFILE_FAULT = {
    "name": "网站名称须填写，最多60字",
    "code": "网站标识码应为10位数字",
    "look": "没有这种主色调，请从列出的颜色中选择",
    "postcode": "邮编应为6位数字",
    "phone": "电话的写法无法识别，请写成“0311-12345678”，多个号码用顿号隔开",
    "fax": "传真的写法无法识别，请写成“0311-12345678”，多个号码用顿号隔开",
    "email": "邮箱的写法无法识别，请写成“name@example.cn”",
    "footer": "页脚的“{name}”只能写一行，最多120字",
    "guide": "公开指南的“{name}”最多2000字",
}
GUIDE_GAPS = "公开指南缺少：{names}。指南的九项内容填齐之后才能送审。"
COLUMN_UNKNOWN = "没有“{key}”这个栏目。"
COLUMN_CLOSE = {
    "unknown": "没有“{target}”这个栏目，请另选并入的栏目。",
    "itself": "栏目不能并入它自己，请另选并入的栏目。",
    "closed": "“{target}”也已关闭，请并入一个开放的栏目。",
    "children": "“{name}”还有开放的下级栏目，请先把下级栏目移到别处或分别关闭。",
    "already": "“{name}”已经关闭，要改并入的栏目，请先恢复再关闭。",
}
COLUMN_OPEN = "“{name}”没有关闭，不必恢复。"
COLUMN_ABOVE_CLOSED = "上级栏目“{name}”已关闭，请先恢复上级栏目，或另选上级栏目。"
COLUMN_BELOW_ITSELF = "“{name}”不能移到它自己或它的下级栏目之下，请另选上级栏目。"
COLUMN_NOT_BESIDE = "“{name}”不在所选的上级栏目之下，请选择它的下级栏目，或选择排在最前。"
TREE_FAULT = {
    "parent": "栏目“{name}”的上级栏目不存在，请移动后再送审。",
    "under_closed": "栏目“{name}”的上级栏目已关闭，请移动后再送审。",
    "nowhere": "栏目“{name}”关闭后没有可以并入的栏目，请重新选择。",
    "gone": "栏目“{name}”已经公开，不能取消：请关闭它并选择并入的栏目，旧网址才能继续有效。",
}
CLOSED_COLUMN = "栏目“{name}”已关闭，新的信息请存入其他栏目（其内容已并入“{target}”）。"
SUBMIT_CLOSED = "栏目“{name}”已并入“{target}”，请先用“改栏目”为本件另选栏目，再送审。"
SAME_COLUMN = "本件已在栏目“{name}”。"
REFILED = "已改到栏目“{name}”。"
PROFILE_SAVED = "站点资料已保存。送审并签发之后，公众才看得到。"

HOLIDAY_FAULT = {
    "name": "请写明通知的名称和文号。",
    "empty": "没有放假日期，请照通知录入。",
    "year": "有不在{year}年的日期；跨年假期的各日请分别录入各自的年份。",
    "both": "同一天既放假又上班，请核对。",
    "weekday": "调休上班日期中有周一至周五的日期，请照通知核对。",
}
HOLIDAY_ENTERED = "已录入，请信息公开机构的另一人核对通知后确认。"
HOLIDAY_CONFIRMED = "{notice}已确认，各项期限即按此推算。"
HOLIDAY_DONE = "这份放假安排已经确认，或者已被后来录入的代替。"
HOLIDAY_OWN = "录入的人不能确认自己录入的放假安排，请信息公开机构的另一人核对通知后确认。"
TO_DELIVER = "待送达"
REMEDY = "救济途径"
READER_OPEN = "这张审批卡没有尚未公布的数据，不用指定阅看人。"
READER_REASON = "请写明阅看事由。"
READER_POST = "{name}现在没有岗位，不能阅看。"
READER_TWICE = "{name}已经在阅看名单上。"
READER_OVER = "这项阅看已经结束。"
READER_NAMED = "已指定。阅看人登录工作台后可以打开本卡，每次打开都有登记，发布后公布其岗位。"
READER_ENDED = "已结束。"
NO_FIGURES_STEP = (
    "本件带有数据，而“{kind}”的流程没有核数环节。请在草稿中把信息种类改为“统计数据”再送审。"
)
