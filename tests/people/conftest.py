"""A database born as a demonstration or as a real one; the room's own addresses."""

from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.register.actions import append, born
from gongkai.register.rules import SYSTEM
from gongkai.register.words import READY
from tests.make import NOW

OTHERS = "gongkai.config.middleware.Access"  # knows the addresses of every room; tested there


@pytest.fixture
def demonstration_database(db) -> None:
    """Let time be free."""
    born(demonstration=True, at=NOW)


@pytest.fixture
def real_database(db) -> datetime:
    """Bind acts to the clock, and return it."""
    at = timezone.now()
    born(demonstration=False, at=at)
    return at


@pytest.fixture
def desk(client, settings):
    """Return a browser on the room's own pages."""
    settings.ROOT_URLCONF = "tests.people.addresses"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OTHERS]
    return client


@pytest.fixture
@transaction.atomic
def demonstration(demonstration_database) -> None:
    """Let time be free, and run on from NOW."""
    append(READY, subject="register", by=SYSTEM, at=NOW)
