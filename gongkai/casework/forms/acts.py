"""What is entered of a case, one form an act. Each names itself, and the law it stands on.

`posts` says who has the act: the office alone, or whoever handles the case. The actions ask again.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from gongkai.casework import words
from gongkai.casework.forms import choices
from gongkai.casework.models import Case
from gongkai.casework.queries import lists
from gongkai.casework.rules import Kind
from gongkai.law.clock import Channel
from gongkai.people.models import Post, PostKind

OFFICE = frozenset({PostKind.OFFICE})
HANDLERS = frozenset({PostKind.OFFICE, PostKind.EDITOR})


def day(label: str, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def text(label: str, size: int = 500, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label, max_length=size, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class ActForm(forms.Form):
    """An act on a case. on: filled with today, because most is entered on its day."""

    heading = ""
    button = "登记"
    done = "已登记。"
    note = ""
    law = ""
    posts = HANDLERS

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        self.case = case
        initial = {"on": today, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)


class ConfirmReceiptForm(ActForm):
    """Settle the day of receipt."""

    heading, button, done = "确认收到", "确认收到", "已确认收到，答复期限开始计算。"
    law, posts = "request.receipt", OFFICE

    on = day("收到日期")
    arrived = day("到件日期", required=False, help_text="与确认日期不同的，一并记载。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = choices.RECEIPT_RULE.get(self.case.channel, "")
        self.fields["on"].help_text = rule
        if self.case.channel != Channel.ORDINARY:
            del self.fields["arrived"]


class AssignForm(ActForm):
    """Hand a case to a section."""

    heading, button, done = "分办", "分办", "已分办，承办岗位会收到提醒。"
    posts = OFFICE

    department = forms.ModelChoiceField(label="承办科室", queryset=None)
    post = forms.ModelChoiceField(label="承办岗位", queryset=None, required=False,
                                  help_text="留空则由该科室全部采编岗位办理。")  # fmt: skip
    note = text("分办意见", required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = lists.handling_sections()
        self.fields["post"].queryset = posts = lists.drafting_posts()
        self.fields["post"].choices = [("", "（不指定）"), *_by_section(posts)]
        self.initial.setdefault("department", self.case.department_id)
        self.initial.setdefault("post", self.case.post_id)

    def clean(self) -> dict[str, Any]:
        """Refuse a post of another section."""
        given = super().clean()
        post = given.get("post")
        if post and given.get("department") and post.department != given["department"]:
            self.add_error("post", "这个岗位不在所选的承办科室，请重选岗位或科室。")
        return given


def _by_section(posts: Iterable[Post]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return posts under the names of their sections."""
    found: dict[str, list[tuple[int, str]]] = {}
    for post in posts:
        found.setdefault(post.department.name, []).append((post.pk, post.title))
    return list(found.items())


class SearchForm(ActForm):
    """Record what was looked through."""

    heading, done, law = "检索记录", "检索已记载。", "reply.not_held"
    note = "答复“本机关不掌握”之前须有检索记录。写明查找的范围和方法，以备复议、诉讼举证。"

    where = text(
        "检索的范围和方法",
        help_text="如：局档案室2010年以来永久、长期卷，办公系统全文检索“农业普查”。",
    )
    found = text("检索结果")


class NoteForm(ActForm):
    """Note what happened beside the terms."""

    heading, done = "经办记录", "已记载。"

    text = text("记录", help_text="如与申请人电话沟通的情况。不要写申请人的姓名、证件号码和电话。")


class ExemptForm(ActForm):
    """Say why a third party is not consulted, or is overruled."""

    heading, done, law = "第三方意见的处理说明", "已记载。", "consult.third_party"

    text = text("说明", help_text="为什么不征求意见，或者为什么不同意公开仍予公开（公共利益）。")


class ReasonsForm(ActForm):
    """Enter the reasons an applicant gave."""

    heading, done, law = "收到理由说明", "已记载。", "request.excess"

    on = day("收到日期")
    text = text("申请人说明的理由")


class CorrectedForm(ActForm):
    """Enter a corrected request."""

    heading, done, law = "收到补正", "已记载，答复期限自收到补正之日起重新计算。", "request.correct"

    field_order = ("on", "text", "reason")

    on = day("收到补正日期")
    reason = text("逾期补正的正当理由", required=False, rows=2,
                  help_text="补正期限届满以后收到的，须写明申请人的正当理由。")  # fmt: skip
    text = text("补正后的申请内容", size=5000, rows=6)


