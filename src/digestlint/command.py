"""The command that lints: settings, paths or standard input, and the report."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from digestlint.baselines import Baselines, write
from digestlint.console import Fault
from digestlint.files import PostFile, as_post, is_excluded, is_left_out, neighbours
from digestlint.lang import say_in
from digestlint.message import Message, Say
from digestlint.options import STDIN, Options, lang_of, raise_faults, read_scopes, said_by
from digestlint.outcomes import Outcomes, packed
from digestlint.paths import posts_at, skip
from digestlint.progress import is_shown, watched
from digestlint.report import COUNTED, report
from digestlint.run import Mode, run_files, run_text
from digestlint.scopes import Scopes
from digestlint.workers import usable_cores


def lint(options: Options) -> int:
    """Lints what the options ask for; the exit status. Raises Fault."""
    if options.is_stdin and len(options.paths) > 1:
        raise Fault([Message("- stands for a post alone, not among other paths")])
    if options.stdin_filename and not options.is_stdin:
        raise Fault([Message("--stdin-filename is for the path -")])
    if options.statistics and options.output_format not in COUNTED:
        said = {"formats": ", ".join(COUNTED)}
        raise Fault([Message("--statistics is for the output formats {formats}", said)])
    if options.write_baseline is not None and (options.is_stdin or options.diff):
        said = {"other": "--diff" if options.diff else STDIN}
        raise Fault([Message("--write-baseline excludes {other}", said)])
    scopes = read_scopes(options.config, options.isolated, said_by(options), options.exclude)
    first = options.stdin_filename or next(iter(options.paths), STDIN)
    say = say_in(options.lang or lang_of(scopes, first))
    baselines = Baselines(scopes, options.baseline, is_off=options.write_baseline is not None)
    outcomes, faults = (_stdin if options.is_stdin else _files)(options, scopes, baselines, say)
    if options.write_baseline is not None:
        listed = write(options.write_baseline, outcomes)
    else:
        listed = baselines.applied(outcomes)
    faults += scopes.faults
    return report(options, listed.outcomes, faults, say, listed=listed.hidden, notes=listed.remarks)


def _stdin(
    options: Options, scopes: Scopes, baselines: Baselines, say: Say
) -> tuple[Outcomes, list[Message]]:
    """What came of the post on standard input; its text after a fix goes to standard output."""
    data = sys.stdin.buffer.read()
    name = Path(options.stdin_filename or STDIN)
    settings_of, patterns_of = scopes.settings, scopes.patterns
    settings_of(name.as_posix())
    try:
        raise_faults(scopes)
        baselines.require([name.as_posix()])
    except Fault:
        if options.mode is Mode.FIX:  # an editor may take whatever comes for the fixed text
            sys.stdout.buffer.write(data)
        raise
    file: PostFile | None = PostFile(STDIN, read=True)
    near: Iterable[str] = ()
    if options.stdin_filename:
        file, near = as_post(name), neighbours([name.as_posix()], (), patterns_of)
        if is_left_out(name, patterns_of):
            skip([options.stdin_filename], say)
            file = None
    if options.force_exclude and is_excluded(name, (), patterns_of):
        file = None
    outcomes = []
    if file:
        mode, unsafe = options.mode, options.unsafe_fixes
        outcomes = [run_text(data, file, settings_of, mode, unsafe=unsafe, neighbours=near)]
    if options.mode is Mode.FIX:
        is_changed = outcomes and outcomes[0].after != outcomes[0].before
        sys.stdout.buffer.write(outcomes[0].after.encode() if is_changed else data)
    return Outcomes(map(packed, outcomes)), []


def _files(
    options: Options, scopes: Scopes, baselines: Baselines, say: Say
) -> tuple[Outcomes, list[Message]]:
    """What came of the files that the paths lead to, and what is wrong with the paths."""
    posts, faults = posts_at(
        options.paths,
        scopes,
        say,
        force_exclude=options.force_exclude,
        allow_empty=options.allow_empty,
    )
    baselines.require(file.path for file in posts)
    is_watched = not options.quiet and is_shown(sys.stderr)
    outcomes = run_files(
        posts,
        scopes.settings,
        options.mode,
        unsafe=options.unsafe_fixes,
        neighbours=neighbours([file.path for file in posts if file.read], (), scopes.patterns),
        jobs=options.jobs or usable_cores(),
        watch=lambda outcomes: (
            watched(outcomes, len(posts), sys.stderr, say) if is_watched else outcomes
        ),
    )
    return outcomes, faults
