"""Digests of quite another kind: good posts are silent, what is wrong is told at its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from digestlint import linter
from digestlint.post import name_of, parse
from digestlint.post_value import read_post
from digestlint.settings import Settings
from digestlint.settings_files import load
from digestlint.settings_reader import read
from digestlint.source import Source
from program import digestlint

SHAPES = Path(__file__).parent / "shapes"
NAMES = ("en", "ja", "ko")


class Seed(NamedTuple):
    """A defect, as ``seeds.toml`` of a shape has it."""

    kind: str
    old: str
    new: str
    code: str
    at: str


def seeds(name: str) -> list[Seed]:
    text = (SHAPES / name / "seeds.toml").read_text(encoding="utf-8")
    return [Seed(**each) for each in tomllib.loads(text)["seed"]]


def every_seed() -> Iterator[object]:
    for name in NAMES:
        for seed in seeds(name):
            yield pytest.param(name, seed, id=f"{name}-{seed.code}-{seed.kind}")


SEEDS = list(every_seed())


@cache
def settings(name: str) -> Settings:
    return load(SHAPES / name / "digestlint.toml", linter.codes())


def post(name: str) -> Path:
    (path,) = (SHAPES / name / "_posts").iterdir()
    return path


def said(name: str, text: str) -> list[tuple[str, int]]:
    """The code and the line of each diagnostic."""
    result = linter.lint(Source(text), settings(name), str(post(name)))
    return [(each.code, each.start.line) for each in result.diagnostics]


@pytest.mark.parametrize("name", NAMES)
def test_good_posts_are_silent(name: str) -> None:
    assert said(name, post(name).read_text(encoding="utf-8")) == []
    done = digestlint("--strict", "_posts", cwd=SHAPES / name)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_each_shape_has_ten_kinds_of_defects(name: str) -> None:
    assert len({seed.code for seed in seeds(name)}) >= 10


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_a_seeded_defect_is_told_at_its_line_and_nothing_else(name: str, seed: Seed) -> None:
    text = post(name).read_text(encoding="utf-8")
    assert seed.old in text
    text = text.replace(seed.old, seed.new, 1)
    line = f"\n{text}".index(f"\n{seed.at}")
    assert said(name, text) == [(seed.code, text.count("\n", 0, line) + 1)]


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_a_fix_mends_what_it_is_for(name: str, seed: Seed) -> None:
    text = post(name).read_text(encoding="utf-8").replace(seed.old, seed.new, 1)
    fixed = linter.fix(Source(text), settings(name), str(post(name)), unsafe=True)
    assert fixed.failure is None
    assert not fixed.refused
    offered = linter.lint(Source(text), settings(name), str(post(name))).fixes
    assert set(fixed.applied) == {code for code, _ in offered}
    assert bool(fixed.result.diagnostics) == (not offered)
    again = linter.fix(fixed.source, settings(name), str(post(name)), unsafe=True)
    assert again.source.text == fixed.source.text


# Smaller shapes


def lint(table: str, text: str, path: str = "_posts/2023-05-31-x.md") -> list[tuple[str, int]]:
    """What is said of a post under the settings of a table, by code and line."""
    read_settings = read(tomllib.loads(table), "settings", linter.codes())
    result = linter.lint(Source(text), read_settings, path)
    return [(each.code, each.start.line) for each in result.diagnostics]


ONE_PAPER = """\
language = "en"
[front-matter]
title = "{title}"
required = ["title", "date"]
ids = "arxiv"
[papers]
level = 0
companion = ""
[sections]
names = ["Problem", "Method"]
introduction = ""
"""
ONE_POST = """\
---
title: "QLoRA: Efficient Finetuning of Quantized LLMs"
date: 2023-05-31
arxiv: 2305.14314
---

## Problem

Finetuning needs much memory.

## Method

Weights are quantized to four bits.
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("2305.14314", "2308.14314", [("LK008", 4)]),
        ("2305.14314", "2313.14314", [("LK002", 4)]),
        ("2305.14314", "https://arxiv.org/pdf/2305.14314", [("LK003", 4)]),
        ("2305.14314", "2305.14310", [("FM006", 4)]),
        ("arxiv: 2305.14314\n", "", [("FM005", 1)]),
        ("QLoRA: ", "QLoRA:  ", [("HD003", 2)]),
        ("## Method\n\n", "", [("SC001", 2)]),
        ("## Method", "### Method", [("HD005", 11)]),
        ("## Problem\n", "In short.\n\n## Problem\n", [("SC006", 7)]),
    ],
)
def test_a_post_that_is_one_paper(old: str, new: str, expected: list[tuple[str, int]]) -> None:
    assert old in ONE_POST
    assert lint(ONE_PAPER, ONE_POST.replace(old, new, 1)) == expected


