"""Paths in, posts to read out."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from digestlint.globs import Globs, beyond, excluded, gitignore, gitignores_above, ignored, slashed
from digestlint.values import NamedTuple, dataclass

SUFFIXES = (".md", ".markdown")
POSTS = ("_posts", "posts")


class PostFile(NamedTuple):
    """A file to look at.

    ``path`` is as given, with ``/``, without ``./``. Where ``read`` is False, the file lies under
    ``_posts`` and is no Markdown: only its name concerns Jekyll, its content is not a post's.
    """

    path: str
    read: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths led to.

    ``absent`` are paths that do not exist, ``empty`` folders without a post, ``left_out`` named
    files that settings do not include, all as given; ``outside`` are links that lead out of the
    folder that was given, ``errors`` what could not be looked at.
    """

    posts: tuple[PostFile, ...]
    absent: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    errors: tuple[OSError, ...] = ()
    left_out: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


class Patterns(NamedTuple):
    """What counts as a post in a folder, as the settings that hold there say.

    Where they say so themselves, ``is_chosen``, ``include`` is for named files too.
    """

    include: Globs
    exclude: tuple[Globs, ...]
    is_chosen: bool = False


PatternsOf = Callable[[str], Patterns]
"""The patterns that hold in a folder, given as its real path with ``/`` at the end."""


class _Candidate(NamedTuple):
    """A file met on the way. ``real`` has its true folder; the file may be a link there."""

    real: str
    is_link: bool
    post: PostFile


class _Unread(NamedTuple):
    """What a walk passes over, to be told: see ``Found``."""

    errors: list[OSError]
    outside: list[_Candidate]


def find(
    paths: Sequence[str],
    *,
    include: Globs | None = None,
    exclude: Sequence[Globs] = (),
    force_exclude: bool = False,
    patterns_of: PatternsOf | None = None,
) -> Found:
    """The posts that the paths lead to, each real file once, sorted by path.

    A path is a file, which is always taken, or a folder, which is walked: hidden entries, links to
    folders, links out of it (a stranger's could show any file in a log), and what ``.gitignore`` or
    ``exclude`` match are left out. No path is the current folder; there, what ``include`` does not
    match is left out too. Patterns that match a named folder itself do not keep it from being
    walked. ``force_exclude`` applies ``exclude`` to what is named as well (``.gitignore`` not: git
    itself does not apply it to a file it tracks). With ``patterns_of`` each folder has patterns of
    its own besides.

    Raises GlobError.
    """
    candidates: list[_Candidate] = []
    absent: list[str] = []
    empty: list[str] = []
    left_out: list[str] = []
    errors: list[OSError] = []
    outside: list[str] = []
    for given in paths or (".",):
        path = Path(given)
        if not _exists(given):
            absent.append(given)
        elif not path.is_dir():
            if force_exclude and is_excluded(path, exclude, patterns_of):
                continue
            real = slashed(path.parent) + path.name
            if is_left_out(path, patterns_of):
                left_out.append(given)
            else:
                candidates += _candidate(real, path.as_posix(), path.is_symlink())
        elif not (force_exclude and excluded(_all(exclude, path, patterns_of), slashed(path))):
            unread = _Unread(errors, [])
            walked = list(_walk(path, exclude, unread, patterns_of))
            out = unread.outside
            if slashed(path) == slashed(Path()):
                walked = [each for each in walked if _is_included(each, include, patterns_of)]
                out = [each for each in out if _is_included(each, include, patterns_of)]
            candidates += walked
            outside += (each.post.path for each in out)
            if not walked:
                empty.append(given)
    posts = tuple(sorted(_once(candidates).values()))
    out_of_it = tuple(sorted(outside))
    return Found(posts, tuple(absent), tuple(empty), tuple(errors), tuple(left_out), out_of_it)


def is_excluded(
    path: Path, exclude: Sequence[Globs], patterns_of: PatternsOf | None = None
) -> bool:
    """Whether the patterns match a file, which need not exist. Raises GlobError."""
    excluding = _all(exclude, path.parent, patterns_of)
    return excluded(excluding, slashed(path.parent) + path.name)


def is_left_out(path: Path, patterns_of: PatternsOf | None) -> bool:
    """Whether settings that say themselves what is a post do not say so of a file."""
    folder = slashed(path.parent)
    patterns = patterns_of(folder) if patterns_of else None
    if patterns is None or not patterns.is_chosen:
        return False
    return not patterns.include.verdict(folder + path.name)


def _all(exclude: Sequence[Globs], folder: Path, patterns_of: PatternsOf | None) -> Sequence[Globs]:
    """The patterns of what is left out in a folder."""
    return (*exclude, *patterns_of(slashed(folder)).exclude) if patterns_of else exclude


def _is_included(
    candidate: _Candidate, include: Globs | None, patterns_of: PatternsOf | None
) -> bool:
    """Whether a file that is met in the current folder looks like a post."""
    if patterns_of:
        include = patterns_of(candidate.real[: candidate.real.rindex("/") + 1]).include
    return include is None or bool(include.verdict(candidate.real))


