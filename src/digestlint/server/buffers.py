"""The posts that are open in an editor, and what is said of them. Knows nothing of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from digestlint import linter
from digestlint.files import folder_of_posts, is_excluded, is_read, neighbours
from digestlint.globs import globs, repository, slashed
from digestlint.linter import Fixed, Result
from digestlint.scopes import Scopes
from digestlint.server.current import Current
from digestlint.settings import Settings
from digestlint.source import Source, UnreadableError


class Buffers:
    """The open posts by path, their texts taken for what the copies on disk hold.

    A path is absolute, with ``/``. As for the command line in the folder of the settings, nothing
    is said of what does not look like a post or is excluded. ``faults`` are mistakes in settings
    files; whoever has told them takes them out.
    """

    def __init__(self, config: str | None = None, *, isolated: bool = False) -> None:
        self._current = Current(config, isolated=isolated)
        self._open: dict[str, Source] = {}
        self._own: dict[str, tuple[Source, Result]] = {}
        self._fixed: dict[str, tuple[Source, Settings, Fixed]] = {}
        self._disk = _Disk()

    @property
    def faults(self) -> list[str]:
        """What is wrong with settings files, as far as it was not told yet."""
        return self._current.faults

    def put(self, path: str, text: str) -> None:
        """Opens a post, or gives it another text."""
        self._open[path] = Source(text)

    def drop(self, path: str) -> None:
        """Closes a post: from now on what is on disk counts."""
        for each in (self._open, self._own, self._fixed):
            each.pop(path, None)

    def source(self, path: str) -> Source | None:
        """The text of a post, be it open or on disk; None where it cannot be read."""
        return self._open.get(path) or self._disk.source(path)

    def look(self) -> dict[str, Result]:
        """What is said of each of the open posts."""
        blogs: dict[str, list[str]] = {}
        for path in self._open:
            blogs.setdefault(slashed(folder_of_posts(Path(path))), []).append(path)
        return {path: result for paths in blogs.values() for path, result in self._of_blog(paths)}

    def fixed(self, path: str) -> Fixed | None:
        """An open post after its safe fixes; None where nothing is said of it."""
        source, settings = self._open[path], self._settings(path)
        if settings is None or isinstance(_decoded(source, path), Result) or not is_read(path):
            return None
        known = self._fixed.get(path)
        if known is None or known[:2] != (source, settings):
            known = source, settings, linter.fix(source, settings, path)
            self._fixed[path] = known
        return known[2]

    def _of_blog(self, paths: Iterable[str]) -> Iterator[tuple[str, Result]]:
        """What is said of open posts in one folder of posts."""
        looked: list[tuple[Source, Result]] = []
        scopes: Scopes | None = None
        for path in paths:
            settings = self._settings(path)
            if settings is None:
                yield path, Result(path, ())
                continue
            source = _decoded(self._open[path], path)
            if isinstance(source, Result):
                yield path, linter.unreadable(source, settings)
            elif not is_read(path):
                yield path, linter.lint_name(settings, path)
            else:
                scopes = self._scopes(path)
                looked.append((source, self._lint(source, settings, path)))
        if scopes:
            others = neighbours([result.path for _, result in looked], (), scopes.patterns)
            near = self._disk.sources(path for path in others if path not in self._open)
            for result in linter.compare(looked, scopes.settings, near):
                yield result.path, result

    def _lint(self, source: Source, settings: Settings, path: str) -> Result:
        ...

    def _scopes(self, path: str) -> Scopes | None:
        return self._current.of(slashed(Path(path).parent))

    def _settings(self, path: str) -> Settings | None:
        """The settings of an open post; None where nothing is to be said of it."""
        scopes = self._scopes(path)
        return scopes.settings(path) if scopes and _looks_like_a_post(path, scopes) else None
