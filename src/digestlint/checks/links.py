"""LK: the links of papers to arXiv and alphaXiv, and links that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from digestlint.arxiv import Address, ArxivId, Flaw, Month, Site, parse_address
from digestlint.broken_links import Break, BrokenLink, broken_links
from digestlint.companions import Companion, House, companions, house, names_alphaxiv
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.markdown import BlockKind, Link
from digestlint.message import Message
from digestlint.post import Paper, Post
from digestlint.post_date import date_of, dates_of
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span


class _Linked(NamedTuple):
    """A paper whose heading has a link, and the arXiv id that the link gives."""

    paper: Paper
    link: Link
    address: Address
    id: ArxivId | None

    @property
    def valid_id(self) -> ArxivId | None:
        return self.id if self.id and self.id.valid else None


def _linked(post: Post, settings: Settings) -> Iterator[_Linked]:
    """The papers whose headings have a link with an address."""
    for paper in post.papers:
        if paper.link and paper.address and paper.link.url:
            known = paper.address.site is not Site.OTHER or _is_allowed(paper.address, settings)
            id_ = paper.address.id if known else None
            yield _Linked(paper, paper.link, paper.address, id_)


def _is_allowed(address: Address, settings: Settings) -> bool:
    """Whether a paper's heading may link there."""
    hosts = settings.rules.LK001.hosts
    return address.site is Site.ARXIV or any(address.is_under(host) for host in hosts)


def _url_span(link: Link) -> Span:
    """Where a link's address stands; the whole link where it stands elsewhere (``[x][1]``)."""
    return link.url_span if link.url_span.start < link.url_span.end else link.span


def _id_span(source: Source, link: Link, id_: ArxivId | None) -> Span:
    """Where the id stands in a link's address; the address where it is not there as read."""
    span = _url_span(link)
    at = source.slice(span).rfind(id_.text) if id_ and id_.text else -1
    if at < 0 or not id_:
        return span
    return Span(span.start + at, span.start + at + len(id_.text))


@rule("LK001", "foreign-paper-link", severity=Severity.ERROR)
def foreign_paper_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper heading that links to another host than arXiv."""
    for paper, link, address, _ in _linked(post, settings):
        template = settings.papers.address
        if _is_allowed(address, settings) or _is_address_of(template.text, address):
            continue
        if address.id and address.id.valid:
            message = Message(
                "the heading links to {host}, expected {expected}",
                {"host": address.host or link.url, "expected": template.fill(id=address.id.bare)},
            )
        else:
            hosts = ", ".join(["arxiv.org", *settings.rules.LK001.hosts])
            message = Message(
                "the heading links to {host}, expected a link to {hosts}",
                {"host": address.host or link.url, "hosts": hosts},
            )
        yield Finding(_url_span(paper.link or link), message)


def _is_address_of(template: str, address: Address) -> bool:
    return address.id is not None and address.url == template.replace("{id}", address.id.bare)


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
    for paper, link, address, id_ in _linked(post, settings):
        if not _is_allowed(address, settings) or (id_ is None and address.site is not Site.ARXIV):
            continue
        lines = companions(post, paper, settings)
        other = next((line.address.id for line in lines if line.address.id), None)
        if id_ is None or id_.flaw:
            told.add(link.span)
            yield _invalid(post.source, link, id_, other, "alphaXiv")
        for line in lines:
            at = line.address.id
            if line.address.site is not Site.ALPHAXIV or (at and at.valid):
                continue
            told.add(line.link.span)
            if not (at and id_ and id_.flaw and at.paper == id_.paper):  # the heading's, copied
                yield _invalid(post.source, line.link, at, id_, "arXiv")
    for block in post.document.blocks:
        for link in block.links:
            id_ = parse_address(link.url).id if "xiv" in link.url else None
            if id_ and id_.flaw and link.span not in told:
                yield _invalid(post.source, link, id_, None, "")


def _invalid(
    source: Source, link: Link, id_: ArxivId | None, other: ArxivId | None, site: str
) -> Finding:
    found: dict[str, object] = {"url": link.url, "site": site, "other": other and other.text}
    if id_ is None or id_.flaw is None or not id_.text:
        message = (
            Message("{url} holds no arXiv id, the {site} link has {other}", found)
            if other
            else Message("{url} holds no arXiv id", found)
        )
        return Finding(_url_span(link), message)
    found |= {"id": id_.text, "reason": _FLAWS[id_.flaw]}
    message = (
        Message("no paper has the arXiv id {id}: {reason}; the {site} link has {other}", found)
        if other and other.text != id_.text
        else Message("no paper has the arXiv id {id}: {reason}", found)
    )
    return Finding(_id_span(source, link, id_), message)


@rule("LK003", "noncanonical-arxiv-url", severity=Severity.WARNING, fix=Safety.UNSAFE)
def noncanonical_arxiv_url(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper's link to arXiv that is not written as the settings write it."""
    for linked in _linked(post, settings):
        id_ = linked.valid_id
        if linked.address.site is Site.ARXIV and id_:
            expected = settings.papers.address.fill(id=id_.bare)
            if linked.link.url != expected:
                yield _noncanonical(linked.link, linked.address, expected)


