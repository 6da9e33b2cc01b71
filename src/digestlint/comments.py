"""Comments that speak to digestlint: where they stand, and whether they may stand there.

A comment is part of the page. On a line of its own, apart from what it would cut in two, it changes
nothing else there; what kramdown makes of the other places was seen with the real one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint.document import Block, BlockKind, InlineKind, Lines
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.source import Span
from digestlint.values import NamedTuple, dataclass

CALL = "digestlint:"
"""What a comment begins with that is for digestlint."""


class Misplaced(NamedTuple):
    """Why a comment may not stand where it does; ``other`` is the place that it concerns."""

    message: Message
    other: Span | None = None
    note: Message | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comment:
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


class _Place(NamedTuple):
    """A block and those round it; ``before`` and ``after`` are the next that are no comments."""

    block: Block
    above: Block | None
    below: Block | None
    before: Block | None
    after: Block | None


def comments(post: Post) -> Iterator[Comment]:
    """The comments of a post that are for digestlint, in their order."""
    source = post.source
    for span in post.front_matter.comments:
        text = source.slice(span).lstrip("# \t")
        if text.startswith(CALL):
            line = source.line_at(span.start)
            yield Comment(span, text, span.end - len(text), line, Lines(line, line), in_header=True)
    for place in _places(post):
        block = place.block
        if block.kind is BlockKind.HTML:
            for span, inside in _found(source.slice(block.span), block.span.start):
                yield _comment(post, place, span, inside, _misplaced(post, place, span))
        for piece in block.inlines:
            if piece.kind is InlineKind.HTML:
                misplaced = _IN_HEADING if block.kind is BlockKind.HEADING else _NOT_ALONE
                for span, inside in _found(piece.text, piece.span.start):
                    yield _comment(post, place, span, inside, misplaced)


def _places(post: Post) -> Iterator[_Place]:
    blocks = post.document.blocks
    after: list[Block | None] = []
    following = None
    for block in reversed(blocks):
        after.append(following)
        following = following if _is_comment(post, block) else block
    before = None
    for at, block in enumerate(blocks):
        above = blocks[at - 1] if at else None
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        yield _Place(block, above, below, before, after[-1 - at])
        before = before if _is_comment(post, block) else block


def _comment(
    post: Post, place: _Place, span: Span, inside: Span, misplaced: Misplaced | None
) -> Comment:
    beyond = post.source.line_count + 1
    return Comment(
        span,
        post.source.slice(inside),
        inside.start,
        post.source.line_at(span.start),
        place.after.outer if place.after else Lines(beyond, beyond),
        misplaced,
        removal=None if misplaced else _removal(post, place),
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
    if block.kind is not BlockKind.HTML:
        return False
    found = _found(post.source.slice(block.span), block.span.start)
    return any(span == block.span for span, _ in found)


# -- where a comment may stand ---------------------------------------------------------------------

_NOT_ALONE = Misplaced(
    Message("the suppression does not stand on a line of its own, expected above the block")
)
_INDENTED = Misplaced(Message("the suppression is indented, expected at the start of the line"))
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


def _misplaced(post: Post, place: _Place, span: Span) -> Misplaced | None:
    """Why a comment in raw HTML may not stand where it does."""
    source, block = post.source, place.block
    line = source.line_span(block.lines.first)
    if block.containers:
        return _nested(post, block)
    if source.slice(line).strip(" \t") != source.slice(span):
        return _NOT_ALONE
    return _INDENTED if span.start > line.start else _cutting(post, place)


def _nested(post: Post, block: Block) -> Misplaced:
    first = post.source.line_span(block.outer.first)
    if block.containers[0].kind == "quote":
        message = Message("the suppression stands in a quote, expected above the quote")
        return Misplaced(message, first, Message("the quote begins here"))
    message = Message("the suppression stands in a list, expected above the list")
    return Misplaced(message, first, Message("the list begins here"))


def _cutting(post: Post, place: _Place) -> Misplaced | None:
    """Why a comment on a line of its own changes more than itself, None where it does not."""
    source, (line, _) = post.source, place.block.lines
    above, below, before, after = place[1:]
    if before and after and (message := _split(post, before, after)):
        begin = source.line_span(before.outer.first)
        return Misplaced(message, begin, Message("what it splits begins here"))
    if above and source.line(line - 1).strip(" \t"):
        is_apart = above.kind is BlockKind.HEADING or _is_comment(post, above)
        if not is_apart or above.containers:
            return _UNDER
    if below and below.lines.first == line + 1 and _needs_a_blank_line(post, below):
        return _ABOVE
    return None


_DEFINITION = pattern(r"^:[ \t]", re.MULTILINE)


def _split(post: Post, before: Block, after: Block) -> Message | None:
    """What is said of a comment between two blocks that would be one without it."""
    first, second = (it.containers[0].kind if it.containers else it.kind for it in (before, after))
    is_inside = post.source.line(after.lines.first)[:1] in (" ", "\t")
    if first in ("bullets", "numbers") and (first == second or is_inside):
        return Message("the suppression splits the list, expected above the list")
    if first == second == BlockKind.CODE:
        return Message("the suppression splits the code, expected above the code")
    defines, goes_on = (_DEFINITION.search(post.source.slice(it.span)) for it in (before, after))
    if goes_on or (defines and is_inside):
        return Message("the suppression splits the definition list, expected above it")
    return None


def _needs_a_blank_line(post: Post, block: Block) -> bool:
    """Whether kramdown reads a block otherwise right under a comment than after a blank line.

    There it is a table, a formula, an underlined heading, a definition, attributes.
    """
    if any(it.lines.first == block.lines.first for it in post.underlined):
        return True
    text = post.source.slice(block.span)
    is_text = block.kind is BlockKind.PARAGRAPH
    return is_text and ("|" in text or "$$" in text or text.startswith((":", "{")))


def _removal(post: Post, place: _Place) -> Span | None:
    """The comment with one blank line, if it stands alone and nothing round it would be joined.

    Lists and quotes round it would become one, and indented code would join what is before it, so
    only headings, paragraphs and rules may stand there. Nor may a comment be open above it, which
    ends with it for some reader.
    """
    source = post.source
    first, last = place.block.lines
    if first > 1 and source.line(first - 1).strip(" \t"):
        return None
    if last < source.line_count and source.line(last + 1).strip(" \t"):
        return None
    open_comment = source.text.rfind("<!--", 0, place.block.span.start)
    if open_comment >= 0 and source.text.find("-->", open_comment, place.block.span.start) < 0:
        return None
    joinable = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.RULE)
    if any(it and (it.containers or it.kind not in joinable) for it in (place.above, place.below)):
        return None
    start = source.line_starts[first - 1]
    end = source.line_starts[last + 1] if last + 1 < source.line_count else len(source.text)
    return Span(start, end)
