"""The command that writes a settings file for the posts that are there."""

from __future__ import annotations

import errno
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from digestlint import linter, whole
from digestlint.console import Fault, complain
from digestlint.diagnostics import Diagnostic
from digestlint.files import POSTS, Found, find
from digestlint.globs import globs, slashed
from digestlint.induction.counts import tolerance
from digestlint.induction.induce import Induced, induce
from digestlint.induction.samples import Sample
from digestlint.lang import say_in
from digestlint.message import Message, Say
from digestlint.reporters import escape, no_command
from digestlint.reporters.summary import summary, tally
from digestlint.settings import INCLUDE
from digestlint.settings_files import NAMES, settings_file, shown_path
from digestlint.source import Source

MARKDOWN = ("**/*.md", "**/*.markdown")
"""What is a post where nothing looks like one."""

FAMILIES = ("FM", "HD", "LK", "SC", "KO002")
"""The rules that what posts have in common would silence."""


def init(folder: str, *, diff: bool, lang: str | None = None) -> int:
    """Writes the settings file of a folder, or shows what it would write; the exit status.

    Of a folder of posts it is the folder above. What it could not say of the posts, and how much is
    left to report, goes to standard error. Raises Fault.
    """
    say = say_in(lang or "en")
    if Path(folder).is_file():
        raise Fault([Message("{path} is no folder", {"path": folder})])
    place = _place(Path(folder))
    file = place / NAMES[0]
    there = settings_file(place)
    if there and not diff:
        said = {"path": shown_path(there)}
        raise Fault([Message("{path} is there already; --diff shows what would be written", said)])
    samples, include, unread = _samples(folder, place)
    complain(unread, say, "warning")
    induced = induce(samples, slashed(place), include) if samples else None
    if induced is None:
        said = {"path": folder}
        message = Message("no posts in {path}", said)
        raise Fault([Message("no digest among the posts in {path}", said) if samples else message])
    if diff:
        is_different = _show(file, induced)
    else:
        whole.sweep(str(place))
        whole.put(file, induced.text.encode(), is_wanted=lambda: _is_free(file))
    _tell(file, induced, samples, say, is_written=not diff)
    return int(diff and is_different)


def _place(folder: Path) -> Path:
    """The folder of the settings file: Jekyll takes every file among posts for a post."""
    if folder.resolve().name not in POSTS:
        return folder
    return folder.parent if folder.name in POSTS else folder / ".."


def _samples(folder: str, place: Path) -> tuple[list[Sample], tuple[str, ...], list[Message]]:
    """The posts in a folder, the patterns that they match, and what could not be read."""
    found = find([folder])
    posts = [each.path for each in found.posts if each.read]
    including = globs(place, INCLUDE)
    looking = [path for path in posts if including.verdict(_real(path))]
    include = INCLUDE if looking else MARKDOWN
    samples: list[Sample] = []
    unread = list(_unlisted(found))
    for path in looking or posts:
        try:
            read = linter.decode(whole.read(path), path)
        except OSError as error:
            said = {"path": path, "reason": error.strerror}
            unread.append(Message("cannot read {path}: {reason}", said))
            continue
        if isinstance(read, Source):
            samples.append(Sample(path, _real(path).removeprefix(slashed(place)), read))
        else:
            reason = read.diagnostics[0].message
            unread.append(Message("{path}: {reason}", {"path": path, "reason": reason}))
    return samples, include, unread


def _real(path: str) -> str:
    return slashed(Path(path).parent) + Path(path).name


def _unlisted(found: Found) -> Iterator[Message]:
    for path in found.absent:
        raise Fault([Message("no such file or folder: {path}", {"path": path})])
    for error in found.errors:
        said = {"path": error.filename, "reason": error.strerror}
        yield Message("cannot read {path}: {reason}", said)


def _is_free(file: Path) -> bool:
    """That no file is there, for none is written over. Raises FileExistsError."""
    if file.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    return True


def _show(file: Path, induced: Induced) -> bool:
    """Writes a patch to what would be written; whether there is one."""
    from digestlint.reporters.diff import diff, put

    before = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    is_different = put(diff(shown_path(file), before, induced.text), sys.stdout)
    sys.stdout.flush()
    return is_different


def _tell(
    file: Path, induced: Induced, samples: Sequence[Sample], say: Say, *, is_written: bool
) -> None:
    """Says what the file does not: what it could not explain, and what is left to report."""
    posts = [(sample.source, sample.path) for sample in samples]
    results = linter.lint_all(posts, induced.settings)
    diagnostics = [diagnostic for result in results for diagnostic in result.diagnostics]
    complain([*induced.unexplained, *_frequent(diagnostics, len(samples))], say, "note")
    said = {
        "path": shown_path(file),
        "left": summary(tally(diagnostics), say, posts=len(samples)).strip(),
    }
    message = (
        Message("{path} written; left to report: {left}", said)
        if is_written
        else Message("{path} not written; left to report: {left}", said)
    )
    sys.stderr.write(f"{no_command(escape(say(message)))}\n")


def _frequent(diagnostics: Sequence[Diagnostic], posts: int) -> Iterator[Message]:
    """What rules on the form of posts say of more than outliers."""
    counts = Counter(code for code, _ in {(it.code, it.path) for it in diagnostics})
    for code, count in sorted(counts.items()):
        if code.startswith(FAMILIES) and count > max(tolerance(posts), 1):
            first = next(it for it in diagnostics if it.code == code)
            said = {
                "code": code,
                "count": count,
                "posts": posts,
                "place": f"{first.path}:{first.start.line}",
                "message": first.message,
            }
            yield Message("{code} is in {count} of {posts} posts, such as {place}: {message}", said)
