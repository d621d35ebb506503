"""Shapes of input: the draft in the editor, uploads, and the desk's own forms."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from gongkai.checks.examine import examine
from gongkai.checks.files import kind_of, safe_name
from gongkai.law.categories import categories
from gongkai.law.refused import Refused
from gongkai.people.forms import in_reach, seen
from gongkai.people.queries import posts
from gongkai.publishing import actions, content, queries, rules, words
from gongkai.publishing.models import Column
from gongkai.register.queries import now

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 60}, format="%Y-%m-%dT%H:%M")
MARKED = "secrecy.mark"
AHEAD = timedelta(days=366)  # how far ahead of its forming a draft may be begun


SECOND = forms.DateTimeInput(
    attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S"
)


class DisclosureForm(WagtailAdminPageForm):
    """The editor's form. A draft that bears a mark of secrecy is refused before it is stored."""

    channels = forms.MultipleChoiceField(
        label="公开渠道", choices=[(name, name) for name in words.CHANNELS],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    category = forms.TypedChoiceField(
        label="条例类别", coerce=int,
        choices=[(one.number, str(one)) for one in categories()],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["source_name"] = settings.BUREAU

    def _clean_fields(self) -> None:
        """Read the fields. Of a body no browser sends, Wagtail raises what it stumbles on.

        Raises: Refused.
        """
        try:
            super()._clean_fields()
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise Refused(
                "draft.form", "提交的内容不完整，没有保存。请重新打开草稿后再试。"
            ) from error

    def clean_body(self) -> Any:
        """Refuse what no database can hold, and a table that is none."""
        body = self.cleaned_data["body"]
        kept = body.get_prep_value()
        if not all(_is_table(one["value"]) for one in kept if one["type"] == "table"):
            raise forms.ValidationError("表格的内容无法识别，请重新粘贴。", code="draft.table")
        if not rules.fits_storage(kept):
            raise forms.ValidationError(words.BROKEN_TEXT, code="text.broken")
        return body

    def clean_formed_on(self) -> date | None:
        """Refuse a day so far ahead that its term has no end."""
        day = self.cleaned_data["formed_on"]
        if day and day > timezone.localdate(now()) + AHEAD:
            raise forms.ValidationError("生成日期不能晚于一年以后。", code="draft.formed")
        return day

    def clean_planned_at(self) -> datetime | None:
        """Refuse a moment out of reach."""
        planned = self.cleaned_data["planned_at"]
        if planned:
            in_reach(planned)
        return planned

    def clean(self) -> dict[str, Any]:
        """Refuse a marked text before it is stored, and purge what was saved of it so far.

        Raises: Refused — the page behind it shows no word of the text again.
        """
        cleaned = super().clean()
        text = content.plain("\n".join(str(cleaned.get(name) or "") for name in
                                       ("title", "summary", "document_no", "keywords")))  # fmt: skip
        body = content.body(cleaned["body"]) if cleaned.get("body") is not None else []
        found = _marks({"title": text, "summary": "", "body": body})
        if found:
            actions.refuse_secret(by=self.for_user, at=now(), rule=MARKED, page=self.instance.pk)
            raise Refused(MARKED, words.SECRET.format(excerpt="×" * len(found)))
        return cleaned


def _is_table(value: Any) -> bool:
    """Say whether a table as the editor stores it is rows of cells, or nothing."""
    rows = (value.get("table") or {}).get("data") or []
    return isinstance(rows, list) and all(
        isinstance(row, list) and not any(isinstance(cell, dict | list) for cell in row)
        for row in rows
    )


def _marks(found: dict[str, Any]) -> str:
    """Return the first mark of secrecy in a content, or an empty string."""
    for finding in examine(found, {}, on=timezone.localdate()):
        if finding.rule == MARKED:
            return finding.excerpt
    return ""


class _ReadUpload:
    """Look at an uploaded file's bytes before it is stored: kind, name, marks of secrecy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        """Return the upload under a safe name. Raises: ValidationError with the reason."""
        file = self.cleaned_data["file"]
        if self.add_prefix("file") not in self.files:  # the chooser prefixes its fields
            return file
        data = b"".join(file.chunks())
        file.seek(0)
        try:
            kind = kind_of(file.name, data)
        except Refused as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        name = safe_name(file.name)
        sha256 = rules.sha256(data)
        block = {"type": "attachment", "sha256": sha256, "name": name, "title": name,
                 "size": len(data), "media_type": kind.media_type}  # fmt: skip
        for finding in examine(
            {"title": "", "body": [block]}, {sha256: data}, on=timezone.localdate()
        ):
            if finding.rule == MARKED:
                hidden = "×" * len(finding.excerpt)
                actions.refuse_secret(by=self.user, at=now(), rule=MARKED)
                raise forms.ValidationError(words.SECRET.format(excerpt=hidden), code=MARKED)
        file.name = name
        self.instance.sha256, self.instance.file_name = sha256, name
        self.instance.media_type = kind.media_type
        return file


class AttachmentForm(_ReadUpload, BaseDocumentForm):
    """Upload of an attachment."""


class PictureForm(_ReadUpload, BaseImageForm):
    """Upload of a picture."""


class SubmitForm(forms.Form):
    """Hand a draft in."""

    field_order = ["what", "why", "release_at", "comment"]

    release_at = forms.DateTimeField(
        label="计划发布时间", required=False, widget=MOMENT, validators=[in_reach],
        help_text="留空表示签发后即发。定时发布精确到秒，到点前对外不可见。",
    )  # fmt: skip
    what = forms.CharField(label="更正了什么", max_length=300, required=False,
                           widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    why = forms.CharField(label="为什么更正", max_length=300, required=False,
                          widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    comment = forms.CharField(label="采编说明", max_length=500, required=False,
                              widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("what", "why"):
            if correcting:
                self.fields[name].required = True
            else:
                del self.fields[name]


class DecisionForm(forms.Form):
    """Sign, or send back with reasons."""

    digest = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(label="意见", max_length=500, required=False)


class ReasonForm(forms.Form):
    """A reason that must be written."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeForm(ReasonForm):
    """Ask to expire, repeal or take down."""

    field_order = ["purpose", "reason", "release_at"]

    purpose = forms.ChoiceField(
        label="事项",
        choices=[
            (purpose, words.PURPOSE[purpose])
            for purpose in (rules.Purpose.EXPIRE, rules.Purpose.REPEAL, rules.Purpose.TAKE_DOWN)
        ],
    )
    release_at = forms.DateTimeField(label="生效时间", required=False, widget=MOMENT,
                                     validators=[in_reach], help_text="留空表示签发后即生效。")  # fmt: skip


class UrgentForm(ReasonForm):
    """Take down at once."""

    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="记入台账并写在补办的审批卡上，不对外显示。理由中不要写涉密或个人信息的内容。",
    )  # fmt: skip
    purge = forms.BooleanField(
        label="含有国家秘密或个人信息，连同历史版本、快照和附件一并清除（不可恢复，台账保留登记和校验值）",
        required=False,
    )


class PaperForm(forms.Form):
    """Enter a signature given on paper."""

    digest = forms.CharField(widget=forms.HiddenInput)
    signer = forms.ModelChoiceField(label="签批人", queryset=None)
    signed_at = forms.DateTimeField(label="签批时间", widget=SECOND, validators=[in_reach])
    comment = forms.CharField(label="签批意见", max_length=500, required=False)
    scan = forms.FileField(label="签批件扫描件（PDF 或图片）")

    def __init__(self, *args: Any, signers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].queryset = signers

    def clean_scan(self) -> tuple[bytes, str]:
        """Return the scan's bytes and what they are."""
        file = self.cleaned_data["scan"]
        data = b"".join(file.chunks())
        try:
            kind = kind_of(file.name, data)
        except Refused as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        if not kind.media_type.startswith("image/") and kind.media_type != "application/pdf":
            raise forms.ValidationError("扫描件请用 PDF 或图片。", code="paper.kind")
        return data, kind.media_type


class ColumnForm(forms.ModelForm):
    """A column's own fields."""

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
        self.fields["parent"].queryset = queries.columns()
        if self.instance.pk:
            del self.fields["key"], self.fields["parent"]


class DutyForm(forms.Form):
    """Name the post that does a step for a column."""

    column = forms.ModelChoiceField(label="栏目", queryset=None, to_field_name="slug")
    step = forms.ChoiceField(
        label="环节",
        choices=[(step, words.STEP[step]) for step in rules.Step if step in rules.OPEN],
    )
    post = forms.ModelChoiceField(label="岗位", queryset=None)
    since = forms.DateTimeField(label="起", widget=MOMENT, validators=[in_reach])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = queries.columns()
        self.fields["post"].queryset = posts()


class RouteForm(forms.Form):
    """Change a route: one step a line."""

    stages = forms.CharField(
        label="环节",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="每行写一个环节，按先后顺序：采编、核数、科室审核、保密审查、报送局办公室、签发。",
    )

    def clean_stages(self) -> list[rules.Stage]:
        """Return the stages named, with the post each step belongs to."""
        known = {stage.step: stage for route in rules.ROUTES.values() for stage in route}
        steps = {words.STEP[step]: stage for step, stage in known.items()}
        lines = [line.strip() for line in self.cleaned_data["stages"].splitlines() if line.strip()]
        unknown = [line for line in lines if line not in steps]
        if unknown:
            raise forms.ValidationError(f"不认识的环节：{'、'.join(unknown)}", code="route.steps")
        return [steps[line] for line in lines]
