"""Nothing that stands in a post, in the name of a file or in settings acts where it is printed.

Each format is read by a parser of that format, the program runs on real files.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestlint import cli
from digestlint.reporters import encodable, escape
from digestlint.toml_text import quoted
from editor import editor
from editor import run as run_story
from hostile import BROKEN, COLOR, NAMES, PIECES, acting, acts, names, posts, strings
from program import digestlint
from test_formats import GITLAB, RDJSON, sarif_schema, valid

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names of files are tamer there")
FEW = settings(max_examples=int(os.environ.get("DIGESTLINT_EXAMPLES", "10")))
"""Each example is a run of the program or two."""

HEAD = re.compile(r"(.*):(\d+):(\d+): (error|warning) ([A-Z]{2}\d{3}) ([a-z0-9-]+): (.+)")
ALL = "".join(PIECES)


@contextlib.contextmanager
def blog(name: str, text: str) -> Iterator[Path]:
    """A blog with one post, in which the test runs."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path(".git").mkdir()
        Path("_posts").mkdir()
        Path("_posts", name).write_bytes(text.encode())
        yield Path(folder)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


def written(format: str, name: str, text: str, *options: str) -> tuple[str, int]:
    """What the program writes of a post on standard output, and how many diagnostics there are.

    What it says besides does not act.
    """
    with blog(name, text):
        beside = ("--show-all", "--output-file", "json:counted")
        result = run("_posts", "--output-format", format, *beside, *options)
        count = len(json.loads(Path("counted").read_bytes()))
    assert result.exit_code in (0, 1), result.stderr
    assert acting(result.stderr) == []
    return result.stdout_bytes.decode(), count


# One format after another


@FEW
@given(names(), posts())
def test_concise_is_a_line_a_diagnostic(name: str, text: str) -> None:
    shown, count = written("concise", name, text)
    assert acting(shown) == []
    lines = [HEAD.fullmatch(line) for line in shown.split("\n")[:-1]]
    assert {line[1] if line else None for line in lines} <= {escape(f"_posts/{name}")}
    assert len(lines) == count


@FEW
@given(names(), posts())
def test_text_has_nothing_but_our_colors(name: str, text: str) -> None:
    plain, count = written("text", name, text, "--color", "never")
    painted, _ = written("text", name, text, "--color", "always")
    assert acting(plain) == []
    assert COLOR.sub("", painted) == plain
    lines = plain.split("\n")[:-1]
    heads = [line for line in lines if not line.startswith("  ")]
    assert all(HEAD.fullmatch(line) for line in heads)
    assert len(heads) == count


@FEW
@given(names(), posts())
def test_json_gives_back_the_name(name: str, text: str) -> None:
    shown, _ = written("json", name, text)
    assert acting(shown) == []
    assert {each["path"] for each in json.loads(shown)} <= {f"_posts/{name}"}


