"""Where an editor sees an offset: lines and code units from 0, in the encoding it asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property

from lsprotocol.types import Position, PositionEncodingKind, Range, TextEdit

from digestlint.diagnostics import PlacedEdit
from digestlint.patterns import pattern
from digestlint.source import Position as Place
from digestlint.source import Source

_LINE_END = pattern(r"\r\n|\n|\r")


def _utf_8(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _utf_16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


UNITS: Mapping[str, Callable[[str], int]] = {
    PositionEncodingKind.Utf8: _utf_8,
    PositionEncodingKind.Utf16: _utf_16,
    PositionEncodingKind.Utf32: len,
}
"""How each encoding counts the units of a text."""


class Positions:
    """The places of a text, as the protocol has them.

    A lone ``\\r`` ends a line there, as it does not in a ``Source``, and a byte order mark, if an
    editor sends one, is a character.
    """

    def __init__(self, source: Source, encoding: str = PositionEncodingKind.Utf16) -> None:
        self._source = source
        self._units = UNITS[encoding]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self._source.text))]

    def position(self, offset: int) -> Position:
        """The place of an offset."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._units(self._source.text[self._starts[line] : offset]))

    def range(self, start: int, end: int) -> Range:
        """The place of what stands between two offsets."""
        return Range(self.position(start), self.position(end))

    def placed(self, start: Place, end: Place) -> Range:
        """The place of what stands between two lines and columns."""
        return self.range(self.offset(start), self.offset(end))

    def edit(self, edit: PlacedEdit) -> TextEdit:
        """An edit; one of nothing to nothing removes the byte order mark, which has no column."""
        start, end = self.offset(edit.start), self.offset(edit.end)
        if start == end and not edit.text:
            start = 0
        return TextEdit(self.range(start, end), edit.text)

    def offset(self, place: Place) -> int:
        """The offset of a line and column, both from 1, the column in code points."""
        return self._source.line_starts[place.line - 1] + place.column - 1
