"""The texts of letters, composed from what is known of a case. Pure: data/letters.toml holds them.

Nobody who asked is named here: name and address are filled in when a letter is printed.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from string import Formatter
from typing import Any

from gongkai.casework import words
from gongkai.casework.rules import CITED, Letter
from gongkai.law.articles import Article, articles, known
from gongkai.law.clock.facts import NEW_REGULATION
from gongkai.law.outcomes import Lack, Outcome

Fields = Mapping[str, str]
OLD = "政府信息公开有关规定"


def title(kind: str) -> str:
    """Return what a letter is called."""
    return str(_letter(kind)["title"])


def needs(kind: str) -> tuple[str, ...]:
    """Return the fields a drafter must fill; those of a reply follow from its result."""
    return tuple(_letter(kind).get("needs", ()))


def may(kind: str) -> tuple[str, ...]:
    """Return the fields a drafter may fill."""
    return tuple(_letter(kind).get("may", ()))


def is_lawful(kind: str, received: date) -> bool:
    """Say whether the law of the day of receipt knows a letter of this kind."""
    row = _letter(kind)
    return not row.get("must") or bool(known(*row["cites"], on=received))


def cites(kind: str, received: date) -> tuple[Article, ...]:
    """Return the articles a letter rests on, by the day of receipt."""
    return known(*_letter(kind)["cites"], on=received)


def paragraphs(kind: str, facts: Fields, fields: Fields, received: date) -> list[str]:
    """Return a letter's paragraphs but a reply's."""
    row = _letter(kind)
    old = received < NEW_REGULATION and "body_2008" in row
    law = said(cites(kind, received))
    return _filled(row["body_2008" if old else "body"], {**facts, **fields, "law": law})


def reply(
    outcome: Outcome, facts: Fields, fields: Fields, received: date, laws: Sequence[str] = ()
) -> list[str]:
    """Return a reply's paragraphs by its result; laws are keys of what else it rests on."""
    row, frame = _data()["reply"][outcome.key], _letter(Letter.REPLY)
    more = known(*laws, on=received)
    basis = "".join(filter(None, (said(more) if more else "", fields.get("basis", ""))))
    values = {**facts, **fields, "basis": basis, "law": said(outcome.articles(received))}
    closing = [] if outcome.key == "other" else [frame["closing"]]
    return _filled([frame["opening"], *row["body"], *closing], values)


def said(found: Collection[Article]) -> str:
    """Return articles as a letter names them; a number nobody has checked is not named."""
    names = dict.fromkeys(
        str(one) if not one.doubt else str(one).partition("》")[0] + "》" for one in found
    )
    return "、".join(names) + "的规定" if names else OLD


def html(lines: Sequence[str]) -> str:
    """Return paragraphs as the HTML of a block of text."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for text in lines
                   for line in text.splitlines() if line.strip())  # fmt: skip


def _filled(body: Sequence[str], values: Fields) -> list[str]:
    """Fill paragraphs; one of which nothing but an empty field would be left is left out."""
    found = []
    for text in body:
        names = [name for _, name, _, _ in Formatter().parse(text) if name]
        filled = text.format_map({name: values.get(name, "") for name in names}).strip()
        if filled and not (names and text == f"{{{names[0]}}}" and not values.get(names[0])):
            found.append(filled)
    return found


def outdated(text: str, received: date, written: date) -> tuple[Lack, ...]:
    """Return the laws a text cites that were in force neither on receipt nor when it was written.

    The law of the day of receipt governs a request, that of the day of the letter its remedies.
    """
    found: dict[str, Lack] = {}
    for statute, number in CITED.findall(text):
        rows = [one for rows in articles().values() for one in rows
                if one.statute.strip("《》") == statute]  # fmt: skip
        about = [one for one in rows if not number or one.number.startswith(number)] or rows
        if about and not any(one.in_force(day) for one in about for day in (received, written)):
            found[f"《{statute}》{number}"] = _lapsed(f"《{statute}》{number}")
    for name, since in _data()["repealed"].items():
        if name in text and written >= since:
            found[name] = _lapsed(name)
    for rows in articles().values():
        for one in rows:
            days = (received, written)
            if "〔" in one.statute and one.statute in text and not any(map(one.in_force, days)):
                found[one.statute] = _lapsed(one.statute)
    return tuple(found.values())


def _lapsed(name: str) -> Lack:
    return Lack("law.lapsed", words.LAPSED.format(name=name), None)


def _letter(kind: str) -> dict[str, Any]:
    return _data()["letters"][Letter(kind)]


@cache
def _data() -> dict[str, Any]:
    text = files("gongkai.casework").joinpath("data", "letters.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
