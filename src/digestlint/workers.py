"""Work spread over processes: in chunks, in order, and none of it lost without a word.

A worker has a pipe of its own, which ends with either of the two processes: so a worker that dies,
even while it hands a result over, takes only its chunk with it, and no worker outlives a run that
was killed. (Those of ``concurrent.futures`` share their pipes: when one dies, all that is left is
lost, and where the run is killed, they wait for ever.)
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 48
"""With fewer files one process is done before others have started."""
LARGEST_CHUNK = 32
AHEAD = 2
"""How many chunks a worker is given before it hands over the first: it never has to wait."""


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def chunk_size(count: int, jobs: int) -> int:
    """How many of so many files are handed to a worker at once: some chunks for each of them."""
    if jobs == 1 or count < FEWEST:
        return max(count, 1)
    return max(1, min(LARGEST_CHUNK, count // (4 * jobs)))


def spread(
    work: Callable[[T], R], parts: Sequence[T], jobs: int
) -> Generator[R | None, None, None]:
    """What ``work`` makes of each part, in their order; None where its worker died.

    Ctrl-C ends the workers after what they have in hand, and is passed on, as are exceptions.
    """
    from multiprocessing.connection import wait

    waiting = deque(range(len(parts)))
    done: dict[int, R | None] = {}
    in_hand: dict[Connection, deque[int]] = {}
    with _workers(work, parts, min(jobs, len(parts))) as pipes:
        for pipe in pipes:
            in_hand[pipe] = deque()
            _give(pipe, in_hand[pipe], waiting)
        for index in range(len(parts)):
            while index not in done and in_hand:
                for ready in wait(in_hand):
                    pipe = cast("Connection", ready)
                    has = in_hand[pipe]
                    try:
                        result = pipe.recv()
                    except (EOFError, OSError):
                        del in_hand[pipe]
                        if has:  # what it had begun, it may die of again
                            done[has.popleft()] = None
                        waiting.extendleft(reversed(has))
                        continue
                    if isinstance(result, _Raised):
                        raise result.error
                    done[has.popleft()] = result
                    _give(pipe, has, waiting)
            yield done.pop(index, None)


class _Raised:
    """An exception on its way to the process that began."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _give(pipe: Connection, has: deque[int], waiting: deque[int]) -> None:
    """Gives a worker what it is to have in hand, of what is waiting."""
    while waiting and len(has) < AHEAD:
        has.append(waiting.popleft())
        with suppress(OSError):  # it died: the other end will tell
            pipe.send(has[-1])


@contextmanager
def _workers(
    work: Callable[[T], R], parts: Sequence[T], count: int
) -> Iterator[tuple[Connection, ...]]:
    """The pipes to so many workers, which end when the pipes do."""
    import multiprocessing

    # a forked worker has everything imported already; only on Linux is that known to be safe
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    is_forked = context.get_start_method() == "fork"
    pipes: list[Connection] = []
    processes: list[BaseProcess] = []
    try:
        with _undisturbed(), nullcontext() if is_forked else _apart():
            for _ in range(count):
                ours, theirs = context.Pipe()
                pipes.append(ours)
                not_theirs = tuple(pipes) if is_forked else ()
                arguments = (work, parts, theirs, not_theirs)
                processes.append(context.Process(target=_serve, args=arguments, daemon=True))
                processes[-1].start()
                theirs.close()
        yield tuple(pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join()


def _serve(
    work: Callable[[T], R], parts: Sequence[T], pipe: Connection, not_ours: Sequence[Connection]
) -> None:
    """What a worker does: hands over what ``work`` makes of the parts that it is told."""
    for other in not_ours:  # copies of the other ends, which would keep the pipes open
        other.close()
    _leave_signals_alone()
    with suppress(EOFError, OSError):  # the process that began has ended
        while True:
            part = parts[pipe.recv()]
            try:
                result: R | _Raised = work(part)
            except Exception as error:
                from traceback import format_exc

                error.add_note(format_exc())
                result = _Raised(error)
            pipe.send(result)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Has signals wait until the workers that are begun know what to do with them."""
    if sys.platform == "win32":
        yield
        return
    import signal

    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _apart() -> Iterator[None]:
    """Has workers that are not forked import nothing out of the current folder, as we do not.

    Python looks there first, which is somebody else's folder.
    """
    name = "PYTHONSAFEPATH"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _leave_signals_alone() -> None:
    """Leaves Ctrl-C, which the terminal sends to workers too, to the process that began."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
