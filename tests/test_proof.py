"""The proof is strict: a page that might look different is not the same."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import proof
from digestlint.proof import same_html, same_page
from digestlint.source import Source

HEADER = "---\nlayout: post\ntitle: 오늘의 논문\ntags: [papers, ai]\n---\n"


def same(before: str, after: str, header: str = HEADER) -> bool:
    forward = same_page(Source(header + before), Source(header + after))
    assert same_page(Source(header + after), Source(header + before)) is forward
    return forward


SAME = {
    "spaces at the end of a heading": ("# 제목  \n", "# 제목\n"),
    "spaces before a blank line": ("글이다.  \n\n글이다.\n", "글이다.\n\n글이다.\n"),
    "spaces at the end of an item": ("* 하나다.  \n* 둘이다.\n", "* 하나다.\n* 둘이다.\n"),
    "longer hard break": ("하나다.    \n둘이다.\n", "하나다.  \n둘이다.\n"),
    "backslash for a hard break": ("하나다.  \n둘이다.\n", "하나다.\\\n둘이다.\n"),
    "line ends": ("# 제목\r\n\r\n글이다.\r\n", "# 제목\n\n글이다.\n"),
    "line ends in code": ("```\r\na\r\n```\r\n", "```\na\n```\n"),
    "final newlines": ("글이다.\n\n\n", "글이다.\n"),
    "no final newline": ("글이다.", "글이다.\n"),
    "no final newline in code": ("```\na", "```\na\n"),
    "blank lines": ("글이다.\n\n\n\n글이다.\n", "글이다.\n\n글이다.\n"),
    "composed text": ("\u1100\u1161는 e\u0301이다.\n", "가는 \u00e9이다.\n"),
    "comment gone": (
        "글이다.\n\n<!-- digestlint: ignore[LK005] -->\n\n글이다.\n",
        "글이다.\n\n글이다.\n",
    ),
    "comment in a line gone": ("글<!-- 아 -->이다.\n", "글이다.\n"),
    "spaces beside math": ("$$x$$ 이다.  \n\n끝이다.\n", "$$x$$ 이다.\n\n끝이다.\n"),
    "a dollar pair that is no math": (
        "값 $$ 둘이다.  \n\n$$ 셋이다.\n",
        "값 $$ 둘이다.\n\n$$ 셋이다.\n",
    ),
    "singletons, by the definition's NFC": ("\uf900는 \u212b이다.\n", "\u8c48는 \u00c5이다.\n"),
    "backslash at the end": ("글\\", "글\\\n"),
    "spaces after a backslash": ("글\\  \n\n말이다.\n", "글\\\n\n말이다.\n"),
    "less than": ("p < 3이다.  \n\n<3\n", "p < 3이다.\n\n<3\n"),
}


@pytest.mark.parametrize("name", SAME)
def test_same(name: str) -> None:
    assert same(*SAME[name])


DIFFERENT = {
    "a word": ("글이다.\n", "말이다.\n"),
    "a space in a word": ("글이다.\n", "글 이다.\n"),
    "a hard break gone": ("하나다.  \n둘이다.\n", "하나다.\n둘이다.\n"),
    "spaces in a heading": ("# 긴  제목\n", "# 긴 제목\n"),
    "decomposed heading": ("# \u1100\u1161\n", "# 가\n"),
    "decomposed link target": ("[글](/\u1100\u1161)\n", "[글](/가)\n"),
    "link target": ("[글](https://arxiv.org/abs/1)\n", "[글](https://arxiv.org/abs/2)\n"),
    "decomposed code": ("`\u1100\u1161`\n", "`가`\n"),
    "spaces in code": ("```\na  \nb\n```\n", "```\na\nb\n```\n"),
    "blank lines at the end of open code": ("```\na\n", "```\na\n\n"),
    "blank lines in code": ("    a\n\n\n    b\n", "    a\n\n    b\n"),
    "spaces in a code span": ("`a  b`\n", "`a b`\n"),
    "spaces in raw HTML": ("<pre>\na  \nb\n</pre>\n", "<pre>\na\nb\n</pre>\n"),
    "spaces in an attribute": ('<a title="a  b">x</a>\n', '<a title="a b">x</a>\n'),
    "spaces in a script": ("<script>\na  \nb\n</script>\n", "<script>\na\nb\n</script>\n"),
    "spaces in math": ("$$\na  \nb\n$$\n", "$$\na\nb\n$$\n"),
    "spaces in math over a blank line": ("$$\na  \n\nb\n$$\n", "$$\na\n\nb\n$$\n"),
    "spaces in inline math": ("글 $$a  \nb$$\n", "글 $$a\nb$$\n"),
    "spaces in a Liquid block": (
        "{% highlight text %}\na \n\nb\n{% endhighlight %}\n",
        "{% highlight text %}\na\n\nb\n{% endhighlight %}\n",
    ),
    "spaces in a Liquid output": ("{{ 'a \n' | size }}\n", "{{ 'a\n' | size }}\n"),
    "an unused definition": ("글이다.\n\n[a]: /b\n", "글이다.\n\n[a]: /c\n"),
    "an abbreviation": ("*[AI]: 지능\n", "*[AI]: 기능\n"),
    "a lone CR gone": ("글이다.\r말이다.\n", "글이다.말이다.\n"),
    "a line end made of a lone CR": ("글이다.\r   \n", "글이다.\r\n"),
    "a paragraph joined": ("글이다.\n\n말이다.\n", "글이다.\n말이다.\n"),
    "an item loosened": ("* 하나다.\n* 둘이다.\n", "* 하나다.\n\n* 둘이다.\n"),
    "no-break space": ("글\u00a0이다.\n", "글 이다.\n"),
    "an odd comment": ("<!--> a\n\n-->\n", "\n\n"),
    "too deep to be sure": ("> " * 120 + "a  \n\nb\n", "> " * 120 + "a\n\nb\n"),
    "text like a comment in code": ("`<!-- a -->`\n", "``\n"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_different(name: str) -> None:
    assert not same(*DIFFERENT[name])


class TestHeader:
    def test_line_ends_and_comments(self) -> None:
        header = "---\n# 주석\nlayout: post\ntitle:  오늘의 논문\ntags:\n- papers\n- ai\n---\n"
        before = f"{header}글이다.\n".replace("\n", "\r\n")
        assert same_page(Source(before), Source(HEADER + "글이다.\n"))

    def test_byte_order_mark(self) -> None:
        assert same_page(Source("\ufeff" + HEADER + "글이다.\n"), Source(HEADER + "글이다.\n"))

    def test_second_byte_order_mark(self) -> None:
        assert not same_page(Source("\ufeff\ufeff" + HEADER), Source("\ufeff" + HEADER))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("title: a", "title: b"),
            ("title: 1", 'title: "1"'),
            ("title: \u1100\u1161", "title: 가"),
            ("title: 'a  b'", "title: 'a b'"),
            ("a: 1\nb: 2", "b: 2\na: 1"),
            ("tags: [a, b]", "tags: [b, a]"),
            ("x: {a: [1, 2]}", "x: {a: [1, 3]}"),
            ("title: |\n  a  \n  b", "title: |\n  a\n  b"),
            ("title: [", "title: [ "),
        ],
    )
    def test_values(self, before: str, after: str) -> None:
        texts = (f"---\n{header}\n---\n글이다.\n" for header in (before, after))
        assert not same_page(*map(Source, texts))

    def test_unreadable_header_with_other_line_ends(self) -> None:
        text = "---\ntitle: [\n---\n글이다.\n"
        assert same_page(Source(text.replace("\n", "\r\n")), Source(text))

    @pytest.mark.parametrize("before", ["\n", "\n\n", " "])
    def test_header_that_jekyll_does_not_read(self, before: str) -> None:
        assert not same_page(Source(before + HEADER), Source(HEADER))

    def test_header_gone(self) -> None:
        assert not same_page(Source(HEADER + "글이다.\n"), Source("글이다.\n"))


HTML_PIECES = r"""<p>|</p>|<h2 id='a'>|</h2>|<pre>|</pre>|<code>|</code>|<em>|</em>|<br />|<script>
|</script>|<!-- a -->|<!--|-->|<|<!x|"| |  |a|b c|\[|\]|$$|&lt;|<a b='|'>|가"""
HTML = st.lists(st.sampled_from([*HTML_PIECES.replace("\n", "").split("|"), "\n", "\u1100\u1161"]))


