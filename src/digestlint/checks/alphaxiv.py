"""LK: the alphaXiv links of papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestlint.arxiv import ArxivId, Site, parse_address
from digestlint.checks.links import noncanonical
from digestlint.companions import Companion, House, companions, house, linked, names_alphaxiv
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.headings import HeadingForm
from digestlint.message import Message
from digestlint.paper_links import is_in_heading
from digestlint.post import Paper, Post
from digestlint.post_date import day_of
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.values import replace


def _valid_id(paper: Paper, settings: Settings) -> ArxivId | None:
    """The valid id of the paper's heading."""
    found = linked(paper, settings)
    return found.valid_id if found else None


@rule("LK004", "missing-alphaxiv-link", severity=Severity.ERROR, fix=Safety.UNSAFE)
def missing_alphaxiv_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper without any alphaXiv link."""
    if not settings.papers.companion.text:
        return
    lacking = [it for it in post.papers if not companions(post, it, settings)]
    if not lacking or not _is_since(post, settings):
        return
    for paper in lacking:
        found = linked(paper, settings)
        if found and found.id is None and found.address.site is not Site.ARXIV:
            continue  # not on arXiv, so not on alphaXiv
        if names_alphaxiv(post, paper):
            continue
        if found is None or found.valid_id is None:
            yield Finding(paper.heading.span, Message("the paper has no alphaXiv link"))
            continue
        line = settings.papers.companion.fill(id=found.valid_id.bare)
        message = Message("the paper has no alphaXiv link, expected {line}", {"line": line})
        yield Finding(paper.heading.span, message, fix=_add_line(post, paper, line))


def _is_since(post: Post, settings: Settings) -> bool:
    """Whether the post is of the day from which alphaXiv links are wanted, or a later one."""
    since = settings.rules.LK004.since
    if since is None:
        return True
    day = day_of(post, settings)
    return day is not None and day >= since


def _add_line(post: Post, paper: Paper, line: str) -> Fix | None:
    """The fix that writes the alphaXiv line under the heading, a blank line on either side.

    None where the heading does not stand on one line of its own, or the line would be no link.
    """
    heading, source = paper.heading, post.source
    is_fenced = any(it.lines.first < heading.line <= it.lines.last for it in post.fenced)
    is_plain = not (paper.wrapped or heading.block.containers or is_fenced)
    if not is_plain or heading.form is not HeadingForm.ATX or not _is_link(line):
        return None
    end = source.line_span(heading.line).end
    blank, newline = "", _newline(source, heading.line)
    if heading.line < source.line_count and source.line(heading.line + 1).strip():
        blank = newline
    title = Message("Write {line} under the heading", {"line": line})
    edit = Edit(Span(end, end), f"{newline}{newline}{line}{blank}")
    return Fix(title, (edit,), Safety.UNSAFE)


def _newline(source: Source, line: int) -> str:
    """The end of a line; for the last one, which may have none, that of the line before."""
    at = min(line, source.line_count - 1)
    after = source.line_starts[at] if at else 0
    return "\r\n" if source.text.endswith("\r\n", 0, after) else "\n"


def _is_link(line: str) -> bool:
    """Whether a line of the settings' form links to alphaXiv."""
    form = house(line)
    if form is None or form.containers not in ((), ("quote",)):
        return False
    return parse_address(form.address.text).site is Site.ALPHAXIV


@rule("LK005", "mismatched-alphaxiv-id", severity=Severity.ERROR)
def mismatched_alphaxiv_id(post: Post, settings: Settings) -> Iterator[Finding]:
    """An alphaXiv link to another paper than the heading's."""
    for paper in post.papers:
        id_ = _valid_id(paper, settings)
        for line, other in _mismatched(companions(post, paper, settings), id_):
            found = {"alphaxiv": other.bare, "arxiv": id_.bare if id_ else ""}
            message = Message("alphaXiv id {alphaxiv} differs from the arXiv id {arxiv}", found)
            note = Note(Message("the heading has {arxiv}", found), paper.heading.span)
            if paper.link and not is_in_heading(settings.papers):
                note = Note(Message("the paper's link has {arxiv}", found), paper.link.span)
            yield Finding(line.link.span, message, (note,))


