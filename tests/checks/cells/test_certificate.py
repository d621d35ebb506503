"""A table comes with the proof that it, and no other, was audited."""

import hashlib
import json

import pytest

from gongkai.checks.cells.certificate import FORMAT, canonical, check_certificate
from gongkai.checks.findings import Severity

TABLE = canonical("营业收入", "×", "注", [["地区", "营业收入"], ["桥西区", "×"]])
PROOF = {
    "format": FORMAT, "title": "营业收入", "passed": True,
    "table_sha256": hashlib.sha256(TABLE).hexdigest(), "cells": 9, "unsafe": 1, "secondary": 3,
    "rules": {"frequency": 3}, "unjudged": {}, "unaudited": [], "versions": {},
}  # fmt: skip


def severities(proof: object, table: bytes = TABLE, *, contributors: bool = True) -> list[Severity]:
    given = proof if isinstance(proof, bytes | None) else json.dumps(proof).encode()
    found = check_certificate(given, table, place="附件《表.xlsx》", contributors=contributors)
    return [one.severity for one in found]


def test_certificate_of_this_table_finds_nothing() -> None:
    assert severities(PROOF) == []


def test_certificate_of_another_table_blocks() -> None:
    changed = canonical("营业收入", "×", "注", [["地区", "营业收入"], ["桥西区", "12"]])
    assert severities(PROOF, changed) == [Severity.BLOCK]


@pytest.mark.parametrize(
    "proof",
    [b"", b"{", b"[]", b"[" * 100000, PROOF | {"passed": False}, PROOF | {"passed": "true"},
     PROOF | {"format": "x"}, {k: v for k, v in PROOF.items() if k != "rules"}],
)  # fmt: skip
def test_certificate_that_is_none_or_did_not_pass_blocks(proof: object) -> None:
    assert severities(proof) == [Severity.BLOCK]


def test_table_without_certificate_asks_where_respondents_stand_behind_it() -> None:
    assert severities(None) == [Severity.WARN]
    assert severities(None, contributors=False) == []


def test_certificate_with_something_unjudged_asks() -> None:
    assert severities(PROOF | {"unaudited": ["没有调查对象资料"]}) == [Severity.WARN]
