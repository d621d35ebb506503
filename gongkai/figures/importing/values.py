"""What a cell says: a number with its digits, a mark that stands for none, or a fault."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongkai.figures.importing.words import MARK
from gongkai.figures.rules.numbers import MOST_PLACES

WIDE = str.maketrans("０１２３４５６７８９．，％＋－−﹣", "0123456789.,%+---")
SPACE = r"[ \t\xa0\u2000-\u200b\u202f\u3000]"
EDGES = re.compile(r"^[\s\xa0\u200b\u3000\ufeff]+|[\s\xa0\u200b\u3000\ufeff]+$")
NUMBER = re.compile(
    rf"(?P<minus>[+-]?){SPACE}*(?P<digits>\d{{1,3}}(?P<comma>,|{SPACE})\d{{3}}(?:(?P=comma)\d{{3}})*|\d*)"
    rf"(?P<places>\.\d*)?(?P<power>[Ee][+-]?\d{{1,2}})?{SPACE}*(?P<sign>[%‰]?)", re.ASCII)  # fmt: skip
ERROR = re.compile(r"#(?:DIV/0!|REF!|N/A|NAME\?|NUM!|VALUE!|NULL!|SPILL!|CALC!)")
DIGITS = 15  # significant ones of a spreadsheet's number
DIGITS_KEPT = 18  # before the point; more are a fault
SEPARATED = re.compile(rf"[+-]?[\d,]+(?:{SPACE}[\d,]+)*(?:\.\d*)?", re.ASCII)


@dataclass(frozen=True)
class Read:
    """A cell read. Exactly one of value, mark and fault is given, or none: the cell is blank.

    Shape: sign % or ‰ when the cell says so; notes are codes of what was done to read it.
    """

    value: Decimal | None = None
    mark: str = ""
    fault: str = ""
    sign: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Say whether nothing stands there."""
        return self.value is None and not self.mark and not self.fault


BLANK = Read()


def read(value: Any, *, percent: bool = False, decimals: int | None = None) -> Read:
    """Read a cell.

    Shape: percent: it is shown as percent, so 0.083 is 8.3 %; decimals as it is shown, so that
    5.6 shown as 5.60 keeps its zero. A binary float of a file is taken by its 15 digits.
    """
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return Read(fault="logical")
    if isinstance(value, datetime | date):
        return Read(fault="date")
    if isinstance(value, int | float | Decimal):
        return _of_number(value, percent, decimals)
    return of_text(str(value))


def _of_number(value: float | Decimal, percent: bool, decimals: int | None) -> Read:
    try:
        found = value if isinstance(value, Decimal) else Decimal(
            str(value) if isinstance(value, int) else format(value, f".{DIGITS}g"))  # fmt: skip
        if not found.is_finite():
            return Read(fault="error")
    except ArithmeticError:
        return Read(fault="error")
    if percent:
        found = found.scaleb(2)
    found = fixed(found)
    places = -int(found.as_tuple().exponent)
    if found.adjusted() >= DIGITS_KEPT:
        return Read(fault="size")
    if decimals is not None and places < decimals <= MOST_PLACES:
        found = found.quantize(Decimal(1).scaleb(-decimals))
    return Read(found, sign="%" if percent else "")


def of_text(text: str) -> Read:
    """Read what somebody typed.

    >>> of_text("1,234.50").value, of_text("１２．５％").value, of_text("8.3 %").sign
    (Decimal('1234.50'), Decimal('12.5'), '%')
    >>> of_text("12,34").fault, of_text("12.3①").fault, of_text("…").mark, of_text(" ").is_blank
    ('thousands', 'text', '…', True)
    """
    narrow = EDGES.sub("", text.translate(WIDE))
    if not narrow:
        return BLANK
    if ERROR.fullmatch(narrow.upper()):
        return Read(fault="error")
    match = NUMBER.fullmatch(narrow)
    if match and (match["digits"] or len(match["places"] or "") > 1):
        return _typed(match, wide=narrow != EDGES.sub("", text))
    if MARK.fullmatch(narrow):
        return Read(mark=narrow)
    return Read(fault="thousands" if SEPARATED.fullmatch(narrow) else "text")


def _typed(match: re.Match[str], *, wide: bool) -> Read:
    digits = re.sub(r"\D", "", match["digits"]) or "0"
    places = match["places"] or ""
    if len(digits) > 1 and digits[0] == "0" and not places and not match["comma"]:
        return Read(fault="zeros")
    notes = [name for name, so in (("wide", wide), ("thousands", match["comma"]),
                                   ("power", match["power"])) if so]  # fmt: skip
    minus = "-" if match["minus"] == "-" else ""
    found = Decimal(f"{minus}{digits}{places.removesuffix('.') if places == '.' else places}"
                    f"{match['power'] or ''}")  # fmt: skip
    return Read(fixed(found), sign=match["sign"], notes=tuple(notes))


def fixed(value: Decimal) -> Decimal:
    """Return a decimal without a power of ten: 1E+3 becomes 1000."""
    return Decimal(f"{value:f}") if int(value.as_tuple().exponent) > 0 else value


def is_number(value: Any) -> bool:
    """Say whether a cell holds a number, or something that was meant to be one."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float | Decimal):
        return True
    return isinstance(value, str) and read(value).value is not None
