"""What the annual report keeps: what people declared, the draft made of it, its submission."""

from typing import Any

from django.db import models

from gongkai.people.models import User


class CountingRule(models.Model):
    """What counts among the items a report names, from a day on. The newest that fits holds."""

    since = models.DateField("起")
    text = models.CharField("口径", max_length=500)
    unit = models.CharField("单位", max_length=4, default="条")
    kinds = models.JSONField("种类", default=list)  # [{"name": …, "columns": [key, …]}, …]
    apart = models.JSONField("另计", default=list)  # words in titles of what is counted apart
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="设定人")
    at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = verbose_name_plural = "统计口径"
        ordering = ["since", "pk"]


class DeclarationQuerySet(models.QuerySet):
    """Named questions about declarations."""

    def standing(self, year: int) -> "dict[str, Declaration]":
        """Return what stands for a year by key: the last that was declared."""
        rows = self.filter(year=year).select_related("by").order_by("pk")
        return {row.key: row for row in rows}


class Declaration(models.Model):
    """What the system cannot know and a person declared for a year: a number, or the text of a slot.

    Never changed: a later one with the same key takes its place.
    """

    year = models.PositiveSmallIntegerField("年度")
    key = models.CharField("项目", max_length=40)
    value = models.TextField("内容")
    basis = models.CharField("依据", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("填报时间")

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度报告填报"
        ordering = ["year", "key", "pk"]
        indexes = [models.Index(fields=["year", "key"], name="declaration_key")]


class AnnualReport(models.Model):
    """Which disclosure is the report of a year. Its text is the disclosure's own.

    public_id, not a foreign key: a draft may be purged or deleted, and the report drafted again.
    """

    year = models.PositiveSmallIntegerField("年度", unique=True)
    public_id = models.CharField("公开编号", max_length=12)
    shape = models.CharField("体例", max_length=12)
    said = models.JSONField("拟订时的句子", default=dict)  # by key: what the records said then
    printed = models.JSONField("附件所据正文", default=dict)  # SHA-256 of a file: of what it says
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟订人")
    drafted_at = models.DateTimeField("拟订时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年度报告"


class Submission(models.Model):
    """A report handed to the supervising office, with its receipt (条例第四十九条)."""

    year = models.PositiveSmallIntegerField("年度")
    office = models.CharField("主管部门", max_length=80)
    on = models.DateField("报送日期")
    receipt_no = models.CharField("回执编号", max_length=80)
    sha256 = models.CharField("回执文件", max_length=64, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经手人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度报告报送"
        ordering = ["-year", "-on", "-pk"]

    def shown(self) -> dict[str, Any]:
        """Return what the register says of it."""
        return {"on": self.on.isoformat(), "office": self.office, "receipt": self.receipt_no}
