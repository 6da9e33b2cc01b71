"""The baselines of a run: which one a post has, what they hide, and writing a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from digestlint import linter
from digestlint.console import Fault
from digestlint.message import Message
from digestlint.outcomes import Outcome, Outcomes, packed
from digestlint.scopes import Scopes
from digestlint.settings_files import shown_path
from digestlint.values import dataclass, replace

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from digestlint.baseline import Baseline, Key


@dataclass(frozen=True, slots=True)
class Listed:
    """Outcomes without what a baseline lists, and how many diagnostics that were.

    ``remarks`` tell of what is listed and no longer there.
    """

    outcomes: Outcomes
    hidden: int = 0
    remarks: tuple[Message, ...] = ()


class Baselines:
    """The baselines of a run; each is read once. ``chosen`` is the one of the command line.

    Where ``is_off``, there are none.
    """

    def __init__(self, scopes: Scopes, chosen: str | None, *, is_off: bool = False) -> None:
        self._scopes = scopes
        self._is_off = is_off
        self._chosen = Path(chosen) if chosen is not None else None
        self._read: dict[Path, Baseline] = {}

    def require(self, paths: Iterable[str]) -> None:
        """Reads the baselines of posts. Raises Fault where one cannot be read."""
        if self._is_off:
            return
        chosen = [self._chosen] if self._chosen else [self._file(path) for path in paths]
        files = dict.fromkeys(filter(None, chosen))
        if not files:
            return
        from digestlint.baseline import BaselineError, read

        messages: list[Message] = []
        for file in files:
            try:
                self._read[file] = read(file)
            except BaselineError as error:
                messages += error.messages
        if messages:
            raise Fault(messages)

    def _file(self, path: str) -> Path | None:
        return self._chosen or self._scopes.of(path).baseline

    def applied(self, outcomes: Outcomes) -> Listed:
        """The outcomes without what the baselines list."""
        if not self._read:
            return Listed(outcomes)
        from digestlint.baseline import known

        hidden = 0
        idle: dict[tuple[Path, str], Counter[str]] = {}

        def new(outcome: Outcome) -> Outcome:
            nonlocal hidden
            file = self._file(outcome.result.path)
            if file is None or outcome.faults:
                return outcome
            baseline = self._read[file]
            post = baseline.name_of(outcome.result.path)
            listed = baseline.entries.get(post, {})
            found = known(listed, outcome.result.diagnostics, _codes(outcome, listed))
            hidden += found.hidden
            idle[file, post] = found.idle
            return replace(outcome, result=replace(outcome.result, diagnostics=found.new))

        left = Outcomes(map(packed, map(new, outcomes)))
        for file, baseline in self._read.items():
            idle |= {(file, post): known(listed, (), None).idle for post, listed in baseline.gone()}
        return Listed(left, hidden, tuple(_remarks(idle)))


def _codes(outcome: Outcome, listed: Iterable[Key]) -> set[str]:
    """The rules that looked at a post, and those that are listed for it and are none any more."""
    settings, existing = outcome.result.settings, set(linter.codes().values())
    unknown = {code for code, _ in listed if code not in existing}
    looking = {*linter.active_rules(settings)} if settings.enabled else set()
    return (looking | unknown) - {*outcome.result.crashed}


def _remarks(idle: Mapping[tuple[Path, str], Counter[str]]) -> Iterator[Message]:
    for (file, post), counts in sorted(idle.items()):
        if counts:
            each = (code if n == 1 else f"{n} × {code}" for code, n in sorted(counts.items()))
            said = {"file": shown_path(file), "rules": ", ".join(each), "post": post}
            yield Message(
                "{file} lists {rules} in {post}, which is no longer there; --write-baseline drops "
                "it",
                said,
            )


def write(path: str, outcomes: Outcomes) -> Listed:
    """Writes a baseline of all that is there, and gives what it does not list. Raises Fault.

    What it lists already of posts that were not looked at stays.
    """
    from digestlint.baseline import Baseline, BaselineError, Looked, known, read, renewed, text
    from digestlint.output import put

    file = Path(path)
    try:
        baseline = read(file) if file.exists() else Baseline(file)
    except BaselineError as error:
        raise Fault(error.messages) from None
    looked = {}
    for outcome in outcomes:
        if not outcome.faults:
            post = baseline.name_of(outcome.result.path)
            codes = _codes(outcome, baseline.entries.get(post, {}))
            looked[post] = Looked(outcome.result.diagnostics, codes)
    baseline = renewed(baseline, looked)
    put(path, text(baseline).encode())
    left = []
    hidden = 0
    for outcome in outcomes:
        listed = baseline.entries.get(baseline.name_of(outcome.result.path), {})
        found = known(listed, outcome.result.diagnostics, ())
        hidden += found.hidden
        new = replace(outcome, result=replace(outcome.result, diagnostics=found.new))
        left.append(packed(new))
    return Listed(Outcomes(left), hidden, (_count(path, baseline),))


def _count(path: str, baseline: Baseline) -> Message:
    """How much a baseline lists."""
    number = sum(sum(listed.values()) for listed in baseline.entries.values())
    posts = len(baseline.entries)
    said: dict[str, object] = {"file": path, "count": number}
    said["posts"] = (
        Message("{count} post", {"count": 1})
        if posts == 1
        else Message("{count} posts", {"count": posts})
    )
    if number == 1:
        return Message("{file} lists {count} diagnostic of {posts}", said)
    return Message("{file} lists {count} diagnostics of {posts}", said)
