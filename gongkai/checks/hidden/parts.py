"""A file as parts (文件的各个部分): unpacked once, its XML read without document types or entities.

Refused: as checks.files says, and "file.broken" for a part that is no XML.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # the library carries no types

from gongkai.checks import files
from gongkai.law.refused import Refused

Tree = Any  # an element of lxml
PART = 48 * 1024 * 1024  # bytes of one XML part
LOCAL = 30  # bytes of a member's own head, before its name
LOST = 6  # bytes at the edges of a piece of text that belong to what lies about it
TAIL = 24  # bytes that may stand behind a member: its sizes again
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ROOT = "[Content_Types].xml"
_HINTS = (b":\\", b"\\\\", b"%5C", b"file:", b"Users/", b"home/")  # one stands in every path
_PATHS = re.compile(
    r"(?:file:/{1,3}|(?<![A-Za-z])[A-Za-z]:(?:\\|%5C)|\\\\[\w.-]+\\)[^\s\"'<>|*?&\x00-\x1f]{3,200}"
    r"|/(?:home|Users)/[^\s\"'<>|*?&/]+/[^\s\"'<>|*?&]{1,200}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Relation:
    """What one part says of another: by which number, of what kind, where."""

    source: str
    id: str
    kind: str  # the last word of its type: image, hyperlink, comments
    target: str
    is_external: bool


@dataclass
class Package:
    """An office file by its parts. Names of parts have no slash in front."""

    name: str
    data: bytes
    parts: dict[str, bytes]
    _trees: dict[str, Tree] = field(default_factory=dict)

    def tree(self, part: str) -> Tree:
        """Return a part as XML. Raises: Refused "file.broken"."""
        if part not in self._trees:
            self._trees[part] = read_xml(self.name, self.parts[part])
        return self._trees[part]

    def changed(self, part: str) -> Tree | None:
        """Return a part that was read as XML, and may have been changed."""
        return self._trees.get(part)

    def forget(self, part: str) -> None:
        """Let go of a large tree that is not needed again."""
        self._trees.pop(part, None)

    def relations(self, part: str = "") -> list[Relation]:
        """Return what a part refers to; the whole file's own with an empty name."""
        rels = join(dirname(part), "_rels", f"{basename(part)}.rels")
        if rels not in self.parts:
            return []
        return [
            Relation(
                part,
                one.get("Id", ""),
                one.get("Type", "").rsplit("/", 1)[-1],
                one.get("Target", "")
                if one.get("TargetMode") == "External"
                else resolved(part, one.get("Target", "")),
                one.get("TargetMode") == "External",
            )
            for one in self.tree(rels)
            if isinstance(one.tag, str)
        ]

    def all_relations(self) -> Iterator[Relation]:
        """Yield what every part refers to."""
        for name in list(self.parts):
            if name.endswith(".rels"):
                folder, base = dirname(dirname(name)), basename(name)[: -len(".rels")]
                yield from self.relations(join(folder, base) if base else "")

    def of_kind(self, kind: str) -> list[str]:
        """Return the parts that are referred to as this kind."""
        found = {one.target for one in self.all_relations() if one.kind == kind}
        return [name for name in self.parts if name in found]

    def named(self, start: str, end: str = "") -> list[str]:
        """Return the parts whose names begin and end so, in the order of their numbers."""
        found = [one for one in self.parts if one.startswith(start) and one.endswith(end)]
        return sorted(found, key=lambda one: [int(x) if x.isdigit() else x
                                              for x in re.split(r"(\d+)", one)])  # fmt: skip

    def spare(self) -> list[str]:
        """Return the parts nothing refers to; none where a file has no table of relations."""
        if "_rels/.rels" not in self.parts:
            return []
        seen, waiting = {ROOT, "_rels/.rels"}, [""]
        while waiting:
            source = waiting.pop()
            seen.add(join(dirname(source), "_rels", f"{basename(source)}.rels"))
            for one in self.relations(source):
                if not one.is_external and one.target in self.parts and one.target not in seen:
                    seen.add(one.target)
                    waiting.append(one.target)
        return [name for name in self.parts if name not in seen]


def opened(name: str, data: bytes) -> Package:
    """Unpack a file of parts. Raises: Refused as checks.files.members does."""
    return Package(name, data, files.members(name, data))


