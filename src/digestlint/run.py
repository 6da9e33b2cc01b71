"""Files in, outcomes out: each is read, linted, mended and written, and compared with others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from digestlint import linter
from digestlint.files import ChangedError, PostFile, write
from digestlint.linter import Result
from digestlint.message import Message
from digestlint.settings import Settings
from digestlint.source import Source, UnreadableError
from digestlint.workers import chunk_size, spread

SettingsOf = Callable[[str], Settings]
"""The settings of a path, whatever their overrides say of it."""

Watch = Callable[[Iterator["Outcome"]], Iterable["Outcome"]]
"""What looks on while outcomes come in, and hands them on."""


class Mode(Enum):
    """To tell what is wrong, to mend what can be mended, or to tell what would be mended."""

    LINT = "lint"
    FIX = "fix"
    DIFF = "diff"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    ``before`` and ``after`` are its text, the same where nothing was mended; they are empty for a
    post that was only linted and of which nothing is to be said, and for what is no text.
    ``fixed`` counts the fixes between them. ``remarks`` and ``faults`` are to be told beside the
    diagnostics; faults are those after which the exit status is 2.
    """

    result: Result
    before: str = ""
    after: str = ""
    fixed: int = 0
    remarks: tuple[Message, ...] = ()
    faults: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Files that have the same settings, overrides aside, and what to do with them."""

    files: tuple[PostFile, ...]
    settings: Settings
    mode: Mode
    unsafe: bool


def run_files(
    files: Sequence[PostFile],
    settings_of: SettingsOf,
    mode: Mode,
    *,
    unsafe: bool = False,
    neighbours: Iterable[str] = (),
    jobs: int = 1,
    watch: Watch = iter,
) -> list[Outcome]:
    """What came of the files, in their order, whatever the number of processes (``jobs``).

    ``settings_of`` tells the settings of a path. ``neighbours`` are files that rules across posts
    compare; they are read if such a rule is on. ``watch`` hands the outcomes on, one by one.
    """
    size = chunk_size(len(files), jobs)
    tasks = [
        Task(tuple(chunk), settings, mode, unsafe)
        for settings, chunk in _chunks(files, settings_of, size)
    ]
    outcomes = list(watch(_outcomes(tasks, jobs)))
    results = linter.compare(
        [outcome.result for outcome in outcomes],
        _texts(outcomes),
        settings_of,
        _sources(neighbours),
    )
    return [
        _with_result(outcome, result) for outcome, result in zip(outcomes, results, strict=True)
    ]


def _chunks(
    files: Sequence[PostFile], settings_of: SettingsOf, size: int
) -> Iterator[tuple[Settings, list[PostFile]]]:
    """The files in their order, in parts of at most ``size`` that have the same settings."""
    settings, chunk = Settings(), list[PostFile]()
    for file in files:
        its = settings_of(file.path)
        if chunk and (its is not settings or len(chunk) == size):
            yield settings, chunk
            chunk = []
        settings = its
        chunk.append(file)
    if chunk:
        yield settings, chunk


def _outcomes(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """What came of each file, other posts aside."""
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            yield from (_run_file(file, task) for file in task.files)  # one by one, to be watched
        return
    for task, done in zip(tasks, spread(run_task, tasks, jobs), strict=True):
        yield from done if done is not None else _lost(task)


def _lost(task: Task) -> Iterator[Outcome]:
    """What to say of files whose worker died."""
    for path, _ in task.files:
        fault = Message("{path} was not linted: a worker process died", {"path": path})
        yield Outcome(Result(path, ()), faults=(fault,))


def run_task(task: Task) -> list[Outcome]:
    """What came of the files of a task, each by itself."""
    return [_run_file(file, task) for file in task.files]


def _run_file(file: PostFile, task: Task) -> Outcome:
    path, settings = file.path, task.settings
    if not file.read:
        return Outcome(linter.lint_name(settings, path))
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        fault = Message("cannot read {path}: {reason}", _reason(path, error))
        return Outcome(Result(path, ()), faults=(fault,))
    source = linter.decode(data, path)
    if isinstance(source, Result):
        return Outcome(linter.unreadable(source, settings))
    outcome = _look(source, path, settings, task.mode, task.unsafe)
    if task.mode is Mode.FIX:
        outcome = _written(outcome, data, settings)
    if outcome.after == outcome.before and not outcome.result.diagnostics:
        outcome = replace(outcome, before="", after="")  # good posts do not have to be kept
    return outcome


def run_text(
    data: bytes,
    file: PostFile,
    settings_of: SettingsOf,
    mode: Mode,
    *,
    unsafe: bool = False,
    neighbours: Iterable[str] = (),
) -> Outcome:
    """What came of a post that is not in its file, or not yet; nothing is written."""
    path, settings = file.path, settings_of(file.path)
    if not file.read:
        return Outcome(linter.lint_name(settings, path))
    source = linter.decode(data, path)
    if isinstance(source, Result):
        return Outcome(linter.unreadable(source, settings))
    outcome = _look(source, path, settings, mode, unsafe)
    after = Source(outcome.after)
    near = _sources(neighbours)
    (result,) = linter.compare([outcome.result], lambda _: after, settings_of, near)
    return _with_result(outcome, result)


def _look(source: Source, path: str, settings: Settings, mode: Mode, unsafe: bool) -> Outcome:
    """What came of a post, other posts aside; nothing is written."""
    if mode is Mode.LINT:
        return Outcome(linter.lint(source, settings, path), source.text, source.text)
    fixed = linter.fix(source, settings, path, unsafe=unsafe)
    remarks = tuple(
        Message(
            "{path}: the safe fix of {code} would have changed the page and was not made; "
            "this is a fault of digestlint, not of the post",
            {"path": path, "code": code},
        )
        for code in fixed.refused
    )
    faults: tuple[Message, ...] = ()
    if fixed.failure:
        faults = (Message("{path}: {failure}", {"path": path, "failure": fixed.failure}),)
    made = sum(fixed.applied.values())
    return Outcome(fixed.result, source.text, fixed.source.text, made, remarks, faults)


def _written(outcome: Outcome, data: bytes, settings: Settings) -> Outcome:
    """The outcome after the post was written, or as it was if that failed."""
    path = outcome.result.path
    if outcome.after == outcome.before:
        return outcome
    try:
        write(path, outcome.after.encode(), read=data)
    except ChangedError:
        fault = Message("{path} has changed since it was read and was left alone", {"path": path})
    except OSError as error:
        fault = Message("cannot write {path}: {reason}", _reason(path, error))
    else:
        return outcome
    unchanged = _look(Source(outcome.before), path, settings, Mode.LINT, False)
    return replace(unchanged, faults=(*outcome.faults, fault))


def _texts(outcomes: Iterable[Outcome]) -> Callable[[str], Source | None]:
    """The text of a path: as an outcome has it, else as it is in the file."""
    kept = {outcome.result.path: outcome.after for outcome in outcomes if outcome.after}

    def text(path: str) -> Source | None:
        if path in kept:
            return Source(kept[path])
        return next((source for source, _ in _sources([path])), None)

    return text


def _with_result(outcome: Outcome, result: Result) -> Outcome:
    return outcome if result is outcome.result else replace(outcome, result=result)


def _sources(paths: Iterable[str]) -> Iterator[tuple[Source, str]]:
    """The posts that can be read; of the others, those who lint them hear."""
    for path in paths:
        try:
            yield Source.decode(Path(path).read_bytes()), path
        except (OSError, UnreadableError):
            continue


def _reason(path: str, error: OSError) -> dict[str, str]:
    return {"path": path, "reason": error.strerror or str(error)}
