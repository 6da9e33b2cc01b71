"""WS: white space, line ends, and characters that are not what they seem.

CommonMark's proof is necessary for a safe fix, not sufficient: the fixes here keep to places where
kramdown agrees, each with its reason, and the slow tests hold real kramdown to it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from digestlint import characters, verbatim
from digestlint.diagnostics import Finding, Severity
from digestlint.document import Block, BlockKind, InlineKind
from digestlint.doubt import doubtful
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import BYTE_ORDER_MARK, Source, Span

SPACES = " \t"


class _Body:
    """A post's body by its lines, which count from 1 in the whole text."""

    def __init__(self, post: Post) -> None:
        self.source = post.source
        self.document = post.written
        self.first_line = post.front_matter.body_line

    @cached_property
    def _firsts(self) -> list[int]:
        return [block.lines.first for block in self.document.blocks]

    @cached_property
    def _doubtful(self) -> frozenset[int]:
        return doubtful(self.source, self.document, self.first_line)

    @cached_property
    def items(self) -> frozenset[int]:
        """The lines on which items of lists begin."""
        items = (it.lines.first for it in self.document.containers if it.kind == "item")
        return frozenset(items)

    @cached_property
    def first_html(self) -> int:
        """The first line that begins with a tag, else one after the last."""
        found = _HTML_LINE.search(self.source.text)
        return self.source.line_at(found.end()) if found else self.source.line_count + 1

    def line(self, number: int) -> str:
        """The text of a line; after the last there is an empty one."""
        return self.source.line(number) if number <= self.source.line_count else ""

    def is_text(self, number: int) -> bool:
        """Whether neither dialect may read code, raw HTML, math or Liquid there."""
        return not self.document.is_verbatim(number) and number not in self._doubtful

    def block(self, number: int) -> Block | None:
        """The block that holds a line."""
        at = bisect_right(self._firsts, number) - 1
        block = self.document.blocks[at] if at >= 0 else None
        return block if block and number <= block.lines.last else None

    def is_heading(self, number: int) -> bool:
        """Whether a line is a heading with text, written with ``#`` at column 1."""
        block = self.block(number)
        if not block or block.kind is not BlockKind.HEADING or block.containers:
            return False
        return bool(_HEADING.match(self.line(number)))


_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_BULLET = re.compile(r"[ \t]*([*+-])[ \t]+(?!\1[ \t]*(?:\1|$))\S")
_LIST_OR_QUOTE = re.compile(r" {0,3}(?:(?:[*+-]|[0-9]+\.)[ \t]+\S|>)")
_MARKERS = " \t>*+-.):#0123456789"


@rule("WS001", "trailing-whitespace", severity=Severity.WARNING, fix=Safety.SAFE)
def trailing_whitespace(post: Post, settings: Settings) -> Iterator[Finding]:
    """Spaces or tabs at the end of a line, where they do nothing."""
    body = _Body(post)
    for number in _lines_that_end_in_space(post.source, body.first_line):
        if not body.is_text(number) or (fixable := _does_nothing(body, number)) is None:
            continue
        start, end = post.source.line_span(number)
        span = Span(start + len(post.source.line(number).rstrip(SPACES)), end)
        fix = Fix(Message("remove the white space"), (Edit(span, ""),), Safety.SAFE)
        message = Message("white space at the end of the line, expected none")
        yield Finding(span, message, fix=fix if fixable else None)


def _lines_that_end_in_space(source: Source, first_line: int) -> Iterator[int]:
    ends = [f"{space}{end}" for space in SPACES for end in ("\n", "\r\n")]
    start = source.line_starts[first_line - 1]
    if source.text.endswith(tuple(SPACES)) or any(source.text.find(it, start) >= 0 for it in ends):
        for number in range(first_line, source.line_count + 1):
            if source.line(number).endswith(tuple(SPACES)):
                yield number


