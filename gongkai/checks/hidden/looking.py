"""The way into a file (查看文件): which reader it needs, and the files inside it, a few deep."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.checks import files
from gongkai.checks.findings import Finding
from gongkai.checks.hidden import image, ofd, office, pdf, rules, sheet, slides, word
from gongkai.checks.hidden.office import Inner
from gongkai.checks.hidden.parts import opened, strings
from gongkai.checks.sweep import counted
from gongkai.law.refused import Refused

DEEP = 3  # files in files
MANY = 200  # of them in all
OFFICE = {"docx": word, "xlsx": sheet, "pptx": slides, "ofd": ofd}
UNREADABLE = "读取时出错，文件可能已损坏或者是恶意文件，请重新另存后再上传。"


@dataclass
class Walk:
    """How many files have been met, and how much of them."""

    met: int = 0
    left: int = field(default=files.UNPACKED)

    def enter(self, data: bytes) -> bool:
        """Count a file; say whether it may still be looked into."""
        self.met += 1
        self.left -= len(data)
        return self.met <= MANY and self.left > 0


def look(name: str, data: bytes) -> Iterator[Finding]:
    """Find what a file holds that a reader of its pages does not see. Never raises.

    Shape: places continue the file's own (第3段, 里的《表.xlsx》工作表“底稿”C7).
    """
    found = list(_safely(name, lambda: list(_look(name, data, 0, Walk()))))
    yield from counted(found)


def texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield all text of a file, hidden parts and files inside included, each piece with its place.

    Raises: Refused as checks.files.kind_of does, for what nobody can read.
    """
    try:
        yield from _texts(name, data, 0, Walk())
    except Refused:
        raise
    except Exception as broken:  # a library's fault at a hostile file is an answer
        raise Refused("file.broken", f"文件“{name}”{UNREADABLE}") from broken


def _safely(name: str, act: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return act()
    except Refused as refused:
        rule = files.RULES.get(refused.code, files.RULES["file.broken"])
        return [rule.finding("", "", refused.message)]
    except (
        Exception,
        RecursionError,
    ) as broken:  # a library's fault at a hostile file is an answer
        rule = files.RULES["file.broken"]
        return [rule.finding("", type(broken).__name__, f"文件“{name}”{UNREADABLE}")]


def _look(name: str, data: bytes, depth: int, walk: Walk) -> Iterator[Finding]:
    kind = files.kind_of(name, data, is_public=False).extension
    if not walk.enter(data) or depth > DEEP:
        yield rules.DEPTH.finding(
            "", name, "文件里的文件太多或者嵌套太深。", "请把里面的文件取出来单独上传。"
        )
        return
    reader, given, inside = _way_in(kind, name, data)
    yield from reader.look(given)
    for one in inside(given):
        yield from _inside(one, depth, walk)


def _way_in(kind: str, name: str, data: bytes) -> tuple[Any, Any, Callable[[Any], Iterable[Inner]]]:
    """Return which module reads a kind, what it is given, and what finds the files inside that."""
    if kind == "pdf":
        return pdf, data, pdf.inner
    if kind in OFFICE:
        return OFFICE[kind], opened(name, data), office.inner
    return image, data, lambda _picture: ()


def _inside(one: Inner, depth: int, walk: Walk) -> Iterator[Finding]:
    """Look into a file inside; what nobody can read there has been found as being there."""
    if not is_known(one.data) or one.data.startswith(files.OLE):
        return
    name = files.renamed(one.name, one.data)
    for found in _safely(name, lambda: list(_look(name, one.data, depth + 1, walk))):
        if found.rule not in QUIET or not office_picture(one):
            yield replace(found, place=one.place + found.place)


QUIET = frozenset({rules.PICTURE.name})


def office_picture(one: Inner) -> bool:
    """Say whether a file inside is a picture of a page."""
    return one.place.startswith("里的图片") or "图片" in one.place


def is_known(data: bytes) -> bool:
    """Say whether bytes begin as a file of a kind that is looked into, or an archive."""
    return data.startswith(
        (*files.ZIPS, b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", files.OLE)
    ) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _texts(name: str, data: bytes, depth: int, walk: Walk) -> Iterator[tuple[str, str]]:
    kind = files.kind_of(name, data, is_public=False).extension
    if not walk.enter(data) or depth > DEEP:
        raise Refused("file.bomb", f"文件“{name}”里的文件太多或者嵌套太深，请取出来单独上传。")
    reader, given, inside = _way_in(kind, name, data)
    yield from reader.texts(given)
    for one in inside(given):
        if is_known(one.data) and not one.data.startswith(files.OLE):
            inner_name = files.renamed(one.name, one.data)
            try:
                yield from (
                    (one.place + place, text)
                    for place, text in _texts(inner_name, one.data, depth + 1, walk)
                )
            except Refused:  # look has found it; words may still be seen
                yield from ((one.place, text) for text in strings(one.data))
        else:
            yield from ((one.place, text) for text in strings(one.data))
