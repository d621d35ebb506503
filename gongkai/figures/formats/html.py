"""A cube as a page of one table, to be read or taken into a document."""

from html import escape

from gongkai.figures import words
from gongkai.figures.formats.tables import (
    CODES,
    indicator_said,
    marked,
    names,
    parts,
    remarks,
    sign,
    state,
)
from gongkai.figures.rules import Cube


def written(cube: Cube) -> bytes:
    """Return a cube as HTML: series go down, periods across; under it what must be said."""
    named = names(cube)
    heads = [*(one["name"] for one in cube.dimensions), words.UNIT, *map(cube.period, cube.periods)]
    rows = "".join(_row(cube, key, named) for key in cube.keys)
    title = escape(cube.name)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><table><caption>{title}</caption><thead><tr>"
        + "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
        + f"</tr></thead><tbody>{rows}</tbody></table><dl>{_said(cube)}</dl></body></html>"
    ).encode()


def _row(cube: Cube, key: str, named: list[dict[str, str]]) -> str:
    cells = [cube.cells.get((key, period)) for period in cube.periods]
    if not any(cells):
        return ""
    fields = [one[code] for code, one in zip(parts(key), named, strict=True)]
    fields.append(cube.indicator(key)["unit"])
    side = "".join(f'<th scope="row">{escape(one)}</th>' for one in fields)
    values = "".join(
        "<td></td>" if one is None else f'<td data-status="{state(one)}">{sign(one)}</td>'
        for one in cells
    )
    return f"<tr>{side}{values}</tr>"


def _said(cube: Cube) -> str:
    named = names(cube)
    found = remarks(cube)
    said = [cube.meta["indicators"][one["code"]] for one in cube.used(0)]
    found += [(one["name"], indicator_said(one)) for one in said]
    for (key, period), cell, note in marked(cube):
        place = [
            cube.period(period),
            *(one[code] for code, one in zip(parts(key), named, strict=True)),
        ]
        found.append((" ".join(place), "：".join(filter(None, [CODES[state(cell)], note]))))
    return "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in found)
