"""What a reporter is told: the posts that were looked at, and what is said of them."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from pathlib import PurePath
from typing import Protocol

from digestlint.diagnostics import Diagnostic, Severity
from digestlint.message import Say
from digestlint.source import Source
from digestlint.values import dataclass


@dataclass(frozen=True, slots=True)
class ReportedPost:
    """A file that was looked at.

    ``path`` is as the user gave it, with ``/``. ``source`` is the text that the diagnostics speak
    of, None where that is not at hand. ``faults`` are those of the program, such as a
    file that it could not write; ``is_strict`` says that warnings fail as errors do.
    """

    path: str
    source: Source | None
    diagnostics: tuple[Diagnostic, ...] = ()
    faults: tuple[str, ...] = ()
    is_strict: bool = False

    @property
    def is_failing(self) -> bool:
        """Whether a diagnostic makes the run fail."""
        return any(self.is_strict or each.severity is Severity.ERROR for each in self.diagnostics)


class Posts(Protocol):
    """Posts that can be gone through more than once; they may be more than fit into memory."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[ReportedPost]:
        """Each of them."""


@dataclass(frozen=True, slots=True)
class Report:
    """The posts, by path.

    ``root`` is the folder of the project and ``here`` the one that paths are relative to, both
    absolute. ``faults`` are those that concern no post, such as a path that leads nowhere; ``say``
    is how messages are said.
    """

    posts: Posts
    root: PurePath
    here: PurePath
    faults: tuple[str, ...] = ()
    say: Say = str

    @property
    def diagnostics(self) -> Iterator[Diagnostic]:
        """The diagnostics of all posts."""
        for post in self.posts:
            yield from post.diagnostics

    def located(self, path: str) -> PurePath:
        """The path from the root of the project; an absolute one where it does not lie there."""
        full = PurePath(os.path.normpath(self.here / path))
        return full.relative_to(self.root) if full.is_relative_to(self.root) else full
