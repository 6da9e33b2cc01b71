"""What is wrong with settings, in words and with its place: one line for each mistake."""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from digestlint.nearest import nearest
from digestlint.rule_options import RuleOptions
from digestlint.setting_types import hyphenated
from digestlint.settings import FileSettings
from digestlint.toml_lines import Path, lines_of

LONGEST = 60
"""How many characters of a wrong value are told."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class SettingFault(NamedTuple):
    """One mistake: the path of the key or value that is wrong, and what is to be said of it."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where settings come from.

    ``name`` is the file's in messages, ``text`` what it holds, if that is known. The settings are
    in its table ``root``. Patterns are relative to the real path ``folder``, which ends in ``/``;
    without one, posts' paths are taken as they are.
    """

    name: str
    text: str = ""
    root: Path = ()
    folder: str = ""

    def line(self, path: Path) -> int:
        """The line of a value, or else of what holds it; 0 if it is not known."""
        lines = lines_of(self.text)
        path = (*self.root, *path)
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 0)

    def place(self, path: Path) -> str:
        """The file, and the line if it is known."""
        line = self.line(path)
        return f"{self.name}:{line}" if line else self.name

    def message(self, fault: SettingFault) -> str:
        """What is wrong, after where it stands."""
        keys = [part for part in (*self.root, *fault.path) if isinstance(part, str)]
        written = (key if _BARE_KEY.fullmatch(key) else _quoted(key) for key in keys)
        return ": ".join([self.place(fault.path), *filter(None, [".".join(written)]), fault.text])


def _quoted(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


class SettingsError(ValueError):
    """Settings that cannot be read; ``messages`` has one line for each mistake."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


def found(value: object, expected: str) -> str:
    """That a value is not what it should be."""
    return f"found {shown(value)}, {expected}"


def shown(value: object) -> str:
    """A value as TOML has it, or the beginning of it."""
    if isinstance(value, dict):
        text = f"the table {{{', '.join(f'{key} = {shown(each)}' for key, each in value.items())}}}"
    elif isinstance(value, list):
        text = f"[{', '.join(map(shown, value))}]"
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def near(name: str, names: Iterable[str]) -> str:
    """The nearest of the names that were meant, else all of them, as the end of a message."""
    names = list(names)
    if close := nearest(name, names, stems=True):
        return f", the nearest is {close}"
    return f", expected {'one of ' if len(names) > 1 else ''}{', '.join(names)}" if names else ""


_EXPECTED = {
    "bool": "true or false",
    "int": "a whole number",
    "string": "text",
    "tuple": "a list",
    "dict": "a table",
    "mapping": "a table",
    "dataclass": "a table",
    "date": "a date such as 2025-09-22",
}
"""What pydantic's kinds of errors, up to their first ``_``, have to say."""


def of_pydantic(error: Mapping[str, Any]) -> SettingFault:
    """What one of pydantic's errors says."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "unexpected_keyword_argument":
        return SettingFault(path, unknown_key(path))
    if kind == "value_error":
        expected = str(context["error"])
        is_selector = expected.startswith("no rule is called")
        return SettingFault(path, expected if is_selector else found(value, expected))
    if kind == "literal_error":
        expected = context["expected"].replace("'", "")
    elif kind == "greater_than_equal":
        expected = f"{context['ge']} or more"
    elif kind == "less_than_equal":
        expected = f"{context['le']} or less"
    else:
        expected = _EXPECTED.get(kind.partition("_")[0]) or str(error["msg"])
    return SettingFault(path, found(value, f"expected {expected}"))


def unknown_key(path: Path) -> str:
    """That the settings have no such key, with the nearest that they have."""
    keys = keys_of(path[:-1])
    if len(path) >= 3 and path[-3] == "rules":
        keys = [*keys, "severity"]
        if len(keys) == 1:
            return f"unknown key, expected severity: {path[-2]} has no options"
    return f"unknown key{near(str(path[-1]), keys)}"


def keys_of(path: Path) -> list[str]:
    """The keys of the table at a path, as TOML has them; of the rules the codes with options."""
    at: Any = FileSettings
    for part in path:
        if isinstance(part, int):
            at = typing.get_args(at)[0]
        else:
            at = typing.get_type_hints(at).get(part.replace("-", "_"))
        if not (dataclasses.is_dataclass(at) or typing.get_origin(at) is tuple):
            return []
    return [hyphenated(field.name) for field in dataclasses.fields(at)]


OPTION_CODES = frozenset(field.name for field in dataclasses.fields(RuleOptions))
"""The codes of the rules that have options."""
