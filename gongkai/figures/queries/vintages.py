"""Vintages at the desk: their content, and what stands against opening one."""

from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.figures import words
from gongkai.figures.models import Observation, Vintage
from gongkai.figures.queries.meta import METHODS
from gongkai.figures.rules import Kept, content, digest
from gongkai.figures.rules.vintages import canonical, observations_digest

UPSTREAM = ("organ", "released_at", "source")
NAMES = ("series__key", "period", "number", "places", "status", "missing", "note")


def kept_cells(vintage: int) -> Iterator[Kept]:
    """Yield a vintage's values as they are kept."""
    rows = Observation.objects.filter(vintage=vintage).values_list(*NAMES)
    return (Kept(*row) for row in rows.iterator(5000))


def content_of(vintage: Vintage) -> dict[str, Any]:
    """Return a vintage's canonical content as its rows are now."""
    return content(vintage.meta | {"vintage": _said(vintage)}, kept_cells(vintage.pk))


def bytes_of(vintage: Vintage) -> bytes:
    """Return a vintage's canonical content as it is hashed and kept."""
    return canonical(content_of(vintage))


def is_as_signed(vintage: Vintage, sha256: str) -> bool:
    """Say whether an opened vintage's rows are what was signed, and all opened with it."""
    rows = Observation.objects.filter(vintage=vintage)
    return digest_of(vintage) == sha256 and not rows.exclude(opened=vintage.order).exists()


def digest_of(vintage: Vintage) -> str:
    """Return the hash of a vintage's content as its rows are now."""
    return digest(content_of(vintage))


def _said(vintage: Vintage) -> dict[str, Any]:
    said = {"kind": vintage.kind, "title": vintage.title, "reason": vintage.reason}
    gate = gate_said(vintage)
    proof = {"proof": {"sha256": digest(vintage.proof)}} if vintage.proof else {}
    return said | ({"gate": gate} if gate else {}) | proof


def consented(vintage: int) -> str:
    """Return the hash of the values a consent is given to: of those the vintage holds now."""
    return observations_digest(kept_cells(vintage))


def is_consent_void(vintage: Vintage) -> bool:
    """Say whether the values changed since another body's consent to them was entered.

    Of an opened vintage never: its rows are held against what was signed, consent and all.
    """
    consent = vintage.gate.get("consent")
    if not consent or vintage.order is not None:
        return False
    return bool(consent.get("observations") != consented(vintage.pk))


def gate_said(vintage: Vintage) -> dict[str, Any]:
    """Return what is signed of another body's release or consent; nobody's name is in it."""
    gate = vintage.gate
    consent = gate.get("consent") or {}
    said = {name: gate[name] for name in UPSTREAM if gate.get(name)}
    if consent.get("confirmed_by") and not is_consent_void(vintage):
        said["consent"] = {name: consent[name] for name in ("organ", "on", "sha256")}
    return said


def by_hash(sha256: str) -> Vintage | None:
    """Return the vintage of a content hash."""
    return Vintage.objects.filter(sha256=sha256).order_by("pk").last()


def method_gaps(meta: Mapping[str, Any]) -> list[str]:
    """Return which notes on method are missing, in words.

    Law: 统计法实施条例第二十七条 (指标涵义、调查范围、调查方法、计算方法、抽样调查样本量).
    """
    names = [words.NOTE_NAMES[name] for name in METHODS if not meta["flow"].get(name)]
    without = [one["name"] for one in meta["indicators"].values() if not one["meaning"]]
    if without:
        shown = "、".join(without[:5]) + ("等" if len(without) > 5 else "")
        names.append(f"{words.NOTE_NAMES['meaning']}（{shown}）")
    return names
