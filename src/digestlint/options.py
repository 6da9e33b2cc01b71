"""The options of the command that lints, and the settings that they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digestlint import linter
from digestlint.console import Fault
from digestlint.globs import is_pattern
from digestlint.message import Message
from digestlint.run import Mode
from digestlint.scopes import Scopes
from digestlint.selectors import unknown
from digestlint.settings import Override, Settings
from digestlint.settings import Path as Keys
from digestlint.values import dataclass

STDIN = "-"
"""The path of standard input."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command that lints, as they were given, or as they are without a word."""

    paths: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    output_format: str = "text"
    output_file: tuple[tuple[str, str], ...] = ()
    statistics: bool = False
    config: str | None = None
    isolated: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    allow_empty: bool = False
    stdin_filename: str | None = None
    show_all: bool = False
    jobs: int | None = None
    quiet: bool = False
    lang: str | None = None
    color: str = "auto"

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
        raise Fault([Message("--config and --isolated exclude one another")])
    if wrong := [each for each in exclude if not is_pattern(each)]:
        raise Fault([Message("--exclude: {glob} is not a pattern", {"glob": it}) for it in wrong])
    scopes = Scopes(config, isolated=isolated, last=last, exclude=exclude)
    raise_faults(scopes)
    return scopes


def raise_faults(scopes: Scopes) -> None:
    """Raises Fault where one of the settings files that were read has mistakes."""
    if scopes.faults:
        raise Fault(scopes.faults, scopes.lang)


def lang_of(scopes: Scopes, path: str) -> str:
    """The language that settings ask for: those of the first path that a command was given."""
    place = Path(path)
    return scopes.of((place / STDIN if place.is_dir() else place).as_posix()).settings.lang


def said_by(options: Options) -> Override | None:
    """What the options change of the settings, None if nothing. Raises Fault."""
    wrong = [
        Message("{option}: {reason}", {"option": option, "reason": reason})
        for option, selectors in (("--select", options.select), ("--ignore", options.ignore))
        for each in selectors
        if (reason := unknown(each, linter.codes()))
    ]
    if wrong:
        raise Fault(wrong)
    settings = Settings(select=options.select, extend_ignore=options.ignore, strict=options.strict)
    given: dict[Keys, tuple[str | int, ...]] = {}
    if options.select:
        given["select",] = ("--select",)
    if options.ignore:
        given["extend-ignore",] = ("--ignore",)
    if options.strict:
        given["strict",] = ("--strict",)
    return Override(settings=settings, given=given) if given else None
