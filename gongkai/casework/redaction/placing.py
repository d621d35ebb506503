"""Where texts stand in a PDF (文字的位置): in the order of the file, of what is seen, and of the eye."""

from collections.abc import Iterable, Iterator, Sequence

from gongkai.casework.redaction.marks import Box
from gongkai.checks.characters import plain
from gongkai.checks.reading import Letter

APART = 2.0  # letters of a line further apart than this many heights do not belong together
PAD = 0.6  # points over and under a found text; beside it stand its neighbours
END = -1  # where nothing reads on


def places(letters: Sequence[Letter], texts: Iterable[str]) -> list[tuple[str, list[Letter]]]:
    """Return where the texts stand: in the order of the file, of what is seen, and of the eye."""
    everything = list(range(len(letters)))
    seen = [index for index in everything if letters[index].seen]
    orders = [_row(letters, order) for order in (everything, seen, _by_eye(letters, seen))]
    found: dict[tuple[str, tuple[int, ...]], None] = {}
    for text in texts:
        needle = plain(text)
        for row, indexes in orders:
            at = row.find(needle)
            while at >= 0:
                hit = tuple(dict.fromkeys(indexes[at : at + len(needle)]))
                found[text, tuple(sorted(hit))] = None
                at = row.find(needle, at + 1)
    return [(text, [letters[index] for index in hit]) for text, hit in found]


def boxes(text: str, hit: Sequence[Letter]) -> Iterator[Box]:
    """Yield a box for each stretch of letters that stand side by side."""
    stretch: list[Letter] = []
    for one in sorted(hit, key=lambda letter: (letter.page, round(letter.middle), letter.x0)):
        if stretch and not beside(stretch[-1], one):
            yield _around(text, stretch)
            stretch = []
        stretch.append(one)
    if stretch:
        yield _around(text, stretch)


def beside(first: Letter, second: Letter) -> bool:
    """Say whether one letter follows another in a line, without a wide gap."""
    height = max(first.y1 - first.y0, second.y1 - second.y0, 1.0)
    level = abs(first.middle - second.middle) < height / 2
    return first.page == second.page and level and -height < second.x0 - first.x1 < height


def _around(text: str, letters: Sequence[Letter]) -> Box:
    return Box(
        letters[0].page,
        min(one.x0 for one in letters),
        min(one.y0 for one in letters) - PAD,
        max(one.x1 for one in letters),
        max(one.y1 for one in letters) + PAD,
        text,
    )


def _row(letters: Sequence[Letter], order: Sequence[int]) -> tuple[str, list[int]]:
    """Return letters as one comparable text, and the letter each of its characters came from."""
    row: list[str] = []
    indexes: list[int] = []
    for index in order:
        piece = "\0" if index == END else plain(letters[index].char)
        row.append(piece)
        indexes.extend([index] * len(piece))
    return "".join(row), indexes


def _by_eye(letters: Sequence[Letter], order: Sequence[int]) -> list[int]:
    """Return letters by page, line and place; END where a line has a wide gap."""
    row: list[int] = []
    line: list[int] = []
    for index in sorted(order, key=lambda one: (letters[one].page, letters[one].middle)):
        if line and not _same_line(letters[line[0]], letters[index]):
            row.extend(_spaced(letters, line))
            line = []
        line.append(index)
    return row + list(_spaced(letters, line))


def _same_line(first: Letter, second: Letter) -> bool:
    height = max(min(first.y1 - first.y0, second.y1 - second.y0), 1.0)
    return first.page == second.page and second.middle - first.middle < height / 2


def _spaced(letters: Sequence[Letter], line: Sequence[int]) -> Iterator[int]:
    before: Letter | None = None
    for index in sorted(line, key=lambda one: letters[one].x0):
        one = letters[index]
        if before and one.x0 - before.x1 > APART * max(one.y1 - one.y0, 1.0):
            yield END
        before = one
        yield index
