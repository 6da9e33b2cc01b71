"""Reports in files, statistics, and the bar that shows how far a long run is."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from digestlint import cli, progress
from digestlint.files import PostFile
from digestlint.outcomes import Packed
from digestlint.output import put
from digestlint.reporters import FORMATS
from digestlint.run import Mode, run_files
from digestlint.settings import Settings
from program import digestlint

EXAMPLES = Path(__file__).parents[1] / "examples"
BROKEN = EXAMPLES / "_posts" / "2023-06-01-daily-papers-20230601.md"
POST = "_posts/2023-06-01-한글.md"


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), input=given)


@pytest.fixture(autouse=True)
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a post that breaks ten rules, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    Path(POST).parent.mkdir()
    Path(POST).write_bytes(BROKEN.read_bytes())
    Path(".git").mkdir()
    return tmp_path


# Reports in files


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_in_a_file_is_that_of_standard_output(format: str) -> None:
    written = run("--output-format", format, "--output-file", f"{format}:report")
    assert written.exit_code == 1
    assert written.stdout != ""
    assert Path("report").read_text("utf-8") == written.stdout
    assert [each.name for each in Path().iterdir() if each.name.startswith(".r")] == []


def test_several_reports_beside_the_text() -> None:
    options = ["--output-file", "gitlab:a.json", "--output-file", "junit:b.xml", "--quiet"]
    result = run(*options)
    assert result.stdout.startswith(f"{POST}:3:33: error FM008")
    assert len(json.loads(Path("a.json").read_text("utf-8"))) == 10
    assert ElementTree.parse("b.xml").getroot().get("failures") == "1"


def test_a_report_of_nothing_is_one_too() -> None:
    assert run("--select", "LK002", "--output-file", "gitlab:a.json").exit_code == 0
    assert Path("a.json").read_text("utf-8") == "[]\n"


def test_a_report_is_as_the_posts_are_after_a_fix() -> None:
    Path("new").write_text("old")
    run("--fix", "--output-file", "json:new", "--select", "WS001,LK005")
    assert [each["code"] for each in json.loads(Path("new").read_text("utf-8"))] == ["LK005"]


def test_paths_in_a_report_are_those_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("_posts")
    run("--output-file", "gitlab:../a.json", ".")
    paths = {each["location"]["path"] for each in json.loads(Path("../a.json").read_text("utf-8"))}
    assert paths == {POST}


@pytest.mark.parametrize("path", ["absent/report.json", "_posts", f"{POST}/x"])
def test_a_report_that_cannot_be_written_is_no_success(path: str) -> None:
    result = run("--select", "LK002", "--output-file", f"json:{path}")
    assert result.exit_code == 2
    assert f"digestlint: error: cannot write {path}: " in result.stderr
    assert "no errors or warnings in 1 post" in result.stderr


@pytest.mark.parametrize("given", ["report", "xml:report", "json:", ":report", "JSON:report"])
def test_a_report_of_what_is_no_format(given: str) -> None:
    result = run("--output-file", given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "expected FORMAT:PATH with one of text, concise, json" in result.stderr
    assert result.stderr.count("\n") == 1


def test_one_path_for_two_reports() -> None:
    result = run("--output-file", "json:a", "--output-file", "gitlab:a")
    assert result.exit_code == 2
    assert "one path for two reports" in result.stderr
    assert not Path("a").exists()


def test_bad_settings_leave_the_last_report_alone() -> None:
    Path("a").write_text("old")
    assert run("--output-file", "json:a", "--select", "XX999").exit_code == 2
    assert Path("a").read_text() == "old"


def test_a_file_that_cannot_be_read_is_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_bytes(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))  # root may read all

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read_bytes)
        run("_posts", "absent", "--output-file", "sarif:a", "--output-file", "junit:b")
    (done,) = json.loads(Path("a").read_text("utf-8"))["runs"][0]["invocations"]
    assert done["executionSuccessful"] is False
    said = [each["message"]["text"] for each in done["toolExecutionNotifications"]]
    assert said == ["no such file or folder: absent", f"cannot read {POST}: Permission denied"]
    (suite,) = ElementTree.parse("b").getroot()
    assert (suite.get("errors"), suite.get("failures")) == ("1", "0")


def test_a_report_on_standard_input() -> None:
    run("-", "--output-file", "gitlab:a", given=BROKEN.read_bytes())
    assert {each["location"]["path"] for each in json.loads(Path("a").read_text("utf-8"))} == {"-"}


# The file


def test_a_new_file_has_the_usual_mode_and_an_old_one_its_own() -> None:
    put("new", b"1")
    Path("usual").write_bytes(b"1")
    assert stat.S_IMODE(Path("new").stat().st_mode) == stat.S_IMODE(Path("usual").stat().st_mode)
    Path("new").chmod(0o640)
    put("new", b"2")
    assert stat.S_IMODE(Path("new").stat().st_mode) == 0o640
    assert Path("new").read_bytes() == b"2"


def test_of_a_link_the_target_is_written() -> None:
    Path("target").write_bytes(b"1")
    Path("link").symlink_to("target")
    put("link", b"2")
    assert Path("link").is_symlink()
    assert Path("target").read_bytes() == b"2"


def test_a_file_is_whole_or_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(28, "No space left on device")

    Path("a").write_bytes(b"old")
    before = sorted(Path().iterdir())
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space left"):
        put("a", b"new")
    assert Path("a").read_bytes() == b"old"
    assert sorted(Path().iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_file_that_is_not_to_be_written() -> None:
    Path("a").write_bytes(b"old")
    Path("a").chmod(0o444)
    with pytest.raises(PermissionError):
        put("a", b"new")


@pytest.mark.skipif(not Path("/dev/stderr").exists(), reason="no /dev/stderr")
def test_a_device_takes_the_report_as_it_is() -> None:
    done = digestlint("--quiet", "--output-file", "gitlab:/dev/stderr", "_posts")
    assert len(json.loads(done.stderr)) == 10
    assert Path("/dev/stderr").exists()


# Statistics


def test_statistics_stand_in_the_place_of_the_diagnostics() -> None:
    lines = run("--statistics").stdout.split("\n")
    assert lines[0].split() == ["count", "code", "name", "severity", "--fix", "--unsafe-fixes"]
    rows = [line.split() for line in lines[1:-1]]
    assert ["1", "WS001", "trailing-whitespace", "warning", "1", "0"] in rows
    assert ["1", "LK005", "mismatched-alphaxiv-id", "error", "0", "0"] in rows
    assert len(rows) == 10


def test_statistics_for_programs_and_a_report_beside_them() -> None:
    result = run("--statistics", "--output-format", "json", "--output-file", "json:a")
    rows = json.loads(result.stdout)
    assert {row["count"] for row in rows} == {1}
    assert rows[0] == {
        "code": "FM008",
        "name": "malformed-title",
        "severity": "error",
        "count": 1,
        "safe": 0,
        "unsafe": 1,
    }
    assert len(json.loads(Path("a").read_text("utf-8"))) == 10
    assert result.exit_code == 1


def test_statistics_of_nothing() -> None:
    result = run("--statistics", "--select", "LK002")
    assert (result.exit_code, result.stdout) == (0, "")


def test_statistics_have_no_other_format() -> None:
    result = run("--statistics", "--output-format", "sarif")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--statistics is for the output formats text, concise, json" in result.stderr


# The bar


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def bars(seconds: float, count: int) -> list[str]:
    """What is drawn while ``count`` posts take so many seconds each."""
    clock, stream = Clock(), io.StringIO()
    for _ in progress.watched(range(count), count, stream, clock=clock):
        clock.now += seconds
    return stream.getvalue().split("\r")[1:]


def test_a_short_run_has_no_bar() -> None:
    assert bars(0.019, 100) == []


def test_a_long_run_has_a_bar_that_goes_away() -> None:
    drawn = bars(0.25, 12)
    assert drawn[0] == f"[{'#' * 20}{'.' * 10}] 8 of 12 posts"
    assert drawn[-2] == f"[{'#' * 30}] 12 of 12 posts"
    assert drawn[-1] == "\x1b[K"


def test_a_bar_is_not_drawn_too_often() -> None:
    assert len(bars(0.01, 300)) - 1 == pytest.approx(10, abs=2)


def test_a_bar_goes_away_when_the_run_is_interrupted() -> None:
    clock, stream = Clock(), io.StringIO()
    posts = progress.watched(range(9), 9, stream, clock=clock)
    for _ in posts:
        if clock.now > 103:
            break
        clock.now += 3
    posts.close()  # type: ignore[attr-defined]
    assert stream.getvalue().endswith("\r\x1b[K")


def test_posts_are_watched_one_by_one() -> None:
    def watch(outcomes: Iterator[Packed]) -> Iterator[Packed]:
        for outcome in outcomes:
            second.unlink(missing_ok=True)
            yield outcome

    second = Path("_posts/2023-06-02-x.md")
    second.write_bytes(BROKEN.read_bytes())
    files = [PostFile(POST, True), PostFile(second.as_posix(), True)]
    first, last = run_files(files, lambda _: Settings(), Mode.LINT, watch=watch)
    assert (first.faults, len(last.faults)) == ((), 1)


SLOW = """
import sys
from digestlint import progress
from digestlint.cli import main
progress.PATIENCE = float(sys.argv.pop(1))
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudoterminals")
@pytest.mark.parametrize(
    ("options", "environment", "is_drawn"),
    [
        ([], {}, True),
        ([], {"CI": "true"}, False),
        ([], {"CI": "false"}, True),
        ([], {"TERM": "dumb"}, False),
        (["--quiet"], {}, False),
    ],
)
def test_a_bar_on_a_terminal_alone(
    options: list[str], environment: dict[str, str], is_drawn: bool
) -> None:
    terminal, end = os.openpty()
    usual = {key: value for key, value in os.environ.items() if key != "CI"}
    done = subprocess.run(
        [sys.executable, "-c", SLOW, "0", *options, "--output-format", "json"],
        stdout=subprocess.PIPE,
        stderr=end,
        env={**usual, "TERM": "xterm", **environment},
        check=False,
    )
    os.close(end)
    os.set_blocking(terminal, False)
    try:
        written = os.read(terminal, 65536)
    except OSError:  # there is nothing
        written = b""
    os.close(terminal)
    assert (b"] 1 of 1 posts" in written) == is_drawn
    assert (b"\x1b" in written) == is_drawn
    assert len(json.loads(done.stdout)) == 10


def test_no_bar_where_standard_error_is_no_terminal() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SLOW, "0", "_posts"], capture_output=True, check=False
    )
    assert b"\r" not in done.stderr
    assert done.stderr.startswith(b"7 errors")
