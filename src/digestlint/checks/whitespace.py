"""WS: white space at the ends of lines and of the file, and blank lines.

CommonMark's proof is necessary for a safe fix, not sufficient: the fixes of this family keep to
places where kramdown agrees, each with its reason, and the slow tests hold real kramdown to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from digestlint.diagnostics import Finding, Severity
from digestlint.document import BlockKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import BYTE_ORDER_MARK, LONE_RETURN, Source, Span
from digestlint.written import MARKERS, Body

SPACES = " \t"
_BULLET = pattern(r"[ \t]*([*+-])[ \t]+(?!\1[ \t]*(?:\1|$))\S")
_LIST_OR_QUOTE = pattern(r" {0,3}(?:(?:[*+-]|[0-9]+\.)[ \t]+\S|>)")


@rule("WS001", "trailing-whitespace", severity=Severity.WARNING, fix=Safety.SAFE)
def trailing_whitespace(post: Post, settings: Settings) -> Iterator[Finding]:
    """Spaces or tabs at the end of a line, where they do nothing."""
    body = Body(post)
    message = Message("white space at the end of the line, expected none")
    title = Message("remove the white space")
    for number in _lines_that_end_in_space(post.source, body.first_line):
        if not body.is_text(number) or (fixable := _does_nothing(body, number)) is None:
            continue
        start, end = post.source.line_span(number)
        span = Span(start + len(post.source.line(number).rstrip(SPACES)), end)
        fix = Fix(title, (Edit(span, ""),), Safety.SAFE) if fixable else None
        yield Finding(span, message, fix=fix)


def _lines_that_end_in_space(source: Source, first_line: int) -> Iterator[int]:
    text, start = source.text, source.line_starts[first_line - 1]
    ends = ("\n", "\r\n") if "\r" in text else ("\n",)
    found = {
        source.line_at(at)
        for space in SPACES
        if space in text
        for end in ends
        for at in _occurrences(text, space + end, start)
    }
    if len(text) > start and text[-1] in SPACES:
        found.add(source.line_count)
    yield from sorted(found)


def _occurrences(text: str, part: str, start: int) -> Iterator[int]:
    while (start := text.find(part, start)) >= 0:
        yield start
        start += 1


def _does_nothing(body: Body, number: int) -> bool | None:
    """Whether the end of a line does nothing: True, where a fix may touch it too; else None."""
    text, following = body.line(number), body.line(number + 1)
    content = text.rstrip(SPACES)
    if following.lstrip(SPACES).startswith("<!--"):
        return None
    before_end = not following.strip(SPACES) or body.is_heading(number + 1)
    if not content:
        if number in body.under_empty_items:
            return None
        # kramdown makes a definition of ": x" after one blank line, if that is quite empty
        return before_end or (None if following.lstrip().startswith(":") else False)
    # A lone CR would become half a line end, a backslash a hard break; after << kramdown shows the
    # space. What ends in another white space is WS010's, a mere marker no text.
    if content[-1].isspace() or content.endswith(("\\", "<<")) or not content.strip(MARKERS):
        return None
    if before_end or body.is_heading(number) or _is_bullet_before_bullet(body, number):
        return True
    return False if _is_idle(body, number, text, following) else None


def _is_bullet_before_bullet(body: Body, number: int) -> bool:
    if not _BULLET.match(body.line(number)):
        return False
    block = body.block(number)
    return (
        block is not None
        and block.kind is BlockKind.PARAGRAPH
        and block.lines.last == number
        and [it.kind for it in block.containers[-2:]] == ["bullets", "item"]
        and number + 1 in body.items
        and bool(_BULLET.match(body.line(number + 1)))
    )


def _is_idle(body: Body, number: int, text: str, following: str) -> bool:
    """Whether white space inside or at the end of a paragraph does nothing in both dialects."""
    block = body.block(number)
    if not block or block.kind is not BlockKind.PARAGRAPH:
        return False
    if number == block.lines.last:
        return bool(_LIST_OR_QUOTE.match(following))
    return not text.endswith("  ") and number in body.soft_breaks


@rule("WS006", "final-newline", severity=Severity.WARNING, fix=Safety.SAFE)
def final_newline(post: Post, settings: Settings) -> Iterator[Finding]:
    """No newline at the end of the file, or more than one."""
    text = post.source.text
    content = text.rstrip(" \t\r\n")
    ending = text[len(content) :]
    if not content.strip(BYTE_ORDER_MARK) or LONE_RETURN.search(ending):
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
    return bool(last and not last.closed) or not Body(post).is_text(post.source.line_count)


_BLANK_LINES = pattern(r"\n(?:[ \t]*\r?\n){2,}")


@rule("WS007", "blank-lines", severity=Severity.WARNING, fix=Safety.SAFE)
def blank_lines(post: Post, settings: Settings) -> Iterator[Finding]:
    """More blank lines in a row than allowed."""
    source = post.source
    maximum = max(settings.rules.WS007.maximum, 1)  # without any, blocks would be joined
    body = Body(post)
    start, end = max(post.front_matter.body_start - 1, 0), len(source.text.rstrip(" \t\r\n"))
    for run in _BLANK_LINES.finditer(source.text, start, end):  # what follows the end is WS006's
        first, following = source.line_at(run.start() + 1), source.line_at(run.end())
        if following - first <= maximum:
            continue
        above, below = source.line(first - 1), source.line(following)
        if not (body.is_text(first) and body.is_text(following - 1)):
            continue
        surplus = Span(source.line_starts[first - 1 + maximum], run.end())
        count = {"count": following - first, "maximum": maximum}
        message = Message("{count} blank lines in a row, expected at most {maximum}", count)
        fix = Fix(Message("remove the blank lines"), (Edit(surplus, ""),), Safety.SAFE)
        # One blank line, not more, goes on with an empty item, and before ": x" kramdown makes a
        # definition of it.
        safe = maximum > 1 or (above.strip(MARKERS) and not below.lstrip().startswith(":"))
        yield Finding(surplus, message, fix=fix if safe else None)
