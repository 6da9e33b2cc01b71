"""The posts that are open in an editor, and what is said of them. Knows nothing of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from digestlint import linter
from digestlint.baselines import Baselines
from digestlint.console import Fault
from digestlint.files import SUFFIXES, as_post, folder_of_posts, is_excluded, neighbours
from digestlint.globs import globs, repository, slashed
from digestlint.linter import Fixed, Result
from digestlint.message import Message
from digestlint.outcomes import Outcome, Outcomes, packed
from digestlint.scopes import Scopes
from digestlint.server.current import Current
from digestlint.settings import Settings
from digestlint.source import Source, UnreadableError
from digestlint.values import NamedTuple

if TYPE_CHECKING:
    from digestlint.corpus import Facts, Wanted


class Look(NamedTuple):
    """What is said of each open post; and what is wrong with settings files and baselines."""

    results: dict[str, Result]
    faults: tuple[Message, ...]


class Buffers:
    """The open posts by path, whose texts count in place of what is on disk.

    A path is absolute, with ``/``. Nothing is said of what is excluded or does not look like a
    post, as on the command line where no path is given. While there is a mistake in a settings
    file, what held before goes on to hold.
    """

    def __init__(self, config: str | None = None, *, isolated: bool = False) -> None:
        self._current = Current(config, isolated=isolated)
        self._open: dict[str, Source] = {}
        self._fixed: dict[str, tuple[Source, Settings, Fixed]] = {}
        self._disk = _Disk()

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

    def look(self) -> Look:
        """What is to be said by now."""
        results = {path: Result(path, ()) for path in self._open}
        faults: dict[str, Message] = {}
        blogs: dict[str, list[str]] = {}
        for path in self._open:
            folder = slashed(Path(path).parent)
            faults |= ((str(fault), fault) for fault in self._current.of(folder).faults)
            if self._scopes(path):
                blogs.setdefault(slashed(folder_of_posts(Path(path))), []).append(path)
        for paths in blogs.values():
            try:
                results |= ((result.path, result) for result in self._of_blog(paths))
            except Fault as fault:
                faults |= ((str(line), line) for line in fault.lines)
        return Look(results, tuple(faults.values()))

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

    def _of_blog(self, paths: Sequence[str]) -> list[Result]:
        """What is said of open posts in one folder of posts. Raises Fault."""
        scopes = self._scopes(paths[0])
        assert scopes is not None  # nothing is asked of other files
        sources: dict[str, Source] = {}
        results: list[Result] = []
        for path in paths:
            settings, source = scopes.settings(path), _decoded(self._open[path], path)
            if not _is_markdown(path):
                results.append(linter.lint_name(settings, path))
            elif isinstance(source, Result):
                results.append(linter.unreadable(source, settings))
            else:
                sources[path] = source
                results.append(linter.lint(source, settings, path))
        near = (it for it in neighbours(paths, (), scopes.patterns) if it not in self._open)
        others, read = self._disk.sources(near), self._disk.facts
        compared = linter.compare(results, sources.get, scopes.settings, others, read)
        baselines = Baselines(scopes, None)
        baselines.require(paths)
        outcomes = Outcomes(packed(Outcome(result)) for result in compared)
        listed = baselines.applied(outcomes)
        return [outcome.result for outcome in listed.outcomes]

    def _scopes(self, path: str) -> Scopes | None:
        """The settings files that a post depends on; None where nothing is to be said of it."""
        scopes = self._current.right(slashed(Path(path).parent))
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
        self._facts: dict[tuple[str, bool], tuple[Source, Settings, Facts]] = {}

    def sources(self, paths: Iterable[str]) -> Iterator[tuple[Source, str]]:
        """The posts that can be read."""
        for path in paths:
            if source := self.source(path):
                yield source, path

    def facts(self, source: Source, settings: Settings, path: str, looked_for: Wanted) -> Facts:
        """What ``corpus.neighbour_facts`` says of a post; the text says it once."""
        from digestlint.corpus import neighbour_facts

        is_wanted = looked_for.may_stand_in(source.text)
        known = self._facts.get((path, is_wanted))
        if known is None or known[0] is not source or known[1] is not settings:
            known = source, settings, neighbour_facts(source, settings, path, looked_for)
            self._facts[path, is_wanted] = known
        return known[2]

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
