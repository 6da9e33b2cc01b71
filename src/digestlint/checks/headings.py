"""HD: the headings of papers and sections, their form and place. Titles are in ``titles``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from digestlint.diagnostics import Finding, Severity
from digestlint.document import Link, LinkKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.headings import Heading, HeadingForm, Role, role
from digestlint.message import Message
from digestlint.paper_links import is_in_heading
from digestlint.post import Paper, Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span


@rule("HD001", "no-papers", severity=Severity.ERROR)
def no_papers(post: Post, settings: Settings) -> Iterator[Finding]:
    """A post without a single heading of a paper."""
    if not post.papers and not any(_strays(post, settings)):
        message = Message(
            "no paper in this post, expected headings such as {form}", {"form": _form(settings)}
        )
        yield Finding(Span(0, 0), message)


def _strays(post: Post, settings: Settings) -> Iterator[Heading]:
    """The headings of a paper's level that begin none."""
    return (it for it in post.other_headings if role(it, settings) is Role.BARE)


def _form(settings: Settings) -> str:
    return f"{'#' * settings.papers.level} {settings.papers.heading}"


@rule("HD002", "malformed-paper-heading", severity=Severity.ERROR)
def malformed_paper_heading(post: Post, settings: Settings) -> Iterator[Finding]:
    """A paper's heading in another form than the settings give."""
    for position, paper in enumerate(post.papers, 1):
        if paper.wrapped or not _is_in_form(paper, settings):
            expected = _expected(paper, position, settings)
            yield Finding(paper.heading.span, _malformed(paper, expected, settings))
        elif not paper.linked and settings.papers.link.text:
            yield _unlinked(paper, settings)
    for heading in _strays(post, settings):
        message = Message(
            "the heading has no number and no link, expected {form}", {"form": _form(settings)}
        )
        yield Finding(heading.span, message)


def _unlinked(paper: Paper, settings: Settings) -> Finding:
    """What is said where the line with the link below a heading is missing, or in another form."""
    found = {"form": settings.papers.link}
    if paper.link is None:
        message = Message("the paper has no link, expected a line such as {form} below", found)
        return Finding(paper.heading.span, message)
    message = Message("the paper's link stands in another form than {form}", found)
    return Finding(paper.link.span, message)


def _is_in_form(paper: Paper, settings: Settings) -> bool:
    """Whether the heading is as the settings have it, its title being what the link shows."""
    link, template = paper.link, settings.papers.heading.text
    if paper.heading.form is HeadingForm.HEADER:
        return True
    if not is_in_heading(settings.papers):
        return paper.formed
    if paper.formed and link and link.text_span == paper.title_span:
        return link.kind is LinkKind.INLINE and link.text.strip() != ""
    if "[{title}]" not in template:
        return paper.formed
    if paper.formed or link is None or link is not _link(paper.heading):
        return False
    # A link's hover text, and an address in <>, are no matter of form.
    start, text = paper.heading.text_span.start, paper.heading.text
    url = link.url.translate({ord("("): None, ord(")"): None})
    plain = f"{text[: link.text_span.end - start]}]({url}){text[link.span.end - start :]}"
    return link.kind is LinkKind.INLINE and settings.papers.heading.match(plain) is not None


def _link(heading: Heading) -> Link | None:
    return next((it for it in heading.block.links if it.kind is not LinkKind.IMAGE), None)


def _expected(paper: Paper, position: int, settings: Settings) -> str:
    """The heading as it should be, or its form where too little is known of it."""
    template, address = settings.papers.heading, paper.address
    known: dict[str, object] = {"number": paper.number or position, "title": paper.title}
    if paper.link and paper.link.url and paper.title:
        known["url"] = paper.link.url
    if address and address.id:
        known["id"] = address.id.text
    if not set(template.fields) <= known.keys():
        return _form(settings)
    return f"{'#' * settings.papers.level} {template.fill(**known)}"


def _malformed(paper: Paper, expected: str, settings: Settings) -> Message:
    link, found = _link(paper.heading), {"expected": expected}
    lacks_number = paper.number is None and "number" in settings.papers.heading.fields
    is_linked = is_in_heading(settings.papers)
    if paper.wrapped:
        return Message("the heading goes on in the next line, expected {expected}", found)
    if lacks_number and link is None and is_linked:
        return Message("the heading has no number and no link, expected {expected}", found)
    if lacks_number:
        return Message("the heading has no number, expected {expected}", found)
    if is_linked and (link is None or not link.url):
        return Message("the heading has no link, expected {expected}", found)
    if link is not None and not is_linked:
        return Message("the heading has a link, expected {expected}", found)
    if not paper.title:
        return Message("the heading has no title, expected {expected}", found)
    if paper.formed and link:
        found = {"text": link.text}
        return Message("only {text} is a link: a bracket of the title is not closed", found)
    return Message("the heading is in another form than {expected}", found)


@rule("HD004", "misnumbered-paper", severity=Severity.ERROR, fix=Safety.UNSAFE)
def misnumbered_paper(post: Post, settings: Settings) -> Iterator[Finding]:
    """Numbers that are not 1, 2, … n, in the post or in each group of it."""
    if settings.papers.numbering == "post":
        yield from _misnumbered(post.papers)
    else:
        for _, papers in groupby(post.papers, key=lambda paper: paper.group):
            yield from _misnumbered(list(papers))


