"""What the register says to people: names of acts, messages of refusals and of verification."""

BORN = "register.born"
ERASED = "register.erased"
READY = "demonstration.ready"

VERBS = {
    BORN: "登记台账启用",
    ERASED: "清除内容",
    READY: "演示数据就绪",
    "people.department_added": "设立科室",
    "people.post_added": "设立岗位",
    "people.user_added": "新增人员",
    "people.email_set": "登记电子邮箱",
    "people.holding_proposed": "提出任职",
    "people.holding_confirmed": "确认任职",
    "people.holding_ended": "结束任职",
    "people.delegated": "委托代签",
    "people.delegation_ended": "结束委托",
    "people.credentials_reset_proposed": "提出重置登录凭据",
    "people.credentials_reset": "重置登录凭据",
    "people.credentials_reset_withdrawn": "撤回或不予同意重置",
    "people.account_disabled": "停用账号",
    "people.account_enabled": "重新启用账号",
    "people.recovery_given": "发放恢复码",
    "people.recovery_used": "用恢复码登录",
    "people.locked_out": "登录锁定",
    "people.signed_in": "登录",
    "people.work_reassigned": "移交未办事项",
    "duty.set": "设定岗位责任",
    "duty.ended": "终止岗位责任",
    "figures.defined": "登记指标口径",
    "figures.break": "登记数列断点",
    "vintage.drafted": "编制数据版次",
    "vintage.filled": "录入数据",
    "vintage.gate": "登记上级公布情况",
    "vintage.consent_entered": "录入书面同意",
    "vintage.consent_confirmed": "确认书面同意",
    "vintage.imported": "导入数据",
    "vintage.dropped": "作废数据版次",
    "vintage.opened": "公布数据",
    "vintage.restored": "按签批内容恢复数据",
    "vintage.withdrawn": "撤下数据",
    "column.drafted": "拟订栏目",
    "profile.drafted": "拟订站点资料",
    "route.changed": "调整审批流程",
    "holidays.proposed": "录入放假安排",
    "holidays.announced": "确认放假安排",
    "card.opened": "建立审批卡",
    "card.submitted": "报送审批",
    "card.signed": "签署意见",
    "card.sent_back": "退回",
    "card.voided": "签署失效",
    "card.withdrawn": "撤回",
    "card.paper_entered": "代录纸质签批",
    "card.paper_confirmed": "确认代录签批",
    "card.referred": "移送处理",
    "card.approved": "签发",
    "reader.named": "指定发布前阅看人",
    "reader.ended": "结束发布前阅看",
    "card.read_early": "发布前阅看",
    "edition.made": "形成定稿",
    "index.drawn": "编制索引号",
    "index.voided": "索引号作废",
    "release.prepared": "发布准备就绪",
    "release.held": "暂缓发布",
    "release.flipped": "公开目录切换",
    "release.planned": "拟订发布安排",
    "release.settled": "审定发布安排",
    "release.change_asked": "提出变更发布时间",
    "release.changed": "变更发布安排",
    "release.change_refused": "退回发布时间变更",
    "release.tied": "发布安排对应信息",
    "disclosure.released": "发布",
    "disclosure.corrected": "更正发布",
    "disclosure.expired": "公布失效",
    "disclosure.repealed": "公布废止",
    "disclosure.taken_down": "下线",
    "disclosure.urgent_takedown": "紧急下线",
    "disclosure.purged": "清除下线内容",
    "draft.refused": "拒收草稿",
    "draft.imported": "导入草稿",
    "site.redesigned": "网站改版发布",
    "check.waived": "放行审查提示",
    "case.opened": "登记办件",
    "case.submitted": "提交申请",
    "case.received": "确认收到",
    "case.assigned": "分办",
    "case.correction_asked": "告知补正",
    "case.corrected": "收到补正",
    "case.consulted": "征求意见",
    "case.consult_ended": "征求意见结束",
    "case.extended": "延长答复期限",
    "case.fee_asked": "通知缴费",
    "case.fee_paid": "收到缴费",
    "case.delayed": "延迟答复",
    "case.closed": "答复办结",
    "case.searched": "检索",
    "case.reasons_asked": "要求说明理由",
    "case.reasons_given": "收到理由说明",
    "case.exempted": "说明第三方意见的处理",
    "case.noted": "经办记录",
    "case.delivered": "送达",
    "case.converted": "转办",
    "case.reopened": "重新办理",
    "case.archived": "归档",
    "case.voided": "更正办理记载",
    "case.proposed": "提请确认",
    "case.file_added": "收存材料",
    "case.strays_removed": "清理无主的办件材料",
    "case.due_changed": "重新推算期限",
    "case.rederived": "推算全部在办件期限",
    "case.part_decided": "区分处理",
    "case.redacted": "遮盖材料",
    "case.identity_shown": "查看申请人信息",
    "case.code_renewed": "换发查询码",
    "case.destroyed": "销毁申请人信息",
    "case.traces_left": "销毁后尚有待清理的日志",
    "case.rated": "满意度评价",
    "case.exchange_drafted": "拟公开来信",
    "case.convert_drafted": "拟转主动公开",
    "document.drafted": "起草文书",
    "dispute.opened": "登记复议诉讼",
    "dispute.answered": "提交复议诉讼答复",
    "dispute.closed": "复议诉讼审结",
    "withheld.entered": "认定不予公开",
    "withheld.reviewed": "评估不予公开",
    "withheld.ended": "不予公开转为公开",
    "topic.set": "设定来信类别",
    "calendar.made": "设立日历订阅",
    "calendar.ended": "撤销日历订阅",
    "report.drafted": "拟订年度报告",
    "report.declared": "填报年度报告数据",
    "report.submitted": "报送年度报告",
}
RELEASES = ("disclosure.released", "disclosure.corrected")  # what went out: the 发布台账
KEPT = (BORN, ERASED, READY)  # their bodies are never erased: others are judged by them

