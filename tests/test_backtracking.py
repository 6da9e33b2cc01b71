"""No regular expression goes back and forth: four times the text is four times the steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module, util
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestlint
from backtracking import MOST_STEPS, Machine, attacks

HOUSE = Path(digestlint.__file__).parent
MANY = 32
"""How often what a pattern repeats stands in a text; then four and sixteen times as often."""
FEW = 40
"""Steps for each character that tell of no going back."""
SEARCHES = ("search", "finditer", "findall", "sub", "subn", "split")


BOUNDED = {
    "hangul._LATIN": "reads the last characters before a full stop",
    "translation._SILENT": "reads the last characters of a name",
    "ruby_time._TIME": "reads a date, whose length is limited",
    "ruby_time._FORMS": "reads a date, whose length is limited",
    "header_scan._ENTRY": "a line has no line end, so that what follows a colon always fits",
    "residue._PLACEHOLDER": "reads a line of at most LONGEST characters, if it begins so",
}
"""Patterns that go back and forth, and what keeps them from texts in which that would last."""


def modules() -> list[str]:
    """The names of the modules that have patterns."""
    return [
        ".".join(("digestlint", *path.relative_to(HOUSE).with_suffix("").parts))
        for path in sorted(HOUSE.rglob("*.py"))
        if path.stem not in ("__main__", "__init__")
    ]


USES = {
    path.relative_to(HOUSE).with_suffix("").as_posix().replace("/", "."): set(
        re.findall(r"\b(\w+)\.(\w+)\(", path.read_text(encoding="utf-8"))
    )
    for path in sorted(HOUSE.rglob("*.py"))
}


def patterns(module: str) -> Iterator[tuple[str, str, int]]:
    """The patterns of a module: name, text, flags."""
    for name, value in vars(import_module(module)).items():
        many = value.values() if isinstance(value, dict) else value
        for each in many if isinstance(value, dict | list | tuple) else [value]:
            for one in each if isinstance(each, tuple) else [each]:
                text, flags = getattr(one, "pattern", None), getattr(one, "flags", None)
                if isinstance(text, str) and isinstance(flags, int):
                    yield name, text, flags & ~re.UNICODE


def ways(module: str, name: str) -> set[str]:
    """How a pattern is used, all ways where it is used by another name."""
    own = [USES[module.removeprefix("digestlint.")]] if name.startswith("_") else USES.values()
    methods = {method for uses in own for each, method in uses if each == name}
    return methods & {*SEARCHES, "match", "fullmatch"} or {"search", "match"}


def steps(machine: Machine, text: str, *, is_search: bool) -> int:
    """How many steps a machine takes on a text."""
    machine.steps = 0
    if is_search:
        machine.search(text)
    else:
        machine.match(text)
    return machine.steps


def slow_on(text: str, flags: int, *, is_whole: bool, is_search: bool) -> str | None:
    """A text on which a pattern takes more than its length in steps; None where none is found."""
    machine = Machine(text, flags, is_whole=is_whole)
    sizes = (MANY, 4 * MANY, 16 * MANY)  # what is limited by a number grows only at first
    for several in zip(*(attacks(machine, many) for many in sizes), strict=True):
        few = steps(machine, several[0], is_search=is_search)
        if few <= FEW * (len(several[0]) + 1):
            continue
        for text, longer in pairwise(several):
            few, many = (steps(machine, each, is_search=is_search) for each in (text, longer))
            if many < min(MOST_STEPS, 1.3 * few * len(longer) / len(text)):
                break
        else:
            return f"{text!r}: {few} steps, {len(longer)} characters: {many}"
    return None


@pytest.mark.parametrize("module", modules())
def test_no_pattern_goes_back_and_forth(module: str) -> None:
    if module.startswith("digestlint.server") and util.find_spec("pygls") is None:
        pytest.skip("pygls is not installed")
    slow = {}
    home = module.removeprefix("digestlint.")
    for name, text, flags in patterns(module):
        if f"{home}.{name}" in BOUNDED:
            continue
        used = ways(module, name)
        kinds = {
            (False, True): bool(used & {*SEARCHES}),
            (False, False): "match" in used,
            (True, False): "fullmatch" in used,
        }
        for (is_whole, is_search), is_used in kinds.items():
            found = (
                slow_on(text, flags, is_whole=is_whole, is_search=is_search) if is_used else None
            )
            if found:
                slow[f"{name} {'search' if is_search else 'match'}"] = found
    assert slow == {}


def test_what_is_bounded_is_a_pattern() -> None:
    for place in BOUNDED:
        home, _, name = place.rpartition(".")
        assert any(each == name for each, _, _ in patterns(f"digestlint.{home}")), place


@pytest.mark.parametrize(
    ("text", "is_search"),
    [
        ("(a+)+b", False),
        ("(a|a)*b", False),
        (r"(?:\w+\s?)*:", False),
        (r"\s*\w*\s*x", False),
        (r"\s+$", True),
        ("<[^>]*>", True),
        (r"(\w+) \1x|a*?a*?b", False),
    ],
)
def test_what_goes_back_and_forth_would_be_seen(text: str, is_search: bool) -> None:
    assert slow_on(text, 0, is_whole=False, is_search=is_search)


@pytest.mark.parametrize(
    ("text", "is_search"),
    [
        ("(?>a+)b", False),
        (r"\s*+x", False),
        (r"(?<!\s)\s+$", True),
        ("<[^<>]*>", True),
        (r"[^.]{0,30}?x", False),
        ("(a|b)*+c", False),
    ],
)
def test_what_does_not_is_left_alone(text: str, is_search: bool) -> None:
    assert slow_on(text, 0, is_whole=False, is_search=is_search) is None


@st.composite
def expressions(draw: st.DrawFn) -> str:
    """Regular expressions of all that the machine knows."""
    atoms = st.sampled_from(
        ["a", "b", "[ab]", "[^a]", r"\w", r"\s", ".", "^", "$", r"\b", r"\Z", "(a)"]
    )
    wholes = st.sampled_from(["{}", "(?:{})", "({})", "(?={})", "(?!{})", "(?>{})", "(?i:{})"])
    ends = st.sampled_from(["", "", "*", "+", "?", "*?", "+?", "*+", "{1,2}", "{2}", "{0,2}?"])
    text = ""
    for _ in range(draw(st.integers(1, 4))):
        inner = "".join(draw(st.lists(atoms, min_size=1, max_size=2)))
        whole = draw(wholes).format(inner)
        end = draw(ends) if whole[-1] not in "^$bZ" or whole.endswith(")") else ""
        text += whole + end + draw(st.sampled_from(["", "", "|"]))
    return text


@given(expressions(), st.text("ab A\n", max_size=8), st.booleans())
def test_the_machine_matches_as_re_does(text: str, subject: str, is_whole: bool) -> None:
    try:
        compiled = re.compile(text)
    except re.error:
        return
    found = compiled.fullmatch(subject) if is_whole else compiled.search(subject)
    machine = Machine(text, is_whole=is_whole)
    ended = machine.match(subject) if is_whole else machine.search(subject)
    assert ended == (found.end() if found else None)
