"""The plain shape: most posts, read without a Markdown parser.

Headings, one-line quotes, tight lists, paragraphs, a link at most in a heading or a quote, and no
character that could begin other inline markup. Each line is judged by its first characters. What
is not fully understood is not read at all: ``scan`` gives up, and markdown-it-py has its turn. What
it does read is equal to what markdown-it-py gives, piece by piece; a test holds the two together.
"""

from __future__ import annotations

from itertools import pairwise

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
from digestlint.source import Source, Span

# Code, emphasis, escapes, Liquid and attribute lists, tabs and lone CRs: nowhere in a plain post.
_NOWHERE = ("`", "*", "\\", "{", "\t", "$$")
# What may begin another block, a definition of a reference, or be trimmed as Unicode white space.
_NOT_FIRST = frozenset(" #>-+*=_~`<|:[!\\\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\x0b\x0c\x85")
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
    scanner = _Scanner(source, first_line, has_crlf="\r" in body)
    return scanner.document() if scanner.scan() else None


class _Scanner:
    """The state of one scan: what was read so far, and the paragraph or list that is open."""

    def __init__(self, source: Source, first_line: int, *, has_crlf: bool) -> None:
        self.text = source.text
        self.starts = source.line_starts
        self.first_line = first_line
        self.crlf = has_crlf
        self.blocks: list[Block] = []
        self.containers: list[Container] = []
        self.paragraph: list[tuple[int, int, int]] = []  # lines: number, start, end
        self.bullets: list[tuple[int, int, int]] = []

    def document(self) -> Document:
        return Document(tuple(self.blocks), tuple(self.containers), ())

    def scan(self) -> bool:
        """Reads all lines; False where one is not understood."""
        text, starts = self.text, self.starts
        after_list = False
        for number in range(self.first_line, len(starts) + 1):
            start = starts[number - 1]
            end = starts[number] - 1 if number < len(starts) else len(text)
            if self.crlf and end > start and text[end - 1] == "\r":
                end -= 1
            first = text[start] if start < end else ""
            if not first or (first == " " and not text[start:end].strip(" ")):
                after_list = after_list or bool(self.bullets)
                if not self._close():
                    return False
            elif first == "#":
                after_list = False
                if not self._close() or not self._heading(number, start, end):
                    return False
            elif first == "-":
                if after_list or self.paragraph or not self._is_bullet(start, end):
                    return False
                self.bullets.append((number, start, end))
            elif first == ">":
                after_list = False
                if self.paragraph or self.bullets or not self._quote(number, start, end):
                    return False
            else:
                after_list = False
                if self.bullets or not self._begins_paragraph(start, end):
                    return False
                self.paragraph.append((number, start, end))
        return self._close()

    def _begins_paragraph(self, start: int, end: int) -> bool:
        """Whether the text from an offset on, up to a line's end, can only be a paragraph's."""
        first = self.text[start]
        if first in _NOT_FIRST:
            return False
        if first.isdigit():
            at = start
            while at < end and self.text[at].isdigit():
                at += 1
            return at == end or self.text[at] not in ".)"
        return True

    def _is_bullet(self, start: int, end: int) -> bool:
        return (
            self.text.startswith("- ", start)
            and start + 2 < end
            and self._begins_paragraph(start + 2, end)
        )

    def _close(self) -> bool:
        """Ends the paragraph or the list that is open."""
        if self.paragraph:
            lines, self.paragraph = self.paragraph, []
            place = Lines(lines[0][0], lines[-1][0])
            return self._text_block(lines, place, (), place)
        if self.bullets:
            lines, self.bullets = self.bullets, []
            whole = Lines(lines[0][0], lines[-1][0])
            bullets = Container("bullets", whole)
            self.containers.append(bullets)
            for number, start, end in lines:
                place = Lines(number, number)
                item = Container("item", place)
                self.containers.append(item)
                inside = (bullets, item)
                if not self._text_block([(number, start + 2, end)], place, inside, whole):
                    return False
        return True

    def _text_block(
        self,
        lines: list[tuple[int, int, int]],
        place: Lines,
        containers: tuple[Container, ...],
        outer: Lines,
    ) -> bool:
        """A paragraph without links; its lines end in soft or hard breaks."""
        text = self.text
        pieces: list[Inline] = []
        last = len(lines) - 1
        for at, (_, start, end) in enumerate(lines):
            content = text[start:end]
            shown = content.rstrip(" ")
            if shown != shown.rstrip() or not _is_text(shown) or "](" in shown:
                return False
            stop = start + len(shown)
            if at < last and len(content) > len(shown) + 1:
                kind = InlineKind.HARD_BREAK
            else:
                kind = InlineKind.SOFT_BREAK
            _add_text(pieces, shown, start)
            if at < last:
                pieces.append(Inline(kind, Span(end, lines[at + 1][1]), "", "br"))
        self.blocks.append(
            Block(
                BlockKind.PARAGRAPH,
                place,
                Span(lines[0][1], stop),
                containers,
                outer,
                inlines=tuple(pieces),
            )
        )
        return True

    def _heading(self, number: int, start: int, end: int) -> bool:
        text = self.text
        at = start
        while at < end and text[at] == "#":
            at += 1
        level = at - start
        if level > 6 or at == end or text[at] != " ":
            return False
        while at < end and text[at] == " ":
            at += 1
        place = Lines(number, number)
        return self._one_line(BlockKind.HEADING, at, end, place, (), level)

    def _quote(self, number: int, start: int, end: int) -> bool:
        """A quote of one line: a blank line, a heading or the end must follow."""
        text = self.text
        if not text.startswith("> ", start) or start + 2 >= end:
            return False
        if number < len(self.starts):
            after = self.starts[number]
            following = text[after : after + 1]
            if following not in ("", "\n", "#") and text[after : after + 2] != "\r\n":
                return False
        begin = text[start + 2]
        if begin != "[" and not self._begins_paragraph(start + 2, end):
            return False
        place = Lines(number, number)
        quote = Container("quote", place)
        self.containers.append(quote)
        return self._one_line(BlockKind.PARAGRAPH, start + 2, end, place, (quote,), 0)

    def _one_line(
        self,
        kind: BlockKind,
        start: int,
        end: int,
        place: Lines,
        containers: tuple[Container, ...],
        level: int,
    ) -> bool:
        """A heading or a quote: text with at most one link."""
        content = self.text[start:end].rstrip(" ")
        if not content or content != content.strip() or content.endswith("#"):
            return False
        opening = content.find("[")
        pieces: list[Inline] = []
        links: tuple[Link, ...] = ()
        middle = content.find("](", opening)
        if opening < 0 or middle < 0:
            if not _is_text(content) or content.startswith("["):
                return False
            _add_text(pieces, content, start)
        else:
            close = content.find(")", middle)
            before, label = content[:opening], content[opening + 1 : middle]
            url, after = content[middle + 2 : close], content[close + 1 :]
            if close < 0 or not _is_url(url) or "[" in label or "]" in label or "[" in after:
                return False
            if not (_is_text(before) and _is_text(label) and _is_text(after)):
                return False
            whole = Span(start + opening, start + close + 1)
            inside = Span(start + opening + 1, start + middle)
            link = Link(
                LinkKind.INLINE,
                whole,
                label,
                inside,
                url,
                Span(start + middle + 2, start + close),
            )
            links = (link,)
            _add_text(pieces, before, start)
            pieces.append(Inline(InlineKind.OPEN, whole, "", "a"))
            _add_text(pieces, label, inside.start)
            pieces.append(Inline(InlineKind.CLOSE, Span(inside.end, whole.end), "", "a"))
            _add_text(pieces, after, whole.end)
        self.blocks.append(
            Block(
                kind,
                place,
                Span(start, start + len(content)),
                containers,
                place,
                level,
                tuple(pieces),
                links,
            )
        )
        return True


def _add_text(pieces: list[Inline], text: str, start: int) -> None:
    """Adds a text's pieces; markdown-it-py makes one of its own of each ``_``."""
    if "_" not in text:
        if text:
            pieces.append(Inline(InlineKind.TEXT, Span(start, start + len(text)), text))
        return
    at = 0
    for part in text.split("_"):
        if at:
            pieces.append(Inline(InlineKind.TEXT, Span(start + at - 1, start + at), "_"))
        if part:
            span = Span(start + at, start + at + len(part))
            pieces.append(Inline(InlineKind.TEXT, span, part))
        at += len(part) + 1


def _is_text(text: str) -> bool:
    """Whether a text holds nothing that is markup: no tag, no entity, ``_`` only inside words."""
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


def _is_url(url: str) -> bool:
    """Whether a link's destination is read as it is written."""
    return url.isascii() and url.isprintable() and bool(url) and not (set(url) & _NOT_IN_URL)


_NOT_IN_URL = frozenset(" ()<>&[]\"'")
