"""An unsafe fix changes what docs/fix-safety.md says of its rule, on the site and on GitHub.

Each rule's examples, and texts where its fix changes more than they show, are rendered before and
after the fix. The page is taken apart (see ``views``): what differs must be what the table says, no
more and no less, it must differ as ``HOW`` says, and all else must stand as it stood.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nasty
from digestlint import linter, pages
from digestlint.settings import Settings
from digestlint.settings_reader import read
from digestlint.source import Source
from renderers import Renderer, RenderError, cmark_gfm, jekylls_body
from test_same_page import POSTS, commonmark
from views import ASPECTS, Token, View, changed, view

DOC = Path(__file__).parents[1] / "docs" / "fix-safety.md"
_ROW = re.compile(
    r"^\| \[(?P<code>[A-Z]{2}\d{3})\]\(rules/(?P=code)\.md\) \| (.*?) \| (.*?) \|$", re.M
)


class Changes(NamedTuple):
    """What a rule's unsafe fix changes, of the aspects of a page."""

    site: frozenset[str]
    github: frozenset[str]


def _aspects(cell: str) -> frozenset[str]:
    return frozenset() if cell == "–" else frozenset(cell.split(", "))


TABLE = {
    row["code"]: Changes(_aspects(row[2]), _aspects(row[3]))
    for row in _ROW.finditer(DOC.read_text(encoding="utf-8"))
}


# -- the inputs ----------------------------------------------------------------------------------


class Case(NamedTuple):
    """A post to which a rule's fix is made."""

    title: str
    path: str
    text: str
    settings: Settings


HEADER = "---\nlayout: post\ntitle: 가\n---\n"
MORE = {
    "WS004": {
        "in the header": "---\rlayout: post\r---\r\n글이다.\n",
        "in a line": "글이다.\r말이다.\n",
    },
    "WS005": {"a second mark": f"\ufeff\ufeff{HEADER}글이다.\n"},
    "WS008": {
        "in the header": "---\ntitle: \u1100\u1161\n---\n글이다.\n",
        "in a heading": "## \u1100\u1161\n",
        "in a link": "[글](/\u1100\u1161)\n",
        "in code": "`\u1100\u1161`\n",
    },
    "WS009": {
        "in the header": "---\ntitle: 가\u200b나\n---\n글이다.\n",
        "in a heading": "## 가\u00ad나\n\n글이다.\n",
        "in an address": "[글](/가\u200b나)와 [글](/가\u2028나)\n",
        "a line separator in a heading": "## 가\u2028나\n",
        "before a mark": "\u200b- 글이다.\n",
    },
    "WS010": {
        "in a heading": "## 가\u00a0나\n\n글이다.\n",
        "in an address, and in a title": "[글](/가\u00a0나)와 [글](/다 '가\u00a0나')\n",
        "in a definition": "[글]\n\n[글]: /가\u00a0나\n",
        "in code": "`가\u00a0나`\n",
    },
    "HD006": {
        "a link that is code": "글이다.\n\n    # 1. [가](https://arxiv.org/abs/2511.04570)\n"
    },
    "HD003": {"beside code and bold": "# 1. [`가`  **나**](https://arxiv.org/abs/2511.04570)\n"},
    "RN001": {"before all else": "{{ 가\n\n## [나](/x)\n"},
    "RN003": {"under a tag that closes": "</d>\n<k>\n\n글이다.\n"},
    "RN005": {
        "in a heading": "## 10~25점에서 33~50점으로\n",
        "in raw HTML, where there is no fix": "<v>10~~25점에서 33~~50점으로\n",
        "in code for kramdown, where there is none": "    코드\n10~25점에서 33~50점으로\n",
    },
    "KO003": {
        "in bold, before a bracket": f"{HEADER}# 1. [가](/x)\n\n## Method\n**높였다**(표 3)\n",
        "before Liquid, where there is no fix": (
            f"{HEADER}# 1. [가](/x)\n\n## Method\n높였다\n{{% comment %}}  \n{{% endcomment %}}\n"
        ),
    },
}
"""Texts where a fix changes more than the examples of its rule's page show, by title."""


