"""Measures digestlint beside its peers, and prints a table and a profile; see README.md."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import blocks, peers, profile
from benchmarks.posts import Mix
from benchmarks.table import COLUMNS, Block, markdown, rows

README = Path(__file__).with_name("README.md")
MARKS = ("<!-- measured: begin -->\n", "<!-- measured: end -->\n")
PARTS = ("start", "check", "fix", "profile")
PEERS = ("rumdl", "markdownlint-cli2", "remark", "pymarkdown")
PROFILED = 1000


def main() -> int:
    """The exit status: 0, or 2 where nothing can be measured."""
    arguments = _arguments()
    if not hasattr(os, "wait4"):
        _say("this system does not tell what a process cost (os.wait4)")
        return 2
    scratch: Path = arguments.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    _say("installing digestlint")
    try:
        python = peers.install_digestlint(scratch)
    except peers.AbsentError as error:
        _say(f"digestlint cannot be installed: {error}")
        return 2
    wanted = arguments.peers if {"start", "check"} & {*arguments.parts} else ()
    found = tuple(peers.install(scratch, wanted, _say))
    mix = Mix(arguments.defects, arguments.markup)
    ground = blocks.Ground(scratch, python, found, mix)
    report = "\n".join(_report(ground, arguments))
    sys.stdout.write(report)
    if arguments.write:
        _write(report)
    shutil.rmtree(scratch / "blogs", ignore_errors=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--posts", type=_counts, default=(100, 1000, 5000), metavar="N,…", help="how many posts")
    add("--parts", type=_names(PARTS), default=PARTS, metavar="PART,…", help=", ".join(PARTS))
    add("--peers", type=_names(PEERS), default=PEERS, metavar="PEER,…", help=", ".join(PEERS))
    add("--seconds", type=float, default=20, metavar="S", help="for each pair, after three turns")
    add("--defects", type=_share, default=0.05, metavar="SHARE", help="of posts with a defect")
    add("--markup", type=_share, default=0.05, metavar="SHARE", help="of posts with more Markdown")
    add("--scratch", type=Path, default=_cache(), metavar="FOLDER", help="where to install")
    add("--write", action="store_true", help="put the result into the README")
    return parser.parse_args()


def _counts(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(part) for part in text.split(",")))


def _names(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def names(text: str) -> tuple[str, ...]:
        given = tuple(part for part in text.split(",") if part)
        if unknown := [name for name in given if name not in known]:
            raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(known)}")
        return given

    return names


def _share(text: str) -> float:
    if not 0 <= (share := float(text)) <= 1:
        raise argparse.ArgumentTypeError("expected a number from 0 to 1")
    return share


def _cache() -> Path:
    return (
        Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "digestlint-benchmarks"
    )


def _report(ground: blocks.Ground, arguments: argparse.Namespace) -> Iterator[str]:
    """The paragraphs and tables."""
    yield _machine(ground)
    table = list(rows(_blocks(ground, arguments), arguments.seconds, _say))
    if table:
        yield markdown([COLUMNS, *table])
    if "profile" in arguments.parts:
        _say("profiles")
        one = ground.blog("one", 1, Mix(0, 0))
        yield "Importing, one good post, by the time of each module alone:\n"
        yield profile.imports(ground.python, [ground.program, "_posts"], one)
        many = ground.blog("profiled", PROFILED, ground.mix)
        alone = ("--jobs", "1") if _has_jobs(ground) else ()
        yield f"Running, {PROFILED} posts, one process, under cProfile:\n"
        words = [ground.program, *alone, "_posts"]
        yield profile.calls(ground.python, words, many, ground.scratch)


def _blocks(ground: blocks.Ground, arguments: argparse.Namespace) -> Iterator[Block]:
    if "start" in arguments.parts:
        yield from blocks.start(ground)
    if "check" in arguments.parts:
        yield from blocks.checks(ground, arguments.posts, has_jobs=_has_jobs(ground))
    if "fix" in arguments.parts:
        yield from blocks.fixes(ground, arguments.posts)


def _has_jobs(ground: blocks.Ground) -> bool:
    """Whether this digestlint spreads its posts over processes."""
    return "--jobs" in _output(ground.program, "--help")


def _machine(ground: blocks.Ground) -> str:
    """What it was measured on, and with which versions."""
    versions = [f"digestlint {peers.version(ground.python, 'digestlint')} ({_commit()})"]
    versions += [f"{peer.name} {peer.version}" for peer in ground.peers]
    versions.append(f"Python {platform.python_version()}")
    if shutil.which("node"):
        versions.append(f"Node {_output('node', '--version').strip().lstrip('v')}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    mix = ground.mix
    return (
        f"{_processor()}, {cores} cores, {memory:.0f} GB, {platform.system()} "
        f"{platform.release()}; load before the first run: {load:.1f}. {', '.join(versions)}. "
        f"Posts with a defect: {mix.defects:.0%}, more Markdown: {mix.markup:.0%}.\n"
    )


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str:
    try:
        return _output("git", "-C", str(peers.CHECKOUT), "describe", "--always", "--dirty").strip()
    except (OSError, subprocess.CalledProcessError):
        return "no repository"


def _output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def _write(report: str) -> None:
    """Puts the report between the marks of the README."""
    before, begin, rest = README.read_text("utf-8").partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    README.write_text(f"{before}{begin}\n{report}\n{end}{after}", "utf-8")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
