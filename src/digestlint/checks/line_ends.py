"""WS: line ends, and the byte order mark."""

from __future__ import annotations

from collections.abc import Iterator

from digestlint.diagnostics import Finding, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import BYTE_ORDER_MARK, Span

# A lone CR ends a line for kramdown; so does each of several before a line feed.
_STRAY_RETURNS = pattern(r"\r\r+\n?|\r(?!\n)")
_CRLF = pattern(r"(?<!\r)\r\n")
_LF = pattern(r"(?<!\r)\n")
_NAMES = {"\n": "LF", "\r\n": "CRLF"}


@rule("WS004", "line-endings", severity=Severity.WARNING, fix=Safety.SAFE)
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
        "lone carriage returns ({count}), expected {expected}",
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
