"""A document brought in as a draft."""

from typing import Any

from django import forms
from django.conf import settings

from gongkai.checks.files import safe_name
from gongkai.law.refused import Refused
from gongkai.publishing import queries
from gongkai.publishing.importing.reading import refuse_oversized

ACCEPTED = ".docx,.html,.htm,.mht,.mhtml,.zip"


class ImportForm(forms.Form):
    """Which document becomes a draft, and in which column."""

    column = forms.ModelChoiceField(label="栏目", queryset=None, to_field_name="slug")
    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "文件是空的。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = queries.open_columns()
        self.fields["file"].help_text = (
            f"Word 文档（docx）、网页（html、mht，或网页连同图片的 zip），"
            f"不超过{settings.IMPORT_MOST // 1024**2}MB。文件只读取，不保存；图片存入图片库。"
        )

    def clean_file(self) -> Any:
        """Refuse an oversized file while it still lies where the upload put it."""
        file = self.cleaned_data["file"]
        try:
            refuse_oversized(safe_name(file.name), file.size, settings.IMPORT_MOST)
        except Refused as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return file
