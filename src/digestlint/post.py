"""A post as it was meant: front matter, papers, sections. Broken pieces are read all the same.

A heading that is glued, indented or at another level, a fence round prose, an underline: each is
read as if it stood right, so that one fault is told once, by the rule that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath, PurePosixPath

from digestlint import arxiv, front_matter, markdown
from digestlint.front_matter import FrontMatter
from digestlint.markdown import Block, BlockKind, Document, InlineKind, Lines, Link, LinkKind
from digestlint.nearest import nearest
from digestlint.passage import Passage, passages
from digestlint.settings import Settings
from digestlint.source import Source, Span

ROUNDS = 3
"""How often the body is read again: a fence taken away may show an underline, and that another."""


class HeadingForm(StrEnum):
    """How a heading's marks stand: right, without a space (``##Method``), after a space."""

    ATX = "atx"
    GLUED = "glued"
    INDENTED = "indented"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``span`` begins with its marks, ``text_span`` and ``text`` (the source) do not.

    ``swallowed`` tells that it stands in a list or a quote, or right under one, where kramdown
    nests it inside.
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


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its heading and the blocks down to the next one.

    ``name`` is as written, ``known`` the name of the settings' list that it is or is close to.
    """

    heading: Heading
    name: str
    known: str | None
    blocks: tuple[Block, ...]
    lines: Lines


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its heading, what follows it, and its sections.

    ``title`` is what a reader sees, without line wraps; ``title_span`` where it stands. ``link``
    is the heading's link, ``address`` its address; a link that is written wrongly is read as it
    was meant, with the span of what stands there. ``lead`` are the blocks before the first
    section. ``wrapped`` tells that the heading goes on in the next line.
    """

    heading: Heading
    number: int | None
    number_span: Span
    title: str
    title_span: Span
    link: Link | None
    address: arxiv.Address | None
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    lines: Lines
    wrapped: bool = False

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks but the headings of the paper and its sections, in order."""
        yield from self.lead
        for section in self.sections:
            yield from section.blocks

    @property
    def links(self) -> Iterator[Link]:
        """The links below the heading, in order."""
        for block in self.blocks:
            yield from block.links


@dataclass(frozen=True)
class Post:
    """A post. ``name`` are the last parts of its path, such as ``_posts/2025-11-07-x.md``.

    ``document`` is the body as it was meant, ``written`` as CommonMark has it. ``fenced`` are the
    fences round prose, ``underlined`` the headings made by an underline that were read through.
    """

    source: Source
    name: PurePosixPath
    front_matter: FrontMatter
    document: Document
    written: Document
    fenced: tuple[Block, ...]
    underlined: tuple[Block, ...]
    preamble: tuple[Block, ...]
    papers: tuple[Paper, ...]

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of papers and sections, in order."""
        return tuple(
            heading
            for paper in self.papers
            for heading in (paper.heading, *(section.heading for section in paper.sections))
        )

    @cached_property
    def passages(self) -> tuple[tuple[Paper, tuple[Passage, ...]], ...]:
        """The prose of each paper's sections."""
        return tuple(
            (paper, tuple(passages(it for section in paper.sections for it in section.blocks)))
            for paper in self.papers
        )


def name_of(path: str) -> PurePosixPath:
    """The part of a path that rules may know: from the last folder of posts on, else its name."""
    parts = PurePath(path).parts
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] in ("_posts", "_drafts", "posts"):
            return PurePosixPath(*parts[at:])
    return PurePosixPath(*parts[-1:])