class TestHtml:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("<p>a</p>\n\n<p>b</p>", "<p>a</p> <p>b</p>"),
            ("<p>\na\n b</p>", "<p>a b</p>"),
            ("<p>a <br />\n b</p>", "<p>a<br />b</p>"),
            ("<p>a <!-- b --> c</p>", "<p>a c</p>"),
            ("<ul>\n<li>\n<p>a</p>\n</li>\n</ul>\n", "<ul><li><p>a</p></li></ul>"),
            ("<p>a</p>\n<!-- b -->\n", "<p>a</p>"),
            ("</code><p>a  b</p>", "</code><p>a b</p>"),
            ("<h1><!-- a --></h1><p>a  b</p>", "<h1><!-- a --></h1><p>a b</p>"),
            ("<pre><!-- </pre> --></pre> a  b", "<pre><!-- </pre> --></pre>a b"),
            ("a \\[ b  c", "a  \\[ b c"),
            ("<p>a <__> b  c</__></p> ", "<p>a <__> b c</__></p>"),
            ("<p>a <정답> b  c</정답></p> ", "<p>a <정답> b c</정답></p>"),
        ],
    )
    def test_same(self, before: str, after: str) -> None:
        assert same_html(before, after)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("<p>a</p>", "<p>a</p><p></p>"),
            ("<p>a<em> b</em></p>", "<p>a<em>b</em></p>"),
            ("<p>a b</p>", "<p>ab</p>"),
            ("<h1 id='a--b'>a  b</h1>", "<h1 id='a-b'>a  b</h1>"),
            ("<pre><code>a </code></pre>", "<pre><code>a</code></pre>"),
            ("<pre> <code>a</code></pre>", "<pre><code>a</code></pre>"),
            ("<code>a  b", "<code>a b"),
            ("<pre><!-- a --></pre>", "<pre></pre>"),
            ("<script><!-- a --></script>", "<script></script>"),
            ("<h1>a<!-- b --></h1>", "<h1>a</h1>"),
            ("<p>\\[a  b\\]</p>", "<p>\\[a b\\]</p>"),
            ("<p>\\(a\nb\\)</p>", "<p>\\(a b\\)</p>"),
            ("<a href='x  y'>", "<a href='x y'>"),
            ("<a href='x>y  z'>", "<a href='x>y z'>"),
            ("<a b  c", "<a b c"),
            ("<!-- a --!> b  c -->", "<!-- a --!> b c -->"),
            ("<!-- a  b", "<!-- a b"),
            ("<!x>a  b", "<!x>a b"),
            ("</정  답>a", "</정 답>a"),
            ("</_ a  b", "</_ a b"),
            ("</a b  c", "</a b c"),
            ("<p>\u1100\u1161</p><code>\u1100\u1161</code>", "<p>가</p><code>가</code>"),
        ],
    )
    def test_different(self, before: str, after: str) -> None:
        assert not same_html(before, after)

    @given(HTML)
    def test_any_html(self, pieces: list[str]) -> None:
        html = "".join(pieces)
        assert same_html(html, html + "")
        assert not same_html(html, html + "x<b>")
        assert not same_html("x<b>" + html, html)

    @given(HTML, HTML)
    def test_a_comment_more(self, before: list[str], after: list[str]) -> None:
        plain = ["<p>", "</p>", "<em>", "</em>", "<br />", " ", "\n", "a", "b c", "&lt;"]
        one, two = ("".join(it for it in pieces if it in plain) for pieces in (before, after))
        assert same_html(one + two, one + "<!-- 주석 -->" + two)

    @given(HTML, st.integers(0))
    def test_a_letter_is_seen(self, pieces: list[str], at: int) -> None:
        pieces = [piece for piece in pieces if piece not in ("<!--", "-->")]
        seen = [number for number, piece in enumerate(pieces) if piece in ("a", "b c")]
        if seen:
            other = list(pieces)
            other[seen[at % len(seen)]] = "z"
            assert not same_html("".join(pieces), "".join(other))


