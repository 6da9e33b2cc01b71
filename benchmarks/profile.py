"""Where digestlint's time goes: imports for one post, modules and checks for many."""

from __future__ import annotations

import os
import pstats
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median

from benchmarks.measure import environment
from benchmarks.table import markdown

RUNS = 7
MOST = 15
"""How many rows a table has."""

_IMPORT = re.compile(r"import time: +(\d+) \| +\d+ \| *(\S+)")
_OWN = re.compile(r"[/\\]digestlint[/\\](?!lib)(.*)\.py$")

Function = tuple[str, int, str]
"""File, line and name, as ``pstats`` has them."""


def imports(python: Path, arguments: Iterable[str], folder: Path) -> str:
    """Tables of the packages and of digestlint's modules by the time that their import takes."""
    times: defaultdict[str, list[int]] = defaultdict(list)
    for _ in range(RUNS):
        done = subprocess.run(
            [python, "-X", "importtime", *arguments],
            cwd=folder,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        for microseconds, module in _IMPORT.findall(done.stderr):
            times[module].append(int(microseconds))
    modules = {module: median(found) / 1000 for module, found in times.items()}
    packages: Counter[str] = Counter()
    for module, milliseconds in modules.items():
        packages[module.partition(".")[0]] += milliseconds  # type: ignore[assignment]
    own = {module: time for module, time in modules.items() if module.startswith("digestlint")}
    return (
        _table("package", "ms", "share", packages)
        + "\n"
        + _table("module of digestlint", "ms", "share of all", own, sum(modules.values()))
    )


def calls(python: Path, arguments: Iterable[str], folder: Path, scratch: Path) -> str:
    """Tables of digestlint's modules by their own time, and of checks by all that they call.

    The time of built-in functions is that of the module which calls them. The profiler makes calls
    look dearer than they are, so only shares are told.
    """
    file = scratch / "profile"
    subprocess.run(
        [python, "-m", "cProfile", "-o", file, *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    stats: Mapping[Function, tuple[int, int, float, float, Mapping[Function, tuple[float, ...]]]]
    stats = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]  # untyped, but documented
    modules: Counter[str] = Counter()
    checks: Counter[str] = Counter()
    for (path, _, name), (_, _, own, whole, callers) in stats.items():
        if path == "~":
            for (caller, _, _), figures in callers.items():
                modules[_module(caller)] += figures[2]  # type: ignore[assignment]
        else:
            modules[_module(path)] += own  # type: ignore[assignment]
        if _module(path).startswith("digestlint/checks/") and any(
            _module(caller) == "digestlint/linter" for caller, _, _ in callers
        ):
            checks[f"{_module(path).rpartition('/')[2]}: {name}"] += whole  # type: ignore[assignment]
    total = sum(modules.values())
    return (
        _table("module", "s", "share", modules)
        + "\n"
        + _table("check, with what it calls", "s", "share of all", checks, total)
    )


def _module(path: str) -> str:
    """A module of digestlint, or the package or module of another file."""
    if own := _OWN.search(path):
        return f"digestlint/{own[1].replace(os.sep, '/')}"
    parts = Path(path).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    return f"Python: {Path(path).stem}"


def _table(
    what: str, unit: str, share: str, times: Mapping[str, float], total: float | None = None
) -> str:
    """The heaviest, and the sum of the rest."""
    total = total or sum(times.values())
    ordered = sorted(times.items(), key=lambda each: -each[1])
    shown, rest = ordered[:MOST], ordered[MOST:]
    if rest:
        shown.append((f"{len(rest)} others", sum(time for _, time in rest)))
    body = [(name, f"{time:.2f}", f"{time / total:.1%}") for name, time in shown]
    sums = sum(time for _, time in shown)
    return markdown([(what, unit, share), *body, ("all", f"{sums:.2f}", f"{sums / total:.1%}")])
