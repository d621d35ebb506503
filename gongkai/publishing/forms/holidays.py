"""The days of a holiday notice, copied from it."""

from datetime import date

from django import forms

from gongkai.law.notices import read_days
from gongkai.people.forms import seen

LINES = forms.Textarea(attrs={"rows": 4})


class HolidayForm(forms.Form):
    """Enter the notice of a year."""

    year = forms.IntegerField(label="年份", min_value=2008, max_value=2199)
    name = forms.CharField(
        label="通知名称和文号",
        max_length=120,
        validators=[seen],
        help_text="如：国务院办公厅关于某年部分节假日安排的通知，写明文号。",
    )
    url = forms.URLField(label="通知网址", required=False, assume_scheme="https")
    off = forms.CharField(
        label="放假日期",
        widget=LINES,
        help_text="可以照抄通知，如：1月1日至3日、2月5日（周五）至11日（周四）。含周末也可以。",
    )
    work = forms.CharField(
        label="调休上班日期", widget=LINES, required=False, help_text="周末上班的日期，如：1月4日。"
    )

    def clean(self) -> dict:
        """Read the days of the year that was given."""
        given = super().clean() or {}
        year = given.get("year")
        for field in ("off", "work") if year else ():
            if field in given:
                given[field] = self._days(field, given[field], year)
        return given

    def _days(self, field: str, text: str, year: int) -> frozenset[date]:
        days, unread = read_days(text, year)
        if unread:
            self.add_error(field, f"读不出日期：{'、'.join(unread)}。")
        return days
