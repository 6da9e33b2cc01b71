"""Posts as they are, before anything says what they should look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from digestlint import arxiv, fields, front_matter, markdown
from digestlint.document import Block, Document, Link, LinkKind
from digestlint.front_matter import FrontMatter
from digestlint.headings import Heading, headings
from digestlint.overrides import day_of
from digestlint.patterns import pattern
from digestlint.source import Source
from digestlint.values import dataclass
from digestlint.yaml_values import Kind, Scalar, Value
from digestlint.yaml_values import Sequence as YamlList


@dataclass(frozen=True, eq=False)
class Sample:
    """A post; ``path`` is as it was found, ``name`` from the settings' folder on, with ``/``."""

    path: str
    name: str
    source: Source

    @cached_property
    def header(self) -> FrontMatter:
        """Its front matter."""
        return front_matter.parse(self.source)

    @cached_property
    def document(self) -> Document:
        """Its body."""
        return markdown.parse(self.source, self.header.body_line)

    @cached_property
    def headings(self) -> tuple[tuple[int, Heading], ...]:
        """The headings of the body, each with its place among the blocks."""
        return tuple(it for it in headings(self.source, self.document) if it[1].text)

    @cached_property
    def day(self) -> date | None:
        """Its day, as overrides know it."""
        return day_of(self.path, self.source)

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the body."""
        return self.document.blocks

    def text(self, key: str) -> str | None:
        """The text of a key of the header; None where it is no text."""
        value = self.header.get(key)
        return value.text if isinstance(value, Scalar) and value.kind is Kind.STR else None

    def ids(self) -> Iterator[tuple[str, int]]:
        """The keys of the header whose values are ids of arXiv or addresses, and how many."""
        for key, entry in fields.given(self.header).items():
            items = _items(entry.value)
            if items and all(map(_is_id, items)):
                yield key, len(items)


def _items(value: Value) -> list[str]:
    items = value.items if isinstance(value, YamlList) else (value,)
    return [it.text for it in items if isinstance(it, Scalar) and it.text]


_ID = pattern(r"(?:arXiv:)?(\d{4}\.\d{4,5}(?:v\d+)?)", re.IGNORECASE)


def _is_id(text: str) -> bool:
    found = _ID.fullmatch(text.strip())
    return bool(found and arxiv.parse_id(found[1]).valid) or paper_id(text) is not None


def paper_id(url: str) -> arxiv.ArxivId | None:
    """The valid id in an address of a site that has pages of papers, but for alphaXiv's."""
    if "://" not in url:
        return None
    address = arxiv.parse_address(url)
    is_page = address.site is not arxiv.Site.ALPHAXIV and address.id and address.id.valid
    return address.id if is_page else None


def paper_link(links: Sequence[Link]) -> Link | None:
    """The first of some links that leads to a paper."""
    return next((it for it in links if it.kind is not LinkKind.IMAGE and paper_id(it.url)), None)


def header_addresses(sample: Sample, key: str) -> list[str]:
    """The addresses that a key of the header has."""
    value = sample.header.get(key) if key else None
    return [it for it in _items(value) if "://" in it] if value else []