def _exists(given: str) -> bool:
    try:
        return given != "" and Path(given).exists()
    except (OSError, ValueError):  # a name too long, a NUL: no file can have it
        return False


def _once(candidates: Iterable[_Candidate]) -> dict[str, PostFile]:
    """Each real file once, by its own name rather than by a link's."""
    posts: dict[str, PostFile] = {}
    for real, is_link, post in sorted(candidates, key=lambda each: (each.is_link, each.post)):
        posts.setdefault(_real(real) if is_link else real, post)
    return posts


def _real(path: str) -> str:
    return Path(os.path.realpath(path)).as_posix()


def neighbours(
    paths: Sequence[str], exclude: Sequence[Globs] = (), patterns_of: PatternsOf | None = None
) -> Iterator[str]:
    """The other posts of the blog that the files belong to, for rules that compare posts.

    These are the posts in the folder of posts that a file lies in or below, or else those right
    beside it. None of them is one of the files, not even by another path.
    """
    tops: dict[str, Path] = {}
    for path in paths:
        top = folder_of_posts(Path(path))
        tops.setdefault(slashed(top), top)
    candidates: list[_Candidate] = []
    unread = _Unread([], [])
    for top in tops.values():
        if top.is_dir():
            candidates += _walk(top, exclude, unread, patterns_of, is_deep=top.name in POSTS)
    named = {_real(path) for path in paths}
    for real, post in _once(candidates).items():
        if post.read and real not in named:
            yield post.path


def folder_of_posts(path: Path) -> Path:
    """The folder of posts that a file lies in or below, or else the folder that it is in."""
    return next((folder for folder in path.parents if folder.name in POSTS), path.parent)


def _walk(
    top: Path,
    exclude: Sequence[Globs],
    unread: _Unread,
    patterns_of: PatternsOf | None = None,
    *,
    is_deep: bool = True,
) -> Iterator[_Candidate]:
    """The candidates in a folder and, if it is to be deep, below.

    What is passed over and to be told goes to ``unread``.
    """
    real = top_real = slashed(top)
    always = exclude = beyond(exclude, real)
    try:
        ignoring = beyond(gitignores_above(real), real)
    except OSError as error:
        unread.errors.append(error)
        ignoring = ()
    folders = [(real, "" if top == Path() else f"{top.as_posix().rstrip('/')}/", ignoring)]
    while folders:
        real, shown, ignoring = folders.pop()
        try:
            if patterns_of:
                exclude = (*always, *beyond(patterns_of(real).exclude, top_real))
            with os.scandir(real) as listing:
                entries = {entry.name: entry for entry in listing}
            if ".git" in entries:  # a repository's root: what lies above does not concern it
                ignoring = ()
            if ".gitignore" in entries:
                ignoring += (gitignore(real),)
        except OSError as error:
            unread.errors.append(error)
            continue
        for name, entry in entries.items():
            if name.startswith("."):
                continue
            inside = real + name
            if entry.is_dir(follow_symlinks=False):
                inside += "/"
                if is_deep and not excluded(exclude, inside) and not ignored(ignoring, inside):
                    folders.append((inside, f"{shown}{name}/", ignoring))
            elif (
                (_is_markdown(inside) or _is_under_posts(inside))
                and _is_file(entry, unread)
                and not excluded(exclude, inside)
                and not ignored(ignoring, inside)
            ):
                is_link = entry.is_symlink()
                found = _candidate(inside, shown + name, is_link)
                if is_link and not _real(inside).startswith(top_real):
                    unread.outside.extend(found)
                else:
                    yield from found


def _is_file(entry: os.DirEntry[str], unread: _Unread) -> bool:
    """Whether an entry is a file or a link to one; a link that leads nowhere is none."""
    try:
        return entry.is_file()
    except OSError as error:  # a folder on the way that may not be entered
        if error.errno != errno.ELOOP:
            unread.errors.append(error)
        return False


def as_post(path: Path) -> PostFile | None:
    """A file as ``find`` has it where it is named; it need not exist. None where it does not count.

    It does not where it lies under ``_posts``, is no Markdown and is hidden.
    """
    real = slashed(path.parent) + path.name
    return next((found.post for found in _candidate(real, path.as_posix(), False)), None)


def _candidate(real: str, path: str, is_link: bool) -> Iterator[_Candidate]:
    """The file, unless it is hidden and only its place under ``_posts`` would make it one.

    Jekyll passes over names that begin with a dot, and ``.gitkeep`` is an honest one.
    """
    read = _is_markdown(real) or not _is_under_posts(real)
    if read or not real.rpartition("/")[2].startswith("."):
        yield _Candidate(real, is_link, PostFile(path, read))


def _is_markdown(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)


def _is_under_posts(path: str) -> bool:
    return "/_posts/" in path
