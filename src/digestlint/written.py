"""A post's body as it is written, by its lines: where white space is only white space."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import zip_longest

from digestlint.document import Block, BlockKind, InlineKind
from digestlint.patterns import pattern
from digestlint.post import Post

MARKERS = " \t>*+-.):#0123456789"
"""The characters of which a line consists that is only a mark, such as that of an empty item."""

_HEADING = pattern(r"#{1,6}[ \t]+\S")
_TAG = pattern(r"</|<[^\W\d]")  # kramdown's names may begin with any letter
_EMPTY_ITEM = pattern(r"(?:[ \t>]*+(?:[*+-]|[0-9]++[.)])(?=[ \t]|\Z))++[ \t]*")
# Of a term, a footnote and the like: kramdown ends it with its line, and lines above are terms.
_DEFINITION = pattern(r"[ \t>]*:|.*?\]:")
_MAY_PRECEDE_HTML = " \t>*+.-0123456789"


class Body:
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
        from digestlint.doubt import doubtful

        return doubtful(self.source, self.document, self.first_line)

    @cached_property
    def items(self) -> frozenset[int]:
        """The lines on which items of lists begin."""
        items = (it.lines.first for it in self.document.containers if it.kind == "item")
        return frozenset(items)

    @cached_property
    def soft_breaks(self) -> frozenset[int]:
        """The lines with which a paragraph goes on in the next."""
        return frozenset(
            self.source.line_at(it.span.start)
            for block in self.document.blocks
            for it in block.inlines
            if it.kind is InlineKind.SOFT_BREAK
        )

    @cached_property
    def under_tags(self) -> frozenset[int]:
        """The lines that kramdown may read as part of raw HTML.

        Those are all that follow a line that begins with a tag, and those from another tag on down
        to a blank line.
        """
        if "<" not in self.source.text:
            return frozenset()
        lines: list[int] = []
        under = False
        for number in range(self.first_line, self.source.line_count + 1):
            text = self.source.line(number)
            if "<" in text and (tag := _TAG.search(text)):
                if not text[: tag.start()].strip(_MAY_PRECEDE_HTML):
                    lines += range(number, self.source.line_count + 1)
                    break
                under = True
            under = under and bool(text.strip(" \t"))
            if under:
                lines.append(number)
        return frozenset(lines)

    @cached_property
    def apart(self) -> frozenset[int]:
        """The lines that stand, between blank lines or headings, in one block, list or quote.

        There is no table among them and no definition, nor one below: kramdown makes terms of the
        lines above it.
        """
        runs: list[list[int]] = [[]]
        for number in range(self.first_line, self.source.line_count + 1):
            if not self.line(number).strip(" \t") or self.is_heading(number):
                runs.append([])
            else:
                runs[-1].append(number)
        runs = [run for run in runs if run]
        lines: list[int] = []
        for run, below in zip_longest(runs, runs[1:], fillvalue=[self.source.line_count + 1]):
            if not self.line(below[0]).lstrip(" \t>").startswith(":") and self._is_one(run):
                lines += run
        return frozenset(lines)

    def _is_one(self, run: list[int]) -> bool:
        """Whether the lines are of one block, list or quote, and none of a table or definition."""
        block = self.block(run[0])
        if block is None or block.outer.last < run[-1]:
            return False
        texts = map(self.line, run)
        return not any("|" in text or _DEFINITION.match(text) for text in texts)

    @cached_property
    def under_empty_items(self) -> frozenset[int]:
        """The blank lines below an empty item.

        GitHub's cmark goes on with the item over such with white space, over others it does not.
        """
        lines: list[int] = []
        under = False
        for number in range(self.first_line, self.source.line_count + 1):
            text = self.source.line(number)
            if text.strip(" \t"):
                under = bool(_EMPTY_ITEM.fullmatch(text))
            elif under:
                lines.append(number)
        return frozenset(lines)

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
        if not _HEADING.match(self.line(number)):
            return False
        block = self.block(number)
        return bool(block and block.kind is BlockKind.HEADING and not block.containers)

    def is_plain(self, block: Block) -> bool:
        """Whether kramdown too sees the code that is in a block, and no raw HTML."""
        text, pieces = self.source.slice(block.span), block.inlines
        if any(it.kind is InlineKind.HTML for it in pieces):
            return False
        codes = [it.text for it in pieces if it.kind is InlineKind.CODE]
        return text.count("`") == 2 * len(codes) and not any(
            code.startswith((" ", "\n")) or "`" in code for code in codes
        )
