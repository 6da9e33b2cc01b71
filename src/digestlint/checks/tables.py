"""RN002 and RN008: tables that were not meant, and tables that are not shown."""

from __future__ import annotations

from collections.abc import Iterator

from digestlint.diagnostics import Finding, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from digestlint.kramdown.blocks import Piece
    from digestlint.kramdown.lines import Line
    from digestlint.kramdown.spans import Mark


def _has_tables(post: Post, settings: Settings) -> bool:
    """Whether the site reads tables as kramdown does, and there is anything to read."""
    return settings.renderer == "jekyll" and "|" in post.source.text


@rule("RN002", "accidental-table", severity=Severity.ERROR, fix=Safety.UNSAFE)
def accidental_table(post: Post, settings: Settings) -> Iterator[Finding]:
    """Lines that each have a bare pipe, of which kramdown makes a table."""
    if not _has_tables(post, settings):
        return
    from digestlint.kramdown.blocks import Kind
    from digestlint.kramdown.tables import is_separator
    from digestlint.published import published

    for piece in published(post):
        if piece.kind is not Kind.TABLE or any(is_separator(it.text) for it in piece.lines):
            continue
        edits = tuple(_escapes(post.source, piece))
        pipe = edits[0].span.start
        yield Finding(
            Span(pipe, pipe + 1),
            Message("the site makes a table of this, expected {escaped} for a bare pipe", _ESCAPED),
            fix=Fix(Message("escape the pipes"), edits, Safety.UNSAFE),
        )


_ESCAPED = {"escaped": r"\|"}
_PIPE = pattern(r"(?<!\\)\|")


def _escapes(source: Source, table: Piece) -> Iterator[Edit]:
    """Edits that make a table's pipes text: not in code, by other means in math and addresses."""
    from digestlint.kramdown import html, spans
    from digestlint.kramdown.spans import MarkKind

    text = "\n".join(line.text for line in table.lines)
    marks = spans.read(html.as_text(text))
    open_marks: list[Mark] = []
    line_start = at = read = 0
    for found in _PIPE.finditer(text):
        while line_start + len(table.lines[at].text) < found.start():
            line_start += len(table.lines[at].text) + 1
            at += 1
        start = _offset(source, table.lines[at], found.start() - line_start)
        while read < len(marks) and marks[read].start <= found.start():
            open_marks.append(marks[read])
            read += 1
        open_marks = [mark for mark in open_marks if found.start() < mark.end]
        held = {
            mark.kind
            for mark in open_marks
            if not (
                mark.kind is MarkKind.LINK and mark.inner_start <= found.start() < mark.inner_end
            )
        }
        if MarkKind.CODE in held:
            continue
        if MarkKind.MATH in held:
            yield Edit(Span(start, start + 1), r"\vert ")
        elif held & {MarkKind.LINK, MarkKind.AUTOLINK}:
            yield Edit(Span(start, start + 1), "%7C")
        elif held & {MarkKind.TAG, MarkKind.COMMENT}:
            yield Edit(Span(start, start + 1), "&#124;")
        else:
            yield Edit(Span(start, start), "\\")


def _offset(source: Source, line: Line, index: int) -> int:
    return source.line_span(line.number).end - len(line.text) + index


@rule("RN008", "unrendered-table", severity=Severity.WARNING)
def unrendered_table(post: Post, settings: Settings) -> Iterator[Finding]:
    """Tables with a separator row that stand against a line that is none of theirs."""
    if not _has_tables(post, settings):
        return
    from digestlint.kramdown.blocks import Kind
    from digestlint.published import published

    for piece in published(post):
        if piece.kind is not Kind.PARAGRAPH:
            continue
        lines = [line.text for line in piece.lines]
        for first, end in _tables(lines):
            line = piece.lines[first]
            is_below = not first and (end < len(lines) or _begins_block(post.source, line))
            message = (
                Message("no table on the site: a blank line below it is missing")
                if is_below
                else Message("no table on the site: a blank line above it is missing")
            )
            yield Finding(line.span(post.source), message)


def _begins_block(source: Source, line: Line) -> bool:
    """Whether a mark of a list, or a blank line, is before a line."""
    own = source.line(line.number)
    above = source.line(line.number - 1) if line.number > 1 else ""
    marks = own[: len(own) - len(line.text)].strip(" \t>")
    return bool(marks) or not above.strip(" \t>")


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where among the lines a row, a separator and rows stand: from a first to before an end."""
    from digestlint.kramdown import tables

    at = 1
    while at + 1 < len(lines):
        if (
            tables.is_separator(lines[at])
            and "-" in lines[at]
            and tables.is_row(lines[at - 1])
            and not tables.is_separator(lines[at - 1])
            and tables.is_row(lines[at + 1])
        ):
            end = at + 1
            while end < len(lines) and tables.is_row(lines[end]):
                end += 1
            yield at - 1, end
            at = end
        at += 1
