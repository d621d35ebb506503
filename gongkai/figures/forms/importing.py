"""How a file is to be read: the file, a sheet's mapping, the vintage it goes to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings

from gongkai.checks.cells.certificate import BIGGEST
from gongkai.checks.files import safe_name
from gongkai.figures import queries, words
from gongkai.figures.importing.layout import ITEM
from gongkai.figures.importing.proposal import Known
from gongkai.figures.importing.sheets import letters
from gongkai.figures.models import ImportFile
from gongkai.figures.rules import NEED_REASON

ACCEPTED = ".xlsx,.xls,.csv,.txt,.tsv,.px"
SKIP = "skip"
ROLES = {"": "数值", "time": "时间", "region": "地区", "indicator": "指标名称", "unit": "单位",
         "status": "数据状态", "note": "注释", SKIP: "不导入"}  # fmt: skip
MARKS = [("", "请选择"), (SKIP, "不导入"), *words.MISSING.items()]
BLANK = [("", "不导入"), *words.MISSING.items()]
SPEC = (
    ("name", forms.CharField, {"label": "名称", "max_length": 120}),
    ("unit", forms.CharField, {"label": "计量单位", "max_length": 40, "required": False}),
    ("decimals", forms.IntegerField, {"label": "小数位数", "min_value": 0, "max_value": 12}),
    ("comparison", forms.ChoiceField, {"label": "对比口径", "choices": list(words.COMPARISON.items())}),
    ("span", forms.ChoiceField, {"label": "时间口径", "choices": list(words.SPAN.items())}),
    ("price", forms.ChoiceField, {"label": "价格口径", "choices": list(words.PRICE.items())}),
)  # fmt: skip


class FileForm(forms.Form):
    """Which file, for which data set."""

    flow = forms.ModelChoiceField(label="数据集", queryset=None, to_field_name="code")
    file = forms.FileField(
        label="文件", widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "文件是空的。"},
    )  # fmt: skip

    proof = forms.FileField(
        label="保护审核结论（verdict.json）", required=False,
        widget=forms.FileInput(attrs={"accept": ".json"}), help_text=words.PROOF_HELP,
        error_messages={"empty": "文件是空的。"},
    )  # fmt: skip

    def __init__(self, *args: Any, departments: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flow"].queryset = queries.flows_of(departments)
        self.fields["file"].help_text = (
            "Excel 工作簿（xlsx、xls）、csv、PX、SDMX-CSV，"
            f"不超过{settings.IMPORT_MOST // 1024**2}MB。先核对怎样读，再写入草稿版次。"
        )

    def clean_file(self) -> Any:
        """Refuse an oversized file while it still lies where the upload put it."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MOST:
            most = settings.IMPORT_MOST // 1024**2
            text = words.FILE_SIZE.format(name=safe_name(file.name), most=most)
            raise forms.ValidationError(text)
        return file

    def clean_proof(self) -> bytes:
        """Return the verdict; one byte too many of a larger file is enough to refuse it."""
        given = self.cleaned_data["proof"]
        return given.read(BIGGEST + 1) if given else b""


class SheetsForm(forms.Form):
    """Which sheets are taken, and what counts for all that say nothing else."""

    region = forms.CharField(label="各表共同的地区代码", required=False, max_length=12,
                             help_text="没有写明地区、也还没有选定的表都用它。")  # fmt: skip
    status = forms.ChoiceField(label="各表数据状态", required=False,
                               choices=[("", "不改"), *words.STATUS.items()])  # fmt: skip
    sheets = forms.MultipleChoiceField(label="要导入的表", required=False,
                                       widget=forms.CheckboxSelectMultiple)  # fmt: skip

    def __init__(self, *args: Any, mapping: Mapping[str, Any], known: Known, **kw: Any) -> None:
        self.known, found = known, mapping["sheets"]
        used = [str(place) for place, one in enumerate(found) if one["use"]]
        super().__init__(*args, initial={"sheets": used}, **kw)
        self.fields["sheets"].choices = [
            (str(place), f"{one['sheet']}　{one['title']}".strip("　"))
            for place, one in enumerate(found)
        ]

    def clean_region(self) -> str:
        """Refuse a code that is none."""
        code = self.cleaned_data["region"].strip()
        if code and code not in self.known.regions:
            raise forms.ValidationError(words.NO_REGION.format(code=code))
        return code

    def uses(self) -> list[bool]:
        """Say of each sheet whether it is taken."""
        taken = set(self.cleaned_data["sheets"])
        return [place in taken for place, _ in self.fields["sheets"].choices]


