"""RN006 and RN007: text that kramdown takes for markup, or that was meant as markup and is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from digestlint.broken_links import broken_links
from digestlint.diagnostics import Finding, Severity
from digestlint.document import BlockKind
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.prose import OBJECT
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from digestlint.kramdown.blocks import Piece
    from digestlint.kramdown.lines import Line
    from digestlint.published import Content

# -- RN006 ---------------------------------------------------------------------------------------

# A line that may begin such a block, or make one of the line above it.
_BEGIN = pattern(
    r"[ \t>*+-]*+(?:=[-=]*+[ \t]*\r?$|[0-9]{3,}\.[ \t]|:[ \t]|\{:|\[[^\]\n]+\]:)"
    r"|(?:[ \t>*+]*+-)++[ \t]*\r?$"
    r"|[ \t>*+.0-9-]*(?:    |\t)",
    re.MULTILINE,
)
_SIGNS = frozenset(" \t>*+-=:{[0123456789")


def _may_have_accident(post: Post) -> bool:
    """Whether there may be a line that makes more of itself than text (fast)."""
    text, starts = post.source.text, post.source.line_starts
    return any(
        text[start : start + 1] in _SIGNS and _BEGIN.match(text, start)
        for start in starts[post.front_matter.body_line - 1 :]
    )


@rule("RN006", "accidental-block", severity=Severity.WARNING)
def accidental_block(post: Post, settings: Settings) -> Iterator[Finding]:
    """Lines that make a heading, a list, a definition, code or nothing of what was text."""
    source = post.source
    if not _may_have_accident(post):
        return
    if settings.renderer == "github":
        yield from _of_commonmark(post)
        return
    from digestlint.kramdown.blocks import Kind
    from digestlint.published import published

    for piece in published(post):
        first = piece.lines[0].span(source) if piece.lines else Span(0, 0)
        if piece.kind is Kind.UNDERLINED:
            yield _of_underline(piece.lines[1].span(source), source)
        elif piece.kind is Kind.PARAGRAPH:
            for line in piece.lines[1:]:
                if _UNDERLINE.match(line.text):
                    yield _of_underline(line.span(source), source)
        elif piece.kind is Kind.NUMBERS:
            yield from _of_numbers(source, [it.lines[0] for it in piece.pieces])
        elif piece.kind is Kind.DEFINITION:
            message = Message("a colon at the line's begin makes a definition list of this")
            yield Finding(Span(first.start, first.start + 1), message)
        elif piece.kind is Kind.ATTRIBUTES:
            yield Finding(first, Message("an attribute list, which the page does not show"))
        elif piece.kind is Kind.ABBREVIATION:
            message = Message("the definition of an abbreviation, which the page does not show")
            yield Finding(first, message)
        elif piece.kind is Kind.LINK and _is_note(piece.lines[0].text):
            message = Message("the definition of a link's address, which the page does not show")
            yield Finding(first, message)
        elif piece.kind is Kind.CODE and _is_prose(piece):
            yield Finding(first, Message("four spaces before the line make code of it"))


_UNDERLINE = pattern(r" {0,3}(?:-+|=+)[ \t\r]*\Z")


def _of_underline(span: Span, source: Source) -> Finding:
    found = {"line": source.slice(span)[:10]}
    return Finding(
        span,
        Message("{line} right under text, expected a blank line between", found),
    )


_NUMBERED = pattern(r"[ \t]*([0-9]+)\.")
_LEAST = 100
"""The least number that is no item's: a year, or the end of a sentence above."""


def _of_numbers(source: Source, lines: list[Line]) -> Iterator[Finding]:
    number = 0
    for line in lines:
        found = _NUMBERED.match(line.text)
        before, number = number, int(found[1][:9]) if found else 0
        if found and number >= _LEAST and number != before + 1:
            start = line.span(source).start
            yield Finding(
                Span(start, start + len(found[0].strip())),
                Message(
                    "{number}. at the line's begin makes a numbered list of this, expected "
                    "{number}\\.",
                    {"number": number},
                ),
            )


_NOTE = pattern(r"[ \t]*\[(?!\^)[^\]]+\]:[ \t]*[^<\s]\S*[ \t]+[^\s\"'(]")


def _is_note(text: str) -> bool:
    """Whether words follow a label where a link's address would: ``[참고]: 이 값은 …``."""
    return _NOTE.match(text) is not None


_CODE_SIGNS = pattern(r"[;{}=<>]|\(\)|^\s*(?:#(?!#* )|//|/\*|\$ |>>>)|^\s*# .*[^다].$")
_WORDS = pattern(r"[가-힣]{2}|^\s*(?:[-*+>]|#{1,6}|[0-9]+[.)])\s+\S")
_ENGLISH = pattern(r"\s*[A-Z][a-z]*(?:[ ,]+[A-Za-z'-]+){3,}\.\s*\Z")


def _is_prose(piece: Piece) -> bool:
    """Whether indented lines are sentences, items or headings and not code."""
    for line in piece.lines:
        text = line.text
        if not text.strip():
            continue
        if _CODE_SIGNS.search(text):
            return False
        if _WORDS.search(text) or _ENGLISH.match(text):
            return True
    return False


