"""A register to test with: born as a demonstration (its time is free), or as a real one."""

import pytest
from django.utils import timezone

from gongkai.register import actions
from gongkai.register.models import Entry
from tests.make import NOW


@pytest.fixture
def demonstration(db) -> Entry:
    """Return entry 1 of a demonstration's register."""
    return actions.born(demonstration=True, at=NOW)


@pytest.fixture
def real(db) -> Entry:
    """Return entry 1 of a real register."""
    return actions.born(demonstration=False, at=timezone.now())
