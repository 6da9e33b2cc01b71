"""SC: which sections a paper has. What stands in them is in ``section_contents``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from digestlint.companions import house
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.document import Block, BlockKind, InlineKind
from digestlint.fixes import Edit, Fix, Safety
from digestlint.headings import Role, known_section, role
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Paper, Post, Section
from digestlint.prose import prose
from digestlint.rule import rule
from digestlint.settings import Settings


@lru_cache(maxsize=1)  # half of the family's rules ask for them
def _irregular(
    post: Post, names: tuple[str, ...]
) -> tuple[tuple[Paper, Mapping[str, Section]], ...]:
    """The papers whose sections are not just those of the settings, each with ``_taken``."""
    return tuple(
        (paper, _taken(paper))
        for paper in post.papers
        if tuple([it.known if it.exact else None for it in paper.sections]) != names
    )


def _taken(paper: Paper) -> Mapping[str, Section]:
    """The sections of the settings' list, each by its name.

    A near miss stands for a section only where nothing bears its name.
    """
    exact = {it.known: it for it in reversed(paper.sections) if it.known and it.exact}
    near = {it.known: it for it in reversed(paper.sections) if it.known}
    return {**near, **exact}


@rule("SC001", "missing-section", severity=Severity.ERROR)
def missing_section(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sections of the settings' list that a paper has not; once a paper."""
    for paper, taken in _irregular(post, settings.sections.names):
        missing = [name for name in settings.sections.names if name not in taken]
        found = {"name": ", ".join(missing)}
        if len(missing) == 1:
            yield Finding(paper.heading.span, Message("the section {name} is missing", found))
        elif missing:
            yield Finding(paper.heading.span, Message("the sections {name} are missing", found))


@rule("SC002", "duplicate-section", severity=Severity.ERROR)
def duplicate_section(post: Post, settings: Settings) -> Iterator[Finding]:
    """A section that its paper already has."""
    for paper, taken in _irregular(post, settings.sections.names):
        for section in paper.sections:
            if section.known and section.exact and taken[section.known] is not section:
                message = Message("the section {name} stands twice", {"name": section.name})
                note = Note(Message("it stands here first"), taken[section.known].heading.span)
                yield Finding(section.heading.span, message, (note,))


