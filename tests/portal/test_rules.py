"""Addresses of the public site, and the text a directory is named by."""

from datetime import datetime

import pytest

from gongkai.portal.rules import file_of, index_text, read_index, tree_hash, version_address
from tests.make import SHANGHAI

TRICKS = [
    "",
    "index.html",
    "//x",
    "/a//b",
    "/a\\b",
    "/a\x00",
    "/..",
    "/a/../b",
    "/.index",
    "/a/.x/b",
]


@pytest.mark.parametrize("address", TRICKS)
def test_an_address_with_a_trick_names_no_file(address):
    assert file_of(address) is None


@pytest.mark.parametrize(
    ("address", "path"),
    [("/", "index.html"), ("/a/", "a/index.html"), ("/a/b.html", "a/b.html"), ("/a..b", "a..b")],
)
def test_an_address_names_one_file(address, path):
    assert file_of(address) == path


def test_a_directory_is_read_back_from_its_index():
    listing = {"b c.html": "f 22", "a": "d 11", "统计\u2028.html": "f 33"}
    assert read_index(index_text(listing)) == listing
    assert tree_hash(listing) == tree_hash(dict(reversed(listing.items())))
    assert tree_hash(listing) != tree_hash(listing | {"a": "f 11"})


def test_a_version_stands_beside_its_disclosure():
    first = datetime(2014, 10, 20, tzinfo=SHANGHAI)
    assert version_address("abc", first, 2) == "/info/201410/abc.v2.html"
