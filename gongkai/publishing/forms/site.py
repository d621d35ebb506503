"""The site's frame: its profile, and where columns stand, close and open again."""

from collections.abc import Iterable
from typing import Any

from django import forms

from gongkai.design.looks import DEFAULT, LOOKS, Look
from gongkai.people.forms import in_reach, seen
from gongkai.publishing import actions, content, queries, rules, words
from gongkai.publishing.forms.moments import MOMENT
from gongkai.publishing.models import Column, Profile

HELP = {
    "footer_sponsor": "负责网站的单位全称。",
    "footer_phone": "如“0311-12345678”；多个号码用顿号隔开。",
    "footer_icp": "如“冀ICP备12345678号”。",
    "footer_police": "如“冀公网安备13010202000000号”。",
    "guide_classification": "公开的信息分哪几类，各放在哪里。",
    "guide_arrangement": "信息按什么排列和编号，怎样依目录查找。",
    "guide_access": "公众怎样取得主动公开的信息，怎样提出申请。",
    "guide_unit": "负责政府信息公开日常工作的机构。",
    "guide_fax": "没有传真的，也请写明。",
    "guide_online": "电子邮箱、网上申请或在线咨询的网址。",
}
UNCHOSEN = ("", "请选择")
NONE = "-"  # no column above, or none before; no column has this key
LONG = {"classification", "arrangement", "access"}  # fields of the guide people write much in


class ProfileForm(forms.Form):
    """The profile, field by field; what is wrong is said beside each field."""

    name = forms.CharField(label=words.SITE_NAME, max_length=60, validators=[seen],
                           help_text="显示在每页的顶部和浏览器标签上。")  # fmt: skip
    code = forms.CharField(label=words.SITE_CODE, max_length=10,
                           help_text="主管部门编发的10位数字。",
                           widget=forms.TextInput(attrs={"inputmode": "numeric"}))  # fmt: skip
    look = forms.ChoiceField(label=words.LOOK, widget=forms.RadioSelect,
                             choices=[(key, look.name) for key, look in LOOKS.items()])  # fmt: skip

    def __init__(self, *args: Any, row: Profile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in rules.FOOTER:
            self._add("footer", name, words.FOOTER[name], rules.LINE, None)
        for name in rules.GUIDE:
            area = forms.Textarea(attrs={"rows": 4 if name in LONG else 2})
            self._add("guide", name, words.GUIDE[name], rules.TEXT, area)
        self.initial["look"] = DEFAULT
        if row is not None:
            self.initial.update(name=row.name, code=row.code, look=row.look)
            for group in ("footer", "guide"):
                for name, value in getattr(row, group).items():
                    self.initial[f"{group}_{name}"] = value

    def _add(self, group: str, name: str, label: str, most: int, widget: Any) -> None:
        key = f"{group}_{name}"
        self.fields[key] = forms.CharField(
            label=label, max_length=most, required=False, help_text=HELP.get(key, ""),
            widget=widget,
        )  # fmt: skip

    def head(self) -> list[forms.BoundField]:
        """Return the fields of the name and the code."""
        return [self["name"], self["code"]]

    def footer(self) -> list[forms.BoundField]:
        """Return the fields of the footer."""
        return [self[f"footer_{name}"] for name in rules.FOOTER]

    def guide(self) -> list[forms.BoundField]:
        """Return the nine fields of the guide."""
        return [self[f"guide_{name}"] for name in rules.GUIDE]

    def looks(self) -> list[tuple[Any, Look]]:
        """Return the radio buttons of the colours, each with its colours."""
        return list(zip(self["look"], LOOKS.values(), strict=True))

    def clean(self) -> dict[str, Any]:
        """Say beside each field what shape it must have."""
        cleaned = super().clean()
        for code in rules.profile_faults(content.profile(Profile(**self.profile()))):
            field = code.replace(".", "_")
            if field not in self.errors:
                self.add_error(field, actions.fault_text(code) + "。")
        return cleaned

    def profile(self) -> dict[str, Any]:
        """Return what was entered as `actions.change_profile` takes it."""
        given = self.cleaned_data
        return {
            "name": given.get("name", ""),
            "code": given.get("code", ""),
            "look": given.get("look", DEFAULT),
            "footer": {name: given.get(f"footer_{name}", "") for name in rules.FOOTER},
            "guide": {name: given.get(f"guide_{name}", "") for name in rules.GUIDE},
        }


class SiteForm(forms.Form):
    """Hand the drafted site in."""

    release_at = forms.DateTimeField(
        label="改版时间", required=False, widget=MOMENT, validators=[in_reach],
        help_text="留空表示签发后即换。定时改版到点时全站同时更换，到点前对外不可见。",
    )  # fmt: skip
    comment = forms.CharField(label="改版说明", max_length=500, required=False,
                              widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip


def _options(columns: Iterable[Column]) -> list[tuple[str, str]]:
    """Return columns as options, indented as the tree is."""
    return [(one.slug, "　" * (one.depth - 2) + one.title) for one in columns]


class CloseForm(forms.Form):
    """Close a column into another."""

    moved_to = forms.ChoiceField(
        label="并入栏目",
        help_text="原栏目的信息改列在这个栏目之下，原栏目的网址转到这里；信息本身的网址不变。",
    )

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in queries.open_columns() if one.pk != column.pk]
        self.fields["moved_to"].choices = [UNCHOSEN, *_options(others)]


class MoveForm(forms.Form):
    """Put a column under another, and in its place among the columns there."""

    parent = forms.ChoiceField(label="上级栏目")
    after = forms.ChoiceField(label="位置", help_text="只能选所选上级栏目之下的位置。")

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [one for one in queries.open_columns() if not one.path.startswith(column.path)]
        self.fields["parent"].choices = [UNCHOSEN, (NONE, words.TOP), *_options(rows)]
        names = {one.path: one.title for one in rows}
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in rows:
            above = names.get(one.path[: -Column.steplen], words.TOP)
            groups.setdefault(above, []).append((one.slug, words.AFTER.format(name=one.title)))
        self.fields["after"].choices = [UNCHOSEN, (NONE, words.FOREMOST), *groups.items()]
        above = column.get_parent()
        self.initial.setdefault("parent", above.slug if above.depth > 1 else NONE)

    def clean(self) -> dict[str, Any]:
        """Return no column as an empty key."""
        return {name: "" if key == NONE else key for name, key in super().clean().items()}


class RefileForm(forms.Form):
    """File a draft in another column."""

    column = forms.ChoiceField(label="栏目", help_text="改栏目之后，先前的签批作废，须重新送审。")

    def __init__(self, *args: Any, now_in: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in queries.open_columns() if one.slug != now_in]
        self.fields["column"].choices = [UNCHOSEN, *_options(others)]
