"""A bureau whose posts are filled and whose columns are public."""

import pytest

from gongkai.law.refused import Refused
from tests.make import Bureau, a_bureau


@pytest.fixture
def bureau(db) -> Bureau:
    """Return a bureau in a demonstration's register."""
    return a_bureau()


@pytest.fixture
def refused():
    """Return a context in which exactly one refusal with a code is expected."""

    def expecting(code: str):
        return pytest.raises(Refused, check=lambda error: error.code == code)

    return expecting
