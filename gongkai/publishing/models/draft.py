"""Columns and drafts as Wagtail pages: what is edited, and what nobody outside ever reads."""

import secrets
from typing import Any

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester

from gongkai.figures.queries import with_data
from gongkai.law.refused import Refused
from gongkai.people.models import Post
from gongkai.publishing import content, words
from gongkai.publishing.blocks import BodyBlock
from gongkai.publishing.models.card import Work

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

    def can_add_subpage(self) -> bool:
        """Nothing new in a closed column."""
        return super().can_add_subpage() and not getattr(self.page, "moved_to", "")

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only a draft that never went out and has no card under way."""
        return self.page.specific.deletable() and super().can_delete(ignore_bulk)

    def can_copy(self) -> bool:
        """No: a copy would carry a text past the people who wrote it."""
        return False

    def can_move_to(self, destination: Page) -> bool:  # noqa: ARG002 (the name is Wagtail's)
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

    def unpublish(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse: there is nothing live to unpublish, and taking down needs a card."""
        raise Refused("disclosure.live", words.NO_LIVE)

    def copy(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse: a copy would carry a text past the record of who wrote it."""
        raise Refused("disclosure.copy", words.NO_COPY)

    def permissions_for_user(self, user: Any) -> NobodyPublishes:
        """Return the tester that knows no publishing."""
        return NobodyPublishes(user, self)

    def get_preview_template(self, *_args: Any) -> str:
        """Return the template of the draft's preview."""
        return "publishing/preview.html"


class Column(Draft):
    """A column of the site (栏目) as the office drafts it."""

    kind = models.CharField("栏目类型", max_length=30, default="信息公开")
    description = models.CharField("栏目说明", max_length=200, blank=True)
    keywords = models.CharField("关键词", max_length=120, blank=True)
    fresh_days = models.PositiveSmallIntegerField("更新周期（天）", null=True, blank=True)
    moved_to = models.CharField("并入栏目", max_length=60, blank=True, editable=False)

    parent_page_types = ["wagtailcore.Page", "publishing.Column"]
    subpage_types = ["publishing.Column", "publishing.Disclosure"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "栏目"

    @property
    def closed(self) -> bool:
        """Say whether the column is closed: nothing new goes in, its items stand in another."""
        return bool(self.moved_to)

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
    post = models.ForeignKey(Post, models.PROTECT, null=True, editable=False,
                             verbose_name="采编岗位")  # fmt: skip
    route = models.CharField("信息种类", max_length=10, default="general",
                             choices=list(words.ROUTE.items()))  # fmt: skip
    summary = models.CharField("内容概述", max_length=100, blank=True)
    formed_on = models.DateField("生成日期", null=True, blank=True,
                                 help_text="信息形成或变更之日，公开时限自此起算。")  # fmt: skip
    document_no = models.CharField("文号", max_length=60, blank=True,
                                   help_text="如 石统〔2014〕12号")  # fmt: skip
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

    def get_preview_context(self, request: Any, *_args: Any) -> dict[str, Any]:
        """Return the preview's context: the same content the card would sign."""
        found = with_data(content.disclosure(self))
        return {"content": found, "desk": True, "request": request}
