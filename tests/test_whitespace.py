"""White space: what the rules say, and that what a safe fix makes is the same page for kramdown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nasty
from digestlint.diagnostics import Diagnostic
from digestlint.fixes import Safety
from digestlint.linter import fix, lint
from digestlint.proof import same_html
from digestlint.rule_options import BlankLines, HardBreakStyle, LineEndings, RuleOptions
from digestlint.settings import Settings
from digestlint.source import Source
from renderers import Renderer, RenderError, build_site, jekylls_body

NAME = "_posts/2025-11-07-daily-papers-20251107.md"
HEADER = "---\ntitle: 가\n---\n"
SAFE = tuple(f"WS00{number}" for number in range(1, 9))


def options(
    *codes: str,
    style: Literal["spaces", "backslash"] = "spaces",
    line_endings: Literal["lf", "crlf", "keep"] = "lf",
    maximum: int = 2,
) -> Settings:
    rules = RuleOptions(
        WS002=HardBreakStyle(hard_break_style=style),
        WS004=LineEndings(line_endings=line_endings),
        WS007=BlankLines(maximum=maximum),
    )
    return replace(Settings(), select=codes or ("WS",), rules=rules)


def said(text: str, code: str, chosen: Settings | None = None) -> Sequence[Diagnostic]:
    return lint(Source(text), chosen or options(code), NAME).diagnostics


def fixed(text: str, chosen: Settings, *, unsafe: bool = False) -> str:
    done = fix(Source(text), chosen, NAME, unsafe=unsafe)
    assert not done.failure
    assert not done.refused
    return done.source.text


def places(text: str, code: str) -> list[tuple[int, int, bool]]:
    """Line, column, and whether there is a fix."""
    return [(it.start.line, it.start.column, it.fix is not None) for it in said(text, code)]


class TestTrailingWhitespace:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("# 제목 \n글\n", [(1, 5, True)]),
            ("글이다.\t\n\n말이다.\n", [(1, 5, True)]),
            ("글이다.  ", [(1, 5, True)]),
            ("글이다.  \n", [(1, 5, True)]),
            ("글이다. \n# 제목\n", [(1, 5, True)]),
            ("* 하나  \n* 둘\n", [(1, 5, True)]),
            ("* 하나  \n  * 둘  \n* 셋\n", [(1, 5, True), (2, 6, True)]),
            ("글이다.\n  \n\n말이다.\n", [(2, 1, True)]),
            # it does nothing, but kramdown's word for it is not as sure
            ("하나 \n둘\n", [(1, 3, False)]),
            ("하나\t\n둘\n", [(1, 3, False)]),
            ("글이다.  \n* 하나\n", [(1, 5, False)]),
            ("1. 하나  \n2. 둘\n", [(1, 6, False)]),
            ("글이다.\n  \n말이다.\n", [(2, 1, False)]),
        ],
    )
    def test_found(self, text: str, expected: list[tuple[int, int, bool]]) -> None:
        assert places(text, "WS001") == expected

    @pytest.mark.parametrize(
        "text",
        [
            "하나  \n둘\n",
            "하나\\\n둘\n",
            "```\n코드  \n\n```\n",
            "    코드  \n\n글\n",
            "<div>\n글  \n\n글  \n\n</div>\n",
            "$$\nx  \n\ny  \n\n$$\n",
            "{% highlight text %}\n글  \n\n글\n{% endhighlight %}\n",
            "글이다.  \n<!-- 주석 -->\n",
            "* 하나\n*  \n\n글\n",
            "글이다.\u00a0 \n\n글\n",
            "글\\  \n\n글\n",
            "글이다.\n  \n: 뜻\n",
            "1) 하나\n\n    둘  \n\n셋\n",
            "```\n코드\n",
            "글이다.\r  \n\n글\n",
        ],
    )
    def test_left_alone(self, text: str) -> None:
        assert places(text, "WS001") == []
        assert fixed(text, options("WS001")) == text

    def test_header_is_not_its_business(self) -> None:
        assert places("---\ntitle: 가  \n---\n글\n", "WS001") == []


class TestHardBreaks:
    def test_three_spaces(self) -> None:
        assert fixed("하나    \n둘\n", options("WS003")) == "하나  \n둘\n"

    @pytest.mark.parametrize("text", ["`a   \nb``\n", "<code>a   \nb</code>\n", "a <<   \nb\n"])
    def test_three_spaces_where_kramdown_may_differ(self, text: str) -> None:
        (found,) = said(text, "WS003") or (None,)
        assert found is None or found.fix is None
        assert fixed(text, options("WS003")) == text

    def test_styles_go_there_and_back(self) -> None:
        spaces = "하나다.  \n**둘**이다.  \n셋이다.\n"
        backslashes = spaces.replace("  \n", "\\\n")
        assert fixed(spaces, options("WS002", style="backslash")) == backslashes
        assert fixed(backslashes, options("WS002")) == spaces

    def test_a_pipe_is_left_alone(self) -> None:
        assert not said("가 | 나  \n다\n", "WS002", options("WS002", style="backslash"))

    @pytest.mark.parametrize(
        "text",
        [
            "하나  \n2. 둘\n",
            "하나  \n{: .x}\n",
            "하나  \n: 둘\n",
            "[a]  \n[b]\n",
            "<b>하나  \n둘</b>\n",
        ],
    )
    def test_style_where_kramdown_may_differ(self, text: str) -> None:
        (found,) = said(text, "WS002", options("WS002", style="backslash"))
        assert found.fix is None


class TestLineEnds:
    @pytest.mark.parametrize(
        ("text", "option", "message"),
        [
            ("가\r\n나\n", "lf", "1 of 2 line ends are CRLF, expected LF"),
            ("가\r\n나\n", "crlf", "1 of 2 line ends are LF, expected CRLF"),
            ("가\r\n나\r\n다\n", "keep", "1 of 3 line ends are LF, expected CRLF"),
            ("가\r\n나\n", "keep", "1 of 2 line ends are CRLF, expected LF"),
        ],
    )
    def test_found_once(
        self, text: str, option: Literal["lf", "crlf", "keep"], message: str
    ) -> None:
        chosen = options("WS004", line_endings=option)
        (found,) = said(text, "WS004", chosen)
        assert str(found.message) == message
        assert not said(fixed(text, chosen), "WS004", chosen)

    def test_one_kind_is_kept(self) -> None:
        assert not said("가\r\n나\r\n", "WS004", options("WS004", line_endings="keep"))

    def test_lone_return_in_the_header_is_an_error(self) -> None:
        (found,) = said("---\rtitle: 가\r---\r글\r", "WS004")
        assert (found.severity, found.fix and found.fix.safety) == ("error", Safety.UNSAFE)
        assert (found.start.line, found.start.column) == (1, 4)

    def test_lone_return_in_the_body(self) -> None:
        (found,) = said(f"{HEADER}글\r말\n", "WS004")
        assert (found.severity, found.start.line) == ("warning", 4)
        assert fixed("글\r말\r\r\n", options("WS004"), unsafe=True) == "글\n말\n\n"

    def test_safe_fix_leaves_lone_returns(self) -> None:
        assert fixed("글\r\r\n말\r\n", options("WS004")) == "글\r\r\n말\n"


class TestFile:
    def test_byte_order_mark(self) -> None:
        assert fixed(f"\ufeff{HEADER}글\n", options("WS005")) == f"{HEADER}글\n"

    def test_second_byte_order_mark_hides_the_header(self) -> None:
        text = f"\ufeff\ufeff{HEADER}글\n"
        assert [it.fix and it.fix.safety for it in said(text, "WS005")] == [Safety.UNSAFE]
        assert fixed(text, options("WS005"), unsafe=True) == f"{HEADER}글\n"
        assert not said(text, "WS009")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("글", "글\n"),
            ("글\r\n말", "글\r\n말\r\n"),
            ("글\n\n\n", "글\n"),
            ("글\r\n\r\n", "글\r\n"),
            ("글\n \n", "글\n"),
            ("---\ntitle: 가\n---", "---\ntitle: 가\n---\n"),
            ("```\n코드", "```\n코드\n"),
            ("<!-- 주석 -->\n\n", "<!-- 주석 -->\n"),
        ],
    )
    def test_final_newline(self, text: str, expected: str) -> None:
        assert len(said(text, "WS006")) == 1
        assert fixed(text, options("WS006")) == expected

    @pytest.mark.parametrize("text", ["", "\n\n", "글\n", "글\r\n", "글\r", "글\n  "])
    def test_final_newline_is_right(self, text: str) -> None:
        assert not said(text, "WS006")

    @pytest.mark.parametrize("text", ["```\n코드\n\n\n", "<pre>\n글\n\n\n"])
    def test_final_newlines_that_may_be_content(self, text: str) -> None:
        assert places(text, "WS006") == [(3, 1, False)]

    def test_blank_lines(self) -> None:
        text = "글\n\n\n\n\n말\n"
        assert places(text, "WS007") == [(4, 1, True)]
        assert fixed(text, options("WS007")) == "글\n\n\n말\n"
        assert fixed(text, options("WS007", maximum=1)) == "글\n\n말\n"
        assert fixed(text, options("WS007", maximum=0)) == "글\n\n말\n"

    def test_blank_lines_after_the_header_and_before_code(self) -> None:
        text = f"{HEADER}\n\n\n글\n \n\t\n\n```\n코드\n```\n"
        assert fixed(text, options("WS007")) == f"{HEADER}\n\n글\n \n\t\n```\n코드\n```\n"

    @pytest.mark.parametrize(
        "text",
        [
            "```\n가\n\n\n\n나\n```\n",
            "    가\n\n\n\n    나\n",
            "1) 가\n\n\n\n    나\n",
            "$$\n가\n\n\n\n나\n$$\n",
            "{% raw %}\n가\n\n\n\n나\n{% endraw %}\n",
            "글\n\n\n\n\n",
        ],
    )
    def test_blank_lines_that_are_content_or_final(self, text: str) -> None:
        assert not said(text, "WS007")


class TestCharacters:
    def test_decomposed(self) -> None:
        text = f"{HEADER}\u1112\u1161\u11ab\u1100\u1173\u11af은 caf\u0065\u0301다.\n"
        (found,) = said(text, "WS008")
        assert str(found.message) == "decomposed characters, expected 한글é (NFC)"
        assert fixed(text, options("WS008")) == f"{HEADER}한글은 café다.\n"

    @pytest.mark.parametrize(
        "text",
        [
            "# \u1100\u1161\n",
            "[\u1100\u1161](/x)\n",
            "[글](/\u1100\u1161)\n",
            "`\u1100\u1161`\n",
            "    \u1100\u1161\n",
            "$$\u1100\u1161$$\n",
            "{{ \u1100\u1161 }}\n",
            "<b>\u1100\u1161</b>\n",
            "*[\u1100\u1161]: 말\n",
            "[\u1100\u1161]: /x\n",
            "e\u0301_x_\n",
            "---\ntitle: \u1100\u1161\n---\n글\n",
        ],
    )
    def test_decomposed_where_it_may_be_more_than_text(self, text: str) -> None:
        (found,) = said(text, "WS008")
        assert found.fix
        assert found.fix.safety is Safety.UNSAFE
        assert fixed(text, options("WS008")) == text
        assert "\u1161" not in fixed(text, options("WS008"), unsafe=True)

    @pytest.mark.parametrize("text", ["\u212b\n", "\uf900\n", "q\u0301\n", "가각\n", "ㄱㅏ\n"])
    def test_composed_enough(self, text: str) -> None:
        assert not said(text, "WS008")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("가\u200b나\n", "가나\n"),
            ("가\u2028나\n", "가 나\n"),
            ("가 \u2028나\n", "가 나\n"),
            ("가\u202e나\u202c\n", "가나\n"),
            ("가\x07나\n", "가나\n"),
            ("가\u00ad나\n", "가나\n"),
            ("가\ufeff나\n", "가나\n"),
            ("가\u200d나\n", "가나\n"),
            ("👩\u200d\n", "👩\n"),
            ("`가\u200b`\n", "`가`\n"),
        ],
    )
    def test_invisible(self, text: str, expected: str) -> None:
        assert {it.severity for it in said(text, "WS009")} == {"error"}
        assert fixed(text, options("WS009"), unsafe=True) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "👩\u200d💻이다.\n",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\n",
            "❤\ufe0f\n",
        ],
    )
    def test_inside_an_emoji(self, text: str) -> None:
        assert not said(text, "WS009")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("가\u00a0나\n", "가 나\n"),
            ("가\u3000\u3000나\n", "가 나\n"),
            ("가 \u00a0나\n", "가 나\n"),
            ("가\u00a0\n나\n", "가\n나\n"),
            ("가  \u00a0\n나\n", "가\n나\n"),
            ("가\u00a0  \n나\n", "가  \n나\n"),
            ("\u3000\u3000가\n", "가\n"),
            ("\u3000    가\n", "가\n"),
            ("```\n\u00a0\u00a0가\n```\n", "```\n  가\n```\n"),
            ("---\ntitle: 가\u00a0나\n---\n글\n", "---\ntitle: 가 나\n---\n글\n"),
        ],
    )
    def test_unusual_space(self, text: str, expected: str) -> None:
        assert fixed(text, options("WS010"), unsafe=True) == expected


Regression = dict[str, Any]


def regressions() -> list[Regression]:
    """All that are kept; ``after`` is the text with its safe fixes, if there are any."""
    found = []
    for path in sorted((Path(__file__).parent / "regressions").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        found += told if isinstance(told, list) else [told]
    return [{"after": each["before"], **each} for each in found]


REGRESSIONS = regressions()


def regression_options(regression: Regression) -> Settings:
    chosen = regression.get("options", {})
    return options(
        *SAFE,
        style=chosen.get("hard-break-style", "spaces"),
        line_endings=chosen.get("line-endings", "lf"),
        maximum=chosen.get("blank-lines", 2),
    )


@pytest.mark.parametrize("regression", REGRESSIONS, ids=lambda it: it["why"])
def test_regression(regression: Regression) -> None:
    """Texts that a safe fix once made another page of; it now leaves the place alone."""
    better = fixed(HEADER + regression["before"], regression_options(regression))
    assert better == HEADER + regression["after"]


# -- real kramdown, real Jekyll ------------------------------------------------------------------


def page(text: str, renderer: Renderer) -> str:
    """What Jekyll makes of a post's body; Liquid's word where it is at fault."""
    try:
        return renderer.kramdown(jekylls_body(text), liquid=True)
    except RenderError as error:
        return str(error).partition(":")[0]


@pytest.mark.slow
@pytest.mark.parametrize("regression", REGRESSIONS, ids=lambda it: it["why"])
def test_regression_in_kramdown(regression: Regression, renderer: Renderer) -> None:
    assert same_html(page(regression["before"], renderer), page(regression["after"], renderer))


@pytest.mark.slow
@settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    section=nasty.sections(),
    mark=st.sampled_from(["", "", "", "\ufeff"]),
    before=st.sampled_from([nasty.BEFORE, nasty.BEFORE[:-1], f"{nasty.BEFORE}* 항목이다.\n"]),
    after=st.sampled_from([nasty.AFTER, "\n## Results\n", ""]),
    style=st.sampled_from(["spaces", "backslash"]),
    line_endings=st.sampled_from(["lf", "crlf", "keep"]),
    maximum=st.sampled_from([1, 2]),
)
def test_safe_fixes_leave_kramdowns_page(
    renderer: Renderer,
    section: str,
    mark: str,
    before: str,
    after: str,
    style: Literal["spaces", "backslash"],
    line_endings: Literal["lf", "crlf", "keep"],
    maximum: int,
) -> None:
    text = mark + before + section + after
    chosen = options(*SAFE, style=style, line_endings=line_endings, maximum=maximum)
    better = fixed(text, chosen)  # and CommonMark's proof never has to step in
    assert same_html(page(text, renderer), page(better, renderer))
    assert fixed(better, chosen) == better


POSTS = Path(__file__).parents[2] / "shared" / "posts"


def real_posts(folder: str) -> dict[str, str]:
    """The real posts of a folder by name."""
    paths = sorted((POSTS / folder).glob("*.md"))
    if not paths:
        pytest.skip("no real posts beside the checkout")
    return {path.name: path.read_bytes().decode() for path in paths}


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "count"), [("_posts", 389), ("blog/raw", 138)])
@pytest.mark.usefixtures("jekyll")
def test_site_is_byte_identical(folder: str, count: int, tmp_path: Path) -> None:
    posts = real_posts(folder)
    codes = Counter(it.code for text in posts.values() for it in said(text, "WS001"))
    assert codes == {"WS001": count}
    better = {name: fixed(text, options("WS001")) for name, text in posts.items()}
    assert all(not said(text, "WS001") for text in better.values())
    sites = []
    for name, texts in (("before", posts), ("after", better)):
        sites.append(build_site({it: text.encode() for it, text in texts.items()}, tmp_path / name))
    assert sites[0] == sites[1]
    assert len(sites[0]) >= len(posts)


@pytest.mark.slow
def test_real_posts_have_no_other_finding() -> None:
    codes = Counter(it.code for text in real_posts("_posts").values() for it in said(text, "WS"))
    assert {code for code in codes if code != "WS002"} == {"WS001"}


@pytest.mark.slow
@pytest.mark.usefixtures("jekyll")
@pytest.mark.parametrize("folder", ["_posts", "blog/raw"])
def test_every_safe_fix_leaves_the_site(folder: str, tmp_path: Path) -> None:
    """Backslashes for the hard breaks too."""
    posts = real_posts(folder)
    better = {name: fixed(text, options(*SAFE, style="backslash")) for name, text in posts.items()}
    sites = []
    for name, texts in (("before", posts), ("after", better)):
        sites.append(build_site({it: text.encode() for it, text in texts.items()}, tmp_path / name))
    assert sites[0].keys() == sites[1].keys()
    for path, data in sites[0].items():
        assert same_html(data.decode(), sites[1][path].decode())
