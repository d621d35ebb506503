"""What the disclosure office keeps: columns, duties, routes."""

from typing import Any

from django import forms

from gongkai.people.forms import in_reach, seen
from gongkai.people.queries import posts
from gongkai.publishing import queries, rules, words
from gongkai.publishing.forms.moments import MOMENT
from gongkai.publishing.models import Column


class ColumnForm(forms.ModelForm):
    """A column's own fields."""

    field_order = ["key", "name", "parent"]

    key = forms.SlugField(
        label="栏目代码",
        max_length=40,
        help_text="小写字母、数字和连字符，用作网址，启用后不改。",
    )
    name = forms.CharField(label="栏目名称", max_length=40, validators=[seen])
    fresh_days = forms.IntegerField(
        label="更新周期（天）", required=False, min_value=1, max_value=3660
    )
    parent = forms.ModelChoiceField(
        label="上级栏目", queryset=None, required=False, to_field_name="slug"
    )

    class Meta:
        model = Column
        fields = ["kind", "description", "keywords", "fresh_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = queries.open_columns()
        if self.instance.pk:
            del self.fields["key"], self.fields["parent"]


class DutyForm(forms.Form):
    """Name the post that does a step for a column."""

    column = forms.ChoiceField(label="栏目")
    step = forms.ChoiceField(
        label="环节",
        choices=[(step, words.STEP[step]) for step in rules.Step if step in rules.OPEN],
    )
    post = forms.ModelChoiceField(label="岗位", queryset=None)
    since = forms.DateTimeField(label="起", widget=MOMENT, validators=[in_reach])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = queries.column_names().items()
        self.fields["post"].queryset = posts()


class RouteForm(forms.Form):
    """Change a route: one step a line."""

    stages = forms.CharField(
        label="环节",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="每行写一个环节，按先后顺序：采编、核数、科室审核、法制审核、保密审查、报送局办公室、签发。",
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_stages(self) -> list[rules.Stage]:
        """Return the stages named, with the post each step belongs to."""
        routes = [*rules.ROUTES.values(), rules.ROUTES[self.kind]]  # its own shape of a step wins
        known = {stage.step: stage for route in routes for stage in route}
        steps = {words.STEP[step]: stage for step, stage in known.items()}
        lines = [line.strip() for line in self.cleaned_data["stages"].splitlines() if line.strip()]
        unknown = [line for line in lines if line not in steps]
        if unknown:
            raise forms.ValidationError(f"不认识的环节：{'、'.join(unknown)}", code="route.steps")
        return [steps[line] for line in lines]
