"""Where kramdown, which publishes the posts, may read code in what is text for CommonMark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint import verbatim
from digestlint.document import Block, BlockKind, Document, InlineKind
from digestlint.patterns import pattern
from digestlint.source import LONE_RETURN, Source

_FENCE = pattern(r"[ \t>*+.)\d-]*([~`]{3,}+)\s*+(\S*+)\s*")
_FENCE_MARKS = ("```", "~~~", "`~", "~`")
_DEFINITION = pattern(r"^[ \t]*:", re.MULTILINE)
_INDENTED = pattern(r"[ >]*(?: {4}|\t)")
_AFTER_TAG = pattern(r">(?: {4}|\t)")  # code as well, once kramdown has read the tag
_ITEM = pattern(r"[ \t>]*(?:([*+-])|[0-9]+[.)])[ \t]+\S")
# After these signs kramdown reads an item of a list, too: a pipe as well as a space.
_MARK = pattern(r"[ \t>]*(?:([*+-])|[0-9]+[.)])[ \t|]")
_MAY_INDENT = pattern(r"\n[ >]*(?: {4}|\t|[0-9]+\.[ \t|])|>(?: {4}|\t)")
_MATH_IN_NO_ITEM = pattern(r"^[ \t>*+.\d-]*\d\)[ \t]*+\$\$", re.MULTILINE)
_EXACT = "pre|code|kbd|samp|var|script|style|textarea|math|option|h[1-6]"
_EXACT_TAG = pattern(rf"<(?:(/)(?:{_EXACT})\s*+>|(?:{_EXACT})\b)", re.IGNORECASE)
_HTML_LINE = pattern(r"^[ \t>*+.\d-]*<", re.MULTILINE)
_COMMENT_MARK = pattern(r"<!--|-->")
# A comment that a browser and CommonMark end earlier than kramdown.
_ODD_COMMENT = pattern(r"<!---?>|--!>")


def doubtful(source: Source, document: Document, first_line: int) -> frozenset[int]:
    """Lines, from 1, whose white space kramdown may take for code where CommonMark does not.

    What follows, to the end: a lone CR (kramdown ends a line there), a fence that only one of the
    two knows, kramdown's ``{::…}``, formulas of which it is not sure where they end, a comment or a
    tag such as ``<code>`` that its block does not close. What follows, down to a blank line: an
    indented line that is no bullet under another (kramdown's code blocks go on without indent, and
    what is indented under ``1)``, no list there, is code), and numbers among bullets or the reverse
    (which kramdown indents where one of them has a list of its own). And blank lines above an
    indented one, which may stand in code, attribute lists, and what stands in a paragraph with
    Liquid, which may leave anything of it.
    """
    text = source.text
    start = source.line_starts[first_line - 1]
    end = source.line_count + 1
    first = end
    if "\r" in text and (stray := LONE_RETURN.search(text, start)):
        first = source.line_at(stray.start())
    has_mark = "`" in text or "~" in text  # fast
    if has_mark and any(mark in text for mark in _FENCE_MARKS):
        first = min(first, _first_odd_fence(source, document, first_line))
    if (extension := text.find("{::", start)) >= 0:
        first = min(first, source.line_at(extension))
    if "<" in text:
        first = min(first, _first_open_tag(source, document, end))
    if "$$" in text and _is_math_odd(source, document, start):
        first = min(first, source.line_at(text.find("$$", start)))
    lines = set(range(first, end))
    if "{" in text:
        lines.update(_under_braces(source, first_line))
    if start == 0 or _MAY_INDENT.search(text, start - 1):
        lines.update(_under_indented(source, first_line))
    return frozenset(lines)


def _first_odd_fence(source: Source, document: Document, first_line: int) -> int:
    """The first line like a fence that is not one of a plain fence at the top level."""
    plain: set[int] = set()
    above = None
    for block in document.blocks:
        if block.kind is BlockKind.FENCE and block.closed and not block.containers:
            opening = _FENCE.fullmatch(source.line(block.lines.first))
            is_plain = opening and opening[1].strip("`") in ("", opening[1])
            if opening and is_plain and "`" not in opening[2] and _is_apart(source, block, above):
                plain.update(range(block.lines.first, block.lines.last + 1))
        above = block
    for line in range(first_line, source.line_count + 1):
        if line not in plain and _FENCE.match(source.line(line)):
            return line
    return source.line_count + 1


def _is_apart(source: Source, block: Block, above: Block | None) -> bool:
    """Whether a fence is no part of what stands above it: of an item, a quote, a definition."""
    if above is None or not source.line(block.lines.first - 1).strip(" \t"):
        return True
    is_text = above.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and not above.containers
    return is_text and not _DEFINITION.search(source.slice(above.span))


def _is_math_odd(source: Source, document: Document, start: int) -> bool:
    """Whether it is not sure which of the ``$$`` belong together.

    One is alone, or stands in code, or begins what is an item for CommonMark alone.
    """
    text = source.text
    pairs = sum(1 for _ in verbatim.math(text, start))
    return (
        2 * pairs < text.count("$$", start)
        or _MATH_IN_NO_ITEM.search(text, start) is not None
        or any(
            "$$" in source.slice(block.span)
            if block.kind in (BlockKind.FENCE, BlockKind.CODE)
            else any(it.kind is InlineKind.CODE and "$$" in it.text for it in block.inlines)
            for block in document.blocks
        )
    )


def _first_open_tag(source: Source, document: Document, end: int) -> int:
    """The first line of a block that does not close what it opens."""
    in_html = False  # kramdown reads raw HTML to its end, over what is code for CommonMark
    for block in document.blocks:
        text = source.slice(block.span)
        if block.kind not in (BlockKind.FENCE, BlockKind.CODE):
            in_html = in_html or bool(_HTML_LINE.search(text))
        elif not in_html:
            continue
        tags, marks = _EXACT_TAG.findall(text), _COMMENT_MARK.findall(text)
        closed = len(tags) == 2 * tags.count("/") and tags[-1:] != [""]
        if not closed or marks[-1:] == ["<!--"] or (marks and _ODD_COMMENT.search(text)):
            return block.lines.first
    return end


def _under_indented(source: Source, first_line: int) -> Iterator[int]:
    """Lines that kramdown may take for indented code, blank ones between two of them too."""
    indented = bullets = False
    marks: set[bool] = set()  # whether numbers or bullets stand above in what may be one item
    blank: list[int] = []
    for number in range(first_line, source.line_count + 1):
        text = source.line(number)
        if not text.strip(" \t"):
            indented = bullets = False
            blank.append(number)
            continue
        if blank and text[0] not in " \t":
            marks.clear()
        item = _ITEM.match(text)
        is_code = _INDENTED.match(text) and not (bullets and item)
        if is_code or ("<" in text and _AFTER_TAG.search(text, text.index("<"))):
            yield from blank
            indented = True
        if mark := _MARK.match(text):
            marks.add(mark[1] is None)
        indented = indented or len(marks) == 2
        bullets = bool(item) and (bullets or bool(blank) or number == first_line)
        blank.clear()
        if indented:
            yield number


def _under_braces(source: Source, first_line: int) -> Iterator[int]:
    """Lines with an attribute list, and those without a blank line between them and Liquid.

    The blank lines above Liquid, too: it may leave nothing between them and code below.
    """
    above: list[int] = []
    blank: list[int] = []
    liquid = False
    for number in range(first_line, source.line_count + 1):
        text = source.line(number)
        if not text.strip(" \t"):
            if above:
                blank.clear()
                above.clear()
            liquid = False
            blank.append(number)
            continue
        if "{{" in text or "{%" in text:
            liquid = True
            yield from blank
            yield from above
            blank.clear()
            above.clear()
        if liquid or "{:" in text:
            yield number
        above.append(number)
