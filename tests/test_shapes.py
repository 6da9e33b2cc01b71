"""Digests of quite another kind: good posts are silent, what is wrong is told at its line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from digestlint import linter
from digestlint.settings import Settings
from digestlint.settings_files import load
from digestlint.source import Source
from program import digestlint

SHAPES = Path(__file__).parent / "shapes"
NAMES = ("en", "ja", "ko")


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


class Seed(NamedTuple):
    """A defect: the text that takes another's place where that first stands, and who tells it.

    ``at`` is how the line begins where it is told, the first of those that begin so.
    """

    kind: str
    old: str
    new: str
    code: str
    at: str


JA = [
    Seed("no key of ids", "arxiv:", "paper:", "FM005", "---"),
    Seed("an id too few", '  - "2305.16291"\n', "", "FM006", '  - "2305.14314"'),
    Seed("an id that loses its 0", '"2305.16291"', "2305.16290", "FM006", "  - 2305.16290"),
    Seed("another title", "論文メモ 2023", "論文メモ：2023", "FM008", "title"),
    Seed("a day that differs", "2023/05/31", "2023/05/30", "FM009", "title"),
    Seed("a level too deep", "### 提案手法", "#### 提案手法", "HD005", "#### 提案手法"),
    Seed("a heading without a space", "### 手法", "###手法", "HD006", "###手法"),
    Seed("month 13", '"2305.11206"', '"2313.11206"', "LK002", '  - "2313.11206"'),
    Seed("an id with its version", '"2305.11206"', '"2305.11206v2"', "LK003", '  - "2305.11206v2"'),
    Seed("one paper twice", '"2305.16291"', '"2305.11206"', "LK007", '  - "2305.11206"'),
    Seed("an id of next month", '"2305.16291"', '"2307.16291"', "LK008", '  - "2307.16291"'),
    Seed("a missing section", "### 結果\n\n一枚の", "一枚の", "SC001", "## QLoRA"),
    Seed("a section twice", "### 背景\n\n指示", "### 結果\n\n指示", "SC002", "### 実験結果"),
    Seed(
        "an unknown section",
        "### アプローチ",
        "### 余談\n\nなし。\n\n### 手法",
        "SC004",
        "### 余談",
    ),
    Seed("an empty section", "記載なし\n", "", "SC005", "### 結果"),
    Seed("text before the papers", "# 学習\n", "序文です。\n\n# 学習\n", "SC006", "序文です。"),
    Seed("sentences", "並ぶ性能を", "並ぶ。速さ。性能を", "SC008", "一枚の"),
    Seed("white space", "# エージェント\n", "# エージェント \n", "WS001", "# エージェント"),
]
EN = [
    Seed("a header", "# Alignment", "---\nx: y\n---\n# Alignment", "FM007", "---"),
    Seed("no number", "## 2. LIMA", "## LIMA", "HD002", "## LIMA"),
    Seed(
        "no link", "- **URL**: <http://arxiv.org/abs/2305.10601v1>\n\n", "", "HD002", "## 1. Tree"
    ),
    Seed("another line", "- **URL**: <", "- **Paper**: <", "HD002", "- **Paper**"),
    Seed("a number twice", "## 2. LIMA", "## 1. LIMA", "HD004", "## 1. LIMA"),
    Seed("a heading for bold", "**Problem**\n", "### Problem\n", "HD005", "### Problem"),
    Seed("a heading without a space", "## 2. LIMA", "##2. LIMA", "HD006", "##2. LIMA"),
    Seed(
        "another site",
        "arxiv.org/abs/2305.11206v1",
        "example.org/lima",
        "LK001",
        "- **URL**: <http://ex",
    ),
    Seed(
        "a sequence of 0",
        "2305.18290v1",
        "2305.00000v1",
        "LK002",
        "- **URL**: <http://arxiv.org/abs/2305.00000",
    ),
    Seed(
        "https",
        "http://arxiv.org/abs/2305.11206",
        "https://arxiv.org/abs/2305.11206",
        "LK003",
        "- **URL**: <https",
    ),
    Seed(
        "one paper twice",
        "2305.10601v1",
        "2305.18290v2",
        "LK007",
        "- **URL**: <http://arxiv.org/abs/2305.18290v2",
    ),
    Seed(
        "an id after the post",
        "2305.11206v1",
        "2308.11206v1",
        "LK008",
        "- **URL**: <http://arxiv.org/abs/2308",
    ),
    Seed("a missing section", "**Method**: The", "The", "SC001", "## 1. Direct"),
    Seed("a misspelt section", "**Findings**: It", "**Finding**: It", "SC004", "**Finding**: It"),
    Seed(
        "an empty section",
        "**Method**\nA thousand",
        "A thousand\n**Method**",
        "SC005",
        "**Method**",
    ),
    Seed("an unknown label", "- **Authors**: C", "- **Editors**: C", "SC006", "- **Editors**"),
    Seed(
        "too many sentences",
        "costly and hard",
        "costly. They are slow. They are hard",
        "SC008",
        "Both",
    ),
]
KO = [
    Seed("a tag misspelt", "[논문]", "[자연어처리리]", "FM012", "tags"),
    Seed("no date", "date: 2023-05-31 09:00:00 +0900\n", "", "FM005", "---"),
    Seed(
        "no link",
        "[LIMA: Less Is More for Alignment](https://huggingface.co/papers/2305.11206)",
        "LIMA",
        "HD002",
        "## LIMA",
    ),
    Seed("a level too high", "### 제안 방법", "## 제안 방법", "HD005", "## 제안 방법"),
    Seed("an indented heading", "### 제안 방법", " ### 제안 방법", "HD006", " ### 제안"),
    Seed(
        "another site",
        "huggingface.co/papers/2305.11206",
        "example.org/2305.11206",
        "LK001",
        "## [LIMA",
    ),
    Seed(
        "arXiv's address",
        "huggingface.co/papers/2305.14314",
        "arxiv.org/abs/2305.14314",
        "LK003",
        "## [QLoRA",
    ),
    Seed("one paper twice", "2305.11206", "2305.14314", "LK007", "## [LIMA"),
    Seed("a missing section", "### 결과\n\n그래픽", "그래픽", "SC001", "## [QLoRA"),
    Seed(
        "sections out of order", "### 소개\n\n지시", "### 결과\n\n지시", "SC002", "### 결과\n\n훨씬"
    ),
    Seed(
        "English",
        "공들여 고른 천 개의 예시만으로 모델을 학습하고, 강화 학습은 쓰지 않았습니다.",
        "The model is trained on a thousand examples alone.",
        "KO001",
        "The model",
    ),
    Seed("the plain style", "학습합니다.", "학습한다.", "KO002", "가중치를"),
    Seed("a text cut off", "미세 조정할 수 있었습니다.", "미세 조정할 수", "KO004", "그래픽"),
    Seed("a word of another script", "공들여", "공들여 вместе", "KO005", "공들여"),
    Seed("white space", "### 방법\n", "### 방법 \n", "WS001", "### 방법"),
]
SEEDS = [(name, seed) for name, seeds in (("ja", JA), ("en", EN), ("ko", KO)) for seed in seeds]


@pytest.mark.parametrize("name", NAMES)
def test_good_posts_are_silent(name: str) -> None:
    assert said(name, post(name).read_text(encoding="utf-8")) == []
    done = digestlint("--strict", "_posts", cwd=SHAPES / name)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_each_shape_has_ten_kinds_of_defects(name: str) -> None:
    assert len({seed.code for own, seed in SEEDS if own == name}) >= 10


@pytest.mark.parametrize(("name", "seed"), SEEDS, ids=[f"{n}-{s.code}-{s.kind}" for n, s in SEEDS])
def test_a_seeded_defect_is_told_at_its_line_and_nothing_else(name: str, seed: Seed) -> None:
    text = post(name).read_text(encoding="utf-8")
    assert seed.old in text
    text = text.replace(seed.old, seed.new, 1)
    line = f"\n{text}".index(f"\n{seed.at}")
    assert said(name, text) == [(seed.code, text.count("\n", 0, line) + 1)]
