"""The settings: what a digest's posts look like, which rules are on, and their options.

Frozen values with the house's choices as defaults. Pydantic reads them from TOML, where names are
written with hyphens; under default settings it is never imported. The text under a field is its
description in the JSON Schema, too.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from digestlint.globs import Globs
from digestlint.lang import Lang
from digestlint.rule_options import RuleOptions
from digestlint.setting_types import Fields, Pattern, Range, Selector, table
from digestlint.templates import Template
from digestlint.values import dataclass, field

Level = Literal["error", "warning", "off"]
Language = Literal["ko", "ja", "zh", "en", "none"]
Presence = Literal["required", "optional", "absent"]
Selectors = tuple[Annotated[str, Selector()], ...]
Patterns = tuple[Annotated[str, Pattern()], ...]
HeadingLevel = Annotated[int, Range(1, 6)]
MaybeLevel = Annotated[int, Range(0, 6)]
"""The level of a heading, or 0 where there is none."""

Path = tuple[str, ...]
"""The keys that lead to a setting, rules by their code."""


@table
class FrontMatterShape:
    """The header of a post."""

    presence: Presence = "required"
    """Whether a post has a header: it must, may, or has none."""

    title: Annotated[Template, Fields(("date", "title", "number"))] = Template(
        "Daily Papers — {date}"
    )
    """The form of the title; {title} is any."""

    layout: str = "post"
    """The layout; an empty text is any."""

    required: tuple[str, ...] = ("layout", "title", "date", "tags", "categories")
    """The keys that a header must have."""

    allowed: tuple[str, ...] = ()
    """The keys that it may have besides, beside Jekyll's own."""

    tags: tuple[str, ...] = ("papers", "huggingface", "arxiv", "ai")
    """The known tags; one that is close to a known tag is misspelt."""

    ids: str = ""
    """The key that holds the arXiv ids or addresses of the papers, one or a list in their order."""


@table
class PaperShape:
    """The heading of a paper and the links that belong to it."""

    level: MaybeLevel = 1
    """The level of a paper's heading; 0: the post is one paper, under the header's title."""

    heading: Annotated[Template, Fields(("number", "title", "url", "id"), ("title",))] = Template(
        "{number}. [{title}]({url})"
    )
    """The form of the heading; without {number} papers have none."""

    link: Annotated[Template, Fields(("url", "id"), ("url", "id"), True)] = Template("")
    """The form of the line below the heading that holds the link, where the heading has none."""

    labels: tuple[str, ...] = ()
    """What other lines between a heading and the first section are labelled, such as Authors."""

    address: Annotated[Template, Fields(("id", "version"), ("id",))] = Template(
        "https://arxiv.org/abs/{id}"
    )
    """The address that a paper's link has; {version} is a version such as v1, or nothing."""

    companion: Annotated[Template, Fields(("id",), ("id",), True)] = Template(
        "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/{id})"
    )
    """The line of a paper's alphaXiv link; an empty text where papers need none."""

    groups: MaybeLevel = 0
    """The level of headings that group papers; 0 where there are none."""

    numbering: Literal["post", "group"] = "post"
    """Whether numbers go on through the post, or begin with 1 in each group."""


@table
class SectionShape:
    """The sections of a paper, in their order."""

    form: Literal["heading", "bold"] = "heading"
    """Whether a section begins with a heading or with its name in bold, a colon after it or not."""

    level: HeadingLevel = 2
    """The level of a section's heading."""

    names: tuple[str, ...] = ("Introduction", "Method", "Results", "Limitations", "Conclusion")
    """The names of the sections, in their order."""

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names that a section may bear, by its name."""

    introduction: str = "Introduction"
    """The section that has items; an empty text where there is none."""

    labels: tuple[str, ...] = ("Goal", "Motivation", "Contribution")
    """The labels of the introduction's items."""

    marker: str = "정보 부족"
    """What stands in a section where the paper does not say."""


@table
class PostSettings:
    """The settings that posts of one blog may differ in."""

    enabled: bool = True
    """Whether posts are digests; nothing is said of others."""

    strict: bool = False
    """Whether warnings fail as errors do."""

    select: Selectors = ()
    """The rules that are on (codes, names, prefixes, ALL), in place of those on by default."""

    ignore: Selectors = ()
    """The rules that are off."""

    extend_select: Selectors = ()
    """Rules that are on besides."""

    extend_ignore: Selectors = ()
    """Rules that are off besides."""

    fixable: Selectors = ("ALL",)
    """The rules whose fixes may be made."""

    unfixable: Selectors = ()
    """The rules whose fixes may not be made."""

    language: Language = "ko"
    """The language of the prose; rules on Korean are silent for any other."""

    renderer: Literal["jekyll", "github"] = "jekyll"
    """What publishes the posts: Jekyll with kramdown, or GitHub."""

    front_matter: FrontMatterShape = FrontMatterShape()
    """The header of a post."""

    papers: PaperShape = PaperShape()
    """The heading of a paper and the links that belong to it."""

    sections: SectionShape = SectionShape()
    """The sections of a paper."""

    rules: RuleOptions = RuleOptions()
    """The rules, by code or name: their severity and their options."""


@table
class OverrideSettings(PostSettings):
    """Settings of some posts of the blog; what is not given here is as it is for the others."""

    files: Patterns = ()
    """The files that these settings are for, as in a .gitignore."""

    since: datetime.date | None = None
    """The first day, that of the post's date or else of its file's name."""

    until: datetime.date | None = None
    """The last day."""


INCLUDE = ("**/_posts/**", "**/posts/**", "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*.m*")
"""What looks like a post: under a folder of posts, or with a name that begins with a date."""


@table
class FileSettings(PostSettings):
    """The settings of digestlint: digestlint.toml, or [tool.digestlint] in pyproject.toml."""

    lang: Lang = "en"
    """The language of messages; auto is that of the environment (LC_ALL, LC_MESSAGES, LANG)."""

    include: Patterns = INCLUDE
    """What looks like a post, as in a .gitignore."""

    exclude: Patterns = ()
    """What is left out, as in a .gitignore."""

    per_file_ignores: Mapping[Annotated[str, Pattern()], Selectors] = field(default_factory=dict)
    """The rules that are off in some files, whatever else is said of them."""

    overrides: tuple[OverrideSettings, ...] = ()
    """Settings of some posts; of two that say different things, the later holds."""

    baseline: str = ""
    """The file that lists what is not reported, for it was there before (--write-baseline)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An override as it was read: which posts it is for, and what it changes.

    ``settings`` has the values of the keys that are ``given``, each with the path that it has in
    the settings file, ``levels`` and ``configured`` are as in ``Settings``. ``off`` are rules to
    turn off. Without ``files``, ``since`` and ``until`` it is for every post.
    """

    files: Globs | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    settings: PostSettings = field(default_factory=PostSettings)
    given: Mapping[Path, tuple[str | int, ...]] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    configured: frozenset[str] = frozenset()
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Settings(PostSettings):
    """All settings. What of them holds for a post, ``overrides.effective`` tells.

    ``levels`` are the severities that ``[rules.CODE]`` gives, by code. ``configured`` are the codes
    of the rules that have a table of their own: it turns on a rule that is off by default. ``off``
    are selectors of rules that are off whatever ``select`` says. ``given`` are the keys that are
    not by default as they are, each with the path that it has in the settings file.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__  # by identity, so that what follows of them can be cached

    lang: Lang = "en"
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = ()
    baseline: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict)
    configured: frozenset[str] = frozenset()
    off: tuple[str, ...] = ()
    given: Mapping[Path, tuple[str | int, ...]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