BODY_PIECES = r"""# 제목|글이다.|* 하나다.|> 인용|```|    코드|$$|{% raw %}|{{ x }}|{% endraw %}
|<!-- a -->|<b>|  |\|---|`"""
BODIES = st.lists(
    st.sampled_from([*BODY_PIECES.replace("\n", "").split("|"), "\t", "\n", "\n\n", "\r"])
).map("".join)


@given(BODIES)
def test_any_body(body: str) -> None:
    if "```" not in body and not body.endswith("\r"):  # open code; half a line end
        assert same(body, body + "\n\n")
    assert not same(body, body + "\n\n끝")


@given(BODIES, st.integers(0))
def test_no_visible_character_is_lost(body: str, at: int) -> None:
    seen = [number for number, sign in enumerate(body) if sign in "제글하인코"]
    if seen:
        cut = seen[at % len(seen)]
        assert not same(body, body[:cut] + body[cut + 1 :])


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "{{" * n,
        lambda n: "{%" * n,
        lambda n: "{% a %}" * n,
        lambda n: "$$" * n,
        lambda n: "a $$ " * n,
        lambda n: "$$\n\n" * n,
        lambda n: "<!--" * n,
        lambda n: "<!-- a -->" * n,
        lambda n: "x <b a=' " * n,
    ],
)
def test_linear(make: Callable[[int], str]) -> None:
    def seconds(count: int) -> float:
        text = make(count)
        start = time.process_time()
        same_html(text, text + "a")
        proof._kept(text)
        return time.process_time() - start

    assert seconds(40_000) < 0.05 + 12 * seconds(10_000)
