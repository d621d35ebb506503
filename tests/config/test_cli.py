"""The command `gongkai` as a person runs it: as processes of their own, on their own folders."""

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.law.refused import Refused
from gongkai.publishing import actions as publishing
from tests.portal import road
from tools.ports import free_port

COMMAND = Path(sys.executable).with_name("gongkai")
PASSWORD = "演示口令-不得显示-7431"
STOPS_WITHIN = 5


@pytest.fixture(autouse=True)
def on_sqlite_alone():
    """The command works on its own embedded database, whatever the suite uses."""
    if connection.vendor != "sqlite":
        pytest.skip("the command's own database is the embedded one")


def environment(data, **more):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    return kept | {"GONGKAI_DATA": str(data), "PYTHONUNBUFFERED": "1"} | more


def gongkai(data, *words, **more):
    """Run a command to its end and return (status, what it said)."""
    done = subprocess.run(
        [COMMAND, *words], env=environment(data, **more), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stdout


@contextmanager
def started(data, *words, **more):
    """Run a command in a process group of its own, and end what is left of it."""
    process = subprocess.Popen(
        [COMMAND, *words], env=environment(data, **more), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def reads(process, text):
    """Read what a process says until a text comes; return all lines to there."""
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    pytest.fail(f"{text!r} was never said:\n{said}")


@pytest.fixture(scope="session")
def built(django_db_setup):
    """Return the demonstration's folder, built once a run; the journeys share it."""
    run = Path(os.environ["GONGKAI_TEST_RUN"])
    place = run / "demonstration"
    with (run / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            status, said = gongkai(run / "demonstration.building", "demo")
            assert status == 0, said
            (run / "demonstration.building").rename(place)
    return place


@pytest.fixture
def prepared(built, tmp_path):
    """Return a copy of the demonstration."""
    return Path(shutil.copytree(built, tmp_path / "data", symlinks=True))


@pytest.fixture(scope="module")
def real(database_template, tmp_path_factory):
    """Return the folder of a real system that was just made, and what `init` said."""
    data = tmp_path_factory.mktemp("real")
    shutil.copyfile(database_template, data / "gongkai.sqlite3")
    words = ("init", "--office", "bangongshi", "--admin", "guanliyuan")
    status, said = gongkai(data, *words, GONGKAI_PASSWORD=PASSWORD)
    assert status == 0, said
    return data, said


# Real and demonstration


def test_init_makes_two_accounts_and_shows_no_password(real):
    data, said = real
    assert said.count("otpauth://totp/") == 2
    assert PASSWORD not in said
    for path in data.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path


def test_init_makes_nothing_where_there_is_something(real):
    data, _ = real
    before = (data / "gongkai.sqlite3").read_bytes()
    words = ("init", "--office", "a", "--admin", "b")
    status, said = gongkai(data, *words, GONGKAI_PASSWORD=PASSWORD)
    assert (status, "已经有数据" in said) == (1, True)
    assert (data / "gongkai.sqlite3").read_bytes() == before


def test_init_takes_no_weak_password(tmp_path):
    words = ("init", "--office", "a", "--admin", "b")
    status, said = gongkai(tmp_path, *words, GONGKAI_PASSWORD="12345678")
    assert (status, "密码不符合要求" in said) == (1, True)
    assert not (tmp_path / "public").exists()


def test_a_real_database_is_told_from_a_demonstration(real):
    data, _ = real
    before = (data / "gongkai.sqlite3").read_bytes()
    status, said = gongkai(data, "demo")
    assert (status, "里是正式数据" in said) == (1, True)
    assert gongkai(data, "demo", "--keep")[0] == 0
    status, said = gongkai(data, "serve", GONGKAI_NOW="2015-03-30T16:26")
    assert (status, "不能设 GONGKAI_NOW" in said) == (1, True)
    status, said = gongkai(data, "codes")
    assert (status, "只有演示数据库" in said) == (1, True)
    assert (data / "gongkai.sqlite3").read_bytes() == before
    assert gongkai(data, "verify")[0] == 0


def test_a_signature_with_a_forged_time_is_refused_in_a_real_database(copied_database):
    at = timezone.now()
    bureau = road.a_bureau(at, demonstration=False)
    card = publishing.submit(page=road.drafted(bureau, "演示本件", at), by=bureau.editor, at=at)
    head = bureau.signers["head"]
    for forged in (at - timedelta(days=1), at + timedelta(days=1)):
        with pytest.raises(Refused) as caught:
            publishing.sign(card=card.pk, by=head, at=forged, digest=card.digest)
        assert caught.value.code == "register.time"
    assert not card.signatures.filter(decision="sign").exists()


def test_without_data_every_task_says_what_to_do(tmp_path):
    for words in (("serve",), ("verify",), ("rebuild",), ("reindex",)):
        status, said = gongkai(tmp_path / "none", *words)
        assert (status, said.strip()) == (
            1, "还没有数据。先运行 gongkai demo（演示）或 gongkai init（正式）。"
        )  # fmt: skip


# The demonstration


def test_a_killed_demonstration_is_not_served_and_begins_again(database_template, tmp_path):
    shutil.copyfile(database_template, tmp_path / "gongkai.sqlite3")
    shown = tmp_path / "public/current/index.html"
    with started(tmp_path, "demo") as process:
        until = time.monotonic() + 60
        while not shown.exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.kill()
        process.wait()
    assert shown.exists()
    status, said = gongkai(tmp_path, "serve", "--port", str(free_port()))
    assert (status, "没有装完" in said) == (1, True)
    with started(tmp_path, "demo") as process:
        assert "上次装入没有完成，从头再来。" in reads(process, "装入 2014 年度")
        assert not (tmp_path / "public").exists()
        assert not any((tmp_path / "blobs").rglob("*"))


def test_a_demonstration_that_is_ready_is_left_as_it_is(prepared):
    before = (prepared / "gongkai.sqlite3").read_bytes()
    started_at = time.monotonic()
    assert gongkai(prepared, "demo") == (0, "演示数据已经就绪。\n")
    assert time.monotonic() - started_at < 15
    assert (prepared / "gongkai.sqlite3").read_bytes() == before


def test_the_demonstrations_own_clock_advances(prepared):
    script = (
        "import django, time; django.setup(); from gongkai.register.queries import now\n"
        "first = now(); time.sleep(0.6); print(first.isoformat(), (now() - first).total_seconds())"
    )
    own = {"DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    for more, day in (({}, "2015-03-30"), ({"GONGKAI_NOW": "2014-06-03T08:00"}, "2014-06-03")):
        said = subprocess.check_output(
            [sys.executable, "-c", script], env=environment(prepared, **own, **more), text=True
        )
        moment, passed = said.split()
        assert moment.startswith(day)
        assert 0.5 < float(passed) < 5


# Verification


def test_verify_says_that_all_agrees_or_what_does_not(prepared):
    status, said = gongkai(prepared, "verify")
    assert (status, "全部一致" in said) == (0, True)
    (prepared / "public/current/index.html").write_text("演示伪造")
    status, said = gongkai(prepared, "verify")
    assert status == 1
    assert "不一致　/index.html　公开文件被改动" in said
    assert "发现 1 处不一致。" in said
    status, said = gongkai(prepared, "verify", "--against", "3:abc")
    assert (status, "应为 笔数:根" in said) == (2, True)
    status, said = gongkai(prepared, "verify", "--against", f"3:{'0' * 64}")
    assert (status, "发现 2 处不一致。" in said) == (1, True)
    status, said = gongkai(prepared, "reindex")
    assert (status, "检索已全部重新建立" in said) == (0, True)
    assert gongkai(prepared, "rebuild")[0] == 0
    assert gongkai(prepared, "verify")[0] == 0


def test_a_rebuild_that_can_not_be_done_is_told_in_words_and_leaves_the_site(prepared):
    shown = (prepared / "public/current").readlink()
    with sqlite3.connect(prepared / "gongkai.sqlite3") as database:
        rows = database.execute("SELECT sha256 FROM publishing_edition WHERE public_id != ''")
        gone = next(rows)[0]
    next((prepared / "blobs").rglob(f"*{gone}*")).unlink()
    status, said = gongkai(prepared, "rebuild")
    assert (status, "没有完成（" in said, "网站保持原样" in said) == (1, True, True)
    assert (prepared / "public/current").readlink() == shown


# Serving


def answers(port):
    """Say whether the public site answers, waiting for it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    return False


def group(process):
    """Return the processes of a group that still run: pid -> command line."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            pid = int(path.name)
            if os.getpgid(pid) == process.pid and pid != process.pid:
                line = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if line:
                    found[pid] = line
        except (OSError, ProcessLookupError):
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_stops_cleanly_when_told(prepared, number):
    port = free_port()
    with started(prepared, "serve", "--port", str(port)) as process:
        assert answers(port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/openapi.json") as answer:
            assert json.load(answer)["servers"] == [{"url": f"http://127.0.0.1:{port}"}]
        assert len(group(process)) >= 3
        status, said = gongkai(prepared, "serve", "--port", str(port))
        assert (status, said) == (1, f"端口 {port} 已被占用。请用 --port 另选一个。\n")
        began = time.monotonic()
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as Ctrl-C does: to all that run in the terminal
        else:
            process.send_signal(number)
        assert process.wait(timeout=STOPS_WITHIN * 2) == 0
        assert time.monotonic() - began < STOPS_WITHIN
        assert group(process) == {}
        assert "Traceback" not in process.stdout.read()


def test_serve_ends_all_when_one_of_its_processes_dies(prepared):
    port = free_port()
    with started(prepared, "serve", "--port", str(port)) as process:
        assert answers(port)
        (clock,) = [pid for pid, line in group(process).items() if line.rstrip().endswith("clock")]
        os.kill(clock, signal.SIGKILL)
        assert process.wait(timeout=STOPS_WITHIN * 2) == 1
        assert group(process) == {}
        assert "发布时钟已退出（状态 -9），其余一并停止。" in process.stdout.read()
