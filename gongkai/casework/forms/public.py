"""What a citizen fills in: a request, a letter, a question about their own case."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from gongkai.casework import words
from gongkai.checks.files import kind_of
from gongkai.checks.personal import is_identity_number
from gongkai.law.refused import Refused
from gongkai.people.forms import seen

PROOF_MOST = 10 * 1024 * 1024
PROOF_KINDS = frozenset({"pdf", "jpg", "png"})
TOLD = frozenset({"file.empty", "file.encrypted", "file.broken"})  # what helps with a scan too
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
PERSON, ORGANISATION = "居民身份证", "统一社会信用代码"
ID_KINDS = (
    PERSON,
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    ORGANISATION,
    "其他证件",
)
FORMS = ("电子文件", "纸质", "光盘", "阅览抄录")
WAYS = (words.WAY_HERE, "电子邮件", "邮寄", "当面领取", "传真")
PHONE = RegexValidator(r"^[\d\-+() （）转]{7,30}$", "电话只写数字，可以带区号、分机。")


def _line(label: str, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, validators=[seen], **more)


class HeldFile(forms.FileInput):
    """A file of a form that is shown again: one kept from before need not be chosen anew.

    held: its name and the token it is kept under, or None.
    """

    held: tuple[str, str] | None = None

    def use_required_attribute(self, initial: Any) -> bool:
        """Say whether the browser asks for a file."""
        return self.held is None and super().use_required_attribute(initial)


def _scan(label: str, help_text: str) -> forms.FileField:
    return forms.FileField(label=label, help_text=help_text, widget=HeldFile)


def _text(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Reached(forms.Form):
    """How to reach who writes: one way at least."""

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    phone = forms.CharField(label="联系电话", max_length=30, required=False, validators=[PHONE],
                            help_text="电话和邮箱至少填一项。",
                            widget=forms.TextInput(attrs={"autocomplete": "tel"}))  # fmt: skip
    email = forms.EmailField(label="电子邮箱", required=False)

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under their headings, as people think of them."""
        return [(name, [self[field] for field in fields]) for name, fields in self.groups]

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer."""
        given = super().clean()
        if not (
            given.get("phone") or given.get("email") or self.errors.keys() & {"phone", "email"}
        ):
            self.add_error("phone", words.NO_CONTACT)
        return given


WHO = (
    "谁申请",
    ("applicant", "name", "id_kind", "id_number", "proof", "representative", "agent"),
)
REACH = ("怎样联系", ("phone", "email", "address", "postcode", "help"))


class Identified(Reached):
    """Who asks, with a proof of it."""

    way = forms.ChoiceField(label="获取方式", choices=[(one, one) for one in WAYS])
    applicant = forms.ChoiceField(label="申请人类型", choices=list(words.APPLICANT.items()),
                                  widget=forms.RadioSelect, initial="person")  # fmt: skip
    name = _line("姓名或者单位名称", 80)
    id_kind = forms.ChoiceField(label="身份证明", choices=[(one, one) for one in ID_KINDS])
    id_number = _line("证件号码", 40)
    proof = _scan(
        "身份证明的扫描件或照片", "PDF、JPG 或 PNG，不超过 10 MB；加密保存，只用于核对身份。"
    )
    representative = _line("法定代表人或负责人", 40, required=False)
    address = _line("联系地址", 160, required=False, help_text="选择邮寄的必填。")
    postcode = forms.RegexField(r"^\d{6}$", label="邮政编码", required=False)
    agent = _line("代理人姓名和联系方式", 120, required=False,
                  help_text="代他人申请的填写，并在身份证明中附委托书。")  # fmt: skip
    help = forms.BooleanField(label="存在阅读困难或者视听障碍，需要帮助", required=False)

    def clean_id_number(self) -> str:
        """Return the number without blanks, in capitals."""
        return re.sub(r"\s", "", self.cleaned_data["id_number"]).upper()

    def clean_proof(self) -> Any:
        """Refuse what is no picture or PDF of bearable size."""
        return _scanned(self.cleaned_data["proof"], words.PROOF_LARGE, words.PROOF_KIND)

    def clean(self) -> dict[str, Any]:
        """Hold fields against each other."""
        given = super().clean()
        number, kind = given.get("id_number", ""), given.get("id_kind")
        if number and kind == PERSON and not is_identity_number(number):
            self.add_error("id_number", words.ID_WRONG)
        if number and kind == ORGANISATION and not CREDIT_CODE.fullmatch(number):
            self.add_error("id_number", words.CODE_WRONG)
        if given.get("way") == "邮寄" and not given.get("address"):
            self.add_error("address", words.NEED_ADDRESS)
        if given.get("way") == "电子邮件" and not given.get("email"):
            self.add_error("email", words.NEED_EMAIL)
        return given

    def identity(self) -> dict[str, str]:
        """Return who asks, to be sealed."""
        names = ("name", "id_kind", "id_number", "phone", "email", "address", "postcode", "agent",
                 "representative")  # fmt: skip
        return {name: str(self.cleaned_data[name]) for name in names if self.cleaned_data[name]}


def _scanned(file: Any, large: str, other: str) -> Any:
    """Return a file given, unless it is no picture or PDF of bearable size."""
    if file.size > PROOF_MOST:
        raise forms.ValidationError(large)
    try:
        kind = kind_of(file.name, file.read())
    except Refused as error:
        helps = error.code in TOLD or any(f"“.{one}”" in error.message for one in PROOF_KINDS)
        raise forms.ValidationError(error.message if helps else other) from error
    file.seek(0)
    if kind.extension not in PROOF_KINDS:
        raise forms.ValidationError(other)
    return file


class RequestForm(Identified):
    """A request for information. Law: 条例第二十九条."""

    groups = (("您要什么信息", ("about", "text", "form", "way")), WHO, REACH)

    about = _line("所需信息的名称或文号", 120, help_text="不知道确切名称的，写您对它的叫法。",
                  widget=forms.TextInput(attrs={"data-offers": "/request/answers/"}))  # fmt: skip
    text = _text("特征性描述", 4, max_length=2000, help_text=(
        "写明便于查找的特征：时间、地区、指标、统计范围等。写得越具体，越容易找到。"))  # fmt: skip
    form = forms.ChoiceField(label="提供形式", choices=[(one, one) for one in FORMS])


class RecordForm(Identified):
    """A request to correct a record about oneself that the bureau gave. Law: 条例第四十一条."""

    groups = (("要更正什么", ("record", "wrong", "right", "evidence", "paper", "way")), WHO, REACH)

    way = forms.ChoiceField(label="怎样取得答复", choices=[(one, one) for one in WAYS])
    record = _line("哪条记录", 100, help_text=(
        "本机关提供的、与您自身相关的政府信息：名称、文号或者所在的文件。不写姓名和证件号码。"))  # fmt: skip
    wrong = _text("哪里不准确", 3, max_length=1000)
    right = _text("准确的内容", 3, max_length=1000)
    evidence = _text("证据的名称和说明", 3, max_length=1000)
    paper = _scan("证据材料的扫描件或照片", "PDF、JPG 或 PNG，不超过 10 MB；加密保存。")

    def clean_paper(self) -> Any:
        """Refuse what is no picture or PDF of bearable size."""
        return _scanned(self.cleaned_data["paper"], words.EVIDENCE_LARGE, words.EVIDENCE_KIND)

    def said(self) -> tuple[str, str]:
        """Return the title and the text of the case."""
        given = self.cleaned_data
        told = {name: given[name] for name in ("record", "wrong", "right", "evidence")}
        return words.RECORD_TITLE.format(**told), words.RECORD_TEXT.format(**told)


class LetterForm(Reached):
    """A letter to the mailbox."""

    groups = (
        ("写什么", ("topic", "title", "text", "consent")),
        ("谁写的", ("applicant", "name", "phone", "email")),
    )

    topic = forms.ModelChoiceField(label="类别", queryset=None, empty_label="请选择")
    title = _line("标题", 60)
    text = _text("内容", 6, max_length=3000, help_text="请不要写他人的身份证号、银行卡号等信息。")
    applicant = forms.ChoiceField(label="来信人类型", choices=list(words.APPLICANT.items()),
                                  initial="person")  # fmt: skip
    name = _line("姓名或者单位名称", 80)
    consent = forms.BooleanField(label="同意隐去个人信息后公开来信和答复", required=False)

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics

    def identity(self) -> dict[str, str]:
        """Return who writes, to be sealed."""
        names = ("name", "phone", "email")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


class StatusForm(forms.Form):
    """Ask how one's own case stands."""

    code = forms.CharField(label="查询码", max_length=20, widget=forms.TextInput(
        attrs={"autocomplete": "off", "spellcheck": "false"}))  # fmt: skip
    fragment = forms.CharField(label="证件号码或者联系电话的后4位", max_length=100,
                               help_text="只留了电子邮箱的，填邮箱全称；只留了通信地址的，填姓名和邮政编码。")  # fmt: skip

    def clean_code(self) -> str:
        """Return the code as it was given out."""
        return re.sub(r"[\s-]", "", self.cleaned_data["code"]).upper()


class RatingForm(forms.Form):
    """Say how content one is with an answer, from 1 to 5."""

    score = forms.TypedChoiceField(label="对答复是否满意", coerce=int, widget=forms.RadioSelect,
                                   choices=list(words.SATISFACTION.items()))  # fmt: skip
