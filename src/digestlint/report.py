"""What came of the files, told in the format that was asked for; the exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from digestlint.console import complain, is_colored
from digestlint.diagnostics import Diagnostic, Severity
from digestlint.options import Options
from digestlint.reporters import escape
from digestlint.reporters.summary import summary
from digestlint.run import Mode, Outcome


def report(options: Options, outcomes: Sequence[Outcome], faults: Sequence[str]) -> int:
    """Writes all that was found; the exit status."""
    mode = options.mode
    diagnostics = [found for outcome in outcomes for found in outcome.result.diagnostics]
    is_different = mode is Mode.DIFF and _write_diff(outcomes)
    # Where a text is what was asked for, it has standard output for itself.
    has_text = mode is Mode.DIFF or (mode is Mode.FIX and options.is_stdin)
    stream = sys.stderr if has_text else sys.stdout
    stream.writelines(_written(options, diagnostics, color=is_colored(stream, options.color)))
    sys.stdout.flush()
    complain((str(remark) for outcome in outcomes for remark in outcome.remarks), "warning")
    faults = [*faults, *(str(fault) for outcome in outcomes for fault in outcome.faults)]
    complain(faults)
    if not options.quiet and (outcomes or not faults):
        line = summary(
            diagnostics,
            posts=len(outcomes),
            suppressed=sum(outcome.result.suppressed for outcome in outcomes),
            fixed=None if mode is Mode.LINT else sum(outcome.fixed for outcome in outcomes),
            written=mode is Mode.FIX,
        )
        sys.stderr.write(line)
    if faults or any(outcome.result.crashed for outcome in outcomes):
        return 2
    is_failing = any(
        outcome.result.settings.strict or found.severity is Severity.ERROR
        for outcome in outcomes
        for found in outcome.result.diagnostics
    )
    return 1 if is_failing or is_different else 0


def _write_diff(outcomes: Sequence[Outcome]) -> bool:
    """Writes a patch; whether there is one. On a terminal it is escaped, for it is not to act."""
    from digestlint.reporters.diff import diff

    is_different = False
    for outcome in outcomes:
        for line in diff(outcome.result.path, outcome.before, outcome.after):
            is_different = True
            sys.stdout.write(f"{escape(line[:-1])}\n" if sys.stdout.isatty() else line)
    return is_different


def _written(options: Options, diagnostics: Sequence[Diagnostic], *, color: bool) -> Iterator[str]:
    """The diagnostics in the format that was asked for."""
    match options.output_format:
        case "concise":
            from digestlint.reporters.concise import concise

            return concise(diagnostics)
        case "github":
            from digestlint.reporters.github import github

            return github(diagnostics)
        case "json":
            from digestlint.pages import url
            from digestlint.reporters.json import json

            return json(diagnostics, url=url)
        case _:
            from digestlint.reporters.text import text

            return text(diagnostics, color=color, show_all=options.show_all)
