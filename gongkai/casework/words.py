"""Chinese messages of the room."""

from datetime import date

from gongkai.casework.rules import Kind, Letter, Own, Stage
from gongkai.law.clock import Channel, Event, Party
from gongkai.law.outcomes import outcomes

KIND = {Kind.REQUEST: "依申请公开", Kind.LETTER: "政府信箱", Kind.RECORD: "更正申请"}
SERIES = {Kind.REQUEST: "依申请", Kind.LETTER: "信箱", Kind.RECORD: "更正"}
STAGE = {
    Stage.ARRIVED: "待确认收到",
    Stage.ACCEPTED: "待分办",
    Stage.HANDLING: "办理中",
    Stage.CORRECTING: "待补正",
    Stage.PAYING: "待缴费",
    Stage.ANSWERED: "已答复",
    Stage.CONVERTED: "已转办",
    Stage.ARCHIVED: "已归档",
}
CHANNEL = {
    Channel.IN_PERSON: "当面提交",
    Channel.REGISTERED: "挂号信或特快专递",
    Channel.ORDINARY: "平信",
    Channel.INTERNET: "互联网",
    Channel.FAX: "传真",
    Channel.ORAL: "口头（代填）",
}
OTHER_CHANNEL = {"phone": "电话", "hotline": "12345转办", "city": "市政府信箱转办"}  # letters only
APPLICANT = {
    "person": "自然人",
    "company": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal": "法律服务机构",
    "organisation": "其他组织",
}
EVENT = {
    Event.SUBMITTED: "提交",
    Event.RECEIVED: "收到",
    Event.CORRECTION_ASKED: "告知补正",
    Event.CORRECTED: "收到补正",
    Event.CONSULTED: "征求意见",
    Event.CONSULT_ENDED: "征求意见结束",
    Event.EXTENDED: "延长答复期限",
    Event.FEE_ASKED: "通知缴费",
    Event.FEE_PAID: "已缴费",
    Event.DELAYED: "延迟答复",
    Event.CLOSED: "答复",
    Own.ASSIGNED: "分办",
    Own.SEARCHED: "检索",
    Own.REASONS_ASKED: "要求说明理由",
    Own.REASONS_GIVEN: "收到理由说明",
    Own.EXEMPTED: "第三方意见的处理说明",
    Own.NOTED: "经办记录",
    Own.DELIVERED: "送达",
    Own.CONVERTED: "转办",
    Own.REOPENED: "重新办理",
    Own.ARCHIVED: "归档",
    Own.PROPOSED: "提请确认",
    Own.VOIDED: "更正记载",
}
PARTY = {Party.THIRD_PARTY: "第三方", Party.JOINT: "共同制作机关", Party.AGENCY: "其他机关"}
LETTER = {
    Letter.RECEIPT: "接收回执",
    Letter.CORRECTION: "补正告知书",
    Letter.REASONS: "说明理由告知书",
    Letter.EXTENSION: "延期答复告知书",
    Letter.DELAY: "延迟答复告知书",
    Letter.CONSULT: "第三方意见征求书",
    Letter.CONSULT_TOLD: "征求意见告知书",
    Letter.OVERRULED: "依申请公开告知书（第三方）",
    Letter.JOINT: "共同制作机关意见征求书",
    Letter.AGENCY: "其他机关意见征求函",
    Letter.ASSIST: "协办函",
    Letter.FEE: "信息处理费收费通知书",
    Letter.REPLY: "政府信息公开申请答复书",
    Letter.ANSWER: "来信答复",
    Letter.RECORD: "更正申请答复书",
}
NEXT = {"draft": "起草{letter}", "hand_in": "核对送审：{letter}", "deliver": "登记送达：{letter}"}
DISPUTE = {
    "review": "行政复议",
    "suit_direct": "行政诉讼（未经复议直接起诉）",
    "suit_after": "行政诉讼（复议后起诉）",
    "complaint": "投诉举报",
}
RESULT = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果"}
PART = {"give": "予以公开", "withhold": "不予公开", "not_ours": "不属于本机关负责公开"}
ROLE = {
    "identity": "身份证明",
    "attachment": "申请附件",
    "material": "拟提供材料",
    "redacted": "区分处理后材料",
    "scan": "来文扫描件",
    "receipt": "送达凭证",
}

