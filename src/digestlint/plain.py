"""The plain shape: the blocks of most posts, read without a Markdown parser.

Headings, one-line quotes, tight lists and paragraphs: each line is judged by its first characters.
What is not fully understood is not read at all: ``scan`` gives up, and markdown-it-py has its turn.
In a block that is understood, text and one link in a heading or a quote are read here; any other
inline markup is markdown-it-py's, for that block alone. All of it is equal to what markdown-it-py
gives for the whole, piece by piece; a test holds the two together.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest

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
from digestlint.source import Source, Span

# Liquid, math over lines, and tabs, which may indent: nowhere in a plain post.
_NOWHERE = ("\t", "{%", "{{", "$$")
# What may begin another block, a definition of a reference, or be trimmed as Unicode white space.
_NOT_FIRST = frozenset(" #>-+=<|:\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\x0b\x0c\x85")
# Which of these begin a block, too, what follows tells.
_MAY_BE_FIRST = frozenset("*_~`[")
# What makes a look at each text necessary: it may be markup.
_SIGNS = ("<", "&", "_", "`", "*", "\\")
LONGEST = 5_000
"""How long, in code points, a text with markup may be: markdown-it-py has limits for more."""
# To look a member up in its enumeration takes as long as to make a tuple.
_HEADING, _PARAGRAPH, _INLINE = BlockKind.HEADING, BlockKind.PARAGRAPH, LinkKind.INLINE
_TEXT, _OPEN, _CLOSE = InlineKind.TEXT, InlineKind.OPEN, InlineKind.CLOSE
_SOFT_BREAK, _HARD_BREAK = InlineKind.SOFT_BREAK, InlineKind.HARD_BREAK
# To make a tuple of a class by its own way takes twice as long.
_new = tuple.__new__
_TAG_STARTS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?")


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
    scanner = _Scanner(source, first_line, has_signs=any(sign in body for sign in _SIGNS))
    return scanner.document() if scanner.scan() else None


class _Scanner:
    """The state of one scan: what was read so far, and the paragraph or list that is open.

    Each line is a tuple of its number, its offset and its text. ``has_signs`` tells whether there
    is anything at all in the body that ``_is_text`` and ``_texts`` look for, ``mark`` what the open
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
            pieces = self._texts(shown, span)
        elif len(shown) > LONGEST:
            return False
        else:
            pieces, links = _inlines(self.source, shown, number)
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
                pieces += self._texts(shown, _new(Span, (start, stop)))
                if following:
                    kind = _HARD_BREAK if len(content) > len(shown) + 1 else _SOFT_BREAK
                    space = _new(Span, (start + len(content), following))
                    pieces.append(_new(Inline, (kind, space, "", "br")))
        inlines = tuple(pieces)
        if not is_text:
            text = "\n".join([content for _, _, content in lines]).rstrip(" ")
            if len(text) > LONGEST:
                return False
            inlines, links = _inlines(self.source, text, place.first)
        span = _new(Span, (lines[0][1], stop))
        block = (_PARAGRAPH, place, span, (), place, 0, inlines, links, False, True)
        self.blocks.append(_new(Block, block))
        return True

    def _is_text(self, text: str) -> bool:
        """Whether a text of a paragraph is nothing else."""
        return "](" not in text and (not self.has_signs or _is_text(text))

    def _texts(self, text: str, span: Span) -> tuple[Inline, ...]:
        """A text's pieces; markdown-it-py makes one of its own of each ``_``."""
        if not self.has_signs or "_" not in text:
            return (_new(Inline, (_TEXT, span, text, "")),) if text else ()
        pieces = []
        at = span.start
        for part in _UNDERSCORE.split(text):
            if part:
                after = at + len(part)
                pieces.append(_new(Inline, (_TEXT, _new(Span, (at, after)), part, "")))
                at = after
        return tuple(pieces)

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
        """A heading or a quote: text with at most one link."""
        if content[0].isspace() or content[-1].isspace() or content[-1] == "#":
            return False
        span = _new(Span, (start, start + len(content)))
        pieces: tuple[Inline, ...]
        links: tuple[Link, ...] = ()
        if "](" not in content and (not self.has_signs or _is_text(content)):
            pieces = self._texts(content, span)
        elif found := self._one_link(start, content):
            pieces, links = found
        elif len(content) > LONGEST:
            return False
        else:
            pieces, links = _inlines(self.source, content, place.first, level)
        block = (kind, place, span, containers, place, level, pieces, links, False, True)
        self.blocks.append(_new(Block, block))
        return True

    def _one_link(
        self, start: int, content: str
    ) -> tuple[tuple[Inline, ...], tuple[Link, ...]] | None:
        """Text with one link, as a paper's heading has it; None where there is more to it."""
        opening = content.find("[")
        middle = content.find("](", opening)
        close = content.find(")", middle)
        if not 0 <= opening < middle < close:
            return None
        before, label = content[:opening], content[opening + 1 : middle]
        url, after = content[middle + 2 : close], content[close + 1 :]
        if not _URL.fullmatch(url) or "[" in label or "]" in label or "[" in after:
            return None
        if before.endswith("!"):  # an image
            return None
        if self.has_signs and not (_is_text(before) and _is_text(label) and _is_text(after)):
            return None
        whole = _new(Span, (start + opening, start + close + 1))
        inside = _new(Span, (start + opening + 1, start + middle))
        destination = _new(Span, (start + middle + 2, start + close))
        end = _new(Span, (start + middle, start + close + 1))
        pieces = (
            *self._texts(before, _new(Span, (start, start + opening))),
            _new(Inline, (_OPEN, whole, "", "a")),
            *self._texts(label, inside),
            _new(Inline, (_CLOSE, end, "", "a")),
            *self._texts(after, _new(Span, (start + close + 1, start + len(content)))),
        )
        return pieces, (_new(Link, (_INLINE, whole, label, inside, url, destination)),)


def _inlines(
    source: Source, text: str, first_line: int, marker: int = 0
) -> tuple[tuple[Inline, ...], tuple[Link, ...]]:
    """What markdown-it-py, which is imported at the first need of it, makes of one block."""
    from digestlint import commonmark

    return commonmark.inlines(source, text, first_line, marker)


_UNDERSCORE = pattern("(_)")


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


def _is_text(text: str) -> bool:
    """Whether a text holds nothing that is markup: no tag, no entity, ``_`` only inside words."""
    if "`" in text or "*" in text or "\\" in text:
        return False
    if "<" in text:
        at = text.find("<")
        while at >= 0:
            if text[at + 1 : at + 2] in _TAG_STARTS:
                return False
            at = text.find("<", at + 1)
    if "&" in text and ";" in text:
        return False
    return "_" not in text or _is_inside_words(text)


def _is_inside_words(text: str) -> bool:
    """Whether letters or digits stand on both sides of each ``_``: such a one is no emphasis."""
    parts = text.split("_")
    return all(before[-1:].isalnum() and after[:1].isalnum() for before, after in pairwise(parts))


# A link's destination that is read as it is written: ASCII without the signs of Markdown.
_URL = pattern("[!#-%*-;=?-Z^-~]+")