def parsed_commands(log: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The workflow commands in a log, as the runner of GitHub Actions reads them."""
    for line in re.split(r"\r\n|\r|\n", log)[:-1]:
        found = re.fullmatch(r"\s*::([a-z-]+) ([^:]*)::(.*)", line)
        assert found, line
        pairs = dict(pair.split("=", 1) for pair in found[2].split(","))
        for sign, notation in ((",", "%2C"), (":", "%3A"), ("\n", "%0A"), ("\r", "%0D")):
            pairs = {key: value.replace(notation, sign) for key, value in pairs.items()}
        said = found[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        yield found[1], {key: it.replace("%25", "%") for key, it in pairs.items()}, said


@FEW
@given(names(), posts())
def test_github_has_our_commands_alone(name: str, text: str) -> None:
    shown, count = written("github", name, text)
    assert [each for each in shown if acts(each) and each != "\n"] == []
    told = list(parsed_commands(shown))
    assert len(told) == count
    for kind, properties, said in told:
        assert kind in ("error", "warning")
        assert set(properties) <= {"file", "line", "col", "endLine", "endColumn", "title"}
        assert properties["file"] == escape(f"_posts/{name}")
        assert re.fullmatch(r"[A-Z]{2}\d{3} [a-z0-9-]+", properties["title"])
        assert said.startswith(f"{escape(f'_posts/{name}')}:{properties['line']}:")


@FEW
@given(names(), posts())
def test_gitlab_is_what_gitlab_asks_for(name: str, text: str) -> None:
    shown, count = written("gitlab", name, text)
    assert acting(shown) == []
    report = json.loads(shown)
    valid(GITLAB, report)
    assert len(report) == count
    assert {each["location"]["path"] for each in report} <= {encodable(f"_posts/{name}")}
    assert not any(acting(each["description"]) for each in report)


@FEW
@given(names(), posts())
def test_sarif_leads_to_the_file(name: str, text: str) -> None:
    shown, count = written("sarif", name, text)
    assert acting(shown) == []
    log = json.loads(shown)
    valid(sarif_schema(), log)
    (result,) = log["runs"]
    assert len(result["results"]) == count
    for each in result["results"]:
        assert acting(each["message"]["text"]) == []
        (place,) = each["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9%._~/-]+", uri)
        assert unquote_to_bytes(uri) == os.fsencode(f"_posts/{name}")


@FEW
@given(names(), posts())
def test_junit_is_one_case(name: str, text: str) -> None:
    shown, count = written("junit", name, text)
    assert acting(shown) == []
    root = ElementTree.fromstring(shown)
    (case,) = root.iter("testcase")
    assert "".join(case.get("name") or "").startswith("_posts/")
    tags = [each.tag for each in root.iter()]
    assert tags[:3] == ["testsuites", "testsuite", "testcase"]
    assert set(tags[3:]) <= {"failure", "system-out"}
    assert len(tags) <= 4
    heads = [line for line in "".join(case.itertext()).split("\n") if HEAD.fullmatch(line)]
    assert len(heads) == count
    for element in root.iter():
        assert not any(map(acting, (element.text or "", *element.attrib.values())))


@FEW
@given(names(), posts())
def test_rdjson_is_what_reviewdog_knows(name: str, text: str) -> None:
    shown, count = written("rdjson", name, text)
    assert acting(shown) == []
    report = json.loads(shown)
    valid(RDJSON, report)
    assert len(report["diagnostics"]) == count
    for each in report["diagnostics"]:
        assert each["location"]["path"] == encodable(f"_posts/{name}")
        assert acting(each["message"]) == []
    for string in strings(report):
        string.encode()


@FEW
@given(names(), posts())
def test_statistics_and_the_summary_hold_no_text_of_a_post(name: str, text: str) -> None:
    for format in ("text", "json"):
        shown, _ = written(format, name, text, "--statistics")
        assert re.fullmatch(r"[A-Za-z0-9\s\[\]{}\":,-]*", shown)


# A patch


def mended(name: str, text: str) -> bytes:
    """The post after ``--fix --unsafe-fixes``."""
    with blog(name, text) as folder:
        run("_posts", "--unsafe-fixes")
        return (folder / "_posts" / name).read_bytes()


def patched(name: str, text: str, *by: str) -> bytes:
    """The post after the patch of ``--diff`` by another program, which makes no other file."""
    with blog(name, text) as folder:
        patch = run("_posts", "--diff", "--unsafe-fixes").stdout_bytes
        done = subprocess.run(by, input=patch, capture_output=True, cwd=folder, check=False)
        assert done.returncode == 0 or not patch, done.stderr
        assert [path.name for path in Path("_posts").iterdir()] == [name]
        assert sorted(path.name for path in Path().iterdir()) == [".git", "_posts"]
        return (folder / "_posts" / name).read_bytes()


@POSIX
@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_patch_fits_whatever_the_name(name: str) -> None:
    """``patch`` refuses names with line ends, which is as good."""
    after = mended(name, BROKEN)
    assert after != BROKEN.encode()
    assert patched(name, BROKEN, "git", "apply", "-p0", "--unsafe-paths") == after
    if "\n" not in name:
        assert patched(name, BROKEN, "patch", "-p0", "--binary") == after


@FEW
@given(posts())
@example(BROKEN.replace("##Method", "##Method\r::error::x\n--- b\n+++ b\n@@ -1 +1 @@\n-x\n+y"))
def test_a_patch_fits_whatever_the_post(text: str) -> None:
    name = "2023-06-01-x.md"
    assert patched(name, text, "git", "apply", "-p0", "--unsafe-paths") == mended(name, text)


def in_a_log(*arguments: str, cwd: Path, **environment: str) -> str:
    """What a process of its own writes to a pipe."""
    return digestlint(*arguments, cwd=cwd, environment=environment).stdout


@POSIX
@pytest.mark.parametrize("variable", ["CI", "TF_BUILD", "TEAMCITY_VERSION"])
def test_a_patch_does_not_act_in_the_log_of_a_service(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("CI", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(each, raising=False)
    acted = f"## Results  \n\n\x1b]0;x\x07\n  ::error::x\n##[error]\r::error::x\n\t{ALL}"
    text = BROKEN.replace("## Results  \n", acted)
    with blog("x\n::error::x.md", text) as folder:
        shown = in_a_log("--diff", "--select", "WS001", "_posts", cwd=folder, **{variable: "true"})
        assert [each for each in acting(shown) if each != "\t"] == []
        fits = in_a_log("--diff", "--select", "WS001", "_posts", cwd=folder)
        assert "\x1b]0;x" in fits
        with Path("patch").open("wb") as file:
            options = [sys.executable, "-m", "digestlint", "--diff", "--select", "WS001", "_posts"]
            subprocess.run(options, stdout=file, env={**os.environ, variable: "true"}, check=False)
        assert Path("patch").read_bytes().decode() == fits


def test_an_honest_patch_fits_out_of_a_log_too() -> None:
    text = BROKEN.replace("\n", "\r\n").replace("PPO", "PPO\t🎉")
    with blog("2023-06-01-한글 이름.md", text) as folder:
        plain, logged = (
            in_a_log("--diff", "--unsafe-fixes", "_posts", cwd=folder, CI=it) for it in ("", "true")
        )
    assert plain == logged != ""


# The other commands, and settings


FOLDER = NAMES.get("line-end", "x").removesuffix(".md")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog in a folder whose name acts, as the post's does."""
    folder = tmp_path / f"{FOLDER}\u202e" / NAMES.get("command", "x").removesuffix(".md")
    (folder / "_posts").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for number, name in enumerate(NAMES.values()):
        at = len(BROKEN) * number // len(NAMES)
        (folder / "_posts" / name).write_text(BROKEN[:at] + ALL + BROKEN[at:], "utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    return folder.relative_to(tmp_path)


def dumped(text: str) -> str:
    """A text as TOML has it."""
    return "".join(f"\\U{ord(each):08x}" for each in text).join('""')


WRONG = {
    "no-toml": f"x = {ALL}",
    "not-closed": '"' + ALL.replace("\n", ""),
    "unknown-key": f"{dumped(ALL)} = 1",
    "unknown-table": f"[{dumped(ALL)}]\nx = 1",
    "unknown-rule": f"select = [{dumped(ALL)}]",
    "rule-table": f"[rules.{dumped(ALL)}]\nseverity = {dumped(ALL)}",
    "wrong-type": f"strict = {dumped(ALL)}",
    "wrong-choice": f"lang = {dumped(ALL)}",
    "wrong-template": f"[papers]\nheading = {dumped(ALL)}",
    "wrong-glob": f"exclude = [{dumped('[z-a]' + ALL)}]",
    "wrong-table": f"front-matter = [{{ x = {dumped(ALL)} }}]",
    "baseline": f"baseline = {dumped(ALL)}",
}


@POSIX
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("text", WRONG.values(), ids=list(WRONG))
def test_mistakes_in_settings_are_told_in_lines_that_do_not_act(
    text: str, lang: str, place: Path
) -> None:
    (place / "digestlint.toml").write_text(text, "utf-8", newline="")
    result = digestlint(place / "_posts", "--lang", lang)
    assert (result.returncode, result.stdout) == (2, "")
    assert acting(result.stderr) == []
    assert all(re.match("digestlint: ", line) for line in result.stderr.split("\n")[:-1])


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.characters())).map("".join))
def test_any_text_is_toml_that_does_not_act(text: str) -> None:
    written = f"x = {quoted(text)}"
    assert acting(written) == []
    assert tomllib.loads(written)["x"] == encodable(text)