def _does_nothing(body: _Body, number: int) -> bool | None:
    """Whether the end of a line does nothing: True, where a fix may touch it too; else None."""
    text, following = body.line(number), body.line(number + 1)
    content = text.rstrip(SPACES)
    if following.lstrip(SPACES).startswith("<!--"):
        return None
    before_end = not following.strip(SPACES) or body.is_heading(number + 1)
    if not content:
        # kramdown makes a definition of ": x" after one blank line, if that is quite empty
        return before_end or (None if following.lstrip().startswith(":") else False)
    # A lone CR would become half a line end, a backslash a hard break; after << kramdown shows the
    # space. What ends in another white space is WS010's, a mere marker no text.
    if content[-1].isspace() or content.endswith(("\\", "<<")) or not content.strip(_MARKERS):
        return None
    if before_end or body.is_heading(number) or _is_bullet_before_bullet(body, number):
        return True
    return False if _is_idle(body, number, text, following) else None


def _is_bullet_before_bullet(body: _Body, number: int) -> bool:
    block = body.block(number)
    return (
        block is not None
        and block.kind is BlockKind.PARAGRAPH
        and block.lines.last == number
        and bool(_BULLET.match(body.line(number)))
        and [it.kind for it in block.containers[-2:]] == ["bullets", "item"]
        and number + 1 in body.items
        and bool(_BULLET.match(body.line(number + 1)))
    )


def _is_idle(body: _Body, number: int, text: str, following: str) -> bool:
    """Whether white space inside or at the end of a paragraph does nothing in both dialects."""
    block = body.block(number)
    if not block or block.kind is not BlockKind.PARAGRAPH:
        return False
    if number == block.lines.last:
        return bool(_LIST_OR_QUOTE.match(following))
    return not text.endswith("  ") and any(
        it.kind is InlineKind.SOFT_BREAK and body.source.line_at(it.span.start) == number
        for it in block.inlines
    )


# -- hard line breaks ----------------------------------------------------------------------------


class _Break(NamedTuple):
    """A hard line break: its line, its block, and the spaces or the backslash that make it."""

    line: int
    block: Block
    span: Span
    mark: str
    before: str


def _hard_breaks(body: _Body) -> Iterator[_Break]:
    for block in body.document.blocks:
        for piece in block.inlines:
            if piece.kind is InlineKind.HARD_BREAK and block.kind is BlockKind.PARAGRAPH:
                number = body.source.line_at(piece.span.start)
                end = body.source.line_span(number).end
                text = body.line(number)
                before = text.removesuffix("\\").rstrip(" ")
                mark = text[len(before) :]
                if body.is_text(number):
                    yield _Break(number, block, Span(end - len(mark), end), mark, before)


@rule("WS002", "hard-break-style", severity=Severity.WARNING, fix=Safety.SAFE, default=False)
def hard_break_style(post: Post, settings: Settings) -> Iterator[Finding]:
    """A hard break that is not written in the style that was chosen."""
    style = settings.rules.WS002.hard_break_style
    body = _Body(post)
    for each in _hard_breaks(body):
        found = "backslash" if each.mark.endswith("\\") else "spaces"
        if found == style or "|" in body.line(each.line):
            continue
        message = Message(
            "hard break by {found}, expected {style}", {"found": found, "style": style}
        )
        edit = Edit(each.span, "\\" if style == "backslash" else "  ")
        fix = Fix(
            Message("write the hard break by {style}", {"style": style}), (edit,), Safety.SAFE
        )
        yield Finding(each.span, message, fix=fix if _may_change_style(body, each) else None)


@rule("WS003", "long-hard-break", severity=Severity.WARNING, fix=Safety.SAFE)
def long_hard_break(post: Post, settings: Settings) -> Iterator[Finding]:
    """Three or more spaces where two are a hard break."""
    if "   \n" not in post.source.text and "   \r\n" not in post.source.text:
        return
    body = _Body(post)
    for each in _hard_breaks(body):
        if len(each.mark) < 3 or each.mark.strip(" ") or each.before.endswith("\t"):
            continue
        message = Message("hard break of {count} spaces, expected 2", {"count": len(each.mark)})
        fix = Fix(Message("leave two spaces"), (Edit(each.span, "  "),), Safety.SAFE)
        # of "<< " kramdown's guillemet takes the space
        safe = _is_plain(body, each.block) and not each.before.endswith(("\\", "<<"))
        yield Finding(each.span, message, fix=fix if safe else None)


