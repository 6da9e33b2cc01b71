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

SettingsOf = Callable[[str], Settings]
"""The settings of a path, whatever their overrides say of it."""


class Mode(Enum):
    """To tell what is wrong, to mend what can be mended, or to tell what would be mended."""

    LINT = "lint"
    FIX = "fix"
    DIFF = "diff"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    ``before`` and ``after`` are its text, the same where nothing was mended and empty where it has
    none; ``fixed`` counts the fixes between them. ``remarks`` and ``faults`` are to be told beside
    the diagnostics; faults are those after which the exit status is 2.
    """

    result: Result
    before: str = ""
    after: str = ""
    fixed: int = 0
    remarks: tuple[Message, ...] = ()
    faults: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Looked:
    """A post before and after its fixes, and what is to be said of it then, other posts aside."""

    before: Source
    after: Source
    result: Result
    fixed: int = 0
    remarks: tuple[Message, ...] = ()
    faults: tuple[Message, ...] = ()


def run_files(
    files: Sequence[PostFile],
    settings_of: SettingsOf,
    mode: Mode,
    *,
    unsafe: bool = False,
    neighbours: Iterable[str] = (),
    watch: Callable[[Sequence[PostFile]], Iterable[PostFile]] = iter,
) -> list[Outcome]:
    """What came of the files, in their order.

    ``settings_of`` tells the settings of a path. ``neighbours`` are files that rules across posts
    compare; they are read if such a rule is on. ``watch`` hands the files on, one by one.
    """
    outcomes: dict[str, Outcome] = {}
    looked: list[_Looked] = []
    for path, is_read in watch(files):
        if not is_read:
            outcomes[path] = Outcome(linter.lint_name(settings_of(path), path))
            continue
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            fault = Message("cannot read {path}: {reason}", _reason(path, error))
            outcomes[path] = Outcome(Result(path, ()), faults=(fault,))
            continue
        source = linter.decode(data, path)
        settings = settings_of(path)
        if isinstance(source, Result):
            outcomes[path] = Outcome(linter.unreadable(source, settings))
        else:
            each = _look(source, path, settings, mode, unsafe)
            looked.append(_written(each, data, settings) if mode is Mode.FIX else each)
    compared = _compared(looked, settings_of, neighbours)
    outcomes |= ((outcome.result.path, outcome) for outcome in compared)
    return [outcomes[path] for path, _ in files]


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
    return next(_compared([_look(source, path, settings, mode, unsafe)], settings_of, neighbours))


def _look(source: Source, path: str, settings: Settings, mode: Mode, unsafe: bool) -> _Looked:
    if mode is Mode.LINT:
        return _Looked(source, source, linter.lint(source, settings, path))
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
    return _Looked(source, fixed.source, fixed.result, made, remarks, faults)


def _written(looked: _Looked, data: bytes, settings: Settings) -> _Looked:
    """The post after it was written, or as it was if that failed."""
    path = looked.result.path
    if looked.after == looked.before:
        return looked
    try:
        write(path, looked.after.encode(), read=data)
    except ChangedError:
        fault = Message("{path} has changed since it was read and was left alone", {"path": path})
    except OSError as error:
        fault = Message("cannot write {path}: {reason}", _reason(path, error))
    else:
        return looked
    unchanged = _look(looked.before, path, settings, Mode.LINT, False)
    return replace(unchanged, faults=(*looked.faults, fault))


def _compared(
    looked: Sequence[_Looked], settings_of: SettingsOf, neighbours: Iterable[str]
) -> Iterator[Outcome]:
    """What came of the posts after those rules had their word that compare posts."""
    said = [(each.after, each.result) for each in looked]
    results = linter.compare(said, settings_of, _sources(neighbours))
    for each, result in zip(looked, results, strict=True):
        before, after = each.before.text, each.after.text
        yield Outcome(result, before, after, each.fixed, each.remarks, each.faults)


def _sources(paths: Iterable[str]) -> Iterator[tuple[Source, str]]:
    """The posts that can be read; of the others, those who lint them hear."""
    for path in paths:
        try:
            yield Source.decode(Path(path).read_bytes()), path
        except (OSError, UnreadableError):
            continue


def _reason(path: str, error: OSError) -> dict[str, str]:
    return {"path": path, "reason": error.strerror or str(error)}
