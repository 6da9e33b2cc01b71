"""Which paths a line of a ``.gitignore`` matches, in a time that its length and theirs bound.

The line means what it means to git (gitignore(5), and ``wildmatch.c`` in git's sources), but that a
character is one though it has many bytes. It may be a stranger's, and as a regular expression
``*a*a*a*a*a*b`` takes longer than anybody waits. Here a star that was passed is never looked at
again once the next one is reached, and each name of a path is compared at most once with each of a
pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

Sign = str | Callable[[str], bool] | None
"""A part of a name's pattern: a character, what tells whether one will do, or None for ``*``."""

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \t",
    "cntrl": "\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@[-`{-~",
    "space": " \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class WildcardError(ValueError):
    """A line that matches nothing: a bracket is not closed or a range none, nothing is escaped."""


class Line:
    """A line that says something; ``takes_back`` is True for one that begins with ``!``."""

    def __init__(self, text: str) -> None:
        """Reads a line. Raises WildcardError."""
        self.takes_back = text.startswith("!")
        text = text.removeprefix("!")
        self._is_for_folders = text.endswith("/")
        names = text.removesuffix("/").split("/")
        if names == [""]:
            raise WildcardError(text)
        is_anchored = len(names) > 1
        names = names[1:] if not names[0] and is_anchored else names
        self._names = [None if it == "**" and is_anchored else _signs(it) for it in names]
        if not is_anchored:
            self._names.insert(0, None)
        elif self._names[-1] is None:  # all that is in a folder, but not the folder
            self._names.append([None])

    def matches(self, names: Sequence[str], *, is_folder: bool) -> Iterator[int]:
        """How many of a path's names the pattern matches, from the first on; ascending.

        All of them are the path itself, fewer one of the folders that it lies in.
        """
        last = len(self._names)
        places = self._with_skipped({0})
        for count, name in enumerate(names, 1):
            after = set()
            for place in places - {last}:
                signs = self._names[place]
                if signs is None:
                    after.add(place)
                elif fits(signs, name):
                    after.add(place + 1)
            places = self._with_skipped(after)
            if last in places and (count < len(names) or is_folder or not self._is_for_folders):
                yield count
            if not places:
                return

    def _with_skipped(self, places: set[int]) -> set[int]:
        """The places in the pattern, and those after each ``**`` there, which may match no name."""
        found = set(places)
        for place in places:
            while place < len(self._names) and self._names[place] is None:
                place += 1
                if place in found:
                    break
                found.add(place)
        return found


def fits(signs: Sequence[Sign], name: str) -> bool:
    """Whether a name has the form of a pattern."""
    at = place = 0
    star = begun = -1  # the last star, and where in the name what follows it was looked for
    while at < len(name):
        sign = signs[place] if place < len(signs) else ""
        if sign is None:
            star, begun = place, at
            place += 1
        elif sign == name[at] or (callable(sign) and sign(name[at])):
            at += 1
            place += 1
        elif star >= 0:
            begun += 1
            at, place = begun, star + 1
        else:
            return False
    return all(sign is None for sign in signs[place:])


def _signs(text: str) -> list[Sign]:
    """The parts of a name's pattern. Raises WildcardError."""
    signs: list[Sign] = []
    at = 0
    while at < len(text):
        sign = text[at]
        at += 1
        if sign == "\\":
            if at == len(text):
                raise WildcardError(text)
            signs.append(text[at])
            at += 1
        elif sign == "[":
            bracket, at = _bracket(text, at)
            signs.append(bracket)
        elif sign == "?":
            signs.append(_is_any)
        elif sign != "*":
            signs.append(sign)
        elif signs[-1:] != [None]:
            signs.append(None)
    return signs


def _is_any(_: str) -> bool:
    return True


def _bracket(text: str, at: int) -> tuple[Callable[[str], bool], int]:
    """What ``[…]`` tells of a character, and the offset after it. Raises WildcardError."""
    is_negative = text[at : at + 1] in ("!", "^") and at < len(text)
    at += is_negative
    ranges: list[tuple[str, str]] = []
    start = at
    while text[at : at + 1] != "]" or at == start:
        if text.startswith("[:", at) and (end := text.find(":]", at)) >= 0:
            known = _CLASSES.get(text[at + 2 : end], "")
            ranges += _ranges(known)
            at = end + 2
            continue
        first, at = _member(text, at)
        last = first
        if text.startswith("-", at) and text[at + 1 : at + 2] not in ("", "]"):
            last, at = _member(text, at + 1)
            if last < first:
                raise WildcardError(text)
        ranges.append((first, last))
    return lambda sign: any(first <= sign <= last for first, last in ranges) != is_negative, at + 1


def _member(text: str, at: int) -> tuple[str, int]:
    """A character in brackets, which a backslash may stand before, and the offset after it."""
    at += text.startswith("\\", at)
    if at >= len(text):
        raise WildcardError(text)
    return text[at], at + 1


def _ranges(known: str) -> Iterator[tuple[str, str]]:
    """The ranges of a class, such as ``0-9A-Z``."""
    at = 0
    while at < len(known):
        is_range = known[at + 1 : at + 2] == "-" and at + 2 < len(known)
        yield known[at], known[at + 2 if is_range else at]
        at += 3 if is_range else 1
