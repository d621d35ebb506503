"""The small site, built once by the road and copied for each test that asks for it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests import databases
from tests.portal.small import Small, a_small_site

FOLDERS = ("MEDIA_ROOT", "BLOBS", "PUBLIC", "PRESS")
NAME = f"small_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture(scope="session")
def small_template(
    django_db_setup, database_template, django_db_blocker, tmp_path_factory
) -> tuple[Path, Small]:
    """Return a folder with the small site's database and files, and what is in it."""
    root = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        for folder in FOLDERS:
            (root / folder).mkdir(mode=0o700)
            patch.setattr(django_settings, folder, root / folder)
        with databases.copied(database_template, NAME):
            site = a_small_site()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copyfile(connection.settings_dict["NAME"], root / "small.sqlite3")
    return root, site


@pytest.fixture
def small(small_template, django_db_blocker, settings, tmp_path) -> Iterator[Small]:
    """Give one test a copy of the small site, in which it may do what it likes."""
    root, site = small_template
    shutil.copytree(root, tmp_path / "small", symlinks=True)
    for folder in FOLDERS:
        setattr(settings, folder, tmp_path / "small" / folder)
    database = str(root / "small.sqlite3")
    with django_db_blocker.unblock(), databases.copied(database, NAME):
        yield site
