"""A post as it was meant: front matter, papers, sections. Broken pieces are read all the same.

A heading that is glued, indented or at another level, a fence round prose, an underline: each is
read as if it stood right, so that one fault is told once, by the rule that names it.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import PurePath, PurePosixPath

from digestlint import front_matter, markdown
from digestlint.document import Block, BlockKind, Document
from digestlint.front_matter import FrontMatter
from digestlint.headings import Heading, meant_heading, meant_underlined
from digestlint.odd_signs import has_unusual
from digestlint.papers import Paper as Paper
from digestlint.papers import Section as Section
from digestlint.papers import papers
from digestlint.passage import Passage, passages
from digestlint.patterns import pattern
from digestlint.settings import Settings
from digestlint.source import Source
from digestlint.values import dataclass

# To look a member up in its enumeration takes as long as all else about most blocks.
_PARAGRAPH, _CODE, _FENCE, _HTML = (
    BlockKind.PARAGRAPH,
    BlockKind.CODE,
    BlockKind.FENCE,
    BlockKind.HTML,
)
ROUNDS = 3
"""How often the body is read again: a fence taken away may show an underline, and that another."""


@dataclass(frozen=True, eq=False)  # hashed by identity, so that what follows of it can be cached
class Post:
    """A post. ``name`` are the last parts of its path, such as ``_posts/2025-11-07-x.md``.

    ``document`` is the body as it was meant, ``written`` as CommonMark has it. ``fenced`` are the
    fences round prose, ``underlined`` the headings made by an underline that were read through.
    ``other_headings`` begin neither a paper nor a section of one.
    """

    source: Source
    name: PurePosixPath
    front_matter: FrontMatter
    document: Document
    written: Document
    fenced: tuple[Block, ...]
    underlined: tuple[Block, ...]
    preamble: tuple[Block, ...]
    papers: tuple[Paper, ...]
    other_headings: tuple[Heading, ...]

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of papers and sections, in order."""
        return tuple(
            heading
            for paper in self.papers
            for heading in (paper.heading, *(section.heading for section in paper.sections))
        )

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        """The paragraphs, those in lists and quotes too."""
        return tuple(block for block in self.document.blocks if block.kind is _PARAGRAPH)

    @cached_property
    def passages(self) -> tuple[tuple[Paper, tuple[Passage, ...]], ...]:
        """The prose of each paper's sections."""
        return tuple(
            (paper, tuple(passages([it for section in paper.sections for it in section.blocks])))
            for paper in self.papers
        )

    def korean_passages(self, settings: Settings) -> tuple[Passage, ...]:
        """The prose that is in Korean, where it should be; KO001 speaks of the other.

        What is no text of a summary at all is left out; GN001 and GN004 speak of it.
        """
        return self._korean if settings.language == "ko" else ()

    @cached_property
    def _korean(self) -> tuple[Passage, ...]:
        return tuple(
            passage
            for _, passages in self.passages
            for passage in passages
            if not passage.is_foreign and (passage.is_plain or not passage.is_residue)
        )

    def unusual_passages(self, settings: Settings) -> tuple[Passage, ...]:
        """Those of them that have more than syllables, ASCII and common signs."""
        return self._unusual if settings.language == "ko" else ()

    @cached_property
    def _unusual(self) -> tuple[Passage, ...]:
        if not has_unusual(self._korean_text):
            return ()
        return tuple(it for it in self._korean if has_unusual(it.text))

    def korean_text(self, settings: Settings) -> str:
        """The texts of the Korean passages: one look at all is faster than one at each."""
        return self._korean_text if settings.language == "ko" else ""

    @cached_property
    def _korean_text(self) -> str:
        return " ".join([it.text for it in self._korean])


def name_of(path: str) -> PurePosixPath:
    """The part of a path that rules may know: from the last folder of posts on, else its name."""
    parts = PurePath(path).parts
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] in ("_posts", "_drafts", "posts"):
            return PurePosixPath(*parts[at:])
    return PurePosixPath(*parts[-1:])


