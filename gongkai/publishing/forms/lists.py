"""Words of the bureau's own lists."""

from django import forms

from gongkai.people.forms import seen
from gongkai.publishing import words

DAY = forms.DateInput(attrs={"type": "date"})


class WordForm(forms.Form):
    """Add a word to a list."""

    kind = forms.ChoiceField(label="词表", choices=list(words.LISTS.items()))
    text = forms.CharField(
        label="词语", max_length=120, validators=[seen],
        help_text="文中出现就报的写法；领导人写姓名，电话写号码，网站写域名。",
    )  # fmt: skip
    right = forms.CharField(
        label="规范写法", max_length=120, required=False, validators=[seen],
        help_text="应当怎样写；领导人写现任职务。保密词语、电话、网站和放行词留空。",
    )  # fmt: skip
    since = forms.DateField(label="启用日期", required=False, widget=DAY,
                            help_text="早于这一天的信息不查；留空为一直有效。")  # fmt: skip
    until = forms.DateField(label="停用日期", required=False, widget=DAY)
    note = forms.CharField(label="依据", max_length=200, required=False, validators=[seen],
                           help_text="文件名称和文号，显示在审查意见里。")  # fmt: skip
    order = forms.IntegerField(label="位次", required=False, min_value=0, max_value=999,
                               help_text="只对领导人：排名先后，1在最前。")  # fmt: skip

    def clean_order(self) -> int:
        """Return the rank, 0 when none was given."""
        return self.cleaned_data["order"] or 0
