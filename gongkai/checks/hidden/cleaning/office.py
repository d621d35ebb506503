"""What is taken out of every office file (办公文件): properties, embedded files, links, spare parts."""

import io
from collections import Counter
from collections.abc import Callable, Iterable
from posixpath import basename, dirname, join

from lxml import etree  # type: ignore[import-untyped]  # the library carries no types
from PIL import Image

from gongkai.checks.hidden import chart, drawing, image, office
from gongkai.checks.hidden.parts import (
    ROOT,
    Package,
    R,
    Tree,
    child,
    each,
    is_path,
    local,
    packed,
    resolved,
    said,
)
from gongkai.law.refused import Refused

PROPERTIES = frozenset({*office.PERSONS, *office.PROPERTIES, "lastPrinted", "revision", "version",
                        "TotalTime", "TitlesOfParts", "HeadingPairs", "HLinks", "Manager", "Company",
                        "identifier", "language"})  # fmt: skip
HOLDERS = frozenset({"externalReferences", "pivotCaches", "notesMasterIdLst", "handoutMasterIdLst",
                     "oleObjects", "controls", "custDataLst", "tableParts", "extLst", "ext",
                     "AlternateContent", "Choice", "Fallback", "legacyDrawing"})  # fmt: skip
KEPT_WITHOUT = frozenset({"pageSetup", "blip", "hlinkClick", "hlinkHover", "shape"})
GONE = ("docProps/custom", "docProps/thumbnail", "customXml/", "word/people", "word/glossary/")
NAMES = frozenset({"descr", "title", "alt", "name", "href", "o:href"})


def begin(package: Package) -> None:
    """Refuse what may not be touched; take out what no office file needs."""
    if any(name.startswith("_xmlsignatures/") for name in package.parts):
        raise Refused("clean.signed", "文件有电子签名，清理后签名失效，请在签名以前的原稿里清理。")
    if any("/activex/" in name.lower() for name in package.parts):
        raise Refused("clean.meaning", "文件里有控件，去掉后版面会变，请在原稿里删除控件。")
    for part in (office.CORE, office.APP):
        if part in package.parts:
            remove(one for one in list(package.tree(part)) if local(one) in PROPERTIES)
    drop(package, [one for one in package.parts if one.startswith(GONE)
                   or "thumbnail" in one.lower() or "printersettings" in one.lower()])  # fmt: skip
    for part in chart.charts(package):
        remove(list(each(package.tree(part), "externalData")))
    drop(package, [one for one in package.parts if office.is_embedded(one)])
    drop(package, package.of_kind("aFChunk"))
    _unlink(package)


def finish(package: Package) -> bytes:
    """Return the file with its pictures cleaned and nothing left that nothing refers to."""
    for name in package.named("", ".xml"):
        if b"Fallback" in package.parts[name]:
            _choose(package.tree(name))
        _undangle(package, name)
        _unname(package.tree(name))
    for name, part in package.parts.items():
        if name.lower().endswith(office.PICTURES):
            package.parts[name] = image.clean(part)
    while spare := package.spare():
        drop(package, spare)
    return packed(_written(package))


def _choose(root: Tree) -> None:
    """Of two contents in one place that differ, leave the one that is shown."""
    for one in each(root, "AlternateContent"):
        other, shown = office.spare_words(one)
        if other and other != shown:
            remove([inner for inner in one if local(inner) == "Fallback"])


def drop(package: Package, parts: Iterable[str]) -> None:
    """Take parts out, with what they refer to and what refers to them."""
    gone = set(parts)
    if not gone:
        return
    for name in list(package.parts):
        if name.endswith(".rels"):
            source = join(dirname(dirname(name)), basename(name)[: -len(".rels")])
            if source in gone:
                package.parts.pop(name)
                continue
            remove([one for one in package.tree(name) if said(one, "TargetMode") != "External"
                    and resolved(source if basename(name) != ".rels" else "",
                                 said(one, "Target")) in gone])  # fmt: skip
    for name in gone:
        package.parts.pop(name, None)
        package.forget(name)
    if ROOT in package.parts:
        remove([one for one in package.tree(ROOT)
                if said(one, "PartName").lstrip("/") in gone])  # fmt: skip


