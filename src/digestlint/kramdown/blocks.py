"""Blocks as kramdown reads them, parser by parser, in its order.

Not followed: ``markdown="1"`` in raw HTML, whose content is HTML here, and attribute lists that go
over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from digestlint.kramdown import html, tables
from digestlint.kramdown.ahead import Fences, Markup, Stops
from digestlint.kramdown.lines import ATTRIBUTES, BOUNDARY, BRACED, END, RULE, WORD, Line, is_blank
from digestlint.kramdown.lists import BULLET, COLON, NUMBER, Item, items
from digestlint.patterns import pattern
from digestlint.values import NamedTuple

DEEPEST = 40
"""How deep lists and quotes are read in one another; what is deeper is one paragraph."""


LONGEST_TAG = 8
"""Over how many lines a tag may go."""

MOST_ON_LINE = 100
"""How many blocks of HTML are read on one line; what comes after them there is a paragraph."""


class Kind(StrEnum):
    """What a piece of a page is."""

    PARAGRAPH = "paragraph"
    TEXT = "text"  # a line of a space and a tab before text, of which kramdown makes nothing
    HEADING = "heading"
    UNDERLINED = "underlined"  # a heading that a line of - or = makes
    RULE = "rule"
    TABLE = "table"
    CODE = "code"  # by four spaces of indent
    FENCE = "fence"
    MATH = "math"
    HTML = "html"
    COMMENT = "comment"
    QUOTE = "quote"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    ITEM = "item"
    TERMS = "terms"  # a definition list, the lines its terms
    DEFINITION = "definition"
    FOOTNOTE = "footnote"
    LINK = "link"  # the definition of a link's address
    ABBREVIATION = "abbreviation"
    ATTRIBUTES = "attributes"
    EXTENSION = "extension"
    BOUNDARY = "boundary"  # a line of ^
    BLANK = "blank"


class Piece(NamedTuple):
    """A piece of a page. ``lines`` are its own, the marks of containers cut off.

    A list, an item, a quote, a definition and a footnote have the line that begins them, from the
    mark on, and their content in ``pieces``.
    """

    kind: Kind
    lines: list[Line]
    pieces: list[Piece]


def read(lines: Iterable[Line]) -> list[Piece]:
    """The pieces of a text, blank lines among them."""
    pieces: list[Piece] = []
    _Reader(list(lines), pieces, 0).read()
    return pieces


def walk(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces and all that they hold, in the order of the text."""
    for piece in pieces:
        yield piece
        yield from walk(piece.pieces)


_INDENT = pattern(r"\t| {4}")
_QUOTE = pattern(r" {0,3}> ?")
_ATX = pattern(r"#{1,6}[\t ]+(.*)")
_HEADING_ID = pattern(r"[\t ]\{#[A-Za-z_:][\w.:-]*\}\Z")
_CLOSING_MARKS = pattern(r"[\t ]#+\Z")
_TEXT = pattern(r" {0,3}[^ \t]")
_UNDERLINE = pattern(rf"[-=]+{END}")
_FENCE = pattern(r" {0,3}([~`]{3,})(.*)")
_INFO = pattern(r"[ \t]*+[^ \t\r\f\v]*+[ \t\r\f\v]*\Z")
_TAG_BEGIN = pattern(rf" {{0,3}}<(?:!--|{html.NAME})")
_MATH = pattern(r" {0,3}\$\$")
_FOOTNOTE = pattern(rf" {{0,3}}\[\^({WORD})\]:")
_LINK = pattern(r" {0,3}\[[^\]]+\]:[ \t]*(?=[^ \t\r\f\v])")
_TITLE = pattern(r"[ \t]([\"'])")
_ABBREVIATION = pattern(r" {0,3}\*\[.+?\]:")
_REFERENCE = pattern(rf" {{0,3}}\{{:{WORD}:{BRACED}{END}")
_EXTENSION = pattern(rf" {{0,3}}\{{::([A-Za-z0-9_]+)(?:[ \t][^}}]*?)?(/)?\}}{END}")
_EXTENSIONS = ("comment", "nomarkdown", "options")
_LAZY_END = pattern(
    rf"{END}|{BOUNDARY.pattern}|{ATTRIBUTES.pattern}| {{0,3}}{html.LAZY_END.pattern}"
)
_PARAGRAPH_END = pattern(
    rf"{_LAZY_END.pattern}|{BULLET.pattern}|{NUMBER.pattern}|{COLON.pattern}|{_QUOTE.pattern}"
    r"|#{1,6}[\t ]| {0,3}[~`]{3}"
)


