"""The version of the program, from which the metadata of its package take theirs."""

from __future__ import annotations

VERSION = "0.1.0"
