"""Lines, and what a line alone may mean to kramdown, whatever stands round it."""

from __future__ import annotations

from digestlint.patterns import pattern
from digestlint.source import Source, Span
from digestlint.values import NamedTuple


class Line(NamedTuple):
    """A line of a piece: the tail of a source line, and that line's number from 1."""

    text: str
    number: int

    def span(self, source: Source) -> Span:
        """Where the line's content stands, white space around it left out."""
        end = source.line_span(self.number).end
        end -= len(self.text) - len(self.text.rstrip())
        return Span(end - len(self.text.strip()), end)


# Ruby's \s, \w and \d are ASCII
END = r"[ \t\r\f\v]*\Z"
WORD = r"[A-Za-z0-9_][A-Za-z0-9_-]*"
BRACED = r"(?:[^}\\]|\\.)+\}"

RULE = pattern(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
BOUNDARY = pattern(rf"\^{END}")
ATTRIBUTES = pattern(rf" {{0,3}}\{{:(?![:/]){BRACED}{END}")


def is_blank(text: str) -> bool:
    """Whether kramdown takes a line for a blank one; a no-break space is none."""
    return not text.strip(" \t\r\f\v")
