"""Which values of a dimension are meant: codes, patterns and expressions of PxWebApi 2."""

import re
from collections.abc import Sequence

EXPRESSION = re.compile(r"(TOP|BOTTOM|RANGE|FROM|TO)\(([^()]*)\)", re.ASCII | re.IGNORECASE)
LISTED = re.compile(r"(?:[^,()]|\([^()]*\))+")
LONGEST, MOST_WILD = 100, 10  # of one pattern: characters, * and ?
MOST_EXPRESSIONS = 100  # of one variable, plain codes aside: each costs a look at every code


class UnknownCodeError(ValueError):
    """A value that is no code, pattern or expression of the dimension."""


class TooManyError(UnknownCodeError):
    """More patterns and expressions than one variable may have."""


def chosen(
    asked: Sequence[str], codes: Sequence[str], *, time: bool = False, lenient: bool = False
) -> list[str]:
    """Return the codes meant by some expressions, in the dimension's order, each once.

    time: TOP counts from the latest, and a limit need be no code: periods compare as text.
    lenient: what is no code is passed over: a stored query outlives the values it names.
    Raises: UnknownCodeError, TooManyError. Standard: PxWebApi 2, value codes.

    >>> chosen(["TOP(2)"], ["2014-01", "2014-02", "2014-03"], time=True)
    ['2014-02', '2014-03']
    >>> chosen(["13*", "FROM(B)"], ["130100", "130000", "A", "B", "C"])
    ['130100', '130000', 'B', 'C']
    """
    known = set(codes)
    plain = known.intersection(one.strip() for one in asked)
    others = {one: None for text in asked if (one := text.strip()) not in plain}
    if len(others) > MOST_EXPRESSIONS and not lenient:
        raise TooManyError
    found = plain.union(*(_meant(one, codes, time=time, lenient=lenient) for one in others))
    return [code for code in codes if code in found]


def _meant(one: str, codes: Sequence[str], *, time: bool, lenient: bool) -> set[str]:
    expression = EXPRESSION.fullmatch(one)
    if expression:
        return _expressed(expression[1].upper(), expression[2], codes, time=time, lenient=lenient)
    if len(one) <= LONGEST and 1 <= one.count("*") + one.count("?") <= MOST_WILD:
        return {code for code in codes if _fits(one, code)}
    if lenient:
        return set()
    raise UnknownCodeError(one)


def _fits(pattern: str, code: str) -> bool:
    """Say whether a code has the shape of a pattern: * any text, ? one character.

    Two pointers, no regular expression: its cost can't explode.
    """
    at, here, star, mark = 0, 0, -1, 0
    while here < len(code):
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, here
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", code[here]):
            at, here = at + 1, here + 1
        elif star >= 0:
            mark += 1
            at, here = star + 1, mark
        else:
            return False
    return set(pattern[at:]) <= {"*"}


def _expressed(
    verb: str, given: str, codes: Sequence[str], *, time: bool, lenient: bool
) -> set[str]:
    parts = [part.strip() for part in given.split(",")]
    if verb in {"TOP", "BOTTOM"}:
        return _counted(verb, parts, codes, time=time)
    if len(parts) != (2 if verb == "RANGE" else 1):
        raise UnknownCodeError(f"{verb}({given})")
    first = "" if verb == "TO" else parts[0]
    last = "" if verb == "FROM" else parts[-1]
    if time:
        return {code for code in codes if first <= code and (not last or code <= last)}
    if {first, last} - {"", *codes}:
        if lenient:
            return set()
        raise UnknownCodeError(f"{verb}({given})")
    start = codes.index(first) if first else 0
    end = codes.index(last) + 1 if last else len(codes)
    return set(codes[start:end])


def _counted(verb: str, parts: Sequence[str], codes: Sequence[str], *, time: bool) -> set[str]:
    if len(parts) > 2 or not all(one.isascii() and one.isdigit() and len(one) < 8 for one in parts):
        raise UnknownCodeError(f"{verb}({','.join(parts)})")
    count, skipped = int(parts[0]), int(parts[1]) if len(parts) == 2 else 0
    if not count:
        raise UnknownCodeError(f"{verb}({','.join(parts)})")
    from_last = (verb == "TOP") == time
    ranked = list(reversed(codes)) if from_last else list(codes)
    return set(ranked[skipped : skipped + count])


def listed(text: str) -> list[str]:
    """Return the expressions of a list with commas, those inside brackets kept.

    >>> listed("a,TOP(2,1),b*")
    ['a', 'TOP(2,1)', 'b*']
    """
    return [one.strip() for one in LISTED.findall(text) if one.strip()]
