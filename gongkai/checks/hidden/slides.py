"""What slides hide (演示文稿): slides not shown, speaker notes, comments, shapes off the slide."""

from collections.abc import Iterator

from gongkai.checks.findings import Finding, cut
from gongkai.checks.hidden import chart, drawing, office, rules
from gongkai.checks.hidden.colour import is_same
from gongkai.checks.hidden.office import WAY
from gongkai.checks.hidden.parts import Package, Tree, child, each, local, said

MAIN = "ppt/presentation.xml"
TINY = 100  # hundredths of a point
PARTS = {
    "ppt/comments/": (rules.COMMENT, "批注", "批注随文件公开。"),
    "ppt/commentAuthors": (rules.PERSON, "批注人名单", "文件里保存着批注人的名字。"),
    "ppt/authors": (rules.PERSON, "批注人名单", "文件里保存着批注人的名字。"),
    "ppt/tags/": (rules.DATA, "标签", "标签数据不显示在页面上。"),
    "ppt/changesInfos/": (rules.VERSION, "修改记录", "文件里存着修改记录和修改人。"),
    "ppt/revisionInfo": (rules.TRACE, "修订编号", "文件里存着修订编号。"),
}


def order(package: Package) -> list[str]:
    """Return the parts that are slides, in their order."""
    targets = {one.id: one.target for one in package.relations(MAIN)}
    found = []
    for one in each(package.tree(MAIN), "sldId"):
        ids = [value for key, value in one.attrib.items() if key.endswith("}id")]
        found += [targets[number] for number in ids if targets.get(number) in package.parts]
    return found


def look(package: Package) -> Iterator[Finding]:
    """Find what slides hide."""
    seen: list[str] = []
    size = size_of(package)
    for number, part in enumerate(order(package), 1):
        place, root = f"第{number}张幻灯片", package.tree(part)
        text = _words(root)
        if said(root, "show") in {"0", "false"}:
            yield rules.SLIDE.finding(place, cut(text), "隐藏的幻灯片随文件公开。", WAY)
        else:
            seen.append(text)
            yield from _shapes(package, part, place, size)
        yield from drawing.look(package, part, drawing.always(place))
        for one in package.relations(part):
            if one.kind == "notesSlide" and one.target in package.parts:
                notes = "".join(_notes(package.tree(one.target)))
                if notes.strip():
                    yield rules.NOTES.finding(
                        f"{place}备注", cut(notes), "演讲者备注随文件公开。", WAY
                    )
    for start, (rule, label, why) in PARTS.items():
        for part in package.named(start, ".xml"):
            held = [one.text or said(one, "name") or said(one, "val")
                    for one in package.tree(part).iter() if local(one)]  # fmt: skip
            yield rule.finding(label, cut("；".join(x for x in held if x and x.strip())), why, WAY)
    yield from chart.look(package)
    yield from office.look(package, "\n".join(seen))


