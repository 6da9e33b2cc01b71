"""Offsets as an editor counts them, and the edits that it is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, PositionEncodingKind, Range

from digestlint.diagnostics import PlacedEdit
from digestlint.server.actions import changes
from digestlint.server.positions import Positions
from digestlint.source import Position as Place
from digestlint.source import Source
from editor import applied, plain

BYTES = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
"""The encoding that counts the units of each kind, and the bytes of a unit."""

TEXTS = st.text(st.sampled_from("a한🤗\n\r\u2028\x0c\ufeffé"), max_size=30)


@given(TEXTS, st.sampled_from(list(BYTES)), st.data())
def test_a_position_counts_line_ends_and_units_before_it(
    text: str, encoding: PositionEncodingKind, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        before = before[:-1] + "x"  # between the two, no line has ended yet
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    codec, size = BYTES[encoding]
    expected = Position(len(lines) - 1, len(lines[-1].encode(codec)) // size)
    assert Positions(Source(text), encoding).position(offset) == expected


@given(TEXTS, st.data())
def test_a_place_of_a_diagnostic_is_its_offset(text: str, data: st.DataObject) -> None:
    source = Source(text)
    offset = data.draw(st.integers(int(source.has_byte_order_mark), len(text)))
    assert Positions(source).offset(source.position(offset)) == offset


@given(TEXTS, TEXTS)
def test_changes_make_one_text_of_the_other(before: str, after: str) -> None:
    before, after = before.replace("\r", "r"), after.replace("\r", "r")
    edits = list(changes(Source(before), Source(after), Positions(Source(before))))
    assert applied(before, plain(edits)) == after


def test_changes_leave_alone_what_stays() -> None:
    before = "".join(f"{number}번째 줄이다.\n" for number in range(1000))
    after = before.replace("7번째 줄이다.\n", "7번째 줄을 고친다.\n", 1)
    (edit,) = changes(Source(before), Source(after), Positions(Source(before)))
    assert edit.range == Range(Position(7, 0), Position(8, 0))


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (PlacedEdit(Place(1, 1), Place(1, 1), ""), "한\n"),  # the byte order mark goes
        (PlacedEdit(Place(1, 1), Place(1, 1), "🤗"), "\ufeff🤗한\n"),
        (PlacedEdit(Place(1, 1), Place(1, 2), ""), "\ufeff\n"),
        (PlacedEdit(Place(2, 1), Place(2, 1), "글"), "\ufeff한\n글"),
    ],
)
def test_edits_of_a_text_with_a_byte_order_mark(edit: PlacedEdit, expected: str) -> None:
    text = "\ufeff한\n"
    edits = [Positions(Source(text)).edit(edit)]
    assert applied(text, plain(edits)) == expected
