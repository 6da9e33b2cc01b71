"""What a user reads: a template and its parameters, kept apart so that it can be translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence with named gaps, such as ``"number {number} follows {previous}"``.

    ``parameters`` may hold text of a post, as it stands: whoever prints a message escapes it. A
    message among them is a part of the sentence, such as a reason, and is translated too.
    """

    template: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.render()

    def render(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, its template passed through ``translate`` first."""
        parameters = {
            name: value.render(translate) if isinstance(value, Message) else value
            for name, value in self.parameters.items()
        }
        return translate(self.template).format(**parameters)
