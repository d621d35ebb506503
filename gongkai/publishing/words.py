"""Chinese messages of the room."""

from gongkai.publishing.rules import Purpose, Step

STEP = {
    Step.DRAFT: "采编",
    Step.FIGURES: "核数",
    Step.SECTION: "科室审核",
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
}
ROUTE = {"general": "一般信息", "data": "统计数据", "repost": "转载信息"}
ATTRIBUTE = {"主动公开": "主动公开", "依申请公开": "依申请公开", "不予公开": "不予公开"}
CHANNELS = ("局网站", "市政府门户网站", "新闻发布会", "报刊", "广播电视", "公开查阅点")

NO_LIVE = "主动公开信息只能凭办结的《上网信息审批卡》发布，不能从编辑器直接发布、定时发布或下线。"
NOT_YOUR_STEP = "这张卡现在处于“{step}”环节，应由{post}办理，您目前没有这个岗位。"
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
COLUMNS_SAME = "栏目结构与已公开的完全相同，没有需要审批的改动。"
TOO_LONG = "意见和理由最多{most}字，现在有{found}字，请精简后重新提交。"
BROKEN_TEXT = "内容中含有无法保存的字符（空字符或残缺的字符编码），请清除后再保存。"
ROUTE_KIND = "没有“{kind}”这种信息种类。"
DUTY_STEP = "“{step}”不是流程中的环节。"
DUTY_KIND = "“{step}”环节不由{kind}岗位办理。"
DUTY_OVER = "这项岗位责任已经终止。"
DUTY_ELSEWHERE = "这个栏目的采编已明确由其他岗位负责，您的岗位不能送审。"
PAPER_TIME = "纸质签批的时间应在上一环节办理之后、现在之前。"
PURGED = "〔已清除〕"
ERASED_BY_LAW = "依法清除"
HELD = "发布前复查发现必须先处理的问题，本件暂缓发布：{findings}"
TREE = "栏目结构"
FILE_FINDING = "附件"
NO_COPY = "草稿和栏目不能复制：复制会丢掉谁写过什么的记录。请在目标栏目另行起草。"
MANY_CHANGES = "改动很多，这里没有全部列出，请打开全文核对。"
URGENT_DONE = "已紧急下线，60秒内从全部页面消失。请在{due}前补办审批卡 {no}。"
PAPER_CONFIRMED = "已核对确认。"
PAPER_ENTERED = "已代录，请另一人核对扫描件后确认。"
COLUMNS_SUBMITTED = "栏目结构已送审，审批卡编号 {no}。"
IN_REVIEW = "审批中"
PUBLIC_AND = "已公开 · {purpose}{where}"
LINK_ADDRESS = "网址"
LINK_TEXT = "链接文字"
NO_PURGE = "修订记录是职责分离的依据，不得清除。"
URGENT = "紧急下线"
