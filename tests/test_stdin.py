"""A buffer of an editor on standard input is what its file would be, settings and all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from program import digestlint

GOOD = sorted((Path(__file__).parents[1] / "examples" / "_posts").iterdir())[0]
TEXT = GOOD.read_text(encoding="utf-8")
POST = f"_posts/{GOOD.name}"
WRONG = TEXT.replace("overview/2305.14314", "overview/2305.14315").replace("od\n", "od  \n", 1)
MENDED = TEXT.replace("overview/2305.14314", "overview/2305.14315")


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A blog whose post on disk is good."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "_posts").mkdir()
    (tmp_path / POST).write_text(TEXT, encoding="utf-8")
    return tmp_path


def buffer(
    text: str | bytes, name: str, *arguments: str, cwd: Path
) -> subprocess.CompletedProcess[bytes]:
    """What a run says of a buffer."""
    return subprocess.run(
        [sys.executable, "-m", "digestlint", "-", "--stdin-filename", name, "-q", *arguments],
        input=text if isinstance(text, bytes) else text.encode(),
        cwd=cwd,
        capture_output=True,
        check=False,
    )


def test_a_buffer_is_told_what_its_file_is_told(blog: Path) -> None:
    arguments = ("--output-format", "concise", "-q")
    done = buffer(WRONG, POST, *arguments, cwd=blog)
    (blog / POST).write_text(WRONG, encoding="utf-8")
    on_disk = digestlint(POST, *arguments, cwd=blog)
    assert (done.returncode, done.stdout.decode()) == (on_disk.returncode, on_disk.stdout)
    assert done.stdout.count(b"\n") == 2


@pytest.mark.parametrize("cwd", [".", "_posts", "elsewhere"])
def test_settings_are_those_of_the_file(blog: Path, cwd: str) -> None:
    (blog / "elsewhere").mkdir()
    (blog / "digestlint.toml").write_text(
        '[[overrides]]\nfiles = ["/_posts/2023-*.md"]\nignore = ["LK005"]\n', encoding="utf-8"
    )
    name = (blog / POST).as_posix()
    assert buffer(WRONG, name, cwd=blog / cwd).returncode == 0
    assert buffer(WRONG, f"{name}.md".replace("2023", "2024"), cwd=blog / cwd).returncode == 1


def test_the_name_of_the_file_counts(blog: Path) -> None:
    misnamed = buffer(TEXT, "_posts/2023-05-32-x.md", "--select", "FN001", cwd=blog)
    assert misnamed.returncode == 1
    assert b"the date 2023-05-32 in the file's name does not exist" in misnamed.stdout
    no_markdown = buffer("{% 아무 글", "_posts/notes.txt", "--output-format", "concise", cwd=blog)
    assert no_markdown.stdout.count(b"\n") == 1
    assert b" FN001 " in no_markdown.stdout
    hidden = buffer("", "_posts/.gitkeep", cwd=blog)
    assert (hidden.returncode, hidden.stdout, hidden.stderr) == (0, b"", b"")


def test_other_posts_are_compared(blog: Path) -> None:
    again = TEXT.replace("2023-05-24", "2023-05-25")
    done = buffer(again, POST.replace("05-24", "05-25"), "--select", "XP001", cwd=blog)
    assert b" XP001 " in done.stdout
    assert f"{POST}:9:1: note: ".encode() in done.stdout
    assert buffer(TEXT, POST, "--select", "XP", cwd=blog).stdout == b""  # not with its own copy


def test_a_fixed_buffer_has_standard_output_for_itself(blog: Path) -> None:
    given = WRONG.replace("\n", "\r\n").encode()
    arguments = ("--fix", "--ignore", "WS004", "--output-format", "concise")
    done = buffer(given, POST, *arguments, cwd=blog)
    assert done.returncode == 1
    assert done.stdout == MENDED.replace("\n", "\r\n").encode()
    assert done.stderr.decode().startswith(f"{POST}:11:3: error LK005 ")
    assert done.stderr.count(b"\n") == 1
    assert (blog / POST).read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("settings", "arguments"),
    [
        ('exclude = ["_posts/"]\n', ("--force-exclude",)),
        ("", ("--force-exclude", "--exclude", "2023-*")),
        ('include = ["/drafts/"]\n', ()),
        ("enabled = false\n", ()),
    ],
)
def test_an_excluded_buffer_comes_back_as_it_is(
    blog: Path, settings: str, arguments: tuple[str, ...]
) -> None:
    (blog / "digestlint.toml").write_text(settings, encoding="utf-8")
    done = buffer(WRONG, POST, "--fix", *arguments, cwd=blog)
    assert (done.returncode, done.stdout.decode()) == (0, WRONG)
    linted = buffer(WRONG, POST, *arguments, cwd=blog)
    assert (linted.returncode, linted.stdout) == (0, b"")


def test_a_buffer_comes_back_even_where_settings_are_wrong(blog: Path) -> None:
    (blog / "digestlint.toml").write_text("selct = []\n", encoding="utf-8")
    done = buffer(WRONG, POST, "--fix", cwd=blog)
    assert (done.returncode, done.stdout.decode()) == (2, WRONG)
    assert b"the nearest is select" in done.stderr
    assert buffer(WRONG, POST, cwd=blog).stdout == b""


def test_an_excluded_buffer_is_linted_where_only_its_file_would_be(blog: Path) -> None:
    (blog / "digestlint.toml").write_text('exclude = ["_posts/"]\n', encoding="utf-8")
    assert buffer(WRONG, POST, cwd=blog).returncode == 1
    assert digestlint(POST, cwd=blog).returncode == 0
