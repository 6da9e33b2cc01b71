"""Runs that are killed, interrupted, out of room, or two at once: every post is whole.

By hand, as long as one likes::

    DIGESTLINT_KILLS=200 DIGESTLINT_KILLED_POSTS=500 pytest -m slow tests/test_killed.py
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from benchmarks.posts import Mix, make
from detection.good import EXAMPLES
from program import digestlint, living
from renderers import build_site

if sys.platform == "win32":
    pytest.skip("signals and locks are POSIX's", allow_module_level=True)

KILLS = int(os.environ.get("DIGESTLINT_KILLS", "16"))
"""How many runs are killed in all; the seed of each is its number."""
POSTS = int(os.environ.get("DIGESTLINT_KILLED_POSTS", "100"))
OURS = re.compile(r"\.digestlint-[0-9a-f]{16}\.tmp")
PATIENCE = 60.0
"""How many seconds until something that must happen has not."""

Blog = dict[str, bytes]


@pytest.fixture(scope="module")
def old() -> Blog:
    """Posts as a model writes them: every one has white space to mend, and no last line end.

    They are of one paper, so that much of the time goes into writing.
    """
    posts = make(POSTS, Mix(defects=0, raw=True))
    return {it.name: it.text.partition("\n# 2. ")[0].rstrip("\n").encode() for it in posts}


@pytest.fixture
def folder(tmp_path: Path, old: Blog) -> Path:
    """The posts in their folder, and above it a repository's root."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "_posts").mkdir()
    put(tmp_path / "_posts", old)
    return tmp_path / "_posts"


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory, old: Blog) -> Blog:
    """The posts as ``--fix`` leaves them."""
    return fixed(tmp_path_factory.mktemp("new"), old)


def fixed(folder: Path, posts: Blog, *options: str) -> Blog:
    put(folder, posts)
    done = digestlint("--fix", *options, folder)
    assert done.returncode in (0, 1), done.stderr
    return read(folder)


def put(folder: Path, posts: Blog) -> None:
    for name, data in posts.items():
        if not (folder / name).exists() or (folder / name).read_bytes() != data:
            (folder / name).write_bytes(data)


def read(folder: Path) -> Blog:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    """A run in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "digestlint", "--fix", *options, folder.name],
        cwd=folder.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def await_first(folder: Path, old: Blog) -> None:
    """Waits until the first post is written."""
    end = time.monotonic() + PATIENCE
    while not any((folder / name).read_bytes() != data for name, data in old.items()):
        assert time.monotonic() < end, "nothing was written"
        time.sleep(0.001)


def await_end(group: int) -> None:
    """Waits until no process of a group is left; what is dead and unburied is not."""
    end = time.monotonic() + PATIENCE
    while left := living(group):
        assert time.monotonic() < end, f"a process outlived its run: {left}"
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("whom", ["group", "parent"])
def test_kill(folder: Path, old: Blog, new: Blog, jobs: str, whom: str) -> None:
    begin = time.monotonic()
    put(folder, old)
    start(folder, "-j", jobs).communicate()
    seconds = time.monotonic() - begin
    assert read(folder) == new
    midway = 0
    for seed in range(KILLS // 4):
        put(folder, old)
        process = start(folder, "-j", jobs)
        time.sleep(Random(seed).uniform(0, seconds))
        if whom == "group":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
        await_end(process.pid)
        left = read(folder)
        said = f"seed {seed}"
        assert {name for name in left if not OURS.fullmatch(name)} == old.keys(), said
        assert len(left) - len(old) <= int(jobs), said
        assert all(left[name] in (old[name], new[name]) for name in old), said
        midway += any(left[name] == old[name] for name in old) and any(
            left[name] == new[name] for name in old
        )
    assert midway, "no run was killed in the middle"
    put(folder, old)
    assert digestlint("--fix", folder).returncode in (0, 1)
    assert read(folder) == new


# The statement after which a run ends, counted over all that a write executes in its module.
AT_A_LINE = """
import os, signal, sys
from digestlint import whole
path, count, how = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def trace(frame, event, argument):
    global count
    if frame.f_code.co_filename != whole.__file__:
        return None
    if event == "line":
        count -= 1
        if count == 0:
            if how == "SIGKILL":
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt
    return trace

