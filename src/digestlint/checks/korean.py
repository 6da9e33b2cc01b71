"""KO: Korean prose, its words and characters. Sentences are in ``korean_sentences``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from unicodedata import category

from digestlint import hangul
from digestlint.brackets import CLOSING, OPENING, QUOTES, lies_in, outermost
from digestlint.broken_links import broken_links
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.emoji import emoji
from digestlint.endings import close
from digestlint.message import Message
from digestlint.mojibake import mojibake
from digestlint.passage import MIN_SYLLABLES, Passage
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.prose import OBJECT
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span


@rule("KO001", "missing-korean", severity=Severity.ERROR)
def missing_korean(post: Post, settings: Settings) -> Iterator[Finding]:
    """Passages in another language, and papers with hardly any Korean at all."""
    if settings.language != "ko":
        return
    minimum = settings.rules.KO001.paper_syllables
    for paper, passages in post.passages:
        foreign = [it for it in passages if it.is_foreign and not it.is_residue]
        for passage in foreign:
            found = {
                "count": hangul.syllables(passage.text[passage.label_end :]),
                "letters": hangul.letters(passage.text[passage.label_end :]),
                "minimum": MIN_SYLLABLES,
            }
            yield Finding(
                passage.span(*passage.whole),
                Message(
                    "{count} Hangul syllables in {letters} letters, expected at least {minimum}",
                    found,
                ),
            )
        if foreign or hangul.has_syllables("\n".join(it.text for it in passages), minimum):
            continue
        if any(not (it.says(settings.sections.marker) or it.is_residue) for it in passages):
            count = sum(hangul.syllables(passage.text) for passage in passages)
            yield Finding(
                paper.heading.span,
                Message(
                    "{count} Hangul syllables in the sections of this paper, expected at least "
                    "{minimum}",
                    {"count": count, "minimum": minimum},
                ),
            )


@rule("KO005", "foreign-script", severity=Severity.ERROR)
def foreign_script(post: Post, settings: Settings) -> Iterator[Finding]:
    """Words with letters of other scripts than Hangul, Latin and Greek; Han may be in brackets."""
    for passage in post.unusual_passages(settings):
        end, enclosed = 0, None
        for at in hangul.foreign_letters(passage.text):
            if at < end:
                continue
            script = hangul.script(passage.text[at])
            if script == "Han":
                enclosed = _enclosed(passage) if enclosed is None else enclosed
                if lies_in(enclosed, at):
                    continue
            start, end = _word_at(passage.text, at)
            if script == "Han" and any(mojibake(passage.text[start:end])):
                continue  # GN005
            yield Finding(
                passage.span(start, end),
                Message(
                    "{word} has a letter of the {script} script, expected Hangul",
                    {"word": passage.text[start:end], "script": _SCRIPTS.get(script, script)},
                ),
            )


_SCRIPTS: dict[str | None, Message] = {
    "Arabic": Message("Arabic"),
    "Cyrillic": Message("Cyrillic"),
    "Devanagari": Message("Devanagari"),
    "Han": Message("Han"),
    "Hebrew": Message("Hebrew"),
    "Kana": Message("Kana"),
    "Thai": Message("Thai"),
}


def _enclosed(passage: Passage) -> list[Span]:
    """What stands in brackets, quotations aside."""
    pairs = passage.brackets.pairs
    return outermost(pair for pair in pairs if passage.text[pair.start] not in QUOTES)


def _word_at(text: str, at: int) -> Span:
    """The word that holds a letter, with the vowel signs of scripts such as Thai."""
    start, end = at, at + 1
    while start and _is_of_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_of_word(text[end]):
        end += 1
    return Span(start, end)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or category(character)[0] == "M"


# U+318D is used as a middle dot, the fillers U+3164 and U+FFA0 show nothing
_JAMO = pattern(r"[\u3131-\u3163\u3165-\u318c\u318e\uffa1-\uffdc]+")


@rule("KO006", "stray-jamo", severity=Severity.WARNING)
def stray_jamo(post: Post, settings: Settings) -> Iterator[Finding]:
    """Single jamo; one that a text speaks of, ``‘ㄱ’`` or ``(ㄱ, ㄴ)``, is none."""
    for passage in post.unusual_passages(settings):
        text, enclosed = passage.text, outermost(passage.brackets.pairs)
        for found in _JAMO.finditer(text):
            start, end = found.span()
            alone = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
            if alone and lies_in(enclosed, start):
                continue
            yield Finding(
                passage.span(start, end),
                Message("{jamo} forms no syllable, expected whole syllables", {"jamo": found[0]}),
            )


@rule("KO008", "emphatic-style", severity=Severity.WARNING)
def emphatic_style(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sentences that end in an exclamation mark, and emoji."""
    for passage in post.korean_passages(settings):
        if "!" in passage.text or "！" in passage.text:
            yield from _exclamations(passage)
    for passage in post.unusual_passages(settings):
        for start, end in emoji(passage.text):
            found = {"emoji": passage.text[start:end]}
            yield Finding(
                passage.span(start, end), Message("emoji {emoji}, expected words alone", found)
            )


