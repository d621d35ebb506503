"""What a second person of the office confirms: a withdrawal, another day of receipt."""

from typing import Any

from django import forms

from gongkai.casework import queries, words
from gongkai.casework.forms.acts import OFFICE, ActForm, day, text
from gongkai.casework.rules import Kind


class WithdrawalForm(ActForm):
    """Propose to close a request its applicant withdrew."""

    heading, button, done = "申请人撤回", "提请确认", "已提请，由信息公开机构的另一人确认后办结。"
    law, posts = "request.reply", OFFICE
    note = "撤回申请的书面材料先以“来文扫描件”收存；办结日期不早于收存之日，由另一人核对后确认。"

    paper = forms.ModelChoiceField(label="撤回申请的书面材料", queryset=None)
    on = day("办结日期")
    reason = text("说明", help_text="不写申请人的姓名、证件号码和电话。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = self.case.files.filter(role="scan")
        self.fields["paper"].label_from_instance = lambda file: file.name

    def clean_paper(self) -> int:
        """Return the file's number."""
        return self.cleaned_data["paper"].pk


class ReceiptAnewForm(ActForm):
    """Propose another day of receipt."""

    heading, button, done = "更正收到日期", "提请确认", "已提请，由信息公开机构的另一人确认后生效。"
    law, posts = "request.receipt", OFFICE
    note = "收到日期决定期限：写明正确的日期和依据，由另一人核对后确认，期限随之重新推算并登记。"

    on = day("正确的收到日期")
    reason = text("哪里记错了，依据是什么", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.kind == Kind.LETTER:
            self.law = ""


class ConfirmForm(ActForm):
    """Confirm what another person of the office proposed."""

    heading, button, done, posts = "核对确认", "核对无误，确认", "已确认。", OFFICE
    note = "提请的人不能确认自己的提请。不同意的，在办理经过里更正掉提请的记载。"

    proposal = forms.TypedChoiceField(label="提请的事项", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].choices = [
            (one.pk, f"{words.PROPOSAL[one.what]}：{words.day(one.until)}，{one.detail.get('reason', '')}"
                     f"（{one.name}提请）")
            for one in queries.proposals(self.case)
        ]  # fmt: skip
