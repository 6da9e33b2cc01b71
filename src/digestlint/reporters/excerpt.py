"""The part of a line that is shown, and the carets under a span of it.

Widths are in a terminal's cells, where a Hangul syllable takes two and a combining mark none.
"""

from __future__ import annotations

from collections.abc import Sequence

from digestlint.reporters import LOG_COMMAND, escape

WIDTH = 100
"""How many cells of a line are shown at most."""
_BEFORE = 10
"""How many cells before a span are shown at least."""


def excerpt(line: str, start: int, end: int | None) -> tuple[str, str]:
    """What to show of a line, escaped, with ``…`` where it was cut; and the carets below.

    ``start`` and ``end`` are offsets into the line, None and what is beyond it its end. An empty
    span has its caret at ``start``.
    """
    start = min(start, len(line))
    end = len(line) if end is None else max(start, min(end, len(line)))
    # However long the line, no more characters than these are looked at.
    first, last = max(start - WIDTH, 0), min(start + WIDTH, len(line))
    cells = [escape(character) for character in line[first:last]]
    if "##" in line:
        for found in LOG_COMMAND.finditer(line, first, last):
            cells[found.start() + 1 - first] = r"\x23"
    widths = [width(cell) for cell in cells]
    start, end = start - first, min(end, last) - first
    low, high = 0, len(cells)
    if len(cells) < len(line) or sum(widths) > WIDTH:
        low, high = _window(widths, start, end)
    left = "…" if first + low else ""
    right = "…" if first + high < len(line) else ""
    while start > low and widths[start : start + 1] == [0]:  # a mark stands on what is before it
        start -= 1
    before = width(left + "".join(cells[low:start]))
    covered = width(left + "".join(cells[low : min(end, high)])) - before
    carets = f"{' ' * before}^{'~' * (covered - 1)}"
    return f"{left}{''.join(cells[low:high])}{right}", carets


def _window(widths: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The offsets between which ``WIDTH`` cells lie, two kept for the marks of the cuts.

    The span is in their middle, or its beginning is there if it is longer than that.
    """
    room = WIDTH - 2
    low = _back(widths, start, max((room - sum(widths[start:end])) // 2, _BEFORE))
    high = _forth(widths, low, room)
    return _back(widths, high, room), high


def _back(widths: Sequence[int], at: int, room: int) -> int:
    while at > 0 and widths[at - 1] <= room:
        at -= 1
        room -= widths[at]
    while at > 0 and widths[at : at + 1] == [0]:  # a mark is not torn from what is before it
        at += 1
    return at


def _forth(widths: Sequence[int], at: int, room: int) -> int:
    while at < len(widths) and widths[at] <= room:
        room -= widths[at]
        at += 1
    return at


def width(text: str) -> int:
    """How many cells a text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # costs as much as starting Python

    return max(wcswidth(text), 0)
