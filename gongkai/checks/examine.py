"""The examination before publication (发布前审查): every rule over one canonical content."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gongkai.checks import (
    characters,
    embargo,
    format,
    hidden,
    inside,
    personal,
    sameness,
    secrecy,
    structure,
    wording,
)
from gongkai.checks.cells import certificate, told
from gongkai.checks.claims import compare
from gongkai.checks.files import RULES as FILE_RULES
from gongkai.checks.files import is_typed, kind_of, typed
from gongkai.checks.findings import Finding, Rule, Severity, cut
from gongkai.checks.known import Known
from gongkai.checks.markup import paragraphs
from gongkai.checks.sweep import counted, sweep
from gongkai.law.refused import Refused

FILE_MISSING = Rule("file.missing", "1", Severity.BLOCK, "附件完整性")
FILE_HASH = Rule("file.hash", "1", Severity.BLOCK, "附件完整性")
FILE_IMAGE = Rule("file.image", "1", Severity.BLOCK, "图片格式")
RULES = (
    *(characters.UNSEEN, characters.LOST, *certificate.RULES, *told.RULES),
    *(*secrecy.RULES, *inside.RULES, *personal.RULES, *embargo.RULES),
    *(*wording.RULES, *format.RULES, *sameness.RULES, *compare.RULES),
    *(structure.MISSING, structure.WRONG, structure.TITLE, structure.SUMMARY),
    *(structure.BODY, structure.BLOCK, structure.HEADING, structure.ORDER),
    *(structure.RAGGED, structure.HEADLESS, structure.IMAGE_ALT),
    *(structure.CHART_ALT, structure.CHART_VALUE),
    *(FILE_MISSING, FILE_HASH, FILE_IMAGE, *FILE_RULES.values()),
    *hidden.RULES,
)
VERSIONS: dict[str, str] = {rule.name: rule.version for rule in RULES}


TEXT_RULES: tuple[Callable[[str, str], Iterator[Finding]], ...] = (
    *(characters.unseen, characters.lost, secrecy.mark, inside.addresses, inside.keys),
    *wording.TEXT_RULES,
)
KNOWING_RULES: tuple[Callable[[str, str, Known], Iterator[Finding]], ...] = (
    *(personal.told, secrecy.word, embargo.text, told.text),
    *wording.KNOWING_RULES,
)
CONTENT_RULES: tuple[Callable[[Mapping[str, Any], Known], Iterator[Finding]], ...] = (
    *(personal.content, embargo.content, secrecy.draft, certificate.content, told.content),
    *(*wording.CONTENT_RULES, *format.CONTENT_RULES, sameness.published, compare.claims),
)
FILE_TEXT_RULES = (secrecy.mark, inside.addresses, inside.keys)

_TORN = re.compile(r"^\d{7,}|\d{7,}(?=…?$)")  # a long number cut at the edge of an excerpt

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Piece:
    """A piece of text and its place in words."""

    place: str
    text: str


def examine(
    content: Mapping[str, Any],
    files: Mapping[str, bytes],
    known: Known,
) -> list[Finding]:
    """Return what every rule finds in a disclosure, in reading order.

    Shape: content as published; files by the SHA-256 their blocks name, pictures included.
    Law: 政府信息公开条例 (2019) 第十七条.
    """
    blocks: list[Block] = list(content.get("body") or [])
    found = [
        *structure.title(str(content.get("title") or "")),
        *structure.summary(str(content.get("summary") or "")),
        *structure.metadata(content, known.on),
        *wording.document_no("发文字号", str(content.get("document_no") or "")),
        *structure.headings(blocks),
        *_body(blocks),
    ]
    for piece in pieces(content):
        found += _read(piece, known)
        found += wording.suspected(piece.place, piece.text)  # slow: not while somebody types
    for rule in CONTENT_RULES:
        found += rule(content, known)
    for block in blocks:
        if block.get("type") in {"attachment", "image"}:
            found += _file(block, files, known)
    return _tellable(found, known)


def texts(given: Iterable[Piece], known: Known) -> list[Finding]:
    """Return what the rules of text find in pieces of text that are no disclosure."""
    found = [finding for piece in given for finding in _read(piece, known)]
    return _tellable(found, known)


def file(name: str, data: bytes, known: Known) -> list[Finding]:
    """Return what the rules find in a file by itself, a plain text or a web page too. Never raises."""
    if not is_typed(name, data):
        return _tellable(in_file("", name, data, known), known)

    def read(where: str, text: str) -> Iterable[Finding]:
        return _read(Piece(where, text), known)

    try:
        return _tellable(counted(sweep(typed(name, data), read)), known)
    except Refused as refused:
        return [FILE_RULES[refused.code].finding("", "", refused.message)]


def pieces(content: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield every piece of text of a content with its place."""
    source, correction = content.get("source") or {}, content.get("correction") or {}
    heads = (
        *(("名称", content.get("title")), ("内容概述", content.get("summary"))),
        *(("发文字号", content.get("document_no")), ("来源", source.get("name"))),
        ("原文网址", source.get("url")),
        *(("更正内容", correction.get("what")), ("更正原因", correction.get("why"))),
    )
    yield from _pieces(heads)
    yield from _pieces(("关键词", word) for word in content.get("keywords") or [])
    counts: Counter[str] = Counter()
    for block in content.get("body") or []:
        kind = str(block.get("type"))
        counts[kind] += 1
        if kind == "text":
            for text in paragraphs(str(block.get("html", ""))):
                counts["paragraph"] += 1
                yield Piece(f"正文第{counts['paragraph']}段", text)
        elif kind in PIECES:
            yield from _pieces(PIECES[kind](counts[kind], block))


