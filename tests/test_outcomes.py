"""What came of thousands of files waits in little memory, and comes out as it went in.

By hand, with more posts than in the suite::

    DIGESTLINT_MEMORY_POSTS=5000 pytest -m slow tests/test_outcomes.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.measure import Command, run
from benchmarks.posts import Made, Mix, make, write
from digestlint import linter, outcomes
from digestlint.linter import Result
from digestlint.message import Message
from digestlint.outcomes import Outcome, Outcomes, packed
from digestlint.reporters.summary import Tally, tally
from digestlint.settings import Settings
from digestlint.source import Source

POSTS = int(os.environ.get("DIGESTLINT_MEMORY_POSTS", "300"))
MOST = 60 * 1024
"""How many KiB a process takes at most."""


def made(count: int) -> list[Outcome]:
    """Outcomes of posts, every third of them good, and of a file that could not be read."""
    found = []
    for at, post in enumerate(make(count, Mix(defects=0, raw=True))):
        text = post.text if at % 3 else post.text.replace("  \n", "\n")
        result = linter.lint(Source(text), Settings(), post.name)
        text = text if result.diagnostics else ""
        found.append(Outcome(replace(result, fixes=()), text, text, fixed=at))
    fault = Message("cannot read {path}: {reason}", {"path": "x", "reason": "because"})
    return [*found, Outcome(Result("x", ()), faults=(fault,))]


@pytest.mark.parametrize("limit", [0, 10_000, 2**30])
def test_what_goes_in_comes_out(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(outcomes, "IN_MEMORY", limit)
    given = made(9)
    kept = Outcomes(map(packed, given))
    assert len(kept) == len(given)
    assert list(kept) == given
    assert list(kept) == given  # more than once, and in any order
    assert kept[7] == given[7]
    assert kept.tally == tally(each for it in given for each in it.result.diagnostics)
    assert [bool(it.data) for it in kept.light] == [False] * len(given)
    assert [it.outcome.result.path for it in kept.light] == [it.result.path for it in given]
    kept.put(3, given[4])
    kept.put(4, given[-1])
    assert list(kept) == [*given[:3], given[4], given[-1], *given[5:]]


def test_good_post_is_not_packed() -> None:
    given = made(1)[0]
    assert not given.result.diagnostics
    assert packed(given).outcome is given
    assert packed(given).tally == Tally()


def test_where_there_is_no_room_for_a_file_all_stays_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(outcomes, "IN_MEMORY", 0)
    monkeypatch.setattr(tempfile, "TemporaryFile", fail)
    given = made(4)
    assert list(Outcomes(map(packed, given))) == given


def test_much_waits_outside_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "IN_MEMORY", 20_000)
    files = []

    def opened() -> object:
        files.append(real())
        return files[-1]

    real = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", opened)
    kept = Outcomes(map(packed, made(9)))
    assert len(list(kept)) == 10
    (file,) = files
    assert file.seek(0, os.SEEK_END) > 20_000


def many(post: Made) -> Made:
    """A post with more than a thousand diagnostics."""
    return Made(post.name, post.text + "\n## 또  \n" * 1000)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured as POSIX does")
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("good", ("-j", "2")),
        ("raw", ("-j", "1")),
        ("raw", ("-j", "2", "--output-format", "sarif")),
        ("raw", ("-j", "2", "--fix")),
        ("raw", ("-j", "1", "--diff")),
        ("many", ("-j", "2", "--select", "WS", "--output-format", "rdjson")),
    ],
)
def test_peak_of_memory(tmp_path: Path, kind: str, options: tuple[str, ...]) -> None:
    count = POSTS // 10 if kind == "many" else POSTS
    posts = make(count, Mix(raw=kind == "raw"))
    write(tmp_path / "blog", map(many, posts) if kind == "many" else posts)
    arguments = (sys.executable, "-m", "digestlint", "_posts", *options)
    assert run(Command(kind, arguments, tmp_path / "blog")).largest <= MOST
