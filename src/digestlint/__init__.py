"""digestlint: finds the mistakes in digest posts that Jekyll publishes without a word.

Programs find here what ``__all__`` names; each is imported when it is asked for, so that the
command line does not pay for it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from digestlint.diagnostics import Diagnostic
    from digestlint.interface import fix, lint, lint_paths, parse, read_settings
    from digestlint.schema import DigestPost
    from digestlint.setting_faults import SettingsError
    from digestlint.settings import Settings

__all__ = [
    "Diagnostic",
    "DigestPost",
    "Settings",
    "SettingsError",
    "fix",
    "lint",
    "lint_paths",
    "parse",
    "read_settings",
]

_HOMES = {
    "Diagnostic": "diagnostics",
    "DigestPost": "schema",
    "Settings": "settings",
    "SettingsError": "setting_faults",
}
"""The module of each name that is not of the module ``interface``."""


def __getattr__(name: str) -> object:
    """What ``__all__`` names (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'interface')}"), name)


def __dir__() -> list[str]:
    """The public names, for who looks for them at a prompt."""
    return sorted({*globals(), *__all__})
