"""Files in, outcomes out: each is read, linted, mended and written, and compared with others."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from enum import Enum
from pathlib import Path

from digestlint import linter
from digestlint.files import PostFile
from digestlint.linter import Result
from digestlint.message import Message
from digestlint.outcomes import Outcome, Outcomes, Packed, packed
from digestlint.settings import Settings
from digestlint.source import Source, UnreadableError
from digestlint.values import dataclass, replace
from digestlint.whole import ChangedError, read, sweep, write
from digestlint.workers import chunk_size, spread

SettingsOf = Callable[[str], Settings]
"""The settings of a path, whatever their overrides say of it."""

Watch = Callable[[Iterator[Packed]], Iterable[Packed]]
"""What looks on while outcomes come in, and hands them on."""


class Mode(Enum):
    """To tell what is wrong, to mend what can be mended, or to tell what would be mended."""

    LINT = "lint"
    FIX = "fix"
    DIFF = "diff"


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
) -> Outcomes:
    """What came of the files, in their order, whatever the number of processes (``jobs``).

    ``settings_of`` tells the settings of a path. ``neighbours`` are files that rules across posts
    compare; they are read if such a rule is on. ``watch`` hands the outcomes on, one by one.
    """
    size = chunk_size(len(files), jobs)
    tasks = [
        Task(tuple(chunk), settings, mode, unsafe)
        for settings, chunk in _chunks(files, settings_of, size)
    ]
    with _swept(files if mode is Mode.FIX else ()), closing(_outcomes(tasks, jobs)) as coming:
        outcomes = Outcomes(watch(coming))
    before = [each.outcome.result for each in outcomes.light]
    compared = linter.compare(before, _texts(outcomes), settings_of, _sources(neighbours))
    for index, (old, new) in enumerate(zip(before, compared, strict=True)):
        if new is not old:
            outcomes.put(index, replace(outcomes[index], result=new))
    return outcomes


@contextmanager
def _swept(files: Iterable[PostFile]) -> Iterator[None]:
    """Removes what killed runs have left where files are written, and workers that are killed."""
    paths = map(Path, (path for path, _ in files))
    real = (Path(os.path.realpath(it)) if it.is_symlink() else it for it in paths)
    folders = {str(each.parent) for each in real}
    for folder in folders:
        sweep(folder)
    try:
        yield
    finally:
        for folder in folders:
            sweep(folder)


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


def _outcomes(tasks: Sequence[Task], jobs: int) -> Generator[Packed, None, None]:
    """What came of each file, other posts aside."""
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            yield from (packed(_run_file(file, task)) for file in task.files)
        return
    with closing(spread(run_task, tasks, jobs)) as coming:
        for task, done in zip(tasks, coming, strict=True):
            yield from done if done is not None else _lost(task)


def _lost(task: Task) -> Iterator[Packed]:
    """What to say of files whose worker died."""
    for path, _ in task.files:
        fault = Message("{path} was not linted: a worker process died", {"path": path})
        yield Packed(Outcome(Result(path, ()), faults=(fault,)))


def run_task(task: Task) -> list[Packed]:
    """What came of the files of a task, each by itself."""
    return [packed(_run_file(file, task)) for file in task.files]


def _run_file(file: PostFile, task: Task) -> Outcome:
    path, settings = file.path, task.settings
    if not file.read:
        return Outcome(linter.lint_name(settings, path))
    try:
        data = read(path)
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
    return replace(outcome, result=result)


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


def _texts(outcomes: Outcomes) -> Callable[[str], Source | None]:
    """The text of a path: as an outcome has it, else as it is in the file."""
    places = {each.outcome.result.path: index for index, each in enumerate(outcomes.light)}

    def text(path: str) -> Source | None:
        kept = outcomes[places[path]].after if path in places else ""
        return Source(kept) if kept else next((source for source, _ in _sources([path])), None)

    return text


def _sources(paths: Iterable[str]) -> Iterator[tuple[Source, str]]:
    """The posts that can be read; of the others, those who lint them hear."""
    for path in paths:
        try:
            yield Source.decode(read(path)), path
        except (OSError, UnreadableError):
            continue


def _reason(path: str, error: OSError) -> dict[str, str]:
    return {"path": path, "reason": error.strerror or str(error)}
