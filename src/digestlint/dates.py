"""The date of a post as Jekyll reads it: Psych first, then Ruby's ``Time.parse`` on the result.

Psych makes a time of ``2025-11-07 08:15:00`` and takes it for UTC where no offset is given; all
else goes as text to ``Time.parse``, which reads many forms, in the time zone of the site, and rolls
a day that a month does not have over into the next (2025-02-30 is published as 2025-03-02). What
it cannot read ends the build. The forms are those of Ruby 3.1's date_parse.c.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from digestlint.yaml_values import Kind, Scalar, Value

LONGEST = 128
"""How many characters of a date are read; Ruby's own limit (date_parse.c)."""

WESTERNMOST, EASTERNMOST = timedelta(hours=-12), timedelta(hours=14)
"""The offsets from UTC between which every time zone lies."""


class DateFault(StrEnum):
    """Why a value is no date."""

    NONEXISTENT = "nonexistent"  # a year, month and day that the calendar does not have
    IMPOSSIBLE_TIME = "impossible time"  # such as 25:00
    INCOMPLETE = "incomplete"  # no year or no day: Jekyll takes that of the build for it
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PostDate:
    """A date as written; ``day`` is None where there is a fault.

    ``published`` is the day that Jekyll makes of one that does not exist, None where it gives up.
    ``assumed_utc`` tells that Jekyll takes a time for UTC though it has no offset. ``days`` are
    those that a time given in UTC is on in other time zones.
    """

    day: date | None = None
    fault: DateFault | None = None
    published: date | None = None
    assumed_utc: bool = False
    days: frozenset[date] = frozenset()

    def may_be(self, day: date) -> bool:
        """Whether a site may show this day: as written, or in the site's time zone."""
        return day == self.day or day in self.days


UNREADABLE = PostDate(fault=DateFault.UNREADABLE)


def read_date(value: Value) -> PostDate:
    """The date that the value of a front matter's ``date`` is."""
    if not isinstance(value, Scalar) or value.kind in (Kind.BOOL, Kind.NULL):
        return UNREADABLE
    if value.kind is Kind.TIMESTAMP and (found := _PSYCH.fullmatch(value.text)):
        return _psych_date(found)
    text = value.text.replace("_", "") if value.kind is Kind.INT else value.text
    from digestlint.ruby_time import parse  # a rare form, and many patterns to compile

    return parse(text[:LONGEST])


_PSYCH = re.compile(
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


def calendar_date(year: int, month: int, day: int) -> PostDate:
    """A date out of its numbers, if the calendar has it."""
    try:
        return PostDate(date(year, month, day))
    except (ValueError, OverflowError):
        rolls = 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= 31
        published = date(year, month, 1) + timedelta(day - 1) if rolls else None
        return PostDate(fault=DateFault.NONEXISTENT, published=published)
