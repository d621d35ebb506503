"""From an editor's draft to the canonical content that is hashed, signed, kept and rendered.

The same draft always gives the same JSON; nothing of the page shell, no database id, no time of
saving is in it, so a redesign changes no hash and a typed comma does.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import PurePosixPath
from typing import Any

import nh3

from gongkai.design.addresses import chart_address, file_address
from gongkai.publishing import inline
from gongkai.publishing.rules import FOOTER, GUIDE

TAGS = {"p", "strong", "em", "ol", "ul", "li", "a", "sup", "sub", "br", "data"}
SCHEMES = {"http", "https", "mailto"}
Block = dict[str, Any]


def plain(text: object) -> str:
    """Return text as it is kept: NFC, line ends as \\n, no white space at the ends.

    >>> plain(" 统计\\r\\n公报 ")
    '统计\\n公报'
    """
    return unicodedata.normalize("NFC", str(text or "")).replace("\r\n", "\n").strip()


def clean_html(source: str) -> str:
    """Return rich text reduced to the tags that may go out, links to other sites only.

    >>> clean_html('<p>甲<script>x</script><b>乙</b></p><p></p>')
    '<p>甲<strong>乙</strong></p>'
    """
    text = unicodedata.normalize("NFC", source)
    for old, new in (("b>", "strong>"), ("i>", "em>")):
        text = text.replace(f"<{old}", f"<{new}").replace(f"</{old}", f"</{new}")
    cleaned = nh3.clean(
        text,
        tags=TAGS,
        attributes={"a": {"href"}, "data": {"value"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return inline.refilled(cleaned.replace("<p></p>", "").strip(), lambda one: escape(one.shown))


def table_block(value: Mapping[str, Any]) -> Block:
    """Return a table; a head row is always there, cells are strings as typed."""
    rows = [[plain(cell) for cell in row] for row in (value.get("table") or {}).get("data") or []]
    return {
        "type": "table",
        "caption": plain(value.get("caption")),
        "head": rows[:1],
        "rows": rows[1:],
        "note": plain(value.get("note")),
    }


def _cells(text: str) -> list[list[str]]:
    """Return pasted cells; a quotation mark that quotes nothing is a letter like any other."""
    delimiter = "\t" if "\t" in text else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]


def _pasted(rows: Iterable[Iterable[str]]) -> str:
    """Return cells as a spreadsheet copies them."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter="\t", lineterminator="\n").writerows(rows)
    return target.getvalue()


def chart_block(value: Mapping[str, Any]) -> Block:
    """Return a chart from pasted cells (tabs, or commas where there is no tab)."""
    text = str(value.get("data") or "").replace("\r\n", "\n").strip("\n")
    cells = _cells(text)
    head, rows = (cells[0], cells[1:]) if cells else ([], [])
    return {
        "type": "chart",
        "title": plain(value.get("title")),
        "form": str(value.get("form") or "line"),
        "unit": plain(value.get("unit")),
        "labels": [plain(row[0]) for row in rows if row],
        "series": [
            {
                "name": plain(name),
                "values": [plain(row[n]) if n < len(row) else "" for row in rows if row],
            }
            for n, name in enumerate(head[1:], start=1)
        ],
        "alt": plain(value.get("alt")),
    }


def image_block(value: Mapping[str, Any]) -> Block:
    """Return a picture by the hash of its file."""
    picture = value["image"]
    return {
        "type": "image",
        "sha256": picture.sha256,
        "name": picture.file_name,
        "alt": plain(value.get("alt")),
        "caption": plain(value.get("caption")),
        "width": picture.width,
        "height": picture.height,
        "media_type": picture.media_type,
    }


def attachment_block(value: Mapping[str, Any]) -> Block:
    """Return an attachment by the hash of its file."""
    document = value["document"]
    return {
        "type": "attachment",
        "sha256": document.sha256,
        "name": document.file_name,
        "title": plain(value.get("title")) or document.title,
        "size": document.file_size or 0,
        "media_type": document.media_type,
    }


def figure_block(value: Mapping[str, Any]) -> Block:
    """Return a quoted figure; of a series, with the series, the period and the vintage it was of."""
    names = ("indicator", "period", "value", "unit", "note")
    said = {"type": "figure", **{name: plain(value.get(name)) for name in names}}
    series = value.get("series")
    if series is None:
        return said
    of = {"flow": series.flow.code, "key": series.key, "period": plain(value.get("of"))}
    return said | {"series": of, "vintage": plain(value.get("vintage"))}


def data_block(value: Mapping[str, Any]) -> Block:
    """Return a vintage of figures by the hash of its content, and how it is shown."""
    vintage = value["vintage"]
    return {
        "type": "data",
        "title": plain(value.get("title")),
        "flow": vintage.flow.code,
        "vintage": {"title": vintage.title, "kind": str(vintage.kind)},
        "sha256": vintage.sha256,
        "show": {
            "form": str(value.get("form") or "table"),
            "keys": [one.key for one in value.get("series") or () if one is not None],
            "periods": int(value.get("periods") or 0),
        },
    }


CHOSEN = {"image": "image", "attachment": "document", "data": "vintage"}
BUILDERS: dict[str, Callable[[Any], Block]] = {
    "heading": lambda value: {"type": "heading", "text": plain(value)},
    "text": lambda value: {"type": "text", "html": clean_html(value.source)},
    "table": table_block,
    "image": image_block,
    "chart": chart_block,
    "data": data_block,
    "figure": figure_block,
    "attachment": attachment_block,
}


