"""What the commands share: the way to each of them, errors in one line, exit status, colors."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from inspect import cleandoc
from itertools import pairwise
from typing import Any, NoReturn, TextIO

import click

from digestlint.lang import LANGUAGES, say_in, spoken
from digestlint.message import Message, Say
from digestlint.reporters import escape


class Fault(click.ClickException):
    """What ends a command with exit status 2; each of ``lines`` is told on standard error.

    ``lang`` is the language that settings ask for; ``--lang`` has more to say.
    """

    def __init__(self, lines: Sequence[Message], lang: str = "en") -> None:
        super().__init__("\n".join(map(str, lines)))
        self.lines = lines
        self.lang = lang


class Program(click.Command):
    """A command with others beside it, which are reached by their name as first argument."""

    beside: Mapping[str, click.Command]

    def main(  # type: ignore[override]  # click's overloads are for modes that this one has not
        self, args: Sequence[str] | None = None, prog_name: str = "digestlint", **_: Any
    ) -> NoReturn:
        """Runs the command that the arguments name, and exits with its status."""
        if args is None:
            _be_in_utf8()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # whatever the locale, the output is UTF-8
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        sys.exit(self._status(list(sys.argv[1:] if args is None else args), prog_name))

    def _status(self, arguments: list[str], name: str) -> int:
        asked = _asked_lang(arguments)
        say = say_in(asked or "en")
        if say is not str:
            from digestlint.translation import tell_gettext

            tell_gettext(spoken(asked or "en"))
        try:
            status = self._run(arguments, name, say)
            sys.stdout.flush()
        except Fault as fault:
            complain(fault.lines, say if asked else say_in(fault.lang))
        except click.ClickException as error:
            complain([Message("{said}", {"said": error.format_message()})], say)
        except click.Abort:
            return 130  # what a shell has for a program that the user interrupts
        except OSError as error:
            if not isinstance(error, BrokenPipeError):  # else `head` or so has seen enough
                said = {"path": error.filename, "reason": error.strerror}
                cannot = Message("cannot write: {reason}", said)
                complain([Message("{path}: {reason}", said) if error.filename else cannot], say)
            with suppress(OSError):  # what is left unwritten is not to be tried again at exit
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except Exception as error:
            from traceback import format_exception

            said = {"error": f"{type(error).__name__}: {error}"}
            complain([Message("internal error: {error}", said)], say)
            lines = "".join(format_exception(error)).rstrip("\n").split("\n")
            sys.stderr.writelines(f"  {escape(line)}\n" for line in lines)
        else:
            return status
        return 2

    def _run(self, arguments: list[str], name: str, say: Say) -> int:
        command: click.Command = self
        if arguments and arguments[0] in self.beside:
            command, name = self.beside[arguments[0]], f"{name} {arguments[0]}"
            arguments = arguments[1:]
        if say is not str:
            command = _translated(command, say)
        return int(click.Command.main(command, arguments, name, standalone_mode=False) or 0)


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


def _be_in_utf8() -> None:
    """Starts Python anew where the locale would have it misread the names of files."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, sys.orig_argv, environment)


def complain(lines: Iterable[Message], say: Say, kind: str = "error") -> None:
    """Tells each line on standard error."""
    sys.stderr.writelines(f"digestlint: {kind}: {escape(say(line))}\n" for line in lines)


def is_colored(stream: TextIO, choice: str) -> bool:
    """Whether to write colors: ``always``, ``never``, or for a terminal if nobody objects.

    https://no-color.org
    """
    if choice == "auto":
        environment = os.environ
        objects = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
        return stream.isatty() and not objects
    return choice == "always"