DETAILS = {
    "basis": "依据",
    "fact": "事实编号",
    "entered": "记载日期",
    "holder": "委托人编号",
    "role": "用途",
    "size": "大小（字节）",
    "name_sha256": "名称校验值",
    "reason_sha256": "事由校验值",
    "proposal": "所确认的提请",
    "on_time": "按期",
    "said": "说明校验值",
    "text": "内容",
    "texts": "文字",
    "values": "数值",
    "card": "审批卡",
    "cards": "审批卡",
    "cells": "数据个数",
    "same": "与已公布相同",
    "left": "未导入",
    "delegation": "委托编号",
    "demonstration": "演示",
    "digest": "签署内容摘要",
    "entries": "所清除的登记",
    "giver": "委托人编号",
    "hashes": "所清除的归档件",
    "headings": "标题数",
    "holding": "任职编号",
    "items": "所涉信息",
    "kind": "岗位类别",
    "manifest": "公开文件清单摘要",
    "moved_to": "并入栏目",
    "name": "文件名",
    "notes": "提示",
    "off": "放假日期",
    "work": "调休上班日期",
    "number": "版次",
    "pictures": "图片数",
    "parent": "上级栏目",
    "planned": "计划发布时间",
    "post": "岗位",
    "purged": "内容已清除",
    "reason": "事由",
    "rebuilt": "全部重新生成",
    "release_at": "计划发布时间",
    "round": "报送轮次",
    "rule": "检查规则",
    "sha256": "校验值",
    "signer": "签批人",
    "since": "起",
    "stages": "流程环节",
    "own": "限拟稿科室",
    "step": "环节",
    "tables": "表格数",
    "tree": "公开目录摘要",
    "until": "止",
    "works": "审批内容",
    "on": "日期",
    "days": "工作日",
    "document": "文书",
    "outcome": "办理结果",
    "channel": "来件方式",
    "applicant": "申请人类型",
    "came_from": "转自",
    "event": "事项",
    "case": "办件",
    "cases": "办件",
    "score": "满意度",
    "part": "区分处理序号",
    "decision": "决定",
    "ground": "不予公开情形",
    "count": "处数",
    "draft": "草稿",
    "before": "原期限",
    "result": "结果",
}
SUBJECTS = {
    "subject": "统计专业",
    "regions": "地区",
    "codelist": "分类",
    "indicator": "指标",
    "flow": "数据集",
    "series": "序列",
    "vintage": "数据版次",
    "release": "数据发布",
    "counting": "计数口径",
    "card": "审批卡",
    "case": "办件",
    "document": "文书",
    "dispute": "复议诉讼",
    "withheld": "不予公开信息",
    "topic": "来信类别",
    "report": "年度报告",
    "column": "栏目",
    "department": "科室",
    "disclosure": "主动公开信息",
    "draft": "草稿",
    "duty": "岗位责任",
    "edition": "公开版本",
    "holidays": "放假安排",
    "index": "索引号",
    "post": "岗位",
    "profile": "站点资料",
    "referral": "存疑报送",
    "register": "登记台账",
    "route": "审批流程",
    "tree": "公开目录",
    "user": "人员",
}
VALUES = {
    "kind": {
        "editor": "采编",
        "head": "科室负责人",
        "secrecy": "保密审查员",
        "office": "信息公开机构",
        "leader": "局领导",
        "archivist": "档案员",
        "assessor": "考核员",
        "admin": "系统管理员",
    },
    "step": {
        "draft": "采编",
        "figures": "核数",
        "section": "科室审核",
        "legal": "法制审核",
        "secrecy": "保密审查",
        "office": "报送局办公室",
        "sign": "签发",
        "approved": "已签发",
        "held": "暂缓发布",
        "armed": "待发布",
        "flipping": "正在发布",
        "released": "已发布",
        "withdrawn": "已撤回",
        "referred": "存疑报送",
    },
}
NOTHING = "无"
NO_DAY = "“{typed}”不是有效的日期，请按“2014-10-20”的格式填写。"
DAY_OUT_OF_RANGE = "“{typed}”超出台账可能的年份。"

