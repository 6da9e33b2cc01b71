"""Baselines: what was there when one was written is not reported, only what is new."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from digestlint import cli
from digestlint.baseline import Baseline, Key, key_of, known, text
from digestlint.diagnostics import Diagnostic, Severity
from digestlint.message import Message
from digestlint.source import Position

GOOD = Path(__file__).parents[1] / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
NAME = GOOD.name
POST = f"_posts/{NAME}"
OTHER = "_posts/2023-05-25-daily-papers-20230525.md"
GLUED = ("## Method\n", "##Method\n")
TAG = ("huggingface", "hugginface")
FILE = "known.toml"


@pytest.fixture(autouse=True)
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a post of two faults, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    Path("_posts").mkdir()
    Path(POST).write_bytes(GOOD.read_bytes())
    change(GLUED, TAG)
    return tmp_path


def change(*changes: tuple[str, str], path: str = POST) -> None:
    file = Path(path)
    content = file.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in content
        content = content.replace(before, after, 1)
    file.write_text(content, encoding="utf-8")


def run(*arguments: str, given: bytes | None = None) -> Result:
    arguments = ("--output-format=concise", "--ignore=XP,FN", *arguments)
    return CliRunner().invoke(cli.main, list(arguments), input=given)


def codes(result: Result) -> list[str]:
    return [line.split()[2] for line in result.stdout.splitlines()]


def write(*arguments: str) -> None:
    result = run("--write-baseline", FILE, *arguments)
    assert (result.exit_code, result.stdout) == (0, "")


def check(*arguments: str) -> list[str]:
    return codes(run("--baseline", FILE, *arguments))


def notes(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.startswith("digestlint: note: ")]


# --- What is hidden ------------------------------------------------------------------------------


def test_what_was_there_is_not_reported() -> None:
    assert codes(run()) == ["FM012", "HD006"]
    write()
    result = run("--baseline", FILE)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no errors or warnings in 1 post; 2 in the baseline\n"


def test_lines_above_stir_nothing() -> None:
    write()
    change(("\n# 1. ", "\n" + "<!-- a line -->\n\n" * 5 + "# 1. "))
    assert check() == []


def test_a_new_fault_of_the_same_kind_on_another_line_is_reported() -> None:
    write()
    change(("## Results\n", "##Results\n"))
    result = run("--baseline", FILE)
    assert (codes(result), result.exit_code) == (["HD006"], 1)
    assert (
        "##Results"
        in Path(POST).read_text(encoding="utf-8").splitlines()[int(result.stdout.split(":")[1]) - 1]
    )


def test_the_same_fault_on_an_equal_line_counts() -> None:
    write()
    change(GLUED)  # in the second paper
    assert check() == ["HD006"]
    write()
    assert tomllib.loads(Path(FILE).read_text(encoding="utf-8"))[POST]["HD006"] == {
        key_of(diagnostic("HD006", "##Method")).hash: 2
    }
    assert check() == []
    change(GLUED)
    assert check() == ["HD006"]


def test_white_space_of_a_line_does_not_count() -> None:
    write()
    change(("tags: [papers, hugginface", "tags:  [papers,  hugginface"))
    assert check() == []


def test_an_edit_of_the_line_itself_reports_it() -> None:
    write()
    change(("tags: [papers, hugginface", "tags: [paper, hugginface"))
    assert check() == ["FM012", "FM012"]


def test_another_rule_on_the_same_line_is_reported() -> None:
    write("--select", "HD")
    assert check() == ["FM012"]


def test_an_internal_error_is_never_listed() -> None:
    crash = diagnostic("DL004", "---")
    assert known({key_of(crash): 1}, (crash,), ()).new == (crash,)


@pytest.mark.usefixtures("blog")
def test_a_moved_post_is_reported_under_its_new_name() -> None:
    write()
    Path(POST).rename(OTHER)
    result = run("--baseline", FILE, "--ignore", "FM009")
    assert codes(result) == ["FM012", "HD006"]
    assert notes(result) == [
        f"digestlint: note: known.toml lists FM012, HD006 in {POST}, which is no longer there; "
        "--write-baseline drops it"
    ]
    write("--ignore", "FM009")
    assert [*tomllib.loads(Path(FILE).read_text(encoding="utf-8"))] == [OTHER]


def test_a_blog_that_moves_with_its_baseline_keeps_it(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    moved = blog.rename(blog.with_name("moved"))
    monkeypatch.chdir(moved.parent)
    assert codes(run("--baseline", f"moved/{FILE}", "moved/_posts")) == []
    monkeypatch.chdir(moved / "_posts")
    assert codes(run("--baseline", f"../{FILE}", NAME)) == []


def test_standard_input_has_the_baseline_of_its_name() -> None:
    write()
    data = Path(POST).read_bytes()
    assert codes(run("--baseline", FILE, "-", "--stdin-filename", POST, given=data)) == []
    assert codes(run("--baseline", FILE, "-", given=data)) == ["FM012", "HD006"]


def test_fixes_are_made_all_the_same() -> None:
    change(("## Results\n", "## Results  \n"))
    write()
    result = run("--baseline", FILE, "--fix")
    assert "1 fixed" in result.stderr
    assert "lists WS001 in" in notes(result)[0]
    assert "## Results\n" in Path(POST).read_text(encoding="utf-8")


# --- What is listed in vain ----------------------------------------------------------------------


def test_what_no_longer_occurs_is_told_and_dropped_at_the_next_write() -> None:
    change(GLUED)
    write()
    change(GLUED[::-1], GLUED[::-1], TAG[::-1])
    result = run("--baseline", FILE)
    assert result.exit_code == 0
    assert notes(result) == [
        f"digestlint: note: known.toml lists FM012, 2 × HD006 in {POST}, which is no longer there; "
        "--write-baseline drops it"
    ]
    assert notes(run("--baseline", FILE, "--quiet")) == []
    write()
    assert tomllib.loads(Path(FILE).read_text(encoding="utf-8")) == {}


def test_rules_that_did_not_look_are_not_missed() -> None:
    write()
    assert notes(run("--baseline", FILE, "--select", "LK")) == []


def test_posts_that_were_not_looked_at_are_not_missed_and_stay() -> None:
    Path(OTHER).write_bytes(Path(POST).read_bytes())
    write()
    before = Path(FILE).read_bytes()
    assert notes(run("--baseline", FILE, POST)) == []
    write(POST)
    assert Path(FILE).read_bytes() == before
    write(POST, "--select", "LK")
    assert Path(FILE).read_bytes() == before


# --- The file ------------------------------------------------------------------------------------


def test_file_is_sorted_and_can_be_read_by_people() -> None:
    Path(OTHER).write_bytes(Path(POST).read_bytes())
    write("--ignore", "FM009")
    assert Path(FILE).read_text(encoding="utf-8") == (
        "# What digestlint does not report, for it was there when this was written:\n"
        "# rule.hash-of-the-line = how often. Written by `digestlint --write-baseline`.\n"
        + "".join(
            f'\n["{post}"]\n'
            f"FM012.{key_of(diagnostic('', 'tags: [papers, hugginface]')).hash} = 1"
            "  # tags: [papers, hugginface]\n"
            f"HD006.{key_of(diagnostic('', '##Method')).hash} = 1  # ##Method\n"
            for post in (POST, OTHER)
        )
    )


def test_nothing_of_a_post_can_break_the_file() -> None:
    line = '## \x1b[31m "\x00\u202e] = 1\n[x]' + "가" * 100
    name = 'a"b\\c\x7f.md'
    key = key_of(diagnostic("HD006", line))
    written = text(Baseline(Path(FILE), {name: {key: 1}}, {key: "# \\x1b"}))
    assert tomllib.loads(written) == {name: {key.code: {key.hash: 1}}}
    change(("##Method\n", "##Method \x1b[31m\u202e\n"))
    write()
    assert "##Method \\x1b[31m\\u202e\n" in Path(FILE).read_text(encoding="utf-8")
    assert check() == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[a\n", ":1:3: not TOML: expected ']' at the end of a table declaration"),
        ('x = 1\n["a"]\nHD006 = 2\n', ":1: x: found 1, expected a post's table"),
        ('["a.md"]\n\nHD006 = 2\n', ':3: "a.md".HD006: found 2, expected rule.hash = number'),
        (
            '["a.md"]\nHD006.ab = 0\n',
            ':2: "a.md".HD006.ab: found 0, expected a number, 1 or more',
        ),
        (
            '["a.md"]\nHD006.ab = true\n',
            ':2: "a.md".HD006.ab: found true, expected a number, 1 or more',
        ),
        ("\xff", ": not UTF-8 at byte 0"),
    ],
)
def test_a_broken_file_ends_the_run_and_is_left_alone(content: str, message: str) -> None:
    Path(FILE).write_bytes(content.encode("latin-1"))
    for arguments in (
        ["--baseline", FILE],
        ["--baseline", FILE, "--fix"],
        ["--write-baseline", FILE],
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines()[0] == f"digestlint: error: known.toml{message}"
    assert Path(FILE).read_bytes() == content.encode("latin-1")


def test_every_mistake_is_told_at_once() -> None:
    Path(FILE).write_text('x = 1\n["a"]\nHD006 = 2\nFM001.ab = "3"\n', encoding="utf-8")
    assert len(run("--baseline", FILE).stderr.splitlines()) == 3


def test_a_file_that_is_absent_ends_the_run() -> None:
    result = run("--baseline", FILE)
    assert result.exit_code == 2
    message = "digestlint: error: known.toml: cannot be read: No such file or directory\n"
    assert result.stderr == message


@pytest.mark.parametrize("arguments", [["--diff"], ["-"]])
def test_writing_excludes_what_writes_nothing(arguments: list[str]) -> None:
    result = run("--write-baseline", FILE, *arguments, given=b"")
    assert result.exit_code == 2
    assert not Path(FILE).exists()


# --- Settings ------------------------------------------------------------------------------------


def test_settings_name_the_baseline_from_their_own_folder(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("lint").mkdir()
    Path("digestlint.toml").write_text('baseline = "lint/known.toml"\n', encoding="utf-8")
    assert run("--write-baseline", "lint/known.toml").exit_code == 0
    monkeypatch.chdir(blog / "_posts")
    assert codes(run(NAME)) == []
    assert codes(run(NAME, "--isolated")) == ["FM012", "HD006"]
    assert codes(run(NAME, "--baseline", "/dev/null")) == ["FM012", "HD006"]


def test_settings_that_name_no_baseline_that_is_there_end_the_run() -> None:
    Path("digestlint.toml").write_text('baseline = "known.toml"\n', encoding="utf-8")
    assert run().exit_code == 2
    write()
    assert codes(run()) == []


# --- Laws ----------------------------------------------------------------------------------------


def diagnostic(code: str, line: str) -> Diagnostic:
    place = Position(1, 1)
    return Diagnostic("x.md", place, place, code, "name", Severity.ERROR, Message("x"), line)


DIAGNOSTICS = st.lists(
    st.builds(diagnostic, st.sampled_from(("HD006", "LK005")), st.sampled_from(("a", "b", "c"))),
    max_size=12,
)


def listed(diagnostics: list[Diagnostic]) -> dict[Key, int]:
    return {key_of(it): [*map(key_of, diagnostics)].count(key_of(it)) for it in diagnostics}


@given(DIAGNOSTICS, DIAGNOSTICS)
def test_what_is_left_of_two_runs_is_their_difference(
    before: list[Diagnostic], after: list[Diagnostic]
) -> None:
    found = known(listed(before), after, None)
    assert len(found.new) + found.hidden == len(after)
    assert found.hidden + sum(found.idle.values()) == len(before)
    assert known(listed(after), after, None).new == ()
    moved = [replace(it, start=Position(99, 1)) for it in after]
    assert len(known(listed(before), moved, None).new) == len(found.new)
