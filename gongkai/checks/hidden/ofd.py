"""What an OFD hides (版式文档): annotations, attachments, versions, unseen text, spare parts."""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from gongkai.checks import markup
from gongkai.checks.characters import plain
from gongkai.checks.findings import Finding, cut
from gongkai.checks.hidden import office, rules
from gongkai.checks.hidden.colour import is_same
from gongkai.checks.hidden.office import WAY
from gongkai.checks.hidden.parts import (
    Package,
    Tree,
    child,
    each,
    is_path,
    local,
    said,
    strings,
    words,
)

ENTRY = "OFD.xml"
PAGE_PARTS = (
    ".xml",
    ".ttf",
    ".otf",
    ".esl",
    ".dat",
    ".jb2",
    ".bmp",
    ".tif",
    ".tiff",
    *office.PICTURES,
)
PROPERTIES = {"Title": "标题", "Subject": "主题", "Abstract": "摘要", "Keywords": "关键词"}
TINY = 0.36  # millimetres: one point
PARTS = (("Annot", rules.ANNOTATION, "批注"), ("Attachment", rules.EMBEDDED, "附件"),
         ("CustomTag", rules.DATA, "自定义标引"), ("Extension", rules.DATA, "扩展数据"))  # fmt: skip


def look(package: Package) -> Iterator[Finding]:
    """Find what an OFD hides."""
    seen = plain("\n".join(text for _, text in _pages(package)))
    root = package.tree(ENTRY)
    for one in each(root, "DocInfo"):
        yield from _info(one, seen)
    for one in each(root, "Version"):
        where = said(one, "BaseLoc")
        yield rules.VERSION.finding("版本", cut(where), "文件里存着早期版本。", WAY)
    count = sum(1 for _ in each(root, "DocBody"))
    if count > 1:
        why = "文件里有几份文档，一般只显示第一份。"
        yield rules.VERSION.finding("文档", f"{count}份", why, WAY)
    yield from _beside(package)
    for place, name in _contents(package):
        for one in each(package.tree(name), "TextObject"):
            text = "".join((x.text or "").strip() for x in each(one, "TextCode"))
            if text and (why := why_unseen(one)):
                yield rules.TEXT.finding(place, cut(text), f"{why}，页面上看不到。", WAY)
    yield from _spare(package)
    yield from office.gaps(package)


def _beside(package: Package) -> Iterator[Finding]:
    for name in package.named("", ".xml"):
        for start, rule, label in PARTS:
            if name.rsplit("/", 1)[-1].startswith(start) and (told := _told(package, name)):
                why = f"{label}不显示在页面上，或者可以另外打开。"
                yield rule.finding(label, cut(told), why, WAY)
    for name in package.parts:
        if not name.lower().endswith(PAGE_PARTS):
            base = name.rsplit("/", 1)[-1]
            yield rules.EMBEDDED.finding(f"里的《{base}》", name, "文件里带着附件。", WAY)


def texts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield all text by page, then that of every other part."""
    read = set()
    for place, name in _contents(package):
        read.add(name)
        yield from ((place, line) for line in markup.ofd_lines(package.parts[name]))
    for name in package.named("", ".xml"):
        if name not in read:
            yield from ((f"部件{name}", line) for line in markup.ofd_lines(package.parts[name]))
            yield from ((f"部件{name}", text) for text in _loose(package.tree(name)))


def _loose(root: Tree) -> Iterator[str]:
    for one in root.iter():
        if local(one) and local(one) not in markup.TEXT:
            text = (one.text or "").strip()
            if re.search(r"[\u4e00-\u9fff]|[0-9]{6,}", text):
                yield text
            yield from (v for v in one.attrib.values() if re.search(r"[\u4e00-\u9fff]", v))


def _pages(package: Package) -> Iterator[tuple[str, str]]:
    for place, name in _contents(package):
        yield from ((place, line) for line in markup.ofd_lines(package.parts[name]))


def _contents(package: Package) -> Iterator[tuple[str, str]]:
    names = [
        one for one in package.named("", ".xml") if re.search(r"Pages?/.*Content\w*\.xml$", one)
    ]
    for number, name in enumerate(names, 1):
        yield f"第{number}页", name


def _info(info: Tree, seen: str) -> Iterator[Finding]:
    for one in info:
        name, text = local(one), words(one)
        if name == "Author" and text:
            why = "文件属性里的人名、单位随文件公开。"
            yield rules.PERSON.finding("文件属性“作者”", cut(text), why, WAY)
        elif name in PROPERTIES and text and plain(text) not in seen:
            rule = rules.PATH if is_path(text) else rules.PROPERTY
            why = "文件属性里的文字页面上看不到。"
            yield rule.finding(f"文件属性“{PROPERTIES[name]}”", cut(text), why, WAY)
        elif name in {"CustomDatas", "Cover"} and text:
            yield rules.PROPERTY.finding("文件属性", cut(text), "文件属性里有自定义数据。", WAY)


def _told(package: Package, name: str) -> str:
    root = package.tree(name)
    names = [said(one, "Name") for one in each(root, "Attachment")]
    return "；".join(filter(None, [*names, words(root)]))


def why_unseen(one: Tree) -> str:
    """Return why a reader does not see a piece of text; nothing for one that is seen."""
    for up in (one, *one.iterancestors()):
        if said(up, "Visible") == "false":
            return "设为不显示的文字"
    if said(one, "Alpha") == "0":
        return "完全透明的文字"
    if _number(said(one, "Size"), 3) <= TINY:
        return "字号小到看不见的文字"
    colour = child(one, "FillColor")
    if colour is not None and (value := said(colour, "Value")):
        parts = [int(x) for x in value.split() if x.isdigit()]
        if len(parts) == 3 and is_same(bytes(min(x, 255) for x in parts).hex(), "FFFFFF"):
            return "颜色与底色相同的文字"
    box = [_number(x, 0) for x in said(one, "Boundary").split()]
    if len(box) == 4 and (box[0] + box[2] < 0 or box[1] + box[3] < 0 or max(box[:2]) > 1500):
        return "移到页面以外的文字"
    return ""


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


def referred(package: Package) -> set[str]:
    """Return the parts others name, and the entry."""
    found = {ENTRY}
    for name in package.named("", ".xml"):
        for one in package.tree(name).iter():
            if local(one):
                said_here = [one.text or "", *(v for k, v in one.attrib.items() if "Loc" in k)]
                for text in said_here:
                    text = text.strip()
                    if text and len(text) < 300:
                        found.add(normpath(text.lstrip("/")))
                        found.add(normpath(join(dirname(name), text)))
    return found


def _spare(package: Package) -> Iterator[Finding]:
    known = referred(package)
    bases = {one.rsplit("/", 1)[-1] for one in known}
    for name in package.parts:
        if name not in known and name.rsplit("/", 1)[-1] not in bases:
            shown = cut("；".join(strings(package.parts[name], 5)) or name)
            yield rules.SPARE.finding(f"部件{name}", shown, "没有任何页面引用的部分。", WAY)
