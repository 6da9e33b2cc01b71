"""Messages in other languages than English, which is that of the templates; see ``lang``.

The catalogues are ``locale/<language>/LC_MESSAGES/digestlint.po``; ``tests/catalogues.py`` keeps
them, and compiles the ``.mo`` beside each that is read here.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from string import Formatter
from typing import Any

from digestlint.hangul import final_consonant
from digestlint.message import Message
from digestlint.patterns import pattern

DOMAIN = "digestlint"
LOCALES = Path(__file__).parent / "locale"
"""Where gettext finds the catalogues."""


class Translation:
    """How messages are said in a language. What its catalogue has not is said in English."""

    def __init__(self, lang: str) -> None:
        self._catalogue = gettext.translation(DOMAIN, LOCALES, [lang])

    def __call__(self, message: Message) -> str:
        """The message as one sentence, those among its parameters included."""
        values = {
            name: self(value) if isinstance(value, Message) else value
            for name, value in message.parameters.items()
        }
        return _SENTENCE.vformat(self._catalogue.gettext(message.template), (), values)


class _Sentence(Formatter):
    """``str.format``, and ``{name:을/를}``: a name with the one of two particles that it wants.

    After a name in quotation marks the particle is written ``‘{name:’을/’를}``.
    """

    def format_field(self, value: Any, form: str) -> str:
        if "/" not in form:
            return str(super().format_field(value, form))
        after_consonant, after_vowel = form.split("/")
        final = _final(str(value))
        is_open = not final or (final == "ㄹ" and "으" in after_consonant)
        return f"{value}{after_vowel if is_open else after_consonant}"


_SENTENCE = _Sentence()


def tell_gettext(lang: str) -> None:
    """Makes the process's own gettext speak a language, which click asks for what it says itself.

    It goes by the environment and by a domain of the process: only a program may set those.
    """
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)


_LONGEST = 40
"""How many characters may follow the last one that is read."""
_SILENT = pattern(r"[^0-9A-Za-z가-힣]+\Z")
# How digits, and letters one by one, are read: 영, 일, 이, …; 엘, 엠, 엔, 알.
_FINALS = {
    **{"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"},
    **{"L": "ㄹ", "M": "ㅁ", "N": "ㄴ", "R": "ㄹ"},
}
# How words that end in small letters are read: 모델, 타이틀, 네임, 라인; 맵, 포맷, 블록, 랭킹.
_LIQUID = pattern(r"le?\Z")
_CLOSED = pattern(r"(?:[mn]e?|ng|[aeiou][ckpt]|ck)\Z")


def _final(text: str) -> str:
    """The consonant that a text ends with as it is read in Korean; empty where it ends in a vowel.

    Of words in Latin letters it is a guess, and any consonant but ``ㄹ`` is as good as another.
    """
    text = _SILENT.sub("", text[-_LONGEST:])
    if text[-1:].islower():
        return "ㄹ" if _LIQUID.search(text) else "ㄱ" * bool(_CLOSED.search(text))
    return _FINALS.get(text[-1:]) or (final_consonant(text[-1]) if text else "")
