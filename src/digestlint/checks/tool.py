"""DL: the tool and the file. The linter finds these itself; here are their contracts."""

from __future__ import annotations

from digestlint.diagnostics import Severity
from digestlint.fixes import Safety
from digestlint.rule import Rule

UNREADABLE_FILE = Rule("DL001", "unreadable-file", Severity.ERROR)
UNUSED_SUPPRESSION = Rule("DL002", "unused-suppression", Severity.WARNING, fix=Safety.SAFE)
UNKNOWN_SUPPRESSION = Rule("DL003", "unknown-suppression", Severity.ERROR)
INTERNAL_ERROR = Rule("DL004", "internal-error", Severity.ERROR)
