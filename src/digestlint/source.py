"""A post's text and its line index. Offsets are code points; lines and columns count from 1."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.values import NamedTuple, dataclass

BYTE_ORDER_MARK = "\ufeff"
LONE_RETURN = pattern(r"\r(?!\n)")
"""A carriage return that ends no line here; kramdown, YAML and markdown-it-py end one there."""


class Span(NamedTuple):
    """A half-open range of offsets into a text, in code points."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as an editor shows it: line and column, both from 1, the column in code points."""

    line: int
    column: int


class UnreadableError(ValueError):
    """Bytes that are not the text of a post; ``offset``, ``line`` and ``column`` count bytes.

    ``offset`` counts from 0, ``line`` and ``column`` from 1.
    """

    def __init__(self, reason: Message, data: bytes, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset
        self.line = data.count(b"\n", 0, offset) + 1
        self.column = offset - (data.rfind(b"\n", 0, offset) + 1) + 1


@dataclass(frozen=True)
class Source:
    """The whole text of a post, byte order mark and line ends included, so that nothing is lost."""

    text: str

    @classmethod
    def decode(cls, data: bytes) -> Source:
        """The text of a file.

        Raises UnreadableError where the bytes are not UTF-8 or hold a NUL.
        """
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableError(Message("not UTF-8"), data, error.start) from None
        if "\0" in text:
            raise UnreadableError(Message("a NUL byte"), data, data.index(b"\0"))
        return cls(text)

    def encode(self) -> bytes:
        """The bytes that ``decode`` read."""
        return self.text.encode("utf-8")

    @property
    def has_byte_order_mark(self) -> bool:
        """Whether the text begins with U+FEFF, which is no column of line 1."""
        return self.text.startswith(BYTE_ORDER_MARK)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Each line's content, without its ``\\n`` or ``\\r\\n`` and without the byte order mark.

        Lines end at ``\\n`` alone: ``str.splitlines`` also splits at U+2028 and would drift from
        what Jekyll and editors count. A text that ends in ``\\n`` has an empty last line.
        """
        lines = self._split
        if "\r" in self.text:
            lines = [*(line.removesuffix("\r") for line in lines[:-1]), lines[-1]]
        if self.has_byte_order_mark:
            lines = [lines[0][1:], *lines[1:]]
        return tuple(lines)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of each line's first character; see ``lines``."""
        lengths = [len(line) + 1 for line in self._split[:-1]]
        return (1 if self.has_byte_order_mark else 0, *accumulate(lengths))

    @cached_property
    def _split(self) -> list[str]:
        return self.text.split("\n")

    @property
    def line_count(self) -> int:
        """How many lines there are; the empty one after a last ``\\n`` counts."""
        return len(self.line_starts)

    def line_at(self, offset: int) -> int:
        """The number, from 1, of the line that holds the offset."""
        return bisect_right(self.line_starts, offset) or 1

    def position(self, offset: int) -> Position:
        """Where an editor shows the offset."""
        line = bisect_right(self.line_starts, offset) or 1
        return Position(line, max(offset - self.line_starts[line - 1], 0) + 1)

    def line_span(self, line: int) -> Span:
        """The content of a line, counted from 1, without its ``\\n`` or ``\\r\\n``."""
        start = self.line_starts[line - 1]
        return Span(start, start + len(self.lines[line - 1]))

    def line(self, line: int) -> str:
        """The content of a line, counted from 1, without its line end."""
        return self.lines[line - 1]

    def slice(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]


def following(places: Sequence[int], at: int) -> int:
    """The first of the places, which ascend, that is not before an offset; -1 where none is."""
    near = bisect_left(places, at)
    return places[near] if near < len(places) else -1