def _without(begin: re.Pattern[str], text: str) -> str:
    found = begin.match(text)
    return text[found.end() :] if found else text


def _goes_on_as_code(text: str) -> bool:
    return not is_blank(text) if _INDENT.match(text) else not _LAZY_END.match(text)


class _Reader:
    """Reads lines into ``pieces``, which may hold what stands before them already."""

    def __init__(self, lines: list[Line], pieces: list[Piece], depth: int) -> None:
        self.lines = lines
        self.pieces = pieces
        self.depth = depth
        self.at = 0
        self.attributes = False  # whether an attribute list waits for its block
        self.cuts = (0, 0)  # the line that blocks of HTML were cut off last, and how many

    @cached_property
    def markup(self) -> Markup:
        return Markup(self.lines)

    @cached_property
    def fences(self) -> Fences:
        return Fences(self.lines)

    @cached_property
    def stops(self) -> Stops:
        return Stops(self.lines)

    def read(self) -> None:
        if self.depth > DEEPEST:
            self.pieces.append(Piece(Kind.PARAGRAPH, self.lines, []))
            return
        parsers = (
            self.blank,
            self.code,
            self.fence,
            self.quote,
            self.heading,
            self.rule,
            self.list,
            self.definitions,
            self.html,
            self.underlined,
            self.math,
            self.table,
            self.footnote,
            self.link,
            self.abbreviation,
            self.extension,
            self.boundary,
            self.paragraph,
        )
        while self.at < len(self.lines):
            text = self.lines[self.at].text
            any(parser(text) for parser in parsers)

    def take(self, kind: Kind, end: int) -> bool:
        """Makes the lines up to ``end`` a piece."""
        self.add(Piece(kind, self.lines[self.at : end], []))
        self.at = end
        return True

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.attributes = False

    def below(self) -> str:
        """The text of the next line, empty where there is none."""
        return self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""

    @property
    def last(self) -> Kind | None:
        return self.pieces[-1].kind if self.pieces else None

    @property
    def is_after_boundary(self) -> bool:
        return self.last in (None, Kind.BLANK, Kind.BOUNDARY) or self.attributes

    def is_before_boundary(self, at: int) -> bool:
        if at >= len(self.lines):
            return True
        text = self.lines[at].text
        return is_blank(text) or bool(BOUNDARY.match(text) or ATTRIBUTES.match(text))

    # -- the parsers; each tells whether it took something --------------------------------------

    def blank(self, text: str) -> bool:
        if not is_blank(text):
            return False
        if self.last is Kind.BLANK:
            self.pieces[-1].lines.append(self.lines[self.at])
            self.at += 1
            return True
        return self.take(Kind.BLANK, self.at + 1)

    def code(self, text: str) -> bool:
        return bool(_INDENT.match(text)) and self.take(Kind.CODE, self.code_end(self.at))

    def code_end(self, at: int) -> int:
        """Where the indented lines from ``at`` on end, with those that go on without indent."""
        end = at
        while True:
            while at < len(self.lines) and is_blank(self.lines[at].text):
                at += 1
            if at == len(self.lines) or not _INDENT.match(self.lines[at].text):
                return end
            at += 1
            while at < len(self.lines) and _goes_on_as_code(self.lines[at].text):
                at += 1
            end = at

    def fence(self, text: str) -> bool:
        opening = _FENCE.match(text)
        if not opening or not _INFO.match(opening[2]):
            return False
        # The rest of a run of which a part is closed is the info then, and there can be but one.
        has_info = opening[2][:1] in " \t" and not is_blank(opening[2])
        end = self.fences.close(opening[1], self.at, len(opening[1]) if has_info else 3)
        return end >= 0 and self.take(Kind.FENCE, end + 1)

    def quote(self, text: str) -> bool:
        if not _QUOTE.match(text):
            return False
        end = self.at + 1
        while end < len(self.lines) and not _LAZY_END.match(self.lines[end].text):
            end += 1
        inside = [
            Line(_without(_QUOTE, line.text), line.number) for line in self.lines[self.at : end]
        ]
        self.nest(Kind.QUOTE, inside, end)
        return True

    def nest(self, kind: Kind, inside: list[Line], end: int) -> None:
        """Makes the lines up to ``end`` a container, of which ``inside`` is the content."""
        piece = Piece(kind, [self.lines[self.at]], [])
        self.add(piece)
        self.at = end
        _Reader(inside, piece.pieces, self.depth + 1).read()

    def heading(self, text: str) -> bool:
        found = _ATX.match(text)
        if not found:
            return False
        content = _HEADING_ID.sub("", found[1].rstrip()).rstrip()
        return bool(_CLOSING_MARKS.sub("", content)) and self.take(Kind.HEADING, self.at + 1)

    def rule(self, text: str) -> bool:
        return bool(RULE.match(text)) and self.take(Kind.RULE, self.at + 1)

    def list(self, text: str) -> bool:
        mark = next((it for it in (BULLET, NUMBER) if it.match(text)), None)
        if mark is None:
            return False
        found = items(self.lines, self.at, mark)
        kind = Kind.BULLETS if mark is BULLET else Kind.NUMBERS
        piece = Piece(kind, [self.lines[self.at]], [])
        self.add(piece)
        self.at = found.end
        self.read_items(piece, Kind.ITEM, found.items, keep_blank=not found.is_bounded)
        return True

    def read_items(
        self, whole: Piece, kind: Kind, found: Sequence[Item], *, keep_blank: bool
    ) -> None:
        """Reads the content of items; a blank line at the end of the last comes after the whole."""
        blank: Piece | None = None
        for item in found:
            piece = Piece(kind, [item.line], [])
            for part in item.parts:
                _Reader(part, piece.pieces, self.depth + 1).read()
            whole.pieces.append(piece)
            if piece.pieces:
                is_last_blank = piece.pieces[-1].kind is Kind.BLANK
                blank = piece.pieces.pop() if is_last_blank else None
        if blank and keep_blank:
            self.pieces.append(blank)

    def definitions(self, text: str) -> bool:
        if not COLON.match(text):
            return False
        terms = self.pieces[-1] if self.pieces else None
        if terms and terms.kind is Kind.BLANK and [line.text for line in terms.lines] == [""]:
            terms = self.pieces[-2] if len(self.pieces) > 1 else None
        if terms is None or terms.kind is not Kind.PARAGRAPH:
            return False
        while self.pieces.pop() is not terms:
            pass
        found = items(self.lines, self.at, COLON)
        piece = Piece(Kind.TERMS, terms.lines, [])
        self.add(piece)
        self.at = found.end
        self.read_items(piece, Kind.DEFINITION, found.items, keep_blank=True)
        return True

    def html(self, text: str) -> bool:
        if not _TAG_BEGIN.match(text):
            return False
        if self.cuts == (self.at, MOST_ON_LINE):
            return False
        markup, start = self.markup, self.markup.start(self.at)
        comment = html.comment(markup.text, start, markup.missing)
        stop = markup.start(min(self.at + LONGEST_TAG, len(self.lines)))
        found = comment or html.element(markup.text, start, stop)
        if found is None:
            return False
        last = markup.line_at(found.end)
        left = markup.cut(last, found.end)
        is_blank_after = found.is_blank_after and found.end <= len(markup.text)
        kind = Kind.COMMENT if comment else Kind.HTML
        self.pieces.append(Piece(kind, self.lines[self.at : last + 1], []))
        self.attributes = self.attributes and bool(comment)
        if is_blank(left) and not is_blank_after:
            last += 1
        else:
            self.cuts = (last, self.cuts[1] + 1 if self.cuts[0] == last else 1)
            self.lines[last] = Line(left, self.lines[last].number)
        self.at = last
        return True

    def underlined(self, text: str) -> bool:
        return (
            self.is_after_boundary
            and bool(_UNDERLINE.match(self.below()))
            and bool(_TEXT.match(text))
            and self.take(Kind.UNDERLINED, self.at + 2)
        )

    def math(self, text: str) -> bool:
        if not self.is_after_boundary or not _MATH.match(text):
            return False
        start, end = text.find("$$") + 2, self.at
        while end < len(self.lines):
            closing = self.lines[end].text.find("$$", start)
            start, end = 0, end + 1
            if closing >= 0:
                is_end = is_blank(self.lines[end - 1].text[closing + 2 :])
                return is_end and self.is_before_boundary(end) and self.take(Kind.MATH, end)
        return False

    def table(self, text: str) -> bool:
        if not tables.is_row(text) or not self.is_after_boundary:
            return False
        end = self.at + 1
        while end < len(self.lines) and tables.is_row(self.lines[end].text):
            end += 1
        lines = [line.text for line in self.lines[self.at : end]]
        return (
            self.is_before_boundary(end)
            and tables.are_bare(lines)
            and tables.has_body(lines)
            and self.take(Kind.TABLE, end)
        )

    def footnote(self, text: str) -> bool:
        found = _FOOTNOTE.match(text)
        if not found:
            return False
        end = self.code_end(self.at + 1)
        inside = [Line(text[found.end() :].lstrip(" \t"), self.lines[self.at].number)]
        inside += (
            Line(_without(_INDENT, line.text), line.number)
            for line in self.lines[self.at + 1 : end]
        )
        self.nest(Kind.FOOTNOTE, inside, end)
        return True

    def link(self, text: str) -> bool:
        found = _LINK.match(text)
        if not found:
            return False
        address = text[found.end() :].rstrip()
        if address.startswith("<") and not address.endswith(">"):
            return False
        if title := _TITLE.search(address):
            ends_so = address.endswith(title[1]) and title.end() < len(address) - 1
            return ends_so and self.take(Kind.LINK, self.at + 1)
        below = self.below().strip(" \t")
        has_title = len(below) > 2 and below[0] in "\"'" and below[0] == below[-1]
        return self.take(Kind.LINK, self.at + 1 + has_title)

    def abbreviation(self, text: str) -> bool:
        return bool(_ABBREVIATION.match(text)) and self.take(Kind.ABBREVIATION, self.at + 1)

    def extension(self, text: str) -> bool:
        if "{:" not in text[:5]:
            return False
        if _REFERENCE.match(text):
            return self.take(Kind.ATTRIBUTES, self.at + 1)
        if named := _EXTENSION.match(text):
            return named[1] in _EXTENSIONS and self.named_extension(named[1], bool(named[2]))
        end = self.at
        while end < len(self.lines) and ATTRIBUTES.match(self.lines[end].text):
            end += 1
        if end == self.at:
            return False
        piece = Piece(Kind.ATTRIBUTES, self.lines[self.at : end], [])
        if self.last in (None, Kind.BLANK, Kind.BOUNDARY, Kind.ATTRIBUTES, Kind.EXTENSION):
            is_apart = self.last in (Kind.BLANK, Kind.BOUNDARY)
            self.pieces.insert(len(self.pieces) - is_apart, piece)  # they wait for what comes
            self.attributes = True
        else:
            self.pieces.append(piece)
        self.at = end
        return True

    def named_extension(self, name: str, is_closed: bool) -> bool:
        if is_closed:
            return self.take(Kind.EXTENSION, self.at + 1)
        end = self.stops.after(name, self.at)
        return end >= 0 and self.take(Kind.EXTENSION, end + 1)

    def boundary(self, text: str) -> bool:
        return bool(BOUNDARY.match(text)) and self.take(Kind.BOUNDARY, self.at + 1)

    def paragraph(self, text: str) -> bool:
        end = self.at + 1
        if not _TEXT.match(text):
            return self.take(Kind.TEXT, end)
        while end < len(self.lines) and not _PARAGRAPH_END.match(self.lines[end].text):
            end += 1
        if self.last is not Kind.PARAGRAPH:
            return self.take(Kind.PARAGRAPH, end)
        self.pieces[-1].lines.extend(self.lines[self.at : end])
        self.at = end
        return True
