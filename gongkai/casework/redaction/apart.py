"""The same in a process of its own (另起进程): see gongkai.checks.apart."""

from collections.abc import Callable
from typing import Any, TypeVar

from gongkai.checks import apart as checked
from gongkai.law.refused import Refused

Made = TypeVar("Made")
DEAD = Refused(
    "redaction.hostile", "文件处理中断或者超时，可能已损坏或者是恶意文件，请打印后扫描再处理。"
)


def apart(act: Callable[..., Made], data: bytes, *args: Any, **order: Any) -> Made:
    """Return what an act of this package (pdf.redact, sheets.sheets, ...) makes of a file.

    Raises: Refused as the act does; "redaction.hostile" when it crashes or takes too long.
    """
    return checked.apart(act, data, *args, dead=DEAD, **order)
