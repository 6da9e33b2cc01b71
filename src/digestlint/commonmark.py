"""Markdown as CommonMark reads it, by markdown-it-py, with spans.

markdown-it-py gives lines to blocks and nothing to what stands inside them. Its inline rules are
wrapped here, so that each construct keeps the offsets at which it was read; text in between
stands as it is written, and a line of a block's content is always the tail of a source line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from digestlint import verbatim
from digestlint.document import (
    Block,
    BlockKind,
    Container,
    Document,
    Inline,
    InlineKind,
    Lines,
    Link,
    LinkKind,
)
from digestlint.patterns import pattern
from digestlint.source import Source, Span, following

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


def parse(source: Source, first_line: int, replaced: Mapping[int, str] | None = None) -> Document:
    """The body that begins at a line, counted from 1.

    ``replaced`` gives another text to some lines (blank, or with another beginning but the same
    end), to read a broken line as what was meant; spans are those of the source all the same.
    """
    numbers = range(first_line, source.line_count + 1)
    # markdown-it-py takes a lone CR for a line end, and replaces NUL; as long, and left alone, are:
    lines = [source.line(it).replace("\r", "\u240d").replace("\0", "\ufffd") for it in numbers]
    for number, text in (replaced or {}).items():
        lines[number - first_line] = text.replace("\r", "\u240d")
    blocks: list[Block] = []
    containers: list[Container] = []
    stack: list[Container] = []
    tokens = iter(_commonmark().parse("\n".join(lines)))
    for token in tokens:
        if token.type in _CONTAINERS:
            container = Container(_CONTAINERS[token.type], _lines(token, lines, first_line))
            stack.append(container)
            containers.append(container)
        elif token.type in _CLOSES:
            stack.pop()
        elif token.type in _LEAVES:
            inline = next(tokens) if token.type in ("heading_open", "paragraph_open") else None
            blocks.append(_block(source, token, inline, lines, first_line, tuple(stack)))
    return Document(
        tuple(blocks), tuple(containers), tuple(_verbatim(source, first_line, tuple(blocks)))
    )


_CONTAINERS = {
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "item",
    "blockquote_open": "quote",
}
_CLOSES = frozenset(opening.replace("_open", "_close") for opening in _CONTAINERS)
_LEAVES = {
    "heading_open": BlockKind.HEADING,
    "paragraph_open": BlockKind.PARAGRAPH,
    "fence": BlockKind.FENCE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.RULE,
}


def _lines(token: Token, lines: Sequence[str], first_line: int) -> Lines:
    """The lines of a token, without the blank ones that markdown-it-py counts in at its end."""
    assert token.map is not None  # every block token has one
    start, end = token.map
    while end > start + 1 and not lines[end - 1].strip(" \t"):
        end -= 1
    return Lines(start + first_line, end - 1 + first_line)


def _block(
    source: Source,
    token: Token,
    inline: Token | None,
    lines: Sequence[str],
    first_line: int,
    containers: tuple[Container, ...],
) -> Block:
    kind, place = _LEAVES[token.type], _lines(token, lines, first_line)
    outer = containers[0].lines if containers else place
    if inline is None:
        closed = True
        if kind is BlockKind.FENCE:
            assert token.map is not None
            closed = token.map[1] - token.map[0] - 1 > len(token.content.splitlines())
        start = source.line_span(place.first).start
        span = Span(start, source.line_span(place.last).end)
        return Block(kind, place, span, containers, outer, closed=closed)
    level = int(token.tag[1]) if kind is BlockKind.HEADING else 0
    underlined = level > 0 and not token.markup.startswith("#")
    marker = len(token.markup) if level and not underlined else 0
    body = lines[place.first - first_line : place.last - first_line + 1]
    content = _Content(source, inline.content, body, place.first, marker)
    pieces, links = _inlines(content, inline.children or ())
    span = Span(content.offset(0), content.offset(len(inline.content)))
    return Block(kind, place, span, containers, outer, level, pieces, links, underlined)


def inlines(
    source: Source, text: str, first_line: int, marker: int = 0
) -> tuple[tuple[Inline, ...], tuple[Link, ...]]:
    """The pieces and links of one block, in a body that defines no links for others.

    ``text`` is the block's content as it is parsed, ``first_line`` its first line, from 1,
    ``marker`` how many ``#`` come before it.
    """
    lines = source.lines[first_line - 1 : first_line + text.count("\n")]
    (token,) = _commonmark().parseInline(text)
    return _inlines(_Content(source, text, lines, first_line, marker), token.children or ())


class _Content:
    """Where a block's content stands: an offset into it becomes an offset into the source.

    ``lines`` are the block's, as they were parsed; each ends as its source line does. ``marker`` is
    how many ``#`` come before the content.
    """

    def __init__(
        self, source: Source, text: str, lines: Sequence[str], first_line: int, marker: int
    ) -> None:
        self.text = text
        self._starts: list[int] = []
        self._offsets: list[int] = []
        # markdown-it-py strips a content of all that Unicode calls white space, whole lines too
        begin = text.partition("\n")[0].strip()
        skipped = next((at for at, it in enumerate(lines) if marker or it.rstrip().endswith(begin)))
        start = 0
        for number, line in enumerate(text.split("\n"), skipped):
            shown, whole = line.lstrip(" \t"), lines[number]
            if marker:
                marked = whole[whole.find("#") + marker :].lstrip()
                tail = len(marked)
            else:
                tail = len(shown.rstrip()) + len(whole) - len(whole.rstrip())
            end = source.line_span(first_line + number).end
            self._starts.append(start)
            self._offsets.append(end - tail - (len(line) - len(shown)))
            start += len(line) + 1

    def offset(self, index: int) -> int:
        at = bisect_right(self._starts, index) - 1
        return self._offsets[at] + index - self._starts[at]

    def span(self, start: int, end: int) -> Span:
        return Span(self.offset(start), self.offset(end))


def _inlines(
    content: _Content, tokens: Sequence[Token]
) -> tuple[tuple[Inline, ...], tuple[Link, ...]]:
    """Pieces and links of a block's content, in the order of their starts."""
    pieces: list[Inline] = []
    links: list[Link] = []
    opened: list[tuple[int, Token, int]] = []
    cursor = 0
    for token in tokens:
        start, end = token.meta.get(_PLACE) or (cursor, cursor + len(token.content))
        if token.type == "text" and not token.content:  # the second mark of a ``**``
            cursor = end
            continue
        kind = _INLINES.get(token.type)
        if token.nesting == 1:
            kind = InlineKind.OPEN
        elif token.nesting == -1:
            kind = InlineKind.CLOSE
        assert kind is not None, token.type
        if token.type == "link_open":
            opened.append((start, token, len(pieces)))
        elif token.type == "link_close":
            begin, opening, first = opened.pop()
            links.append(_link(content, opening, Span(begin, end), cursor, pieces[first:]))
            start = cursor
        elif token.type == "image":
            links.append(_image(content, token, Span(start, end)))
        text = token.content if kind in _SHOWN else ""
        pieces.append(Inline(kind, content.span(start, end), text, token.tag))
        cursor = start + 1 if token.type == "link_open" else end
    return tuple(pieces), tuple(sorted(links, key=lambda link: link.span))


