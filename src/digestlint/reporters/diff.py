"""What a fix would change, as a patch."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff


def diff(path: str, before: str, after: str) -> Iterator[str]:
    """A unified diff for ``patch -p0`` and ``git apply -p0``; nothing where both are the same.

    The text is as it stands, so that the patch fits.
    """
    name = f"{path}\t" if " " in path else path  # as git does, for patch ends a name at a space
    for line in unified_diff(_lines(before), _lines(after), name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
