"""The body of a post: leaf blocks and what stands in them, all with spans."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum

from digestlint.source import Span
from digestlint.values import NamedTuple, dataclass


class BlockKind(StrEnum):
    """What a leaf block is; a container (list, quote) is no block of its own."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    FENCE = "fence"
    CODE = "code"
    HTML = "html"
    RULE = "rule"


class InlineKind(StrEnum):
    """What a piece of a block's content is."""

    TEXT = "text"
    CODE = "code"
    HTML = "html"
    IMAGE = "image"
    SOFT_BREAK = "softbreak"
    HARD_BREAK = "hardbreak"
    OPEN = "open"
    CLOSE = "close"


class LinkKind(StrEnum):
    """How a link is written: ``[a](b)``, ``[a][b]``, ``<b>``, ``![a](b)``.

    ``ID`` is an arXiv id that stands in a link's place.
    """

    INLINE = "inline"
    REFERENCE = "reference"
    AUTOLINK = "autolink"
    IMAGE = "image"
    ID = "id"


class Lines(NamedTuple):
    """Lines of the source from 1, both ends inclusive."""

    first: int
    last: int


class Container(NamedTuple):
    """A list (``bullets``, ``numbers``), one ``item`` of it, or a ``quote``."""

    kind: str
    lines: Lines


class Inline(NamedTuple):
    """A piece of a block's content; ``text`` is what it shows, ``tag`` is set on open and close."""

    kind: InlineKind
    span: Span
    text: str
    tag: str = ""


class Link(NamedTuple):
    """A link; ``text_span`` and ``url_span`` lie between the brackets and the parentheses.

    ``url`` is as written, backslash escapes resolved. A reference has its url elsewhere: its
    ``url_span`` is empty, at the end of the link.
    """

    kind: LinkKind
    span: Span
    text: str
    text_span: Span
    url: str
    url_span: Span


class Block(NamedTuple):
    """A leaf block. ``span`` is its content: after the marks of containers and of a heading.

    ``level`` is 1 to 6 for a heading, else 0. ``outer`` are the lines of the whole that stands at
    the top level: of the outermost list or quote, else of the block. ``underlined`` is True for a
    heading that a line of ``---`` or ``===`` makes, ``closed`` False for a fence without its end.
    """

    kind: BlockKind
    lines: Lines
    span: Span
    containers: tuple[Container, ...]
    outer: Lines
    level: int = 0
    inlines: tuple[Inline, ...] = ()
    links: tuple[Link, ...] = ()
    underlined: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """The body of a post. ``verbatim`` are the lines of code, raw HTML, math and Liquid blocks."""

    blocks: tuple[Block, ...]
    containers: tuple[Container, ...]
    verbatim: tuple[Lines, ...]

    def is_verbatim(self, line: int) -> bool:
        """Whether a line, counted from 1, is one where white space may be content."""
        at = bisect_right(self.verbatim, (line, 1 << 60)) - 1
        return at >= 0 and self.verbatim[at].last >= line
