"""What a bureau decides about the checks: findings let pass, and words of its own lists."""

from django.db import models

from gongkai.checks.known import Term
from gongkai.people.models import User
from gongkai.publishing import words
from gongkai.publishing.models.card import ApprovalCard


class Waiver(models.Model):
    """A finding let pass on a card by the signer its rule names, with a reason (放行)."""

    card = models.ForeignKey(ApprovalCard, models.PROTECT, related_name="waivers",
                             verbose_name="审批卡")  # fmt: skip
    round = models.PositiveSmallIntegerField("轮次")
    key = models.CharField("审查意见摘要", max_length=64)
    rule = models.CharField("规则", max_length=60)
    step = models.CharField("环节", max_length=10, choices=list(words.STEP.items()))
    user = models.ForeignKey(User, models.PROTECT, verbose_name="放行人", related_name="+")
    name = models.CharField("署名", max_length=60)
    post = models.CharField("岗位", max_length=130)
    reason = models.CharField("放行理由", max_length=300)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "放行"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["card", "round", "key"], name="one_waiver_a_finding"),
        ]


class ListedWord(models.Model):
    """A word of the bureau's own lists (词表), from when to when."""

    kind = models.CharField("词表", max_length=12, choices=list(words.LISTS.items()))
    text = models.CharField("词语", max_length=120)
    right = models.CharField("规范写法", max_length=120, blank=True)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)
    note = models.CharField("依据", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("位次", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "词表"
        ordering = ["kind", "order", "text", "pk"]

    def term(self) -> Term:
        """Return the word as the checks read it."""
        return Term(self.kind, self.text, self.right, self.since, self.until, self.note, self.order)
