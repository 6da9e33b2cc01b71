"""The formats of the output, and that a post cannot act on a terminal or a log."""

from __future__ import annotations

import json as standard
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.diagnostics import Diagnostic, Finding, Note, Severity, place
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.reporters import escape
from digestlint.reporters.concise import concise
from digestlint.reporters.excerpt import WIDTH, excerpt
from digestlint.reporters.github import github
from digestlint.reporters.json import json
from digestlint.reporters.summary import summary, tally
from digestlint.reporters.text import text
from digestlint.source import Position, Source, Span

PATH = "_posts/2025-11-07-daily-papers-20251107.md"
HOSTILE = "\x1b[31m\x9b\u202e\u2066\u200b\u200d\ufeff\u2028\u2029\x85\x7f\x00\u00ad\U000e0041"


def diagnostic(
    line: str = "abc",
    start: int = 0,
    end: int | None = None,
    *,
    path: str = PATH,
    number: int = 1,
    message: str = "글이 없다",
    code: str = "LK005",
    severity: Severity = Severity.ERROR,
    notes: tuple[Note, ...] = (),
    fix: Fix | None = None,
) -> Diagnostic:
    """A diagnostic on a line of a source of ``number`` lines, from ``start`` to ``end`` in it."""
    source = Source("\n" * (number - 1) + line + "\n")
    before = number - 1
    span = Span(before + start, before + (start + 1 if end is None else end))
    finding = Finding(span, Message("{said}", {"said": message}), notes, fix)
    name = "mismatched-alphaxiv-id"
    return place(finding, source, path=path, code=code, name=name, severity=severity)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    return "".join(json(diagnostics, url=lambda code: f"https://example.org/{code}"))


def as_text(*diagnostics: Diagnostic, color: bool = False, show_all: bool = False) -> str:
    return "".join(text(diagnostics, color=color, show_all=show_all))


def test_text() -> None:
    line = "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04571)"
    note = Note(Message("the heading of the paper"), Span(0, 1))
    found = diagnostic(line, 50, 60, number=11, notes=(note,))
    assert as_text(found) == (
        f"{PATH}:11:51: error LK005 mismatched-alphaxiv-id: 글이 없다\n"
        f"  | {line}\n"
        f"  | {' ' * 50}^~~~~~~~~~\n"
        f"  {PATH}:1:1: note: the heading of the paper\n"
    )


def test_text_of_an_empty_line_is_one_line() -> None:
    assert as_text(diagnostic("", 0, 0)).count("\n") == 1


def test_text_of_a_span_over_two_lines_is_marked_to_the_end_of_the_first() -> None:
    source = Source("가 나다\n라\n")
    finding = Finding(Span(2, 6), Message("x"))
    found = place(finding, source, path="a.md", code="X", name="y", severity=Severity.WARNING)
    assert as_text(found) == "a.md:1:3: warning X y: x\n  | 가 나다\n  |    ^~~~\n"


def test_carriage_returns_at_the_end_are_not_shown() -> None:
    source = Source("가나\r\n다\r\n")
    finding = Finding(Span(2, 4), Message("x"))
    found = place(finding, source, path="a.md", code="X", name="y", severity=Severity.WARNING)
    assert as_text(found).split("\n")[1:3] == ["  | 가나", "  |     ^"]


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "carets"),
    [
        pytest.param("abcde", 1, 3, "abcde", " ^~", id="latin"),
        pytest.param("한국어 글", 1, 3, "한국어 글", "  ^~~~", id="hangul-is-two-cells"),
        pytest.param("ﾊﾝ한x", 3, 4, "ﾊﾝ한x", "    ^", id="half-width"),
        pytest.param("\t가\tb", 2, 3, "\\t가\\tb", "    ^~", id="tabs"),
        pytest.param("e\u0301x", 2, 3, "e\u0301x", " ^", id="after-a-combining-mark"),
        pytest.param("xe\u0301", 2, 3, "xe\u0301", " ^", id="a-combining-mark"),
        pytest.param("\u1112\u1161\u11ab글", 3, 4, "\u1112\u1161\u11ab글", "  ^~", id="jamo"),
        pytest.param("🎉 끝", 2, 3, "🎉 끝", "   ^~", id="emoji"),
        pytest.param("❤\ufe0f 끝", 3, 4, "❤\ufe0f 끝", "   ^~", id="emoji-with-selector"),
        pytest.param("👍🏽 끝", 3, 4, "👍🏽 끝", "   ^~", id="emoji-with-skin-tone"),
        pytest.param("🇰🇷 끝", 3, 4, "🇰🇷 끝", "   ^~", id="flag"),
        pytest.param("a\u200db", 2, 3, "a\\u200db", "       ^", id="after-an-escape"),
        pytest.param("a\u202eb", 1, 2, "a\\u202eb", " ^~~~~~", id="an-escape"),
        pytest.param("abc", 1, 1, "abc", " ^", id="empty-span"),
        pytest.param("가", 1, 1, "가", "  ^", id="end-of-line"),
        pytest.param("가", 7, 9, "가", "  ^", id="beyond-the-line"),
        pytest.param("가나 ", 1, None, "가나 ", "  ^~~", id="to-the-end"),
    ],
)
def test_the_caret_stands_under_the_span(
    line: str, start: int, end: int | None, shown: str, carets: str
) -> None:
    assert excerpt(line, start, end) == (shown, carets)


