"""Settings without a mistake, read by the types of the settings themselves.

Pydantic, by the same types, is what describes settings and what tells of mistakes; to import it
takes longer than to lint posts. What is read here it would read alike, and whatever is not plainly
right is left to it: a test holds the two together.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from digestlint.globs import is_pattern
from digestlint.selectors import unknown
from digestlint.setting_types import Fields, Form, Pattern, Range, Selector, hyphenated, is_table
from digestlint.templates import Template

T = TypeVar("T")


class _DoubtError(Exception):
    """A value of which pydantic may have something to say."""


def read_plain(kind: type[T], data: object, codes: Mapping[str, str]) -> T | None:
    """A table of settings out of a parsed TOML file; None where it may hold a mistake.

    ``codes`` maps each rule's code and name to its code.
    """
    try:
        table: T = _Reader(codes).table(kind, data)
    except (_DoubtError, ValueError):
        return None
    return table


@cache
def _kinds(table: Any) -> Mapping[str, Any]:
    """The types of a table's values, by their key in TOML."""
    hints = typing.get_type_hints(table, include_extras=True)
    return {hyphenated(name): kind for name, kind in hints.items()}


class _Reader:
    """Reads values by their types. Its methods raise _DoubtError, or ValueError as marks do."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self._codes = codes

    def table(self, kind: Any, data: object) -> Any:
        known = _kinds(kind)
        if type(data) is not dict or not data.keys() <= known.keys():
            raise _DoubtError
        given = {key: self._value(known[key], value) for key, value in data.items()}
        return kind(**{key.replace("-", "_"): value for key, value in given.items()})

    def _value(self, kind: Any, value: Any) -> Any:
        origin, parts = typing.get_origin(kind), typing.get_args(kind)
        if kind in (str, int, bool) and type(value) is kind:
            return value
        if origin is Literal and type(value) is str and value in parts:
            return value
        if origin is tuple and type(value) is list:
            return tuple(self._value(parts[0], each) for each in value)
        if origin is Mapping and type(value) is dict:
            read = self._value
            return {read(parts[0], key): read(parts[1], each) for key, each in value.items()}
        if origin is Annotated:
            return self._marked(self._value(parts[0], value), kind.__metadata__)
        if kind is Template and type(value) is str:
            return Template(value)
        if kind == date | None and type(value) is date:
            return value
        if is_table(kind):
            return self.table(kind, value)
        raise _DoubtError

    def _marked(self, value: Any, marks: tuple[object, ...]) -> Any:
        for mark in marks:
            match mark:
                case Range(least, most):
                    is_right = least <= value and (most is None or value <= most)
                case Fields() | Form():
                    is_right = mark.check(value) is value
                case Selector():
                    is_right = unknown(value, self._codes) is None
                case Pattern():
                    is_right = is_pattern(value)
                case _:
                    is_right = False
            if not is_right:
                raise _DoubtError
        return value
