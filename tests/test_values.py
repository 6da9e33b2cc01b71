"""Values are what the standard library's dataclasses and named tuples are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from digestlint import values
from digestlint.diagnostics import Diagnostic, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.source import Position, Span

Decorator = Callable[..., Any]
SOURCES = Path(values.__file__).parents[1]


def classes(decorator: Decorator, field: Callable[..., Any]) -> list[Any]:
    """A class of each kind that the house has."""

    @decorator(frozen=True, slots=True)
    class Frozen:
        first: int
        second: str = "two"
        third: dict[str, int] = field(default_factory=dict)

        @property
        def both(self) -> str:
            return f"{self.first} {self.second}"

    @decorator(frozen=True)
    class Cached:
        first: str

        @cached_property
        def length(self) -> int:
            return len(self.first)

    @decorator(frozen=True, slots=True, eq=False)
    class Same:
        first: int = 1

    @decorator(frozen=True, slots=True, kw_only=True)
    class Named:
        first: int
        second: str = "two"

    @decorator(frozen=True, slots=True, kw_only=True, eq=False)
    class Below(Named):
        third: tuple[int, ...] = ()

    @decorator(slots=True)
    class Open:
        first: int
        parts: list[int] = field(default_factory=list)

    @decorator(frozen=True, slots=True)
    class Empty:
        pass

    @decorator(frozen=True, slots=True)
    class Checked:
        first: int

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("negative")

    return [Frozen, Cached, Same, Named, Below, Open, Empty, Checked]


PAIRS = [
    pytest.param(ours, theirs, id=ours.__name__)
    for ours, theirs in zip(
        classes(values.dataclass, values.field),
        classes(dataclasses.dataclass, dataclasses.field),
        strict=True,
    )
]
ARGUMENTS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    *(((), {}), ((1,), {}), (("a",), {}), ((-1,), {}), ((1, "b"), {}), ((1, "b", {}, 4), {})),
    *(((), {"first": 1}), ((), {"first": 2, "second": "c"}), ((1,), {"first": 1})),
    *(((), {"other": 1}), ((), {"first": 1, "third": (2,)}), ((), {"first": 1, "parts": [2]})),
]


def outcome(action: Callable[..., object], *arguments: Any, **named: Any) -> object:
    """What an action gives, as text, or the kind of its error."""
    try:
        return repr(action(*arguments, **named))
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


def made(cls: Any) -> list[Any]:
    """The values that a class makes out of the arguments."""
    return [
        cls(*positional, **named)
        for positional, named in ARGUMENTS
        if isinstance(outcome(cls, *positional, **named), str)
    ]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_values_are_made_from_the_same_arguments(ours: Any, theirs: Any) -> None:
    for positional, named in ARGUMENTS:
        assert outcome(ours, *positional, **named) == outcome(theirs, *positional, **named)
    assert made(ours)


def traits(value: Any) -> dict[str, object]:
    """What can be seen of a value."""
    return {
        "fields": [(it.name, it.type, it.kw_only) for it in dataclasses.fields(value)],
        "parts": dataclasses.asdict(value),
        "arguments of a pattern": value.__match_args__,
        "copies": repr([copy.copy(value), copy.deepcopy(value)]),
        "has a dictionary": hasattr(value, "__dict__"),
        "with another part": outcome(dataclasses.replace, value, first=7),
        "with a part that it has not": outcome(dataclasses.replace, value, unknown=7),
        "hash": outcome(hash, value) is TypeError,
        "set": [outcome(setattr, value, it.name, 8) for it in dataclasses.fields(value)],
        "deleted": [outcome(delattr, value, it.name) for it in dataclasses.fields(value)],
        "module": type(value).__module__,
        "name": type(value).__qualname__,
    }


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_values_have_the_traits_of_dataclasses(ours: Any, theirs: Any) -> None:
    assert list(map(traits, made(ours))) == list(map(traits, made(theirs)))


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_values_are_equal_where_dataclasses_are(ours: Any, theirs: Any) -> None:
    def compared(cls: Any) -> list[bool]:
        return [one == other for one in made(cls) for other in made(cls)]

    assert compared(ours) == compared(theirs)
    assert all(one != other for one, other in zip(made(ours), made(theirs), strict=True))
    if outcome(hash, made(ours)[0]) is not TypeError and ours.__eq__ is not object.__eq__:
        hashes = [[hash(it) for it in made(ours)] for _ in range(2)]
        assert hashes[0] == hashes[1]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_replace_is_that_of_dataclasses(ours: Any, theirs: Any) -> None:
    for changes in ({}, {"first": 7}, {"first": 7, "second": "c"}, {"unknown": 7}):
        mine = [outcome(values.replace, each, **changes) for each in made(ours)]
        assert mine == [outcome(dataclasses.replace, each, **changes) for each in made(theirs)]


DIAGNOSTIC = Diagnostic(
    "a.md",
    Position(1, 2),
    Position(1, 3),
    "LK005",
    "mismatched-alphaxiv-id",
    Severity.ERROR,
    Message("{id} differs", {"id": "2501.00001"}),
)


def test_values_pass_from_process_to_process() -> None:
    fix = Fix(Message("Mend it"), (Edit(Span(0, 1), "a"),), Safety.SAFE)
    for value in (DIAGNOSTIC, fix):
        assert pickle.loads(pickle.dumps(value)) == value
        assert pickle.loads(pickle.dumps(value, protocol=0)) == value


def test_pydantic_takes_values_for_dataclasses() -> None:
    adapter = TypeAdapter(Edit)
    assert adapter.validate_python({"span": (1, 2), "text": "a"}) == Edit(Span(1, 2), "a")
    with pytest.raises(ValidationError):
        adapter.validate_python({"span": (1, 2), "text": 3})


def tuples(base: Any) -> list[Any]:
    """Named tuples of each kind that the house has."""

    class Named(base):  # type: ignore[misc]
        """What it is."""

        first: int
        second: str = "two"

        @property
        def both(self) -> str:
            return f"{self.first} {self.second}"

        def __str__(self) -> str:
            return self.both

    class One(base):  # type: ignore[misc]
        first: str

    class Empty(base):  # type: ignore[misc]
        pass

    return [Named, One, Empty]


TUPLES = [
    pytest.param(ours, theirs, id=ours.__name__)
    for ours, theirs in zip(tuples(values.NamedTuple), tuples(typing.NamedTuple), strict=True)
]


@pytest.mark.parametrize(("ours", "theirs"), TUPLES)
def test_named_tuples_are_those_of_typing(ours: Any, theirs: Any) -> None:
    def seen(value: Any) -> list[object]:
        return [
            *(repr(value), str(value), tuple(value), hash(value), value == tuple(value)),
            *(value._asdict(), outcome(lambda: value.first), outcome(lambda: value.both)),
            *(outcome(value._replace, first=7), outcome(value._replace, unknown=7)),
            *(repr(copy.copy(value)), value.__getnewargs__(), type(value)._make(value)),
            *(outcome(setattr, value, "first", 1), outcome(setattr, value, "unknown", 1)),
        ]

    for positional, named in ARGUMENTS:
        assert outcome(ours, *positional, **named) == outcome(theirs, *positional, **named)
    assert list(map(seen, made(ours))) == list(map(seen, made(theirs)))
    assert made(ours)
    for name in ("__match_args__", "_fields", "_field_defaults", "__mro__", "__slots__"):
        assert str(getattr(ours, name)) == str(getattr(theirs, name))
    assert typing.get_type_hints(ours) == typing.get_type_hints(theirs)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace came with Python 3.13")
@pytest.mark.parametrize(("ours", "theirs"), [*PAIRS, *TUPLES])
def test_values_are_copied_with_other_parts(ours: Any, theirs: Any) -> None:
    replace = getattr(copy, "replace")  # noqa: B009  # a type checker knows that of Python 3.11
    for changes in ({"first": 7}, {"unknown": 7}):
        mine = [outcome(replace, each, **changes) for each in made(ours)]
        assert mine == [outcome(replace, each, **changes) for each in made(theirs)]


def test_standard_dataclass_may_stand_on_a_value() -> None:
    @dataclasses.dataclass(frozen=True)
    class More(Edit):
        reason: str = ""

    assert More(Span(0, 0), "a", "why") == More(Span(0, 0), "a", reason="why")
    assert [it.name for it in dataclasses.fields(More)] == ["span", "text", "reason"]


def test_methods_are_written_when_they_are_used() -> None:
    program = (
        "import sys; from digestlint.fixes import Edit; from digestlint.source import Span\n"
        "def kinds(): return type(vars(Edit)['__init__']), type(vars(Span)['__new__'])\n"
        "before = kinds(); Edit(Span(0, 0), '')\n"
        "print(*(it.__name__ for it in (*before, *kinds())), 'dataclasses' in sys.modules)"
    )
    # without `site`: in an editable install it may import anything
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, env={"PYTHONPATH": str(SOURCES)}
    )
    lazy, written = ["_AtFirstUse"] * 2, ["function", "staticmethod"]
    assert done.stdout.split() == [*lazy, *written, "False"]
