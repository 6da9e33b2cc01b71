"""``init``: what it writes describes the posts, so that only outliers are left to report."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from blogs import ENGLISH, PLAIN, POLITE, Blog, Shape, days
from digestlint import cli, linter
from digestlint.diagnostics import Diagnostic
from digestlint.induction.counts import Vote, eras
from digestlint.induction.induce import Induced, induce
from digestlint.induction.names import section_names
from digestlint.induction.samples import Sample
from digestlint.source import Source

HOUSE = Shape()
SHAPES = Path(__file__).parent / "shapes"
REAL = Path(__file__).parents[2] / "shared" / "posts"


def induced(blog: Blog) -> Induced:
    samples = [Sample(name, name, Source(text)) for name, text in sorted(blog.files.items())]
    found = induce(samples, "")
    assert found
    return found


def said(blog: Blog, found: Induced) -> list[Diagnostic]:
    posts = [(Source(text), name) for name, text in sorted(blog.files.items())]
    results = linter.lint_all(posts, found.settings)
    return [diagnostic for result in results for diagnostic in result.diagnostics]


def blog_of(*shapes: Shape, posts: int = 4, papers: int = 3) -> Blog:
    """A blog with so many posts of each shape, one after the other."""
    blog = Blog()
    for at, day in enumerate(days(posts * len(shapes))):
        blog.add(shapes[at // posts], day, papers)
    return blog


def settings(text: str) -> dict[str, object]:
    return tomllib.loads(text)


# --- What is written -----------------------------------------------------------------------------

PAST = """\
# Written by `digestlint init` from 14 posts with 24 papers, 2025-09-01 to 2025-09-12.
# What is not here is as `digestlint settings` shows it.

[front-matter]
title = "Daily Papers — {date}"  # 6 of 6 posts since 2025-09-05
required = ["layout", "title", "date", "tags"]  # 10 of 10 posts
tags = ["papers", "arxiv"]  # 11 of 12 posts

[papers]
heading = "{number}. [{title}]({url})"  # 20 of 20 papers
# 12 of 12 papers since 2025-09-05
companion = "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/{id})"

[sections]
names = ["Introduction", "Method", "Results"]  # 19 of 20 papers; all since 2025-09-07
introduction = ""  # no section is a list of as many items in every paper

[rules.LK004]
since = 2025-09-05

[[overrides]]
until = 2025-09-04

[overrides.front-matter]
title = "[논문] {date:%Y/%m/%d}"  # 4 of 4 posts

[[overrides]]  # 2 posts with 4 papers
files = ["*-weekly-*.md"]

[overrides.front-matter]
title = "주간 논문 {date}"  # 2 of 2 posts

[overrides.papers]
level = 2  # 2 of 2 posts
heading = "[{title}]({url})"  # 4 of 4 papers
address = "https://huggingface.co/papers/{id}"  # 4 of 4 papers
companion = ""  # 4 of 4 papers

[overrides.sections]
level = 3  # 2 of 2 posts

[[overrides]]  # 2 posts without papers
files = ["*-hello.md", "*-on-gpus.md"]
enabled = false
"""


def blog_with_a_past() -> Blog:
    """Eras, a sibling digest, posts that are no digests, and two outliers."""
    before = replace(HOUSE, title="[논문] {slashed}", companion="")
    blog = blog_of(before, posts=4, papers=2)
    for day in days(6, date(2025, 9, 5)):
        blog.add(HOUSE, day, 2)
    weekly = replace(
        HOUSE,
        slug="weekly-{compact}",
        title="주간 논문 {date}",
        level=2,
        heading="[{title}](https://huggingface.co/papers/{id})",
        companion="",
    )
    for day in (date(2025, 9, 6), date(2025, 9, 12)):
        blog.add(weekly, day, 2)
    for day, slug in ((date(2025, 9, 3), "hello"), (date(2025, 9, 8), "on-gpus")):
        text = f"---\nlayout: post\ntitle: 글\ndate: {day}\n---\n\n# 글\n\n논문이 아닌 글이다.\n"
        blog.files[f"_posts/{day}-{slug}.md"] = text
    outlier = "_posts/2025-09-06-daily-papers-20250906.md"
    text = blog.files[outlier].replace("## Method", "## Mehtod", 1)
    blog.files[outlier] = text.replace("[papers, arxiv]", "[papers, arxvi]")
    return blog


def test_a_blog_with_a_past() -> None:
    blog = blog_with_a_past()
    found = induced(blog)
    assert found.text == PAST
    left = [(it.path, it.code) for it in said(blog, found)]
    outlier = "_posts/2025-09-06-daily-papers-20250906.md"
    assert left == [(outlier, "FM012"), (outlier, "SC004")]
    assert found.unexplained == ()


SHAPES_WRITTEN = {
    "ja": """\
