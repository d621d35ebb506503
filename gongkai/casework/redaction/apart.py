"""The same in a process of its own (另起进程): a file nobody has looked at may crash a library.

What it costs and what it may not: time and memory are bounded, and a crash is an answer. It is no
cage: the process has the rights of the one that starts it.
"""

import resource
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, TypeVar

from gongkai.casework.redaction.marks import Progress
from gongkai.law.refused import Refused

SECONDS = 600
MEMORY = 3 * 1024**3
Made = TypeVar("Made")


def apart(
    act: Callable[..., Made],
    data: bytes,
    *args: Any,
    seconds: int = SECONDS,
    progress: Progress | None = None,
    **order: Any,
) -> Made:
    """Return what an act of this package (pdf.redact, sheets.sheets, ...) makes of a file.

    Shape: args and order are the act's own; progress is called here, in this process.
    Raises: Refused as the act does; "redaction.hostile" when it crashes or takes too long.
    """
    fresh = get_context("spawn")  # a fork would bring locks of other threads along
    reader, writer = fresh.Pipe(duplex=False)
    work = (act, data, args, order, progress is not None, seconds, writer)
    child = fresh.Process(target=_child, args=work, daemon=True)
    child.start()
    writer.close()
    try:
        return _answer(reader, progress, monotonic() + seconds)  # type: ignore[no-any-return]  # the act's own
    finally:
        child.kill()
        child.join()
        reader.close()


def _answer(reader: Connection, progress: Progress | None, until: float) -> Any:
    while reader.poll(max(0.0, until - monotonic())):
        try:
            kind, told = reader.recv()
        except EOFError:
            break
        if kind == "made":
            return told
        if kind == "refused":
            raise told
        if progress:
            progress(*told)
    raise Refused(
        "redaction.hostile", "文件处理中断或者超时，可能已损坏或者是恶意文件，请打印后扫描再处理。"
    )


def _child(
    act: Callable[..., Any],
    data: bytes,
    args: tuple[Any, ...],
    order: dict[str, Any],
    is_told: bool,
    seconds: int,
    writer: Connection,
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if is_told:
        order["progress"] = lambda done, of: writer.send(("progress", (done, of)))
    try:
        writer.send(("made", act(data, *args, **order)))
    except Refused as refused:
        writer.send(("refused", refused))