SEAL_BROKEN = "申请人信息的密文与密钥不符，无法读取，请运行核验。"
KEY_LOST = "读取申请人信息的密钥不在GONGKAI_KEYS所指的目录里，请从密钥备份恢复。"
DESTROYED = "申请人信息已按保管期限销毁，只保留登记。"
NO_CASE = "没有这件办件。"
VOIDED_BEFORE = "这条记载已经更正过，或者本身就是更正。"
FIRST_FACT = "提交不能更正：来件登记错误的，请转为正确的办件。"
FACT_NEEDED = "后面的“{event}”以这条记载为前提，请先更正后面的记载。"

RECEIPT_ANEW = (
    "收到之日不能只是更正掉：请用“更正收到日期”写明正确的日期和理由，由信息公开机构的另一人确认。"
)
CASE_DESTROYED = "{number}已按保管期限销毁，不能再办理。"
PERSONAL = "文字里含有证件号码、手机号码、银行卡号或者电子邮箱，请删去：登记台账长期保存。"
PROPOSAL = {"withdrawn": "申请人撤回申请", "receipt": "更正收到日期"}
WITHDRAW_PAPER = "撤回申请须有申请人的书面材料：请先以“来文扫描件”收存，再选择这个文件。"
WITHDRAW_EARLY = "办结日期早于撤回材料收存之日（{day}），或者还没有到，请核对。"
WITHDRAW_TWO = (
    "申请人撤回申请的，请用“申请人撤回”附书面材料提请，由信息公开机构的另一人确认后办结。"
)
RECEIPT_NONE = "这件办件还没有确认收到，请直接确认收到。"
RECEIPT_UNCHANGED = "收到之日已经是{day}，不用更正。"
PROPOSED_BEFORE = "已经提请过，请先由另一人确认，或者更正掉原来的提请。"
NO_PROPOSAL = "没有等待确认的事项，可能已经确认或者更正。"
PROPOSAL_OWN = (
    "提请的人（包括受委托代为提请的）不能确认自己的提请，请信息公开机构的另一人核对后确认。"
)
CLOSE_TODAY = "办结日期应当是登记当天（{day}）：补记较早的办结，没有凭据。"
DELIVER_ONLINE = "在网站查看的，自登记送达时起才看得到，送达日期应当是今天（{day}）。"
DELIVER_PROOF = "补记{day}的送达须附送达凭证（签收单、邮寄回执等）。"
ACTIVE_FILE = "“{name}”含有脚本、自动动作或者夹带的文件，不能原样提供；请在“遮盖”里勾选“不遮去内容，只重新生成”，再送审。"
REOPEN_LONG = "指定的期限晚于{day}（答复期限加上可以延长的期限），请核对决定书或判决书。"
TRACES_LEFT = "数据库日志里还有销毁前的内容，其他进程正在使用，未能截断；请停止服务后运行核验。"
LATE = "补记，补记于{day}"

