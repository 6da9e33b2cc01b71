"""Any bytes: no exception, every place within the text, fixes that come to an end.

A few dozen inputs of each kind run by default; ``DIGESTLINT_EXAMPLES=4000 pytest
tests/test_any_bytes.py`` tries as many of each, 20,000 in all.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import nasty
from digestlint import linter
from digestlint.diagnostics import Diagnostic
from digestlint.settings import Settings
from digestlint.source import Position, Source
from growth import HEADER, NAME, OPENING, SHAPES, repeated

PATH = f"_posts/{NAME}"
EVERY = Settings(select=("ALL",))
EXAMPLES = int(os.environ.get("DIGESTLINT_EXAMPLES", "40"))
GOOD = f"{HEADER}{OPENING}지도를 조각으로 나눈다.\n\n## Method\n\n- 조각마다 기록한다.\n".encode()

tried = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

BROKEN = [
    b"\x80",  # what goes on, without a begin
    b"\xc3",  # a begin alone
    b"\xea\xb0",  # two bytes of three
    b"\xc0\xaf",  # longer than need be
    b"\xed\xa0\x80",  # a surrogate
    b"\xf4\x90\x80\x80",  # beyond Unicode
    b"\xff\xfe",  # UTF-16's mark
    b"\xb1\xdb",  # EUC-KR
    b"\0",
]
HEADER_PIECES = [
    b"---\n", b"...\n", b"--- \n", b"----\n", b"---\r", b"\xe2\x80\x94\n", b"\n", b"\r\n", b"\r",
    b"\t", b"#", b" # ", b": ", b":\n", b"- ", b"? ", b"[", b"]", b"{", b"}", b",", b"'", b'"',
    b"\\", b"\\x", b"|\n", b">-\n  ", b"&a ", b"*a", b"*b", b"!", b"!!str ", b"!!binary ",
    b"!ruby/object:A ", b"!!python/object/apply:os.system ['true']", b"<<: *a\n", b"<<: [*a, *a]\n",
    b"%YAML 1.1\n", b"%TAG", b"@", b"`", b"~", b"null", b"yes", b"0x1f", b"1_000", b".inf",
    b"-.nan", b"1:30", b"0o7", b"1e3", b"2025-02-30", b"2025-11-07 24:00:00 +9999", b"0000-00-00",
    b"99999-01-01", b"2025-11-07T08:15:00Z", b"date: ", b"title: ", b"tags: ", b"layout: ",
    b"categories: ", b"date: [", b"tags: {", b"title: |\n  ", b"\xef\xbb\xbf", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xc2\xa0", b"\xe2\x80\x8b", b"\xf0\x9f\x98\x80", b":a",
]  # fmt: skip
"""What is special in YAML, to Jekyll or to our own reading of a header."""


def pieces() -> st.SearchStrategy[bytes]:
    """What is put somewhere into a post."""
    shapes = st.builds(repeated, st.sampled_from(list(SHAPES.values())), st.integers(1, 4))
    return st.one_of(
        st.sampled_from(nasty.TEXTS).map(str.encode),
        st.sampled_from(nasty.BLOCKS).map(str.encode),
        st.sampled_from(nasty.STARTS + nasty.ENDS + nasty.LINE_ENDS).map(str.encode),
        shapes.map(str.encode),
        st.text(max_size=5).map(str.encode),
    )


def changed(
    data: bytes, inserted: st.SearchStrategy[bytes], start: int = 0, end: int | None = None
) -> st.SearchStrategy[bytes]:
    """The bytes with a few changes between two offsets: something put in, left out or doubled."""
    offsets = st.integers(start, len(data) if end is None else end)

    def change(steps: list[tuple[int, int, bytes, bool]]) -> bytes:
        now = bytearray(data)
        for at, length, piece, is_double in sorted(steps, reverse=True):
            now[at : at + length] = piece + bytes(now[at : at + length]) * (2 * is_double)
        return bytes(now)

    step = st.tuples(offsets, st.integers(0, 12), inserted, st.booleans())
    return st.lists(step, min_size=1, max_size=6).map(change)


KINDS: dict[str, Callable[[], st.SearchStrategy[bytes]]] = {
    "bytes": lambda: st.binary(max_size=200),
    "texts": lambda: st.lists(pieces(), max_size=20).map(b"".join),
    "posts": lambda: changed(GOOD, pieces()),
    "headers": lambda: changed(
        GOOD, st.sampled_from(HEADER_PIECES) | st.binary(max_size=3), 0, len(HEADER.encode())
    ),
    "broken bytes": lambda: changed(GOOD, st.sampled_from(BROKEN) | pieces()),
}


def require_places(source: Source, diagnostics: tuple[Diagnostic, ...]) -> None:
    """That what is told stands within the text, and ends after it begins."""

    def offset(position: Position) -> int:
        assert 1 <= position.line <= source.line_count
        assert position.column >= 1
        return source.line_starts[position.line - 1] + position.column - 1

    for it in diagnostics:
        assert offset(it.start) <= offset(it.end) <= len(source.text), it
        assert it.line == source.line(it.start.line)
        assert str(it.message)
        for note in it.notes:
            assert offset(note.start) <= len(source.text), it
        for edit in it.fix.edits if it.fix else ():
            assert offset(edit.start) <= offset(edit.end) <= len(source.text), it


@pytest.mark.parametrize("kind", KINDS)
def test_any_bytes(kind: str) -> None:
    @tried
    @given(data=KINDS[kind](), unsafe=st.booleans())
    @example(data=b"", unsafe=True)
    @example(data=GOOD, unsafe=False)
    @example(data=b"{% raw %}{% endraw \n\n", unsafe=True)
    @example(data=GOOD.replace(b"\ndate: 2025", b"\ndate: 0025"), unsafe=True)
    def holds(data: bytes, unsafe: bool) -> None:
        source = linter.decode(data, PATH)
        if isinstance(source, linter.Result):
            (only,) = source.diagnostics
            assert only.code == "DL001"
            with pytest.raises((UnicodeDecodeError, AssertionError)):
                assert "\0" not in data.decode()
            assert only.start.line <= data.count(b"\n") + 1
            return
        assert source.encode() == data
        result = linter.lint(source, EVERY, PATH)
        assert result.crashed == ()
        require_places(source, result.diagnostics)

        fixed = linter.fix(source, EVERY, PATH, unsafe=unsafe)
        assert fixed.failure is None, str(fixed.failure)
        assert fixed.result.crashed == ()
        require_places(fixed.source, fixed.result.diagnostics)
        again = linter.fix(fixed.source, EVERY, PATH, unsafe=unsafe)
        assert (again.source.text, again.failure) == (fixed.source.text, None)

    holds()
