"""Departments, posts, users and who holds what from when to when (岗位责任制)."""

from datetime import datetime
from typing import Any, NoReturn

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from gongkai.law.refused import Refused
from gongkai.people import rules, words


class DepartmentKind(models.TextChoices):
    """Where a department stands in the statistics system (统计系统)."""

    SECTION = "section", "科室"
    UNIT = "unit", "下属单位"
    COUNTY = "county", "县（市、区）统计局"


class PostKind(models.TextChoices):
    """What a post may do. The steps of an approval card name these, never a person."""

    EDITOR = "editor", "采编"
    HEAD = "head", "科室负责人"
    SECRECY = "secrecy", "保密审查员"
    OFFICE = "office", "信息公开机构"
    LEADER = "leader", "局领导"
    ARCHIVIST = "archivist", "档案员"
    ASSESSOR = "assessor", "考核员"
    ADMIN = "admin", "系统管理员"


SIGNING = frozenset(PostKind(kind) for kind in rules.SIGNING)
ONE_TIME_CODE = SIGNING | {PostKind.ADMIN}  # whoever signs, or makes accounts, also shows a code
EDITING = frozenset({PostKind.EDITOR, PostKind.HEAD, PostKind.OFFICE})  # who uses the editor
EDITORS = "编辑"  # the editor's group of those users


class Department(models.Model):
    """A section, a subordinate unit, or a county bureau."""

    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=10, choices=DepartmentKind.choices)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "科室"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of a department: it outlives its holders, and signatures name it."""

    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="科室", related_name="posts"
    )
    kind = models.CharField("岗位类别", max_length=10, choices=PostKind.choices)
    title = models.CharField("岗位名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["department__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["department", "title"], name="one_title")]

    def __str__(self) -> str:
        return f"{self.department}{self.title}"


class User(AbstractUser):
    """A person with an account. Rights come from posts held, never from the account."""

    first_name = last_name = None
    name = models.CharField("姓名", max_length=40)
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True)
    must_change_password = models.BooleanField("须修改初始密码", default=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name

    def delete(self, *_args: Any, **_more: Any) -> NoReturn:
        """Refuse: signatures and entries name the person. Who leaves is disabled."""
        raise Refused("people.kept", words.KEPT)

    def get_full_name(self) -> str:
        """Return the person's name as Wagtail shows it."""
        return self.name

    def get_short_name(self) -> str:
        """Return the person's name as Wagtail shows it."""
        return self.name


class Dated(models.QuerySet):
    """Rows with a first and an optional last moment: since ≤ at < until."""

    def at(self, at: datetime) -> "Dated":
        """Keep the rows in force at a moment."""
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def unended(self, at: datetime) -> "Dated":
        """Keep the rows that have not ended at a moment, begun or not, and were not withdrawn."""
        return self.filter(Q(until=None) | Q(until__gt=at)).exclude(until=F("since"))


class Holdings(Dated):
    """Holdings: proposed by one person, confirmed by another."""

    def in_force(self, at: datetime) -> "Holdings":
        """Keep what gives power at a moment: confirmed by then, begun and not ended."""
        return self.at(at).filter(confirmed_at__lte=at)

    def pending(self) -> "Holdings":
        """Keep the proposals nobody has confirmed or withdrawn."""
        return self.filter(Q(until=None) | Q(until__gt=F("since")), confirmed_at=None)


class Holding(models.Model):
    """A user's holding of a post. Counts only when the disclosure office has confirmed it."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="holdings")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="岗位", related_name="holdings")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True, blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="提出人", related_name="+"
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name="确认人", related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    objects = Holdings.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="holding_ends_not_before_start",  # ends at its start: withdrawn
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("user")) & ~Q(confirmed_by=F("proposed_by")),
                name="holding_confirmed_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.post}"


class Delegation(models.Model):
    """A holder's post signed for by another person, from a start to an end (委托代签)."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name="岗位", related_name="delegations")
    giver = models.ForeignKey(User, models.PROTECT, verbose_name="委托人", related_name="given")
    taker = models.ForeignKey(User, models.PROTECT, verbose_name="受托人", related_name="taken")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止")
    reason = models.CharField("事由", max_length=120)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="delegation_ends_not_before_start"
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="delegation_to_another_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver}委托{self.taker}：{self.post}"


class CredentialsReset(models.Model):
    """A password and code made anew: proposed, confirmed, then taken up once by the person.

    Proposer and confirmer each hand over half of the claim: neither alone can pass for the person.
    """

    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="resets")
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="提出人", related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    first_hash = models.CharField("领取码前段摘要", max_length=64)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name="确认人", related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    second_hash = models.CharField("领取码后段摘要", max_length=64, blank=True)
    taken_at = models.DateTimeField("领取时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    enables = models.BooleanField("重新启用账号", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "凭据重置"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("user")) & ~Q(confirmed_by=F("proposed_by")),
                name="reset_confirmed_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{'重新启用账号' if self.enables else '重置凭据'}：{self.user}"
