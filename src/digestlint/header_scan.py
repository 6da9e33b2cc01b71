"""Plain headers, read without yaml: importing it takes longer than linting a post."""

from __future__ import annotations

import re

from digestlint.patterns import pattern
from digestlint.source import Span
from digestlint.yaml_values import Entry, Kind, Scalar, Sequence, Value, plain_kind

_QUOTED = r"\"[^\"\\]*\"|'[^']*'"
_ENTRY = pattern(
    rf"([A-Za-z_][A-Za-z0-9_-]{{,99}}):"
    rf"(?: +(?:({_QUOTED})|(\[[^\[\]{{}}]*\])|([^\s\"'\[].*)))? *"
)
_ITEM = pattern(rf" *(?:({_QUOTED})|([^ ,:#\"'&*!|>%@`?][^,:#\"'&*!|>%@`?]*)) *(?:,|\Z)")


def scan(text: str, offset: int) -> tuple[tuple[Entry, ...], tuple[Span, ...]] | None:
    """Entries and comments of a header of simple lines; None for whatever needs a YAML parser.

    Simple is: one key and a scalar or a flow list of scalars a line, quoted without escapes or
    plain, comment lines and blank ones. A test holds it equal to libyaml, spans included.
    """
    entries: list[Entry] = []
    comments: list[Span] = []
    start = offset
    for line in text.split("\n"):
        following = start + len(line) + 1
        content = line[:-1] if line.endswith("\r") else line
        if not content.isprintable():
            return None
        if match := _ENTRY.fullmatch(content):
            value = _scan_value(match, start)
            if value is None:
                return None
            key = Span(start, start + match.end(1))
            entries.append(Entry(Scalar(key, match[1], plain_kind(match[1])), value))
        elif content.startswith("#"):
            comments.append(Span(start, start + len(content)))
        elif content:
            return None
        start = following
    return tuple(entries), tuple(comments)


def _scan_value(match: re.Match[str], offset: int) -> Value | None:
    group = match.lastindex or 1
    start, end = match.span(group)
    text = match[group]
    if group == 2:
        return Scalar(Span(start + offset, end + offset), text[1:-1], Kind.STR, quoted=True)
    if group == 3:
        items = _scan_items(text[1:-1], start + 1 + offset)
        return None if items is None else Sequence(Span(start + offset, end + offset), items)
    if group == 4:
        text = text.rstrip(" ")
        if not _is_safe(text) or ": " in text or " #" in text or text.endswith(":"):
            return None
        return Scalar(Span(start + offset, start + offset + len(text)), text, plain_kind(text))
    empty = match.end(1) + 1 + offset
    return Scalar(Span(empty, empty), "", Kind.NULL)


def _scan_items(text: str, offset: int) -> tuple[Scalar, ...] | None:
    items: list[Scalar] = []
    text = text.rstrip(" ")
    at = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            return None
        group = match.lastindex or 1
        start = match.start(group)
        item = match[group].rstrip(" ")
        span = Span(start + offset, start + offset + len(item))
        if group == 1:
            items.append(Scalar(span, item[1:-1], Kind.STR, quoted=True))
        elif _is_safe(item):
            items.append(Scalar(span, item, plain_kind(item)))
        else:
            return None
        at = match.end()
    return tuple(items)


def _is_safe(text: str) -> bool:
    """Whether a plain scalar begins with no sign of YAML."""
    first = text[0]
    return "가" <= first <= "힣" or (first.isascii() and (first.isalnum() or first == "_"))
