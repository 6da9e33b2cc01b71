"""The posts that are open in an editor, and what is said of them. Knows nothing of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from digestlint import linter
from digestlint.files import SUFFIXES, as_post, folder_of_posts, is_excluded, neighbours
from digestlint.globs import globs, repository, slashed
from digestlint.linter import Fixed, Result
from digestlint.scopes import Scopes
from digestlint.server.current import Current
from digestlint.settings import Settings
from digestlint.source import Source, UnreadableError


class Buffers:
    """The open posts by path, whose texts count in place of what is on disk.

    A path is absolute, with ``/``. Nothing is said of what is excluded or does not look like a
    post, as on the command line where no path is given.
    """

    def __init__(self, config: str | None = None, *, isolated: bool = False) -> None:
        self._current = Current(config, isolated=isolated)
        self._open: dict[str, Source] = {}
        self._fixed: dict[str, tuple[Source, Settings, Fixed]] = {}
        self._disk = _Disk()

    def new_faults(self) -> list[str]:
        """What is wrong with settings files and was not asked for before."""
        faults, self._current.faults = self._current.faults, []
        return faults

    def put(self, path: str, text: str) -> None:
        """Opens a post, or gives it another text."""
        self._open[path] = Source(text)

    def drop(self, path: str) -> None:
        """Closes a post: from now on what is on disk counts."""
        self._open.pop(path, None)
        self._fixed.pop(path, None)

    def source(self, path: str) -> Source | None:
        """The text of a post, open or on disk; None where it cannot be read."""
        return self._open.get(path) or self._disk.source(path)

    def look(self) -> dict[str, Result]:
        """What is said of each of the open posts."""
        blogs: dict[str, list[str]] = {}
        for path in self._open:
            blogs.setdefault(slashed(folder_of_posts(Path(path))), []).append(path)
        return {path: result for paths in blogs.values() for path, result in self._of_blog(paths)}

    def fixed(self, path: str) -> Fixed | None:
        """An open post after its safe fixes; None where there is nothing to be said of it."""
        source, scopes = self._open[path], self._scopes(path)
        if scopes is None or not _is_markdown(path) or isinstance(_decoded(source, path), Result):
            return None
        settings = scopes.settings(path)
        known = self._fixed.get(path)
        if known is None or known[:2] != (source, settings):
            known = source, settings, linter.fix(source, settings, path)
            self._fixed[path] = known
        return known[2]

    def _of_blog(self, paths: Iterable[str]) -> Iterator[tuple[str, Result]]:
        """What is said of the open posts in one folder of posts."""
        looked: list[tuple[Source, Result]] = []
        for path in paths:
            scopes = self._scopes(path)
            if scopes is None:
                yield path, Result(path, ())
                continue
            settings = scopes.settings(path)
            source = _decoded(self._open[path], path)
            if not _is_markdown(path):
                yield path, linter.lint_name(settings, path)
            elif isinstance(source, Result):
                yield path, linter.unreadable(source, settings)
            else:
                looked.append((source, linter.lint(source, settings, path)))
        if looked:
            first = looked[0][1].path
            scopes = self._scopes(first)
            assert scopes is not None  # or nothing had been said of it
            near = neighbours([result.path for _, result in looked], (), scopes.patterns)
            others = self._disk.sources(path for path in near if path not in self._open)
            sources = {result.path: source for source, result in looked}
            results = [result for _, result in looked]
            for result in linter.compare(results, sources.get, scopes.settings, others):
                yield result.path, result

    def _scopes(self, path: str) -> Scopes | None:
        """The settings files that a post depends on; None where nothing is to be said of it."""
        scopes = self._current.of(slashed(Path(path).parent))
        return scopes if scopes and _is_post(Path(path), scopes) else None


def _is_post(path: Path, scopes: Scopes) -> bool:
    """Whether a file looks like a post and is not excluded."""
    scope = scopes.of(path.as_posix())
    include = scope.patterns.include
    if not scope.patterns.is_chosen:
        # The defaults are relative to the repository, or to the folder that holds the one of posts.
        posts = folder_of_posts(path)
        include = globs(repository(posts) or posts.parent, include.lines)
    file = as_post(path)
    if file is None or (file.read and not _is_markdown(file.path)):
        return False
    is_included = include.verdict(slashed(path.parent) + path.name)
    return bool(is_included) and not is_excluded(path, (), scopes.patterns)


def _is_markdown(path: str) -> bool:
    """Whether a file has text to speak of; of others under ``_posts`` only the name counts."""
    return path.lower().endswith(SUFFIXES)


def _decoded(source: Source, path: str) -> Source | Result:
    """The text, or what is said of one that no file in UTF-8 holds."""
    return linter.decode(source.text.encode("utf-8", "surrogatepass"), path)


class _Disk:
    """Posts on disk; each is read again when it has changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, int, Source | None]] = {}

    def sources(self, paths: Iterable[str]) -> Iterator[tuple[Source, str]]:
        """The posts that can be read."""
        for path in paths:
            if source := self.source(path):
                yield source, path

    def source(self, path: str) -> Source | None:
        """The text of a post; None where it cannot be read."""
        try:
            status = Path(path).stat()
        except OSError:
            self._known.pop(path, None)
            return None
        known = self._known.get(path)
        if known is None or known[:2] != (status.st_mtime_ns, status.st_size):
            known = status.st_mtime_ns, status.st_size, _read(path)
            self._known[path] = known
        return known[2]


def _read(path: str) -> Source | None:
    try:
        return Source.decode(Path(path).read_bytes())
    except (OSError, UnreadableError):
        return None
