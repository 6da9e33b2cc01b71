"""Files that hold a report: each is written as a whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def put(path: str, data: bytes) -> None:
    """Writes a file, new or in the place of an old one, whose mode it keeps.

    A device or a pipe, such as ``/dev/stderr``, takes the data as it is. Raises OSError; an old
    file is then as it was.
    """
    if path.startswith("/dev/") or (Path(path).exists() and not Path(path).is_file()):
        Path(path).write_bytes(data)
        return
    target = Path(path).resolve()
    is_new = not target.exists()
    if not is_new and not os.access(target, os.W_OK):  # a rename would not mind
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    temporary = target.with_name(f".{target.name[:32]}.{os.urandom(4).hex()}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not is_new:
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
