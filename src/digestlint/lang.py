"""The language of messages: which one it is, and how a message is said in it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Literal, get_args

from digestlint.message import Say

Lang = Literal["en", "ko", "auto"]
LANGUAGES: tuple[str, ...] = get_args(Lang)
"""What options and settings may ask for; ``auto`` is the language of the environment."""
_KNOWN = frozenset(LANGUAGES) - {"auto"}


def say_in(lang: str, environment: Mapping[str, str] = os.environ) -> Say:
    """How messages are said in one of ``LANGUAGES``."""
    lang = spoken(lang, environment)
    if lang == "en":
        return str
    from digestlint.translation import Translation

    return Translation(lang)


def spoken(lang: str, environment: Mapping[str, str] = os.environ) -> str:
    """The language itself that is meant by one of ``LANGUAGES``.

    The environment's is that of the first variable that is set and not empty (POSIX.1-2017, 8.2),
    or English where no message is known in that.
    """
    if lang != "auto":
        return lang
    values = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, values), "")
    language = re.split("[_.@-]", locale)[0].lower()
    return language if language in _KNOWN else "en"
