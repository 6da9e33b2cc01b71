"""From the paths that a command is given to the posts that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digestlint.console import complain
from digestlint.files import PostFile, find
from digestlint.message import Message, Say
from digestlint.options import raise_faults
from digestlint.scopes import Scopes


def posts_at(
    paths: Sequence[str], scopes: Scopes, say: Say, *, force_exclude: bool, allow_empty: bool
) -> tuple[tuple[PostFile, ...], list[Message]]:
    """The posts that the paths lead to, and what is wrong with the paths.

    Raises Fault where a settings file of one of them has mistakes.
    """
    found = find(paths, force_exclude=force_exclude, patterns_of=scopes.patterns)
    for file in found.posts:
        scopes.settings(file.path)
    raise_faults(scopes)
    skip(found.left_out, say)
    said = ({"path": path} for path in found.outside)
    out = (Message("{path} is skipped, for it is a link out of the folder", it) for it in said)
    complain(out, say, "note")
    unmatched = [Message("no such file or folder: {path}", {"path": it}) for it in found.absent]
    for path in found.empty:
        if path == ".":
            message = Message("nothing in the current folder looks like a post (see `include`)")
        else:
            message = Message("no posts in {path}", {"path": path})
        unmatched.append(message)
    if allow_empty:
        complain(unmatched, say, "warning")
        unmatched = []
    return found.posts, [*unmatched, *map(unread, found.errors)]


def unread(error: OSError) -> Message:
    """That a file or a folder cannot be read."""
    said = {"path": error.filename, "reason": error.strerror}
    return Message("cannot read {path}: {reason}", said)


def skip(paths: Iterable[str], say: Say) -> None:
    """Says of named files that they are not looked at."""
    said = ({"path": path} for path in paths)
    skipped = (Message("{path} is skipped, for `include` leaves it out", it) for it in said)
    complain(skipped, say, "note")
