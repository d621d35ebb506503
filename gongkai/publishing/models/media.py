"""Files at the desk: attachments, pictures, and the smaller copies the editor makes of them."""

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class MediaFile(models.Model):
    """What the desk knows of an uploaded file beyond Wagtail: its hash and what it really is."""

    sha256 = models.CharField("校验值", max_length=64, editable=False, default="")
    file_name = models.CharField("文件名", max_length=200, editable=False, default="")
    media_type = models.CharField("格式", max_length=100, editable=False, default="")

    # Nothing of a file is indexed: what is purged must not live on. Choosers ask the fields and
    # offer no search; the forms that save a file ask the instance.
    search_fields = ()

    class Meta:
        abstract = True

    def get_indexed_instance(self) -> None:
        """Keep the file out of Wagtail's search index."""


class Attachment(MediaFile, AbstractDocument):
    """A file to download (附件)."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = verbose_name_plural = "附件"


class Picture(MediaFile, AbstractImage):
    """A picture (图片)."""

    admin_form_fields = ("title", "file", "collection", "description")

    class Meta(AbstractImage.Meta):
        verbose_name = verbose_name_plural = "图片"


class Rendition(AbstractRendition):
    """A smaller copy of a picture for the editor's own screens."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = verbose_name_plural = "缩略图"
        unique_together = (("image", "filter_spec", "focal_point_key"),)
