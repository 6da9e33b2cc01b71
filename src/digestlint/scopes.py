"""Which settings file holds for which post of a run; each is read once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digestlint import linter
from digestlint.files import Patterns
from digestlint.globs import globs, repository, slashed
from digestlint.message import Message
from digestlint.overrides import applied
from digestlint.settings import INCLUDE, Override, Settings
from digestlint.settings_files import load, settings_file
from digestlint.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Scope:
    """Settings, the patterns of them that say which files count, and the file they are from.

    ``baseline`` is the file that they name for it.
    """

    settings: Settings
    patterns: Patterns
    file: Path | None = None
    baseline: Path | None = None


class Scopes:
    """The scopes of a run.

    With ``config`` or ``isolated`` there is one alone; else the settings file of a post is the
    nearest upward, not above the root of its repository. ``last`` is what the command line says
    and ``exclude`` what it leaves out, whatever the files say. What is wrong with the files goes to
    ``faults``, and the defaults hold in their place.
    """

    def __init__(
        self,
        config: str | None = None,
        *,
        isolated: bool = False,
        last: Override | None = None,
        exclude: Sequence[str] = (),
    ) -> None:
        self.faults: list[Message] = []
        self.lang = "en"
        self._last = last
        self._exclude = globs(Path(), exclude)
        self.here = repository(Path()) or Path()
        self._folders: dict[str, Scope] = {}
        self._real: dict[Path, str] = {}
        self._only: Scope | None = None
        if config or isolated:
            # A file that is named may lie anywhere: patterns are not relative to its folder.
            self._only = self._scope(Path(config) if config else None, self.here)

    def of(self, path: str) -> Scope:
        """The scope of a post."""
        folder = Path(path).parent
        if folder not in self._real:
            self._real[folder] = slashed(folder)
        return self.of_folder(self._real[folder])

    def settings(self, path: str) -> Settings:
        """The settings of a post, whatever their overrides say of it."""
        return self.of(path).settings

    def patterns(self, folder: str) -> Patterns:
        """What counts in a folder, given as its real path with ``/`` at the end."""
        return self.of_folder(folder).patterns

    def of_folder(self, folder: str) -> Scope:
        """The scope of a folder, given as its real path with ``/`` at the end."""
        if self._only:
            return self._only
        if folder not in self._folders:
            self._folders[folder] = self._nearest(Path(folder))
        return self._folders[folder]

    def _nearest(self, folder: Path) -> Scope:
        if file := settings_file(folder):
            return self._scope(file, folder)
        if (folder / ".git").exists() or folder == folder.parent:
            return self._scope(None, self.here)
        return self.of_folder(slashed(folder.parent))

    def _scope(self, file: Path | None, folder: Path) -> Scope:
        settings = Settings()
        if file:
            from digestlint.setting_faults import SettingsError

            try:
                settings = load(file, linter.codes(), folder)
            except SettingsError as error:
                self.faults += error.messages
                self.lang = error.lang
        is_chosen = settings.include != INCLUDE
        include = globs(folder if is_chosen else self.here, settings.include)
        exclude = (self._exclude, globs(folder, settings.exclude))
        if self._last:
            settings = _with(settings, self._last)
        baseline = folder / settings.baseline if settings.baseline else None
        return Scope(settings, Patterns(include, exclude, is_chosen), file, baseline)


def _with(settings: Settings, last: Override) -> Settings:
    """The settings after the command line had its word, which is the last."""
    if settings.overrides:
        return replace(settings, overrides=(*settings.overrides, last))
    return applied(settings, last)
