"""The marks of emphasis in a block as its renderer reads them: what they set off, what is left."""

from __future__ import annotations

from digestlint.document import Block, InlineKind
from digestlint.kramdown import html, spans
from digestlint.kramdown.spans import MarkKind
from digestlint.published import Content
from digestlint.source import Span
from digestlint.values import NamedTuple


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
    marks = spans.read(html.as_text(content.text))
    return Reading(
        content.text,
        tuple(
            Taken(Span(mark.start, mark.end), Span(mark.inner_start, mark.inner_end))
            for mark in marks
            if mark.kind in (MarkKind.EMPHASIS, MarkKind.STRONG)
        ),
        _runs(
            content.text, [Span(it.start, it.end) for it in marks if it.kind is MarkKind.LITERAL]
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
    return Reading(content.text, tuple(sorted(taken)), _runs(content.text, literal))


def _runs(text: str, marks: list[Span]) -> tuple[Span, ...]:
    """The marks, equal ones that touch one another as one."""
    runs: list[Span] = []
    for mark in marks:
        if runs and runs[-1].end == mark.start and text[mark.start - 1] == text[mark.start]:
            runs[-1] = Span(runs[-1].start, mark.end)
        else:
            runs.append(mark)
    return tuple(runs)
