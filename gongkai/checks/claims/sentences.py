"""Sentences and what in them is set aside (句子): notes in brackets, names in quotes, tables."""

import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"[^。；！？\n|]+[。；！？\n|]?")
_NOTE = re.compile(
    r"\((?:(?:按|以|含|不含|包含)[^()%元亿万个\n]{1,30}|(?:19|20)\d\d年?[^()\d%\n]{0,10}|"
    r"[^()\n]{0,4}(?:不含|含|包括|不包括|下同|以下简称|扣除|剔除|按|牵头|责任)[^()\d\n]{0,60}|[户间辆台套处]{1,3})\)|[①-⑳]|\[\d{1,2}\]"
)
_QUOTED = re.compile(r"“[^“”\n]{1,40}”|《[^《》\n]{1,60}》")
_BRACKETED = re.compile(r"\([^()\d\n]{1,20}\)")
# Marks inside a quoted or bracketed name are no ends of clauses: they are put away and back.
_AWAY = {ord(one): 0xE000 + place for place, one in enumerate("，、:；。(),!？和与及")}
_BACK = {new: old for old, new in _AWAY.items()} | {0xE000 + 5: "（", 0xE000 + 6: "）"}
SHORT = 16  # characters: what is quoted and no longer than this is a name


def readable(folded: str) -> str:
    """Return a folded text of the same length whose clauses end only where they end."""
    folded = _NOTE.sub(lambda note: "\x00" * len(note[0]), folded)
    folded = _BRACKETED.sub(lambda one: one[0].translate(_AWAY), folded)
    return _QUOTED.sub(lambda one: one[0].translate(_AWAY), folded)


def restored(name: str) -> str:
    """Return a name with the marks back that `readable` put away."""
    return name.translate(_BACK).replace("\x00", "").replace(" ", "")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a readable text stand; lines of tables are left out."""
    start = 0
    for line in text.splitlines(keepends=True):
        if not _is_table(line):
            for match in _SENTENCE.finditer(line):
                yield start + match.start(), start + match.end()
        start += len(line)


_CELLS = re.compile(r"(?:[^|]*\|){2,}|\s*\|")
_GAP = re.compile(r" {2,}|\t")
_FIGURE = re.compile(r"[-—\d.,%‰()…·]+")
_STATED = re.compile(r"\d(?:%|个?百分点|[万亿]|元|吨|人)")
PROSE = 40  # characters between bars: more of them are no cell
_GAPS = re.compile(r"\S(?: {2,}|\t)\S")


def _is_table(line: str) -> bool:
    """Say whether a line is the row of a table: bars, or cells far apart and no sentence."""
    if "|" in line and _CELLS.match(line):
        told = any("，" in cell and "。" in cell for cell in line.split("|"))
        return not told and line.count("|") * PROSE > len(line)
    if "。" in line or "，" in line or len(_GAPS.findall(line)) < 2:
        return False
    cells = _GAP.split(line.strip())
    return sum(bool(_FIGURE.fullmatch(cell)) for cell in cells) != 0 or not _STATED.search(line)


def named_spans(folded: str) -> list[tuple[int, int]]:
    """Return where short quoted names and titles stand: their numbers state nothing."""
    return [
        match.span()
        for match in _QUOTED.finditer(folded)
        if len(match[0]) <= SHORT or match[0][0] == "《"
    ]
