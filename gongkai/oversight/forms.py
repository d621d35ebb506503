"""Shape of what is typed for the annual report."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.oversight import words
from gongkai.oversight.queries import Field
from gongkai.oversight.queries.declared import AMOUNT, TEXT
from gongkai.oversight.rules.narrative import Shape
from gongkai.publishing.queries import open_columns

GROUPS = {
    "slots": "文字部分",
    "table2": "表二：主动公开政府信息情况",
    "last": "上年度报告公布的数（系统里没有上年度报告时填写）",
    "statistics": "统计表各项（表式待核，不写入报告）",
}
COLUMN_WORDS = ("年报", "年度报告")


class DeclareForm(forms.Form):
    """Everything a year's report wants declared; what is left empty stays as it is."""

    def __init__(self, *args: Any, fields: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {one.key: one for one in fields}
        for one in fields:
            self.fields[one.key] = _text(one) if one.kind == TEXT else _number(one)
        self.fields["basis"] = forms.CharField(
            label="数字的依据", required=False, max_length=200,
            help_text="如提供数字的科室、文号、账册；改动数字时必填。",
        )  # fmt: skip

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under their headings."""
        found = []
        for group, heading in GROUPS.items():
            rows = [self[key] for key, one in self.named.items() if one.group == group]
            if rows:
                found.append((heading, rows))
        return found

    def values(self) -> dict[str, str]:
        """Return what was typed, by key."""
        return {key: self.cleaned_data[key] for key in self.named}


def _text(one: Field) -> forms.CharField:
    initial = one.row.value if one.row else ""
    return forms.CharField(
        label=one.label, required=False, help_text=one.help, initial=initial, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


def _number(one: Field) -> forms.CharField:
    initial = one.row.value if one.row else "" if one.derived is None else one.derived
    unit = "万元" if one.kind == AMOUNT else ""
    told = [one.help, unit]
    if one.derived is not None:
        told.append(f"系统登记{one.derived}件")
    return forms.CharField(
        label=one.label, required=False, initial=initial, max_length=20,
        help_text="，".join(text for text in told if text),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class DraftForm(forms.Form):
    """Where the draft is filed, in which shape, and whether it replaces the one there is."""

    column = forms.ModelChoiceField(label="栏目", queryset=None, to_field_name="slug")
    shape = forms.ChoiceField(label="体例")
    replace = forms.BooleanField(label="替换已有草稿", required=False)

    def __init__(self, *args: Any, shapes: Sequence[Shape], drafted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = open_columns()
        self.fields["column"].queryset = columns
        self.fields["column"].initial = next(
            (row.slug for row in columns if any(word in row.title for word in COLUMN_WORDS)), None
        )
        self.fields["shape"].choices = [(one.key, one.name) for one in shapes]
        if drafted:
            del self.fields["column"]
        else:
            del self.fields["replace"]


class SubmissionForm(forms.Form):
    """To which office the report went, when, and what came back."""

    office = forms.CharField(
        label="主管部门", max_length=80, help_text="如本级政府信息公开工作主管部门。"
    )
    on = forms.DateField(label="报送日期", widget=forms.DateInput(attrs={"type": "date"}))
    receipt_no = forms.CharField(label="回执编号", max_length=80,
                                 help_text="没有编号的，写明收件人。")  # fmt: skip
    file = forms.FileField(label="回执扫描件", required=False, help_text="PDF 或图片。")

    def clean_file(self) -> tuple[str, bytes] | None:
        """Return the file's name and bytes."""
        given = self.cleaned_data["file"]
        return (given.name, given.read()) if given else None


class OtherForm(forms.Form):
    """Another report to hold this one against."""

    file = forms.FileField(
        label="另一份报告", help_text="PDF、Word 文档（docx）或者网页，不超过30MB。"
    )


class CountingForm(forms.Form):
    """What counts among the items a report names, from a day on."""

    since = forms.DateField(label="起", widget=forms.DateInput(attrs={"type": "date"}))
    unit = forms.CharField(label="单位", max_length=4, initial="条")
    text = forms.CharField(
        label="口径", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写入报告的文字：什么计入，什么不计入，什么另计。",
    )  # fmt: skip
    kinds = forms.CharField(
        label="种类", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每类一行“名称：栏目代码、栏目代码”；不写的，全部计为一类。",
    )  # fmt: skip
    apart = forms.CharField(
        label="另计", required=False, max_length=200,
        help_text="标题中有这些词的不计入，用“、”隔开。",
    )  # fmt: skip

    def clean_kinds(self) -> list[dict[str, Any]]:
        """Return kinds with their columns."""
        found = []
        for line in self.cleaned_data["kinds"].splitlines():
            name, mark, keys = line.replace(":", "：").partition("：")
            columns = [key.strip() for key in keys.replace("，", "、").split("、") if key.strip()]
            if line.strip() and not (mark and name.strip() and columns):
                raise forms.ValidationError(words.BAD_RULE.format(line=line), code="counting.line")
            if line.strip():
                found.append({"name": name.strip(), "columns": columns})
        return found

    def clean_apart(self) -> list[str]:
        """Return the words that set an item apart."""
        text = self.cleaned_data["apart"].replace("，", "、")
        return [word.strip() for word in text.split("、") if word.strip()]
