"""Flows, indicators, series; vintages and their observations.

What the public reads of names, units and notes is what the last vintage opened says of them
(`Vintage.meta`): the tables of names are drafts until a vintage carries them out.
"""

from django.db import models
from django.db.models import Q

from gongkai.figures import words
from gongkai.figures.rules import (
    Authority,
    BreakKind,
    Comparison,
    Frequency,
    Missing,
    Price,
    Season,
    Span,
    Status,
    VintageKind,
)
from gongkai.people.models import Department, User

STANDS = 2**31 - 1  # Observation.closed of a value that stands


class Subject(models.Model):
    """A field of statistics (统计专业): 国民经济核算, 价格, 工业."""

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60)
    place = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "统计专业"
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """A place figures are of (GB/T 2260)."""

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)
    above = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级")
    place = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return self.name


class Codelist(models.Model):
    """A classification beyond region: 行业, 三次产业, 登记注册类型."""

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "分类"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Code(models.Model):
    """An item of a classification."""

    codelist = models.ForeignKey(Codelist, models.PROTECT, related_name="codes",
                                 verbose_name="分类")  # fmt: skip
    code = models.CharField("代码", max_length=30)
    name = models.CharField("名称", max_length=100)
    above = models.CharField("上级代码", max_length=30, blank=True)
    place = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "分类项"
        ordering = ["place", "code"]
        constraints = [
            models.UniqueConstraint(fields=["codelist", "code"], name="one_code_a_codelist")
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """What is measured, in which unit and against what."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=120)
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name="统计专业")
    unit = models.CharField("计量单位", max_length=40)
    decimals = models.PositiveSmallIntegerField("小数位数", default=1)
    comparison = models.CharField("对比口径", max_length=10, default=Comparison.LEVEL,
                                  choices=list(words.COMPARISON.items()))  # fmt: skip
    span = models.CharField("时间口径", max_length=10, default=Span.PERIOD,
                            choices=list(words.SPAN.items()))  # fmt: skip
    price = models.CharField("价格口径", max_length=12, default=Price.NONE,
                             choices=list(words.PRICE.items()))  # fmt: skip
    season = models.CharField("季节调整", max_length=10, default=Season.RAW,
                              choices=list(words.SEASON.items()))  # fmt: skip
    scope = models.CharField("统计口径", max_length=120, blank=True)  # 含/不含辛集
    meaning = models.TextField("指标涵义", blank=True)
    authority = models.CharField("公布权限", max_length=10, default=Authority.BUREAU,
                                 choices=list(words.AUTHORITY.items()))  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["subject", "code"]

    def __str__(self) -> str:
        return self.name


class Flow(models.Model):
    """A data set (数据集): indicators by region, codes and time, at one frequency."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=120)
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name="统计专业")
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="承办科室")
    frequency = models.CharField("频率", max_length=1, choices=list(words.FREQUENCY.items()),
                                 default=Frequency.MONTH)  # fmt: skip
    codelists = models.JSONField("其他分类", default=list, blank=True)  # codes, in order of the key
    source = models.CharField("数据来源", max_length=200, blank=True)
    coverage = models.TextField("调查范围", blank=True)
    method = models.TextField("调查方法", blank=True)
    calculation = models.TextField("计算方法", blank=True)
    sample = models.TextField("抽样调查样本量", blank=True)
    respondents = models.BooleanField("有统计调查对象，须做小单元保护", default=False)
    demonstration = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "数据集"
        ordering = ["subject", "code"]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """One indicator of one place and one set of codes, through time (序列)."""

    flow = models.ForeignKey(Flow, models.PROTECT, related_name="series", verbose_name="数据集")
    key = models.CharField("序列代码", max_length=200)
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="指标")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区")

    class Meta:
        verbose_name = verbose_name_plural = "序列"
        ordering = ["flow", "pk"]
        constraints = [models.UniqueConstraint(fields=["flow", "key"], name="one_series_a_key")]

    def __str__(self) -> str:
        return self.key


