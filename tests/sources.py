"""A file out of the sources of an installed package, as its index has them."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

from renderers import give_up


def out_of_sources(package: str, ending: str) -> bytes:
    """The one file whose path ends so, of the installed version of a package.

    Skips the test, or fails it, where there is no package index.
    """
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", package]
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{package}=={version(package)}"
        done = subprocess.run([*command, "-d", folder, wanted], capture_output=True, check=False)
        if done.returncode:
            give_up("there is no package index")
        (archive,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(archive) as sources:
            (name,) = (name for name in sources.getnames() if name.endswith(ending))
            file = sources.extractfile(name)
            assert file
            return file.read()
