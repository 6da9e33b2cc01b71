"""Settings out of a parsed TOML file: every mistake at once, each with its line."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from digestlint.globs import Globs
from digestlint.selectors import no_rule
from digestlint.setting_conflicts import conflicts
from digestlint.setting_faults import (
    OPTION_CODES,
    SettingFault,
    SettingsError,
    found,
    of_pydantic,
    unknown_key,
)
from digestlint.settings import (
    FileSettings,
    Level,
    Override,
    OverrideSettings,
    PostSettings,
    Settings,
)
from digestlint.settings import Path as Keys
from digestlint.toml_lines import Path

LEVELS: tuple[Level, ...] = typing.get_args(Level)


class Origin(NamedTuple):
    """Where settings come from.

    ``name`` is the file's in messages, ``lines`` are those of its values. The settings are in the
    table ``root`` of the file. Patterns are relative to the real path ``folder``, which ends in
    ``/``; without one, posts' paths are taken as they are.
    """

    name: str
    lines: Mapping[Path, int] = {}
    root: Path = ()
    folder: str = ""

    def place(self, path: Path) -> str:
        """The file, and the line of a value or else of what holds it, if they are known."""
        path = (*self.root, *path)
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines[path]}" if path else self.name

    def message(self, fault: SettingFault) -> str:
        """What is wrong, where it stands first."""
        place, dotted = self.place(fault.path), _dotted((*self.root, *fault.path))
        return f"{place}: {dotted}: {fault.text}" if dotted else f"{place}: {fault.text}"


def _dotted(path: Path) -> str:
    keys = (part for part in path if isinstance(part, str))
    return ".".join(key if key.replace("-", "_").isalnum() or key.replace("-", "").replace("_", "").isalnum() else json.dumps(key, ensure_ascii=False) for key in keys)


def read(data: Mapping[str, Any], where: Origin | str, codes: Mapping[str, str]) -> Settings:
    """Settings out of a parsed TOML table. Raises SettingsError with every mistake at once.

    ``codes`` maps each rule's code and name to its code.
    """
    from pydantic import TypeAdapter, ValidationError

    origin = where if isinstance(where, Origin) else Origin(where)
    tables = _Tables(data, codes)
    faults = list(tables.faults)
    try:
        file = TypeAdapter(FileSettings).validate_json(
            json.dumps(tables.data, default=str), strict=True, context={"codes": codes}
        )
    except ValidationError as error:
        faults += (tables.as_written(of_pydantic(dict(each))) for each in error.errors())
    else:
        made = _settings(file, tables, origin)
        if not faults:
            faults = [tables.as_written(each) for each in conflicts(made)]
    if faults:
        faults.sort(key=lambda fault: _line(origin, fault))
        raise SettingsError(map(origin.message, faults))
    return made


def _line(origin: Origin, fault: SettingFault) -> int:
    line = origin.place(fault.path).rpartition(":")[2]
    return int(line) if line.isdigit() else 0