def _noncanonical(link: Link, address: Address, expected: str) -> Finding:
    """An address in another form than expected; an error where no browser finds its host."""
    found = {"url": link.url, "expected": expected}
    message = Message("the link is {url}, expected {expected}", found)
    if not address.works:
        message = Message("{url} leads to no page, expected {expected}", found)
    fix = None
    if link.url_span.start < link.url_span.end:
        title = Message("Write the address as {expected}", found)
        fix = Fix(title, (Edit(link.url_span, expected),), Safety.UNSAFE)
    severity = None if address.works else Severity.ERROR
    return Finding(_url_span(link), message, fix=fix, severity=severity)


@rule("LK004", "missing-alphaxiv-link", severity=Severity.ERROR, fix=Safety.UNSAFE)
def missing_alphaxiv_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper without any alphaXiv link."""
    since = settings.rules.LK004.since
    if since and not _is_since(post, settings):
        return
    links = {linked.paper.heading.span: linked for linked in _linked(post, settings)}
    for paper in post.papers:
        linked = links.get(paper.heading.span)
        if linked and linked.id is None and linked.address.site is not Site.ARXIV:
            continue  # not on arXiv, so not on alphaXiv
        if companions(post, paper, settings) or names_alphaxiv(post, paper):
            continue
        id_ = linked.valid_id if linked else None
        if id_ is None:
            yield Finding(paper.heading.span, Message("the paper has no alphaXiv link"))
            continue
        line = settings.papers.companion.fill(id=id_.bare)
        message = Message("the paper has no alphaXiv link, expected {line}", {"line": line})
        yield Finding(paper.heading.span, message, fix=_add_line(post, paper, line))


def _is_since(post: Post, settings: Settings) -> bool:
    """Whether the post is of the day from which alphaXiv links are wanted, or a later one."""
    since, header = settings.rules.LK004.since, dates_of(post, settings).header
    if since is None:
        return True
    return header is not None and header.day is not None and header.day >= since


def _add_line(post: Post, paper: Paper, line: str) -> Fix | None:
    """The fix that writes the alphaXiv line under the heading, a blank line on either side.

    None where the heading does not stand on a line of its own, or the line would be no link.
    """
    heading, source = paper.heading, post.source
    is_fenced = any(fence.lines.first < heading.line <= fence.lines.last for fence in post.fenced)
    if paper.wrapped or heading.block.containers or is_fenced or Site.ALPHAXIV not in _sites(line):
        return None
    end = source.line_span(heading.line).end
    following = source.line_starts[heading.line] if heading.line < source.line_count else end
    newline = source.text[end:following] or _newline(source)
    is_last = following == end or heading.line == source.line_count
    needs_blank = not is_last and source.line(heading.line + 1).strip()
    text = f"{newline}{newline}{line}{newline if needs_blank else ''}"
    title = Message("Write {line} under the heading", {"line": line})
    return Fix(title, (Edit(Span(end, end), text),), Safety.UNSAFE)


def _newline(source: Source) -> str:
    return "\r\n" if "\r\n" in source.text else "\n"


def _sites(line: str) -> tuple[Site, ...]:
    """Whose address a line of the settings' form links to."""
    form = house(line)
    return (parse_address(form.address.text).site,) if form else ()


