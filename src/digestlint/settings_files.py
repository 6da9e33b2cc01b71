"""Where settings come from: the file that holds them, and what is wrong with it."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from digestlint.nearest import nearest
from digestlint.settings import Level, RuleOptions, Settings

NAMES = ("digestlint.toml", ".digestlint.toml", "pyproject.toml")
"""The names of a settings file; the first one that a folder has is taken."""

LEVELS: tuple[Level, ...] = typing.get_args(Level)


class SettingsError(ValueError):
    """Settings that cannot be read; ``messages`` has one line for each mistake."""

    def __init__(self, messages: tuple[str, ...]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def discover(folder: Path) -> Path | None:
    """The settings file of a folder or the nearest one above it, not above the repository's root.

    A ``pyproject.toml`` counts only with a table ``[tool.digestlint]``.
    """
    for place in (folder.absolute(), *folder.absolute().parents):
        for name in NAMES:
            path = place / name
            if path.is_file() and (name != "pyproject.toml" or _has_table(path)):
                return path
        if (place / ".git").exists():
            return None
    return None


def _has_table(pyproject: Path) -> bool:
    try:
        tool = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("tool")
    except (OSError, ValueError):
        return False  # another program's concern; a settings file of ours would be named
    return isinstance(tool, dict) and "digestlint" in tool


def load(path: Path, codes: Mapping[str, str]) -> Settings:
    """The settings of a file. Raises SettingsError, which has every mistake at once.

    ``codes`` maps each rule's code and name to its code.
    """
    where = path.as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SettingsError((f"{where}: not UTF-8 at byte {error.start}",)) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError((f"{where}: not TOML: {error}",)) from None
    except OSError as error:
        raise SettingsError((f"{where}: cannot be read: {error.strerror}",)) from None
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("digestlint", {})
    return read(data, where, codes)


def read(data: Mapping[str, Any], where: str, codes: Mapping[str, str]) -> Settings:
    """Settings out of a parsed TOML table; ``where`` names it in messages.

    Raises SettingsError with every mistake at once. ``codes`` is as in ``load``.
    """
    from pydantic import TypeAdapter, ValidationError

    messages: list[str] = []
    levels: dict[str, Level] = {}
    options: dict[str, Any] = {}
    tables = data.get("rules", {})
    for key, value in (tables if isinstance(tables, dict) else {}).items():
        code = codes.get(key)
        if code is None:
            messages.append(f"rules.{key}: no rule is called {key}{_near(key, codes)}")
        elif not isinstance(value, dict):
            messages.append(f"rules.{key}: found {value!r}, expected a table")
        else:
            table = dict(value)
            level = table.pop("severity", None)
            if level is not None and level not in LEVELS:
                known = ", ".join(LEVELS)
                messages.append(f"rules.{key}.severity: found {level!r}, expected one of {known}")
            elif level is not None:
                levels[code] = level
            options[code] = table
    messages += _without_options(options)
    known_options = {code: table for code, table in options.items() if code in _option_codes()}
    given = {key: value for key, value in data.items() if key != "rules"}
    if "rules" in data:
        given["rules"] = known_options if isinstance(tables, dict) else tables
    settings = Settings()
    messages += [f"{key}: unknown key{_near(key, _keys(()))}" for key in given if key in _DERIVED]
    try:
        allowed = {key: value for key, value in given.items() if key not in _DERIVED}
        settings = TypeAdapter(Settings).validate_python(allowed)
    except ValidationError as error:
        messages += [_describe(dict(detail)) for detail in error.errors()]
    if messages:
        raise SettingsError(tuple(f"{where}: {message}" for message in messages))
    return dataclasses.replace(settings, levels=levels, configured=frozenset(options))


_DERIVED = ("levels", "configured")


def _option_codes() -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(RuleOptions))


def _without_options(options: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for code, table in options.items():
        if code not in _option_codes():
            for key in table:
                yield f"rules.{code}.{key}: unknown key, expected severity: {code} has no options"


def _describe(error: Mapping[str, Any]) -> str:
    """One line for one of pydantic's errors: the dotted key, what was found, what was expected."""
    path = tuple(str(part) for part in error["loc"])
    dotted = ".".join(path)
    if error["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"{dotted}: unknown key{_near(path[-1], _keys(path[:-1]))}"
    reason = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return f"{dotted}: found {error['input']!r}, expected {reason}"


def _keys(path: tuple[str, ...]) -> list[str]:
    """The keys of the table at a dotted path, as TOML has them."""
    at: Any = Settings
    for part in path:
        at = typing.get_type_hints(at).get(part.replace("-", "_"))
        if not dataclasses.is_dataclass(at):
            return []
    keys = [field.name.replace("_", "-") for field in dataclasses.fields(at)]
    if len(path) == 2 and path[0] == "rules":
        keys.append("severity")
    return [key for key in keys if key not in _DERIVED]


def _near(name: str, names: Iterator[str] | list[str] | Mapping[str, str]) -> str:
    near = nearest(name, names)
    return f", the nearest is {near}" if near else ""
