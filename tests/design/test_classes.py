"""Style and markup name the same things: no rule without a user, no class without a rule."""

import re
from pathlib import Path

import gongkai

ROOMS = Path(gongkai.__file__).parent
SHEETS = [*ROOMS.glob("design/static/design/*.css"), *ROOMS.glob("*/static/*/desk.css")]
SCRIPT = ROOMS / "design" / "static" / "design" / "public.js"
NOT_SELECTORS = re.compile(r"/\*.*?\*/|\"[^\"]*\"|(?<=\{)[^{}]*(?=\})", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|(?<=\s)\{\{.*?\}\}")
# Classes a template takes from a value: the step of a card, a depth, the level of a message.
FROM_VALUES = {"done", "now", "ok", "warn", "block", "success", "warning", "error",
               *(f"depth-{n}" for n in range(1, 6))}  # fmt: skip
OF_THE_EDITOR = {"desk-mark"}  # styled in publishing/editor.css, inside Wagtail's shell


def ruled() -> set[str]:
    """Return the classes the style sheets speak of."""
    texts = (NOT_SELECTORS.sub("", sheet.read_text(encoding="utf-8")) for sheet in SHEETS)
    return {name for text in texts for name in re.findall(r"\.([a-zA-Z][\w-]*)", text)}


def worn() -> set[str]:
    """Return the classes the templates and the script give; a half of one that ends in a value is left out."""
    found = set(re.findall(r'className = "([\w-]+)"', SCRIPT.read_text(encoding="utf-8")))
    for template in ROOMS.rglob("*.html"):
        for said in re.findall(r'class="([^"]*)"', template.read_text(encoding="utf-8")):
            found |= set(TAG.sub(" ", f" {said}").split())
    return {name for name in found if re.fullmatch(r"[a-zA-Z][\w-]*[a-z0-9]", name)}


def test_every_class_of_a_template_has_a_rule() -> None:
    assert sorted(worn() - ruled() - OF_THE_EDITOR) == []


def test_every_rule_has_a_class_that_wears_it() -> None:
    assert sorted(ruled() - worn() - FROM_VALUES) == []
