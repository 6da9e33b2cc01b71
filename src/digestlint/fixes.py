"""Fixes are data: edits, a title and a safety. Applying them is one function."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from enum import StrEnum

from digestlint.message import Message
from digestlint.source import Source, Span
from digestlint.values import dataclass


class Safety(StrEnum):
    """Whether the published page stays the same (``safe``) or not (``unsafe``)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in place of what ``span`` covers; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that are applied together or not at all; ``title`` is an imperative sentence."""

    title: Message
    edits: tuple[Edit, ...]
    safety: Safety


def choose(fixes: Iterable[Fix]) -> list[Fix]:
    """As many of the fixes, in their order, as do not overlap one another.

    Two edits overlap where their spans share a character, or where both insert at one offset or
    one inserts at an end of the other. An edit that several fixes want alike is made once. The
    edits of one fix do not overlap.
    """
    chosen: list[Fix] = []
    taken: list[Edit] = []  # by span, none overlapping another
    for fix in sorted(fixes, key=lambda fix: fix.edits[0].span):
        new = [edit for edit in fix.edits if edit not in _near(edit, taken)]
        if not any(_overlap(edit.span, other.span) for edit in new for other in _near(edit, taken)):
            chosen.append(fix)
            for edit in new:
                insort(taken, edit, key=_span)
    return chosen


def _span(edit: Edit) -> Span:
    return edit.span


def _near(edit: Edit, taken: list[Edit]) -> list[Edit]:
    """The edits among which are all that can overlap this one: those at both sides of it."""
    at = bisect_left(taken, edit.span, key=_span)
    return taken[max(at - 1, 0) : at + 2]


def _overlap(a: Span, b: Span) -> bool:
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end


def apply(source: Source, fixes: Iterable[Fix]) -> Source:
    """The text after the edits of fixes that do not overlap (see ``choose``)."""
    parts: list[str] = []
    at = 0
    for edit in sorted({edit for fix in fixes for edit in fix.edits}, key=lambda edit: edit.span):
        parts += source.text[at : edit.span.start], edit.text
        at = edit.span.end
    return Source("".join([*parts, source.text[at:]]))
