"""Selectors: how settings, options and comments name rules.

A rule is named by its code, its name, a prefix of its code of at least two letters, or ``ALL``.
``codes`` maps each rule's code and name to its code, here and wherever it is handed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digestlint.message import Message
from digestlint.nearest import nearest

ALL = "ALL"
"""The selector of every rule, those included that are off by default."""


def specificity(selector: str, code: str, codes: Mapping[str, str]) -> int:
    """How exactly a selector names a rule, 0 if not: ALL 1, a prefix its length, a code or name 9.

    So a prefix that is a whole code counts as one.
    """
    if selector == ALL:
        return 1
    if codes.get(selector) == code:
        return 9
    return len(selector) if len(selector) > 1 and code.startswith(selector) else 0


def names_any(selector: str, codes: Mapping[str, str]) -> bool:
    """Whether a selector names any rule."""
    return selector in codes or any(specificity(selector, code, codes) for code in codes.values())


def unknown(selector: str, codes: Mapping[str, str]) -> Message | None:
    """What is wrong with a selector that names no rule, with the nearest that does."""
    if selector == ALL or names_any(selector, codes):
        return None
    return no_rule(selector, {ALL, *codes, *(code[:2] for code in codes.values())})


def no_rule(name: str, known: Iterable[str]) -> Message:
    """That no rule is called so, with the nearest of the known names."""
    near = nearest(name, known)
    if near is None:
        return Message("no rule is called {name}", {"name": name})
    return Message("no rule is called {name}, the nearest is {near}", {"name": name, "near": near})
