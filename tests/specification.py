"""The examples of the CommonMark specification, out of the sources of markdown-it-py."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sources import out_of_sources


class SpecificationExample(NamedTuple):
    """An example: its number, from 1, its Markdown, and the HTML that it is to become."""

    number: int
    markdown: str
    html: str


@cache
def specification() -> Sequence[SpecificationExample]:
    """All examples by number. Skips the test, or fails it, where there is no package index."""
    told = json.loads(out_of_sources("markdown-it-py", "/test_cmark_spec/commonmark.json"))
    return [SpecificationExample(it["example"], it["markdown"], it["html"]) for it in told]
