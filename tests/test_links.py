"""The rules of links together: one fault, one word, at its place; fixes that come to an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import linter
from digestlint.diagnostics import Diagnostic
from digestlint.rule_options import ForeignPaperLink, MissingAlphaxivLink, RuleOptions
from digestlint.settings import PaperShape, Settings
from digestlint.source import Source
from digestlint.templates import Template

PATH = "_posts/2025-11-07-x.md"
HEADER = '---\nlayout: post\ntitle: "Daily Papers — 2025-11-07"\ndate: 2025-11-07 08:15:00\n---\n'
LINKS = replace(Settings(), select=("LK",))
HEADING = "# 1. [긴 추론](https://arxiv.org/abs/2511.04570)"
LINE = "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)"
GOOD = f"{HEADING}\n\n{LINE}\n\n## Introduction\n- 방법을 제안한다.\n"
REAL = Path(__file__).parents[2] / "shared" / "posts"


def lint(text: str, settings: Settings = LINKS) -> tuple[Diagnostic, ...]:
    result = linter.lint(Source(text), settings, PATH)
    assert not result.crashed
    return result.diagnostics


def fix(text: str, settings: Settings = LINKS) -> str:
    fixed = linter.fix(Source(text), settings, PATH, unsafe=True)
    assert not fixed.failure
    return fixed.source.text


def said(text: str, settings: Settings = LINKS) -> list[str]:
    return [f"{it.start.line}:{it.start.column} {it.code}" for it in lint(text, settings)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # the heading's link
        ("arxiv.org/abs/2511", "github.com/a/2511", ["1:13 LK001"]),
        ("https://arxiv.org/abs", "https://huggingface.co/papers", ["1:13 LK001"]),
        ("arxiv.org/abs/2511.04570", "example.org/x", ["1:13 LK001"]),
        ("abs/2511.04570", "abs/2513.04570", ["1:35 LK002"]),
        ("abs/2511.04570", "abs/", ["1:13 LK002"]),
        ("abs/2511.04570", "list/cs.CL/recent", ["1:13 LK002"]),
        ("2511.04570", "2513.04570", ["1:35 LK002"]),  # in both links
        ("https://arxiv.org", "http://arxiv.org", ["1:13 LK003"]),
        ("https://arxiv.org", "arxiv.org", ["1:13 LK003"]),
        ("https://arxiv.org/abs/2511.04570)", ")", []),  # HD002's
        ("[긴 추론](https://arxiv.org/abs/2511.04570)", "긴 추론", []),  # HD002's
        ("[긴 추론](", "[긴 추론] (", []),  # HD002's
        # the alphaXiv link
        (LINE, "", ["1:1 LK004"]),
        (LINE, "> Alphaxiv", ["1:1 LK004"]),
        ("overview/2511.04570", "overview/2511.04571", ["3:3 LK005"]),
        ("overview/2511.04570", "overview/2513.04570", ["3:51 LK002"]),
        ("overview/2511.04570", "overview/", ["3:14 LK002"]),
        ("/ko/overview", "/en/overview", ["3:14 LK006"]),
        ("/ko/overview", "/abs", ["3:14 LK006"]),
        ("https://www.alphaxiv", "www.alphaxiv", ["3:14 LK006"]),
        ("www.alphaxiv.org/ko/overview", "arxiv.org/abs", ["3:14 LK006"]),
        (LINE, LINE[2:], ["3:1 LK010"]),
        (LINE, f"* {LINE[2:]}", ["3:3 LK010"]),
        ("[Alphaxiv]", "[alphaXiv]", ["3:4 LK010"]),
        ("[Alphaxiv]", "[해설]", ["3:4 LK010"]),
        (f"{LINE}\n", f"{LINE}\n\n{LINE}\n", ["5:3 LK011"]),
        (f"{LINE}\n", f"{LINE}\n{LINE}\n", ["4:3 LK011"]),
        ("[Alphaxiv](", "[Alphaxiv] (", ["3:3 LK012"]),
        ("04570)\n\n##", "04570\n\n##", ["3:3 LK012"]),
        ("(https://www.alphaxiv.org/ko/overview/2511.04570)", "()", ["3:3 LK012"]),
        ("overview/2511.04570", "overview/2511. 04570", ["3:3 LK012"]),
        # two faults of one link
        ("/ko/overview/2511.04570", "/abs/2511.04571", ["3:3 LK005", "3:14 LK006"]),
        (LINE, LINE.replace("](", "] (").replace("04570", "04571"), ["3:3 LK005", "3:3 LK012"]),
        # the date
        ("2511.04570", "2512.04570", ["1:35 LK008"]),
        ("2511.04570", "2510.04570", []),
        ("2511.04570", "2509.04570", ["1:35 LK009"]),
    ],
)
def test_one_fault_one_word(old: str, new: str, expected: list[str]) -> None:
    assert old in GOOD
    assert said(HEADER + GOOD) == []
    shift = HEADER.count("\n")
    places = [place.partition(":") for place in expected]
    wanted = [f"{int(line) + shift}:{rest}" for line, _, rest in places]
    assert said(HEADER + GOOD.replace(old, new)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        # raw HTML, a bare address and a citation are alphaXiv links of a kind
        f'{HEADING}\n\n<p><a href="https://www.alphaxiv.org/ko/overview/2511.04570">해설</a></p>\n',
        f"{HEADING}\n\n> https://www.alphaxiv.org/ko/overview/2511.04570\n",
        # the dates are in doubt, which FM006 or FM009 says
        f"---\ndate: 2025-12-07\n---\n{HEADING}\n\n{LINE}\n",
        f"---\ndate: 2025-13-07\n---\n{HEADING}\n\n{LINE}\n".replace("2511", "2512"),
        f"---\ndate: 9999-12-31\n---\n{HEADING}\n\n{LINE}\n",
        # a paper in another's text
        f"{GOOD}\n이 연구는 [이전](https://www.alphaxiv.org/ko/overview/2505.01234)을 잇는다.\n",
        # an old id, whose subject class is no part of it
        f"{HEADING}\n\n{LINE}\n".replace("2511.04570", "math.GT/0309136").replace(
            "overview/math.GT", "overview/math"
        ),
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert said(text) == []


def test_a_date_of_the_file_alone_is_no_post_s_date() -> None:
    assert said(GOOD.replace("2511", "2512")) == []


def test_each_of_several_papers_is_looked_at() -> None:
    other = GOOD.replace("2511.04570", "2511.04571").replace("# 1.", "# 2.")
    assert said(GOOD + other) == []
    assert said(GOOD + GOOD) == ["7:13 LK007"]
    assert said(GOOD + other.replace(LINE.replace("04570", "04571"), LINE)) == ["9:3 LK005"]
    assert said(GOOD.replace(LINE, "") + other) == ["1:1 LK004"]


def test_notes_name_the_other_place() -> None:
    (mismatched,) = lint(GOOD.replace("overview/2511.04570", "overview/2511.04571"))
    assert [(it.start.line, str(it.message)) for it in mismatched.notes] == [
        (1, "the heading has 2511.04570")
    ]
    (duplicate,) = lint(GOOD + GOOD)
    assert [it.start.line for it in duplicate.notes] == [1]
    (late,) = lint(HEADER + GOOD.replace("2511.04570", "2512.04570"))
    assert [tuple(it.start) for it in late.notes] == [(4, 7)]
    (second,) = lint(GOOD.replace(LINE, f"{LINE}\n\n{LINE}"))
    assert [tuple(it.start) for it in second.notes] == [(3, 3)]


def test_the_other_id_is_shown() -> None:
    (at_heading,) = lint(GOOD.replace("abs/2511.", "abs/2513."))
    assert str(at_heading.message).endswith("the alphaXiv link has 2511.04570")
    (at_line,) = lint(GOOD.replace("overview/2511.", "overview/2513."))
    assert str(at_line.message).endswith("the arXiv link has 2511.04570")
    (in_both,) = lint(GOOD.replace("2511.", "2513."))
    assert "link has" not in str(in_both.message)


def allowing(*hosts: str) -> Settings:
    return replace(LINKS, rules=RuleOptions(LK001=ForeignPaperLink(hosts=hosts)))


def test_an_allowed_host_is_looked_at_like_arxiv() -> None:
    text = GOOD.replace("arxiv.org/abs", "huggingface.co/papers", 1)
    settings = allowing("huggingface.co/papers")
    assert said(text, settings) == []
    assert said(text.replace("papers/2511", "papers/2513"), settings) == ["1:43 LK002"]
    assert said(text.replace("papers/2511", "papers/2512"), settings) == ["3:3 LK005"]
    assert said(text + text, settings) == ["7:13 LK007"]
    lacking = text.replace(f"{LINE}\n\n", "")
    assert said(lacking, settings) == ["1:1 LK004"]
    assert fix(lacking, settings) == text


def test_a_paper_that_is_not_on_arxiv_needs_no_alphaxiv_link() -> None:
    text = "# 1. [긴 추론](https://openreview.net/forum?id=x)\n"
    assert said(text) == ["1:13 LK001"]
    assert said(text, allowing("openreview.net")) == []


def test_the_address_that_the_settings_want_is_allowed() -> None:
    shape = PaperShape(address=Template("https://huggingface.co/papers/{id}"))
    settings = replace(LINKS, papers=shape)
    assert said(GOOD.replace("arxiv.org/abs", "huggingface.co/papers", 1), settings) == []


def since(day: date) -> Settings:
    return replace(LINKS, rules=RuleOptions(LK004=MissingAlphaxivLink(since=day)))


def test_alphaxiv_links_are_wanted_since_a_day() -> None:
    text = HEADER + GOOD.replace(LINE, "")
    assert said(text, since(date(2025, 11, 7))) == ["6:1 LK004"]
    assert said(text, since(date(2025, 11, 8))) == []
    assert said(GOOD.replace(LINE, ""), since(date(2025, 9, 22))) == []  # a post without a date


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEADING}", f"{HEADING}\n\n{LINE}"),
        (f"{HEADING}\n", f"{HEADING}\n\n{LINE}\n"),
        (f"{HEADING}\n\n\n글이다.\n", f"{HEADING}\n\n{LINE}\n\n\n글이다.\n"),
        (f"{HEADING}\n글이다.\n", f"{HEADING}\n\n{LINE}\n\n글이다.\n"),
        (f"{HEADING}  \n## Method\n", f"{HEADING}  \n\n{LINE}\n\n## Method\n"),
        (f"{HEADING}\n> 인용\n", f"{HEADING}\n\n{LINE}\n\n> 인용\n"),
        (f"{HEADING}\r\n글이다.\r\n", f"{HEADING}\r\n\r\n{LINE}\r\n\r\n글이다.\r\n"),
        (f"글\r\n\r\n{HEADING}", f"글\r\n\r\n{HEADING}\r\n\r\n{LINE}"),
    ],
)
def test_the_line_is_written_with_blank_lines_around_it(before: str, after: str) -> None:
    assert said(after) == []
    assert fix(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "# 1. 긴 추론\n",
        f"> {HEADING}\n",
        f"```\n{HEADING}\n\n## Method\n글이다.\n```\n",
        "# 1. [긴\n추론](https://arxiv.org/abs/2511.04570)\n",
        "# 1. [긴 추론](https://arxiv.org/abs/2513.04570)\n",
    ],
)
def test_no_line_is_written_where_its_place_or_id_is_not_known(text: str) -> None:
    assert any(it.code == "LK004" and it.fix is None for it in lint(text))
    assert fix(text) == text


def test_no_line_is_written_that_would_be_no_link() -> None:
    settings = replace(LINKS, papers=PaperShape(companion=Template("> alphaXiv {id}")))
    assert said(HEADING, settings) == ["1:1 LK004"]
    assert fix(HEADING, settings) == HEADING


HOSTS = ["https://arxiv.org", "http://www.arxiv.org", "arxiv.org", "https://alphaxiv.org", "x"]
KINDS = ["/abs/", "/pdf/", "/ko/overview/", "/", "?"]
IDS = ["2511.04570", "2511.04570v2", "2513.1", "math.GT/0309136", "", "2511. 04570"]
ADDRESSES = st.tuples(*map(st.sampled_from, (HOSTS, KINDS, IDS))).map("".join)
LINES = st.one_of(
    ADDRESSES.map("# 1. [긴 추론]({})".format),
    ADDRESSES.map("> [Alphaxiv]({})".format),
    ADDRESSES.map("[Alphaxiv] ({}".format),
    ADDRESSES.map("글 [글][{}]".format),
    st.sampled_from(["## Method", "글이다.", "- 항목", "", "", "[r]: https://arxiv.org/abs/1"]),
)


@given(st.lists(LINES, max_size=8).map("\n".join), st.sampled_from(["\n", "\r\n"]))
def test_fixes_come_to_an_end_and_leave_canonical_addresses(text: str, newline: str) -> None:
    before = f"글이다.\n\n{text}".replace("\n", newline)
    after = fix(before)
    left = lint(after)
    assert not [it for it in left if it.fix]
    assert fix(after) == after
    if newline == "\r\n":
        assert after.count("\n") == after.count("\r\n")
    elif before.count("[") == after.count("["):  # no line was added
        assert before.count("\n") == after.count("\n")


@pytest.mark.skipif(not REAL.is_dir(), reason="no real posts beside the checkout")
def test_real_posts_have_only_the_findings_that_are_true() -> None:
    for path in sorted(REAL.glob("_posts/*.md")):
        assert lint(path.read_text(encoding="utf-8")) == (), path
    for path in sorted(REAL.glob("blog/*/*.md")):
        codes = {it.code for it in lint(path.read_text(encoding="utf-8"))}
        expected = {"LK004"} if path.name < "2025-09-22" else set()
        if path.name.endswith("-Arxiv.md"):
            expected = {"LK003", "LK004"}
        assert codes == expected, path
