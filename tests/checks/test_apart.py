"""Work in a process of its own: its answer comes back, its death harms nothing."""

import os
import signal
import time

import pytest

from gongkai.checks import examine
from gongkai.checks.apart import apart
from gongkai.checks.known import Known
from gongkai.law.refused import Refused
from tests.checks.hidden.made import a_document


def killed(data: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hangs(data: bytes) -> None:
    time.sleep(60)


def spins(data: bytes) -> None:
    while True:
        pass


def swells(data: bytes) -> list[bytes]:
    held = []
    while True:
        held.append(bytes(64 * 1024 * 1024))


def size(data: bytes) -> int:
    return len(data)


@pytest.mark.parametrize("act", [killed, hangs, spins, swells])
def test_process_that_dies_hangs_or_swells_is_an_answer_and_harms_nothing(act) -> None:
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        apart(act, b"", seconds=4, memory=1024**3)
    assert refused.value.code == "file.hostile"
    assert time.monotonic() - started < 20
    assert apart(size, b"123") == 3


def test_file_is_examined_in_a_process_of_its_own_as_in_this_one() -> None:
    data, known = a_document(["联系电话13800138000"]), Known(on=None)
    assert apart(examine.file, "文.docx", data, known) == examine.file("文.docx", data, known)