def header_alone(source: Source, name: PurePosixPath) -> Post:
    """The post as if nothing stood below its front matter. Never raises."""
    nothing = Document((), (), ())
    header = front_matter.parse(source)
    return Post(source, name, header, nothing, nothing, (), (), (), (), ())


def parse(source: Source, settings: Settings, name: PurePosixPath) -> Post:
    """The post. Never raises: what cannot be read is left out."""
    header = front_matter.parse(source)
    written = document = markdown.parse(source, header.body_line)
    replaced: dict[int, str] = {}
    fenced: list[Block] = []
    underlined: list[Block] = []
    for _ in range(ROUNDS):
        before = len(replaced)
        for block in document.blocks:
            kind = block.kind
            if block.underlined:
                underlined.append(block)
                replaced[block.lines.last] = ""
                first = block.lines.first
                if first + 1 == block.lines.last and not block.containers:
                    meant = meant_underlined(source.line(first), settings)
                    replaced |= {first: meant} if meant else {}
            elif kind is _PARAGRAPH or (kind is _CODE and block.lines.first == block.lines.last):
                # one line of indented code may be a heading too far to the right
                replaced |= _meant_headings(block, source, settings)
            elif kind is _FENCE and _holds_prose(block, source, settings):
                fenced.append(block)
                replaced[block.lines.first] = ""
                if block.closed:
                    replaced[block.lines.last] = ""
            elif kind is _HTML and block.lines.first < block.lines.last:
                replaced |= _ended_html(block, source)
        if len(replaced) == before:
            break
        document = markdown.parse(source, header.body_line, replaced)
    preamble, found, others = papers(source, header, document, settings)
    return Post(
        source,
        name,
        header,
        document,
        written,
        tuple(fenced),
        tuple(underlined),
        preamble,
        found,
        others,
    )


def _holds_prose(fence: Block, source: Source, settings: Settings) -> bool:
    """Whether a fence stands round headings of the digest or sentences, not round code."""
    first, last = fence.lines
    lines = [source.line(line).strip() for line in range(first + 1, last + (not fence.closed))]
    ends = _SENTENCE_ENDS.get(settings.language, ())
    return any(_is_sentence(line, ends) or _is_of_digest(line, settings) for line in lines)


_SENTENCE_ENDS = {"ko": ("다.",), "ja": ("。",), "zh": ("。",)}
"""How sentences of a language end, as nothing of code does."""


def _is_sentence(line: str, ends: tuple[str, ...]) -> bool:
    """Whether a line in a fence is a sentence that ends so, and no comment of code."""
    return line.endswith(ends) and not _CODE_COMMENT.search(line)


_CODE_COMMENT = pattern(r"(?:^|\s)(?:#|//|--|/\*|[;%])")


def _is_of_digest(line: str, settings: Settings) -> bool:
    """Whether a line in a fence is a heading of the digest; ``# Results`` is a comment of code."""
    is_heading = line.startswith("##") or "](" in line
    return is_heading and meant_heading(line, settings, begins=False) is not None


_COMMENT = "<!-- -->"
_CLOSED = pattern(
    r"[ \t]*<(?:(?:br|hr|img)\b[^<>]*|(\w+)\b[^<>]*>[^<>]*</\1)>[ \t]*", re.IGNORECASE
)


def _ended_html(block: Block, source: Source) -> dict[int, str]:
    """Whole elements of raw HTML above text, each line as a comment, which ends with its line.

    CommonMark reads raw HTML down to a blank line, kramdown to the closing tag.
    """
    above: dict[int, str] = {}
    for line in range(block.lines.first, block.lines.last + 1):
        if not _CLOSED.fullmatch(source.line(line)):
            return above
        above[line] = _COMMENT
    return {}


def _meant_headings(block: Block, source: Source, settings: Settings) -> dict[int, str]:
    """The lines of a paragraph that were meant as headings, written as headings."""
    if "#" not in source.slice(block.span):
        return {}
    first, last = block.lines
    return {
        line: meant
        for line in range(first, last + 1)
        if (
            meant := meant_heading(
                source.line(line), settings, begins=line == first and not block.containers
            )
        )
    }