Places = Iterable[tuple[str, object]]


def _pieces(places: Places) -> Iterator[Piece]:
    for place, text in places:
        if text:
            yield Piece(place, str(text))


def _heading(number: int, block: Block) -> Places:
    yield f"第{number}个标题", block.get("text")


def _table(number: int, block: Block) -> Places:
    yield f"表{number}标题", block.get("caption")
    for kind, lines in (("表头", block.get("head") or []), ("", block.get("rows") or [])):
        for row, cells in enumerate(lines, start=1):
            for column, cell in enumerate(cells, start=1):
                yield f"表{number}{kind}第{row}行第{column}格", cell
    yield f"表{number}注", block.get("note")


def _image(number: int, block: Block) -> Places:
    yield f"图{number}文件名", block.get("name")
    yield f"图{number}替代文字", block.get("alt")
    yield f"图{number}说明", block.get("caption")


def _attachment(number: int, block: Block) -> Places:
    yield f"附件{number}文件名", block.get("name")
    yield f"附件{number}标题", block.get("title")


def _chart(number: int, block: Block) -> Places:
    place = f"统计图{number}"
    yield f"{place}标题", block.get("title")
    yield f"{place}替代文字", block.get("alt")
    yield f"{place}单位", block.get("unit")
    for label in block.get("labels") or []:
        yield f"{place}横轴", label
    for series in block.get("series") or []:
        yield f"{place}数据系列", series.get("name")
        for value in series.get("values") or []:
            yield f"{place}数据", value


FIGURE = (
    ("indicator", "名称"),
    ("period", "时期"),
    ("value", "数值"),
    ("unit", "单位"),
    ("note", "注"),
)


def _figure(number: int, block: Block) -> Places:
    for key, name in FIGURE:
        yield f"指标{number}{name}", block.get(key)


def _data(number: int, block: Block) -> Places:
    yield f"数据{number}标题", block.get("title")
    for text in block.get("said") or []:
        yield f"数据{number}的名称和说明", text


PIECES: dict[str, Callable[[int, Block], Places]] = {
    "heading": _heading,
    "table": _table,
    "image": _image,
    "attachment": _attachment,
    "chart": _chart,
    "data": _data,
    "figure": _figure,
}
SHAPES: dict[str, Callable[[int, Block], Iterator[Finding]]] = {
    "table": structure.table,
    "image": structure.image,
    "chart": structure.chart,
}