def test_a_long_line_is_cut_round_the_span() -> None:
    shown, carets = excerpt("가" * 100 + "여기" + "나" * 100, 100, 102)
    assert re.fullmatch("…가{23}여기나{24}…", shown)
    assert carets == " " * 47 + "^~~~"
    shown, carets = excerpt("a" * 150, 148, 150)
    assert shown == "…" + "a" * 98
    assert carets == " " * 97 + "^~"
    shown, carets = excerpt("a" * 150, 0, 1)
    assert shown == "a" * 98 + "…"
    assert carets == "^"
    shown, carets = excerpt("가" * 300, 100, 250)
    assert re.fullmatch("…가{49}…", shown)
    assert carets == " " * 11 + "^" + "~" * 87


def test_a_line_of_the_width_is_whole() -> None:
    assert excerpt("가" * (WIDTH // 2), 3, 4)[0] == "가" * (WIDTH // 2)


@given(
    st.text(st.sampled_from(["a", "가", "\u0301", "\t", "\u202e", "🎉"]), max_size=300),
    st.integers(0, 320),
    st.none() | st.integers(0, 320),
)
def test_an_excerpt_is_never_wider_than_it_may_be(line: str, start: int, end: int | None) -> None:
    from wcwidth import wcswidth

    shown, carets = excerpt(line, start, end)
    assert 0 <= wcswidth(shown) <= WIDTH
    assert len(carets) <= WIDTH + 1
    assert re.fullmatch(r" *\^~*", carets)
    inside = shown.strip("…")
    assert inside in escape(line)


def test_more_than_twenty_of_a_rule_are_one_line() -> None:
    many = [diagnostic(number=number, severity=Severity.WARNING) for number in range(1, 22)]
    other = diagnostic(number=3, code="HD003")
    assert as_text(*many[:3], other, *many[3:]) == (
        f"{PATH}:1:1: warning LK005 mismatched-alphaxiv-id: 글이 없다 "
        "(21 times: 1:1, 2:1, 3:1, 4:1, 5:1, …; --show-all shows each)\n"
    ) + as_text(other)
    assert as_text(*many, show_all=True).count("warning") == 21
    assert as_text(*many[:20]).count("warning") == 20
    assert "".join(concise(many)).count("\n") == 21


def test_folding_is_of_one_file_and_one_severity() -> None:
    files = [diagnostic(path=f"{name}.md") for name in "ab" for _ in range(15)]
    assert "times" not in as_text(*files)
    error = diagnostic(number=40)
    mixed = [*(diagnostic(severity=Severity.WARNING) for _ in range(30)), error]
    assert as_text(*mixed).endswith(as_text(error))


def test_colors_only_if_asked() -> None:
    found = diagnostic("가나 다", 1, 2, path="an error here.md", message="an error here")
    painted = as_text(found, color=True)
    assert "\x1b" not in as_text(found)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == as_text(found)
    assert "\x1b[1;31merror\x1b[0m LK005" in painted
    assert "  | " + "  " + "\x1b[1;32m^~\x1b[0m" in painted


def test_concise() -> None:
    assert "".join(concise([diagnostic(number=2), diagnostic(severity=Severity.WARNING)])) == (
        f"{PATH}:2:1: error LK005 mismatched-alphaxiv-id: 글이 없다\n"
        f"{PATH}:1:1: warning LK005 mismatched-alphaxiv-id: 글이 없다\n"
    )


def test_github() -> None:
    note = Note(Message("100% here"), Span(0, 1))
    warning = diagnostic(severity=Severity.WARNING)
    error = diagnostic(path="a:b,c%.md", message="50% of it", end=3, notes=(note,))
    assert "".join(github([warning, error])) == (
        "::error file=a%3Ab%2Cc%25.md,line=1,col=1,endLine=1,endColumn=4,"
        "title=LK005 mismatched-alphaxiv-id::a:b,c%25.md:1:1: 50%25 of it"
        "%0Aa:b,c%25.md:1:1: 100%25 here\n"
        f"::warning file={PATH},line=1,col=1,endLine=1,endColumn=2,"
        f"title=LK005 mismatched-alphaxiv-id::{PATH}:1:1: 글이 없다\n"
    )


def test_github_has_no_columns_for_two_lines() -> None:
    source = Source("가나\n다\n")
    finding = Finding(Span(1, 4), Message("x"))
    found = place(finding, source, path="a.md", code="X", name="y", severity=Severity.ERROR)
    assert "".join(github([found])) == "::error file=a.md,line=1,endLine=2,title=X y::a.md:1:2: x\n"


def test_json() -> None:
    fix = Fix(Message("write {id}", {"id": 7}), (Edit(Span(2, 3), "\u202e\n7"),), Safety.UNSAFE)
    found = diagnostic(
        "가나다", 1, 3, number=2, notes=(Note(Message("n"), ("b.md", Position(3, 4))),), fix=fix
    )
    assert standard.loads(as_json([found])) == [
        {
            "path": PATH,
            "line": 2,
            "column": 2,
            "end_line": 2,
            "end_column": 4,
            "code": "LK005",
            "name": "mismatched-alphaxiv-id",
            "severity": "error",
            "message": "글이 없다",
            "notes": [{"path": "b.md", "line": 3, "column": 4, "message": "n"}],
            "fix": {
                "title": "write 7",
                "safety": "unsafe",
                "edits": [
                    {"line": 2, "column": 2, "end_line": 2, "end_column": 3, "text": "\u202e\n7"}
                ],
            },
            "url": "https://example.org/LK005",
        }
    ]
    assert "글이 없다" in as_json([found])


def test_json_of_nothing_and_of_several() -> None:
    assert as_json([]) == "[]\n"
    assert "".join(json([diagnostic()], url=lambda _: None)).endswith('"url": null}\n]\n')
    assert len(standard.loads(as_json([diagnostic()] * 3))) == 3


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("한국어 — ‘글’ 🎉 e\u0301 \u3000\u00a0", "한국어 — ‘글’ 🎉 e\u0301 \u3000\u00a0"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\tb\r\n", r"a\tb\r\n"),
        ("\x9b\x85", r"\x9b\x85"),
        ("\u202e\u2067\u200b\u2028\u2029\ufeff", r"\u202e\u2067\u200b\u2028\u2029\ufeff"),
        ("\U000e0041", r"\U000e0041"),
        ("\udcb1\udbff", r"\xb1\udbff"),
        ("\\x1b", "\\x1b"),
    ],
)
def test_escape(given: str, expected: str) -> None:
    assert escape(given) == expected


def reports(found: Diagnostic) -> Iterator[tuple[str, str]]:
    formats: dict[str, Callable[[], Iterator[str]]] = {
        "text": lambda: text([found]),
        "show_all": lambda: text([found], show_all=True),
        "concise": lambda: concise([found]),
        "github": lambda: github([found]),
        "json": lambda: json([found], url=lambda _: None),
    }
    for name, report in formats.items():
        yield name, "".join(report())


@pytest.mark.parametrize("hostile", [HOSTILE, "\r\n::error::x", "\udcb1"])
def test_no_format_lets_a_post_act(hostile: str) -> None:
    place = ("b" + hostile, Position(1, 1))
    edit = Fix(Message("{x}", {"x": hostile}), (Edit(Span(0, 0), hostile),), Safety.SAFE)
    found = diagnostic(
        f"a{hostile.replace(chr(10), '')}b",
        path=f"_posts/{hostile}.md",
        message=f"said {hostile}",
        notes=(Note(Message("{x}", {"x": hostile}), place),),
        fix=edit,
    )
    for name, report in reports(found):
        for character in report.replace("\n", ""):
            assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}, name
        commands = [line for line in report.split("\n") if line.lstrip().startswith("::")]
        assert len(commands) == (name == "github"), name
    (written,) = standard.loads("".join(json([found], url=lambda _: None)))
    assert written["path"] == found.path
    assert written["fix"]["edits"][0]["text"] == hostile


