"""Offsets, lines and columns: what an editor shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.source import BYTE_ORDER_MARK, Position, Source, Span, UnreadableError

LINES = st.text(alphabet="a가\r\n\u2028\u0085\x0b🙂 ", max_size=40)


@given(LINES)
def test_lines_cover_the_text_but_for_their_ends(text: str) -> None:
    source = Source(text)
    assert source.line_count == text.count("\n") + 1
    joined = "\n".join(source.line(line + 1) for line in range(source.line_count))
    assert joined == text.replace("\r\n", "\n")


@given(LINES, st.data())
def test_position_counts_code_points_from_one(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    line_start = before.rfind("\n") + 1
    expected = Position(before.count("\n") + 1, offset - line_start + 1)
    assert Source(text).position(offset) == expected


@given(LINES)
def test_byte_order_mark_is_no_column(text: str) -> None:
    plain, marked = Source(text), Source(BYTE_ORDER_MARK + text)
    assert marked.position(0) == Position(1, 1)
    for offset in range(len(text) + 1):
        assert marked.position(offset + 1) == plain.position(offset)


@given(st.text())
def test_decoding_loses_nothing(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        assert Source.decode(data).encode() == data
    except UnreadableError:
        assert "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)


def test_bytes_in_another_encoding_name_the_first_wrong_byte() -> None:
    with pytest.raises(UnreadableError) as caught:
        Source.decode("ab\nc한글".encode("cp949"))
    assert (caught.value.offset, caught.value.line, caught.value.column) == (4, 2, 2)
    assert str(caught.value.reason) == "not UTF-8"


def test_nul_is_unreadable() -> None:
    with pytest.raises(UnreadableError) as caught:
        Source.decode("가\0".encode())
    assert caught.value.offset == 3


def test_line_span_leaves_out_both_characters_of_crlf() -> None:
    source = Source("ab\r\ncd\r\n")
    assert source.slice(source.line_span(1)) == "ab"
    assert source.line_span(3) == Span(8, 8)
