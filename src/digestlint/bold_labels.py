"""Sections that begin with their name in bold, on a line of its own or with a colon after it.

A paragraph is cut at such names, so that each is a heading and what follows it the section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestlint.document import Block, BlockKind, Inline, InlineKind, Lines
from digestlint.headings import Heading, HeadingForm, known_section
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple

_BREAKS = (InlineKind.SOFT_BREAK, InlineKind.HARD_BREAK)
_COLONS = ":："
_ENDS = f"{_COLONS}."


class _Label(NamedTuple):
    """A name in bold: its text, where that stands, and the pieces from its first to the next."""

    name: str
    span: Span
    first: int
    after: int


def cut_at_labels(
    source: Source, blocks: Sequence[Block], settings: Settings
) -> tuple[list[Block], list[tuple[int, Heading]]]:
    """The blocks, cut where sections begin, and the headings so made with their places in them."""
    cut: list[Block] = []
    found: list[tuple[int, Heading]] = []
    for block in blocks:
        labels = list(_labels(block, settings)) if block.kind is BlockKind.PARAGRAPH else []
        if not labels:
            cut.append(block)
            continue
        cut += _part(source, block, block.inlines[: labels[0].first])
        ends = [label.first for label in labels[1:]] + [len(block.inlines)]
        for label, end in zip(labels, ends, strict=True):
            heading = _heading(source, block, label, settings)
            found.append((len(cut), heading))
            cut.append(heading.block)
            cut += _part(source, block, block.inlines[label.after : end])
    return cut, found


def _labels(block: Block, settings: Settings) -> Iterator[_Label]:
    """The names of sections in bold with which a line of a paragraph begins."""
    pieces = block.inlines
    for at, piece in enumerate(pieces):
        begins = at == 0 or pieces[at - 1].kind in _BREAKS
        if not begins or piece.kind is not InlineKind.OPEN or piece.tag != "strong":
            continue
        inner = at + 1
        while inner < len(pieces) and pieces[inner].kind is InlineKind.TEXT:
            inner += 1
        if inner == len(pieces) or pieces[inner].kind is not InlineKind.CLOSE:
            continue
        text = "".join(it.text for it in pieces[at + 1 : inner])
        name = text.strip().rstrip(_ENDS).rstrip()
        rest = pieces[inner + 1 : inner + 2]
        is_alone = not rest or rest[0].kind in _BREAKS
        is_ended = text.rstrip().endswith(tuple(_ENDS)) or (
            rest and rest[0].kind is InlineKind.TEXT and rest[0].text.lstrip()[:1] in tuple(_COLONS)
        )
        if name and (is_alone or is_ended) and known_section(name, settings):
            start = pieces[at + 1].span.start + text.index(name)
            yield _Label(name, Span(start, start + len(name)), at, inner + 1)


def _heading(source: Source, block: Block, label: _Label, settings: Settings) -> Heading:
    line = source.line_at(label.span.start)
    lines = Lines(line, line)
    level = settings.sections.level
    shown = (Inline(InlineKind.TEXT, label.span, label.name),)
    made = Block(BlockKind.HEADING, lines, label.span, block.containers, block.outer, level, shown)
    span = Span(block.inlines[label.first].span.start, block.inlines[label.after - 1].span.end)
    return Heading(made, span, level, label.name, label.span, HeadingForm.BOLD, False)


def _part(source: Source, block: Block, pieces: Sequence[Inline]) -> Iterator[Block]:
    """A part of a paragraph as one of its own, unless nothing is in it."""
    pieces = list(pieces)
    while pieces and pieces[0].kind in _BREAKS:
        del pieces[0]
    while pieces and pieces[-1].kind in _BREAKS:
        del pieces[-1]
    if pieces and pieces[0].kind is InlineKind.TEXT:
        pieces[0] = _without_colon(pieces[0])
        if not pieces[0].text:
            del pieces[0]
    if pieces:
        span = Span(pieces[0].span.start, pieces[-1].span.end)
        lines = Lines(source.line_at(span.start), source.line_at(span.end))
        links = tuple(it for it in block.links if span.start <= it.span.start < span.end)
        yield block._replace(lines=lines, span=span, inlines=tuple(pieces), links=links)


def _without_colon(piece: Inline) -> Inline:
    """The piece without a colon and the white space round it at its begin."""
    kept = piece.text.lstrip().lstrip(_COLONS).lstrip()
    return Inline(piece.kind, Span(piece.span.end - len(kept), piece.span.end), kept)
