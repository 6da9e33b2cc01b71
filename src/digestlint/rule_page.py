"""The command that prints the page of a rule."""

from __future__ import annotations

import sys

from digestlint import pages
from digestlint.console import Fault


def print_page(rule: str) -> int:
    """Prints the page of a rule that is called by its code or its name. Raises Fault."""
    code = pages.code_of(rule)
    if code is None:
        from digestlint.selectors import no_rule

        raise Fault([no_rule(rule, pages.codes())])
    sys.stdout.write(pages.page_text(code))
    return 0
