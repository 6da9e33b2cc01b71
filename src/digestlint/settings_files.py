"""The files that hold settings: where they are looked for, and how they are read.

Most blogs have none: what only a settings file needs is imported when there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digestlint.globs import slashed
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.settings import Settings
from digestlint.values import replace

if TYPE_CHECKING:
    from digestlint.setting_faults import Origin

NAMES = ("digestlint.toml", ".digestlint.toml", "pyproject.toml")
"""The names of a settings file; the first one that a folder has is taken."""


def settings_file(folder: Path) -> Path | None:
    """The settings file in a folder.

    A ``pyproject.toml`` counts only with a table ``[tool.digestlint]``.
    """
    for name in NAMES:
        path = folder / name
        if path.is_file() and (name != "pyproject.toml" or _has_table(path)):
            return path
    return None


def _has_table(pyproject: Path) -> bool:
    import tomllib

    try:
        tool = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("tool")
    except (OSError, ValueError):
        return False  # another program's concern; a settings file of ours would be named
    return isinstance(tool, dict) and "digestlint" in tool


def load(path: Path, codes: Mapping[str, str], folder: Path | None = None) -> Settings:
    """The settings of a file. Raises SettingsError, which has every mistake at once.

    ``codes`` maps each rule's code and name to its code. Patterns are relative to ``folder``, or
    else to that of the file.
    """
    from digestlint.setting_faults import A_TABLE, SettingFault, SettingsError, found
    from digestlint.settings_reader import read

    origin = origin_of(path, folder)
    data = toml_of(origin)
    for at, key in enumerate(origin.root, 1):
        data = data.get(str(key), {})
        if not isinstance(data, dict):
            fault = SettingFault((), found(data, A_TABLE))
            raise SettingsError([replace(origin, root=origin.root[:at]).message(fault)])
    return read(data, origin, codes)


def toml_of(origin: Origin) -> dict[str, Any]:
    """What a file holds. Raises SettingsError."""
    import tomllib

    from digestlint.setting_faults import SettingsError

    try:
        return tomllib.loads(origin.text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_not_toml(origin.name, str(error))]) from None


def origin_of(path: Path, folder: Path | None = None) -> Origin:
    """A settings file as the place where settings come from. Raises SettingsError."""
    from digestlint.setting_faults import Origin, SettingsError

    name = shown_path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        said = {"path": name, "offset": error.start}
        raise SettingsError([Message("{path}: not UTF-8 at byte {offset}", said)]) from None
    except OSError as error:
        said = {"path": name, "reason": error.strerror}
        raise SettingsError([Message("{path}: cannot be read: {reason}", said)]) from None
    root = ("tool", "digestlint") if path.name == "pyproject.toml" else ()
    return Origin(name, text, root, slashed(folder or path.parent))


def shown_path(path: Path) -> str:
    """A path as messages have it: from the current folder on, if it lies there."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


_PLACE = pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


_PLAINER = {"illegal character '\\n'": "a text that is not closed on its line"}
"""What tomllib says that only its makers understand, in other words."""


def _not_toml(name: str, reason: str) -> Message:
    """What tomllib says, its place before it as in any other message."""
    found = _PLACE.search(reason)
    if not found:
        return Message("{place}: not TOML: {reason}", {"place": name, "reason": reason})
    reason = reason[:1].lower() + reason[1 : found.start()]
    said = {"place": name, "reason": _PLAINER.get(reason, reason)}
    if not found[1]:
        return Message("{place}: not TOML: {reason} at the end of the file", said)
    said["place"] += f":{found[1]}:{found[2]}"
    return Message("{place}: not TOML: {reason}", said)
