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


def say_in(lang: str, environment: Mapping[str, str] = os.environ) -> Say:
    """How messages are said in one of ``LANGUAGES``."""
    if lang == "auto":
        lang = _of(environment)
    if lang == "en":
        return str
    from digestlint.translation import Translation

    return Translation(lang)


def _of(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for, or English where there is none of it.

    POSIX.1-2017, 8.2: the first that is set and not empty counts.
    """
    values = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, values), "")
    language = re.split("[_.@-]", locale)[0].lower()
    return language if language in LANGUAGES else "en"
