"""Characters that good posts hardly have, found in one look for the checks of their kinds."""

from __future__ import annotations

import re
from functools import lru_cache

REPLACEMENT = "\ufffd"
"""Stands where bytes could not be read."""

SPACING_MARKS = "\u00a8\u00af\u00b4\u00b8\u02c6\u02d8-\u02dd"
"""A range of a regular expression: accents that stand beside a letter."""

_PDF = f"{SPACING_MARKS}\u2212\ufb00-\ufb06\ue000-\uf8ff\U000f0000-\U0010fffd"
_BYTES = f"{REPLACEMENT}\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00fe\u4e00-\u9fff"
_COMMON = re.compile("[\n -~가-힣]+")
_OF_PDF = re.compile(f"[{_PDF}]")
_OF_BYTES = re.compile(f"[{_BYTES}]")


@lru_cache(maxsize=1)  # several rules ask for them
def rare_signs(text: str) -> str:
    """The characters of a text but for ASCII and syllables, each once: what to look at first."""
    return "".join(set(_COMMON.sub("", text)))


def pdf_signs(text: str) -> list[str]:
    """Those that come out of a PDF: accents, ligatures, private use, the minus sign."""
    return _OF_PDF.findall(rare_signs(text))


def has_sign_of_bytes(text: str) -> bool:
    """Whether one may be of bytes that were read in a wrong encoding."""
    return _OF_BYTES.search(rare_signs(text)) is not None
