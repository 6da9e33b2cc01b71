"""Which brackets and quotation marks belong together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.brackets import CLOSING, lies_in, match, outermost
from digestlint.source import Span


@pytest.mark.parametrize(
    "text",
    [
        "모형(VLM)은 [12], {a}, 「책」, 《글》, “말”, ‘뜻’, \"말\", '뜻'을 쓴다.",
        "모형(수학(대수), [과학])은 작다.",
        "1) 수집, 2) 정제, 3) 학습",
        "1)수집 2)정제",
        "가) 수집 나) 정제, a) 학습, iv) 평가",
        "(예: 1) 수집, 2) 정제)이다.",
        "단계(1) 수집, 2) 정제, 3) 학습)이다.",
        "(1) 수집, (2) 정제, (3) 학습이다.",
        "[0, 1)과 (0, 1], (-∞, 3.5]이다.",
        "model’s, users’, it's, ’24년",
        "‘model’s output’과 ‘모형’은 다르다.",
        "'왜 그런가?'라는 물음",
    ],
)
def test_pairs_and_what_needs_none(text: str) -> None:
    found = match(text)
    assert (found.opened, found.closed) == ([], [])


@pytest.mark.parametrize(
    ("text", "opened", "closed"),
    [
        ("모형(수학, 과학", [2], []),
        ("수학, 과학)을", [], [6]),
        ("(수학]", [0], [3]),
        ("모형(표 3)이 작다)", [], [11]),
        ("(수학, IG)이라는 새로운) 것", [], [15]),
        ("(1) 수집과 (2) 결과를) 것", [], [15]),
        ("50.92 vs. 51.00)을", [], [15]),
        ("오류 유형I, II, S, M)을", [], [16]),
        ("자료 등)을", [], [4]),
        ("이) 모형", [], [1]),
        ("‘뜻이라는", [0], []),
        ("뜻”이라는", [], [1]),
        ("(“)”", [1], [3]),
    ],
)
def test_what_stands_alone(text: str, opened: list[int], closed: list[int]) -> None:
    found = match(text)
    assert (found.opened, found.closed) == (opened, closed)


@given(st.text("(){}[]“”‘’\"'「」 a1가,", max_size=40))
def test_pairs_nest_and_no_mark_is_told_twice(text: str) -> None:
    found = match(text)
    ends = [at for pair in found.pairs for at in (pair.start, pair.end - 1)]
    told = [*ends, *found.opened, *found.closed]
    assert len(told) == len(set(told))
    assert all(text[at] in CLOSING for at in found.opened)


@pytest.mark.parametrize("sign", ["(", ")", "()", "(]", "1) ", "(1) ", "‘", '"', "[0, 1)"])
def test_match_takes_linear_time(sign: str) -> None:
    assert match(sign * 50_000)


def test_outermost() -> None:
    outer = outermost(match("a(b(c)d)e[f]").pairs)
    assert outer == [Span(1, 8), Span(9, 12)]
    assert [at for at in range(12) if lies_in(outer, at)] == [2, 3, 4, 5, 6, 7, 10, 11]
