"""The Python interface, for programs that write posts and check them before they publish them.

>>> import digestlint
>>> text = '''# 1. [작은 모델의 추론](https://arxiv.org/abs/2511.04570)
...
... > [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04571)
... '''
>>> for found in digestlint.lint(text, settings=digestlint.Settings(select=("LK",))):
...     print(found.start.line, found.code, found.message)
3 LK005 alphaXiv id 2511.04571 differs from the arXiv id 2511.04570

The names in ``digestlint.__all__`` are what programs can count on. Nothing here prints or writes;
only ``lint_paths`` and ``read_settings`` read files.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from digestlint import linter
from digestlint.baselines import Baselines
from digestlint.console import Fault
from digestlint.diagnostics import Diagnostic
from digestlint.files import Patterns, PatternsOf, find, neighbours
from digestlint.globs import globs, repository, slashed
from digestlint.linter import Result
from digestlint.outcomes import Outcomes
from digestlint.overrides import effective
from digestlint.run import Mode, SettingsOf, run_files
from digestlint.scopes import Scopes
from digestlint.setting_faults import SettingsError
from digestlint.settings import INCLUDE, Settings
from digestlint.source import Source

if TYPE_CHECKING:
    from digestlint.schema import DigestPost

StrPath = str | os.PathLike[str]
HOUSE = Settings()
"""The settings where no others are given: those of the house."""
NO_PATH = "-"
"""The path of a post that has none."""


def lint(
    text: str, *, path: StrPath = NO_PATH, settings: Settings = HOUSE
) -> tuple[Diagnostic, ...]:
    """What is wrong with the text of a post, by position; nothing if it is good.

    ``path`` is where the post is to stand, such as ``_posts/2025-11-07-daily-papers-20251107.md``.
    No file need be there and none is read: the path is for the rules on names and dates. Rules
    across posts are silent; ``lint_paths`` asks them.

    >>> found, = lint("## Method \\n", settings=Settings(select=("WS001",)))
    >>> found.code, found.severity.value, found.start.line, found.start.column
    ('WS001', 'warning', 1, 10)
    >>> str(found)
    '-:1:10: warning WS001 trailing-whitespace: white space at the end of the line, expected none'

    Raises SettingsError where the settings select a rule that does not exist.
    """
    return _result(text, path, settings).diagnostics


def fix(
    text: str, *, path: StrPath = NO_PATH, settings: Settings = HOUSE, unsafe: bool = False
) -> str:
    """The text after its fixes: those after which the published page is the same, as is proved.

    With ``unsafe`` also those that change what a reader or a link sees. What is then left to say of
    the text, ``lint`` tells.

    >>> fix("## Method \\n", settings=Settings(select=("WS001",)))
    '## Method\\n'

    A fix that cannot be made, be it that it would change the page or that others undo it, is told
    as a RuntimeWarning: it is a fault of digestlint. Raises SettingsError as ``lint`` does.
    """
    _check(settings)
    source, path = _decoded(text, path), os.fspath(path)
    if isinstance(source, Result):
        return text
    fixed = linter.fix(source, settings, Path(path).as_posix(), unsafe=unsafe)
    faults = [f"the safe fix of {code} would have changed the page" for code in fixed.refused]
    for fault in [*faults, str(fixed.failure)] if fixed.failure else faults:
        warnings.warn(f"{path}: {fault}", RuntimeWarning, stacklevel=2)
    return fixed.source.text


def parse(text: str, *, path: StrPath = NO_PATH, settings: Settings = HOUSE) -> DigestPost:
    """What a post says: its front matter, and its papers with their ids, titles and sections.

    What is written wrongly is read as it was meant, if that is plain; ``lint`` tells such things.

    >>> post = parse('''---
    ... layout: post
    ... title: Daily Papers — 2025-11-07
    ... date: 2025-11-07 08:15:00 +0900
    ... tags: [papers]
    ... categories: []
    ... ---
    ... # 1. [작은 모델의 추론](https://arxiv.org/abs/2511.04570)
    ... ##Method
    ... 짧은 풀이를 골라 학습한다.
    ... ''')
    >>> post.front_matter.date.isoformat()
    '2025-11-07'
    >>> [(paper.number, paper.title, paper.arxiv_id) for paper in post.papers]
    [(1, '작은 모델의 추론', '2511.04570')]
    >>> post.papers[0].sections[0].text
    '짧은 풀이를 골라 학습한다.'

    Raises ValueError where the text has no such value; a ``pydantic.ValidationError``, which is
    one, tells every reason. Raises SettingsError as ``lint`` does.
    """
    from digestlint.post import name_of
    from digestlint.post import parse as parse_post
    from digestlint.post_value import read_post

    _check(settings)
    source = _decoded(text, path)
    if isinstance(source, Result):
        raise ValueError(str(source.diagnostics[0].message))
    name = Path(path).as_posix()
    settings = effective(settings, name, source)
    return read_post(parse_post(source, settings, name_of(name)), settings)


def lint_paths(
    paths: Iterable[StrPath], *, settings: Settings | None = None
) -> tuple[Diagnostic, ...]:
    """What is wrong with posts on disk, by path and position; other posts of the blog are compared.

    ``paths`` are files and folders, as on the command line; none is the current folder. Without
    ``settings`` those hold that the settings file nearest to each post gives, its baseline
    included; patterns in ``settings`` are relative to the root of the repository, or else to the
    current folder.

    >>> lint_paths(["_posts/2025-11-07-daily-papers-20251107.md"])
    Traceback (most recent call last):
    ...
    FileNotFoundError: no such file or folder: _posts/2025-11-07-daily-papers-20251107.md

    Raises OSError where a path leads nowhere or a file cannot be read, and SettingsError.
    """
    scopes = Scopes()
    settings_of: SettingsOf = scopes.settings
    patterns_of: PatternsOf = scopes.patterns
    if settings:
        settings_of, patterns_of = _everywhere(settings)
    found = find([os.fspath(path) for path in paths], patterns_of=patterns_of)
    for path in found.absent:
        raise FileNotFoundError(f"no such file or folder: {path}")
    for error in found.errors:
        raise error
    for file in found.posts:
        settings_of(file.path)
    if scopes.faults:
        raise SettingsError(scopes.faults)
    near = neighbours([file.path for file in found.posts if file.read], (), patterns_of)
    outcomes = run_files(found.posts, settings_of, Mode.LINT, neighbours=near)
    for fault in (fault for each in outcomes.light for fault in each.outcome.faults):
        raise OSError(str(fault))
    if settings is None:
        outcomes = _new(outcomes, scopes)
    return tuple(found for outcome in outcomes for found in outcome.result.diagnostics)


def _new(outcomes: Outcomes, scopes: Scopes) -> Outcomes:
    """What came of posts, without what baselines list. Raises SettingsError."""
    baselines = Baselines(scopes, None)
    try:
        baselines.require([outcome.result.path for outcome in outcomes])
    except Fault as fault:
        raise SettingsError(fault.lines) from None
    return baselines.applied(outcomes).outcomes


def read_settings(path: StrPath = ".") -> Settings:
    """The settings of a file such as ``digestlint.toml``, or those that hold in a folder.

    The latter are those of the nearest settings file upward, not above the root of the repository;
    without one, the house's.

    >>> read_settings("absent.toml")
    Traceback (most recent call last):
    ...
    digestlint.setting_faults.SettingsError: absent.toml: cannot be read: No such file or directory

    Raises SettingsError, which has every mistake at once.
    """
    folder = Path(path)
    scopes = Scopes(os.fspath(path)) if folder.suffix == ".toml" else Scopes()
    settings = scopes.of_folder(slashed(folder)).settings
    if scopes.faults:
        raise SettingsError(scopes.faults)
    return settings


def _everywhere(settings: Settings) -> tuple[SettingsOf, PatternsOf]:
    """The settings and their patterns, whatever the path and the folder."""
    _check(settings)
    here = repository(Path()) or Path()
    include, exclude = globs(here, settings.include), globs(here, settings.exclude)
    patterns = Patterns(include, (exclude,), settings.include != INCLUDE)
    return lambda _: settings, lambda _: patterns


def _result(text: str, path: StrPath, settings: Settings) -> Result:
    _check(settings)
    source = _decoded(text, path)
    if isinstance(source, Result):
        return linter.unreadable(source, settings)
    return linter.lint(source, settings, Path(path).as_posix())


def _decoded(text: str, path: StrPath) -> Source | Result:
    """The text, or what is said of one that no file in UTF-8 holds (a NUL, half a character)."""
    return linter.decode(text.encode("utf-8", "surrogatepass"), Path(path).as_posix())


def _check(settings: Settings) -> None:
    """Raises SettingsError where a rule is named that does not exist."""
    if unknown := linter.unknown_selectors(settings):
        raise SettingsError(unknown)