language = "ja"  # 1 of 1 post

[front-matter]
ids = "arxiv"  # 1 of 1 post
title = "論文メモ {date:%Y/%m/%d}"  # 1 of 1 post
layout = ""  # 1 of 1 post
required = ["title", "date", "tags"]  # 1 of 1 post
tags = ["論文", "言語モデル"]  # 1 of 1 post

[papers]
level = 2  # 1 of 1 post
groups = 1  # 1 of 1 post
heading = "{title}"  # 3 of 3 papers
companion = ""  # 3 of 3 papers

[sections]
level = 3  # 1 of 1 post
names = ["背景", "手法", "結果"]  # 3 of 3 papers
aliases = { "手法" = ["アプローチ", "提案手法"], "結果" = ["実験結果"] }
introduction = ""  # no section is a list of as many items in every paper
""",
    "en": """\
language = "en"  # 1 of 1 post

[front-matter]
presence = "absent"  # 1 of 1 post

[papers]
level = 2  # 1 of 1 post
groups = 1  # 1 of 1 post
heading = "{number}. {title}"  # 3 of 3 papers
link = "- **URL**: <{url}>"  # 3 of 3 papers
address = "http://arxiv.org/abs/{id}{version}"  # 3 of 3 papers
companion = ""  # 3 of 3 papers
numbering = "group"  # 1 of 1 post
labels = ["Authors", "Categories"]  # 2 of 3 papers

[sections]
form = "bold"  # 1 of 1 post
level = 3  # 1 of 1 post
names = ["Problem", "Method", "Findings"]  # 3 of 3 papers
aliases = { "Findings" = ["Results"] }
introduction = ""  # no section is a list of as many items in every paper
""",
    "ko": """\
[front-matter]
title = "{title}"  # 1 of 1 post
layout = ""  # 1 of 1 post
required = ["title", "date", "tags"]  # 1 of 1 post
tags = ["논문"]  # 1 of 1 post

[papers]
level = 2  # 1 of 1 post
heading = "[{title}]({url})"  # 2 of 2 papers
address = "https://huggingface.co/papers/{id}"  # 2 of 2 papers
companion = ""  # 2 of 2 papers

[sections]
level = 3  # 1 of 1 post
names = ["소개", "방법", "결과"]  # 2 of 2 papers
aliases = { "방법" = ["제안 방법"] }
introduction = ""  # no section is a list of as many items in every paper

