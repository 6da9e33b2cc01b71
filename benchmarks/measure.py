"""What commands cost: one run, its memory over all processes, and two of them in turns."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

LAUNCH = Path(__file__).with_name("launch.py")
KIB = 1 if sys.platform != "darwin" else 1024
"""How many of the kernel's units of ``ru_maxrss`` make a KiB."""
FEWEST_TURNS = 3
MOST_TURNS = 15
FINE = 0.001
"""The seconds between two looks at the memory of all processes."""


class FailedError(Exception):
    """A command that ended with a status that is neither "nothing found" nor "something found"."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure.

    ``prepare`` is called before each run, outside the time.
    """

    name: str
    arguments: tuple[str, ...]
    folder: Path
    prepare: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost, all its processes together: seconds, seconds of CPU.

    ``largest`` is the peak resident memory of its largest process, in KiB.
    """

    wall: float
    cpu: float
    largest: int


@dataclass(frozen=True, slots=True)
class Turns:
    """What two commands cost that were run in turns: each run of one beside one of the other."""

    costs: tuple[Cost, ...]
    others: tuple[Cost, ...]

    @property
    def wall_ratios(self) -> list[float]:
        """Of each pair, the wall time of the first command in parts of that of the other."""
        return [one.wall / other.wall for one, other in zip(self.costs, self.others, strict=True)]

    @property
    def cpu_ratios(self) -> list[float]:
        """The same for CPU time."""
        return [one.cpu / other.cpu for one, other in zip(self.costs, self.others, strict=True)]


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each number."""
    costs = tuple(costs)
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        round(median(cost.largest for cost in costs)),
    )


def run(command: Command) -> Cost:
    """One run of a command, its output thrown away. Raises FailedError."""
    if command.prepare:
        command.prepare()
    launched = subprocess.run(
        [sys.executable, "-I", "-S", LAUNCH, *command.arguments],
        cwd=command.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    code, wall, cpu, largest = launched.stdout.split()
    if int(code) not in (0, 1):
        raise FailedError(f"{command.name} ended with status {int(code)}")
    return Cost(float(wall), float(cpu), int(largest) // KIB)


def in_turns(command: Command, other: Command, seconds: float) -> Turns:
    """Runs two commands in turns, until a time is spent. Raises FailedError.

    Each is run once before, so that its files are in memory.
    """
    run(command)
    run(other)
    pairs: list[tuple[Cost, Cost]] = []
    start = time.perf_counter()
    while len(pairs) < FEWEST_TURNS or (
        len(pairs) < MOST_TURNS and time.perf_counter() - start < seconds
    ):
        pairs.append((run(command), run(other)))
    costs, others = zip(*pairs, strict=True)
    return Turns(costs, others)


def environment() -> dict[str, str]:
    """The environment of a command: nothing in it but what it needs to be found and to speak."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
    return {**kept, "LANG": "C.UTF-8", "NO_COLOR": "1"}


def all_memory(command: Command) -> int | None:
    """The most memory that all processes of one run had at a time, in KiB.

    Memory that several share is counted once. It is looked at every millisecond, so a short peak
    may be missed. None where the system does not tell, or where there is but one process: its peak
    is known exactly.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    if command.prepare:
        command.prepare()
    most, many = 0, False
    with subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        while process.poll() is None:
            sizes = [size for each in _session(process.pid) if (size := _size(each))]
            most = max(most, sum(sizes))
            many = many or len(sizes) > 1
            time.sleep(FINE)
    return most if many else None


def _session(leader: int) -> Sequence[Path]:
    """The folders in ``/proc`` of a session's processes."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, IndexError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader:
                    found.append(folder)
    return found


def _size(folder: Path) -> int:
    """The memory of a process in KiB, its part of what it shares; 0 for one that is gone."""
    with suppress(OSError):
        for line in (folder / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
