"""What a fix would change, as a patch."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from typing import TextIO

from digestlint.reporters import escape, is_in_ci, is_unprinted, no_command


def diff(path: str, before: str, after: str) -> Iterator[str]:
    """A unified diff for ``patch -p0`` and ``git apply -p0``; nothing where both are the same.

    The text is as it stands, so that the patch fits.
    """
    name = _name(path)
    for line in unified_diff(_lines(before), _lines(after), name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def put(lines: Iterable[str], stream: TextIO) -> bool:
    """Writes a patch; whether there is one.

    On a terminal, and in the log of a CI service, it is escaped, for it is not to act; in a file or
    in a pipe elsewhere it is to fit.
    """
    shown = escape if stream.isatty() else _logged if _is_log(stream) else None
    is_different = False
    for line in lines:
        is_different = True
        stream.write(f"{shown(line[:-1])}\n" if shown else line)
    return is_different


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _name(path: str) -> str:
    """The name of a file as git and patch read it: quoted as in C where it could break out."""
    if any(is_unprinted(each) or each in '"\\' for each in path):
        return f'"{"".join(map(_quoted, path))}"'
    return f"{path}\t" if " " in path else path  # as git does, for patch ends a name at a space


def _quoted(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if not is_unprinted(character):
        return character
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(character))


def _is_log(stream: TextIO) -> bool:
    """Whether a CI service reads the stream: it hands a pipe to what it runs."""
    try:
        return is_in_ci() and stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # it is none of the system's
        return False


def _logged(line: str) -> str:
    """The line, which fits if nothing in it acts: tabs and a line end of Windows do not."""
    text = line.removesuffix("\r")
    return no_command(escape(text, keep="\t")) + line[len(text) :]
