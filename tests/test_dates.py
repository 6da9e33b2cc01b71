from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import front_matter
from digestlint.dates import read_date
from digestlint.day import DateFault, PostDate
from digestlint.post import parse
from digestlint.post_date import date_of, dates_of, name_date
from digestlint.settings import Settings
from digestlint.source import Source, Span
from digestlint.yaml_values import Kind, Scalar, plain_kind

DAY = date(2025, 11, 7)


def read(written: str) -> PostDate:
    value = front_matter.parse(Source(f"---\ndate: {written}\n---\n")).get("date")
    assert value is not None
    return read_date(value)


@pytest.mark.parametrize(
    "written",
    [
        "2025-11-07 08:15:00",
        "2025-11-07 8:15:00",
        "2025-11-07 08:15:00 +0900",
        "2025-11-07 08:15:00 +09:00",
        "2025-11-07 08:15:00 +9",
        "2025-11-07T08:15:00Z",
        "2025-11-07T08:15:00.123+09:00",
        "2025-11-07",
        "2025-11-7",
        "'2025-11-07'",
        '"2025-11-07 08:15:00"',
        "2025-11-07 08:15",
        "2025-11-07 8pm",
        "2025-11-07 08h15",
        "2025-11-07 08:15 KST",
        "2025/11/07 8:15",
        "2025.11.07",
        "2025. 11. 7.",
        "20251107",
        "2025_11_07",
        "20251107T081500",
        "20251107081500",
        "2025-311",
        "25-11-07",
        "07-11-2025",
        "7/11/2025",
        "Nov 7 2025",
        "Nov. 7, 2025",
        "November 7th, 2025 8:15",
        "7 Nov 2025",
        "7th November 2025",
        "07-Nov-2025",
        "2025-Nov-07",
        "Fri, 07 Nov 2025 08:15:00 +0900",
        "Fri Nov  7 08:15:00 2025",
        "2025-11-07 — 08:15",
        "2025-11-07 오전 8:15",
    ],
)
def test_forms_that_jekyll_reads(written: str) -> None:
    assert read(written).day == DAY


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2025-02-30", date(2025, 3, 2)),
        ("2025-02-30 08:15:00", date(2025, 3, 2)),
        ("2025-02-31 08:15:00 +0900", date(2025, 3, 3)),
        ("2025/02/30", date(2025, 3, 2)),
        ("2025-04-31", date(2025, 5, 1)),
        ("2025-02-32", None),
        ("2025-13-07", None),
        ("2025-13-07 08:15:00", None),
        ("2025-00-07", None),
        ("2025-11-00", None),
        ("20251307", None),
        ("2025-366", None),
    ],
)
def test_days_that_do_not_exist(written: str, published: date | None) -> None:
    found = read(written)
    assert (found.day, found.fault) == (None, DateFault.NONEXISTENT)
    assert found.published == published


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("2025-11-07 25:00:00", DateFault.IMPOSSIBLE_TIME),
        ("2025-11-07 08:75", DateFault.IMPOSSIBLE_TIME),
        ("2025:11:07", DateFault.IMPOSSIBLE_TIME),
        ("Nov 7", DateFault.INCOMPLETE),
        ("11/7", DateFault.INCOMPLETE),
        ("Nov 2025", DateFault.INCOMPLETE),
        ("", DateFault.UNREADABLE),
        ("~", DateFault.UNREADABLE),
        ("true", DateFault.UNREADABLE),
        ("어제", DateFault.UNREADABLE),
        ("2025년 11월 7일", DateFault.UNREADABLE),
        ("2025-11", DateFault.UNREADABLE),
        ("8:15", DateFault.UNREADABLE),
        ("[2025-11-07]", DateFault.UNREADABLE),
        ("{day: 7}", DateFault.UNREADABLE),
    ],
)
def test_what_is_no_date(written: str, fault: DateFault) -> None:
    assert read(written) == PostDate(fault=fault)


@pytest.mark.parametrize(
    ("written", "assumed"),
    [
        ("2025-11-07 08:15:00", True),
        ("2025-11-07T08:15:00", True),
        ("2025-11-07 08:15:00 +0900", False),
        ("2025-11-07 08:15:00Z", False),
        ("2025-11-07", False),
        ("2025-11-07 08:15", False),
        ("'2025-11-07 08:15:00'", False),
    ],
)
def test_which_times_are_taken_for_utc(written: str, assumed: bool) -> None:
    assert read(written).assumed_utc is assumed


def test_a_time_in_utc_may_be_of_the_next_day() -> None:
    assert read("2025-11-06T23:15:00Z").may_be(DAY)
    assert read("2025-11-06 23:15:00 +00:00").may_be(DAY)
    assert not read("2025-11-05T23:15:00Z").may_be(DAY)
    assert not read("2025-11-06 23:15:00 +0900").may_be(DAY)
    assert not read("2025-11-06 23:15:00").may_be(DAY)


NUMBERS = ["2025", "'25", "11", "0", "9999", "0000", "-1", "31", "99999999999", "²", "٣"]
WORDS = ["-", "/", ".", ":", " ", ",", "T", "Z", "h", "am", "AD", "Nov", "7th", "Fri", "+0900", "é"]
PIECES = st.sampled_from(NUMBERS + WORDS)


@given(st.lists(PIECES, max_size=9).map("".join))
def test_reading_never_raises(text: str) -> None:
    for kind in {Kind.STR, plain_kind(text)}:
        found = read_date(Scalar(Span(0, len(text)), text, kind))
        assert (found.day is None) is (found.fault is not None)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-11-07-x.md", DAY),
        ("25-11-7-x.md", DAY),
        ("2025-11-07.md", None),
        ("2025-13-07-x.md", None),
        ("2025_11_07-x.md", None),
        ("x-2025-11-07-y.md", None),
    ],
)
def test_date_of_a_name(name: str, day: date | None) -> None:
    assert name_date(name) == day


@pytest.mark.parametrize(
    ("title", "written", "name", "day"),
    [
        ("Daily Papers — 2025-11-07", "2025-11-07 08:15:00", "2025-11-07-x.md", DAY),
        ("Daily Papers — 2025-11-07", "2025-11-07 08:15:00", "notdated.md", DAY),
        ("오늘의 논문", "2025-11-07", "2025-11-07-x.md", DAY),
        ("오늘의 논문 2025.11.08", "2025-11-07", "2025-11-07-x.md", None),
        ("Daily Papers — 2025-11-08", "2025-11-07", "2025-11-07-x.md", None),
        ("Daily Papers — 2025-11-07", "2025-11-07", "2025-11-08-x.md", None),
        ("Daily Papers — 2025-11-07", "2025-02-30", "2025-11-07-x.md", None),
        ("Daily Papers — 2025-02-30", "2025-11-07", "2025-13-07-x.md", DAY),
    ],
)
def test_date_with_which_others_are_compared(
    title: str, written: str, name: str, day: date | None
) -> None:
    source = Source(f'---\ntitle: "{title}"\ndate: {written}\n---\n')
    settings = Settings()
    post = parse(source, settings, PurePosixPath("_posts") / name)
    assert date_of(post, settings) == day


def test_spans_of_the_dates() -> None:
    source = Source('---\ntitle: Daily Papers — 2025-11-07"\ndate: 2025-11-07 08:15:00\n---\n')
    settings = Settings()
    dates = dates_of(parse(source, settings, PurePosixPath("x.md")), settings)
    assert source.slice(dates.title_span) == "2025-11-07"
    assert source.slice(dates.header_span) == "2025-11-07 08:15:00"
