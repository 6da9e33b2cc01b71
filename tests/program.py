"""The program as a user runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def digestlint(
    *arguments: str | Path,
    cwd: Path | None = None,
    python: str | Path = sys.executable,
    given: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """What ``digestlint`` with these arguments wrote, and its exit status.

    ``given`` is what it has on standard input, ``environment`` is set besides what is set here.
    """
    return subprocess.run(
        [python, "-m", "digestlint", *arguments],
        cwd=cwd,
        input=given,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
