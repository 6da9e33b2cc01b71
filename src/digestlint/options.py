"""The options of the command that lints, and the settings that they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digestlint import linter
from digestlint.console import Fault
from digestlint.run import Mode
from digestlint.scopes import Scopes
from digestlint.selectors import unknown
from digestlint.settings import Override, Path, Settings

STDIN = "-"
"""The path of standard input."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command that lints, as they were given."""

    paths: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    strict: bool
    output_format: str
    output_file: tuple[tuple[str, str], ...]
    statistics: bool
    config: str | None
    isolated: bool
    baseline: str | None
    write_baseline: str | None
    exclude: tuple[str, ...]
    force_exclude: bool
    allow_empty: bool
    stdin_filename: str | None
    show_all: bool
    jobs: int | None
    quiet: bool
    color: str

    @property
    def mode(self) -> Mode:
        """What to do with the posts; ``unsafe_fixes`` alone is to fix too."""
        if self.diff:
            return Mode.DIFF
        return Mode.FIX if self.fix or self.unsafe_fixes else Mode.LINT

    @property
    def is_stdin(self) -> bool:
        """Whether the post comes on standard input."""
        return STDIN in self.paths


def read_scopes(
    config: str | None,
    isolated: bool,
    last: Override | None = None,
    exclude: Sequence[str] = (),
) -> Scopes:
    """The settings files of a run. Raises Fault."""
    if config and isolated:
        raise Fault(["--config and --isolated exclude one another"])
    scopes = Scopes(config, isolated=isolated, last=last, exclude=exclude)
    raise_faults(scopes)
    return scopes


def raise_faults(scopes: Scopes) -> None:
    """Raises Fault where one of the settings files that were read has mistakes."""
    if scopes.faults:
        raise Fault(scopes.faults)


def said_by(options: Options) -> Override | None:
    """What the options change of the settings, None if nothing. Raises Fault."""
    wrong = [
        f"{option}: {reason}"
        for option, selectors in (("--select", options.select), ("--ignore", options.ignore))
        for each in selectors
        if (reason := unknown(each, linter.codes()))
    ]
    if wrong:
        raise Fault(wrong)
    settings = Settings(select=options.select, extend_ignore=options.ignore, strict=options.strict)
    given: dict[Path, tuple[str | int, ...]] = {}
    if options.select:
        given["select",] = ("--select",)
    if options.ignore:
        given["extend-ignore",] = ("--ignore",)
    if options.strict:
        given["strict",] = ("--strict",)
    return Override(settings=settings, given=given) if given else None
