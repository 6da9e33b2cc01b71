"""Fixes are applied whole, and only where they do not overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digestlint.fixes import Edit, Fix, Safety, apply, choose
from digestlint.message import Message
from digestlint.source import Source, Span

TITLE = Message("mend it")


def make(*edits: tuple[int, int, str]) -> Fix:
    return Fix(TITLE, tuple(Edit(Span(a, b), text) for a, b, text in edits), Safety.SAFE)


def test_apply_replaces_inserts_and_deletes() -> None:
    fixes = [make((0, 1, "A")), make((2, 2, "+")), make((3, 5, ""))]
    assert apply(Source("abcdef"), choose(fixes)).text == "Ab+cf"


def test_overlapping_fix_waits_for_the_next_round() -> None:
    first, second = make((0, 3, "x")), make((2, 4, "y"))
    assert choose([second, first]) == [first]


def test_two_insertions_at_one_place_do_not_both_apply() -> None:
    first, second = make((1, 1, "x")), make((1, 1, "y"))
    assert len(choose([first, second])) == 1


def test_fix_is_made_whole_or_not_at_all() -> None:
    first, second = make((0, 1, "x")), make((0, 1, "y"), (5, 6, "z"))
    assert choose([first, second]) == [first]


def test_edit_that_two_fixes_share_is_made_once() -> None:
    first, second = make((0, 1, "x"), (2, 3, "z")), make((0, 1, "x"), (4, 5, "y"))
    assert apply(Source("abcdef"), choose([first, second])).text == "xbzdyf"


@st.composite
def spans(draw: st.DrawFn) -> Fix:
    edits = draw(
        st.lists(
            st.tuples(st.integers(0, 8), st.integers(0, 3), st.text("xyz", max_size=2)),
            min_size=1,
            max_size=3,
        )
    )
    made: list[tuple[int, int, str]] = []
    for gap, size, text in edits:  # the edits of one fix stand apart
        start = made[-1][1] + gap + 1 if made else gap
        made.append((start, start + size, text))
    return make(*made)


@given(st.lists(spans(), max_size=6))
def test_between_chosen_fixes_no_character_is_changed_twice(fixes: list[Fix]) -> None:
    chosen = choose(fixes)
    for one in chosen:
        for other in chosen:
            if one is other:
                continue
            own = set(one.edits) - set(other.edits)
            covered = {offset for edit in other.edits for offset in range(*edit.span)}
            assert not covered & {offset for edit in own for offset in range(*edit.span)}


@given(st.lists(spans(), max_size=6))
def test_fix_is_left_out_only_for_one_that_was_chosen(fixes: list[Fix]) -> None:
    chosen = choose(fixes)
    taken = {edit for fix in chosen for edit in fix.edits}
    for fix in fixes:
        if fix not in chosen:
            new = set(fix.edits) - taken
            assert any(
                a.span.start <= b.span.end and b.span.start <= a.span.end
                for a in new
                for b in taken
            )
