"""How a text fills a row of texts and fields, as a regular expression would, but in linear time.

``{title}{url}{id}`` as a regular expression takes the cube of a text's length where the text does
not fit; and both may be a stranger's. Here each field is tried but once from each place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestlint.source import Span
from digestlint.values import NamedTuple


class Field(NamedTuple):
    """A field: what it matches, and how long it may be; ``most`` is None for a run of any length.

    A run matches whatever it is a part of: its pattern is ``+`` after a set of characters.
    """

    pattern: re.Pattern[str]
    least: int
    most: int | None


def fill(parts: Sequence[str | Field], text: str) -> list[Span] | None:
    """Where the fields stand if the parts are the whole text, each as long as can be; else None."""
    fits = [bytearray(len(text) + 1)]  # from which places what is left of the parts fits
    fits[0][len(text)] = 1
    for part in reversed(parts):
        fits.append(_before(part, text, fits[-1]))
    fits.reverse()
    if not fits[0][0]:
        return None
    spans: list[Span] = []
    at = 0
    for part, after in zip(parts, fits[1:], strict=True):
        if isinstance(part, str):
            at += len(part)
            continue
        spans.append(Span(at, _longest(part, text, at, after)))
        at = spans[-1].end
    return spans


def _before(part: str | Field, text: str, after: bytearray) -> bytearray:
    """From which places a part leads to one of the places after it."""
    before = bytearray(len(text) + 1)
    if isinstance(part, str):
        for end in _places(after):
            if text.endswith(part, 0, end):
                before[end - len(part)] = 1
    elif part.most is None:
        for run in part.pattern.finditer(text):
            start, end = run.span()
            last = after.rfind(1, start + 1, end + 1)
            if last >= 0:
                before[start:last] = b"\1" * (last - start)
    else:
        for end in _places(after):
            for start in range(max(end - part.most, 0), end - part.least + 1):
                if part.pattern.fullmatch(text, start, end):
                    before[start] = 1
    return before


def _places(marked: bytearray) -> list[int]:
    return [at for at, mark in enumerate(marked) if mark]


def _longest(field: Field, text: str, start: int, after: bytearray) -> int:
    """The farthest of the places after it to which a field leads."""
    if field.most is None:
        run = field.pattern.match(text, start)
        return after.rfind(1, start + 1, run.end() + 1) if run else start
    ends = range(min(start + field.most, len(text)), start + field.least - 1, -1)
    return next(it for it in ends if after[it] and field.pattern.fullmatch(text, start, it))
