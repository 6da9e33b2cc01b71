"""From the paths that a command is given to the posts that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digestlint.console import complain
from digestlint.files import PostFile, find
from digestlint.options import raise_faults
from digestlint.scopes import Scopes


def posts_at(
    paths: Sequence[str], scopes: Scopes, *, force_exclude: bool, allow_empty: bool
) -> tuple[tuple[PostFile, ...], list[str]]:
    """The posts that the paths lead to, and what is wrong with the paths.

    Raises Fault where a settings file of one of them has mistakes.
    """
    found = find(paths, force_exclude=force_exclude, patterns_of=scopes.patterns)
    for file in found.posts:
        scopes.settings(file.path)
    raise_faults(scopes)
    skip(found.left_out)
    unmatched = [f"no such file or folder: {path}" for path in found.absent]
    for path in found.empty:
        if path == ".":
            unmatched.append("nothing in the current folder looks like a post (see `include`)")
        else:
            unmatched.append(f"no posts in {path}")
    if allow_empty:
        complain(unmatched, "warning")
        unmatched = []
    unread = [f"cannot read {error.filename}: {error.strerror}" for error in found.errors]
    return found.posts, [*unmatched, *unread]


def skip(paths: Iterable[str]) -> None:
    """Says of named files that they are not looked at."""
    complain((f"{path} is skipped, for `include` leaves it out" for path in paths), "note")
