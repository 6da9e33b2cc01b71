"""What stands inside a block, as kramdown reads it: emphasis, code, tags, links, footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from digestlint.kramdown import addresses, html
from digestlint.kramdown.ahead import Signs
from digestlint.kramdown.tables import is_lone_backtick
from digestlint.patterns import pattern
from digestlint.values import NamedTuple

MOST_LOOKS = 2
"""How often each character of a text may be looked at before marks are left unread.

kramdown looks for what closes a mark, and goes back to the mark where nothing does: it takes the
square of a text's length where all of them are open. First emphasis and links are left unread.
"""

FEWEST_LOOKS = 4000
"""How many looks a short text has all the same."""

DEEPEST = 40
"""How deep elements of HTML are read in one another."""


class MarkKind(StrEnum):
    """What a mark is."""

    EMPHASIS = "em"
    STRONG = "strong"
    LITERAL = "literal"  # a run of * or _ that a reader sees
    CODE = "code"
    MATH = "math"
    TAG = "tag"
    COMMENT = "comment"
    AUTOLINK = "autolink"
    LINK = "link"
    FOOTNOTE = "footnote"
    STRIKE = "strike"


SHOWN = frozenset(
    {MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.LITERAL, MarkKind.STRIKE, MarkKind.FOOTNOTE}
)
"""Those whose text a reader sees as text."""
UNREAD = frozenset({MarkKind.CODE, MarkKind.MATH, MarkKind.COMMENT, MarkKind.AUTOLINK})
"""Those in which kramdown looks for no tag."""


class Mark(NamedTuple):
    """Something that is not plain text, offsets into the text.

    What a reader sees of it is ``inner_start`` to ``inner_end``; empty for a tag. ``name`` is that
    of a tag or a footnote.
    """

    kind: MarkKind
    start: int
    end: int
    inner_start: int
    inner_end: int
    name: str = ""

    def moved(self, by: int) -> Mark:
        """The mark in a text that has as many characters more before it."""
        start, end, inner_start, inner_end = (at + by for at in self[1:5])
        return self._replace(start=start, end=end, inner_start=inner_start, inner_end=inner_end)


def read(text: str) -> list[Mark]:
    """The marks of a block's text, those within others too, in the order of their starts."""
    marks: list[Mark] = []
    for is_dense in (False, True):
        try:
            marks = _Reader(text, is_dense=is_dense).read()
            break
        except _TooDenseError:
            pass
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


class _TooDenseError(Exception):
    """There are more marks than may be looked at."""


_START = pattern(r"\*\*?|__?|`+|<|!?\[|\$\$|\\|~~|\]")
_ESCAPED = pattern(r"\\[\\.*_+`<>()\[\]{}#!:|\"'$=~-]")
_FOOTNOTE = pattern(r"\[\^([A-Za-z0-9_][A-Za-z0-9_-]*)\]")
_STRIKE = pattern(r"~~(?![\s~])")
_SPACE = " \t\r\n\f\v"
_Stop = Callable[[int], int]
"""Tells of an offset how long the mark is that ends what is being read; 0 where none does."""


class _Read(NamedTuple):
    """How reading ended: at which offset, and the marks on the way; ``end`` is -1 at no stop."""

    end: int
    marks: list[Mark]


