"""What is taken out of an OFD (版式文档): properties, annotations, attachments, versions."""

from lxml import etree  # type: ignore[import-untyped]  # the library carries no types

from gongkai.checks.hidden import ofd
from gongkai.checks.hidden.cleaning.office import remove
from gongkai.checks.hidden.parts import Package, each, local, packed
from gongkai.law.refused import Refused

INFO = frozenset({"Author", "Subject", "Abstract", "Keywords", "Title", "CustomDatas", "Cover",
                  "Creator", "CreatorVersion"})  # fmt: skip
REFERENCES = ("Annotations", "Attachments", "CustomTags", "Extensions", "Versions", "Version")


def clean(package: Package) -> bytes:
    """Return the pages as they are shown. Raises: Refused "clean.signed"."""
    if any("signature" in name.lower() or "/signs/" in name.lower() for name in package.parts):
        raise Refused("clean.signed", "文件有电子签章，清理后签章失效，请在盖章以前的原稿里清理。")
    for info in each(package.tree(ofd.ENTRY), "DocInfo"):
        remove(one for one in list(info) if local(one) in INFO)
    bodies = list(each(package.tree(ofd.ENTRY), "DocBody"))
    if len(bodies) > 1:
        raise Refused("clean.meaning", "文件里有几份文档，请分开后再清理。")
    for name in package.named("", ".xml"):
        remove(list(each(package.tree(name), *REFERENCES)))
        remove(one for one in list(each(package.tree(name), "TextObject")) if ofd.why_unseen(one))
    for start, _, _ in ofd.PARTS:
        for name in package.named("", ".xml"):
            if name.rsplit("/", 1)[-1].startswith(start):
                package.parts.pop(name)
    bases = {one.rsplit("/", 1)[-1] for one in ofd.referred(package)}
    kept = [(name, part) for name, part in package.parts.items()
            if name.rsplit("/", 1)[-1] in bases]  # fmt: skip
    return packed((name, _written(package, name, part)) for name, part in kept)


def _written(package: Package, name: str, part: bytes) -> bytes:
    tree = package.changed(name)
    if tree is None:
        return part
    made: bytes = etree.tostring(tree.getroottree(), xml_declaration=True, encoding="UTF-8")
    return made
