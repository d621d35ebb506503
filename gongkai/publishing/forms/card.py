"""What people enter about a card: handing in, signing, changes of state, paper."""

from typing import Any

from django import forms

from gongkai.people.forms import ScanField, in_reach
from gongkai.publishing import rules, words
from gongkai.publishing.forms.moments import MOMENT, SECOND


class SubmitForm(forms.Form):
    """Hand a draft in."""

    field_order = ["what", "why", "release_at", "comment"]

    release_at = forms.DateTimeField(
        label="计划发布时间", required=False, widget=MOMENT, validators=[in_reach],
        help_text="留空表示签发后即发。定时发布精确到秒，到点前对外不可见。",
    )  # fmt: skip
    what = forms.CharField(label="更正了什么", max_length=300, required=False,
                           widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    why = forms.CharField(label="为什么更正", max_length=300, required=False,
                          widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    comment = forms.CharField(label="采编说明", max_length=500, required=False,
                              widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("what", "why"):
            if correcting:
                self.fields[name].required = True
            else:
                del self.fields[name]


class DecisionForm(forms.Form):
    """Sign, or send back with reasons."""

    digest = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(label="意见", max_length=500, required=False)


class ReaderForm(forms.Form):
    """Name somebody who may read figures before their moment."""

    user = forms.ModelChoiceField(label="阅看人", queryset=None)
    reason = forms.CharField(
        label="阅看事由", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].queryset = people


class ReasonForm(forms.Form):
    """A reason that must be written."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class WaiverForm(ReasonForm):
    """Let a finding of the checks pass."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ChangeForm(ReasonForm):
    """Ask to expire, repeal or take down."""

    field_order = ["purpose", "reason", "release_at"]

    purpose = forms.ChoiceField(
        label="事项",
        choices=[
            (purpose, words.PURPOSE[purpose])
            for purpose in (rules.Purpose.EXPIRE, rules.Purpose.REPEAL, rules.Purpose.TAKE_DOWN)
        ],
    )
    release_at = forms.DateTimeField(label="生效时间", required=False, widget=MOMENT,
                                     validators=[in_reach], help_text="留空表示签发后即生效。")  # fmt: skip


class UrgentForm(ReasonForm):
    """Take down at once."""

    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="记入台账并写在补办的审批卡上，不对外显示。理由中不要写涉密或个人信息的内容。",
    )  # fmt: skip
    purge = forms.BooleanField(
        label="含有国家秘密或个人信息，连同历史版本、快照和附件一并清除（不可恢复，台账保留登记和校验值）",
        required=False,
    )


class PaperForm(forms.Form):
    """Enter a signature given on paper."""

    digest = forms.CharField(widget=forms.HiddenInput)
    signer = forms.ModelChoiceField(label="签批人", queryset=None)
    signed_at = forms.DateTimeField(label="签批时间", widget=SECOND, validators=[in_reach])
    comment = forms.CharField(label="签批意见", max_length=500, required=False)
    scan = ScanField(label="签批件扫描件（PDF 或图片）")

    def __init__(self, *args: Any, signers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].queryset = signers
