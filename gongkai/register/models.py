"""Entries that are never changed, the erasable bodies beside them, and the snapshots they name."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import models
from django.utils import timezone

from gongkai.register import words
from gongkai.register.rules import SEPARATOR


class Entries(models.QuerySet):
    """The words a ledger is asked in."""

    def for_period(self, first: date | None, last: date | None) -> "Entries":
        """Keep what occurred from one day to another, both included; None is open."""
        zone = timezone.get_current_timezone()
        found = self
        if first:
            found = found.filter(occurred_at__gte=datetime.combine(first, time.min, zone))
        if last:
            found = found.filter(occurred_at__lte=datetime.combine(last, time.max, zone))
        return found

    def of(self, *verbs: str) -> "Entries":
        """Keep acts of these kinds."""
        return self.filter(verb__in=verbs)

    def about(self, subjects: str | Iterable[str]) -> "Entries":
        """Keep acts about a subject, or about any of several."""
        return self.filter(subject__in=[subjects] if isinstance(subjects, str) else list(subjects))

    def in_column(self, column: str) -> "Entries":
        """Keep acts on a column."""
        return self.filter(payload__column=column)

    def of_department(self, department: str) -> "Entries":
        """Keep acts on a department's matters."""
        return self.filter(payload__department=department)

    def through_channel(self, channel: str) -> "Entries":
        """Keep what went through a channel."""
        return self.filter(payload__channels__contains=f"{SEPARATOR}{channel}{SEPARATOR}")

    def released(self) -> "Entries":
        """Keep what went out to the public, corrections included (发布台账)."""
        return self.of(*words.RELEASES)


class Entry(models.Model):
    """One act. Append-only: triggers refuse all but the next number (see triggers.py).

    No second unique field: INSERT OR REPLACE would use it to remove an older row unseen.
    The subject is a technical name ("card:石统网审〔2014〕1号"), never a personal datum: it stays.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    verb = models.CharField("事项", max_length=40, db_index=True)
    subject = models.TextField("对象", db_index=True)
    occurred_at = models.DateTimeField("办理时间", db_index=True)
    recorded_at = models.DateTimeField("记录时间")
    commit = models.CharField("承诺值", max_length=64)
    leaf_hash = models.CharField("日志叶哈希", max_length=64)

    objects = Entries.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记"
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"第{self.seq}条 {self.label}"

    @property
    def label(self) -> str:
        """Return what was done, in Chinese."""
        return words.VERBS.get(self.verb, self.verb)


class Payload(models.Model):
    """The body of an entry. May be emptied, never rewritten or deleted."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, verbose_name="登记", related_name="payload"
    )
    salt = models.CharField("盐", max_length=64)
    body = models.TextField("登记内容")
    title = models.TextField("名称", blank=True)
    column = models.TextField("栏目", blank=True, db_index=True)
    department = models.TextField("科室", blank=True, db_index=True)
    channels = models.TextField("渠道", blank=True)
    actor_name = models.TextField("经手人", blank=True)
    actor_post = models.TextField("岗位", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记内容"

    def __str__(self) -> str:
        return self.title


class Blob(models.Model):
    """A stored snapshot by its hash. The bytes lie on disk; the row stays when they are erased."""

    sha256 = models.CharField("摘要", max_length=64, primary_key=True)
    size = models.BigIntegerField("大小")
    media_type = models.CharField("类型", max_length=120)
    kept_at = models.DateTimeField("存档时间")
    erased_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "归档件"

    def __str__(self) -> str:
        return self.sha256
