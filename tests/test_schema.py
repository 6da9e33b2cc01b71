from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from digestlint import fields, front_matter, schema
from digestlint.post import parse
from digestlint.post_value import read_post
from digestlint.schema import FaultKind, header_faults
from digestlint.settings import FrontMatterShape, PaperShape, Settings
from digestlint.source import Source
from digestlint.templates import Template

GOOD = """---
layout: post
title: "Daily Papers — 2025-11-07"
date: 2025-11-07 08:15:00
tags: [papers, huggingface]
categories: []
---

# 1. [작은 모델의 추론](https://arxiv.org/abs/2511.04570v2)

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)

## Introduction
- 작은 모델을 다룬다.
- 추론이 길다.

## Method
새 방법을 쓴다.

# 2. [긴 문맥](https://arxiv.org/abs/2511.04571)
"""
VALUES = [
    ("layout", ["post", "page", "", "[post]", "1", "yes"]),
    ("title", ['"Daily Papers — 2025-11-07"', "아무 제목", "", "' '", "[a]", "7", "2025-11-07"]),
    ("date", ["2025-11-07 08:15:00", "2025-02-30", "2025-13-07", "Nov 7", "", "어제", "[2025]"]),
    ("tags", ["[a, b]", "a b", "", "[]", "7", "[no]", "[a, ~]", "[[a]]", "[{a: b}]", "{a: b}"]),
    ("tag", ["a", "7"]),
    ("categories", ["[]", "a", "yes", "[1, 2025-11-07]"]),
    ("category", ["a", "[no]"]),
    ("published", ["true", "no", '"false"', ""]),
    ("render_with_liquid", ["false", "아니오"]),
    ("author", ["필자", "{name: 필자}", "[1]"]),
    ("toc", ["true"]),
    ("publised", ["true"]),
    ("json", ["1"]),
    ("_x", ["1"]),
    ("a-b", ["1"]),
]
LINES = st.one_of([st.sampled_from(values).map(f"{key}: {{}}\n".format) for key, values in VALUES])
SHAPES = st.sampled_from(
    [
        FrontMatterShape(),
        FrontMatterShape(required=("title",), allowed=("toc", "a-b", "json", "_x")),
        FrontMatterShape(required=("_x", "a-b", "tag"), layout="page"),
        FrontMatterShape(required=()),
    ]
)


def header(text: str) -> front_matter.FrontMatter:
    return front_matter.parse(Source(text))


@given(st.lists(LINES, max_size=8), SHAPES, st.booleans())
def test_both_ways_of_judging_a_header_agree(
    lines: list[str], shape: FrontMatterShape, is_begun: bool
) -> None:
    begin = GOOD.partition("\n---")[0] + "\n" if is_begun else "---\n"
    read = header(begin + "".join(lines) + "---\n")
    assert read.readable
    assert fields.is_good(read, shape) == (not header_faults(read, shape))


def test_a_good_header_is_good() -> None:
    assert fields.is_good(header(GOOD), FrontMatterShape())


def test_a_good_post_is_linted_without_pydantic_and_yaml() -> None:
    program = textwrap.dedent(
        """
        import sys
        from pathlib import PurePosixPath
        from digestlint.checks import files, front_matter, header_values
        from digestlint.post import parse
        from digestlint.rule import Rule
        from digestlint.settings import Settings
        from digestlint.source import Source
        name = PurePosixPath("_posts/2025-11-07-daily-papers-20251107.md")
        post = parse(Source(sys.argv[1]), Settings(), name)
        MODULES = files, front_matter, header_values
        rules = [it for module in MODULES for it in vars(module).values()]
        found = [
            (rule.code, finding)
            for rule in rules if isinstance(rule, Rule)
            for finding in rule.check(post, Settings())
        ]
        assert [code for code, _ in found] == ["FM010"], found
        assert not {"pydantic", "yaml"} & set(sys.modules)
        """
    )
    subprocess.run([sys.executable, "-c", program, GOOD], check=True)


