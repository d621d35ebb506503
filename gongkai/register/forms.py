"""What the ledger can be asked for."""

from datetime import date
from typing import Any

from django import forms

from gongkai.register import queries, words
from gongkai.register.queries import Criteria

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
LEDGERS = [("released", "发布台账"), ("all", "全部登记")]


class Day(forms.DateField):
    """A day, typed or picked, within the years a register may hold."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """Return the day. What was typed is said again: a date picker shows no wrong one."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(words.NO_DAY.format(typed=str(value)[:40])) from error

    def validate(self, value: date | None) -> None:
        """Refuse years no register reaches."""
        super().validate(value)
        if value and not EARLIEST <= value <= LATEST:
            raise forms.ValidationError(words.DAY_OUT_OF_RANGE.format(typed=value))


class LedgerForm(forms.Form):
    """The filters of the ledger. Everything may be left out."""

    ledger = forms.ChoiceField(label="台账", choices=LEDGERS, required=False)
    first = Day(label="起始日期", required=False)
    last = Day(label="截止日期", required=False)
    column = forms.ChoiceField(label="栏目", required=False)
    department = forms.ChoiceField(label="科室", required=False)
    channel = forms.ChoiceField(label="渠道", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in queries.choices().items():
            self.fields[name].choices = [("", "全部"), *((value, value) for value in values)]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "截止日期不能早于起始日期。")
        return data

    def criteria(self) -> Criteria:
        """Return what a valid form asks for."""
        data = dict(self.cleaned_data)
        everything = data.pop("ledger") == "all"
        return Criteria(everything=everything, **data)
