"""Where white space is content whatever the dialect: Liquid, which runs first, and math."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint.patterns import pattern
from digestlint.source import Span, following

_TAG_NAME = pattern(r"\{%-?\s*(\w+)")
_END_TAG = pattern(r"\{%-?\s*end(\w+)")
_CLOSINGS = {"{{": "}}", "{%": "%}"}


def liquid(text: str, start: int = 0) -> Iterator[Span]:
    """Each ``{{ … }}``, ``{% … %}``, and block from its ``{% x %}`` to its ``{% endx %}``."""
    at, unclosed = start, set[str]()
    ends: dict[str, list[int]] | None = None
    while (opening := text.find("{", at)) >= 0:
        at = opening + 1
        closing = _CLOSINGS.get(text[opening : opening + 2], "")
        if not closing or closing in unclosed:
            continue
        end = text.find(closing, opening + 2)
        if end < 0:
            unclosed.add(closing)
            continue
        name = _TAG_NAME.match(text, opening)
        if name:
            ends = places(_END_TAG, text, end) if ends is None else ends
            if (last := following(ends.get(name[1], ()), end)) >= 0:
                closed = text.find("%}", last + 2)
                end = closed if closed >= 0 else len(text)
        at = min(end + 2, len(text))
        yield Span(opening, at)


def places(mark: re.Pattern[str], text: str, start: int) -> dict[str, list[int]]:
    """Where a mark that has a name in it stands from an offset on, by name.

    To look for each name by itself would take as many times as long as there are names.
    """
    found: dict[str, list[int]] = {}
    for each in mark.finditer(text, start):
        found.setdefault(each[1], []).append(each.start())
    return found


_BLANK_LINE = pattern(r"\n[ \t]*\r?\n")
_LINE_START = pattern(r"^[ \t>*+.\d-]*\Z", re.MULTILINE)


def math(text: str, start: int = 0) -> Iterator[Span]:
    """Each ``$$ … $$``: at a line's start over blank lines, else within its paragraph."""
    opening = text.find("$$", start)
    while opening >= 0:
        end = text.find("$$", opening + 2)
        if end < 0:
            return
        opens_line = _LINE_START.search(text, max(opening - 40, 0), opening)
        if opens_line or not _BLANK_LINE.search(text, opening, end):
            yield Span(opening, end + 2)
            end = text.find("$$", end + 2)
        opening = end
