"""Staff entry: what came over the counter, by post, by fax, by mouth or from another mailbox."""

from datetime import date
from typing import Any

from django import forms

from gongkai.casework import words
from gongkai.casework.forms.acts import day
from gongkai.casework.forms.public import FORMS, ID_KINDS, WAYS
from gongkai.casework.queries.public import fragments
from gongkai.casework.rules import IDENTITY, Kind
from gongkai.law.clock import Channel

ORGANISATION = ("representative", "contact")
FILES = {"identity": "identity_file", "scan": "scan", "attachment": "attachment"}  # role: field


def listed(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return names as choices that are kept as they read, none among them."""
    return [("", "（未填写）"), *((name, name) for name in names)]


class RegisterForm(forms.Form):
    """Enter a request or a letter that did not come by the web form."""

    kind = forms.ChoiceField(label="种类", choices=list(words.KIND.items()))
    channel = forms.ChoiceField(label="来件方式", choices=[
        *[one for one in words.CHANNEL.items() if one[0] != Channel.INTERNET],
        (Channel.INTERNET, words.CHANNEL[Channel.INTERNET]), *words.OTHER_CHANNEL.items(),
    ])  # fmt: skip
    submitted_on = day("提交日期", help_text="来件上写明的或者寄出的日期；收到日期另行确认。")
    applicant = forms.ChoiceField(label="申请人类型", choices=list(words.APPLICANT.items()))
    name = forms.CharField(label="姓名或者名称", max_length=60)
    id_kind = forms.ChoiceField(label="证件", choices=listed(ID_KINDS), required=False)
    id_number = forms.CharField(label="证件号码", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)
    address = forms.CharField(label="通信地址", max_length=200, required=False)
    postcode = forms.CharField(label="邮政编码", max_length=10, required=False)
    agent = forms.CharField(label="代理人", max_length=60, required=False)
    representative = forms.CharField(label="法定代表人或者负责人", max_length=60, required=False,
                                     help_text="法人或者其他组织填写。")  # fmt: skip
    contact = forms.CharField(label="联系人", max_length=60, required=False,
                              help_text="法人或者其他组织填写。")  # fmt: skip
    title = forms.CharField(label="事由", max_length=120,
                            help_text="概括所要的信息或者来信的事项，不写申请人的姓名。")  # fmt: skip
    text = forms.CharField(label="内容", max_length=10_000,
                           widget=forms.Textarea(attrs={"rows": 7}),
                           help_text=(
                               "申请的写明信息的名称、文号或者便于查询的其他特征，照原件录入；"
                               "更正的写明哪条记录、哪里不准确、准确的内容和证据。"))  # fmt: skip
    form = forms.ChoiceField(label="提供形式", choices=listed(FORMS), required=False)
    way = forms.ChoiceField(label="获取方式", choices=listed(WAYS), required=False)
    help_needed = forms.BooleanField(label="存在阅读困难或者视听障碍，需要帮助", required=False)
    consent = forms.BooleanField(label="来信人同意隐去个人信息后公开来信和答复", required=False)
    topic = forms.ModelChoiceField(label="来信类别", queryset=None, required=False,
                                   help_text="来信填写，由该类别的承办科室办理。")  # fmt: skip
    outside_no = forms.CharField(label="外部编号", max_length=60, required=False,
                                 help_text="12345热线、市政府信箱等转来的编号。")  # fmt: skip
    outside_due = day("外部期限", required=False)
    identity_file = forms.FileField(label="身份证明", required=False)
    scan = forms.FileField(label="来文扫描件", required=False)
    attachment = forms.FileField(label="申请附件", required=False)

    WHO = ("applicant", *IDENTITY[:8], *ORGANISATION, "help_needed")
    HOW = ("kind", "channel", "submitted_on", "topic", "outside_no", "outside_due")
    WHAT = ("title", "text", "form", "way", "consent")

    def __init__(self, *args: Any, topics: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"submitted_on": today, "channel": "in_person"}, **kwargs)
        self.fields["topic"].queryset = topics

    def clean(self) -> dict[str, Any]:
        """Ask for what a request must name, and for a channel that fits the kind."""
        given = super().clean()
        if given.get("kind") in {Kind.REQUEST, Kind.RECORD}:
            self._clean_request(given)
        elif given.get("kind") == Kind.LETTER and not given.get("topic"):
            self.add_error("topic", "来信请选择类别，由类别确定承办科室和期限。")
        return given

    def _clean_request(self, given: dict[str, Any]) -> None:
        if given.get("channel") in words.OTHER_CHANNEL:
            self.add_error("channel", "申请不能以这种方式提出，请改选方式，或者登记为来信。")
        if not any(given.get(name) for name in ("phone", "email", "address")):
            self.add_error("phone", "申请应当写明联系方式：电话、邮箱、地址至少填一项。")
        elif not fragments(given):
            self.add_error(
                "postcode", "只留了通信地址的，请填邮政编码：申请人凭姓名和邮政编码核对查询码。"
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the four headings of the page."""
        named = {"来件": self.HOW, "申请人": self.WHO, "内容": self.WHAT,
                 "材料": tuple(FILES.values())}  # fmt: skip
        return [(head, [self[name] for name in names]) for head, names in named.items()]

    def entered(self) -> dict[str, Any]:
        """Return what the action wants: the identity as one, files left out."""
        given = dict(self.cleaned_data)
        for field in FILES.values():
            given.pop(field)
        given["identity"] = {name: given.pop(name) for name in IDENTITY}
        return given

    def uploads(self) -> list[tuple[str, Any]]:
        """Return the files given, each with its role."""
        found = ((role, self.cleaned_data.get(field)) for role, field in FILES.items())
        return [(role, file) for role, file in found if file]
