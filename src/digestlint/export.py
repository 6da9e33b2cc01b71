"""The command that exports: the typed value of each post, a JSON object a line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pydantic import ValidationError

from digestlint import linter, whole
from digestlint.console import complain
from digestlint.lang import say_in
from digestlint.message import Message
from digestlint.options import STDIN, lang_of, read_scopes
from digestlint.overrides import effective
from digestlint.paths import posts_at, unread
from digestlint.post import name_of, parse
from digestlint.post_value import post_faults, read_post
from digestlint.reporters.json import dumped
from digestlint.settings import Settings
from digestlint.source import Position


class _NoValueError(Exception):
    """A post that is no value; its arguments are the reasons, a message each."""


def export(
    paths: Sequence[str],
    *,
    config: str | None = None,
    isolated: bool = False,
    exclude: Sequence[str] = (),
    force_exclude: bool = False,
    allow_empty: bool = False,
    lang: str | None = None,
) -> int:
    """Writes the value of each post that the paths lead to, with its path; the exit status.

    A post that is none is left out and told on standard error, 1 is the status then. What settings
    say is no digest (``enabled = false``) is left out without a word. Raises Fault.
    """
    scopes = read_scopes(config, isolated, None, exclude)
    say = say_in(lang or lang_of(scopes, next(iter(paths), STDIN)))
    posts, faults = posts_at(
        paths, scopes, say, force_exclude=force_exclude, allow_empty=allow_empty
    )
    exported = left_out = 0
    for path, is_read in posts:
        if not is_read:
            continue
        try:
            line = _line(path, whole.read(path), scopes.settings(path))
        except _NoValueError as error:
            left_out += 1
            complain(error.args, say)
        except OSError as error:
            faults.append(unread(error))
        else:
            if line:
                exported += 1
                sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    complain(faults, say)
    counts = {"exported": exported, "left_out": left_out}
    message = Message("{exported} exported, {left_out} left out", counts)
    sys.stderr.write(f"{say(message)}\n")
    return 2 if faults else 1 if left_out else 0


def _line(path: str, data: bytes, settings: Settings) -> str | None:
    """The value of a post as JSON; None for what is no digest. Raises _NoValueError."""
    source = linter.decode(data, path)
    if isinstance(source, linter.Result):
        raise _NoValueError(
            *(_reason(path, found.start, found.message) for found in source.diagnostics)
        )
    settings = effective(settings, path, source)
    if not settings.enabled:
        return None
    post = parse(source, settings, name_of(path))
    try:
        value = read_post(post, settings)
    except ValidationError as error:
        raise _NoValueError(
            *(
                _reason(path, source.position(fault.span.start), fault.message)
                for fault in post_faults(error, post)
            )
        ) from None
    written = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return dumped({"path": path, **written})


def _reason(path: str, place: Position, message: Message) -> Message:
    said = {"place": f"{path}:{place.line}:{place.column}", "message": message}
    return Message("{place}: {message}", said)
