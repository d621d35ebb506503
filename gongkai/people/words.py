"""Chinese messages of the room."""

from datetime import datetime

from django.utils import timezone

NOT_SIGNED_IN = (
    "用户名、密码或一次性口令不正确。审核、保密审查、信息公开机构、签发和系统管理员岗位"
    "必须同时填写一次性口令；每个口令只能使用一次。"
)
NO_DEVICE = (
    "您担任的岗位必须使用一次性口令登录，但账号还没有绑定口令器，暂不能登录。"
    "请联系系统管理员提出“重置密码和口令器”，经信息公开机构确认后，凭领取码自行绑定。"
)
PASSWORD_FAULTS = {
    "password_too_short": "密码太短，至少要有{min_length}个字符。",
    "password_too_similar": "密码与用户名或姓名太相似。",
    "password_too_common": "密码太常见，容易被猜中。",
    "password_entirely_numeric": "密码不能全部是数字。",
}
RULES = "至少{min_length}个字符；不与用户名、姓名相似；不是常见密码；不全是数字。"
CLAIM_WRONG = (
    "用户名或领取码不正确，或者领取码已经用过、超过三日。请核对两段领取码，或重新申请重置。"
)
CHANGED = "密码已修改，下次登录请使用新密码。"

NOT_YOUR_POST = "这项操作由{post}办理，您目前没有担任这个岗位。"
NOT_OWN_POST = "这项操作须由{post}本人办理，受托人不能代办。"
USERNAME_TAKEN = "用户名“{username}”已有人使用，请换一个。"
APART = (
    "系统管理员管账号，不能同时担任审核、保密审查、信息公开机构、签发岗位："
    "{name}在此期间担任“{kind}”。"
)
ALREADY_HELD = "{name}在此期间已经担任或拟任{post}，不必重复提出。"
HOLDING_ORDER = "任职结束时间必须晚于开始时间。"
HOLDING_DONE = "这项任职已经确认、撤回或结束，不能再办理。"
OWN_POWER = "任何人不得确认自己的任职或凭据。请由信息公开机构的其他人员确认。"
OWN_PROPOSAL = "提出人不能确认自己提出的事项。请由信息公开机构的其他人员确认。"
LAST_OFFICE = "这是信息公开机构岗位的最后一名任职人员，结束后将无人能确认任职。请先确认继任者。"
INSTALLED = "已有经确认的信息公开机构任职人员，任职须由系统管理员提出、信息公开机构确认。"
DEVICE_INSTALLED = "已有人员能够确认重置，口令器须通过“重置密码和口令器”办理。"

DEPARTMENT_TAKEN = "已有名为“{name}”的科室。"
POST_TAKEN = "{department}已有名为“{title}”的岗位。"

KEPT = "人员不能删除：签批和登记须能查到本人。离任的请停用账号。"
OWN_ACCOUNT = "不能停用自己的账号。请由另一名系统管理员办理。"
IS_DISABLED = "{name}的账号已经停用。"
NO_LEAVING_REASON = "请写明停用原因，例如“调离”“退休”。"
RECOVERY_ONLY = "重新绑定须先用恢复码登录。口令器和恢复码都不在手边的，请申请重置。"
NO_RECOVERY = "还没有绑定口令器，恢复码用不上。"
NO_MORE_CODES = (
    "不能用命令发放恢复码：恢复码在绑定口令器时生成，本人登录后可以自行换发，每次都记入登记台账。"
    "丢失口令器又没有恢复码的，由系统管理员提出重置、信息公开机构确认。"
)
CODE_FIRST = "换发恢复码须先用一次性口令登录。请退出后重新登录，并填写一次性口令。"
TYPED_WRONG = "密码不正确。"
NOTHING_NEW = "新密码不能与现在的密码相同。"

