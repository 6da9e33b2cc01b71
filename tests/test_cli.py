"""The command line: what goes where, which exit status, and what is not imported for it."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digestlint import cli, linter
from digestlint.diagnostics import Finding
from program import digestlint

GOOD = Path(__file__).parents[1] / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
POST = f"_posts/{GOOD.name}"
OTHER_ID = ("alphaxiv.org/ko/overview/2305.14314", "alphaxiv.org/ko/overview/2305.14315")
MISMATCH = (
    f"{POST}:11:3: error LK005 mismatched-alphaxiv-id: "
    "alphaXiv id 2305.14315 differs from the arXiv id 2305.14314\n"
)
TRAILING = ("## Method\n", "## Method  \n")


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), input=given)


def good() -> str:
    return GOOD.read_text(encoding="utf-8")


def changed(*changes: tuple[str, str]) -> str:
    """The good post with each text replaced where it first stands."""
    text = good()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def put(path: str | Path, text: str) -> Path:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.fixture(autouse=True)
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good post, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    put(POST, good())
    (tmp_path / ".git").mkdir()
    return tmp_path


def modules_of(*arguments: str, cwd: Path) -> set[str]:
    """The packages that a run imports."""
    code = (
        "import sys\n"
        "from digestlint.cli import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit as exit:\n"
        "    assert exit.code == 0, exit.code\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stderr.split("\n")[-2].split(" "))


# What is linted, and what is said


def test_a_good_post() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no errors or warnings in 1 post\n"


def test_a_broken_post() -> None:
    put(POST, changed(OTHER_ID))
    result = run("_posts")
    assert result.exit_code == 1
    assert result.stdout.startswith(MISMATCH)
    assert "  | > [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14315)\n" in result.stdout
    assert f"\n  {POST}:9:" in result.stdout
    assert result.stderr == "1 error in 1 post\n"


def test_warnings_pass_but_for_strict() -> None:
    put(POST, changed(TRAILING))
    assert run().exit_code == 0
    strict = run("--strict")
    assert strict.exit_code == 1
    assert strict.stderr == "1 warning in 1 post; --fix mends 1\n"
    put("digestlint.toml", "strict = true\n")
    assert run().exit_code == 1


def test_formats() -> None:
    put(POST, changed(OTHER_ID, TRAILING))
    assert run("--output-format", "concise").stdout.startswith(MISMATCH)
    github = run("--output-format", "github").stdout.split("\n")
    assert [line.split(" ")[0] for line in github] == ["::error", "::warning", ""]
    said = json.loads(run("--output-format", "json").stdout)
    assert [each["code"] for each in said] == ["LK005", "WS001"]
    assert set(said[0]) == {
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "code",
        "name",
        "severity",
        "message",
        "notes",
        "fix",
        "url",
    }
    assert said[1]["fix"]["safety"] == "safe"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [([], 0), (["nope"], 2), (["--config", "nope"], 2), (["--select", "XX999"], 2)],
)
def test_json_is_valid_whatever_happens(arguments: list[str], status: int) -> None:
    result = run("--output-format", "json", *arguments)
    assert (result.exit_code, result.stdout) == (status, "[]\n")


def test_diagnostics_are_sorted_by_path_position_and_code() -> None:
    put("_posts/2023-05-26-x.md", changed(OTHER_ID))
    put("_posts/2023-05-20-x.md", changed(OTHER_ID, TRAILING))
    put("_posts/notes.txt", "")
    arguments = ("_posts/2023-05-26-x.md", "_posts", "--ignore", "XP", "--output-format", "json")
    said = json.loads(run(*arguments).stdout)
    places = [(each["path"], each["line"], each["column"], each["code"]) for each in said]
    assert places == sorted(places)
    assert len({path for path, *_ in places}) == 3


def test_one_bad_file_hides_no_other() -> None:
    Path("_posts/2023-05-25-x.md").write_bytes("제목".encode("cp949"))
    put("_posts/2023-05-26-x.md", changed(OTHER_ID))
    said = run("_posts", "--output-format", "concise", "--select", "DL001,LK005")
    assert re.findall(r"(?m)^(\S+?):(\d+):\d+: error (\w+)", said.stdout) == [
        ("_posts/2023-05-25-x.md", "1", "DL001"),
        ("_posts/2023-05-26-x.md", "11", "LK005"),
    ]


def test_a_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_bytes(path: Path) -> bytes:
        if path.name == "shut.md":  # root may read all
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    read = Path.read_bytes
    put("posts/shut.md", good())
    put(POST, changed(OTHER_ID))
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    result = run("posts", "_posts")
    assert result.exit_code == 2
    assert "LK005" in result.stdout
    assert "digestlint: error: cannot read posts/shut.md: Permission denied\n" in result.stderr


def test_a_rule_that_fails_is_named_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Iterator[Finding]:
        raise RuntimeError("no\x1b[31m")

    put(POST, changed(OTHER_ID))
    rules = [replace(rule, check=fail) if rule.code == "LK002" else rule for rule in linter.rules()]
    monkeypatch.setattr(linter, "rules", lambda: tuple(rules))
    result = run("--output-format", "concise", "--select", "LK002,LK005,DL004")
    assert result.exit_code == 2
    assert "LK005" in result.stdout
    assert r"the rule LK002 failed on this file (RuntimeError: no\x1b[31m)" in result.stdout


def test_an_internal_error_is_told_and_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no\x1b[31m")

    monkeypatch.setattr(linter, "compare", fail)
    result = run()
    assert result.exit_code == 2
    assert "digestlint: error: internal error: RuntimeError: no\\x1b[31m\n" in result.stderr
    assert "\x1b" not in result.stderr
    assert "Traceback" in result.stderr


def test_an_interruption_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(linter, "compare", interrupt)
    assert run().exit_code == 130


def test_suppressed_diagnostics_are_counted() -> None:
    quote = "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14314)"
    hiding = "<!-- digestlint: ignore[LK005] -- 다른 논문이다 -->\n"
    put(POST, changed((quote, hiding + quote.replace("14314", "14315"))))
    result = run("--select", "LK005")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no errors or warnings in 1 post; 1 suppressed\n"


def test_quiet_leaves_the_diagnostics() -> None:
    put(POST, changed(OTHER_ID))
    result = run("-q", "--output-format", "concise")
    assert (result.stdout, result.stderr) == (MISMATCH, "")


def test_show_all_unfolds() -> None:
    put(POST, good() + "본문이다.\n\n\t\n" * 30)
    folded, unfolded = run("--select", "WS001"), run("--select", "WS001", "--show-all")
    assert folded.stdout.count(" WS001 ") == 1
    assert "(30 times: " in folded.stdout
    assert unfolded.stdout.count(" WS001 ") == 30


@pytest.mark.parametrize(
    ("arguments", "environment", "is_colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {}, False),
    ],
)
def test_colors(
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    is_colored: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    put(POST, changed(OTHER_ID))
    done = digestlint(*arguments)
    assert ("\x1b[" in done.stdout) == is_colored


def on_terminal(*arguments: str, **environment: str) -> bytes:
    """What a run writes to a terminal."""
    terminal, end = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "digestlint", *arguments],
        stdout=end,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", **environment},
        check=False,
    )
    os.close(end)
    written = os.read(terminal, 65536)
    os.close(terminal)
    return written


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudoterminals")
@pytest.mark.parametrize(
    ("environment", "is_colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colors_on_a_terminal(environment: dict[str, str], is_colored: bool) -> None:
    put(POST, changed(OTHER_ID))
    assert (b"\x1b[" in on_terminal("_posts", **environment)) == is_colored


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudoterminals")
def test_a_diff_does_not_act_on_a_terminal() -> None:
    put(POST, changed(("## Method\n", "## Method  \n\n\x1b]0;x\x07\n")))
    written = on_terminal("--diff", "--select", "WS001", "_posts")
    assert b"+## Method" in written
    assert b"\\x1b]0;x\\x07" in written
    assert b"\x1b" not in written


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are Unicode there")
def test_nothing_depends_on_the_locale() -> None:
    name = "_posts/2023-05-26-한글.md"
    put(name, changed(OTHER_ID))
    done = subprocess.run(
        [sys.executable, "-m", "digestlint", "_posts", "--select", "LK005", "--exclude", "없다"],
        env={
            **os.environ,
            "LC_ALL": "C",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "latin-1",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.decode().startswith(f"{name}:11:3: error LK005")


def test_a_reader_that_has_seen_enough() -> None:
    for number in range(400):
        put(f"posts/{number}.md", changed(OTHER_ID))
    command = f"{sys.executable} -m digestlint posts | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("posts/0.md:")
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_output_that_cannot_be_written_is_no_success() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "digestlint", "rules"],
            stdout=full,
            check=False,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    assert done.returncode == 2
    assert "digestlint: error: cannot write: No space left on device\n" in done.stderr


# Which files


def test_nothing_matched_is_bad_usage(blog: Path) -> None:
    result = run("psts", "_posts")
    assert result.exit_code == 2
    assert "digestlint: error: no such file or folder: psts\n" in result.stderr
    Path("images").mkdir()
    assert run("images").exit_code == 2
    assert run("images", "--allow-empty").exit_code == 0
    assert run("psts", "--allow-empty").exit_code == 0
    (blog / POST).unlink()
    assert run().exit_code == 2
    assert "nothing in the current folder looks like a post" in run().stderr
    assert run("--allow-empty").exit_code == 0


def test_exclude() -> None:
    put("_posts/2023-05-26-x.md", changed(OTHER_ID))
    assert run("--exclude", "*-x.md").exit_code == 0
    assert run("--exclude", "*-x.md", "_posts").exit_code == 0
    assert run("--exclude", "*-x.md", "_posts/2023-05-26-x.md").exit_code == 1
    named = run("--exclude", "*-x.md", "--force-exclude", "_posts/2023-05-26-x.md")
    assert (named.exit_code, named.stdout) == (0, "")
    put("digestlint.toml", 'exclude = ["/_posts/*-x.md"]\n')
    assert run("_posts").exit_code == 0
    assert run("_posts", "--isolated").exit_code == 1


def test_a_pattern_that_is_none() -> None:
    result = run("--exclude", "[z-a]")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "[z-a]" in result.stderr


def test_a_file_that_is_no_markdown_is_looked_at_by_name() -> None:
    put("_posts/notes.txt", "{% 아무 글")
    result = run("--output-format", "concise")
    assert re.findall(r"(?m)^(\S+): error (\w+)", result.stdout) == [
        ("_posts/notes.txt:1:1", "FN001")
    ]
    assert run("--ignore", "FN001").exit_code == 0
    assert run("--fix", "_posts/notes.txt").exit_code == 1
    assert Path("_posts/notes.txt").read_text(encoding="utf-8") == "{% 아무 글"


# Settings


def test_settings_of_the_command_line_have_the_last_word() -> None:
    put(POST, changed(OTHER_ID, TRAILING))
    put("digestlint.toml", 'select = ["LK", "WS"]\nignore = ["LK005"]\n')

    def codes(*arguments: str) -> list[str]:
        said = json.loads(run("--output-format", "json", *arguments).stdout)
        return [each["code"] for each in said]

    assert codes() == ["WS001"]
    assert codes("--select", "LK005") == ["LK005"]
    assert codes("--select", "LK") == []
    assert codes("--ignore", "trailing-whitespace") == []
    assert codes("--select", "LK005, WS001", "--select", "HD") == ["LK005", "WS001"]
    assert codes("--isolated") == ["LK005", "WS001"]
    put("other/settings.toml", 'select = ["LK"]\n')
    assert codes("--config", "other/settings.toml") == ["LK005"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('selct = ["LK"]\n', "selct: unknown key, the nearest is select"),
        ("select =\n", "not TOML"),
        ('select = ["LK0005"]\n', "select: no rule is called LK0005, the nearest is LK005"),
    ],
)
def test_settings_with_a_mistake(settings: str, expected: str) -> None:
    put("digestlint.toml", settings)
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fxi"],
        ["--output-format", "xml"],
        ["--select"],
        ["--select", ","],
        ["--config", "a.toml", "--isolated"],
        ["--config", "absent.toml"],
        ["-", "_posts"],
        ["--stdin-filename", "x.md"],
        ["rule"],
        ["rule", "LK005", "more"],
        ["rule", "LK0005"],
        ["rules", "x"],
        ["schema", "--fix"],
        ["--color", "perhaps"],
    ],
)
def test_bad_usage_is_one_line_and_status_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("digestlint: error: ")
    assert result.stderr.count("\n") == 1


# Fixes


def test_fix_writes_what_is_safe() -> None:
    path = put(POST, changed(OTHER_ID, TRAILING).replace("\n", "\r\n"))
    path.chmod(0o640)
    result = run("--fix", "--select", "LK005,WS001", "--output-format", "concise")
    assert result.exit_code == 1
    assert result.stdout == MISMATCH
    assert result.stderr == "1 fixed; 1 error in 1 post\n"
    assert path.read_bytes() == changed(OTHER_ID).replace("\n", "\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    again = run("--fix", "--select", "LK005,WS001")
    assert again.stderr == "nothing fixed; 1 error in 1 post\n"


def test_a_post_without_fixes_is_not_written() -> None:
    before = Path(POST).stat()
    assert run("--fix").exit_code == 0
    after = Path(POST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_unsafe_fixes_are_for_who_asks_for_them() -> None:
    missing = ("> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14314)\n\n", "")
    put(POST, changed(missing))
    safe = run("--fix", "--select", "LK004")
    assert safe.stderr == "nothing fixed; 1 error in 1 post; --unsafe-fixes mends 1\n"
    assert Path(POST).read_text(encoding="utf-8") == changed(missing)
    assert run("--unsafe-fixes", "--select", "LK004").exit_code == 0
    assert Path(POST).read_text(encoding="utf-8") == good()


def test_diff_writes_nothing_and_fits() -> None:
    name = "_posts/2023-05-24-한글 이름.md"
    text = changed(TRAILING).replace("\n", "\r\n").removesuffix("\r\n")
    put(name, text)
    result = run("--diff", name, "--select", "WS001")
    assert result.exit_code == 1
    assert Path(name).read_bytes().decode() == text
    assert result.stderr == "1 would be fixed; no errors or warnings in 1 post\n"
    subprocess.run(["patch", "-p0", "--binary"], input=result.stdout_bytes, check=True)
    assert Path(name).read_bytes().decode() == text.replace("## Method  ", "## Method")
    assert run("--diff", name, "--select", "WS001").exit_code == 0


def test_diff_says_what_is_left_beside_the_patch() -> None:
    put(POST, changed(OTHER_ID))
    result = run("--diff", "--fix", "--output-format", "concise", "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", MISMATCH)


def test_a_file_that_changed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    def fix(*arguments: object, **options: object) -> object:
        put(POST, "다른 사람이 고친 글이다.\n")
        return mend(*arguments, **options)  # type: ignore[arg-type]

    mend = linter.fix
    put(POST, changed(TRAILING))
    monkeypatch.setattr(linter, "fix", fix)
    result = run("--fix", "--select", "WS001", "--output-format", "concise")
    assert result.exit_code == 2
    assert f"error: {POST} has changed since it was read and was left alone\n" in result.stderr
    assert Path(POST).read_text(encoding="utf-8") == "다른 사람이 고친 글이다.\n"
    assert " WS001 " in result.stdout


def test_a_fix_that_would_change_the_page_is_refused_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from digestlint import proof

    put(POST, changed(TRAILING))
    monkeypatch.setattr(proof, "same_page", lambda before, after: before.text == after.text)
    result = run("--fix", "--select", "WS001")
    assert result.exit_code == 0
    assert f"{POST}: the safe fix of WS001 would have changed the page" in result.stderr
    assert "a fault of digestlint" in result.stderr
    assert Path(POST).read_text(encoding="utf-8") == changed(TRAILING)


# Standard input


def test_stdin() -> None:
    result = run(
        "-",
        "--stdin-filename",
        POST,
        "--output-format",
        "concise",
        given=changed(OTHER_ID).encode(),
    )
    assert (result.exit_code, result.stdout) == (1, MISMATCH)
    assert run("-", given=good().encode()).exit_code == 0
    assert "-:11:3: error LK005" in run("-", given=changed(OTHER_ID).encode()).stdout


def test_fixed_stdin_goes_to_stdout_and_diagnostics_do_not() -> None:
    given = changed(OTHER_ID, TRAILING).replace("\n", "\r\n").encode()
    result = run("-", "--fix", "--select", "WS001,LK005", "--output-format", "concise", given=given)
    assert result.exit_code == 1
    assert result.stdout_bytes == changed(OTHER_ID).replace("\n", "\r\n").encode()
    assert "-:11:3: error LK005" in result.stderr


@pytest.mark.parametrize("given", ["제목".encode("cp949"), b"", b"\xef\xbb\xbf\r\n"])
def test_stdin_that_cannot_be_fixed_comes_back(given: bytes) -> None:
    result = run("-", "--fix", "--select", "DL001", given=given)
    assert result.stdout_bytes == given


def test_excluded_stdin_comes_back() -> None:
    given = changed(TRAILING).encode()
    options = ["--stdin-filename", POST, "--exclude", "_posts/", "--force-exclude"]
    result = run("-", "--fix", *options, given=given)
    assert (result.exit_code, result.stdout_bytes) == (0, given)


# The other commands


def test_rule() -> None:
    page = (GOOD.parents[2] / "rules" / "LK005.md").read_text(encoding="utf-8")
    for name in ("LK005", "lk005", "mismatched-alphaxiv-id"):
        assert run("rule", name).stdout == page
    assert "the nearest is LK005" in run("rule", "LK0005").stderr


def test_rules() -> None:
    table = run("rules").stdout.split("\n")
    assert [line.split()[0] for line in table[1:-1]] == [rule.code for rule in linter.rules()]
    assert any(re.fullmatch(r"LK005 +mismatched-alphaxiv-id +error +none", line) for line in table)


def test_schema() -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")


def test_a_folder_called_like_a_command() -> None:
    put("rule/x.md", changed(OTHER_ID))
    assert run("rule").exit_code == 2
    result = run("./rule", "--select", "LK005", "--output-format", "concise")
    assert result.stdout.startswith("rule/x.md:11:3: error LK005")


def test_help_and_version() -> None:
    assert re.fullmatch(r"digestlint \d+\.\d+\.\d+\S*\n", run("--version").stdout)
    for arguments in (["--help"], ["-h"], ["rule", "--help"], ["rules", "-h"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: digestlint ")
    assert "digestlint rule RULE" in run("--help").stdout


HEAVY = {"pydantic", "markdown_it", "yaml", "wcwidth", "pathspec"}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rule", "LK005"], ["rules"]])
def test_nothing_heavy_is_imported_for_little(blog: Path, arguments: list[str]) -> None:
    assert not modules_of(*arguments, cwd=blog) & HEAVY


def test_a_good_post_is_linted_without_what_it_does_not_need(blog: Path) -> None:
    imported = modules_of(POST, cwd=blog)
    assert not imported & {"pydantic", "wcwidth", "pathspec", "tempfile"}
