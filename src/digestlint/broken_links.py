"""Links that are none: an address in brackets that Markdown does not read as a link's.

What counts was seen with kramdown and CommonMark alike. There must be an address: brackets and
parentheses in a row are honest prose, as in a citation and the example after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from digestlint.arxiv import Site, parse_address
from digestlint.document import Block, BlockKind, Document, InlineKind, Link, LinkKind
from digestlint.source import Source, Span
from digestlint.values import NamedTuple


class Break(Enum):
    """What keeps a link from being one."""

    GAP = auto()  # [x] (https://…)
    UNCLOSED = auto()  # [x](https://…
    SPACED = auto()  # [x](https://arxiv.org/abs/2511. 04570), on the site an address with a space
    WIDE = auto()  # [x]（https://…）
    SQUARE = auto()  # [x][https://…]
    REVERSED = auto()  # (x)[https://…]
    UNOPENED = auto()  # x](https://…)
    RUN_ON = auto()  # [x(https://…)
    NESTED = auto()  # [[x](https://…)](https://…)
    EMPTY = auto()  # [x]()


class BrokenLink(NamedTuple):
    """What was meant as a link, read as one; ``meant`` is how it would be written."""

    link: Link
    block: Block
    broken: Break
    meant: str


REACH = 500
"""How far, in code points, a link's text and address are looked for from their brackets."""

_MARKS = ("://", "www.", "xiv.org/")
_HOST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-:/_~%@")
_SPACE = " \t\r\n"
_ENDS = frozenset(_SPACE + "[]）］<>\"'`|")


def broken_links(source: Source, document: Document) -> Iterator[BrokenLink]:
    """The links of a document that are none, in the order of the text."""
    found: list[BrokenLink] = []
    outermost: list[Span] = []
    for block in document.blocks:
        for link in block.links:
            if not link.url.strip() and link.kind is not LinkKind.REFERENCE:
                found.append(BrokenLink(link, block, Break.EMPTY, ""))
            if not outermost or link.span.start >= outermost[-1].end:  # no image in a link
                outermost.append(link.span)
    places = _addresses(source.text, document, outermost)
    if places:
        found += _unread(source, document, places, frozenset(span.end for span in outermost))
        found.sort(key=lambda it: it.link.span)
    yield from found


def _addresses(text: str, document: Document, links: Sequence[Span]) -> list[int]:
    """Where something stands, outside all links, that only addresses have."""
    found: list[int] = []
    start = document.blocks[0].span.start if document.blocks else len(text)
    for link in (*links, Span(len(text), len(text))):
        for mark in _MARKS:
            at = text.find(mark, start, link.start)
            while at >= 0:
                found.append(at)
                at = text.find(mark, at + 1, link.start)
        start = link.end
    return sorted(found)


class _Place(NamedTuple):
    """Where is looked: from ``first`` to ``last`` of the text, around an address in a block.

    ``ends`` are the ends of the links that are links.
    """

    text: str
    block: Block
    first: int
    last: int
    ends: frozenset[int]


class _Marks(NamedTuple):
    """A link's parts: where the whole begins, its text, its address."""

    start: int
    text: Span
    url: Span


def _unread(
    source: Source, document: Document, places: Sequence[int], ends: frozenset[int]
) -> Iterator[BrokenLink]:
    """The links among the places, each being in an address that no link has."""
    text, blocks = source.text, document.blocks
    starts = [block.span.start for block in blocks]
    done = 0
    for at in places:
        block = blocks[max(bisect_right(starts, at) - 1, 0)]
        within = max(block.span.start, done) <= at < block.span.end
        if not within or not _is_text(block, at) or document.is_verbatim(source.line_at(at)):
            continue  # told already, a definition, code, math, Liquid
        first, last = max(block.span.start, at - REACH, done), min(block.span.end, at + REACH)
        found = _look(_Place(text, block, first, last, ends), at)
        if found:
            done = found.link.span.end
            yield found