def body(stream: Iterable[Any]) -> list[Block]:
    """Return the blocks of a stream field in order; an image or file since deleted is left out."""
    blocks = []
    for child in stream:
        missing = CHOSEN.get(child.block_type)
        if missing and child.value.get(missing) is None:
            continue
        blocks.append(BUILDERS[child.block_type](child.value))
    return blocks


def disclosure(page: Any, *, correction: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the canonical content of a disclosure's draft.

    Shape: see docs/content.md. Law: catalogue elements (条例第十二条), source of a repost (47号文).
    """
    return {
        "v": 1,
        "kind": "disclosure",
        "title": plain(page.title),
        "column": page.column_key,
        "summary": plain(page.summary),
        "formed_on": page.formed_on.isoformat() if page.formed_on else "",
        "document_no": plain(page.document_no),
        "attribute": page.attribute,
        "category": page.category,
        "source": {
            "kind": page.source_kind,
            "name": plain(page.source_name),
            "url": plain(page.source_url),
        },
        "keywords": plain(page.keywords).replace("，", " ").replace(",", " ").split(),
        "channels": list(page.channels),
        "demonstration": page.demonstration,
        "body": body(page.body),
        "correction": dict(correction) if correction else None,
    }


def profile(row: Any) -> dict[str, Any]:
    """Return the canonical content of the site's profile.

    Shape: see docs/content.md; every field of footer and guide is there, empty ones too.
    """
    return {
        "v": 1,
        "kind": "profile",
        "name": plain(row.name),
        "code": plain(row.code),
        "footer": {name: plain(row.footer.get(name)) for name in FOOTER},
        "guide": {name: plain(row.guide.get(name)) for name in GUIDE},
        "look": row.look,
    }


def files(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the files a content names: sha256 -> file name."""
    return {
        block["sha256"]: block["name"]
        for block in content.get("body", [])
        if block["type"] in {"image", "attachment"}
    }


def vintages(content: Mapping[str, Any]) -> list[str]:
    """Return the vintages a content carries, by the hash of theirs, in order."""
    found = [block["sha256"] for block in content.get("body", []) if block["type"] == "data"]
    return list(dict.fromkeys(found))


def quotes(content: Mapping[str, Any]) -> list[Block]:
    """Return the quoted figures of a content that refer to a series, in order.

    Shape: those inside a sentence have no indicator, unit and note of their own, but shown, what
    stands in the sentence, and down (see inline.py).
    """
    found: list[Block] = []
    for block in content.get("body", []):
        if block["type"] == "figure" and "series" in block:
            found.append(block)
        elif block["type"] == "text":
            found += (_quoted(one) for one in inline.references(block["html"]))
    return found


def _quoted(one: inline.Reference) -> Block:
    digits = re.match(r"-?[0-9]+(?:\.[0-9]+)?", one.shown)
    value = digits[0] if digits else ""
    return {
        "type": "figure",
        "series": {"flow": one.flow, "key": one.key, "period": one.period},
        "indicator": one.key,
        "period": one.period,
        "value": f"-{value}" if one.down else value,
        "shown": one.shown,
        "down": one.down,
    }


def public_files(content: Mapping[str, Any]) -> str:
    """Return the names under which the public site keeps a content's files, one a line.

    Shape: the hash of a picture or an attachment; of a chart, that of its block.
    """
    named = {"image": file_address, "attachment": file_address, "chart": chart_address,
             "data": chart_address}  # fmt: skip
    found = {
        PurePosixPath(named[block["type"]](block)).stem
        for block in content.get("body", [])
        if block["type"] in named and (block["type"] != "data" or block["show"]["form"] != "table")
    }
    return "\n".join(sorted(found))


def to_stream(
    block: Block, *, pictures: Mapping[str, int], documents: Mapping[str, int],
    vintages: Mapping[str, int] | None = None, series: Mapping[tuple[str, str], int] | None = None,
) -> Block:  # fmt: skip
    """Return a canonical block as the editor stores it: what imports and the demonstration write.

    Shape: pictures, documents and vintages give a row by its sha256, series one by flow and key.
    Raises: KeyError.
    """
    kind = block["type"]
    value: Any = {key: block[key] for key in block if key != "type"}
    if kind == "heading":
        value = block["text"]
    elif kind == "text":
        value = block["html"]
    elif kind == "table":
        data = [*block["head"], *block["rows"]]
        table = {"data": data, "first_row_is_table_header": True, "first_col_is_header": True}
        value = {"caption": block["caption"], "note": block.get("note", ""), "table": table}
    elif kind == "chart":
        names = ["", *(series["name"] for series in block["series"])]
        rows = [
            [label, *(series["values"][n] for series in block["series"])]
            for n, label in enumerate(block["labels"])
        ]
        value["data"] = _pasted([names, *rows])
    elif kind == "image":
        value = {
            "image": pictures[block["sha256"]],
            "alt": block["alt"],
            "caption": block["caption"],
        }
    elif kind == "attachment":
        value = {"document": documents[block["sha256"]], "title": block["title"]}
    elif kind in {"data", "figure"}:
        value = _of_figures(block, value, vintages or {}, series or {})
    return {"type": kind, "value": value}


def _of_figures(
    block: Block, value: Block, vintages: Mapping[str, int], series: Mapping[tuple[str, str], int]
) -> Block:
    if block["type"] == "figure":
        of = block.get("series")
        chosen = {"series": series[of["flow"], of["key"]], "of": of["period"]} if of else {}
        return value | chosen
    show = block["show"]
    return {
        "vintage": vintages[block["sha256"]],
        "title": block["title"],
        "form": show["form"],
        "series": [series[block["flow"], key] for key in show["keys"]],
        "periods": show["periods"] or None,
    }