def _is_plain(body: _Body, block: Block) -> bool:
    """Whether kramdown too sees the code that is there, and no raw HTML."""
    text, pieces = body.source.slice(block.span), block.inlines
    if any(it.kind is InlineKind.HTML for it in pieces):
        return False
    codes = [it.text for it in pieces if it.kind is InlineKind.CODE]
    return text.count("`") == 2 * len(codes) and not any(
        code.startswith((" ", "\n")) or "`" in code for code in codes
    )


_PLAIN_START = re.compile(r"[ \t>]*(?:[^\W\d_]|[0-9]+(?![0-9.)])|[(“‘「『《]|\*\*\S)")
_PLAIN_END = re.compile(r"(?:[^\W_]|[.,!?…)”’」』》:;%])\Z")
# Definitions of terms, footnotes and the like end with their line in kramdown; raw HTML does not.
_DEFINITION = re.compile(r"^[ \t>]*:|\]:", re.MULTILINE)
_HTML_LINE = re.compile(r"\n[ \t>*+.\d-]*<[A-Za-z/]")


def _may_change_style(body: _Body, each: _Break) -> bool:
    """Whether kramdown breaks the line either way: its next line plainly goes on with the text."""
    ends_plainly = _PLAIN_END.search(each.before) or _closes_strong(each)
    return (
        bool(ends_plainly and each.before.strip(_MARKERS))
        and bool(_PLAIN_START.match(body.line(each.line + 1)))
        and (each.line == each.block.lines.first or bool(_PLAIN_START.match(each.before)))
        and not _DEFINITION.search(body.source.slice(each.block.span))
        and each.line < body.first_html
        and _is_plain(body, each.block)
    )


def _closes_strong(each: _Break) -> bool:
    end = each.span.start
    return any(
        it.kind is InlineKind.CLOSE and it.tag == "strong" and it.span.end == end
        for it in each.block.inlines
    ) and each.before.endswith("**")


# -- the file ------------------------------------------------------------------------------------

# A lone CR ends a line for kramdown; so does each of several before a line feed.
_STRAY_RETURNS = re.compile(r"\r\r+\n?|\r(?!\n)")
_CRLF = re.compile(r"(?<!\r)\r\n")
_LF = re.compile(r"(?<!\r)\n")
_NAMES = {"\n": "LF", "\r\n": "CRLF"}


