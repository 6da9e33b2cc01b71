"""What stands in a block of the plain shape: text, or text with one link.

Any other inline markup is markdown-it-py's, for that block alone.
"""

from __future__ import annotations

from itertools import pairwise

from digestlint.document import Inline, InlineKind, Link, LinkKind
from digestlint.patterns import pattern
from digestlint.source import Source, Span

Inlines = tuple[tuple[Inline, ...], tuple[Link, ...]]
"""The pieces of a block's content and its links."""

SIGNS = ("<", "&", "_", "`", "*", "\\")
"""A body without any of these needs no look at each text for markup, links aside."""
LONGEST = 5_000
"""How long, in code points, a text with markup may be: markdown-it-py has limits for more."""

_TAG_STARTS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?")
# To look a member up in its enumeration takes as long as to make a tuple.
_TEXT, _OPEN, _CLOSE = InlineKind.TEXT, InlineKind.OPEN, InlineKind.CLOSE
_INLINE = LinkKind.INLINE
# To make a tuple of a class by its own way takes twice as long.
_new = tuple.__new__


def texts(text: str, start: int) -> tuple[Inline, ...]:
    """The pieces of a text at an offset; markdown-it-py makes one of its own of each ``_``."""
    if "_" not in text:
        span = _new(Span, (start, start + len(text)))
        return (_new(Inline, (_TEXT, span, text, "")),) if text else ()
    pieces = []
    for part in _UNDERSCORE.split(text):
        if part:
            span = _new(Span, (start, start + len(part)))
            pieces.append(_new(Inline, (_TEXT, span, part, "")))
            start += len(part)
    return tuple(pieces)


_UNDERSCORE = pattern("(_)")


def one_link(text: str, start: int, *, has_signs: bool) -> Inlines | None:
    """Text with one link at an offset, as a paper's heading is; None where there is more to it."""
    opening = text.find("[")
    middle = text.find("](", opening)
    close = text.find(")", middle)
    if not 0 <= opening < middle < close:
        return None
    before, label = text[:opening], text[opening + 1 : middle]
    url, after = text[middle + 2 : close], text[close + 1 :]
    if not _URL.fullmatch(url) or "[" in label or "]" in label or "[" in after:
        return None
    if before.endswith("!"):  # an image
        return None
    if has_signs and not (is_text(before) and is_text(label) and is_text(after)):
        return None
    whole = _new(Span, (start + opening, start + close + 1))
    inside = _new(Span, (start + opening + 1, start + middle))
    destination = _new(Span, (start + middle + 2, start + close))
    end = _new(Span, (start + middle, start + close + 1))
    pieces = (
        *texts(before, start),
        _new(Inline, (_OPEN, whole, "", "a")),
        *texts(label, start + opening + 1),
        _new(Inline, (_CLOSE, end, "", "a")),
        *texts(after, start + close + 1),
    )
    return pieces, (_new(Link, (_INLINE, whole, label, inside, url, destination)),)


# A link's destination that is read as it is written: ASCII without the signs of Markdown.
_URL = pattern("[!#-%*-;=?-Z^-~]+")


def by_commonmark(source: Source, text: str, first_line: int, marker: int = 0) -> Inlines | None:
    """What markdown-it-py makes of the content of one block; None where it is long.

    ``marker`` is how many ``#`` come before it.
    """
    if len(text) > LONGEST:
        return None
    from digestlint import commonmark  # which imports markdown-it-py

    return commonmark.inlines(source, text, first_line, marker)


def is_text(text: str) -> bool:
    """Whether a text holds nothing that is markup: no tag, no entity, ``_`` only inside words."""
    if "`" in text or "*" in text or "\\" in text:
        return False
    if "<" in text:
        at = text.find("<")
        while at >= 0:
            if text[at + 1 : at + 2] in _TAG_STARTS:
                return False
            at = text.find("<", at + 1)
    if "&" in text and ";" in text:
        return False
    return "_" not in text or _is_inside_words(text)


def _is_inside_words(text: str) -> bool:
    """Whether letters or digits stand on both sides of each ``_``: such a one is no emphasis."""
    parts = text.split("_")
    return all(before[-1:].isalnum() and after[:1].isalnum() for before, after in pairwise(parts))
