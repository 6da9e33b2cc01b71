"""What is plainly a sentence, or several, is split as by the rules of sentences."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from digestlint import brackets, hangul
from digestlint.document import Block, BlockKind, Inline, InlineKind, Lines
from digestlint.passage import Passage, passages
from digestlint.source import Span

BITS = [
    "모델을 학습한다.", "성능이 올랐다.", " ", "  ", "다.", "한다.", "이다", " 2.75배", "v1.5",
    "(표 3)", "(a.b)", " (", ")", "Fig. 3", "vs. ", "e.g. ", "가. ", "나다.", "1. ", "1) ", "3.5",
    "다.5", "한다.그리고", "한다.The", "x.y.z", "캐나다.", "보다.", "니다.", "…", ".", "..", "!",
    "[1]", "“그렇다.”", "'", "(그렇다.)", "3다.", "A다.", " 다.",
]  # fmt: skip


def passage_of(text: str) -> Passage | None:
    """The passage that a paragraph of one line is; None where it is blank."""
    span, lines = Span(0, len(text)), Lines(1, 1)
    inlines = (Inline(InlineKind.TEXT, span, text),)
    block = Block(BlockKind.PARAGRAPH, lines, span, (), lines, inlines=inlines)
    return next(iter(passages([block])), None)


@given(st.lists(st.sampled_from(BITS), max_size=9).map("".join))
@example("모델을 학습한다. 성능이 2.75배 올랐다.")
@example("모델(v1.5)을 학습한다.")
def test_sentences_are_split_alike(text: str) -> None:
    passage = passage_of(text)
    if passage:
        pairs = brackets.match(text).pairs
        assert passage.sentences == tuple(hangul.sentences(text, pairs))
        assert not passage.is_plain or passage.sentences == (passage.whole,)