def _is_text(block: Block, at: int) -> bool:
    """Whether a reader sees what stands there as text, not as code; nor is it raw HTML."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return False
    after = bisect_right(block.inlines, at, key=lambda piece: piece.span.start)
    return after > 0 and block.inlines[after - 1].kind is InlineKind.TEXT


def _look(place: _Place, at: int) -> BrokenLink | None:
    """The broken link whose address holds the offset."""
    text, first = place.text, place.first
    start = at
    while start > first and text[start - 1] in _HOST:
        start -= 1
    opening = start - 1
    if opening >= first and text[opening] == "<":
        opening -= 1
    while opening > first and text[opening] in _SPACE:
        opening -= 1
    if opening <= first:
        return None
    url = Span(start, _address_end(text, start, place.last))
    if text[opening] == "[":
        return _square(place, opening, url)
    return _round(place, opening, url) if text[opening] in "(（" else None


def _round(place: _Place, opening: int, url: Span) -> BrokenLink | None:
    """What goes wrong with ``[x](https://…)``, the parenthesis being at ``opening``."""
    text, first = place.text, place.first
    closing = opening - 1
    while closing > first and text[closing] in _SPACE + "*_":
        closing -= 1
    if closing < first or text[closing] not in "]］":
        return _run_on(place, opening, url)
    if closing + 1 in place.ends or text[closing - 1] == "\\":
        return None
    gap = closing + 1 < opening
    begin = _opening(text, first, closing, "[［", "]］")
    if begin is None:
        begin = closing
        while begin > first and text[begin - 1] not in _SPACE:
            begin -= 1
        marks = _Marks(begin, Span(begin, closing), url)
        return None if gap else _made(place, marks, Break.UNOPENED)
    if text.startswith("^", begin + 1) or _is_escaped(text, begin):
        return None
    if _is_checkbox(place, begin, closing):
        return None
    broken: Break | None = Break.GAP
    if text[opening] == "（" or text[closing] == "］":
        broken = Break.WIDE
    elif not gap:
        broken = _after_text(place, url)
    return _made(place, _Marks(begin, Span(begin + 1, closing), url), broken) if broken else None


def _after_text(place: _Place, url: Span) -> Break | None:
    """What is wrong after ``[x](``; None where it is right on the site."""
    after = place.text[url.end : url.end + 1]
    if after == ")":
        is_escaped = place.text[url.end - 1] == "\\"
        return Break.UNCLOSED if is_escaped else Break.NESTED
    if after in ("）", "］"):
        return Break.WIDE
    rest = place.text[url.end : place.last].partition("\n")[0]
    if "{{" in rest or "{%" in rest:  # Liquid comes first, and takes its spaces along
        return None
    if after in (" ", "\t") and ")" in rest:
        known = parse_address(place.text[url.start : url.end]).site is not Site.OTHER
        return Break.SPACED if known else None  # kramdown makes a link of it
    return Break.UNCLOSED


def _square(place: _Place, opening: int, url: Span) -> BrokenLink | None:
    """``[x][https://…]`` and ``(x)[https://…]``."""
    text, closing = place.text, opening - 1
    if text[closing] == "]":
        begin, broken = _opening(text, place.first, closing, "[", "]"), Break.SQUARE
    elif text[closing] == ")":
        begin, broken = _opening(text, place.first, closing, "(", ")"), Break.REVERSED
    else:
        return None
    if begin is None or _is_escaped(text, begin) or closing + 1 in place.ends:
        return None
    return _made(place, _Marks(begin, Span(begin + 1, closing), url), broken)


def _run_on(place: _Place, opening: int, url: Span) -> BrokenLink | None:
    """``[x(https://…)``, where no bracket of the line closes the first."""
    text = place.text
    before = text[place.first : opening].rpartition("\n")[2]
    after = text[url.end : place.last].partition("\n")[0]
    bracket = before.rfind("[")
    inside = before[bracket:] if bracket >= 0 else " "
    if inside[-1] in _SPACE or "]" in inside + after or ")" in inside or ")" not in after:
        return None
    begin = opening - len(before) + bracket
    if _is_escaped(text, begin):
        return None
    return _made(place, _Marks(begin, Span(begin + 1, opening), url), Break.RUN_ON)


def _made(place: _Place, marks: _Marks, broken: Break) -> BrokenLink:
    text, end = place.text, marks.url.end
    shown = " ".join(text[marks.text.start : marks.text.end].split())
    url = text[marks.url.start : marks.url.end]
    while end < place.last and text[end] in " \t>":
        end += 1
    closed = end < place.last and text[end] in ")）]］"
    span = Span(marks.start, end + 1 if closed else marks.url.end)
    link = Link(LinkKind.INLINE, span, shown, marks.text, url, marks.url)
    return BrokenLink(link, place.block, broken, f"[{shown}]({url})")


def _address_end(text: str, start: int, last: int) -> int:
    """Where an address ends: at white space, a mark of another kind, a ``)`` too many."""
    depth = 0
    for at in range(start, last):
        sign = text[at]
        if sign in _ENDS or (sign == ")" and not depth):
            return at
        depth += (sign == "(") - (sign == ")")
    return last


def _opening(text: str, first: int, closing: int, opens: str, closes: str) -> int | None:
    """The bracket that the one at ``closing`` closes."""
    depth = 0
    for at in range(closing, first - 1, -1):
        depth += (text[at] in closes) - (text[at] in opens)
        if not depth:
            return at
    return None


def _is_escaped(text: str, at: int) -> bool:
    return text[at - 1 : at] == "\\"


def _is_checkbox(place: _Place, begin: int, closing: int) -> bool:
    """Whether ``[ ]`` or ``[x]`` begins an item of a list, where GFM makes a box of it."""
    containers = place.block.containers
    in_item = bool(containers) and containers[-1].kind == "item"
    inside = place.text[begin + 1 : closing]
    return in_item and begin == place.block.span.start and inside in (" ", "x", "X")
