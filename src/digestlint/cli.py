"""The command line: options in, exit status out.

Each command imports what it needs, so that ``--version`` costs no more than Python and click.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digestlint.console import Fault, Program, complain, is_colored

if TYPE_CHECKING:
    from digestlint.diagnostics import Diagnostic
    from digestlint.globs import Globs
    from digestlint.run import Mode, Outcome
    from digestlint.settings import Settings

STDIN = "-"


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of the command that lints, as they were given."""

    paths: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    strict: bool
    output_format: str
    config: str | None
    isolated: bool
    exclude: tuple[str, ...]
    force_exclude: bool
    allow_empty: bool
    stdin_filename: str | None
    show_all: bool
    quiet: bool
    color: str

    @property
    def mode(self) -> Mode:
        from digestlint.run import Mode

        if self.diff:
            return Mode.DIFF
        return Mode.FIX if self.fix or self.unsafe_fixes else Mode.LINT

    @property
    def is_stdin(self) -> bool:
        return STDIN in self.paths


def _split(
    _context: click.Context, option: click.Parameter, given: Sequence[str]
) -> tuple[str, ...]:
    """The parts of an option that is given more than once, or with commas."""
    parts = tuple(part.strip() for one in given for part in one.split(","))
    if not all(parts):
        raise click.BadParameter("expected codes or names of rules", param=option)
    return parts


_HELP = {"help_option_names": ["-h", "--help"]}
_config = click.option("--config", metavar="FILE", help="Read the settings from FILE.")
_isolated = click.option("--isolated", is_flag=True, help="Read no settings file.")


