"""PX files: keywords, a cube, its texts. Our own reader; the code page is the file's.

Format: PX file format, versions 2000 to 2013 (Statistics Sweden). With KEYS each line of data
names its place; cells that no line names are not there. Dots are marks, never zeros.
"""

import math
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from gongkai.figures.importing import words
from gongkai.figures.importing.sheets import CELLS, Book, Said, Sheet
from gongkai.law.refused import Refused

START = re.compile(rb"^\s*(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE)\s*=", re.IGNORECASE)
KEYWORD = re.compile(r'\s*([A-Z][A-Z0-9._-]*)(?:\[(\w+)\])?(?:\(((?:\s*"[^"]*"\s*,?)*)\))?\s*=',
                     re.IGNORECASE)  # fmt: skip
QUOTED = re.compile(r'"([^"]*)"')
TOKEN = re.compile(r'"[^"]*"|[^\s",;]+')
LIST = re.compile(r"TLIST\([^)]*\)", re.IGNORECASE)
Keys = dict[str, dict[tuple[str, ...], str]]


def is_px(data: bytes) -> bool:
    """Say whether a file begins as a PX file does."""
    return bool(START.match(data[:200].removeprefix(b"\xef\xbb\xbf")))


def read(name: str, data: bytes, refuse_large: Callable[[str, int, int], None]) -> Book:
    """Read a cube as a sheet in long form: a column a variable, the last one the value.

    Raises: Refused "import.broken", "import.large".
    """
    keys, rest = _keywords(_text(data))
    for needed in ("TITLE", "VALUES"):
        if needed not in keys and not (needed == "TITLE" and "CONTENTS" in keys):
            raise Refused("import.broken", words.PX_MISSING.format(name=needed))
    stub, heading = (_listed(keys.get(one, {}).get((), "")) for one in ("STUB", "HEADING"))
    names = [*stub, *heading]
    texts = {one: _listed(keys["VALUES"].get((one,), "")) for one in names}
    codes = {one: _listed(keys.get("CODES", {}).get((one,), "")) for one in names}
    for one in names:
        texts[one] = texts[one] or codes[one] or _periods(keys, one)
        if not texts[one]:
            raise Refused("import.broken", words.PX_MISSING.format(name=f"VALUES({one})"))
    wanted = math.prod(len(texts[one]) for one in names)
    if wanted * (len(names) + 1) > CELLS * 2:
        refuse_large(name, wanted, len(names) + 1)
    cells = (_keyed(keys, names, texts, codes, rest) if "KEYS" in keys
             else _dense(rest, [len(texts[one]) for one in names]))  # fmt: skip
    shown = {one: _labels(one, texts[one], codes[one], keys) for one in names}
    rows: list[list[Any]] = [[*names, "value"]]
    for place, token in cells:
        rows.append([*(shown[one][at] for one, at in zip(names, place, strict=True)), token])
    units = keys.get("UNITS", {})
    said = (Said("languages", name, words.PX_LANGUAGES),) if "LANGUAGES" in keys else ()
    title = (keys.get("TITLE") or keys["CONTENTS"])[()]
    sheet = Sheet(title.strip()[:60], rows, kind="px", title=title.strip(),
                  unit=units.get((), "").strip(), notes=_notes(keys))  # fmt: skip
    return Book(name, [sheet], said)


def _text(data: bytes) -> str:
    """Decode by the code page the file names; ANSI without one is what its bytes allow."""
    head = data[:2000]
    found = re.search(rb'CODEPAGE\s*=\s*"([\w-]+)"', head, re.IGNORECASE)
    charset = re.search(rb'CHARSET\s*=\s*"([\w-]+)"', head, re.IGNORECASE)
    named = found[1].decode("ascii", "ignore") if found else ""
    if charset and charset[1].lower() == b"unicode":
        named = named or "utf-8-sig"
    for codec in (named, "utf-8-sig", "gb18030", "cp1252", "latin-1"):
        try:
            text = data.decode(codec) if codec else None
        except (LookupError, UnicodeDecodeError):
            continue
        if text is not None and (codec != "gb18030" or _is_chinese(text)):
            return text
    return data.decode("latin-1")


def _is_chinese(text: str) -> bool:
    """Say whether GB18030 gives Chinese, not Latin letters read in pairs."""
    others = [one for one in text if ord(one) > 127]
    common = sum("\u4e00" <= one <= "\u9fff" or one in "，。：；（）、“”《》" for one in others)
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", text)
    return bool(others) and common >= 0.9 * len(others) and len("".join(runs)) >= 0.5 * len(others)


