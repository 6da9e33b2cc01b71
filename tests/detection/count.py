"""Lints every seed and counts: what was caught, and what was said besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detection.good import Good
from detection.seeds import Seed, all_seeds
from digestlint import linter
from digestlint.diagnostics import Diagnostic, Severity
from digestlint.settings import Settings
from digestlint.source import Source


@dataclass
class Row:
    """What came of a rule's seeds. ``missed`` and ``besides`` name the seeds by post and kind."""

    code: str
    seeded: int = 0
    caught: int = 0
    missed: list[str] = field(default_factory=list)
    errors_besides: list[str] = field(default_factory=list)
    warnings_besides: list[str] = field(default_factory=list)


def lint(seed: Seed) -> tuple[Diagnostic, ...]:
    """What is said of a seed's post, among the other posts that it brings."""
    source = linter.decode(seed.data, seed.path)
    if isinstance(source, linter.Result):
        return source.diagnostics
    others = [(Source(data.decode()), path) for path, data in seed.others]
    (result,) = linter.lint_all([(source, seed.path)], Settings(), others)
    return result.diagnostics


def said_of(post: Good) -> Counter[tuple[str, str]]:
    """What is said of a post before anything is seeded: true warnings, by code and line's text."""
    source = Source("\n".join(post.lines) + "\n")
    diagnostics = linter.lint(source, Settings(), post.path).diagnostics
    assert not [it for it in diagnostics if it.severity is Severity.ERROR], "a good post has none"
    return Counter((it.code, str(it.message)) for it in diagnostics)


def count(posts: Iterable[Good]) -> Iterator[Row]:
    """A row for each rule that has seeds, by code."""
    rows: dict[str, Row] = {}
    for post in posts:
        known = said_of(post)
        for seed in all_seeds(post):
            row = rows.setdefault(seed.code, Row(seed.code))
            _count(row, seed, known)
    yield from (rows[code] for code in sorted(rows))


def _count(row: Row, seed: Seed, known: Counter[tuple[str, str]]) -> None:
    name = f"{seed.path} line {seed.line}: {seed.kind}"
    row.seeded += 1
    before = known.copy()
    is_caught = False
    for said in lint(seed):
        place = (said.code, said.start.line, said.severity.value)
        if place == (seed.code, seed.line, seed.severity):
            is_caught = True
            continue
        if before[said.code, str(said.message)] > 0:
            before[said.code, str(said.message)] -= 1
            continue
        besides = f"{name}: {said.code} at line {said.start.line}: {said.message}"
        if said.severity is Severity.ERROR:
            row.errors_besides.append(besides)
        elif said.code not in seed.beside:
            row.warnings_besides.append(besides)
    row.caught += is_caught
    if not is_caught:
        row.missed.append(name)
