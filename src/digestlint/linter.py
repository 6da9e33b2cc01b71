"""From a post to what is said of it (``lint``) and to a better post (``fix``); both are pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from digestlint import fixes, selectors
from digestlint.checks import tool
from digestlint.diagnostics import Diagnostic, Finding, Severity, place
from digestlint.fixes import Fix, Safety
from digestlint.message import Message
from digestlint.overrides import effective
from digestlint.post import name_of, parse
from digestlint.rule import Rule
from digestlint.settings import Settings
from digestlint.source import Source, Span, UnreadableError
from digestlint.suppressions import hide
from digestlint.values import dataclass, field, replace

if TYPE_CHECKING:
    from pathlib import PurePath

    from digestlint.corpus import Corpus, Facts, Trace, Wanted

MAX_ROUNDS = 10
"""How often fixes are applied and the post is looked at again."""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    from digestlint import checks

    found = {
        rule.code: rule
        for family in checks.families()
        for rule in vars(family).values()
        if isinstance(rule, Rule)
    }
    return tuple(found[code] for code in sorted(found))


@cache
def codes() -> Mapping[str, str]:
    """Each rule's code and name, to its code."""
    return {key: rule.code for rule in rules() for key in (rule.code, rule.name)}


def unknown_selectors(settings: Settings) -> tuple[Message, ...]:
    """What is wrong with the settings' ``select`` and ``ignore``: selectors that name no rule."""
    return tuple(
        Message("{key}: {reason}", {"key": key, "reason": reason})
        for key in ("select", "ignore")
        for selector in getattr(settings, key)
        if (reason := selectors.unknown(selector, codes()))
    )


@dataclass(frozen=True, slots=True)
class Active:
    """A rule that is on, the severity it has, and whether its fixes may be made."""

    rule: Rule
    severity: Severity
    fixable: bool = True


@lru_cache(maxsize=64)  # all posts of one kind have the same settings
def active_rules(settings: Settings) -> Mapping[str, Active]:
    """The rules that are on, by code.

    What ``select`` and ``ignore`` say goes by the one that names the rule more exactly, and by
    ``ignore`` if both do alike. Without a ``select`` the rules are on that are so by default or
    have a table of their own in the settings. A level of ``off`` turns a rule off.
    """
    on: dict[str, Active] = {}
    selecting = (*settings.select, *settings.extend_select)
    ignoring = (*settings.ignore, *settings.extend_ignore)
    for rule in rules():
        code, level = rule.code, settings.levels.get(rule.code)
        selected = _specificity(selecting, code)
        if not settings.select and (rule.default or code in settings.configured):
            selected = max(selected, 1)
        ignored = _specificity(ignoring, code)
        if selected > ignored and level != "off" and not _specificity(settings.off, code):
            fixable = _specificity(settings.fixable, code)
            is_fixable = fixable > _specificity(settings.unfixable, code)
            on[code] = Active(rule, Severity(level) if level else rule.severity, is_fixable)
    return on


def _specificity(several: Iterable[str], code: str) -> int:
    """How exactly the one of the selectors names a rule that does so best."""
    known = codes()
    return max((selectors.specificity(each, code, known) for each in several), default=0)


Offer = tuple[str, Fix]
"""A fix and the code of the rule that offers it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is said of one file. ``crashed`` are the codes of rules that raised an exception.

    ``trace`` is what tells whether rules across posts may have something to say, None where none
    is on. ``fixes`` are what the diagnostics offer, each with the code of its rule. ``settings``
    are those that hold for it.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    suppressed: int = 0
    crashed: tuple[str, ...] = ()
    trace: Trace | None = None
    fixes: tuple[Offer, ...] = ()
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes.

    ``source`` is as it was where ``failure`` says why nothing could be changed. ``applied`` counts
    the fixes by rule, ``refused`` names the rules whose safe fix would have changed the page.
    ``result`` is what is left to say of ``source``.
    """

    source: Source
    result: Result
    applied: Mapping[str, int]
    refused: tuple[str, ...] = ()
    failure: Message | None = None


def decode(data: bytes, path: str) -> Source | Result:
    """The text of a file, or the one diagnostic for bytes that are none (DL001)."""
    try:
        return Source.decode(data)
    except UnreadableError as error:
        message = Message(
            "{reason} at byte {offset} (line {line}, byte {column} of it), expected text in UTF-8",
            {
                "reason": error.reason,
                "offset": error.offset,
                "line": error.line,
                "column": error.column,
            },
        )
        return Result(path, (_unreadable(data, error, path, message),))


def _unreadable(data: bytes, error: UnreadableError, path: str, message: Message) -> Diagnostic:
    before = data[: error.offset].decode(
        "utf-8"
    )  # what stands before the first wrong byte is right
    source = Source(before + "\ufffd")
    rule = tool.UNREADABLE_FILE
    finding = Finding(Span(len(before), len(before) + 1), message)
    return place(finding, source, path=path, code=rule.code, name=rule.name, severity=rule.severity)


