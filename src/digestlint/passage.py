"""Passages: the prose of a paper's sections, read once for all checks of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from digestlint import brackets, endings, hangul
from digestlint.brackets import QUOTES, Brackets
from digestlint.characters import invisible
from digestlint.document import Block, BlockKind, Container, InlineKind
from digestlint.endings import Close, Ending
from digestlint.patterns import pattern
from digestlint.prose import OBJECT, Prose, prose
from digestlint.residue import chatter, placeholder
from digestlint.source import Span
from digestlint.values import NamedTuple

MIN_LETTERS = 20
"""A passage with fewer letters than this is short, not foreign."""

MIN_SYLLABLES = 10
"""A longer passage with fewer Hangul syllables than this is not Korean."""

MAX_TITLE = 40
"""Words that are set off are a title up to this many characters."""

MAX_PIECES = 200
"""A paragraph of more pieces than this is none; each of its lines asks."""

# No mark inside that could end a sentence, and none of -니다, -시다, 보다, 마다 at the end. The dot
# of "2.75배" ends none.
_PLAIN = pattern(r"[^.?!。？！…]*+(?:\.[0-9a-z][^.?!。？！…]*+)*+(?<=[^니시보마\s]다)\.\s*")
# Several such sentences, with no brackets or quotation marks but round ones within a sentence.
_MARKS = "".join(re.escape(mark) for pair in brackets.CLOSING.items() for mark in pair)
_WORDS = rf"[^.?!。？！…{_MARKS}]*+(?:\.[0-9a-z][^.?!。？！…{_MARKS}]*+)*+"
_NEXT_PLAIN = pattern(
    rf"\s*+((?!\s){_WORDS}(?:\({_WORDS}\){_WORDS})*+(?<=[^니시보마\s]다)\.(?=\s|\Z))"
)
_KOREAN = pattern(rf"(?:[^가-힣]*+[가-힣]){{{MIN_SYLLABLES}}}")
_PARAGRAPH = BlockKind.PARAGRAPH  # looking it up takes as long as the rest of a look at a block
_new = tuple.__new__  # to make a tuple of a class by its own way takes twice as long
_LITERAL_BREAK = pattern(r"\\n(?![A-Za-z])")
_URL = pattern(r"(?:https?://|www\.)[^\s<>()\[\]{}가-힣]*[^\s<>()\[\]{}가-힣.,;:!?'\"]")
_AROUND = " \t\n.,:;·()[]“”‘’\"'*_~"
_LABEL = pattern(r"\s*[^\s:.?!,;()][^:.?!,;()]{0,24}:\s")


class _Read(NamedTuple):
    """What nearly every check wants to know of a passage."""

    prose: Prose
    block: Block
    text: str
    offsets: Sequence[int]
    whole: Span
    label_end: int
    is_plain: bool
    is_foreign: bool


class Passage(_Read):
    """A run of prose between hard breaks or block ends, headings and tables left out.

    ``block`` is the paragraph that holds it. ``text`` is in NFC. Code, math, images and, character
    by character, addresses are ``OBJECT`` in it; invisible characters are gone, and a literal
    ``\\n`` (GN005) is read as white space. ``whole`` is the part of it without white space around
    it, ``label_end`` where it begins after a label such as ``Goal:``, 0 without one. ``is_plain``
    tells that this is plainly one sentence that ends in ``-다.``, as nearly all do; ``is_foreign``
    that it is a text in another language than Korean, whatever its label.
    """

    @property
    def item(self) -> Container | None:
        """The item of a list that the passage stands in; None outside of lists."""
        containers = self.block.containers
        return containers[-1] if containers and containers[-1].kind == "item" else None

    def span(self, start: int, end: int) -> Span:
        """Where a part of the text stands in the source."""
        return self.prose.span(self.offsets[start], self.offsets[end])

    @cached_property
    def brackets(self) -> Brackets:
        """The brackets and quotation marks."""
        return brackets.match(self.text)

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The parts of the text that are sentences."""
        return (self.whole,) if self.is_plain else self._sentences

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        plain, at = list[Span](), 0
        while found := _NEXT_PLAIN.match(self.text, at):
            plain.append(Span(*found.span(1)))
            at = found.end()
        if plain and not self.text[at:].strip():
            return tuple(plain)
        return tuple(hangul.sentences(self.text, self.brackets.pairs))

    @cached_property
    def is_residue(self) -> bool:
        """Whether this is no text of a summary: chatter or a placeholder (GN001, GN004).

        Nor is the definition of an abbreviation, which the site does not show (RN006).
        """
        return (
            self.text.startswith("*[")
            or chatter(self.text, first=self.prose.first)
            or placeholder(self.text[self.label_end :])
        )

    @property
    def is_title(self) -> bool:
        """Whether the paragraph is one link, or a few words set off by emphasis or in brackets."""
        if self.whole in self.brackets.pairs and len(self.text) <= MAX_TITLE:
            return True
        inlines = self.block.inlines
        if len(inlines) > MAX_PIECES:
            return False
        pieces = [it for it in inlines if it.kind is not InlineKind.TEXT or it.text]
        if len(pieces) < 3 or pieces[0].kind is not InlineKind.OPEN:
            return False
        inner = (InlineKind.OPEN, InlineKind.CLOSE)
        return (
            pieces[-1].kind is InlineKind.CLOSE
            and pieces[0].tag == pieces[-1].tag
            and not any(it.kind in inner and it.tag == pieces[0].tag for it in pieces[1:-1])
            and (pieces[0].tag == "a" or len(self.text) <= MAX_TITLE)
        )

    @cached_property
    def close(self) -> Close:
        """The text's end."""
        return endings.close(self.text, self.label_end)

    @cached_property
    def ending(self) -> Ending:
        """How the text ends."""
        return endings.ending_of(self.text, self.close)

    @property
    def is_finished(self) -> bool:
        """Whether the text does not break off.

        It ends in a full stop or the like, or without one in a verb that ends a sentence. After an
        ellipsis it is finished only if a verb stands before it.
        """
        marks = self.close.marks
        if not marks:
            return self.ending in (Ending.PLAIN, Ending.POLITE)
        if "…" in marks or ".." in marks:
            return self.ending is not Ending.OTHER
        if marks[-1] == ":":  # what follows is another paragraph, unless "(예:" was cut off
            return all(self.text[at] in QUOTES for at in self.unclosed)
        return marks[-1] in ".?!。？！"

    @cached_property
    def unclosed(self) -> list[int]:
        """The opening brackets and quotation marks that nothing closes, straight marks aside.

        The mark of ``‘24년`` closes nothing either, and that of ``[x](https://…`` is a link's.
        """
        text = self.text
        return [
            at
            for at in self.brackets.opened
            if text[at] not in "\"'"
            and not (text[at] == "‘" and text[at + 1 : at + 2].isdigit())
            and not (text[at] == "(" and text[at - 1 : at] == "]")
        ]

    @property
    def pieces(self) -> Iterator[Span]:
        """The sentences, the first without its label."""
        for start, end in self.sentences:
            yield Span(max(start, min(self.label_end, end)), end)

    def says(self, marker: str, place: Span | None = None) -> bool:
        """Whether the text, or a part of it, is nothing but some words, marks and label aside."""
        start, end = place or Span(self.label_end, len(self.text))
        return " ".join(self.text[start:end].strip(_AROUND).split()) == marker


