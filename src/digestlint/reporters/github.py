"""Workflow commands, from which GitHub makes annotations.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; what is to be
escaped is said by ``escapeData`` and ``escapeProperty`` of actions/toolkit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from digestlint.diagnostics import Diagnostic, Severity
from digestlint.message import Say
from digestlint.reporters import escape


def github(
    diagnostics: Iterable[Diagnostic], *, located: Callable[[str], str] = str, say: Say = str
) -> Iterator[str]:
    """A command a diagnostic, errors first: GitHub shows only the first ten of each kind.

    The message repeats the place, since the log shows nothing but the message. ``located`` gives
    the path in the project, by which GitHub finds the file.
    """
    for diagnostic in sorted(diagnostics, key=lambda each: each.severity is not Severity.ERROR):
        (line, column), (end_line, end_column) = diagnostic.start, diagnostic.end
        properties: dict[str, object] = {"file": located(diagnostic.path), "line": line}
        if end_line == line:  # GitHub drops columns that are of two lines
            properties |= {"col": column, "endLine": line, "endColumn": end_column}
        else:
            properties["endLine"] = end_line
        properties["title"] = f"{diagnostic.code} {diagnostic.name}"
        said = [f"{diagnostic.path}:{line}:{column}: {say(diagnostic.message)}"] + [
            f"{note.path}:{note.start.line}:{note.start.column}: {say(note.message)}"
            for note in diagnostic.notes
        ]
        listed = ",".join(f"{key}={_property(str(each))}" for key, each in properties.items())
        yield f"::{diagnostic.severity} {listed}::{'%0A'.join(map(_data, said))}\n"


def _data(text: str) -> str:
    return escape(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
