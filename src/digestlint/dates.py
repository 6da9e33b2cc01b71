"""The date of a post as Jekyll reads it: Psych first, then Ruby's ``Time.parse`` on the result.

Psych makes a time of ``2025-11-07 08:15:00`` and takes it for UTC where no offset is given; all
else goes as text to ``Time.parse``, which reads many forms, in the time zone of the site, and rolls
a day that a month does not have over into the next (2025-02-30 is published as 2025-03-02). What
it cannot read ends the build. The forms are those of Ruby 3.1's date_parse.c.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta

from digestlint.day import UNREADABLE, PostDate, calendar_date
from digestlint.patterns import pattern
from digestlint.values import replace
from digestlint.yaml_values import Kind, Scalar, Value

LONGEST = 128
"""How many characters of a date are read; Ruby's own limit (date_parse.c)."""

WESTERNMOST, EASTERNMOST = timedelta(hours=-12), timedelta(hours=14)
"""The offsets from UTC between which every time zone lies."""


def read_date(value: Value) -> PostDate:
    """The date that the value of a front matter's ``date`` is."""
    if not isinstance(value, Scalar) or value.kind in (Kind.BOOL, Kind.NULL):
        return UNREADABLE
    if value.kind is Kind.TIMESTAMP and (found := _PSYCH.fullmatch(value.text)):
        return _psych_date(found)
    text = value.text.replace("_", "") if value.kind is Kind.INT else value.text
    from digestlint.ruby_time import parse  # a rare form, and many patterns to compile

    return parse(text[:LONGEST])


_PSYCH = pattern(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d\d):\d\d(?:\.\d*)?"
    r"(?:\s*(Z|[-+]\d{1,2}:?(?:\d\d)?))?)?",
    re.ASCII,
)


def _psych_date(found: re.Match[str]) -> PostDate:
    year, month, day, hour, minute, offset = found.groups()
    written = calendar_date(int(year), int(month), int(day))
    if hour and not offset:
        return replace(written, assumed_utc=True)
    if hour and written.day and (offset == "Z" or not offset.strip("+-0:")):
        utc = datetime(int(year), int(month), int(day))
        utc += timedelta(hours=int(hour), minutes=int(minute))
        with suppress(OverflowError):  # the first and the last day that there are
            days = frozenset({(utc + WESTERNMOST).date(), (utc + EASTERNMOST).date()})
            return replace(written, days=days)
    return written
