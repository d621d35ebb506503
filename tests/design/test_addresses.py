import hashlib

import pytest

from gongkai.design.addresses import chart_address, ending, file_address

HASH = "ab12" * 16


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("公报.pdf", "", "pdf"),
        ("预算.XLSX", "", "xlsx"),
        ("版式.ofd", "", "ofd"),
        ("", "image/png", "png"),
        ("page.html", "text/html", "bin"),
        ("drawing.svg", "image/svg+xml", "bin"),
        ("../../etc/passwd", "", "bin"),
        ("a.pdf/../../x", "", "bin"),
        ("无后缀", "", "bin"),
    ],
)
def test_ending_is_a_known_one_or_bin(name: str, media_type: str, expected: str) -> None:
    assert ending(name, media_type) == expected


def test_file_address_is_made_of_the_hash_alone() -> None:
    address = file_address({"sha256": HASH, "name": "2014年 公报.pdf"})
    assert address == f"/files/ab/{HASH}.pdf"


def test_chart_address_follows_the_block_and_not_the_order_of_its_names() -> None:
    block = {"type": "chart", "form": "bar"}
    sha256 = hashlib.sha256(b'{"form":"bar","type":"chart"}').hexdigest()
    assert chart_address(block) == f"/files/{sha256[:2]}/{sha256}.svg"
    assert chart_address({"form": "bar", "type": "chart"}) == chart_address(block)
    assert chart_address({**block, "form": "line"}) != chart_address(block)
