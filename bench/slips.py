"""Official prose, halved, and slips planted in it: one half to learn from, the other to be judged by.

The corpus is the folder of real material (GONGKAI_CORPUS). Reports are halved by their sorted file
names; the pairs of characters that may be mistaken by a hash, so that neither half knows the
other's. Whoever learns (tools/characters.py) reads half 0 only, whoever judges half 1 only.
"""

import csv
import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gongkai.checks.markup import paragraphs

SHORTEST = 8  # characters of a sentence
Pairs = Mapping[str, Sequence[str]]


def reports(corpus: Path, half: int) -> list[str]:
    """Return the work reports of a half."""
    csv.field_size_limit(1 << 24)
    paths = sorted((corpus / "02_work_reports").glob("*.csv"))
    middle = len(paths) // 2
    texts = []
    for path in paths[middle:] if half else paths[:middle]:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            texts += [row["full_text"] for row in csv.DictReader(lines)]
    return texts


def training(corpus: Path) -> list[str]:
    """Return all that is learnt from: half the reports, the statutes, two communiqués."""
    laws = [path.read_text(encoding="utf-8") for path in sorted(corpus.glob("11_laws/*.md"))]
    folder = corpus / "01_communiques"
    page = (folder / "daqing_2012_communique.html").read_text(encoding="utf-8")
    return [
        *reports(corpus, 0),
        *(re.sub(r"[#*>-]+ ?", "", law) for law in laws),
        (folder / "luoyang_2023_communique.txt").read_text(encoding="utf-8"),
        "\n".join(paragraphs(page)),
    ]


def pairs(corpus: Path, half: int) -> dict[str, list[str]]:
    """Return which characters may be mistaken for which, of a half: same sound, similar strokes."""
    found: dict[str, list[str]] = {}
    for one, other in dict.fromkeys(_pairs(corpus / "08_text_quality")):
        digest = hashlib.sha256("".join(sorted((one, other))).encode()).digest()
        if one != other and digest[0] % 2 == half:
            found.setdefault(one, []).append(other)
    return found


def _pairs(folder: Path) -> Iterator[tuple[str, str]]:
    for line in (folder / "same_pinyin.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            head, *others = line.split("\t")
            yield from ((head, other) for other in "".join(others))
    for line in (folder / "same_stroke.txt").read_text(encoding="utf-8").splitlines():
        head, *rest = line.split() if not line.startswith("#") else [""]
        for other in rest:
            yield from ((head, other), (other, head))


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that are long enough to tell something."""
    for line in text.splitlines():
        yield from (f"{one}。" for one in line.strip().split("。") if len(one) >= SHORTEST)


def slipped(sentence: str, pairs: Pairs, chance: random.Random) -> tuple[str, dict[int, str]]:
    """Return a sentence with one or two slips, and where what is right."""
    places = [at for at, one in enumerate(sentence) if one in pairs]
    wrong, right = list(sentence), {}
    for at in chance.sample(places, min(len(places), chance.choice((1, 1, 2)))):
        wrong[at] = chance.choice(pairs[sentence[at]])
        right[at] = sentence[at]
    return "".join(wrong), right
