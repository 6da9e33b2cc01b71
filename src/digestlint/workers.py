"""Work spread over processes: in chunks, in order, and none of it lost without a word."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 48
"""With fewer files one process is done before others have started."""
LARGEST_CHUNK = 32


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


def spread(work: Callable[[T], R], parts: Sequence[T], jobs: int) -> Iterator[R | None]:
    """What ``work`` makes of each part, in their order; None where its worker died.

    Ctrl-C ends the workers after what they have in hand, and is passed on.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # a forked worker has everything imported already; only on Linux is that known to be safe
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    pool = ProcessPoolExecutor(min(jobs, len(parts)), context, _ignore_interrupts)
    try:
        futures = [pool.submit(work, part) for part in parts]
        for future in futures:
            try:
                yield future.result()
            except BrokenProcessPool:
                yield None
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    """Leaves Ctrl-C, which the terminal sends to workers too, to the process that began."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
