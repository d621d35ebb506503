"""What tests stand on stands: copies of the database, and the tools that make test uses."""

import os
import shutil
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection, transaction

from gongkai.people.models import Department
from tests.house.sources import ROOT

TOOLS = ROOT / "tools"
TWICE = pytest.mark.parametrize("time", ["first", "second"])


@pytest.mark.database
@TWICE
def test_a_copied_database_commits_and_keeps_nothing_for_the_next_test(copied_database, time):
    assert not Department.objects.exists()
    with transaction.atomic():
        Department.objects.create(name="演示科", kind="section")
    connection.close()
    assert Department.objects.count() == 1


@pytest.mark.database
@TWICE
def test_an_ordinary_database_test_is_rolled_back(db, time):
    assert not Department.objects.exists()
    Department.objects.create(name="演示科", kind="section")


def test_the_suite_runs_on_the_database_that_was_asked_for(db):
    wanted = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted


def test_each_process_of_the_suite_has_its_own_data_folder():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    assert settings.DATA.name == worker
    assert str(settings.DATA) == os.environ["GONGKAI_DATA"]


def test_folders_of_a_database_test_are_its_own(db, tmp_path):
    for folder in (settings.MEDIA_ROOT, settings.BLOBS, settings.PUBLIC, settings.PRESS):
        assert folder.parent == tmp_path
        assert not any(folder.iterdir())


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_missing_program_fails_only_in_ci(ci, status, tmp_path):
    done = subprocess.run(
        [sys.executable, TOOLS / "debian.py", "no-such-program", "no-such-package", "没有运行"],
        env=os.environ | {"CI": ci, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == status
    assert "no-such-package" in done.stderr


def test_a_throw_away_server_ends_with_its_command_and_returns_its_status():
    if not shutil.which("postgres"):
        pytest.skip("PostgreSQL is absent")
    script = "import os; print(os.environ['PGPORT']); raise SystemExit(7)"
    done = subprocess.run(
        [sys.executable, TOOLS / "postgres.py", sys.executable, "-c", script],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 7, done.stderr
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(done.stdout))) != 0
