"""The commands as click has them: options and arguments, help, what it says of wrong ones."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from copy import copy
from inspect import cleandoc
from itertools import pairwise
from typing import Any, NoReturn

import click

from digestlint.console import Fault, leave, prepare, status_of
from digestlint.lang import LANGUAGES, say_in, spoken
from digestlint.message import Message, Say


class Program(click.Command):
    """A command with others beside it, which are reached by their name as first argument."""

    beside: Mapping[str, click.Command]

    def main(  # type: ignore[override]  # click's overloads are for modes that this one has not
        self, args: Sequence[str] | None = None, prog_name: str = "digestlint", **_: Any
    ) -> NoReturn:
        """Runs the command that the arguments name, and exits with its status."""
        prepare(alone=args is None)
        arguments = list(sys.argv[1:] if args is None else args)
        asked = _asked_lang(arguments)
        say = say_in(asked or "en")
        if say is not str:
            from digestlint.translation import tell_gettext

            tell_gettext(spoken(asked or "en"))
        status = status_of(lambda: self._run(arguments, prog_name, say), asked)
        if args is None:
            leave(status)
        sys.exit(status)

    def _run(self, arguments: list[str], name: str, say: Say) -> int:
        command: click.Command = self
        if arguments and arguments[0] in self.beside:
            command, name = self.beside[arguments[0]], f"{name} {arguments[0]}"
            arguments = arguments[1:]
        if say is not str:
            command = _translated(command, say)
        try:
            return int(click.Command.main(command, arguments, name, standalone_mode=False) or 0)
        except click.ClickException as error:
            raise Fault([Message("{said}", {"said": error.format_message()})]) from None
        except click.Abort:
            raise KeyboardInterrupt from None


def _asked_lang(arguments: Sequence[str]) -> str | None:
    """What ``--lang`` asks for: help and usage errors want it before click has read the options."""
    words = [word for each in arguments for word in each.split("=", each.startswith("--lang="))]
    asked = [value for option, value in pairwise(words) if option == "--lang"]
    return asked[-1] if asked and asked[-1] in LANGUAGES else None


_NARROW = 58
"""How many characters a line of help has at most where most of them are two cells wide."""


def _translated(command: click.Command, say: Say) -> click.Command:
    """The command with its help in another language. What click says itself is gettext's."""
    command = copy(command)
    command.params = list(map(copy, command.params))
    command.context_settings = {**command.context_settings, "max_content_width": _NARROW}
    command.help, command.epilog = (
        "\n\n".join(f"\b\n{say(Message(each))}" for each in paragraphs(text or ""))
        for text in (command.help, command.epilog)
    )
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            param.help = say(Message(param.help))
    return command


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a command's help, each of which is translated by itself.

    Those that click is not to fill anew (``\\b``) keep their lines.
    """
    parts = cleandoc(text).split("\n\n")
    return [
        each.removeprefix("\b\n") if each.startswith("\b") else " ".join(each.split())
        for each in parts
        if each
    ]
