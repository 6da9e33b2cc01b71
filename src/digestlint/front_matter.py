"""The header of a post: where its fences stand, and its keys and values with their spans.

Jekyll's own idea of a header is ``\\A(---\\s*\\n.*?\\n?)^((---|\\.\\.\\.)\\s*$\\n?)``
(jekyll/document.rb); what a keeper plainly meant as one is read too, and its flaw is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

from digestlint.header_scan import scan
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.source import Source, Span
from digestlint.values import dataclass, replace
from digestlint.yaml_values import (
    Defect,
    Entry,
    Kind,
    MappingValue,
    Scalar,
    Sequence,
    Value,
)

LONGEST = 64 * 1024
"""How many code points of a header are read."""


class Misplaced(StrEnum):
    """What keeps Jekyll from seeing a header that begins on the first line."""

    ABSENT = "absent"  # nothing that looks like a header
    PRECEDED = "preceded"  # blank lines, spaces or a comment stand before the opening fence
    UNOPENED = "unopened"  # keys and a closing fence, but no opening one
    MISTYPED = "mistyped"  # the opening fence is a run of other dashes


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A header as far as it can be read; parsing never raises.

    ``open_span`` and ``close_span`` are the fence lines without their line ends; empty spans mark
    where a fence is missing. ``entries`` are the keys and values as they stand, duplicates too;
    what ``<<`` merges in comes last. ``comments`` are the comment lines, from their ``#``.
    ``body_start`` is the offset, and ``body_line`` the line from 1, where the Markdown begins.

    Flaws: ``misplaced`` (Jekyll prints the header as text), ``unclosed`` (read up to the first
    blank line or heading), ``defect`` (what YAML or Jekyll cannot read; there are no entries
    then), ``lone_returns`` (fences that Jekyll does not see as a lone CR ends their lines; they
    are read as if it were a line end).
    """

    open_span: Span
    close_span: Span
    body_start: int
    body_line: int
    entries: tuple[Entry, ...] = ()
    comments: tuple[Span, ...] = ()
    misplaced: Misplaced | None = None
    unclosed: bool = False
    defect: Defect | None = None
    lone_returns: bool = False

    @property
    def present(self) -> bool:
        """Whether there is a header at all, flawed or not."""
        return self.misplaced is not Misplaced.ABSENT

    @property
    def readable(self) -> bool:
        """Whether there is a header whose entries are known; they may be none."""
        return self.present and self.defect is None

    def entry(self, key: str) -> Entry | None:
        """The entry of a key; of several the last, which is the one that Jekyll takes."""
        for entry in reversed(self.entries):
            if entry.key.text == key:
                return entry
        return None

    def get(self, key: str) -> Value | None:
        """The value of a key, None where there is no such key."""
        entry = self.entry(key)
        return entry.value if entry else None


# Ruby's \s is ASCII; a blank line before a fence's line end is part of no fence.
_BLANK = r"[ \t\r\f\v]*"
_OPEN = pattern(rf"---{_BLANK}(?:\n|\Z)")
_CLOSE = pattern(rf"^(?:---|\.\.\.){_BLANK}$", re.MULTILINE)
_HEADING = pattern(r"^(?:##|#[ \t]*\d+\.|#[^\n]*\]\()", re.MULTILINE)
_PAPER = pattern(r"^#[^\n]*\]\(", re.MULTILINE)
_STOP = pattern(rf"^{_BLANK}\n|{_HEADING.pattern}", re.MULTILINE)
_KEY = pattern(r"[A-Za-z_][\w-]*[ \t]*:(?:[ \t\r\n]|\Z)")
_HOUSE_KEY = pattern(r"(?:layout|title|date|tags?|categor(?:y|ies)|author|permalink)[ \t]*:\s")
_HEADER_LINE = pattern(rf"{_KEY.pattern}|[ \t#\]}}]|\r?\Z")
_PADDING = pattern("[\\s\u200b-\u200d\u2060\ufeff]*")
_DASHES = pattern(rf"[-‐-―−_]+{_BLANK}\n")
_LONE_RETURN = pattern(r"\r(?!\n)")
_COMMENT = pattern(r"^[ \t]*(#[^\r\n]*)", re.MULTILINE)


def parse(source: Source) -> FrontMatter:
    """The header of a post."""
    text = source.text
    start = 1 if source.has_byte_order_mark else 0
    found = _find(text, start)
    if (found.misplaced or found.unclosed) and "\r" in text and _LONE_RETURN.search(text):
        # The same offsets, so the spans hold in the source.
        other = _find(_LONE_RETURN.sub("\n", text), start)
        if not (other.misplaced or other.unclosed):
            found = replace(other, lone_returns=True)
    return replace(found, body_line=source.line_at(found.body_start))


def _find(text: str, start: int) -> FrontMatter:
    opening = _OPEN.match(text, start)
    if opening:
        return _read(text, opening.start(), opening.end())
    at = _after_padding(text, start)
    opening = _OPEN.match(text, at)
    if opening and (_KEY.match(text, opening.end()) or _CLOSE.match(text, opening.end())):
        return replace(_read(text, at, opening.end()), misplaced=Misplaced.PRECEDED)
    opening = _DASHES.match(text, at)
    if opening and _KEY.match(text, opening.end()) and _closes(text, opening.end()):
        return replace(_read(text, at, opening.end()), misplaced=Misplaced.MISTYPED)
    if _HOUSE_KEY.match(text, at) and _closes(text, at):
        return replace(_read(text, at, at), misplaced=Misplaced.UNOPENED)
    nowhere = Span(start, start)
    return FrontMatter(nowhere, nowhere, start, 1, misplaced=Misplaced.ABSENT)