def read_xml(name: str, part: bytes) -> Tree:
    """Return the root of an XML part. Raises: Refused "file.broken", "file.bomb"."""
    if len(part) > PART:
        raise Refused("file.bomb", f"文件“{name}”里有过大的部分，可能是恶意文件，请重新另存。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=False, huge_tree=False
    )
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as broken:
        raise _broken(name) from broken
    if root.getroottree().docinfo.doctype:
        raise _broken(name)
    return root


def _broken(name: str) -> Refused:
    return Refused("file.broken", f"文件“{name}”已损坏，无法读取，请重新另存后再上传。")


def resolved(source: str, target: str) -> str:
    """Return the name of a part another refers to.

    >>> resolved("word/document.xml", "../customXml/item1.xml"), resolved("", "/word/a.xml")
    ('customXml/item1.xml', 'word/a.xml')
    """
    if target.startswith("/"):
        return normpath(target[1:])
    return normpath(join(dirname(source), target))


def local(one: Tree) -> str:
    """Return the name of an element without its namespace; of a comment, nothing."""
    return one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""


def said(one: Tree, name: str, default: str = "") -> str:
    """Return an attribute by its name without a namespace."""
    if one is None:
        return default
    for key, value in one.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def child(one: Tree, *names: str) -> Tree | None:
    """Return the first element below, one name a step, or None."""
    for name in names:
        one = next((inner for inner in one if local(inner) == name), None)
        if one is None:
            return None
    return one


def each(one: Tree, *names: str) -> Iterator[Tree]:
    """Yield the elements below with one of these names, at any depth, in order."""
    yield from one.iter(*(f"{{*}}{name}" for name in names))


def is_on(one: Tree | None) -> bool:
    """Say whether a switch of an office file stands on: there, and not said to be off."""
    return one is not None and said(one, "val", "1") not in {"0", "false", "off"}


def words(one: Tree) -> str:
    """Return all text below an element, on one line."""
    return " ".join("".join(one.itertext()).split())


def paths(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the parts that name folders of a machine or a network, and what they name."""
    for name, part in parts.items():
        is_markup = name.lower().endswith((".xml", ".rels", ".vml"))
        if is_markup and any(one in part for one in _HINTS):
            text = re.sub(r"<[\w:]*absPath[^>]*>", "", part.decode("utf-8", "replace"))
            yield from ((name, one) for one in dict.fromkeys(_PATHS.findall(text)))


def is_path(text: str) -> bool:
    """Say whether a text names a folder of a machine."""
    return _PATHS.search(text) is not None


def tells(text: str) -> bool:
    """Say whether a value may tell something: Chinese, a long number, an address of mail."""
    return re.search(r"[\u4e00-\u9fff]|\d{6,}|@", text) is not None


def outside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of an archive that belong to no member, and where they lie.

    Shape: of members with one name, all but the last are told too.
    """
    archive = zipfile.ZipFile(BytesIO(data))
    if archive.comment:
        yield "压缩包注释", archive.comment
    infos = sorted(archive.infolist(), key=lambda one: one.header_offset)
    end, seen = 0, set()
    for info in infos:
        start = info.header_offset
        if start > end + TAIL:
            yield "压缩包的空隙", data[end:start]
        if info.filename in seen:
            yield f"重复的部分{info.filename}", data[start : start + info.compress_size]
        if info.comment:
            yield f"{info.filename}的注释", info.comment
        seen.add(info.filename)
        head = data[start : start + LOCAL]
        lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        end = max(end, start + LOCAL + lengths + info.compress_size)
    if archive.start_dir > end + TAIL:
        yield "压缩包的空隙", data[end : archive.start_dir]


def strings(data: bytes, most: int = 400) -> Iterator[str]:
    """Yield what may be words in bytes of no known shape: Chinese, or long runs of letters."""
    for pattern, encodings in ((_WIDE, ("utf-16-le",)), (_NARROW, ("utf-8", "gb18030"))):
        for found in pattern.finditer(data):
            text = _decoded(found[0], encodings).strip()
            if len(text) >= 4 and _TELLS.search(text):
                most -= 1
                if most < 0:
                    return
                yield text


def _decoded(piece: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        text = piece.decode(encoding, "ignore")
        if len(piece) - len(text.encode(encoding)) <= LOST:
            return text
    return piece.decode(encodings[-1], "ignore")


_WIDE = re.compile(
    rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x1f]\x30|[\x01-\x5e]\xff){4,}"
)
_NARROW = re.compile(rb"[\x20-\x7e\x81-\xfe]{6,}")
_TELLS = re.compile(r"[\u4e00-\u9fff]{2,}|[0-9A-Za-z@._-]{6,}")


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of parts, always the same for the same ones."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()