@rule("SC003", "misordered-section", severity=Severity.WARNING)
def misordered_section(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sections out of the list's order; told are as few as would have to move."""
    places = {name: place for place, name in enumerate(settings.sections.names)}
    for paper, taken in _irregular(post, settings.sections.names):
        sections = [it for it in paper.sections if it.known and taken[it.known] is it]
        order = [places[it.known] for it in sections if it.known]
        if order == sorted(order):
            continue
        kept = _longest_ascent(order)
        for at, section in enumerate(sections):
            if at not in kept:
                yield _misordered(section, at, order, [(other, sections[other]) for other in kept])


def _misordered(
    section: Section, at: int, order: Sequence[int], kept: Sequence[tuple[int, Section]]
) -> Finding:
    """What is said of a section; ``kept`` are those that stand right, each with its place."""
    found: dict[str, object] = {"name": section.known}
    behind = [other for place, other in kept if place > at and order[place] < order[at]]
    if behind:
        found["other"] = behind[-1].known
        message = Message("the section {name} stands before {other}, expected after it", found)
        note = Note(Message("{other} stands here", found), behind[-1].heading.span)
    else:
        ahead = next(other for place, other in kept if place < at and order[place] > order[at])
        found["other"] = ahead.known
        message = Message("the section {name} stands after {other}, expected before it", found)
        note = Note(Message("{other} stands here", found), ahead.heading.span)
    return Finding(section.heading.span, message, (note,))


def _longest_ascent(order: Sequence[int]) -> list[int]:
    """The places of the longest ascending part of a sequence, the earliest of several."""
    ascents: list[list[int]] = []  # for each place, the longest one that ends there
    for at, value in enumerate(order):
        before = (it for it in ascents if order[it[-1]] < value)
        ascents.append([*max(before, key=len, default=[]), at])
    return max(ascents, key=len)


@rule("SC004", "unknown-section", severity=Severity.WARNING, fix=Safety.UNSAFE)
def unknown_section(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sections that the settings do not list; a near miss can be renamed."""
    names = ", ".join(settings.sections.names)
    for paper, taken in _irregular(post, settings.sections.names):
        for section in paper.sections:
            if section.exact:
                continue
            found = {"name": section.name, "known": section.known, "names": names}
            found["meant"] = section.meant
            span = section.heading.text_span
            if section.known is None:
                message = Message("unknown section {name}, expected one of {names}", found)
                yield Finding(span, message)
            elif taken[section.known] is section:
                edit = Edit(span, section.meant or section.known)
                title = Message("Rename it to {meant}", found)
                is_near = " " not in section.name or known_section(section.name, settings)
                fix = Fix(title, (edit,), Safety.UNSAFE) if is_near else None
                message = Message("unknown section {name}, expected {meant}", found)
                yield Finding(span, message, fix=fix)
            else:
                message = Message("unknown section {name}, {known} is already there", found)
                note = Note(
                    Message("{known} stands here", found), taken[section.known].heading.span
                )
                yield Finding(span, message, (note,))


@rule("SC005", "empty-section", severity=Severity.ERROR)
def empty_section(post: Post, _: Settings) -> Iterator[Finding]:
    """Sections with nothing under their heading."""
    for paper in post.papers:
        for section in paper.sections:
            if not any(_is_shown(block, post) for block in section.blocks):
                message = Message("nothing stands under {name}", {"name": section.name})
                yield Finding(section.heading.span, message)


def _is_shown(block: Block, post: Post) -> bool:
    """Whether a block fills a section: comments, rules and other headings do not."""
    if block.kind is BlockKind.PARAGRAPH:
        return True
    if block.kind is BlockKind.HTML:
        return not post.source.slice(block.span).lstrip().startswith("<!--")
    return block.kind not in (BlockKind.RULE, BlockKind.HEADING)


@rule("SC006", "stray-content", severity=Severity.WARNING)
def stray_content(post: Post, settings: Settings) -> Iterator[Finding]:
    """Text before the first paper, or between a paper's links and its first section."""
    if not post.papers:
        return
    strays = {
        it.block.span for it in post.other_headings if role(it, settings) is Role.BARE
    }  # HD002
    preamble = [block for block in post.preamble if block.span not in strays]
    if first := _first_stray(preamble, post, settings):
        yield Finding(first.span, Message("content before the first paper, expected none"))
    for paper in post.papers:
        lead = [block for block in paper.lead if not _is_of_paper(block, paper, settings)]
        if paper.sections and (first := _first_stray(lead, post, settings)):
            message = Message(
                "content between the paper's links and {name}, expected none",
                {"name": paper.sections[0].name},
            )
            yield Finding(first.span, message)


def _is_of_paper(block: Block, paper: Paper, settings: Settings) -> bool:
    """Whether a block holds the paper's link, or has one of the settings' labels."""
    if paper.link and block.span.start <= paper.link.span.start < block.span.end:
        return True
    if not settings.papers.labels:
        return False
    shown = "".join(run.text for run in prose(block)).replace("：", ":")
    label, colon, _ = shown.partition(":")
    return bool(colon) and label.strip() in settings.papers.labels


def _first_stray(blocks: Sequence[Block], post: Post, settings: Settings) -> Block | None:
    return next((block for block in blocks if _is_stray(block, post, settings)), None)


def _is_stray(block: Block, post: Post, settings: Settings) -> bool:
    if block.kind in (BlockKind.HTML, BlockKind.RULE):
        return False
    text = post.source.slice(block.span)
    if block.kind is not BlockKind.PARAGRAPH:
        return bool(text.strip())
    return not _is_link_line(block, settings) and not _is_markup(text)


def _is_markup(text: str) -> bool:
    """Whether a paragraph is Liquid, or kramdown's ``{: …}`` (a table of contents, too)."""
    text = text.strip()
    is_liquid = text.startswith(("{%", "{{")) and text.endswith(("%}", "}}"))
    return is_liquid or text.startswith("{:") or text.endswith("{:toc}")


# A link may have a word or two beside it: "Code: [저장소](…)", "프로젝트 페이지: https://…"
_WORDS_BESIDE = 2
_ADDRESS = pattern(r"(?:https?://|www\.)\S*")
_WORD = pattern(r"\w+")


def _is_link_line(block: Block, settings: Settings) -> bool:
    """Whether a paragraph is links with hardly a word beside them, the broken ones too."""
    if len(block.links) == 1 and block.links[0].span == block.span:
        return True
    texts: list[str] = []
    depth = 0
    for piece in block.inlines:
        if piece.tag == "a":
            depth += 1 if piece.kind is InlineKind.OPEN else -1
        elif depth == 0:
            texts.append(piece.text if piece.kind is InlineKind.TEXT else " ")
    rest, addresses = _ADDRESS.subn(" ", "".join(texts))
    words = len(_WORD.findall(rest))
    form = house(settings.papers.companion.text)
    shown = "".join(run.text for run in prose(block)).strip().casefold()
    is_name = form is not None and shown.strip(" :[]()") == form.text.casefold()
    return is_name or words <= _WORDS_BESIDE * (len(block.links) + addresses)