def _keywords(text: str) -> tuple[Keys, str]:
    """Return keywords by name and variable, and what follows DATA=."""
    keys: Keys = {}
    at = 0
    while match := KEYWORD.match(text, at):
        name = match[1].upper().replace(".", "-")
        if name == "DATA":
            return keys, text[match.end() :]
        end = _end(text, match.end())
        if match[2] is None:  # another language's names are left
            value = text[match.end() : end].strip()
            plain = "".join(QUOTED.findall(value)) if value.startswith('"') else value
            kept = value if name in {"VALUES", "CODES", "STUB", "HEADING", "TIMEVAL"} else plain
            keys.setdefault(name, {})[tuple(QUOTED.findall(match[3] or ""))] = kept
        at = end + 1
    line = text.count("\n", 0, at) + 1
    raise Refused("import.broken", words.PX_MISSING.format(name="DATA") if not text[at:].strip()
                  else words.PX_KEYWORD.format(line=line))  # fmt: skip


def _end(text: str, start: int) -> int:
    """Return where a keyword's value ends: the semicolon outside quotes."""
    quoted = False
    for match in re.finditer(r'[";]', text[start:]):
        if match[0] == '"':
            quoted = not quoted
        elif not quoted:
            return start + match.start()
    return len(text)


def _listed(value: str) -> list[str]:
    return [one.strip() for one in QUOTED.findall(value)]


def _periods(keys: Keys, name: str) -> list[str]:
    """Return the periods TIMEVAL lists of a variable; a range it only names is left to VALUES."""
    return _listed(LIST.sub("", keys.get("TIMEVAL", {}).get((name,), "")))


def _labels(name: str, texts: list[str], codes: list[str], keys: Keys) -> list[str]:
    """Return what stands for each value: its period, a code that is one, or its text."""
    listed = _periods(keys, name)
    if len(listed) == len(texts):
        return listed
    return texts if len(codes) != len(texts) or not _are_regions(codes) else codes


def _are_regions(codes: list[str]) -> bool:
    return all(re.fullmatch(r"\d{6}", one) for one in codes)


def _dense(rest: str, sizes: list[int]) -> Iterator[tuple[tuple[int, ...], str]]:
    tokens = TOKEN.findall(rest.split(";", 1)[0])
    wanted = math.prod(sizes)
    if len(tokens) != wanted:
        raise Refused("import.broken", words.PX_COUNT.format(wanted=wanted, found=len(tokens)))
    places = product(*(range(size) for size in sizes))
    return ((place, _token(one)) for place, one in zip(places, tokens, strict=True))


def _keyed(
    keys: Keys,
    names: list[str],
    texts: dict[str, list[str]],
    codes: dict[str, list[str]],
    rest: str,
) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield cells of lines that begin with the keys of the stub."""
    stub = [one[0] for one in keys["KEYS"]]
    heading = [one for one in names if one not in stub]
    by_code = [keys["KEYS"][(one,)].strip().upper() == "CODES" for one in stub]
    index = [
        {label: n for n, label in enumerate(codes[one] if coded and codes[one] else texts[one])}
        for one, coded in zip(stub, by_code, strict=True)
    ]
    sizes = [len(texts[one]) for one in heading]
    across = list(product(*(range(size) for size in sizes)))
    tokens = TOKEN.findall(rest.rsplit(";", 1)[0])
    step = len(stub) + len(across)
    if len(tokens) % step:
        raise Refused("import.broken", words.PX_COUNT.format(
            wanted=(len(tokens) // step + 1) * step, found=len(tokens)))  # fmt: skip
    for start in range(0, len(tokens), step):
        labels = [one.strip('"').strip() for one in tokens[start : start + len(stub)]]
        if any(label not in known for label, known in zip(labels, index, strict=True)):
            raise Refused("import.broken", words.PX_MISSING.format(name="、".join(labels)))
        here = tuple(known[label] for label, known in zip(labels, index, strict=True))
        for place, token in zip(across, tokens[start + len(stub) : start + step], strict=True):
            yield _ordered(names, dict(zip(stub, here, strict=True))
                           | dict(zip(heading, place, strict=True))), _token(token)  # fmt: skip


def _ordered(names: list[str], found: dict[str, int]) -> tuple[int, ...]:
    return tuple(found[one] for one in names)


def _token(token: str) -> str:
    return token.strip('"') if token.startswith('"') else token


def _notes(keys: Keys) -> tuple[str, ...]:
    return tuple(
        re.sub(r"#+|\s+", " ", value).strip()
        for name in ("NOTE", "NOTEX", "SOURCE")
        for value in keys.get(name, {}).values()
        if value.strip()
    )
