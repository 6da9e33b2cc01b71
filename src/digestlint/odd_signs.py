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
_ODD = re.compile(f"[{_PDF}{_BYTES}]")
_OF_PDF = re.compile(f"[{_PDF}]")
_OF_BYTES = re.compile(f"[{_BYTES}]")


@lru_cache(maxsize=1)  # two rules ask for them
def odd_signs(text: str) -> frozenset[str]:
    """Those of these characters that a text has."""
    return frozenset(_ODD.findall(text))


def pdf_signs(text: str) -> tuple[str, ...]:
    """Those that come out of a PDF: accents, ligatures, private use, the minus sign."""
    return tuple(sign for sign in odd_signs(text) if _OF_PDF.match(sign))


def is_of_bytes(sign: str) -> bool:
    """Whether this may be of bytes that were read in a wrong encoding."""
    return _OF_BYTES.match(sign) is not None
