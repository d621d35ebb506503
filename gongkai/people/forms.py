"""The shape of what people fill in about people."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    validate_password,
)
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest

from gongkai.checks.characters import is_unseen
from gongkai.checks.files import kind_of
from gongkai.law.refused import Refused
from gongkai.people import actions, queries, words
from gongkai.people.models import DepartmentKind, PostKind, User
from gongkai.register.forms import EARLIEST, LATEST

MINUTE = timedelta(minutes=1)


def _rules() -> str:
    """Return the rules of a password, as the help of its field."""
    found = (getattr(one, "min_length", None) for one in get_default_password_validators())
    return words.RULES.format(min_length=next(filter(None, found), 0))


def _hold_against_rules(password: str, user: User | None = None) -> None:
    """Hold a password against the rules. Raises: ValidationError, in Chinese."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError([_fault(one) for one in error.error_list]) from error


def _fault(error: ValidationError) -> str:
    text = words.PASSWORD_FAULTS.get(error.code)
    return text.format(**(error.params or {})) if text else error.messages[0]


def _password(label: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, widget=widget, **more)


def in_reach(moment: datetime) -> None:
    """Refuse a moment no register reaches, which no clock can convert. Raises: ValidationError."""
    if not EARLIEST.year <= moment.year <= LATEST.year:
        years = {"first": EARLIEST.year, "last": LATEST.year}
        raise ValidationError("年份应在%(first)s年至%(last)s年之间。", code="reach", params=years)


def seen(text: str) -> None:
    """Refuse a name with an unseen character: it passes for another. Raises: ValidationError."""
    if any(is_unseen(one) for one in text):
        raise ValidationError("含有看不见的字符，请删去后重新输入。", code="unseen")


class ScanField(forms.FileField):
    """The scan of a paper somebody signed: its bytes and what they are."""

    def clean(self, data: Any, initial: Any = None) -> tuple[bytes, str]:
        """Return the scan's bytes and kind. Raises: ValidationError for another kind of file."""
        file = super().clean(data, initial)
        read = b"".join(file.chunks())
        try:
            kind = kind_of(file.name, read)
        except Refused as error:
            raise ValidationError(error.message, code=error.code) from error
        if not kind.media_type.startswith("image/") and kind.media_type != "application/pdf":
            raise ValidationError("扫描件请用 PDF 或图片。", code="scan.kind")
        return read, kind.media_type


class Moment(forms.DateTimeField):
    """A day and a minute."""

    default_validators = [in_reach]

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **more)


class Start(Moment):
    """When something starts; empty, or the minute that runs, means now."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, help_text="不填即为现在。", **more)


def _start(since: datetime | None, at: datetime) -> datetime:
    return at if since is None or at - MINUTE < since < at else since


class SignIn(AuthenticationForm):
    """User name, password and one-time code. One answer for all that is wrong."""

    error_messages = {"invalid_login": words.NOT_SIGNED_IN, "inactive": words.NOT_SIGNED_IN}

    code = forms.CharField(
        label="一次性口令",
        required=False,
        max_length=40,
        help_text="审核、保密审查、信息公开机构、签发和系统管理员岗位必填，其他岗位已绑定口令器的可填。"
        "手机丢失的，可填一个恢复码。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"

    def confirm_login_allowed(self, user: User) -> None:
        """Demand the one-time code of whoever signs or makes accounts. A wrong one is a failure."""
        super().confirm_login_allowed(user)
        needed = queries.needs_code(user, self.request.at)
        bound, code = queries.device_of(user) is not None, self.cleaned_data.get("code", "")
        if needed and not bound:
            raise ValidationError(words.NO_DEVICE, code="no_device")
        if not (needed or (bound and code)):
            return
        user.otp_device = actions.accept_code(user=user, code=code)
        if user.otp_device is None:
            credentials = {"username": user.get_username()}
            user_login_failed.send(__name__, credentials=credentials, request=self.request)
            raise self.get_invalid_login_error()


def _is_password(request: HttpRequest, password: str) -> bool:
    """Say whether a password is the signed-in person's; a wrong one counts towards the lock."""
    username = request.user.get_username()
    return authenticate(request, username=username, password=password) is not None


