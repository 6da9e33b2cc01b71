"""Dataclasses and named tuples whose methods are written when they are first used.

The standard library's cost a start more than all that they are used for: ``dataclasses`` imports
``inspect``, which takes as long as Python itself, and writes the methods of each class anew in
every run. To a type checker these here are those; so they are to ``dataclasses.fields``, pydantic
and whoever else asks a class what makes it a dataclass. Named tuples are likewise.
"""

from __future__ import annotations

import sys
from operator import attrgetter, itemgetter

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
    from typing import Any, NoReturn
    from typing import NamedTuple as NamedTuple

try:
    from _collections import _tuplegetter  # type: ignore[import-not-found]  # as in collections
except ImportError:
    _tuplegetter = None

_NONE = object()
"""The default of a field without one."""
_set = object.__setattr__


class _Made:
    """A default that is made anew for each value."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make


class _AtFirstUse:
    """An attribute of a class, made out of the class when it is first asked for."""

    __slots__ = ("_cls", "_make", "_name")

    def __init__(self, make: Callable[[type], Any]) -> None:
        self._make = make

    def __set_name__(self, cls: type, name: str) -> None:
        self._cls, self._name = cls, name

    def __get__(self, value: object, cls: type) -> object:
        made = self._make(self._cls)
        setattr(self._cls, self._name, made)
        return made.__get__(value, cls) if hasattr(made, "__get__") else made


def _dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> Callable[[type], type]:
    """As ``dataclasses.dataclass``; ``kw_only`` is said of the fields of its bases, too."""

    def make(cls: type) -> type:
        given = dict(vars(cls))
        own = {name: given.get(name, _NONE) for name in cls.__annotations__}
        above: dict[str, object] = {}
        for base in cls.__mro__[:0:-1]:
            above |= vars(base).get("__value_fields__", {})
        fields = above | own
        body: dict[str, object] = {
            "__value_fields__": fields,
            "__match_args__": () if kw_only else tuple(fields),
            "__init__": _named_init if kw_only else _AtFirstUse(_init),
            "__repr__": _repr,
            "__replace__": _replace,  # what copy.replace asks for, from Python 3.13 on
            "__dataclass_fields__": _AtFirstUse(_standard_fields),
        }
        if eq:
            body |= {"__eq__": _AtFirstUse(_eq), "__hash__": _AtFirstUse(_hash) if frozen else None}
        if frozen:
            body |= {"__setattr__": _refuse, "__delattr__": _refuse}
        if slots:
            body |= {"__getstate__": _getstate, "__setstate__": _setstate}
            body["__slots__"] = tuple(name for name in own if name not in above)
            for name in own:
                given.pop(name, None)
        for name in ("__dict__", "__weakref__"):
            given.pop(name, None)
        body["__qualname__"] = cls.__qualname__
        return type(cls)(cls.__name__, cls.__bases__, body | given)

    return make


def _field(*, default_factory: Callable[[], object]) -> object:
    """As ``dataclasses.field``."""
    return _Made(default_factory)


def _replace(value: Any, /, **changes: object) -> Any:
    """As ``dataclasses.replace``."""
    kept = {name: getattr(value, name) for name in value.__value_fields__ if name not in changes}
    return value.__class__(**kept, **changes)


def names(cls: type) -> tuple[str, ...]:
    """The names of the fields of a class."""
    return tuple(vars(cls)["__value_fields__"])


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _field, _replace


class _TupleMaker(type):
    """Makes a tuple of a class of annotations, as ``typing.NamedTuple`` does."""

    def __new__(cls, name: str, _: object, given: dict[str, Any]) -> Any:
        fields = tuple(given.get("__annotations__", ()))
        body: dict[str, object] = {
            "__slots__": (),
            "__match_args__": fields,
            "__new__": _AtFirstUse(_new),
            "__repr__": _tuple_repr,
            "__getnewargs__": _getnewargs,
            "_fields": fields,
            "_field_defaults": {each: given.pop(each) for each in fields if each in given},
            "_make": classmethod(tuple.__new__),
            "_asdict": _asdict,
            "_replace": _tuple_replace,
            "__replace__": _tuple_replace,
        }
        body |= {each: _getter(at) for at, each in enumerate(fields)}
        return type(name, (tuple,), body | given)


if not TYPE_CHECKING:
    NamedTuple = type.__new__(_TupleMaker, "NamedTuple", (), {})


# -- what a class has ------------------------------------------------------------------------------


def _init(cls: Any) -> Callable[..., None]:
    """``__init__``: written out, for of some classes there are thousands of values."""
    names: dict[str, object] = {"_NONE": _NONE}
    parameters, lines = ["self"], []
    for name, default in cls.__value_fields__.items():
        if default is _NONE:
            parameters.append(name)
        else:
            parameters.append(f"{name}=_default_{name}")
            names[f"_default_{name}"] = default
        if isinstance(default, _Made):
            names[f"_make_{name}"] = default.make
            lines.append(f" if {name} is _default_{name}: {name} = _make_{name}()")
        if cls.__setattr__ is not _refuse:
            lines.append(f" self.{name} = {name}")
        elif hasattr(getattr(cls, name, None), "__set__"):
            names[f"_set_{name}"] = getattr(cls, name).__set__
            lines.append(f" _set_{name}(self, {name})")
        else:
            lines.append(f" self.__dict__[{name!r}] = {name}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec("\n".join([f"def __init__({', '.join(parameters)}):", *lines, " pass"]), names)
    init: Any = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init  # type: ignore[no-any-return]


def _named_init(self: Any, **given: object) -> None:
    """``__init__`` where all fields are named: a loop, for of such values there are few."""
    for name, default in self.__value_fields__.items():
        if name in given:
            value = given.pop(name)
        elif default is _NONE:
            raise TypeError(f"{type(self).__qualname__} needs {name}")
        else:
            value = default.make() if isinstance(default, _Made) else default
        _set(self, name, value)
    if given:
        raise TypeError(f"{type(self).__qualname__} has no {', '.join(given)}")


def _parts(cls: Any) -> Callable[[Any], object]:
    """What tells the fields of a value."""
    return attrgetter(*cls.__value_fields__) if cls.__value_fields__ else lambda _: ()


def _eq(cls: type) -> Callable[[object, object], bool]:
    parts = _parts(cls)

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return parts(self) == parts(other)

    return equal


def _hash(cls: type) -> Callable[[object], int]:
    parts = _parts(cls)
    return lambda self: hash(parts(self))


def _repr(self: Any) -> str:
    parts = (f"{name}={getattr(self, name)!r}" for name in self.__value_fields__)
    return f"{type(self).__qualname__}({', '.join(parts)})"


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} stays as it is")


def _getstate(self: Any) -> list[object]:
    return [getattr(self, name) for name in self.__value_fields__]


def _setstate(self: Any, state: list[object]) -> None:
    for name, value in zip(self.__value_fields__, state, strict=True):
        _set(self, name, value)


def _new(cls: Any) -> object:
    """``__new__`` of a named tuple."""
    defaults = cls._field_defaults
    names: dict[str, object] = {f"_default_{name}": it for name, it in defaults.items()}
    names["_new"] = tuple.__new__
    parts = (f"{name}=_default_{name}" if name in defaults else name for name in cls._fields)
    values = "".join(f"{name}, " for name in cls._fields)
    exec(f"def __new__(_cls, {', '.join(parts)}): return _new(_cls, ({values}))", names)
    new: Any = names["__new__"]
    new.__qualname__ = f"{cls.__qualname__}.__new__"
    return staticmethod(new)


def _getter(at: int) -> object:
    """The attribute that is one of a tuple's values."""
    return property(itemgetter(at)) if _tuplegetter is None else _tuplegetter(at, None)