sys.settrace(trace)
whole.write(path, b"new", read=b"old")
sys.settrace(None)
print(count)
"""


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_end_at_every_line_of_the_writer(tmp_path: Path, how: str) -> None:
    path = tmp_path / "a.md"
    contents = set()
    left_over = 0
    for line in range(1, 200):
        path.write_bytes(b"old")
        path.chmod(0o640)
        arguments = [sys.executable, "-c", AT_A_LINE, str(path), str(line), how]
        done = subprocess.run(arguments, capture_output=True, check=False)
        contents.add(path.read_bytes())
        assert path.stat().st_mode & 0o777 == 0o640
        others = {each.name for each in tmp_path.iterdir()} - {path.name}
        assert all(map(OURS.fullmatch, others))
        left_over = max(left_over, len(others))
        if done.returncode == 0:
            break
    assert int(done.stdout) > 0, "the last run wrote to the end"
    assert contents == {b"old", b"new"}
    assert (left_over > 0) == (how == "SIGKILL")
    digestlint("--fix", path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("whom", ["group", "parent"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signal_ends_the_run_in_order(
    folder: Path, old: Blog, new: Blog, jobs: str, whom: str, name: str
) -> None:
    number = signal.Signals[name]
    process = start(folder, "-j", jobs)
    await_first(folder, old)
    time.sleep(Random(f"{jobs} {whom} {name}").uniform(0, 0.2))
    (os.killpg if whom == "group" else os.kill)(process.pid, number)
    _, errors = process.communicate(timeout=PATIENCE)
    await_end(process.pid)
    assert process.returncode == 128 + number
    assert errors.strip() == ""
    left = read(folder)
    assert left.keys() == old.keys()
    assert all(left[each] in (old[each], new[each]) for each in old)
    assert any(left[each] == old[each] for each in old), "it was not in the middle"


@pytest.mark.slow
def test_two_runs_at_once(tmp_path: Path, old: Blog) -> None:
    sides = ("--select", "WS001"), ("--select", "WS006")
    spaces, newline = (fixed(_made(tmp_path / side[1]), old, *side) for side in sides)
    both = fixed(_made(tmp_path / "both"), spaces, *sides[1])
    folder = _made(tmp_path / "_posts")
    for _ in range(max(KILLS // 8, 1)):
        put(folder, old)
        runs = [start(folder, *side, "-j", "2") for side in sides]
        told = [run.communicate(timeout=PATIENCE)[1] for run in runs]
        left = read(folder)
        assert left.keys() == old.keys()
        for name, data in left.items():
            assert data in (spaces[name], newline[name], both[name])
            for mine, errors in zip((spaces, newline), told, strict=True):
                is_told = f"{name} has changed since it was read and was left alone" in errors
                assert is_told == (data not in (mine[name], both[name])), name
        assert [run.returncode for run in runs] == [2 if "alone" in it else 0 for it in told]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_two_runs_that_want_the_same(folder: Path, old: Blog, new: Blog) -> None:
    for _ in range(max(KILLS // 8, 1)):
        put(folder, old)
        runs = [start(folder, "-j", "2") for _ in range(2)]
        told = [run.communicate(timeout=PATIENCE)[1] for run in runs]
        assert read(folder) == new
        assert [run.returncode for run in runs] == [0, 0], told


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_worker_or_not_file_that_cannot_be_longer_is_left(
    folder: Path, old: Blog, new: Blog, jobs: str
) -> None:
    import resource

    sizes = sorted(len(data) for data in new.values())
    limit = sizes[len(sizes) // 2]
    process = subprocess.run(
        [sys.executable, "-m", "digestlint", "--fix", "-j", jobs, folder.name],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )
    assert process.returncode == 2
    assert read(folder) == {
        name: data if len(data) <= limit else old[name] for name, data in new.items()
    }
    complaints = [line for line in process.stderr.splitlines() if "error" in line]
    assert set(complaints) == {
        f"digestlint: error: cannot write _posts/{name}: File too large"
        for name, data in new.items()
        if len(data) > limit
    }


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_disk(tmp_path: Path, old: Blog, kind: str) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "none", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        posts = _made(place / "_posts")
        some = dict(list(old.items())[:12])
        put(posts, some)
        if kind == "full":
            with pytest.raises(OSError, match="No space"):
                (place / "rest").write_bytes(bytes(2**20))
        else:
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        done = digestlint("--fix", "_posts", cwd=place)
        assert done.returncode == 2
        assert read(posts) == some
        reason = "No space left on device" if kind == "full" else "Read-only file system"
        complaints = [line for line in done.stderr.splitlines() if "error: " in line]
        assert complaints == [
            f"digestlint: error: cannot write _posts/{name}: {reason}" for name in sorted(some)
        ]
    finally:
        subprocess.run(["umount", place], check=True)


def obeying_modes() -> Sequence[str]:
    """What to run a program with so that modes of files hold, as they do not for root."""
    if os.geteuid() != 0:
        return ()
    without = "-dac_override,-dac_read_search"
    command = ("setpriv", f"--inh-caps={without}", f"--bounding-set={without}")
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("root may write all, and there is no setpriv")
    return command


@pytest.mark.parametrize(
    ("mode_of_file", "mode_of_folder", "said"),
    [
        (0o444, 0o755, "cannot write _posts/{name}: Permission denied"),
        (0o644, 0o555, "cannot write _posts/{name}: Permission denied"),
        (0o000, 0o755, "cannot read _posts/{name}: Permission denied"),
    ],
)
def test_modes_are_obeyed(
    folder: Path, old: Blog, mode_of_file: int, mode_of_folder: int, said: str
) -> None:
    name = next(iter(old))
    for other in old.keys() - {name}:
        (folder / other).unlink()
    (folder / name).chmod(mode_of_file)
    folder.chmod(mode_of_folder)
    done = subprocess.run(
        [*obeying_modes(), sys.executable, "-m", "digestlint", "--fix", "_posts"],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o755)
    (folder / name).chmod(0o644)
    assert done.returncode == 2
    assert f"digestlint: error: {said.format(name=name)}\n" in done.stderr
    assert read(folder) == {name: old[name]}


@pytest.mark.slow
@pytest.mark.usefixtures("jekyll")
def test_what_a_killed_run_leaves_is_neither_published_nor_linted(tmp_path: Path) -> None:
    good = EXAMPLES / "2023-05-24-daily-papers-20230524.md"
    left = ".digestlint-0123456789abcdef.tmp"
    site = build_site({good.name: good.read_bytes(), left: good.read_bytes()}, tmp_path)
    assert [name for name in site if "2023" in name]
    assert not [name for name in site if "digestlint-0" in name]
    told = digestlint("_posts", cwd=tmp_path / "source")
    assert told.stderr == "no errors or warnings in 1 post\n"
    assert left in read(tmp_path / "source" / "_posts")
    told = digestlint("--fix", "_posts", cwd=tmp_path / "source")
    assert told.stderr == "nothing fixed; no errors or warnings in 1 post\n"
    assert read(tmp_path / "source" / "_posts").keys() == {good.name}
