"""KO: Korean prose, its sentences. Words and characters are in ``korean``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from digestlint.checks.korean import korean_passages
from digestlint.diagnostics import Finding, Severity
from digestlint.endings import Close, Ending, close, ending_of, goes_on, particle
from digestlint.fixes import Edit, Fix, Safety
from digestlint.markdown import OBJECT, Container, InlineKind
from digestlint.message import Message
from digestlint.passage import Passage
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span

_SYLLABLE = re.compile(r"[가-힣]")


class _Sentence(NamedTuple):
    """A sentence whose end tells its speech level."""

    passage: Passage
    word: Span
    ending: Ending
    is_question: bool


@rule("KO002", "wrong-speech-level", severity=Severity.WARNING)
def wrong_speech_level(post: Post, settings: Settings) -> Iterator[Finding]:
    """Sentences that do not end in the style that is wanted."""
