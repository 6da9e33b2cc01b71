"""A file is the old one or the new one, whole, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digestlint import whole
from digestlint.whole import ChangedError, read, sweep, write

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
LEFT = ".digestlint-0123456789abcdef.tmp"
"""The name of a file that a killed run may leave."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX's file systems")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in a folder of its own."""
    path = tmp_path / "글 하나.md"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_mode_is_kept_and_nothing_is_left(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfold\r\n")
    path.chmod(0o640)
    write(str(path), b"new\r\n", read=b"\xef\xbb\xbfold\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(path.parent) == [path.name]


@posix
def test_of_a_link_the_target_is_written(tmp_path: Path) -> None:
    target = tmp_path / "real/a.md"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link = tmp_path / "b.md"
    link.symlink_to("real/a.md")
    write(str(link), b"new", read=b"old")
    assert link.readlink() == Path("real/a.md")
    assert target.read_bytes() == b"new"
    assert names(target.parent) == ["a.md"]


@posix
def test_another_name_of_the_file_keeps_the_old_content_whole(path: Path) -> None:
    other = path.with_name("b.md")
    other.hardlink_to(path)
    write(str(path), b"new", read=b"old")
    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_are_kept(path: Path) -> None:
    try:
        os.setxattr(path, "user.note", b"\x00\xff")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"new"
    assert os.getxattr(path, "user.note") == b"\x00\xff"


@pytest.mark.skipif(not IS_ROOT, reason="only root may give files away")
def test_owner_is_kept(path: Path) -> None:
    os.chown(path, 1234, 5678)
    path.chmod(0o4755)
    write(str(path), b"new", read=b"old")
    status = path.stat()
    assert (status.st_uid, status.st_gid) == (1234, 5678)
    assert stat.S_IMODE(status.st_mode) == 0o4755


def test_owner_that_cannot_be_kept_is_no_reason_not_to_write(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chown(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", chown)
    write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("name", ["가" * 85, "x" * 255, "\n.md", "-rf.md", "a\udcb1b.md"])
@posix
def test_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == [name]


def test_file_that_changed_meanwhile_is_left_alone(path: Path) -> None:
    path.write_bytes(b"edited by hand")
    with pytest.raises(ChangedError, match=r"글 하나\.md"):
        write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"edited by hand"
    assert names(path.parent) == [path.name]


def test_file_that_changes_at_the_last_moment_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(_: int) -> None:
        path.write_bytes(b"edited by hand")

    monkeypatch.setattr(os, "fsync", edit)
    with pytest.raises(ChangedError):
        write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"edited by hand"
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("is_late", [False, True])
def test_file_that_vanishes_is_not_made_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, is_late: bool
) -> None:
    if is_late:
        monkeypatch.setattr(os, "fsync", lambda _: path.unlink())
    else:
        path.unlink()
    with pytest.raises(FileNotFoundError):
        write(str(path), b"new", read=b"old")
    assert names(path.parent) == []


@pytest.mark.parametrize("is_late", [False, True])
def test_what_another_run_made_of_it_already_is_as_good(
    path: Path, monkeypatch: pytest.MonkeyPatch, is_late: bool
) -> None:
    if is_late:
        monkeypatch.setattr(os, "fsync", lambda _: path.write_bytes(b"new"))
    else:
        path.write_bytes(b"new")
    before = path.stat().st_ino
    write(str(path), b"new", read=b"old")
    assert (path.read_bytes(), path.stat().st_ino) == (b"new", before)
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), SystemExit(143)],
)
def test_whatever_happens_on_the_way_the_file_is_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(step, fail)
    with pytest.raises(type(error)):
        write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"old"
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_new_file_that_there_is_no_room_for_is_not_there_in_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(OSError, match="No space"):
        whole.put(tmp_path / "new.toml", b"new")
    assert names(tmp_path) == []


def test_read_only_file_is_not_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write all
    with pytest.raises(PermissionError):
        write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"old"
    assert names(path.parent) == [path.name]


# What is read


def fifo(path: Path) -> None:
    os.mkfifo(path)


def socket(path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


@posix
@pytest.mark.parametrize("make", [fifo, socket, Path.mkdir])
def test_only_a_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    make(tmp_path / "x.md")
    with pytest.raises(OSError, match="not a regular file"):
        read("x.md")
    with pytest.raises(OSError, match="not a regular file"):
        read("/dev/zero")


# What is left over


def test_what_is_left_over_goes_and_nothing_else_does(tmp_path: Path) -> None:
    for name in (LEFT, "a.md", f"{LEFT}.md", LEFT[1:], LEFT.upper(), ".digestlint-12.tmp"):
        (tmp_path / name).write_bytes(b"x")
    kept = sorted({*names(tmp_path)} - {LEFT})
    sweep(str(tmp_path))
    assert names(tmp_path) == kept
    sweep(str(tmp_path / "absent"))


@posix
def test_what_has_such_a_name_and_is_no_file_of_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x")
    (tmp_path / LEFT).symlink_to("a.md")
    (tmp_path / LEFT.replace("0", "1")).mkdir()
    before = names(tmp_path)
    sweep(str(tmp_path))
    assert names(tmp_path) == before


@posix
def test_what_a_run_is_writing_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[list[str]] = []

    def fsync(_: int) -> None:
        run = "import sys; from digestlint.whole import sweep; sweep(sys.argv[1])"
        subprocess.run([sys.executable, "-c", run, path.parent], check=True)
        swept.append(names(path.parent))

    monkeypatch.setattr(os, "fsync", fsync)
    write(str(path), b"new", read=b"old")
    assert len(swept[0]) == 2
    assert path.read_bytes() == b"new"


@posix
def test_what_is_swept_away_before_it_is_held_is_made_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding = whole._hold
    held: list[int] = []

    def hold(descriptor: int) -> None:
        if len(held) == 1:  # the first is the file itself
            sweep(str(path.parent))
        held.append(descriptor)
        holding(descriptor)

    monkeypatch.setattr(whole, "_hold", hold)
    write(str(path), b"new", read=b"old")
    assert len(held) == 3
    assert path.read_bytes() == b"new"
    assert names(path.parent) == [path.name]


@posix
def test_file_system_without_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", flock)
    left = path.with_name(LEFT)
    left.write_bytes(b"x")
    write(str(path), b"new", read=b"old")
    sweep(str(path.parent))
    assert path.read_bytes() == b"new"
    assert left.exists()  # nobody knows whether it is left over
