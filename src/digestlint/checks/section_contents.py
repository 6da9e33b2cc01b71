"""SC: what stands in a paper's sections: items, sentences, characters, shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from digestlint.diagnostics import Finding, Note, Severity
from digestlint.document import Block, Container
from digestlint.message import Message
from digestlint.nearest import nearest
from digestlint.passage import Passage
from digestlint.patterns import pattern
from digestlint.post import Paper, Post, Section
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span
from digestlint.values import NamedTuple


class _Place(NamedTuple):
    paper: Paper
    section: Section
    passages: Sequence[Passage]


class _Content(_Place):
    """A section of a paper and its prose."""

    def says_only(self, marker: str) -> bool:
        """Whether the paper does not state what the section is for."""
        return bool(self.passages) and all(it.says(marker) for it in self.passages)

    @cached_property
    def items(self) -> Sequence[Sequence[Passage]]:
        """The prose of each item; where there is no list, each line or paragraph is one."""
        items: dict[Container, list[Passage]] = {
            item: [] for block in self.section.blocks if (item := _item(block))
        }
        if not items:
            return [[passage] for passage in self.passages]
        for passage in self.passages:
            if item := _item(passage.block):
                items[item].append(passage)
        return list(items.values())


@lru_cache(maxsize=1)  # several rules ask for them
def _contents(post: Post) -> tuple[_Content, ...]:
    return tuple(
        content for paper, passages in post.passages for content in _of_paper(paper, passages)
    )


def _of_paper(paper: Paper, passages: Sequence[Passage]) -> Iterator[_Content]:
    at = 0
    for section in paper.sections:
        begin, last = at, section.lines.last
        while at < len(passages) and passages[at].block.lines.first <= last:
            at += 1
        yield _Content(paper, section, passages[begin:at])


def _item(block: Block) -> Container | None:
    """The item of the outermost list that a block stands in."""
    for container in block.containers:
        if container.kind == "item":
            return container
    return None


# --- Introduction ----------------------------------------------------------------------------


class _Label(NamedTuple):
    """How an item begins: the label, where it stands in the passage, and which one it means."""

    text: str
    place: Span
    known: str


_LABEL = pattern(r"\s*+([^:：]{1,40})[:：]")


@rule("SC007", "irregular-introduction", severity=Severity.WARNING)
def irregular_introduction(post: Post, settings: Settings) -> Iterator[Finding]:
    """Introductions with another number of items, or whose labels are misspelt or partly absent."""
    expected, shape = settings.rules.SC007.items, settings.sections
    for content in _contents(post):
        section = content.section
        if section.known != shape.introduction or not content.passages:
            continue
        items = content.items
        if len(items) != expected:
            if content.says_only(shape.marker):
                continue
            found = {"name": section.name, "count": len(items), "expected": expected}
            message = Message("items in {name}: {count}, expected {expected}", found)
            yield Finding(section.heading.span, message)
        yield from _labels(items, shape.labels)


def _labels(items: Sequence[Sequence[Passage]], labels: Sequence[str]) -> Iterator[Finding]:
    if all(item[0].text.partition(":")[0] in labels for item in items if item):
        return  # as in nearly all
    begun = [(item[0], _label(item[0].text, labels)) for item in items if item]
    labelled = [(passage, label) for passage, label in begun if label]
    for passage, label in labelled:
        if label.text != label.known:
            message = Message("label {text}, expected {known}", label._asdict())
            yield Finding(passage.span(*label.place), message)
    if not labelled or len(labelled) == len(begun):
        return
    bare = next(passage for passage, label in begun if not label)
    message = Message(
        "an item without a label, expected one of {labels} as in the others, or none at all",
        {"labels": ", ".join(labels)},
    )
    passage, label = labelled[0]
    note = Note(Message("this one has a label"), passage.span(*label.place))
    yield Finding(bare.span(*bare.whole), message, (note,))


def _label(text: str, labels: Sequence[str]) -> _Label | None:
    """The label that an item begins with, if it is one of the settings' or close to one."""
    found = _LABEL.match(text)
    label = found[1].rstrip() if found else ""
    known = label if label in labels else nearest(label, labels) if label else None
    if found is None or known is None:
        return None
    return _Label(label, Span(found.start(1), found.start(1) + len(label)), known)


# --- Sentences and characters ----------------------------------------------------------------


@rule("SC008", "too-many-sentences", severity=Severity.WARNING)
def too_many_sentences(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sections, and items of the introduction, with more sentences than the settings allow."""
    limits = settings.rules.SC008.sentences
    for content in _contents(post):
        known = content.section.known
        if known is None or known not in limits:
            continue
        is_introduction = known == settings.sections.introduction
        for passages in content.items if is_introduction else [content.passages]:
            if sum([len(passage.sentences) for passage in passages]) <= limits[known]:
                continue  # they can only become fewer
            sentences = _sentences(passages)
            if len(sentences) <= limits[known]:
                continue
            found = {"count": len(sentences), "limit": limits[known], "name": content.section.name}
            message = (
                Message("sentences in an item of {name}: {count}, expected at most {limit}", found)
                if is_introduction
                else Message("sentences in {name}: {count}, expected at most {limit}", found)
            )
            passage, sentence = sentences[limits[known]]
            yield Finding(passage.span(*sentence), message)


def _sentences(passages: Sequence[Passage]) -> list[tuple[Passage, Span]]:
    """The sentences, each with the passage that it stands in.

    What a hard break cuts in two is one sentence.
    """
    found: list[tuple[Passage, Span]] = []
    before: Passage | None = None
    for passage in passages:
        sentences = passage.sentences
        if before and before.block is passage.block and not before.is_finished:
            sentences = sentences[1:]
        found += ((passage, sentence) for sentence in sentences)
        before = passage
    return found


@rule("SC009", "overlong-paper", severity=Severity.WARNING, default=False)
def overlong_paper(post: Post, settings: Settings) -> Iterator[Finding]:
    """Papers whose sections have more characters than the settings allow."""
    most = settings.rules.SC009.characters
    for paper, passages in post.passages:
        count = sum(passage.whole.end - passage.whole.start for passage in passages)
        if count > most:
            message = Message(
                "the paper has {count} characters, expected at most {most}",
                {"count": count, "most": most},
            )
            yield Finding(paper.heading.span, message)


# --- Shapes ----------------------------------------------------------------------------------


@rule("SC010", "irregular-section-shape", severity=Severity.WARNING, default=False)
def irregular_section_shape(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sections in bullets where the settings want prose, or the reverse; once a section."""
    shapes = settings.rules.SC010.shapes
    for content in _contents(post):
        wanted = shapes.get(content.section.known or "")
        if wanted is None or content.says_only(settings.sections.marker):
            continue
        for passage in content.passages:
            if (_item(passage.block) is not None) != (wanted == "bullets"):
                found = {"name": content.section.name}
                message = (
                    Message("prose in {name}, expected bullets", found)
                    if wanted == "bullets"
                    else Message("bullets in {name}, expected prose", found)
                )
                yield Finding(passage.span(*passage.whole), message)
                break
