"""The draft in the editor, and uploads: what is marked or broken is refused before it is stored."""

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
from gongkai.checks.known import Known
from gongkai.law.categories import categories
from gongkai.law.refused import Refused
from gongkai.people.forms import in_reach
from gongkai.publishing import actions, content, queries, rules, words
from gongkai.register.queries import now

MARKED = "secrecy.mark"
UNREADABLE = frozenset({"file.hostile", "file.large", "file.bomb", "file.broken"})
AHEAD = timedelta(days=366)  # how far ahead of its forming a draft may be begun


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
        self._refuse_foreign(body)
        empty = queries.fill_quotes(body, now())
        if empty:
            message = words.QUOTES_EMPTY.format(names="、".join(empty))
            raise forms.ValidationError(message, code="quote.none")
        return body

    def _refuse_foreign(self, body: Any) -> None:
        """Refuse figures of other sections that are not public: no chooser offers them."""
        named = {child.value["vintage"].pk for child in body if child.block_type == "data"}
        may = queries.choosable_vintages(self.for_user, now()).filter(pk__in=named)
        if named - {row.pk for row in may}:
            raise forms.ValidationError(words.VINTAGE_FOREIGN, code="vintage.section")

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
    for finding in examine(found, {}, Known(timezone.localdate())):
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
        content_of_it = {"title": "", "body": [block]}
        for finding in actions.examined(content_of_it, {sha256: data}, Known(timezone.localdate())):
            if finding.rule in UNREADABLE:
                raise forms.ValidationError(finding.why, code=finding.rule)
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
