"""The settings that hold for a post, as a settings file that would say the same, with origins."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from digestlint import linter, whole
from digestlint.message import Message, Say
from digestlint.options import raise_faults
from digestlint.overrides import day_of, effective
from digestlint.reporters import escape
from digestlint.scopes import Scopes
from digestlint.setting_types import hyphenated, is_table
from digestlint.settings import Path as Keys
from digestlint.settings import PostSettings, Settings
from digestlint.settings_files import origin_of
from digestlint.source import Source
from digestlint.toml_text import toml

PlaceOf = Callable[[tuple[str | int, ...]], str]
"""Where in the settings file a key stands, for messages."""


def settings_of_file(scopes: Scopes, path: str | None, say: Say) -> Iterator[str]:
    """The settings of a post, or without one those of the current folder. Raises Fault.

    The post need not exist: then its day is that of its name.
    """
    scope = scopes.of(path or "-")
    raise_faults(scopes)
    settings, what = scope.settings, Message("The settings of the current folder")
    if path:
        source = Source("")
        if Path(path).exists():
            read = linter.decode(whole.read(path), path)
            source = read if isinstance(read, Source) else source
        settings, day = effective(settings, path, source), day_of(path, source)
        said = {"path": path, "day": day}
        what = Message("The settings of {path}", said)
        if day:
            what = Message("The settings of {path}, of {day}", said)
    yield f"# {escape(say(what))}\n"
    if settings.overrides:
        message = Message("without what overrides say of posts: name one to see its own")
        yield f"# {say(message)}\n"
    if not settings.enabled:
        message = Message("It is no digest (enabled = false): nothing is said of it")
        yield f"# {say(message)}\n"
    place_of = origin_of(scope.file, scopes.here).place if scope.file else str
    yield from settings_text(settings, place_of, say)


def settings_text(settings: Settings, place_of: PlaceOf, say: Say = str) -> Iterator[str]:
    """The lines: each setting, and where it comes from."""

    def origin(path: Keys) -> str:
        written = settings.given.get(path)
        if written is None:
            return say(Message("default"))
        option = str(written[0])
        return option if option.startswith("--") else place_of(written)

    fields = [field.name for field in dataclasses.fields(PostSettings)]
    tables: dict[Keys, Any] = {}
    for name in [*fields, "lang", "include", "exclude", "baseline"]:
        value = getattr(settings, name)
        if is_table(value):
            tables[(hyphenated(name),)] = value
        else:
            yield _line(hyphenated(name), value, origin((hyphenated(name),)))
    if settings.off:
        said = {"rules": ", ".join(settings.off)}
        message = Message("off, whatever is selected: {rules} (per-file-ignores)", said)
        yield f"# {say(message)}\n"
    rules = tables.pop(("rules",))
    for path, table in tables.items():
        yield from _table(path, table, origin, say)
    for rule in linter.rules():
        path = ("rules", rule.code)
        own = getattr(rules, rule.code, None)
        if own is None and not any(key[:2] == path for key in settings.given):
            continue
        yield f"\n[rules.{rule.code}]  # {rule.name}\n"
        is_on = rule.code in linter.active_rules(settings)
        level = settings.levels.get(rule.code) or (rule.severity.value if is_on else "off")
        key = (*path, "severity")
        is_idle = not is_on and key not in settings.given
        yield _line("severity", level, say(Message("not selected")) if is_idle else origin(key))
        if own is not None:
            yield from list(_table(path, own, origin, say))[1:]


def _table(path: Keys, table: Any, origin: Callable[[Keys], str], say: Say) -> Iterator[str]:
    yield f"\n[{'.'.join(path)}]\n"
    for field in dataclasses.fields(table):
        key, value = hyphenated(field.name), getattr(table, field.name)
        if value is None:
            message = Message("{key} is not set", {"key": key})
            yield f"# {say(message)}\n"
        else:
            yield _line(key, value, origin((*path, key)))


def _line(key: str, value: Any, origin: str) -> str:
    return f"{key} = {toml(value)}  # {escape(origin)}\n"
