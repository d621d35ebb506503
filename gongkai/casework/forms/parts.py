"""What is decided of the pieces of the material, and what is taken out of them (区分处理)."""

import re
from typing import Any

from django import forms

from gongkai.casework import queries, words
from gongkai.casework.forms.acts import ActForm, text
from gongkai.casework.forms.keeping import grounds
from gongkai.casework.redaction.marks import LABEL, Box
from gongkai.casework.redaction.tables import said

LINE = re.compile(r"[,，\s]+")


class PartForm(ActForm):
    """Decide a piece of the material."""

    heading, button, done, law = "区分处理", "记载决定", "已记载。", "reply.partial"
    note = "逐件或者逐部分决定：能够区分处理的，提供可以公开的内容，并对不予公开的部分说明理由。"

    part = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="材料或部分", max_length=200)
    material = forms.ModelChoiceField(label="所在文件", queryset=None, required=False)
    decision = forms.ChoiceField(label="决定", choices=list(words.PART.items()))
    ground = forms.ChoiceField(label="不予公开情形", required=False)
    reason = text("理由", required=False)
    party = forms.ChoiceField(label="涉及的第三方", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["material"].queryset = self.case.files.filter(role="material")
        self.fields["material"].label_from_instance = lambda file: file.name
        self.fields["ground"].choices = [("", "（予以公开的不选）"), *grounds()]
        self.fields["party"].choices = [("", "（不涉及）"), *queries.third_parties(self.case)]

    def clean(self) -> dict[str, Any]:
        """Ask for the ground and the reason of what is withheld."""
        given = super().clean()
        if given.get("decision") == "withhold":
            for name, what in (("ground", "不予公开情形"), ("reason", "理由")):
                if not given.get(name):
                    self.add_error(name, f"不予公开的，请写明{what}。")
        return given


class RedactForm(ActForm):
    """Take something out of a part's material; what was marked the last time is there again."""

    def marks(self) -> dict[str, Any]:
        """Return what was marked, as it was typed."""
        return {name: value for name in self.fields if (value := self[name].value())}


class RedactPdfForm(RedactForm):
    """Take boxes, words and whole pages out of a PDF."""

    heading, button, done = "遮盖材料", "遮盖并核对", "已生成遮盖件，遮去的内容在其中查不到。"
    note = "在图上拖动画框，或者逐行填写。遮盖件逐页重新绘制，原件不变。"

    texts = forms.CharField(label="要遮去的文字", required=False, max_length=4000,
                            widget=forms.Textarea(attrs={"rows": 3}),
                            help_text="一行一个，全文逐处遮去。")  # fmt: skip
    boxes = forms.CharField(label="遮盖框", required=False, max_length=20_000,
                            widget=forms.Textarea(attrs={"rows": 4, "data-boxes": "1"}),
                            help_text="一行一个：页码，左，上，右，下（单位：点，自页面左上角起）。")  # fmt: skip
    pages = forms.CharField(label="整页不予公开", required=False, max_length=400,
                            help_text="页码，用逗号分开，如 3，5。")  # fmt: skip
    label = forms.CharField(label="整页标注", required=False, max_length=40, initial=LABEL)
    rebuild = forms.BooleanField(label="不遮去内容，只重新生成", required=False,
                                 help_text="去掉脚本、自动动作和夹带的文件。")  # fmt: skip

    def clean_texts(self) -> list[str]:
        """Return the words, one a line."""
        return [line.strip() for line in self.cleaned_data["texts"].splitlines() if line.strip()]

    def clean_boxes(self) -> list[Box]:
        """Return the boxes, each a page and four sides."""
        found = []
        for number, line in enumerate(self.cleaned_data["boxes"].splitlines(), 1):
            if not line.strip():
                continue
            try:
                page, *sides = LINE.split(line.strip())
                left, top, right, bottom = map(float, sides)
            except ValueError as error:
                raise forms.ValidationError(f"第{number}行不是五个数字，请核对。") from error
            if left >= right or top >= bottom or not page.isdecimal():
                raise forms.ValidationError(f"第{number}行：左应小于右，上应小于下，请核对。")
            found.append(Box(int(page), left, top, right, bottom))
        return found

    def clean_pages(self) -> list[int]:
        """Return the numbers of the pages."""
        return _numbers(self.cleaned_data["pages"])

    def clean(self) -> dict[str, Any]:
        """Refuse to redact nothing."""
        given = super().clean()
        if not self.errors and not any(
            given[name] for name in ("texts", "boxes", "pages", "rebuild")
        ):
            raise forms.ValidationError("没有指定要遮去的内容，请画框、填写文字或者页码。")
        return given

    def cut(self) -> dict[str, Any]:
        """Return what the action wants."""
        given = self.cleaned_data
        withheld = dict.fromkeys(given["pages"], given["label"] or LABEL)
        return {"boxes": given["boxes"], "texts": given["texts"], "pages_withheld": withheld,
                "rebuild": given["rebuild"]}  # fmt: skip


class RedactSheetForm(RedactForm):
    """Take sheets, columns, rows, cells and words out of a workbook."""

    heading, button, done = "遮盖表格", "遮盖并核对", "已生成遮盖件，遮去的内容在其中查不到。"
    note = "遮盖件由保留的数值重新写成，公式和批注不带入；隐藏的行、列和工作表须逐处决定。"

    texts = RedactPdfForm.base_fields["texts"]
    sheets = forms.CharField(label="整张工作表不予公开", required=False, max_length=1000,
                             widget=forms.Textarea(attrs={"rows": 2}),
                             help_text="一行一个工作表名。")  # fmt: skip
    ranges = forms.CharField(label="行、列、单元格", required=False, max_length=4000,
                             widget=forms.Textarea(attrs={"rows": 4}),
                             help_text="一行一处，如 Sheet1!C（列）、Sheet1!12（行）、Sheet1!D5（格）。")  # fmt: skip

    shown = forms.MultipleChoiceField(label="隐藏而要提供的内容", required=False,
                                      widget=forms.CheckboxSelectMultiple,
                                      help_text="不勾选的隐藏内容须在上面写明遮去。")  # fmt: skip

    clean_texts = RedactPdfForm.clean_texts

    def __init__(self, *args: Any, hidden: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].choices = [(one, said(one)) for one in hidden]
        if not hidden:
            del self.fields["shown"]

    def clean_sheets(self) -> list[str]:
        """Return the names of the sheets."""
        return [line.strip() for line in self.cleaned_data["sheets"].splitlines() if line.strip()]

    def clean_ranges(self) -> list[tuple[str, str]]:
        """Return each place as its sheet and its letters or digits."""
        found = []
        for number, line in enumerate(self.cleaned_data["ranges"].splitlines(), 1):
            if not line.strip():
                continue
            sheet, mark, place = line.strip().rpartition("!")
            place = place.upper()
            if not (
                mark
                and sheet
                and re.fullmatch(r"[A-Z]{1,3}|[0-9]{1,7}|[A-Z]{1,3}[0-9]{1,7}", place)
            ):
                raise forms.ValidationError(f"第{number}行应写成“工作表!列、行或单元格”，请核对。")
            found.append((sheet.strip("'"), place))
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse to redact nothing."""
        given = super().clean()
        if not self.errors and not any(given[name] for name in ("texts", "sheets", "ranges")):
            raise forms.ValidationError("没有指定要遮去的内容，请填写文字、工作表或者单元格。")
        return given

    def cut(self) -> dict[str, Any]:
        """Return what the action wants."""
        given = self.cleaned_data
        found: dict[str, Any] = {"columns": {}, "rows": {}, "cells": {}}
        for sheet, place in given["ranges"]:
            kind = "rows" if place.isdecimal() else "columns" if place.isalpha() else "cells"
            found[kind].setdefault(sheet, []).append(int(place) if kind == "rows" else place)
        return {"texts": given["texts"], "sheets_withheld": given["sheets"],
                "shown": given.get("shown", []), **found}  # fmt: skip


def _numbers(text: str) -> list[int]:
    found = [one for one in re.split(r"[,，、\s]+", text.strip()) if one]
    if any(not one.isdecimal() or len(one) > 5 for one in found):
        raise forms.ValidationError("页码请写数字，用逗号分开。")
    return [int(one) for one in found]