@rule("WS004", "line-endings", severity=Severity.WARNING, fix=Safety.UNSAFE)
def line_endings(post: Post, settings: Settings) -> Iterator[Finding]:
    """Line ends of another kind than chosen, or of both kinds, and lone carriage returns."""
    text, option = post.source.text, settings.rules.WS004.line_endings
    if "\r" not in text and option != "crlf":
        return
    crlf = [found.start() for found in _CRLF.finditer(text)]
    lf = [found.start() for found in _LF.finditer(text)]
    wanted = {"lf": "\n", "crlf": "\r\n"}.get(option, "\r\n" if len(crlf) > len(lf) else "\n")
    if wanted == "\n":
        wrong, edits = crlf, tuple(Edit(Span(at, at + 1), "") for at in crlf)
    else:
        wrong, edits = lf, tuple(Edit(Span(at, at), "\r") for at in lf)
    if wrong:
        found = "CRLF" if wanted == "\n" else "LF"
        message = Message(
            "{count} of {total} line ends are {found}, expected {expected}",
            {
                "count": len(wrong),
                "total": len(crlf) + len(lf),
                "found": found,
                "expected": _NAMES[wanted],
            },
        )
        fix = Fix(Message("use one kind of line end"), edits, Safety.SAFE)
        yield Finding(Span(wrong[0], wrong[0] + len(found) // 2), message, fix=fix)
    yield from _stray_returns(post, wanted)


def _stray_returns(post: Post, wanted: str) -> Iterator[Finding]:
    stray = list(_STRAY_RETURNS.finditer(post.source.text))
    if not stray:
        return
    edits = tuple(Edit(Span(*it.span()), wanted * it[0].count("\r")) for it in stray)
    fix = Fix(Message("make line ends of them"), edits, Safety.UNSAFE)
    first = stray[0].start()
    in_header = post.front_matter.present and first < post.front_matter.body_start
    message = Message(
        "{count} carriage returns without a line feed, expected {expected}",
        {"count": sum(it[0].count("\r") for it in stray), "expected": _NAMES[wanted]},
    )
    severity = Severity.ERROR if in_header else None
    yield Finding(Span(first, first + 1), message, fix=fix, severity=severity)


@rule("WS005", "byte-order-mark", severity=Severity.WARNING, fix=Safety.SAFE)
def byte_order_mark(post: Post, settings: Settings) -> Iterator[Finding]:
    """A byte order mark at the begin of the file."""
    text = post.source.text
    count = len(text) - len(text.lstrip(BYTE_ORDER_MARK))
    if count:
        # Jekyll skips one; a second hides the header from it, which would show then
        safety = Safety.SAFE if count == 1 else Safety.UNSAFE
        span = Span(0, count)
        fix = Fix(Message("remove the byte order mark"), (Edit(span, ""),), safety)
        yield Finding(span, Message("byte order mark, expected none"), fix=fix)


@rule("WS006", "final-newline", severity=Severity.WARNING, fix=Safety.SAFE)
def final_newline(post: Post, settings: Settings) -> Iterator[Finding]:
    """No newline at the end of the file, or more than one."""
    text = post.source.text
    content = text.rstrip(" \t\r\n")
    ending = text[len(content) :]
    if not content.strip(BYTE_ORDER_MARK) or _STRAY_RETURNS.search(ending):
        return
    count = ending.count("\n")
    if count == 0:
        end = Span(len(text), len(text))
        newline = "\r\n" if "\r\n" in text else "\n"
        fix = Fix(Message("add a newline"), (Edit(end, newline),), Safety.SAFE)
        yield Finding(end, Message("no newline at the end of the file, expected one"), fix=fix)
    elif count > 1:
        surplus = Span(text.index("\n", len(content)) + 1, len(text))
        fix = Fix(Message("remove the blank lines"), (Edit(surplus, ""),), Safety.SAFE)
        message = Message("{count} newlines at the end of the file, expected one", {"count": count})
        yield Finding(surplus, message, fix=None if _ends_in_open_block(post) else fix)


def _ends_in_open_block(post: Post) -> bool:
    """Whether the text ends in code or raw HTML, in which blank lines may be content."""
    last = post.written.blocks[-1] if post.written.blocks else None
    if last and last.kind is BlockKind.HTML:
        html = post.source.slice(last.span).strip()
        return not (html.startswith("<!--") and html.endswith("-->"))
    return bool(last and not last.closed) or not _Body(post).is_text(post.source.line_count)


@rule("WS007", "blank-lines", severity=Severity.WARNING, fix=Safety.SAFE)
def blank_lines(post: Post, settings: Settings) -> Iterator[Finding]:
    """More blank lines in a row than allowed."""
    source = post.source
    maximum = max(settings.rules.WS007.maximum, 1)  # without any, blocks would be joined
    runs = re.compile(rf"\n(?:[ \t]*\r?\n){{{maximum + 1},}}")
    body = _Body(post)
    for run in runs.finditer(source.text, max(post.front_matter.body_start - 1, 0)):
        first, following = source.line_at(run.start() + 1), source.line_at(run.end())
        above, below = source.line(first - 1), source.line(following)
        if not source.text[run.end() :].strip(" \t\r\n"):
            return  # WS006's
        if not (body.is_text(first) and body.is_text(following - 1)):
            continue
        surplus = Span(source.line_starts[first - 1 + maximum], run.end())
        count = {"count": following - first, "maximum": maximum}
        message = Message("{count} blank lines in a row, expected at most {maximum}", count)
        fix = Fix(Message("remove the blank lines"), (Edit(surplus, ""),), Safety.SAFE)
        # One blank line, not more, goes on with an empty item, and before ": x" kramdown makes a
        # definition of it.
        safe = maximum > 1 or (above.strip(_MARKERS) and not below.lstrip().startswith(":"))
        yield Finding(surplus, message, fix=fix if safe else None)


# -- characters ----------------------------------------------------------------------------------


@rule("WS008", "decomposed-text", severity=Severity.WARNING, fix=Safety.UNSAFE)
def decomposed_text(post: Post, settings: Settings) -> Iterator[Finding]:
    """Letters that stand there in pieces, as macOS writes Hangul."""
    source = post.source
    found = [] if source.text.isascii() else list(characters.decomposed(source.text))
    if not found:
        return
    shown = _Shown(_Body(post))
    by_line: dict[tuple[int, Safety], list[Span]] = {}
    for span in found:
        safety = Safety.SAFE if shown.holds(span) else Safety.UNSAFE
        by_line.setdefault((source.line_at(span.start), safety), []).append(span)
    for (_, safety), spans in by_line.items():
        edits = tuple(
            Edit(span, unicodedata.normalize("NFC", source.slice(span))) for span in spans
        )
        message = Message(
            "{count} decomposed characters, expected {text}",
            {"count": len(edits), "text": "".join(edit.text for edit in edits)},
        )
        fix = Fix(Message("compose the characters"), edits, safety)
        yield Finding(Span(spans[0].start, spans[-1].end), message, fix=fix)


_BRACKETS = re.compile(r"\[[^\[\]\n]*+\]|\{[^{}\n]*+\}|<[^<>\n]*+>")
# Beside these a letter may decide what kramdown makes of them: emphasis, quotes, links, tables.
_MARKS = frozenset("*_'\"`[]{}<>&~|$\\:!")


class _Shown:
    """The text that is only shown: in paragraphs, no part of a link, code, math or definition."""

    def __init__(self, body: _Body) -> None:
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


def _shown(body: _Body) -> Iterator[Span]:
    """The pieces of text in paragraphs of which kramdown makes paragraphs too."""
    for block in body.document.blocks:
        if block.kind is BlockKind.PARAGRAPH and _is_plain(body, block):
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
    for span in characters.invisible(text):
        if span.end <= len(text) - len(text.lstrip(BYTE_ORDER_MARK)):
            continue  # WS005's
        if defect and defect.span.start <= span.start < max(defect.span.end, defect.span.start + 1):
            continue  # FM003's
        separates = not _LINE_LIKE.isdisjoint(post.source.slice(span))
        edit = Edit(span, " " if separates and not _at_space(text, span) else "")
        fix = Fix(Message("remove what is not seen"), (edit,), Safety.UNSAFE)
        found = {"name": characters.name(text[span.start])}
        message = Message("invisible {name}, expected nothing there", found)
        yield Finding(span, message, fix=fix)


_LINE_LIKE = frozenset("\x0b\x0c\x85\u2028\u2029")


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
    body = _Body(post)
    for span in characters.unusual_spaces(text):
        number = post.source.line_at(span.start)
        if number < body.first_line or not body.is_text(number):
            edit = Edit(span, " " * (span.end - span.start))
        else:
            edit = _ordinary_space(post.source, span)
        found = {"name": characters.name(text[span.start])}
        fix = Fix(Message("write an ordinary space"), (edit,), Safety.UNSAFE)
        yield Finding(span, Message("{name}, expected an ordinary space", found), fix=fix)


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
