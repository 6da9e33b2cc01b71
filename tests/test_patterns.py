"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

import digestlint
from digestlint.patterns import pattern

HOUSE = Path(digestlint.__file__).parent
MODULES = [
    ".".join(("digestlint", *path.relative_to(HOUSE).with_suffix("").parts))
    for path in sorted(HOUSE.rglob("*.py"))
    if path.name not in ("__main__.py", "__init__.py")
]
KIND = type(pattern(""))


@pytest.mark.parametrize("module", MODULES)
def test_every_pattern_is_one(module: str) -> None:
    if module.startswith("digestlint.server"):
        pytest.importorskip("pygls")
    for value in vars(import_module(module)).values():
        for each in value if isinstance(value, tuple | list) else [value]:
            if isinstance(each, KIND):
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    assert re.compile(each.pattern, each.flags & ~re.UNICODE)


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.VERBOSE | re.MULTILINE])
def test_pattern_does_what_a_compiled_one_does(flags: int) -> None:
    text = "One two, three: 1 22 333"
    lazy, eager = (
        pattern(r"(?P<digit>\d)+|t(\w)", flags),
        re.compile(r"(?P<digit>\d)+|t(\w)", flags),
    )
    for _ in range(2):  # the first use, and one after it
        assert lazy.findall(text) == eager.findall(text)
        assert lazy.split(text, 2) == eager.split(text, 2)
        assert lazy.sub("-", text) == eager.sub("-", text)
        assert lazy.subn("-", text) == eager.subn("-", text)
        assert [it.span() for it in lazy.finditer(text, 3)] == [
            it.span() for it in eager.finditer(text, 3)
        ]
        for one, other in (
            (lazy.search(text, 5), eager.search(text, 5)),
            (lazy.match(text, 4), eager.match(text, 4)),
            (lazy.fullmatch("333"), eager.fullmatch("333")),
        ):
            assert one
            assert other
            assert (one.span(), one.groups()) == (other.span(), other.groups())
    assert lazy.pattern == eager.pattern
    assert (lazy.flags, lazy.groups) == (eager.flags, eager.groups)
    assert lazy.groupindex == eager.groupindex


def test_pattern_is_compiled_once_and_not_before() -> None:
    wrong = pattern("(")
    for _ in range(2):
        with pytest.raises(re.error):
            wrong.match("")
    once = pattern("a")
    assert "match" not in vars(once)
    assert once.search("ba")
    assert once.match == vars(once)["match"]


def test_pattern_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="unknown"):
        attrgetter("unknown")(pattern("a"))