def _misnumbered(papers: Sequence[Paper]) -> Iterator[Finding]:
    """What is said of papers that are numbered together.

    After a number left out all that follow are wrong, too; told is only where the count departs
    from what it was, not each of them, nor where it comes back.
    """
    runs: list[tuple[int, list[Edit]]] = []  # the place where the count departs, what is wrong then
    shift = 0
    for position, paper in enumerate(papers, 1):
        if paper.number is None:
            continue
        before, shift = shift, paper.number - position
        if shift not in (before, 0):
            runs.append((position, []))
        if shift:
            runs[-1][1].append(Edit(paper.number_span, str(position)))
    count = len(papers)
    for position, edits in runs:
        paper = papers[position - 1]
        message = Message(
            "paper {position} of {count} has the number {number}, expected {position}",
            {"position": position, "count": count, "number": paper.number},
        )
        fix = Fix(Message("Number the papers by their order"), tuple(edits), Safety.UNSAFE)
        yield Finding(paper.number_span, message, fix=fix)


@rule("HD005", "misplaced-heading-level", severity=Severity.ERROR, fix=Safety.UNSAFE)
def misplaced_heading_level(post: Post, settings: Settings) -> Iterator[Finding]:
    """Headings of papers and sections that have another level than the settings give."""
    for paper in post.papers:
        expected = settings.papers.level
        if paper.heading.level != expected:
            found = {"level": paper.heading.level, "expected": expected}
            message = Message("a paper's heading has level {level}, expected {expected}", found)
            yield _misplaced(paper.heading, expected, message)
        if settings.sections.form == "bold":
            yield from _not_bold(paper)
            continue
        expected = settings.sections.level
        for section in paper.sections:
            level = section.heading.level
            if level != expected and section.heading.form is not HeadingForm.UNDERLINED:
                found = {"level": level, "expected": expected}
                message = Message(
                    "a section's heading has level {level}, expected {expected}", found
                )
                yield _misplaced(section.heading, expected, message)


def _not_bold(paper: Paper) -> Iterator[Finding]:
    """Sections that begin with a heading where the settings want their name in bold."""
    for section in paper.sections:
        heading = section.heading
        if heading.form is not HeadingForm.BOLD:
            found = {"expected": f"**{section.meant or section.name}**"}
            message = Message("a section's name is a heading, expected {expected}", found)
            fix = None
            if heading.form is HeadingForm.ATX:
                edit = Edit(heading.span, found["expected"])
                fix = Fix(Message("Write {expected}", found), (edit,), Safety.UNSAFE)
            yield Finding(heading.span, message, fix=fix)


def _misplaced(heading: Heading, expected: int, message: Message) -> Finding:
    marks = _marks(heading)
    title = Message("Write {marks}", {"marks": "#" * expected})
    return Finding(marks, message, fix=Fix(title, (Edit(marks, "#" * expected),), Safety.UNSAFE))


def _marks(heading: Heading) -> Span:
    return Span(heading.span.start, heading.span.start + heading.level)


@rule("HD006", "unrendered-heading", severity=Severity.ERROR, fix=Safety.UNSAFE)
def unrendered_heading(post: Post, _: Settings) -> Iterator[Finding]:
    """Headings of which the site shows the marks: without a space, or after one."""
    for heading in (*post.headings, *post.other_headings):
        if heading.form is HeadingForm.ATX:
            continue
        found, marks = {"marks": "#" * heading.level}, _marks(heading)
        start = post.source.line_span(heading.line).start
        if not heading.text:
            yield Finding(marks, Message("no heading: {marks} without a text", found))
        elif heading.form is HeadingForm.GLUED:
            message = Message("no heading: expected a space between {marks} and the text", found)
            yield Finding(marks, message, fix=_stand_free(post.source, heading))
        elif heading.form is HeadingForm.INDENTED:
            message = Message("no heading: expected {marks} at the start of the line", found)
            yield Finding(Span(start, marks.end), message, fix=_stand_free(post.source, heading))


def _stand_free(source: Source, heading: Heading) -> Fix | None:
    """The fix for marks that stand wrongly; it also parts a heading from a list or quote above.

    None where a list's or a quote's own mark stands before those of the heading.
    """
    start, marks = source.line_span(heading.line).start, _marks(heading)
    if source.text[start : marks.start].strip():
        return None
    newline = _newline_above(source, heading) if heading.swallowed else ""
    edits = []
    if newline or start < marks.start:
        edits.append(Edit(Span(start, marks.start), newline))
    gap = Span(marks.end, heading.text_span.start)
    if heading.form is HeadingForm.GLUED:
        edits.append(Edit(gap, " "))
    fix = Fix(Message("Write it as a heading"), tuple(edits), Safety.UNSAFE)
    return fix if edits else None


def _newline_above(source: Source, heading: Heading) -> str:
    """The line end before a heading, empty where a blank line stands above it."""
    above = source.line_span(heading.line - 1)
    if not source.slice(above).strip():
        return ""
    return source.text[above.end : source.line_span(heading.line).start]


@rule("HD007", "swallowed-heading", severity=Severity.ERROR, fix=Safety.UNSAFE)
def swallowed_heading(post: Post, _: Settings) -> Iterator[Finding]:
    """Headings that the site nests in a list or a quote."""
    for heading in (*post.headings, *post.other_headings):
        if not heading.swallowed or heading.form in (HeadingForm.GLUED, HeadingForm.INDENTED):
            continue
        message = (
            Message("the heading stands in a list or a quote, expected at the start of a line")
            if heading.block.containers
            else Message(
                "the heading becomes part of the list or quote above it, expected a blank line "
                "between them"
            )
        )
        yield Finding(heading.span, message, fix=_stand_free(post.source, heading))
