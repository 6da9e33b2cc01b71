"""The checks: one module a family of rules."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def families() -> list[ModuleType]:
    """The modules of the families; each is its list of rules."""
    return [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
