import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.register import rules
from gongkai.register.rules import SYSTEM, Act, Frontier

AT = datetime(2014, 10, 20, 1, 2, 3, 4, tzinfo=UTC)
# The leaves and roots that Certificate Transparency's implementations are tested with (RFC 6962).
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def an_act(**changes) -> Act:
    return Act(**{"verb": "card.opened", "subject": "card:1", "by": SYSTEM, "at": AT} | changes)


def numbered(size: int) -> list[bytes]:
    return [rules.leaf_hash(str(number).encode()) for number in range(size)]


def naive_root(hashes: list[bytes]) -> bytes:
    """Return the root as RFC 6962 §2.1 defines it, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = naive_root(hashes[:split]), naive_root(hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(9))
def test_root_is_the_known_answer_of_certificate_transparency(size):
    hashes = [rules.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    assert rules.root(hashes).hex() == ROOTS[size]


@given(st.integers(0, 300))
def test_root_equals_the_recursive_definition_for_any_size(size):
    hashes = numbered(size)
    assert rules.root(hashes) == naive_root(hashes)


@given(st.integers(0, 300), st.integers(0, 300))
def test_frontier_grows_to_the_same_root_in_two_parts(size, more):
    hashes = numbered(size + more)
    grown = Frontier().grown(hashes[:size]).grown(hashes[size:])
    assert (grown.size, grown.root()) == (size + more, rules.root(hashes))


def test_leaf_is_canonical_json_of_version_number_and_commitment():
    assert rules.leaf(12, "00ff") == b'{"commit":"00ff","seq":12,"v":1}'


def test_commitment_is_the_hash_of_salt_and_body_together():
    salt, body = bytes(range(32)), b"{}"
    assert rules.commitment(salt, body) == hashlib.sha256(salt + body).hexdigest()


def test_commitment_refuses_a_salt_of_another_length():
    with pytest.raises(ValueError, match="32 bytes"):
        rules.commitment(b"short", b"{}")


def test_body_is_sorted_compact_json_with_moments_in_utc():
    text = rules.body(an_act(title="公报"), AT + timedelta(seconds=1)).decode()
    value = json.loads(text)
    assert value["occurred_at"] == "2014-10-20T01:02:03.000004Z"
    assert value["recorded_at"] == "2014-10-20T01:02:04.000004Z"
    assert text == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_body_is_read_back_as_it_was_written():
    act = an_act(channels=("门户网站", "报纸"), detail={"a": [1, None, {"b": True}], "c": "字"})
    value = rules.read(rules.body(act, AT))
    assert value["detail"] == {"a": [1, None, {"b": True}], "c": "字"}
    assert rules.copies(value)["channels"] == "\n门户网站\n报纸\n"


@pytest.mark.parametrize(
    "detail",
    [
        {"x": float("nan")},
        {"x": float("inf")},
        {"x": 0.1},
        {"x": [{"y": 1.0}]},
        {1: "x"},
        {"x": {2: "y"}},
        {"x": 2**53},
        {"x": b"bytes"},
        {"x": AT},
        {"x": {"a", "b"}},
        {"x": "\x00"},
        {"\x00": "x"},
        {"x": "\ud800"},
    ],
)
def test_body_refuses_what_has_no_exact_form(detail):
    with pytest.raises((TypeError, ValueError)):
        rules.body(an_act(detail=detail), AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": ""},
        {"subject": "a\x00b"},
        {"title": "\ud83d"},
        {"channels": ("门户\n网站",)},
        {"channels": ("",)},
        {"at": AT.replace(tzinfo=None)},
    ],
)
def test_body_refuses_fields_that_a_database_would_change(changes):
    with pytest.raises(ValueError, match=r"\w"):
        rules.body(an_act(**changes), AT)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"v":2}', '{"v":1,"verb":"x"}'])
def test_read_refuses_what_is_no_body(text):
    with pytest.raises(ValueError, match=r"\w"):
        rules.read(text)


def test_act_is_timely_up_to_five_minutes_either_way():
    for minutes, timely in ((-6, False), (-5, True), (0, True), (5, True), (6, False)):
        assert rules.is_timely(AT + timedelta(minutes=minutes), AT) is timely
