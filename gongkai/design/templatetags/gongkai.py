"""Filters every page may use: dates as officials write them, addresses of files, tables."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from gongkai.design import addresses, tables

register = template.Library()
register.filter("file_address", addresses.file_address)
register.filter("chart_address", addresses.chart_address)
register.filter("as_table", tables.table)
register.filter("chart_table", tables.chart_table)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _day(value: date | datetime | str) -> date:
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return _local(value).date() if isinstance(value, datetime) else value


@register.filter
def chinese_date(value: date | datetime | str | None) -> str:
    """Return a day as 2026年6月1日; nothing for nothing."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def chinese_moment(value: datetime | None) -> str:
    """Return a moment as 2026-06-01 09:30, the form the site rules ask for.

    Law: 《政府网站发展指引》（国办发〔2017〕47号）: 发布时间.
    """
    return _local(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def plain_date(value: date | datetime | str | None) -> str:
    """Return a day as 2026-06-01, for lists and tables."""
    return _day(value).isoformat() if value else ""


@register.filter
def spaced(value: object) -> str:
    """Return a number with its integer digits in threes, set apart by a thin space.

    Law: GB/T 15835-2011 §5.1.1: four digits may stay together.
    """
    text = str(value)
    whole, dot, rest = text.partition(".")
    sign, digits = (whole[0], whole[1:]) if whole[:1] in {"-", "−", "+"} else ("", whole)
    if not (digits.isascii() and digits.isdigit()) or len(digits) < 5:
        return text
    first = len(digits) % 3
    parts = [digits[:first], *(digits[n : n + 3] for n in range(first, len(digits), 3))]
    return sign + "\u2009".join(part for part in parts if part) + dot + rest


@register.filter
def split_hash(value: str) -> str:
    """Return a hash as its first eight and last four digits, enough to compare by eye."""
    return f"{value[:8]}…{value[-4:]}" if len(value) > 16 else value


@register.filter
def commas(values: Mapping[str, Any] | list[str] | tuple[str, ...] | None) -> str:
    """Return keywords as the meta tags want them: one string, commas between."""
    return ",".join(values or ())


@register.filter
def headings(blocks: Iterable[Mapping[str, Any]]) -> tuple[tuple[int, str], ...]:
    """Return the headings of a text as (place among the blocks from 1, text)."""
    return tuple((n, one["text"]) for n, one in enumerate(blocks, 1) if one["type"] == "heading")


@register.filter
def file_kind(file: Mapping[str, Any]) -> str:
    """Return what a file is, as its ending says: XLSX; 文件 when that is not a known one."""
    found = addresses.ending(str(file.get("name") or ""), str(file.get("media_type") or ""))
    return found.upper() if found != "bin" else "文件"


@register.filter
def json_ld(found: Mapping[str, Any]) -> SafeString:
    """Return data as JSON that may stand in a page: it can neither end its element nor open one."""
    text = json.dumps(found, ensure_ascii=False, sort_keys=True)
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04X}")
    return mark_safe(text)  # what could end the element was taken out above
