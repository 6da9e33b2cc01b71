"""Quick fixes of the diagnostics at a place, and the action that makes all safe fixes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from lsprotocol import types

from digestlint.diagnostics import PlacedFix
from digestlint.fixes import Safety
from digestlint.linter import Fixed
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.reporters import escape
from digestlint.server.messages import Client, Said, Shown
from digestlint.server.positions import Positions
from digestlint.source import Source

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.digestlint"
"""The kind of the action that makes all safe fixes."""

KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL)
"""The kinds of actions that there are."""


_LINE = pattern(r"[^\n]*\n|[^\n]+")


def actions(
    post: Shown,
    fixed: Fixed | None,
    place: types.Range,
    context: types.CodeActionContext,
    client: Client,
) -> Iterator[types.CodeAction]:
    """What can be done at a place of a post. ``fixed`` is the post after its safe fixes.

    A safe fix that is not proved to leave the page as it is is not there.
    """
    if _is_wanted(types.CodeActionKind.QuickFix, context):
        for each in post.said:
            if _is_meant(each, place, context) and each.found.fix and _is_proved(each, fixed):
                yield _quick_fix(post, each, each.found.fix, client)
    if _is_wanted(FIX_ALL, context) and fixed and fixed.source != post.source:
        edits = list(changes(post.source, fixed.source, post.positions))
        yield types.CodeAction(
            title=post.say(Message("Make all safe fixes (digestlint)")),
            kind=FIX_ALL,
            diagnostics=[
                each.message
                for each in post.said
                if each.found.fix and each.found.fix.safety is Safety.SAFE
            ],
            edit=_edit(post, edits, client),
        )


def _is_wanted(kind: str, context: types.CodeActionContext) -> bool:
    """Whether an editor asks for all kinds of actions, for this one, or for what it is part of."""
    only = context.only
    return only is None or any(kind == it or kind.startswith(f"{it}.") for it in map(_value, only))


def _value(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _is_meant(said: Said, place: types.Range, context: types.CodeActionContext) -> bool:
    """Whether a diagnostic touches the place, or is one of those that the editor names."""
    here = said.message.range
    if here.start <= place.end and place.start <= here.end:
        return True
    return any((it.range, it.code) == (here, said.found.code) for it in context.diagnostics)


def _is_proved(said: Said, fixed: Fixed | None) -> bool:
    """Whether a fix that is said to be safe is so."""
    if said.found.fix is None or said.found.fix.safety is Safety.UNSAFE:
        return True
    return bool(fixed and not fixed.failure and said.found.code not in fixed.refused)


def _quick_fix(post: Shown, said: Said, fix: PlacedFix, client: Client) -> types.CodeAction:
    is_safe = fix.safety is Safety.SAFE
    title = escape(post.say(fix.title))
    named = {"title": f"{title[:1].upper()}{title[1:]}", "code": said.found.code}
    message = Message("{title} ({code}, unsafe: changes what a reader sees)", named)
    return types.CodeAction(
        title=post.say(Message("{title} ({code})", named) if is_safe else message),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[said.message],
        is_preferred=is_safe,
        edit=_edit(post, [post.positions.edit(edit) for edit in fix.edits], client),
    )


def _edit(post: Shown, edits: Sequence[types.TextEdit], client: Client) -> types.WorkspaceEdit:
    if not client.numbers:
        return types.WorkspaceEdit(changes={post.uri: list(edits)})
    document = types.OptionalVersionedTextDocumentIdentifier(post.uri, post.number)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(edits))])


def changes(before: Source, after: Source, positions: Positions) -> Iterator[types.TextEdit]:
    """The edits, line by line, that make one text of the other; ``positions`` are the first's."""
    old, new = (_LINE.findall(it.text) for it in (before, after))
    starts = list(accumulate(map(len, old), initial=0))
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            place = positions.range(starts[start], starts[end])
            yield types.TextEdit(place, "".join(new[new_start:new_end]))
