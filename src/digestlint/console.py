"""What the commands share: the way to each of them, errors in one line, exit status, colors."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn, TextIO

import click

from digestlint.reporters import escape


class Fault(click.ClickException):
    """What ends a command with exit status 2; each of ``lines`` is told on standard error."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


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
        try:
            status = self._run(arguments, name)
            sys.stdout.flush()
        except Fault as fault:
            complain(fault.lines)
        except click.ClickException as error:
            complain([error.format_message()])
        except click.Abort:
            return 130  # what a shell has for a program that the user interrupts
        except OSError as error:
            if not isinstance(error, BrokenPipeError):  # else `head` or so has seen enough
                complain([f"{error.filename or 'cannot write'}: {error.strerror}"])
            with suppress(OSError):  # what is left unwritten is not to be tried again at exit
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except Exception as error:
            from traceback import format_exception

            complain([f"internal error: {type(error).__name__}: {error}"])
            lines = "".join(format_exception(error)).rstrip("\n").split("\n")
            sys.stderr.writelines(f"  {escape(line)}\n" for line in lines)
        else:
            return status
        return 2

    def _run(self, arguments: list[str], name: str) -> int:
        command = self.beside.get(arguments[0]) if arguments else None
        if command is None:
            status = super().main(arguments, name, standalone_mode=False)
        else:
            status = command.main(arguments[1:], f"{name} {arguments[0]}", standalone_mode=False)
        return int(status or 0)


def _be_in_utf8() -> None:
    """Starts Python anew where the locale would have it misread the names of files."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, sys.orig_argv, environment)


def complain(lines: Iterable[str], kind: str = "error") -> None:
    """Tells each line on standard error."""
    sys.stderr.writelines(f"digestlint: {kind}: {escape(line)}\n" for line in lines)


def is_colored(stream: TextIO, choice: str) -> bool:
    """Whether to write colors: ``always``, ``never``, or for a terminal if nobody objects.

    https://no-color.org
    """
    if choice == "auto":
        environment = os.environ
        objects = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
        return stream.isatty() and not objects
    return choice == "always"