NOT_HUB = "这件事由信息公开机构办理，您目前没有这样的岗位。"
NOT_HANDLER = "这件办件由{department}的采编或信息公开机构办理，您目前没有这样的岗位。"
FILE_LOST = "“{name}”不在存放的位置，可能已按保管期限销毁，请运行核验。"
NO_CHANNEL = "请选择来件方式。"
NO_TEXT = "请填写事由和内容。"
TEXT_LONG = "内容有{found}个字，最多{most}个字，请精简或者作为附件提交。"
NO_IDENTITY = "申请应当写明申请人的姓名或者名称和联系方式（电话、电子邮箱、地址至少一项）。"
LETTER_DAY = "日期不能早于来件之日或者前一步骤，也不能晚于今天，请核对。"
LETTER_OVER = "{number}已经办结，不能再办理。"
LETTER_EVENT = "来信不适用依申请公开的这一环节；需要按申请办理的，请先转为依申请公开。"
CASE_OVER = (
    "{number}已经办结（{stage}），不能再办理；需要重新答复的，请先按复议或诉讼的结果重新办理。"
)
CASE_OPEN = "{number}还没有办结，不能{act}。"
NAMED = "文字里含有申请人的姓名、证件号码或联系方式，请改称“申请人”：这些信息只加密保存。"
REASON_NEEDED = "请写明理由。"
NO_POST = "“{post}”不是{department}的采编岗位，请选择承办科室的岗位。"
SEARCH_NEEDED = "请写明检索的范围和检索的结果。"
PARTY_ANSWER = "请选择征求意见的结果：同意、不同意（理由是否合理）或者逾期未答。"
UNSOUND_WHY = "认为对方不同意公开的理由不合理的，请写明对方的理由和不合理之处。"
SILENCE_EARLY = "答复意见的期限到{day}才届满，届满之前不能记为逾期未答。"
FEE_AMOUNT = "收费通知的数额是{wanted}元，记载的缴费是{given}元，请核对。"
NOT_LAPSED = "{what}的期限到{day}才届满，届满之前不能以此结案。"
NOTHING_ASKED = "没有{what}的通知，或者已经收到，不能以此结案。"
NO_UNANSWERED = (
    "收到申请的应当在期限内答复；只有申请人逾期不补正、逾期不缴费和撤回申请的，可以不作答复结案，"
    "其他结果请以答复书答复。"
)
WITHDRAWN = "申请人撤回申请：{reason}"
CORRECTED_LATE = "补正的期限到{day}已经届满；申请人有正当理由的，请写明理由后记载。"
RECEIPT_FIRST = "{channel}的申请，回执不能确定收到之日，请先确认收到（{rule}）。"
RECEIPT_RULE = {Channel.REGISTERED: "签收之日", Channel.ORDINARY: "收到当日与申请人确认之日"}
CONFIRM_LATE = "到件日期与确认日期不同：以平信提交的，应当于收到当日与申请人确认。"
DELIVER_CHANNEL = (
    "通过互联网渠道送达答复书的，应当同时提供提交行政复议申请书的互联网渠道。"
    "请在设置中填写行政复议机关的网址（GONGKAI_REVIEW_URL）后重新拟稿，或者改用其他方式送达。"
)
DISPUTE_ACCEPTED = "受理日期晚于收到通知的日期，请核对。"
EXTENDED_TO = "延长后的答复期限至{day}。"
EXTENDED_SO_FAR = (
    "延长后的答复期限按现有放假安排暂计至{day}；放假安排公布后有变动的，以重新计算的日期为准，"
    "届时另行告知。"
)
# The day an extension prints, where it is found again.
PRINTED = r"期限(?:按现有放假安排暂计)?至(\d{4})年(\d{1,2})月(\d{1,2})日"
PROVISIONAL = (
    "文中的日期跨入放假安排尚未公布的年份，只按周末暂计，文中已写明“暂计”；"
    "放假安排公布后有变动的，须另行告知申请人（提示，不影响送审）"
)
YOU, YOU_ALL = {"person": "您"}, "你单位"
EXTENDED_OPEN = "延长后的答复期限，加上征求意见等依法不计算的时间后确定。"
BY_DAY = "请于{day}前（含当日）提交。"
SAME_KIND = "这件办件已经是{kind}，不用转。"
TELL_FIRST = (
    "申请收到后，须先以答复书告知申请人不作为政府信息公开申请处理及提出的渠道，送达后再转为来信。"
)
NEED_TOPIC = "转为来信须选择来信类别。"
OPEN_CARD = "还有文书正在审批：{number}，请先办完或者撤回。"
UNDELIVERED = "还有文书没有送达：{number}，请先送达。"
NOT_RATEABLE = "只有办结的来信可以评价，而且只能评价一次。"
SCORE = "满意度为1至5分。"
NO_RETURN = "只有从市里转来的来信可以退回。"
FILES_MOST = "一件办件最多收存{most}个文件。"
FILE_LARGE = "“{name}”超过{most}兆字节，请压缩或者分成几个文件。"
FILE_ROLE = "请选择文件的用途。"
RECEIPT_SAME = "{channel}的申请，收到之日应当是{day}。"
DETAIL = {"where": "检索范围", "found": "检索结果", "text": "内容", "reason": "理由", "way": "方式",
          "answer": "意见", "amount": "金额（元）", "department": "科室", "to": "转为",
          "number": "编号", "arrived": "到件日期", "warning": "提示",
          "proposal": "提请事项", "note": "分办意见", "archive_no": "档号"}  # fmt: skip
ANSWER = {"agree": "同意公开", "refuse": "不同意公开，有合理理由",
          "unsound": "不同意公开，理由不合理", "silent": "逾期未答"}  # fmt: skip
WAY = {"counter": "当面领取", "post": "邮政寄送", "mail": "电子邮件", "fax": "传真",
       "online": "查询码查看", "hotline": "经12345回复"}  # fmt: skip
RECORD_OUTCOME = {"corrected": "予以更正", "referred": "转送有权更正的机关", "declined": "不予更正",
                  "directed": "告知向有权更正的机关提出"}  # fmt: skip