@pytest.mark.parametrize(
    ("line", "kind", "key", "place"),
    [
        ("layout: page", FaultKind.INVALID, "layout", "page"),
        ("date: 2025-02-30", FaultKind.INVALID, "date", "2025-02-30"),
        ("tags: [a, ~, yes, b]", FaultKind.INVALID, "tags", "yes"),
        ("tags: {a: b}", FaultKind.INVALID, "tags", "{a: b}"),
        ("title:", FaultKind.INVALID, "title", "title"),
        ("publised: no", FaultKind.UNKNOWN, "publised", "publised"),
        ("_x: 1", FaultKind.UNKNOWN, "_x", "_x"),
    ],
)
def test_faults_land_on_their_places(line: str, kind: FaultKind, key: str, place: str) -> None:
    source = Source(f"{GOOD.partition(chr(10) + '---')[0]}\n{line}\n---\n")
    (fault,) = header_faults(front_matter.parse(source), FrontMatterShape())
    assert (fault.kind, fault.key) == (kind, key)
    assert source.slice(fault.span) == place
    assert fault.span.start >= source.text.rindex(line)


def test_a_missing_key_is_a_fault_of_the_opening_fence() -> None:
    source = Source(GOOD.replace("date:", "datum:"))
    faults = header_faults(front_matter.parse(source), FrontMatterShape(allowed=("datum",)))
    assert [(fault.kind, fault.key) for fault in faults] == [(FaultKind.MISSING, "date")]
    assert faults[0].span == (0, 3)


def test_a_post_is_a_typed_value() -> None:
    settings = Settings()
    post = parse(Source(GOOD), settings, PurePosixPath("_posts/2025-11-07-x.md"))
    value = read_post(post, settings)
    assert value.front_matter.model_dump(exclude_unset=True, by_alias=True) == {
        "layout": "post",
        "title": "Daily Papers — 2025-11-07",
        "date": date(2025, 11, 7),
        "tags": ("papers", "huggingface"),
        "categories": (),
    }
    first, second = value.papers
    assert (first.number, first.title) == (1, "작은 모델의 추론")
    assert (first.arxiv_id, first.alphaxiv_id) == ("2511.04570", "2511.04570")
    assert [section.name for section in first.sections] == ["Introduction", "Method"]
    assert first.sections[1].text == "새 방법을 쓴다."
    assert (second.arxiv_id, second.alphaxiv_id, second.sections) == ("2511.04571", None, ())


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("2511.04571)", "2513.04571)", ("papers", 1, "arxiv_id")),
        ("# 2. [", "# [", ("papers", 1, "number")),
        ("layout: post", "layout: page", ("front_matter", "layout")),
        ("tags: [papers, huggingface]\n", "", ("front_matter", "tags")),
    ],
)
def test_a_broken_post_is_no_value(old: str, new: str, place: tuple[str | int, ...]) -> None:
    settings = Settings()
    assert old in GOOD
    post = parse(Source(GOOD.replace(old, new)), settings, PurePosixPath("x.md"))
    with pytest.raises(ValidationError) as raised:
        read_post(post, settings)
    assert [error["loc"] for error in raised.value.errors()] == [place]


def test_the_json_schema_says_what_the_settings_say() -> None:
    settings = Settings(
        front_matter=FrontMatterShape(required=("title", "level"), allowed=("a-b",)),
        papers=PaperShape(heading=Template("{number}. [{title}]({url})")),
    )
    written = schema.json_schema(settings)
    assert json.loads(json.dumps(written)) == written
    definitions = written["$defs"]
    shape = definitions["FrontMatter"]
    assert shape["required"] == ["title", "level"]
    assert shape["additionalProperties"] is False
    assert {"a-b", "level", "tags", "permalink"} <= set(shape["properties"])
    assert shape["properties"]["title"] == {"minLength": 1, "title": "Title", "type": "string"}
    assert shape["properties"]["layout"]["const"] == "post"
    paper = definitions["DigestPaper"]
    assert {"number", "title", "arxiv_id"} <= set(paper["required"])
    assert set(paper["properties"]) == {"number", "title", "arxiv_id", "alphaxiv_id", "sections"}


def test_plain_values_are_validated_too() -> None:
    model = schema.header_model(FrontMatterShape())
    plain = {
        "layout": "post",
        "title": "Daily Papers — 2025-11-07",
        "date": date(2025, 11, 7),
        "tags": ["papers"],
        "categories": [],
    }
    assert model.model_validate(plain).model_dump(exclude_unset=True, by_alias=True) == {
        **plain,
        "tags": ("papers",),
        "categories": (),
    }
    with pytest.raises(ValidationError):
        model.model_validate({**plain, "layout": "page"})