class Break(models.Model):
    """Where a series' values stop being comparable (断点)."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="breaks",
                               verbose_name="序列")  # fmt: skip
    period = models.CharField("自何期起", max_length=8)
    kind = models.CharField("性质", max_length=10, choices=list(words.BREAK.items()),
                            default=BreakKind.SCOPE)  # fmt: skip
    text = models.CharField("说明", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "断点"
        ordering = ["series", "period"]
        constraints = [models.UniqueConstraint(fields=["series", "period", "kind"],
                                               name="one_break_a_kind")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.period} {self.get_kind_display()}"


class VintageQuerySet(models.QuerySet):
    """Named questions about vintages."""

    def opened(self) -> "VintageQuerySet":
        """Keep what is or was public."""
        return self.filter(order__isnull=False)

    def drafts(self) -> "VintageQuerySet":
        """Keep what is not public yet."""
        return self.filter(order__isnull=True, dropped_at=None)


class Vintage(models.Model):
    """A set of observations made public together (版次). Immutable once opened.

    Its order counts all openings of all flows, one after another: what the public could read at a
    moment is what stood at the highest order opened until then.
    """

    flow = models.ForeignKey(Flow, models.PROTECT, related_name="vintages", verbose_name="数据集")
    kind = models.CharField("性质", max_length=12, choices=list(words.VINTAGE.items()),
                            default=VintageKind.ROUTINE)  # fmt: skip
    title = models.CharField("名称", max_length=200)
    reason = models.TextField("依据和情况", blank=True)
    meta = models.JSONField("说明", default=dict)
    sha256 = models.CharField("内容摘要", max_length=64, blank=True, db_index=True)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name="编制", related_name="+")
    made_at = models.DateTimeField("编制时间")
    gate = models.JSONField("上级公布情况", default=dict, blank=True)
    proof = models.JSONField(
        "小单元保护审核结论", default=dict, blank=True
    )  # said, cells: their hash
    signed_at = models.DateTimeField("签发时间", null=True)  # of the card that carries it
    order = models.PositiveIntegerField("公布次序", null=True, unique=True)
    visible_from = models.DateTimeField("公布时间", null=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    dropped_at = models.DateTimeField("作废时间", null=True)

    objects = VintageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据版次"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order=None, visible_from=None)
                | Q(order__isnull=False, visible_from__isnull=False),
                name="opened_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Observation(models.Model):
    """The value of a series for a period, as one vintage says it (指标数据).

    It stands from the order its vintage was opened at (opened) until another takes its place
    (closed). A value is number × 10^-places, digits as published; number is None when missing.
    """

    series = models.ForeignKey(Series, models.PROTECT, verbose_name="序列")
    period = models.CharField("时期", max_length=8)
    vintage = models.ForeignKey(Vintage, models.PROTECT, related_name="observations",
                                verbose_name="版次")  # fmt: skip
    number = models.BigIntegerField("数值", null=True)
    places = models.PositiveSmallIntegerField("小数位", default=0)
    status = models.CharField("状态", max_length=1, choices=list(words.STATUS.items()),
                              default=Status.FINAL)  # fmt: skip
    missing = models.CharField("缺数原因", max_length=1, choices=list(words.MISSING.items()),
                               blank=True)  # fmt: skip
    note = models.CharField("注释", max_length=300, blank=True)
    opened = models.PositiveIntegerField("起", null=True)
    closed = models.PositiveIntegerField("止", default=STANDS)

    class Meta:
        verbose_name = verbose_name_plural = "指标数据"
        constraints = [
            models.UniqueConstraint(
                fields=["vintage", "series", "period"], name="one_cell_a_vintage"
            ),
            models.CheckConstraint(
                condition=Q(number=None) & Q(missing__in=[str(one) for one in Missing])
                | Q(number__isnull=False) & Q(missing=""),
                name="value_or_why",
            ),
        ]
        indexes = [
            models.Index(fields=["series", "closed", "period"], name="observation_stands"),
            models.Index(fields=["series", "period"], name="observation_kept_back",
                         condition=Q(missing=str(Missing.CONFIDENTIAL))),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"


class SavedQuery(models.Model):
    """A question to the data services that keeps its address (保存的查询).

    Named by its content: who asks the same gets the same name, and nothing is kept of who asked.
    """

    code = models.CharField("编号", max_length=20, unique=True)
    table = models.CharField("数据集", max_length=40)  # its code: outlives whatever becomes of it
    said = models.JSONField("查询内容")  # selection, outputFormat, outputFormatParams, asOf
    made_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "保存的查询"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} {self.code}"


class ImportFile(models.Model):
    """A file brought to the desk (导入文件): kept until its values are in a vintage, or it is not
    wanted. Shape: mapping is {"sheets": [...], "identities": [...]}, see importing.proposal."""

    flow = models.ForeignKey(Flow, models.PROTECT, verbose_name="数据集", related_name="+")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验值", max_length=64)
    content = models.BinaryField("内容")  # empty once its values are in a vintage
    mapping = models.JSONField("对应", default=dict)
    proof = models.JSONField("小单元保护审核结论", default=dict, blank=True)
    said = models.JSONField("导入情况", default=list)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name="经手", related_name="+")
    made_at = models.DateTimeField("时间")
    vintage = models.ForeignKey(Vintage, models.PROTECT, null=True, verbose_name="版次",
                                related_name="files")  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "导入文件"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ImportMapping(models.Model):
    """How a sheet of a form was read last (导入对应): next month's file finds it by its head."""

    flow = models.ForeignKey(Flow, models.PROTECT, verbose_name="数据集", related_name="mappings")
    form = models.CharField("表式", max_length=64)  # the fingerprint of the head
    mapping = models.JSONField("对应")
    identities = models.JSONField("平衡关系", default=list)
    used_by = models.ForeignKey(User, models.PROTECT, verbose_name="经手", related_name="+")
    used_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "导入对应"
        ordering = ["-used_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["flow", "form"], name="one_mapping_a_form")]

    def __str__(self) -> str:
        return f"{self.flow} {self.form[:8]}"
