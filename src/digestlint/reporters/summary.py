"""The line after the diagnostics: how many there are, and what can be done about them."""

from __future__ import annotations

from collections.abc import Sequence

from digestlint.diagnostics import Diagnostic, Severity
from digestlint.fixes import Safety


def summary(
    diagnostics: Sequence[Diagnostic],
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
    safe, unsafe = (
        sum(each.fix is not None and each.fix.safety is safety for each in diagnostics)
        for safety in (Safety.SAFE, Safety.UNSAFE)
    )
    with_some = len({each.path for each in diagnostics})
    where = _count(posts, "post") if with_some in (0, posts) else f"{with_some} of {posts} posts"
    parts = [f"{counted(diagnostics)} in {where}"]
    if fixed is not None:
        done = "fixed" if written else "would be fixed"
        parts.insert(0, f"{fixed or 'nothing'} {done}")
    mends = [f"--fix mends {safe}"] if safe else []
    if unsafe:
        mends.append(f"--unsafe-fixes {unsafe} more" if safe else f"--unsafe-fixes mends {unsafe}")
    if mends:
        parts.append(", ".join(mends))
    if suppressed:
        parts.append(f"{suppressed} suppressed")
    if listed:
        parts.append(f"{listed} in the baseline")
    return "; ".join(parts) + "\n"


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """How many there are, such as ``1 error and 2 warnings``."""
    errors = sum(each.severity is Severity.ERROR for each in diagnostics)
    warnings = len(diagnostics) - errors
    if not errors and not warnings:
        return "no errors or warnings"
    counts = ((errors, "error"), (warnings, "warning"))
    return " and ".join(_count(number, what) for number, what in counts if number)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
