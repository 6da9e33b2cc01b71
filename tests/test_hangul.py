"""Normal form, scripts, counts and sentences of Korean text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import hangul

KOREAN = st.text(
    "가나다라함음요 \n.,?!…()[]{}“”‘’\"'「」1234eEx다니습\u1100\u1161\u11a8é", max_size=60
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in hangul.sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "모형은 작다.|하지만 빠르다.",
        "기존 50.92 vs. 51.00으로 올랐다.|끝이다.",
        "예컨대 e.g. 모형과 i.e. 자료를 Kim et al. 방법으로 썼다.|Fig. 3에 그렸다.",
        "속도는 2.75배이다.|v1.5는 v1.0보다 낫다.",
        "1) 모은다.|2) 걷어 낸다.",
        "1. 모은다.|2. 걷어 낸다.",
        "가. 모은다.|나. 걷어 낸다.",
        "단계는 1. 수집, 2. 정제이다.|2025. 11. 7. 공개하였다.",
        "“왜 그런가?”라는 물음을 다룬다.|끝이다.",
        "“왜 그런가?” 라는 물음을 다룬다.|끝이다.",
        "‘What Matters?’라는 자료와 (왜 그런가?)를 쓴다.",
        "저자는 “한계가 있다.”고 말한다.|“그래도 된다.”|끝이다.",
        "저자는 “한계가 있다.” 라고 말한다.",
        "(설정은 부록에 있다.)|나머지는 같다.",
        "정확도를 높였다. (표 3)",
        "정확도를 높였다(표 3).|끝이다.",
        "정확도를 높였다.|(설정은 부록에 있다.)",
        "성능이 높습니다.|꽤 좋아요!|왜 그런가?|모른다.",
        "오차를 줄임.|자료 수집.|정보 부족.",
        "붙은 문장이다.|다음 문장이다.|CLIP도 그렇다.",
        "What Matters?|We study it.|It works.",
        "Yahoo! 자료를 썼다.",
        "자료 등... 다양하다.|그렇다...|끝이다.",
        "정확도는 92%.|끝이다.",
        "모형(GPT 등.)은 작다.|끝이다.",
        "J. Lee와 U.S. 자료를 w.r.t. 기준으로 본다.",
        "주소는 a.b.c이다.|끝이다。|그렇다.",
        "끝나지 않은 글이",
        "모형은 (닫히지 않은 글이다.|끝이다.",
        "  앞뒤가 빈 글이다.  |  끝이다.  ",
    ],
)
def test_sentences(marked: str) -> None:
    assert split(marked.replace("|", " ")) == [part.strip() for part in marked.split("|")]


def test_a_glued_sentence_ends_at_its_full_stop() -> None:
    assert split("붙은 문장이다.다음 문장이다.CLIP도 그렇다.") == [
        "붙은 문장이다.",
        "다음 문장이다.",
        "CLIP도 그렇다.",
    ]


@pytest.mark.parametrize("text", ["", "  ", "...", "?!", "()"])
def test_what_has_no_word_has_no_sentence(text: str) -> None:
    assert split(text) == []


@given(KOREAN)
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    at = 0
    for start, end in hangul.sentences(text):
        assert at <= start < end <= len(text)
        assert not any(sign.isalnum() for sign in text[at:start])
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert not any(sign.isalnum() for sign in text[at:])


@pytest.mark.parametrize("sign", ["다.", "(", "…", ".) ", "가. ", "“다.” ", "(다. ", ") ", "A. "])
def test_sentences_of_a_long_text_take_linear_time(sign: str) -> None:
    # quadratic time would be minutes here
    assert len(split(sign * 100_000 + "글이다.")) >= 1


@pytest.mark.parametrize("text", ["모형은 é 좋다", "각도와 ÷", "", "plain"])
def test_compose_tells_where_each_character_stood(text: str) -> None:
    given_text = unicodedata.normalize("NFD", text)
    composed, offsets = hangul.compose(given_text)
    assert composed == text
    assert len(offsets) == len(text) + 1
    for at, character in enumerate(text):
        part = given_text[offsets[at] : offsets[at + 1]]
        assert unicodedata.normalize("NFC", part) == character


@given(st.text())
def test_compose_keeps_the_whole_of_a_text(text: str) -> None:
    composed, offsets = hangul.compose(text)
    assert len(offsets) == len(composed) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)


@pytest.mark.parametrize(
    ("characters", "script"),
    [
        ("가힣ㄱﾡ\u1100", "Hangul"),
        ("aZéÜﬁＡ", "Latin"),
        ("αδΩ", "Greek"),
        ("漢零肢々〆豈", "Han"),
        ("あアーｱ", "Kana"),
        ("Жя", "Cyrillic"),
        ("ก", "Thai"),
        ("عل", "Arabic"),
        ("བ", "Tibetan"),
    ],
)
def test_script_of_letters(characters: str, script: str) -> None:
    assert {hangul.script(character) for character in characters} == {script}


@pytest.mark.parametrize("sign", "1①★×Δ℃ℝℵ𝑥𝛼µªºⅣ。 \n\ufffc")
def test_symbols_have_no_script_of_their_own(sign: str) -> None:
    assert hangul.script(sign) in ({"Greek"} if sign == "Δ" else {None})


def test_foreign_letters() -> None:
    text = "영(零)비용과 масштаб화, データ, Δ와 ℝ, 𝑥, é, µm, 256×256, ㅏ"
    found = "".join(text[at] for at in hangul.foreign_letters(text))
    assert found == "零масштабデータ"


@given(st.characters())
def test_every_letter_of_another_script_is_found(character: str) -> None:
    found = list(hangul.foreign_letters(character)) == [0]
    assert found == (hangul.script(character) not in ("Hangul", "Latin", "Greek", None))


@given(KOREAN, st.integers(1, 20))
def test_has_syllables_agrees_with_the_count(text: str, count: int) -> None:
    assert hangul.has_syllables(text, count) == (hangul.syllables(text) >= count)


def test_counts() -> None:
    assert hangul.syllables("모형 GPT-4는 작다.") == 5
    assert hangul.letters("모형 GPT-4는 작다.") == 8


@pytest.mark.parametrize(
    ("syllable", "final"),
    [("가", ""), ("습", "ㅂ"), ("없", "ㅄ"), ("힣", "ㅎ"), ("a", ""), ("", "")],
)
def test_final_consonant(syllable: str, final: str) -> None:
    assert hangul.final_consonant(syllable) == final


@pytest.mark.parametrize(
    ("syllable", "vowel"), [("가", "ㅏ"), ("희", "ㅢ"), ("해", "ㅐ"), ("습", ""), ("a", "")]
)
def test_vowel(syllable: str, vowel: str) -> None:
    assert hangul.vowel(syllable) == vowel
