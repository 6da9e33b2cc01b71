"""A template is filled as by a regular expression, in work that grows with the text alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.fillings import fill
from digestlint.source import Span
from digestlint.templates import Template, _fillable, _is_ambiguous, _pattern, _spans
from growth import counted, total

FIELDS = ["{number}", "{title}", "{url}", "{id}", "{version}", "{date}", "{date:%y%m}"]
LITERALS = ["", " ", "a", "/", "v", "(", ")", "[", "](", "1", "-", ". "]


def templates() -> st.SearchStrategy[str]:
    """Templates, each field at most once but for dates."""
    fields = st.lists(st.sampled_from(FIELDS), max_size=5, unique=True)
    literals = st.lists(st.sampled_from(LITERALS), min_size=6, max_size=6)
    return st.builds(
        lambda fields, literals: "".join(
            map("".join, zip(literals, [*fields, *[""] * 6], strict=False))
        ),
        fields,
        literals,
    )


def texts() -> st.SearchStrategy[str]:
    """Texts that may fill one of them."""
    parts = [*LITERALS, "b", "2", "v1", "2025-11-07", "2511", "x.y", "\n", "가", "<"]
    return st.lists(st.sampled_from(parts), max_size=10).map("".join)


@given(templates(), texts())
def test_filled_as_by_a_regular_expression(template: str, text: str) -> None:
    found = _pattern(template).fullmatch(text)
    expected = [Span(*span) for span in found.regs[1:]] if found else None
    assert fill(_fillable(template), text) == expected
    assert _spans(template, text) == expected


@pytest.mark.parametrize(
    ("template", "is_ambiguous"),
    [
        ("{number}. [{title}]({url})", False),
        ("Daily Papers — {date}", False),
        ("https://www.alphaxiv.org/ko/overview/{id}{version}", False),
        ("[{title}](https://arxiv.org/abs/{id})", False),
        ("{title} ({id})", False),
        ("{title}{url}{id}", True),
        ("{title} - {id}", False),
        ("{title}-{id}", True),
        ("{url} {title}", True),
    ],
)
def test_what_takes_a_regular_expression_long(template: str, is_ambiguous: bool) -> None:
    assert _is_ambiguous(template) == is_ambiguous


@given(st.dates())
def test_a_date_that_is_written_fits_its_template(day: date) -> None:
    template = Template("{date}, {date:%Y%m%d}, {date:%y.%m}, {date:%Y-%j}")
    found = template.match(template.fill(date=day))
    assert found
    assert (found[0].date, found[1].date, found[3].date) == (day, day, day)


@pytest.mark.parametrize("template", ["{title}{url}{id}!", "{title}-{id}-{url}!", "{title}{date}!"])
@pytest.mark.parametrize("text", ["a-", "2025-11-07", "가 ", "-"])
def test_work_grows_as_the_text_does(template: str, text: str) -> None:
    def work(many: int) -> int:
        counts: dict[str, int] = {}
        with counted(counts):
            assert Template(template).match(text * many) is None
        return total(counts)

    work(1)
    assert work(400) <= 2.2 * work(200)


def test_a_long_text_is_filled_at_once() -> None:
    text = "a-" * 50_000
    assert Template("{title}{url}{id}!").match(text) is None
    title, url, number = Template("{title}{url}{id}").match(text) or ()
    assert (title.span, url.span, number.span) == (
        Span(0, 99_998),
        Span(99_998, 99_999),
        Span(99_999, 100_000),
    )
    assert re.fullmatch("-", number.text)
