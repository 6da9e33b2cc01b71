"""A rule: its contract (code, name, severity) and the check that enforces it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digestlint.diagnostics import Finding, Severity
from digestlint.fixes import Safety
from digestlint.values import dataclass

Check = Callable[..., Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is enforced. A family's module is its list of rules; there is no registry.

    ``fix`` is how safe the check's fix is as a rule, None where it offers none; at some places a
    finding may offer a less safe one.
    ``default`` is False for rules that are off until selected or configured; ``severity`` is then
    the one they have when on. A check is ``check(post, settings)``; where ``corpus`` is True it is
    ``check(facts, corpus, settings)`` and compares the facts of posts. The DL rules have none: the
    linter finds what they name.
    """

    code: str
    name: str
    severity: Severity
    check: Check | None = None
    fix: Safety | None = None
    default: bool = True
    corpus: bool = False


def rule(
    code: str,
    name: str,
    *,
    severity: Severity,
    fix: Safety | None = None,
    default: bool = True,
    corpus: bool = False,
) -> Callable[[Check], Rule]:
    """Makes the check below it a rule; the parameters are those of ``Rule``."""
    return lambda check: Rule(code, name, severity, check, fix, default, corpus)
