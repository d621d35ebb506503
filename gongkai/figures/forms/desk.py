"""What people type at the figures' desk: names, vintages, single cells, other bodies' releases."""

from typing import Any

from django import forms

from gongkai.figures import queries, words
from gongkai.figures.importing.values import of_text
from gongkai.figures.models import Break, Flow, Indicator, Observation, Subject, Vintage
from gongkai.figures.rules import Given, Missing, Status, series_key
from gongkai.people.forms import ScanField, in_reach
from gongkai.people.models import User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SECOND = forms.DateTimeInput(
    attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S"
)
LINES = forms.Textarea(attrs={"rows": 8})


class Coded(forms.ModelForm):
    """Something with a code, which stays as it is once given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True


class SubjectForm(Coded):
    """A field of statistics."""

    class Meta:
        model = Subject
        fields = ["code", "name", "place"]


class IndicatorForm(Coded):
    """An indicator."""

    class Meta:
        model = Indicator
        fields = ["code", "name", "subject", "unit", "decimals", "comparison", "span", "price",
                  "season", "scope", "meaning", "authority"]  # fmt: skip


class FlowForm(Coded):
    """A data set; frequency and classifications stay as they are once it has series."""

    codelists = forms.CharField(
        label="其他分类", required=False,
        help_text="分类代码，按次序用空格隔开；没有的不填。有了数据就不能再改。",
    )  # fmt: skip

    class Meta:
        model = Flow
        fields = ["code", "name", "subject", "department", "frequency", "codelists", "source",
                  "coverage", "method", "calculation", "sample", "respondents", "demonstration"]  # fmt: skip

    def __init__(self, *args: Any, user: User, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = queries.departments_of(user, at)
        self.initial["codelists"] = " ".join(self.instance.codelists or [])

    def clean_codelists(self) -> list[str]:
        """Return the codes, each known."""
        found = self.cleaned_data["codelists"].split()
        known = {row.code for row in queries.codelists()}
        for code in found:
            if code not in known:
                raise forms.ValidationError(f"没有代码为“{code}”的分类，请先登记。", code="unknown")
        return found


def rows_of(text: str) -> list[tuple[str, str, str]]:
    """Return lines "code name [code above]" as rows. Raises: ValidationError naming the line."""
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.split()
        if parts and not 2 <= len(parts) <= 3:
            raise forms.ValidationError(words.LINE.format(number=number), code="line")
        if parts:
            rows.append((parts[0], parts[1], parts[2] if len(parts) > 2 else ""))
    return rows


class CodelistForm(forms.Form):
    """A classification and its items."""

    code = forms.CharField(label="代码", max_length=30)
    name = forms.CharField(label="名称", max_length=60)
    rows = forms.CharField(label="分类项", widget=LINES,
                           help_text="每行一项：代码 名称，有上级的再写上级代码。")  # fmt: skip

    def clean_rows(self) -> list[tuple[str, str, str]]:
        """Return the items."""
        return rows_of(self.cleaned_data["rows"])


class RegionsForm(forms.Form):
    """Regions, those above first."""

    rows = forms.CharField(
        label="地区", widget=LINES,
        help_text="每行一个：代码 名称，有上级的再写上级代码。代码按 GB/T 2260，上级写在前面。",
    )  # fmt: skip

    def clean_rows(self) -> list[tuple[str, str, str]]:
        """Return the regions."""
        return rows_of(self.cleaned_data["rows"])


class BreakForm(forms.ModelForm):
    """From when a series cannot be compared with before."""

    class Meta:
        model = Break
        fields = ["series", "period", "kind", "text"]

    def __init__(self, *args: Any, flow: Flow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = queries.series_in(flow)
        self.fields["series"].label_from_instance = lambda row: (
            f"{row.indicator.name} {row.region.name} {row.key}"
        )


class VintageForm(forms.ModelForm):
    """A set of values to be made public together."""

    class Meta:
        model = Vintage
        fields = ["title", "kind", "reason"]
        help_texts = {"title": "如 2014年9月月度数据", "reason": "修订、更正和说明变更的必填。"}


class CellForm(forms.ModelForm):
    """One value: a number as it is published, or why there is none."""

    field_order = ["indicator", "region"]

    indicator = forms.ModelChoiceField(label="指标", queryset=None, to_field_name="code")
    region = forms.ModelChoiceField(label="地区", queryset=None, to_field_name="code")
    value = forms.CharField(label="数值", required=False, max_length=40,
                            help_text="照公布的位数填写，末尾的 0 也要写。")  # fmt: skip

    class Meta:
        model = Observation
        fields = ["period", "status", "missing", "note"]
        help_texts = {"period": "如 2014-09、2014-Q3、2014-S1、2014",
                      "missing": "没有数值时选择；缺数不等于零。"}  # fmt: skip

    def __init__(self, *args: Any, flow: Flow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = queries.indicators()
        self.fields["region"].queryset = queries.regions()
        self.codes = []
        for place, (name, choices) in enumerate(queries.codes_of(flow.codelists)):
            self.fields[f"code{place}"] = forms.ChoiceField(label=name, choices=choices)
            self.codes.append(f"code{place}")
        self.order_fields(["indicator", "region", *self.codes, "period", "value"])

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the row itself to the act: it is made there."""
        return {*super()._get_validation_exclusions(), "number", "vintage", "series", "missing"}

    def clean_value(self) -> Any:
        """Return the number, or None where nothing is typed."""
        text = self.cleaned_data["value"]
        found = of_text(text)
        if found.value is None and not found.is_blank:
            message = words.NOT_A_NUMBER.format(text=text)
            raise forms.ValidationError(message, code="value")
        return found.value

    def given(self) -> Given:
        """Return the cell as it was typed."""
        found = self.cleaned_data
        key = series_key(found["indicator"].code, found["region"].code,
                         [found[name] for name in self.codes])  # fmt: skip
        missing = Missing(found["missing"]) if found["missing"] else None
        return Given(key, found["period"], found["value"], Status(found["status"]), missing,
                     found["note"])  # fmt: skip


class GateForm(forms.Form):
    """What the province or the nation publishes first."""

    organ = forms.CharField(label="上级机关", max_length=60)
    released_at = forms.DateTimeField(label="公布时间", widget=SECOND, validators=[in_reach])
    source = forms.CharField(label="出处", max_length=200, help_text="文号、网址或者发布会名称。")


class ConsentForm(forms.Form):
    """Another body's consent on paper."""

    organ = forms.CharField(label="同意机关", max_length=60)
    on = forms.DateField(label="日期", widget=DAY)
    scan = ScanField(label="书面同意的扫描件（PDF 或图片）")
