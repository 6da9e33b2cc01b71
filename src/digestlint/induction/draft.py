"""A settings file: its lines in their order, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from digestlint.induction.facts import Fact
from digestlint.reporters import escape
from digestlint.settings import Path as Keys
from digestlint.toml_text import dotted, toml
from digestlint.values import dataclass

ORDER = ("front-matter", "papers", "sections", "rules")
"""The order of the tables."""

WIDTH = 100
"""How many characters a line has at most before its comment stands above it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Settings of some posts, as in ``[[overrides]]``; ``remark`` says what posts these are."""

    files: tuple[str, ...]
    since: date | None
    until: date | None
    facts: tuple[Fact, ...]
    remark: str = ""


def text(head: Sequence[str], facts: Iterable[Fact], parts: Sequence[Part]) -> str:
    """The file. ``head`` are the lines above it all."""
    lines = [*(f"# {line}" if line else "#" for line in head), *_tables(facts, ())]
    for part in parts:
        remark = f"  # {escape(part.remark)}" if part.remark else ""
        lines += ["", f"[[overrides]]{remark}"]
        if part.files:
            lines.append(f"files = {toml(part.files)}")
        lines += (f"{key} = {day}" for key in ("since", "until") if (day := getattr(part, key)))
        lines += _tables(part.facts, ("overrides",))
    return "\n".join(lines) + "\n"


def _tables(facts: Iterable[Fact], above: Keys) -> Iterator[str]:
    tables: dict[Keys, list[Fact]] = {}
    for fact in facts:
        tables.setdefault(fact.keys[:-1], []).append(fact)
    for table in sorted(tables, key=lambda it: (ORDER.index(it[0]) if it else -1, it)):
        if table or not above:
            yield ""
        if table:
            yield f"[{dotted((*above, *table))}]"
        for fact in tables[table]:
            yield from _lines(fact)


def _lines(fact: Fact) -> Iterator[str]:
    line = f"{dotted(fact.keys[-1:])} = {toml(fact.value)}"
    comment = said(fact)
    if not comment:
        yield line
    elif len(line) + len(comment) + 4 <= WIDTH:
        yield f"{line}  # {comment}"
    else:
        yield f"# {comment}"
        yield line


def said(fact: Fact) -> str:
    """What speaks for a fact, such as ``482 of 738 papers; all since 2025-09-22``."""
    parts = []
    if fact.number:
        unit = fact.unit if fact.number == 1 else f"{fact.unit}s"
        counted = f"{fact.count} of {fact.number} {unit}"
        parts.append(f"{counted} since {fact.since}" if fact.since else counted)
    if fact.all_since:
        parts.append(f"all since {fact.all_since}")
    if fact.remark:
        parts.append(fact.remark)
    return escape("; ".join(parts))
