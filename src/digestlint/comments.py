"""Comments that speak to digestlint: where they stand, and whether they may stand there.

A comment is part of the page. On a line of its own, apart from what it would cut in two, it changes
nothing else there; what kramdown makes of the other places was seen with the real one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digestlint.document import Block, BlockKind, Inline, InlineKind, Lines
from digestlint.message import Message
from digestlint.post import Post
from digestlint.source import Span

CALL = "digestlint:"
"""What a comment begins with that is for digestlint."""


class Misplaced(NamedTuple):
    """Why a comment may not stand where it does; ``other`` is the place that it concerns."""

    message: Message
    other: Span | None = None
    note: Message | None = None


class Comment(NamedTuple):
    """A comment for digestlint. ``text`` is what stands in it, from ``CALL`` on.

    ``line`` is its first, ``below`` are the lines of the block that follows, of a list or quote the
    whole. ``removal`` is what to cut to take the comment away without joining what stands round it,
    None where that cannot be.
    """

    span: Span
    text: str
    text_start: int
    line: int
    below: Lines
    misplaced: Misplaced | None = None
    in_header: bool = False
    removal: Span | None = None


def comments(post: Post) -> Iterator[Comment]:
    """The comments of a post that are for digestlint, in their order."""
    source = post.source
    for span in post.front_matter.comments:
        text = source.slice(span).lstrip("# \t")
        if text.startswith(CALL):
            line = source.line_at(span.start)
            yield Comment(
                span, text, span.end - len(text), line, Lines(line, line), in_header=True
            )
    blocks = post.document.blocks
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HTML:
            yield from _of_html(post, blocks, at)
        for piece in block.inlines:
            if piece.kind is InlineKind.HTML:
                for span, inside in _found(piece.text, piece.span.start):
                    yield _comment(post, blocks, at, span, inside, _inline(block, piece))


def _of_html(post: Post, blocks: Sequence[Block], at: int) -> Iterator[Comment]:
    block = blocks[at]
    for span, inside in _found(post.source.slice(block.span), block.span.start):
        is_whole = span == post.source.line_span(block.lines.first)
        misplaced = _cutting(post, blocks, at) if is_whole else _NOT_ALONE
        if block.containers:
            misplaced = _nested(post, block)
        yield _comment(post, blocks, at, span, inside, misplaced)


def _comment(
    post: Post,
    blocks: Sequence[Block],
    at: int,
    span: Span,
    inside: Span,
    misplaced: Misplaced | None,
) -> Comment:
    beyond = post.source.line_count + 1
    after = _beside(post, blocks, range(at + 1, len(blocks)))
    return Comment(
        span,
        post.source.slice(inside),
        inside.start,
        post.source.line_at(span.start),
        after.outer if after else Lines(beyond, beyond),
        misplaced,
        removal=None if misplaced else _removal(post, blocks, at),
    )


def _found(text: str, start: int) -> Iterator[tuple[Span, Span]]:
    """The comments for digestlint in raw HTML, each with the span of what stands in it."""
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        inside = text[begin + 4 : end].strip()
        at = end + 3
        if inside.startswith(CALL):
            first = start + text.index(inside, begin)
            yield Span(start + begin, start + at), Span(first, first + len(inside))


def _is_comment(post: Post, block: Block) -> bool:
    """Whether a block is nothing but a comment for digestlint."""
    return block.kind is BlockKind.HTML and any(
        span == block.span for span, _ in _found(post.source.slice(block.span), block.span.start)
    )


def _beside(post: Post, blocks: Sequence[Block], places: range) -> Block | None:
    """The first of the blocks that is no comment for digestlint."""
    return next((blocks[at] for at in places if not _is_comment(post, blocks[at])), None)


# -- where a comment may stand ---------------------------------------------------------------------

_NOT_ALONE = Misplaced(
    Message("the suppression does not stand on a line of its own, expected above the block")
)
_IN_HEADING = Misplaced(
    Message("a comment in a heading changes its anchor, expected on a line of its own above it")
)
_UNDER = Misplaced(
    Message("the suppression stands right under text, expected a blank line between them")
)
_ABOVE = Misplaced(
    Message(
        "the suppression changes what the site makes of the line below, expected a blank line "
        "between them"
    )
)


def _inline(block: Block, _: Inline) -> Misplaced:
    return _IN_HEADING if block.kind is BlockKind.HEADING else _NOT_ALONE


def _nested(post: Post, block: Block) -> Misplaced:
    first = post.source.line_span(block.outer.first)
    if block.containers[0].kind == "quote":
        message = Message("the suppression stands in a quote, expected above the quote")
        return Misplaced(message, first, Message("the quote begins here"))
    message = Message("the suppression stands in a list, expected above the list")
    return Misplaced(message, first, Message("the list begins here"))


def _cutting(post: Post, blocks: Sequence[Block], at: int) -> Misplaced | None:
    """Why a comment on a line of its own changes more than itself, None where it does not."""
    source, (line, _) = post.source, blocks[at].lines
    before = _beside(post, blocks, range(at - 1, -1, -1))
    after = _beside(post, blocks, range(at + 1, len(blocks)))
    if before and after and (message := _split(post, before, after)):
        begin = source.line_span(before.outer.first)
        return Misplaced(message, begin, Message("what it splits begins here"))
    above = blocks[at - 1] if at else None
    if above and source.line(line - 1).strip(" \t"):
        is_apart = above.kind is BlockKind.HEADING or _is_comment(post, above)
        if not is_apart or above.containers:
            return _UNDER
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    if below and below.lines.first == line + 1 and _needs_a_blank_line(post, below):
        return _ABOVE
    return None


def _split(post: Post, before: Block, after: Block) -> Message | None:
    """What is said of a comment between two blocks that would be one without it."""
    lists = ("bullets", "numbers")
    kinds = [it.containers[0].kind if it.containers else it.kind for it in (before, after)]
    is_inside = post.source.line(after.lines.first)[:1] in (" ", "\t")
    if kinds[0] in lists and (kinds[0] == kinds[1] or is_inside):
        return Message("the suppression splits the list, expected above the list")
    if kinds == [BlockKind.CODE, BlockKind.CODE]:
        return Message("the suppression splits the code, expected above the code")
    if post.source.slice(after.span).startswith(":"):
        return Message("the suppression splits the definition list, expected above it")
    return None


def _needs_a_blank_line(post: Post, block: Block) -> bool:
    """Whether kramdown reads a block otherwise right under a comment than after a blank line.

    There it is a table, a formula, an underlined heading, a definition, attributes.
    """
    if block.kind is BlockKind.PARAGRAPH:
        text = post.source.slice(block.span)
        return "|" in text or "$$" in text or text.startswith((":", "{", "[", "*["))
    return block.underlined


def _removal(post: Post, blocks: Sequence[Block], at: int) -> Span | None:
    """The comment with one blank line, if it stands alone and nothing round it would be joined.

    Lists and quotes round it would become one, and indented code would join what is before it, so
    only headings, paragraphs and rules may stand there.
    """
    source = post.source
    first, last = blocks[at].lines
    if first > 1 and source.line(first - 1).strip():
        return None
    if last < source.line_count and source.line(last + 1).strip():
        return None
    joinable = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.RULE)
    for other in (*blocks[max(at - 1, 0) : at], *blocks[at + 1 : at + 2]):
        if other.containers or other.kind not in joinable:
            return None
    start = source.line_starts[first - 1]
    end = source.line_starts[last + 1] if last + 1 < source.line_count else len(source.text)
    return Span(start, end)
