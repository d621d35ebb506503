"""The calendar of releases, and what was changed in it."""

from django.db import models

from gongkai.outreach import words
from gongkai.outreach.rules import COMING, PUBLIC, State
from gongkai.people.models import Department, User
from gongkai.publishing.models import Disclosure
from gongkai.publishing.models.draft import random_id


class ReleaseQuerySet(models.QuerySet):
    """Named questions about the calendar."""

    def public(self) -> "ReleaseQuerySet":
        """Keep what the public is told of."""
        return self.filter(state__in=PUBLIC)

    def coming(self) -> "ReleaseQuerySet":
        """Keep what is still to come out, or was tied to something that may have."""
        return self.filter(state__in=COMING)


class Release(models.Model):
    """An entry of the calendar: what will be released, and when (数据发布)."""

    public_id = models.CharField("公开编号", max_length=12, unique=True, default=random_id)
    title = models.CharField("发布内容", max_length=120)
    flows = models.JSONField("数据集", default=list)
    period = models.CharField("时期", max_length=8, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="承办科室")
    planned_at = models.DateTimeField("计划发布时间")
    state = models.CharField("状态", max_length=12, default=State.PROPOSED,
                             choices=list(words.STATE.items()))  # fmt: skip
    disclosure = models.OneToOneField(Disclosure, models.SET_NULL, null=True, related_name="release",
                                      verbose_name="对应信息")  # fmt: skip
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="拟订", related_name="+")
    proposed_at = models.DateTimeField("拟订时间")
    updated_at = models.DateTimeField("更新时间")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据发布"
        ordering = ["planned_at", "pk"]

    def __str__(self) -> str:
        return self.title


class DateChange(models.Model):
    """A change of an entry's date, or its cancelling (after is None): never edited afterwards."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="changes",
                                verbose_name="数据发布")  # fmt: skip
    before = models.DateTimeField("原定时间")
    after = models.DateTimeField("改定时间", null=True)
    reason = models.CharField("原因", max_length=300)
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="提出", related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    approved_at = models.DateTimeField("审定时间", null=True)
    approved_by = models.CharField("审定岗位", max_length=120, blank=True)
    refused_at = models.DateTimeField("退回时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "发布时间变更"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release"], condition=models.Q(approved_at=None, refused_at=None),
                name="one_change_waits",
            )
        ]  # fmt: skip
