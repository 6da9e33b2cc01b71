"""The example blog: its good posts are good, the broken one is broken in ten ways."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from program import digestlint

BLOG = Path(__file__).parents[1] / "examples"
POSTS = sorted((BLOG / "_posts").iterdir())
GOOD, BROKEN = POSTS[:-1], POSTS[-1]


def said(*posts: Path) -> list[tuple[int, str]]:
    """The line and the code of each diagnostic, in order."""
    done = digestlint("--isolated", "--output-format", "json", *posts)
    return [(each["line"], each["code"]) for each in json.loads(done.stdout)]


def test_good_posts_are_silent() -> None:
    assert len(GOOD) == 2
    assert said(*GOOD) == []


def test_broken_post_breaks_ten_rules() -> None:
    assert said(BROKEN) == [
        (3, "FM008"),
        (5, "FM012"),
        (19, "HD006"),
        (37, "LK005"),
        (44, "HD007"),
        (50, "KO001"),
        (60, "LK004"),
        (60, "HD004"),
        (72, "WS001"),
        (76, "SC004"),
    ]


@pytest.mark.slow
@pytest.mark.usefixtures("jekyll")
def test_jekyll_publishes_the_broken_post_without_a_word(tmp_path: Path) -> None:
    command = ["jekyll", "build", "--disable-disk-cache", "-s", str(BLOG), "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    page = tmp_path / "2023/06/01/daily-papers-20230601/index.html"
    assert "##Method" in page.read_text(encoding="utf-8")
