"""The options of the command that lints, and the settings that they lead to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from digestlint import linter
from digestlint.console import Fault
from digestlint.globs import repository
from digestlint.run import Mode
from digestlint.settings import Settings
from digestlint.settings_files import SettingsError, discover, load

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
        """What to do with the posts; ``unsafe_fixes`` alone is to fix too."""
        if self.diff:
            return Mode.DIFF
        return Mode.FIX if self.fix or self.unsafe_fixes else Mode.LINT

    @property
    def is_stdin(self) -> bool:
        """Whether the post comes on standard input."""
        return STDIN in self.paths


def read_settings(config: str | None, isolated: bool) -> tuple[Settings, Path]:
    """The settings, and the folder that their patterns are relative to. Raises Fault.

    It is that of the settings file. One that is named may lie anywhere, so then, as without any,
    it is the root of the repository, or else the current folder.
    """
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


def override(settings: Settings, options: Options) -> Settings:
    """The settings after the command line had its word, which is the last. Raises Fault."""
    kept = (selector for selector in settings.ignore if selector not in options.select)
    settings = replace(
        settings,
        select=options.select or settings.select,
        ignore=(*kept, *options.ignore),
        strict=options.strict or settings.strict,
    )
    if unknown := linter.unknown_selectors(settings):
        raise Fault([str(message) for message in unknown])
    return settings
