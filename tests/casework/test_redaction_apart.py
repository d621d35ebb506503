"""Redaction in a process of its own: answers, refusals and progress come back, crashes are caught."""

import ctypes
import time

import pytest

from gongkai.casework.redaction import pdf, sheets
from gongkai.casework.redaction.apart import apart
from gongkai.law.refused import Refused

TABLE = "姓名\n张三\n".encode()


def crash(data: bytes) -> None:
    ctypes.string_at(0)


def sleep(data: bytes) -> None:
    time.sleep(60)


def swell(data: bytes) -> None:
    bytearray(8 * 1024**3)


def count(data: bytes, *, progress) -> str:
    progress(1, 2)
    return "一"


def test_answer_comes_back_from_the_other_process():
    assert apart(sheets.redact, TABLE, texts=["张三"]) == sheets.redact(TABLE, texts=["张三"])


def test_refusal_comes_back_with_its_code():
    with pytest.raises(Refused) as refused:
        apart(pdf.pages, b"")
    assert refused.value.code == "redaction.pdf"


def test_progress_is_told_here():
    told = []
    assert apart(count, b"", progress=lambda done, of: told.append((done, of))) == "一"
    assert told == [(1, 2)]


@pytest.mark.parametrize("act", [crash, sleep, swell])
def test_file_is_refused_when_the_process_crashes_hangs_or_swells(act):
    with pytest.raises(Refused) as refused:
        apart(act, b"", seconds=5)
    assert refused.value.code == "redaction.hostile"
