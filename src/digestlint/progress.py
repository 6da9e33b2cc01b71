"""A bar on a terminal, for runs that take long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

from digestlint.message import Message, Say
from digestlint.reporters import is_in_ci, is_terminal

T = TypeVar("T")

PATIENCE = 2.0
"""How many seconds a run may take without a bar."""
_PAUSE = 0.1
"""How many seconds a bar stands at least."""
_WIDTH = 30


def is_shown(stream: TextIO) -> bool:
    """Whether somebody may be watching: on a terminal that can erase a line, and not in CI."""
    return is_terminal(stream) and not is_in_ci()


def watched(
    items: Iterable[T],
    total: int,
    stream: TextIO,
    say: Say = str,
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[T]:
    """The items, with a bar that says how many are done once that takes more than ``PATIENCE``.

    ``total`` is how many there will be. The bar is gone at the end, however the end comes.
    """
    next_time = clock() + PATIENCE
    is_drawn = False
    try:
        for done, item in enumerate(items):
            yield item
            now = clock()
            if now >= next_time:
                stream.write(f"\r{_bar(done + 1, total, say)}")
                stream.flush()
                next_time, is_drawn = now + _PAUSE, True
    finally:
        if is_drawn:
            stream.write("\r\x1b[K")
            stream.flush()


def _bar(done: int, total: int, say: Say) -> str:
    filled = _WIDTH * done // total
    message = Message("{some} of {count} posts", {"some": done, "count": total})
    return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {say(message)}"