def remove(elements: Iterable[Tree]) -> None:
    """Take elements out; text that follows one stays."""
    for one in list(elements):
        parent = one.getparent()
        if parent is None:
            continue
        if one.tail:
            before = one.getprevious()
            if before is None:
                parent.text = (parent.text or "") + one.tail
            else:
                before.tail = (before.tail or "") + one.tail
        parent.remove(one)


def unwrap(one: Tree) -> None:
    """Put what an element holds in its place."""
    parent = one.getparent()
    if parent is None:
        return
    at = parent.index(one)
    for inner in reversed(list(one)):
        parent.insert(at, inner)
    parent.remove(one)


def crop(package: Package, part: str, refuse: Callable[[], Refused]) -> None:
    """Cut pictures down to what is shown of them. Raises: what refuse makes, for a shared picture."""
    targets = {one.id: one.target for one in package.relations(part)}
    uses = Counter(one.target for one in package.all_relations() if one.kind == "image")
    for one in list(each(package.tree(part), "srcRect")):
        if not drawing.is_cropped(one):
            continue
        blip = child(one.getparent(), "blip")
        name = targets.get(said(blip, "embed"), "")
        shown_twice = sum(1 for x in each(package.tree(part), "blip")
                          if said(x, "embed") == said(blip, "embed")) > 1  # fmt: skip
        if not name.lower().endswith((".png", ".jpg", ".jpeg")) or uses[name] > 1 or shown_twice:
            raise refuse()
        package.parts[name] = _cut(package.parts[name], one)
        remove([one])


def _cut(data: bytes, rect: Tree) -> bytes:
    left, top, right, bottom = (max(0.0, float(said(rect, side, "0"))) / 100_000 for side in "ltrb")
    with Image.open(io.BytesIO(data)) as picture:
        wide, high = picture.size
        box = (round(wide * left), round(high * top), round(wide * (1 - right)),
               round(high * (1 - bottom)))  # fmt: skip
        out = io.BytesIO()
        picture.crop(box).save(out, picture.format or "PNG", quality=95)
    return out.getvalue()


def _unlink(package: Package) -> None:
    """Cut the links to other files; what is only linked to, and shown, can't be kept."""
    for one in package.all_relations():
        if one.is_external and one.kind == "image":
            raise Refused("clean.meaning", "文件里有只存链接的图片，请先把图片插入文件再清理。")
    for name in package.named("", ".rels"):
        remove([one for one in package.tree(name) if said(one, "TargetMode") == "External"
                and (said(one, "Type").rsplit("/", 1)[-1] in office.LINKS
                     or is_path(said(one, "Target")))])  # fmt: skip


def _undangle(package: Package, name: str) -> None:
    """Take out elements that refer to what is no longer there."""
    known = {one.id for one in package.relations(name)}
    for one in list(package.tree(name).iter()):
        ids = [key for key in one.attrib if key.startswith(R) and local(one)]
        for key in ids:
            if one.get(key) in known or not one.get(key):
                continue
            if local(one) == "hyperlink":
                _unlinked(one)
            elif local(one) in KEPT_WITHOUT:
                del one.attrib[key]
            else:
                _remove_up(one)
            break


def _unlinked(one: Tree) -> None:
    """Take a link away and leave its words; of a sheet's, nothing but the cell is left."""
    parent = one.getparent()
    if len(one):
        unwrap(one)
    else:
        remove([one])
    if parent is not None and local(parent) == "hyperlinks" and not len(parent):
        remove([parent])


def _remove_up(one: Tree) -> None:
    parent = one.getparent()
    remove([one])
    while parent is not None and not len(parent) and local(parent) in HOLDERS:
        parent, empty = parent.getparent(), parent
        remove([empty])


def _unname(root: Tree) -> None:
    """Take paths out of the names of pictures."""
    for one in root.iter():
        for key in one.attrib if local(one) else ():
            if key.rpartition("}")[2] in NAMES and is_path(one.get(key)):
                one.set(key, "")


def _written(package: Package) -> list[tuple[str, bytes]]:
    found = []
    for name, part in package.parts.items():
        tree = package.changed(name)
        if tree is not None:
            part = etree.tostring(tree.getroottree(), xml_declaration=True, encoding="UTF-8",
                                  standalone=True)  # fmt: skip
        found.append((name, part))
    return found
