"""``digestlint export``: posts as JSON lines, by the same paths and settings as linting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digestlint import parse
from program import digestlint

GOOD, OTHER, _ = sorted((Path(__file__).parents[1] / "examples" / "_posts").iterdir())
TEXT = GOOD.read_text(encoding="utf-8")
FIRST, SECOND = (f"_posts/{path.name}" for path in (GOOD, OTHER))


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A blog of two good posts."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "_posts").mkdir()
    for path in (GOOD, OTHER):
        (tmp_path / "_posts" / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")
    return tmp_path


def exported(
    blog: Path, *arguments: str, status: int = 0
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The values by path, and what was said on standard error."""
    done = digestlint("export", *arguments, cwd=blog)
    assert done.returncode == status, done.stderr
    values = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    return {value.pop("path"): value for value in values}, done.stderr.split("\n")[:-1]


def test_a_line_is_the_value_of_a_post(blog: Path) -> None:
    values, said = exported(blog)
    assert list(values) == [FIRST, SECOND]
    assert said == ["2 exported, 0 left out"]
    post = parse(TEXT)
    assert values[FIRST] == post.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert values[FIRST]["front_matter"] == {
        "layout": "post",
        "title": "Daily Papers — 2023-05-24",
        "date": "2023-05-24",
        "tags": ["papers", "huggingface"],
        "categories": [],
    }
    paper = values[FIRST]["papers"][0]
    assert {key: paper[key] for key in paper if key != "sections"} == {
        "number": 1,
        "title": "QLoRA: Efficient Finetuning of Quantized LLMs",
        "arxiv_id": "2305.14314",
        "alphaxiv_id": "2305.14314",
    }
    method = paper["sections"][1]
    assert method["name"] == "Method"
    assert method["text"] in TEXT


def test_what_is_no_value_is_told_and_left_out(blog: Path) -> None:
    broken = TEXT.replace("layout: post\n", "").replace("tags: [papers,", "tags: [papers, yes,")
    broken = broken.replace("# 1. [", "# [").replace("2305.14314)", "2313.14314)", 1)
    (blog / FIRST).write_text(broken, encoding="utf-8")
    values, said = exported(blog, "_posts", status=1)
    assert list(values) == [SECOND]
    assert said == [
        f"digestlint: error: {FIRST}:1:1: the key layout is missing",
        f"digestlint: error: {FIRST}:4:16: tags: found true or false in the list, expected text",
        f"digestlint: error: {FIRST}:8:1: the paper has no number",
        f"digestlint: error: {FIRST}:8:1: 2313.14314 is no arXiv id",
        "1 exported, 1 left out",
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("제목".encode("cp949"), "1:1: not UTF-8 at byte 0 (line 1, byte 1 of it), expected text"),
        (b'---\nlayout: "post\n---\n', "the front matter cannot be read: "),
        (b"", "1:1: the key layout is missing"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_post(blog: Path, data: bytes, expected: str) -> None:
    (blog / FIRST).write_bytes(data)
    values, said = exported(blog, FIRST, status=1)
    assert values == {}
    assert expected in said[0]
    assert said[-1] == "0 exported, 1 left out"


def test_fields_that_may_hold_anything(blog: Path) -> None:
    header = 'author: {name: "필자", links: [1, 2.5, ~, 2023-05-24, yes]}\nlang: 0o7\n'
    text = TEXT.replace("categories: []\n", f"categories: []\n{header}")
    (blog / FIRST).write_text(text, encoding="utf-8")
    values, _ = exported(blog, FIRST)
    links = [1, 2.5, None, "2023-05-24", True]
    assert values[FIRST]["front_matter"]["author"] == {"name": "필자", "links": links}
    assert values[FIRST]["front_matter"]["lang"] == "0o7"


def test_text_of_a_post_does_not_act(blog: Path) -> None:
    text = TEXT.replace("Method\n\n", "Method\n\n\u202e\x1b]0;x\x07", 1)
    (blog / FIRST).write_text(text, encoding="utf-8")
    done = digestlint("export", FIRST, cwd=blog)
    assert not {"\u202e", "\x1b", "\x07"} & set(done.stdout)
    section = json.loads(done.stdout)["papers"][0]["sections"][1]
    assert section["text"].startswith("\u202e\x1b]0;x\x07")


def test_the_same_paths_and_settings_as_for_linting(blog: Path) -> None:
    (blog / "README.md").write_text("# 글\n", encoding="utf-8")
    (blog / "_posts" / "notes.txt").write_text("글", encoding="utf-8")
    settings = blog / "digestlint.toml"
    settings.write_text(f'exclude = ["/{SECOND}"]\n', encoding="utf-8")
    assert list(exported(blog)[0]) == [FIRST]
    assert list(exported(blog, "--isolated")[0]) == [FIRST, SECOND]
    assert list(exported(blog, SECOND)[0]) == [SECOND]
    assert exported(blog, "--force-exclude", SECOND)[0] == {}
    assert exported(blog, "--exclude", "_posts/", status=2)[0] == {}
    assert exported(blog, "--exclude", "_posts/", "--allow-empty")[0] == {}
    settings.write_text("[[overrides]]\nsince = 2023-05-26\nenabled = false\n", encoding="utf-8")
    assert exported(blog)[1] == ["1 exported, 0 left out"]
    settings.write_text('[front-matter]\nrequired = ["author"]\n', encoding="utf-8")
    assert "1:1: the key author is missing" in exported(blog, status=1)[1][0]


@pytest.mark.parametrize(
    "arguments", [["absent"], ["--exclude", "[z-a]"], ["--config", "absent.toml"], ["--fix"]]
)
def test_bad_usage(blog: Path, arguments: list[str]) -> None:
    done = digestlint("export", *arguments, cwd=blog)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("digestlint: error: ")
