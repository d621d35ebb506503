"""Who may read figures before their moment, beside those who draft and sign."""

from django.db import models

from gongkai.people.models import Post, User
from gongkai.publishing.models.card import ApprovalCard


class Reader(models.Model):
    """Somebody named to read a card's figures before they are public (发布前阅看人).

    In a post: who holds it no more reads no more.
    """

    card = models.ForeignKey(ApprovalCard, models.PROTECT, related_name="readers",
                             verbose_name="审批卡")  # fmt: skip
    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, verbose_name="岗位", related_name="+")
    reason = models.CharField("阅看事由", max_length=200)
    since = models.DateTimeField("起")
    ended_at = models.DateTimeField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "发布前阅看人"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["card", "user"], condition=models.Q(ended_at=None),
                                    name="one_reader_a_card"),
        ]  # fmt: skip