def parse(source: Source, settings: Settings, name: PurePosixPath) -> Post:
    """The post. Never raises: what cannot be read is left out."""
    header = front_matter.parse(source)
    written = document = markdown.parse(source, header.body_line)
    replaced: dict[int, str] = {}
    fenced: list[Block] = []
    underlined: list[Block] = []
    for _ in range(ROUNDS):
        before = len(replaced)
        for block in document.blocks:
            if block.underlined:
                underlined.append(block)
                replaced[block.lines.last] = ""
            elif block.kind is BlockKind.FENCE and _holds_prose(block, source, settings):
                fenced.append(block)
                replaced[block.lines.first] = ""
                if block.closed:
                    replaced[block.lines.last] = ""
            elif block.kind is BlockKind.PARAGRAPH:
                replaced |= _glued_headings(block, source, settings)
        if len(replaced) == before:
            break
        document = markdown.parse(source, header.body_line, replaced)
    preamble, papers = _papers(source, document, settings)
    return Post(
        source,
        name,
        header,
        document,
        written,
        tuple(fenced),
        tuple(underlined),
        preamble,
        papers,
    )


def _holds_prose(fence: Block, source: Source, settings: Settings) -> bool:
    """Whether a fence stands round headings of the digest or Korean sentences, not round code."""
    lines = [source.line(line).strip() for line in range(fence.lines.first + 1, fence.lines.last)]
    return any(_meant_heading(line, settings) or line.endswith("다.") for line in lines)


_MARKS = re.compile(r" {0,3}(#{1,6})[ \t]*(?=[^#\s])")


def _glued_headings(block: Block, source: Source, settings: Settings) -> dict[int, str]:
    """The lines of a paragraph that were meant as headings, written as headings."""
    if "#" not in source.slice(block.span):
        return {}
    return {
        line: meant
        for line in range(block.lines.first, block.lines.last + 1)
        if (meant := _meant_heading(source.line(line), settings))
    }


def _meant_heading(line: str, settings: Settings) -> str | None:
    """The line as a heading, if it begins like one and goes on like a paper's or a section's."""
    found = _MARKS.match(line)
    if not found:
        return None
    text = line[found.end() :].strip()
    if _is_section_name(text, settings) or _NUMBERED_LINK.match(text):
        return f"{found[1]} {line[found.end() :]}"
    return None


_NUMBERED_LINK = re.compile(r"(?:[0-9]{1,4}[.)]?\s*)?\[.*\]\s*\(")
_NUMBER = re.compile(r"([0-9]{1,4})(?:[.)]\s*|\s+(?=\[))")


def _is_section_name(text: str, settings: Settings) -> bool:
    return _known(text, settings) is not None


def _known(text: str, settings: Settings, *, stems: bool = False) -> str | None:
    """The section that a heading names, or nearly names."""
    names = settings.sections.names
    name = text.rstrip(" :：")
    return name if name in names else nearest(name, names, stems=stems)


class _Role(StrEnum):
    PAPER = "paper"
    SECTION = "section"
    CONTENT = "content"


def _role(block: Block, text: str, settings: Settings) -> _Role:
    """What a heading begins. Its words count for more than its level, which may be wrong."""
    level = block.level
    is_paper = bool(_NUMBERED_LINK.match(text)) or any(
        arxiv.parse_address(link.url).site is arxiv.Site.ARXIV for link in block.links
    )
    if is_paper:
        return _Role.PAPER
    if level == settings.papers.level:
        is_section = not _NUMBER.match(text) and _is_section_name(text, settings)
        return _Role.SECTION if is_section else _Role.PAPER
    if level == settings.sections.level or _is_section_name(text, settings):
        return _Role.SECTION
    return _Role.CONTENT


def _papers(
    source: Source, document: Document, settings: Settings
) -> tuple[tuple[Block, ...], tuple[Paper, ...]]:
    """The blocks before the first paper, and the papers."""
    blocks = document.blocks
    starts: list[tuple[int, _Role]] = []
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            role = _role(block, source.slice(block.span), settings)
            if role is not _Role.CONTENT:
                starts.append((at, role))
    heads = [number for number, (_, role) in enumerate(starts) if role is _Role.PAPER]
    if not heads:
        return blocks, ()
    preamble = blocks[: starts[heads[0]][0]]
    papers = []
    for head, after in zip(heads, [*heads[1:], len(starts)], strict=True):
        cuts = [at for at, _ in starts[head:after]]
        end = starts[after][0] if after < len(starts) else len(blocks)
        papers.append(_paper(source, blocks, [*cuts, end], settings))
    return preamble, tuple(papers)