@rule("LK005", "mismatched-alphaxiv-id", severity=Severity.ERROR)
def mismatched_alphaxiv_id(post: Post, settings: Settings) -> Iterator[Finding]:
    """An alphaXiv link to another paper than the heading's."""
    for linked in _linked(post, settings):
        id_ = linked.valid_id
        if id_ is None:
            continue
        for line in _mismatched(companions(post, linked.paper, settings), id_):
            other = line.address.id
            found = {"alphaxiv": other and other.bare, "arxiv": id_.bare}
            message = Message("alphaXiv id {alphaxiv} differs from the arXiv id {arxiv}", found)
            note = Note(Message("the heading has {arxiv}", found), linked.paper.heading.span)
            yield Finding(line.link.span, message, (note,))


def _mismatched(lines: tuple[Companion, ...], id_: ArxivId) -> list[Companion]:
    """The links with a valid id that is not the paper's; a second one to the same is no other."""
    found: list[Companion] = []
    seen = {id_.paper}
    for line in lines:
        other = line.address.id
        if other and other.valid and other.paper not in seen:
            seen.add(other.paper)
            found.append(line)
    return found


@rule("LK006", "noncanonical-alphaxiv-url", severity=Severity.WARNING, fix=Safety.UNSAFE)
def noncanonical_alphaxiv_url(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper's alphaXiv link that is not written as the settings write it."""
    form = house(settings.papers.companion.text)
    if form is None:
        return
    ids = {linked.paper.heading.span: linked.valid_id for linked in _linked(post, settings)}
    for paper in post.papers:
        for line in companions(post, paper, settings):
            id_ = line.address.id
            is_alphaxiv = line.address.site is Site.ALPHAXIV
            if not is_alphaxiv and id_ is None and line.link.url:
                id_ = ids.get(paper.heading.span)
            if id_ is None or not id_.valid:
                continue
            expected = form.address.fill(id=id_.bare)
            if line.link.url != expected:
                finding = _noncanonical(line.link, line.address, expected)
                yield finding if is_alphaxiv else replace(finding, severity=Severity.ERROR)


@rule("LK007", "duplicate-paper", severity=Severity.ERROR)
def duplicate_paper(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper that the post already has."""
    first: dict[str, Paper] = {}
    for linked in _linked(post, settings):
        id_ = linked.valid_id
        if id_ is None:
            continue
        earlier = first.setdefault(id_.paper, linked.paper)
        if earlier is not linked.paper:
            message = Message("the paper {id} is already in this post", {"id": id_.bare})
            note = Note(Message("it stands here first"), earlier.heading.span)
            yield Finding(_url_span(linked.link), message, (note,))


@rule("LK008", "arxiv-id-after-post", severity=Severity.ERROR)
def arxiv_id_after_post(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper of a month that the post's day lies before, a day's difference in time aside."""
    day = date_of(post, settings)
    if day is None:
        return
    latest = day + timedelta(days=1)
    for id_, span in _dated(post, settings):
        if id_.month and id_.month > (latest.year, latest.month):
            found = {"id": id_.bare, "month": str(id_.month), "date": day.isoformat()}
            message = Message("the arXiv id {id} is of {month}, after the post ({date})", found)
            yield Finding(span, message, _date_note(post, settings))


@rule("LK009", "outdated-arxiv-id", severity=Severity.WARNING)
def outdated_arxiv_id(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper of a month longer before the post's than the settings allow."""
    day, most = date_of(post, settings), settings.rules.LK009.months
    if day is None:
        return
    for id_, span in _dated(post, settings):
        age = Month(day.year, day.month) - id_.month if id_.month else 0
        if age > most:
            found = {"id": id_.bare, "month": str(id_.month), "age": age, "most": most}
            message = Message(
                "the arXiv id {id} is of {month}, {age} months before the post, expected at most "
                "{most}",
                found,
            )
            yield Finding(span, message, _date_note(post, settings))


def _dated(post: Post, settings: Settings) -> Iterator[tuple[ArxivId, Span]]:
    for linked in _linked(post, settings):
        if id_ := linked.valid_id:
            yield id_, _id_span(post.source, linked.link, id_)


def _date_note(post: Post, settings: Settings) -> tuple[Note]:
    return (Note(Message("the post's date"), dates_of(post, settings).header_span),)


@rule("LK010", "misplaced-alphaxiv-link", severity=Severity.WARNING)
def misplaced_alphaxiv_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """An alphaXiv link that does not stand, or is not called, as the settings have it."""
    form = house(settings.papers.companion.text)
    if form is None:
        return
    for paper in post.papers:
        for line in companions(post, paper, settings)[:1]:
            if line.broken or not line.link.url:
                continue  # LK012
            found = {"text": line.link.text, "expected": form.text}
            if not _is_in_place(paper, line, form):
                yield Finding(line.link.span, _misplaced(form))
            elif line.link.text != form.text:
                message = Message("the alphaXiv link is called {text}, expected {expected}", found)
                yield Finding(line.link.text_span, message)


def _misplaced(form: House) -> Message:
    return (
        Message("the alphaXiv link is not the block quote right after the paper's heading")
        if form.quoted
        else Message("the alphaXiv link is not the paragraph right after the paper's heading")
    )


def _is_in_place(paper: Paper, line: Companion, form: House) -> bool:
    first = next((block for block in paper.lead if block.kind is not BlockKind.HTML), None)
    containers = [container.kind for container in line.block.containers]
    return line.block is first and containers == ["quote"] * form.quoted


@rule("LK011", "duplicate-alphaxiv-link", severity=Severity.WARNING)
def duplicate_alphaxiv_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """A second alphaXiv link of one paper, unless LK005 names it."""
    ids = {linked.paper.heading.span: linked.valid_id for linked in _linked(post, settings)}
    for paper in post.papers:
        lines = companions(post, paper, settings)
        if len(lines) < 2:
            continue
        id_ = ids.get(paper.heading.span)
        other = _mismatched(lines, id_) if id_ else []
        for line in lines[1:]:
            if line not in other:
                message = Message("the paper already has an alphaXiv link")
                note = Note(Message("the first one stands here"), lines[0].link.span)
                yield Finding(line.link.span, message, (note,))


@rule("LK012", "broken-link", severity=Severity.ERROR)
def broken_link(post: Post, _: Settings) -> Iterator[Finding]:
    """Markdown that was meant as a link and is none."""
    wrapped = [paper.link.span for paper in post.papers if paper.wrapped and paper.link]
    for broken in broken_links(post.source, post.document):
        at = broken.link.span.start
        if not any(span.start <= at < span.end for span in wrapped):  # HD002
            yield Finding(broken.link.span, _why_none(broken))


def _why_none(broken: BrokenLink) -> Message:
    """What keeps the text from being a link."""
    meant = {"meant": broken.meant, "text": broken.link.text}
    match broken.broken:
        case Break.GAP:
            return Message("no link: nothing may stand between ] and (, expected {meant}", meant)
        case Break.UNCLOSED:
            return Message("no link: the address is not closed, expected {meant}", meant)
        case Break.SPACED:
            return Message("no link everywhere: white space in the address {meant}", meant)
        case Break.WIDE:
            return Message("no link: full-width brackets, expected {meant}", meant)
        case Break.SQUARE | Break.REVERSED:
            return Message("no link: the brackets are the wrong ones, expected {meant}", meant)
        case Break.UNOPENED | Break.RUN_ON:
            return Message("no link: a bracket is missing, expected {meant}", meant)
        case Break.NESTED:
            return Message("no link: the text before the address cannot be a link's", meant)
        case Break.EMPTY:
            return Message("the link {text} has no address", meant)
