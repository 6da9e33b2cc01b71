"""What the RN pages claim is what real kramdown, Liquid and cmark-gfm do.

For each example the table says what in the HTML shows that it is rendered wrongly, and what shows
that it is rendered rightly: a Bad example has the first and lacks the second; a Good one, and what
the fix makes of a Bad one, has the second and lacks the first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from digestlint import pages
from digestlint.pages import Example
from renderers import Renderer, RenderError, build_site, cmark_gfm

pytestmark = pytest.mark.slow

RULES = ("RN001", "RN002", "RN003", "RN004", "RN005", "RN006", "RN007", "RN008")
STOPPED = "the build stops"


class Seen(NamedTuple):
    """Patterns in the HTML; empty where there is nothing to look for."""

    wrong: str = ""
    right: str = ""


SEEN = {
    "RN001": {
        "a placeholder of a prompt": Seen("프롬프트는 자리에", "{{ question }} 자리"),
        "in code": Seen(STOPPED, "<code[^>]*>{% if user %}</code>로"),
        "doubled braces in a formula": Seen(STOPPED, r"\\frac\{\{a\}_\{1\}\}\{b\}"),
        "not closed": Seen(STOPPED, "{{x, y}를"),
        "raw without its end": Seen(STOPPED),
        "a comment": Seen(r"^\s*$", "나중에 {{ 고칠 }} 것"),
        "a tag that is not allowed here": Seen(STOPPED, "{% include note.html %}"),
        "in a raw block": Seen(STOPPED, "{{ question }} 자리"),
        "single braces": Seen(STOPPED, "{x, y}와 {z}를 쓰고 성공률은 100%}라고"),
        "GitHub knows no Liquid": Seen(right="{{ question }} 자리"),
    },
    "RN002": {
        "a conditional probability": Seen("<td>모델은 p\\(y</td>", r"<p>모델은 p\(y\|x\)를"),
        "an item of a list": Seen("<td>손실은", r"<li>손실은 -log p\(y\|x\)이다"),
        "a quote": Seen("<td>목표는", r"<p>목표는 p\(y\|x\)의"),
        "every line has a pipe": Seen("<table>", r"p\(z\|x\)를 구하고 다음에 p\(y\|z\)"),
        "in a formula, a link and code": Seen(
            "<table>",
            r'\\\(p\(y\\vert x\)\\\)는 <a href="https://example.org/a%7Cb">표</a>와 '
            r"<code[^>]*>a\|b</code>, 그리고 \|x\|에",
        ),
        "rows without a separator": Seen("<table>", r"\| 방법 \| 점수 \| \| 기준 \| 61.2 \|"),
        "escaped": Seen("<table>", r"<p>모델은 p\(y\|x\)를"),
        "right under a heading": Seen("<table>", r"<p>모델은 p\(y\|x\)를"),
        "one line without a pipe": Seen("<table>", r"<p>모델은 p\(y\|x\)를"),
        "in code alone": Seen("<table>", r"<code[^>]*>cat a \| sort</code>"),
        "a true table": Seen(r"\|---\|", "<th>방법</th>"),
        "a block of code": Seen("<table>", r"<code>.*sort"),
    },
    "RN003": {
        "a token": Seen("<silence>", "&lt;Silence&gt; 토큰을"),
        "at a paragraph's begin": Seen("<eos>", "<p>&lt;EOS&gt; 토큰에서"),
        "in a title": Seen("<think>", "&lt;think&gt; Before You Answer"),
        "in Hangul, and with several words": Seen(
            "<정답>", "&lt;정답&gt; 뒤에 오고, &lt;LLM 기반&gt; 평가"
        ),
        "a line of its own": Seen("<answer>", "<p>&lt;Answer&gt;</p>"),
        "a comparison that looks like a tag": Seen(
            "<b1|<m이면", "a &lt;b1 and c&gt; 0이고 N&lt;M이면 채우고 N&gt;M이면"
        ),
        "in raw HTML": Seen("<silence>", "&lt;Silence&gt; 토큰"),
        "escaped, or in code": Seen("<silence>|<eos>", "&lt;Silence&gt; 토큰이나 <code.*&lt;EOS"),
        "comparisons": Seen(
            "<(?!p>|/p>)",
            "p&lt;0.05이고 정확도는 &lt;90%이며, a &lt; b &gt; c이다. 조건은 x&lt;y이고 "
            "&lt;스타일 참조, 결과&gt; 형태",
        ),
        "elements of HTML": Seen("&lt;", "H<sub>2</sub>O이고<br ?/>다음"),
        "a custom element": Seen("&lt;", '<lite-youtube videoid="abc">'),
        "a block of reasoning is GN002's": Seen(right="<think>"),
    },
    "RN004": {
        "underscores before a particle": Seen("__핵심__은"),
        "single underscores": Seen("_핵심 기여_는"),
        "white space inside the marks": Seen(r"\*\* 핵심 \*\*은"),
        "a mark left over": Seen(r"\*\*핵심은"),
        "stars that are signs": Seen(
            "C<em>-대수와 D</em>-대수, 정책 π<em>와 함수 Q</em>를"
        ),
        "products and powers": Seen(
            "3<em>4</em>5.*2<strong>10과 2</strong>20.*2<strong>10이고 차이는 0.73</strong>이다"
        ),
        "stars of a table's legend": Seen("유의수준<em>과 효과크기</em>는"),
        "a name in Python": Seen("<strong>init</strong>"),
        "subscripts": Seen(r"f\(x\)<em>\{i\}와 g\(x\)</em>\{j\}"),
        "a bracket before the closing mark, on GitHub": Seen(
            r"\*\*강화 학습\(RL\)\*\*은 물론 \*검색\(IR\)\*도"
        ),
        "stars before a particle": Seen(
            r"\*",
            r"<strong>핵심</strong>은 <strong>강화 학습\(RL\)</strong>과 <em>검색</em>이다",
        ),
        "single stars": Seen("<em>", r"A\* 탐색과 D\* 탐색을 비교하며, 값은 5 \* 3"),
        "powers and significance": Seen(
            "<em>|<strong>", r"2\*\*10이다.*0.73\*\*이다.*\*: p&lt;0.05, \*\*: p&lt;0.01"
        ),
        "names": Seen("<em>|<strong>", "max_len과 min_len, 메서드 __init__은"),
        "in code": Seen("<em>|<strong>", r">C\*</code>와 <.*>\*\*kwargs</code>"),
        "escaped": Seen("<em>", r"C\*-대수와 D\*-대수를"),
        "on GitHub": Seen(
            r"\*", r"<strong>핵심</strong>은 <strong>강화 학습</strong>\(RL\)이다"
        ),
    },
    "RN005": {
        "two ranges": Seen("10<del>25점에서 33</del>50", "10~25점에서 33~50점으로"),
        "three tildes": Seen("1<del>2, 3</del>4", "1~2, 3~4, 5~6"),
        "doubled tildes": Seen("10<del>25점에서 33</del>50", "10~~25점에서 33~~50"),
        "one range": Seen("<del>", "10~25점"),
        "in two paragraphs": Seen("<del>", "10~25점.*33~50%"),
        "struck out on purpose": Seen("~", "<del>낮다</del> 높다"),
        "escaped, or in code": Seen("<del>", "10~25점에서 33~50점으로, <code>a~b~c</code>"),
        "a space on the inner side": Seen("<del>", "~ 10에서 ~ 50"),
    },
    "RN006": {
        "dashes right under text": Seen("<h2[^>]*>정확도가"),
        "equals signs": Seen("<h1[^>]*>정확도가"),
        "a dash under a heading and its text": Seen("<p>정확도가 크게 올랐다. —</p>"),
        "under a bullet or a quote": Seen(
            "<li> <h2[^>]*>정확도가.*<blockquote> <h2[^>]*>인용한"
        ),
        "a year": Seen("<ol> <li>11월에"),
        "a year at the begin of a wrapped line": Seen("<p>이 모델이 공개된 해는</p> <ol>"),
        "a definition": Seen("<dt>보상 모형</dt> <dd>출력의"),
        "an attribute list": Seen("^<p[^>]*>정확도가 크게 올랐다.</p>$"),
        "an abbreviation": Seen(r"^\s*$"),
        "the address of a link that is none": Seen(r"^\s*$"),
        "four spaces": Seen("<pre[^>]*><code>정확도가"),
        "on GitHub": Seen(
            '<h2>정확도가.*<ol start="2024">.*<pre><code>정확도가'
        ),
        "a rule between blank lines": Seen("<h2", "<p>정확도가 크게 올랐다.</p> <hr ?/>"),
        "numbers": Seen(
            "<ol> <li>11월",
            "<p>2024년에 공개되었다. 3.5배 빠르다.</p> <ol> <li>첫째.*<p>2024. 11월에",
        ),
        "a colon in the line": Seen("<dl>", "보상 모형: 출력의 품질을 점수로 바꾼다. :로 시작"),
        "addresses and notes": Seen(
            r"\[\^1\]|\[1\]", '<a href="https://example.org/table">표</a>.*doc-noteref'
        ),
        "code": Seen("<pre[^>]*><code>항목에", "<pre[^>]*><code>model = .*<p>항목에 딸린"),
        "GitHub has no definitions and attributes": Seen("<dl>", "보상 모형 : 출력의.*{: .x}"),
    },
    "RN007": {
        "a footnote mark without its note": Seen(r"올랐다\[\^1\]"),
        "a footnote with a name in Hangul": Seen(r"올랐다\[\^주1\]"),
        "a bare address": Seen("코드는 https://example.org/code 에"),
        "single dollar signs": Seen(r"\$O\(n\^2\)\$이고 변수\$x\$는"),
        "a shortcode": Seen(":rocket:"),
        "a footnote with its note": Seen(r"\[\^1\]", "doc-noteref"),
        "what looks like a footnote": Seen(
            "doc-noteref", r"정규식 \[\^a-z\]와 \[\^abc\], 인용 \[1\]과 \[12\]"
        ),
        "links": Seen(
            "코드는 https", '<a href="https://example.org/code">https.*<a .*>저장소</a>'
        ),
        "formulas and prices": Seen(
            r"\$O", r"\\\(O\(n\^2\)\\\)이고 비용은 \$5에서 \$10로, US\$3와 A\$4는"
        ),
        "colons": Seen("img|emoji", "3:2:1이고 시각은 12:30:45이며 std::vector"),
        "on GitHub": Seen("코드는 https", '<a href="https://example.org/code">'),
    },
    "RN008": {
        "right under a heading": Seen(r"<p>\| 방법 \| 점수 \|"),
        "right under a line of text": Seen(r"다음과 같다. \| 방법 \| 점수 \|"),
        "right above a line of text": Seen(r"<p>방법 \| 점수 — \| — 기준"),
        "between blank lines": Seen(r"\| 방법", "<th>방법</th>.*<p>점수는 평균이다"),
        "text with pipes and dashes": Seen("<table>", r"p\(y\|x\)와 p\(x\|y\)를"),
        "on GitHub": Seen(r"\| 방법", "<th>방법</th>"),
    },
}  # fmt: skip

IN_A_SITE = {("RN001", "allowed tags"), ("RN001", "Liquid is off for the post")}
"""Examples that need more than a page: another post, a header."""


def examples() -> Iterator[tuple[str, Example]]:
    for code in RULES:
        for example in pages.page(code).examples:
            yield code, example


CASES = [
    pytest.param(code, example, id=f"{code}-{'bad' if example.is_bad else 'good'}-{example.title}")
    for code, example in examples()
    if (code, example.title) not in IN_A_SITE
]


def test_the_table_is_complete() -> None:
    shown = {(code, title) for code, table in SEEN.items() for title in table} | IN_A_SITE
    assert shown == {(code, example.title) for code, example in examples()}


def rendered(code: str, example: Example, text: str, renderer: Renderer) -> str:
    """The page's HTML, white space squeezed and the names of elements in lower case."""
    is_github = tomllib.loads(example.settings).get("renderer") == "github" or code == "RN005"
    try:
        html = cmark_gfm(text) if is_github else renderer.kramdown(text, liquid=code == "RN001")
    except RenderError:
        return STOPPED
    html = re.sub(r"<(/?)([A-Z][\w-]*)", lambda it: f"<{it[1]}{it[2].lower()}", html)
    return re.sub(r"\s+", " ", html).strip()


