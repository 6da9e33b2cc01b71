"""How many steps a regular expression takes: a small machine that backtracks as Python's does.

``re`` tells nobody how often it goes back, and a clock tells of the machine more than of the
pattern. So the parse tree of ``re`` itself is run here, step by step, without ``re``'s shortcuts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Step = tuple[Any, ...]
Has = Callable[[str], bool]

MOST_STEPS = 200_000
"""After as many steps a pattern is given up; that is what is feared."""


class Machine:
    """A pattern as a program. ``is_whole`` makes it match as ``fullmatch`` does."""

    def __init__(self, pattern: str, flags: int = 0, *, is_whole: bool = False) -> None:
        self.tree = _parser.parse(pattern, flags)
        self.flags = self.tree.state.flags
        self.program: list[Step] = []
        self._add(self.tree, self.flags, self.program)
        self.program.append(
            ("at", sre.AT_END_STRING) if is_whole else ("jump", len(self.program) + 1)
        )
        self.program.append(("match",))
        self.steps = 0

    def match(self, text: str, start: int = 0) -> int | None:
        """Where the match that begins at an offset ends."""
        return self._run(self.program, text, start)

    def search(self, text: str) -> int | None:
        """Where the first match ends, whatever its begin."""
        ends = (self.match(text, start) for start in range(len(text) + 1))
        return next((end for end in ends if end is not None), None)

    def _run(self, program: list[Step], text: str, start: int) -> int | None:
        # what is left to be tried: the step, the offset, groups and the begins of loops
        stack: list[tuple[int, int, dict[Any, int]]] = [(0, start, {})]
        while stack:
            at, place, kept = stack.pop()
            while True:
                self.steps += 1
                if self.steps > MOST_STEPS:
                    return None
                kind, *rest = program[at]
                at += 1
                if kind == "match":
                    return place
                if kind == "sign":
                    if place == len(text) or not rest[0](text[place]):
                        break
                    place += 1
                elif kind == "split":
                    stack.append((rest[1], place, kept))
                    at = rest[0]
                elif kind == "jump":
                    at = rest[0]
                elif kind == "keep":
                    kept = {**kept, rest[0]: place}
                elif kind == "went on":  # a loop that went nowhere ends
                    if kept[rest[0]] == place:
                        at = rest[1]
                elif kind == "at":
                    if not _is_at(rest[0], text, place):
                        break
                elif kind == "look":
                    begin = place - rest[1]
                    found = self._run(rest[0], text, begin) if begin >= 0 else None
                    if (found is None) == rest[2]:
                        break
                elif kind == "atomic":
                    found = self._run(rest[0], text, place)
                    if found is None:
                        break
                    place = found
                elif kind == "group":
                    begin, end = kept.get((rest[0], 0), -1), kept.get((rest[0], 1), -1)
                    if end < 0 or not text.startswith(text[begin:end], place):
                        break
                    place += end - begin
        return None

    def _add(self, tree: Any, flags: int, program: list[Step]) -> None:
        for kind, value in tree:
            self._add_one(kind, value, flags, program)

    def _add_one(self, kind: Any, value: Any, flags: int, program: list[Step]) -> None:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            program.append(("sign", signs_of(kind, value, flags)))
        elif kind is sre.BRANCH:
            jumps = []
            for at, branch in enumerate(value[1]):
                split = len(program)
                if at < len(value[1]) - 1:
                    program.append(())
                self._add(branch, flags, program)
                if at < len(value[1]) - 1:
                    jumps.append(len(program))
                    program.append(())
                    program[split] = ("split", split + 1, len(program))
            for jump in jumps:
                program[jump] = ("jump", len(program))
        elif kind is sre.SUBPATTERN:
            group, added, removed, inner = value
            program.append(("keep", (group, 0)))
            self._add(inner, (flags | added) & ~removed, program)
            program.append(("keep", (group, 1)))
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            self._repeat(value, flags, program, is_lazy=kind is sre.MIN_REPEAT)
        elif kind is sre.POSSESSIVE_REPEAT:
            inside: list[Step] = []
            self._repeat(value, flags, inside, is_lazy=False)
            program.append(("atomic", [*inside, ("match",)]))
        elif kind is sre.ATOMIC_GROUP:
            program.append(("atomic", self._inner(value, flags)))
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            width = value[1].getwidth()[0] if value[0] < 0 else 0
            program.append(("look", self._inner(value[1], flags), width, kind is sre.ASSERT))
        elif kind is sre.AT:
            is_line = flags & re.MULTILINE and value in (sre.AT_BEGINNING, sre.AT_END)
            program.append(("at", sre.AT_MULTILINE[value] if is_line else value))
        elif kind is sre.GROUPREF:
            program.append(("group", value))
        else:
            raise NotImplementedError(kind)

    def _inner(self, tree: Any, flags: int) -> list[Step]:
        program: list[Step] = []
        self._add(tree, flags, program)
        return [*program, ("match",)]

    def _repeat(self, value: Any, flags: int, program: list[Step], *, is_lazy: bool) -> None:
        least, most, tree = value
        for _ in range(least):
            self._add(tree, flags, program)
        if most is sre.MAXREPEAT or most == sre.MAXREPEAT:
            begin = len(program)
            program += [(), ("keep", ("loop", begin))]
            self._add(tree, flags, program)
            program += [("went on", ("loop", begin), len(program) + 2), ("jump", begin)]
            ways = (begin + 1, len(program))
            program[begin] = ("split", *(reversed(ways) if is_lazy else ways))
            return
        splits = []
        for _ in range(most - least):
            splits.append(len(program))
            program.append(())
            self._add(tree, flags, program)
        for split in splits:
            ways = (split + 1, len(program))
            program[split] = ("split", *(reversed(ways) if is_lazy else ways))


def _is_at(place: Any, text: str, at: int) -> bool:
    if place in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
        return at == 0
    if place is sre.AT_BEGINNING_LINE:
        return at == 0 or text[at - 1] == "\n"
    if place is sre.AT_END_STRING:
        return at == len(text)
    if place is sre.AT_END:
        return at == len(text) or (at == len(text) - 1 and text[at] == "\n")
    if place is sre.AT_END_LINE:
        return at == len(text) or text[at] == "\n"
    is_word = [
        bool(re.match(r"\w", sign)) for sign in (text[at - 1 : at] if at else "", text[at : at + 1])
    ]
    return (is_word[0] != is_word[1]) == (place is sre.AT_BOUNDARY)


def signs_of(kind: Any, value: Any, flags: int) -> Has:
    """Which characters a part of a pattern matches."""
    if kind is sre.ANY:
        return (lambda _: True) if flags & re.DOTALL else (lambda sign: sign != "\n")
    if kind is sre.LITERAL:
        return _folding(lambda sign: ord(sign) == value, flags)
    if kind is sre.NOT_LITERAL:
        return lambda sign: ord(sign) != value
    is_negative = value[0][0] is sre.NEGATE
    tests = [_member(each[0], each[1], flags) for each in value[is_negative:]]
    return cache(_folding(lambda sign: any(test(sign) for test in tests) != is_negative, flags))


def _folding(test: Has, flags: int) -> Has:
    if not flags & re.IGNORECASE:
        return test
    return lambda sign: any(test(each[:1]) for each in (sign, sign.lower(), sign.upper()) if each)


def _member(kind: Any, value: Any, flags: int) -> Has:
    if kind is sre.LITERAL:
        return lambda sign: ord(sign) == value
    if kind is sre.RANGE:
        return lambda sign: value[0] <= ord(sign) <= value[1]
    found = re.compile(_CATEGORIES[value], flags & re.ASCII)
    return lambda sign: found.match(sign) is not None


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}

# -- texts on which a pattern may go back and forth ------------------------------------------------

SIGNS = " \t\n\ra1A0가다요._-:;,!?()[]{}<>|*#`'\"\\/$%&~@^+=xX\u200b\u0301\u3000😀"
"""Characters of all the kinds that patterns tell apart."""
TAILS = ("", "\x00", "\n\x00", "가\x00")
"""What makes a match fail at its end."""


def attacks(machine: Machine, many: int) -> Iterator[str]:
    """Texts in which what a pattern repeats stands many times, after what leads to it."""
    seen: set[tuple[str, str]] = set()
    for before, body in _repeats(machine.tree, "", machine.flags):
        for pump in dict.fromkeys([*_pumps(body, machine.flags), _sample(body, machine.flags)]):
            for begin in {before, ""}:
                if pump and (begin, pump) not in seen:
                    seen.add((begin, pump))
                    for tail in TAILS:
                        yield begin + pump * many + tail
                    yield (begin + pump + " ") * (many // 2)
                    yield (begin + pump * 8) * (many // 8)


def _pumps(body: Any, flags: int) -> list[str]:
    """Single characters that a repeated part matches by itself."""
    if len(body) != 1:
        return []
    kind, value = body[0]
    if kind is sre.SUBPATTERN:
        return _pumps(value[3], flags)
    if kind not in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
        return []
    has = signs_of(kind, value, flags)
    return [sign for sign in SIGNS if has(sign)][:8]


def _repeats(tree: Any, before: str, flags: int) -> Iterator[tuple[str, Any]]:
    """What is repeated in a tree, each with a text that leads to it."""
    for kind, value in tree:
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if value[1] > 3:
                yield before, value[2]
            yield from _repeats(value[2], before, flags)
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before, flags)
        elif kind is sre.SUBPATTERN:
            yield from _repeats(value[3], before, flags)
        elif kind is sre.ATOMIC_GROUP:
            yield from _repeats(value, before, flags)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], before, flags)
        before += _sample([(kind, value)], flags)


def _sample(tree: Sequence[Any], flags: int) -> str:
    """A text that a tree is likely to match."""
    text = ""
    for kind, value in tree:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            has = signs_of(kind, value, flags)
            literal = [chr(value)] if kind is sre.LITERAL else []
            ranges = (
                [chr(each[1][0]) for each in value if each[0] is sre.RANGE]
                if kind is sre.IN
                else []
            )
            ones = (
                [chr(each[1]) for each in value if each[0] is sre.LITERAL] if kind is sre.IN else []
            )
            text += next(
                (sign for sign in [*literal, *"a가1 ", *SIGNS, *ranges, *ones] if has(sign)), ""
            )
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += _sample(value[2], flags) * max(value[0], 1 if value[1] > 3 else 0)
        elif kind is sre.BRANCH:
            text += _sample(value[1][0], flags)
        elif kind is sre.SUBPATTERN:
            text += _sample(value[3], flags)
        elif kind is sre.ATOMIC_GROUP:
            text += _sample(value, flags)
    return text
