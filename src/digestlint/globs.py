"""Patterns for paths, as in a ``.gitignore``: ``include``, ``exclude`` and ``.gitignore`` itself.

All paths here are real ones with ``/``; a folder's ends in ``/``.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from digestlint.values import dataclass, replace
from digestlint.wildcards import Line, WildcardError


class GlobError(ValueError):
    """A pattern that is none; its text is the only argument."""


@dataclass(frozen=True)
class Globs:
    """Patterns, relative to ``folder``; where ``forgiving``, a line that is none says nothing.

    A pattern without a slash before its end matches at any depth, ``/x`` in ``folder`` alone,
    ``x/`` only folders, with all that is in them; the last pattern that matches decides, and one
    that begins with ``!`` takes back.
    """

    folder: str
    lines: Sequence[str]
    forgiving: bool = False

    def verdict(self, path: str) -> bool | None:
        """What the patterns say of a path, or else of the innermost folder that they speak of.

        As in git, what lies in a folder that is matched cannot be taken back; None where they say
        nothing. Raises GlobError.
        """
        if not path.startswith(self.folder):
            return None
        names = composed(path[len(self.folder) :]).split("/")
        is_folder = names[-1] == ""
        names = names[:-1] if is_folder else names
        verdicts: dict[int, bool] = {}
        for line in self._lines:
            for count in line.matches(names, is_folder=is_folder):
                verdicts[count] = not line.takes_back
        said = None
        for count in sorted(verdicts):
            said = verdicts[count]
            if said and count < len(names):
                break
        return said

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        lines = []
        for text in self.lines:
            try:
                line = _line(composed(text))
            except WildcardError:
                if not self.forgiving:
                    raise GlobError(text) from None
                continue
            lines += [line] if line else []
        return tuple(lines)


def _line(text: str) -> Line | None:
    """A line, None for one that says nothing. Raises WildcardError."""
    shown = text.rstrip()
    if shown.endswith("\\") and shown != text:  # the space after a backslash counts
        shown += text[len(shown)]
    return None if shown in ("", "/") or shown[0] == "#" else Line(shown)


def composed(path: str) -> str:
    """A path by which a file is known on every system: macOS may take its letters apart (NFD)."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def globs(folder: Path, lines: Sequence[str]) -> Globs:
    """The patterns of a settings file in ``folder``, or of a command that is run there."""
    return Globs(slashed(folder), tuple(lines))


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern, or says nothing."""
    try:
        _line(line)
    except WildcardError:
        return False
    return True


def slashed(folder: Path) -> str:
    """The folder's real path with ``/``, one at its end too."""
    return f"{Path(os.path.realpath(folder)).as_posix().rstrip('/')}/"


def excluded(excluding: Iterable[Globs], path: str) -> bool:
    """Whether any of the patterns match."""
    return any(each.verdict(path) for each in excluding)


def ignored(ignoring: Sequence[Globs], path: str) -> bool:
    """What the innermost ``.gitignore`` that has a word on it says; they come outside in."""
    verdicts = (each.verdict(path) for each in reversed(ignoring))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def beyond(several: Iterable[Globs], folder: str) -> tuple[Globs, ...]:
    """The patterns that do not match the folder itself: who names it wants what is in it."""
    return tuple(_without(each, folder) if each.verdict(folder) else each for each in several)


def _without(several: Globs, folder: str) -> Globs:
    one_by_one = (replace(several, lines=(line,)) for line in several.lines)
    kept = [line for each in one_by_one if not each.verdict(folder) for line in each.lines]
    return replace(several, lines=tuple(kept))


def repository(folder: Path) -> Path | None:
    """The root of the repository that holds a folder, None outside of any."""
    real = folder.resolve()
    return next((each for each in (real, *real.parents) if (each / ".git").exists()), None)


def gitignore(folder: str) -> Globs:
    """The patterns of the ``.gitignore`` in a folder. Raises OSError."""
    text = Path(folder, ".gitignore").read_text("utf-8", "surrogateescape")
    return Globs(folder, tuple(text.split("\n")), forgiving=True)


def gitignores_above(folder: str) -> Iterator[Globs]:
    """Those from the root of the folder's repository down to the folder above it.

    Raises OSError.
    """
    root = repository(Path(folder))
    if root is not None:
        for each in reversed(Path(folder).parents):
            if each.is_relative_to(root) and (each / ".gitignore").is_file():
                yield gitignore(slashed(each))
