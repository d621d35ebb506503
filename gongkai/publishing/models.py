"""Columns and drafts (Wagtail pages nobody outside ever reads), cards, signatures, editions."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page, PagePermissionTester

from gongkai.law.refused import Refused
from gongkai.people.models import Dated, Department, Post, User
from gongkai.publishing import content, words
from gongkai.publishing.blocks import BodyBlock
from gongkai.publishing.rules import COMPLETE, OPEN, Purpose, Step

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def random_id() -> str:
    """Return a public address part that tells nothing about how many drafts there are."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def proactive() -> list[str]:
    """Return the channels a new draft starts with."""
    return [words.CHANNELS[0]]


class NobodyPublishes(PagePermissionTester):
    """Wagtail's questions about a page: no to every road that would publish or lose one."""

    def can_publish(self) -> bool:
        """No: the press publishes, on a complete card."""
        return False

    can_publish_subpage = can_unpublish = can_set_view_restrictions = can_publish
    can_lock = can_unlock = can_move = can_reorder_children = can_publish

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only a draft that never went out and has no card under way."""
        return self.page.specific.deletable() and super().can_delete(ignore_bulk)

    def can_copy(self) -> bool:
        """No: a copy would carry a text past the people who wrote it."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        """No: a column is part of what is signed; it is chosen in the draft."""
        return False


class Draft(Page):
    """What Wagtail edits. It is never live: the public reads editions only (DESIGN 7.1)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a draft; born unpublished whatever the caller says.

        Raises: Refused on every road that would make it live.
        """
        if self._state.adding:
            self.live = False
        elif self.live:
            raise Refused("disclosure.live", words.NO_LIVE)
        super().save(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: there is nothing live to unpublish, and taking down needs a card."""
        raise Refused("disclosure.live", words.NO_LIVE)

    def permissions_for_user(self, user: Any) -> NobodyPublishes:
        """Return the tester that knows no publishing."""
        return NobodyPublishes(user, self)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the template of the draft's preview."""
        return "publishing/preview.html"


class Column(Draft):
    """A column of the site (栏目) as the office drafts it."""

    kind = models.CharField("栏目类型", max_length=30, default="信息公开")
    description = models.CharField("栏目说明", max_length=200, blank=True)
    keywords = models.CharField("关键词", max_length=120, blank=True)
    fresh_days = models.PositiveSmallIntegerField("更新周期（天）", null=True, blank=True)

    parent_page_types = ["wagtailcore.Page", "publishing.Column"]
    subpage_types = ["publishing.Column", "publishing.Disclosure"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "栏目"

    def deletable(self) -> bool:
        """Say whether the column holds nothing."""
        return self.numchild == 0


class SourceKind(models.TextChoices):
    """Where an item comes from (47号文: a repost names its source)."""

    OWN = "own", "本机关制作"
    REPOST = "repost", "转载"


class Disclosure(Draft):
    """A piece of information to be made public (主动公开信息), as its authors draft it."""

    public_id = models.CharField("公开编号", max_length=12, unique=True, editable=False,
                                 default=random_id)  # fmt: skip
    post = models.ForeignKey(Post, models.PROTECT, null=True, editable=False, verbose_name="采编岗位")
    route = models.CharField("信息种类", max_length=10, default="general",
                             choices=list(words.ROUTE.items()))  # fmt: skip
    summary = models.CharField("内容概述", max_length=100, blank=True)
    formed_on = models.DateField("生成日期", null=True, blank=True,
                                 help_text="信息形成或变更之日，公开时限从这一天起算。")  # fmt: skip
    document_no = models.CharField("文号", max_length=60, blank=True, help_text="如 石统〔2014〕12号")
    attribute = models.CharField("公开属性", max_length=10, default="主动公开",
                                 choices=list(words.ATTRIBUTE.items()))  # fmt: skip
    category = models.PositiveSmallIntegerField("条例类别", default=4)
    source_kind = models.CharField("来源", max_length=10, default=SourceKind.OWN,
                                   choices=SourceKind.choices)  # fmt: skip
    source_name = models.CharField("来源名称", max_length=60, blank=True)
    source_url = models.URLField("原文网址", blank=True)
    keywords = models.CharField("关键词", max_length=120, blank=True)
    channels = models.JSONField("公开渠道", default=proactive)
    planned_at = models.DateTimeField("计划发布时间", null=True, blank=True,
                                      help_text="留空表示签发后即发。")  # fmt: skip
    demonstration = models.BooleanField("演示内容", default=False)
    body = StreamField(BodyBlock(), verbose_name="正文", blank=True)

    parent_page_types = ["publishing.Column"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = verbose_name_plural = "主动公开信息"

    @property
    def column_key(self) -> str:
        """Return the key of the column the draft lies in."""
        return self.get_parent().slug

    def deletable(self) -> bool:
        """Say whether it never went out and has no card."""
        return not Work.objects.filter(kind="disclosure", object_id=str(self.pk)).exists()

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the preview's context: the same content the card would sign."""
        return {"content": content.disclosure(self), "desk": True, "request": request}


class MediaFile(models.Model):
    """What the desk knows of an uploaded file beyond Wagtail: its hash and what it really is."""

    sha256 = models.CharField("校验值", max_length=64, editable=False, default="")
    file_name = models.CharField("文件名", max_length=200, editable=False, default="")
    media_type = models.CharField("格式", max_length=100, editable=False, default="")

    class Meta:
        abstract = True


class Attachment(MediaFile, AbstractDocument):
    """A file to download (附件)."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = verbose_name_plural = "附件"


class Picture(MediaFile, AbstractImage):
    """A picture (图片)."""

    admin_form_fields = ("title", "file", "collection", "description")

    class Meta(AbstractImage.Meta):
        verbose_name = verbose_name_plural = "图片"


class Rendition(AbstractRendition):
    """A smaller copy of a picture for the editor's own screens."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = verbose_name_plural = "缩略图"
        unique_together = (("image", "filter_spec", "focal_point_key"),)


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

    kind = models.CharField("信息种类", max_length=10, choices=list(words.ROUTE.items()))
    stages = models.JSONField("环节")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审批流程"


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
        return self.filter(step__in=[Step.APPROVED, Step.ARMED, Step.FLIPPING], visible_from__lte=at)


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
        return self.filter(
            ~Exists(down), visible_from__lte=at, card__step__in=COMPLETE
        )

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
    visible_from = models.DateTimeField("公开时间", db_index=True)
    public_id = models.CharField("公开编号", max_length=12, db_index=True)
    title = models.CharField("名称", max_length=255)
    summary = models.CharField("内容概述", max_length=100, blank=True)
    column = models.CharField("栏目", max_length=60, db_index=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="承办科室")
    formed_on = models.DateField("生成日期", null=True)
    first_from = models.DateTimeField("首次公开时间")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开版本"
        ordering = ["-visible_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work_kind", "work_id", "number"], name="one_edition_a_number"
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


class Referral(models.Model):
    """A draft that may hold a secret was refused or purged; nothing of its content is kept."""

    at = models.DateTimeField("时间")
    user = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="人员")
    department = models.CharField("科室", max_length=60, blank=True)
    rule = models.CharField("依据规则", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "存疑报送"
        ordering = ["-at", "-pk"]