@POSIX
def test_settings_are_printed_as_toml_that_does_not_act(place: Path) -> None:
    settings = place / "digestlint.toml"
    settings.write_text(f"[front-matter]\nlayout = {dumped(ALL)}\n", encoding="utf-8")
    result = run("settings", str(place / "_posts" / NAMES["line-end"]))
    assert result.exit_code == 0, result.stderr
    assert acting(result.stdout) == []
    assert tomllib.loads(result.stdout)["front-matter"]["layout"] == ALL
    schema = run("schema", "--config", str(settings))
    assert acting(schema.stdout) == []
    assert ALL in strings(json.loads(schema.stdout))


@POSIX
def test_export_writes_json_and_tells_what_it_left_out(place: Path) -> None:
    result = run("export", str(place))
    assert acting(result.stdout) == acting(result.stderr) == []
    paths = [json.loads(line)["path"] for line in result.stdout.split("\n")[:-1]]
    posts = {(place / "_posts" / name).as_posix() for name in NAMES.values()}
    assert set(paths) <= posts
    assert result.stderr.count("\n") >= len(posts) - len(paths)


@POSIX
def test_init_writes_settings_that_do_not_act(place: Path) -> None:
    shown = run("init", str(place), "--diff")
    assert shown.exit_code == 1, shown.stderr
    assert acting(shown.stdout) == acting(shown.stderr) == []
    result = run("init", str(place))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert acting(result.stderr) == []
    text = (place / "digestlint.toml").read_bytes().decode()
    assert acting(text) == []
    tomllib.loads(text)
    again = run("init", str(place))
    assert again.exit_code == 2
    assert acting(again.stderr) == []


