"""The options of rules, each rule's in a table of its own; their defaults are the house's."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from digestlint.message import Message
from digestlint.setting_types import Fields, Form, Range, table
from digestlint.templates import Template
from digestlint.values import field

SpeechStyle = Literal["plain", "polite", "consistent"]
Shape = Literal["bullets", "prose"]
Count = Annotated[int, Range(0)]
Weekday = Annotated[int, Range(1, 7)]


@table
class IrregularFileName:
    """Options of FN002."""

    pattern: Annotated[Template, Fields(("date", "title", "number"))] = Template(
        "{date}-daily-papers-{date:%Y%m%d}.md"
    )
    """The form of a file's name."""


@table
class DateWithoutOffset:
    """Options of FM010."""

    offset: Annotated[
        str,
        Form(
            "Z|[-+][0-9]{2}:?[0-9]{2}",
            Message("expected an offset from UTC such as +0900"),
        ),
    ] = "+0900"
    """The offset from UTC that the fix writes, that of the site's time zone."""


@table
class FutureDate:
    """Options of FM011."""

    today: datetime.date | None = None
    """The day that counts as today; without it, the one on which the program runs."""


@table
class ForeignPaperLink:
    """Options of LK001."""

    hosts: tuple[str, ...] = ()
    """Hosts, with the beginning of a path or not, that papers may link to beside arxiv.org."""


@table
class MissingAlphaxivLink:
    """Options of LK004."""

    since: datetime.date | None = None
    """The day of the first post that needs alphaXiv links."""


@table
class OutdatedArxivId:
    """Options of LK009."""

    months: Count = 1
    """How many months an id may be older than its post."""


@table
class IrregularIntroduction:
    """Options of SC007."""

    items: Count = 3
    """How many items an introduction has."""


def _sentences() -> Mapping[str, int]:
    return {"Introduction": 1, "Method": 3, "Results": 1, "Limitations": 1, "Conclusion": 1}


@table
class TooManySentences:
    """Options of SC008."""

    sentences: Mapping[str, Count] = field(default_factory=_sentences)
    """How many sentences a section may have, by its name; of the introduction, each item."""


@table
class OverlongPaper:
    """Options of SC009."""

    characters: Count = 1000
    """How many characters (code points after NFC) the prose of a paper may have."""


def _section_shapes() -> Mapping[str, Shape]:
    return {
        "Introduction": "bullets",
        "Method": "prose",
        "Results": "prose",
        "Limitations": "prose",
        "Conclusion": "prose",
    }


@table
class IrregularSectionShape:
    """Options of SC010."""

    shapes: Mapping[str, Shape] = field(default_factory=_section_shapes)
    """What a section is made of, by its name."""


@table
class MissingKorean:
    """Options of KO001."""

    paper_syllables: Count = 50
    """How many Hangul syllables the sections of a paper have at least."""


@table
class WrongSpeechLevel:
    """Options of KO002."""

    style: SpeechStyle = "plain"
    """The style of sentences: -다, -습니다 and -요, or the same one all over a post."""


@table
class LiquidMarkup:
    """Options of RN001."""

    allow: tuple[str, ...] = ("include", "include_relative", "highlight", "link", "post_url")
    """Liquid tags that a post may use."""


@table
class HardBreakStyle:
    """Options of WS002."""

    hard_break_style: Literal["spaces", "backslash"] = "spaces"
    """How a hard line break is written."""


@table
class LineEndings:
    """Options of WS004."""

    line_endings: Literal["lf", "crlf", "keep"] = "lf"
    """The line end that every line has; keep asks only for one kind."""


@table
class BlankLines:
    """Options of WS007."""

    maximum: Count = 2
    """How many blank lines may follow one another."""


@table
class MissingDay:
    """Options of XP005."""

    weekdays: tuple[Weekday, ...] = (1, 2, 3, 4, 5)
    """The days of the week on which a post is expected; 1 is Monday."""


@table
class RuleOptions:
    """The options of every rule that has some, under its code."""

    FN002: IrregularFileName = IrregularFileName()
    FM010: DateWithoutOffset = DateWithoutOffset()
    FM011: FutureDate = FutureDate()
    LK001: ForeignPaperLink = ForeignPaperLink()
    LK004: MissingAlphaxivLink = MissingAlphaxivLink()
    LK009: OutdatedArxivId = OutdatedArxivId()
    SC007: IrregularIntroduction = IrregularIntroduction()
    SC008: TooManySentences = TooManySentences()
    SC009: OverlongPaper = OverlongPaper()
    SC010: IrregularSectionShape = IrregularSectionShape()
    KO001: MissingKorean = MissingKorean()
    KO002: WrongSpeechLevel = WrongSpeechLevel()
    RN001: LiquidMarkup = LiquidMarkup()
    WS002: HardBreakStyle = HardBreakStyle()
    WS004: LineEndings = LineEndings()
    WS007: BlankLines = BlankLines()
    XP005: MissingDay = MissingDay()
