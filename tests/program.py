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


def living(group: int) -> list[str]:
    """The processes of a group, each as its number and state; the dead and unburied are not one."""
    if Path("/proc/self/stat").exists():
        lines = list(map(_stat, Path("/proc").glob("[0-9]*/stat")))
    else:
        command = ["ps", "-eo", "pid=,stat=,pgid="]
        lines = subprocess.check_output(command, text=True).splitlines()
    fields = (line.split() for line in lines if line)
    return [f"{pid} {state}" for pid, state, of in fields if of == str(group) and state[0] != "Z"]


def _stat(path: Path) -> str:
    """Number, state and group of a process (proc_pid_stat(5)); empty where it is gone by now."""
    try:
        pid, _, rest = path.read_text("utf-8", "replace").partition(" (")
    except OSError:
        return ""
    state, _, group, *_ = rest.rpartition(")")[2].split()
    return f"{pid} {state} {group}"
