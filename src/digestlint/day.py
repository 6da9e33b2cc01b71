"""A day as a post bears it: one of the calendar, or why it is none."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from digestlint.values import dataclass


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


def calendar_date(year: int, month: int, day: int) -> PostDate:
    """A date out of its numbers, if the calendar has it."""
    try:
        return PostDate(date(year, month, day))
    except (ValueError, OverflowError):
        rolls = 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= 31
        published = date(year, month, 1) + timedelta(day - 1) if rolls else None
        return PostDate(fault=DateFault.NONEXISTENT, published=published)