_INLINES = {
    "text": InlineKind.TEXT,
    "text_special": InlineKind.TEXT,
    "code_inline": InlineKind.CODE,
    "html_inline": InlineKind.HTML,
    "image": InlineKind.IMAGE,
    "softbreak": InlineKind.SOFT_BREAK,
    "hardbreak": InlineKind.HARD_BREAK,
}
_SHOWN = (InlineKind.TEXT, InlineKind.CODE, InlineKind.HTML, InlineKind.IMAGE)


def _link(
    content: _Content, token: Token, span: Span, text_end: int, pieces: Sequence[Inline]
) -> Link:
    whole = content.span(*span)
    shown = "".join(
        " " if piece.kind in (InlineKind.SOFT_BREAK, InlineKind.HARD_BREAK) else piece.text
        for piece in pieces
        if piece.kind is not InlineKind.HTML
    )
    inside = content.span(span.start + 1, text_end)
    if token.markup == "autolink":
        return Link(LinkKind.AUTOLINK, whole, shown, inside, shown, inside)
    if content.text.startswith("](", text_end):
        url, place = _destination(content.text, text_end + 2, span.end)
        return Link(LinkKind.INLINE, whole, shown, inside, url, content.span(*place))
    url = str(token.attrs.get("href", ""))
    return Link(LinkKind.REFERENCE, whole, shown, inside, url, Span(whole.end, whole.end))


def _image(content: _Content, token: Token, span: Span) -> Link:
    whole = content.span(*span)
    end = Span(whole.end, whole.end)
    text_end = span.start + 2 + len(token.content)
    inside = content.span(span.start + 2, text_end)
    if content.text.startswith("](", text_end):
        url, place = _destination(content.text, text_end + 2, span.end)
        return Link(LinkKind.IMAGE, whole, token.content, inside, url, content.span(*place))
    url = str(token.attrs.get("src", ""))
    return Link(LinkKind.IMAGE, whole, token.content, inside, url, end)