def _exclamations(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for start, end in passage.sentences:
        word, marks = close(text, start, end)
        # not the "!" of a name such as "Yahoo!", nor of "5!"
        if not set(marks) & set("!！") or _ENDS_IN_LATIN.match(text, word.end - 1):
            continue
        at = next(at for at in range(word.end, end) if text[at] in "!！")
        yield Finding(
            passage.span(at, at + 1),
            Message("sentence ends in {mark}, expected a full stop", {"mark": text[at]}),
        )


_ENDS_IN_LATIN = pattern(r"[A-Za-z0-9]")


@rule("KO009", "repeated-word", severity=Severity.WARNING)
def repeated_word(post: Post, settings: Settings) -> Iterator[Finding]:
    """A word that stands twice in a row."""
    if _has_each_once(post.korean_text(settings)):
        return
    for passage in post.korean_passages(settings):
        if _has_each_once(passage.text):
            continue
        for first, second in pairwise(_WORD.finditer(passage.text)):
            word, again = first[0], second[0].rstrip(_AFTER_WORD)
            if word == again and OBJECT not in word and _SEVERAL.search(word):
                start = second.start()
                yield Finding(
                    passage.span(start, start + len(again)),
                    Message("{word} stands twice in a row, expected once", {"word": word}),
                    (Note(Message("first here"), passage.span(*first.span())),),
                )


def _has_each_once(text: str) -> bool:
    """Whether no word begins with that before it (fast). Spaces alone part words if printable."""
    return text.isprintable() and _EACH_ONCE.fullmatch(text) is not None


_EACH_ONCE = pattern(r"(?:([^ ]+) +(?!\1))*[^ ]*")
_WORD = pattern(r"\S+")
_AFTER_WORD = ".,;:?!…)]}”’\"'」』》〉"
# A syllable or two letters: a variable or a number may well stand twice.
_SEVERAL = pattern(r"[가-힣]|[^\W\d_]{2}")


@rule("KO010", "unbalanced-bracket", severity=Severity.WARNING)
def unbalanced_bracket(post: Post, settings: Settings) -> Iterator[Finding]:
    """Brackets and quotation marks that are not closed or not opened in their paragraph."""
    passages = (it for it in post.korean_passages(settings) if not _PAIRS.fullmatch(it.text))
    paragraphs = groupby(passages, key=lambda it: it.block.span)
    loose = [it for _, paragraph in paragraphs for it in _loose(paragraph)]
    links = [it.link.span for it in broken_links(post.source, post.document)] if loose else []
    for passage, at in loose:
        span, sign = passage.span(at, at + 1), passage.text[at]
        if any(link.start <= span.start < link.end for link in links):
            continue  # LK012 speaks of it
        if sign in OPENING:
            found = {"sign": sign, "other": OPENING[sign]}
            yield Finding(span, Message("{sign} without {other} before it", found))
        else:
            found = {"sign": sign, "other": CLOSING[sign]}
            yield Finding(span, Message("{sign} without {other} after it", found))


# Brackets and quotations side by side, none within another: as in nearly all passages.
_SIDE_BY_SIDE = "[^{marks}]*+(?:(?:\\([^{marks}]*+\\)|“[^{marks}]*+”|‘[^{marks}]*+’)[^{marks}]*+)*+"
_PAIRS = pattern(_SIDE_BY_SIDE.format(marks=re.escape("".join({**CLOSING, **OPENING}))))


def _loose(paragraph: Iterable[Passage]) -> Iterator[tuple[Passage, int]]:
    """The marks of a paragraph that stand alone.

    A bracket may reach over a hard break; where a passage breaks off in it, KO004 speaks.
    """
    waiting: dict[str, list[tuple[Passage, int]]] = {}
    for passage in paragraph:
        for at in passage.brackets.closed:
            if earlier := waiting.get(OPENING[passage.text[at]]):
                earlier.pop()
            else:
                yield passage, at
        for at in passage.unclosed:
            waiting.setdefault(passage.text[at], []).append((passage, at))
    for left in waiting.values():
        yield from (it for it in left if it[0].is_finished)