def unreadable(result: Result, settings: Settings) -> Result:
    """The one diagnostic of ``decode``, as the settings would have it."""
    settings = effective(settings, result.path, Source(""))
    entry = active_rules(settings).get(tool.UNREADABLE_FILE.code) if settings.enabled else None
    said = (replace(it, severity=entry.severity) for it in result.diagnostics if entry)
    return replace(result, diagnostics=tuple(said), settings=settings)


def lint(
    source: Source, settings: Settings, path: str = "-", corpus: Corpus | None = None
) -> Result:
    """What is to be said of a post. Never raises: a rule that does is named by DL004.

    Rules across posts are silent without a corpus, of which the post itself is a part.
    """
    return _lint(source, effective(settings, path, source), path, corpus)


def lint_name(settings: Settings, path: str) -> Result:
    """What is to be said of a file under ``_posts`` that is no Markdown: only its name counts."""
    source = Source("")
    return _lint(source, effective(settings, path, source), path, None, NAME_RULES)


NAME_RULES = ("FN001",)
"""The rules that look at every file under ``_posts``, whatever it is."""


def lint_all(
    posts: Iterable[tuple[Source, str]],
    settings: Settings,
    neighbours: Iterable[tuple[Source, str]] = (),
) -> list[Result]:
    """What is to be said of several posts of one blog, each with its path; see ``compare``."""
    sources = {path: source for source, path in posts}
    results = [lint(source, settings, path) for path, source in sources.items()]
    return compare(results, sources.get, lambda _: settings, neighbours)


def compare(
    results: Sequence[Result],
    source_of: Callable[[str], Source | None],
    settings_of: Callable[[str], Settings],
    neighbours: Iterable[tuple[Source, str]] = (),
    read: Callable[[Source, Settings, str, Wanted], Facts] | None = None,
) -> list[Result]:
    """The results with what the rules across posts have to say.

    ``neighbours`` are posts of the blog of which nothing is to be said; they are only compared. A
    path that was linted is not taken from there. ``settings_of`` tells the settings of a path,
    ``source_of`` its text, for only the posts of which such a rule has something to say are linted
    again, for their suppressions. ``read`` is what reads neighbours, if not ``neighbour_facts``.
    """
    traced = {result.path: result for result in results if result.trace}
    if not traced:
        return list(results)
    from digestlint.corpus import by_blog, neighbour_facts, shared, wanted

    near = ((source, path) for source, path in neighbours if path not in traced)
    nearest = next(near, None)  # not all at once, which may be many
    again = traced.keys() if nearest else shared(it.trace for it in traced.values() if it.trace)
    own = {
        path: _facts(result, source_of if path in again else None)
        for path, result in traced.items()
    }
    looked_for = wanted(own.values())
    read = read or neighbour_facts
    others = []
    for source, path in chain([nearest] if nearest else [], near):
        settings = effective(settings_of(path), path, source)
        if settings.enabled:
            others.append(read(source, settings, path, looked_for))
    blogs = by_blog((*own.values(), *others))
    return [
        _compared(result, own[result.path], source_of, blogs) if result.path in own else result
        for result in results
    ]


def _facts(result: Result, source_of: Callable[[str], Source | None] | None) -> Facts:
    """The facts of a post that was linted, those of its papers only where its text is at hand."""
    assert result.trace
    source = source_of(result.path) if source_of else None
    if source is None:
        return result.trace.header
    from digestlint.corpus import facts_of

    post = parse(source, result.settings, name_of(result.path))
    return facts_of(post, result.settings, result.path)


def _compared(
    result: Result,
    facts: Facts,
    source_of: Callable[[str], Source | None],
    blogs: Mapping[PurePath, Corpus],
) -> Result:
    corpus = blogs[facts.blog]
    if not _says_any(facts, corpus, result.settings):
        return result
    source = source_of(result.path)
    return lint(source, result.settings, result.path, corpus) if source else result


def _says_any(facts: Facts, corpus: Corpus, settings: Settings) -> bool:
    """Whether a rule across posts has something to say, be it that it fails."""
    rules = [entry.rule for entry in active_rules(settings).values() if entry.rule.corpus]
    try:
        return any(
            True for rule in rules if rule.check for _ in rule.check(facts, corpus, settings)
        )
    except Exception:  # linting again will name the rule
        return True


