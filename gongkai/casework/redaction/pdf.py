"""Redaction of PDFs (PDF 遮盖): look, find, redact.

Every page becomes a picture in which the removed parts were painted before it was encoded. The text
laid over it for those who listen is only of letters that can be seen and lie outside every box.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.casework.redaction import painting, placing, proof
from gongkai.casework.redaction.marks import (
    LABEL,
    PDF,
    Box,
    PageInfo,
    Progress,
    Redacted,
    Report,
    plain,
    wanted,
)
from gongkai.casework.redaction.rebuilding import Run, Sheet, document
from gongkai.checks import reading
from gongkai.checks.reading import PAGES, Letter, Source
from gongkai.law.refused import Refused

DPI = 200
PIXELS = 40_000_000  # of one page; a larger one is drawn more coarsely
HALF_COVERED = 0.25  # a letter covered by more than this is covered wholly
HAIR = 0.3  # points; neighbours in a line overlap by so much
WORD = re.compile(r"[^\W\u2e80-\uffef]")  # what makes one word with its neighbours: not Chinese


def pages(data: bytes, *, page_limit: int = PAGES) -> list[PageInfo]:
    """Return the pages as shown. Raises: Refused as reading.opened does."""
    with reading.opened(data, page_limit=page_limit) as source:
        return source.pages


def picture(data: bytes, page: int, width_px: int, *, page_limit: int = PAGES) -> bytes:
    """Return a page as a PNG of this width, as redact will draw it.

    Raises: Refused as reading.opened does; "redaction.page" for a page that is not there.
    """
    with reading.opened(data, page_limit=page_limit) as source:
        info = _page(source, page)
        scale = min(max(width_px, 1) / info.width, _scale(info, DPI))
        return painting.png(source.picture(page, scale))


def find(data: bytes, texts: Iterable[str], *, page_limit: int = PAGES) -> list[Box]:
    """Return where texts stand, spaces, line ends and widths of characters notwithstanding.

    Text nobody can see is found too, and text written letter by letter. A text over two lines gives
    two boxes. Raises: Refused as reading.opened does.
    """
    with reading.opened(data, page_limit=page_limit) as source:
        letters = [one for info in source.pages for one in source.letters(info.number)]
        return _found(source, letters, wanted(texts))


def redact(
    data: bytes,
    *,
    boxes: Iterable[Box] = (),
    texts: Iterable[str] = (),
    pages_withheld: Mapping[int, str] | None = None,
    label: str = LABEL,
    dpi: int = DPI,
    page_limit: int = PAGES,
    progress: Progress | None = None,
) -> Redacted:
    """Return a PDF without what lies in the boxes, the texts, and the pages withheld.

    Shape: pages_withheld gives each page its ground; label stands for a box that brings none;
    progress is told (pages done, pages).
    Raises: Refused as reading.opened does; "redaction.page", "redaction.box", "redaction.label" for
    what cannot be asked; "redaction.remains" when the result still holds what was removed.
    """
    asked, withheld = wanted(texts), dict(pages_withheld or {})
    with reading.opened(data, page_limit=page_limit) as source:
        order = _order(source, boxes, asked, withheld, label)
        sheets, looks = [], []
        for info in source.pages:
            sheet, look = _sheet(source, order, info, dpi)
            sheets.append(sheet)
            looks.append(look)
            if progress:
                progress(info.number, len(source.pages))
    made = document(sheets)
    painted = [box for box in order.boxes if box.page not in withheld]
    if left := proof.remains(made, PDF, asked, boxes=painted, labels=order.labels):
        raise Refused(
            "redaction.remains",
            f"处理后的文件里仍能找到要求去除的内容（{'；'.join(left[:5])}），文件没有生成。"
            "请改为整页不予公开，或者手工遮盖后扫描。",
        )
    return Redacted(made, PDF, order.count, _report(order, looks))


@dataclass(frozen=True)
class _Order:
    """What is to be done, and the letters it is done to."""

    boxes: tuple[Box, ...]
    withheld: Mapping[int, str]
    letters: Mapping[int, Sequence[Letter]]
    label: str
    count: int
    not_found: tuple[str, ...]

    @property
    def labels(self) -> set[str]:
        return {self.label} | {box.label for box in self.boxes} | set(self.withheld.values())


@dataclass(frozen=True)
class _Look:
    """What a page showed, for the report."""

    page: int
    kept: str
    covered: tuple[str, ...]
    is_unread: bool
    has_unseen: bool


def _order(
    source: Source,
    boxes: Iterable[Box],
    texts: Collection[str],
    withheld: Mapping[int, str],
    label: str,
) -> _Order:
    letters = {info.number: source.letters(info.number) for info in source.pages}
    drawn = [replace(box, label=box.label or label) for box in boxes]
    for box in drawn:
        _check(_page(source, box.page), box)
    for page in withheld:
        _page(source, page)
    found = _found(source, [one for row in letters.values() for one in row], texts)
    every = (*drawn, *(replace(box, label=label) for box in found))
    whole = tuple(_whole(box, letters[box.page]) for box in every)
    missing = tuple(text for text in texts if text not in {box.text for box in found})
    order = _Order(whole, withheld, letters, label, len(every) + len(withheld), missing)
    for text in texts:
        if any(plain(text) in plain(one) for one in order.labels):
            raise Refused(
                "redaction.label", f"标注文字里含有要求去除的内容“{text}”，请换一种标注。"
            )
    return order


def _found(source: Source, letters: Sequence[Letter], texts: Iterable[str]) -> list[Box]:
    """Return boxes of texts that touch their page; what lies outside is in no picture."""
    found = {
        box: None
        for text, hit in placing.places(letters, texts)
        for box in placing.boxes(text, hit)
        if _touches(source.pages[box.page - 1], box)
    }
    return sorted(found, key=lambda box: (box.page, box.y0, box.x0, box.text))


def _page(source: Source, number: int) -> PageInfo:
    if not 1 <= number <= len(source.pages):
        raise Refused("redaction.page", f"文件没有第{number}页，请核对页码。")
    return source.pages[number - 1]


def _check(info: PageInfo, box: Box) -> None:
    sides = (box.x0, box.y0, box.x1, box.y1)
    if not all(map(math.isfinite, sides)) or not _touches(info, box):
        raise Refused("redaction.box", f"第{box.page}页有一处遮盖框不在页面上，请重新框选。")


def _touches(info: PageInfo, box: Box) -> bool:
    left, right = max(box.x0, 0.0), min(box.x1, info.width)
    return left < right and max(box.y0, 0.0) < min(box.y1, info.height)


def _whole(box: Box, letters: Iterable[Letter]) -> Box:
    """Return a box grown over the letters it covers in part, so that no half is left to read."""
    cut = [one for one in letters if _share(box, one) > HALF_COVERED]
    return replace(
        box,
        x0=min([box.x0, *(one.x0 for one in cut)]),
        y0=min([box.y0, *(one.y0 for one in cut)]),
        x1=max([box.x1, *(one.x1 for one in cut)]),
        y1=max([box.y1, *(one.y1 for one in cut)]),
    )


def _share(box: Box, one: Letter) -> float:
    """Return the share of a letter that a box covers; any touch counts for a letter without area."""
    width = min(box.x1, one.x1) - max(box.x0, one.x0)
    height = min(box.y1, one.y1) - max(box.y0, one.y0)
    if width < 0 or height < 0:
        return 0.0
    area = (one.x1 - one.x0) * (one.y1 - one.y0)
    return width * height / area if area > 0 else 1.0


def _is_touched(box: Box, one: Letter) -> bool:
    width = min(box.x1, one.x1) - max(box.x0, one.x0)
    height = min(box.y1, one.y1) - max(box.y0, one.y0)
    return width > min(HAIR, one.x1 - one.x0) and height > min(HAIR, one.y1 - one.y0)


def _scale(info: PageInfo, dpi: int) -> float:
    most = math.sqrt(PIXELS / (info.width * info.height))
    return min(dpi / 72, most)


def _sheet(source: Source, order: _Order, info: PageInfo, dpi: int) -> tuple[Sheet, _Look]:
    scale = _scale(info, dpi)
    if info.number in order.withheld:
        return _withheld(order.withheld[info.number], order.label, info, scale)
    areas = [box for box in order.boxes if box.page == info.number]
    letters = order.letters[info.number]
    drawn = source.picture(info.number, scale)
    drawn = painting.paint(drawn, areas, drawn.width / info.width)  # as proof will do it again
    runs = list(_runs(letters, areas))
    covered = tuple(
        "".join(one.char for one in letters if one.seen and _share(box, one) > HALF_COVERED)
        for box in areas
        if not box.text
    )
    look = _Look(
        info.number,
        plain("".join(run.text for run in runs)),
        covered,
        is_unread=source.has_pictures(info.number) or not any(one.seen for one in letters),
        has_unseen=any(not one.seen and not one.char.isspace() for one in letters),
    )
    return Sheet(info.width, info.height, painting.encoded(drawn), runs), look


def _withheld(ground: str, label: str, info: PageInfo, scale: float) -> tuple[Sheet, _Look]:
    lines = [f"第{info.number}页　{label}", *([ground] if ground else [])]
    size = (max(1, round(info.width * scale)), max(1, round(info.height * scale)))
    step = info.height / 40
    runs = [
        Run(line, info.width * 0.2, info.height * 0.4 + row * step, info.width * 0.8,
            info.height * 0.4 + (row + 0.8) * step)
        for row, line in enumerate(lines)
    ]  # fmt: skip
    drawn = painting.encoded(painting.notice(size, lines))
    look = _Look(info.number, "", (), is_unread=False, has_unseen=False)
    return Sheet(info.width, info.height, drawn, runs), look


def _runs(letters: Sequence[Letter], areas: Sequence[Box]) -> Iterator[Run]:
    """Yield the lines of letters that may be kept, and a box's label where its letters stood."""
    said: set[Box] = set()
    line: list[Letter] = []
    for word in _words(letters):
        touched = [box for box in areas if any(_is_touched(box, one) for one in word)]
        if not _reads_on(line, word, is_kept=not touched):
            yield from _run(line)
            line = []
        if not touched and all(one.seen or one.char == " " for one in word):
            line.extend(word)
        for box in touched:
            if box not in said and box.label:
                said.add(box)
                yield _label(box)
    yield from _run(line)
    yield from (_label(box) for box in areas if box not in said and box.label)


