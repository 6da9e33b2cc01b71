"""The heading of a paper, read for its number, title and link as they were meant."""

from __future__ import annotations

from collections.abc import Sequence

from digestlint.document import Block, BlockKind, Link, LinkKind
from digestlint.headings import NUMBER, Heading, HeadingForm
from digestlint.paper_links import id_link, is_in_heading
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple


class PaperHeading(NamedTuple):
    """What a heading says of its paper; ``title`` may still have line wraps.

    ``formed`` tells that its text has the settings' form, ``wrapped`` that it goes on in the next
    line.
    """

    number: int | None
    number_span: Span
    title: str
    title_span: Span
    link: Link | None
    formed: bool
    wrapped: bool


def read_heading(
    source: Source, heading: Heading, under: Sequence[Block], settings: Settings
) -> PaperHeading:
    """The heading of a paper; ``under`` is the block right under it, if there is one."""
    if heading.form is HeadingForm.HEADER:
        span = heading.text_span
        return PaperHeading(
            None, Span(span.start, span.start), heading.text, span, None, True, False
        )
    wrapped = bool(under) and _goes_on(heading, under[0], source)
    whole = heading.text_span
    if wrapped:
        whole = Span(whole.start, under[0].span.end)
    number, number_span, title_span, formed = _number_and_title(heading, settings)
    link = next((it for it in heading.block.links if it.kind is not LinkKind.IMAGE), None)
    in_heading = is_in_heading(settings.papers)
    if (link is None or wrapped) and in_heading:
        broken = _broken_link(source, Span(title_span.start, whole.end))
        link = broken or _bare_id(heading, settings)
    if link and not in_heading:
        formed = False
    if link and not formed:
        before = _trimmed(source, Span(title_span.start, link.span.start))
        has_text = before.start < before.end or link.kind is LinkKind.AUTOLINK
        title_span = before if has_text else link.text_span
    title = link.text if link and title_span == link.text_span else source.slice(title_span)
    return PaperHeading(number, number_span, title, title_span, link, formed, wrapped)


def _bare_id(heading: Heading, settings: Settings) -> Link | None:
    """The id in a heading that has no link, where the settings want one there."""
    start = heading.text_span.start
    for field in settings.papers.heading.match(heading.text) or ():
        if field.field == "id":
            return id_link(field.text, Span(start + field.span.start, start + field.span.end))
    return None


def _number_and_title(heading: Heading, settings: Settings) -> tuple[int | None, Span, Span, bool]:
    """The number of a paper, its place, the place of its title, and whether all is in its form.

    If it is not, the title is in what stands after the number.
    """
    start, end = heading.text_span
    template = settings.papers.heading
    number, number_span, title_span = None, Span(start, start), None
    for it in template.match(heading.text) or ():
        if it.field == "number":
            number, number_span = int(it.text), _moved(it.span, start)
        elif it.field == "title":
            title_span = _moved(it.span, start)
    if title_span:
        return number, number_span, title_span, True
    found = NUMBER.match(heading.text) if "number" in template.fields else None
    if found:
        place = Span(start + found.start(1), start + found.end(1))
        return int(found[1]), place, Span(start + found.end(), end), False
    return None, Span(start, start), heading.text_span, False


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _trimmed(source: Source, span: Span) -> Span:
    """The span without white space and the marks between a title and its link at its ends."""
    text = source.slice(span)
    start = span.start + len(text) - len(text.lstrip(_BETWEEN))
    return Span(start, max(span.start + len(text.rstrip(_BETWEEN)), start))


_BETWEEN = " \t\r\n*_<([|:-–—"


def _goes_on(heading: Heading, block: Block, source: Source) -> bool:
    """Whether a heading was wrapped into the paragraph right under it."""
    is_under = block.lines.first == heading.block.lines.last + 1 and not block.containers
    if block.kind is not BlockKind.PARAGRAPH or not is_under or heading.block.links:
        return False
    text, after = heading.text, source.slice(block.span)
    if "](" in text:
        return ")" not in text.rpartition("](")[2] and ")" in after
    if text.count("[") > text.count("]"):
        return "](" in after
    if text.endswith("]"):
        return after.startswith("(")
    return bool(NUMBER.fullmatch(text)) and after.startswith("[") and "](" in after


def _broken_link(source: Source, span: Span) -> Link | None:
    """The link that a heading without one was meant to have: a title, then an address.

    ``span`` begins after the heading's number.
    """
    text = source.slice(span)
    at = text.find("http")
    if at < 0:
        return None
    end = next((i for i in range(at, len(text)) if text[i] in _AFTER_ADDRESS), len(text))
    if text.startswith(("\n", "\r\n"), end) and ")" in text[end:]:
        end = text.index(")", end)
    opening, closing = text.find("[", 0, at), text.rfind("]", 0, at)
    start = span.start
    if 0 <= opening < closing:
        title = Span(start + opening + 1, start + closing)
    else:
        title = _trimmed(source, Span(start, start + at))
        opening = title.start - start
    if title.start >= title.end:
        return None
    return Link(
        LinkKind.INLINE,
        Span(start + opening, start + end + text.startswith(")", end)),
        " ".join(source.slice(title).split()),
        title,
        "".join(text[at:end].split()),
        Span(start + at, start + end),
    )


_AFTER_ADDRESS = " \t\r\n)>"
