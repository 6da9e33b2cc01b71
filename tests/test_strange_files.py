"""Names and kinds of files that are no blog's, and files that do not stay as they are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digestlint import cli, whole
from digestlint import run as running
from program import digestlint

BODY = "---\nlayout: post\ntitle: x\ndate: 2023-05-24\n---\n\n본문이다.\n\n## Method  \n\n끝이다.\n"
MENDED = BODY.replace("  \n", "\n")
ONE = ("--select", "WS001,DL")

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX's file systems")


@pytest.fixture(autouse=True)
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of posts, beside which the test runs."""
    monkeypatch.chdir(tmp_path)
    Path(".git").mkdir()
    Path("_posts").mkdir()
    return tmp_path


def put(path: str, text: str = BODY) -> Path:
    Path(path).write_bytes(text.encode())
    return Path(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


# -- names -----------------------------------------------------------------------------------------

NAMES = {
    "nfd": unicodedata.normalize("NFD", "2023-05-24-논문 각.md"),
    "nfc": "2023-05-24-논문 각.md",
    "newline": "2023-05-24-a\nb.md",
    "return": "2023-05-24-a\r.md",
    "escape": "2023-05-24-\x1b]0;x\x07.md",
    "bidirectional": "2023-05-24-\u202edm.md",
    "bytes": os.fsdecode(b"2023-05-24-\xb3\xed\xb9\xae.md"),
    "dash": "--fix.md",
    "colon": "::error::x.md",
    "quotes": "2023-05-24-'\"`$(x)\\.md",
    "glob": "[a]*?{b,c}!.md",
    "long": "2023-05-24-" + "가" * 80 + ".md",
    "longest": "x" * 252 + ".md",
    "space": " .md",
}


@posix
@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
@pytest.mark.parametrize("is_named", [False, True], ids=["folder", "file"])
def test_names(name: str, is_named: bool) -> None:
    path = f"_posts/{name}"
    put(path)
    given = path if is_named else "_posts"
    told = run(*ONE, "--output-format", "concise", given)
    assert told.exit_code == 0
    assert told.stdout.count("\n") == 1
    assert told.stdout.isprintable() or told.stdout[:-1].isprintable()
    (said,) = json.loads(run(*ONE, "--output-format", "json", given).stdout)
    assert (said["code"], said["line"]) == ("WS001", 9)
    done = run(*ONE, "--fix", given)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "1 fixed; no errors or warnings in 1 post\n"
    assert Path(path).read_bytes() == MENDED.encode()
    assert [each.name for each in Path("_posts").iterdir()] == [name]


@posix
def test_both_forms_of_a_name_are_two_files() -> None:
    put(f"_posts/{NAMES['nfd']}")
    put(f"_posts/{NAMES['nfc']}")
    if len(list(Path("_posts").iterdir())) == 1:
        pytest.skip("to this file system both are one")
    assert "2 fixed; no errors or warnings in 2 posts" in run(*ONE, "--fix", "_posts").stderr


def test_name_that_begins_with_a_dash_stands_behind_two() -> None:
    put("-x.md")
    assert run(*ONE, "-x.md").exit_code == 2
    assert run(*ONE, "--fix", "--", "-x.md").exit_code == 0
    assert Path("-x.md").read_bytes() == MENDED.encode()


@posix
def test_many_strange_names_over_processes() -> None:
    texts = [*NAMES.values(), *(f"2023-05-24-{number}.md" for number in range(60))]
    for name in texts:
        put(f"_posts/{name}")
    one = digestlint(*ONE, "-j", "1", "_posts")
    assert (one.returncode, one.stdout.count("WS001")) == (0, len(texts))
    assert digestlint(*ONE, "-j", "3", "_posts").stdout == one.stdout
    assert digestlint(*ONE, "--fix", "-j", "3", "_posts").returncode == 0
    assert {path.read_bytes() for path in Path("_posts").iterdir()} == {MENDED.encode()}


@posix
def test_path_that_is_too_deep_to_be_named_hides_no_other() -> None:
    put("_posts/a.md")
    here = Path.cwd()
    os.chdir("_posts")
    try:
        for _ in range(20):
            Path("d" * 250).mkdir()
            os.chdir("d" * 250)
        put("b.md")
    finally:
        os.chdir(here)
    told = digestlint(*ONE, "_posts")
    assert told.returncode == 2
    assert "_posts/a.md:9:10: warning WS001" in told.stdout
    assert [line for line in told.stderr.splitlines() if "File name too long" in line]
    assert "Traceback" not in told.stderr
    subprocess.run(["rm", "-r", "_posts"], check=True)


# -- what is no file -------------------------------------------------------------------------------


def fifo(path: str) -> None:
    os.mkfifo(path)


def socket(path: str) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path)


def device(path: str) -> None:
    Path(path).symlink_to("/dev/zero")