NOT_GIVER = "只有任职人本人能够委托自己的岗位，受委托办理的岗位不能再转委托。"
TO_SELF = "不能委托给自己。"
TO_ADMIN = "{name}只担任系统管理员，不能接受委托。"
TAKER_INACTIVE = "{name}的账号已停用，不能接受委托。"
NO_REASON = "请写明委托事由，例如“出差”“休假”。"
DELEGATION = {
    "order": "委托结束时间必须晚于开始时间。",
    "past": "委托不能倒填日期，开始时间不得早于现在。",
    "long": "一次委托最长92天；更长的请办理任职。",
}
DELEGATION_DONE = "这项委托已经结束。"
NOT_PARTY = "委托可由委托人、受托人、系统管理员或信息公开机构提前结束，您不在其中。"

RESET_OPEN = "{name}已有一项重置等待确认，不必重复提出。"
RESET_DONE = "这项重置已经确认或撤回，不能再办理。"
NOT_PROPOSER = "这项重置可由提出人撤回，或由信息公开机构不予同意，您都不是。"

PROPOSED = "拟任{name}为{post}，自{since}起"
CONFIRMED = "{name}担任{post}，自{since}起"
ENDED = "{name}不再担任{post}，自{until}起"
WITHDRAWN = "不再拟任{name}为{post}"
DELEGATED = "{giver}将{post}委托{taker}办理，{since}至{until}，事由：{reason}"
DELEGATION_ENDED = "{giver}委托{taker}办理{post}提前结束，止于{until}"
RESET_PROPOSED = "拟重置{name}的密码和一次性口令器"
RESET_CONFIRMED = "同意重置{name}的密码和一次性口令器，原凭据即时作废"
RESET_TAKEN = "{name}本人领取新的密码和一次性口令器"
ENABLING_PROPOSED = "拟重新启用{name}的账号"
ENABLED = "同意重新启用{name}的账号，凭领取码另设密码；原任岗位不恢复"
RESET_WITHDRAWN = "撤回：{what}"
RESET_REFUSED = "不予同意：{what}"
RESET_VOID = "{name}此前没有领取的重置作废"
DISABLED = "停用{name}的账号，任职、委托和登录即时终止，原因：{reason}"
RECOVERY_GIVEN = "向{name}发放恢复码，此前的作废"
RECOVERED = "{name}用恢复码登录"
REBOUND = "{name}用恢复码登录后重新绑定一次性口令器"
DEVICE_GIVEN = "为{name}绑定一次性口令器"
EMAIL_SET = "登记{name}的电子邮箱"
EMAIL_CLEARED = "删去{name}的电子邮箱"
EMAIL_DONE = "{name}的电子邮箱已登记，工作提醒发到这里。"
EMAIL_NONE = "{name}的电子邮箱已删去，不再发送工作提醒。"
USER_ADDED = "新增人员{name}（{username}）"
SIGNED_IN = "{name}登录工作台"
LOCKED_OUT = "{name}的账号因多次登录失败被暂时锁定"
CHANGE = "{day}，{title}"

DAY_INVALID = "日期“{text}”无法识别，请按“2014-10-20”的格式填写。以下为今天的情况。"
DAY_FUTURE = "只能查看今天和以前的情况。以下为今天的情况。"
ADDED = "已新增{name}。账号还没有岗位，请提出任职。"
RESET_ENDED = "已办理并登记，这项重置不再有效。"
USER_DISABLED = "{name}的账号已停用并登记。"
HOLDING_PROPOSED = "已提出，等待信息公开机构确认。"
HOLDING_CONFIRMED = "任职已确认，即时生效并已登记。"
HOLDING_ENDED = "已办理并登记。"
TRANSFERRED = "调岗已提出：原任职到期结束，新任职等待信息公开机构确认。"


def day(moment: datetime) -> str:
    """Return a moment's day as 2014年1月2日."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日"


def moment(value: datetime) -> str:
    """Return a moment as 2014年1月2日 08:30."""
    return f"{day(value)} {timezone.localtime(value):%H:%M}"
