"""How diagnostics are written: one module a format, each a function to pieces of text.

A post is not to be trusted with a terminal or a log: all that comes from it goes through
``escape`` here, and JSON through its own notation.
"""

from __future__ import annotations

import unicodedata

_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def is_unprinted(character: str) -> bool:
    """Whether a character acts instead of being seen.

    So do controls, bidirectional, zero-width and other format characters, line and paragraph
    separators, and the lone surrogates that stand for bytes of a file's name.
    """
    return unicodedata.category(character) in _UNPRINTED


def escape(text: str) -> str:
    r"""The text with ``\x1b`` or ``\u202e`` in the place of what acts instead of being seen."""
    if text.isprintable():
        return text
    return "".join(_escaped(each) if is_unprinted(each) else each for each in text)


def _escaped(character: str) -> str:
    point = ord(character)
    if 0xDC80 <= point < 0xDD00:  # a byte of a file's name that is no UTF-8 (surrogateescape)
        return f"\\x{point - 0xDC00:02x}"
    if point < 0x100:
        return _SHORT.get(character, f"\\x{point:02x}")
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
