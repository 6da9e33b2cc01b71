"""Ruby's ``Time.parse``, as far as it finds the day: a port of date_parse.c and time.rb (3.1)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from digestlint.day import UNREADABLE, DateFault, PostDate, calendar_date
from digestlint.patterns import pattern

_FLAGS = re.ASCII | re.IGNORECASE
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ERA = r"c(?:e|\.e\.)|b(?:ce|\.c\.e\.)|a(?:d|\.d\.)|b(?:c|\.c\.)"
_HALF = r"( ?[ap](?:m\b|\.m\.))"
_NOISE = pattern(r"[^-+',./:@\w\[\]]+")
_WEEKDAY = pattern(r"\b(?:sun|mon|tue|wed|thu|fri|sat)[^-/\d\s]*", _FLAGS)
_TIME = pattern(
    rf"(?:(?P<hour>\d+) ?: ?(?P<minute>\d+)(?: ?: ?(?P<second>\d+)(?:[,.]\d*)?)?(?P<half>{_HALF})?"
    rf"|(?P<h_hour>\d+) ?h(?: ?(?P<h_minute>\d+)m?(?: ?\d+s?)?)?"
    rf"|(?P<half_hour>\d+){_HALF})"
    r"(?: ?(?:(?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?|[a-z]+(?: dst)?\b))?",
    _FLAGS,
)
# Each finds year, month and day, in this order of trial.
_FORMS = tuple(
    pattern(form, _FLAGS)
    for form in (
        rf"'?(?P<d>\d+)[^-\d\s]* ?(?P<m>{_MONTHS})[^-\d\s']*"
        rf"(?: ?(?:{_ERA})? ?(?P<y>'?-?\d+(?:(?:st|nd|rd|th)\b)?))?",
        rf"\b(?P<m>{_MONTHS})[^-\d\s']* ?(?P<d>'?\d+)[^-\d\s']*"
        rf"(?: ?,? ?(?:{_ERA})? ?(?P<y>'?-?\d+))?",
        r"(?P<y>'?[-+]?\d+)-(?P<m>\d+)-(?P<d>'?-?\d+)",
        rf"(?P<d>'?-?\d+)-(?P<m>{_MONTHS})[^-/.]*-(?P<y>'?-?\d+)",
        r"(?P<y>'?-?\d+)/ ?(?P<m>'?\d+)(?:\D ?(?P<d>'?-?\d+))?",
        r"(?P<y>'?-?\d+)\. ?(?P<m>'?\d+)\. ?(?P<d>'?-?\d+)",
    )
)
_ORDINAL = pattern(r"(?<!\d)(\d{4})-(\d{3})\b", re.ASCII)
_DIGITS = pattern(r"(?<!\d)(\d{4})(\d\d)(\d\d)", re.ASCII)


def parse(text: str) -> PostDate:
    """What ``Time.parse`` makes of a text of at most ``dates.LONGEST`` characters."""
    text = _WEEKDAY.sub(" ", _NOISE.sub(" ", text), 1)
    if time := _TIME.search(text):
        if not _is_time(time):
            return PostDate(fault=DateFault.IMPOSSIBLE_TIME)
        text = text[: time.start()] + " " + text[time.end() :]
    for form in _FORMS:
        if found := form.search(text):
            return _ordered(found["y"], found["m"], found["d"])
    return _digits(text)


def _is_time(time: re.Match[str]) -> bool:
    """Whether ``Time.utc`` takes it; with am or pm Ruby reads the hour modulo 12."""
    twelve_hours = time["half"] or time["half_hour"]
    hour = 0 if twelve_hours else int(time["hour"] or time["h_hour"])
    minute, second = int(time["minute"] or time["h_minute"] or 0), int(time["second"] or 0)
    midnight = hour == 24 and minute == second == 0
    return (hour < 24 or midnight) and minute < 60 and second <= 60


def _ordered(year: str | None, month: str, day: str | None) -> PostDate:
    """The date of three numbers, the year found by its length, as ``s3e`` of date_parse.c does."""
    named = month[:3].lower()
    if named.isalpha():
        month = str(_MONTHS.split("|").index(named) + 1)
    if year and not day:
        month, day, year = year, month, None
    if not year and day and _is_year(day):
        year, day = day, None
    if year and re.search(r"\d\D", year):  # 7th
        year, day = day, year
    if _is_year(month):
        if not year or not day:
            return UNREADABLE
        year, month, day = month, day, year
    if day and _is_year(day):
        year, day = day, year
    if not year or not day:
        return PostDate(fault=DateFault.INCOMPLETE)
    return calendar_date(_full_year(year), _number(month), _number(day))


def _is_year(number: str) -> bool:
    return number.startswith("'") or len(number) > 2


def _full_year(text: str) -> int:
    digits = re.sub(r"[^-\d]", "", text)
    year = int(digits)
    short = len(digits) <= 2 and year >= 0
    return year + (1900 if year >= 69 else 2000) if short else year


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _digits(text: str) -> PostDate:
    """``20251107``, or ``2025-311``: the day of the year."""
    if ordinal := _ORDINAL.search(text):
        year, number = int(ordinal[1]), int(ordinal[2])
        day = date(max(year, 1), 1, 1) + timedelta(number - 1) if year < 9999 else None
        exists = number > 0 and day is not None and day.year == year
        return PostDate(day) if exists else PostDate(fault=DateFault.NONEXISTENT)
    found = _DIGITS.search(text)
    return calendar_date(int(found[1]), int(found[2]), int(found[3])) if found else UNREADABLE
