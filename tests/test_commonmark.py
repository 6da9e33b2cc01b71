"""Blocks, links and prose stand where the model says they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.commonmark import parse
from digestlint.document import Block, BlockKind, InlineKind, LinkKind
from digestlint.prose import OBJECT, math_spans, prose
from digestlint.source import Source

PIECES = [
    "가나다", "abc", " ", "  \n", "\n", "\n\n", "\\\n", "# ", "## ", "- ", "> ", "1. ", "    ",
    "\t", "*", "**", "_", "`", "```\n", "[", "](", ")", "[a](b)", "<http://a.b>", "![i](k)",
    "&amp;", "\\*", "<b>", "<!-- c -->", "$x$", "$$", "{% raw %}", "---\n", "===\n", "\u00a0",
    "\u3000", "\r", "\r\n", "🙂", "e\u0301", "\u2028", "[r]: /u\n", "[r]", "|",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def blocks_of(text: str) -> tuple[Block, ...]:
    return parse(Source(text), 1).blocks


@given(TEXTS)
def test_pieces_stand_where_their_spans_say(text: str) -> None:
    source = Source(text)
    for block in parse(source, 1).blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)
        assert block.outer.first <= block.lines.first <= block.lines.last <= block.outer.last
        for piece in block.inlines:
            assert 0 <= piece.span.start <= piece.span.end <= len(text)
            written = source.slice(piece.span)
            if piece.kind is InlineKind.TEXT and written[:1] not in ("\\", "&"):
                assert written.replace("\r", "\u240d") == piece.text
        for link in block.links:
            assert link.span.start <= link.text_span.start <= link.text_span.end <= link.span.end
            if link.kind is LinkKind.INLINE:
                assert source.slice(link.url_span) == link.url


@given(TEXTS)
def test_prose_keeps_its_offsets(text: str) -> None:
    source = Source(text)
    for block in parse(source, 1).blocks:
        for run in prose(block):
            for at, sign in enumerate(run.text):
                written = source.slice(run.span(at, at + 1))
                assert sign in (OBJECT, " ", "\u240d", "&") or written in (sign, f"\\{sign}")


@given(TEXTS)
def test_verbatim_lines_ascend_and_do_not_meet(text: str) -> None:
    document = parse(Source(text), 1)
    ends = [line for lines in document.verbatim for line in lines]
    assert ends == sorted(ends)
    assert len({lines.first for lines in document.verbatim}) == len(document.verbatim)
    for lines in document.verbatim:
        assert document.is_verbatim(lines.first)
        assert document.is_verbatim(lines.last)


@given(TEXTS)
def test_line_ends_change_nothing_but_offsets(text: str) -> None:
    text = text.replace("\r", "")
    kinds = [(b.kind, b.lines, b.level) for b in blocks_of(text)]
    assert kinds == [(b.kind, b.lines, b.level) for b in blocks_of(text.replace("\n", "\r\n"))]


def test_link_in_a_heading() -> None:
    text = '## 3. [*가* `b`](<x y> "t") ##\n'
    (block,) = blocks_of(text)
    (link,) = block.links
    assert (block.kind, block.level) == (BlockKind.HEADING, 2)
    assert Source(text).slice(block.span) == '3. [*가* `b`](<x y> "t")'
    assert Source(text).slice(link.span) == '[*가* `b`](<x y> "t")'
    assert Source(text).slice(link.text_span) == "*가* `b`"
    assert (link.text, link.url) == ("가 b", "x y")


def test_content_of_a_nested_and_lazy_paragraph() -> None:
    text = "> - 하나 [둘\n>   셋](u)\n넷  \n"
    (block,) = blocks_of(text)
    assert [container.kind for container in block.containers] == ["quote", "bullets", "item"]
    (link,) = block.links
    assert Source(text).slice(link.span) == "[둘\n>   셋](u)"
    assert link.text == "둘 셋"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("가 `x` 나", [f"가 {OBJECT} 나"]),
        ("하나다.  \n둘이다.", ["하나다.", "둘이다."]),
        ("하나다.\\\n둘이다.", ["하나다.", "둘이다."]),
        ("하나다.<br>둘이다.", ["하나다.", "둘이다."]),
        ("한 줄을\n잇는다.", ["한 줄을 잇는다."]),
        ("[이름](http://x.y)이다.", ["이름이다."]),
        ("값은 $x_1*y*$이다.", [f"값은 {OBJECT}이다."]),
        ("값은 $$a$$이다.", [f"값은 {OBJECT}이다."]),
        ("5$와 6$는 값이다.", ["5$와 6$는 값이다."]),
        ("<b>굵다</b>.", ["굵다."]),
    ],
)
def test_prose_is_what_a_reader_reads(text: str, shown: list[str]) -> None:
    (block,) = blocks_of(text)
    assert [run.text for run in prose(block)] == shown


def test_math_spans_closes_before_no_digit() -> None:
    assert list(math_spans("a $x$ b $5 and $6 c $$y$$")) == [(2, 5), (20, 25)]


def test_verbatim_knows_math_and_liquid() -> None:
    text = "가\n\n$$\nx\n$$\n\n{% raw %}\n나\n{% endraw %}\n\n<div>\n\n다\n\n</div>\n"
    document = parse(Source(text), 1)
    assert document.verbatim == ((3, 5), (7, 9), (11, 15))


def test_replaced_line_keeps_its_offsets() -> None:
    source = Source("가\n##Method\n나\n")
    document = parse(source, 1, {2: "## Method"})
    heading = document.blocks[1]
    assert (heading.kind, source.slice(heading.span)) == (BlockKind.HEADING, "Method")
