"""Work that is spread over processes: the same to the byte, in order, nothing lost in silence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from detection.good import EXAMPLES
from digestlint import workers
from digestlint.workers import FEWEST, LARGEST_CHUNK, chunk_size, spread
from program import digestlint, living


def double(numbers: tuple[int, ...]) -> list[int]:
    return [2 * number for number in numbers]


def die_at_seven(numbers: tuple[int, ...]) -> list[int]:
    if 7 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return list(numbers)


def fail(numbers: tuple[int, ...]) -> list[int]:
    raise ValueError(f"no use for {numbers}")


def test_results_come_in_order() -> None:
    parts = [(number, number + 1) for number in range(0, 60, 2)]
    assert list(spread(double, parts, 3)) == [double(part) for part in parts]


def test_worker_that_dies_is_told_and_nothing_is_waited_for() -> None:
    parts = [(number,) for number in range(12)]
    results = list(spread(die_at_seven, parts, 2))
    assert len(results) == len(parts)
    assert results[7] is None
    assert all(result in (None, list(part)) for part, result in zip(parts, results, strict=True))


def die_while_handing_over(numbers: tuple[int, ...]) -> bytes:
    """Much, and while it goes through the pipe the worker is killed; in parts, not at all."""
    if numbers[0] % 3 == 0:
        threading.Timer(0.002 * (numbers[0] % 5), os.kill, (os.getpid(), signal.SIGKILL)).start()
    return bytes(2**25)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_worker_that_dies_while_it_hands_over_is_told() -> None:
    results = list(spread(die_while_handing_over, [(number,) for number in range(8)], 3))
    assert len(results) == 8
    assert all(result is None or result == bytes(2**25) for result in results)


def die(_: tuple[int, ...]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_where_all_workers_die_all_is_told() -> None:
    assert list(spread(die, [(number,) for number in range(9)], 3)) == [None] * 9


def test_worker_that_dies_takes_only_what_it_had_in_hand() -> None:
    parts = [(number,) for number in range(12)]
    results = list(spread(die_at_seven, parts, 2))
    assert results == [None if 7 in part else list(part) for part in parts]


def test_what_is_not_asked_for_is_not_waited_for() -> None:
    results = spread(double, [(number,) for number in range(50)], 2)
    assert next(results) == [0]
    results.close()


def test_exception_is_passed_on() -> None:
    with pytest.raises(ValueError, match="no use for"):
        list(spread(fail, [(1,), (2,)], 2))


@pytest.mark.parametrize(
    ("count", "jobs", "size"),
    [(0, 2, 1), (10, 8, 10), (FEWEST, 1, FEWEST), (FEWEST, 2, 6), (5000, 2, LARGEST_CHUNK)],
)
def test_few_files_are_left_to_one_process(count: int, jobs: int, size: int) -> None:
    assert chunk_size(count, jobs) == size


def test_usable_cores_are_those_of_this_process() -> None:
    assert 1 <= workers.usable_cores() <= (os.cpu_count() or 1)


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """More posts than one process would take, good and broken."""
    posts = tmp_path / "_posts"
    posts.mkdir()
    texts = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.md"))]
    for number in range(FEWEST + 12):
        text = texts[number % len(texts)]
        (posts / f"2023-05-{number % 28 + 1:02}-digest-{number}.md").write_bytes(text)
    (posts / "2023-06-01-cp949.md").write_bytes("제목".encode("cp949"))
    return tmp_path


@pytest.mark.parametrize("arguments", [(), ("--output-format", "json"), ("--diff",)])
def test_output_is_the_same_with_one_process_and_with_three(
    blog: Path, arguments: tuple[str, ...]
) -> None:
    one = digestlint("_posts", "-j", "1", *arguments, cwd=blog)
    three = digestlint("_posts", "-j", "3", *arguments, cwd=blog)
    assert (one.returncode, one.stdout, one.stderr) == (
        three.returncode,
        three.stdout,
        three.stderr,
    )
    assert "DL001" in one.stdout + one.stderr


def test_fix_is_the_same_with_one_process_and_with_three(blog: Path) -> None:
    before = {path.name: path.read_bytes() for path in (blog / "_posts").iterdir()}
    digestlint("_posts", "-j", "1", "--fix", cwd=blog)
    one = {path.name: path.read_bytes() for path in (blog / "_posts").iterdir()}
    for name, data in before.items():
        (blog / "_posts" / name).write_bytes(data)
    digestlint("_posts", "-j", "3", "--fix", cwd=blog)
    three = {path.name: path.read_bytes() for path in (blog / "_posts").iterdir()}
    assert one != before
    assert one == three


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal are POSIX's")
def test_interrupt_ends_the_run_without_a_trace(blog: Path) -> None:
    texts = [path.read_bytes() for path in (blog / "_posts").iterdir()]
    for number in range(2000):
        (blog / "_posts" / f"2022-01-01-more-{number}.md").write_bytes(texts[number % 9])
    process = subprocess.Popen(
        [sys.executable, "-m", "digestlint", "_posts", "-j", "2"],
        cwd=blog,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while len(living(process.pid)) < 3 and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in errors


# Windows and macOS start their workers anew

SPAWNING = """
import sys
from types import SimpleNamespace
from digestlint import cli, workers
if __name__ == "__main__":
    workers.sys = SimpleNamespace(platform="darwin")
    __import__("multiprocessing").set_start_method("spawn")
    cli.main()
"""


@pytest.mark.parametrize("arguments", [(), ("--fix", "--output-format", "json")])
def test_workers_that_are_not_forked_are_as_good(blog: Path, arguments: tuple[str, ...]) -> None:
    program = blog / "program.py"
    program.write_text(SPAWNING, encoding="utf-8")
    trap = "import os; os.mkdir('pwned')\n"
    posts = blog / "_posts"
    for name in ("multiprocessing", "digestlint", "yaml", "pickle", "socket"):
        (posts / f"{name}.py").write_text(trap, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in posts.glob("*.md")}
    shown, written = [], []
    for jobs in ("1", "3"):
        for name, data in before.items():
            (posts / name).write_bytes(data)
        command = [sys.executable, program, "-j", jobs, *arguments, "."]
        shown.append(subprocess.run(command, cwd=posts, capture_output=True, check=False))
        written.append({path.name: path.read_bytes() for path in posts.glob("*.md")})
    one, three = ((each.returncode, each.stdout, each.stderr) for each in shown)
    assert one == three
    assert one[0] in (0, 1)
    assert written[0] == written[1]
    assert (written[0] != before) == ("--fix" in arguments)
    assert not (posts / "pwned").exists()