def _of_commonmark(post: Post) -> Iterator[Finding]:
    from digestlint.kramdown.blocks import Kind, Piece
    from digestlint.kramdown.lines import Line

    source = post.source
    for block in post.underlined:
        start, end = source.line_span(block.lines.last)
        line = source.text[start:end]
        mark = line.strip(" \t>")
        at = start + line.find(mark)
        yield _of_underline(Span(at, at + len(mark)), source)
    for container in post.document.containers:
        if container.kind == "numbers":
            line = source.line(container.lines.first).lstrip(" \t>*+-")
            yield from _of_numbers(source, [Line(line, container.lines.first)])
    for block in post.document.blocks:
        if block.kind is BlockKind.CODE:
            lines = range(block.lines.first, block.lines.last + 1)
            piece = Piece(Kind.CODE, [Line(source.line(it), it) for it in lines], [])
            if _is_prose(piece):
                yield Finding(
                    piece.lines[0].span(source),
                    Message("four spaces before the line make code of it"),
                )


# -- RN007 ---------------------------------------------------------------------------------------

_FOOTNOTE = pattern(r"\[\^([^\]\s^]{1,40})\](?!:)")
# Not a class of characters, such as [^a-z] or [^abc].
_FOOTNOTE_NAME = pattern(r"[A-Za-z가-힣_-]*[0-9]+|[가-힣]+|[A-Za-z]{4,}(?:-[A-Za-z]+)*")
_NOTE_BEGIN = pattern(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_ADDRESS = pattern(r"https?://[^\s<>\"'`|\ufffc가-힣“”‘’]+")
_ADDRESS_END = ".,;:!?)]}*_"
_SHORTCODE = pattern(r":(?<![\w:/`.)\]}-]:)(?:[a-z][a-z0-9_+-]+|[+-]1|100):(?![\w:/`])")
_FORMULA = pattern(
    r"(?<![A-Za-z0-9$\\])\$(?![\s$])(?P<inside>[^$\n]{1,200})(?<![\s\\])\$(?![A-Za-z0-9_$])"
)
_FORMULA_SIGNS = pattern(r"[A-Za-z\^_=<>+*/]")
_HANGUL = pattern("[가-힣]")


@rule("RN007", "accidental-inline", severity=Severity.WARNING)
def accidental_inline(post: Post, settings: Settings) -> Iterator[Finding]:
    """Footnote marks, addresses, formulas and shortcodes that stay on the page as they are."""
    body = post.source.text[post.front_matter.body_start :]
    has_mark, has_address = "[^" in body, _has_bare_address(body)
    if not (has_mark or has_address or "$" in body or _SHORTCODE.search(body)):
        return
    from digestlint.published import content

    notes = _notes(post, settings, body) if has_mark else frozenset()
    broken = [it.link.span for it in broken_links(post.source, post.document)]
    starts = [span.start for span in broken]
    reached = list(accumulate((span.end for span in broken), max))  # how far those up to one go
    headings = {paper.heading.block.span for paper in post.papers}  # HD002 and HD009 speak there
    for block in post.document.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or block.span in headings:
            continue
        where = content(post.source, block)
        text = _plain(where)
        for span, message in _unread(text, notes, settings):
            place = where.span(*span)
            before = bisect_right(starts, place.start)
            if not before or reached[before - 1] <= place.start:  # else LK012 speaks there
                yield Finding(place, message)


def _has_bare_address(body: str) -> bool:
    """Whether an address may stand elsewhere than in the parentheses of a link (fast)."""
    return body.count("://") > body.count("](https://") + body.count("](http://")


def _notes(post: Post, settings: Settings, body: str) -> frozenset[str]:
    """The names of the footnotes that there are."""
    if settings.renderer == "github":
        return frozenset(_NOTE_BEGIN.findall(body))
    from digestlint.kramdown.blocks import Kind
    from digestlint.published import published

    notes = (piece.lines[0].text for piece in published(post) if piece.kind is Kind.FOOTNOTE)
    return frozenset(name for note in notes for name in _NOTE_BEGIN.findall(note))


def _plain(where: Content) -> str:
    """The text with all that is no text blotted out: code, formulas, links, tags."""
    text = where.text
    if not any(sign in text for sign in "`$<["):
        return text
    from digestlint.kramdown import html, spans

    parts: list[str] = []
    at = 0
    for mark in spans.read(html.as_text(text)):
        if mark.kind not in spans.SHOWN and mark.start >= at:
            parts += text[at : mark.start], OBJECT * (mark.end - mark.start)
            at = mark.end
    return "".join([*parts, text[at:]])


def _unread(text: str, notes: frozenset[str], settings: Settings) -> Iterator[tuple[Span, Message]]:
    """What stays on the page as it is written, and why."""
    for found in _FOOTNOTE.finditer(text):
        name = found[1]
        if _FOOTNOTE_NAME.fullmatch(name) and name not in notes:
            yield (
                Span(*found.span()),
                Message(
                    "a footnote mark without its note, expected a line that begins with {note}",
                    {"note": f"[^{name}]:"},
                ),
            )
    if settings.renderer == "github":  # it makes links, formulas and emoji of the others
        return
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_ADDRESS_END)
        yield (
            Span(found.start(), found.start() + len(address)),
            Message(
                "a bare address, which is no link on the site, expected {link}",
                {"link": f"<{address}>"},
            ),
        )
    for found in _FORMULA.finditer(text):
        inside = found["inside"]
        if "\\" in inside or (_FORMULA_SIGNS.search(inside) and not _HANGUL.search(inside)):
            yield (
                Span(*found.span()),
                Message(
                    "one $ on each side is no formula on the site, expected {formula}",
                    {"formula": f"$${inside}$$"},
                ),
            )
    for found in _SHORTCODE.finditer(text):
        message = Message("{code} stays on the page as it is", {"code": found[0]})
        yield Span(*found.span()), message