def _tuple_repr(self: Any) -> str:
    parts = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
    return f"{type(self).__name__}({', '.join(parts)})"


def _getnewargs(self: Any) -> tuple[object, ...]:
    return tuple(self)


def _asdict(self: Any) -> dict[str, object]:
    return dict(zip(self._fields, self, strict=True))


def _tuple_replace(self: Any, /, **changes: object) -> Any:
    replaced = self._make(map(changes.pop, self._fields, self))
    if changes:
        kind = TypeError if sys.version_info >= (3, 13) else ValueError
        raise kind(f"{type(self).__name__} has no {', '.join(changes)}")
    return replaced


def _standard_fields(cls: Any) -> object:
    """The fields as ``dataclasses`` has them, taken from a class that it made."""
    import dataclasses

    body: dict[str, object] = {"__module__": cls.__module__, "__annotations__": {}}
    for base in cls.__mro__[::-1]:
        if "__value_fields__" in vars(base):
            body["__annotations__"] |= base.__annotations__
    for name, default in cls.__value_fields__.items():
        if isinstance(default, _Made):
            body[name] = dataclasses.field(default_factory=default.make)
        elif default is not _NONE:
            body[name] = default
    keywords = not cls.__match_args__
    twin: Any = dataclasses.dataclass(frozen=True, kw_only=keywords)(type(cls.__name__, (), body))
    cls.__dataclass_params__ = twin.__dataclass_params__
    return twin.__dataclass_fields__