def cases(code: str) -> Iterator[Case]:
    for example in pages.page(code).examples:
        settings = read(tomllib.loads(example.settings), "an example", linter.codes())
        for file in example.files if example.is_bad else ():
            yield Case(example.title, file.path, file.text, replace(settings, select=(code,)))
    for title, text in MORE.get(code, {}).items():
        yield Case(title, pages.DEFAULT_PATH, text, replace(Settings(), select=(code,)))


def unsafely_fixed(case: Case) -> str:
    done = linter.fix(Source(case.text), case.settings, case.path, unsafe=True)
    assert done.failure is None
    assert done.refused == ()
    again = linter.fix(done.source, case.settings, case.path, unsafe=True)
    assert again.source.text == done.source.text
    return done.source.text


# -- how it changes ------------------------------------------------------------------------------

How = Callable[[View, View], bool]
"""Whether an aspect of the page after a fix follows from the page before as it should."""


def same(projection: Callable[[View], object]) -> How:
    """The part of the page that a projection leaves stays the same."""
    return lambda before, after: projection(before) == projection(after)


def without(pattern: str, aspect: str = "words") -> How:
    """The aspect stays the same but for what the pattern finds; white space aside in words."""

    def left(page: View) -> object:
        if aspect == "words":
            return re.sub(r"\s", "", re.sub(pattern, "", page.words))
        return [re.sub(pattern, "", it) for it in getattr(page, aspect)]

    return same(left)


def tags_but(*names: str) -> How:
    """The tags stay, but those of these names."""
    return same(lambda page: [it for it in page.structure if it[0] not in names])


def more(aspect: str) -> How:
    """All that was there is there in its order, and more."""

    def holds(before: View, after: View) -> bool:
        rest = iter(getattr(after, aspect))
        return all(it in rest for it in getattr(before, aspect))

    return holds


def values_but(*keys: str) -> How:
    """The header's values stay, but those of these keys, of which none comes or goes."""

    def left(page: View) -> object:
        assert isinstance(page.header, dict)
        return [(key, key in keys or value) for key, value in page.header.items()]

    return same(left)


LINK_MARKS = r"\[|\]\([^)]*\)"
"""The marks of a link that was none."""


def headers_text_goes(before: View, after: View) -> bool:
    """Jekyll reads a header, and its text no longer stands above the rest of the page."""
    rest = re.sub(r"\s", "", after.words)
    return (
        before.header is None and after.header is not None and without_space(before).endswith(rest)
    )


def without_space(page: View) -> str:
    return re.sub(r"\s", "", page.words)


_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")


def ids(page: View) -> list[str]:
    """What is linked to: a paper's id in place of its address."""
    found = ((it, _ID.search(it)) for it in page.addresses)
    return [paper[1] if paper else address for address, paper in found]


def without_companions(page: View) -> list[Token]:
    """The page without the paragraphs that are a link to alphaXiv, and without their quotes."""
    tokens = list(page.tokens)
    for at in range(len(tokens) - 4, -1, -1):
        names = [(it.name, it.closes) for it in tokens[at : at + 5]]
        if names == COMPANION and "alphaxiv.org" in tokens[at + 1].address:
            quoted = tokens[at - 1 : at] == [Token("blockquote")]
            del tokens[at - quoted : at + 5 + quoted]
    return tokens


COMPANION = [("p", False), ("a", False), ("", False), ("a", True), ("p", True)]


def words_outside_headings(page: View) -> str:
    inside, words = False, []
    for it in page.tokens:
        inside = it.name[:1] == "h" and not it.closes if it.name else inside
        words += [] if inside else [it.text]
    return "".join(words)