def texts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield all text with its slide; hidden slides and notes are named so."""
    read = set()
    for number, part in enumerate(order(package), 1):
        read.add(part)
        is_hidden = said(package.tree(part), "show") in {"0", "false"}
        place = f"第{number}张幻灯片" + ("（隐藏）" if is_hidden else "")
        yield from ((place, text) for text in _lines(package.tree(part)))
        for one in package.relations(part):
            if one.kind == "notesSlide" and one.target in package.parts:
                read.add(one.target)
                yield from ((f"{place}备注", text) for text in _lines(package.tree(one.target)))
    for part in package.named("ppt/"):
        if "Layout" in part or "Master" in part or "/theme" in part:
            if "Layout" not in part:
                continue
            read.add(part)
    yield from office.rest(package, frozenset(read))


def _lines(root: Tree) -> Iterator[str]:
    for paragraph in each(root, "p"):
        text = "".join(one.text or "" for one in each(paragraph, "t"))
        if text.strip():
            yield text
    for one in each(root, "cNvPr"):
        yield from (value for key in ("title", "descr") if (value := said(one, key)))


def _words(root: Tree) -> str:
    return " ".join(one.text or "" for one in each(root, "t"))


def _notes(root: Tree) -> Iterator[str]:
    """Yield the words of notes; the number of the slide is none."""
    for one in each(root, "t"):
        if not any(local(up) == "fld" for up in one.iterancestors()):
            yield one.text or ""


def size_of(package: Package) -> tuple[int, int]:
    """Return how wide and high slides are."""
    one = next(each(package.tree(MAIN), "sldSz"), None)
    return (int(said(one, "cx", "12192000")), int(said(one, "cy", "6858000")))


def _shapes(package: Package, part: str, place: str, size: tuple[int, int]) -> Iterator[Finding]:
    root = package.tree(part)
    for one in each(root, "sp", "graphicFrame", "pic"):
        if is_off(one, size):
            text = drawing.text_of(one) or drawing.name_of(one)
            yield rules.TEXT.finding(place, cut(text), "图形移到了幻灯片以外。", WAY)
    for one in covered(root):
        text = drawing.text_of(one)
        yield rules.COVERED.finding(place, cut(text), "文字被上面的图形盖住，移开就能读到。", WAY)
    for run in each(root, "r"):
        text = "".join(one.text or "" for one in each(run, "t"))
        if text.strip() and (why := why_unseen(root, run)):
            yield rules.TEXT.finding(place, cut(text), f"{why}，页面上看不到。", WAY)


def why_unseen(root: Tree, run: Tree) -> str:
    """Return why a reader does not see a run of a slide; nothing for one that is seen."""
    properties = child(run, "rPr")
    if properties is None:
        return ""
    if 0 < int(said(properties, "sz", "1800") or 1800) <= TINY:
        return "字号小到看不见的文字"
    colour = child(properties, "solidFill", "srgbClr")
    alpha = child(colour, "alpha") if colour is not None else None
    if alpha is not None and said(alpha, "val") in {"0", "0%"}:
        return "完全透明的文字"
    if colour is not None and is_same(said(colour, "val"), _under(root, run)):
        return "颜色与底色相同的文字"
    return ""


def _under(root: Tree, run: Tree) -> str:
    """Return the colour under a run where it is told; else one no text has."""
    for up in run.iterancestors():
        if local(up) in {"sp", "tc"}:
            properties = child(up, "spPr") if local(up) == "sp" else child(up, "tcPr")
            fill = child(properties, "solidFill", "srgbClr") if properties is not None else None
            if fill is not None:
                return said(fill, "val")
            names = {local(x) for x in properties} if properties is not None else set()
            if names & {"solidFill", "gradFill", "blipFill", "pattFill"} or local(up) == "tc":
                return ""
            reference = child(up, "style", "fillRef")
            if reference is not None and said(reference, "idx") != "0":
                return ""
    ground = child(root, "cSld", "bg", "bgPr", "solidFill", "srgbClr")
    if ground is not None:
        return said(ground, "val")
    return "FFFFFF" if child(root, "cSld", "bg") is None else ""


def covered(root: Tree) -> list[Tree]:
    """Return the shapes with words that lie wholly under a picture or a filled shape."""
    shapes = [(one, _box(one)) for one in each(root, "sp", "pic")]
    return [
        one
        for number, (one, box) in enumerate(shapes)
        if box
        and drawing.text_of(one)
        and any(_covers(*over, box) for over in shapes[number + 1 :])
    ]


Box = tuple[int, int, int, int]


def _covers(one: Tree, box: Box | None, under: Box) -> bool:
    if box is None or not (local(one) == "pic" or drawing.is_filled(one)):
        return False
    return all(a <= b for a, b in zip(box[:2], under[:2], strict=True)) and all(
        a >= b for a, b in zip(box[2:], under[2:], strict=True)
    )


def _box(one: Tree) -> Box | None:
    form = child(one, "spPr", "xfrm")
    start, extent = (child(form, "off"), child(form, "ext")) if form is not None else (None, None)
    if start is None or extent is None:
        return None
    x, y = int(said(start, "x", "0")), int(said(start, "y", "0"))
    return x, y, x + int(said(extent, "cx", "0")), y + int(said(extent, "cy", "0"))


def is_off(one: Tree, size: tuple[int, int]) -> bool:
    """Say whether a shape lies off the slide."""
    form = child(one, "spPr", "xfrm")
    form = child(one, "xfrm") if form is None else form
    start, extent = (child(form, "off"), child(form, "ext")) if form is not None else (None, None)
    if start is None or extent is None:
        return False
    x, y = int(said(start, "x", "0")), int(said(start, "y", "0"))
    wide, high = int(said(extent, "cx", "0")), int(said(extent, "cy", "0"))
    return x >= size[0] or y >= size[1] or x + wide <= 0 or y + high <= 0
