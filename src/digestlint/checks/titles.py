"""HD: the titles in the headings of papers. Their form and place are in ``headings``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from unicodedata import normalize

from digestlint.arxiv import Site
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.document import InlineKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.headings import Heading
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Paper, Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span


@rule("HD003", "title-whitespace", severity=Severity.WARNING, fix=Safety.UNSAFE)
def title_whitespace(post: Post, _: Settings) -> Iterator[Finding]:
    """Runs of white space inside a title, such as a line wrap of the source leaves."""
    for paper in post.papers:
        text, start = post.source.slice(paper.title_span), paper.title_span.start
        if ("  " not in text and "\t" not in text) or not text.strip(" \t"):
            continue
        code = _code(paper.heading)
        for run in _RUN.finditer(text):
            span = Span(start + run.start(), start + run.end())
            is_edge = span.start == start or span.end == paper.title_span.end
            before = bisect_right(code, span) - 1
            if before < 0 or code[before].end <= span.start:
                yield _white_space(span, run[0], is_edge=is_edge)


# A run at a line's end is part of a wrapped heading: HD002.
_RUN = pattern(r"(?<![ \t])(?:[ \t]{2,}|\t)(?![ \t\n\r])")


def _code(heading: Heading) -> list[Span]:
    return [it.span for it in heading.block.inlines if it.kind is InlineKind.CODE]


def _white_space(span: Span, text: str, *, is_edge: bool) -> Finding:
    found = {"count": len(text)}
    if is_edge:
        message = Message("white space at an end of the title, expected none")
    elif len(text) == 1:
        message = Message("a tab in the title, expected a space")
    else:
        message = Message("{count} spaces in a row in the title, expected one", found)
    title = Message("Remove the white space") if is_edge else Message("Write one space")
    fix = Fix(title, (Edit(span, "" if is_edge else " "),), Safety.UNSAFE)
    return Finding(span, message, fix=fix)


@rule("HD008", "duplicate-title", severity=Severity.ERROR)
def duplicate_title(post: Post, _: Settings) -> Iterator[Finding]:
    """A title that another paper of the post has, too; LK007 names one paper given twice."""
    first: dict[str, Paper] = {}
    for paper in post.papers:
        title = normalize("NFC", paper.title).casefold()
        place = _place(paper)
        if not title or place is None:
            continue
        earlier = first.setdefault(title, paper)
        if earlier is not paper and _place(earlier) != place:
            message = Message("the title {title} is another paper's, too", {"title": paper.title})
            note = Note(Message("it stands here first"), earlier.title_span)
            yield Finding(paper.title_span, message, (note,))


def _place(paper: Paper) -> str | None:
    """What tells a paper from others: its valid id, else its address where it is not arXiv's."""
    address = paper.address
    if address is None or not address.url:
        return None
    if address.id:
        return address.id.paper if address.id.valid else None
    return None if address.site is Site.ARXIV else address.url


@rule("HD009", "latex-in-title", severity=Severity.WARNING)
def latex_in_title(post: Post, _: Settings) -> Iterator[Finding]:
    """Marks of LaTeX that were left in a title; once a title."""
    for paper in post.papers:
        text, start = post.source.slice(paper.title_span), paper.title_span.start
        if not _MARK.search(text) or "{{" in text or "{%" in text:  # RN001
            continue
        text = _without_code(paper, text)
        first = _residue(text)
        if first is not None:
            begin = max(text.rfind(" ", 0, first), text.rfind("\n", 0, first)) + 1
            word = text[begin:].split(None, 1)[0]
            message = Message(
                "LaTeX in the title: {text}, expected what a reader should see", {"text": word}
            )
            yield Finding(Span(start + begin, start + begin + len(word)), message)


def _without_code(paper: Paper, text: str) -> str:
    """The title with its code, as long as it is, blotted out."""
    parts, at, start = [], 0, paper.title_span.start
    for piece in _code(paper.heading):
        begin, end = piece.start - start, piece.end - start
        if at <= begin and end <= len(text):
            parts += [text[at:begin], "`" * (end - begin)]
            at = end
    return "".join([*parts, text[at:]])


_MARK = pattern(r"[\\^${}]")
# A backslash before a punctuation mark is Markdown's own.
_LATEX = pattern(r"\\\\|\\(?![!-/:-@\[-`{-~])|[\^{}]")
_DOLLAR = pattern(r"(?<!\\)\$")
_PRICE = pattern(r"\$ ?[0-9]")


def _residue(text: str) -> int | None:
    """Where LaTeX stands first in a title; prices (``$100``, one ``100$``) are none."""
    found = [it.start() for it in _LATEX.finditer(text)][:1]
    dollars = [it.start() for it in _DOLLAR.finditer(text)]
    is_lone = len(dollars) == 1 and text[: dollars[0]][-1:].isdigit()
    if not is_lone and not all(_PRICE.match(text, at) for at in dollars):
        found += dollars[:1]
    return min(found, default=None)
