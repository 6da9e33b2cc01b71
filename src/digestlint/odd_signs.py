"""Characters that good posts hardly have, found in one look for the checks of their kinds."""

from __future__ import annotations

from functools import lru_cache

from digestlint.patterns import pattern

REPLACEMENT = "\ufffd"
"""Stands where bytes could not be read."""

SPACING_MARKS = "\u00a8\u00af\u00b4\u00b8\u02c6\u02d8-\u02dd"
"""A range of a regular expression: accents that stand beside a letter."""

_COMMON = pattern("[\n -~가-힣]+")


@lru_cache(maxsize=1)  # several rules ask for them
def rare_signs(text: str) -> str:
    """The characters of a text but for ASCII and syllables, each once: what to look at first."""
    return "".join(set(_COMMON.sub("", text)))


def pdf_signs(text: str) -> list[str]:
    """Those that come out of a PDF: accents, ligatures, private use, the minus sign."""
    return list(filter(_is_of_pdf, rare_signs(text)))


def has_sign_of_bytes(text: str) -> bool:
    """Whether one may be of bytes that were read in a wrong encoding."""
    return any(map(_is_of_bytes, rare_signs(text)))


def has_unusual(text: str) -> bool:
    """Whether there is more than syllables, ASCII and common signs: jamo, Han, emoji, others."""
    return any(map(_is_unusual, set(_COMMON.sub("", text))))


# They are few, and compiling a set of so many characters takes as long as linting half a post.


def _is_of_pdf(sign: str) -> bool:
    return (
        sign in "\u00a8\u00af\u00b4\u00b8\u02c6\u2212"
        or "\u02d8" <= sign <= "\u02dd"
        or "\ue000" <= sign <= "\uf8ff"
        or "\ufb00" <= sign <= "\ufb06"
        or "\U000f0000" <= sign <= "\U0010fffd"
    )


def _is_of_bytes(sign: str) -> bool:
    is_letter = "\u00c0" <= sign <= "\u00fe" and sign not in "\u00d7\u00f7"
    return is_letter or "\u4e00" <= sign <= "\u9fff" or sign == REPLACEMENT


def _is_unusual(sign: str) -> bool:
    """Whether it is none of Latin and Greek, punctuation, arrows and mathematics."""
    return not (
        sign <= "\u024f"
        or "\u0370" <= sign <= "\u03ff"
        or "\u2000" <= sign <= "\u22ff"
        or "가" <= sign <= "힣"
    )
