"""《上网信息审批卡》: what it approves, and the signatures under it."""

from datetime import datetime

from django.db import models

from gongkai.people.models import Department, User
from gongkai.publishing import words
from gongkai.publishing.rules import COMPLETE, OPEN, Step


class CardQuerySet(models.QuerySet):
    """Named questions about cards."""

    def open(self) -> "CardQuerySet":
        """Keep cards still with an author or a reviewer."""
        return self.filter(step__in=OPEN)

    def complete(self) -> "CardQuerySet":
        """Keep cards that have been signed through."""
        return self.filter(step__in=COMPLETE)

    def about(self, kind: str, object_id: object) -> "CardQuerySet":
        """Keep cards that approve a work."""
        return self.filter(works__kind=kind, works__object_id=str(object_id))

    def due(self, at: datetime) -> "CardQuerySet":
        """Keep complete cards whose moment has come and which are not out yet."""
        return self.filter(step__in=COMPLETE - {Step.RELEASED}, visible_from__lte=at)


class ApprovalCard(models.Model):
    """《上网信息审批卡》: works, one moment of release, and the signatures over both."""

    number = models.CharField("编号", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    purpose = models.CharField("事项", max_length=10,
                               choices=list(words.PURPOSE.items()))  # fmt: skip
    title = models.CharField("名称", max_length=255)
    column = models.CharField("栏目", max_length=60, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="承办科室")
    stages = models.JSONField("流程")
    step = models.CharField("环节", max_length=10, default=Step.DRAFT,
                            choices=list(words.STEP.items()))  # fmt: skip
    round = models.PositiveSmallIntegerField("轮次", default=0)
    request = models.JSONField("申请事项", default=dict)
    findings = models.JSONField("审查意见", default=list)
    digest = models.CharField("签批摘要", max_length=64, default="")
    release_at = models.DateTimeField("计划发布时间", null=True, blank=True)
    visible_from = models.DateTimeField("公开时间", null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, verbose_name="承办人", related_name="cards")
    opened_at = models.DateTimeField("开卡时间")
    released_at = models.DateTimeField("实际发布时间", null=True, blank=True)
    follow_up_due = models.DateField("补办期限", null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上网信息审批卡"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_card_a_serial"),
        ]
        indexes = [models.Index(fields=["step", "visible_from"], name="card_step")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Work(models.Model):
    """One work a card approves: (kind, id, sha256 of its canonical content)."""

    card = models.ForeignKey(ApprovalCard, models.PROTECT, related_name="works")
    kind = models.CharField("种类", max_length=12)
    object_id = models.CharField("对象", max_length=40, db_index=True)
    sha256 = models.CharField("内容校验值", max_length=64)
    revision = models.BigIntegerField("修订号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "审批内容"


class Decision(models.TextChoices):
    """What a person did at a step."""

    SUBMIT = "submit", "送审"
    SIGN = "sign", "同意"
    SEND_BACK = "send_back", "退回"
    REFER = "refer", "存疑报送"
    WITHDRAW = "withdraw", "撤回"


class Signature(models.Model):
    """A person's decision on a card, with the post of that day and the hash they saw."""

    card = models.ForeignKey(ApprovalCard, models.PROTECT, related_name="signatures")
    round = models.PositiveSmallIntegerField("轮次")
    step = models.CharField("环节", max_length=10, choices=list(words.STEP.items()))
    decision = models.CharField("决定", max_length=10, choices=Decision.choices)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="签批人", related_name="signatures")
    holder = models.ForeignKey(User, models.PROTECT, verbose_name="岗位人员", related_name="+")
    name = models.CharField("署名", max_length=60)
    post = models.CharField("岗位", max_length=130)
    comment = models.CharField("意见", max_length=500, blank=True)
    digest = models.CharField("签批摘要", max_length=64)
    content = models.CharField("所见内容", max_length=64, blank=True)
    at = models.DateTimeField("时间")
    paper = models.CharField("纸质签批扫描件", max_length=64, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="代录人",
                                   related_name="+")  # fmt: skip
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="核对人",
                                     related_name="+")  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "签批"
        ordering = ["at", "pk"]

    @property
    def pending(self) -> bool:
        """Say whether a signature on paper still waits for its second person."""
        return bool(self.paper) and self.confirmed_by_id is None


class Referral(models.Model):
    """A draft that may hold a secret was refused or purged; nothing of its content is kept."""

    at = models.DateTimeField("时间")
    user = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="人员")
    department = models.CharField("科室", max_length=60, blank=True)
    rule = models.CharField("依据规则", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "存疑报送"
        ordering = ["-at", "-pk"]
