"""The values of a YAML header with their spans, and what Jekyll's YAML reader takes them for."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.source import Span
from digestlint.values import dataclass


class Kind(StrEnum):
    """What Psych, Ruby's YAML reader, makes of a scalar."""

    STR = "str"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    NULL = "null"
    TIMESTAMP = "timestamp"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; ``text`` is what YAML reads, ``span`` what stands there, quotes included.

    ``quoted`` is True for every style but the plain one.
    """

    span: Span
    text: str
    kind: Kind
    quoted: bool = False

    @property
    def text_span(self) -> Span:
        """The span without quotes, where the text stands in the source just as it is read.

        Elsewhere (an escape, a line fold, a block scalar, a tag or anchor) the whole span.
        """
        start, end = self.span
        if self.quoted and end - start == len(self.text) + 2:
            return Span(start + 1, end - 1)
        return self.span

    def part(self, start: int, end: int) -> Span:
        """Where a part of the text stands; the whole span where it is not there as it is read."""
        begin, after = self.text_span
        if after - begin != len(self.text):
            return self.span
        return Span(begin + start, begin + end)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in brackets or one item a line."""

    span: Span
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value. A key that is no scalar is a string of its source."""

    key: Scalar
    value: Value


@dataclass(frozen=True, slots=True)
class MappingValue:
    """A mapping, in braces or one entry a line, its entries as they stand, duplicates too."""

    span: Span
    entries: tuple[Entry, ...]


Value = Scalar | Sequence | MappingValue


@dataclass(frozen=True, slots=True)
class Defect:
    """Why a header cannot be read, and where; the reason is a clause without a subject."""

    span: Span
    reason: Message


_BARE = pattern(r"[A-Za-z0-9가-힣_](?:[^:#,\[\]{}\n]|:(?=[^\s,\[\]{}]))*(?<!\s)")
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


def write_text(text: str) -> str:
    """The text as YAML has it, on one line, in quotes where it would be read as something else."""
    if _BARE.fullmatch(text) and text.isprintable() and plain_kind(text) is Kind.STR:
        return text
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(character: str) -> str:
    if character.isprintable():
        return _ESCAPES.get(character, character)
    return f"\\U{ord(character):08x}"


# What Psych's scalar scanner looks for, in its order (psych/scalar_scanner.rb of Ruby 3.1).
_LETTER = pattern(r"[^\W\d]")
_NULL = frozenset({"", "~", "null"})
_BOOL = frozenset({"yes", "true", "on", "no", "false", "off"})
_TIME = pattern(
    r"-?\d{4}-(\d{1,2})-(\d{1,2})(?:[Tt]|\s+)(\d{1,2}):(\d\d):(\d\d)(?:\.\d*)?"
    r"(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?",
    re.ASCII,
)
_DATE = pattern(r"(\d{4})-(1[012]|0\d|\d)-([12]\d|3[01]|0\d|\d)", re.ASCII)
_SPECIAL_FLOAT = pattern(r"[+-]?\.inf|\.nan", re.IGNORECASE)
_SEXAGESIMAL = pattern(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(\.[0-9_]*)?")
_FLOAT = pattern(r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?")
_INTEGER = pattern(r"[-+]?(?:0b[01_,]+|0[0-7_,]+|0x[0-9a-fA-F_,]+|0|[1-9](?:[0-9]|[,_][0-9])*)")


def plain_kind(text: str) -> Kind:
    """What Psych takes a plain scalar for. A date that does not exist is a string."""
    first = text[:1]
    if _LETTER.match(first):
        return _kind_of_word(text)
    if first.isdigit() or first in ("-", "+", "."):
        return _kind_of_number(text)
    if first == ":" and len(text) > 1:
        return Kind.SYMBOL
    return Kind.NULL if text in _NULL else Kind.STR


def _kind_of_word(text: str) -> Kind:
    word = text.lower() if len(text) <= 5 else ""
    if word in _BOOL:
        return Kind.BOOL
    return Kind.NULL if word == "null" else Kind.STR


def _kind_of_number(text: str) -> Kind:
    if "\n" in text:
        return Kind.STR
    if time := _TIME.fullmatch(text):
        month, day, hour, minute, second = map(int, time.groups())
        # Ruby's Time.utc lets 31 be any month's day and 24:00:00 be midnight; Psych takes the rest
        # for a string.
        exists = 1 <= month <= 12 and 1 <= day <= 31 and minute <= 59 and second <= 60
        midnight = hour == 24 and minute == second == 0
        return Kind.TIMESTAMP if exists and (hour <= 23 or midnight) else Kind.STR
    if day_match := _DATE.fullmatch(text):
        try:
            date(*map(int, day_match.groups()))
        except ValueError:
            return Kind.STR
        return Kind.TIMESTAMP
    if _SPECIAL_FLOAT.fullmatch(text):
        return Kind.FLOAT
    if sexagesimal := _SEXAGESIMAL.fullmatch(text):
        return Kind.FLOAT if sexagesimal[1] else Kind.INT
    if _FLOAT.fullmatch(text):
        return Kind.STR if text.lstrip("-+") == "." else Kind.FLOAT
    return Kind.INT if _INTEGER.fullmatch(text) else Kind.STR