def passages(blocks: Iterable[Block]) -> list[Passage]:
    """The passages of some blocks, in their order."""
    runs = [
        run
        for block in blocks
        if block.kind is _PARAGRAPH and not _is_table(block)
        for run in prose(block)
    ]
    read = _read if _is_odd(" ".join([run.text for run in runs])) else _read_plain
    found = []
    for run in runs:
        text, offsets = read(run)
        label = _LABEL.match(text) if ":" in text else None
        label_end = label.end() if label else 0
        whole = _new(Span, (len(text) - len(text.lstrip()), len(text.rstrip())))
        is_foreign = not _KOREAN.match(text) and hangul.letters(text[label_end:]) >= MIN_LETTERS
        is_plain = _PLAIN.fullmatch(text) is not None
        passage = (run, run.block, text, offsets, whole, label_end, is_plain, is_foreign)
        found.append(_new(Passage, passage))
    return found


def _is_odd(text: str) -> bool:
    """Whether there is anything in texts that ``_read`` looks for."""
    return (
        "://" in text
        or "www." in text
        or "\\n" in text
        or not text.isprintable()
        or not hangul.is_composed(text)
    )


def _read_plain(run: Prose) -> tuple[str, Sequence[int]]:
    return run.text, range(len(run.text) + 1)


def _read(run: Prose) -> tuple[str, Sequence[int]]:
    """The text of a run as checks want it, and where its characters and its end stand in it."""
    text, offsets = hangul.compose(run.text)
    if "www." in text or "://" in text:
        text = _URL.sub(lambda url: OBJECT * len(url[0]), text)
    if "\\n" in text:
        text = _LITERAL_BREAK.sub("  ", text)
    if not text.isprintable():
        text, offsets = _without_invisible(text, offsets)
    return text, offsets


def _without_invisible(text: str, offsets: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The text that a reader sees, and where its characters stand; WS009 speaks of the others."""
    gone = {at for span in invisible(text) for at in range(*span)}
    kept = [at for at in range(len(text)) if at not in gone]
    return "".join(text[at] for at in kept), [*(offsets[at] for at in kept), offsets[-1]]


def _is_table(block: Block) -> bool:
    """Whether a paragraph is a table: a line is its separator row, or each begins with a pipe."""
    inlines = block.inlines
    for piece in inlines:
        if "|" in piece.text:
            break
    else:
        return False
    breaks = (InlineKind.SOFT_BREAK, InlineKind.HARD_BREAK)
    lines = "".join("\n" if it.kind in breaks else it.text for it in inlines).split("\n")
    return all(line.lstrip().startswith("|") for line in lines) or any(
        "|" in line and "-" in line and not line.strip("|:-+= \t") for line in lines
    )
