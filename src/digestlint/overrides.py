"""Which settings hold for a post: those of the blog, with what overrides say of such posts.

The one place that decides it, for files, standard input and the hook alike.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from digestlint import front_matter
from digestlint.dates import read_date
from digestlint.globs import slashed
from digestlint.post import name_of
from digestlint.post_date import name_date
from digestlint.setting_types import is_table
from digestlint.settings import Override, Settings
from digestlint.settings import Path as Keys
from digestlint.source import Source
from digestlint.values import replace

T = TypeVar("T")


def effective(settings: Settings, path: str, source: Source) -> Settings:
    """The settings of a post at a path. Those of one that are effective already stay as they are.

    The post's day is the front matter's ``date``, or else that of the file's name.
    """
    if not settings.overrides:
        return settings
    by_day = any(it.since or it.until for it in settings.overrides)
    day = day_of(path, source) if by_day else None
    chosen = tuple(place for place, it in enumerate(settings.overrides) if _is_for(it, path, day))
    return _combined(settings, chosen)


def day_of(path: str, source: Source) -> date | None:
    """The day by which overrides know a post."""
    value = front_matter.parse(source).get("date")
    written = read_date(value).day if value else None
    return written or name_date(name_of(path).name)


def _is_for(override: Override, path: str, day: date | None) -> bool:
    if (override.since or override.until) and day is None:
        return False
    if day and not (override.since or date.min) <= day <= (override.until or date.max):
        return False
    if override.files is None:
        return True
    if override.files.folder:
        place = Path(path)
        path = slashed(place.parent) + place.name
    else:
        path = posixpath.normpath(path)
    return bool(override.files.verdict(path))


@lru_cache(maxsize=64)  # a blog has few eras, and many posts of each
def _combined(settings: Settings, chosen: tuple[int, ...]) -> Settings:
    combined = replace(settings, overrides=())
    for place in chosen:
        combined = applied(combined, settings.overrides[place])
    return combined


def applied(settings: Settings, override: Override) -> Settings:
    """The settings with what an override gives in their place.

    What it selects takes back what was ignored by the same name; ``extend-select`` and
    ``extend-ignore`` add to what was there, unless ``select`` begins anew.
    """
    changes = _changed(settings, override.settings, override.given)
    new = override.settings
    selected = {*new.select, *new.extend_select}
    inherited = () if ("select",) in override.given else settings.extend_select
    return replace(
        changes,
        ignore=new.ignore if ("ignore",) in override.given else _but(settings.ignore, selected),
        extend_select=(*inherited, *new.extend_select),
        extend_ignore=(*_but(settings.extend_ignore, selected), *new.extend_ignore),
        levels={**settings.levels, **override.levels},
        configured=settings.configured | override.configured,
        off=(*settings.off, *override.off),
        given={**settings.given, **override.given},
    )


def _but(selectors: Iterable[str], others: set[str]) -> tuple[str, ...]:
    return tuple(selector for selector in selectors if selector not in others)


def _changed(table: T, other: object, given: Iterable[Keys]) -> T:
    """A table with the values that another has under the given keys."""
    inner: dict[str, list[Keys]] = {}
    for key, *rest in given:
        inner.setdefault(key.replace("-", "_"), []).append(tuple(rest))
    changes: dict[str, object] = {}
    for name, keys in inner.items():
        if not hasattr(table, name):  # a severity, a rule without options, the day since when
            continue
        value = getattr(other, name)
        if is_table(value) and () not in keys:
            value = _changed(getattr(table, name), value, keys)
        changes[name] = value
    return replace(table, **changes)  # type: ignore[type-var]
