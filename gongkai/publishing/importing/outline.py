"""Pieces of a document as blocks of a draft: title, headings, paragraphs, tables, pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from typing import Any

from gongkai.publishing.content import clean_html
from gongkai.publishing.importing import rules, tables
from gongkai.publishing.importing.pieces import Grid, Lines, Para, Picture, Piece, Run, cut
from gongkai.publishing.importing.source import Note

Block = dict[str, Any]
FRONT = 8  # pieces among which title, number and day of a document are looked for
TITLE_LINES = 4
RUN_IN = 6  # the rank of a heading cut off a paragraph


@dataclass
class Outline:
    """A document as blocks. Shape: an image block names its picture by `src`, not yet by hash."""

    title: str = ""
    document_no: str = ""
    formed_on: date | None = None
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def outline(html: str) -> Outline:
    """Return a document's blocks in order. Raises: Refused "import.rows"."""
    found = cut(html)
    grids = [piece.tag for piece in found.pieces if isinstance(piece, Grid)]
    tables.refuse_many(sum(len(tag.find_all(["td", "th"])) for tag in grids))
    made = _Maker()
    pieces = made.front(_unfolded(found.pieces))
    made.notes += found.found()
    made.body(pieces)
    return made.result()


def _unfolded(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with a heading that opens a paragraph as a paragraph of its own."""
    found: list[Piece] = []
    for piece in pieces:
        found += _opened(piece) if isinstance(piece, Para) and not piece.rank else [piece]
    return found


def _opened(para: Para) -> list[Para]:
    end = _bold_end(para) or rules.run_in(para.text)
    if not end or not para.text[end:].strip():
        return [para]
    head, rest = _split(para.runs, end)
    return [Para(head, RUN_IN, para.centred), Para(rest, notes=para.notes)]


def _bold_end(para: Para) -> int:
    """Return where the bold heading ends that a paragraph opens with."""
    end = 0
    for run in para.runs:
        if "strong" not in run.marks and run.text.strip():
            break
        end += len(run.text)
    head = para.text[:end].rstrip("。：: ")
    opens = rules.level(head) in {1, 2} and rules.is_line(head)
    return end if opens and end < len(para.text) else 0


def _split(runs: Sequence[Run], end: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    head, rest = [], []
    for run in runs:
        cut_at = max(0, min(end, len(run.text)))
        head.append(Run(run.text[:cut_at], run.marks, run.href))
        rest.append(Run(run.text[cut_at:], run.marks, run.href))
        end -= len(run.text)
    rest = [run for run in rest if run.text]
    if rest:
        rest[0] = Run(rest[0].text.lstrip(" 　"), rest[0].marks, rest[0].href)
    return tuple(run for run in head if run.text), tuple(rest)


class _Maker:
    """Makes blocks out of pieces, one after the other."""

    def __init__(self) -> None:
        self.made = Outline()
        self.notes: list[Note] = []
        self.html: list[str] = []
        self.section = ""
        self.in_notes = False
        self.tables = self.pictures = 0

    # title, number, day

    def front(self, pieces: list[Piece]) -> list[Piece]:
        """Take title and number out of the head of a document; note its day, and leave that."""
        lines: list[str] = []
        rest = list(pieces)
        for number, piece in enumerate(pieces[:FRONT]):
            if not isinstance(piece, Para) or rules.is_heading(piece.text):
                break
            if _table_after(pieces, number) and (lines or rules.CAPTION.match(piece.text)):
                break
            if _is_number(piece.text) and not self.made.document_no:
                self.made.document_no = rules.squeezed(piece.text)
            elif self._is_title(piece, lines):
                lines.append("".join(run.text for run in piece.runs if "sup" not in run.marks))
                if any("sup" in run.marks for run in piece.runs):
                    self.notes.append(Note("title_sup"))
            else:
                break
            self._noted(piece)
            rest.remove(piece)
        self.made.title = _glued(lines)
        self._day(rest)
        return rest

    def _is_title(self, para: Para, lines: list[str]) -> bool:
        text = para.text
        if not rules.is_line(text, rules.TITLE_LINE) or len(lines) == TITLE_LINES:
            return False
        if rules.day(text) or rules.ISSUER.fullmatch(text) or rules.is_unit(text):
            return False
        return not lines or para.centred

    def _day(self, pieces: Sequence[Piece]) -> None:
        """Find the day: under the title, else the last line of the document."""
        for piece in [*pieces[:FRONT], *reversed(pieces[-3:])]:
            if isinstance(piece, Para) and (found := rules.day(piece.text)):
                self.made.formed_on = found
                return

    # the body

    def body(self, pieces: list[Piece]) -> None:
        """Make the blocks."""
        taken: set[int] = set()
        for number, piece in enumerate(pieces):
            if number in taken:
                continue
            if isinstance(piece, Grid):
                self.table(piece, *self._caption(pieces, number))
            elif isinstance(piece, Picture):
                self.picture(piece, self._legend(pieces, number, taken))
            elif isinstance(piece, Lines):
                self.lines(piece)
            elif self._is_heading(pieces, number, piece):
                self.heading(piece)
            else:
                self.text(pieces, number, piece)

    def text(self, pieces: Sequence[Piece], number: int, piece: Para) -> None:
        """Add a paragraph, unless the table under it takes it as its caption."""
        self._noted(piece)
        if _table_after(pieces, number) and not self.in_notes:
            return
        self.in_notes = self.in_notes or bool(rules.NOTES.match(piece.text))
        if piece.text:
            self.html.append(f"<p>{piece.html}</p>")

    def lines(self, piece: Lines) -> None:
        """Add a list."""
        for row in piece.rows:
            self._noted(row)
        rows = "".join(f"<li>{row.html}</li>" for row in piece.rows if row.text)
        self.html.append(f"<{piece.tag}>{rows}</{piece.tag}>" if rows else "")

    def heading(self, para: Para) -> None:
        """Add a heading."""
        self.flush()
        self._noted(para)
        self.section = rules.joined(para.text).rstrip("。：:")
        self.made.blocks.append({"type": "heading", "text": self.section})
        self.in_notes = bool(rules.NOTES.match(para.text))

    def table(self, grid: Grid, caption: str, unit: str) -> None:
        """Add a table and what the author should look at in it."""
        self.flush()
        found = tables.read(grid.tag, caption)
        block = found.block
        whole = rules.with_unit(block["caption"], unit or found.unit)
        block["caption"] = whole[: rules.TABLE_CAPTION]
        place = self.section
        if any(block["head"][0]):
            self.tables += 1
            self.made.blocks.append(block)
            place = f"表{self.tables}"
            for code, is_so in (("narrow", found.narrow), ("headless", found.doubtful),
                                ("uncaptioned", not whole),
                                ("long_caption", whole != block["caption"])):  # fmt: skip
                if is_so:
                    self.notes.append(Note(code, 1, place))
            if found.merged:
                self.notes.append(Note("merged", found.merged, place))
        elif whole:  # a table of nothing that can be shown; what named it stays
            self.html.append(f"<p>{escape(whole, quote=False)}</p>")
        self.notes += [replace(note, place=place) for note in found.notes]
        for picture in found.pictures:
            self.notes.append(Note("in_cell", 1, f"表{self.tables}"))
            self.picture(picture, "")

    def picture(self, piece: Picture, caption: str) -> None:
        """Add a picture by its src."""
        self.flush()
        self.pictures += 1
        alt = rules.says(piece.alt) or caption
        if len(alt) > rules.ALT:
            self.notes.append(Note("long_alt", 1, f"图{self.pictures}"))
        self.made.blocks.append({
            "type": "image", "src": piece.src, "alt": alt[: rules.ALT], "caption": caption,
            "place": self.section,
        })  # fmt: skip

    def flush(self) -> None:
        """End the text that is being gathered."""
        html = clean_html("".join(self.html))
        if html:
            self.made.blocks.append({"type": "text", "html": html})
        self.html = []

    def result(self) -> Outline:
        """Return what was made."""
        self.flush()
        self.made.notes = self.notes
        return self.made

    # what a piece is

    def _is_heading(self, pieces: Sequence[Piece], number: int, para: Para) -> bool:
        text = para.text
        if rules.FIGURE_CAPTION.match(text) or rules.CAPTION.match(text) or rules.is_unit(text):
            return False
        if para.rank:
            return 0 < len(text) <= rules.TITLE_LINE * 2
        if rules.is_heading(text.rstrip("。：:")) and (rules.is_heading(text) or para.bold):
            return not (self.in_notes and rules.level(text) == 2)
        if _table_after(pieces, number) or self.in_notes or not rules.is_line(text):
            return False
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        if rules.level(text) == 3:
            return isinstance(after, Para) and rules.level(after.text) != 3 and len(after.text) > 30
        return para.bold and after is not None and bool(self.made.blocks or self.html)

    def _caption(self, pieces: Sequence[Piece], number: int) -> tuple[str, str]:
        """Return the caption and the unit that stand right above a table."""
        caption, unit = "", ""
        for piece in reversed(pieces[max(0, number - 2) : number]):
            if not isinstance(piece, Para) or (self.in_notes and not caption):
                break
            if rules.is_unit(piece.text) and not unit:
                unit = rules.unit(piece.text)
            elif _is_caption(piece):
                caption = rules.joined(piece.text)
                break
            else:
                break
        return caption, unit

    def _legend(self, pieces: Sequence[Piece], number: int, taken: set[int]) -> str:
        """Return the caption of a picture: the line under it, or else above it."""
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        if isinstance(after, Para) and _is_legend(after):
            taken.add(number + 1)
            self._noted(after)
            return after.text
        before = pieces[number - 1] if number else None
        is_last = isinstance(before, Para) and self.html[-1:] == [f"<p>{before.html}</p>"]
        if isinstance(before, Para) and is_last and _is_legend(before):
            self.html.pop()
            return before.text
        return ""

    def _noted(self, para: Para) -> None:
        place = self.section
        self.notes += [Note(code, 1, place) for code in para.notes]


def _is_number(text: str) -> bool:
    return len(text) <= rules.NUMBER and rules.DOCUMENT_NO.fullmatch(text) is not None


def _is_caption(para: Para) -> bool:
    text = para.text
    if not rules.is_line(text, rules.CAPTION_LENGTH) or rules.level(text) in {1, 2}:
        return False
    if para.rank or rules.FIGURE_CAPTION.match(text) or rules.day(text):
        return False
    return bool(
        rules.CAPTION.match(text) or para.centred or para.bold
        or not any(mark in text for mark in "，。；")
    )  # fmt: skip


def _is_legend(para: Para) -> bool:
    return bool(rules.FIGURE_CAPTION.match(para.text)) and rules.is_line(
        para.text, rules.CAPTION_LENGTH
    )


def _table_after(pieces: Sequence[Piece], number: int) -> bool:
    """Say whether a paragraph is the caption or the unit of the table right under it."""
    para = pieces[number]
    after = pieces[number + 1] if number + 1 < len(pieces) else None
    if not isinstance(para, Para):
        return False
    if isinstance(after, Grid):
        return rules.is_unit(para.text) or _is_caption(para)
    if isinstance(after, Para) and rules.is_unit(after.text) and _is_caption(para):
        return number + 2 < len(pieces) and isinstance(pieces[number + 2], Grid)
    return False


def _glued(lines: Sequence[str]) -> str:
    """Return the lines of a title as one; a blank only between two words of letters."""
    title = ""
    for line in (rules.joined(rules.squeezed(line)) for line in lines):
        apart = title[-1:].isascii() and line[:1].isascii()
        title += f" {line}" if title and apart else line
    return title