class _Reader:
    def __init__(self, text: str, *, is_dense: bool) -> None:
        self.text = text
        self.known: dict[tuple[int, str, frozenset[str]], _Read] = {}
        self.signs = Signs(text)
        self.looks = MOST_LOOKS * len(text) + FEWEST_LOOKS
        self.depth = 0
        self.is_dense = is_dense
        self.has_links = not is_dense and "](" in text

    def read(self) -> list[Mark]:
        return self.run(0, None, "", frozenset()).marks

    def run(self, at: int, stop: _Stop | None, parent: str, context: frozenset[str]) -> _Read:
        """Reads from an offset to where ``stop`` says so, else to the end of the text."""
        marks: list[Mark] = []
        while found := _START.search(self.text, at):
            self.look()
            at = found.start()
            if stop and stop(at):
                return _Read(at, marks)
            sign = found[0]
            if "raw" in context and sign != "<":
                at += len(sign)
            elif sign[0] in "*_":
                at = self.emphasis(at, sign, parent, context, marks)
            elif sign[0] == "`":
                at = self.code(at, sign, marks)
            elif sign == "<":
                at = self.angle(at, context, marks)
                if at < 0:
                    break
            elif sign.endswith("["):
                at = self.link(at, sign, context, marks)
            elif sign == "$$":
                at = self.math(at, marks)
            elif sign == "\\":
                at = self.escape(at)
            elif sign == "~~":
                at = self.strike(at, marks)
            else:
                at += len(sign)
        return _Read(-1, marks)

    def look(self, count: int = 1) -> None:
        """Takes note of looks at characters. Raises _TooDenseError where they were too many."""
        self.looks -= count
        if self.looks < 0:
            raise _TooDenseError

    def escape(self, at: int) -> int:
        if self.text.startswith("\\<<", at):
            return at + 3
        return at + (2 if _ESCAPED.match(self.text, at) else 1)

    def emphasis(
        self, at: int, sign: str, parent: str, context: frozenset[str], marks: list[Mark]
    ) -> int:
        name = "strong" if len(sign) == 2 else "em"
        after = self.text[at + len(sign) : at + len(sign) + 1]
        literal = Mark(MarkKind.LITERAL, at, at + len(sign), at, at + len(sign))
        if (
            self.is_dense
            or (sign[0] == "_" and self.is_in_word(at))
            or (after and after in _SPACE)
            or name in context
        ):
            marks.append(literal)
            return literal.end
        inner = self.to_closing(at + len(sign), sign, name, context)
        if inner.end < 0 and name == "strong" and parent != "em":
            sign, name = sign[0], "em"
            inner = self.to_closing(at + 1, sign, name, context)
        if inner.end < 0:
            marks.append(literal)
            return literal.end
        end = inner.end + len(sign)
        marks.append(Mark(MarkKind(name), at, end, at + len(sign), inner.end))
        marks += inner.marks
        return end

    def is_in_word(self, at: int) -> bool:
        before = self.text[max(at - 2, 0) : at]
        return before[-1:].isalpha() or (before[-1:] == "-" and before[:-1].isalpha())

    def to_closing(self, start: int, sign: str, name: str, context: frozenset[str]) -> _Read:
        """Reads on to the mark that closes an emphasis."""
        key = (start, sign, context)
        if key not in self.known:
            text = self.text

            def closes(at: int) -> int:
                after = at + len(sign)
                closing = (
                    text.startswith(sign, at)
                    and at > start
                    and text[at - 1] not in _SPACE
                    and not (
                        name == "em"
                        and text.startswith(sign * 2, at)
                        and not text.startswith(sign * 3, at)
                    )
                    and not (sign[0] == "_" and text[after : after + 1].isalnum())
                )
                return len(sign) if closing else 0

            self.known[key] = self.run(start, closes, name, context | {name})
        return self.known[key]

    def code(self, at: int, sign: str, marks: list[Mark]) -> int:
        start = at + len(sign)
        if is_lone_backtick(self.text, at, start):
            return start
        end = self.signs.backticks.first(start, len(sign))
        if end < 0:
            return start
        marks.append(Mark(MarkKind.CODE, at, end + len(sign), start, end))
        return end + len(sign)

    def math(self, at: int, marks: list[Mark]) -> int:
        end = self.signs.find("$$", at + 2)
        if end < 0:
            return at + 2
        marks.append(Mark(MarkKind.MATH, at, end + 2, at + 2, end))
        return end + 2

    def strike(self, at: int, marks: list[Mark]) -> int:
        if not _STRIKE.match(self.text, at):
            return at + 1
        end = self.signs.find("~~", at + 3)
        if end < 0:
            return at + 2
        marks.append(Mark(MarkKind.STRIKE, at, end + 2, at + 2, end))
        self.look(end - at)
        inner = _Reader(self.text[at:end], is_dense=self.is_dense).run(2, None, "", frozenset())
        marks += (mark.moved(at) for mark in inner.marks)
        return end + 2

    def angle(self, at: int, context: frozenset[str], marks: list[Mark]) -> int:
        """Reads on after ``<``; -1 where an element goes on to the end of the text."""
        text = self.text
        is_raw = "raw" in context
        if text.startswith("<<", at) and not is_raw:
            return at + 2
        if not is_raw and (link := addresses.autolink_end(text, at, self.signs)) >= 0:
            marks.append(Mark(MarkKind.AUTOLINK, at, link, at + 1, link - 1))
            return link
        if text.startswith("<!--", at):
            end = self.signs.find("-->", at + 4)
            if end < 0:
                return at + 1
            marks.append(Mark(MarkKind.COMMENT, at, end + 3, at, at))
            return end + 3
        if closing := html.CLOSING_TAG.match(text, at):
            return closing.end()
        tag = html.TAG.match(text, at)
        if not tag:
            return at + 1
        name = tag["name"].lower() if tag["name"].lower() in html.ELEMENTS else tag["name"]
        if name in html.BLOCK_ELEMENTS or self.depth > DEEPEST:
            return tag.end()
        marks.append(Mark(MarkKind.TAG, at, tag.end(), at, at, name))
        if tag["closed"] or name in html.VOID_ELEMENTS:
            return tag.end()
        stop = re.compile(
            rf"</{re.escape(name)}\s*>", re.IGNORECASE if name in html.ELEMENTS else 0
        )

        def closes(place: int) -> int:
            found = stop.match(text, place)
            return len(found[0]) if found else 0

        self.depth += 1
        is_raw = is_raw or name not in html.READ_ELEMENTS
        inner = self.run(tag.end(), closes, "html", context | {"raw"} if is_raw else context)
        self.depth -= 1
        marks += inner.marks
        return inner.end + closes(inner.end) if inner.end >= 0 else -1

    def link(self, at: int, sign: str, context: frozenset[str], marks: list[Mark]) -> int:
        text, start = self.text, at + len(sign)
        if sign == "[" and (footnote := _FOOTNOTE.match(text, at)):
            marks.append(Mark(MarkKind.FOOTNOTE, at, footnote.end(), at, at, footnote[1]))
            return footnote.end()
        name = "img" if sign == "![" else "a"
        if not self.has_links or text[start : start + 1] in ("", "^"):
            return start
        if name == "a" and context & {"a", "img"}:
            return start
        key = (start, name, context)
        if key not in self.known:
            depth = 1

            def closes(place: int) -> int:
                nonlocal depth
                if text.startswith("]", place):
                    depth -= 1
                elif text.startswith("[", place):
                    depth += 1
                return 1 if depth == 0 else 0

            self.known[key] = self.run(start, closes, name, context | {name})
        inner = self.known[key]
        end = -1
        if inner.end >= 0:
            end = addresses.end(text, inner.end + 1, self.signs, self.look)
        if end < 0:
            return start
        marks.append(Mark(MarkKind.LINK, at, end, start, inner.end))
        marks += inner.marks
        return end
