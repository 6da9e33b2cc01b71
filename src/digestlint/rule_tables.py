"""Tables of settings whose ``rules`` are named by code or by name, each with a severity."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from typing import Any

from digestlint.message import Message
from digestlint.selectors import no_rule
from digestlint.setting_faults import (
    A_TABLE,
    OPTION_CODES,
    SettingFault,
    expected_one,
    found,
    unknown_key,
)
from digestlint.settings import Level
from digestlint.settings import Path as Keys
from digestlint.toml_lines import Path
from digestlint.values import NamedTuple

LEVELS: tuple[Level, ...] = typing.get_args(Level)


class Table(NamedTuple):
    """A table of settings at a path in the file: ``data`` has the rules' options alone, by code.

    ``keys`` are what the rules are called in the file, ``levels`` their severities, both by code.
    """

    path: Path
    data: dict[str, Any]
    keys: Mapping[str, str]
    levels: Mapping[str, Level]
    faults: Sequence[SettingFault]

    def written(self, keys: Keys) -> Path:
        """The path in the file of a setting of this table."""
        if keys[:1] == ("rules",) and len(keys) > 1:
            keys = ("rules", self.keys.get(keys[1], keys[1]), *keys[2:])
        return (*self.path, *keys)


def read_rules(data: Mapping[str, Any], path: Path, codes: Mapping[str, str]) -> Table:
    """A table as it is in the file, with its rules read."""
    rules = data.get("rules")
    if not isinstance(rules, dict):
        return Table(path, dict(data), {}, {}, ())
    keys: dict[str, str] = {}
    levels: dict[str, Level] = {}
    options: dict[str, Any] = {}
    faults: list[SettingFault] = []
    for key, value in rules.items():
        at = (*path, "rules", key)
        code = codes.get(key)
        if code is None:
            faults.append(SettingFault(at, no_rule(key, codes)))
        elif code in keys:
            said = {"code": code, "key": keys[code]}
            message = Message("{code} has a table already, rules.{key}", said)
            faults.append(SettingFault(at, message))
        elif not isinstance(value, dict):
            faults.append(SettingFault(at, found(value, A_TABLE)))
        else:
            keys[code] = key
            table = dict(value)
            level = table.pop("severity", None)
            if level in LEVELS:
                levels[code] = level
            elif level is not None:
                message = found(level, expected_one(LEVELS))
                faults.append(SettingFault((*at, "severity"), message))
            if code in OPTION_CODES:
                options[code] = table
            else:
                faults += (SettingFault((*at, it), unknown_key((*at, it))) for it in table)
    return Table(path, {**data, "rules": options}, keys, levels, faults)


def as_written(fault: SettingFault, tables: Sequence[Table]) -> SettingFault:
    """The fault of a key of one of the tables, with the path that the key has in the file."""
    table = next(it for it in reversed(tables) if fault.path[: len(it.path)] == it.path)
    inside: Any = fault.path[len(table.path) :]
    return SettingFault(table.written(inside), fault.message)
