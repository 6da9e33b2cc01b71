"""WS: hard line breaks."""

from __future__ import annotations

from collections.abc import Iterator

from digestlint.diagnostics import Finding, Severity
from digestlint.document import BlockKind, InlineKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span
from digestlint.values import NamedTuple
from digestlint.written import MARKERS, Body


class _Break(NamedTuple):
    """A hard line break: its line, the spaces or the backslash that make it, what is before.

    ``plain`` tells that kramdown sees what CommonMark sees in the block, ``first`` that the block
    begins with the line, ``strong`` that bold text ends here.
    """

    line: int
    span: Span
    mark: str
    before: str
    plain: bool
    first: bool
    strong: bool


def _hard_breaks(body: Body) -> Iterator[_Break]:
    source = body.source
    for block in body.document.blocks:
        plain = False
        strong, seen = -1, False
        at, opened = block.span.start, False  # whether a link's target may be open
        for piece in block.inlines:
            if piece.kind is InlineKind.CLOSE and piece.tag == "strong":
                strong = piece.span.end
            if piece.kind is not InlineKind.HARD_BREAK or block.kind is not BlockKind.PARAGRAPH:
                continue
            if not seen:
                seen, plain = True, body.is_plain(block)
            number = source.line_at(piece.span.start)
            end, text = source.line_span(number).end, body.line(number)
            before = text.removesuffix("\\").rstrip(" ")
            span = Span(end - len(text) + len(before), end)
            part, at = source.text[at:end], end
            if "](" in part or ")" in part:
                opened = part.rfind("](") > part.rfind(")")
            if body.is_text(number):
                first = number == block.lines.first
                mark, sure = text[len(before) :], plain and not opened
                yield _Break(number, span, mark, before, sure, first, strong == span.start)


@rule("WS002", "hard-break-style", severity=Severity.WARNING, fix=Safety.SAFE, default=False)
def hard_break_style(post: Post, settings: Settings) -> Iterator[Finding]:
    """A hard break that is not written in the style that was chosen."""
    style = settings.rules.WS002.hard_break_style
    body = Body(post)
    for each in _hard_breaks(body):
        found = "backslash" if each.mark.endswith("\\") else "spaces"
        if found == style or "|" in body.line(each.line):
            continue
        if style == "backslash":
            message = Message("hard break by spaces, expected backslash")
            title, edit = Message("write the hard break by backslash"), Edit(each.span, "\\")
        else:
            message = Message("hard break by backslash, expected spaces")
            title, edit = Message("write the hard break by spaces"), Edit(each.span, "  ")
        fix = Fix(title, (edit,), Safety.SAFE)
        yield Finding(each.span, message, fix=fix if _may_change_style(body, each) else None)


@rule("WS003", "long-hard-break", severity=Severity.WARNING, fix=Safety.SAFE)
def long_hard_break(post: Post, settings: Settings) -> Iterator[Finding]:
    """Three or more spaces where two are a hard break."""
    text = post.source.text
    if "   \n" not in text and ("\r" not in text or "   \r\n" not in text):
        return
    body = Body(post)
    for each in _hard_breaks(body):
        if len(each.mark) < 3 or each.mark.strip(" ") or each.before.endswith("\t"):
            continue
        message = Message("hard break of {count} spaces, expected 2", {"count": len(each.mark)})
        fix = Fix(Message("leave two spaces"), (Edit(each.span, "  "),), Safety.SAFE)
        # of "<< " kramdown's guillemet takes the space
        safe = _is_sure(body, each) and not each.before.endswith(("\\", "<<"))
        yield Finding(each.span, message, fix=fix if safe else None)


_PLAIN_START = pattern(r"[ \t>]*(?:[^\W\d_]|[0-9]+(?![0-9.)])|[(“‘「『《]|\*\*\S)")
_PLAIN_END = pattern(r"(?:[^\W_]|[.,!?…)”’」』》:;%])\Z")


def _is_sure(body: Body, each: _Break) -> bool:
    """Whether kramdown reads a paragraph there, too."""
    return each.plain and each.line in body.apart and each.line not in body.under_tags


def _may_change_style(body: Body, each: _Break) -> bool:
    """Whether kramdown breaks the line either way: its next line plainly goes on with the text."""
    ends_plainly = bool(_PLAIN_END.search(each.before)) or (
        each.strong and each.before.endswith("**")
    )
    return (
        _is_sure(body, each)
        and ends_plainly
        and bool(each.before.strip(MARKERS))
        and (each.first or bool(_PLAIN_START.match(each.before)))
        and bool(_PLAIN_START.match(body.line(each.line + 1)))
        and _depth(body.line(each.line + 1)) <= _depth(each.before)
    )


def _depth(line: str) -> int:
    """In how many quotes a line begins."""
    return line[: len(line) - len(line.lstrip(" \t>"))].count(">")
