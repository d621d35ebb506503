"""Pictures and shapes in office files (图形): hidden, off the page, cropped, out of sight."""

import re
from collections.abc import Callable, Iterator

from gongkai.checks.findings import Finding, cut
from gongkai.checks.hidden import rules
from gongkai.checks.hidden.office import WAY
from gongkai.checks.hidden.parts import Package, Tree, child, each, local, said

EMU = 635  # of a twentieth of a point
PAGE = (12_240 * 2, 16_840 * 2)  # twentieths of a point: anything further lies off every page
CROP = 1_000  # of 100,000: less is rounding
SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp", "grpSp", "wsp"})


def look(package: Package, part: str, at: Callable[[Tree], str]) -> Iterator[Finding]:
    """Find what the drawings of a part hide. Shape: at says in words where an element stands."""
    root = package.tree(part)
    for one in hidden(root):
        text = text_of(one)
        why = "隐藏的图形页面上看不到，打开“选择窗格”就能显示。"
        yield rules.TEXT.finding(at(one), cut(text or name_of(one)), why, WAY)
    for one in each(root, "anchor"):
        if text_of(one) and is_off(one):
            why = "文本框移到了页面以外。"
            yield rules.TEXT.finding(at(one), cut(text_of(one)), why, WAY)
    for one in each(root, "anchor"):
        if is_over(one):
            why = "有填充的图形浮在文字上方：如果是用来遮盖文字的，移开就能读到。"
            yield rules.OVER.finding(
                at(one), name_of(one), why, "请删去要遮盖的文字，不要用图形盖住。"
            )
    for one in each(root, "srcRect"):
        if is_cropped(one):
            why = "图片只显示一部分，裁掉的部分还在文件里，可以还原。"
            fix = "请在图片上执行“压缩图片—删除图片的剪裁区域”，或者用“清理后的副本”。"
            yield rules.CROPPED.finding(at(one), _crop(one), why, fix)


def always(place: str) -> Callable[[Tree], str]:
    """Return what says of every element of a part that it stands in one place."""
    return lambda _: place


def hidden(root: Tree) -> Iterator[Tree]:
    """Yield the outermost elements of drawings that are switched off."""
    for one in each(root, "docPr", "cNvPr"):
        if said(one, "hidden") in {"1", "true"}:
            yield holder(one)
    for one in each(root, "shape", "rect", "roundrect", "oval", "group"):
        style = re.sub(r"\s", "", said(one, "style").lower())
        if "visibility:hidden" in style and _is_drawn(one):
            yield one


def _is_drawn(one: Tree) -> bool:
    """Say whether a shape is one of its own, and not the box of a comment in a workbook."""
    return child(one, "ClientData") is None


def holder(one: Tree) -> Tree:
    """Return what of a drawing stands or falls with its name: the drawing, or one shape in it."""
    for up in one.iterancestors():
        if local(up) in SHAPES or local(up) in {"inline", "anchor"}:
            return up
    return one


def name_of(one: Tree) -> str:
    """Return the name of a drawing."""
    return next((said(x, "name") for x in each(one, "docPr", "cNvPr") if said(x, "name")), "图形")


def text_of(one: Tree) -> str:
    """Return the words written in a drawing."""
    return " ".join("".join(x.text or "" for x in each(one, "t")).split())


def is_over(anchor: Tree) -> bool:
    """Say whether a drawing is a filled shape without words that lies upon the text."""
    shape = next(each(anchor, "wsp"), None)
    if shape is None or said(anchor, "behindDoc") == "1" or child(anchor, "wrapNone") is None:
        return False
    return is_filled(shape) and not text_of(shape)


def is_filled(shape: Tree) -> bool:
    """Say whether a shape has a colour nothing shows through."""
    properties = child(shape, "spPr")
    fill = child(properties, "solidFill") if properties is not None else None
    return fill is not None and not any(True for _ in each(fill, "alpha"))


def is_off(anchor: Tree) -> bool:
    """Say whether a drawing lies further out than any page reaches."""
    for name, side in (("positionH", 0), ("positionV", 1)):
        offset = child(anchor, name, "posOffset")
        extent = child(anchor, "extent")
        size = _number(said(extent, ("cx", "cy")[side])) / EMU if extent is not None else 0
        if offset is not None:
            start = _number(offset.text or "") / EMU
            if start > PAGE[side] / 2 + 1440 or start + size < -2880:
                return True
    return False


def is_cropped(one: Tree) -> bool:
    """Say whether a picture is shown in part."""
    return any(_number(said(one, side)) >= CROP for side in "ltrb")


def _crop(one: Tree) -> str:
    sides = (("l", "左"), ("t", "上"), ("r", "右"), ("b", "下"))
    return "、".join(f"{label}裁{_number(said(one, side)) / 1000:.0f}%" for side, label in sides
                    if _number(said(one, side)) >= CROP)  # fmt: skip


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
