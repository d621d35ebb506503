"""What the release calendar says to people."""

from datetime import datetime

from django.utils import timezone

from gongkai.outreach.rules import State

STATE = {
    State.PROPOSED: "待审定",
    State.PROVISIONAL: "暂定",
    State.CONFIRMED: "已确定",
    State.CANCELLED: "已取消",
    State.RELEASED: "已发布",
}
NOT_OWN = "您没有这个科室的采编岗位，不能拟订它的发布安排。请由承办科室或者信息公开机构办理。"
NOT_OFFICE = "发布日历由信息公开机构审定。请报局办公室办理。"
OWN_ENTRY = "自己提出的安排不能由自己审定。请由信息公开机构另一人办理。"
DATE_FAULT = {
    "past": "计划发布时间已经过去，请另定时间。",
    "far": "计划发布时间在一年以后，日历只排未来一年。",
    "same": "时间没有变化。",
}
NEED_REASON = "变更或者取消发布安排，应当写明原因，向社会公布。"
FROZEN = "这项数据已经发布，日历不再变动。"
NOT_STATE = "这项安排现在是“{state}”，不能这样办理。"
PENDING = "这项安排已有一项变更待审定，请先审定或者退回。"
NO_PENDING = "没有待审定的变更。"
FLOWS = "没有代码为“{code}”的数据集。"
PERIOD = "“{period}”不是时期。请写成 2014、2014-S1、2014-Q3 或者 2014-09。"
TIE_OUT = "这份信息已经公开过，不能再对应发布安排。请对应尚未公开的信息。"
TIE_CANCELLED = "这项安排已经取消，对应的信息不再变动。请另行拟订发布安排，再对应这份信息。"
TIED = "这份信息已经对应另一项发布安排。"
OTHER_SECTION = "只能对应本科室起草的信息。"
NO_TITLE = "请写明发布内容。"
FAULT = {
    "cancelled": "发布日历已取消“{title}”。请先在日历中另行安排并审定。",
    "unconfirmed": "发布日历中“{title}”的时间还没有确定。请信息公开机构先确定。",
    "early": "发布日历公布“{title}”的时间是{planned}，不得提前发布。",
}
CALENDAR = "数据发布日历"
ABOUT = "{bureau}各项统计数据什么时候发布。变更的写明原来的时间、原因和审定岗位。"
CHANGED = "原定{before}，改为{after}。原因：{reason}（{by}审定）"
CALLED_OFF = "原定{before}，取消。原因：{reason}（{by}审定）"
DONE = "已登记。"


def moment(at: datetime) -> str:
    """Return a moment as 2014年10月20日10:00, in the bureau's time."""
    return f"{timezone.localtime(at):%Y年%-m月%-d日%H:%M}"


def month(at: datetime) -> str:
    """Return the month of a moment."""
    return f"{timezone.localtime(at):%Y年%-m月}"
