"""Korean text: its normal form, scripts of characters, syllables, sentences.

Everything here takes a text in NFC (see ``compose``); offsets are code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from digestlint.brackets import match, outermost
from digestlint.patterns import pattern
from digestlint.source import Span

_CLUSTER = pattern(r"[\s\S][\u0300-\u036f\u1160-\u11ff\u3099\u309a]*")


def is_composed(text: str) -> bool:
    """Whether a text is in NFC."""
    return unicodedata.is_normalized("NFC", text)


def compose(text: str) -> tuple[str, Sequence[int]]:
    """The text in NFC, and for each of its offsets, the end included, that of the text given."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    parts: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        part = unicodedata.normalize("NFC", cluster[0])
        parts.append(part)
        offsets += [cluster.start()] * len(part)
    return "".join(parts), [*offsets, len(text)]


# The first word of a letter's name in the Unicode data is its script, but for these.
_SCRIPTS = {
    "CJK": "Han",
    "IDEOGRAPHIC": "Han",
    "HIRAGANA": "Kana",
    "KATAKANA": "Kana",
    "KATAKANA-HIRAGANA": "Kana",
    "HENTAIGANA": "Kana",
}
# Letters that belong to no script: of formulas, of phonetics, of units.
_SYMBOLS = pattern(r"[ªµº\u02b0-\u02ff\u1d2c-\u1d6a\u2071\u207f\u2090-\u209c\u2100-\u214f\u303c]")


def script(character: str) -> str | None:
    """The script of a letter, such as ``Hangul``, ``Latin``, ``Greek``, ``Han``, ``Kana``.

    None for what is no letter, and for the letters of formulas (``ℝ``, ``𝑥``) and units (``µ``).
    """
    if not character.isalpha() or _SYMBOLS.match(character):
        return None
    name = unicodedata.name(character, "")
    if "MATHEMATICAL" in name or name.startswith("MODIFIER"):
        return None
    first = name.removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ").partition(" ")[0]
    return _SCRIPTS.get(first, first.title()) or None


# Ranges of Hangul, Latin and Greek, of punctuation, symbols and emoji: a rare other character
# is then looked up by its name.
_UNCOMMON = pattern(
    r"[^\x00-\u03ff\u1100-\u11ff\u1d00-\u2bff\u3000-\u3004\u3007-\u3020\u3030\u3130-\u318f"
    r"\u3200-\u33ff\ua960-\ua97f\uac00-\ud7ff\ue000-\uf8ff\ufe00-\ufe4f\uff00-\uff65\uffa0-\uffff"
    r"\U0001d400-\U0001d7ff\U0001f000-\U0001faff]"
)
_KNOWN = frozenset({"Hangul", "Latin", "Greek", None})


def foreign_letters(text: str) -> Iterator[int]:
    """The offsets of letters of other scripts than Hangul, Latin and Greek."""
    for found in _UNCOMMON.finditer(text):
        if script(found[0]) not in _KNOWN:
            yield found.start()


_NOT_SYLLABLES = pattern(r"[^가-힣]+")


def syllables(text: str) -> int:
    """How many Hangul syllables there are."""
    return len(_NOT_SYLLABLES.sub("", text))


def has_syllables(text: str, count: int) -> bool:
    """Whether there are that many Hangul syllables; quick where they stand at the beginning."""
    for character in text:
        if "가" <= character <= "힣":
            count -= 1
            if count <= 0:
                return True
    return count <= 0


def letters(text: str) -> int:
    """How many letters there are, of whatever script; a syllable is one."""
    return sum(map(str.isalpha, text))


_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"


def final_consonant(character: str) -> str:
    """The final consonant of a syllable, as compatibility jamo; empty where there is none."""
    return _FINALS[(ord(character) - 0xAC00) % 28] if "가" <= character <= "힣" else ""


