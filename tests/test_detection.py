"""Right means measured: every seeded defect is found, at its line, and nothing else is an error."""

from __future__ import annotations

import pytest

from detection.count import Row, count
from detection.good import posts
from digestlint import linter

NOT_SEEDED = ("DL004",)
"""No defect of a post makes a rule fail."""


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.code: row for row in count(posts())}


pytestmark = pytest.mark.slow


def test_each_rule_that_is_on_has_its_seeds(rows: dict[str, Row]) -> None:
    on = {rule.code for rule in linter.rules() if rule.default}
    assert on - set(NOT_SEEDED) == set(rows)


def test_every_seed_is_caught(rows: dict[str, Row]) -> None:
    assert [line for row in rows.values() for line in row.missed] == []


def test_no_error_is_said_besides(rows: dict[str, Row]) -> None:
    assert [line for row in rows.values() for line in row.errors_besides] == []
