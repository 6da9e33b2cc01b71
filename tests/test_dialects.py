"""Where kramdown, which publishes the posts, and CommonMark, which the model speaks, differ.

Each row of DESIGN.md's table "Two Markdown dialects", seen with the real renderers.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from renderers import Renderer, build_site, cmark_gfm

pytestmark = pytest.mark.slow


def shape(html: str) -> str:
    """The tags without their attributes, and the text, white space squeezed."""
    return re.sub(r"\s+", " ", re.sub(r"<(/?\w+)[^>]*>", r"<\1>", html)).strip()


def commonmark(text: str) -> str:
    return shape(MarkdownIt("commonmark").render(text))


ROWS = {
    "heading under a bullet": (
        "* 항목이다.\n## Method\n",
        "<ul> <li>항목이다. <h2>Method</h2> </li> </ul>",
        "<ul> <li>항목이다.</li> </ul> <h2>Method</h2>",
    ),
    "heading under a quote line": (
        "> 인용이다.\n# 제목\n",
        "<blockquote> <p>인용이다.</p> <h1>제목</h1> </blockquote>",
        "<blockquote> <p>인용이다.</p> </blockquote> <h1>제목</h1>",
    ),
    "indented heading": (" # x\n", "<p># x</p>", "<h1>x</h1>"),
    "glued heading": ("##Method\n", "<p>##Method</p>", "<p>##Method</p>"),
    "bare pipe after a blank line": (
        "글이다.\n\np(y|x)\n",
        "<p>글이다.</p> <table> <tbody> <tr> <td>p(y</td> <td>x)</td> </tr> </tbody> </table>",
        "<p>글이다.</p> <p>p(y|x)</p>",
    ),
    "bare pipe after a list marker": (
        "* p(y|x)\n",
        "<ul> <li> <table> <tbody> <tr> <td>p(y</td> <td>x)</td> </tr> </tbody> </table> "
        "</li> </ul>",
        "<ul> <li>p(y|x)</li> </ul>",
    ),
    "bare pipe after a quote marker": (
        "> p(y|x)\n",
        "<blockquote> <table> <tbody> <tr> <td>p(y</td> <td>x)</td> </tr> </tbody> </table> "
        "</blockquote>",
        "<blockquote> <p>p(y|x)</p> </blockquote>",
    ),
    "bare pipe under a heading": (
        "## Method\np(y|x)\n",
        "<h2>Method</h2> <p>p(y|x)</p>",
        "<h2>Method</h2> <p>p(y|x)</p>",
    ),
    "bare pipe in one line of two": (
        "p(y|x)\n다음 줄\n",
        "<p>p(y|x) 다음 줄</p>",
        "<p>p(y|x) 다음 줄</p>",
    ),
    "dashes under text after a blank line": (
        "글이다.\n\n제목\n---\n",
        "<p>글이다.</p> <h2>제목</h2>",
        "<p>글이다.</p> <h2>제목</h2>",
    ),
    "dashes under text right under a heading": (
        "# 제목\n글이다.\n---\n",
        "<h1>제목</h1> <p>글이다. —</p>",
        "<h1>제목</h1> <h2>글이다.</h2>",
    ),
    "definition": ("낱말\n: 뜻\n", "<dl> <dt>낱말</dt> <dd>뜻</dd> </dl>", "<p>낱말 : 뜻</p>"),
    "year and dot": (
        "2024. 일이다.\n",
        "<ol> <li>일이다.</li> </ol>",
        "<ol> <li>일이다.</li> </ol>",
    ),
    "number and parenthesis": (
        "1) 하나\n",
        "<p>1) 하나</p>",
        "<ol> <li>하나</li> </ol>",
    ),
    "unclosed fence": (
        "```\n코드\n\n글\n",
        "<p>``` 코드</p> <p>글</p>",
        "<pre><code>코드 글 </code></pre>",
    ),
    "attribute list": ("글\n{: .x}\n", "<p>글</p>", "<p>글 {: .x}</p>"),
    "abbreviation": (
        "*[RL]: 강화 학습\n\nRL이다.\n",
        "<p><abbr>RL</abbr>이다.</p>",
        "<p>*[RL]: 강화 학습</p> <p>RL이다.</p>",
    ),
    "bold before a particle": (
        "**한국어(abc)**는\n",
        "<p><strong>한국어(abc)</strong>는</p>",
        "<p>**한국어(abc)**는</p>",
    ),
    "underscores before a particle": (
        "__한국어__는\n",
        "<p>__한국어__는</p>",
        "<p>__한국어__는</p>",
    ),
    "two spaces": ("a  \nb\n", "<p>a<br> b</p>", "<p>a<br> b</p>"),
    "three spaces": ("a   \nb\n", "<p>a <br> b</p>", "<p>a<br> b</p>"),
    "backslash": ("a\\\nb\n", "<p>a<br> b</p>", "<p>a<br> b</p>"),
    "two spaces before an indented heading": (
        "a  \n # x\n",
        "<p>a<br> # x</p>",
        "<p>a</p> <h1>x</h1>",
    ),
    "two spaces before a rule": ("a  \n***\n", "<p>a<br> ***</p>", "<p>a</p> <hr>"),
    "two spaces before indented dashes": (
        "# x\na  \n ---\n",
        "<h1>x</h1> <p>a<br> —</p>",
        "<h1>x</h1> <h2>a</h2>",
    ),
    "two spaces before a comment": (
        "a  \n<!-- x -->\nb\n",
        "<p>a<br> <!-- x --> b</p>",
        "<p>a</p> <!-- x --> <p>b</p>",
    ),
    "two spaces before a row": ("a  \n| b\n", "<p>a<br> | b</p>", "<p>a<br> | b</p>"),
    "trailing tab": ("a\t\nb\n", "<p>a b</p>", "<p>a b</p>"),
    "trailing no-break spaces": (
        "a\u00a0\u00a0\nb\n",
        "<p>a b</p>",
        "<p>a b</p>",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_kramdown(name: str, renderer: Renderer) -> None:
    text, kramdown, _ = ROWS[name]
    assert shape(renderer.kramdown(text)) == kramdown


@pytest.mark.parametrize("name", ROWS)
def test_commonmark(name: str) -> None:
    text, _, expected = ROWS[name]
    assert commonmark(text) == expected


@pytest.mark.usefixtures("github")
@pytest.mark.parametrize("above", ["# 제목\n", "글이다.\n"])
def test_table_without_a_blank_line(above: str, renderer: Renderer) -> None:
    text = f"{above}| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert "<table>" not in renderer.kramdown(text)
    assert "<table>" in cmark_gfm(text)
    assert "<table>" in renderer.kramdown(text.replace("\n", "\n\n", 1))


def test_footnote(renderer: Renderer) -> None:
    assert 'role="doc-noteref"' in renderer.kramdown("글[^1]\n\n[^1]: 주석이다.\n")
    assert shape(renderer.kramdown("글[^1]\n")) == "<p>글[^1]</p>"


def test_anchor_keeps_runs_of_spaces(renderer: Renderer) -> None:
    assert renderer.kramdown("# a   b\n") == '<h1 id="a---b">a   b</h1>\n'


POST = "---\nlayout: post\ntitle: 가\ndate: {date}\n---\n# 제목\n"


def page(site: dict[str, bytes]) -> str:
    return next((data.decode() for path, data in site.items() if path.endswith("x.html")), "")


@pytest.mark.usefixtures("jekyll")
class TestJekyll:
    name = "2025-11-07-x.md"

    def test_date_without_offset_is_utc(self, tmp_path: Path) -> None:
        post = POST.format(date="2025-11-07 08:15:00")
        assert "2025-11-07 17:15:00 +0900" in page(build_site({self.name: post.encode()}, tmp_path))

    def test_broken_yaml_loses_the_header(self, tmp_path: Path) -> None:
        post = POST.format(date="[2025")
        site = build_site({self.name: post.encode()}, tmp_path)
        assert not any(
            path.startswith("2025/11/07/") and b"\xea\xb0\x80" in site[path] for path in site
        )

    def test_not_utf8_loses_the_post(self, tmp_path: Path) -> None:
        post = POST.format(date="2025-11-07 08:15:00 +0900")
        assert build_site({self.name: post.encode("cp949")}, tmp_path) == {}

    def test_a_name_that_jekyll_does_not_know(self, tmp_path: Path) -> None:
        post = POST.format(date="2025-11-07 08:15:00 +0900")
        assert build_site({"2025_11_07-x.md": post.encode()}, tmp_path) == {}
