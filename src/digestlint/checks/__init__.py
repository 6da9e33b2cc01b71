"""The checks: one module a family of rules."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from types import ModuleType

FAMILIES = (
    *("accidents", "alphaxiv", "corpus", "emphasis", "files", "front_matter", "generated"),
    *("hard_breaks", "header_values", "headings", "korean", "korean_sentences", "line_ends"),
    *("links", "odd_characters", "rendering", "section_contents", "sections", "tables", "titles"),
    *("tool", "whitespace"),
)
"""The modules; to look into the folder for them would take as long as to import three of them."""


def families() -> list[ModuleType]:
    """The modules of the families; each is its list of rules."""
    return [import_module(f"{__name__}.{name}") for name in FAMILIES]