class SheetForm(forms.Form):
    """How a sheet is read. Its fields come from the mapping it stands on."""

    use = forms.BooleanField(label="导入这个表", required=False)
    first = forms.IntegerField(label="表头起始行", min_value=1)
    last = forms.IntegerField(label="表头结束行", min_value=0)
    end = forms.IntegerField(label="数据结束行", min_value=1)
    period = forms.CharField(label="整个表的时期", required=False, max_length=20,
                             help_text="行和列都没有写明年份时填写，如 2014、2014-09、2014-Q3。")  # fmt: skip
    region = forms.CharField(label="整个表的地区代码", required=False, max_length=12)
    blank = forms.ChoiceField(label="空格表示", choices=BLANK, required=False)
    status = forms.ChoiceField(label="数据状态", choices=list(words.STATUS.items()))
    relations = forms.CharField(
        label="平衡关系", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个，用指标代码写：GDP = VA1 + VA2 ±0.1；GDP_G 同比 GDP；RETAIL_YTD 累计 RETAIL。",
    )  # fmt: skip

    def __init__(
        self, *args: Any, before: Mapping[str, Any], relations: Iterable[str], known: Known,
        width: int, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.before, self.known, self.width = before, known, width
        super().__init__(*args, initial=self._initial(relations), **kwargs)
        self.letters = [letters(n) for n in range(width)]
        roles = ROLES | {ITEM + code: name for code, name in known.lists.items()}
        for letter in self.letters:
            self._add(f"label_{letter}", forms.ChoiceField(
                label=f"{letter}列", choices=list(roles.items()), required=False,
                initial=before["labels"].get(letter, "")))  # fmt: skip
        self._add_texts("mark", before["marks"], MARKS)
        self._add_texts("region", before["regions"], None)
        for code, texts in before["codes"].items():
            items = [("", "请选择"), *known.items.get(code, {}).items()]
            self._add_texts(f"code_{code}", texts, items)
        for code, chosen in before["items"].items():
            self._add(f"item_{code}", forms.ChoiceField(
                label=known.lists.get(code, code), required=False, initial=chosen,
                choices=[("", "请选择"), *known.items.get(code, {}).items()]))  # fmt: skip
        for place, spec in enumerate(before["names"].values()):
            self._add_spec(place, spec)

    def _initial(self, relations: Iterable[str]) -> dict[str, Any]:
        one = self.before
        return {
            "use": one["use"], "first": one["head"][0] + 1, "last": one["head"][1],
            "end": one["body"][1], "relations": "\n".join(relations),
            **{name: one[name] for name in ("period", "region", "blank", "status")},
        }  # fmt: skip

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field

    def _add_texts(self, name: str, texts: Mapping[str, str], choices: list | None) -> None:
        """Ask what each text stands for: one of some choices, or a code that is typed."""
        for place, (text, chosen) in enumerate(texts.items()):
            given: dict[str, Any] = {"label": text, "required": False, "initial": chosen}
            self._add(f"{name}_{place}", forms.ChoiceField(choices=choices, **given) if choices
                      else forms.CharField(max_length=12, **given))  # fmt: skip

    def _add_spec(self, place: int, spec: Mapping[str, Any]) -> None:
        self._add(f"name_{place}_use", forms.BooleanField(
            label="导入", required=False, initial=spec["use"]))  # fmt: skip
        self._add(f"name_{place}_code", forms.CharField(
            label="代码", max_length=30, initial=spec["code"]))  # fmt: skip
        for name, kind, given in SPEC:
            self._add(f"name_{place}_{name}", kind(
                initial=spec[name], disabled=not spec["new"], **given))  # fmt: skip

    @property
    def head_fields(self) -> list[Any]:
        """Return the fields about the whole sheet."""
        names = ("use", "first", "last", "end", "period", "region", "blank", "status")
        items = tuple(f"item_{code}" for code in self.before["items"])
        return [self[name] for name in names + items]

    @property
    def label_fields(self) -> list[Any]:
        """Return the fields about columns."""
        return [self[f"label_{letter}"] for letter in self.letters]

    @property
    def text_fields(self) -> list[tuple[str, list[Any]]]:
        """Return the fields about texts: signs, places, items, each under its heading."""
        found = [("符号表示", [self[f"mark_{n}"] for n in range(len(self.before["marks"]))]),
                 ("地区", [self[f"region_{n}"] for n in range(len(self.before["regions"]))])]  # fmt: skip
        found += [(self.known.lists.get(code, code),
                   [self[f"code_{code}_{n}"] for n in range(len(texts))])
                  for code, texts in self.before["codes"].items()]  # fmt: skip
        return [(heading, fields) for heading, fields in found if fields]

    @property
    def name_fields(self) -> list[tuple[str, Mapping[str, Any], list[Any]]]:
        """Return the fields about indicators: the text in the file, what is known, the fields."""
        parts = ("use", "code", *(name for name, _, _ in SPEC))
        return [(text, spec, [self[f"name_{place}_{part}"] for part in parts])
                for place, (text, spec) in enumerate(self.before["names"].items())]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse rows that are not in order."""
        found = super().clean() or {}
        if all(name in found for name in ("first", "last", "end")) and not (
            found["first"] - 1 <= found["last"] < found["end"]
        ):  # fmt: skip
            self.add_error("last", words.ROWS_ORDER)
        return found

    def mapping(self) -> dict[str, Any]:
        """Return the mapping as it was typed."""
        said, one = self.cleaned_data, self.before
        labels = {letter: said[f"label_{letter}"] for letter in self.letters
                  if said[f"label_{letter}"]}  # fmt: skip
        return {
            **one, "use": said["use"], "head": [said["first"] - 1, said["last"]],
            "body": [said["last"], said["end"]], "labels": labels,
            **{name: said[name] for name in ("period", "region", "blank", "status")},
            "items": {code: said[f"item_{code}"] for code in one["items"]},
            "marks": self._typed("mark", one["marks"]),
            "regions": self._typed("region", one["regions"]),
            "codes": {code: self._typed(f"code_{code}", texts)
                      for code, texts in one["codes"].items()},
            "names": {text: self._spec(place, spec)
                      for place, (text, spec) in enumerate(one["names"].items())},
        }  # fmt: skip

    def _typed(self, name: str, texts: Mapping[str, str]) -> dict[str, str]:
        return {text: self.cleaned_data[f"{name}_{place}"].strip()
                for place, text in enumerate(texts)}  # fmt: skip

    def _spec(self, place: int, spec: Mapping[str, Any]) -> dict[str, Any]:
        said = self.cleaned_data
        code = said[f"name_{place}_code"].strip()
        typed = {name: said[f"name_{place}_{name}"] for name, _, _ in SPEC}
        found = {**spec, **typed, "use": said[f"name_{place}_use"], "code": code, "guessed": False}
        if code != spec["code"]:
            about = self.known.indicators.get(code)
            return found | ({**about, "new": False} if about else {"new": True})
        return found

    def renamed(self) -> dict[str, str]:
        """Return the codes that were changed: relations follow them."""
        return {spec["code"]: self.cleaned_data[f"name_{place}_code"].strip()
                for place, spec in enumerate(self.before["names"].values())}  # fmt: skip


class VintageForm(forms.Form):
    """Where the values go: a new draft vintage, or one that was begun."""

    vintage = forms.ModelChoiceField(label="写入", queryset=None, required=False,
                                     empty_label="新编一个版次")  # fmt: skip
    title = forms.CharField(label="新版次名称", max_length=200, required=False)
    kind = forms.ChoiceField(label="性质", choices=list(words.VINTAGE.items()))
    reason = forms.CharField(label="依据和情况", required=False,
                             widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    leave = forms.BooleanField(label="有问题的单元格不导入，其余照常导入", required=False)

    def __init__(self, *args: Any, file: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vintage"].queryset = queries.drafts_of(file.flow)

    def clean(self) -> dict[str, Any]:
        """Ask for what a revision stands on."""
        found = super().clean() or {}
        if found.get("kind") in NEED_REASON and not found.get("vintage") and not (
            found.get("reason", "").strip()
        ):  # fmt: skip
            self.add_error("reason", words.NEED_REASON)
        return found
