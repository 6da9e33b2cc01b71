"""A file is written as a whole or not at all, however the run ends.

The new content goes to a file beside the old one, which takes the old one's name at the end: at
every moment the name stands for the one content or the other. What it costs: another name of the
file (a hard link) keeps the old content. A file without a name (``O_TMPFILE``) would not do without
the other name: it can be given only a name that is free, so it too has another one for a moment,
and there are none outside of Linux.

The other name is ``.digestlint-<random>.tmp``: Jekyll publishes nothing that begins with a dot, and
nobody takes it for a post. Who writes holds a lock on it, which ends with the process, even one
that is killed; so a file of such a name that nobody holds is left over, and ``sweep`` removes it.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from digestlint.patterns import pattern

_OURS = pattern(r"\.digestlint-[0-9a-f]{16}\.tmp")


class ChangedError(Exception):
    """A file that is no longer what was read, so that writing it would lose the change."""


def read(path: str) -> bytes:
    """The content of a file.

    Raises OSError, also for what is no file: a pipe would keep a run waiting, a device may never
    end.
    """
    file = Path(path)
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(errno.EINVAL, "not a regular file", path)
    return file.read_bytes()


def write(path: str, data: bytes, *, read: bytes) -> None:
    """Puts ``data`` in the place of the file's content; of a link, the target is written.

    ``read`` is the content that ``data`` was made from. The new file has the mode and the extended
    attributes of the old one, and its owner where that can be had. Two runs that want to write one
    file do so one after the other; the second finds it changed.

    Raises ChangedError where the file holds something else by now, and OSError; in either case
    the file is as it was. The last look is right before the rename: an editor that saves between
    the two, within some microseconds, is not seen.
    """
    target = Path(os.path.realpath(path))

    def is_wanted() -> bool:
        now = target.read_bytes()
        if now not in (read, data):
            raise ChangedError(path)
        return now != data  # else another run has made the same of it

    with _alone(target):
        require_writable(target)
        if is_wanted():
            put(target, data, like=target.stat(), is_wanted=is_wanted)


def require_writable(target: Path) -> None:
    """Raises OSError for a file that is read-only: a rename would not mind."""
    if not os.access(target, os.W_OK):
        target.open("r+b").close()  # which knows why not
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def put(
    target: Path,
    data: bytes,
    *,
    like: os.stat_result | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Puts a file in its place; ``like`` is the status of the one that is there, if one is.

    ``is_wanted`` is asked at the last moment. Raises what it raises, and OSError; nothing has
    changed then.
    """
    temporary = target.with_name(f".digestlint-{os.urandom(8).hex()}.tmp")
    try:
        with _held(temporary, 0o600 if like else 0o666) as file:
            file.write(data)
            file.flush()
            if like:
                _become(temporary, target, like)
            os.fsync(file.fileno())
            if sys.platform == "win32":  # where an open file cannot be renamed
                file.close()
            if is_wanted():
                temporary.replace(target)
            else:
                temporary.unlink()
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def sweep(folder: str) -> None:
    """Removes what killed runs have left in a folder; what a run is writing stays."""
    with suppress(OSError), os.scandir(folder) as listing:
        for entry in listing:
            if _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    _remove(entry.path)


def _remove(path: str) -> None:
    """Removes a file unless somebody holds it. Raises OSError."""
    if sys.platform == "win32":  # where an open file cannot be removed
        Path(path).unlink()
    else:
        from fcntl import LOCK_EX, LOCK_NB, flock

        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
            Path(path).unlink()
        finally:
            os.close(descriptor)


@contextmanager
def _held(path: Path, mode: int) -> Iterator[BinaryIO]:
    """A new file, which this process holds while it is open. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        with os.fdopen(os.open(path, flags, mode), "wb") as file:
            _hold(file.fileno())
            if os.fstat(file.fileno()).st_nlink:  # else it was swept away before it was held
                yield file
                return


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Holds a file, so that only one run writes it at a time. Raises OSError where it is gone."""
    if sys.platform == "win32":  # where an open file cannot be replaced
        yield
        return
    descriptor = os.open(target, os.O_RDONLY | os.O_NONBLOCK)
    try:
        _hold(descriptor)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int) -> None:
    """Locks an open file for this process, once others have let it go."""
    if sys.platform != "win32":
        from fcntl import LOCK_EX, flock

        with suppress(OSError):  # some file systems have no locks
            flock(descriptor, LOCK_EX)


def _become(temporary: Path, target: Path, like: os.stat_result) -> None:
    """Gives a new file the owner, the mode and the extended attributes of an old one."""
    if sys.platform != "win32":
        with suppress(OSError):  # one may give a file to a group of one's own
            os.chown(temporary, -1, like.st_gid)
        with suppress(OSError):  # only root may give one away
            os.chown(temporary, like.st_uid, -1)
    temporary.chmod(stat.S_IMODE(like.st_mode))
    if sys.platform == "linux":
        with suppress(OSError):  # some file systems have none
            for name in os.listxattr(target):
                with suppress(OSError):  # some are the system's own
                    os.setxattr(temporary, name, os.getxattr(target, name))