def near(before: View, after: View) -> bool:
    """Each heading is another, or one whose name is near to it."""
    pairs = zip(before.anchors, after.anchors, strict=True)
    return all(SequenceMatcher(None, *pair).ratio() > 0.5 for pair in pairs)


def visible(text: object) -> str:
    """A text, or values, without characters that nobody sees, and without white space."""
    kinds = ("Cc", "Cf", "Zs", "Zl", "Zp")
    return "".join(it for it in str(text) if unicodedata.category(it) not in kinds)


def same_visible(aspect: str) -> How:
    """What is seen stays, but for a list's mark in words and for hyphens in anchors."""

    def left(page: View) -> object:
        if aspect == "words":
            return [visible(line).removeprefix("-") for line in page.lines]
        return visible(_plain(getattr(page, aspect))).replace(
            "-" if aspect == "anchors" else "", ""
        )

    return same(left)


def same_blocks(before: View, after: View) -> bool:
    """The structure stays, but for a list that had an odd sign in its mark; so do attributes."""
    lists = ("p", "ul", "li")
    one, other = (
        [
            (name, closes, visible(_plain(rest)))
            for name, closes, rest in it.structure
            if name not in lists
        ]
        for it in (before, after)
    )
    return one == other


def same_composed(aspect: str) -> How:
    return same(lambda page: unicodedata.normalize("NFC", _plain(getattr(page, aspect))))


def _plain(value: object) -> str:
    """A value as text, in which ``repr`` would escape what is not seen."""
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_plain(each)}" for key, each in value.items())
    return "\n".join(map(_plain, value)) if isinstance(value, list | tuple) else str(value)


HOW: Mapping[str, Mapping[str, How]] = {
    "FM001": dict.fromkeys(("header", "words", "structure"), headers_text_goes),
    "FM008": {"header": values_but("title")},
    "FM010": {"header": values_but("date")},
    "FM012": {"header": values_but("tags", "categories")},
    "FM013": {"header": values_but("tags", "categories")},
    "HD003": {
        "anchors": same(lambda page: [re.sub("-+", "-", it).strip("-") for it in page.anchors])
    },
    "HD004": {
        "words": same(lambda page: [re.sub(r"^(#?)\d+\.", r"\1n.", it) for it in page.lines]),
        "anchors": same(lambda page: [re.sub(r"^\d+-", "n-", it) for it in page.anchors]),
    },
    "HD005": {
        "structure": tags_but("h1", "h2", "h3", "p", "strong"),
        "anchors": lambda before, after: more("anchors")(after, before),
    },
    "HD006": {
        "words": without(rf"#|{LINK_MARKS}"),
        "structure": tags_but("h1", "h2", "p", "pre", "code", "div", "ul", "li", "a"),
        "anchors": more("anchors"),
        "addresses": more("addresses"),
    },
    "HD007": {"structure": tags_but("ul", "ol", "li", "p", "blockquote")},
    "KO003": {"words": without(r"(?<=[다)])\.")},
    "LK003": {"addresses": same(ids)},
    "LK004": dict.fromkeys(("words", "structure", "addresses"), same(without_companions)),
    "LK006": {"addresses": same(ids)},
    "RN003": {
        "words": without(rf"<[^<>]*>|{LINK_MARKS}"),
        "structure": same(lambda page: [it for it in page.structure if it[0] in ("div", "h1")]),
        "anchors": same(lambda page: len(page.anchors)),
        "addresses": more("addresses"),
    },
    "RN005": {"words": without("~"), "structure": tags_but("del")},
    "SC004": {"words": same(words_outside_headings), "anchors": near},
    "WS004": dict.fromkeys(("header", "words", "structure"), headers_text_goes),
    "WS005": dict.fromkeys(("header", "words", "structure"), headers_text_goes),
    "WS008": {it: same_composed(it) for it in ASPECTS if it != "structure"},
    "WS009": {it: same_visible(it) for it in ASPECTS} | {"structure": same_blocks},
    "WS010": {it: same_visible(it) for it in ASPECTS} | {"structure": same_blocks},
}
"""How each rule's fix changes what the table names. RN001 and RN002 have tests of their own."""


