"""Where the program starts: what has options is read by click, what has none needs no reading.

Hooks and workflows call it with paths alone, and to import click takes as long as to lint posts.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence

from digestlint import console

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from typing import NoReturn

COMMANDS = ("rule", "rules", "schema", "settings", "init", "export", "server")
"""The first words that are no paths."""
_COMPLETION = "_DIGESTLINT_COMPLETE"
"""The variable by which a shell asks click how a command line may go on."""


def main() -> NoReturn:
    """The program: exits with the status of what its arguments ask for."""
    command = None if _COMPLETION in os.environ else without_options(sys.argv[1:])
    if command:
        console.prepare(alone=True)
        console.leave(console.status_of(command))
    from digestlint import cli

    cli.main.main()


def without_options(arguments: Sequence[str]) -> Callable[[], int] | None:
    """What arguments ask for that click would only hand on; None if it has something to read."""
    if [*arguments] == ["--version"]:
        return _version
    if any(word.startswith("-") for word in arguments):
        return None
    if not arguments or arguments[0] not in COMMANDS:
        return lambda: _lint(arguments)
    if arguments[0] == "rule" and len(arguments) == 2:
        return lambda: _rule(arguments[1])
    return None


def _lint(paths: Sequence[str]) -> int:
    gc.disable()  # what is imported stays: to look for rubbish in it is in vain, now and later
    from digestlint import linter
    from digestlint.command import lint
    from digestlint.options import Options

    linter.rules()
    gc.freeze()
    gc.enable()
    return lint(Options(tuple(paths)))


def _rule(name: str) -> int:
    from digestlint.rule_page import print_page

    return print_page(name)


def _version() -> int:
    from digestlint.version import VERSION

    sys.stdout.write(f"digestlint {VERSION}\n")
    return 0