def vowel(character: str) -> str:
    """The vowel that a syllable ends with, as compatibility jamo; empty where it does not."""
    if not "가" <= character <= "힣" or final_consonant(character):
        return ""
    return _VOWELS[(ord(character) - 0xAC00) // 28 % 21]


# Marks at which a sentence may end: before white space or the end of the text, closing marks
# between them or not; or the full stop of "다." before a next word that is glued to it.
_STOP = pattern(
    r"(?<![.?!。？！…])[.?!。？！…]++(?=[\"'”’)\]}）」』》〉】]*+(?:\s|$))"
    r"|(?<=[가-힣]다)\.(?=[가-힣A-Z])|[。？！]"
)
_AFTER_STOP = frozenset("\"'”’)]}）」』》〉】")
_WORD = pattern(r"[^\W_]")
# The word before a full stop, read backwards from it.
_LATIN = pattern(r"(?:[A-Za-z]+\.)*[A-Za-z]+$")
_LATIN_LENGTH = 12
_SHORT_WORDS = """
al approx ca cf ch corp dr ed eds eq eqs etc fig figs inc jr ltd mr mrs ms no nos pp prof ref refs
resp sec sect sr st tab ver viz vol vs
"""
_ABBREVIATIONS = frozenset(_SHORT_WORDS.split())
_NUMBER = pattern(r"(?:^|[\s(\[（])[0-9]{1,4}$")
_NUMBER_LENGTH = 5
# After a quotation that ends in its own full stop, these go on with the sentence.
_GOES_ON = pattern(r"\s*(?:이?라[고는며]|하[고는며]|고|는|며)\b")


def sentences(text: str, pairs: Iterable[Span] | None = None) -> Iterator[Span]:
    """The sentences of a text, one after the other, without the white space between them.

    A closing quotation mark or bracket after the end belongs to the sentence. No sentence ends in
    brackets or quotation marks, unless they close right there. The dots of ``vs.``, ``Fig. 3``,
    ``2.75배`` and of labels (``1.``, ``가.``) end nothing.
    ``pairs`` are those of the text's brackets and quotation marks, where they are known already.
    """
    enclosed: list[Span] | None = None
    start = _after_space(text, 0)
    at = looked = 0
    for stop in _STOP.finditer(text):
        if stop.start() < start:
            continue
        end = stop.end()
        while text[end : end + 1] in _AFTER_STOP:
            end += 1
        if end < len(text):
            if enclosed is None:
                enclosed = outermost(match(text).pairs if pairs is None else pairs)
            while at < len(enclosed) and enclosed[at].end <= stop.start():
                at += 1
            inside = enclosed[at] if at < len(enclosed) else None
            if inside and inside.start < stop.start() and not _ends_with(text, inside, stop, end):
                continue
            if not _ends(text, start, stop):
                continue
            end = _with_reference(text, end, enclosed, at)
        if _WORD.search(text, max(start, looked), end):
            yield Span(start, end)
            start = _after_space(text, end)
        looked = end
    if _WORD.search(text, start):
        yield Span(start, len(text.rstrip()))


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _ends_with(text: str, inside: Span, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence ends with the brackets or quotation marks that it ends in."""
    return end >= inside.end and text[stop.start() - 1] == "다" and not _GOES_ON.match(text, end)


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a sentence ends at a mark that more text follows."""
    at = stop.start()
    if at == start:
        return False
    before = text[at - 1]
    next_word = _after_space(text, stop.end())
    following = text[next_word : next_word + 1]
    if stop[0].startswith(("..", "…")):
        return before in "다요"
    if "가" <= before <= "힣":  # not the label of "가. 수집 나. 정제"
        return at - 1 > start and not text[at - 2].isspace()
    if before.isascii() and before.isalpha():
        if following.islower() or following.isdigit():
            return False
        if stop[0] != ".":
            return following.isupper()
        word = _LATIN.search(text, max(at - _LATIN_LENGTH, start), at)
        return word is None or not _is_abbreviation(word[0])
    if before.isdigit():
        if stop[0] != "." or following.islower():
            return False
        return not _NUMBER.search(text, max(at - _NUMBER_LENGTH, 0), at)
    return True


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or "." in word or word.lower() in _ABBREVIATIONS


def _with_reference(text: str, end: int, enclosed: Sequence[Span], at: int) -> int:
    """The end of a sentence with the ``(표 3)`` that stands after its full stop, if one does."""
    after = _after_space(text, end)
    while at < len(enclosed) and enclosed[at].start < after:
        at += 1
    if at < len(enclosed) and enclosed[at] == (after, len(text)) and "다." not in text[after:]:
        return len(text)
    return end
