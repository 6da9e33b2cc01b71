"""Headings as they were meant: one that is glued, indented or underlined is read as if it was not.

What kramdown makes of each was seen with the real one; CommonMark differs (see DESIGN.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from digestlint import arxiv
from digestlint.document import (
    Block,
    BlockKind,
    Container,
    Document,
    Inline,
    InlineKind,
    Lines,
)
from digestlint.front_matter import FrontMatter
from digestlint.nearest import nearest
from digestlint.patterns import pattern
from digestlint.settings import PaperShape, Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple
from digestlint.yaml_values import Scalar


class HeadingForm(StrEnum):
    """How a heading's marks stand: right, without a space, after a space, in the next line.

    Where settings say so, a name in bold is a heading, and the header's title that of the paper.
    """

    ATX = "atx"
    GLUED = "glued"
    INDENTED = "indented"
    UNDERLINED = "underlined"
    BOLD = "bold"
    HEADER = "header"


_ATX = HeadingForm.ATX  # to look it up takes as long as a comparison of texts
_new = tuple.__new__  # to make a tuple of a class by its own way takes twice as long


class Heading(NamedTuple):
    """A heading. ``span`` begins with its marks, ``text_span`` and ``text`` (the source) do not.

    A heading without text is ``GLUED``: the site shows its marks. ``text`` ends before kramdown's
    attributes (``{#id}``). ``swallowed`` tells that it stands in a list or a quote, or with no
    blank line under one, where kramdown takes it in.
    """

    block: Block
    span: Span
    level: int
    text: str
    text_span: Span
    form: HeadingForm
    swallowed: bool

    @property
    def line(self) -> int:
        """Its line, from 1."""
        return self.block.lines.first

    @property
    def shown(self) -> str:
        """Its text as a reader sees it, without marks of emphasis and links."""
        pieces = self.block.inlines
        if len(pieces) == 1 and pieces[0].kind is _TEXT:
            text = pieces[0].text
        else:
            text = "".join([it.text for it in pieces if it.kind in _SHOWN])
        return _ATTRIBUTES.sub("", text) if text.endswith("}") else text


_TEXT = InlineKind.TEXT
_SHOWN = (InlineKind.TEXT, InlineKind.CODE)


class Role(StrEnum):
    """What a heading begins. ``BARE``: a paper by its level alone, without number and link.

    A ``GROUP`` has papers under it.
    """

    GROUP = "group"
    PAPER = "paper"
    BARE = "bare"
    SECTION = "section"
    CONTENT = "content"


NUMBER = pattern(r"[*_]{0,3}([0-9]{1,9})(?:\\?[.)]\s*|\s+(?=\[))")
"""The number that a paper's heading begins with."""

_NUMBERED_LINK = pattern(r"[*_]{0,3}(?:[0-9]{1,9}(?:\\?[.)])?\s*)?\[.*\]\s*\(")
_ATTRIBUTES = pattern(r"(?<=\S)[ \t]+\{#[A-Za-z][\w:-]*\}$")


def role(heading: Heading, settings: Settings) -> Role:
    """What a heading begins. Its words count for more than its level, which may be wrong."""
    text, containers = heading.text, heading.block.containers
    if heading.level == settings.sections.level and text in settings.sections.names:
        return Role.SECTION
    if not text:
        return Role.CONTENT
    papers = settings.papers
    if heading.level == papers.groups and not containers and not _is_formed(text, papers):
        return Role.GROUP
    if papers.level and (_NUMBERED_LINK.match(text) or _links_to_paper(heading, papers)):
        return Role.PAPER
    is_section = known_section(text, settings) is not None
    if containers:
        return Role.SECTION if is_section else Role.CONTENT
    if heading.level == papers.level and not is_section:
        has_marks = NUMBER.match(text) or "[" in text or "http" in text
        return Role.PAPER if has_marks or _is_of_title_alone(papers) else Role.BARE
    has_level = heading.level == settings.sections.level and settings.sections.form == "heading"
    if has_level or is_section:
        return Role.SECTION
    return Role.CONTENT


def _links_to_paper(heading: Heading, shape: PaperShape) -> bool:
    links = heading.block.links
    if not links:
        return False
    sites = (arxiv.Site.ARXIV, arxiv.parse_address(shape.address.text).site)
    return any(arxiv.parse_address(link.url).site in sites for link in links)


def _is_of_title_alone(shape: PaperShape) -> bool:
    """Whether nothing but its level tells that a heading is a paper's."""
    return set(shape.heading.fields) == {"title"}


def _is_formed(text: str, shape: PaperShape) -> bool:
    """Whether a heading at another level has plainly the form of a paper's."""
    return not _is_of_title_alone(shape) and shape.heading.match(text) is not None


def known_section(name: str, settings: Settings, *, stems: bool = False) -> str | None:
    """The name or alias of a section that a heading bears, or nearly bears.

    Its number and a colon do not count. With ``stems`` one that begins with a section's name
    (``Methodology``) is near, too.
    """
    names = settings.sections.names
    if name in names:
        return name
    if aliases := settings.sections.aliases:
        names = (*names, *(alias for several in aliases.values() for alias in several))
    number = NUMBER.match(name)
    bare = name[number.end() if number else 0 :].strip(" \t:：*_")
    return bare if bare in names else nearest(bare, names, stems=stems)


def section_of(name: str, settings: Settings) -> str:
    """The section that a name or alias is for."""
    for section, others in settings.sections.aliases.items():
        if name in others:
            return section
    return name


def headings(source: Source, document: Document) -> Iterator[tuple[int, Heading]]:
    """The headings of a body, each with its place among the blocks."""
    kind = BlockKind.HEADING
    places = [at for at, block in enumerate(document.blocks) if block.kind is kind]
    lines = source.lines
    under = {at for at in places if lines[document.blocks[at].lines.first - 2].strip(" \t")}
    if under:
        outer = (it for it in document.containers if it.kind != "item")
        ends = {it.lines.last for it in outer if _takes_in(it, source)}
        begun = {document.blocks[at].lines.first for at in places}
        under = {
            at for at in under if _is_under(document.blocks[at].lines.first, ends, begun, source)
        }
    for at in places:
        block = document.blocks[at]
        is_nested = bool(block.containers) and any(
            it.kind != "item" and _takes_in(it, source) for it in block.containers
        )
        yield at, _heading(source, block, is_nested=is_nested, is_under=at in under)


def title_heading(source: Source, header: FrontMatter) -> Heading:
    """The title in the front matter, as the heading of a post that is one paper."""
    value = header.get("title")
    text, span = "", Span(0, 0)
    if isinstance(value, Scalar):
        text, span = value.text, value.text_span
    line = source.line_at(span.start)
    lines = Lines(line, line)
    shown = (Inline(InlineKind.TEXT, span, text),)
    block = Block(BlockKind.HEADING, lines, span, (), lines, 0, shown)
    return Heading(block, span, 0, text, span, HeadingForm.HEADER, False)


_PARENTHESIS = pattern(r"[ \t>]*[0-9]{1,9}\)")


def _takes_in(container: Container, source: Source) -> bool:
    """Whether kramdown takes in a heading under this: ``1)`` and a lone ``-`` are no list there."""
    if container.kind == "quote":
        return True
    line = source.line(container.lines.first)
    if container.kind == "numbers":
        return not _PARENTHESIS.match(line)
    is_lone = container.lines.first == container.lines.last and line.strip() in ("-", "*", "+")
    return container.kind == "bullets" and not is_lone


def _is_under(line: int, ends: set[int], headings: set[int], source: Source) -> bool:
    """Whether a list or a quote ends above a line, with no blank line and no heading between."""
    above = line - 1
    while above > 0 and above not in headings and source.line(above).strip(" \t"):
        if above in ends:
            return True
        above -= 1
    return False


def _heading(source: Source, block: Block, *, is_nested: bool, is_under: bool) -> Heading:
    start = source.line_starts[block.lines.first - 1]
    text_span, level = block.span, block.level
    before, text = source.text[start : text_span.start], source.slice(text_span)
    marks, swallowed = "#" * level, is_nested or is_under
    if before == f"{marks} " and text and text[-1] != "}":  # as nearly all
        span = _new(Span, (start, text_span.end))
        return _new(Heading, (block, span, level, text, text_span, _ATX, swallowed))
    if text.endswith("}") and (attributes := _ATTRIBUTES.search(text)):
        text_span = Span(block.span.start, block.span.start + attributes.start())
        text = source.slice(text_span)
    head = before.rstrip()
    if not text:
        form, head = HeadingForm.GLUED, head.rstrip("#") + marks
    elif not head.endswith(marks):
        form, head = HeadingForm.UNDERLINED, before + marks
    elif len(head) == len(before) or before[len(head) :].strip(" \t"):
        form = HeadingForm.GLUED
    else:
        is_indented = head != marks and not head[: -block.level].strip() and not is_nested
        form = HeadingForm.INDENTED if is_indented else HeadingForm.ATX
    span = Span(start + len(head) - block.level, block.span.end)
    return Heading(block, span, block.level, text, text_span, form, swallowed)


# --- What was meant --------------------------------------------------------------------------

# White space and what nobody sees, before the marks; white space after them, or none.
_MARKS = pattern(r"[\s\u200b-\u200f\u2060\ufeff]*(#{1,6})\s*(?=[^#\s])")
_SHORT = 40
_FEW_WORDS = 4


def meant_heading(line: str, settings: Settings, *, begins: bool) -> str | None:
    """A line of text as the heading it was meant to be; None for honest text.

    What follows its marks is the number and link of a paper, or the name of a section; where the
    line ``begins`` its block, a few words that are no sentence are enough.
    """
    found = _MARKS.match(line)
    if not found:
        return None
    rest = line[found.end() :]
    text = rest.strip()
    is_heading = (
        bool(_NUMBERED_LINK.match(text))
        or known_section(text, settings) is not None
        or (begins and _is_like_heading(found[1], text, settings))
    )
    return f"{found[1]} {rest}" if is_heading else None


def _is_like_heading(marks: str, text: str, settings: Settings) -> bool:
    """Whether a few words after marks are no sentence, nor ``#태그``."""
    papers = settings.papers
    if len(marks) == papers.level and {"url", "id"}.isdisjoint(papers.heading.fields):
        if _is_of_title_alone(papers):
            return papers.level > 1 and not text.endswith((".", "。", "?", "!"))
        return papers.heading.match(text) is not None
    if len(text) > _SHORT or len(text.split()) > _FEW_WORDS or text.endswith((".", "다", "?", "!")):
        return False
    if len(marks) == settings.sections.level > 1:
        return text[0].isalpha() and text[0] == text[0].upper()
    return len(marks) == settings.papers.level and bool(re.match(r"[0-9]+[.)]\s+\S", text))


def meant_underlined(line: str, settings: Settings) -> str | None:
    """A line over an underline as the heading of a section, if that is what it says."""
    if known_section(line.strip(), settings) is None:
        return None
    return "#" * settings.sections.level + " " + line.lstrip()
