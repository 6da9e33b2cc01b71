"""The dates that a post bears: in its file's name, its title and its ``date``.

One place decides whether they agree, for FM009 that says so and for the rules that compare a
paper's age with its post (LK008, LK009), which are silent where the date is in doubt.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from digestlint.dates import read_date
from digestlint.day import PostDate, calendar_date
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.settings import Settings
from digestlint.source import Span
from digestlint.templates import Template
from digestlint.values import dataclass
from digestlint.yaml_values import Scalar

# As Jekyll's Document::DATE_FILENAME_MATCHER begins.
_NAME = pattern(r"(\d{2,4})-(\d{1,2})-(\d{1,2})-", re.ASCII)
_WRITTEN = pattern(r"(?<!\d)(\d{4})([-./]?)(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dates:
    """What the three places say, None where one says nothing that can be read.

    ``title_span`` and ``header_span`` cover the date in the title and the value of ``date``.
    """

    name: date | None
    title: date | None
    title_span: Span
    header: PostDate | None
    header_span: Span

    @property
    def conflict(self) -> bool:
        """Whether two of them differ."""
        others = {day for day in (self.name, self.title) if day}
        if self.header and not all(map(self.header.may_be, others)):
            return True
        return len(others) > 1


def dates_of(post: Post, settings: Settings) -> Dates:
    """The dates of a post."""
    return _dates(post, settings.front_matter.title)


@lru_cache(maxsize=1)  # several rules ask for them
def _dates(post: Post, template: Template) -> Dates:
    value = post.front_matter.get("date")
    read = read_date(value) if value else None
    title, title_span = _title_date(post, template)
    return Dates(
        name_date(post.name.name),
        title,
        title_span,
        read if read and read.day else None,
        value.span if value else Span(0, 0),
    )


def date_of(post: Post, settings: Settings) -> date | None:
    """The day of the post with which other dates may be compared: the front matter's ``date``.

    None where there is none, where it cannot be read (FM006 reports it) and where it differs from
    the file's name or the title (FM009 reports that, and which of them is right is not known).
    """
    return None if dates_of(post, settings).conflict else day_of(post, settings)


def day_of(post: Post, settings: Settings) -> date | None:
    """The day of the front matter's ``date``, None where it cannot be read.

    Where a post needs no front matter, the day in the file's name is as good.
    """
    dates = dates_of(post, settings)
    if dates.header is None and settings.front_matter.presence != "required":
        return dates.name if post.front_matter.get("date") is None else None
    return dates.header.day if dates.header else None


def name_date(name: str) -> date | None:
    """The date with which a file's name begins, as Jekyll reads it."""
    found = _NAME.match(name)
    if not found:
        return None
    return calendar_date(full_year(found[1]), int(found[2]), int(found[3])).day


def full_year(digits: str) -> int:
    """The year that Ruby takes digits for; two are of 1969 to 2068."""
    year = int(digits)
    if len(digits) == 2:
        return year + (1900 if year >= 69 else 2000)
    return year


def _title_date(post: Post, template: Template) -> tuple[date | None, Span]:
    """The date in the title; also in one that is not written as the house has it."""
    value = post.front_matter.get("title")
    if not isinstance(value, Scalar):
        return None, Span(0, 0)
    for field in template.match(value.text) or ():
        if field.field == "date":
            return field.date, value.part(*field.span)
    found = _WRITTEN.search(value.text)
    if not found:
        return None, value.span
    day = calendar_date(int(found[1]), int(found[3]), int(found[4])).day
    return day, value.part(*found.span())
