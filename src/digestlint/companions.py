"""The alphaXiv links that belong to a paper, and what the settings say one looks like."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from digestlint.arxiv import Address, Site, parse_address
from digestlint.broken_links import broken_links
from digestlint.markdown import Block, Link, LinkKind
from digestlint.post import Paper, Post
from digestlint.settings import Settings
from digestlint.templates import Template


class House(NamedTuple):
    """The settings' line for a paper's alphaXiv link, taken apart."""

    quoted: bool
    text: str
    address: Template


class Companion(NamedTuple):
    """An alphaXiv link of a paper; ``broken`` tells that it is none on the page."""

    link: Link
    block: Block
    address: Address
    broken: bool = False


@cache
def house(template: str) -> House | None:
    """The settings' line, taken apart; None where it holds no link."""
    head, opening, tail = template.partition("](")
    address, closing, _ = tail.rpartition(")")
    if not opening or not closing:
        return None
    return House(head.startswith(">"), head.rpartition("[")[2], Template(address))


def companions(post: Post, paper: Paper, settings: Settings) -> tuple[Companion, ...]:
    """The alphaXiv links of a paper, in the order of the text.

    Those are the links to alphaXiv before the first section, or called what the settings call
    them, or alone in their block. A link in the prose of a section may be to another paper: it is
    one only where there is no other and it has the paper's id. What was meant as a link counts
    where there is none at all.
    """
    form = house(settings.papers.companion.text)
    called = form.text.casefold() if form else None
    lines, others = [], []
    for block in paper.blocks:
        for link in block.links:
            address = parse_address(link.url)
            leads = block.lines.first < _first_section(paper)
            stands_out = leads or link.span == block.span
            is_called = link.text.casefold() == called
            if link.kind is LinkKind.IMAGE:
                continue
            if address.site is not Site.ALPHAXIV:
                is_line = leads and is_called
            else:
                is_line = stands_out or is_called
                if not is_line and _is_of(address, paper):
                    others.append(Companion(link, block, address))
            if is_line:
                lines.append(Companion(link, block, address))
    return tuple(lines or others) or tuple(_broken(post, paper))


def _first_section(paper: Paper) -> int:
    return paper.sections[0].lines.first if paper.sections else paper.lines.last + 1


def _is_of(address: Address, paper: Paper) -> bool:
    if not (address.id and paper.address and paper.address.id):
        return False
    return address.id.paper == paper.address.id.paper


def _broken(post: Post, paper: Paper) -> Iterator[Companion]:
    if not names_alphaxiv(post, paper):
        return
    for broken in broken_links(post.source, post.document):
        address = parse_address(broken.link.url)
        within = paper.lines.first < broken.block.lines.first <= paper.lines.last
        if within and address.site is Site.ALPHAXIV:
            yield Companion(broken.link, broken.block, address, broken=True)


def names_alphaxiv(post: Post, paper: Paper) -> bool:
    """Whether an address of alphaXiv stands in the paper, in whatever form."""
    start = post.source.line_span(paper.lines.first).start
    end = post.source.line_span(paper.lines.last).end
    return "alphaxiv.org" in post.source.text[start:end].casefold()