def _destination(text: str, start: int, end: int) -> tuple[str, Span]:
    """The url of an inline link and its place, ``start`` being just after the ``(``."""
    from markdown_it.helpers import parseLinkDestination

    while start < end and text[start] in " \t\n":
        start += 1
    found = parseLinkDestination(text, start, end)
    if not found.ok:
        return "", Span(start, start)
    if text.startswith("<", start):
        return found.str, Span(start + 1, found.pos - 1)
    return found.str, Span(start, found.pos)


@cache
def _commonmark() -> MarkdownIt:
    """The CommonMark parser, its inline rules wrapped to keep their offsets."""
    from markdown_it import MarkdownIt, rules_inline

    markdown = MarkdownIt("commonmark")
    rules: dict[str, Callable[[StateInline, bool], bool]] = {
        "newline": rules_inline.newline,
        "escape": rules_inline.escape,
        "backticks": rules_inline.backtick,
        "emphasis": rules_inline.emphasis.tokenize,
        "link": rules_inline.link,
        "image": rules_inline.image,
        "autolink": rules_inline.autolink,
        "html_inline": rules_inline.html_inline,
        "entity": rules_inline.entity,
    }
    for name, rule in rules.items():
        markdown.inline.ruler.at(name, _placed(rule))
    # joined fragments would lose their offsets
    markdown.inline.ruler2.disable("fragments_join")
    markdown.core.ruler.disable("text_join")
    return markdown


_PLACE = "place"


def _placed(
    rule: Callable[[StateInline, bool], bool],
) -> Callable[[StateInline, bool], bool]:
    """The rule, which now also tells each token that it makes where it stands in the content."""

    def wrapped(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, silent)
        start, count, pending = state.pos, len(state.tokens), bool(state.pending)
        if not rule(state, silent):
            return False
        made = state.tokens[count:]
        if made and pending and made[0].type == "text":
            made = made[1:]  # the text before, which the rule's first token flushed
        if not made:
            return True
        if made[0].type == "link_open":
            made[0].meta[_PLACE] = (start, state.pos)
            made[-1].meta[_PLACE] = (start, state.pos)
            if made[0].markup == "autolink":
                made[1].meta[_PLACE] = (start + 1, state.pos - 1)
        elif made[0].type == "text":  # a run of * or _, one token each
            for at, token in enumerate(made, start):
                token.meta[_PLACE] = (at, at + 1)
        else:
            made[0].meta[_PLACE] = (start, state.pos)
        return True

    return wrapped


_RAW = (BlockKind.FENCE, BlockKind.CODE, BlockKind.HTML)


def _verbatim(source: Source, first_line: int, blocks: Sequence[Block]) -> Iterator[Lines]:
    """Lines of code, raw HTML, math and Liquid blocks, ascending and apart.

    kramdown reads raw HTML to its closing tag, over blank lines, where CommonMark stops.
    """
    start = source.line_starts[first_line - 1] if first_line <= source.line_count else 0
    ranges = [block.lines for block in blocks if block.kind in _RAW]
    if html := [block for block in blocks if block.kind is BlockKind.HTML]:
        ends = verbatim.places(_CLOSING_TAG, source.text, html[0].span.start)
        ranges += (lines for block in html for lines in _to_closing_tag(source, block, ends))
    for find in (verbatim.math, verbatim.liquid):
        for opening, end in find(source.text, start):
            lines = Lines(source.line_at(opening), source.line_at(end - 1))
            if lines.first < lines.last:  # what stands within a line ends no line
                ranges.append(lines)
    last: Lines | None = None
    for lines in sorted(ranges):
        if last and lines.first <= last.last:
            last = Lines(last.first, max(last.last, lines.last))
            continue
        if last:
            yield last
        last = lines
    if last:
        yield last


_TAG_NAME = pattern(r"\s*<([^\W_]{1,40})")
_CLOSING_TAG = pattern(r"</([^\W_]{1,40})")


def _to_closing_tag(
    source: Source, block: Block, ends: Mapping[str, Sequence[int]]
) -> Iterator[Lines]:
    name = _TAG_NAME.match(source.text, *block.span)
    if name:
        end = following(ends.get(name[1], ()), block.span.start)
        if end >= 0:
            yield Lines(block.lines.first, source.line_at(end))
