"""``--fix`` keeps the page: for the examples of CommonMark's specification, and for nasty posts.

Of each post must hold: the fixes come to an end and none is refused, fixing again changes nothing,
no safe fix is left to make, and the page is the same for markdown-it-py, for cmark-gfm and for
kramdown as Jekyll runs it, with Liquid before it and without.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import nasty
from digestlint.fixes import Safety
from digestlint.linter import codes, fix
from digestlint.proof import same_html
from digestlint.settings import Settings
from digestlint.settings_reader import read
from digestlint.source import Source
from program import digestlint
from renderers import Renderer, RenderError, cmark_gfm, jekylls_body
from specification import specification

POSTS = int(os.environ.get("DIGESTLINT_POSTS", "2000"))
VARIANTS = int(os.environ.get("DIGESTLINT_VARIANTS", "2"))
"""How many posts hypothesis makes in the slow tests, and how many are made of an example."""

Render = Callable[[str], str]


def chosen(
    *, hard_break_style: str = "", line_endings: str = "lf", blank_lines: int = 2
) -> Settings:
    """Settings with which all safe fixes are made, those of hard breaks only with a style."""
    return read(
        {
            "extend-select" if hard_break_style else "extend-ignore": ["WS002"],
            "rules": {
                "WS002": {"hard-break-style": hard_break_style or "spaces"},
                "WS004": {"line-endings": line_endings},
                "WS007": {"maximum": blank_lines},
            },
        },
        "a test",
        codes(),
    )


SETTINGS = {
    "house": chosen(),
    "spaces": chosen(hard_break_style="spaces", blank_lines=1),
    "backslash": chosen(hard_break_style="backslash", line_endings="crlf", blank_lines=1),
    "keep": chosen(hard_break_style="backslash", line_endings="keep"),
}


def fixed(text: str, settings: Settings) -> str:
    """A post after its safe fixes, which come to an end, are right, and leave nothing to fix."""
    done = fix(Source(text), settings, nasty.NAME)
    assert done.failure is None
    assert done.refused == ()
    assert not [code for code, it in done.result.fixes if it.safety is Safety.SAFE]
    assert fix(done.source, settings, nasty.NAME).source.text == done.source.text
    return done.source.text


def commonmark(text: str) -> str:
    """What markdown-it-py makes of a text, whose last line has an end, as it has for others."""
    html: str = MarkdownIt("commonmark").render(text if text.endswith("\n") else f"{text}\n")
    return html


def kramdown(renderer: Renderer, *, liquid: bool) -> Render:
    def render(text: str) -> str:
        try:
            return renderer.kramdown(text, liquid=liquid)
        except RenderError as error:  # Liquid's: there is no page
            return str(error).partition(":")[0]

    return render


def real_renderers(renderer: Renderer) -> Mapping[str, Render]:
    return {
        "cmark-gfm": cmark_gfm,
        "Jekyll": kramdown(renderer, liquid=True),
        "Jekyll without Liquid": kramdown(renderer, liquid=False),
    }


def different(before: str, after: str, renderers: Mapping[str, Render]) -> list[str]:
    """For which of the renderers a post is another page than before."""
    body, other = jekylls_body(before), jekylls_body(after)
    return [name for name, it in renderers.items() if not same_html(it(body), it(other))]


FAST: Mapping[str, Render] = {"CommonMark": commonmark}


# What was found once


def regressions() -> list[tuple[str, str, Settings]]:
    """Each regression's reason, its text, and its settings."""
    found = []
    for path in sorted((Path(__file__).parent / "regressions").glob("*.json")):
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        for each in told if isinstance(told, list) else [told]:
            options = {key.replace("-", "_"): it for key, it in each.get("options", {}).items()}
            found.append((each["why"], each["before"], chosen(**options)))
    return found


REGRESSIONS = [pytest.param(*it, id=it[0]) for it in regressions()]


@pytest.mark.parametrize(("why", "section", "options"), REGRESSIONS)
def test_regression(why: str, section: str, options: Settings) -> None:
    for place in nasty.PLACES:
        post = nasty.in_good_post(section, place)
        assert different(post, fixed(post, options), FAST) == [], why


@pytest.mark.slow
@pytest.mark.usefixtures("github")
@pytest.mark.parametrize(("why", "section", "options"), REGRESSIONS)
def test_regression_in_the_real_renderers(
    why: str, section: str, options: Settings, renderer: Renderer
) -> None:
    for place in nasty.PLACES:
        post = nasty.in_good_post(section, place)
        assert different(post, fixed(post, options), real_renderers(renderer)) == [], why


# The specification

FORMS: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "a space at every end": lambda text: text.replace("\n", " \n"),
    "three spaces": lambda text: text.replace("\n", "   \n"),
    "a tab": lambda text: text.replace("\n", "\t\n"),
    "five blank lines": lambda text: text.replace("\n\n", "\n\n\n \n\n\n"),
    "CRLF": lambda text: text.replace("\n", "  \r\n"),
}
"""What is done to an example besides, so that there is something to fix."""
ALL_VARIANTS = [(form, place) for place in nasty.PLACES for form in FORMS]


def variants(number: int) -> Iterator[tuple[str, str]]:
    """The forms of an example and its places in a post: as it is, and others by its number."""
    yield ALL_VARIANTS[0]
    for more in range(min(VARIANTS, len(ALL_VARIANTS)) - 1):
        yield ALL_VARIANTS[1 + (number + more) % (len(ALL_VARIANTS) - 1)]


@pytest.mark.slow
@pytest.mark.usefixtures("github")
def test_examples_of_the_specification(renderer: Renderer, tmp_path: Path) -> None:
    """The program over a folder with all of them."""
    examples = specification()
    assert len(examples) == 652
    before = {
        f"_posts/2023-05-24-{form}-{place}-{number}.md".replace(" ", "-"): nasty.in_good_post(
            FORMS[form](markdown), place
        )
        for number, markdown, _ in examples
        for form, place in variants(number)
    }
    after = fixed_by_the_program(before, tmp_path)
    renderers = {**FAST, **real_renderers(renderer)}
    changed = [name for name, text in before.items() if after[name] != text]
    assert len(changed) > 300  # of most examples there is something to fix in another form
    found = {name: different(before[name], after[name], renderers) for name in changed}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def fixed_by_the_program(posts: Mapping[str, str], folder: Path) -> Mapping[str, str]:
    """The posts after ``digestlint --fix`` over a folder of them; it names no fault of its own."""
    for name, text in posts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    states = []
    for _ in range(2):
        done = digestlint("--fix", "--ignore", "XP", "--quiet", "_posts", cwd=folder)
        assert done.returncode in (0, 1), done.stderr
        assert done.stderr == ""
        states.append({name: (folder / name).read_bytes() for name in posts})
    assert states[0] == states[1]
    return {name: data.decode() for name, data in states[0].items()}


# Nasty posts


@settings(max_examples=40)
@given(post=nasty.posts(), options=st.sampled_from(sorted(SETTINGS)))
def test_nasty_posts(post: str, options: str) -> None:
    assert different(post, fixed(post, SETTINGS[options]), FAST) == []


@pytest.mark.slow
@pytest.mark.usefixtures("github")
@settings(max_examples=POSTS, suppress_health_check=list(HealthCheck))
@given(post=nasty.posts(), options=st.sampled_from(sorted(SETTINGS)))
def test_nasty_posts_in_the_real_renderers(post: str, options: str, renderer: Renderer) -> None:
    better = fixed(post, SETTINGS[options])
    if better != post:
        assert different(post, better, {**FAST, **real_renderers(renderer)}) == []
