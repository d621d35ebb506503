"""The site's own profile (站点资料) as the office drafts it; a card makes it public."""

from django.db import models

from gongkai.design.looks import DEFAULT


class Profile(models.Model):
    """Name, footer, guide and main colour of the site. One row; the public reads editions only."""

    name = models.CharField("网站名称", max_length=60)
    code = models.CharField("网站标识码", max_length=10)
    footer = models.JSONField("页脚", default=dict)
    guide = models.JSONField("公开指南", default=dict)
    look = models.CharField("主色调", max_length=20, default=DEFAULT)

    class Meta:
        verbose_name = verbose_name_plural = "站点资料"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_profile"),
        ]

    def __str__(self) -> str:
        return self.name