def test_a_line_of_a_post_is_no_workflow_command() -> None:
    found = diagnostic("::stop-commands::x")
    assert not any(line.lstrip().startswith("::") for line in as_text(found).split("\n"))


def fixable(safety: Safety, **more: Any) -> Diagnostic:
    return diagnostic(fix=Fix(Message("x"), (Edit(Span(0, 0), "x"),), safety), **more)


@pytest.mark.parametrize(
    ("diagnostics", "more", "expected"),
    [
        ([], {"posts": 5}, "no errors or warnings in 5 posts"),
        ([], {"posts": 1}, "no errors or warnings in 1 post"),
        ([diagnostic()], {"posts": 1}, "1 error in 1 post"),
        ([diagnostic()], {"posts": 5}, "1 error in 1 of 5 posts"),
        (
            [diagnostic(), *[fixable(Safety.SAFE, severity=Severity.WARNING)] * 2],
            {"posts": 5, "suppressed": 3},
            "1 error and 2 warnings in 1 of 5 posts; --fix mends 2; 3 suppressed",
        ),
        (
            [fixable(Safety.SAFE), fixable(Safety.UNSAFE, path="b.md")],
            {"posts": 2},
            "2 errors in 2 posts; --fix mends 1, --unsafe-fixes 1 more",
        ),
        ([fixable(Safety.UNSAFE)], {"posts": 1}, "1 error in 1 post; --unsafe-fixes mends 1"),
        ([], {"posts": 2, "fixed": 4}, "4 fixed; no errors or warnings in 2 posts"),
        ([diagnostic()], {"posts": 1, "fixed": 0}, "nothing fixed; 1 error in 1 post"),
        (
            [],
            {"posts": 1, "fixed": 2, "written": False},
            "2 would be fixed; no errors or warnings in 1 post",
        ),
    ],
)
def test_summary(diagnostics: list[Diagnostic], more: dict[str, Any], expected: str) -> None:
    assert summary(tally(diagnostics), **more) == f"{expected}\n"
