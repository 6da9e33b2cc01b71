"""The links that belong to a paper: its own, and its alphaXiv links, the companions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from digestlint.arxiv import Address, ArxivId, Site, parse_address
from digestlint.broken_links import Break, broken_links
from digestlint.document import Block, Link, LinkKind
from digestlint.post import Paper, Post
from digestlint.settings import Settings
from digestlint.source import Span
from digestlint.templates import Template
from digestlint.values import NamedTuple


class Linked(NamedTuple):
    """A paper that has a link with an address, and the arXiv id that this gives."""

    paper: Paper
    link: Link
    address: Address
    id: ArxivId | None

    @property
    def valid_id(self) -> ArxivId | None:
        """The id, if a paper could have it."""
        return self.id if self.id and self.id.valid else None


def linked(paper: Paper, settings: Settings) -> Linked | None:
    """The paper with its link. An address of a site that is neither known nor allowed has no id."""
    if not paper.link or not paper.address or not paper.link.url:
        return None
    known = paper.address.site is not Site.OTHER or is_allowed(paper.address, settings)
    return Linked(paper, paper.link, paper.address, paper.address.id if known else None)


def is_allowed(address: Address, settings: Settings) -> bool:
    """Whether a paper may link there."""
    hosts = settings.rules.LK001.hosts
    return is_of_papers(address, settings) or any(address.is_under(host) for host in hosts)


def is_of_papers(address: Address, settings: Settings) -> bool:
    """Whether an address is on arXiv, or where the settings want the links of papers."""
    if address.site is Site.ARXIV:
        return True
    home = parse_address(settings.papers.address.text)
    return address.site is home.site and (home.site is not Site.OTHER or address.host == home.host)


def url_span(link: Link) -> Span:
    """Where a link's address stands; the whole link where it stands elsewhere (``[x][1]``)."""
    return link.url_span if link.url_span.start < link.url_span.end else link.span


class House(NamedTuple):
    """The settings' line for a paper's alphaXiv link, taken apart.

    ``containers`` are the kinds of those that it stands in, outside in.
    """

    containers: tuple[str, ...]
    text: str
    address: Template


@cache
def house(template: str) -> House | None:
    """The settings' line, taken apart; None where it holds no link."""
    head, opening, tail = template.partition("](")
    address, closing, _ = tail.rpartition(")")
    if not opening or not closing:
        return None
    containers: tuple[str, ...] = ()
    if head.startswith(">"):
        containers = ("quote",)
    elif head.startswith(("- ", "* ", "+ ")):
        containers = ("bullets", "item")
    return House(containers, head.rpartition("[")[2], Template(address))


class Companion(NamedTuple):
    """An alphaXiv link of a paper; ``broken`` tells that it is none on the page."""

    link: Link
    block: Block
    address: Address
    broken: bool = False


def companions(post: Post, paper: Paper, settings: Settings) -> tuple[Companion, ...]:
    """The alphaXiv links of a paper, in the order of the text.

    Those are the links to alphaXiv before the first section, or called what the settings call
    them, or alone in their block. A link in the prose of a section may be to another paper: it is
    one only where there is no other and it has the paper's id. What was meant as a link counts
    where there is none at all.
    """
    return _companions(post, settings.papers.companion.text)[paper.lines.first]


@lru_cache(maxsize=1)  # half of a family's rules ask for them
def _companions(post: Post, template: str) -> Mapping[int, tuple[Companion, ...]]:
    """The links of each paper, by its first line."""
    form = house(template)
    called = form.text.casefold() if form else None
    return {paper.lines.first: _of_paper(post, paper, called) for paper in post.papers}


def _of_paper(post: Post, paper: Paper, called: str | None) -> tuple[Companion, ...]:
    """The links of one paper; ``called`` is their text in lower case."""
    lines, others = [], []
    first_section = paper.sections[0].lines.first if paper.sections else paper.lines.last + 1
    for block in paper.blocks:
        for link in block.links:
            if link.kind is LinkKind.IMAGE:
                continue
            companion = Companion(link, block, parse_address(link.url))
            leads = block.lines.first < first_section
            is_called = link.text.casefold() == called
            if companion.address.site is not Site.ALPHAXIV:
                if leads and is_called:
                    lines.append(companion)
            elif leads or is_called or link.span == block.span:
                lines.append(companion)
            elif _is_of(companion.address, paper):
                others.append(companion)
    return tuple(lines or others) or tuple(_broken(post, paper))


def _is_of(address: Address, paper: Paper) -> bool:
    """Whether an address has the id of the paper's heading."""
    if not (address.id and paper.address and paper.address.id):
        return False
    return address.id.paper == paper.address.id.paper


def _broken(post: Post, paper: Paper) -> Iterator[Companion]:
    if not names_alphaxiv(post, paper):
        return
    for broken in broken_links(post.source, post.document):
        if broken.broken is Break.SPACED:
            continue  # its address cannot be told
        address = parse_address(broken.link.url)
        within = paper.lines.first < broken.block.lines.first <= paper.lines.last
        if within and address.site is Site.ALPHAXIV:
            yield Companion(broken.link, broken.block, address, broken=True)


def names_alphaxiv(post: Post, paper: Paper) -> bool:
    """Whether an address of alphaXiv stands in the paper, in whatever form."""
    start = post.source.line_span(paper.lines.first).start
    end = post.source.line_span(paper.lines.last).end
    return "alphaxiv.org" in post.source.text[start:end].casefold()