RECORD_RECEIVED, RECORD_CLOSED = "{day}收到更正申请。", "{day}答复。"
RECORD_NO_TERM = "条文没有写明办理期限，不推算到期日，应当及时办理。"
RECORD_DOUBT = "办理期限"
RECORD_TEXT = "记录：{record}\n不准确之处：{wrong}\n准确的内容：{right}\n证据：{evidence}"
RECORD_TITLE = "更正：{record}"
EVIDENCE_KIND = "证据材料只收PDF、JPG和PNG。"
EVIDENCE_LARGE = "证据材料超过10 MB，请压缩或者分次提交主要部分。"
LETTER_OUTCOME = {"answered": "已答复", "returned": "退回来处", "merged": "并入其他来信"}
SAMPLE_FILE = {"identity": "身份证明", "receipt": "送达凭证", "scan": "来文扫描件"}
SATISFACTION = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
WAY_HERE = "凭查询码在本网站查看"
# How a document is delivered, by what an applicant chose.
WAY_OF = {WAY_HERE: "online", "电子邮件": "mail", "邮寄": "post", "当面领取": "counter",
          "传真": "fax"}  # fmt: skip
WAY_CHOSEN = "申请人选择的获取方式：{way}。"
NO_CONTACT = "电话和邮箱至少填一项，否则无法与您确认和答复。"
PROOF_LARGE = "身份证明超过10 MB，请压缩或重新拍照后再传。"
PROOF_KIND = "身份证明只收PDF、JPG和PNG。"
ID_WRONG = "身份证号码不对，请核对18位号码。"
CODE_WRONG = "统一社会信用代码应为18位数字和大写字母（不用 I、O、S、V、Z）。"
NEED_ADDRESS = "选择邮寄的，请填写联系地址。"
NEED_EMAIL = "选择电子邮件的，请填写电子邮箱。"
LACKS = "还不能报送：{lacks}。"
DELIVER_WAY = "请选择送达方式。"
DELIVERED_BEFORE = "{number}已经送达，不能重复送达或者修改。"
DELIVER_EARLY = "{number}的送达日期早于签发日期，请核对。"
NO_LETTER = "没有这种文书。"
LETTER_KIND = "{letter}不用于{kind}。"
LETTER_LAW = "收到申请之日施行的法规没有规定“{letter}”，请按当时的规定办理。"
LETTER_TWICE = "{letter}已经拟有{number}，不能再拟一份；请修改或者撤回原来的一份。"
NO_DOCUMENT = "没有这份文书。"
DOCUMENT_BUSY = "{number}正在审批或者已经签发，不能修改；请先退回或者撤回。"
UNSIGNED = "{number}还没有签发，不能送达。"
DOCUMENT_CHANGED = "{number}的内容与签发的不一致，不能送达，请运行核验。"
NO_DAY = "请填写有效的日期。"
NO_TERM = {
    "unreceived": "还没有确认收到，答复期限没有起算，不能拟{letter}：请先确认收到日期。",
    "correcting": "正在等待申请人补正，答复期限自收到补正之日起计算，不能拟{letter}：请在收到补正以后再拟。",
    "paying": "正在等待申请人缴费，答复期限没有计算，不能拟{letter}：请在收到缴费以后再拟。",
}
DELAY_REASONS = "延迟答复以申请人说明理由为前提，请先要求并收到理由说明。"
FEE_NONE = "没有超过免费的范围（{lines}），不能收取信息处理费。"
NO_OUTCOME = "请选择答复的结果。"
FIELD_LACKS = "没有写明{name}"
PART_REASON = "“{name}”没有写明不予公开的情形和理由"
PART_BOTH = "部分公开须分别写明予以公开的部分和不予公开的部分"
PART_OUTCOME = "答复的结果与区分处理的决定不一致"
PART_REDACT = "“{name}”所在材料有不予公开的内容，须先遮盖"
CONSULT_OPEN = "征求{party}意见还没有结束，不能提供涉及对方的信息"
CONSULT_WAITS = "征求第三方意见还没有结束，期限也没有届满，不能以保护第三方合法权益为由不予公开"
CONSULT_AGREED = "第三方同意公开，不能以保护第三方合法权益为由不予公开"
CONSULT_REFUSED = "第三方以合理理由不同意公开，须记载不公开可能对公共利益造成重大影响的理由"
CONSULT_UNTOLD = "第三方不同意而决定公开的，须先把决定公开的内容和理由书面告知第三方"
EARLIER_LACKS = "没有找到已向同一申请人送达的这一文号的答复书"
ABOUT = {"case": "申请编号", "received": "收到日期", "asked": "事由",
         "result": "办理结果", "party": "征求对象", "days": "延长期限", "until": "期限至", "amount": "收费"}  # fmt: skip
