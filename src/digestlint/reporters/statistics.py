"""How many diagnostics each rule has, and how many of them a fix mends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from digestlint.diagnostics import Diagnostic
from digestlint.fixes import Safety
from digestlint.message import Message, Say
from digestlint.reporters.json import array
from digestlint.reporters.table import table

_COLUMNS = ("count", "code", "name", "severity", "safe", "unsafe")
_TITLES = (Message("count"), Message("code"), Message("name"), Message("severity"))
_FIXES = ("--fix", "--unsafe-fixes")
_NUMBERS = (0, 4, 5)


def statistics(diagnostics: Iterable[Diagnostic], *, say: Say = str) -> Iterator[str]:
    """A table, the most frequent rule first; nothing where there are no diagnostics.

    The last columns count what ``--fix`` mends and what ``--unsafe-fixes`` mends besides.
    """
    rows = [[str(row[column]) for column in _COLUMNS] for row in _rows(diagnostics)]
    if rows:
        yield from table([[*map(say, _TITLES), *_FIXES], *rows], right=_NUMBERS)


def statistics_json(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """The same as an array of objects."""
    return array(_rows(diagnostics))


def _rows(diagnostics: Iterable[Diagnostic]) -> Iterator[dict[str, Any]]:
    """A row for each rule and severity."""
    counts: Counter[tuple[str, str, str]] = Counter()
    mends: Counter[tuple[tuple[str, str, str], Safety]] = Counter()
    for each in diagnostics:
        kind = (each.code, each.name, each.severity.value)
        counts[kind] += 1
        if each.fix:
            mends[kind, each.fix.safety] += 1
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        code, name, severity = kind
        yield {
            "code": code,
            "name": name,
            "severity": severity,
            "count": count,
            "safe": mends[kind, Safety.SAFE],
            "unsafe": mends[kind, Safety.UNSAFE],
        }
