"""A baseline: what was there when it was written is not reported, only what is new.

A TOML file with a table for each post, by its path from the file's folder, and in it a line for
each rule and text of a line: how many diagnostics there are of both. No number of a line is in it,
so that an edit above stirs nothing, and of what is mended one line goes::

    ["_posts/2025-11-07-daily-papers-20251107.md"]
    LK005.9f86d081884c = 1  # > [Alphaxiv](https://www.alphaxiv.org/ko…
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digestlint.diagnostics import Diagnostic
from digestlint.globs import composed
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.reporters import encodable, escape
from digestlint.values import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from digestlint.setting_faults import SettingFault

HEAD = """\
# What digestlint does not report, for it was there when this was written:
# rule.hash-of-the-line = how often. Written by `digestlint --write-baseline`.
"""
DIGITS = 12
"""How many hexadecimal digits of a line's hash are kept."""

UNLISTED = ("DL004",)
"""What no baseline hides: a fault of digestlint's own is never an old one."""

SHOWN = 40
"""How many characters of a line are shown beside its hash."""


class BaselineError(ValueError):
    """A file that is no baseline; ``messages`` has one line for each mistake, with its place."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(map(str, self.messages)))


class Key(NamedTuple):
    """A rule and the hash of a line's text."""

    code: str
    hash: str


Entries = Mapping[str, Mapping[Key, int]]
"""How many diagnostics there are of each kind, by post."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline. Posts have their path from its folder; ``shown`` are the texts beside keys."""

    path: Path
    entries: Entries = field(default_factory=dict)
    shown: Mapping[Key, str] = field(default_factory=dict)

    def name_of(self, path: str) -> str:
        """The path of a post from the baseline's folder on."""
        real = Path(path).parent.resolve() / Path(path).name
        path = Path(os.path.relpath(real, self.path.parent.resolve())).as_posix()
        return composed(encodable(path))

    def gone(self) -> Iterator[tuple[str, Mapping[Key, int]]]:
        """The posts that are no more, and what is listed of them."""
        return ((post, it) for post, it in self.entries.items() if not self._is_there(post))

    def _is_there(self, post: str) -> bool:
        path = self.path.parent / post
        if path.exists():
            return True
        if post.isascii() and "\\" not in post:
            return False
        with suppress(OSError):  # its name may be no UTF-8, or have its letters taken apart
            return any(self.name_of(str(each)) == post for each in path.parent.iterdir())
        return False


class Known(NamedTuple):
    """Diagnostics that are new, how many were not, and what the baseline lists in vain."""

    new: tuple[Diagnostic, ...]
    hidden: int
    idle: Counter[str]
    """How many of each rule."""


def key_of(diagnostic: Diagnostic) -> Key:
    """What a diagnostic is known by. White space does not count: a formatter may change it."""
    import hashlib

    text = " ".join(diagnostic.line.split())
    return Key(diagnostic.code, hashlib.sha256(text.encode()).hexdigest()[:DIGITS])


def known(
    listed: Mapping[Key, int], diagnostics: Sequence[Diagnostic], codes: Collection[str] | None
) -> Known:
    """What of a post's diagnostics is new; of more than are listed, the later ones are.

    ``codes`` are the rules that looked, all if None: of others nothing is listed in vain.
    """
    left = Counter(listed)
    new = []
    for diagnostic in diagnostics:
        key = key_of(diagnostic)
        if left[key] > 0 and diagnostic.code not in UNLISTED:
            left[key] -= 1
        else:
            new.append(diagnostic)
    idle = Counter[str]()
    for key, count in left.items():
        if count > 0 and (codes is None or key.code in codes):
            idle[key.code] += count
    return Known(tuple(new), len(diagnostics) - len(new), idle)


class Looked(NamedTuple):
    """A post that was looked at: its diagnostics, and the codes of the rules that were on."""

    diagnostics: Sequence[Diagnostic]
    codes: Collection[str]


def renewed(baseline: Baseline, posts: Mapping[str, Looked]) -> Baseline:
    """The baseline as it is to be written, after posts were looked at.

    Of other posts, and of rules that were not on, all stays as it was listed; posts that are no
    more go.
    """
    gone = dict(baseline.gone())
    entries: dict[str, dict[Key, int]] = {
        post: dict(listed) for post, listed in baseline.entries.items() if post not in gone
    }
    shown = dict(baseline.shown)
    for post, (diagnostics, codes) in posts.items():
        listed = [it for it in diagnostics if it.code not in UNLISTED]
        counts = Counter(map(key_of, listed))
        shown |= {key_of(it): _shown(it.line) for it in listed}
        others = {it: n for it, n in entries.get(post, {}).items() if it.code not in codes}
        entries[post] = {**others, **counts}
    return Baseline(baseline.path, {post: it for post, it in entries.items() if it}, shown)


def _shown(line: str) -> str:
    text = escape(" ".join(line.split()))
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


# -- the file --------------------------------------------------------------------------------------

_ENTRY = pattern(r"^(\w+)\.(\w+) = [0-9]+  # ([^\n]*)$", re.MULTILINE)


def text(baseline: Baseline) -> str:
    """The file, in an order that is always the same."""
    return HEAD + "".join(_lines(baseline))


def _lines(baseline: Baseline) -> Iterator[str]:
    from digestlint.toml_text import quoted

    for post, listed in sorted(baseline.entries.items()):
        yield f"\n[{quoted(post)}]\n"
        for key, count in sorted(listed.items()):
            shown = baseline.shown.get(key)
            yield f"{key.code}.{key.hash} = {count}{f'  # {shown}' if shown else ''}\n"


def read(path: Path) -> Baseline:
    """The baseline in a file. Raises BaselineError."""
    from digestlint.setting_faults import SettingsError
    from digestlint.settings_files import origin_of, toml_of

    try:
        origin = origin_of(path)
        data = toml_of(origin)
    except SettingsError as error:
        raise BaselineError(error.messages) from None
    faults = sorted(_faults(data), key=lambda fault: origin.line(fault.path))
    if faults:
        raise BaselineError(map(origin.message, faults))
    entries = {
        composed(post): {
            Key(code, it): n for code, counts in of_post.items() for it, n in counts.items()
        }
        for post, of_post in data.items()
    }
    shown = {Key(code, it): beside for code, it, beside in _ENTRY.findall(origin.text)}
    return Baseline(path, entries, shown)


def _faults(data: Mapping[str, Any]) -> Iterator[SettingFault]:
    """What is wrong with the tables of posts, of rules in them, and the numbers in those."""
    from digestlint.setting_faults import SettingFault, found

    for post, of_post in data.items():
        if not isinstance(of_post, dict):
            yield SettingFault((post,), found(of_post, Message("expected a post's table")))
            continue
        for code, counts in of_post.items():
            if not isinstance(counts, dict):
                expected = Message("expected rule.hash = number")
                yield SettingFault((post, code), found(counts, expected))
                continue
            for key, count in counts.items():
                if not isinstance(count, int) or isinstance(count, bool) or count < 1:
                    expected = Message("expected a number, 1 or more")
                    yield SettingFault((post, code, key), found(count, expected))
