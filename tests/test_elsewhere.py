"""Windows and macOS, as far as they can be simulated here without pretending.

CONTRIBUTING.md reasons through the rest. Workers that are not forked are in ``test_workers.py``.
"""

from __future__ import annotations

import io
import json
import ntpath
import os
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from digestlint import cli, console, progress
from digestlint.baseline import Baseline
from digestlint.globs import Globs
from digestlint.reporters import FORMATS, gitlab, report, sarif
from digestlint.reporters.report import Report
from digestlint.source import Source, Span
from digestlint.whole import put
from hostile import BROKEN
from told import PAGE, found, told

GOOD = Path(__file__).parents[1] / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
NFC = "2023-06-01-한글-é.md"
NFD = unicodedata.normalize("NFD", NFC)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog with a broken post, in which the test runs."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "_posts").mkdir()
    text = BROKEN.replace("## Limitation\n", "## 🎉 한계 e\u0301 \ufffd ½ 䀀\n")
    (tmp_path / "_posts" / "2023-06-01-한글 🎉.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# A console in another encoding


def process(
    *arguments: str, given: bytes = b"", environment: Mapping[str, str] = {}
) -> tuple[int, bytes, bytes]:
    """The exit status of a process of its own, and what it wrote, byte by byte."""
    usual = {key: it for key, it in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-m", "digestlint", *arguments],
        input=given,
        env={**usual, **environment},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


CP949 = {"PYTHONIOENCODING": "cp949:strict", "PYTHONUTF8": "0"}


@pytest.mark.parametrize(
    "arguments",
    [
        *([["--output-format", format] for format in FORMATS]),
        ["_posts"],
        ["--diff"],
        ["--statistics", "--lang", "ko"],
        ["--help", "--lang", "ko"],
        ["--nonsense", "--lang", "ko"],
        ["rule", "KO001"],
        ["rules", "--lang", "ko"],
        ["settings"],
        ["schema"],
        ["export"],
        ["init", "--diff", "_posts"],
        ["absent-한글-🎉"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("blog")
def test_output_is_utf_8_whatever_the_console(arguments: list[str]) -> None:
    plain = process(*arguments, environment={"PYTHONUTF8": "1"})
    assert process(*arguments, environment=CP949) == plain
    assert b"Traceback" not in plain[2]
    for written in plain[1:]:
        assert b"\r" not in written
        written.decode()


@pytest.mark.parametrize("options", [["--fix"], ["--output-format", "concise"]])
def test_standard_input_is_bytes_whatever_the_console(options: list[str]) -> None:
    text = BROKEN.replace("PPO", "PPO 🎉 ½").replace("\n", "\r\n").encode()
    options = [*options, "--stdin-filename", "_posts/2023-06-01-한글.md", "-"]
    assert process(*options, given=text, environment=CP949) == process(*options, given=text)


def test_a_line_end_is_not_translated() -> None:
    """On Windows a text stream writes CRLF, with which a patch would not fit."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="cp949", newline="\r\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        console.prepare(alone=False)
        sys.stdout.write("가\n🎉\n")
        sys.stdout.flush()
    assert written.getvalue() == "가\n🎉\n".encode()


# The line ends of Windows, in every file that is read


def crlf(path: Path, text: str) -> None:
    """Writes a file as git does on Windows."""
    path.write_bytes(text.replace("\n", "\r\n").encode())


def test_settings_and_gitignore_with_the_line_ends_of_windows(blog: Path) -> None:
    (blog / "_posts" / "2023-06-02-draft.md").write_text(BROKEN, encoding="utf-8")
    crlf(blog / ".gitignore", "# 초안\n*-draft.md\n")
    crlf(blog / "digestlint.toml", 'select = [\n  "LK005",\n]\nexclude = ["*-guest.md"]\n')
    result = run("--output-format", "concise")
    assert result.stdout.count("\n") == 1
    assert "LK005" in result.stdout


def test_a_mistake_in_settings_has_the_same_place_with_other_line_ends(blog: Path) -> None:
    text = 'select = ["LK"]\n\n[papers]\nheding = """\na\n"""\n'
    said = set()
    for write in (crlf, lambda path, text: path.write_bytes(text.encode())):
        write(blog / "digestlint.toml", text)
        said.add(run().stderr)
    assert len(said) == 1
    assert "digestlint.toml:4: papers.heding" in said.pop()


def test_a_baseline_with_the_line_ends_of_windows(blog: Path) -> None:
    run("--write-baseline", "base.toml")
    before = Path("base.toml").read_text(encoding="utf-8")
    crlf(Path("base.toml"), before)
    post = next((blog / "_posts").iterdir())
    post.write_bytes(post.read_bytes().replace(b"\n", b"\r\n"))
    result = run("--baseline", "base.toml", "--ignore", "WS")
    assert (result.exit_code, result.stdout) == (0, "")
    run("--write-baseline", "base.toml", "--ignore", "WS")
    assert Path("base.toml").read_bytes() == before.encode()


# Names that are written in another way


@pytest.mark.parametrize(("pattern", "path"), [(NFC, NFD), (NFD, NFC), (NFC, NFC), (NFD, NFD)])
def test_a_pattern_matches_a_name_however_its_letters_are_put_together(
    pattern: str, path: str
) -> None:
    assert Globs("/blog/", (pattern,)).verdict(f"/blog/_posts/{path}")
    assert Globs("/blog/", ("[가-힣]*",)).verdict(f"/blog/{path[11:]}")


@pytest.mark.skipif(sys.platform == "darwin", reason="both names are one file there")
@pytest.mark.parametrize(("then", "now"), [(NFC, NFD), (NFD, NFC)])
def test_settings_and_baselines_know_a_name_on_another_system(
    then: str, now: str, blog: Path
) -> None:
    next((blog / "_posts").iterdir()).unlink()
    post = blog / "_posts" / then
    post.write_text(BROKEN, encoding="utf-8")
    run("--write-baseline", "base.toml", "--ignore", "FN003")
    post.rename(blog / "_posts" / now)
    result = run("--baseline", "base.toml", "--ignore", "FN003")  # which speaks of such names
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no longer there" not in result.stderr
    before = Path("base.toml").read_bytes()
    run("--write-baseline", "base.toml", "--select", "LK")
    assert Path("base.toml").read_bytes() == before
    settings = f'[per-file-ignores]\n"_posts/{then}" = ["ALL"]\n'
    Path("digestlint.toml").write_text(settings, encoding="utf-8")
    assert run().exit_code == 0


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="no such name can be there")
def test_a_baseline_knows_a_name_that_is_not_utf_8(blog: Path) -> None:
    (blog / "_posts" / "2023-06-01-\udcb1.md").write_text(BROKEN, encoding="utf-8")
    run("--write-baseline", "base.toml")
    result = run("--baseline", "base.toml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no longer there" not in result.stderr


# Paths of Windows


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reporters as they are on Windows: all that they do to a path is done by these two."""
    monkeypatch.setattr(report, "os", SimpleNamespace(path=ntpath))
    monkeypatch.setattr(report, "PurePath", PureWindowsPath)


@pytest.mark.parametrize(
    ("given", "here", "located", "uri"),
    [
        ("_posts/한글.md", "C:\\blog", "_posts/한글.md", "_posts/%ED%95%9C%EA%B8%80.md"),
        ("_posts\\a.md", "C:\\blog", "_posts/a.md", "_posts/a.md"),
        ("a.md", "C:\\blog\\_posts", "_posts/a.md", "_posts/a.md"),
        ("../a.md", "C:\\blog\\_posts", "a.md", "a.md"),
        ("c:/BLOG/_posts/A.md", "C:\\blog", "_posts/A.md", "_posts/A.md"),
        ("D:/x y/a.md", "C:\\blog", "D:/x y/a.md", "file:///D:/x%20y/a.md"),
        ("//nas/share/a b.md", "C:\\blog", "//nas/share/a b.md", "file://nas/share/a%20b.md"),
    ],
)
@pytest.mark.usefixtures("windows")
def test_reports_have_slashes_on_windows(given: str, here: str, located: str, uri: str) -> None:
    source = Source("글\n")
    written = told((given, source, [found(source, Span(0, 1), path=given)]))
    there = Report(written.posts, PureWindowsPath("C:\\blog"), PureWindowsPath(here))
    (object_,) = json.loads("".join(gitlab.gitlab(there)))
    assert object_["location"]["path"] == located
    log = sarif.sarif(there, page=lambda _: PAGE, url=lambda _: None, home=None, version="1")
    (result,) = json.loads("".join(log))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == uri
    assert ("uriBaseId" in place) == (not uri.startswith("file:"))


@pytest.mark.parametrize("path", ["C:/blog", "//nas/share/blog"])
def test_patterns_hold_in_folders_of_windows(path: str) -> None:
    globs = Globs(f"{path}/", ("/_posts/*.md", "drafts/"))
    assert globs.verdict(f"{path}/_posts/a.md")
    assert globs.verdict(f"{path}/x/drafts/a.md")
    assert globs.verdict(f"{path}/x/a.md") is None
    assert PureWindowsPath(path.replace("/", "\\")).as_posix() == path
    assert str(PurePosixPath(path)) == path


# A terminal of Windows, and who reads what is written there


@pytest.mark.parametrize(
    ("variable", "is_able"),
    [(None, False), ("WT_SESSION", True), ("TERM_PROGRAM", True), ("ANSICON", True)],
)
def test_the_old_console_of_windows_is_not_painted(
    variable: str | None, is_able: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = SimpleNamespace(isatty=lambda: True)
    for name in ("NO_COLOR", "CI", "TF_BUILD", "TEAMCITY_VERSION", "TERM", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("TERM_PROGRAM", "ANSICON", "ConEmuANSI"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "x")
    monkeypatch.setattr("digestlint.reporters.sys", SimpleNamespace(platform="win32"))
    assert console.is_colored(stream, "auto") == is_able  # type: ignore[arg-type]
    assert console.is_colored(stream, "always")  # type: ignore[arg-type]
    assert progress.is_shown(stream) == is_able  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("platform", "said"),
    [("win32", ""), ("linux", "digestlint: error: cannot write: Invalid argument\n")],
)
def test_a_pipe_that_is_closed_has_another_error_on_windows(
    platform: str, said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def write() -> int:
        raise OSError(22, "Invalid argument")

    kept = os.dup(1)
    monkeypatch.setattr(sys, "platform", platform)
    try:
        assert console.status_of(write) == 2
    finally:
        monkeypatch.undo()
        os.dup2(kept, 1)
        os.close(kept)
    assert capfd.readouterr().err == said


def test_a_file_that_another_program_holds_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows the rename fails as long as an editor or a scanner has the file open."""

    def replace(_: Path, target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file", str(target))

    post = tmp_path / "a.md"
    post.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(PermissionError):
        put(post, b"new", like=post.stat())
    assert post.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_baseline_has_slashes() -> None:
    here = Path.cwd()
    assert Baseline(here / "base.toml", {}).name_of(str(here / "_posts" / NFD)) == f"_posts/{NFC}"
