"""Who does which step for which column (岗位责任制), and the route of each kind of disclosure."""

from django.db import models

from gongkai.people.models import Dated, Post
from gongkai.publishing import words


class Duty(models.Model):
    """Which post does which step for a column and all below it, from when to when (岗位责任制)."""

    column = models.CharField("栏目", max_length=60)
    step = models.CharField("环节", max_length=10, choices=list(words.STEP.items()))
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="岗位", related_name="duties")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位责任"
        ordering = ["column", "since"]


class RouteTable(models.Model):
    """The route of a kind of disclosure, from when to when; a bureau may change it."""

    kind = models.CharField("信息种类", max_length=10, choices=list(words.ROUTES.items()))
    stages = models.JSONField("环节")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审批流程"
