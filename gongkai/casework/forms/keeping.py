"""What the office keeps: withheld information, topics of letters, what is destroyed."""

from datetime import date
from typing import Any

from django import forms

from gongkai.casework.forms.acts import day, text
from gongkai.casework.queries import lists
from gongkai.law.outcomes import outcomes

WITHHOLDING = frozenset({"withheld", "partial"})


def grounds() -> list[tuple[str, str]]:
    """Return the grounds on which information is withheld."""
    return [(one.key, one.name) for one in outcomes() if one.group == "withheld"]


class WithheldForm(forms.Form):
    """Enter information that is not made public."""

    heading, button, done = "登记不予公开信息", "登记", "已登记，到期会提醒评估。"

    title = forms.CharField(label="信息名称", max_length=200)
    department = forms.ModelChoiceField(label="承办科室", queryset=None)
    ground = forms.ChoiceField(label="不予公开情形", choices=grounds)
    reason = text("理由")
    since = day("认定日期")
    months = forms.IntegerField(label="评估周期（月）", min_value=1, max_value=60, initial=12)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": today}, **kwargs)
        self.fields["department"].queryset = lists.sections()


class ReviewForm(forms.Form):
    """Review once more whether to withhold (条例第十八条)."""

    heading, button, done = "定期评估", "登记评估", "评估已登记。"

    on = day("评估日期")
    keep = forms.TypedChoiceField(
        label="结论", coerce=lambda value: value == "1", widget=forms.RadioSelect,
        choices=[("1", "情形没有变化，继续不予公开"), ("0", "情形已经变化，转为公开")],
    )  # fmt: skip
    reason = text("理由")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)


class TopicForm(forms.Form):
    """Set a topic of letters and the term of its answer."""

    heading, button, done = "设定来信类别", "保存", "已保存，对此后收到的来信有效。"

    name = forms.CharField(label="类别", max_length=40)
    department = forms.ModelChoiceField(label="承办科室", queryset=None)
    days = forms.IntegerField(label="办理期限（工作日）", min_value=1, max_value=60, initial=15,
                              help_text="简单事项一般5个工作日，其他15个工作日（待核）。")  # fmt: skip
    basis = forms.CharField(label="期限依据", max_length=120, initial="本机关政府信箱办理规定")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = lists.sections()


class DestroyForm(forms.Form):
    """Destroy what is kept beyond its time."""

    cases = forms.ModelMultipleChoiceField(label="办件", queryset=None,
                                           widget=forms.CheckboxSelectMultiple)  # fmt: skip
    reason = text("销毁依据和批准情况", help_text="如：保管期限十年届满，经局领导批准销毁。")
    sure = forms.BooleanField(label="已逐件核对，销毁后不能恢复（登记和办理记载保留）")

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = cases


class RateWindowForm(forms.Form):
    """Choose the days a rate counts, and the day it is cut off."""

    first = day("收到日期自")
    last = day("收到日期至")
    cutoff = day("统计截止日期", help_text="截止日之后的答复不计入分子。")

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", "截止日期早于起始日期，请核对。")
        return given
