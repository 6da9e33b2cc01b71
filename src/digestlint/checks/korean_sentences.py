"""KO: Korean prose, its sentences. Words and characters are in ``korean``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from unicodedata import category

from digestlint.brackets import CLOSING, QUOTES
from digestlint.diagnostics import Finding, Severity
from digestlint.document import Container
from digestlint.endings import Ending, close, ending_of, goes_on, particle
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.passage import Passage
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.prose import OBJECT
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span
from digestlint.values import NamedTuple


class _Sentence(NamedTuple):
    """A sentence whose end tells its speech level: its last word, and how it ends."""

    passage: Passage
    word: Span
    ending: Ending


@rule("KO002", "wrong-speech-level", severity=Severity.WARNING)
def wrong_speech_level(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sentences that do not end in the wanted style."""
    style = settings.rules.KO002.style
    if style == "consistent":
        yield from _inconsistent(list(_sentences(post, settings)))
        return
    wanted = Ending.PLAIN if style == "plain" else Ending.POLITE
    for passage, word, _ in _sentences(post, settings, but=wanted):
        found = {"word": passage.text[word.start : word.end]}
        if wanted is Ending.PLAIN:
            message = Message("sentence ends in {word}, expected the plain style (-다)", found)
        else:
            message = Message("sentence ends in {word}, expected the polite style (-습니다)", found)
        yield Finding(passage.span(*word), message)


def _inconsistent(sentences: Sequence[_Sentence]) -> Iterator[Finding]:
    """The sentences whose style is not that of most; of what has none nothing is said."""
    counts = Counter(it.ending for it in sentences)
    usual = max(_STYLES, key=lambda style: counts[style])
    for passage, word, ending in sentences:
        if ending not in (usual, Ending.OTHER):
            found = {
                "word": passage.text[word.start : word.end],
                "style": _STYLES[ending],
                "usual": _STYLES[usual],
            }
            yield Finding(
                passage.span(*word),
                Message(
                    "sentence ends in {word} ({style}), expected the style of most sentences of "
                    "the post ({usual})",
                    found,
                ),
            )


_STYLES = {Ending.PLAIN: "-다", Ending.POLITE: "-습니다", Ending.NOUN: "-음"}


def _sentences(post: Post, settings: Settings, but: Ending | None = None) -> Iterator[_Sentence]:
    """The sentences that have a style, those left out that have the one style."""
    passages = post.korean_passages(settings)
    lists = _Lists(passages, settings.sections.marker)
    for passage in passages:
        if but is Ending.PLAIN and passage.is_plain:
            continue
        text = passage.text
        for place in passage.pieces:
            if but is Ending.PLAIN and _ends_plainly(text[max(place.end - 3, 0) : place.end]):
                continue
            closed = close(text, *place)
            ending, word = ending_of(text, closed), closed.word
            stops = bool(set(closed.marks) & _STOPS)
            if ending is but or not _HANGUL.search(text, *place):
                continue
            if ending is not Ending.POLITE and not stops:
                continue  # it breaks off (KO004), or only its full stop is missing (KO003)
            if ending is Ending.OTHER and (
                _may_end_so(passage, closed.marks, word, is_last=place.end == passage.whole.end)
                or lists.allow(passage)
            ):
                continue
            if not passage.says(settings.sections.marker, place):
                yield _Sentence(passage, word, ending)


_HANGUL = pattern(r"[가-힣]")
_STOPS = frozenset(".?!。？！")


def _ends_plainly(end: str) -> bool:
    """Whether three characters plainly end a verb in that style.

    A word such as "캐나다" or "-보다" is looked at as a whole.
    """
    stem = end[:1]
    return end[1:] == "다." and "가" <= stem <= "힣" and stem not in "니시보마람바판소젠나완"


def _may_end_so(passage: Passage, marks: str, word: Span, *, is_last: bool) -> bool:
    """Whether what seems to be a sentence is a title, breaks off, or ends in code or a name.

    Before other sentences a name may be an abbreviation, whose dot ends nothing.
    """
    sign = passage.text[word.end - 1 : word.end]
    return (
        passage.is_title
        or word.start == word.end
        or sign == OBJECT
        or "…" in marks
        or ".." in marks
        or (not is_last and not _HANGUL.match(sign))
    )


@rule("KO003", "missing-period", severity=Severity.WARNING, fix=Safety.UNSAFE)
def missing_period(post: Post, settings: Settings) -> Iterator[Finding]:
    """Passages that end in ``다`` without a full stop."""
    for passage in post.korean_passages(settings):
        if passage.is_plain or passage.close.marks or not passage.is_finished:
            continue
        text, (start, end) = passage.text, passage.close.word
        if text[end - 1 : end] != "다":
            continue
        after = passage.span(*_last_sign(text)).end
        fix = Fix(Message("set a full stop"), (Edit(Span(after, after), "."),), Safety.UNSAFE)
        message = Message("{word} ends without a full stop", {"word": text[start:end]})
        is_shown = "{" not in text[end:]  # Liquid is not, and what it leaves is not known
        yield Finding(passage.span(start, end), message, fix=fix if is_shown else None)


