"""Values as TOML has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from digestlint.patterns import pattern
from digestlint.reporters import LOG_COMMAND, encodable, is_unprinted
from digestlint.templates import Template

_BARE_KEY = pattern(r"[A-Za-z0-9_-]+")


def toml(value: Any) -> str:
    """A value of the settings."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, Mapping):
        pairs = (f"{quoted(key)} = {toml(each)}" for key, each in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    return quoted(str(value) if isinstance(value, Template) else value)


def quoted(text: str) -> str:
    """A text in quotation marks, in TOML's notation what is not to be printed.

    So is what would be a command to the log of a CI service. Lone surrogates, which TOML cannot
    hold, are text.
    """
    written = LOG_COMMAND.sub(r"#\\u0023", json.dumps(encodable(text), ensure_ascii=False))
    if written.isprintable():
        return written
    return "".join(_code_point(each) if is_unprinted(each) else each for each in written)


def _code_point(character: str) -> str:
    point = ord(character)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def dotted(keys: tuple[str, ...]) -> str:
    """The name of a table or a key; what is no bare key is quoted."""
    return ".".join(key if _BARE_KEY.fullmatch(key) else quoted(key) for key in keys)