[rules.KO002]
style = "polite"  # 0 sentences in another style; plain would leave 7
""",
}
NOT_SEEN = {"SC008", "FM012"}
"""What three papers and one tag do not tell: how long a section may be, what other tags are."""


def shape(name: str) -> Blog:
    (path,) = (SHAPES / name / "_posts").iterdir()
    return Blog({f"_posts/{path.name}": path.read_text(encoding="utf-8")})


@pytest.mark.parametrize("name", SHAPES_WRITTEN)
def test_a_digest_of_another_shape(name: str) -> None:
    blog = shape(name)
    found = induced(blog)
    assert found.text.split("\n\n", 1)[1] == SHAPES_WRITTEN[name]
    assert said(blog, found) == []


@pytest.mark.parametrize("name", SHAPES_WRITTEN)
def test_defects_are_found_by_what_was_written(name: str) -> None:
    found = induced(shape(name))
    ((path, text),) = shape(name).files.items()
    seeds = tomllib.loads((SHAPES / name / "seeds.toml").read_text(encoding="utf-8"))["seed"]
    seeds = [seed for seed in seeds if seed["code"] not in NOT_SEEN]
    assert len({seed["code"] for seed in seeds}) >= 10
    for seed in seeds:
        broken = Blog({path: text.replace(seed["old"], seed["new"], 1)})
        assert (seed["kind"], [it.code for it in said(broken, found)]) == (
            seed["kind"],
            [seed["code"]],
        )


def test_options_of_rules_are_measured() -> None:
    blog = blog_of(replace(HOUSE, sentences=POLITE, names=("한 줄",)), posts=5)
    for name, text in blog.files.items():
        blog.files[name] = re.sub(r"arxiv\.org/(abs|pdf)/25", r"arxiv.org/\1/24", text)
    found = induced(blog)
    rules = settings(found.text)["rules"]
    assert isinstance(rules, dict)
    assert rules["KO002"] == {"style": "polite"}
    assert rules["LK009"] == {"months": 12}
    assert rules["SC008"] == {"sentences": {"한 줄": 1}}


def test_an_introduction_of_items_and_what_stands_where_nothing_is_known() -> None:
    items = "- 목표: 글을 줄이는 것이다.\n- 기여: 새 방법이다."
    shape = replace(HOUSE, names=("무엇을", "한계"), sentences=(items, "미상", items, "미상"))
    blog = Blog()
    for at, day in enumerate(days(6)):
        blog.papers = 2 * at  # an even number, so that each section has its own text
        blog.add(shape, day, 1)
    for name, text in blog.files.items():
        blog.files[name] = re.sub(r"\S*-모델의 ", "", text)
    sections = settings(induced(blog).text)["sections"]
    assert isinstance(sections, dict)
    assert sections["introduction"] == "무엇을"
    assert sections["labels"] == ["목표", "기여"]
    assert sections["marker"] == "미상"


def test_sections_that_only_some_papers_have_are_told() -> None:
    blog = blog_of(HOUSE, posts=5)
    for name, text in [*blog.files.items()][::2]:
        blog.files[name] = text.replace("## Results", "## Data\n\n자료를 모았다.\n\n## Results")
    found = induced(blog)
    assert '[rules.SC004]\nseverity = "off"  # only some papers have Data in 9' in found.text
    assert [it.code for it in said(blog, found)] == []


def test_what_has_many_forms_is_told() -> None:
    blog = blog_of(HOUSE, posts=6, papers=2)
    for name, text in [*blog.files.items()][::2]:
        blog.files[name] = re.sub(r"^# \d\. ", "# ", text, flags=re.MULTILINE)
    (message,) = induced(blog).unexplained
    assert str(message) == (
        "papers.heading: [{title}]({url}) is in 6 of 12 papers, beside "
        "{number}. [{title}]({url}) (6)"
    )


def test_titles_without_a_common_form_are_any() -> None:
    blog = blog_of(HOUSE, posts=6)
    for at, (name, text) in enumerate(blog.files.items()):
        blog.files[name] = re.sub('Daily Papers.*?"', f'[논문] {"가나다라마바"[at]} 이야기"', text)
    found = induced(blog)
    assert 'title = "[논문] {title}"  # 6 of 6 posts' in found.text
    assert said(blog, found) == []


def test_a_tag_close_to_a_known_one_is_told() -> None:
    found = induced(blog_of(replace(HOUSE, tags=("papers", "hugginface"))))
    assert [*map(str, found.unexplained)] == [
        "front-matter.tags: hugginface is close to huggingface"
    ]


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
def test_nothing_of_a_post_can_break_the_file(text: str) -> None:
    blog = blog_of(replace(HOUSE, tags=("huggingfase", json.dumps(text)), names=("요약", "뜻")))
    for name, content in blog.files.items():
        line = " ".join(text.split())
        blog.files[name] = content.replace("## 뜻", f"## {line}").replace("Daily", f"{line} Daily")
    found = induced(blog)
    assert settings(found.text)
    for name, content in [*blog.files.items()][:1]:
        blog.files[name] = content.replace("## 요약", f"## 요약\n\n글이다.\n\n## {text} 밖")
    assert settings(induced(blog).text)


def test_no_digest_at_all() -> None:
    text = "---\ntitle: 글\n---\n\n# 글\n\n논문이 아닌 글이다.\n"
    assert induce([Sample("a.md", "a.md", Source(text))], "") is None
    assert induce([], "") is None


# --- The law: what is left to report are outliers ------------------------------------------------

HEADINGS = (
    "{number}. [{title}](https://arxiv.org/abs/{id})",
    "[{title}](https://arxiv.org/abs/{id})",
    "{number}) [{title}](http://arxiv.org/abs/{id}v1)",
    "{title} ([arXiv](https://arxiv.org/abs/{id}))",
    "[{id}] {title}",
    "논문 {number}: [{title}](https://huggingface.co/papers/{id})",
    "{number}. {title} ([{id}](https://arxiv.org/abs/{id}))",
    "📄 [{title}](https://arxiv.org/pdf/{id})",
)
LINKS = (
    "- **URL**: <http://arxiv.org/abs/{id}v1>",
    "[arXiv](https://arxiv.org/abs/{id})",
    "arXiv: {id}",
    "> 논문: <https://arxiv.org/abs/{id}>",
    "- 링크: [{id}](https://arxiv.org/abs/{id})",
)
COMPANIONS = (
    "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/{id})",
    "",
    "[alphaXiv](https://www.alphaxiv.org/abs/{id})",
)
LINKED = st.one_of(
    st.builds(lambda heading: {"heading": heading}, st.sampled_from(HEADINGS)),
    st.builds(
        lambda heading, link: {"heading": heading, "link": link},
        st.sampled_from(("{number}. {title}", "{title}")),
        st.sampled_from(LINKS),
    ),
    st.builds(
        lambda heading: {"heading": heading, "ids": "arxiv"},
        st.sampled_from(("{number}. {title}", "{title}")),
    ),
)


@st.composite
def blog_shapes(draw: st.DrawFn) -> Shape:
    """A shape of any kind that settings can describe."""
    level = draw(st.sampled_from((1, 2, 3)))
    sentences = draw(st.sampled_from((PLAIN, POLITE, ENGLISH)))
    names = st.sampled_from((HOUSE.names, ("요약", "핵심", "한계"), ("한 줄 요약",)))
    return Shape(
        title=draw(st.sampled_from((HOUSE.title, "{compact} 논문 읽기", "[논문] {slashed}"))),
        layout=draw(st.sampled_from(("post", "", "digest"))),
        level=level,
        companion=draw(st.sampled_from(COMPANIONS)),
        group=level > 1 and draw(st.booleans()),
        bold=draw(st.booleans()),
        names=HOUSE.names if sentences is ENGLISH else draw(names),
        tags=draw(st.sampled_from(((), ("papers", "ai"), ("논문",)))),
        sentences=sentences,
        **draw(LINKED),
    )


@few(max_examples=60)
@given(blog_shapes(), st.integers(1, 6), st.integers(1, 3))
def test_nothing_is_left_to_report_of_a_uniform_blog(shape: Shape, posts: int, papers: int) -> None:
    blog = blog_of(shape, posts=posts, papers=papers)
    found = induced(blog)
    assert [(it.code, str(it.message)) for it in said(blog, found)] == []
    assert found.papers == posts * papers


@few(max_examples=60)
@given(blog_shapes(), st.sampled_from(("{paper}", "[논문] {paper}")), st.booleans())
def test_nothing_is_left_to_report_where_a_post_is_a_paper(
    shape: Shape, title: str, in_header: bool
) -> None:
    ids, link = ("arxiv", "") if in_header else ("", LINKS[1])
    shape = replace(shape, level=0, group=False, title=title, ids=ids, link=link)
    blog = blog_of(shape, posts=6, papers=1)
    found = induced(blog)
    assert settings(found.text)["papers"]["level"] == 0  # type: ignore[index]
    assert [(it.code, str(it.message)) for it in said(blog, found)] == []


@few(max_examples=60)
@given(blog_shapes(), blog_shapes())
def test_nothing_is_left_to_report_of_two_eras(before: Shape, after: Shape) -> None:
    blog = blog_of(before, after, posts=3, papers=2)
    found = induced(blog)
    assert [(it.code, str(it.message)) for it in said(blog, found)] == []


@few(max_examples=60)
@given(blog_shapes(), blog_shapes())
def test_nothing_is_left_to_report_of_a_sibling(shape: Shape, other: Shape) -> None:
    blog = blog_of(shape, posts=4, papers=2)
    for day in days(3, date(2025, 9, 20)):
        blog.add(replace(other, slug="weekly-{compact}"), day, 2)
    found = induced(blog)
    assert [(it.code, str(it.message)) for it in said(blog, found)] == []


RULES = {
    "title": ("FM008",),
    "layout": ("FM006",),
    "required": ("FM005",),
    "heading": ("HD002", "HD005"),
    "companion": ("LK004", "LK006", "LK010"),
    "names": ("SC001", "SC002", "SC003", "SC004"),
}
"""The rules that a setting is for."""

_COUNTED = re.compile(
    r"^(?:# (\d+) of (\d+)[^\n]*\n)?(\w+) = [^\n]*?(?:  # (\d+) of (\d+)[^\n]*)?$", re.MULTILINE
)


def outliers(text: str) -> dict[str, int]:
    """How many do not have what each setting says, by the comments of a settings file."""
    found = {}
    for above, of_above, key, count, of in _COUNTED.findall(text):
        found[key] = int(of_above or of or 0) - int(above or count or 0)
    return found


OUTLIERS = (
    ("## Method\n", "## Mehtod\n"),
    ("## Results\n", "## Outcome\n"),
    ("# 2. [", "# 2 ["),
    ("> [Alphaxiv](https://www.alphaxiv.org/ko/overview/", "> [Alphaxiv](http://alphaxiv.org/abs/"),
    ('title: "Daily Papers — ', 'title: "Daily Papers - '),
    ("layout: post\n", "layout: page\n"),
    ("tags: [papers, arxiv]\n", ""),
)


@few(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(OUTLIERS)), max_size=2))
def test_no_rule_reports_more_than_the_outliers_that_are_counted(
    seeds: list[tuple[int, tuple[str, str]]],
) -> None:
    blog = blog_of(HOUSE, posts=10, papers=2)
    names = sorted(blog.files)
    for at, (before, after) in seeds:
        blog.files[names[at]] = blog.files[names[at]].replace(before, after, 1)
    found = induced(blog)
    left = said(blog, found)
    counted = outliers(found.text)
    for key, rules in RULES.items():
        posts = {it.path for it in left if it.code in rules}
        assert len(posts) <= counted.get(key, 0), key
    assert {it.code for it in left} <= {code for rules in RULES.values() for code in rules}


# --- What posts have alike -----------------------------------------------------------------------


def votes(values: str) -> list[Vote[str]]:
    return [Vote(str(day), day, value) for day, value in zip(days(99), values, strict=False)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("aaaa", ["a"]),
        ("aabbb", ["a", "b"]),
        ("abbbb", ["b"]),
        ("aaabbbcc", ["a", "b", "c"]),
        ("abab", ["a"]),
        ("aaaaabaaaaa", ["a"]),
        ("aab", ["a"]),
    ],
)
def test_eras(values: str, expected: list[str]) -> None:
    assert [era.value for era in eras(votes(values))] == expected


@given(st.text("ab", min_size=1, max_size=30))
def test_eras_hold_all_votes_and_follow_one_another(values: str) -> None:
    found = eras(votes(values))
    assert sum(era.number for era in found) == len(values)
    assert found[0].since is None
    assert found[-1].until is None
    for era, after in pairwise(found):
        assert era.until
        assert after.since
        assert era.until < after.since
        assert era.value != after.value
        assert era.is_rule


@pytest.mark.parametrize(
    ("papers", "names", "aliases"),
    [
        (["I M R"] * 3, "I M R", {}),
        (["I M R", "I Way Out", "I Path R"], "I M R", {"M": ("Way", "Path"), "R": ("Out",)}),
        (["I Method R"] * 30 + ["I Methods R"], "I Method R", {}),
        (["I M R"] * 30 + ["I R"] * 3, "I M R", {}),
        (["I M R"] * 10 + ["I M D R"] * 10, "I M R", {}),
        (["R I"] * 5, "R I", {}),
    ],
)  # fmt: skip
def test_names_of_sections(
    papers: list[str], names: str, aliases: dict[str, tuple[str, ...]]
) -> None:
    found = section_names([it.split() for it in papers])
    assert (" ".join(found.names), dict(found.aliases)) == (names, aliases)


# --- The command ---------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["init", *arguments])


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in blog_with_a_past().files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_writes_a_file_that_loads(blog: Path) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "digestlint.toml written; left to report: 2 warnings in 1 of 14 posts; "
        "--unsafe-fixes mends 2\n"
    )
    assert (blog / "digestlint.toml").read_text(encoding="utf-8") == PAST
    done = CliRunner().invoke(cli.main, ["--output-format", "concise"])
    assert done.exit_code == 0
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["FM012", "SC004"]


@pytest.mark.parametrize("folder", ["_posts", "_posts/", "./_posts", "."])
def test_stands_above_a_folder_of_posts(
    folder: str, blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if folder == ".":
        monkeypatch.chdir(blog / "_posts")
    assert run(folder).exit_code == 0
    assert (blog / "digestlint.toml").read_text(encoding="utf-8") == PAST
    assert not (blog / "_posts" / "digestlint.toml").exists()


@pytest.mark.parametrize("name", ["digestlint.toml", ".digestlint.toml", "pyproject.toml"])
def test_never_writes_over_settings(name: str, blog: Path) -> None:
    there = "[tool.digestlint]\n" if name == "pyproject.toml" else "strict = true\n"
    (blog / name).write_text(there, encoding="utf-8")
    result = run()
    assert result.exit_code == 2
    assert result.stderr == (
        f"digestlint: error: {name} is there already; --diff shows what would be written\n"
    )
    assert (blog / name).read_text(encoding="utf-8") == there
    assert [path.name for path in blog.glob("*.toml")] == [name]


def test_another_program_may_have_a_pyproject(blog: Path) -> None:
    (blog / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    assert run().exit_code == 0


def test_diff_shows_what_would_be_written(blog: Path) -> None:
    result = run("--diff")
    assert result.exit_code == 1
    assert "".join(line[1:] for line in result.stdout.splitlines(True)[3:]) == PAST
    assert "digestlint.toml not written" in result.stderr
    assert not (blog / "digestlint.toml").exists()
    (blog / "digestlint.toml").write_text(PAST.replace("6 of 6", "5 of 5"), encoding="utf-8")
    changed = [line for line in run("--diff").stdout.splitlines() if line[:1] in "+-"]
    assert [line[:9] for line in changed] == ["--- diges", "+++ diges", "-title = ", "+title = "]
    (blog / "digestlint.toml").write_text(PAST, encoding="utf-8")
    result = run("--diff")
    assert (result.exit_code, result.stdout) == (0, "")


def test_what_cannot_be_read_is_told_and_left_out(blog: Path) -> None:
    (blog / "_posts" / "2025-09-30-broken.md").write_bytes(b"\xff")
    result = run()
    assert result.exit_code == 0
    assert "warning: _posts/2025-09-30-broken.md: not UTF-8 at byte 0" in result.stderr
    assert (blog / "digestlint.toml").read_text(encoding="utf-8") == PAST


def test_what_rules_say_of_many_posts_is_told(blog: Path) -> None:
    for path in (blog / "_posts").glob("*-daily-papers-*.md"):
        text = path.read_text(encoding="utf-8").replace("# 1. [", "# 1. [A  ")
        path.write_text(text, encoding="utf-8")
    assert "note: HD003 is in 10 of 14 posts, such as _posts/2025-09-01-" in run().stderr


def test_posts_that_look_like_none_are_included_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for at, text in enumerate(blog_of(HOUSE).files.values()):
        (tmp_path / f"digest{at}.md").write_text(text, encoding="utf-8")
    assert run().exit_code == 0
    written = settings((tmp_path / "digestlint.toml").read_text(encoding="utf-8"))
    assert written["include"] == ["**/*.md", "**/*.markdown"]
    done = CliRunner().invoke(cli.main, [])
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "no such file or folder: nowhere"),
        (["empty"], "no posts in empty"),
        (["essays"], "no digest among the posts in essays"),
        (["essays/2025-09-01-a.md"], "essays/2025-09-01-a.md is no folder"),
    ],
)
def test_nothing_to_describe(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "essays").mkdir()
    (tmp_path / "essays" / "2025-09-01-a.md").write_text("# 글\n\n글이다.\n", encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (2, f"digestlint: error: {message}\n")
    assert [*tmp_path.rglob("*.toml")] == []


# --- Real posts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "left"),
    [
        ("_posts", {"HD003": 9, "HD009": 1, "GN007": 1, "KO007": 1, "WS001": 389}),
        (
            "blog/_posts",
            {"FM008": 1, "HD001": 1, "HD003": 2, "WS001": 77, "WS003": 1, "WS006": 1},
        ),
    ],
)
def test_real_posts_leave_their_true_outliers(folder: str, left: dict[str, int]) -> None:
    if not (REAL / folder).is_dir():
        pytest.skip("the real posts are absent")
    texts = {f"_posts/{it.name}": it.read_bytes() for it in (REAL / folder).iterdir()}
    blog = Blog({name: Source.decode(data).text for name, data in texts.items()})
    assert Counter(it.code for it in said(blog, induced(blog))) == left


def test_another_language() -> None:
    found = induced(blog_of(replace(HOUSE, sentences=ENGLISH)))
    assert settings(found.text)["language"] == "en"
