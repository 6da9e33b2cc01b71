"""What FM and FN say of Jekyll, asked of Jekyll itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

from digestlint import fields, front_matter, pages
from digestlint.checks.files import unpublishable_file_name
from digestlint.dates import read_date
from digestlint.day import DateFault
from digestlint.post import parse
from digestlint.settings import FrontMatterShape, Settings
from digestlint.source import Source
from renderers import RenderError, build_site

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("jekyll")]

HEADER = """---
layout: post
title: "Daily Papers — 2025-11-07"
date: 2025-11-07 08:15:00
---
"""
BODY = "\n본문은 여기에서 시작한다.\n"
TITLE = "<title>Daily Papers — 2025-11-07</title>"


class Page(NamedTuple):
    """A page of the site; ``dropped`` where Jekyll has dropped the header of its post.

    It then takes the day of the build, no layout, and the whole name of the file for the slug.
    """

    text: str
    dropped: bool


def build(posts: Mapping[str, str], folder: Path) -> dict[str, Page]:
    """The pages of a site by the slugs of its posts."""
    site = build_site({name: text.encode() for name, text in posts.items()}, folder)
    pages = {}
    for path, page in site.items():
        name = PurePosixPath(path).stem
        slug = name.removeprefix("2025-11-07-")
        pages[slug] = Page(page.decode(), slug != name)
    return pages


def as_posts(texts: Mapping[str, str]) -> dict[str, str]:
    return {f"2025-11-07-{slug}.md": text for slug, text in texts.items()}


SEEN = {
    "plain": HEADER + BODY,
    "marked": "\ufeff" + HEADER + BODY,
    "crlf": (HEADER + BODY).replace("\n", "\r\n"),
    "spaces": HEADER.replace("---\n", "---  \n") + BODY,
    "dots": HEADER.removesuffix("---\n") + "...\n" + BODY,
    "blank": HEADER.replace("date:", "\ndate:") + BODY,
    "first-blank": HEADER.replace("---\n", "---\n\n", 1) + BODY,
    "comment": HEADER.replace("date:", "# 1. [A](b)\n## Method\n\ndate:") + BODY,
    "rule": HEADER + BODY + "\n---\n" + BODY,
}
UNSEEN = {
    "after-blank": "\n" + HEADER + BODY,
    "after-space": " " + HEADER + BODY,
    "after-comment": "<!-- x -->\n" + HEADER + BODY,
    "unopened": HEADER.removeprefix("---\n") + BODY,
    "mistyped": "—" + HEADER.removeprefix("---") + BODY,
    "lone-returns": (HEADER + BODY).replace("\n", "\r"),
    "unclosed": HEADER.removesuffix("---\n") + BODY,
    "closed-by-a-rule": HEADER.removesuffix("---\n") + BODY + "\n---\n" + BODY,
}


def test_which_headers_jekyll_sees(tmp_path: Path) -> None:
    site = build(as_posts(SEEN | UNSEEN), tmp_path)
    for slug, text in (SEEN | UNSEEN).items():
        header = front_matter.parse(Source(text))
        flawed = bool(header.misplaced or header.unclosed or header.lone_returns)
        assert flawed is (slug in UNSEEN), slug
        assert (TITLE in site[slug].text) is not flawed, slug
        assert header.entry("title"), f"{slug}: read as it was meant"


def test_yaml_that_jekyll_drops(tmp_path: Path) -> None:
    examples = pages.page("FM003").examples
    texts = {f"e{number}": example.files[0].text for number, example in enumerate(examples)}
    texts |= {f"e{number}-x": _with_title(text) for number, text in enumerate(BROKEN + SOUND)}
    site = build(as_posts(texts), tmp_path)
    for slug, text in texts.items():
        header = front_matter.parse(Source(text))
        assert site[slug].dropped is (header.defect is not None), text
    for number, _ in enumerate(BROKEN + SOUND):
        defect = front_matter.parse(Source(texts[f"e{number}-x"])).defect
        assert (defect is not None) is (number < len(BROKEN))


def _with_title(line: str) -> str:
    return f"---\nlayout: post\ntitle: 제목\n{line}\n---\n"


BROKEN = [
    "a: b: c",
    'a: "b',
    "a: [b",
    "a: {b",
    "a: *b",
    "a: @b",
    "a: %b",
    "a: :b",
    "a: !ruby/object:Object {}",
    "a: 'It's'",
    "글",
    "\ta: b",
    "a: \x01",
    "- a",
]
SOUND = [
    "a: b:c",
    "a: b # c",
    "a:\tb",
    "a: !b c",
    "a: &b c\nd: *b",
    "a: {b: c}\n<<: {d: e}",
    "a: |\n  b\n\n  c",
    "? a\n: b",
    "a: 2025-02-30",
    "2025-11-07: a",
]

DATES = [
    "2025-11-07 08:15:00",
    "2025-11-07 23:15:00",
    "2025-11-07 08:15:00 +0900",
    "2025-11-06T23:15:00Z",
    "2025-11-07",
    "2025-11-07 8:15",
    "2025/11/07 8:15",
    "2025. 11. 7.",
    "20251107",
    "2025-311",
    "Nov 7 2025",
    "7th November 2025 8:15 pm",
    "07-11-2025",
    "25-11-07",
    '"2025-11-07 08:15:00"',
    "2025-02-30",
    "2025-02-30 08:15:00",
    "2025-04-31 8:15",
    "2025/02/31",
]


def test_dates_that_jekyll_reads(tmp_path: Path) -> None:
    texts = {f"d{n}": f"---\nlayout: post\ndate: {it}\n---\n" for n, it in enumerate(DATES)}
    site = build(as_posts(texts), tmp_path)
    for slug, text in texts.items():
        value = front_matter.parse(Source(text)).get("date")
        assert value is not None
        found = read_date(value)
        shown = re.search(r"^(\d{4})-(\d\d)-(\d\d) (\d\d)", site[slug].text, re.MULTILINE)
        assert shown
        year, month, day, hour = map(int, shown.groups())
        if found.fault:
            assert found.fault is DateFault.NONEXISTENT
            assert found.published == date(year, month, day), text
        elif found.assumed_utc:  # Seoul is nine hours ahead
            assert (hour - 9) % 24 in (8, 23), text
        else:
            assert found.may_be(date(year, month, day)), text


@pytest.mark.parametrize(
    "written", ["2025-13-07", "2025-02-32", "어제", "", "2025-11-07 25:00:00", "2025-11", "true"]
)
def test_dates_that_end_the_build(written: str, tmp_path: Path) -> None:
    text = f"---\nlayout: post\ndate: {written}\n---\n"
    value = front_matter.parse(Source(text)).get("date")
    assert value is not None
    assert read_date(value).fault
    assert read_date(value).published is None
    with pytest.raises(RenderError, match="Invalid date"):
        build(as_posts({"a": text}), tmp_path)


NAMES = {
    "2025-11-07-a.md": True,
    "2025-11-07-b.markdown": True,
    "2025-11-07-c.MD": True,
    "25-11-7-d.mkd": True,
    "2025-11-07-e.v2.md": True,
    "sub/2025-11-07-f.md": True,
    "2025-11-07-g.txt": False,
    "2025-11-07-h": False,
    "2025-11-07.md": False,
    "2025_11_07-i.md": False,
    "x-2025-11-07-j.md": False,
    "notdated.md": False,
    "2025-11-07 k.md": False,
}


def test_names_that_jekyll_publishes(tmp_path: Path) -> None:
    settings = Settings()
    body = "\n*본문*\n"
    site = build_site({name: (HEADER + body).encode() for name in NAMES}, tmp_path)
    rendered = [page for page in site.values() if "<em>본문</em>" in page.decode()]
    assert len(rendered) == sum(NAMES.values())
    for name, published in NAMES.items():
        post = parse(Source(HEADER + body), settings, PurePosixPath("_posts") / name)
        assert unpublishable_file_name.check
        assert (not list(unpublishable_file_name.check(post, settings))) is published, name


@pytest.mark.parametrize(
    ("name", "day"), [("2025-13-07-a.md", None), ("2025-02-30-a.md", "2025-03-02")]
)
def test_a_name_with_a_date_that_does_not_exist(name: str, day: str | None, tmp_path: Path) -> None:
    text = "---\nlayout: post\ntitle: 제목\n---\n"
    if day is None:
        with pytest.raises(RenderError, match="Invalid date"):
            build({name: text}, tmp_path)
    else:
        assert f"\n{day} 00:00:00" in build({name: text}, tmp_path)["a"].text


FIELDS = {
    "comma": ("tags: papers, ai", "papers,+ai"),
    "no-space": ("tags: papers,ai", "papers,ai"),
    "list": ("tags: [papers, ai]", "papers+ai"),
    "words": ("tags: papers ai", "papers+ai"),
    "singular": ("tag: papers", "papers"),
    "number": ("tags: 5", ""),
    "empty": ("tags:", ""),
    "boolean": ("tags: [no, papers]", "false+papers"),
    "nothing": ("tags: [~, a]\ncategories: [~]", "a"),
    "last-wins": ("tags: [a]\ntags: [b]", "b"),
    "text-is-true": ('published: "false"\ntags: [a]', "a"),
}


def test_what_jekyll_makes_of_values(tmp_path: Path) -> None:
    texts = {
        slug: f"---\nlayout: post\n{lines}\n---\n@{{{{ page.tags | join: '+' }}}}@\n"
        for slug, (lines, _) in FIELDS.items()
    }
    site = build(
        as_posts({**texts, "hidden": "---\nlayout: post\npublished: false\n---\n"}), tmp_path
    )
    for slug, (_, tags) in FIELDS.items():
        assert f"@{tags}@" in site[slug].text, slug
    assert "hidden" not in site


def test_categories_that_are_a_number_cost_the_header(tmp_path: Path) -> None:
    text = "---\nlayout: post\ncategories: 5\n---\n"
    assert build(as_posts({"a": text}), tmp_path)["a"].dropped
    assert not fields.is_good(front_matter.parse(Source(text)), FrontMatterShape(required=()))