def _reads_on(line: Sequence[Letter], word: Sequence[Letter], *, is_kept: bool) -> bool:
    """Say whether a word stands in the same line as what was read before; a space always does."""
    if word[0].char == " ":
        return is_kept
    before = next((one for one in reversed(line) if one.char != " "), None)
    if before is None:
        return True
    return is_kept and word[0].seen and placing.beside(before, word[0])


def _words(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Yield letters that are removed together: a word or a number; each Chinese character alone."""
    word: list[Letter] = []
    for one in letters:
        if word and not (WORD.match(one.char) and WORD.match(word[-1].char)):
            yield word
            word = []
        word.append(one)
    if word:
        yield word


def _run(line: Sequence[Letter]) -> Iterator[Run]:
    text = "".join(one.char for one in line if one.char == " " or plain(one.char)).strip()
    solid = [one for one in line if one.char != " "]
    if text:
        yield Run(
            text,
            min(one.x0 for one in solid),
            min(one.y0 for one in solid),
            max(one.x1 for one in solid),
            max(one.y1 for one in solid),
        )


def _label(box: Box) -> Run:
    return Run(box.label, box.x0, box.y0, box.x1, box.y1)


def _report(order: _Order, looks: Sequence[_Look]) -> Report:
    kept = "\0".join(look.kept for look in looks)
    covered = dict.fromkeys(text.strip() for look in looks for text in look.covered)
    return Report(
        not_found=order.not_found,
        elsewhere=tuple(text for text in covered if len(plain(text)) > 1 and plain(text) in kept),
        unread=tuple(look.page for look in looks if look.is_unread),
        unseen=tuple(look.page for look in looks if look.has_unseen),
    )
