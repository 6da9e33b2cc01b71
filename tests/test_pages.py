"""Each rule's page is the first test of its rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from digestlint import linter, pages
from digestlint.diagnostics import Finding, Severity
from digestlint.pages import Example, Text
from digestlint.post import Post
from digestlint.reporters.concise import concise
from digestlint.rule import Rule
from digestlint.rule_options import RuleOptions
from digestlint.settings import Settings
from digestlint.settings_reader import read
from digestlint.source import BYTE_ORDER_MARK, Source

RULES = {rule.code: rule for rule in linter.rules()}
LINE_END_RULES = ("WS004", "DL001")  # DL001 counts bytes from the file's begin
MARK_RULES = ("WS005", "DL001")


def examples() -> Iterator[object]:
    for code in pages.codes_with_pages():
        for example in pages.page(code).examples:
            kind = "bad" if example.is_bad else "good"
            yield pytest.param(code, example, id=f"{code}-{kind}-{example.title}")


EXAMPLES = list(examples())


def settings_of(example: Example, code: str) -> Settings:
    data = tomllib.loads(example.settings)
    settings = read(data, "example", linter.codes())
    return replace(settings, select=(code, *settings.select))


def lint_all(files: tuple[Text, ...], settings: Settings) -> str:
    read_files = [(linter.decode(file.data, file.path), file.path) for file in files]
    posts = [(source, path) for source, path in read_files if isinstance(source, Source)]
    unreadable = [result for result, _ in read_files if isinstance(result, linter.Result)]
    results = [*unreadable, *linter.lint_all(posts, settings)]
    return "".join(concise(d for result in results for d in result.diagnostics))


@pytest.fixture(autouse=True)
def _a_rule_that_fails(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """DL004's page needs a rule that raises; no real one may."""
    if "example" in request.node.name and "DL004" in request.node.name:
        rules = (*linter.rules(), FAILING)
        monkeypatch.setattr(linter, "rules", lambda: rules)
        monkeypatch.setattr(linter, "codes", lambda: {rule.code: rule.code for rule in rules})


def fail(post: Post, settings: Settings) -> Iterator[Finding]:
    if len(post.papers) > len(settings.sections.names):
        return
    yield from ()
    raise KeyError("title")


FAILING = Rule("ZZ001", "failing-rule", Severity.WARNING, fail)


def as_crlf(file: Text) -> Text:
    return Text(file.path, file.text.replace("\r\n", "\n").replace("\n", "\r\n"))


def as_marked(file: Text) -> Text:
    return Text(file.path, BYTE_ORDER_MARK + file.text)


def fix_all(files: tuple[Text, ...], settings: Settings) -> tuple[Text, ...]:
    fixed = []
    for file in files:
        if isinstance(linter.decode(file.data, file.path), linter.Result):
            fixed.append(file)
            continue
        done = linter.fix(Source(file.text), settings, file.path, unsafe=True)
        assert not done.failure
        assert not done.refused
        fixed.append(Text(file.path, done.source.text))
    return tuple(fixed)


def test_each_rule_has_a_page_and_each_page_a_rule() -> None:
    assert pages.codes_with_pages() == sorted(RULES)


@pytest.mark.parametrize("code", pages.codes_with_pages())
def test_page_agrees_with_the_rule(code: str) -> None:
    page, rule = pages.page(code), RULES[code]
    assert (page.code, page.name) == (rule.code, rule.name)
    assert page.severity == rule.severity
    assert page.default == rule.default
    assert page.fix == (rule.fix or "none")
    assert any(example.is_bad for example in page.examples), "a page shows what is bad"
    assert any(not example.is_bad for example in page.examples), "a page shows what is good"
    if rule.fix:
        assert any(example.fixed for example in page.examples), "a page shows what its fix gives"


@pytest.mark.parametrize("code", pages.codes_with_pages())
def test_page_names_the_options_of_the_settings(code: str) -> None:
    options = {field.name: getattr(Settings().rules, field.name) for field in fields(RuleOptions)}
    known = (
        [field.name.replace("_", "-") for field in fields(options[code])] if code in options else []
    )
    assert sorted(pages.page(code).options) == sorted(known)


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_example(code: str, example: Example) -> None:
    settings = settings_of(example, code)
    assert lint_all(example.files, settings) == example.output


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_example_with_other_line_ends(code: str, example: Example) -> None:
    if code in LINE_END_RULES or any("\r" in file.text for file in example.files):
        return  # what the example shows is its line ends
    files = tuple(as_crlf(file) for file in example.files)
    settings = settings_of(example, code)
    assert lint_all(files, settings) == example.output
    if example.fixed:
        assert fix_all(files, settings) == tuple(as_crlf(file) for file in example.fixed)


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_example_with_byte_order_mark(code: str, example: Example) -> None:
    if code in MARK_RULES or any(file.text.startswith(BYTE_ORDER_MARK) for file in example.files):
        return  # what the example shows is its mark
    files = tuple(as_marked(file) for file in example.files)
    settings = settings_of(example, code)
    assert lint_all(files, settings) == example.output
    if example.fixed:
        assert fix_all(files, settings) == tuple(as_marked(file) for file in example.fixed)


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_fix_of_example(code: str, example: Example) -> None:
    settings = settings_of(example, code)
    fixed = fix_all(example.files, settings)
    assert fixed == (example.fixed or example.files)
    if example.fixed:
        rule: Rule = RULES[code]
        left = lint_all(fixed, settings)
        assert rule.fix
        assert not left
        assert fix_all(fixed, settings) == fixed
