"""What is wrong with settings, in words and with its place: one line for each mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from digestlint.message import Message, either
from digestlint.nearest import nearest
from digestlint.patterns import pattern
from digestlint.rule_options import RuleOptions
from digestlint.setting_types import hyphenated
from digestlint.settings import FileSettings
from digestlint.toml_lines import Path, lines_of
from digestlint.values import NamedTuple, dataclass, names

LONGEST = 60
"""How many characters of a wrong value are told."""

_QUOTED = pattern("'([^']*)'")
_BARE_KEY = pattern(r"[A-Za-z0-9_-]+")


class SettingFault(NamedTuple):
    """One mistake: the path of the key or value that is wrong, and what is to be said of it."""

    path: Path
    message: Message


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

    def message(self, fault: SettingFault) -> Message:
        """What is wrong, after where it stands."""
        keys = [part for part in (*self.root, *fault.path) if isinstance(part, str)]
        written = ".".join(key if _BARE_KEY.fullmatch(key) else _quoted(key) for key in keys)
        said = {"place": self.place(fault.path), "key": written, "fault": fault.message}
        if not written:
            return Message("{place}: {fault}", said)
        return Message("{place}: {key}: {fault}", said)


def _quoted(key: str) -> str:
    import json

    return json.dumps(key, ensure_ascii=False)


class SettingsError(ValueError):
    """Settings that cannot be read; ``messages`` has one line for each mistake.

    ``lang`` is the language that they ask for all the same.
    """

    def __init__(self, messages: Iterable[Message], lang: str = "en") -> None:
        self.messages = tuple(messages)
        self.lang = lang
        super().__init__("\n".join(map(str, self.messages)))


def found(value: object, expected: Message) -> Message:
    """That a value is not what it should be."""
    return Message("found {value}, {expected}", {"value": shown(value), "expected": expected})


def shown(value: object) -> str:
    """A value as TOML has it, or the beginning of it."""
    if isinstance(value, dict):
        text = f"the table {{{', '.join(f'{key} = {shown(each)}' for key, each in value.items())}}}"
    elif isinstance(value, list):
        text = f"[{', '.join(map(shown, value))}]"
    else:
        import json

        text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def with_near(fault: Message, name: str, names: Iterable[str]) -> Message:
    """The fault of a name, with the nearest of the names that were meant, else with all of them."""
    names = list(names)
    said = {"fault": fault, "names": ", ".join(names), "near": nearest(name, names, stems=True)}
    if said["near"]:
        return Message("{fault}, the nearest is {near}", said)
    if not names:
        return fault
    if len(names) == 1:
        return Message("{fault}, expected {names}", said)
    return Message("{fault}, expected one of {names}", said)


A_TABLE = Message("expected a table")

_EXPECTED = {
    "bool": Message("expected true or false"),
    "int": Message("expected a whole number"),
    "string": Message("expected text"),
    "tuple": Message("expected a list"),
    "dict": A_TABLE,
    "mapping": A_TABLE,
    "dataclass": A_TABLE,
    "date": Message("expected a date such as 2025-09-22"),
}
"""What pydantic's kinds of errors, up to their first ``_``, have to say."""


def of_pydantic(error: Mapping[str, Any]) -> SettingFault:
    """What one of pydantic's errors says."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "unexpected_keyword_argument":
        return SettingFault(path, unknown_key(path))
    if kind == "value_error":
        (message,) = context["error"].args
        is_whole = message.template.startswith("no rule is called")
        return SettingFault(path, message if is_whole else found(value, message))
    if kind == "literal_error":
        expected = expected_one(_QUOTED.findall(context["expected"]))
    elif kind == "greater_than_equal":
        expected = Message("expected {least} or more", {"least": context["ge"]})
    elif kind == "less_than_equal":
        expected = Message("expected {most} or less", {"most": context["le"]})
    else:
        other = Message("expected {what}", {"what": error["msg"]})
        expected = _EXPECTED.get(kind.partition("_")[0], other)
    return SettingFault(path, found(value, expected))


def expected_one(names: Sequence[str]) -> Message:
    """That one of the names was expected."""
    *others, last = names
    words = either(", ".join(others), last) if others else last
    return Message("expected {names}", {"names": words})


def unknown_key(path: Path) -> Message:
    """That the settings have no such key, with the nearest that they have."""
    keys = keys_of(path[:-1])
    if len(path) >= 3 and path[-3] == "rules":
        keys = [*keys, "severity"]
        if len(keys) == 1:
            return Message(
                "unknown key, expected severity: {rule} has no options", {"rule": path[-2]}
            )
    return with_near(Message("unknown key"), str(path[-1]), keys)


def keys_of(path: Path) -> list[str]:
    """The keys of the table at a path, as TOML has them; of the rules the codes with options."""
    import dataclasses
    import typing

    at: Any = FileSettings
    for part in path:
        if isinstance(part, int):
            at = typing.get_args(at)[0]
        else:
            at = typing.get_type_hints(at).get(part.replace("-", "_"))
        if not (dataclasses.is_dataclass(at) or typing.get_origin(at) is tuple):
            return []
    return [hyphenated(name) for name in names(at)]


OPTION_CODES = frozenset(names(RuleOptions))
"""The codes of the rules that have options."""