class EndConsultForm(ActForm):
    """End a consultation."""

    heading, done, law = "征求意见结束", "已记载，期限继续计算。", "request.uncounted"

    pair = forms.ChoiceField(label="征求的意见")
    on = day("收到意见日期", help_text="逾期未回复的，填期满之日。")
    answer = forms.ChoiceField(label="意见")
    text = text("意见内容", required=False)

    def __init__(self, *args: Any, pairs: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pair"].choices = pairs
        self.fields["answer"].choices = list(words.ANSWER.items())


class FeePaidForm(ActForm):
    """Enter a payment."""

    heading, done, law, posts = "收到缴费", "已记载。", "request.fee", OFFICE

    on = day("缴费日期")
    amount = forms.IntegerField(label="金额（元）", min_value=0)


class UnansweredForm(ActForm):
    """Close a case the applicant let lapse."""

    heading, button, done, posts = "不再处理", "办结", "已办结。", OFFICE
    note = "只有申请人逾期不补正、逾期不缴费的，可以这样办结，办结日期为登记当天；申请人撤回的，用“申请人撤回”。"

    outcome = forms.ChoiceField(label="情形", choices=[
        ("uncorrected", "逾期不补正"), ("unpaid", "逾期不缴费"),
    ])  # fmt: skip
    on = day("办结日期")
    reason = text("理由")


class ConvertForm(ActForm):
    """Carry a case on as the other kind, from the same moment."""

    heading, button, done, posts = "转办", "转办", "已转办，来件时间保留。", OFFICE
    law = "reply.petition"

    to = forms.ChoiceField(label="转为", choices=list(words.KIND.items()))
    topic = forms.ModelChoiceField(label="来信类别", queryset=None, required=False,
                                   help_text="转为来信时选择。")  # fmt: skip
    reason = text("理由")

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [one for one in words.KIND.items() if one[0] != self.case.kind]
        if self.case.kind == Kind.LETTER:
            del self.fields["topic"]
        else:
            self.fields["topic"].queryset = topics


class HandBackForm(ActForm):
    """Hand a letter back to the mailbox it came from."""

    heading, button, done, posts = "退回来处", "退回", "已登记退回。", OFFICE
    note = "不属于本机关职责的，按来件的外部编号退回12345热线或者市政府信箱。"

    on = day("退回日期")
    reason = text("理由")


class ArchiveForm(ActForm):
    """File a case away."""

    heading, button, done, posts = "归档", "归档", "已归档。", OFFICE
    law = "request.archive"

    archive_no = forms.CharField(label="档号", max_length=60,
                                 help_text="全宗号、年度、保管期限、件号等，照档案目录填写。")  # fmt: skip


class FileForm(ActForm):
    """Add a file to a case."""

    heading, button, done = "添加材料", "添加", "材料已收存。"
    note = "文件加密收存，只有能办理本件的人可以下载。"

    role = forms.ChoiceField(label="用途", choices=[
        (key, name) for key, name in words.ROLE.items() if key not in {"redacted", "receipt"}
    ])  # fmt: skip
    file = forms.FileField(label="文件")


class VoidForm(ActForm):
    """Void a fact entered wrongly."""

    heading, button, done = "更正记载", "更正", "已更正：原记载保留可查，不再计入期限。"

    reason = text("哪里记错了", rows=2)


class ReopenForm(ActForm):
    """Answer anew after a review or a judgment."""

    heading, button, done, posts = "重新办理", "重新办理", "已重新办理。", OFFICE

    dispute = forms.ModelChoiceField(label="依据的复议决定或判决", queryset=None)
    on = day("重新办理日期")
    until = day(
        "决定或判决指定的期限", required=False, help_text="没有指定的留空，按答复期限重新计算。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dispute"].queryset = self.case.disputes.filter(result="corrected")
        self.fields["dispute"].label_from_instance = lambda one: f"{one.number}　{one.body}"


class ExchangeForm(ActForm):
    """Draft a letter and its answer for the public."""

    heading, button, done = (
        "公开选登",
        "拟稿",
        "已拟成主动公开信息的草稿，不含来信人信息，请核对后送审。",
    )
    note = "来信和答复去掉姓名等信息后拟成草稿，经审批卡签发才公开。"

    column = forms.ChoiceField(label="栏目")

    def __init__(self, *args: Any, columns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = columns


class DiscloseForm(ExchangeForm):
    """Draft for everybody what several asked for."""

    heading, done, law = (
        "转为主动公开",
        "已拟成主动公开信息的草稿，请补充内容后送审。",
        "request.convert",
    )
    note = "多个申请人就相同政府信息提出申请，且该信息属于可以公开的，可以纳入主动公开的范围。"

    cases = forms.MultipleChoiceField(label="相同的申请", required=False,
                                      widget=forms.CheckboxSelectMultiple)  # fmt: skip

    def __init__(self, *args: Any, alike: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = alike
        if not alike:
            self.fields["cases"].help_text = "没有找到其他申请人的相同申请。"


class DisputeForm(ActForm):
    """Enter a review, a lawsuit or a complaint."""

    heading, done = "登记复议、诉讼或投诉", "已登记，答复期限列在复议诉讼里。"
    posts = OFFICE
    note = (
        "行政复议应当自收到申请书副本之日起10个工作日内书面答复并提交证据，简易程序5个工作日"
        "（《行政复议法》第四十八条、第五十四条、第八十八条第二款）；"
        "不答复、不提交的，视为该行政行为没有证据、依据（第七十条）。"
    )

    kind = forms.ChoiceField(label="争议种类", choices=list(words.DISPUTE.items()))
    number = forms.CharField(label="案号（文书编号）", max_length=60)
    body = forms.CharField(label="行政复议机关、法院或者受理投诉的机关", max_length=80)
    begun_on = day("收到通知书日期")
    accepted_on = day(
        "行政复议受理日期", required=False, help_text="复议决定的期限自受理之日起计算。"
    )
    simplified = forms.BooleanField(label="行政复议适用简易程序", required=False)


class AnswerDisputeForm(ActForm):
    """Enter that the bureau answered."""

    heading, done, posts = "登记提交答复", "已登记。", OFFICE
    law = "review.answer"

    on = day("提交答复日期")


class CloseDisputeForm(ActForm):
    """Enter how it ended."""

    heading, done, posts = "登记审结结果", "已登记。", OFFICE

    on = day("审结日期")
    result = forms.ChoiceField(label="审理结果", choices=list(words.RESULT.items()))
    note = text("说明", required=False)
