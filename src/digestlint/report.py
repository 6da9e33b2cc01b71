"""What came of the files, told in the format that was asked for; the exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from digestlint.console import complain, is_colored
from digestlint.globs import repository
from digestlint.message import Message, Say
from digestlint.options import Options
from digestlint.outcomes import Outcomes
from digestlint.reporters.report import Report, ReportedPost
from digestlint.reporters.summary import summary
from digestlint.run import Mode
from digestlint.source import Source
from digestlint.values import dataclass

COUNTED = ("text", "concise", "json")
"""The output formats in which statistics can be written."""


def report(
    options: Options,
    outcomes: Outcomes,
    faults: Sequence[Message],
    say: Say,
    *,
    listed: int = 0,
    notes: Sequence[Message] = (),
) -> int:
    """Writes all that was found; the exit status. ``listed`` counts what a baseline hides."""
    mode = options.mode
    told = _told(outcomes, faults, say)
    is_different = mode is Mode.DIFF and _write_diff(outcomes)
    # Where a text is what was asked for, it has standard output for itself.
    has_text = mode is Mode.DIFF or (mode is Mode.FIX and options.is_stdin)
    stream = sys.stderr if has_text else sys.stdout
    color = is_colored(stream, options.color)
    stream.writelines(
        _counted(options, told)
        if options.statistics
        else _written(options.output_format, options, told, color=color)
    )
    sys.stdout.flush()
    light = [each.outcome for each in outcomes.light]
    complain((remark for each in light for remark in each.remarks), say, "warning")
    faults = [*faults, *(fault for each in light for fault in each.faults)]
    faults += _put(options, told)
    complain(faults, say)
    if not options.quiet:
        complain(notes, say, "note")
    if not options.quiet and (light or not faults):
        line = summary(
            outcomes.tally,
            say,
            posts=len(light),
            suppressed=sum(each.result.suppressed for each in light),
            listed=listed,
            fixed=None if mode is Mode.LINT else sum(each.fixed for each in light),
            written=mode is Mode.FIX,
        )
        sys.stderr.write(line)
    if faults or any(each.result.crashed for each in light):
        return 2
    is_failing = any(each.is_failing for each in outcomes.light)
    return 1 if is_failing or is_different else 0


def _told(outcomes: Outcomes, faults: Sequence[Message], say: Say) -> Report:
    """What came of the files, for the reporters."""
    here = Path.cwd()
    posts = _Posts(outcomes, say)
    return Report(posts, repository(here) or here, here, tuple(map(say, faults)), say)


@dataclass(frozen=True, slots=True)
class _Posts:
    """The outcomes for reporters: each becomes a post when its turn comes, and is not kept."""

    outcomes: Outcomes
    say: Say

    def __len__(self) -> int:
        return len(self.outcomes)

    def __iter__(self) -> Iterator[ReportedPost]:
        for outcome in self.outcomes:
            yield ReportedPost(
                outcome.result.path,
                Source(outcome.after) if outcome.after else None,
                outcome.result.diagnostics,
                tuple(map(self.say, outcome.faults)),
                outcome.result.settings.strict,
            )


def _put(options: Options, told: Report) -> Iterator[Message]:
    """Writes the reports that go to files; the faults of those that cannot be written."""
    from digestlint.output import put

    for format, path in options.output_file:
        text = "".join(_written(format, options, told, color=options.color == "always"))
        try:
            put(path, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            said = {"path": path, "reason": error.strerror or error}
            yield Message("cannot write {path}: {reason}", said)


def _write_diff(outcomes: Outcomes) -> bool:
    """Writes a patch; whether there is one."""
    from digestlint.reporters.diff import diff, put

    patches = (diff(it.result.path, it.before, it.after) for it in outcomes)
    return put(chain.from_iterable(patches), sys.stdout)


def _counted(options: Options, told: Report) -> Iterator[str]:
    from digestlint.reporters.statistics import statistics, statistics_json

    if options.output_format == "json":
        return statistics_json(told.diagnostics)
    return statistics(told.diagnostics, say=told.say)


def _written(format: str, options: Options, told: Report, *, color: bool) -> Iterator[str]:
    """The diagnostics in a format."""
    match format:
        case "concise":
            from digestlint.reporters.concise import concise

            return concise(told.diagnostics, say=told.say)
        case "github":
            from digestlint.reporters.github import github

            return github(
                told.diagnostics,
                located=lambda path: told.located(path).as_posix(),
                say=told.say,
            )
        case "json":
            from digestlint.pages import url
            from digestlint.reporters.json import json

            return json(told.diagnostics, url=url, say=told.say)
        case "gitlab":
            from digestlint.reporters.gitlab import gitlab

            return gitlab(told)
        case "junit":
            from digestlint.reporters.junit import junit

            return junit(told)
        case "rdjson":
            from digestlint.pages import home, url
            from digestlint.reporters.rdjson import rdjson

            return rdjson(told, url=url, home=home())
        case "sarif":
            from importlib.metadata import version

            from digestlint.pages import home, page, url
            from digestlint.reporters.sarif import sarif

            return sarif(told, page=page, url=url, home=home(), version=version("digestlint"))
        case _:
            from digestlint.reporters.text import text

            return text(told.diagnostics, color=color, show_all=options.show_all, say=told.say)