def _after_padding(text: str, start: int) -> int:
    """The offset after white space, invisible characters and HTML comments."""
    while True:
        padding = _PADDING.match(text, start)
        start = padding.end() if padding else start
        if not text.startswith("<!--", start):
            return start
        end = text.find("-->", start)
        if end < 0:
            return start
        start = end + 3


def _closes(text: str, start: int) -> bool:
    """Whether a closing fence comes before the first blank line or heading."""
    closing, stop = _CLOSE.search(text, start), _STOP.search(text, start)
    return closing is not None and (stop is None or closing.start() < stop.start())


def _read(text: str, open_start: int, start: int) -> FrontMatter:
    """The header whose first line begins at ``start``."""
    closing = _CLOSE.search(text, start)
    stop = _STOP.search(text, start, closing.start() if closing else len(text))
    if closing is not None:
        closed = _closed(text, open_start, start, closing)
        if stop is None or _is_header(text, closed, stop.start(), closing.start()):
            return closed
    end = stop.start() if stop else len(text)
    open_span = _line(text, open_start, start)
    header = FrontMatter(open_span, Span(end, end), end, 0, unclosed=True)
    if not _HEADER_LINE.match(text, start, end):
        return header  # a thematic break and a body: that it cannot be YAML is no second fault
    return _with_entries(header, text, open_start, start, end)


def _closed(text: str, open_start: int, start: int, closing: re.Match[str]) -> FrontMatter:
    close_span = _line(text, *closing.span())
    body_start = min(closing.end() + 1, len(text))
    header = FrontMatter(_line(text, open_start, start), close_span, body_start, 0)
    return _with_entries(header, text, open_start, start, closing.start())


def _is_header(text: str, header: FrontMatter, stop: int, end: int) -> bool:
    """Whether what stands between a blank line, or what looks like a heading, and a fence is YAML.

    Blank lines and comments are legal in a header. But where its close is missing, the next rule
    (``---``) of the body closes it.
    """
    if header.defect is None:
        # A heading is a comment in YAML: papers' headings with no entry after them are a body.
        last = header.entries[-1].value.span.end if header.entries else 0
        return last > stop or _PAPER.search(text, stop, end) is None
    if _HEADING.search(text, stop, end):
        return False
    return all(map(_HEADER_LINE.match, text[stop:end].split("\n")))


def _line(text: str, start: int, end: int) -> Span:
    """The span without the white space at its end."""
    return Span(start, start + len(text[start:end].rstrip()))


def _with_entries(
    header: FrontMatter, text: str, open_start: int, start: int, end: int
) -> FrontMatter:
    if end - open_start > LONGEST:
        reason = Message("longer than {limit} characters", {"limit": LONGEST})
        return replace(header, defect=Defect(Span(open_start, start), reason))
    scanned = scan(text[start:end], start)
    if scanned is not None:
        entries, comments = scanned
        return replace(header, entries=entries, comments=comments)
    fenced = text.startswith("---", open_start)
    return _read_yaml(header, text, open_start if fenced else start, end)


# -- what the scanner does not read: libyaml ------------------------------------------------------


def _read_yaml(header: FrontMatter, text: str, start: int, end: int) -> FrontMatter:
    """The header with what libyaml reads from ``start``, an opening fence or its first key."""
    from digestlint.yaml_events import compose

    value = compose(text[start:end], start)
    scalars = sorted(_scalars(value)) if isinstance(value, MappingValue) else []
    header = replace(header, comments=_comments(text, start, end, scalars))
    if isinstance(value, MappingValue):
        return replace(header, entries=_merged(value))
    if isinstance(value, Defect):
        return replace(header, defect=value)
    if value is None or (isinstance(value, Scalar) and value.kind is Kind.NULL):
        return header
    what = Message("a list") if isinstance(value, Sequence) else Message("text")
    reason = Message("{found} where keys and values are expected", {"found": what})
    return replace(header, defect=Defect(value.span, reason))


def _merged(mapping: MappingValue) -> tuple[Entry, ...]:
    """The entries, those that ``<<`` merges in last, unless their key is given.

    As in Psych, ``<<`` merges a mapping or a list of them; any other value makes it a plain key.
    """
    own: list[Entry] = []
    merged: list[Entry] = []
    for entry in mapping.entries:
        sources = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
        if entry.key.text == "<<" and all(isinstance(one, MappingValue) for one in sources):
            merged += [e for one in sources if isinstance(one, MappingValue) for e in one.entries]
        else:
            own.append(entry)
    known = {entry.key.text for entry in own}
    for entry in merged:
        if entry.key.text not in known:
            known.add(entry.key.text)
            own.append(entry)
    return tuple(own)


def _scalars(value: Value) -> Iterator[Span]:
    """The spans of the scalars, each value that aliases share looked at once."""
    stack: list[Value] = [value]
    seen: set[int] = set()
    while stack:
        value = stack.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Scalar):
            yield value.span
        elif isinstance(value, Sequence):
            stack += value.items
        else:
            stack += [part for entry in value.entries for part in (entry.key, entry.value)]


def _comments(text: str, start: int, end: int, scalars: list[Span]) -> tuple[Span, ...]:
    """The comment lines that are no line of a scalar; the scalars are in order."""
    comments: list[Span] = []
    for match in _COMMENT.finditer(text, start, end):
        comment = Span(*match.span(1))
        before = bisect_right(scalars, comment)
        if not before or scalars[before - 1].end <= comment.start:
            comments.append(comment)
    return tuple(comments)