FIELD = {"items": "需要补正的事项", "why": "理由", "content": "所涉信息的内容", "text": "答复内容",
         "note": "说明", "pay": "缴纳方式", "clause": "答复情形", "material": "提供的信息或者获取的方式、途径",
         "withheld_reasons": "不予公开部分的理由", "reasons": "不予公开的理由", "basis": "法律依据",
         "decided": "更正的内容、不予更正的理由，或者有权更正的机关",
         "which_law": "办理的法律依据和去处", "not_held": "检索结果或者负责公开的机关",
         "none_ready": "没有现成信息的说明", "unclear": "仍不明确之处", "channel": "可以提出的渠道",
         "earlier_reply": "此前答复的文号", "where": "获取途径",
         "unreasonable": "理由不合理之处", "not_handled": "不予处理的理由"}  # fmt: skip

CALENDAR = "公开办件期限"
CALENDAR_DAY = {"due": "答复期限", "correction": "补正告知期限", "lapse": "逾期视为放弃",
                "outside": "转办期限", "veto": "来信满三个月",
                "review": "提交复议答复", "decided": "复议决定期限"}  # fmt: skip
CALENDAR_SHOWN = "新的订阅地址只在下面显示这一次，原来的地址已经失效。"
CALENDAR_ENDED = "订阅地址已撤销，用它的日历不再更新。"
REMIND_SUBJECT = "信息公开工作台提醒"
REMIND_ASSIGNED = "{number}已分办到您的岗位。"
REMIND_SOON = "{number}的答复期限为{day}，已不足3个工作日。"
REMIND_OVERDUE = "{number}的答复期限{day}已过，请尽快办理。"
REMIND_UNCONFIRMED = "{number}提交已超过3个工作日，还没有与申请人确认收到，请尽快确认。"
REMIND_OUTSIDE_SOON = "{number}是外部转办的，转办期限为{day}，已不足3个工作日。"
REMIND_OUTSIDE_OVERDUE = "{number}是外部转办的，转办期限{day}已过，请尽快办理。"
REMIND_DISPUTE_SOON = "行政复议{number}应当于{day}前提交书面答复和证据，已不足3个工作日。"
REMIND_DISPUTE_OVERDUE = (
    "行政复议{number}提交书面答复和证据的期限{day}已过，"
    "不答复、不提交的，视为该行政行为没有证据、依据，请立即办理。"
)
REMIND_AGE = {
    "warn": "来信{number}到{day}满三个月，已超过两个月没有答复，请尽快办理。",
    "alarm": "来信{number}到{day}满三个月，即将届满，检查时一票否决，请立即办理。",
    "veto": "来信{number}已于{day}满三个月，仍没有答复，检查时一票否决，请立即办理。",
}
REMIND_FAILED = "给{name}的提醒没有发出（{error}），下次再发。"
REMIND_RETURNED = "审批卡{number}已退回，请修改后重新送审。"
REMIND_END = "请登录工作台办理：{address}（本邮件由系统发出，不含申请人信息）"
PART_DECISION = "请写明材料或部分的名称并选择决定。"
PART_GROUND = "不予公开的部分须写明情形和理由。"
PART_MATERIAL = "这个文件不是这件办件的材料。"
PART_PARTY = "没有征求过这一第三方的意见，请先征求意见。"
PART_WITHHELD = "{name}：依照{law}不予公开。{reason}"
PART_NOT_OURS = "{name}：依照{law}，不属于本机关负责公开。{reason}"
PART_SAID = "已按区分处理的决定写入：{text}需要补充的写在这里，没有的留空。"
PART_NOTHING = "只有决定公开且附有材料的部分可以遮盖。"
PART_DROPPED = "撤回区分处理决定"
NO_PART = "没有这一部分。"
REDACT_KIND = "只能遮盖PDF、xlsx和csv文件，其他文件请先转为PDF。"
REDACTED_NAME = "（区分处理后）"
DISPUTE_FIELDS = "请写明种类、案号和复议机关或法院。"
DISPUTE_TWICE = "{number}已经登记，不能重复登记。"
DISPUTE_SIMPLE = "只有行政复议可以适用简易程序。"
DISPUTE_ANSWERED = "{number}已经提交答复。"
DISPUTE_RESULT = "请选择结果：维持、纠正或者其他。"
DISPUTE_CLOSED = "{number}已经审结。"
NO_DISPUTE = "没有这件复议诉讼。"
REOPEN_RESULT = "只有复议或诉讼的结果为“结果纠正”的，才能重新办理。"
REOPEN_OPEN = "{number}还没有办结，不用重新办理。"
REOPENED_LINE = "{day}因复议或诉讼结果纠正重新办理，应当于{until}前（含当日）重新答复。"
WITHHELD_FIELDS = "请写明信息名称、不予公开的情形和理由。"
WITHHELD_DAY = "认定日期还没有到，或者评估周期不在1至60个月之间，请核对。"
NO_WITHHELD = "没有这条不予公开信息，或者已经转为公开。"
PROPOSE_GRANTED = "只有已经予以公开或部分公开的申请可以转为主动公开。"
PROPOSED = "应申请公开的“{title}”，依照规定纳入主动公开范围。"
EXCHANGE_ANSWERED = "只有已经答复并送达的来信可以公开。"
EXCHANGE_LETTER = "来信内容"
EXCHANGE_ANSWER = "答复内容"
DESTROY_KEPT = "{number}没有归档或者保管期限未满（保管至{day}），不能销毁。"
DESTROY_DISPUTE = "{number}的复议诉讼还没有审结，不能销毁。"
DESTROY_REASON = "办件保管期限届满销毁"
DESTROY_LIST = "销毁清册（{count}件）"
DESTROYED_PART = "〔已销毁〕"
TOPIC_FIELDS = "请写明类别名称，办理期限为1至60个工作日。"
NO_TOPIC = "没有这个来信类别，或者已经停用。"

