"""What the commands share: how they begin and end, errors in one line, exit status, colors."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from digestlint.lang import say_in
from digestlint.message import Message, Say
from digestlint.reporters import escape, is_terminal, no_command

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from typing import NoReturn, TextIO


class Fault(Exception):  # noqa: N818  # the user's, none of the program's
    """What ends a command with exit status 2; each of ``lines`` is told on standard error.

    ``lang`` is the language that settings ask for; ``--lang`` has more to say.
    """

    def __init__(self, lines: Sequence[Message], lang: str = "en") -> None:
        super().__init__("\n".join(map(str, lines)))
        self.lines = lines
        self.lang = lang


def prepare(*, alone: bool) -> None:
    """Makes the process, if the command has it for itself (``alone``), and its output ready."""
    if alone:
        _be_in_utf8()
        _open_streams()
        _end_in_order()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale and the system, it is alike
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def status_of(command: Callable[[], int], asked: str | None = None) -> int:
    """The exit status of a command; whatever it raises is told in one line.

    ``asked`` is the language that an option asks for, which settings do not change.
    """
    say = say_in(asked or "en")
    try:
        status = command()
        sys.stdout.flush()
    except Fault as fault:
        complain(fault.lines, say if asked else say_in(fault.lang))
    except KeyboardInterrupt:
        return 130  # what a shell has for a program that the user interrupts
    except OSError as error:
        if not _has_seen_enough(error):
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
        sys.stderr.writelines(f"{no_command(f'  {escape(line)}')}\n" for line in lines)
    else:
        return status
    return 2


def _has_seen_enough(error: OSError) -> bool:
    """Whether who reads the output, such as ``head``, has gone; Windows has no word for that."""
    is_closed = sys.platform == "win32" and error.errno == errno.EINVAL and not error.filename
    return isinstance(error, BrokenPipeError) or is_closed


def leave(status: int) -> NoReturn:
    """Ends the process at once; to take apart all that was imported takes as long as to lint."""
    if _is_watched():
        sys.exit(status)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # no stream, or one that is closed
            stream.flush()
    os._exit(status)


def _is_watched() -> bool:
    """Whether a profiler, a debugger or the like has something to do at an end in order."""
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    tools = map(monitoring.get_tool, range(6)) if monitoring else ()
    return bool(sys.getprofile() or sys.gettrace() or any(tools))


def _be_in_utf8() -> None:
    """Starts Python anew where the locale would have it misread the names of files."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, sys.orig_argv, environment)


def _open_streams() -> None:
    """Gives a stream that is closed (``>&-``) nowhere to write to.

    Else the next file that is opened would be taken for it.
    """
    for name in ("stdin", "stdout", "stderr"):  # the lowest free descriptor is that of the first
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _end_in_order() -> None:
    """Has a signal to end the program end it as Ctrl-C does, so that what is begun is cleared up.

    The exit status is then what a shell has for a program that the signal ended.
    """
    import signal

    def end(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # as nohup has not
            signal.signal(number, end)


def complain(lines: Iterable[Message], say: Say, kind: str = "error") -> None:
    """Tells each line on standard error."""
    sys.stderr.writelines(f"digestlint: {kind}: {escape(say(line))}\n" for line in lines)


def is_colored(stream: TextIO, choice: str) -> bool:
    """Whether to write colors: ``always``, ``never``, or for a terminal if nobody objects.

    https://no-color.org
    """
    if choice == "auto":
        return is_terminal(stream) and not os.environ.get("NO_COLOR")
    return choice == "always"
