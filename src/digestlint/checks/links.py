"""LK: the links of papers to arXiv, and links that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from digestlint.arxiv import Address, ArxivId, Flaw, Month, Site, parse_address
from digestlint.broken_links import Break, BrokenLink, broken_links
from digestlint.companions import (
    Linked,
    companions,
    is_allowed,
    is_of_papers,
    linked,
    url_span,
)
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.document import Link
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.paper_links import expected_url
from digestlint.post import Paper, Post
from digestlint.post_date import date_of, dates_of, name_date
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span


@lru_cache(maxsize=1)  # half of the family's rules ask for them
def _linked(post: Post, settings: Settings) -> tuple[Linked, ...]:
    return tuple(found for paper in post.papers if (found := linked(paper, settings)))


def _valid(post: Post, settings: Settings) -> list[tuple[Linked, ArxivId]]:
    """The papers with a valid id."""
    return [(it, it.id) for it in _linked(post, settings) if it.id and it.id.valid]


def _id_span(source: Source, link: Link, id_: ArxivId) -> Span:
    """Where the id stands in a link's address; the address where it is not there as read."""
    span = url_span(link)
    at = source.slice(span).rfind(id_.text)
    return Span(span.start + at, span.start + at + len(id_.text)) if at >= 0 and id_.text else span


@rule("LK001", "foreign-paper-link", severity=Severity.ERROR)
def foreign_paper_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper that links to another host than arXiv."""
    for it in _linked(post, settings):
        if is_allowed(it.address, settings):
            continue
        id_, found = it.address.id, {"host": it.address.host or it.link.url}
        if id_ is None:
            found["hosts"] = ", ".join(["arxiv.org", *settings.rules.LK001.hosts])
            message = Message("the paper links to {host}, expected a link to {hosts}", found)
        else:
            found["expected"] = expected_url(it.link, id_, settings.papers)
            message = Message("the paper links to {host}, expected {expected}", found)
        if id_ is None or it.link.url != found["expected"]:
            yield Finding(url_span(it.link), message)


_FLAWS: Mapping[Flaw, Message] = {
    Flaw.SHAPE: Message("expected YYMM.NNNNN or, before April 2007, archive/YYMMNNN"),
    Flaw.ARCHIVE: Message("no archive of that name took papers before April 2007"),
    Flaw.MONTH: Message("a month is 01 to 12"),
    Flaw.TOO_EARLY: Message("ids of this form begin with 0704"),
    Flaw.TOO_LATE: Message("ids of this form end with 0703"),
    Flaw.FOUR_DIGITS: Message("ids before 1501 have four digits after the dot"),
    Flaw.FIVE_DIGITS: Message("ids from 1501 on have five digits after the dot"),
    Flaw.SEQUENCE: Message("the numbers of a month begin with 1"),
    Flaw.VERSION: Message("versions begin with v1"),
}


@rule("LK002", "invalid-arxiv-id", severity=Severity.ERROR)
def invalid_arxiv_id(post: Post, settings: Settings) -> Iterator[Finding]:
    """An id that no paper can have, at the heading, in an alphaXiv link or anywhere else."""
    told: set[Span] = set()
    for paper in post.papers:
        found = linked(paper, settings)
        for link, finding in _invalid_in(post, paper, found, settings):
            told.add(link.span)
            if finding:
                yield finding
    for block in post.document.blocks:
        for link in block.links:
            id_ = parse_address(link.url).id if "xiv" in link.url.lower() else None
            if id_ and id_.flaw and link.span not in told:
                yield _invalid(post.source, link, id_, None, "")


def _invalid_in(
    post: Post, paper: Paper, found: Linked | None, settings: Settings
) -> Iterator[tuple[Link, Finding | None]]:
    """The invalid ids of a paper's own links; no finding for the one that repeats the heading's."""
    lines = companions(post, paper, settings)
    mine = found.id if found and is_allowed(found.address, settings) else None
    if found and (mine.flaw if mine else found.address.site is Site.ARXIV):
        other = next((line.address.id for line in lines if line.address.id), None)
        yield found.link, _invalid(post.source, found.link, mine, other, "alphaXiv")
    for line in lines:
        id_ = line.address.id
        if line.address.site is Site.ALPHAXIV and not (id_ and id_.valid):
            is_copy = id_ and mine and mine.flaw and id_.paper == mine.paper
            finding = _invalid(post.source, line.link, id_, mine, "arXiv")
            yield line.link, None if is_copy else finding


def _invalid(
    source: Source, link: Link, id_: ArxivId | None, other: ArxivId | None, site: str
) -> Finding:
    """What is wrong with an id, and the id of the paper's other link, which is to ``site``."""
    found: dict[str, object] = {"url": link.url, "site": site, "other": other and other.text}
    if id_ is None or id_.flaw is None or not id_.text:
        message = (
            Message("{url} holds no arXiv id, the {site} link has {other}", found)
            if other and other.text
            else Message("{url} holds no arXiv id", found)
        )
        return Finding(url_span(link), message)
    found |= {"id": id_.text, "reason": _FLAWS[id_.flaw]}
    message = (
        Message("no paper has the arXiv id {id}: {reason}; the {site} link has {other}", found)
        if other and other.text and other.text != id_.text
        else Message("no paper has the arXiv id {id}: {reason}", found)
    )
    return Finding(_id_span(source, link, id_), message)