class NewPassword(PasswordChangeForm):
    """The old password, and a new one twice."""

    def __init__(self, *args: Any, request: HttpRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        self.request = request
        self.fields["old_password"].label = "现在的密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = _rules()
        self.fields["new_password2"].label = "再填一次新密码"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        """Demand the password of the moment. Raises: ValidationError."""
        password = self.cleaned_data["old_password"]
        if not _is_password(self.request, password):
            raise ValidationError(words.TYPED_WRONG, code="password_incorrect")
        return password

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        """Hold the password against the rules, and say so where they stand.

        It is compared with the old one as typed, once that is proven: else it would be a guess.
        """
        password = self.cleaned_data.get(password_field_name)
        try:
            if password and password == self.cleaned_data.get("old_password"):
                raise ValidationError(words.NOTHING_NEW, code="same")
            if password:
                _hold_against_rules(password, user)
        except ValidationError as error:
            self.add_error("new_password1", error)


class Leave(forms.Form):
    """Why an account is put out of use."""

    reason = forms.CharField(label="原因", max_length=120, help_text="例如“调离”“退休”。")


class Rebind(forms.Form):
    """The password, once more: neither a recovery code nor an open session is enough."""

    password = forms.CharField(
        label="现在的密码", strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, request: HttpRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        self.request = request

    def clean_password(self) -> str:
        """Demand the password of the moment. Raises: ValidationError."""
        password = self.cleaned_data["password"]
        if not _is_password(self.request, password):
            raise ValidationError(words.TYPED_WRONG, code="password_incorrect")
        return password


class Claim(forms.Form):
    """Both halves of a claim, and the password chosen."""

    username = forms.CharField(label="用户名", max_length=150)
    first = forms.CharField(label="领取码前段", max_length=40, help_text="由系统管理员交给您。")
    second = forms.CharField(label="领取码后段", max_length=40, help_text="由信息公开机构交给您。")
    password = _password("新密码")
    again = _password("再填一次新密码")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"].help_text = _rules()

    def clean_password(self) -> str:
        """Hold the password against the rules."""
        _hold_against_rules(self.cleaned_data["password"])
        return self.cleaned_data["password"]

    def clean(self) -> dict[str, Any]:
        """Demand the same password twice."""
        values = super().clean()
        if "password" in values and values["password"] != values.get("again"):
            self.add_error("again", "两次填写的密码不一致。")
        return values


class AddUser(forms.Form):
    """A new person and the password they first sign in with."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        help_text="小写拉丁字母、数字和“-”“_”“.”，以字母开头，登录时使用。",
        validators=[
            RegexValidator(r"\A[a-z][a-z0-9._-]*\Z", "请只用小写拉丁字母、数字和“-”“_”“.”。")
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label="姓名", max_length=40, validators=[seen])
    password = _password("初始密码")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"].help_text = _rules() + "本人首次登录后须修改。"

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules and the person's own names."""
        values = super().clean()
        if "password" in values:
            user = User(username=values.get("username", ""), name=values.get("name", ""))
            try:
                _hold_against_rules(values["password"], user)
            except ValidationError as error:
                self.add_error("password", error)
        return values


class Email(forms.Form):
    """Where a person is told of their work."""

    email = forms.EmailField(
        label="电子邮箱", required=False, max_length=254,
        help_text="分办、期限和退回的提醒发到这里，不含申请人信息。留空则不发。",
    )  # fmt: skip


class Propose(forms.Form):
    """A post for a person, from when to when."""

    post = forms.ModelChoiceField(None, label="岗位")
    since = Start(label="任职开始")
    until = Moment(label="任职结束", required=False, help_text="不填即为长期。")

    def __init__(self, *args: Any, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.at = at
        self.fields["post"].queryset = queries.posts()

    def clean_since(self) -> datetime:
        """Let an empty start mean now."""
        return _start(self.cleaned_data["since"], self.at)


class Transfer(forms.Form):
    """Another post, and from when."""

    post = forms.ModelChoiceField(None, label="新岗位")
    since = Start(label="调岗时间")

    def __init__(self, *args: Any, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.at = at
        self.fields["post"].queryset = queries.posts()

    def clean_since(self) -> datetime:
        """Let an empty start mean now."""
        return _start(self.cleaned_data["since"], self.at)


class Delegate(forms.Form):
    """Which post of one's own, to whom, from when to when, and why."""

    post = forms.ModelChoiceField(None, label="委托的岗位")
    taker = forms.ModelChoiceField(None, label="受托人")
    since = Start(label="委托开始")
    until = Moment(label="委托结束", help_text="到时自动终止，一次不超过92天。")
    reason = forms.CharField(label="事由", max_length=120)

    def __init__(self, *args: Any, user: User, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.at = at
        self.fields["post"].queryset = queries.own_posts(user, at)
        self.fields["taker"].queryset = queries.others(user)

    def clean_since(self) -> datetime:
        """Let an empty start mean now."""
        return _start(self.cleaned_data["since"], self.at)


class DepartmentForm(forms.Form):
    """A new department."""

    name = forms.CharField(label="名称", max_length=60, validators=[seen])
    kind = forms.ChoiceField(label="类别", choices=DepartmentKind.choices)


class PostForm(forms.Form):
    """A new post of a department."""

    department = forms.ModelChoiceField(label="科室", queryset=None)
    kind = forms.ChoiceField(label="岗位类别", choices=PostKind.choices)
    title = forms.CharField(label="岗位名称", max_length=60, validators=[seen])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["department"].queryset = queries.departments()
