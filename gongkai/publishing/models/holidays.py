"""Holiday notices of years the kept table does not know yet."""

from django.db import models

from gongkai.people.models import User


class HolidayNotice(models.Model):
    """The days off and the make-up days of a year, as the State Council's notice names them.

    Entered by one person, confirmed by another; the last one confirmed for a year counts.
    """

    year = models.PositiveSmallIntegerField("年份")
    name = models.CharField("通知名称和文号", max_length=120)
    url = models.URLField("通知网址", blank=True)
    off = models.JSONField("放假日期")  # days as 2027-01-01, in order
    work = models.JSONField("调休上班日期", default=list)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="录入", related_name="+")
    entered_at = models.DateTimeField("录入时间")
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="确认", null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"
        ordering = ["year", "confirmed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.year}年放假安排"
