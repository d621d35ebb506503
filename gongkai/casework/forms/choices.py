"""What is offered to choose from, and the rule told beside a choice."""

from gongkai.law.clock import Channel

# 条例第三十一条: which day counts as the day of receipt.
RECEIPT_RULE = {
    Channel.IN_PERSON: "当面提交的，提交之日为收到申请之日。",
    Channel.REGISTERED: "以挂号信、特快专递等须签收的邮寄方式提交的，签收之日为收到申请之日。",
    Channel.ORDINARY: "以平常信函等无须签收的邮寄方式提交的，收到当日与申请人确认，确认之日为收到申请之日。",
    Channel.INTERNET: "通过互联网渠道提交的，双方确认之日为收到申请之日。",
    Channel.FAX: "以传真提交的，双方确认之日为收到申请之日。",
    Channel.ORAL: "口头提出、由工作人员代填的，按当面提交办理。",
}
IDENTITY_LABEL = {
    "name": "姓名或者名称", "id_kind": "证件", "id_number": "证件号码", "phone": "联系电话",
    "email": "电子邮箱", "address": "通信地址", "postcode": "邮政编码", "agent": "代理人",
    "representative": "法定代表人或者负责人", "contact": "联系人",
}  # fmt: skip
SHOWN = {"id_number": (3, 4), "phone": (3, 4), "postcode": (2, 0)}

NO_PAIR = "没有尚未结束的征求意见。"
NO_DECISION = "还没有已审结的复议或者诉讼，不能重新办理；先登记复议决定或者判决。"
NOT_OVER = "还没有答复，不能归档。"
ARCHIVED_BEFORE = "已经归档。"
ASK_THIRD_PARTY = "还没有征求过第三方意见。"
ASK_REASONS = "延迟答复以申请人说明理由为前提，还没有收到理由说明。"
HANDLING, DOCUMENTS, AFTERWARDS = "办理", "起草文书", "转办、归档和救济"
GROUPS = (HANDLING, DOCUMENTS, AFTERWARDS)
