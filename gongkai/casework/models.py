"""Cases and their facts, documents, disputes; who asked is sealed beside them."""

from datetime import date

from django.db import models
from django.db.models import Q

from gongkai.casework import words
from gongkai.casework.rules import APPLICANTS, OPEN, Kind, Stage
from gongkai.people.models import Dated, Department, Post, User
from gongkai.publishing.models import ApprovalCard


class Topic(models.Model):
    """What letters are about, who answers them, and within how many working days (来信类别)."""

    name = models.CharField("类别", max_length=40)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="承办科室")
    days = models.PositiveSmallIntegerField("办理期限（工作日）", default=15)
    basis = models.CharField("期限依据", max_length=120, default="本机关政府信箱办理规定")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来信类别"
        ordering = ["name", "since"]

    def __str__(self) -> str:
        return self.name


class CaseQuerySet(models.QuerySet):
    """Named questions about cases."""

    def requests(self) -> "CaseQuerySet":
        """Keep requests for information."""
        return self.filter(kind=Kind.REQUEST)

    def letters(self) -> "CaseQuerySet":
        """Keep letters of the mailbox."""
        return self.filter(kind=Kind.LETTER)

    def open(self) -> "CaseQuerySet":
        """Keep what is not answered or handed on."""
        return self.filter(stage__in=OPEN)

    def gone_on(self) -> "CaseQuerySet":
        """Keep what goes on as another case and was never answered itself: it counts there."""
        return self.filter(stage__in=[Stage.CONVERTED, Stage.ARCHIVED], closed_on=None)

    def open_on(self, day: date) -> "CaseQuerySet":
        """Keep what had been received and was not closed at the end of a day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), received_on__lte=day)

    def received(self, first: date, last: date) -> "CaseQuerySet":
        """Keep what was received from one day to another, both included."""
        return self.filter(received_on__range=(first, last))

    def closed(self, first: date, last: date) -> "CaseQuerySet":
        """Keep what was closed from one day to another, both included."""
        return self.filter(closed_on__range=(first, last))


class Case(models.Model):
    """A request or a letter. Its facts are the truth; the columns marked so repeat them."""

    kind = models.CharField("种类", max_length=10, choices=list(words.KIND.items()))
    number = models.CharField("编号", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    arrived_at = models.DateTimeField("来件时间")  # kept through every conversion
    channel = models.CharField("来件方式", max_length=12,
                               choices=[*words.CHANNEL.items(), *words.OTHER_CHANNEL.items()])  # fmt: skip
    applicant = models.CharField("申请人类型", max_length=12,
                                 choices=list(words.APPLICANT.items()))  # fmt: skip
    applicant_mark = models.CharField("申请人标记", max_length=64, blank=True)
    title = models.CharField("事由", max_length=120)
    text = models.TextField("内容", blank=True)
    form = models.CharField("提供形式", max_length=20, blank=True)
    way = models.CharField("获取方式", max_length=20, blank=True)
    help_needed = models.BooleanField("需要帮助", default=False)  # 条例第四十三条
    consent = models.BooleanField("同意公开来信", default=False)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, verbose_name="来信类别")
    department = models.ForeignKey(Department, models.PROTECT, null=True, verbose_name="承办科室")
    post = models.ForeignKey(Post, models.PROTECT, null=True, verbose_name="承办岗位")
    came_from = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="转自",
                                  related_name="went_to")  # fmt: skip
    outside_no = models.CharField("外部编号", max_length=60, blank=True)  # 12345, 市政府信箱
    outside_due = models.DateField("外部期限", null=True, blank=True)
    code_hash = models.CharField("查询码摘要", max_length=64, blank=True, db_index=True)
    # Repeated from the facts by actions.case.settle, to ask and to sort by.
    stage = models.CharField("环节", max_length=12, default=Stage.ARRIVED,
                             choices=list(words.STAGE.items()))  # fmt: skip
    received_on = models.DateField("收到日期", null=True)
    due_on = models.DateField("最近推算的期限", null=True)
    closed_on = models.DateField("答复日期", null=True)
    outcome = models.CharField("办理结果", max_length=20, blank=True)
    on_time = models.BooleanField("按期", null=True)
    # A letter's afterlife.
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True)
    public_id = models.CharField("公开编号", max_length=12, blank=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        ordering = ["-arrived_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "serial"], name="one_case_a_serial"),
            models.CheckConstraint(condition=Q(applicant__in=APPLICANTS), name="case_applicant"),
        ]
        # The one of an applicant names more columns than those that begin with the kind: without
        # statistics SQLite takes the index that answers most of a question.
        indexes = [
            models.Index(fields=["applicant_mark", "kind", "arrived_at"], name="case_applicants"),
            models.Index(fields=["kind", "stage", "due_on"], name="case_queue"),
            models.Index(fields=["kind", "received_on"], name="case_received"),
            models.Index(fields=["kind", "closed_on"], name="case_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Identity(models.Model):
    """Who asked: sealed under a key of its own. Erasing the wrapped key erases it for good."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="identity")
    wrapped_key = models.TextField("密钥", blank=True)
    sealed = models.TextField("密文", blank=True)
    keep_until = models.DateField("保管至", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请人信息"


class CaseFile(models.Model):
    """A file of a case: proof of identity, attachment, material. Sealed on disk under its name."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    role = models.CharField("用途", max_length=12, choices=list(words.ROLE.items()))
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("格式", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("校验值", max_length=64)
    stored = models.CharField("存放名", max_length=40, unique=True)
    added_at = models.DateTimeField("收存时间")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "办件材料"
        ordering = ["pk"]


class Document(models.Model):
    """A document that leaves the house over a case (文书): drafted, signed on a card, delivered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    kind = models.CharField("文书", max_length=14, choices=list(words.LETTER.items()))
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("文号", max_length=60, unique=True)  # 公复 and 信复: a series each
    content = models.JSONField("内容")  # canonical; names no applicant: filled in when printed
    plan = models.JSONField(
        "办理事项", default=dict
    )  # what its delivery enters: outcome, days, party
    card = models.ForeignKey(ApprovalCard, models.PROTECT, null=True, related_name="documents")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("拟稿时间")
    delivered_on = models.DateField("送达日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "办件文书"
        ordering = ["drafted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class CaseFact(models.Model):
    """One thing that happened to a case. Never changed; a wrong one is voided by another."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="facts")
    event = models.CharField("事项", max_length=20, choices=list(words.EVENT.items()))
    on = models.DateField("日期")
    until = models.DateField("至", null=True)
    days = models.PositiveSmallIntegerField("工作日", default=0)
    what = models.CharField("内容", max_length=40, blank=True)
    pair = models.CharField("对应", max_length=40, blank=True)
    detail = models.JSONField("说明", default=dict)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="facts")
    voids = models.OneToOneField("self", models.PROTECT, null=True, related_name="voided_by")
    at = models.DateTimeField("记载时间")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = models.CharField("经办人", max_length=60, blank=True)
    post = models.CharField("岗位", max_length=130, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理事实"
        ordering = ["pk"]


class Part(models.Model):
    """A piece of the material asked for, and what is decided of it (区分处理)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parts")
    name = models.CharField("材料或部分", max_length=200)
    decision = models.CharField("决定", max_length=10, choices=list(words.PART.items()))
    ground = models.CharField("不予公开情形", max_length=20, blank=True)  # a key of law.outcomes
    reason = models.CharField("理由", max_length=500, blank=True)
    material = models.ForeignKey(CaseFile, models.PROTECT, null=True, related_name="+")
    given = models.ForeignKey(CaseFile, models.PROTECT, null=True, related_name="+")
    party = models.CharField("涉及的第三方", max_length=40, blank=True)  # pair of a consultation
    marks = models.TextField("遮盖标记", blank=True)  # sealed: what was marked names what is hidden

    class Meta:
        verbose_name = verbose_name_plural = "区分处理"
        ordering = ["pk"]


class DisputeQuerySet(models.QuerySet):
    """Named questions about disputes."""

    def pending_on(self, day: date) -> "DisputeQuerySet":
        """Keep what was begun and not decided at the end of a day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), begun_on__lte=day)


class Dispute(models.Model):
    """A review, a lawsuit or a complaint over a case, or over a case never received."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="disputes")
    kind = models.CharField("种类", max_length=12, choices=list(words.DISPUTE.items()))
    number = models.CharField("案号", max_length=60)
    body = models.CharField("复议机关或法院", max_length=80)
    begun_on = models.DateField("收到通知日期")
    accepted_on = models.DateField(
        "受理日期", null=True, blank=True
    )  # a review's term runs from it
    simplified = models.BooleanField("简易程序", default=False)
    answered_on = models.DateField("提交答复日期", null=True, blank=True)
    closed_on = models.DateField("审结日期", null=True, blank=True)
    result = models.CharField("结果", max_length=10, blank=True, choices=list(words.RESULT.items()))
    note = models.CharField("说明", max_length=500, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复议诉讼"
        ordering = ["-begun_on", "-pk"]


class Withheld(models.Model):
    """Information not made public, asked for or not, with its ground and its next review."""

    title = models.CharField("信息名称", max_length=200)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="承办科室")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="withheld")
    ground = models.CharField("不予公开情形", max_length=20)
    reason = models.CharField("理由", max_length=500)
    since = models.DateField("认定日期")
    reviewed_on = models.DateField("最近评估日期")
    months = models.PositiveSmallIntegerField("评估周期（月）", default=12)
    ended_on = models.DateField("转为公开日期", null=True, blank=True)
    ended_why = models.CharField("转为公开的情况", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "不予公开信息"
        ordering = ["-since", "-pk"]


class Offer(models.Model):
    """How often published answers were offered on a day, and how often one was taken instead."""

    day = models.DateField("日期", unique=True)
    shown = models.PositiveIntegerField("提示次数", default=0)
    taken = models.PositiveIntegerField("采用次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "已公开信息提示"


class CalendarLink(models.Model):
    """The private address of an officer's calendar. Only its hash is kept; a new one ends the old."""

    user = models.OneToOneField(User, models.PROTECT, verbose_name="人员", related_name="+")
    secret_hash = models.CharField("地址摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("设立时间")

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"


class Reminder(models.Model):
    """That somebody was told of something by e-mail; told once, however often the task runs."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="+")
    what = models.CharField("提醒事项", max_length=60)
    at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = verbose_name_plural = "邮件提醒"
        constraints = [models.UniqueConstraint(fields=["user", "what"], name="one_reminder_each")]
