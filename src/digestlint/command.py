"""The command that lints: settings, paths or standard input, and the report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from digestlint.console import Fault, complain
from digestlint.files import find, is_excluded, neighbours
from digestlint.globs import GlobError, Globs, globs
from digestlint.options import STDIN, Options, override, read_settings
from digestlint.report import report
from digestlint.run import Mode, Outcome, run_files, run_text
from digestlint.settings import Settings


def lint(options: Options) -> int:
    """Lints what the options ask for; the exit status. Raises Fault."""
    if options.is_stdin and len(options.paths) > 1:
        raise Fault([f"{STDIN} stands for a post alone, not among other paths"])
    if options.stdin_filename and not options.is_stdin:
        raise Fault([f"--stdin-filename is for the path {STDIN}"])
    settings, folder = read_settings(options.config, options.isolated)
    settings = override(settings, options)
    include = globs(folder, settings.include)
    exclude = [globs(folder, settings.exclude), globs(Path(), options.exclude)]
    try:
        if options.is_stdin:
            outcomes, faults = _stdin(options, settings, exclude)
        else:
            outcomes, faults = _files(options, settings, include, exclude)
    except GlobError as error:
        raise Fault([f"include or exclude: {error} is not a pattern"]) from None
    return report(options, settings, outcomes, faults)


def _stdin(
    options: Options, settings: Settings, exclude: Sequence[Globs]
) -> tuple[list[Outcome], list[str]]:
    """What came of the post on standard input; its text after a fix goes to standard output."""
    data = sys.stdin.buffer.read()
    name = Path(options.stdin_filename or STDIN)
    outcomes = []
    if not (options.force_exclude and is_excluded(name, exclude)):
        path = name.as_posix()
        near = neighbours([path], exclude) if options.stdin_filename else ()
        unsafe = options.unsafe_fixes
        outcomes = [run_text(data, path, settings, options.mode, unsafe=unsafe, neighbours=near)]
    if options.mode is Mode.FIX:
        is_changed = outcomes and outcomes[0].after != outcomes[0].before
        sys.stdout.buffer.write(outcomes[0].after.encode() if is_changed else data)
    return outcomes, []


def _files(
    options: Options, settings: Settings, include: Globs, exclude: Sequence[Globs]
) -> tuple[list[Outcome], list[str]]:
    """What came of the files that the paths lead to, and what is wrong with the paths."""
    found = find(
        options.paths, include=include, exclude=exclude, force_exclude=options.force_exclude
    )
    near = neighbours([file.path for file in found.posts if file.read], exclude)
    unsafe = options.unsafe_fixes
    outcomes = run_files(found.posts, settings, options.mode, unsafe=unsafe, neighbours=near)
    unmatched = [f"no such file or folder: {path}" for path in found.absent]
    for path in found.empty:
        if path == ".":
            unmatched.append("nothing in the current folder looks like a post (see `include`)")
        else:
            unmatched.append(f"no posts in {path}")
    if options.allow_empty:
        complain(unmatched, "warning")
        unmatched = []
    unread = [f"cannot read {error.filename}: {error.strerror}" for error in found.errors]
    return outcomes, [*unmatched, *unread]
