"""Which brackets and quotation marks of a text belong together, and which stand alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from digestlint.patterns import pattern
from digestlint.source import Span
from digestlint.values import dataclass, field

CLOSING = {
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
    '"': '"',
    "'": "'",
}
"""The mark that closes what a mark opens."""

OPENING = {closing: opening for opening, closing in CLOSING.items()}
"""The mark that opens what a mark closes."""

QUOTES = "“”‘’\"'"
"""The marks of quotations, brackets aside."""

_MARK = pattern(r"[\[\](){}（）「」『』《》〈〉【】“”‘’\"']")
# "’" between Latin letters is an apostrophe; "가’는" is a quotation's end and its particle.
_APOSTROPHE = pattern(r"(?<=[A-Za-z])['’](?=[A-Za-z])|(?<!\S)'(?!\S)")
# The label of an enumeration up to its bracket: "1)"; "a)", "iv)", "가)" if white space follows.
_LABEL = pattern(
    r"(?:^|[\s(（,;:·])(?:([0-9]{1,2}|[①-⑳])|[A-Za-z]|[ivx]{2,4}|[가나다라마바사아자차카타파하])$"
)
_LABEL_LENGTH = 5
# One that stands within brackets: "(예: 1) 수집, 2) 정제)".
_INNER_LABEL = pattern(r"[(（,;:·]\s?(?:[0-9]{1,2}|[A-Za-z가-하])$")
_HALF_OPEN = pattern(r"[(\[][^\[\]()가-힣]{1,20},[^\[\]()가-힣]{1,20}$")
_HALF_OPEN_LENGTH = 44


@dataclass(slots=True)
class Brackets:
    """What matching found, offsets into the text.

    ``pairs`` reach from an opening mark over its closing one; ``opened`` are opening marks that
    nothing closes, ``closed`` closing marks that nothing opens. An apostrophe is neither, nor is
    the bracket of ``1)``.
    """

    pairs: list[Span] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)


def outermost(pairs: Iterable[Span]) -> list[Span]:
    """The pairs that lie in no other, in the order of the text."""
    outer: list[Span] = []
    for pair in sorted(pairs):
        if not outer or pair.start >= outer[-1].end:
            outer.append(pair)
    return outer


def lies_in(outer: Sequence[Span], at: int) -> bool:
    """Whether an offset lies in one of the outermost pairs."""
    near = bisect_right(outer, (at, at)) - 1
    return near >= 0 and outer[near].start < at < outer[near].end


def match(text: str) -> Brackets:
    """The brackets and quotation marks of a text, in linear time."""
    found = Brackets()
    stack: list[int] = []
    waiting = Counter[str]()  # how many of each opening mark are on the stack
    labels: list[int] = []  # pairs that "1)" closed, so that a later bracket may take them over
    numbered: list[int] = []  # "(1)" is such a pair only if "2)" follows
    for mark in _MARK.finditer(text):
        sign, at = mark[0], mark.start()
        if sign in "'’" and _APOSTROPHE.match(text, at):
            continue
        if sign in CLOSING and _opens(text, at, waiting):
            stack.append(at)
            waiting[sign] += 1
        elif stack and _is_half_open(text, stack[-1], at):
            waiting[text[stack[-1]]] -= 1
            found.pairs.append(Span(stack.pop(), at + 1))
        elif waiting[OPENING[sign]]:
            while text[stack[-1]] != OPENING[sign]:
                waiting[text[stack[-1]]] -= 1
                found.opened.append(stack.pop())
            waiting[OPENING[sign]] -= 1
            if sign == ")" and _is_inner_label(text, at):
                (numbered if stack[-1] >= at - 3 else labels).append(len(found.pairs))
            found.pairs.append(Span(stack.pop(), at + 1))
        elif sign in ")）" and _is_label(text, at):
            labels += numbered[-1:]
            numbered.clear()
        elif sign == ")" and labels:
            taken = labels.pop()
            found.pairs[taken] = Span(found.pairs[taken].start, at + 1)
        elif sign not in "’'":
            found.closed.append(at)
    found.opened = sorted(found.opened + stack)
    return found


def _opens(text: str, at: int, waiting: Counter[str]) -> bool:
    """Whether a mark that can open does: a straight one may close, or be an apostrophe."""
    if text[at] == '"':
        return not waiting['"']
    return text[at] != "'" or not at or text[at - 1].isspace() or text[at - 1] in CLOSING


def _is_label(text: str, at: int) -> bool:
    found = _LABEL.search(text, max(at - _LABEL_LENGTH, 0), at)
    return found is not None and (bool(found[1]) or text[at + 1 : at + 2].isspace())


def _is_inner_label(text: str, at: int) -> bool:
    found = _INNER_LABEL.search(text, max(at - _LABEL_LENGTH, 0), at)
    return found is not None and text[at + 1 : at + 2].isspace()


def _is_half_open(text: str, opening: int, closing: int) -> bool:
    """Whether ``[0, 1)`` or ``(0, 1]`` stands between two marks."""
    return (
        text[opening] + text[closing] in ("[)", "(]")
        and closing - opening < _HALF_OPEN_LENGTH
        and _HALF_OPEN.match(text, opening, closing) is not None
    )
