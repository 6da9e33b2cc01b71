"""The line after the diagnostics: how many there are, and what can be done about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digestlint.diagnostics import Diagnostic, Severity
from digestlint.fixes import Safety
from digestlint.message import Message, Say
from digestlint.values import NamedTuple


class Tally(NamedTuple):
    """How many diagnostics there are, how many can be mended, and in how many posts they are."""

    errors: int = 0
    warnings: int = 0
    safe: int = 0
    unsafe: int = 0
    posts: int = 0


def tally(diagnostics: Iterable[Diagnostic]) -> Tally:
    """Counts diagnostics."""
    errors = warnings = safe = unsafe = 0
    paths = set()
    for each in diagnostics:
        paths.add(each.path)
        if each.severity is Severity.ERROR:
            errors += 1
        else:
            warnings += 1
        if each.fix:
            if each.fix.safety is Safety.SAFE:
                safe += 1
            else:
                unsafe += 1
    return Tally(errors, warnings, safe, unsafe, len(paths))


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of what was counted of different posts."""
    return Tally(*map(sum, zip(*tallies, strict=True)))


def summary(
    found: Tally,
    say: Say = str,
    *,
    posts: int,
    suppressed: int = 0,
    listed: int = 0,
    fixed: int | None = None,
    written: bool = True,
) -> str:
    """One line, such as ``1 error and 2 warnings in 1 of 5 posts; --fix mends 2; 1 suppressed``.

    ``posts`` counts what was looked at, ``listed`` what a baseline hides. ``fixed`` counts the
    fixes that were made or, unless ``written``, would be; None where none were asked for.
    """
    said = {"found": _counted(found), "posts": _posts(posts, found.posts)}
    parts = [] if fixed is None else [_fixed(fixed, written)]
    parts.append(Message("{found} in {posts}", said))
    if found.safe or found.unsafe:
        parts.append(_mended(found.safe, found.unsafe))
    if suppressed:
        parts.append(Message("{count} suppressed", {"count": suppressed}))
    if listed:
        parts.append(Message("{count} in the baseline", {"count": listed}))
    return "; ".join(map(say, parts)) + "\n"


def _posts(count: int, with_some: int) -> Message:
    found = {"count": count, "some": with_some}
    if with_some not in (0, count):
        return Message("{some} of {count} posts", found)
    return Message("{count} post", found) if count == 1 else Message("{count} posts", found)


def _fixed(count: int, written: bool) -> Message:
    found = {"count": count}
    if written:
        return Message("{count} fixed", found) if count else Message("nothing fixed")
    return Message("{count} would be fixed", found) if count else Message("nothing would be fixed")


def _mended(safe: int, unsafe: int) -> Message:
    found = {"safe": safe, "unsafe": unsafe}
    if not unsafe:
        return Message("--fix mends {safe}", found)
    if not safe:
        return Message("--unsafe-fixes mends {unsafe}", found)
    return Message("--fix mends {safe}, --unsafe-fixes {unsafe} more", found)


def counted(diagnostics: Sequence[Diagnostic]) -> Message:
    """How many there are, such as ``1 error and 2 warnings``."""
    return _counted(tally(diagnostics))


def _counted(tallied: Tally) -> Message:
    errors, warnings = tallied.errors, tallied.warnings
    if not errors and not warnings:
        return Message("no errors or warnings")
    found = {"errors": _errors(errors), "warnings": _warnings(warnings)}
    if errors and warnings:
        return Message("{errors} and {warnings}", found)
    return found["errors" if errors else "warnings"]


def _errors(count: int) -> Message:
    found = {"count": count}
    return Message("{count} error", found) if count == 1 else Message("{count} errors", found)


def _warnings(count: int) -> Message:
    found = {"count": count}
    return Message("{count} warning", found) if count == 1 else Message("{count} warnings", found)