CONVERTED = "已转为{number}，来件时间保留。新的查询码{code}，请告知申请人。"
REGISTERED = "已登记{number}。查询码{code}，请记在回执上交给申请人，本系统不再显示。"
REGISTERED_ALONE = (
    "已登记{number}。来信人没有留证件号码、电话、邮箱或者邮政编码，不能凭查询码查询。"
)
DESTROYED_NOW = "已销毁，销毁清册记入台账。"
DELIVERED_NOW = "{number}已送达，办理记载和期限随之更新。"
DRAFTED = "已拟稿{number}，请核对全文后送审。"
REVISED = "{number}已修改，请核对全文后送审。"
REPORT = {
    "not_found": "没有找到的文字：{found}。扫描件须画框遮盖。",
    "elsewhere": "框内的文字在别处还有：{found}，请核对是否也应遮去。",
    "unread": "含图片或者没有文字的页须逐页目视核对：第{found}页。",
    "unseen": "看不见的文字没有带入：第{found}页。",
    "dropped": "没有带入的部分：{found}。",
    "derived": "由遮去的单元格算出的结果仍然保留：{found}，请核对是否会推出遮去的内容。",
}


def day(value: date) -> str:
    """Return a day in Chinese."""
    return f"{value.year}年{value.month}月{value.day}日"


def told(report: object) -> list[str]:
    """Return what an officer should know of a redacted file, as sentences."""
    return [
        text.format(found="、".join(map(str, found)))
        for name, text in REPORT.items()
        if (found := getattr(report, name))
    ]


def ended(outcome: str) -> str:
    """Return how a case ended: the name of its result."""
    names = {one.key: one.name for one in outcomes()}
    return {**names, **LETTER_OUTCOME, **RECORD_OUTCOME}.get(outcome, "")


SHEET = "{kind}登记表"
TRANSFERRED = "主动公开政府信息移送明细表"
NOT_PUBLIC_YET = "尚未公开"
UNTIL = "，至{day}"
EXCHANGE_CONSENT = "写信人没有同意公开来信，不能公开。"
PART_BUSY = "{number}正在审批或者已经签发，不能改变区分处理的决定；请先退回或者撤回。"
LAPSED = "引用的{name}在收到申请和作出文书时都不施行，不能作为依据。"
OLD_NUMBER = "引用的{name}与旧文本的条号相同，请核对是不是现行文本的条号（提示，不影响送审）"
REDERIVED = "在办{open}件，{changed}件期限变动"
REDACT_NOT_FOUND = (
    "材料里没有找到“{texts}”，没有生成遮盖件：请核对写法，或在页面上画出要遮盖的地方。"
)
REDACT_NOTHING = "没有遮盖任何内容，没有生成遮盖件。每次都从原件重新遮盖，请把要遮盖的一次标全。"