SECTION = "## Problem\n\nFinetuning needs much memory.\n"


@pytest.mark.parametrize(
    ("heading", "written", "expected"),
    [
        ("{number}) {title} ({url})", "1) QLoRA (https://arxiv.org/abs/2305.14314)", []),
        ("{number}) {title} ({url})", "1) QLoRA", [("HD002", 1)]),
        ("{id}: {title}", "2305.14314: QLoRA", []),
        ("{id}: {title}", "2313.14314: QLoRA", [("LK002", 1)]),
        ("{id}: {title}", "2305.14314v2: QLoRA", [("LK003", 1)]),
        ("{title} [arXiv]({url})", "QLoRA [arXiv](https://arxiv.org/abs/2305.14314)", []),
        ("{title}", "QLoRA", []),
        ("{title}", "[QLoRA](https://arxiv.org/abs/2305.14314)", [("HD002", 1)]),
        ("{title}", "2. Fast 2. Furious", []),
    ],
)
def test_headings_of_papers(heading: str, written: str, expected: list[tuple[str, int]]) -> None:
    table = f"""
language = "none"
[front-matter]
presence = "optional"
[papers]
heading = "{heading}"
companion = ""
[sections]
names = ["Problem"]
introduction = ""
"""
    assert lint(table, f"# {written}\n\n{SECTION}") == expected


def test_where_there_may_be_no_front_matter_the_day_is_that_of_the_name() -> None:
    table = """
language = "none"
[front-matter]
presence = "optional"
[papers]
companion = ""
[sections]
names = ["Problem"]
introduction = ""
"""
    text = f"# 1. [QLoRA](https://arxiv.org/abs/2305.14314)\n\n{SECTION}"
    assert lint(table, text) == []
    assert lint(table, text, "_posts/2023-04-29-x.md") == [("LK008", 1)]
    assert lint(table, f"---\ntitle: x\n---\n{text}") == [
        ("FM005", 1),
        ("FM005", 1),
        ("FM005", 1),
        ("FM005", 1),
        ("FM008", 2),
    ]


def test_companions_in_a_field_list() -> None:
    table = """
language = "none"
[front-matter]
presence = "optional"
[papers]
heading = "{title}"
link = "- arXiv: <{url}>"
companion = "- [alphaXiv](https://www.alphaxiv.org/overview/{id})"
[sections]
names = ["Problem"]
introduction = ""
"""
    own = "- arXiv: <https://arxiv.org/abs/2305.14314>\n"
    other = "- [alphaXiv](https://www.alphaxiv.org/overview/2305.14314)\n"
    assert lint(table, f"# QLoRA\n\n{own}{other}\n{SECTION}") == []
    assert lint(table, f"# QLoRA\n\n{own}\n{SECTION}") == [("LK004", 1)]
    wrong = other.replace("14314", "14315")
    assert lint(table, f"# QLoRA\n\n{own}{wrong}\n{SECTION}") == [("LK005", 4)]
    assert lint(table, f"# QLoRA\n\n{own}\n> {other[2:]}\n{SECTION}") == [("LK010", 5)]


@pytest.mark.parametrize("name", NAMES)
def test_a_post_of_any_shape_is_a_value(name: str) -> None:
    source = Source(post(name).read_text(encoding="utf-8"))
    value = read_post(parse(source, settings(name), name_of(str(post(name)))), settings(name))
    assert all(paper.arxiv_id for paper in value.papers)
    assert all(len(paper.sections) == 3 for paper in value.papers)
    assert {paper.number is None for paper in value.papers} == {name != "en"}
    first = value.papers[0].sections[0]
    assert first.name == settings(name).sections.names[0]
    assert not first.text.startswith(("*", "#", ":"))


def test_a_fence_round_prose_of_another_language() -> None:
    text = post("ja").read_text(encoding="utf-8")
    prose = "指示への追従を学ばせるのに、どれほどのデータが要るかは分かっていない。"
    fenced = text.replace(prose, f"```\n{prose}\n```")
    line = text[: text.index(prose)].count("\n") + 1
    assert said("ja", fenced) == [("GN003", line)]
