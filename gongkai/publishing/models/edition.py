"""What the public reads: editions, what later happened to them, and their index numbers."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from gongkai.people.models import Department
from gongkai.publishing import words
from gongkai.publishing.models.card import ApprovalCard
from gongkai.publishing.rules import COMPLETE, Purpose


class EditionQuerySet(models.QuerySet):
    """Every public question asks this, with its moment."""

    def visible(self, at: datetime) -> "EditionQuerySet":
        """Keep the editions the public may read at a moment: the latest, not taken down."""
        later = Edition.objects.filter(
            work_kind=OuterRef("work_kind"),
            work_id=OuterRef("work_id"),
            number__gt=OuterRef("number"),
            visible_from__lte=at,
            card__step__in=COMPLETE,
        )
        return self.reached(at).filter(~Exists(later))

    def reached(self, at: datetime) -> "EditionQuerySet":
        """Keep editions that have come out and not been taken down, superseded ones too."""
        down = Change.objects.filter(
            public_id=OuterRef("public_id"),
            up_to__gte=OuterRef("number"),
            kind__in=[Purpose.TAKE_DOWN, Purpose.URGENT],
            since__lte=at,
        )
        return self.filter(~Exists(down), visible_from__lte=at, card__step__in=COMPLETE)

    def disclosures(self) -> "EditionQuerySet":
        """Keep editions of disclosures."""
        return self.filter(work_kind="disclosure")


class Edition(models.Model):
    """What the public reads: immutable, made only by the last signature of a card."""

    work_kind = models.CharField("种类", max_length=12)
    work_id = models.CharField("对象", max_length=40)
    number = models.PositiveSmallIntegerField("版次")
    sha256 = models.CharField("内容校验值", max_length=64)
    card = models.ForeignKey(ApprovalCard, models.PROTECT, related_name="editions")
    visible_from = models.DateTimeField("公开时间")
    public_id = models.CharField("公开编号", max_length=12, db_index=True)
    title = models.CharField("名称", max_length=255)
    summary = models.CharField("内容概述", max_length=100, blank=True)
    column = models.CharField("栏目", max_length=60)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="承办科室")
    formed_on = models.DateField("生成日期", null=True)
    first_from = models.DateTimeField("首次公开时间")
    document_no = models.CharField("文号", max_length=60, blank=True, default="")
    files = models.TextField("所含文件", blank=True, default="")  # content.public_files
    # The one that is out: see queries.standing.
    shown = models.BooleanField("正在公开", default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开版本"
        ordering = ["-visible_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work_kind", "work_id", "number"], name="one_edition_a_number"
            ),
        ]
        # A list reads its first lines from one of these, however long it is. None begins with the
        # kind: without statistics SQLite would search a version among all of a kind with it.
        indexes = [
            models.Index(fields=["first_from", "id"], name="edition_first"),
            models.Index(fields=["visible_from", "id"], name="edition_visible"),
            models.Index(fields=["column", "first_from", "id"], name="edition_column_first"),
            models.Index(fields=["column", "visible_from", "id"], name="edition_column_visible"),
            models.Index(
                fields=["visible_from", "id"], condition=Q(number__gt=1), name="edition_corrected"
            ),
            models.Index(fields=["id"], condition=~Q(files=""), name="edition_with_files"),
            models.Index(
                fields=["first_from", "column"], condition=Q(shown=True), name="edition_shown"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChangeQuerySet(models.QuerySet):
    """Named questions about changes."""

    def of(self, public_ids: Iterable[str], at: datetime) -> "ChangeQuerySet":
        """Keep the changes of some disclosures in force at a moment."""
        return self.filter(public_id__in=list(public_ids), since__lte=at)

    def urgent_pending(self) -> "ChangeQuerySet":
        """Keep urgent takedowns the press has not carried out yet."""
        return self.filter(kind=Purpose.URGENT, carried_out_at=None)


class Change(models.Model):
    """What later happened to a disclosure: 失效, 废止, 撤下, 紧急下线. A row, never an edit."""

    public_id = models.CharField("公开编号", max_length=12, db_index=True)
    up_to = models.PositiveSmallIntegerField("涉及版次")
    kind = models.CharField("变更", max_length=10, choices=list(words.PURPOSE.items()))
    since = models.DateTimeField("起")
    reason = models.CharField("原因", max_length=300)
    card = models.ForeignKey(ApprovalCard, models.PROTECT, null=True, related_name="changes")
    carried_out_at = models.DateTimeField("下线完成时间", null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开状态变更"
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["kind", "since"], name="change_kind")]


class IndexNumber(models.Model):
    """索引号: gap-free per year of forming, drawn by the press, never used again."""

    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("流水号")
    public_id = models.CharField("公开编号", max_length=12, db_index=True)
    drawn_at = models.DateTimeField("取号时间")
    voided_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "索引号"
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_index_a_serial"),
            models.UniqueConstraint(
                fields=["public_id"], condition=Q(voided_at=None), name="one_live_index"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="index_from_one"),
        ]

    def __str__(self) -> str:
        return f"{settings.BUREAU_CODE}/{self.year}-{self.serial:05d}"
