"""The texts of letters, composed from what is known of a case. Pure: data/letters.toml holds them.

Nobody who asked is named here: name and address are filled in when a letter is printed.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
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
ENDING = "的规定"
FULL = "中华人民共和国"
WARNED = frozenset(
    {"law.number", "date.provisional"}
)  # codes of what is shown to the drafter and forbids nothing


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


def paragraphs(kind: str, facts: Fields, fields: Fields, received: date) -> list[str]:
    """Return a letter's paragraphs but a reply's."""
    row = _letter(kind)
    old = received < NEW_REGULATION and "body_2008" in row
    keys = row.get("cites_by", {}).get(facts.get("standard"), row["cites"])
    values = {**facts, **fields, "law": said(known(*keys, on=received))}
    if "came" in row:
        day = facts["way"] if facts["received"] else "confirming"
        values["came"] = row["came"][facts["way"]].format_map(values)
        values["receipt"] = row["receipt"][day].format_map(values)
    chosen = f"body_{facts.get('result')}"
    return _filled(row.get(chosen, row["body_2008" if old else "body"]), values)


def reply(
    outcome: Outcome, facts: Fields, fields: Fields, received: date, laws: Sequence[str] = (),
    clause: str = "",
) -> list[str]:  # fmt: skip
    """Return a reply's paragraphs by its result; laws are keys of what else it rests on.

    clause: which clause of the result, the first without one.
    """
    row, frame = _data()["reply"][outcome.key], _letter(Letter.REPLY)
    more = known(*laws, on=received)
    own = fields.get("basis", "").strip()
    basis = said(more) if more else own
    if more and own:
        basis = f"{basis.removesuffix(ENDING)}、{own.removesuffix('。')}"
    chosen = outcome.clause(clause)
    law = said(outcome.articles(received, chosen.key if chosen else ""))
    values = {**facts, **fields, "basis": basis, "law": law}
    body = row.get(f"body_{clause}", row["body"])
    closing = [] if outcome.key == "other" else [frame["closing"]]
    return _filled([frame["opening"], *body, *closing], values)


def said(found: Collection[Article]) -> str:
    """Return articles as a letter names them: each statute once, and no number nobody has checked.

    >>> from gongkai.law.articles import known
    >>> said(known("secrecy.third_party", "consult.third_party", on=date(2026, 6, 1)))
    '《政府信息公开条例》第十五条、第三十二条的规定'
    """
    numbers: dict[str, dict[str, None]] = {}
    for one in found:
        named = numbers.setdefault(str(replace(one, number="", doubt=False)), {})
        if one.number and not one.doubt:
            named[one.number] = None
    names = [statute + "、".join(named) for statute, named in numbers.items()]
    return "、".join(names) + ENDING if names else OLD


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

    The law of the day of receipt governs a request, that of the day of the letter its remedies. Only
    statutes are judged: of a number, the articles known here say no more than that it may be the old
    text's, which is a warning (WARNED).
    """
    found: dict[str, Lack] = {}
    days, statutes = (received, written), _statutes()
    for statute, marked, number in CITED.findall(text):
        rows = statutes.get(statute.removeprefix(FULL), ())
        name = f"《{statute}》{number}"
        if rows and not any(_stood(rows, day) for day in days):
            found[name] = _lapsed(f"《{statute}》")
        elif number and not marked and _is_old(rows, number, days):
            found[name] = Lack("law.number", words.OLD_NUMBER.format(name=name), None)
    for name, since in _data()["repealed"].items():
        if name in text and written >= since:
            found[name] = _lapsed(name)
    for name, rows in statutes.items():
        if "〔" in name and name in text and not any(_stood(rows, day) for day in days):
            found[name] = _lapsed(name)
    return tuple(found.values())


@cache
def _statutes() -> Mapping[str, tuple[Article, ...]]:
    """Return the articles known of each statute, by its name without marks."""
    found: dict[str, list[Article]] = {}
    for rows in articles().values():
        for one in rows:
            found.setdefault(one.statute.strip("《》"), []).append(one)
    return {name: tuple(rows) for name, rows in found.items()}


def _stood(rows: Sequence[Article], day: date) -> bool:
    """Say whether some text of a statute was in force on a day."""
    first = min(rows, key=lambda one: one.since)
    return any(one.in_force(day) for one in rows) or (first.revised and day < first.since)


def _is_old(rows: Sequence[Article], number: str, days: Sequence[date]) -> bool:
    """Say whether a number is one of a text no longer in force, and of none that is."""
    named = [one for one in rows if one.number.startswith(number)]
    return bool(named) and not any(one.in_force(day) for one in named for day in days)


def _lapsed(name: str) -> Lack:
    return Lack("law.lapsed", words.LAPSED.format(name=name), None)


def _letter(kind: str) -> dict[str, Any]:
    return _data()["letters"][Letter(kind)]


@cache
def _data() -> dict[str, Any]:
    text = files("gongkai.casework").joinpath("data", "letters.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
