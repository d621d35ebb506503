"""What a converter hands on: HTML, the pictures it names, and notes of what it left out."""

from collections.abc import Callable
from dataclasses import dataclass

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # no text may hold these; they carry a note to its place


@dataclass(frozen=True)
class Note:
    """Something the author should know. code: a key of words.NOTES."""

    code: str
    count: int = 1
    place: str = ""


@dataclass(frozen=True)
class Source:
    """A document in HTML. lines: every line of text in it, hidden ones too, for the secrecy check.

    Shape: picture gives the bytes behind the src of an img element, none where there are none.
    """

    html: str
    lines: tuple[str, ...]
    picture: Callable[[str], bytes]
    notes: tuple[Note, ...] = ()


def mark(code: str) -> str:
    """Return a note as text, to be put where it belongs and taken out again by pieces.py."""
    return f"{OPEN}{code}{CLOSE}"
