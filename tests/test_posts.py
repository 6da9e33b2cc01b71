"""What is said of real posts and what a fix makes of them; skipped where there are none."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from program import digestlint

POSTS = Path(__file__).parents[2] / "shared" / "posts" / "_posts"
WARNINGS = {"WS001": 389, "HD003": 9, "HD009": 1, "FM012": 5, "KO007": 1, "GN007": 1}
HARD_BREAKS = 34

pytestmark = pytest.mark.skipif(not POSTS.is_dir(), reason="no real posts beside the checkout")


def said(folder: Path) -> Counter[tuple[str, str]]:
    """How often each rule speaks of the posts in a folder, with its severity."""
    done = digestlint("--isolated", "--output-format", "json", folder)
    return Counter((each["severity"], each["code"]) for each in json.loads(done.stdout))


def hard_breaks(folder: Path) -> int:
    """How many hard line breaks CommonMark sees in the posts of a folder."""
    return sum(
        inline.type == "hardbreak"
        for path in folder.iterdir()
        for block in MarkdownIt().parse(path.read_text(encoding="utf-8"))
        for inline in block.children or ()
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the posts that may be changed."""
    folder = tmp_path / "_posts"
    shutil.copytree(POSTS, folder, copy_function=shutil.copyfile)
    folder.chmod(0o755)
    return folder


def test_good_posts_have_no_error_and_the_warnings_that_are_known() -> None:
    assert said(POSTS) == {("warning", code): count for code, count in WARNINGS.items()}


def test_warnings_fail_only_if_asked_to() -> None:
    assert digestlint("--isolated", POSTS).returncode == 0
    assert digestlint("--isolated", "--strict", POSTS).returncode == 1


def test_fix_removes_what_does_nothing_and_leaves_hard_breaks(copy: Path) -> None:
    assert hard_breaks(copy) == HARD_BREAKS
    assert digestlint("--isolated", "--fix", copy).returncode == 0
    assert hard_breaks(copy) == HARD_BREAKS
    left = {code: count for code, count in WARNINGS.items() if code != "WS001"}
    assert said(copy) == {("warning", code): count for code, count in left.items()}


def test_a_second_fix_changes_nothing(copy: Path) -> None:
    digestlint("--isolated", "--fix", copy)
    once = {path.name: path.read_bytes() for path in copy.iterdir()}
    assert any(once[path.name] != path.read_bytes() for path in POSTS.iterdir())
    digestlint("--isolated", "--fix", copy)
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == once


BLOG = POSTS.parent / "blog"
LINES = {
    "08-29": (9, 35, 59, 85, 111, 135, 159, 185, 209, 235),
    "09-15": (9, 33, 57, 81, 105, 129, 155),
    "raw 09-15": (10, 29, 48, 67, 86, 105, 126),
    "09-23": (9, 33, 59, 85, 111, 137, 161, 187, 211, 237),
}
NO_LINE_YET = "the blog has had alphaXiv lines since 2025-09-22 only"
TRUE_ERRORS = {
    ("_posts/2025-08-29-daily-papers-20250829.md", "FM008"): ((3,), "a stray quote in the title"),
    ("_posts/2025-08-29-daily-papers-20250829.md", "LK004"): (LINES["08-29"], NO_LINE_YET),
    ("_posts/2025-09-15-daily-papers-20250915.md", "LK004"): (LINES["09-15"], NO_LINE_YET),
    ("raw/2025-09-15-daily-papers-20250915.md", "LK004"): (LINES["raw 09-15"], NO_LINE_YET),
    ("_posts/2025-09-23-Arxiv.md", "FM008"): ((3,), "a sibling digest with a title of its own"),
    ("_posts/2025-09-23-Arxiv.md", "LK004"): (
        LINES["09-23"],
        "a sibling digest without such lines",
    ),
    ("_posts/2025-12-26-daily-papers-20251226.md", "HD001"): ((1,), "a day without a paper"),
}
"""Every error of the blog's other times under default settings, each with its reason."""


KEEPERS_SETTINGS = """\
[rules.LK004]
since = 2025-09-22

[[overrides]]
files = ["*-Arxiv.md"]
enabled = false
"""


def errors(blog: Path, *arguments: str) -> dict[tuple[str, str], tuple[int, ...]]:
    """The lines of the errors that are told of the blog, by file and rule."""
    done = digestlint("--output-format", "json", *arguments, blog)
    lines: dict[tuple[str, str], tuple[int, ...]] = {}
    for each in json.loads(done.stdout):
        if each["severity"] == "error":
            place = Path(each["path"]).relative_to(blog).as_posix(), each["code"]
            lines[place] = (*lines.get(place, ()), each["line"])
    return lines


def test_each_error_of_other_times_is_a_true_one() -> None:
    assert errors(BLOG, "--isolated") == {place: lines for place, (lines, _) in TRUE_ERRORS.items()}


def test_settings_of_its_keeper_leave_the_stray_quote_and_the_empty_day(tmp_path: Path) -> None:
    shutil.copytree(BLOG, tmp_path / "blog", copy_function=shutil.copyfile)
    (tmp_path / "blog").chmod(0o755)
    settings = tmp_path / "blog" / "digestlint.toml"
    settings.write_text(KEEPERS_SETTINGS, encoding="utf-8")
    assert set(errors(tmp_path / "blog")) == {
        ("_posts/2025-08-29-daily-papers-20250829.md", "FM008"),
        ("_posts/2025-12-26-daily-papers-20251226.md", "HD001"),
    }
