"""Names of diagnostics that stay the same from run to run, so that a service knows them again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from digestlint.diagnostics import Diagnostic
from digestlint.reporters.report import Report


def fingerprints(report: Report) -> Iterator[tuple[Diagnostic, str]]:
    """Each diagnostic with its fingerprint, 32 hexadecimal digits; none occurs twice.

    It is made of the path in the project, the rule, and the text of the line but for its white
    space. So it outlives lines that are added above, another folder to run in and a message in
    other words. What is alike in all that is told apart by its order.
    """
    for post in report.posts:
        path = report.located(post.path).as_posix()
        seen: Counter[str] = Counter()
        for each in post.diagnostics:
            parts = (path, each.code, "".join(each.line.split()))
            known = "\0".join(parts)
            data = f"{known}\0{seen[known]}".encode("utf-8", "surrogatepass")
            seen[known] += 1
            yield each, hashlib.sha256(data).hexdigest()[:32]
