"""Figures that public texts quote by reference."""

from django.db import models

from gongkai.figures.models import Series
from gongkai.publishing.models.edition import Edition


class Quote(models.Model):
    """A value as an edition shows it: written when the edition is made, from what was signed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="quotes",
                                verbose_name="公开版本")  # fmt: skip
    series = models.ForeignKey(Series, models.PROTECT, verbose_name="序列")
    period = models.CharField("时期", max_length=8)
    value = models.CharField("数值", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "引用"

    def __str__(self) -> str:
        return f"{self.series_id} {self.period} {self.value}"