@click.command(
    "digestlint",
    cls=Program,
    context_settings=_HELP,
    epilog="""\b
    Other commands:
      digestlint rule RULE  what a rule is about, with examples
      digestlint rules      a table of all rules
      digestlint schema     the JSON Schema of a post
    A folder of such a name is reached as ./rule.

    \b
    Exit status:
      0  no error is left (with --strict, no warning either)
      1  some are left, or --diff has something to show
      2  bad usage or settings, an internal error, or nothing to lint
    """,
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing the page.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend also what changes what a reader sees.")
@click.option("--diff", is_flag=True, help="Show as a patch what would be mended; write nothing.")
@click.option(
    "--select", multiple=True, callback=_split, metavar="RULES", help="Apply only these rules."
)
@click.option(
    "--ignore", multiple=True, callback=_split, metavar="RULES", help="Do not apply these rules."
)
@click.option("--strict", is_flag=True, help="Let warnings fail as errors do.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "concise", "json", "github"]),
    default="text",
    help="How to write diagnostics.",
)
@_config
@_isolated
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what GLOB matches.")
@click.option("--force-exclude", is_flag=True, help="Leave out what is excluded, even if named.")
@click.option("--allow-empty", is_flag=True, help="Do not fail if there is nothing to lint.")
@click.option("--stdin-filename", metavar="PATH", help="The path of the post that comes as -.")
@click.option("--show-all", is_flag=True, help="Fold no diagnostics, however many are alike.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Color the text; auto does so on a terminal, unless NO_COLOR is set.",
)
@click.version_option(package_name="digestlint", message="%(prog)s %(version)s")
def main(**options: Any) -> int:
    """Find the mistakes in digest posts that Jekyll publishes without a word.

    PATHS are files and folders of posts; - is standard input. Without any, whatever looks like a
    post in the current folder is linted.

    RULES are codes (LK005), names (mismatched-alphaxiv-id), prefixes (LK) or ALL, with commas
    between them.
    """
    given = _Options(**options)
    try:
        return _lint(given)
    except Fault:
        if given.output_format == "json":  # whatever happens, it can be parsed
            sys.stdout.write("[]\n")
        raise


@click.command(context_settings=_HELP)
@click.argument("rule", metavar="RULE")
def rule(rule: str) -> None:
    """Print the page of a rule, which is named by its code or its name."""
    from digestlint import linter, pages
    from digestlint.nearest import nearest

    codes = linter.codes()
    code = codes.get(rule) or codes.get(rule.upper()) or codes.get(rule.lower())
    if code is None:
        near = nearest(rule, codes)
        raise Fault([f"no rule is called {rule}" + (f", the nearest is {near}" if near else "")])
    sys.stdout.write(pages.page_text(code))


@click.command(context_settings=_HELP)
def rules() -> None:
    """Print a table of all rules."""
    from digestlint import linter

    rows = [("code", "name", "severity", "fix")] + [
        (
            rule.code,
            rule.name,
            rule.severity if rule.default else f"{rule.severity} (off)",
            rule.fix or "none",
        )
        for rule in linter.rules()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")


@click.command(context_settings=_HELP)
@_config
@_isolated
def schema(config: str | None, isolated: bool) -> None:
    """Print the JSON Schema of a post, as the settings would have it."""
    import json

    from digestlint.schema import json_schema

    settings, _ = _settings(config, isolated)
    sys.stdout.write(json.dumps(json_schema(settings), ensure_ascii=False, indent=2) + "\n")


main.beside = {"rule": rule, "rules": rules, "schema": schema}


def _settings(config: str | None, isolated: bool) -> tuple[Settings, Path]:
    """The settings, and the folder that their patterns are relative to. Raises Fault.

    It is that of the settings file. One that is named may lie anywhere, so then, as without any,
    it is the root of the repository, or else the current folder.
    """
    from digestlint import linter
    from digestlint.globs import repository
    from digestlint.settings import Settings
    from digestlint.settings_files import SettingsError, discover, load

    if config and isolated:
        raise Fault(["--config and --isolated exclude one another"])
    here = repository(Path()) or Path()
    try:
        if config:
            return load(Path(config), linter.codes()), here
        found = None if isolated else discover(Path())
        return (load(found, linter.codes()), found.parent) if found else (Settings(), here)
    except SettingsError as error:
        raise Fault(error.messages) from None


def _overridden(settings: Settings, options: _Options) -> Settings:
    """The settings after the command line had its word, which is the last. Raises Fault."""
    from digestlint.linter import unknown_selectors

    kept = (selector for selector in settings.ignore if selector not in options.select)
    settings = replace(
        settings,
        select=options.select or settings.select,
        ignore=(*kept, *options.ignore),
        strict=options.strict or settings.strict,
    )
    if unknown := unknown_selectors(settings):
        raise Fault([str(message) for message in unknown])
    return settings


def _lint(options: _Options) -> int:
    from digestlint.globs import GlobError, globs

    if options.is_stdin and len(options.paths) > 1:
        raise Fault([f"{STDIN} stands for a post alone, not among other paths"])
    if options.stdin_filename and not options.is_stdin:
        raise Fault([f"--stdin-filename is for the path {STDIN}"])
    settings, folder = _settings(options.config, options.isolated)
    settings = _overridden(settings, options)
    include = globs(folder, settings.include)
    exclude = [globs(folder, settings.exclude), globs(Path(), options.exclude)]
    try:
        if options.is_stdin:
            outcomes, faults = _stdin(options, settings, exclude)
        else:
            outcomes, faults = _files(options, settings, include, exclude)
    except GlobError as error:
        raise Fault([f"include or exclude: {error} is not a pattern"]) from None
    return _report(options, settings, outcomes, faults)


def _stdin(
    options: _Options, settings: Settings, exclude: Sequence[Globs]
) -> tuple[list[Outcome], list[str]]:
    """What came of the post on standard input; its text after a fix goes to standard output."""
    from digestlint.files import is_excluded, neighbours
    from digestlint.run import Mode, run_text

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
    options: _Options, settings: Settings, include: Globs, exclude: Sequence[Globs]
) -> tuple[list[Outcome], list[str]]:
    """What came of the files that the paths lead to, and what is wrong with the paths."""
    from digestlint.files import find, neighbours
    from digestlint.run import run_files

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


def _report(
    options: _Options, settings: Settings, outcomes: Sequence[Outcome], faults: Sequence[str]
) -> int:
    """Writes all that was found; the exit status."""
    from digestlint.diagnostics import Severity
    from digestlint.reporters.summary import summary
    from digestlint.run import Mode

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
    failing = [
        found for found in diagnostics if settings.strict or found.severity is Severity.ERROR
    ]
    return 1 if failing or is_different else 0


def _write_diff(outcomes: Sequence[Outcome]) -> bool:
    """Writes a patch; whether there is one. On a terminal it is escaped, for it is not to act."""
    from digestlint.reporters import escape
    from digestlint.reporters.diff import diff

    is_different = False
    for outcome in outcomes:
        for line in diff(outcome.result.path, outcome.before, outcome.after):
            is_different = True
            sys.stdout.write(f"{escape(line[:-1])}\n" if sys.stdout.isatty() else line)
    return is_different


def _written(options: _Options, diagnostics: Sequence[Diagnostic], *, color: bool) -> Iterator[str]:
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
