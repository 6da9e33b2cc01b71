"""What comes further down and ends what is open, looked up once for all lines of a text.

To look for each end from where its begin stands would take as long as the text for each of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from digestlint.kramdown.lines import END, Line
from digestlint.patterns import pattern
from digestlint.source import following

_CLOSING_FENCE = pattern(rf" {{0,3}}([~`]{{3,}}){END}")
_STOP = pattern(rf" {{0,3}}\{{:/([A-Za-z0-9_]*)\}}{END}")

_BACKTICKS = pattern("`+")
# ``~~`` is one that may close; of ``>`` and a line end, which comes first is asked too.
_SIGNS = {
    "$$": pattern(r"(?=\$\$)"),
    "~~": pattern(r"(?<![ \t\r\n\f\v~])~~"),
    "-->": pattern("-->"),
    ">": pattern(">"),
    ">\n": pattern("[>\n]"),
}


class Markup:
    """Lines as one text, in which raw HTML is read, and where each of them begins in it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.text = "\n".join(line.text for line in lines)
        self.missing: set[str] = set()  # the marks that do not come any more
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line.text) + 1)

    def start(self, at: int) -> int:
        """Where a line begins; beyond the text after the last one."""
        return self._starts[at]

    def line_at(self, offset: int) -> int:
        """The index of the line that holds an offset; the last one's beyond the text."""
        return min(bisect_right(self._starts, offset), len(self._starts) - 1) - 1

    def cut(self, at: int, offset: int) -> str:
        """What is left of a line from an offset on, with which it begins from now on."""
        self._starts[at] = min(offset, self._starts[at + 1] - 1)
        return self.text[self._starts[at] : self._starts[at + 1] - 1]


class Runs:
    """Where runs of a sign stand, in their order, and how long each of them is."""

    def __init__(self, places: Sequence[int], lengths: Sequence[int]) -> None:
        self._places = places
        self._lengths = lengths
        self._most = list(lengths)  # from each place on
        for at in range(len(lengths) - 2, -1, -1):
            self._most[at] = max(self._most[at], self._most[at + 1])

    def longest(self, at: int) -> int:
        """The length of the longest from a place on, 0 where there is none."""
        near = bisect_left(self._places, at)
        return self._most[near] if near < len(self._most) else 0

    def first(self, at: int, length: int) -> int:
        """The place of the first one from a place on that is as long; -1 where none is."""
        if self.longest(at) < length:
            return -1
        near = bisect_left(self._places, at)
        while self._lengths[near] < length:  # what stands up to there will not be read again
            near += 1
        return self._places[near]


class Signs:
    """The signs of a text that end what others begin; each is looked up once, for all offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[str, list[int]] = {}

    def find(self, sign: str, at: int) -> int:
        """Where a sign of ``_SIGNS`` comes next, -1 where it does not."""
        if sign not in self._places:
            self._places[sign] = [it.start() for it in _SIGNS[sign].finditer(self.text)]
        return following(self._places[sign], at)

    @cached_property
    def backticks(self) -> Runs:
        """The runs of backticks."""
        runs = [it.span() for it in _BACKTICKS.finditer(self.text)]
        return Runs([start for start, _ in runs], [end - start for start, end in runs])


class Fences:
    """The lines that may close a fence, by their mark without what repeats its last sign."""

    def __init__(self, lines: Sequence[Line]) -> None:
        found: dict[str, list[tuple[int, int]]] = {}
        for at, line in enumerate(lines):
            if mark := _CLOSING_FENCE.match(line.text):
                found.setdefault(_shortest(mark[1]), []).append((at, len(mark[1])))
        self._runs = {
            mark: Runs([at for at, _ in each], [length for _, length in each])
            for mark, each in found.items()
        }

    def close(self, mark: str, at: int, least: int) -> int:
        """The index of the line that closes a fence which begins at an index; -1 where none does.

        As in kramdown, a run of which only a part is closed begins a fence too, if that part has
        ``least`` signs; the longest that can be closed is taken.
        """
        runs = self._runs.get(_shortest(mark))
        length = min(runs.longest(at + 1), len(mark)) if runs else 0
        return runs.first(at + 1, length) if runs and length >= max(least, 3) else -1


def _shortest(mark: str) -> str:
    """A mark with but one of the signs that its end repeats."""
    return mark.rstrip(mark[-1]) + mark[-1]


class Stops:
    """The lines that end an extension such as ``{::comment}``, with its name or without."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._places: dict[str, list[int]] = {}
        for at, line in enumerate(lines):
            if stop := _STOP.match(line.text):
                self._places.setdefault(stop[1], []).append(at)

    def after(self, name: str, at: int) -> int:
        """The index of the line that ends an extension which begins at one; -1 if none does."""
        ends = [following(self._places.get(each, ()), at + 1) for each in (name, "")]
        return min((end for end in ends if end >= 0), default=-1)
