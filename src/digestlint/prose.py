"""What a reader reads of a block: runs of text, from which each character finds its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from digestlint.document import Block, Inline, InlineKind
from digestlint.source import Span
from digestlint.values import NamedTuple

OBJECT = "\ufffc"
"""Stands in a text for code, math or an image: something a reader sees that is no text."""


class Prose(NamedTuple):
    """A run of readable text, from a block's begin or a hard break to the next or its end.

    Code, math and images are ``OBJECT``, raw HTML and link targets are gone, a soft break is one
    space. ``first`` tells whether the block begins with it, ``last`` whether the block ends so.
    """

    text: str
    block: Block
    first: bool
    last: bool
    starts: tuple[int, ...]
    spans: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """Where a part of the text (offsets in code points) stands in the source."""
        return Span(self._offset(start), self._offset(max(end - 1, start), last=end > start))

    def _offset(self, index: int, *, last: bool = False) -> int:
        if not self.starts:
            return self.block.span.start
        at = bisect_right(self.starts, index) - 1
        start, end = self.spans[at]
        after = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        if after - self.starts[at] != end - start:  # an escape, an entity, OBJECT: all or nothing
            return end if last else start
        return start + index - self.starts[at] + last


def prose(block: Block) -> Iterable[Prose]:
    """The runs of a heading or a paragraph that hold more than white space."""
    inlines = block.inlines
    if len(inlines) == 1:  # as in nearly all
        kind, span, text, _ = inlines[0]
        if kind is _TEXT and "$" not in text:
            if not text or text.isspace():
                return ()
            return (tuple.__new__(Prose, (text, block, True, True, _FROM_BEGIN, (span,))),)
    return _runs(block)


_FROM_BEGIN = (0,)


def _runs(block: Block) -> Iterator[Prose]:
    runs: list[list[Inline]] = [[]]
    for piece in block.inlines:
        if piece.kind is InlineKind.HARD_BREAK or _is_line_break(piece):
            runs.append([])
        elif piece.kind in _READ:
            runs[-1].append(piece)
    for number, run in enumerate(runs):
        made = _without_math(_run(run, block, number == 0, number == len(runs) - 1))
        if made.text.strip():
            yield made


_TEXT = InlineKind.TEXT  # which takes longer to look up than all else about a short paragraph
_READ = (InlineKind.TEXT, InlineKind.CODE, InlineKind.IMAGE, InlineKind.SOFT_BREAK)


def _is_line_break(piece: Inline) -> bool:
    return piece.kind is InlineKind.HTML and piece.text[:3].lower() == "<br"


def _run(pieces: Sequence[Inline], block: Block, first: bool, last: bool) -> Prose:
    texts: list[str] = []
    starts: list[int] = []
    length = 0
    for piece in pieces:
        if piece.kind is InlineKind.TEXT:
            text = piece.text
        else:
            text = " " if piece.kind is InlineKind.SOFT_BREAK else OBJECT
        starts.append(length)
        texts.append(text)
        length += len(text)
    return Prose(
        "".join(texts), block, first, last, tuple(starts), tuple(piece.span for piece in pieces)
    )


def _without_math(run: Prose) -> Prose:
    """The run with ``$$…$$`` and ``$…$`` in it replaced by ``OBJECT``."""
    if run.text.count("$") < 2:
        return run
    texts: list[str] = []
    starts: list[int] = []
    spans: list[Span] = []

    def keep(start: int, end: int) -> None:
        """Takes over a part of the text, piece by piece, so that its offsets stay."""
        while start < end:
            at = bisect_right(run.starts, start) - 1
            stop = min(end, run.starts[at + 1]) if at + 1 < len(run.starts) else end
            starts.append(sum(map(len, texts[-1:])) + (starts[-1] if starts else 0))
            texts.append(run.text[start:stop])
            spans.append(run.span(start, stop))
            start = stop

    at = 0
    for start, end in math_spans(run.text):
        keep(at, start)
        starts.append(sum(map(len, texts[-1:])) + (starts[-1] if starts else 0))
        texts.append(OBJECT)
        spans.append(run.span(start, end))
        at = end
    keep(at, len(run.text))
    return Prose("".join(texts), run.block, run.first, run.last, tuple(starts), tuple(spans))


def math_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where ``$$…$$`` and ``$…$`` stand in a text.

    A single ``$`` opens before a character that is no space, closes after one, and never before a
    digit (pandoc's rule) nor opens after one, so that two prices are no formula.
    """
    at = text.find("$")
    while at >= 0:
        mark = "$$" if text.startswith("$$", at) else "$"
        end = text.find(mark, at + len(mark))
        if mark == "$" and end >= 0:
            inside, outside = text[at + 1 : end], text[at - 1 : at] + text[end + 1 : end + 2]
            if inside.strip() != inside or not inside or any(map(str.isdigit, outside)):
                at = end
                continue
        if end < 0:
            at = text.find("$", at + len(mark))
            continue
        yield at, end + len(mark)
        at = text.find("$", end + len(mark))
