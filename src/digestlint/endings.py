"""How words and sentences of Korean end: speech levels and particles.

Everything here takes a text in NFC, such as ``hangul.compose`` gives.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from digestlint.brackets import OPENING, QUOTES
from digestlint.hangul import final_consonant, vowel
from digestlint.patterns import pattern
from digestlint.prose import OBJECT
from digestlint.source import Span
from digestlint.values import NamedTuple


class Ending(StrEnum):
    """How a sentence ends.

    ``plain`` is ``-다`` or a question of that style, ``polite`` is ``-습니다`` or ``-요``, ``noun``
    a noun made of a verb, such as ``-음`` or ``-함``.
    """

    PLAIN = "plain"
    POLITE = "polite"
    NOUN = "noun"
    OTHER = "other"


class Close(NamedTuple):
    """The end of a text: its last word, empty where there is none, and the marks after it.

    A bracket at the end, such as ``(표 3)``, counts for nothing; where the whole text stands in
    brackets, its last word does too. ``marks`` are full stops, commas and their like.
    """

    word: Span
    marks: str


_MARKS = frozenset(".?!。？！…,，、;:·-–—")
_SPACE = frozenset(" \t\n*_~" + QUOTES)
_BEFORE_WORD = _SPACE.union(OPENING.values())
_LETTER = pattern(r"[^\W_]")


def close(text: str, start: int = 0, end: int | None = None) -> Close:
    """The end of a part of a text."""
    end = len(text) if end is None else end
    marks = ""
    unopened: set[str] = set()
    while end > start:
        sign = text[end - 1]
        if sign in OPENING and sign not in QUOTES:
            opening = -1 if sign in unopened else text.rfind(OPENING[sign], start, end)
            if opening >= 0 and _LETTER.search(text, start, opening):
                end = opening
                continue
            start = max(start, opening + 1)
            unopened.add(sign)
        elif sign in _MARKS:
            marks = sign + marks
        elif sign == OBJECT or not (sign in _SPACE or unicodedata.category(sign)[0] == "S"):
            break
        end -= 1
    at = end
    while at > start and text[at - 1] not in _BEFORE_WORD:
        at -= 1
    return Close(Span(at, end), marks)


def ending(text: str, start: int = 0, end: int | None = None) -> Ending:
    """How the sentence ends that a part of a text is."""
    return ending_of(text, close(text, start, end))


def ending_of(text: str, closed: Close) -> Ending:
    """How the sentence ends whose end is known."""
    word = text[closed.word.start : closed.word.end]
    last, before = word[-1:], word[-2:-1]
    if last == "다" and before and not _is_polite(word):
        is_noun = word in _NOUNS_WITH_DA or bool(particle(word))
        return Ending.OTHER if is_noun else Ending.PLAIN
    if _is_polite(word):
        return Ending.POLITE
    if "?" in closed.marks and last and last in "가까나냐니랴지":
        return Ending.PLAIN
    return Ending.NOUN if final_consonant(last) == "ㅁ" else Ending.OTHER


_NOUNS_WITH_DA = frozenset({"람다", "바다", "판다", "소다", "아젠다", "캐나다", "르완다"})
# "해요", "어요", "지요", "세요"; not "수요", "소요", nor "중요", "필요" with a final consonant
_BEFORE_YO = frozenset("ㅏㅐㅑㅒㅓㅔㅕㅖㅘㅙㅚㅝㅞㅣ")


def _is_polite(word: str) -> bool:
    last, before = word[-1:], word[-2:-1]
    if last == "요":
        return (before == "군" or vowel(before) in _BEFORE_YO) and not word.endswith("개요")
    if last and last in "다까오" and before and before in "니시":
        return final_consonant(word[-3:-2]) == "ㅂ"
    return last == "죠"


# Particles that stand after any syllable, or that no noun ends with.
_PLAIN_PARTICLES = """
에서는 에서도 에서의 으로는 으로의 으로써 으로서 에게서 에는 에도 에서 에게 으로 까지 부터 처럼 보다
마다 에 의 를 는 와
"""
_ANYWHERE = tuple(_PLAIN_PARTICLES.split())
# Particles that stand only after a final consonant, or only without one before them.
_AFTER_CONSONANT = ("은", "을", "이", "과")
_AFTER_VOWEL = ("가", "로")
# Nouns that seem to end with one.
_LIKE_PARTICLES = """
가을 마을 노을 고을 높이 깊이 길이 넓이 놀이 풀이 먹이 결과 성과 통과 경과 학과 일과 추가 부가 허가
대가 휴가 주가 고가 저가 여가 유가 시가 재가 제로 회로 미로 도로 가로 세로 피로 매크로 마이크로 정의
논의 주의 회의 의의 유의 합의 동의 협의 강의 질의 문의 심의 토의 제의 건의 결의 모의 고의 임의 편의
창의 예의
"""
_NOUNS = tuple(_LIKE_PARTICLES.split())


def particle(word: str) -> str:
    """The particle at a word's end, empty where there is none or only a noun's last syllable.

    ``도`` and ``만`` are left out: they are not told from ``정확도`` and ``불만``.
    """
    last, before = word[-1:], word[-2:-1]
    if not before or word.endswith(_NOUNS):
        return ""
    for one in _ANYWHERE:
        if word.endswith(one):
            return one if len(word) > len(one) else ""
    closed = bool(final_consonant(before))
    if last in _AFTER_CONSONANT and closed:
        return last
    if last == "로" and final_consonant(before) == "ㄹ":
        return last
    return last if last in _AFTER_VOWEL and not closed else ""


# Endings of a word that goes on with the sentence.
_CONNECTIVES = """
하여 하며 하고 하면 하는 되어 되며 되고 되는 으며 이며 지만 면서 도록 위해 위한 통해 통한 대한 대해
따라 따른 의해 있는 없는 적인 적으로 또는
"""
_GOES_ON = tuple(_CONNECTIVES.split())
_CONJUNCTIONS = frozenset({"및", "또는", "혹은", "그리고", "또한", "더", "수"})


def goes_on(word: str) -> bool:
    """Whether a sentence must go on after a word: a particle, ``-하여``, ``및``."""
    return bool(particle(word)) or word in _CONJUNCTIONS or word.endswith(_GOES_ON)
