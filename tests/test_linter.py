"""The pipeline and its laws: selection, suppression, fixes to a fixpoint, nothing that crashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from digestlint import linter
from digestlint.diagnostics import Finding, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.post import Post
from digestlint.rule import Check, Rule
from digestlint.settings import Level, Settings
from digestlint.source import Source, Span

GOOD = """\
---
layout: post
title: "Daily Papers — 2025-11-07"
date: 2025-11-07 08:15:00
tags: [papers, huggingface]
categories: []
---

# 1. [A Paper](https://arxiv.org/abs/2511.04570)

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)

## Introduction

- Goal: 본 연구는 작은 모형이 긴 글을 끝까지 읽도록 돕는 방법을 제안한다.
- Motivation: 기존의 방법은 긴 글의 앞부분을 쉽게 잊는다.
- Contribution: 기억을 나누어 담는 구조를 만들고 그 효과를 보였다.

## Method

글을 여러 조각으로 나누고 조각마다 짧은 요약을 남긴다.

## Results

세 가지 시험에서 정확도가 고르게 올랐다.

## Limitations

정보 부족

## Conclusion

나누어 담는 기억이 긴 글을 읽는 데 도움이 됨을 확인하였다.
"""
PATH = "_posts/2025-11-07-daily-papers-20251107.md"


def finder(word: str, becomes: str, safety: Safety) -> Check:
    """A check that finds a word and offers another for it."""

    def check(post: Post, settings: Settings) -> Iterator[Finding]:
        at = post.source.text.find(word, len(settings.select))
        if at >= 0:
            span = Span(at, at + len(word))
            fix = Fix(Message("replace it"), (Edit(span, becomes),), safety)
            yield Finding(span, Message("found {word}", {"word": word}), fix=fix)

    return check


def use(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    monkeypatch.setattr(linter, "rules", lambda: rules)
    known = {key: rule.code for rule in rules for key in (rule.code, rule.name)}
    monkeypatch.setattr(linter, "codes", lambda: known)


def make(code: str, word: str, becomes: str, safety: Safety = Safety.UNSAFE) -> Rule:
    return Rule(code, code.lower(), Severity.ERROR, finder(word, becomes, safety), safety)


def test_good_post_is_silent() -> None:
    result = linter.lint(Source(GOOD), Settings(), PATH)
    assert [str(diagnostic.message) for diagnostic in result.diagnostics] == []


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), {"AA001", "BB001"}),
        (("ALL",), (), {"AA001", "AA002", "BB001"}),
        (("AA",), (), {"AA001", "AA002"}),
        (("AA002",), (), {"AA002"}),
        (("second-of-a",), (), {"AA002"}),
        (("ALL",), ("AA",), {"BB001"}),
        (("AA001",), ("AA",), {"AA001"}),
        (("AA",), ("AA001",), {"AA002"}),
        (("AA001",), ("first-of-a",), set()),
        ((), ("ALL",), set()),
    ],
)
def test_the_more_exact_selector_wins(
    monkeypatch: pytest.MonkeyPatch,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    expected: set[str],
) -> None:
    use(
        monkeypatch,
        Rule("AA001", "first-of-a", Severity.ERROR),
        Rule("AA002", "second-of-a", Severity.ERROR, default=False),
        Rule("BB001", "first-of-b", Severity.ERROR),
    )
    assert set(linter.active_rules(Settings(select=select, ignore=ignore))) == expected


def test_table_in_the_settings_turns_a_rule_on_and_off(monkeypatch: pytest.MonkeyPatch) -> None:
    use(
        monkeypatch,
        Rule("AA001", "first-of-a", Severity.ERROR),
        Rule("AA002", "second-of-a", Severity.WARNING, default=False),
    )
    settings = Settings(levels={"AA001": "off"}, configured=frozenset({"AA001", "AA002"}))
    assert set(linter.active_rules(settings)) == {"AA002"}
    settings = Settings(levels={"AA002": "error"}, configured=frozenset({"AA002"}))
    assert linter.active_rules(settings)["AA002"].severity is Severity.ERROR


def test_unknown_selectors_name_the_nearest() -> None:
    settings = Settings(select=("WS0O1", "trailing-whitespac"), ignore=("LK", "ZZ"))
    assert [str(message) for message in linter.unknown_selectors(settings)] == [
        "select: no rule is called WS0O1, the nearest is WS001",
        "select: no rule is called trailing-whitespac, the nearest is trailing-whitespace",
        "ignore: no rule is called ZZ",
    ]


def test_rule_that_fails_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(post: Post, settings: Settings) -> Iterator[Finding]:
        yield Finding(Span(0, 1), Message("said before the failure"))
        raise ZeroDivisionError(f"{len(post.papers)} {settings.strict}")

    use(
        monkeypatch,
        Rule("AA001", "failing", Severity.ERROR, fail),
        make("BB001", "글", "글월"),
    )
    result = linter.lint(Source(GOOD), Settings(), PATH)
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["AA001", "DL004", "BB001"]
    assert result.crashed == ("AA001",)


def test_fix_goes_to_a_fixpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, make("AA001", "하나", "둘"), make("BB001", "둘", "셋"))
    fixed = linter.fix(Source("하나\n"), Settings(), unsafe=True)
    assert fixed.source.text == "셋\n"
    assert fixed.applied == {"AA001": 1, "BB001": 1}
    assert fixed.result.diagnostics == ()


def test_unsafe_fix_waits_to_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, make("AA001", "하나", "둘"))
    fixed = linter.fix(Source("하나\n"), Settings())
    assert fixed.source.text == "하나\n"
    assert [diagnostic.code for diagnostic in fixed.result.diagnostics] == ["AA001"]


def test_fixes_that_undo_one_another_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, make("AA001", "하나", "둘"), make("BB001", "둘", "하나"))
    fixed = linter.fix(Source("하나\n"), Settings(), unsafe=True)
    assert fixed.source.text == "하나\n"
    assert "BB001 undo one another" in str(fixed.failure)


def test_fix_without_an_end_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, make("AA001", "하나", "하나 하나"))
    fixed = linter.fix(Source("하나\n"), Settings(), unsafe=True)
    assert fixed.source.text == "하나\n"
    assert "AA001 came to no end" in str(fixed.failure)


def test_safe_fix_that_changes_the_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    use(
        monkeypatch,
        make("AA001", "하나", "둘", Safety.SAFE),
        make("BB001", "  \n\n", "\n\n", Safety.SAFE),
    )
    fixed = linter.fix(Source("하나  \n\n셋\n"), Settings())
    assert fixed.source.text == "하나\n\n셋\n"
    assert fixed.refused == ("AA001",)
    assert fixed.applied == {"BB001": 1}
    assert fixed.failure is None


def test_what_was_refused_is_tried_again_once_the_text_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(
        monkeypatch,
        make("AA001", "하나  둘", "하나 둘", Safety.SAFE),  # in code it is refused
        make("BB001", "`하나  둘`", "하나  둘"),
    )
    fixed = linter.fix(Source("`하나  둘`\n"), Settings(), unsafe=True)
    assert (fixed.source.text, fixed.refused) == ("하나 둘\n", ("AA001",))
    assert fixed.failure is None


def test_suppressed_finding_is_not_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, make("AA001", "하나", "둘"))
    text = "<!-- digestlint: ignore[AA001] -->\n하나\n"
    fixed = linter.fix(Source(text), Settings(), unsafe=True)
    assert fixed.source.text == text
    assert fixed.result.suppressed == 1


def test_unreadable_bytes_are_one_diagnostic() -> None:
    result = linter.decode("제목\n나쁜".encode() + b"\xb1\xdb", PATH)
    assert isinstance(result, linter.Result)
    (diagnostic,) = result.diagnostics
    assert (diagnostic.code, diagnostic.start, diagnostic.path) == ("DL001", (2, 3), PATH)


def test_level_of_the_settings_is_the_severity() -> None:
    text = GOOD.replace("tags: [papers, huggingface]", "tags: [papers, hugginface]")
    levels: dict[str, Level] = {"FM012": "error"}
    settings = replace(Settings(), levels=levels, configured=frozenset(levels))
    (diagnostic,) = linter.lint(Source(text), settings, PATH).diagnostics
    assert (diagnostic.code, diagnostic.severity) == ("FM012", Severity.ERROR)
