"""Files that hold a report: each is written as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from digestlint import whole


def put(path: str, data: bytes) -> None:
    """Writes a file, new or in the place of an old one, whose mode it keeps.

    A device or a pipe, such as ``/dev/stderr``, takes the data as it is. Raises OSError; an old
    file is then as it was.
    """
    if path.startswith("/dev/") or (Path(path).exists() and not Path(path).is_file()):
        Path(path).write_bytes(data)
        return
    target = Path(os.path.realpath(path))
    whole.sweep(str(target.parent))
    like = target.stat() if target.exists() else None
    if like:
        whole.require_writable(target)
    whole.put(target, data, like=like)