def _lint(
    source: Source,
    settings: Settings,
    path: str,
    corpus: Corpus | None,
    only: Collection[str] | None = None,
) -> Result:
    """What is to be said of a post, by the rules that are on, or by those of ``only``."""
    if not settings.enabled:
        return Result(path, (), settings=settings)
    active = active_rules(settings)
    if only is not None:
        active = {code: active[code] for code in only if code in active}
    post = parse(source, settings, name_of(path))
    trace = facts = None
    if any(entry.rule.corpus for entry in active.values()):
        from digestlint.corpus import facts_of, trace_of

        if corpus is None:
            trace = trace_of(post, settings, path)
        else:
            facts = facts_of(post, settings, path)
    found: list[tuple[Rule, Finding]] = []
    crashed: list[tuple[Rule, Finding]] = []
    for entry in active.values():
        rule, check = entry.rule, entry.rule.check
        if check is None or (rule.corpus and corpus is None):
            continue
        asked = (facts, corpus) if rule.corpus else (post,)
        try:
            for finding in check(*asked, settings):
                found.append((rule, finding))
        except Exception as error:  # one bad rule never hides another's findings
            crashed.append((tool.INTERNAL_ERROR, _crash(rule, error)))
    if not all(entry.fixable for entry in active.values()):
        found = [
            (rule, it if active[rule.code].fixable else replace(it, fix=None)) for rule, it in found
        ]
    hidden = hide(post, found, codes(), active.__contains__)
    names = tuple(str(finding.message.parameters["code"]) for _, finding in crashed)
    findings = (*hidden.findings, *crashed)
    placed = _placed(findings, source, path, active)
    offers = tuple((rule.code, it.fix) for rule, it in hidden.findings if it.fix)
    return Result(path, placed, hidden.count, names, trace, offers, settings)


def _crash(rule: Rule, error: Exception) -> Finding:
    message = Message(
        "the rule {code} failed on this file ({error}); this is a fault of digestlint, not of the "
        "post",
        {"code": rule.code, "error": f"{type(error).__name__}: {error}"},
    )
    return Finding(Span(0, 0), message)


def _placed(
    findings: Iterable[tuple[Rule, Finding]],
    source: Source,
    path: str,
    active: Mapping[str, Active],
) -> tuple[Diagnostic, ...]:
    """The diagnostics, by position and code."""
    placed = []
    for rule, finding in findings:
        severity = active[rule.code].severity if rule.code in active else rule.severity
        placed.append(
            place(finding, source, path=path, code=rule.code, name=rule.name, severity=severity)
        )
    return tuple(sorted(placed, key=lambda it: (it.start, it.code, it.end)))


def fix(
    source: Source,
    settings: Settings,
    path: str = "-",
    *,
    unsafe: bool = False,
) -> Fixed:
    """The text after its fixes, to a fixpoint: apply what does not overlap, look again.

    Safe fixes are applied only if the page stays the same. The unsafe ones follow when no safe
    one is left.
    """
    now, applied, refused = source, Counter[str](), set[str]()
    seen = {source.text}
    for _ in range(MAX_ROUNDS):
        result = lint(now, settings, path)
        # What was refused is offered again: another text may let it pass, as a second run would.
        after, made, withdrawn, failed = _apply_safe(now, result.fixes)
        refused |= withdrawn
        if failed:
            return _failed(source, settings, path, refused, failed)
        if not made and unsafe:
            after, made = _apply(now, [it for it in result.fixes if it[1].safety is Safety.UNSAFE])
        if not made:
            break
        if after.text in seen:
            message = Message(
                "the fixes of {codes} undo one another, nothing was changed",
                {"codes": ", ".join(sorted(made))},
            )
            return _failed(source, settings, path, refused, message)
        now = after
        seen.add(now.text)
        applied += made
    else:
        message = Message(
            "the fixes of {codes} came to no end in {rounds} rounds, nothing was changed",
            {"codes": ", ".join(sorted(applied)), "rounds": MAX_ROUNDS},
        )
        return _failed(source, settings, path, refused, message)
    return Fixed(now, result, applied, tuple(sorted(refused)))


def _failed(
    source: Source, settings: Settings, path: str, refused: Iterable[str], failure: Message
) -> Fixed:
    result = lint(source, settings, path)
    return Fixed(source, result, Counter(), tuple(sorted(refused)), failure)


def _apply(source: Source, offered: Iterable[Offer]) -> tuple[Source, Counter[str]]:
    """The text after as many of the fixes as do not overlap, and how many of each rule."""
    offered = list(offered)
    chosen = fixes.choose(fix for _, fix in offered)
    made_of = {id(fix) for fix in chosen}
    made = Counter(code for code, fix in offered if id(fix) in made_of)
    return fixes.apply(source, chosen), made


def _apply_safe(
    source: Source, offered: Iterable[Offer]
) -> tuple[Source, Counter[str], set[str], Message | None]:
    """The text after the safe fixes that are proved, what was made, and the rules refused.

    The proof runs on all at once; if it fails, rule by rule, and once more on what is left.
    """
    safe = [it for it in offered if it[1].safety is Safety.SAFE]
    after, made = _apply(source, safe)
    if not made:
        return source, made, set(), None
    from digestlint.proof import same_page

    if same_page(source, after):
        return after, made, set(), None
    refused = {
        code
        for code in made
        if not same_page(source, _apply(source, [it for it in safe if it[0] == code])[0])
    }
    after, made = _apply(source, [it for it in safe if it[0] not in refused])
    if not same_page(source, after):
        message = Message(
            "the safe fixes of {codes} together would change the page, nothing was changed",
            {"codes": ", ".join(sorted(made))},
        )
        return source, Counter(), refused, message
    return after, made, refused, None