def _mismatched(
    lines: Sequence[Companion], id_: ArxivId | None
) -> Iterator[tuple[Companion, ArxivId]]:
    """The links with a valid id that is not the paper's; a second one to the same is no other."""
    seen = {id_.paper} if id_ else set()
    for line in lines if id_ else ():
        other = line.address.id
        if other and other.valid and other.paper not in seen:
            seen.add(other.paper)
            yield line, other


@rule("LK006", "noncanonical-alphaxiv-url", severity=Severity.WARNING, fix=Safety.UNSAFE)
def noncanonical_alphaxiv_url(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper's alphaXiv link that is not written as the settings write it."""
    form = house(settings.papers.companion.text)
    for paper in post.papers if form else ():
        for line in companions(post, paper, settings):
            is_alphaxiv = line.address.site is Site.ALPHAXIV
            id_ = line.address.id if is_alphaxiv else _any_id(line, paper, settings)
            if form is None or line.broken or id_ is None or not id_.valid:
                continue  # LK012, LK002
            expected = id_.address(form.address.text)
            if line.link.url != expected:
                finding = noncanonical(line.link, line.address, expected)
                yield finding if is_alphaxiv else replace(finding, severity=Severity.ERROR)


def _any_id(line: Companion, paper: Paper, settings: Settings) -> ArxivId | None:
    """The id of a link that is called alphaXiv's and leads elsewhere, else that of its paper."""
    if not line.link.url:
        return None  # LK012
    return line.address.id or _valid_id(paper, settings)


@rule("LK010", "misplaced-alphaxiv-link", severity=Severity.WARNING)
def misplaced_alphaxiv_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """An alphaXiv link that does not stand, or is not called, as the settings have it."""
    form = house(settings.papers.companion.text)
    for paper in post.papers if form else ():
        for line in companions(post, paper, settings)[:1]:
            if form is None or line.broken or not line.link.url:
                continue  # LK012
            if not _is_in_place(paper, line, form):
                yield Finding(line.link.span, _misplaced(form))
            elif line.link.text != form.text:
                found = {"text": line.link.text, "expected": form.text}
                message = Message("the alphaXiv link is called {text}, expected {expected}", found)
                yield Finding(line.link.text_span, message)


def _misplaced(form: House) -> Message:
    match form.containers:
        case ("quote",):
            return Message(
                "the alphaXiv link is not the block quote right after the paper's heading"
            )
        case ():
            return Message("the alphaXiv link is not the paragraph right after the paper's heading")
        case _:
            return Message("the alphaXiv link is not in a list right after the paper's heading")


def _is_in_place(paper: Paper, line: Companion, form: House) -> bool:
    """Whether a link is the first one under the heading, in a quote or not as the settings want.

    The paper's own may stand before it. Other text before it there is SC006's.
    """
    for block in paper.lead:
        if block is line.block:
            return tuple(container.kind for container in block.containers) == form.containers
        if paper.link in block.links:
            continue
        if block.links and block.links[-1].span.end == block.span.end:
            return False
    return False


@rule("LK011", "duplicate-alphaxiv-link", severity=Severity.WARNING)
def duplicate_alphaxiv_link(post: Post, settings: Settings) -> Iterator[Finding]:
    """A second alphaXiv link of one paper, unless LK005 names it."""
    for paper in post.papers:
        lines = companions(post, paper, settings)
        if len(lines) < 2:
            continue
        others = [line for line, _ in _mismatched(lines, _valid_id(paper, settings))]
        note = Note(Message("the first one stands here"), lines[0].link.span)
        for line in lines[1:]:
            if line not in others:
                message = Message("the paper already has an alphaXiv link")
                yield Finding(line.link.span, message, (note,))