def _paper(
    source: Source, blocks: Sequence[Block], cuts: Sequence[int], settings: Settings
) -> Paper:
    """The paper whose heading and sections begin at the blocks of ``cuts``; the last is its end."""
    heading = _heading(source, blocks, cuts[0])
    link = heading.block.links[0] if heading.block.links else None
    lead = blocks[cuts[0] + 1 : cuts[1]]
    wrapped = False
    if link is None:
        end = heading.text_span.end
        wrapped = bool(lead) and _goes_on(heading, lead[0], source)
        if wrapped:
            end, lead = lead[0].span.end, lead[1:]
        link = _broken_link(source, Span(heading.text_span.start, end))
    number = _NUMBER.match(heading.text)
    start = heading.text_span.start
    number_span = Span(start, start + len(number[1])) if number else Span(start, start)
    title_span = Span(start + number.end() if number else start, heading.text_span.end)
    title = source.slice(title_span)
    if link:
        title, title_span = link.text, link.text_span
    sections = tuple(
        _section(source, blocks, cut, after, settings) for cut, after in pairwise(cuts[1:])
    )
    return Paper(
        heading,
        int(number[1]) if number else None,
        number_span,
        " ".join(title.split()),
        title_span,
        link,
        arxiv.parse_address(link.url) if link else None,
        tuple(lead),
        sections,
        Lines(heading.line, _last_line(source, blocks, cuts[-1])),
        wrapped,
    )


def _heading(source: Source, blocks: Sequence[Block], at: int) -> Heading:
    block = blocks[at]
    first = source.line_span(block.lines.first)
    line = source.slice(first)
    mark = line.find("#")
    if mark + block.level == len(line) or line[mark + block.level] in " \t":
        indented = not block.containers and mark > 0
        form = HeadingForm.INDENTED if indented else HeadingForm.ATX
    else:
        form = HeadingForm.GLUED
    before = blocks[at - 1] if at else None
    swallowed = bool(block.containers) or (
        before is not None
        and bool(before.containers)
        and before.outer.last == block.lines.first - 1
    )
    span = Span(first.start + mark, block.span.end)
    text = source.slice(block.span)
    return Heading(block, span, block.level, text, block.span, form, swallowed)


def _goes_on(heading: Heading, block: Block, source: Source) -> bool:
    """Whether a heading's link was wrapped into the paragraph right under it."""
    return (
        block.kind is BlockKind.PARAGRAPH
        and block.lines.first == heading.block.lines.last + 1
        and heading.text.count("[") > heading.text.count("]")
        and "](" in source.slice(block.span)
    )


def _broken_link(source: Source, span: Span) -> Link | None:
    """The link that a heading without one was meant to have: brackets, then an address."""
    text = source.slice(span)
    at = text.find("http")
    if at < 0:
        return None
    end = next((i for i in range(at, len(text)) if text[i] in " \t\n)>"), len(text))
    opening, closing = text.find("[", 0, at), text.rfind("]", 0, at)
    if not 0 <= opening < closing:
        return None
    return Link(
        LinkKind.INLINE,
        Span(span.start + opening, span.start + min(end + text.startswith(")", end), len(text))),
        " ".join(text[opening + 1 : closing].split()),
        Span(span.start + opening + 1, span.start + closing),
        text[at:end],
        Span(span.start + at, span.start + end),
    )


def _section(
    source: Source, blocks: Sequence[Block], cut: int, after: int, settings: Settings
) -> Section:
    heading = _heading(source, blocks, cut)
    name = "".join(
        piece.text
        for piece in heading.block.inlines
        if piece.kind in (InlineKind.TEXT, InlineKind.CODE)
    )
    return Section(
        heading,
        name,
        _known(name, settings, stems=True),
        tuple(blocks[cut + 1 : after]),
        Lines(heading.line, _last_line(source, blocks, after)),
    )


def _last_line(source: Source, blocks: Sequence[Block], after: int) -> int:
    """The last line before a block, or of the text."""
    return blocks[after].lines.first - 1 if after < len(blocks) else source.line_count