# -- the tests -----------------------------------------------------------------------------------

CODES = [rule.code for rule in linter.rules() if rule.fix == "unsafe"] + ["WS004", "WS005", "WS008"]


def test_the_table_has_every_rule() -> None:
    assert list(TABLE) == sorted(CODES)
    for code, (site, github) in TABLE.items():
        assert site | github <= set(ASPECTS)
        assert code in ("RN001", "RN002") or set(HOW[code]) >= site | github


@pytest.mark.parametrize("code", sorted(CODES))
def test_examples_come_to_an_end(code: str) -> None:
    assert any(unsafely_fixed(case) != case.text for case in cases(code))


def site(text: str, renderer: Renderer, *, liquid: bool = True) -> View:
    """What Jekyll shows; nothing where Liquid stops it."""
    try:
        return view(text, renderer.kramdown(jekylls_body(text), liquid=liquid))
    except RenderError:
        return view(text, "")


def github(text: str) -> tuple[View, View]:
    """What CommonMark shows, and what GitHub does."""
    body = jekylls_body(text)
    return view(text, commonmark(body)), view(text, cmark_gfm(body))


@pytest.mark.slow
@pytest.mark.usefixtures("github")
@pytest.mark.parametrize("code", sorted(CODES))
def test_changes_what_the_table_says(code: str, renderer: Renderer) -> None:
    on_site, on_github = set[str](), set[str]()
    for case in cases(code):
        seen = check(case, unsafely_fixed(case), renderer)
        on_site |= seen.site
        on_github |= seen.github
    assert Changes(frozenset(on_site), frozenset(on_github)) == TABLE[code]


def check(case: Case, after: str, renderer: Renderer) -> Changes:
    """What a fix changed of a page, which is all that it changed, and as it should."""
    (code,) = case.settings.select
    pages_of_site = (site(case.text, renderer), site(after, renderer))
    on_site = _check(code, *pages_of_site, TABLE[code].site)
    pairs = zip(github(case.text), github(after), strict=True)
    on_github = [_check(code, *pair, TABLE[code].github) for pair in pairs]
    return Changes(on_site, frozenset().union(*on_github))


def _check(code: str, before: View, after: View, allowed: frozenset[str]) -> frozenset[str]:
    differing = changed(before, after)
    assert differing <= allowed
    assert before.without(differing) == after.without(differing)
    for aspect in differing if code in HOW else ():
        assert HOW[code][aspect](before, after), aspect
    return frozenset(differing)


@pytest.mark.slow
@pytest.mark.usefixtures("github")
def test_liquid_shows_what_is_written(renderer: Renderer) -> None:
    """RN001: the page is the one that there would be without Liquid; GitHub shows the marks."""
    for case in cases("RN001"):
        after = unsafely_fixed(case)
        if after != case.text:
            assert site(after, renderer) == site(case.text, renderer, liquid=False)
            for one, other in zip(github(case.text), github(after), strict=True):
                assert one.words == re.sub(r"\{% (end)?raw %\}", "", other.words)


@pytest.mark.slow
@pytest.mark.usefixtures("github")
def test_a_pipe_is_a_pipe(renderer: Renderer) -> None:
    """RN002: the site shows the words and the addresses that GitHub showed before."""
    marks = r"\$\$|\\[()]|\\vert|\||\s"
    for case in cases("RN002"):
        before, after = github(case.text)[0], site(unsafely_fixed(case), renderer)
        assert re.sub(marks, "", after.words) == re.sub(marks, "", before.words)
        assert after.addresses == before.addresses
        assert "table" not in {name for name, _, _ in after.structure}


# -- in nasty posts ------------------------------------------------------------------------------

