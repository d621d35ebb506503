"""Spreadsheets into draft vintages: read whole, looked at, then kept whole or not at all."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.checks.files import safe_name
from gongkai.figures import queries, words
from gongkai.figures.actions.definitions import owner_seat, refuse_code
from gongkai.figures.actions.vintages import begin_vintage, put, seal
from gongkai.figures.importing import applying, reading
from gongkai.figures.importing.protected import is_marked, marked, proven
from gongkai.figures.importing.sheets import Said
from gongkai.figures.models import Flow, ImportFile, ImportMapping, Indicator, Vintage
from gongkai.figures.queries.importing import Standing
from gongkai.figures.rules import Given, VintageKind, digest, identities
from gongkai.figures.rules.vintages import canonical, cells_digest
from gongkai.law.refused import Refused
from gongkai.people.models import User
from gongkai.people.queries import Seat
from gongkai.register.actions import append

SHOWN = 10  # faults named in a refusal, places of values that stand already
SPOKEN = ("name", "unit", "decimals", "comparison", "span", "price")
MOST_SAID = 200


@transaction.atomic
def take_file(
    *, flow: Flow, name: str, data: bytes, by: User, at: datetime, proof: bytes = b""
) -> ImportFile:
    """Lay a file on the desk with a mapping proposed for it; nothing of it is in a vintage yet.

    An unfinished file of the same person and flow gives way. proof: the verdict on a safe table.
    Raises: Refused as reading.read and protected.proven do.
    """
    owner_seat(by, at, flow.department)
    found = proven(safe_name(name), data, proof) if proof else None
    about = queries.known(flow, at)
    book = reading.read(name, data, most=settings.IMPORT_MOST)
    mapping = queries.proposed(book, about, safe_name(name))
    if not mapping["sheets"]:
        raise Refused("import.table", words.NO_TABLE.format(name=safe_name(name)))
    if found:
        mapping["sheets"] = marked(mapping["sheets"], found.mark)
    ImportFile.objects.filter(flow=flow, made_by=by, vintage=None).delete()
    return ImportFile.objects.create(
        flow=flow, name=safe_name(name)[:200], sha256=hashlib.sha256(data).hexdigest(),
        content=data, mapping=mapping, proof=dict(found.said) if found else {}, made_by=by,
        made_at=at)  # fmt: skip


@transaction.atomic
def correct_mapping(
    *, file: int, mapping: Mapping[str, Any], by: User, at: datetime
) -> ImportFile:  # fmt: skip
    """Keep how a file is to be read. Raises: Refused for a relation nobody can read."""
    row = _unfinished(file)
    owner_seat(by, at, row.flow.department)
    _refuse_relations(mapping["identities"])
    row.mapping = dict(mapping)
    row.save(update_fields=["mapping"])
    return row


@transaction.atomic
def drop_file(*, file: int, by: User, at: datetime) -> None:
    """Take a file off the desk. Raises: Refused."""
    row = _unfinished(file)
    owner_seat(by, at, row.flow.department)
    row.delete()


def _unfinished(file: int) -> ImportFile:
    row = ImportFile.objects.select_for_update().select_related("flow").filter(pk=file).first()
    if row is None or row.vintage_id is not None:
        raise Refused("import.done", words.IMPORT_DONE)
    return row


@transaction.atomic
def import_kept(*, file: int, by: User, at: datetime, **given: Any) -> Vintage:
    """Bring a file's values into a draft vintage and let its bytes go.

    Shape: given as import_file takes it. Raises: Refused as import_file does.
    """
    row = _unfinished(file)
    vintage, said = _imported(flow=row.flow, name=row.name, data=bytes(row.content),
                              mapping=row.mapping, proof=canonical(row.proof) if row.proof else b"",
                              by=by, at=at, **given)  # fmt: skip
    row.vintage, row.content, row.said = vintage, b"", said
    row.save(update_fields=["vintage", "content", "said"])
    return vintage


@transaction.atomic
def import_file(
    *, flow: Flow, name: str, data: bytes, mapping: Mapping[str, Any], by: User, at: datetime,
    **given: Any,
) -> Vintage:  # fmt: skip
    """Make a draft vintage of a file, or fill one; what the public reads already is not repeated.

    Shape: given: title, kind, reason of a new vintage; vintage, a draft's number; leave: cells that
    have a fault are left out, the rest is taken; proof: the verdict on a safe table. Raises:
    Refused, and nothing is changed: as reading.read, put and protected.proven do; "import.faults"
    naming the cells; "import.unit" for an indicator without one; "import.same" for values that
    stand already; "cells.mixed" for a proof beside values it is not of.
    """
    return _imported(flow=flow, name=name, data=data, mapping=mapping, by=by, at=at, **given)[0]


def _imported(
    *, flow: Flow, name: str, data: bytes, mapping: Mapping[str, Any], by: User, at: datetime,
    title: str = "", kind: str = VintageKind.ROUTINE, reason: str = "",
    vintage: int | None = None, leave: bool = False, proof: bytes = b"",
) -> tuple[Vintage, list[str]]:  # fmt: skip
    seat = owner_seat(by, at, flow.department)
    _refuse_relations(mapping["identities"])
    certified = proven(safe_name(name), data, proof) if proof else None
    if certified and not is_marked(mapping["sheets"], certified.mark):
        raise Refused("cells.mark", words.PROOF_SIGN.format(mark=certified.mark))
    book = reading.read(name, data, most=settings.IMPORT_MOST)
    found = applying.apply(book.sheets, mapping["sheets"], queries.known(flow, at))
    if barred := [one for one in found.faults if one.code == "microdata"]:
        raise Refused("import.microdata", _named(barred))
    if found.faults and not leave:
        raise Refused("import.faults", _named(found.faults))
    if not found.cells:
        raise Refused("import.nothing", words.NOTHING_READ)
    rows, same = _fresh(found.cells, queries.standing(flow, at))
    if not rows:
        raise Refused("import.same", words.ALL_THE_SAME.format(
            count=len(same), places=_places(same)))  # fmt: skip
    _define(flow, mapping["sheets"], {one.key.split(".")[0] for one in rows}, seat, by, at)
    if vintage is None:
        vintage = begin_vintage(flow=flow, title=title or words.IMPORT_TITLE.format(name=safe_name(
            name)), kind=kind, reason=reason, by=by, at=at).pk  # fmt: skip
    row = put(vintage=vintage, rows=rows, by=by, at=at)
    if certified:
        _prove(row, certified.said, len(rows))
    _remember(flow, mapping, by, at)
    said = _told(book.said, found, same)
    append("vintage.imported", subject=f"vintage:{row.pk}", by=seat.actor(by), at=at,
           title=row.title, department=str(flow.department),
           detail={"name": safe_name(name)[:200], "sha256": hashlib.sha256(data).hexdigest(),
                   "cells": len(rows), "same": len(same), "left": len(found.faults),
                   **({"proof": digest(row.proof)} if certified else {})})  # fmt: skip
    return row, said


def _prove(row: Vintage, said: Mapping[str, Any], count: int) -> None:
    """Keep the verdict with the vintage it is of: a vintage of these cells and no others."""
    if row.observations.count() != count:
        raise Refused("cells.mixed", words.PROOF_MIXED.format(title=row.title))
    row.proof = {"said": dict(said), "cells": cells_digest(queries.kept_cells(row.pk))}
    row.save(update_fields=["proof"])
    seal(row)


def _refuse_relations(lines: Iterable[str]) -> None:
    for line in lines:
        try:
            identities.parsed(line)
        except ValueError as wrong:
            raise Refused("import.relation", words.RELATION.format(line=line[:60])) from wrong


def _named(faults: Sequence[Said]) -> str:
    shown = "；".join(f"{one.where}：{one.text}" for one in faults[:SHOWN])
    return words.IMPORT_FAULTS.format(count=len(faults), shown=shown,
                                      more=words.AND_MORE if len(faults) > SHOWN else "")  # fmt: skip


def _fresh(
    read: Mapping[tuple[str, str], tuple[Given, str]], before: Standing
) -> tuple[list[Given], list[str]]:  # fmt: skip
    """Return what is not read by the public already, and where what is was read."""
    fresh: list[Given] = []
    same: list[str] = []
    for place, (one, where) in sorted(read.items()):
        stands = before.get(place)
        if stands is not None and (
            queries.value_of(stands),
            stands.missing,
            stands.status,
            stands.note,
        ) == (one.value, one.missing or "", one.status, one.note):
            same.append(where)
        else:
            fresh.append(one)
    return fresh, same


def _places(where: Sequence[str]) -> str:
    return "、".join(where[:SHOWN]) + (words.AND_MORE_PLACES if len(where) > SHOWN else "")


def _define(
    flow: Flow, sheets: Iterable[Mapping[str, Any]], used: set[str], seat: Seat, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Define the indicators a mapping names that are not known yet, in one act."""
    specs = {spec["code"]: spec for one in sheets for spec in one["names"].values()
             if spec["use"] and spec["code"] in used}  # fmt: skip
    before = Indicator.objects.in_bulk(specs, field_name="code")
    without = [spec["name"] for code, spec in specs.items()
               if code not in before and not spec["unit"]]  # fmt: skip
    if without:
        raise Refused("import.unit", words.NO_UNIT.format(names="、".join(without[:SHOWN])))
    for code, spec in specs.items():
        if code in before and spec.get("new") and (
            (before[code].name, before[code].unit) != (spec["name"], spec["unit"])
        ):  # fmt: skip
            raise Refused("figures.taken", words.CODE_TAKEN.format(code=code))
    fresh = [_indicator(flow, code, spec) for code, spec in specs.items() if code not in before]
    if fresh:
        Indicator.objects.bulk_create(fresh)
        append("figures.defined", subject=f"flow:{flow.code}", by=seat.actor(by), at=at,
               title=flow.name, department=str(flow.department),
               detail={"codes": [one.code for one in fresh]})  # fmt: skip


