"""What a setting may hold beside text, numbers and the like: marks for types, which pydantic reads.

A mark refuses a value with a ValueError of a Message that goes on after ``found …,``. Nothing
here imports pydantic before pydantic itself asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar, dataclass_transform

from digestlint.message import Message, either
from digestlint.templates import Template
from digestlint.values import dataclass

T = TypeVar("T")


def hyphenated(name: str) -> str:
    """A field's name as TOML has it."""
    return name.replace("_", "-")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def table(cls: type[T]) -> type[T]:
    """Makes a class a table of the settings: frozen, keyword-only, unknown keys refused."""
    cls.__pydantic_config__ = {  # type: ignore[attr-defined]  # read by pydantic's TypeAdapter
        "extra": "forbid",
        "alias_generator": hyphenated,
    }
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


def is_table(value: object) -> bool:
    """Whether a value is a table of the settings."""
    return hasattr(value, "__pydantic_config__")


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``least`` to ``most``, both included; without ``most`` there is no end."""

    least: int
    most: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Pydantic's own bounds, which its JSON Schema tells too."""
        bounds = {"ge": self.least} if self.most is None else {"ge": self.least, "le": self.most}
        return {**handler(source), **bounds}


@dataclass(frozen=True, slots=True)
class Fields:
    """A template with no other fields than these; ``one_of`` are those of which it needs one.

    Where nothing is needed, and where ``may_be_empty``, it may hold no field at all.
    """

    known: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    may_be_empty: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """The template's own schema, and this after it."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, template: Template) -> Template:
        """The template. Raises ValueError."""
        fields = template.fields
        for field in fields:
            if field not in self.known:
                found = {"field": f"{{{field}}}", "known": _fields(self.known)}
                raise ValueError(Message("in which {field} means nothing, expected {known}", found))
        is_free = self.may_be_empty and not template.text
        if self.one_of and not is_free and not set(self.one_of) & set(fields):
            raise ValueError(Message("expected {needed} in it", {"needed": _fields(self.one_of)}))
        return template


def _fields(names: Iterable[str]) -> object:
    return either(*(f"{{{name}}}" for name in names))


@dataclass(frozen=True, slots=True)
class Form:
    """A text of a form, which ``expected`` describes."""

    pattern: str
    expected: Message

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """The text's own schema, and this after it."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, text: str) -> str:
        """The text. Raises ValueError."""
        if not re.fullmatch(self.pattern, text):
            raise ValueError(self.expected)
        return text


@dataclass(frozen=True, slots=True)
class Selector:
    """A text that names rules, as ``selectors`` has it.

    The rules are those of ``codes`` in pydantic's context; without it every text is one.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """The text's own schema, and this after it."""
        from pydantic_core import core_schema

        return core_schema.with_info_after_validator_function(_check_selector, handler(source))


def _check_selector(text: str, info: Any) -> str:
    from digestlint.selectors import unknown

    message = unknown(text, info.context["codes"]) if info.context else None
    if message:
        raise ValueError(message)
    return text


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text that is a pattern for paths, as ``globs`` has it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """The text's own schema, and this after it."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(_check_pattern, handler(source))


def _check_pattern(text: str) -> str:
    from digestlint.globs import is_pattern

    if not is_pattern(text):
        raise ValueError(Message("expected a pattern such as guests/**"))
    return text
