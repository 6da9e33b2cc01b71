"""Which headings of a post are papers', which sections', and where a paper's link stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from digestlint import arxiv
from digestlint.document import Block, BlockKind, Link, LinkKind
from digestlint.headings import Heading
from digestlint.induction.forms import ID
from digestlint.induction.samples import Sample, paper_id, paper_link
from digestlint.paper_links import id_link
from digestlint.patterns import pattern
from digestlint.source import Source, Span
from digestlint.values import NamedTuple

LinkPlace = Literal["heading", "below", "header"]

_URL = pattern(r"https?://[^\s<>()]+")
_BOLD = pattern(
    r"(?:\*\*|__)(?P<name>[^*_\n]{1,40}?)(?P<end>[:：.]?)(?:\*\*|__)(?P<colon>\s*[:：])?(?=\s|$)"
)
_WORD = pattern(r"[^\W\d_]+")
FEW_WORDS = 4
"""A line with the link of a paper has hardly more words beside it."""


class Structure(NamedTuple):
    """The structure of a post, as in the settings; ``ids`` is the key of the header or empty.

    ``form`` is empty where papers have no sections.
    """

    level: int
    place: LinkPlace
    ids: str
    groups: int
    form: Literal["heading", "bold", ""]
    section_level: int


class SeenSection(NamedTuple):
    """A section of a paper: its name and its blocks."""

    name: str
    blocks: Sequence[Block]


class SeenPaper(NamedTuple):
    """A paper of a post. ``heading`` is None where the post is one paper.

    ``link`` is what leads to it in the heading or in ``lead``, the blocks before the sections;
    ``line`` is the line of that, from 1. ``group`` counts the groups down to it.
    """

    sample: Sample
    heading: Heading | None
    link: Link | None
    line: int
    lead: Sequence[Block]
    sections: Sequence[SeenSection]
    group: int


# -- the structure ---------------------------------------------------------------------------------


def structure_of(sample: Sample, common: Collection[str]) -> Structure | None:
    """The structure of a post; None where it is no digest.

    ``common`` are the texts of headings that more than one post has.
    """
    ids = max(sample.ids(), key=lambda it: it[1], default=("", 0))
    levels = sorted({heading.level for _, heading in sample.headings})
    for place in ("heading", "below"):
        level, count = _most(sample, levels, place)
        if count:
            return _structure(sample, level, place, "")
    key, number = ids
    if number:
        fitting = [level for level in levels if _is_of(sample, level, number, common)]
        with_sections = [level for level in fitting if level < levels[-1]]
        if fitting or number == 1:
            level = with_sections[-1] if with_sections else fitting[0] if fitting else 0
            return _structure(sample, level, "header", key)
    elif _below(sample, -1, _first(sample)):
        return _structure(sample, 0, "below", "")
    return None


def _is_of(sample: Sample, level: int, number: int, common: Collection[str]) -> bool:
    """Whether there are just so many headings of a level, and not the same as in other posts."""
    texts = [heading.text for _, heading in sample.headings if heading.level == level]
    return len(texts) == number and not all(text in common for text in texts)


def _most(sample: Sample, levels: Sequence[int], place: LinkPlace) -> tuple[int, int]:
    """The level at which most headings have the link of a paper, and how many; half must."""
    best = (0, 0)
    for level in levels:
        those = [(at, it) for at, it in sample.headings if it.level == level]
        count = sum(_has_link(sample, at, it, place) for at, it in those)
        if 2 * count >= len(those) and count > best[1]:
            best = (level, count)
    return best


def _has_link(sample: Sample, at: int, heading: Heading, place: LinkPlace) -> bool:
    if place == "below":
        return _below(sample, at, _next(sample, at)) is not None
    return paper_link(heading.block.links) is not None or bool(ID.search(heading.text))


def _first(sample: Sample) -> int:
    return sample.headings[0][0] if sample.headings else len(sample.blocks)


def _next(sample: Sample, place: int) -> int:
    """The place of the heading after a block, or after the last block."""
    after = bisect_right(sample.headings, place, key=lambda it: it[0])
    return sample.headings[after][0] if after < len(sample.headings) else len(sample.blocks)


def _below(sample: Sample, place: int, end: int) -> tuple[Link, int] | None:
    """The link or id of a paper in a line of its own between two places, and that line."""
    for block in sample.blocks[place + 1 : end]:
        if link := paper_link(block.links):
            line = sample.source.line_at(link.span.start)
            text = sample.source.line(line).replace(link.url, " ").replace(link.text, " ")
            if len(_WORD.findall(text)) <= FEW_WORDS:
                return link, line
        elif block.kind is BlockKind.PARAGRAPH:
            for line in range(block.lines.first, block.lines.last + 1):
                if link := _bare(sample.source, line):
                    return link, line
    return None


def _bare(source: Source, line: int) -> Link | None:
    """The address or id of a paper in a line that is no link and hardly says anything else."""
    text, start = source.line(line), source.line_span(line).start
    for found in (*_URL.finditer(text), *ID.finditer(text)):
        words = _WORD.findall(text.replace(found[0], " "))
        if len(words) > FEW_WORDS:
            continue
        span = Span(start + found.start(), start + found.end())
        if "://" not in found[0]:
            return id_link(found[0], span)
        if paper_id(found[0]):
            return Link(LinkKind.AUTOLINK, span, found[0], span, found[0], span)
    return None


def _structure(sample: Sample, level: int, place: LinkPlace, ids: str) -> Structure:
    above = [it.level for _, it in sample.headings if it.level < level]
    below = Counter(it.level for _, it in sample.headings if it.level > level)
    groups = max(above) if above and level else 0
    if below:
        return Structure(level, place, ids, groups, "heading", below.most_common(1)[0][0])
    found = any(_bold_names(sample, block) for block in sample.blocks)
    return Structure(level, place, ids, groups, "bold" if found else "", min(level + 1, 6))


# -- the papers ------------------------------------------------------------------------------------


def papers_of(sample: Sample, structure: Structure) -> Iterator[SeenPaper]:
    """The papers of a post, if this is its structure."""
    level = structure.level
    if level == 0:
        yield _paper(sample, structure, None, -1, len(sample.blocks), 0)
        return
    tops = [(at, it) for at, it in sample.headings if it.level <= level]
    group = 0
    for number, (at, heading) in enumerate(tops):
        end = tops[number + 1][0] if number + 1 < len(tops) else len(sample.blocks)
        if heading.level == level:
            yield _paper(sample, structure, heading, at, end, group)
        elif heading.level == structure.groups:
            group += 1


def _paper(
    sample: Sample, structure: Structure, heading: Heading | None, at: int, end: int, group: int
) -> SeenPaper:
    if structure.form == "bold":
        cuts = [(it, name) for it in range(at + 1, end) for name in _section_names(sample, it)]
    else:
        cuts = [
            (place, it.shown.strip())
            for place, it in sample.headings
            if at < place < end and it.level == structure.section_level
        ]
    first = cuts[0][0] if cuts else end
    link = paper_link(heading.block.links) if heading and structure.place == "heading" else None
    line = heading.line if heading else 0
    if structure.place == "below" and (found := _below(sample, at, first)):
        link, line = found
    sections = [
        SeenSection(name, sample.blocks[place + 1 : after])
        for (place, name), (after, _) in zip(cuts, [*cuts[1:], (end, "")], strict=True)
    ]
    return SeenPaper(sample, heading, link, line, sample.blocks[at + 1 : first], sections, group)


def _section_names(sample: Sample, place: int) -> list[str]:
    """The names in bold with which lines of a block begin; none where it has a paper's link."""
    block = sample.blocks[place]
    return [] if paper_link(block.links) else _bold_names(sample, block)


def _bold_names(sample: Sample, block: Block) -> list[str]:
    if block.kind is not BlockKind.PARAGRAPH or block.containers:
        return []
    lines = sample.source.slice(block.span).split("\n")
    found = ((_BOLD.match(line), line) for line in lines)
    return [
        it["name"].strip()
        for it, line in found
        if it and (it["end"] or it["colon"] or not line[it.end() :].strip())
    ]


def lead_lines(paper: SeenPaper) -> Iterator[tuple[int, str]]:
    """The lines between the heading and the first section, each with its number."""
    for block in paper.lead:
        for line in range(block.lines.first, block.lines.last + 1):
            yield line, paper.sample.source.line(line)


def companion_of(paper: SeenPaper) -> tuple[int, arxiv.ArxivId] | None:
    """The line of the alphaXiv link above the sections, and its id."""
    for block in paper.lead:
        for link in block.links:
            address = arxiv.parse_address(link.url)
            if address.site is arxiv.Site.ALPHAXIV and address.id:
                return paper.sample.source.line_at(link.span.start), address.id
    return None