def _indicator(flow: Flow, code: str, spec: Mapping[str, Any]) -> Indicator:
    refuse_code(code)
    row = Indicator(code=code, subject=flow.subject, **{name: spec[name] for name in SPOKEN})
    try:
        row.clean_fields(exclude=["subject"])
    except ValidationError as wrong:
        raise Refused("import.indicator", words.BAD_INDICATOR.format(
            name=spec["name"][:60], fault="".join(wrong.messages))) from wrong  # fmt: skip
    return row


def _remember(flow: Flow, mapping: Mapping[str, Any], by: User, at: datetime) -> None:
    """Keep how each sheet was read for the next file of its form; its time is never kept."""
    for one in mapping["sheets"]:
        names = {text: spec | {"new": False} for text, spec in one["names"].items()}
        ImportMapping.objects.update_or_create(
            flow=flow, form=one["form"],
            defaults={"mapping": {**one, "names": names, "period": ""}, "used_by": by, "used_at": at,
                      "identities": list(mapping["identities"])})  # fmt: skip


def _told(said: Iterable[Said], found: applying.Found, same: Sequence[str]) -> list[str]:
    """Return what was said of a file, for the page of its vintage."""
    lines = [one.text for one in (*said, *found.notes)]
    lines += [words.LEFT_OUT.format(where=one.where, text=one.text) for one in found.faults]
    if same:
        lines.insert(0, words.THE_SAME.format(count=len(same), places=_places(same)))
    return lines[:MOST_SAID]
