"""The index of the search: a row for each disclosure that is out, and the terms it is found by.

The rows repeat what editions say, and nothing else: they can be thrown away and made again. The
terms lie in a table of the database's own kind, made by the migration: a full-text table without
content on SQLite, an array with an inverted index on PostgreSQL.
"""

from django.db import models

from gongkai.publishing.models import Edition

TERMS = "portal_terms"


class Indexed(models.Model):
    """What the search shows and looks up of a disclosure that is out (检索条目).

    Rows are numbered in order of release with gaps between, so that the newest come first without
    sorting, and an item that comes back finds room in its place. Long texts stand last: what is
    read of every row stands before them.
    """

    place = models.BigIntegerField("次序", primary_key=True)
    edition = models.OneToOneField(
        Edition, models.PROTECT, related_name="+", verbose_name="公开版本"
    )
    public_id = models.CharField("公开编号", max_length=12, unique=True)
    released = models.DateTimeField("首次公开时间", db_index=True)
    facets = models.JSONField("筛选项")
    name = models.TextField("名称（比对用）")
    folded = models.TextField("全文（比对用）")
    text = models.TextField("全文")

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        ordering = ["-place"]

    def __str__(self) -> str:
        return self.public_id
