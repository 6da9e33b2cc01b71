"""A post as the site has it: its blocks as kramdown reads them, after Liquid."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from digestlint.document import Block
from digestlint.kramdown import blocks, html
from digestlint.kramdown.blocks import Piece
from digestlint.kramdown.lines import Line
from digestlint.liquid import TokenKind, tokens
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.source import Source, Span
from digestlint.values import dataclass


@lru_cache(maxsize=1)  # several rules ask for them
def published(post: Post) -> tuple[Piece, ...]:
    """The pieces of the page, those within others too, in the order of the text.

    Fences round prose, and tags of elements that there are not, are read as if they were none, like
    everywhere else.
    """
    source, first = post.source, post.front_matter.body_line
    body = html.as_text(_without_liquid(source.text, post.front_matter.body_start))
    lines = [
        Line(body[slice(*source.line_span(number))], number)
        for number in range(first, source.line_count + 1)
    ]
    if lines and not lines[-1].text:
        lines.pop()  # what follows the last line end is no line
    for fence in post.fenced:
        for number in (fence.lines.first, *([fence.lines.last] if fence.closed else [])):
            lines[number - first] = Line("", number)
    return tuple(blocks.walk(blocks.read(lines)))


_BLOCKS = ("highlight", "comment")
_RAW = pattern(r"\{%-?\s*(?:end)?raw[^%]*%\}")
_SHOWN = pattern(r"[^\r\n]")


def _without_liquid(text: str, start: int) -> str:
    """The text with spaces where tags stand, and what a tag makes of its block."""
    if "{%" not in text:
        return text
    parts: list[str] = []
    at = 0
    opened = ""
    for token in tokens(text, start):
        begin, end = token.span
        if token.kind is TokenKind.RAW and not opened:
            parts += text[at:begin], _RAW.sub(_blank, text[begin:end])
            at = end
        elif token.kind is TokenKind.TAG and (not opened or token.name == f"end{opened}"):
            hidden = text[at:end] if opened else text[begin:end]
            parts += "" if opened else text[at:begin], _SHOWN.sub(" ", hidden)
            opened = token.name if token.name in _BLOCKS and not opened else ""
            at = end
    return "".join([*parts, text[at:]])


def _blank(found: re.Match[str]) -> str:
    return _SHOWN.sub(" ", found[0])


@dataclass(frozen=True, slots=True)
class Content:
    """A block's text without the marks of its containers, and where each line of it stands."""

    text: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Where a part of the text stands in the source."""
        return Span(self._offset(start), self._offset(max(end - 1, start)) + (end > start))

    def index(self, offset: int) -> int:
        """Where in the text a character of the source stands that is not left out of it."""
        at = bisect_right(self.offsets, offset) - 1
        return self.starts[at] + offset - self.offsets[at]

    def _offset(self, index: int) -> int:
        at = bisect_right(self.starts, index) - 1
        return self.offsets[at] + index - self.starts[at]


_MARKS = pattern(r"(?:[ \t]*>)*[ \t]*")


def content(source: Source, block: Block) -> Content:
    """The text of a paragraph or a heading, as it is written."""
    parts: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    length = 0
    is_quoted = any(it.kind == "quote" for it in block.containers)
    for number in range(block.lines.first, block.lines.last + 1):
        start, end = source.line_span(number)
        if number == block.lines.first:
            start = block.span.start
        elif is_quoted:
            start = _MARKS.match(source.text, start, end).end()  # type: ignore[union-attr]
        else:
            start += len(source.text[start:end]) - len(source.text[start:end].lstrip(" \t"))
        text = source.text[start : min(end, block.span.end)]
        parts.append(text)
        starts.append(length)
        offsets.append(start)
        length += len(text) + 1
    return Content("\n".join(parts), tuple(starts), tuple(offsets))
