"""What every test stands on: its own folder, a copy of a migrated database, the corpus.

The folder is chosen before Django reads its settings, so a test run never touches real data.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from gongkai.figures.shelf import KEPT
from tests import databases

# How long a machine takes is no test: a busy one would fail what holds.
hypothesis_settings.register_profile(
    "gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("gongkai")

ROOT = Path(__file__).resolve().parents[1]
RUN = "GONGKAI_TEST_RUN"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
ON_DATABASE = {"db", "copied_database", "client", "admin_client"}
FOLDERS = {
    "MEDIA_ROOT": "media",
    "BLOBS": "blobs",
    "PUBLIC": "public",
    "PRESS": "press",
    "SEALED": "sealed",
    "STATIC_ROOT": "static",
}


def _set_up_django() -> None:
    """Give this process its own data folder, then let Django read its settings."""
    if WORKER == "alone":
        os.environ[RUN] = tempfile.mkdtemp(prefix="gongkai-tests-")
        atexit.register(shutil.rmtree, os.environ[RUN], ignore_errors=True)
    data = Path(os.environ[RUN]) / WORKER
    data.mkdir(exist_ok=True)
    os.environ["GONGKAI_DATA"] = str(data)
    for name in ("GONGKAI_KEYS", "GONGKAI_NOW", "GONGKAI_URL", "GONGKAI_DEBUG"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    # A password is hashed in 1 ms instead of 80; names of static files need no collectstatic.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.STORAGES = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django.setup()
    # A worker inherits our environment, and would read its settings before it has a folder.
    del os.environ["DJANGO_SETTINGS_MODULE"]


_set_up_django()


@pytest.fixture(scope="session")
def database_template(request, django_db_blocker) -> str:
    """Return the migrated, empty database that tests copy. Kept from run to run while it fits."""
    with django_db_blocker.unblock():
        return databases.template(request.config.cache.mkdir("database"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, database_template, django_db_blocker
) -> Iterator[None]:
    """Stand every test of this process on one copy of the template."""
    with django_db_blocker.unblock(), databases.copied(database_template, f"test_{WORKER}"):
        yield


@pytest.fixture
def copied_database(django_db_setup, database_template, django_db_blocker) -> Iterator[None]:
    """Give one test a fresh database of its own, in which commits are real.

    For threads, triggers and on_commit. Nothing is rolled back or flushed (append-only tables
    refuse that): the copy is thrown away. Do not ask for `db` beside it.
    """
    with django_db_blocker.unblock():
        if connection.in_atomic_block:
            pytest.fail("copied_database cannot stand beside db or the django_db mark")
        cache.clear()
        with databases.copied(database_template, f"copy_{WORKER}"):
            yield
        cache.clear()


@pytest.fixture(autouse=True)
def folders(request) -> None:
    """Give each test with a database its own empty folders for media, blobs and public files."""
    marked = request.node.get_closest_marker("django_db")
    if not marked and ON_DATABASE.isdisjoint(request.fixturenames):
        return
    KEPT.forget()  # answers of another test's database
    root, settings = request.getfixturevalue("tmp_path"), request.getfixturevalue("settings")
    for name, folder in FOLDERS.items():
        (root / folder).mkdir(mode=0o700)
        setattr(settings, name, root / folder)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real material (GONGKAI_CORPUS); skip where it is absent."""
    path = Path(os.environ.get("GONGKAI_CORPUS", ROOT / "../shared/corpus")).resolve()
    if not path.is_dir():
        pytest.skip(f"real material is absent: {path} (set GONGKAI_CORPUS)")
    return path
