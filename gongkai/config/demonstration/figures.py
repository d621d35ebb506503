"""Figures of the demonstration: what figures.toml defines, and what an item brings out with it."""

import tomllib
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from gongkai.figures import actions
from gongkai.figures.models import Series, Subject
from gongkai.figures.rules import Given, Missing, Status
from gongkai.people.models import Department, User

Block = dict[str, Any]


class Figures:
    """The flows, and the vintages begun so far, by item."""

    def __init__(self, departments: dict[str, Department]) -> None:
        text = files(__package__).joinpath("figures.toml").read_text(encoding="utf-8")
        self.said = tomllib.loads(text)
        self.departments = departments
        self.flows: dict[str, Any] = {}
        self.begun: dict[str, list[Block]] = {}

    def install(self, users: dict[str, User], at: datetime) -> None:
        """Define subjects, regions, indicators and flows, each flow by who keeps it."""
        by = users[self.said["keeper"]]
        subjects: dict[str, Subject] = {
            row["code"]: actions.define_subject(**row, by=by, at=at)
            for row in self.said["subjects"]
        }
        actions.define_regions(rows=[tuple(row) for row in self.said["regions"]], by=by, at=at)
        for code, row in self.said["indicators"].items():
            given = row | {"subject": subjects[row["subject"]]}
            actions.define_indicator(code=code, by=by, at=at, **given)
        for code, row in self.said["flows"].items():
            given = row | {"subject": subjects[row["subject"]],
                           "department": self.departments[row["department"]]}  # fmt: skip
            keeper = users[given.pop("keeper")]
            self.flows[code] = actions.define_flow(code=code, by=keeper, at=at, **given)

    def blocks(self, item: str, by: User, at: datetime) -> list[Block]:
        """Return the data blocks of an item; its vintages are begun the first time."""
        if item not in self.begun:
            rows = [row for row in self.said["vintages"] if row["item"] == item]
            self.begun[item] = [self._block(row, by, at) for row in rows]
        return self.begun[item]

    def _block(self, row: dict[str, Any], by: User, at: datetime) -> Block:
        flow = self.flows[row["flow"]]
        for one in row.get("breaks", ()):
            series = Series.objects.get(flow=flow, key=one["key"])
            said = {name: one[name] for name in ("period", "kind", "text")}
            actions.record_break(series=series, by=by, at=at, **said)
        vintage = actions.begin_vintage(flow=flow, title=row["title"], kind=row["kind"], by=by,
                                        at=at, reason=row.get("reason", ""))  # fmt: skip
        if "gate" in row:
            actions.record_gate(vintage=vintage.pk, by=by, at=at, **row["gate"])
        vintage = actions.put(vintage=vintage.pk, rows=_given(row), by=by, at=at)
        return {
            "type": "data", "title": row["title"], "flow": flow.code,
            "vintage": {"title": vintage.title, "kind": str(vintage.kind)},
            "sha256": vintage.sha256,
            "show": {"form": row.get("form", "table"), "keys": row.get("shown", []), "periods": 0},
        }  # fmt: skip


def _given(row: Block) -> list[Given]:
    """Return a vintage's values, then its single cells: those with a note, or with none but why."""
    revised, status = row.get("revised", ()), Status(row["status"])
    return [
        Given(key, period, Decimal(value), Status.REVISED if period in revised else status)
        for key, values in row["values"].items()
        for period, value in zip(row["periods"], values, strict=True)
    ] + [
        Given(one["key"], one["period"], Decimal(one["value"]) if "value" in one else None, status,
              Missing(one["missing"]) if "missing" in one else None, one["note"])
        for one in row.get("cells", ())
    ]  # fmt: skip
