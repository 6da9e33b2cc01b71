"""Twice the text is twice the work, never four times: counted in lines of ours that run.

A count is the same on every machine, which no time is. What it cannot see is work inside a built-in
function: a regular expression that goes back and forth, a slice of all that follows. The first are
held by ``test_backtracking.py``, both are measured by hand with ``python -m growth``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from growth import HEADERS, HOUSE, SHAPES, counted, fix, lint, post

MANY = 60
"""How often a shape is repeated; then twice as often."""
MOST = 2.4
"""The most work of twice the text, in parts of that of the text."""
SLACK = 20 * MANY
"""Lines of a module that may run besides: where there is little work, chance has its share."""


def work(run: Callable[[str], None], text: str) -> dict[str, int]:
    """How many lines of each module run."""
    counts: dict[str, int] = {}
    with counted(counts):
        run(text)
    return counts


def grown(once: dict[str, int], twice: dict[str, int]) -> dict[str, float]:
    """The modules whose work grows faster than the text, with how many times it is for twice."""
    return {
        Path(module).relative_to(HOUSE).as_posix(): round(count / once.get(module, 1), 1)
        for module, count in twice.items()
        if count > MOST * once.get(module, 0) + SLACK
    }


@pytest.mark.parametrize("shape", [*SHAPES, *HEADERS])
def test_twice_the_text_is_twice_the_work(shape: str) -> None:
    work(lint, post(shape, 2))  # whatever is made once is made now
    assert grown(work(lint, post(shape, MANY)), work(lint, post(shape, 2 * MANY))) == {}


@pytest.mark.slow
@pytest.mark.parametrize("shape", [*SHAPES, *HEADERS])
def test_twice_the_text_is_twice_the_work_to_fix(shape: str) -> None:
    work(fix, post(shape, 2))
    assert grown(work(fix, post(shape, MANY)), work(fix, post(shape, 2 * MANY))) == {}


def test_work_that_is_not_linear_would_be_seen() -> None:
    slow = compile("for _ in r:\n for _ in r:\n  pass\n", f"{HOUSE}/slow.py", "exec")
    once: dict[str, int] = {}
    twice: dict[str, int] = {}
    with counted(once):
        exec(slow, {"r": range(MANY)})
    with counted(twice):
        exec(slow, {"r": range(2 * MANY)})
    assert grown(once, twice) == {"slow.py": 4.0}