BORN_REAL = "登记台账启用"
BORN_DEMONSTRATION = "演示登记台账启用（演示）"
ALREADY_BORN = "登记台账已经启用，不能再改作{kind}。"
UNBORN = "登记台账尚未启用，请先初始化数据库。"
NOT_THE_CLOCK = "办理时间与系统时钟相差超过5分钟，不能登记。正式数据库只按当前时间登记。"
BLOB_ERASED = "该归档件的内容已依法清除，只保留登记和摘要。"
BLOB_CHANGED = "归档件与登记的摘要不符，已停止使用，请运行核验。"
NOT_ERASABLE = "登记台账启用、清除等登记的内容不能清除。"

TRIGGER_MISSING = "数据库触发器“{name}”缺失、停用或被改动，登记已失去保护"
UNBORN_REGISTER = "登记台账尚未启用，没有任何登记"
FIRST_IS_OTHER = "第1条不是“登记台账启用”，而是“{verb}”"
GAP = "缺少第{first}条至第{last}条登记"
GAP_ONE = "缺少第{first}条登记"
TIME_BACK = "记录时间早于上一条登记"
LEAF_CHANGED = "序号、承诺值与日志叶哈希不符，登记被改动"
PAYLOAD_MISSING = "登记的内容行缺失"
PAYLOAD_CHANGED = "登记内容与承诺值不符，内容被改动"
PAYLOAD_UNREADABLE = "登记内容不是规定格式，无法读取"
COPY_CHANGED = "用于查询的“{name}”与登记内容不符"
PAYLOAD_ERASED = "登记内容已依法清除（有登记）"
PAYLOAD_EMPTIED = "内容为空，但没有清除登记"
SNAPSHOT_MISSING = "所指归档件{sha256}没有存档"
BLOB_NAME = "归档件的摘要不是规定格式，记录被改动"
BLOB_FILE_MISSING = "归档件文件缺失"
BLOB_FILE_CHANGED = "归档件文件的内容与摘要不符，文件被改动"
BLOB_SIZE = "归档件文件的大小与登记不符"
BLOB_IS_ERASED = "归档件已依法清除（有登记）"
BLOB_EMPTIED = "归档件标为已清除，但没有清除登记"
BLOB_REMAINS = "归档件已登记清除，但文件仍在磁盘上"
BLOB_STRAY = "磁盘上有未登记的文件"
LOG_CUT = "已知有{known}条登记，现在只有{found}条：末尾的登记被删去"
LOG_FORKED = "前{size}条登记的树根与已知树根不符：登记被整体改写"

FIELDS = {
    "verb": "事项",
    "subject": "对象",
    "occurred_at": "办理时间",
    "recorded_at": "记录时间",
    "title": "名称",
    "column": "栏目",
    "department": "科室",
    "channels": "渠道",
    "actor_name": "经手人",
    "actor_post": "岗位",
    "article": "依据",
}
HEADINGS = ("序号", "时间", "栏目", "名称", "事项", "岗位与经手人", "依据", "渠道")
TITLES = {True: "登记台账（全部登记）", False: "登记台账（发布台账）"}
CONTENT_ERASED = "〔内容已清除〕"
CONTENT_UNREADABLE = "〔内容被改动，无法读取〕"
FILE_NAME = "登记台账{mark}_{first}_{last}.xlsx"
SINCE_BIRTH = "启用"
TOO_MANY = "只列出前{limit}条，其余请导出电子表格。"
MARK = "（演示）"
