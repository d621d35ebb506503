"""What is typed into the release calendar."""

from datetime import datetime
from typing import Any

from django import forms

from gongkai.outreach import queries
from gongkai.people.forms import seen
from gongkai.people.queries import departments
from gongkai.publishing.forms.moments import SECOND

LINES = forms.Textarea(attrs={"rows": 3})


class PlanForm(forms.Form):
    """Plan a release."""

    heading, button = "拟订发布安排", "报请审定"
    title = forms.CharField(label="发布内容", max_length=120, validators=[seen],
                            help_text="如：2014年前三季度国民经济运行情况。")  # fmt: skip
    department = forms.ModelChoiceField(label="承办科室", queryset=None)
    planned_at = forms.DateTimeField(label="计划发布时间", widget=SECOND)
    flows = forms.MultipleChoiceField(
        label="数据集", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="日历上的时间之前，这些数据集的这一期数据不得以任何方式发布。",
    )  # fmt: skip
    period = forms.CharField(label="时期", max_length=8, required=False,
                             help_text="写成 2014、2014-S1、2014-Q3 或者 2014-09。")  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["department"].queryset = departments()
        self.fields["flows"].choices = [(one.code, one.name) for one in queries.flows()]


class ChangeForm(forms.Form):
    """Ask for another date."""

    heading, button = "变更发布时间", "报请审定"
    note = "审定后立即向社会公布：原来的时间、改定的时间、原因和审定岗位。公布后不再修改。"
    after = forms.DateTimeField(label="改定时间", widget=SECOND)
    reason = forms.CharField(label="原因（向社会公布）", max_length=300, widget=LINES)


class CancelForm(forms.Form):
    """Ask to cancel."""

    heading, button = "取消发布安排", "报请审定"
    note = "审定后立即向社会公布取消的原因。"
    reason = forms.CharField(label="原因（向社会公布）", max_length=300, widget=LINES)

    def clean(self) -> dict[str, Any]:
        """Cancelling is a change to no date."""
        return {**(super().clean() or {}), "after": None}


class TieForm(forms.Form):
    """Say which draft the entry announces."""

    heading, button = "对应待发布的信息", "保存"
    note = "对应之后，这份信息在日历上的时间之前不能发布；发布时日历随之标为“已发布”。"
    disclosure = forms.ModelChoiceField(
        label="信息", queryset=None, required=False, empty_label="不对应"
    )

    def __init__(self, *args: Any, release: Any, user: Any, at: datetime, **more: Any) -> None:
        super().__init__(*args, initial={"disclosure": release.disclosure_id}, **more)
        field = self.fields["disclosure"]
        field.queryset = queries.own_drafts(user, release, at)
        field.label_from_instance = lambda page: page.draft_title or page.title
