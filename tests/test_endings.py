"""How words and sentences of Korean end."""

from __future__ import annotations

import pytest

from digestlint.endings import Ending, close, ending, goes_on, particle

ENDINGS = {
    Ending.PLAIN: """
        한다. 이다. 아니다. 다니다. 높였다! 그런가? 할까? 좋다(표_3). ‘작다’. SOTA다. (크다.) 작다
    """,
    Ending.POLITE: """
        합니다. 입니다. 됩니다 아닙니까? 하십시오. 봅시다. 해요. 작아요 되죠. 그럴까요? 좋네요. 군요
    """,
    Ending.NOUN: "학습함. 줄었음. 됨 필요함. 있음.",
    Ending.OTHER: """
        수집. 중요. 필요. 개요. 하라. 하자. 모형보다. 단계마다. 람다. 판다 92%. Sora-2. 다. 그런가.
    """,
}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [(sentence, ending) for ending, all_of_it in ENDINGS.items() for sentence in all_of_it.split()],
)
def test_ending(sentence: str, expected: Ending) -> None:
    assert ending(sentence.replace("_", " ")) is expected


def test_ending_of_a_part() -> None:
    text = "모형은 작습니다. 오차도 작다."
    assert ending(text, 0, 9) is Ending.POLITE
    assert ending(text, 10) is Ending.PLAIN


@pytest.mark.parametrize(
    ("text", "word", "marks"),
    [
        ("모형은 작다.", "작다", "."),
        ("모형은 작다", "작다", ""),
        ("모형은 작다 (표 3, 그림 2).", "작다", "."),
        ("모형은 작다. (표 3)", "작다", "."),
        ("“모형은 작다.” ", "작다", "."),
        ("(모형은 작다.)", "작다", "."),
        ("**모형은 작다.** 🎉", "작다", "."),
        ("모형은 작다!?", "작다", "!?"),
        ("수학, 과학,", "과학", ","),
        ("높이려...", "높이려", "..."),
        ("정확도 92%", "92%", ""),
        ("코드는 \ufffc", "\ufffc", ""),
        ("모형(", "", ""),
        ("...", "", "..."),
        ("", "", ""),
    ],
)
def test_close(text: str, word: str, marks: str) -> None:
    found = close(text)
    assert (text[found.word.start : found.word.end], found.marks) == (word, marks)


@pytest.mark.parametrize("sign", [")", "()", "(가)", "”", ". ", "(", "])"])
def test_close_takes_linear_time(sign: str) -> None:
    assert close("글 " + sign * 100_000)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("모형은", "은"),
        ("데이터는", "는"),
        ("모형을", "을"),
        ("데이터를", "를"),
        ("모형이", "이"),
        ("데이터가 SOTA가", "가"),
        ("모형과", "과"),
        ("데이터와", "와"),
        ("모형의 데이터의", "의"),
        ("모형에", "에"),
        ("모형에서", "에서"),
        ("모형으로", "으로"),
        ("단계로 모델로", "로"),
        ("모형보다", "보다"),
        ("단계마다", "마다"),
        ("모형처럼", "처럼"),
        ("추가 평가 증가 결과 성과 효과 정의 논의 재정의 회로 경로 제로 차이", ""),
        ("높이 길이 가을 정확도 불만", ""),
        ("이 가 를 모형 GPT-4o", ""),
    ],
)
def test_particle(words: str, found: str) -> None:
    assert {word: particle(word) for word in words.split()} == dict.fromkeys(words.split(), found)


@pytest.mark.parametrize("word", ["모형을", "학습하여", "학습하며", "하지만", "위해", "있는", "및"])
def test_a_sentence_goes_on_after_some_words(word: str) -> None:
    assert goes_on(word)


@pytest.mark.parametrize("word", ["학습", "평가", "자료", "구축", "정확도", "결과", "높였다", ""])
def test_a_sentence_may_end_in_other_words(word: str) -> None:
    assert not goes_on(word)
