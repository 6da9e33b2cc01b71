"""``python -m detection`` in the folder of the tests: prints the table, and what was missed."""

from __future__ import annotations

import sys

from detection.count import count
from detection.good import posts


def main() -> int:
    """Writes a row for each rule; 1 if a seed was missed or an error was said besides one."""
    write = sys.stdout.write
    write("rule    seeded  caught  errors besides  warnings besides\n")
    rows = list(count(posts()))
    for row in rows:
        errors, warnings = len(row.errors_besides), len(row.warnings_besides)
        write(f"{row.code}  {row.seeded:7} {row.caught:7} {errors:15} {warnings:17}\n")
    for row in rows:
        for kind, found in (
            ("missed", row.missed),
            ("error besides", row.errors_besides),
            ("warning besides", row.warnings_besides),
        ):
            sys.stdout.writelines(f"{kind}: {line}\n" for line in found)
    write(f"{sum(row.seeded for row in rows)} seeded, {sum(row.caught for row in rows)} caught\n")
    return 1 if any(row.missed or row.errors_besides for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
