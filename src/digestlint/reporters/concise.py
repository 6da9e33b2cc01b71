"""One line a diagnostic, for editors and for ``grep``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestlint.diagnostics import Diagnostic
from digestlint.message import Say
from digestlint.reporters import escape, shown_path


def concise(diagnostics: Iterable[Diagnostic], *, say: Say = str) -> Iterator[str]:
    """``path:line:column: severity code name: message``."""
    for diagnostic in diagnostics:
        yield f"{head(diagnostic)}{escape(say(diagnostic.message))}\n"


def head(diagnostic: Diagnostic) -> str:
    """The line up to its message."""
    path, (line, column) = shown_path(diagnostic.path), diagnostic.start
    return f"{path}:{line}:{column}: {diagnostic.severity} {diagnostic.code} {diagnostic.name}: "
