import re

import pytest

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
    ("brand", "paper"),
    ("brand", "surface"),
    ("brand", "brand-soft"),
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
]
SHEETS = sorted(SOURCE.parent.glob("*.css"))


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(colours()[text], colours()[ground]) >= 4.5


@pytest.mark.parametrize("name", [f"series-{n}" for n in range(1, 6)])
def test_series_colour_stands_out_from_the_chart(name: str) -> None:
    assert contrast(colours()[name], colours()["surface"]) >= 3


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