PAPER = "# 3. [{}](https://arxiv.org/abs/2305.11206)"
FAULTS: Mapping[str, tuple[str, ...]] = {
    "HD003": (PAPER.format("가  나"), PAPER.format(" 가 나  "), PAPER.format("`가`   **나**")),
    "HD004": ("# 5. [가](/x)", f"# 2. [가](/x)\n\n{PAPER.format('나')}"),
    "HD005": ("### Results", "# Method", f"#{PAPER.format('가')}"),
    "HD006": ("##Results", f" {PAPER.format('가')}", "   ## Method", "    ## Results"),
    "HD007": ("- 글\n## Results", "> 글\n## Results", "- 글\n\n  ## Results"),
    "KO003": ("모델을 학습하였다", "**높였다**(표 3)", "빠르다  \n느리다"),
    "LK003": (
        "# 3. [가](http://arxiv.org/pdf/2305.11206v2)",
        "# 3. [가](arxiv.org/abs/2305.11206)",
    ),
    "LK004": (PAPER.format("가"), f"{PAPER.format('가')}\n## Method"),
    "LK006": (f"{PAPER.format('가')}\n\n> [Alphaxiv](https://alphaxiv.org/abs/2305.11206)",),
    "RN001": ("{{ question }}", "`{% if user %}`", r"$$\frac{{a}_{1}}{b}$$", "{{x"),
    "RN002": ("p(y|x)를 쓴다", "- p(y|x)이다", "| 가 | 나 |\n| 다 | 라 |", "$$p(y|x)$$ `a|b` |x|"),
    "RN003": ("<Silence> 토큰", "<EOS>", "## <정답> 글", "N<M이면 N>M이다", "</d>\n<think>"),
    "RN005": ("10~25점에서 33~50점", "10~~25점에서 33~~50점", "가~나\n다~라"),
    "SC004": ("## Methods", "## Limitation", "## 2. Result:"),
    "WS008": ("## \u1100\u1161", "[\u1100\u1161](/\u1100\u1161)", "`\u1100\u1161`"),
    "WS009": ("가\u200b나", "[글](/가\u2028나)", "\u202e글\u202c", "`가\x08`", "## 가\u200b"),
    "WS010": ("가\u00a0나", "[글](/가\u00a0나)", "\u3000글", "`가\u00a0나`", "## 가\u00a0나"),
}
"""What a rule's fix mends, to stand among nasty pieces."""

STRICT = ("KO003", "RN002", "RN005", "SC004", "WS008")
"""The rules of which the table holds wherever the fault stands.

Of the others it may be more where a renderer sees code or raw HTML: a heading that is text there,
or one whose fix lets out of a list what stands below.
"""


@st.composite
def faulty_posts(draw: st.DrawFn, codes: tuple[str, ...]) -> Case:
    code = draw(st.sampled_from(codes))
    around = st.lists(nasty.blocks() | nasty.lines(), max_size=2).map("".join)
    fault = draw(st.sampled_from(FAULTS[code])) + draw(st.sampled_from(nasty.LINE_ENDS))
    section = draw(around) + fault + draw(around)
    text = nasty.in_good_post(section, draw(st.sampled_from(nasty.PLACES)))
    return Case(code, nasty.NAME, text, replace(Settings(), select=(code,)))


@settings(max_examples=60)
@given(faulty_posts(tuple(FAULTS)))
def test_unsafe_fixes_come_to_an_end(case: Case) -> None:
    unsafely_fixed(case)


@settings(max_examples=40)
@given(nasty.posts())
def test_all_fixes_come_to_an_end(post: str) -> None:
    unsafely_fixed(Case("all", nasty.NAME, post, Settings()))


@pytest.mark.slow
@pytest.mark.usefixtures("github")
@settings(max_examples=POSTS // 10, suppress_health_check=list(HealthCheck))
@given(case=faulty_posts(STRICT))
def test_nothing_else_changes_in_nasty_posts(case: Case, renderer: Renderer) -> None:
    after = unsafely_fixed(case)
    if after != case.text:
        check(case, after, renderer)
