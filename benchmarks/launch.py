"""Runs one command and tells what it cost; a program of its own, so that it is small.

The most memory that the kernel reports of a process is never less than that of the process which
started it. So this one imports next to nothing, and is started with ``python -I -S``.

Arguments: a command. Standard output: exit status, seconds, seconds of CPU, and the peak resident
memory of the largest process in the kernel's unit, all of it with its children.
"""

import os
import sys
import time


def main() -> None:
    """Runs the command, its output thrown away."""
    command = sys.argv[1:]
    nowhere = os.open(os.devnull, os.O_RDWR)
    redirected = [(os.POSIX_SPAWN_DUP2, nowhere, descriptor) for descriptor in range(3)]
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=redirected)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    os.write(1, f"{code} {seconds} {cpu} {usage.ru_maxrss}\n".encode())


if __name__ == "__main__":
    main()
