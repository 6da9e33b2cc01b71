"""Which brackets and quotation marks of a text belong together, and which stand alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from digestlint.source import Span

_PAIRS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "“": "”",
    "‘": "’",
}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
OPENERS = "".join(_PAIRS)
CLOSERS = "".join(_OPENERS)
# A straight quotation mark opens and closes; "'" only where it cannot be an apostrophe.
_MARK = re.compile(
    r"[][(){}（）「」『』《》〈〉【】“”‘’\"]|(?<!\w)'(?=\S)|(?<=\S)'(?!\w)|(?<=\S)'(?=[가-힣])"
)
_INTERVAL = re.compile(r"\s*[-+−\w.∞/^]+\s*,\s*[-+−\w.∞/^]+\s*", re.ASCII)
# The label of an enumeration, "1)", "a)", "iv)", "가)", up to its bracket.
_LABEL = re.compile(r"(?:\d{1,2}|[A-Za-z]|[ivx]{1,4}|[가-힣①-⑳])$")
_LABEL_LENGTH = 5


@dataclass(slots=True)
class Brackets:
    """The outcome of matching.

    ``pairs`` are spans from an opening mark up to and with its closing one, in the order in which
    they close; ``open`` and ``closed`` are the offsets of opening marks without their closing one
    and of closing marks without their opening one.
    """

    pairs: list[Span] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def outermost(self) -> list[Span]:
        """The pairs that lie in no other pair, in the order of the text."""
        outer: list[Span] = []
        for pair in sorted(self.pairs):
            if not outer or pair.start >= outer[-1].end:
                outer.append(pair)
        return outer
