"""WS: characters that are not what they seem."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from digestlint import characters
from digestlint.diagnostics import Finding, Severity
from digestlint.document import BlockKind, InlineKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import BYTE_ORDER_MARK, Source, Span
from digestlint.written import Body

SPACES = " \t"
LONGEST = 12
"""How many characters a message shows of those that are to be composed."""


@rule("WS008", "decomposed-text", severity=Severity.WARNING, fix=Safety.SAFE)
def decomposed_text(post: Post, settings: Settings) -> Iterator[Finding]:
    """Letters that stand there in pieces, as macOS writes Hangul."""
    source = post.source
    found = [] if source.text.isascii() else list(characters.decomposed(source.text))
    if not found:
        return
    shown = _Shown(Body(post))
    by_line: dict[tuple[int, Safety], list[Span]] = {}
    for span in found:
        safety = Safety.SAFE if shown.holds(span) else Safety.UNSAFE
        by_line.setdefault((source.line_at(span.start), safety), []).append(span)
    for (_, safety), spans in by_line.items():
        edits = tuple(
            Edit(span, unicodedata.normalize("NFC", source.slice(span))) for span in spans
        )
        text = "".join(edit.text for edit in edits)
        short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        message = Message("decomposed characters, expected {text} (NFC)", {"text": short})
        fix = Fix(Message("compose the characters"), edits, safety)
        yield Finding(Span(spans[0].start, spans[-1].end), message, fix=fix)


_BRACKETS = pattern(r"\[[^\[\]\n]*+\]|\{[^{}\n]*+\}|<[^<>\n]*+>")
# Beside these a letter may decide what kramdown makes of them: emphasis, quotes, links, tables.
_MARKS = frozenset("*_'\"`[]{}<>&~|$\\:!")


class _Shown:
    """The text that is only shown: in paragraphs, no part of a link, code, math or definition."""

    def __init__(self, body: Body) -> None:
        from digestlint import verbatim

        text = self.text = body.source.text
        # kramdown's abbreviations and definitions of links go by the characters of a name
        named = "*[" in text or "]:" in text
        self._spans = [] if named else list(_shown(body))
        brackets = (Span(*found.span()) for found in _BRACKETS.finditer(text))
        links = (link.span for block in body.document.blocks for link in block.links)
        exact = sorted([*verbatim.math(text), *verbatim.liquid(text), *brackets, *links])
        self._exact = [span.start for span in exact]
        self._exact_ends = list(accumulate((span.end for span in exact), max))

    def holds(self, span: Span) -> bool:
        """Whether a character in pieces is only shown."""
        beside = {self.text[span.start - 1], *self.text[span.end : span.end + 1]}
        if not self.text[span.start].isalpha() or not beside.isdisjoint(_MARKS):
            return False
        at = bisect_right(self._spans, (span.start, len(self.text))) - 1
        if at < 0 or self._spans[at].end < span.end:
            return False
        at = bisect_right(self._exact, span.start) - 1
        return at < 0 or self._exact_ends[at] <= span.start


def _shown(body: Body) -> Iterator[Span]:
    """The pieces of text in paragraphs of which kramdown makes paragraphs too."""
    for block in body.document.blocks:
        if block.kind is BlockKind.PARAGRAPH and body.is_plain(block):
            for piece in block.inlines:
                number = body.source.line_at(piece.span.start)
                below = body.line(number + 1).strip(SPACES)
                underlined = below and not below.strip(" \t>-=")  # a heading for it, in a quote
                if piece.kind is InlineKind.TEXT and body.is_text(number) and not underlined:
                    yield piece.span


@rule("WS009", "invisible-character", severity=Severity.ERROR, fix=Safety.UNSAFE)
def invisible_character(post: Post, settings: Settings) -> Iterator[Finding]:
    """Zero-width characters, bidirectional controls and other control characters."""
    text = post.source.text
    if not characters.has_unprintable(text):
        return
    defect = post.front_matter.defect
    addresses = _Addresses(Body(post))
    for span in characters.invisible(text):
        if span.end <= len(text) - len(text.lstrip(BYTE_ORDER_MARK)):
            continue  # WS005's
        if defect and defect.span.start <= span.start < max(defect.span.end, defect.span.start + 1):
            continue  # FM003's
        separates = not _LINE_LIKE.isdisjoint(post.source.slice(span))
        is_apart = _at_space(text, span) or addresses.holds(span)
        edit = Edit(span, " " if separates and not is_apart else "")
        fix = Fix(Message("remove what is not seen"), (edit,), Safety.UNSAFE)
        found = {"name": characters.name(text[span.start])}
        message = Message("invisible {name}, expected none", found)
        yield Finding(span, message, fix=fix)


_LINE_LIKE = frozenset("\x0b\x0c\x85\u2028\u2029")


_DEFINITION = pattern(r"[ \t>]*\[[^\]\n]+\]:")


class _Addresses:
    """Where the addresses of links stand, and the definitions of such."""

    def __init__(self, body: Body) -> None:
        self._source = body.source
        links = (link.url_span for block in body.document.blocks for link in block.links)
        self._spans = sorted(span for span in links if span.start < span.end)

    def holds(self, span: Span) -> bool:
        """Whether a span lies in one."""
        at = bisect_right(self._spans, (span.start, len(self._source.text))) - 1
        if at >= 0 and span.end <= self._spans[at].end:
            return True
        return bool(_DEFINITION.match(self._source.line(self._source.line_at(span.start))))


def _at_space(text: str, span: Span) -> bool:
    """Whether a span begins or ends a line, or stands beside a space."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return not before or not after or before in " \t\n" or after in " \t\r\n"


@rule("WS010", "unusual-space", severity=Severity.WARNING, fix=Safety.UNSAFE)
def unusual_space(post: Post, settings: Settings) -> Iterator[Finding]:
    """No-break spaces, ideographic spaces and their kin."""
    text = post.source.text
    if not characters.has_unprintable(text):
        return
    body = Body(post)
    addresses = _Addresses(body)
    for span in characters.unusual_spaces(text):
        number = post.source.line_at(span.start)
        if number < body.first_line or not body.is_text(number):
            edit = Edit(span, " " * (span.end - span.start))
        else:
            edit = _ordinary_space(post.source, span)
        found = {"name": characters.name(text[span.start])}
        fix = Fix(Message("write an ordinary space"), (edit,), Safety.UNSAFE)
        safe = not addresses.holds(span)  # an ordinary space would end the address
        message = Message("{name}, expected an ordinary space", found)
        yield Finding(span, message, fix=fix if safe else None)


def _ordinary_space(source: Source, span: Span) -> Edit:
    """One space for a run of others, none beside a space; none at a line's end or begin.

    There the spaces beside go too, for they would make a hard break or indented code.
    """
    line = source.line_span(source.line_at(span.start))
    before = source.text[line.start : span.start].rstrip(SPACES)
    after = source.text[span.end : line.end].lstrip(SPACES)
    if not before or not after:
        start = line.start + len(before)
        return Edit(
            Span(start, span.end) if not after else Span(line.start, line.end - len(after)), ""
        )
    return Edit(span, "" if _at_space(source.text, span) else " ")
