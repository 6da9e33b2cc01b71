"""The form of a text: a template that it fills, out of what is known to stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from digestlint import arxiv
from digestlint.document import Link, LinkKind
from digestlint.patterns import pattern
from digestlint.source import Source, Span
from digestlint.templates import Template, TemplateError

DATES = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y년 %m월 %d일", "%Y年%m月%d日", "%Y%m%d", "%y%m%d")
"""The forms in which a date is looked for."""

ID = pattern(r"(?<![\w./])\d{4}\.\d{4,5}(?:v\d+)?(?![\w/])")
"""An id of arXiv in a text, but not in an address."""

_NUMBER = pattern(
    r"([^\w\[\]{}]*(?:[^\W\d]+[^\w\[\]{}]*)?)(\d{1,3})([^\w\s\[\]{}\"'(<]+\s*|\s+(?=\[))"
)


def is_id(text: str) -> bool:
    """Whether a text is an id and nothing else."""
    return bool(ID.fullmatch(text))


def _filled(text: str, gaps: Iterable[tuple[Span, str]]) -> str | None:
    """The text with fields in its gaps; None where the rest could be no part of a template."""
    parts: list[str] = []
    at = 0
    for (start, end), name in sorted(gaps):
        if start < at:
            return None
        parts += text[at:start], "{" + name + "}"
        at = end
    form = "".join([*parts, text[at:]])
    try:
        Template(form)
    except TemplateError:
        return None
    return form


def title_form(title: str, day: date | None) -> str:
    """The form of a post's title: the post's own date in it is a field.

    Without that, a number in it is one.
    """
    for form in DATES if day else ():
        written = day.strftime(form) if day else ""
        if written in title and not re.search(
            rf"\d{re.escape(written)}|{re.escape(written)}\d", title
        ):
            name = "date" if form == DATES[0] else f"date:{form}"
            return _filled(title, [(_span(title, written), name)]) or "{title}"
    if found := re.search(r"(?<![\d.])\d{1,4}(?![\d.])", title):
        return _filled(title, [(Span(*found.span()), "number")]) or "{title}"
    return _filled(title, ()) or "{title}"


def _span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def heading_forms(text: str, start: int, link: Link | None) -> Iterator[str]:
    """The forms that a paper's heading may have, the likeliest first.

    ``start`` is the offset of the text, ``link`` the paper's in it. The title may be the link's
    text or what stands before the link.
    """
    gaps: list[tuple[Span, str]] = []
    after = 0
    if found := _NUMBER.match(text):
        gaps.append((Span(*found.span(2)), "number"))
        after = found.end()
    if link and link.url_span.start < link.url_span.end:
        url, name = _shifted(link.url_span, -start), _shifted(link.text_span, -start)
        form = _filled(text, [*gaps, (url, "url"), (name, "title")])
        yield from [form] if form else []
        before = text[after : name.start - 1]
        title = Span(after, after + len(before.rstrip(" \t([<-–—:|")))
        if title.start < title.end:
            gaps += [(name, "id")] if is_id(link.text) else []
            form = _filled(text, [*gaps, (title, "title"), (url, "url")])
            yield from [form] if form else []
        return
    ids = [Span(*it.span()) for it in ID.finditer(text) if it.start() >= after]
    if ids:
        gaps.append((ids[0], "id"))
        rest = [Span(after, ids[0].start), Span(ids[0].end, len(text))]
        title = max((_trimmed(text, it) for it in rest), key=lambda it: it.end - it.start)
    else:
        title = _trimmed(text, Span(after, len(text)))
    if title.start < title.end:
        form = _filled(text, [*gaps, (title, "title")])
        yield from [form] if form else []


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _trimmed(text: str, span: Span) -> Span:
    """The span without what can stand between a title and an id at its ends."""
    part = text[slice(*span)]
    start = span.start + len(part) - len(part.lstrip(" \t)]>-–—:|"))
    return Span(start, max(start, span.start + len(part.rstrip(" \t([<-–—:|"))))


def address_form(url: str, id_: arxiv.ArxivId) -> str | None:
    """The form of an address: its id is a field, and its version one if it has one."""
    at = url.rfind(id_.text)
    if at < 0:
        return None
    gaps = [(Span(at, at + len(id_.bare)), "id")]
    if id_.version:
        gaps.append((Span(at + len(id_.bare), at + len(id_.text)), "version"))
    return _filled(url, gaps)


def line_form(source: Source, line: int, link: Link) -> str | None:
    """The form of a line that has the link of a paper: the address, and the id if it is shown."""
    start = source.line_span(line).start
    text = source.line(line)
    url = Span(0, 0) if link.kind is LinkKind.ID else _shifted(link.url_span, -start)
    gaps = [(url, "url")] if url.start < url.end else []
    gaps += ((Span(*it.span()), "id") for it in ID.finditer(text) if not _lies_in(it.start(), url))
    begin = len(text) - len(text.lstrip())
    gaps = [(_shifted(span, -begin), name) for span, name in gaps[:2]]
    return _filled(text.strip(), gaps)


def _lies_in(at: int, span: Span) -> bool:
    return span.start <= at < span.end


def companion_form(source: Source, line: int, id_: arxiv.ArxivId) -> str | None:
    """The form of a line that links to a paper on alphaXiv."""
    text = source.line(line).strip()
    at = text.find(id_.text)
    return _filled(text, [(Span(at, at + len(id_.text)), "id")]) if at >= 0 else None
