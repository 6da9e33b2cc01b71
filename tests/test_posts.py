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
