"""Text whose bytes were read in another encoding than they were written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from digestlint.odd_signs import REPLACEMENT, has_sign_of_bytes
from digestlint.patterns import pattern
from digestlint.source import Span

# EUC-KR as Latin-1 shows it: "¾È³ç" for a greeting.
_KOREAN_BYTES = pattern("[\u00a1-\u00fe]{6,}")
_WORD = pattern(r"[가-힣?\u2460-\u2473\u2474-\u249b\u4e00-\u9fff\uf900-\ufaff]{2,}")


def may_hold_mojibake(text: str) -> bool:
    """Whether a text may hold such characters (fast)."""
    return has_sign_of_bytes(text) or ("?" in text and _QUESTION.search(text) is not None)


_QUESTION = pattern(r"\?[가-힣]")


def mojibake(text: str) -> Iterator[tuple[Span, str]]:
    """Where such characters stand, and what they were if that can be told, else ''."""
    at = 0
    while (at := text.find(REPLACEMENT, at)) >= 0:
        end = at + 1
        while text.startswith(REPLACEMENT, end):
            end += 1
        yield Span(at, end), ""
        at = end
    for found in _latin().finditer(text):
        data = bytes(_bytes()[sign] for sign in found[0])
        meant = data.decode("utf-8", "ignore")
        if meant:
            yield Span(*found.span()), meant
    for found in _KOREAN_BYTES.finditer(text):
        meant = _decoded(found[0].encode("latin-1"), "euc-kr")
        if len(meant) >= 3 and all("가" <= it <= "힣" for it in meant):
            yield Span(*found.span()), meant
    for found in _WORD.finditer(text):
        if _is_korean_windows(found[0]):
            yield Span(*found.span()), ""


@cache
def _bytes() -> Mapping[str, int]:
    """The bytes of UTF-8 beyond ASCII, by how Windows-1252 and Latin-1 show them."""
    windows = ((bytes([it]).decode("cp1252", "ignore"), it) for it in range(0x80, 0xA0))
    latin = ((chr(it), it) for it in range(0x80, 0x100))
    return dict((*latin, *(pair for pair in windows if pair[0])))


@cache
def _latin() -> re.Pattern[str]:
    follower = "".join(re.escape(sign) for sign, it in _bytes().items() if it < 0xC0)
    return re.compile(
        f"(?:[\u00c2\u00c3][{follower}]|[\u00e2\u00e3\u00ea-\u00ed\u00ef][{follower}]{{2}}"
        f"|\u00f0[{follower}]{{3}})+"
    )


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_korean_windows(word: str) -> bool:
    """Whether a word looks like UTF-8 in Korean Windows: syllables that no word of Korean has.

    These are the ones outside of KS X 1001, whose 2,350 all of Korean is written with; two of them,
    or one beside an ideograph or a question mark.
    """
    rare = sum("가" <= it <= "힣" and it not in _usual() for it in word)
    return rare >= 2 or (rare == 1 and any(it == "?" or "\u4e00" <= it <= "\u9fff" for it in word))


@cache
def _usual() -> frozenset[str]:
    rows = (bytes([row, cell]) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return frozenset(code.decode("euc-kr") for code in rows)