def assert_right(html: str, seen: Seen) -> None:
    assert not seen.wrong or not re.search(seen.wrong, html)
    assert not seen.right or re.search(seen.right, html)


@pytest.mark.usefixtures("github")
@pytest.mark.parametrize(("code", "example"), CASES)
def test_example(code: str, example: Example, renderer: Renderer) -> None:
    seen = SEEN[code][example.title]
    (before,) = example.files
    html = rendered(code, example, before.text, renderer)
    if not example.is_bad:
        assert seen.right
        assert_right(html, seen)
        return
    assert re.search(seen.wrong, html)
    assert not seen.right or not re.search(seen.right, html)
    for after in example.fixed:
        assert seen.right
        assert_right(rendered(code, example, after.text, renderer), seen)


@pytest.mark.parametrize("code", RULES)
def test_what_a_fix_writes_is_on_the_page(code: str) -> None:
    page = pages.page(code)
    bad = [example for example in page.examples if example.is_bad]
    assert any(example.fixed for example in bad) == (page.fix != "none")


HEADER = "---\nlayout: post\ntitle: 가\n---\n"


def of(code: str, title: str) -> str:
    """The text of an example."""
    (text,) = next(it.files for it in pages.page(code).examples if it.title == title)
    return text.text


@pytest.mark.usefixtures("jekyll")
class TestSite:
    def test_allowed_tags(self, tmp_path: Path) -> None:
        post = HEADER + of("RN001", "allowed tags")
        posts = {
            "2025-11-07-daily-papers-20251107.md": post.encode(),
            "2025-11-06-daily-papers-20251106.md": HEADER.encode(),
        }
        site = build_site(posts, tmp_path)
        html = site["2025/11/07/daily-papers-20251107.html"].decode()
        assert "/2025/11/06/daily-papers-20251106.html에 있다" in html
        assert '<figure class="highlight">' in html

    def test_header_turns_liquid_off(self, tmp_path: Path) -> None:
        text = of("RN001", "Liquid is off for the post").replace("---\n", HEADER[:-4], 1)
        site = build_site({"2025-11-07-x.md": text.encode()}, tmp_path)
        assert "{{ question }} 자리" in site["2025/11/07/x.html"].decode()
