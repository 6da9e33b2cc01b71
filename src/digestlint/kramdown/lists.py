"""How kramdown takes the lines of a list apart into the contents of its items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from digestlint.kramdown import html
from digestlint.kramdown.lines import (
    ATTRIBUTES,
    BOUNDARY,
    BRACED,
    RULE,
    Line,
    is_blank,
)
from digestlint.patterns import pattern
from digestlint.values import NamedTuple

BULLET = pattern(r"( {0,3}[+*-])[\t| ]")
NUMBER = pattern(r"( {0,3}[0-9]+\.)[\t| ]")
COLON = pattern(r"( {0,3}:)[\t| ]")
_START = pattern(rf"{BULLET.pattern}|{NUMBER.pattern}")
_MARKS = {BULLET: "[+*-]", NUMBER: r"[0-9]+\.", COLON: ":"}
# Where the first of them is not closed, none is: the same characters are left for each to close.
_ITEM_ATTRIBUTES = pattern(r"(?<![ \t])[ \t]*+\{:(?!(?:[A-Za-z0-9_][A-Za-z0-9_-]*)?:|/)")
_BRACED = pattern(rf"{BRACED}[ \t\r\f\v]*")
DEEPEST_INDENT = 80
"""How far the content of an item may be indented; kramdown has no limit, and copies the indent."""


class Item(NamedTuple):
    """An item: the line that begins it, and its content.

    A list nested in it begins another part of the content, which is read apart.
    """

    line: Line
    parts: list[list[Line]]


class Items(NamedTuple):
    """The items of a list, the index after their last line, and whether a line of ``^`` ends it."""

    items: list[Item]
    end: int
    is_bounded: bool


def items(lines: Sequence[Line], at: int, start: re.Pattern[str]) -> Items:
    """The items of the list that begins at an index, ``start`` being the pattern of its marks.

    The items of a definition list, too; its content has one part.
    """
    found: list[Item] = []
    is_list = start is not COLON
    mark = start
    indent = 0
    nested = blank = False
    while at < len(lines):
        text = lines[at].text
        if is_list and blank and RULE.match(text):
            break
        if is_list and BOUNDARY.match(text):
            return Items(found, at + 1, True)
        if begun := mark.match(text):
            indent, content = _content(text, len(begun[1]))
            first = Line(content, lines[at].number)
            found.append(Item(lines[at], [[first] if content else []]))
            mark = _mark(start, indent)
            nested, blank = _START.match(content) is not None, False
        elif not is_list and BOUNDARY.match(text):
            break
        elif _is_content(indent, text, is_after_blank=blank):
            text = _without_tabs(text)
            is_indented = len(text) >= indent and not text[:indent].strip(" ")
            text = text[indent:] if is_indented else text
            begins = is_list and _START.match(text) is not None
            if begins and is_indented and not nested:
                found[-1].parts.append([])
                nested = True
            elif begins and nested and not is_indented:
                text = " " * (indent + 4) + text
            found[-1].parts[-1].append(Line(text, lines[at].number))
            blank = False
        elif is_blank(text):
            nested = blank = True
            found[-1].parts[-1].append(lines[at])
        else:
            break
        at += 1
    return Items(found, at, False)


def _content(text: str, width: int) -> tuple[int, str]:
    """The indent of an item's content, and its first line, after a mark of some width."""
    content = text[width:]
    if is_blank(_without_attributes(content)):
        return 4, ""
    shown = content.lstrip(" \t")
    indent = width
    for sign in content[: len(content) - len(shown)]:
        indent += 4 - indent % 4 if sign == "\t" else 1
    indent = min(indent, DEEPEST_INDENT)
    return indent, _without_attributes(shown) if shown[:2] == "{:" else shown


def _without_attributes(content: str) -> str:
    """A content without the first attribute list in it."""
    begin = _ITEM_ATTRIBUTES.search(content) if "{:" in content else None
    found = _BRACED.match(content, begin.end()) if begin else None
    return content[: begin.start()] + content[found.end() :] if begin and found else content


@cache
def _mark(start: re.Pattern[str], indent: int) -> re.Pattern[str]:
    """The marks of the items that follow one whose content has an indent."""
    return re.compile(rf"( {{0,{min(indent, 4) - 1}}}{_MARKS[start]})[\t| ]")


@cache
def _goes_on(indent: int) -> re.Pattern[str]:
    tabs, spaces = divmod(indent, 4)
    return re.compile(rf"(?:\t| {{4}}){{{tabs}}} {{{spaces}}}|(?:\t| {{4}}){{{tabs + 1}}}")


def _is_content(indent: int, text: str, *, is_after_blank: bool) -> bool:
    """Whether a line belongs to an item: it is indented, or goes on with what is above it."""
    if is_blank(text):
        return False
    return bool(_goes_on(indent).match(text)) or not (is_after_blank or _ends(indent, text))


def _ends(indent: int, text: str) -> bool:
    """Whether a line that is not indented ends the list."""
    width = len(text) - len(text.lstrip(" "))
    if width > min(indent, 3):
        return False
    text = text[width:]
    return bool(html.LAZY_END.match(text) or ATTRIBUTES.match(text))


def _without_tabs(text: str) -> str:
    shown = text.lstrip("\t")
    return " " * 4 * (len(text) - len(shown)) + shown
