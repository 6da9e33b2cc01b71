"""Regular expressions that are compiled when they are first used.

There are hundreds of them, a good post wants few, and compiling one takes as long as importing a
small module. https://docs.python.org/3/library/re.html says nothing of a price; it was measured.
"""

from __future__ import annotations

import re

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


class _Pattern:
    """Stands for a compiled pattern, whose methods become its own attributes at the first use."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """What was not asked for before."""
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update((each, getattr(compiled, each)) for each in _METHODS)
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, but that a mistake in the text shows at the first use."""
    return _Pattern(text, flags)  # type: ignore[return-value]  # it does all that a pattern does
