"""Comments that hide diagnostics, and what is wrong with them.

``<!-- digestlint: ignore[LK005] -- reason -->`` on its own line hides diagnostics of the next
block (of a list or quote the whole), ``ignore-start[…]`` those down to its ``ignore-end[…]``,
``ignore-file[…]`` those of the file; in the front matter the last is written
``# digestlint: ignore-file[…]``. Rules are named by code or name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from digestlint.checks import tool
from digestlint.comments import CALL, Comment, comments
from digestlint.diagnostics import Finding, Note
from digestlint.document import Lines
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.rule import Rule
from digestlint.selectors import no_rule
from digestlint.source import Span
from digestlint.values import NamedTuple, dataclass

START, END = "ignore-start", "ignore-end"
DIRECTIVES = ("ignore", START, END, "ignore-file")

_TEXT = pattern(r"digestlint:\s*(?P<directive>[\w-]*)\s*(?:\[(?P<names>[^\]\n]*)\])?")
_NAME = pattern(r"[^\s,]+")


class _Name(NamedTuple):
    """A rule as a comment names it; ``code`` is None where there is no such rule."""

    comment: Comment
    directive: str
    code: str | None
    span: Span

    @property
    def is_faulty(self) -> bool:
        """Whether something was said of it already."""
        return self.code is None or self.comment.misplaced is not None


@dataclass(frozen=True, slots=True, eq=False)
class Suppression:
    """A rule that is hidden in some lines, in all where ``lines`` is None.

    ``comments`` are the one or two that say so, ``span`` is where the first names the rule.
    """

    code: str
    span: Span
    lines: Lines | None
    comments: tuple[Comment, ...]

    def hides(self, line: int) -> bool:
        """Whether the rule is hidden in a line."""
        return self.lines is None or self.lines.first <= line <= self.lines.last


@dataclass(frozen=True, slots=True)
class Hidden:
    """Findings that are left, and how many were hidden."""

    findings: tuple[tuple[Rule, Finding], ...]
    count: int


def hide(
    post: Post,
    found: Sequence[tuple[Rule, Finding]],
    codes: Mapping[str, str],
    is_active: Callable[[str], bool],
) -> Hidden:
    """The findings that no comment hides, and what DL002 and DL003 say of the comments.

    ``codes`` maps each rule's code and name to its code; ``is_active`` tells of a code whether its
    rule is selected, for a comment that names another has nothing to hide.
    """
    if CALL not in post.source.text:
        return Hidden(tuple(found), 0)
    suppressions, faults = read(post, codes)
    by_code: dict[str, list[Suppression]] = defaultdict(list)
    for suppression in suppressions:
        by_code[suppression.code].append(suppression)
    left: list[tuple[Rule, Finding]] = []
    used: set[Suppression] = set()
    for rule, finding in found:
        line = post.source.line_at(finding.span.start)
        hiding = [it for it in by_code.get(rule.code, ()) if it.hides(line)]
        used.update(hiding)
        if not hiding:
            left.append((rule, finding))
    said = [(tool.UNKNOWN_SUPPRESSION, finding) for finding in faults]
    unused = _unused(suppressions, used, is_active)
    said += ((tool.UNUSED_SUPPRESSION, finding) for finding in unused)
    return Hidden((*left, *(it for it in said if is_active(it[0].code))), len(found) - len(left))


def _unused(
    suppressions: Sequence[Suppression], used: set[Suppression], is_active: Callable[[str], bool]
) -> Iterator[Finding]:
    """What is said of suppressions that hide nothing; a comment goes with all that it names."""
    idle = {it: None for it in suppressions if it not in used and is_active(it.code)}
    together: dict[Comment, set[tuple[Comment, ...]]] = defaultdict(set)
    for suppression in suppressions:
        for comment in suppression.comments:
            together[comment].add(suppression.comments)
            if suppression not in idle:
                together[comment].add(())
    for suppression in idle:
        message = Message("the suppression of {code} hides nothing", {"code": suppression.code})
        own = suppression.comments
        is_removable = all(it.removal and together[it] == {own} for it in own)
        edits = tuple(Edit(it.removal, "") for it in own if it.removal)
        fix = Fix(Message("remove the suppression"), edits, Safety.SAFE) if is_removable else None
        yield Finding(suppression.span, message, fix=fix)


# -- what the comments say -------------------------------------------------------------------------


def read(post: Post, codes: Mapping[str, str]) -> tuple[list[Suppression], list[Finding]]:
    """What the comments of a post hide, and what is wrong with them."""
    names: list[_Name] = []
    faults: list[Finding] = []
    for comment in comments(post):
        for name in _said(comment, codes):
            if isinstance(name, _Name):
                names.append(name)
            else:
                faults.append(name)
    suppressions = [
        Suppression(
            it.code, it.span, it.comment.below if it.directive == "ignore" else None, (it.comment,)
        )
        for it in names
        if it.directive not in (START, END) and it.code and not it.is_faulty
    ]
    for said in _ranges([it for it in names if it.directive in (START, END)]):
        if isinstance(said, Suppression):
            suppressions.append(said)
        else:
            faults.append(said)
    return suppressions, faults


def _said(comment: Comment, codes: Mapping[str, str]) -> Iterator[_Name | Finding]:
    """The rules that a comment names, and what is wrong with it."""
    found = _TEXT.match(comment.text)
    assert found is not None  # a comment is one only if its text begins so
    directive = found["directive"]
    if directive not in DIRECTIVES:
        *others, last = (f"{it}[…]" for it in DIRECTIVES)
        message = Message(
            "unknown suppression {directive!r}, expected {expected} or {last}",
            {"directive": directive, "expected": ", ".join(others), "last": last},
        )
        yield Finding(comment.span, message)
        return
    if comment.in_header and directive != "ignore-file":
        message = Message("a suppression in the front matter is for the file: ignore-file[…]")
        yield Finding(comment.span, message)
        return
    if comment.misplaced:
        message, other, note = comment.misplaced
        notes = (Note(note, other),) if other and note else ()
        yield Finding(comment.span, message, notes)
    named: set[str] = set()
    for name in _NAME.finditer(found["names"] or ""):
        start = comment.text_start + found.start("names") + name.start()
        span, code = Span(start, start + len(name[0])), codes.get(name[0])
        if code is None and not comment.misplaced:
            yield Finding(span, no_rule(name[0], codes))
        if code not in named:
            named.add(code or name[0])
            yield _Name(comment, directive, code, span)
    if not named and not comment.misplaced:
        message = Message("the suppression names no rule, expected a code or name in brackets")
        yield Finding(comment.span, message)


# -- ranges ----------------------------------------------------------------------------------------


def _ranges(names: Sequence[_Name]) -> Iterator[Suppression | Finding]:
    """The ranges between starts and ends of the same rule, and what is wrong with the others.

    An end belongs to the last start of its rule that has none. A start and an end that are left
    over were meant for one another: it is said once, at the end.
    """
    open_: dict[str | None, list[_Name]] = defaultdict(list)
    loose: dict[Span, _Name] = {}
    last_end: dict[str | None, _Name] = {}
    end_above: dict[Span, _Name | None] = {}
    for name in names:
        end_above[name.span] = last_end.get(name.code)
        if name.directive == START:
            open_[name.code].append(name)
            loose[name.span] = name
        else:
            last_end[name.code] = name
            if name.code and open_[name.code]:
                start = open_[name.code].pop()
                del loose[start.span]
                yield from _range(start, name)
            else:
                loose[name.span] = name
    starts: list[_Name] = []
    alone: list[_Name] = []
    for name in loose.values():
        if name.directive == START:
            starts.append(name)
        elif starts:
            start = starts.pop()
            yield from _range(start, name)
            if not start.is_faulty and not name.is_faulty:
                yield _of_another(start, name)
        else:
            alone.append(name)
    for name in (*starts, *alone):
        if not name.is_faulty:
            yield _alone(name, end_above[name.span])


def _range(start: _Name, end: _Name) -> Iterator[Suppression]:
    if start.code and not start.is_faulty:
        lines = Lines(start.comment.line, end.comment.line)
        yield Suppression(start.code, start.span, lines, (start.comment, end.comment))


def _of_another(start: _Name, end: _Name) -> Finding:
    found = {"code": end.code, "open": start.code}
    message = Message("no range of {code} begins above, the one that is open is of {open}", found)
    return Finding(end.span, message, (Note(Message("it begins here"), start.span),))


def _alone(name: _Name, end_above: _Name | None) -> Finding:
    """What is said of a start without an end, or an end without a start."""
    found = {"code": name.code}
    if name.directive == START:
        message = Message(
            "the range of {code} has no ignore-end below, so nothing is hidden", found
        )
        text = Message("an ignore-end stands here, above it")
    else:
        message = Message("no range of {code} begins above this ignore-end", found)
        text = Message("one that began above ends here already")
    notes = (Note(text, end_above.span),) if end_above else ()
    return Finding(name.span, message, notes)
