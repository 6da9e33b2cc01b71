"""GN: what a language model, a pipeline or a PDF left behind in a post."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from digestlint.diagnostics import Finding, Note, Severity
from digestlint.document import Block, BlockKind
from digestlint.message import Message
from digestlint.mojibake import may_hold_mojibake, mojibake
from digestlint.odd_signs import REPLACEMENT, SPACING_MARKS, pdf_signs
from digestlint.passage import Passage
from digestlint.patterns import pattern
from digestlint.post import Paper, Post
from digestlint.prose import prose
from digestlint.reasoning import leaks
from digestlint.residue import (
    FILLER_SIGNS,
    HEADS,
    LONGEST,
    OPENING_SIGNS,
    chatter,
    may_chat,
    placeholder,
)
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.values import NamedTuple

# -- GN001 and GN004: lines by their words ---------------------------------------------------------


def _lines(source: Source, block: Block) -> Iterator[tuple[str, Span]]:
    """The lines of a paragraph as they are written, each without the white space round it."""
    if block.lines.first == block.lines.last:
        yield source.slice(block.span), block.span
        return
    from digestlint.published import content

    where = content(source, block)
    for start, line in zip(where.starts, where.text.split("\n"), strict=True):
        shown = line.strip()
        begin = start + line.find(shown)
        yield shown, where.span(begin, begin + len(shown))


_LONGEST = 30
"""How much of a line a message shows, in code points."""


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


@rule("GN001", "assistant-chatter", severity=Severity.ERROR)
def assistant_chatter(post: Post, settings: Settings) -> Iterator[Finding]:
    """Refusals, preambles, words to the one who asked, and the prompt itself."""
    text = post.source.text
    polite = settings.rules.KO002.style == "polite"
    anywhere = may_chat(text)
    for block in post.paragraphs:
        start = block.span.start
        if not (anywhere or text[start : start + 2] in HEADS or text[start] in OPENING_SIGNS):
            continue
        for number, (line, span) in enumerate(_lines(post.source, block)):
            if chatter(line, first=number == 0, polite=polite):
                yield Finding(
                    span,
                    Message(
                        "{text} is said to whoever asked a model, expected the summary alone",
                        {"text": _cut(line)},
                    ),
                )
                break


def _is_short(line: str) -> bool:
    """Whether a line of a paragraph may hold a placeholder alone (fast)."""
    line = line.strip(_ROUND)
    return len(line) <= LONGEST or line[0] in FILLER_SIGNS


_ROUND = "> \t\r*_~`"


@rule("GN004", "placeholder-text", severity=Severity.ERROR)
def placeholder_text(post: Post, settings: Settings) -> Iterator[Finding]:
    """Lines that hold the place of a text that never came."""
    text, lines = post.source.text, post.source.lines
    for block in post.paragraphs:
        (start, end), (first, last) = block.span, block.lines
        if first == last:
            if end - start > LONGEST and text[start] not in FILLER_SIGNS:
                continue
        elif not any(map(_is_short, lines[first - 1 : last])):
            continue
        for line, span in _lines(post.source, block):
            if placeholder(line, settings.sections.labels):
                yield Finding(
                    span,
                    Message(
                        "{text} holds the place of a text, expected the text or {marker}",
                        {"text": _cut(line), "marker": settings.sections.marker},
                    ),
                )


# -- GN002 and GN003 -------------------------------------------------------------------------------


@rule("GN002", "reasoning-leak", severity=Severity.ERROR)
def reasoning_leak(post: Post, _: Settings) -> Iterator[Finding]:
    """Blocks of ``<think>`` and the like; not a tag that a sentence or a title speaks of."""
    for leak in leaks(post):
        tag = {"tag": post.source.slice(leak.span)}
        yield Finding(leak.span, Message("a model's reasoning in {tag}, expected none", tag))


@rule("GN003", "fenced-prose", severity=Severity.ERROR)
def fenced_prose(post: Post, _: Settings) -> Iterator[Finding]:
    """Code fences round sentences or headings."""
    for fence in post.fenced:
        start, end = post.source.line_span(fence.lines.first)
        line = post.source.text[start:end]
        mark = line.lstrip(" \t>*+-0123456789.")
        span = Span(end - len(mark), end - len(mark) + len(mark.rstrip()))
        yield Finding(span, Message("a code fence round prose, which is shown as code"))


# -- GN005 -----------------------------------------------------------------------------------------

# Between quotation marks or brackets the two characters are spoken of.
_LITERAL_BREAK = pattern(r"(?<![\\\"'“‘(\[「『])(?:\\n(?![A-Za-z\"'”’)\]」』])[ \t]*)+")


@rule("GN005", "mojibake", severity=Severity.ERROR)
def garbled_text(post: Post, _: Settings) -> Iterator[Finding]:
    r"""Characters of a wrong encoding, and line breaks that stayed ``\n``; once a line."""
    source = post.source
    if may_hold_mojibake(source.text):
        line = 0
        for span, meant in sorted(mojibake(source.text)):
            number = source.line_at(span.start)
            if number == line or (
                _is_code(post, number) and source.text[span.start] != REPLACEMENT
            ):
                continue
            line = number
            yield Finding(span, _of_encoding(source.slice(span), meant))
    if "\\" not in source.text or source.text.find("\\n", post.front_matter.body_start) < 0:
        return
    for block in post.document.blocks:
        for run in prose(block) if "\\n" in source.slice(block.span) else ():
            if broken := _LITERAL_BREAK.search(run.text):
                yield Finding(
                    run.span(broken.start(), broken.start() + len(broken[0].rstrip())),
                    Message("the page shows {text}, expected a line break", {"text": "\\n"}),
                )


def _of_encoding(text: str, meant: str) -> Message:
    found = {"text": text, "meant": meant}
    if text[0] == REPLACEMENT:
        return Message("a character was lost to a wrong encoding (U+FFFD)", found)
    if meant:
        return Message("{text} was read in a wrong encoding, expected {meant}", found)
    return Message("{text} was read in a wrong encoding", found)


def _is_code(post: Post, line: int) -> bool:
    return any(
        block.lines.first <= line <= block.lines.last
        for block in post.document.blocks
        if block.kind in (BlockKind.FENCE, BlockKind.CODE)
    )


# -- GN006 -----------------------------------------------------------------------------------------

_LEAST_LETTERS = 16
"""What is shorter may well be said of two papers: ``코드와 데이터는 공개하지 않는다.``"""

_NO_LETTERS = pattern(r"[\W\d_]+")


_Said = tuple[Paper, Passage, Span | None]
"""A sentence of a paper, and where in its passage it stands; None for all of it."""


class _Sentence(NamedTuple):
    paper: Paper
    passage: Passage
    place: Span

    @property
    def text(self) -> str:
        return self.passage.text[self.place.start : self.place.end]

    @property
    def span(self) -> Span:
        return self.passage.span(*self.place)


@rule("GN006", "duplicate-summary", severity=Severity.WARNING)
def duplicate_summary(post: Post, _: Settings) -> Iterator[Finding]:
    """The same sentence in two papers; of two sections alike only the first such sentence."""
    if len(post.papers) < 2:
        return
    alike: defaultdict[str, list[_Said]] = defaultdict(list)
    for paper, passages in post.passages:
        for passage in passages:
            if passage.is_plain:  # one sentence
                alike[_tail(passage.text)].append((paper, passage, None))
                continue
            for place in passage.pieces:
                tail = _tail(passage.text[place.start : place.end])
                alike[tail].append((paper, passage, place))
    found = [
        it
        for group in alike.values()
        if len(group) > 1
        for same in _by_begin(group)
        for it in _repeated(same)
    ]
    told: set[tuple[int, int]] = set()
    for later, first in sorted(found, key=lambda pair: pair[0].span):
        section = max(
            it.lines.first
            for it in later.paper.sections
            if it.lines.first <= later.passage.block.lines.first
        )
        if (section, first.paper.lines.first) not in told:
            told.add((section, first.paper.lines.first))
            note = Note(Message("the first one stands here"), first.span)
            message = Message("the same sentence stands in another paper's summary")
            yield Finding(later.span, message, (note,))


def _tail(text: str) -> str:
    """The last letters of a sentence: two that are not alike in them are not the same (fast)."""
    tail = text[-16:].replace(" ", "").rstrip(_ENDS)[-6:]
    return tail if tail.isalpha() else "".join(filter(str.isalpha, text[-20:]))[-6:]


_ENDS = ".)”’\"'"


def _by_begin(group: Sequence[_Said]) -> Iterator[Sequence[_Said]]:
    """Those of a group whose first letters are alike too, in groups of two or more (fast)."""
    alike: defaultdict[str, list[_Said]] = defaultdict(list)
    for said in group:
        _, passage, place = said
        start = place.start if place else passage.label_end
        letters = filter(str.isalpha, passage.text[start : start + 20])
        alike["".join(letters)[:8].casefold()].append(said)
    return (it for it in alike.values() if len(it) > 1)


def _repeated(group: Sequence[_Said]) -> Iterator[tuple[_Sentence, _Sentence]]:
    """The sentences that another paper has too, each with the first of them."""
    seen: dict[str, _Sentence] = {}
    for paper, passage, place in group:
        whole = place or Span(passage.label_end, passage.whole.end)
        sentence = _Sentence(paper, passage, whole)
        key = _NO_LETTERS.sub("", sentence.text).casefold()
        first = seen.setdefault(key, sentence)
        if len(key) >= _LEAST_LETTERS and not _is_same_paper(first.paper, sentence.paper):
            yield sentence, first


def _is_same_paper(one: Paper, other: Paper) -> bool:
    """Whether two are one paper, of which LK007 speaks."""
    if one is other:
        return True
    ids = [paper.address.id for paper in (one, other) if paper.address]
    return (
        len(ids) == 2
        and ids[0] is not None
        and ids[1] is not None
        and (ids[0].paper == ids[1].paper)
    )


# -- GN007 -----------------------------------------------------------------------------------------

_PDF = pattern(
    rf"(?<![{SPACING_MARKS}])[{SPACING_MARKS}]+(?=[^\W\d_])[^\W\d_]"
    rf"|(?<=[A-Za-z])[{SPACING_MARKS}]+|(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<private>[\ue000-\uf8ff\U000f0000-\U0010fffd]+)"
    r"|(?P<minus>(?<=[A-Za-z]{2})\u2212(?=[0-9])|(?<=[0-9])\u2212(?=[A-Za-z]{2}|[가-힣]))"
)


@rule("GN007", "pdf-residue", severity=Severity.WARNING)
def pdf_residue(post: Post, _: Settings) -> Iterator[Finding]:
    """Characters that only come out of a PDF: marks before their letter, ligatures, private use."""
    signs = pdf_signs(post.source.text)
    for block in post.document.blocks if signs else ():
        text = post.source.slice(block.span)
        for run in prose(block) if any(sign in text for sign in signs) else ():
            for found in _PDF.finditer(run.text):
                yield Finding(run.span(*found.span()), _of_residue(found))


def _of_residue(found: re.Match[str]) -> Message:
    named: dict[str, object] = {"text": found[0]}
    if found["ligature"]:
        named["expected"] = normalize("NFKC", found[0])
        return Message("the ligature {text} of a PDF, expected {expected}", named)
    if found["private"]:
        named["code"] = f"U+{ord(found[0][0]):04X}"
        return Message("a character of some font alone ({code}), expected one of Unicode", named)
    if found["minus"]:
        return Message("a minus sign (U+2212) in a word, expected a hyphen", named)
    return Message("{text} is a letter and its mark out of a PDF, expected one letter", named)
