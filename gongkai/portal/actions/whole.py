"""The whole site rendered into a store of its own, by as many processes as there are cores.

Nobody waits for it: it holds no lease, and nothing in the store is served. What is released
meanwhile is laid on it afterwards (see press). Each process renders parts of the site, a month of
articles or a column at a time, writes each as a tree and tells its hash; merged they are the site.
A process that dies, or a parent that does, ends the work of all: nothing is left half done that
anybody would use.
"""

import os
import signal
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.db import connection, connections

from gongkai.portal import generations, public, words
from gongkai.portal.queries import Site

Progress = Callable[[int, int, str], None]  # how many are done, of how many, of what
ALONE = 300  # up to so many pages one process is quicker


class RendererLost(Exception):  # noqa: N818  it is what happened, not a bug
    """A rendering process ended before its work did: killed, or out of memory or disk."""


@dataclass(frozen=True)
class _Work:
    store: Path
    at: datetime
    cards: tuple[int, ...]

    def site(self) -> Site:
        """Return the site to render, as the database of this process sees it."""
        return Site(self.at, self.cards)

    def write(self, site: Site, part: public.Part) -> str:
        """Render a part and write it; return the hash of a tree that holds it alone."""
        files = {path: data for path, data in public.render(site, part).items() if data is not None}
        return generations.lay(self.store, "", files, moment=self.at, durable=False)


def render_whole(
    store: Path, *, at: datetime, cards: Collection[int] = (),
    progress: Progress = lambda _done, _all, _what: None,
) -> str:  # fmt: skip
    """Render the whole site as it is at a moment into a store; return its tree's hash.

    Shape: cards are those that come out then. Raises: RendererLost; OSError for a full disk.
    """
    work = _Work(store, at, tuple(cards))
    parts = public.parts(work.site())
    total, done, trees = sum(part.weight for part in parts), 0, []
    for part, tree in _rendered(work, parts, total):
        trees.append(tree)
        done += part.weight
        progress(done, total, words.PAGES)
    tree = generations.merge(store, trees)
    generations.settle()
    return tree


def _rendered(
    work: _Work, parts: Sequence[public.Part], total: int
) -> Iterator[tuple[public.Part, str]]:
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    if total <= ALONE or cores == 1 or connection.in_atomic_block:
        site = work.site()
        for part in parts:
            yield part, work.write(site, part)
        return
    connections.close_all()  # a connection must not be shared with a child
    with _processes(work, parts, cores) as readers:
        yield from _told(readers, parts)


@contextmanager
def _processes(
    work: _Work, parts: Sequence[public.Part], count: int
) -> Iterator[dict[Connection, BaseProcess]]:
    """Start processes that share the parts out between them; none outlives the block."""
    fork = get_context("fork")  # the settings and templates are there already
    readers: dict[Connection, BaseProcess] = {}
    try:
        for number in range(count):
            reader, writer = fork.Pipe(duplex=False)
            share = [(n, part) for n, part in enumerate(parts) if n % count == number]
            inherited = [*readers, reader]
            child = fork.Process(target=_child, args=(work, share, writer, inherited), daemon=True)
            child.start()
            writer.close()
            readers[reader] = child
        yield readers
    finally:
        for reader, child in readers.items():
            child.terminate()
            child.join()
            reader.close()


def _told(
    readers: dict[Connection, BaseProcess], parts: Sequence[public.Part]
) -> Iterator[tuple[public.Part, str]]:
    """Yield what the processes tell until all have ended. Raises: RendererLost, or their error."""
    left = set(readers)
    while left:
        for reader in wait(left):
            try:
                number, told = reader.recv()
            except EOFError:
                left.discard(reader)
                readers[reader].join()
                if readers[reader].exitcode:
                    raise RendererLost(str(readers[reader].exitcode)) from None
                continue
            if isinstance(told, Exception):
                raise told
            yield parts[number], told


def _child(
    work: _Work, share: Sequence[tuple[int, public.Part]], writer: Connection,
    inherited: Sequence[Connection],
) -> None:  # fmt: skip
    """Render parts one by one and tell the parent. A parent that is gone ends it: nobody reads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for reader in inherited:  # or the pipe would look read as long as a brother lives
        reader.close()
    try:
        site = work.site()
        for number, part in share:
            writer.send((number, work.write(site, part)))
    except BrokenPipeError:
        os._exit(1)
    except Exception as error:
        writer.send((-1, _plain(error)))
    finally:
        connections.close_all()


def _plain(error: Exception) -> Exception:
    """Return an error another process can read: one of the disk stays one of the disk."""
    if isinstance(error, OSError):
        return OSError(error.errno, error.strerror)
    return RuntimeError(f"{type(error).__name__}: {error}")
