"""Patterns for paths, as in a ``.gitignore``: ``include``, ``exclude`` and ``.gitignore`` itself.

All paths here are real ones with ``/``; a folder's ends in ``/``.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


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
        """Whether the last pattern that matches says yes; None where none does.

        Raises GlobError.
        """
        if not path.startswith(self.folder):
            return None
        inside = path[len(self.folder) :]
        # pathspec costs as much as starting Python: first, whether it can have anything to say.
        if not any(all(text in inside for text in texts) for texts in self._literals):
            return None
        return self._spec.check_file(inside).include

    @cached_property
    def _literals(self) -> tuple[list[str], ...]:
        """Of each pattern, texts that stand in every path it matches."""
        lines = (line for line in self.lines if line.strip() and not line.startswith("#"))
        return tuple(
            [] if "[" in line or "\\" in line else _BETWEEN_WILDCARDS.findall(line)
            for line in lines
        )

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        try:
            return _compiled(self.lines)
        except (ValueError, re.error):
            wrong = [line for line in self.lines if _is_wrong(line)]
            if not self.forgiving:
                raise GlobError(wrong[0]) from None
            return _compiled([line for line in self.lines if line not in wrong])


_BETWEEN_WILDCARDS = re.compile(r"[^*?!/\s]+")


def globs(folder: Path, lines: Sequence[str]) -> Globs:
    """The patterns of a settings file in ``folder``, or of a command that is run there."""
    return Globs(slashed(folder), tuple(lines))


_PLAIN = re.compile(r"[/!]?[\w.*?/ -]*[\w*?/-]")


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern."""
    return bool(_PLAIN.fullmatch(line)) or not _is_wrong(line)


def slashed(folder: Path) -> str:
    """The folder's real path with ``/``, one at its end too."""
    return f"{folder.resolve().as_posix().rstrip('/')}/"


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


def _compiled(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of `[[`, which is honest in a pattern
        return GitIgnoreSpec.from_lines(lines)


def _is_wrong(line: str) -> bool:
    try:
        _compiled((line,))
    except (ValueError, re.error):
        return True
    return False
