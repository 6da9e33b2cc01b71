"""Characters that look like others or like nothing: decomposed, invisible, unusual spaces."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from digestlint.emoji import emoji
from digestlint.message import Message
from digestlint.odd_signs import rare_signs
from digestlint.patterns import pattern
from digestlint.source import Span


def decomposed(text: str) -> Iterator[Span]:
    """Each character that stands there in pieces: conjoining jamo, or a letter and its marks.

    Only what NFC makes shorter, and never what it replaces by another single character: singletons
    (the ångström sign), compatibility ideographs.
    """
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for at, character in enumerate([*text, "\n"]):
        if unicodedata.combining(character) or "\u1161" <= character <= "\u11c2":
            continue
        if at - start > 1 and _composes(text[start:at]):
            yield Span(start, at)
        start = at


def _composes(cluster: str) -> bool:
    composed = unicodedata.normalize("NFC", cluster)
    return len(composed) < len(cluster) and all(
        unicodedata.is_normalized("NFC", character) for character in cluster
    )


_INVISIBLE = pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]+"
)
_UNUSUAL_SPACES = pattern("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def has_unprintable(text: str) -> bool:
    """Whether a text holds more than printable characters, spaces, tabs and line ends (fast)."""
    return not rare_signs(text).replace("\t", "").replace("\r", "").isprintable()


def invisible(text: str) -> Iterator[Span]:
    """Runs of zero-width characters, bidirectional controls and other control characters.

    A byte order mark at the very begin is none, nor is what joins or tags an emoji.
    """
    pictures = None
    for found in _INVISIBLE.finditer(text, 1 if text.startswith("\ufeff") else 0):
        if found[0][0] in _IN_EMOJI:
            if pictures is None:
                pictures = list(emoji(text))
            near = bisect_left(pictures, found.span()) - 1
            if near >= 0 and found.end() < pictures[near].end:
                continue
        if text[found.start() - 1 : found.start()] == "\U0001f3f4" and _TAGS.fullmatch(found[0]):
            continue
        yield Span(*found.span())


_IN_EMOJI = "\u200d"
# The flag of a region (England, Scotland, …): a black flag, its name in tags, the tag that ends it.
_TAGS = pattern("[\U000e0020-\U000e007e]+\U000e007f")


def unusual_spaces(text: str) -> Iterator[Span]:
    """Runs of no-break spaces, ideographic spaces and their kin."""
    for found in _UNUSUAL_SPACES.finditer(text):
        yield Span(*found.span())


def name(character: str) -> Message:
    """What a character is called, such as ``ZERO WIDTH SPACE (U+200B)``."""
    found = {"name": unicodedata.name(character, ""), "code": f"U+{ord(character):04X}"}
    if not found["name"]:
        return Message("control character ({code})", found)
    return Message("{name} ({code})", found)
