"""What is kept of public texts to tell a repetition by (重复发布): see gongkai.checks.sameness."""

from django.db import models

from gongkai.publishing.models.edition import Edition


class Sketch(models.Model):
    """The sketch of an edition's text: written when the edition is made."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="sketch",
                                   verbose_name="公开版本")  # fmt: skip
    places = models.JSONField("特征")

    class Meta:
        verbose_name = verbose_name_plural = "文本特征"


class Band(models.Model):
    """A key of the index over sketches: texts that are alike share at least one."""

    sketch = models.ForeignKey(Sketch, models.CASCADE, related_name="bands",
                               verbose_name="文本特征")  # fmt: skip
    value = models.BigIntegerField("键", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "特征键"
