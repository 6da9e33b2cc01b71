"""The examples of the CommonMark specification, out of the sources of markdown-it-py."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from renderers import give_up


class SpecificationExample(NamedTuple):
    """An example: its number, from 1, its Markdown, and the HTML that it is to become."""

    number: int
    markdown: str
    html: str


@cache
def specification() -> Sequence[SpecificationExample]:
    """All examples by number. Skips the test, or fails it, where there is no package index."""
    sources = f"markdown-it-py=={version('markdown-it-py')}"
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
    with tempfile.TemporaryDirectory() as folder:
        options = ["--no-binary", "markdown-it-py", "-d", folder]
        done = subprocess.run([*command, *options, sources], capture_output=True, check=False)
        if done.returncode:
            give_up("there is no package index")
        (archive,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(archive) as files:
            names = (
                it for it in files.getnames() if it.endswith("/test_cmark_spec/commonmark.json")
            )
            file = files.extractfile(next(names))
            assert file
            told = json.load(file)
    return [SpecificationExample(it["example"], it["markdown"], it["html"]) for it in told]