def _last_sign(text: str) -> Span:
    """The last character of a text that is no white space, no emoji, no mark of emphasis."""
    end = len(text)
    while text[end - 1].isspace() or text[end - 1] in "*_~" or category(text[end - 1])[0] == "S":
        end -= 1
    return Span(end - 1, end)


@rule("KO004", "truncated-text", severity=Severity.ERROR)
def truncated_text(post: Post, settings: Settings) -> Iterator[Finding]:
    """Passages that break off."""
    passages = post.korean_passages(settings)
    marker = settings.sections.marker
    lists = _Lists(passages, marker)
    for passage in passages:
        if passage.is_plain or passage.is_finished or passage.is_title:
            continue
        if not _HANGUL.search(passage.text) or any(
            passage.says(marker, place) for place in list(passage.pieces)[-1:]
        ):
            continue
        if message := _cut(passage, lists):
            end = passage.whole.end
            start = max(passage.text.rfind(space, 0, end) for space in " \t\n") + 1
            yield Finding(passage.span(start, end), message)


def _cut(passage: Passage, lists: _Lists) -> Message | None:
    """How a passage breaks off that has no end; None where it may end so."""
    (start, end), marks = passage.close
    word = passage.text[start:end]
    for at in passage.unclosed:
        if (sign := passage.text[at]) not in QUOTES:
            found = {"bracket": sign, "other": CLOSING[sign]}
            return Message(
                "text breaks off within {bracket}, expected {other} and a whole sentence", found
            )
    if marks and marks[-1] in ",，、":
        return Message(
            "text breaks off at the comma after {word}, expected a whole sentence", {"word": word}
        )
    if marks:
        found = {"word": word, "marks": marks}
        return Message("text breaks off in {word}{marks}, expected a whole sentence", found)
    if not word or word.endswith(OBJECT):
        return None
    if one := particle(word):
        found = {"word": word, "particle": one}
        return Message(
            "text breaks off at {word}, after the particle {particle}, expected a whole sentence",
            found,
        )
    if not goes_on(word) and lists.allow(passage):
        return None
    return Message("text breaks off at {word}, expected a whole sentence", {"word": word})


_Path = tuple[Container, ...]


class _Lists:
    """Which lists have items that are nouns."""

    def __init__(self, passages: Sequence[Passage], marker: str) -> None:
        self._passages = passages
        self._marker = marker

    def allow(self, passage: Passage) -> bool:
        """Whether an item may end in a noun, as this one does: at least half of its siblings do."""
        if not passage.item:
            return False
        items, nouns = self._counts[passage.block.containers[:-1]]
        return nouns > 1 and 2 * (nouns - 1) >= items - 1

    @cached_property
    def _counts(self) -> dict[_Path, tuple[int, int]]:
        """How many items a list has, and how many of them have a passage that ends in a noun."""
        lists: dict[_Path, dict[Container, bool]] = {}
        for passage in self._passages:
            if item := passage.item:
                items = lists.setdefault(passage.block.containers[:-1], {})
                items[item] = items.get(item, False) or self._is_noun(passage)
        return {path: (len(items), sum(items.values())) for path, items in lists.items()}

    def _is_noun(self, passage: Passage) -> bool:
        (start, end), marks = passage.close
        word = passage.text[start:end]
        if passage.says(self._marker) or word.endswith(OBJECT):
            return True
        if not word or (marks and marks[-1] not in ".:"):
            return False
        return passage.ending not in (Ending.PLAIN, Ending.POLITE) and not goes_on(word)


@rule("KO007", "first-person", severity=Severity.WARNING)
def first_person(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sentences that begin with 우리는, 우리의, 저희, 나는, 저는."""
    for passage in post.korean_passages(settings):
        if passage.is_plain and not _FIRST_PERSON.match(passage.text, passage.label_end):
            continue
        for start, end in passage.pieces:
            if found := _FIRST_PERSON.match(passage.text, start, end):
                yield Finding(
                    passage.span(*found.span(1)),
                    Message(
                        "sentence begins in the first person ({word}), expected the third",
                        {"word": found[1]},
                    ),
                )


# A label of an enumeration may come first; a quotation that begins so is another's voice.
_FIRST_PERSON = pattern(r"\s*(?:\(?\d{1,2}[).]\s*)?((?:우리[는의]|저희[가-힣]*|[나저]는))(?!\w)")
