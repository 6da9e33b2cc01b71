"""Where white space is content whatever the dialect: Liquid, which runs first, and math."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint.source import Span

_TAG_NAME = re.compile(r"\{%-?\s*(\w+)")
_CLOSINGS = {"{{": "}}", "{%": "%}"}


def liquid(text: str, start: int = 0) -> Iterator[Span]:
    """Each ``{{ … }}``, ``{% … %}``, and block from its ``{% x %}`` to its ``{% endx %}``."""
    at, unclosed = start, set[str]()
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
        if name and name[1] not in unclosed:
            last = re.compile(r"\{%-?\s*end" + name[1]).search(text, end)
            if last is None:
                unclosed.add(name[1])
            else:
                closed = text.find("%}", last.end())
                end = closed if closed >= 0 else len(text)
        at = min(end + 2, len(text))
        yield Span(opening, at)


_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_LINE_START = re.compile(r"^[ \t>*+.\d-]*\Z", re.MULTILINE)


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
