"""WS: hard line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from digestlint.diagnostics import Finding, Severity
from digestlint.document import Block, BlockKind, InlineKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span
from digestlint.written import MARKERS, Body


class _Break(NamedTuple):
    """A hard line break: its line, its block, and the spaces or the backslash that make it."""

    line: int
    block: Block
    span: Span
    mark: str
    before: str


def _hard_breaks(body: Body) -> Iterator[_Break]:
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
    body = Body(post)
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
    body = Body(post)
    for each in _hard_breaks(body):
        if len(each.mark) < 3 or each.mark.strip(" ") or each.before.endswith("\t"):
            continue
        message = Message("hard break of {count} spaces, expected 2", {"count": len(each.mark)})
        fix = Fix(Message("leave two spaces"), (Edit(each.span, "  "),), Safety.SAFE)
        # of "<< " kramdown's guillemet takes the space
        safe = body.is_plain(each.block) and not each.before.endswith(("\\", "<<"))
        yield Finding(each.span, message, fix=fix if safe else None)


_PLAIN_START = re.compile(r"[ \t>]*(?:[^\W\d_]|[0-9]+(?![0-9.)])|[(“‘「『《]|\*\*\S)")
_PLAIN_END = re.compile(r"(?:[^\W_]|[.,!?…)”’」』》:;%])\Z")
# Definitions of terms, footnotes and the like end with their line in kramdown.
_DEFINITION = re.compile(r"^[ \t>]*:|\]:", re.MULTILINE)


def _may_change_style(body: Body, each: _Break) -> bool:
    """Whether kramdown breaks the line either way: its next line plainly goes on with the text."""
    ends_plainly = _PLAIN_END.search(each.before) or _closes_strong(each)
    return (
        bool(ends_plainly and each.before.strip(MARKERS))
        and bool(_PLAIN_START.match(body.line(each.line + 1)))
        and (each.line == each.block.lines.first or bool(_PLAIN_START.match(each.before)))
        and not _DEFINITION.search(body.source.slice(each.block.span))
        and each.line < body.first_html
        and body.is_plain(each.block)
    )


def _closes_strong(each: _Break) -> bool:
    end = each.span.start
    return any(
        it.kind is InlineKind.CLOSE and it.tag == "strong" and it.span.end == end
        for it in each.block.inlines
    ) and each.before.endswith("**")
