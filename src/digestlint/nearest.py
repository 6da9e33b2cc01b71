"""The nearest of the names that were meant, for near misses and for messages."""

from __future__ import annotations

from collections.abc import Iterable

CLOSE = 0.8
"""The least likeness (difflib's ratio): ``Motivation`` is not ``Limitations`` (0.76)."""
STEM = 5
"""The least length, in code points, at which a name that another begins with is near it."""
LONGEST = 199
"""No longer name, in code points, is near another: difflib would take the square of its length."""


def nearest(name: str, names: Iterable[str], *, stems: bool = False) -> str | None:
    """The one of ``names`` that ``name`` is close to, case aside; None if there is none.

    Close is a likeness of ``CLOSE``, or, with ``stems``, to begin with a name (``Methodology``).
    """
    by_fold = {known.casefold(): known for known in names}
    fold = name.casefold()
    if fold in by_fold:
        return by_fold[fold]
    from difflib import SequenceMatcher, get_close_matches

    def likeness(known: str) -> tuple[float, int]:
        """How like a name is; of two alike the one with more characters at their places."""
        return SequenceMatcher(None, known, fold).ratio(), sum(map(str.__eq__, known, fold))

    short = [known for known in by_fold if len(known) <= LONGEST >= len(fold)]
    if close := get_close_matches(fold, short, 5, CLOSE):
        return by_fold[max(close, key=likeness)]
    begun = [known for known in by_fold if len(known) >= STEM and fold.startswith(known)]
    return by_fold[max(begun, key=len)] if stems and begun else None
