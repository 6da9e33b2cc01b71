"""Settings that are read without pydantic are what pydantic reads."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from digestlint import linter
from digestlint.setting_types import Fields, Form, Pattern, Range, Selector, hyphenated, is_table
from digestlint.settings import FileSettings
from digestlint.settings_plain import read_plain
from digestlint.templates import Template

CODES = linter.codes()
ADAPTER = TypeAdapter(FileSettings)
TEMPLATES = ["", "{number}. [{title}]({url})", "{title}", "{id}", "{date:%Y%m%d}", "https://x/{id}"]
WRONG_TEMPLATES = [
    "{nothing}",
    "{title}{title}",
    "{",
    "{date:%H}",
    "{: .x}",
    "{number} {title} {url}",
]
WORDS = st.text("aZ-_가/*{}0\n\U0001f389", max_size=4)
ODD: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.floats()
    | WORDS
    | st.sampled_from([*TEMPLATES, *WRONG_TEMPLATES, "+0900", "ko", "2025-09-22", "!", "[", "**/x"])
    | st.dates(date(1, 1, 1))
    | st.just(datetime(2025, 9, 22, 0, 0))
    | st.lists(WORDS, max_size=2)
    | st.dictionaries(WORDS, WORDS, max_size=2)
)
"""Values that are hardly ever right."""


def pydantics(data: object) -> FileSettings | None:
    """What pydantic reads out of a table; None where it finds a mistake."""
    text = json.dumps(data, default=str)
    try:
        return ADAPTER.validate_json(text, strict=True, context={"codes": CODES})
    except ValidationError:
        return None


def marked(base: st.SearchStrategy[Any], mark: object) -> st.SearchStrategy[Any]:
    """Values that a mark allows, most of them."""
    match mark:
        case Range(least, most):
            return st.integers(least, least + 9 if most is None else most)
        case Selector():
            return st.sampled_from([*CODES, "ALL", "LK", "FM0"])
        case Pattern():
            return st.sampled_from(["*.md", "guests/**", "!a", "/b/", "# a", ""])
        case Form():
            return st.sampled_from(["+0900", "-03:30", "Z"])
        case Fields(known):
            return st.sampled_from([f"{{{field}}}" for field in known] + TEMPLATES)
    return base


def of(kind: Any, *, odd: bool) -> st.SearchStrategy[Any]:
    """Values of a type as TOML has them; where ``odd``, a wrong one may be among them."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    right: st.SearchStrategy[Any]
    if is_table(kind):
        hints = typing.get_type_hints(kind, include_extras=True)
        keys = {hyphenated(name): of(each, odd=odd) for name, each in hints.items()}
        right = st.sets(st.sampled_from(sorted(keys)), max_size=3).flatmap(
            lambda chosen: st.fixed_dictionaries({key: keys[key] for key in sorted(chosen)})
        )
        if odd:
            right |= st.dictionaries(st.sampled_from([*keys, *hints, "unknown"]), ODD, max_size=2)
    elif origin is Annotated:
        right = marked(of(parts[0], odd=odd), parts[1])
    elif origin is Literal:
        right = st.sampled_from(parts)
    elif origin is tuple:
        right = st.lists(of(parts[0], odd=odd), max_size=3)
    elif origin is Mapping:
        right = st.dictionaries(of(parts[0], odd=False), of(parts[1], odd=odd), max_size=2)
    elif isinstance(kind, types.UnionType):
        right = st.dates(date(1, 1, 1))
    elif kind is Template:
        right = st.sampled_from(TEMPLATES)
    else:
        right = {bool: st.booleans(), int: st.integers(), str: WORDS}[kind]
    return st.integers(0, 15).flatmap(lambda at: right if at else ODD) if odd else right


@given(of(FileSettings, odd=True))
@example({"ignore": ["LK009"], "rules": {"SC009": {"characters": True}}})
@example({"rules": {"FM011": {"today": "2025-09-22"}}})
@example({"rules": {"FM011": {"today": datetime(2025, 9, 22)}}})
@example({"papers": {"level": 1.0}})
@example({"extend_select": []})
def test_what_is_read_plainly_is_what_pydantic_reads(data: dict[str, Any]) -> None:
    plain, full = read_plain(FileSettings, data, CODES), pydantics(data)
    event(f"plain: {plain is not None}, pydantic: {full is not None}")
    assert plain is None or plain == full


@given(of(FileSettings, odd=False))
def test_nothing_that_is_right_needs_pydantic(data: dict[str, Any]) -> None:
    assert read_plain(FileSettings, data, CODES) == pydantics(data)


@pytest.mark.parametrize("data", [[], "", None, 1, {"overrides": [[]]}, {"papers": None}])
def test_what_is_no_table_is_left_to_pydantic(data: object) -> None:
    assert read_plain(FileSettings, data, CODES) is None
    assert pydantics(data) is None
