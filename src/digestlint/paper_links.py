"""The link of a paper where its heading has none: in a line below it, or in the front matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestlint import arxiv
from digestlint.document import Block, BlockKind, Link, LinkKind
from digestlint.front_matter import FrontMatter
from digestlint.settings import PaperShape, Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple
from digestlint.yaml_values import Scalar
from digestlint.yaml_values import Sequence as YamlList


class PaperLink(NamedTuple):
    """A paper's link; ``formed`` tells that it is written in the form that the settings give."""

    link: Link
    formed: bool


def is_in_heading(shape: PaperShape) -> bool:
    """Whether the settings want the link, or the id, in the heading."""
    return shape.level > 0 and not {"url", "id"}.isdisjoint(shape.heading.fields)


def link_below(source: Source, lead: Sequence[Block], shape: PaperShape) -> PaperLink | None:
    """The link in the lines below a heading: of the form of the settings, or else to a paper."""
    for block in lead:
        if block.kind is BlockKind.PARAGRAPH:
            for link in _formed(source, block, shape):
                return PaperLink(link, True)
    sites = (arxiv.Site.ARXIV, arxiv.parse_address(shape.address.text).site)
    for block in lead:
        for link in block.links:
            if link.kind is not LinkKind.IMAGE and arxiv.parse_address(link.url).site in sites:
                return PaperLink(link, False)
    return None


def _formed(source: Source, block: Block, shape: PaperShape) -> Iterator[Link]:
    for line in range(block.lines.first, block.lines.last + 1):
        text, start = source.line(line), source.line_span(line).start
        begin = start + len(text) - len(text.lstrip())
        fields = shape.link.match(text.strip()) or ()
        for field in sorted(fields, key=lambda it: it.field == "id"):  # an address tells more
            span = Span(begin + field.span.start, begin + field.span.end)
            if field.field == "url":
                inside = (it for it in block.links if it.url_span == span)
                yield next(
                    inside, Link(LinkKind.AUTOLINK, span, field.text, span, field.text, span)
                )
            elif field.field == "id":
                yield id_link(field.text, span)


def id_link(text: str, span: Span) -> Link:
    """An id that stands alone, in the place of a link."""
    return Link(LinkKind.ID, span, text, span, text, span)


def header_links(header: FrontMatter, key: str) -> tuple[Link, ...]:
    """The links that the front matter gives, one for each paper: ids or addresses."""
    value = header.get(key) if key else None
    items = value.items if isinstance(value, YamlList) else (value,)
    return tuple(_header_link(item) for item in items if isinstance(item, Scalar) and item.text)


def _header_link(item: Scalar) -> Link:
    span, text = item.text_span, item.text
    if "://" in text:
        return Link(LinkKind.AUTOLINK, span, text, span, text, span)
    return id_link(text, span)


def address_of(link: Link, settings: Settings) -> arxiv.Address:
    """Where a paper's link leads; an id alone leads to the address that the settings give it."""
    if link.kind is not LinkKind.ID:
        return arxiv.parse_address(link.url)
    id_ = link.url.partition(":")[2] if link.url[:6].lower() == "arxiv:" else link.url
    template = settings.papers.address.text.replace("{version}", "")
    return arxiv.parse_address(template.replace("{id}", id_.strip()))


def expected_url(link: Link, id_: arxiv.ArxivId, shape: PaperShape) -> str:
    """What a paper's link should be: the address of the settings, or for an id alone the id."""
    template = shape.address.text
    if link.kind is LinkKind.ID:
        template = "{id}{version}" if "{version}" in template else "{id}"
    return id_.address(template)