def _body(blocks: list[Block]) -> Iterator[Finding]:
    """Look at the shape of each block, and refuse a kind of block nothing here can read."""
    if not any(_has_content(block) for block in blocks):
        yield structure.BODY.finding("正文", "", "正文是空的。", "请填写正文。")
    counts: Counter[str] = Counter()
    for block in blocks:
        kind = str(block.get("type"))
        counts[kind] += 1
        if kind in SHAPES:
            yield from SHAPES[kind](counts[kind], block)
        elif kind != "text" and kind not in PIECES:
            why = "这种内容没有审查规则，不能发布。"
            yield structure.BLOCK.finding("正文", cut(kind), why, "请改用其他形式。")


def _has_content(block: Block) -> bool:
    if block.get("type") == "text":
        return bool(paragraphs(str(block.get("html", ""))))
    return block.get("type") != "heading"


def _tellable(found: Iterable[Finding], known: Known) -> list[Finding]:
    """Return findings each once, without personal data."""
    return list(dict.fromkeys(_masked(finding, known) for finding in found))


def _masked(finding: Finding, known: Known) -> Finding:
    """Return a finding without the personal data that stood beside what was found."""

    def shown(text: str) -> str:
        told = inside.hidden(personal.masked(text, known.switchboards))
        return secrecy.covered(told, known)

    return replace(
        finding,
        excerpt=_TORN.sub("****", shown(finding.excerpt)),
        proposal=shown(finding.proposal),
        words=_TORN.sub("****", shown(finding.words)),
    )


def _read(piece: Piece, known: Known) -> Iterator[Finding]:
    for rule in TEXT_RULES:
        if not (piece.place == "发文字号" and rule is wording.document_no_in_text):
            yield from rule(piece.place, piece.text)
    for knowing in KNOWING_RULES:
        yield from knowing(piece.place, piece.text, known)


def _file(block: Block, given: Mapping[str, bytes], known: Known) -> Iterator[Finding]:
    name, sha256 = str(block.get("name", "")), str(block.get("sha256", ""))
    is_image = block.get("type") == "image"
    place = f"{'图片' if is_image else '附件'}《{name}》"
    if sha256 not in given:
        yield FILE_MISSING.finding(place, "", "没有找到这个文件。", "请重新上传。")
        return
    data = given[sha256]
    if hashlib.sha256(data).hexdigest() != sha256:
        yield FILE_HASH.finding(place, "", "文件内容与登记的摘要不符。", "请重新上传。")
        return
    try:
        kind = kind_of(name, data)
    except Refused as refused:
        yield FILE_RULES[refused.code].finding(place, "", refused.message)
        return
    if is_image and not kind.is_image:
        yield FILE_IMAGE.finding(place, kind.label, "不是图片。", "请改作附件，或者换成图片。")
    else:
        found = in_file(place, name, data, known)  # who describes a picture has looked at it
        yield from (one for one in found if not (is_image and one.rule == hidden.PICTURE.name))


def in_file(place: str, name: str, data: bytes, known: Known) -> Iterator[Finding]:
    """Yield what every rule finds in a file: what is hidden, then what its text says."""
    for finding in hidden.look(name, data):
        yield replace(finding, place=place + finding.place)

    def read(where: str, text: str) -> list[Finding]:
        found = [finding for rule in FILE_TEXT_RULES for finding in rule(where, text)]
        return found + [finding for rule in KNOWING_RULES for finding in rule(where, text, known)]

    try:
        said = list(hidden.texts(name, data))
        yield from counted(sweep(said, read, place))
        for where, rows in personal.grids(said):
            yield from embargo.table(place + where, rows, known, name)
            yield from told.table(place + where, rows, known, name)
        for finding in personal.pieces(said, name):
            yield replace(finding, place=place + finding.place)
    except Refused:
        return  # what nobody can read is found above