@posix
@pytest.mark.parametrize("make", [fifo, socket, device])
@pytest.mark.parametrize("options", [(), ("--fix",), ("--diff",)])
def test_what_is_no_file_is_told_where_it_is_named_and_passed_over_in_a_folder(
    make: Callable[[str], None], options: tuple[str, ...]
) -> None:
    make("_posts/x.md")
    put("_posts/y.md", MENDED)
    named = run(*ONE, *options, "_posts/x.md", "_posts/y.md")
    assert named.exit_code == 2
    assert "digestlint: error: cannot read _posts/x.md: not a regular file\n" in named.stderr
    walked = run(*ONE, *options, "_posts")
    assert walked.exit_code == 0
    assert "no errors or warnings in 1 post\n" in walked.stderr


@posix
@pytest.mark.parametrize("command", [("export",), ("settings",)])
def test_other_commands_do_not_wait_for_a_pipe(command: tuple[str, ...]) -> None:
    os.mkfifo("_posts/x.md")
    told = digestlint(*command, "_posts/x.md")
    assert told.returncode == 2
    assert "not a regular file" in told.stderr
    assert "Traceback" not in told.stderr


def test_folder_with_a_name_like_a_post_is_a_folder() -> None:
    Path("_posts/a.md").mkdir()
    put("_posts/a.md/b.md")
    assert "_posts/a.md/b.md:9:10:" in run(*ONE, "_posts").stdout
    assert "_posts/a.md/b.md:9:10:" in run(*ONE, "_posts/a.md").stdout


# -- links -----------------------------------------------------------------------------------------


@posix
def test_link_out_of_the_folder_is_told_and_neither_read_nor_written() -> None:
    put("secret.md")
    Path("_posts/x.md").symlink_to("../secret.md")
    put("_posts/y.md", MENDED)
    told = run(*ONE, "--fix", "_posts")
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr == (
        "digestlint: note: _posts/x.md is skipped, for it is a link out of the folder\n"
        "nothing fixed; no errors or warnings in 1 post\n"
    )
    assert Path("secret.md").read_bytes() == BODY.encode()


@posix
def test_link_that_is_named_is_followed_and_stays() -> None:
    put("real.md")
    Path("_posts/x.md").symlink_to("../real.md")
    assert run(*ONE, "--fix", "_posts/x.md").exit_code == 0
    assert Path("_posts/x.md").readlink() == Path("../real.md")
    assert Path("real.md").read_bytes() == MENDED.encode()


@posix
def test_loops_of_links_end() -> None:
    put("_posts/y.md")
    Path("_posts/again").symlink_to(".")
    Path("_posts/self.md").symlink_to("self.md")
    told = run(*ONE, "_posts")
    assert (told.exit_code, told.stdout.count("WS001")) == (0, 1)
    looped = run(*ONE, "_posts/self.md")
    assert looped.exit_code == 2
    assert "no such file or folder: _posts/self.md" in looped.stderr


# -- files that do not stay ------------------------------------------------------------------------


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Has something happen to ``_posts/x.md`` before it is read, or after."""

    def happens(when: str, what: str) -> None:
        def act(path: str) -> None:
            if path.endswith("x.md"):
                Path(path).unlink() if what == "vanishes" else put(path, "손으로 고쳤다.\n")

        def read(path: str) -> bytes:
            if when == "before":
                act(path)
            data = whole.read(path)
            if when == "after":
                act(path)
            return data

        monkeypatch.setattr(running, "read", read)

    return happens


@pytest.mark.parametrize(
    ("when", "what", "said"),
    [
        ("before", "vanishes", "cannot read _posts/x.md: No such file or directory"),
        ("after", "vanishes", "cannot write _posts/x.md: No such file or directory"),
        ("after", "changes", "_posts/x.md has changed since it was read and was left alone"),
    ],
)
def test_file_that_does_not_stay_is_told_and_the_others_are_mended(
    meanwhile: Callable[[str, str], None], when: str, what: str, said: str
) -> None:
    for name in "wxy":
        put(f"_posts/{name}.md")
    meanwhile(when, what)
    told = run(*ONE, "--fix", "_posts")
    assert told.exit_code == 2
    assert f"digestlint: error: {said}\n" in told.stderr
    assert told.stderr.endswith("posts; --fix mends 1\n" if when == "after" else "posts\n")
    left = {path.name: path.read_text("utf-8") for path in Path("_posts").iterdir()}
    changed = {"x.md": "손으로 고쳤다.\n"} if what == "changes" else {}
    assert left == {"w.md": MENDED, "y.md": MENDED, **changed}


# -- readers that have seen enough -----------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    ("shape", "ending"),
    [
        ("text", "| head -n 1"),
        ("json", "| head -c 1"),
        ("sarif", "| true"),
        ("text", "2>&1 | true"),
        ("text", ">&-"),
        ("text", "2>&-"),
        ("json", ">&- 2>&-"),
    ],
)
def test_reader_that_closes_early(shape: str, ending: str) -> None:
    for number in range(60):
        put(f"_posts/{number}.md", BODY + "## 또  \n\n" * 15)
    command = (
        f"{sys.executable} -m digestlint _posts --fix --unsafe-fixes --select WS001,FM,HD -j 2"
        f" --output-format {shape} {ending}; echo ${{PIPESTATUS[0]}} >status"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert int(Path("status").read_text()) in (1, 2)
    assert all("  \n" not in path.read_text("utf-8") for path in Path("_posts").iterdir())
