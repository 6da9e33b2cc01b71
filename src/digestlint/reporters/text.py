"""What a person reads: each diagnostic with its line of the post, and a caret under the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from digestlint.diagnostics import Diagnostic, Severity
from digestlint.message import Message, Say
from digestlint.reporters import escape, shown_path

MANY = 20
"""How many diagnostics of one rule in one file are shown one by one."""
PLACES = 5
"""How many places a folded line names."""

# GitHub takes a line of a log that begins with `::`, after white space, for a command; behind the
# bar a post cannot write one.
_GUTTER = "  | "
_RESET = "\x1b[0m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_BOLD = "\x1b[1m"
_CARET = "\x1b[1;32m"


def text(
    diagnostics: Iterable[Diagnostic],
    *,
    color: bool = False,
    show_all: bool = False,
    say: Say = str,
) -> Iterator[str]:
    """The diagnostics, sorted by path as they come; ``show_all`` folds none of them."""
    for _, of_file in groupby(diagnostics, key=lambda each: each.path):
        for same in _folded(list(of_file), many=0 if show_all else MANY):
            yield from _many(same, color, say) if len(same) > 1 else _one(same[0], color, say)


def _folded(diagnostics: list[Diagnostic], *, many: int) -> Iterator[list[Diagnostic]]:
    """Each diagnostic alone, but those of which there are more than ``many`` in one list.

    The list takes the place of its first; ``many`` of 0 folds none. Errors and warnings of one
    rule are told apart, so that no error hides among warnings.
    """
    alike: dict[tuple[str, Severity], list[Diagnostic]] = {}
    for each in diagnostics:
        alike.setdefault((each.code, each.severity), []).append(each)
    for each in diagnostics:
        same = alike[each.code, each.severity]
        if not many or len(same) <= many:
            yield [each]
        elif each is same[0]:
            yield same


def _one(diagnostic: Diagnostic, color: bool, say: Say) -> Iterator[str]:
    yield f"{_head(diagnostic, color)}{escape(say(diagnostic.message))}\n"
    if diagnostic.line:
        from digestlint.reporters.excerpt import excerpt

        start = diagnostic.start.column - 1
        end = diagnostic.end.column - 1 if diagnostic.end.line == diagnostic.start.line else None
        shown, carets = excerpt(diagnostic.line, start, end)
        yield f"{_GUTTER}{shown}\n"
        yield f"{_GUTTER}{_painted(carets, _CARET, color)}\n"
    for note in diagnostic.notes:
        place = f"{shown_path(note.path)}:{note.start.line}:{note.start.column}:"
        yield f"  {_painted(place, _BOLD, color)} note: {escape(say(note.message))}\n"


def _many(same: list[Diagnostic], color: bool, say: Say) -> Iterator[str]:
    places = ", ".join(f"{each.start.line}:{each.start.column}" for each in same[:PLACES])
    message = Message(
        "{message} ({count} times: {places}, …; --show-all shows each)",
        {"message": same[0].message, "count": len(same), "places": places},
    )
    yield f"{_head(same[0], color)}{escape(say(message))}\n"


def _head(diagnostic: Diagnostic, color: bool) -> str:
    from digestlint.reporters.concise import head

    plain = head(diagnostic)
    if not color:
        return plain
    severity = str(diagnostic.severity)
    place, _, rest = plain.rpartition(f" {severity} ")
    return (
        f"{_painted(place, _BOLD, color)} "
        f"{_painted(severity, _COLORS[diagnostic.severity], color)} {rest}"
    )


def _painted(plain: str, paint: str, color: bool) -> str:
    before = len(plain) - len(plain.lstrip())
    return f"{plain[:before]}{paint}{plain[before:]}{_RESET}" if color else plain
