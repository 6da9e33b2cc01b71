"""Messages in other languages than English, which is that of the templates; see ``lang``.

The catalogues are ``locale/<language>/LC_MESSAGES/digestlint.po``; ``tests/catalogues.py`` keeps
them, and compiles the ``.mo`` beside each that is read here.
"""

from __future__ import annotations

import gettext
import os
import re
from pathlib import Path
from string import Formatter
from typing import Any

from digestlint.hangul import final_consonant
from digestlint.message import Message

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
    """``str.format``, with ``{name:을/를}`` for a word and the one of two particles that it wants."""

    def format_field(self, value: Any, form: str) -> str:
        if "/" not in form:
            return str(super().format_field(value, form))
        after_consonant, after_vowel = form.split("/")
        final = _final(str(value))
        is_open = not final or (final == "ㄹ" and after_consonant.startswith("으"))
        return f"{value}{after_vowel if is_open else after_consonant}"


_SENTENCE = _Sentence()


def tell_gettext(lang: str) -> None:
    """Makes the process's own gettext speak a language, which click asks for what it says itself.

    It goes by the environment and by a domain of the process: only a program may set those.
    """
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)


_SILENT = re.compile(r"[^0-9A-Za-z가-힣]+\Z")
_DIGITS = dict(zip("0123456789", ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", ""), strict=True))
_LETTERS = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ"}
# A word in small letters is read as such, capitals one by one: `title`, `type`, `map`; `URL`, `PDF`.
_WORD = re.compile(r"(?P<nasal>[lmn])e?\Z|(?P<g>ng)\Z|(?<=[aeiou])(?P<stop>[ckpt])\Z|ck\Z")


def _final(text: str) -> str:
    """The consonant that a text ends with as it is read in Korean, ``ㄱ`` for most; or nothing.

    What is written in Latin letters is guessed.
    """
    text = _SILENT.sub("", text)
    sign = text[-1:]
    if sign in _DIGITS:
        return _DIGITS[sign]
    if sign.isascii():
        return _final_of_latin(text)
    return final_consonant(sign)


def _final_of_latin(text: str) -> str:
    if text[-2:].isupper() or text[-1:].isupper():
        return _LETTERS.get(text[-1:].lower(), "ㄹ" if text[-1:] == "R" else "")
    found = _WORD.search(text)
    if not found:
        return ""
    return _LETTERS.get(found["nasal"] or "", "ㅇ" if found["g"] else "ㄱ")
