"""The settings: what a digest's posts look like, which rules are on, and their options.

Frozen values with the house's choices as defaults. Pydantic reads them from TOML, where names are
written with hyphens; under default settings it is never imported.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, dataclass_transform

from digestlint.templates import Template

T = TypeVar("T")

Level = Literal["error", "warning", "off"]
SpeechStyle = Literal["plain", "polite", "consistent"]
Language = Literal["ko", "ja", "zh", "en", "none"]


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def table(cls: type[T]) -> type[T]:
    """Makes a class a table of the settings: frozen, keyword-only, unknown keys refused."""
    cls.__pydantic_config__ = {  # type: ignore[attr-defined]  # read by pydantic's TypeAdapter
        "extra": "forbid",
        "alias_generator": _hyphenated,
    }
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@table
class FrontMatterShape:
    """The expected header: its title, its required and allowed keys, the known tags."""

    title: Template = Template("Daily Papers — {date}")
    layout: str = "post"
    required: tuple[str, ...] = ("layout", "title", "date", "tags", "categories")
    allowed: tuple[str, ...] = ()
    tags: tuple[str, ...] = ("papers", "huggingface", "arxiv", "ai")


@table
class PaperShape:
    """The expected heading of a paper and the links that belong to it."""

    level: int = 1
    heading: Template = Template("{number}. [{title}]({url})")
    address: Template = Template("https://arxiv.org/abs/{id}")
    companion: Template = Template("> [Alphaxiv](https://www.alphaxiv.org/ko/overview/{id})")


@table
class SectionShape:
    """The sections of a paper, in their order; ``labels`` are those of the introduction's items."""

    level: int = 2
    names: tuple[str, ...] = ("Introduction", "Method", "Results", "Limitations", "Conclusion")
    introduction: str = "Introduction"
    labels: tuple[str, ...] = ("Goal", "Motivation", "Contribution")
    marker: str = "정보 부족"


@table
class IrregularFileName:
    """Options of FN002."""

    pattern: Template = Template("{date}-daily-papers-{date:%Y%m%d}.md")


@table
class DateWithoutOffset:
    """Options of FM010: the offset from UTC that the fix writes, that of the site's time zone."""

    offset: str = "+0900"

    def __post_init__(self) -> None:
        """Raises ValueError where Jekyll would not read it as an offset."""
        if not re.fullmatch(r"Z|[-+][0-9]{2}:?[0-9]{2}", self.offset):
            raise ValueError("an offset from UTC such as +0900")


@table
class FutureDate:
    """Options of FM011; without ``today`` the command line gives the day on which it runs."""

    today: datetime.date | None = None


@table
class ForeignPaperLink:
    """Options of LK001: hosts (with the beginning of a path) beside arxiv.org."""

    hosts: tuple[str, ...] = ()


@table
class MissingAlphaxivLink:
    """Options of LK004: posts before ``since`` need no link."""

    since: datetime.date | None = None


@table
class OutdatedArxivId:
    """Options of LK009: how many months an id may be older than its post."""

    months: int = 1


@table
class IrregularIntroduction:
    """Options of SC007: how many items an introduction has."""

    items: int = 3


def _sentences() -> Mapping[str, int]:
    return {"Introduction": 1, "Method": 3, "Results": 1, "Limitations": 1, "Conclusion": 1}


@table
class TooManySentences:
    """Options of SC008: sentences a section may have (each item of the introduction)."""

    sentences: Mapping[str, int] = field(default_factory=_sentences)


@table
class OverlongPaper:
    """Options of SC009: characters (code points after NFC) of a paper's prose."""

    characters: int = 1000


def _section_shapes() -> Mapping[str, Literal["bullets", "prose"]]:
    return {
        "Introduction": "bullets",
        "Method": "prose",
        "Results": "prose",
        "Limitations": "prose",
        "Conclusion": "prose",
    }


@table
class IrregularSectionShape:
    """Options of SC010: the shape of each section."""

    shapes: Mapping[str, Literal["bullets", "prose"]] = field(default_factory=_section_shapes)


@table
class MissingKorean:
    """Options of KO001: how many Hangul syllables a paper needs at least."""

    paper_syllables: int = 50


@table
class WrongSpeechLevel:
    """Options of KO002: ``plain`` (-다), ``polite`` (-습니다, -요) or the same all over a post."""

    style: SpeechStyle = "plain"


@table
class LiquidMarkup:
    """Options of RN001: Liquid tags that a post may use."""

    allow: tuple[str, ...] = ("include", "include_relative", "highlight", "link", "post_url")


@table
class HardBreakStyle:
    """Options of WS002: how a hard line break is written."""

    hard_break_style: Literal["spaces", "backslash"] = "spaces"


@table
class LineEndings:
    """Options of WS004: the line end that every line has; ``keep`` asks only for one kind."""

    line_endings: Literal["lf", "crlf", "keep"] = "lf"


@table
class BlankLines:
    """Options of WS007: how many blank lines may follow one another."""

    maximum: int = 2


@table
class MissingDay:
    """Options of XP005: the days of the week (1 is Monday) on which a post is expected."""

    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)


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


INCLUDE = ("**/_posts/**", "**/posts/**", "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*")
"""What looks like a post: under a folder of posts, or with a name that begins with a date."""


@table
class Settings:
    """All settings. ``levels`` are the severities that ``[rules.CODE]`` gives, by code.

    ``configured`` are the codes of the rules that have a table of their own: it turns on a rule
    that is off by default.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = ()
    strict: bool = False
    language: Language = "ko"
    renderer: Literal["jekyll", "github"] = "jekyll"
    front_matter: FrontMatterShape = FrontMatterShape()
    papers: PaperShape = PaperShape()
    sections: SectionShape = SectionShape()
    rules: RuleOptions = RuleOptions()
    levels: Mapping[str, Level] = field(default_factory=dict)
    configured: frozenset[str] = frozenset()
