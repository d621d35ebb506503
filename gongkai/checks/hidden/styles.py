"""How the text of a Word document looks (文字样式): what a run inherits, and whether it is seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.checks.hidden.colour import HIGHLIGHTS, is_same
from gongkai.checks.hidden.parts import Package, Tree, child, each, is_on, local, said

PAPER = "FFFFFF"
UNKNOWN = "?"  # a background nobody here can tell: text on it is taken as seen
TINY = 1.0  # points
FLAT = 40  # twentieths of a point: a line this high shows nothing
FAR = 20_000  # twentieths of a point: further out than any page
Look = dict[str, str]
FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "fillRef")


@dataclass
class Styles:
    """The styles of a document; looks are told by name: vanish, colour, size, ground, flat, far."""

    known: dict[str, tuple[Look, str, str]] = field(default_factory=dict)
    default: Look = field(default_factory=dict)
    paragraph: str = ""

    def of(self, style: str, depth: int = 0) -> Look:
        """Return what a style says, with all it is based on."""
        if style not in self.known or depth > 12:
            return {}
        look, base, _ = self.known[style]
        return self.of(base, depth + 1) | look

    def has_ground(self, style: str, depth: int = 0) -> bool:
        """Say whether a style of tables colours cells."""
        if style not in self.known or depth > 12:
            return False
        _, base, ground = self.known[style]
        return bool(ground) or self.has_ground(base, depth + 1)


def read(package: Package, part: str = "word/styles.xml") -> Styles:
    """Return the styles of a document."""
    found = Styles()
    if part not in package.parts:
        return found
    root = package.tree(part)
    found.default = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))
    for one in each(root, "style"):
        based = child(one, "basedOn")
        look = _paragraph(child(one, "pPr")) | look_of(child(one, "rPr"))
        grounds = [inner for inner in each(one, "shd") if said(inner, "fill") not in {"", "auto"}]
        found.known[said(one, "styleId")] = (look, said(based, "val"), "1" if grounds else "")
        if said(one, "type") == "paragraph" and said(one, "default") == "1":
            found.paragraph = said(one, "styleId")
    return found


def look_of(run: Tree | None) -> Look:
    """Return what the properties of a run say of its look."""
    look: Look = {}
    for one in run if run is not None else ():
        name = local(one)
        if name == "vanish":
            look["vanish"] = "1" if is_on(one) else ""
        elif name == "color":
            look["colour"] = said(one, "val")
        elif name == "sz":
            look["size"] = said(one, "val")
        elif name == "shd":
            look["ground"] = _ground(one)
        elif name == "highlight":
            look["mark"] = HIGHLIGHTS.get(said(one, "val"), "")
    return look


def _paragraph(properties: Tree | None) -> Look:
    look: Look = {}
    for one in properties if properties is not None else ():
        if local(one) == "shd":
            look["paper"] = _ground(one)
        elif local(one) == "spacing" and said(one, "lineRule") == "exact":
            look["flat"] = "1" if _number(said(one, "line"), FLAT + 1) <= FLAT else ""
        elif local(one) == "ind":
            sides = [_number(said(one, side), 0) for side in ("left", "start", "right", "end")]
            look["far"] = "1" if any(abs(side) >= FAR for side in sides) else ""
    return look


def _ground(one: Tree) -> str:
    fill = said(one, "color") if said(one, "val") == "solid" else said(one, "fill")
    return "" if fill == "auto" else fill


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


def why_unseen(styles: Styles, run: Tree) -> str:
    """Return why a reader does not see the text of a run; nothing for one that is seen."""
    paragraph = next(run.iterancestors("{*}p"), None)
    look = _whole(styles, run, paragraph)
    if look.get("vanish"):
        return "设为“隐藏”的文字"
    if _number(look.get("size", ""), 99) / 2 <= TINY:
        return "字号小到看不见的文字"
    if look.get("flat"):
        return "行距压到看不见的文字"
    if look.get("far"):
        return "移到页面以外的文字"
    if _is_lost(look, run, styles):
        return "颜色与底色相同的文字"
    return _why_row(run)


def _whole(styles: Styles, run: Tree, paragraph: Tree | None) -> Look:
    properties = child(paragraph, "pPr") if paragraph is not None else None
    named = said(child(properties, "pStyle"), "val") if properties is not None else ""
    own = child(run, "rPr")
    letters = said(child(own, "rStyle"), "val") if own is not None else ""
    return (
        styles.default
        | styles.of(named or styles.paragraph)
        | _paragraph(properties)
        | styles.of(letters)
        | look_of(own)
    )


def _is_lost(look: Look, run: Tree, styles: Styles) -> bool:
    """Say whether the letters have the colour of what lies under them."""
    colour = look.get("colour", "auto")
    mark = look.get("mark")
    if colour in {"auto", ""}:
        return mark == "000000"
    under = next((one for one in _under(look, run, styles) if one), PAPER)
    return under != UNKNOWN and is_same(colour, under)


def _under(look: Look, run: Tree, styles: Styles) -> Iterator[str]:
    """Yield what lies under a run, from near to far; empty for what is clear."""
    yield look.get("mark", "")
    yield look.get("ground", "")
    yield look.get("paper", "")
    for one in run.iterancestors():
        name = local(one)
        if name == "tc":
            ground = child(one, "tcPr", "shd")
            yield _ground(ground) if ground is not None else ""
        elif name == "tbl":
            style = child(one, "tblPr", "tblStyle")
            ground = child(one, "tblPr", "shd")
            yield _ground(ground) if ground is not None else ""
            yield UNKNOWN if style is not None and styles.has_ground(said(style, "val")) else ""
        elif name in {"wsp", "shape", "rect", "roundrect", "sp"}:
            yield _shape(one)
        elif name == "document":
            paper = child(one, "background")
            yield said(paper, "color") if paper is not None else ""


def _shape(one: Tree) -> str:
    """Return the colour of a shape: clear, unknown, or the one it says."""
    if local(one) not in {"wsp", "sp"}:
        filled = said(one, "filled", "t") not in {"f", "false", "0"}
        return UNKNOWN if filled and said(one, "fillcolor") else ""
    properties = child(one, "spPr")
    for inner in properties if properties is not None else ():
        if local(inner) == "noFill":
            return ""
        if local(inner) in FILLS:
            solid = child(inner, "srgbClr") if local(inner) == "solidFill" else None
            return said(solid, "val") if solid is not None else UNKNOWN
    reference = child(one, "style", "fillRef")
    return UNKNOWN if reference is not None and said(reference, "idx") != "0" else ""


def _why_row(run: Tree) -> str:
    for row in run.iterancestors("{*}tr"):
        properties = child(row, "trPr")
        for one in properties if properties is not None else ():
            if local(one) == "hidden" and is_on(one):
                return "隐藏的表格行里的文字"
            is_exact = local(one) == "trHeight" and said(one, "hRule") == "exact"
            if is_exact and _number(said(one, "val"), FLAT + 1) <= FLAT:
                return "行高压到看不见的文字"
    return ""