@POSIX
def test_a_baseline_is_toml_that_does_not_act(place: Path) -> None:
    file = str(place / "baseline.toml")
    result = run(str(place), "--write-baseline", file)
    assert acting(result.stdout) == acting(result.stderr) == []
    text = Path(file).read_bytes().decode()
    assert acting(text) == []
    assert set(tomllib.loads(text)) <= {encodable(f"_posts/{name}") for name in NAMES.values()}
    for path in (place / "_posts").iterdir():
        path.write_text("# 글\n", encoding="utf-8")
    idle = run(str(place), "--baseline", file)
    assert "no longer there" in idle.stderr
    assert acting(idle.stderr) == []


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [
        [ALL],
        ["--select", ALL],
        ["--output-format", ALL],
        ["--output-file", f"json:{ALL}/x"],
        ["--config", ALL],
        ["--exclude", "[z-a]" + ALL],
        ["--baseline", ALL],
        ["--write-baseline", f"{ALL}/x"],
        [f"--{ALL}"],
        ["--jobs", ALL],
        ["--lang", ALL],
    ],
    ids=lambda arguments: arguments[0].replace(ALL, "x"),
)
def test_mistakes_in_options_are_told_in_lines_that_do_not_act(
    arguments: list[str], place: Path
) -> None:
    result = run(str(place), *arguments)
    assert result.exit_code == 2
    assert acting(result.stdout) == acting(result.stderr) == []
    for name in ("rule", "settings", "init", "export"):
        assert acting(run(name, ALL).output) == []


@POSIX
def test_a_traceback_does_not_act(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"no\n::error::x\n{ALL}")

    monkeypatch.setattr("digestlint.command.report", fail)
    result = run(str(place))
    assert result.exit_code == 2
    assert "internal error" in result.stderr
    assert acting(result.stderr) == []


@POSIX
def test_a_bar_on_a_terminal_has_no_name_of_a_file(place: Path) -> None:
    program = "from digestlint import progress, cli; progress.PATIENCE = 0; cli.main()"
    usual = {key: it for key, it in os.environ.items() if key not in ("CI", "TF_BUILD")}
    terminal, end = os.openpty()
    subprocess.run(
        [sys.executable, "-c", program, "--output-format", "json", str(place)],
        stdout=subprocess.DEVNULL,
        stderr=end,
        env={**usual, "TERM": "xterm"},
        check=False,
    )
    os.close(end)
    shown = os.read(terminal, 65536).decode().replace("\r\n", "\n")
    os.close(terminal)
    bar = rf"(\r\[[#.]+\] \d+ of {len(NAMES)} posts)+\r\x1b\[K"
    drawn = re.match(bar, shown)
    assert drawn
    assert acting(shown[drawn.end() :]) == []


# The language server


@POSIX
def test_what_an_editor_is_told_does_not_act(place: Path, tmp_path: Path) -> None:
    (place / "digestlint.toml").write_text(WRONG["unknown-key"], encoding="utf-8")

    async def story() -> None:
        async with editor(tmp_path) as client:
            for key in ("line-end", "bidirectional", "command", "hangul"):
                post = tmp_path / place / "_posts" / NAMES[key]
                told = await client.open(post, post.read_bytes().decode())
                actions = [
                    {**each, "edit": None, "diagnostics": None}
                    for each in await client.actions(post, 2)
                ]
                for string in strings([*map(without_places, told), *actions]):
                    lines = string.split("\n")
                    assert [it for line in lines for it in acting(line)] == []
            assert all(acting(line) == [] for line in (await client.message()).split("\n"))

    run_story(story())


@POSIX
def test_a_note_leads_an_editor_to_a_file_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "digestlint.toml").write_text('select = ["XP001"]\n', encoding="utf-8")
    (tmp_path / "_posts").mkdir()
    names = ("2023-06-03-x.md", "2023-06-02-\udcb1.md")
    here, there = (tmp_path / "_posts" / name for name in names)
    here.write_text(BROKEN, encoding="utf-8")
    there.write_text(BROKEN, encoding="utf-8")

    async def story() -> None:
        async with editor(tmp_path) as client:
            told = await client.open(here, BROKEN)
            related = [it["location"]["uri"] for each in told for it in each["relatedInformation"]]
            assert set(related) == {there.as_uri()}

    run_story(story())


def without_places(message: dict[str, Any]) -> dict[str, Any]:
    """A diagnostic without the addresses of files, which are quoted."""
    related = [each["message"] for each in message.get("relatedInformation") or ()]
    return {**message, "relatedInformation": related}
