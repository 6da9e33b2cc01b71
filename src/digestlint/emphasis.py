"""The marks of emphasis in a block as its renderer reads them: what they set off, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from digestlint.kramdown import spans
from digestlint.kramdown.spans import MarkKind
from digestlint.markdown import Block, InlineKind
from digestlint.published import Content
from digestlint.source import Span


class Taken(NamedTuple):
    """Emphasis. ``inner`` is what is set off, ``whole`` that with its marks; offsets of a text."""

    whole: Span
    inner: Span


class Reading(NamedTuple):
    """What a renderer makes of a text: emphasis, and runs of marks that a reader sees."""

    text: str
    taken: tuple[Taken, ...]
    literal: tuple[Span, ...]


def by_kramdown(content: Content) -> Reading:
    """As the site has it."""
    marks = spans.read(content.text)
    return Reading(
        content.text,
        tuple(
            Taken(Span(mark.start, mark.end), Span(mark.inner_start, mark.inner_end))
            for mark in marks
            if mark.kind in (MarkKind.EMPHASIS, MarkKind.STRONG)
        ),
        tuple(
            _runs(Span(mark.start, mark.end) for mark in marks if mark.kind is MarkKind.LITERAL)
        ),
    )


def by_commonmark(block: Block, content: Content) -> Reading:
    """As GitHub has it."""
    opened: list[Span] = []
    taken: list[Taken] = []
    literal: list[Span] = []
    for piece in block.inlines:
        start = content.index(piece.span.start)
        width = 2 if piece.tag == "strong" else 1
        if piece.kind is InlineKind.OPEN and piece.tag in ("em", "strong"):
            # of the two marks of a strong emphasis, the model has the inner one at the begin ...
            opened.append(Span(start + 1 - width, start + 1))
        elif piece.kind is InlineKind.CLOSE and piece.tag in ("em", "strong") and opened:
            # ... and the inner one at the end
            begin = opened.pop()
            whole = Span(begin.start, start + width)
            taken.append(Taken(whole, Span(begin.end, start)))
        elif piece.kind is InlineKind.TEXT and piece.text in ("*", "_"):
            end = content.index(piece.span.end - 1) + 1
            if end - start == 1:  # no escape
                literal.append(Span(start, end))
    return Reading(content.text, tuple(sorted(taken)), tuple(_runs(iter(literal))))


def _runs(marks: Iterator[Span]) -> Iterator[Span]:
    """The marks, those that touch one another as one."""
    last: Span | None = None
    for mark in marks:
        if last and last.end == mark.start:
            last = Span(last.start, mark.end)
            continue
        if last:
            yield last
        last = mark
    if last:
        yield last