@rule("LK003", "noncanonical-arxiv-url", severity=Severity.WARNING, fix=Safety.UNSAFE)
def noncanonical_arxiv_url(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper's link to arXiv that is not written as the settings write it."""
    for it, id_ in _valid(post, settings):
        expected = expected_url(it.link, id_, settings.papers)
        if it.link.url != expected and is_of_papers(it.address, settings):
            yield noncanonical(it.link, it.address, expected)


def noncanonical(link: Link, address: Address, expected: str) -> Finding:
    """An address in another form than expected; an error where no browser finds its host."""
    found = {"url": link.url, "expected": expected}
    message = (
        Message("the link is {url}, expected {expected}", found)
        if address.works
        else Message("{url} leads to no page, expected {expected}", found)
    )
    fix = None
    if link.url_span.start < link.url_span.end:
        title = Message("Write the address as {expected}", found)
        fix = Fix(title, (Edit(link.url_span, expected),), Safety.UNSAFE)
    severity = None if address.works else Severity.ERROR
    return Finding(url_span(link), message, fix=fix, severity=severity)


@rule("LK007", "duplicate-paper", severity=Severity.ERROR)
def duplicate_paper(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper that the post already has."""
    first: dict[str, Paper] = {}
    for it, id_ in _valid(post, settings):
        earlier = first.setdefault(id_.paper, it.paper)
        if earlier is not it.paper:
            message = Message("the paper {id} is already in this post", {"id": id_.bare})
            note = Note(Message("it stands here first"), earlier.heading.span)
            yield Finding(url_span(it.link), message, (note,))


@rule("LK008", "arxiv-id-after-post", severity=Severity.ERROR)
def arxiv_id_after_post(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper of a month that begins after the post's day, a day's difference in time aside."""

    def allowed(day: date) -> tuple[Month, Month]:
        tomorrow = min(day, date.max - timedelta(days=1)) + timedelta(days=1)
        return Month(1, 1), _month(tomorrow)

    for span, id_, note, (_, latest) in _misdated(post, settings, allowed):
        found = {"id": id_.bare, "month": str(id_.month), "latest": str(latest)}
        message = Message("the arXiv id {id} is of {month}, expected {latest} or earlier", found)
        yield Finding(span, message, (note,))


@rule("LK009", "outdated-arxiv-id", severity=Severity.WARNING)
def outdated_arxiv_id(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper of a month longer before the post's than the settings allow."""

    def allowed(day: date) -> tuple[Month, Month]:
        return _month(day).before(settings.rules.LK009.months), Month(9999, 12)

    for span, id_, note, (earliest, _) in _misdated(post, settings, allowed):
        found = {"id": id_.bare, "month": str(id_.month), "earliest": str(earliest)}
        message = Message("the arXiv id {id} is of {month}, expected {earliest} or later", found)
        yield Finding(span, message, (note,))


def _month(day: date) -> Month:
    return Month(day.year, day.month)


_Months = tuple[Month, Month]
"""The earliest and the latest month."""


def _misdated(
    post: Post, settings: Settings, allowed: Callable[[date], _Months]
) -> Iterator[tuple[Span, ArxivId, Note, _Months]]:
    """The ids whose month the post's day does not allow: where, the id, a note, what is allowed."""
    found = _valid(post, settings)
    named = name_date(post.name.name)
    months = allowed(named) if named else None
    if months and not any(_lies_outside(id_, months) for _, id_ in found):
        return  # right, or the name's date is not the post's, which is FM009's to say
    day = date_of(post, settings)
    if day is None:
        return
    dates = dates_of(post, settings)
    note = Note(Message("the post's date stands here"), dates.header_span)
    if dates.header is None:
        note = Note(Message("the file's name says {day}", {"day": day}), Span(0, 0))
    months = allowed(day)
    for it, id_ in found:
        if _lies_outside(id_, months):
            yield _id_span(post.source, it.link, id_), id_, note, months


def _lies_outside(id_: ArxivId, months: _Months) -> bool:
    return id_.month is not None and not months[0] <= id_.month <= months[1]


@rule("LK012", "broken-link", severity=Severity.ERROR)
def broken_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """Markdown that was meant as a link and is none; in the heading of a paper it is HD002's."""
    for broken in broken_links(post.source, post.document):
        if not _is_heading(post, broken, settings):
            yield Finding(broken.link.span, _why_none(broken))


def _is_heading(post: Post, broken: BrokenLink, settings: Settings) -> bool:
    """Whether a link stands in a paper's heading, of which the settings say that it has one."""
    if not {"url", "id"} & set(settings.papers.heading.fields):
        return False
    line = post.source.line_at(broken.link.span.start)
    return any(
        paper.heading.line <= line <= paper.heading.line + paper.wrapped for paper in post.papers
    )


def _why_none(broken: BrokenLink) -> Message:
    """What keeps the text from being a link."""
    meant = {"meant": broken.meant, "text": broken.link.text}
    match broken.broken:
        case Break.GAP:
            return Message("no link: nothing may stand between ] and (, expected {meant}", meant)
        case Break.UNCLOSED:
            return Message("no link: the address is not closed, expected {meant}", meant)
        case Break.SPACED:
            return Message("the link {text} has white space in its address", meant)
        case Break.WIDE:
            return Message("no link: full-width brackets, expected {meant}", meant)
        case Break.SQUARE | Break.REVERSED:
            return Message("no link: the brackets are the wrong ones, expected {meant}", meant)
        case Break.UNOPENED | Break.RUN_ON:
            return Message("no link: a bracket is missing, expected {meant}", meant)
        case Break.NESTED:
            return Message("no link: its text holds another link", meant)
        case Break.EMPTY:
            return Message("the link {text} has no address", meant)
