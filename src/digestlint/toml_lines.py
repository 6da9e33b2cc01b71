"""Where things stand in a TOML file: tomllib tells what it holds, not in which line.

The text is one that tomllib has read, so that nothing here need be refused.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

from digestlint.patterns import pattern

Path = tuple[str | int, ...]
"""The way to a value: keys of tables, places in lists from 0."""

_BLANK = pattern(r"(?:[ \t\r\n]|#[^\n]*)*")
_GAP = pattern(r"[ \t]*")
_BARE_KEY = pattern(r"[A-Za-z0-9_-]+")
_BASIC = pattern(r'"(?:[^"\\]|\\.)*"')
_LITERAL = pattern(r"'[^']*'")
# Up to two quotation marks may stand before the three that end a text.
_LONG_BASIC = pattern(r'"""(?:[^\\]|\\[\s\S])*?"""(?!")"{0,2}')
_LONG_LITERAL = pattern(r"'''[\s\S]*?'''(?!')'{0,2}")
_SCALAR = pattern(r"[^,\]}#\r\n]*")


@lru_cache(maxsize=4)  # asked for each mistake
def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1, in which each table, key and item of a list of the file begins."""
    finder = _Finder(text)
    finder.read()
    return finder.lines


class _Finder:
    """A reading head over the text, and what was found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [found.end() for found in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}  # how many tables each ``[[array]]`` has so far

    def read(self) -> None:
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self._header(2, is_array=True)
            elif self.text.startswith("[", self.at):
                table = self._header(1, is_array=False)
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """Moves over what the pattern matches, and gives it."""
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, bisect_right(self.starts, self.at) + 1)

    def _header(self, brackets: int, *, is_array: bool) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the path of the table that it begins."""
        start = self.at
        self.at += brackets
        *above, name = self._keys()
        after, self.at = self.at + brackets, start
        path: Path = ()
        for key in above:
            path = self._last((*path, key))
            self._note(path)
        path = (*path, name)
        self._note(path)
        if is_array:
            self.counts[path] = self.counts.get(path, 0) + 1
        path = self._last(path)
        self._note(path)
        self.at = after
        return path

    def _last(self, path: Path) -> Path:
        """The path, or that of the last of its tables where it is an array of them."""
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def _keys(self) -> list[str]:
        """The parts of a key, with the dots and the white space round them."""
        keys = []
        while True:
            self._skip(_GAP)
            if quoted := self._skip(_BASIC) or self._skip(_LITERAL):
                keys.append(str(tomllib.loads(f"key = {quoted}")["key"]))
            else:
                keys.append(self._skip(_BARE_KEY))
            self._skip(_GAP)
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _pair(self, table: Path) -> None:
        start = self.at
        path = table
        keys = self._keys()
        after, self.at = self.at + 1, start
        for key in keys:
            path = (*path, key)
            self._note(path)
        self.at = after  # the ``=``
        self._skip(_GAP)
        self._value(path)

    def _value(self, path: Path) -> None:
        match self.text[self.at : self.at + 1]:
            case "[":
                self._list(path)
            case "{":
                self._table(path)
            case '"':
                self._skip(_LONG_BASIC) or self._skip(_BASIC)
            case "'":
                self._skip(_LONG_LITERAL) or self._skip(_LITERAL)
            case _:
                self._skip(_SCALAR)

    def _list(self, path: Path) -> None:
        place = 0
        self.at += 1
        self._skip(_BLANK)
        while self.text[self.at : self.at + 1] not in ("]", ""):
            self._note((*path, place))
            self._value((*path, place))
            self._comma()
            place += 1
        self.at += 1

    def _table(self, path: Path) -> None:
        self.at += 1
        self._skip(_BLANK)
        while self.text[self.at : self.at + 1] not in ("}", ""):
            self._pair(path)
            self._comma()
        self.at += 1

    def _comma(self) -> None:
        self._skip(_BLANK)
        if self.text.startswith(",", self.at):
            self.at += 1
            self._skip(_BLANK)
