"""The plain shape: the blocks of most posts, read without a Markdown parser.

Headings, one-line quotes, tight lists and paragraphs: each line is judged by its first characters.
What is not fully understood is not read at all: ``scan`` gives up, and markdown-it-py has its turn.
What is read is equal to what markdown-it-py gives, piece by piece; a test holds the two together.
"""

from __future__ import annotations

from itertools import zip_longest

from digestlint.document import (
    Block,
    BlockKind,
    Container,
    Document,
    Inline,
    InlineKind,
    Lines,
    Link,
)
from digestlint.patterns import pattern
from digestlint.plain_text import SIGNS, by_commonmark, is_text, one_link, texts
from digestlint.source import Source, Span

# Liquid, math over lines, and tabs, which may indent: nowhere in a plain post.
_NOWHERE = ("\t", "{%", "{{", "$$")
# What may begin another block, a definition of a reference, or be trimmed as Unicode white space.
_NOT_FIRST = frozenset(
    " #>-+=<|:\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# Which of these begin a block, too, what follows tells.
_MAY_BE_FIRST = frozenset("*_~`[")
# To look a member up in its enumeration takes as long as to make a tuple.
_HEADING, _PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH
_SOFT_BREAK, _HARD_BREAK = InlineKind.SOFT_BREAK, InlineKind.HARD_BREAK
# To make a tuple of a class by its own way takes twice as long.
_new = tuple.__new__


def scan(source: Source, first_line: int) -> Document | None:
    """The body that begins at a line, counted from 1; None where it is not of the plain shape."""
    text = source.text
    if first_line > source.line_count:
        return Document((), (), ())
    body = text[source.line_starts[first_line - 1] :]
    if any(sign in body for sign in _NOWHERE):
        return None
    if "\r" in body and body.count("\r") != body.count("\r\n"):
        return None
    scanner = _Scanner(source, first_line, has_signs=any(sign in body for sign in SIGNS))
    return scanner.document() if scanner.scan() else None


class _Scanner:
    """The state of one scan: what was read so far, and the paragraph or list that is open.

    Each line is a tuple of its number, its offset and its text. ``has_signs`` tells whether there
    is anything at all in the body that may be markup, links aside, ``mark`` what the open
    list has: ``-``, or what follows its numbers.
    """

    def __init__(self, source: Source, first_line: int, *, has_signs: bool) -> None:
        self.source = source
        self.first_line = first_line
        self.has_signs = has_signs
        self.blocks: list[Block] = []
        self.containers: list[Container] = []
        self.paragraph: list[tuple[int, int, str]] = []
        self.items: list[tuple[int, int, str]] = []
        self.mark = ""
        self.comments: list[Lines] = []

    def document(self) -> Document:
        return Document(tuple(self.blocks), tuple(self.containers), tuple(self.comments))

    def scan(self) -> bool:
        """Reads all lines; False where one is not understood."""
        after_list = False
        before = self.first_line - 1
        lines = zip(self.source.lines[before:], self.source.line_starts[before:], strict=True)
        for number, (line, start) in enumerate(lines, self.first_line):
            first = line[:1]
            if not first or (first == " " and not line.strip(" ")):
                if self.items:
                    after_list = True
                if (self.paragraph or self.items) and not self._close():
                    return False
            elif first == "#":
                after_list = False
                if (self.paragraph or self.items) and not self._close():
                    return False
                if not self._heading(number, start, line):
                    return False
            elif first == "-" or (first.isdigit() and _NUMBER.match(line)):
                if after_list or self.paragraph or not self._item(number, start, line):
                    return False
            elif first == ">":
                after_list = False
                if self.paragraph or self.items or not self._quote(number, start, line):
                    return False
            elif first == "<":
                after_list = False
                if self.paragraph or self.items or not self._comment(number, start, line):
                    return False
            else:
                after_list = False
                if self.items or not _begins_paragraph(line):
                    return False
                self.paragraph.append((number, start, line))
        return self._close()

    def _close(self) -> bool:
        """Ends the paragraph or the list that is open."""
        if self.paragraph:
            lines, self.paragraph = self.paragraph, []
            place = _new(Lines, (lines[0][0], lines[-1][0]))
            if len(lines) > 1:
                return self._paragraph(lines, place)
            return self._text_line(lines[0], place, (), place)
        if self.items:
            lines, self.items = self.items, []
            whole = _new(Lines, (lines[0][0], lines[-1][0]))
            kind = "bullets" if self.mark == "-" else "numbers"
            outer = _new(Container, (kind, whole))
            self.containers.append(outer)
            for line in lines:
                place = _new(Lines, (line[0], line[0]))
                item = _new(Container, ("item", place))
                self.containers.append(item)
                if not self._text_line(line, place, (outer, item), whole):
                    return False
        return True

    def _item(self, number: int, start: int, line: str) -> bool:
        """A line of a list: a mark, one space, a text."""
        marker, _, text = line.partition(" ")
        if not text or not _begins_paragraph(text) or (marker[0] == "-" and marker != "-"):
            return False
        if self.items and marker[-1] != self.mark:
            return False
        self.mark = marker[-1]
        self.items.append((number, start + len(marker) + 1, text))
        return True

    def _comment(self, number: int, start: int, line: str) -> bool:
        """A comment that is a line of its own."""
        if not line.startswith("<!--") or line.find("-->") != len(line.rstrip(" ")) - 3:
            return False
        place = _new(Lines, (number, number))
        self.comments.append(place)
        span = _new(Span, (start, start + len(line)))
        self.blocks.append(Block(BlockKind.HTML, place, span, (), place))
        return True

    def _text_line(
        self,
        line: tuple[int, int, str],
        place: Lines,
        containers: tuple[Container, ...],
        outer: Lines,
    ) -> bool:
        """A paragraph of one line."""
        number, start, content = line
        shown = content.rstrip(" ")
        if shown[-1].isspace():
            return False
        span = _new(Span, (start, start + len(shown)))
        links: tuple[Link, ...] = ()
        if self._is_text(shown):
            pieces = texts(shown, start)
        elif found := by_commonmark(self.source, shown, number):
            pieces, links = found
        else:
            return False
        block = (_PARAGRAPH, place, span, containers, outer, 0, pieces, links, False, True)
        self.blocks.append(_new(Block, block))
        return True

    def _paragraph(self, lines: list[tuple[int, int, str]], place: Lines) -> bool:
        """A paragraph of several lines; they end in soft or hard breaks."""
        pieces: list[Inline] = []
        links: tuple[Link, ...] = ()
        is_text = True
        stop = 0
        for (_, start, content), (_, following, _) in zip_longest(
            lines, lines[1:], fillvalue=(0, 0, "")
        ):
            shown = content.rstrip(" ")
            if shown[-1].isspace():
                return False
            is_text = is_text and self._is_text(shown)
            stop = start + len(shown)
            if is_text:
                pieces += texts(shown, start)
                if following:
                    kind = _HARD_BREAK if len(content) > len(shown) + 1 else _SOFT_BREAK
                    space = _new(Span, (start + len(content), following))
                    pieces.append(_new(Inline, (kind, space, "", "br")))
        inlines = tuple(pieces)
        if not is_text:
            text = "\n".join([content for _, _, content in lines]).rstrip(" ")
            found = by_commonmark(self.source, text, place.first)
            if found is None:
                return False
            inlines, links = found
        span = _new(Span, (lines[0][1], stop))
        block = (_PARAGRAPH, place, span, (), place, 0, inlines, links, False, True)
        self.blocks.append(_new(Block, block))
        return True

    def _is_text(self, text: str) -> bool:
        """Whether a text holds no markup."""
        return "](" not in text and (not self.has_signs or is_text(text))

    def _heading(self, number: int, start: int, line: str) -> bool:
        marked = line.lstrip("#")
        level = len(line) - len(marked)
        content = marked.strip(" ")
        if level > 6 or marked[:1] != " " or not content:
            return False
        start += len(line) - len(marked.lstrip(" "))
        place = _new(Lines, (number, number))
        return self._one_line(_HEADING, start, content, place, (), level)

    def _quote(self, number: int, start: int, line: str) -> bool:
        """A quote of one line: a blank line, a heading or the end must follow."""
        content = line[2:].rstrip(" ")
        if not line.startswith("> ") or not content:
            return False
        following = self.source.lines[number : number + 1]
        if following and following[0][:1] not in ("", "#"):
            return False
        if not _begins_paragraph(content):
            return False
        place = _new(Lines, (number, number))
        quote = _new(Container, ("quote", place))
        self.containers.append(quote)
        return self._one_line(_PARAGRAPH, start + 2, content, place, (quote,), 0)

    def _one_line(
        self,
        kind: BlockKind,
        start: int,
        content: str,
        place: Lines,
        containers: tuple[Container, ...],
        level: int,
    ) -> bool:
        """A heading or a quote."""
        if content[0].isspace() or content[-1].isspace() or content[-1] == "#":
            return False
        span = _new(Span, (start, start + len(content)))
        pieces: tuple[Inline, ...]
        links: tuple[Link, ...] = ()
        if self._is_text(content):
            pieces = texts(content, start)
        elif (found := one_link(content, start, has_signs=self.has_signs)) or (
            found := by_commonmark(self.source, content, place.first, level)
        ):
            pieces, links = found
        else:
            return False
        block = (kind, place, span, containers, place, level, pieces, links, False, True)
        self.blocks.append(_new(Block, block))
        return True


_NUMBER = pattern(r"[0-9]{1,9}[.)] ")
"""What begins an item of a numbered list."""


def _begins_paragraph(line: str) -> bool:
    """Whether a line, or what follows a mark in it, can only be a paragraph's."""
    first = line[0]
    if first in _NOT_FIRST:
        return False
    if first in _MAY_BE_FIRST:
        return _is_no_block(line, first)
    if first.isdigit():
        at = 1
        while line[at : at + 1].isdigit():
            at += 1
        return line[at : at + 1] not in (".", ")")
    return True


def _is_no_block(line: str, first: str) -> bool:
    """Whether what begins a line is no rule, item, fence or definition, but text or inline."""
    if first == "[":
        return "]" in line and "]:" not in line
    if first in "*_":
        return line[1:2] not in ("", " ") and bool(line.strip(f"{first} "))
    return not line.startswith(first * 3)
