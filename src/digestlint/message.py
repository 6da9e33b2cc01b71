"""What a user reads: a template and its parameters, kept apart so that it can be translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from digestlint.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence with named gaps, such as ``"number {number} follows {previous}"``.

    ``parameters`` may hold text of a post, as it stands: whoever prints a message escapes it. A
    message among them is a part of the sentence, such as a reason, and is translated too.
    """

    template: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.parameters)


Say = Callable[[Message], str]
"""How messages are said: in English by ``str``, in other languages see ``lang.say_in``."""


def either(*words: object) -> object:
    """``a or b or c``, as a part of a sentence."""
    return reduce(lambda a, b: Message("{one} or {other}", {"one": a, "other": b}), words)


def both(*words: object) -> object:
    """``a and b and c``, as a part of a sentence."""
    return reduce(lambda a, b: Message("{one} and {other}", {"one": a, "other": b}), words)
