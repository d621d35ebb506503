"""Work on a file in a process of its own (另起进程): one nobody has looked at may crash a library.

What it costs and what it may not: time and memory are bounded, and a crash is an answer. It is no
cage: the process has the rights of the one that starts it. The one module of this room that waits.
"""

import resource
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, TypeVar

from gongkai.law.refused import Refused

SECONDS = 600
MEMORY = 3 * 1024**3
Made = TypeVar("Made")
Progress = Callable[[int, int], None]
DEAD = Refused("file.hostile", "文件处理中断或者超时，可能已损坏或者是恶意文件，请重新另存后再试。")


def apart(
    act: Callable[..., Made],
    data: Any,
    *args: Any,
    seconds: int = SECONDS,
    memory: int = MEMORY,
    progress: Progress | None = None,
    dead: Refused = DEAD,
    **order: Any,
) -> Made:
    """Return what an act (a function of a module) makes of a file.

    Shape: args and order are the act's own; progress is called here, in this process.
    Raises: Refused as the act does; dead when it crashes, swells or takes too long.
    """
    fresh = get_context("spawn")  # a fork would bring locks of other threads along
    reader, writer = fresh.Pipe(duplex=False)
    work = (act, data, args, order, progress is not None, seconds, memory, writer)
    child = fresh.Process(target=_child, args=work, daemon=True)
    child.start()
    writer.close()
    try:
        return _answer(reader, progress, monotonic() + seconds, dead)  # type: ignore[no-any-return]  # the act's own
    finally:
        child.kill()
        child.join()
        reader.close()


def _answer(reader: Connection, progress: Progress | None, until: float, dead: Refused) -> Any:
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
    raise Refused(dead.code, dead.message)


def _child(
    act: Callable[..., Any],
    data: Any,
    args: tuple[Any, ...],
    order: dict[str, Any],
    is_told: bool,
    seconds: int,
    memory: int,
    writer: Connection,
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if is_told:
        order["progress"] = lambda done, of: writer.send(("progress", (done, of)))
    try:
        writer.send(("made", act(data, *args, **order)))
    except Refused as refused:
        writer.send(("refused", refused))
