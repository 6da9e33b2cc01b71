"""Papers and their sections, out of the headings and blocks of a body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestlint import arxiv
from digestlint.bold_labels import cut_at_labels
from digestlint.document import Block, BlockKind, Document, Lines, Link
from digestlint.front_matter import FrontMatter
from digestlint.headings import (
    Heading,
    Role,
    headings,
    known_section,
    role,
    section_of,
    title_heading,
)
from digestlint.paper_headings import read_heading
from digestlint.paper_links import address_of, header_links, is_in_heading, link_below
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple, replace


class Section(NamedTuple):
    """A section: its heading and the blocks down to the next one.

    ``name`` is as written, ``meant`` the name or alias of the settings that it is or is close to,
    ``known`` the section's name in their list.
    """

    heading: Heading
    name: str
    meant: str | None
    known: str | None
    blocks: tuple[Block, ...]
    lines: Lines

    @property
    def exact(self) -> bool:
        """Whether it bears a name that the settings give it."""
        return self.name == self.meant


class Paper(NamedTuple):
    """A paper: its heading, what follows it, and its sections.

    ``title`` is what a reader sees, without line wraps; ``title_span`` where it stands. ``link``
    is the heading's link, ``address`` its address; a link that is written wrongly is read as it
    was meant, with the span of what stands there. ``lead`` are the blocks before the first
    section. ``formed`` tells that the heading's text has the settings' form, ``wrapped`` that it
    goes on in the next line, ``linked`` that the link stands in its place and form if that is not
    the heading. ``group`` is the heading that the paper stands under with others.
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
    formed: bool
    wrapped: bool
    linked: bool = True
    group: Heading | None = None

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


def papers(
    source: Source, header: FrontMatter, document: Document, settings: Settings
) -> tuple[tuple[Block, ...], tuple[Paper, ...], tuple[Heading, ...]]:
    """The blocks before the first paper, the papers, and the headings that begin nothing."""
    blocks, found = _headings(source, document, settings)
    starts = [it for it in found if it[2] is not Role.CONTENT]
    others = [heading for _, heading, is_ in found if is_ is Role.CONTENT]
    links = header_links(header, settings.front_matter.ids)
    made: list[Paper] = []
    preamble: Sequence[Block] | None = None
    group: Heading | None = None
    number = 0
    if settings.papers.level == 0:  # the post is one paper
        starts.insert(0, (-1, title_heading(source, header), Role.PAPER))
    while number < len(starts):
        at, heading, is_ = starts[number]
        after = number + 1
        while after < len(starts) and starts[after][2] is Role.SECTION:
            after += 1
        if is_ in (Role.GROUP, Role.PAPER) and preamble is None:
            preamble = blocks[: max(at, 0)]
        if is_ is Role.GROUP:
            group = heading
        if is_ in (Role.GROUP, Role.SECTION) or (is_ is Role.BARE and after == number + 1):
            others += (heading for _, heading, _ in starts[number:after])
        else:
            if preamble is None:
                preamble = blocks[:at]
            end = starts[after][0] if after < len(starts) else len(blocks)
            cuts = [(at, heading) for at, heading, _ in starts[number:after]]
            given = links[len(made)] if len(made) < len(links) else None
            made.append(_paper(source, blocks, cuts, end, settings, given, group))
        number = after
    return tuple(blocks if preamble is None else preamble), tuple(made), tuple(others)


_Start = tuple[int, Heading, Role]
"""A heading with its place among the blocks, and what it begins."""


def _headings(
    source: Source, document: Document, settings: Settings
) -> tuple[Sequence[Block], list[_Start]]:
    """The blocks, and the headings among them; a name in bold may be one."""
    if settings.sections.form == "heading":
        return document.blocks, [
            (at, each, role(each, settings)) for at, each in headings(source, document)
        ]
    blocks, labels = cut_at_labels(source, document.blocks, settings)
    bold = dict(labels)
    plain = [
        block._replace(kind=BlockKind.PARAGRAPH) if at in bold else block
        for at, block in enumerate(blocks)
    ]
    found = [*headings(source, replace(document, blocks=tuple(plain))), *labels]
    found.sort(key=lambda it: it[0])
    return blocks, [
        (at, each, Role.SECTION if at in bold else role(each, settings)) for at, each in found
    ]


def _paper(
    source: Source,
    blocks: Sequence[Block],
    cuts: Sequence[tuple[int, Heading]],
    end: int,
    settings: Settings,
    given: Link | None = None,
    group: Heading | None = None,
) -> Paper:
    """The paper whose heading and sections are ``cuts``, each with its place among the blocks.

    ``end`` is the place after its last block, ``given`` the link that the front matter has for it.
    """
    (at, heading), *inner = cuts
    places = [place for place, _ in inner] + [end]
    lead = blocks[at + 1 : places[0]]
    head = read_heading(source, heading, lead[:1], settings)
    if head.wrapped:
        lead = lead[1:]
    sections = tuple(
        _section(source, blocks, cut, after, settings)
        for cut, after in zip(inner, places[1:], strict=True)
    )
    link, linked = head.link, True
    if not is_in_heading(settings.papers):
        below = link_below(source, lead, settings.papers) if settings.papers.link.text else None
        linked = below is not None and below.formed
        link = given or (below.link if below else link)
    return Paper(
        heading,
        head.number,
        head.number_span,
        " ".join(head.title.split()),
        head.title_span,
        link,
        address_of(link, settings) if link else None,
        tuple(lead),
        sections,
        Lines(heading.line, _last_line(source, blocks, end)),
        head.formed,
        head.wrapped,
        linked,
        group,
    )


def _section(
    source: Source,
    blocks: Sequence[Block],
    cut: tuple[int, Heading],
    after: int,
    settings: Settings,
) -> Section:
    at, heading = cut
    name = heading.shown
    names = settings.sections.names
    meant = name if name in names else known_section(name, settings, stems=True)
    known = meant if meant in names or meant is None else section_of(meant, settings)
    lines = Lines(heading.block.lines.first, _last_line(source, blocks, after))
    return Section(heading, name, meant, known, tuple(blocks[at + 1 : after]), lines)


def _last_line(source: Source, blocks: Sequence[Block], after: int) -> int:
    """The last line before a block, or of the text."""
    return blocks[after].lines.first - 1 if after < len(blocks) else source.line_count
