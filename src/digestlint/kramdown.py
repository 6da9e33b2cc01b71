"""Where kramdown, which publishes the posts, may read code in what is text for CommonMark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint.markdown import BlockKind, Document
from digestlint.source import Source

_FENCE = re.compile(r"[ \t>*+.\d-]*([~`]{3,})\s*(\S*)\s*")
_INDENTED = re.compile(r"^[ >]*(?: {4}|\t)", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*[*+-][ \t]+\S")
_EXACT_TAG = re.compile(
    r"<(/?)(?:pre|code|kbd|samp|var|script|style|textarea|math|option|h[1-6])\b", re.IGNORECASE
)


def doubtful(source: Source, document: Document, first_line: int) -> frozenset[int]:
    """Lines, from 1, whose white space kramdown may take for code where CommonMark does not.

    These are: what follows a fence that only one of the two knows, or kramdown's ``{::…}``, or a
    tag such as ``<code>`` that its block does not close; and an indented line with the lines
    below it, down to a blank one (kramdown's code blocks go on without indent, and what is indented
    under ``1)``, which is no list there, is code), but for the bullets of a list without blank
    lines.
    """
    text = source.text
    start = source.line_starts[first_line - 1]
    end = source.line_count + 1
    first = end
    if "```" in text or "~" in text:
        first = min(first, _first_odd_fence(source, document, first_line))
    if (extension := text.find("{::", start)) >= 0:
        first = min(first, source.line_at(extension))
    if _EXACT_TAG.search(text, start):
        first = min(first, _first_open_tag(source, document, end))
    lines = set(range(first, end))
    if _INDENTED.search(text, start):
        lines.update(_under_indented(source, first_line))
    return frozenset(lines)


def _first_odd_fence(source: Source, document: Document, first_line: int) -> int:
    """The first line like a fence that is not one of a plain fence at the top level."""
    plain: set[int] = set()
    for block in document.blocks:
        if block.kind is BlockKind.FENCE and block.closed and not block.containers:
            opening = _FENCE.fullmatch(source.line(block.lines.first))
            if opening and opening[1].strip("`") in ("", opening[1]) and "`" not in opening[2]:
                plain.update(range(block.lines.first, block.lines.last + 1))
    for line in range(first_line, source.line_count + 1):
        if line not in plain and _FENCE.match(source.line(line)):
            return line
    return source.line_count + 1


def _first_open_tag(source: Source, document: Document, end: int) -> int:
    """The first line of a block that does not close what it opens."""
    for block in document.blocks:
        if not document.is_verbatim(block.lines.first):
            tags = _EXACT_TAG.findall(source.slice(block.span))
            if len(tags) != 2 * tags.count("/"):
                return block.lines.first
    return end


def _under_indented(source: Source, first_line: int) -> Iterator[int]:
    indented, bullets = False, True
    for line in range(first_line, source.line_count + 1):
        text = source.line(line)
        if not text.strip(" \t"):
            indented, bullets = False, True
            continue
        if _INDENTED.match(text) and not (bullets and _ITEM.match(text) and line > first_line):
            indented = True
        bullets = bullets and bool(_ITEM.match(text))
        if indented:
            yield line
