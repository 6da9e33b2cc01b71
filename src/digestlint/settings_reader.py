"""Settings out of a parsed TOML file: every mistake at once, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from digestlint.globs import Globs
from digestlint.message import Message
from digestlint.overrides import applied
from digestlint.rule_tables import Table, as_written, read_rules
from digestlint.setting_conflicts import conflicts
from digestlint.setting_faults import (
    A_TABLE,
    Origin,
    SettingFault,
    SettingsError,
    found,
    of_pydantic,
)
from digestlint.setting_types import is_table
from digestlint.settings import FileSettings, Override, PostSettings, Settings
from digestlint.settings import Path as Keys
from digestlint.settings_plain import read_plain
from digestlint.toml_lines import Path
from digestlint.values import names

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def read(data: Mapping[str, Any], where: Origin | str, codes: Mapping[str, str]) -> Settings:
    """Settings out of a parsed TOML table. Raises SettingsError with every mistake at once.

    ``codes`` maps each rule's code and name to its code.
    """
    origin = where if isinstance(where, Origin) else Origin(where)
    tables = _tables(dict(data), codes)
    faults = [fault for table in tables for fault in table.faults]
    faults += _unbounded(data)
    file = read_plain(FileSettings, tables[0].data, codes)
    if file is None:
        from copy import deepcopy

        tables = _tables(deepcopy(dict(data)), codes)
        file, wrong = _validated(tables, codes)
        faults += wrong
    settings = _settings(file, tables, origin)
    faults += _clashes(settings)
    if faults:
        faults.sort(key=lambda fault: origin.line(fault.path))
        raise SettingsError(map(origin.message, faults), settings.lang)
    return settings


def _validated(
    tables: Sequence[Table], codes: Mapping[str, str]
) -> tuple[FileSettings, list[SettingFault]]:
    """What pydantic reads, and its faults: what is wrong is taken out of the tables."""
    import json

    from pydantic import ValidationError

    faults: list[SettingFault] = []
    while True:  # until the rest can be read
        try:
            file = _adapter().validate_json(
                json.dumps(tables[0].data, default=str), strict=True, context={"codes": codes}
            )
        except ValidationError as error:
            wrong = [of_pydantic(dict(each)) for each in error.errors()]
            faults += (as_written(fault, tables) for fault in wrong)
            for fault in wrong:
                _leave_out(tables[0].data, fault.path)
        else:
            return file, faults


@cache
def _adapter() -> TypeAdapter[FileSettings]:
    from pydantic import TypeAdapter

    return TypeAdapter(FileSettings)


def _tables(data: dict[str, Any], codes: Mapping[str, str]) -> list[Table]:
    """The file's own table, which has the others in it, and those of its overrides."""
    base = read_rules(data, (), codes)
    overrides = data.get("overrides")
    inner = []
    for at, each in enumerate(overrides if isinstance(overrides, list) else ()):
        if isinstance(each, dict):
            inner.append(read_rules(each, ("overrides", at), codes))
        else:
            fault = SettingFault(("overrides", at), found(each, A_TABLE))
            inner.append(Table(("overrides", at), {}, {}, {}, (fault,)))
    if inner:
        base.data["overrides"] = [table.data for table in inner]
    return [base, *inner]


def _leave_out(table: Any, path: Path) -> None:
    """Takes the key away that holds the value at a path; of a list, the key of the list."""
    *above, last = path
    for part in above:
        inner = table[part] if isinstance(part, int) or part in table else None
        if not isinstance(inner, dict) and not (part == "overrides" and isinstance(inner, list)):
            last = part
            break
        table = inner
    if isinstance(table, dict):
        table.pop(last, None)


# -- what was read ---------------------------------------------------------------------------------


def _settings(file: FileSettings, tables: Sequence[Table], origin: Origin) -> Settings:
    base, *inner = tables
    overrides = [
        Override(
            files=Globs(origin.folder, it.files) if it.files else None,
            since=it.since,
            until=it.until,
            settings=it,
            given=_given(table, it),
            levels=table.levels,
            configured=frozenset(table.keys),
        )
        for it, table in zip(file.overrides, inner, strict=True)
    ]
    overrides += (
        Override(files=Globs(origin.folder, (pattern,)), off=selectors)
        for pattern, selectors in file.per_file_ignores.items()
    )
    return Settings(
        **{name: getattr(file, name) for name in names(PostSettings)},
        lang=file.lang,
        include=file.include,
        exclude=file.exclude,
        baseline=file.baseline,
        levels=base.levels,
        configured=frozenset(base.keys),
        given=_given(base, file),
        overrides=tuple(overrides),
    )


def _given(table: Table, settings: PostSettings) -> dict[Keys, Path]:
    """The keys that a table gives, each with its path in the file."""
    keys = list(_keys(table.data, settings))
    keys += (("rules", code, "severity") for code in table.levels)
    return {each: table.written(each) for each in keys}


def _keys(data: Mapping[str, Any], settings: object) -> Iterator[Keys]:
    for key, value in data.items():
        inner = getattr(settings, key.replace("-", "_"))
        if is_table(inner):
            yield from ((key, *rest) for rest in _keys(value, inner))
        else:
            yield (key,)


# -- what pydantic does not see --------------------------------------------------------------------


def _unbounded(data: Mapping[str, Any]) -> Iterator[SettingFault]:
    """Overrides that are for every post, or for none."""
    overrides = data.get("overrides")
    for at, override in enumerate(overrides if isinstance(overrides, list) else ()):
        if not isinstance(override, dict):
            continue
        if not override.keys() & {"files", "since", "until"}:
            message = Message("for which posts is not said, expected files, since or until")
            yield SettingFault(("overrides", at), message)
        since, until = override.get("since"), override.get("until")
        if isinstance(since, date) and isinstance(until, date) and str(until) < str(since):
            expected = Message("expected a day not before since, {since}", {"since": since})
            yield SettingFault(("overrides", at, "until"), found(str(until), expected))


def _clashes(settings: Settings) -> Iterator[SettingFault]:
    """What contradicts itself, in the file's settings or in those of an override on top of them."""
    for keys, message in conflicts(settings):
        for path in _paths(settings, keys)[:1]:
            yield SettingFault(path, message)
    for at, override in enumerate(settings.overrides):
        if override.given:
            both = applied(settings, override)
            for keys, message in conflicts(both):
                own = [it for it in _paths(both, keys) if it[:2] == ("overrides", at)]
                yield from (SettingFault(path, message) for path in own[:1])


def _paths(settings: Settings, keys: Iterable[Keys]) -> list[Path]:
    """Where in the file the keys stand, those left out that are by default as they are."""
    paths: list[Path] = []
    for key in keys:
        for end in range(len(key), 0, -1):
            if path := settings.given.get(key[:end]):
                paths.append((*path, *key[end:]))
                break
    return paths
