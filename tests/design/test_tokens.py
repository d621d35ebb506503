import re

import pytest

from gongkai.design import assets
from gongkai.design.looks import DEFAULT, LOOKS
from gongkai.design.tokens import SOURCE, colours, contrast, tokens

TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "brand-soft"),
    ("ink", "seal-soft"),
    ("ink", "good-soft"),
    ("ink", "warn-soft"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "brand-soft"),
    ("muted", "warn-soft"),
    ("muted", "seal-soft"),
    ("brand", "paper"),
    ("brand", "surface"),
    ("brand", "brand-soft"),
    ("brand", "warn-soft"),
    ("brand", "seal-soft"),
    ("brand-deep", "paper"),
    ("brand-deep", "surface"),
    ("brand-deep", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("on-seal", "seal"),
    ("seal", "paper"),
    ("seal", "surface"),
    ("seal", "seal-soft"),
    ("seal", "warn-soft"),
    ("good", "paper"),
    ("good", "good-soft"),
    ("warn", "paper"),
    ("warn", "warn-soft"),
    ("on-night", "night"),
    ("surface", "night"),
]
# What is no text but must be seen: lines of charts, edges of fields, the ring around the focus.
SHAPES = [
    *((f"series-{n}", "surface") for n in range(1, 6)),
    ("brand", "surface"),
    ("muted", "surface"),
    ("seal", "paper"),
    ("seal", "surface"),
    ("surface", "brand"),
]
SHEETS = sorted(SOURCE.parent.glob("*.css"))


def colours_of(look: str) -> dict[str, str]:
    """Return the colours a reader gets: the look has the last word in its style sheet."""
    last = assets.style(look).decode().rpartition("@layer tokens")[2]
    return colours() | dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", last))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground_in_every_look(look: str, text: str, ground: str) -> None:
    shades = colours_of(look)
    assert contrast(shades[text], shades[ground]) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shape_can_be_seen_on_its_ground_in_every_look(look: str, shape: str, ground: str) -> None:
    shades = colours_of(look)
    assert contrast(shades[shape], shades[ground]) >= 3


@pytest.mark.parametrize("look", LOOKS)
def test_look_changes_the_main_colour_and_nothing_else(look: str) -> None:
    changed = {name for name, value in colours_of(look).items() if value != colours()[name]}
    assert changed <= {"brand", "brand-deep", "brand-soft"}
    assert colours_of(look)["brand"] == LOOKS[look].brand


def test_default_look_is_the_one_the_tokens_say() -> None:
    assert colours_of(DEFAULT) == colours()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheet_names_only_tokens_that_exist(sheet: object) -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", sheet.read_text(encoding="utf-8")))
    assert used <= set(tokens())


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s != SOURCE and s.name != "print.css"],
                         ids=lambda path: path.name)  # fmt: skip
def test_sheet_takes_every_colour_from_a_token(sheet: object) -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text(encoding="utf-8"))


def test_style_sheets_stay_small() -> None:
    assert sum(len(sheet.read_text(encoding="utf-8").splitlines()) for sheet in SHEETS) <= 750
